//! "in hubspot", "from ghl": which CRM a sentence means.

use std::ops::Range;

use regex::Regex;

use super::files::CrmFile;
use super::reading::Reading;
use crate::nlu::nothing;
use crate::operations::find;
use crate::value::Kind;

/// Finds a preposition and a CRM's name. Names of products are the same in every language.
#[derive(Debug)]
pub(super) struct WhichCrm {
    regex: Regex,
}

impl WhichCrm {
    pub fn new(words: &CrmFile) -> WhichCrm {
        let any = |said: &[String]| {
            let said: Vec<_> = said
                .iter()
                .map(|said| regex::escape(said).replace(' ', r"\s+"))
                .collect();
            said.join("|")
        };
        let (before, owner, after) = (any(&words.before), any(&words.owner), any(&words.after));
        let pattern = format!(
            r"(?i)\b(?:{before})\s+(?:(?:{owner})\s+)?(?:(?<hubspot>hub\s?spot)|(?:go\s?)?high\s?level|ghl)\b(?:\s+(?:{after}))?\s*[,.]?"
        );
        // Words are escaped and the rest is ours.
        WhichCrm {
            regex: Regex::new(&pattern).unwrap_or_else(|_| nothing()),
        }
    }

    /// Where a CRM is named, and which.
    pub fn named(&self, text: &str) -> Option<(Range<usize>, &'static str)> {
        let found = self.regex.captures_iter(text).last()?;
        let crm = if found.name("hubspot").is_some() {
            "hubspot"
        } else {
            "gohighlevel"
        };
        Some((found.get(0)?.range(), crm))
    }
}

/// The text with a part blanked out, so that places in it stay the same.
pub(super) fn blanked(text: &str, part: &Range<usize>) -> String {
    let mut blanked = text.to_owned();
    blanked.replace_range(part.clone(), &" ".repeat(part.len()));
    blanked
}

/// Whether the place lies inside a message or note, whose words are the customer's to read.
pub(super) fn is_content(reading: &Reading, place: &Range<usize>) -> bool {
    reading.clauses.iter().any(|clause| {
        let row = find(&clause.intent);
        clause.spans.iter().any(|span| {
            let kind = row
                .and_then(|row| row.param(&span.slot))
                .map(|param| param.kind);
            matches!(kind, Some(Kind::Text)) && span.start < place.end && place.start < span.end
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crm_is_named_by_a_preposition_and_its_name() {
        let words = |said: &str| said.split(',').map(str::to_owned).collect();
        let english = WhichCrm::new(&CrmFile {
            before: words("in,to,from"),
            owner: words("my,our"),
            after: words("crm,account"),
        });
        let crm = |text: &str| english.named(text).map(|(_, crm)| crm);
        assert_eq!(crm("find jane in HubSpot"), Some("hubspot"));
        assert_eq!(crm("in my ghl account, list deals"), Some("gohighlevel"));
        assert_eq!(crm("add ben to go high level"), Some("gohighlevel"));
        assert_eq!(crm("hubspot is slow today"), None);
        assert_eq!(
            blanked("find jane in HubSpot now", &(10..20)),
            "find jane            now"
        );
    }
}
