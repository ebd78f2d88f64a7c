//! Asking for a review: a text message or e-mail with the workspace's link in it.

use serde_json::json;

use super::advance::Service;
use super::draft::Draft;
use super::outcome::{Ask, Outcome, Why};
use super::turn::Turn;
use super::{Copilot, Error};
use crate::operations::Operation;
use crate::value::{Kind, is_web_address};

impl Copilot {
    /// Writes the message of a review request, or asks for the link when neither the sentence nor
    /// the workspace has one. Other drafts stay as they are.
    pub(super) async fn word_review(
        &self,
        service: Service<'_>,
        turn: &Turn,
        row: &Operation,
        draft: &mut Draft,
    ) -> Result<Result<(), Box<Outcome>>, Error> {
        if row.name != "send_review_request" || draft.args.contains_key("message") {
            return Ok(Ok(()));
        }
        let own = self
            .accounts
            .tenant(&service.actor.tenant)
            .await?
            .review_link;
        let said = draft.text("link").map(str::to_owned);
        let why = match said.or(own) {
            Some(link) if is_web_address(&link) => {
                let message = turn.words().say("review_message", &[("link", &link)]);
                draft.args.insert("message".to_owned(), json!(message));
                return Ok(Ok(()));
            }
            Some(_) => Why::Unfit(Kind::Line),
            None => Why::Missing,
        };
        Ok(Err(Box::new(Outcome::Ask(Ask {
            operation: row.name.to_owned(),
            slot: "link".to_owned(),
            why,
        }))))
    }
}
