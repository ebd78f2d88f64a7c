//! Lists of any length: one page after the other, each fetched when the one before was taken.

use futures_util::{Stream, stream};
use serde_json::{Value, json};

use super::{CrmProxy, Effect, Error};

/// The pages of a list from the first one, or from the `cursor` among the arguments, to the last.
/// No more than one page is in memory at a time, besides what the caller keeps.
///
/// ```no_run
/// # use crm_copilot::crm::{CrmProxy, Error, pages};
/// # use futures_util::TryStreamExt;
/// # async fn example(crm: &dyn CrmProxy) -> Result<(), Error> {
/// let mut found = std::pin::pin!(pages(crm, "search_contacts", serde_json::json!({"tag": "vip"})));
/// while let Some(page) = found.try_next().await? {
///     println!("{}", page["contacts"]);
/// }
/// # Ok(())
/// # }
/// ```
pub fn pages<'a>(
    crm: &'a dyn CrmProxy,
    operation: &'a str,
    args: Value,
) -> impl Stream<Item = Result<Value, Error>> + Send + 'a {
    stream::try_unfold(Some(args), move |next| async move {
        let Some(mut args) = next else {
            return Ok(None);
        };
        let page = crm.perform(operation, &args).await?;
        let next = match page["cursor"].as_str() {
            None => None,
            // A list that does not go on would never end.
            Some(cursor) if args["cursor"].as_str() == Some(cursor) => {
                return Err(Error::Protocol {
                    what: "a page names itself as the next one",
                    effect: Effect::None,
                    source: None,
                });
            }
            Some(cursor) => {
                args["cursor"] = json!(cursor);
                Some(args)
            }
        };
        Ok(Some((page, next)))
    })
}
