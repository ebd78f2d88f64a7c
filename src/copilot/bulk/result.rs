//! The result of a job as a CSV file (RFC 4180).

use futures_util::{Stream, TryStreamExt, stream};

use crate::copilot::{Copilot, Error};
use crate::store::bulk_jobs;
use crate::store::bulk_rows::{self, Row};
use crate::value::Actor;

/// Rows in memory at a time.
const ROWS: u64 = 1000;
const HEADINGS: [&str; 5] = ["position", "contact_id", "contact_name", "state", "code"];

impl Copilot {
    /// What became of each contact of a job, as the parts of a CSV file with headings.
    ///
    /// # Errors
    /// [`Error::Unknown`] when the job is not this user's. The stream ends with an error when the
    /// database fails on the way.
    pub async fn bulk_result(
        &self,
        actor: &Actor,
        id: &str,
    ) -> Result<impl Stream<Item = Result<Vec<u8>, Error>> + Send + 'static, Error> {
        let job = bulk_jobs::get(&self.store, &actor.tenant, &actor.user, id).await?;
        let job = job.ok_or(Error::Unknown("bulk job"))?;
        let store = self.store.clone();
        let parts = stream::try_unfold(Some(0), move |from| {
            let (store, job) = (store.clone(), job.clone());
            async move {
                let Some(from) = from else { return Ok(None) };
                let rows = bulk_rows::from(&store, &job, from, ROWS).await?;
                let next = rows.last().map(|last| last.position + 1);
                Ok::<_, Error>(Some((lines(from == 0, &rows), next)))
            }
        });
        Ok(parts.try_filter(|part| std::future::ready(!part.is_empty())))
    }
}

fn lines(is_first: bool, rows: &[Row]) -> Vec<u8> {
    let mut text = String::new();
    if is_first {
        text.push_str(&HEADINGS.join(","));
        text.push_str("\r\n");
    }
    for row in rows {
        let cells = [
            (row.position + 1).to_string(),
            cell(&row.contact),
            cell(&row.name),
            row.state.as_str().to_owned(),
            row.code.clone().unwrap_or_default(),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// A cell, quoted. A name that a spreadsheet would take for a formula gets an apostrophe before it
/// (owasp.org/www-community/attacks/CSV_Injection).
fn cell(value: &str) -> String {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", value.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::bulk_rows::State;

    #[test]
    fn a_name_cannot_break_the_line_or_become_a_formula() {
        let row = |name: &str| Row {
            position: 0,
            contact: "c1".to_owned(),
            name: name.to_owned(),
            state: State::Done,
            code: None,
        };
        let text = |name| String::from_utf8(lines(false, &[row(name)])).unwrap();
        assert_eq!(text("Ann"), "1,\"c1\",\"Ann\",done,\r\n");
        assert_eq!(
            text("Ann \"A\", Inc."),
            "1,\"c1\",\"Ann \"\"A\"\", Inc.\",done,\r\n"
        );
        assert_eq!(text("=1+1"), "1,\"c1\",\"'=1+1\",done,\r\n");
    }
}
