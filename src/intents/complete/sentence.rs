//! Writing the end of a sentence, with names in its holes.

use super::MOST;
use super::names::{Name, Names};
use super::program::{Item, Way};
use super::skeletons::{Skeleton, is_named, letter_of};
use crate::nlu::folded;
use crate::value::Kind;

/// Names tried in a hole of an example that is not at the cursor.
const NAMES_LATER: usize = 3;

/// A sentence that may be offered.
pub(super) struct Candidate<'a> {
    pub intent: &'a str,
    /// Its place among all: in a file, what is said most comes first.
    pub skeleton: usize,
    pub is_example: bool,
    /// How much of what was typed hardly belongs where it stands.
    pub oddity: usize,
    /// Whether it ends a name that was begun.
    pub ends_name: bool,
    /// How far down the list of names the one in it stands.
    pub name: usize,
    /// Whether a name comes next.
    pub is_next: bool,
    /// The sentence, in the order of preference: the first that is read as the intent.
    pub texts: Vec<String>,
    /// What has to be read in its slots.
    pub named: Vec<(String, String)>,
}

/// A skeleton that what was typed fits.
pub(super) struct Sentence<'t, 'a> {
    pub typed: &'t str,
    pub skeleton: &'a Skeleton,
    pub number: usize,
    pub has_time: bool,
    pub oddity: usize,
    pub names: &'t Names,
    pub times: &'a [String],
}

impl<'a> Sentence<'_, 'a> {
    /// The sentences of a way on. `since` tells where in the text a piece begins.
    pub fn ends(
        &self,
        way: &Way<'_>,
        since: &dyn Fn(usize) -> usize,
        candidates: &mut Vec<Candidate<'a>>,
    ) {
        match way {
            Way::Ends(ending, items) => self.filled(ending, None, items, 0, candidates),
            Way::Next(items) => self.filled("", None, items, 0, candidates),
            Way::Inside(hole, piece, items) => {
                let hole = &self.skeleton.program.holes[*hole];
                let begun = &self.typed[since(*piece)..];
                let is_named = is_named(hole.kind);
                // A time or a length can be anybody's; other samples are somebody's.
                if !is_named && !is_measure(&hole.slot) {
                    return;
                }
                let samples = hole.samples.iter().filter(|_| !is_named);
                let names = self.names.of(hole.kind).iter().map(|name| &name.text);
                let known = names.filter(|_| is_named).chain(samples);
                let fitting = known.enumerate().filter_map(|(rank, name)| {
                    remainder(name, begun).map(|rest| (rank, name, rest))
                });
                for (rank, name, rest) in fitting.take(MOST) {
                    let named = is_named.then(|| (hole.slot.clone(), name.clone()));
                    self.filled(rest, named, items, rank, candidates);
                }
            }
        }
    }

    /// The sentence with the rest of the word at the cursor and these items, once for each name
    /// that its first open hole can take.
    fn filled(
        &self,
        ending: &str,
        named: Option<(String, String)>,
        items: &[Item<'_>],
        rank: usize,
        candidates: &mut Vec<Candidate<'a>>,
    ) {
        let holes = &self.skeleton.program.holes;
        let is_next =
            matches!(items.first(), Some(Item::Hole(hole)) if is_named(holes[*hole].kind));
        let tried = match (is_next, self.skeleton.is_example) {
            (true, _) => MOST,
            (false, true) => NAMES_LATER,
            (false, false) => 1,
        };
        for nth in 0..tried {
            let mut text = format!("{}{ending}", self.typed);
            let mut said: Vec<(String, String)> = named.iter().cloned().collect();
            let mut texts = Vec::new();
            let mut has_time = self.has_time;
            let mut varies = false;
            for item in items {
                let item = match item {
                    Item::Word(word) => *word,
                    Item::Colon => ":",
                    Item::Hole(hole) => {
                        let hole = &holes[*hole];
                        let is_time = letter_of(&hole.slot) == Some('W');
                        // It was said, in another place than the example has it.
                        if is_time && self.has_time {
                            continue;
                        }
                        has_time |= is_time;
                        if is_named(hole.kind) {
                            let known = self.names.of(hole.kind);
                            let unsaid = |name: &&Name| said.iter().all(|(_, n)| *n != name.text);
                            let skip = if varies || named.is_some() { 0 } else { nth };
                            varies |= named.is_none();
                            let Some(name) = known.iter().filter(unsaid).nth(skip) else {
                                return;
                            };
                            said.push((hole.slot.clone(), name.text.clone()));
                            &name.text
                        } else {
                            // Where the user has something to say, the sentence may stop.
                            let is_measure = is_measure(&hole.slot);
                            if !is_measure && texts.is_empty() && !text.ends_with("'s") {
                                texts.push(spaced(&text));
                            }
                            // Only an example says it well enough to be taken as one, and what a
                            // person will read is never ours to say.
                            let is_text = hole.kind == Some(Kind::Text);
                            let is_said = self.skeleton.is_example && !is_text || is_measure;
                            match hole.samples.first().filter(|_| is_said) {
                                Some(sample) => sample,
                                None => {
                                    text.clear();
                                    break;
                                }
                            }
                        }
                    }
                };
                push(&mut text, item);
            }
            if !text.is_empty() {
                if self.skeleton.needs_time && !has_time {
                    match self.times.first() {
                        // "move rosa's" lacks more than a time.
                        Some(time) if !text.ends_with("'s") => push(&mut text, time),
                        Some(_) | None => text.clear(),
                    }
                }
                texts.push(text);
            }
            texts.retain(|text| !text.is_empty());
            candidates.push(Candidate {
                intent: &self.skeleton.intent,
                skeleton: self.number,
                is_example: self.skeleton.is_example,
                oddity: self.oddity,
                ends_name: named.is_some(),
                name: rank + nth,
                is_next,
                texts,
                named: said,
            });
            if !varies {
                return;
            }
        }
    }
}

/// Whether a slot holds a time or a length.
fn is_measure(slot: &str) -> bool {
    matches!(letter_of(slot), Some('W' | 'L'))
}

/// Writes a word or name behind a text.
fn push(text: &mut String, item: &str) {
    let is_glued = item == ":" || item == "'s";
    if !is_glued && !text.ends_with(char::is_whitespace) {
        text.push(' ');
    }
    text.push_str(item);
}

/// A text that goes on with the next word that is typed.
fn spaced(text: &str) -> String {
    match text.ends_with(char::is_whitespace) {
        true => text.to_owned(),
        false => format!("{text} "),
    }
}

/// The end of a name of which the beginning was typed; none when it is another name, or all of it.
pub(super) fn remainder<'a>(name: &'a str, begun: &str) -> Option<&'a str> {
    let typed = folded(begun);
    let wanted = typed.trim_end();
    let mut seen = String::new();
    for (at, c) in name.char_indices() {
        if seen == wanted {
            let rest = &name[at..];
            // "rosa " goes on with the second word, not with the end of "rosalind".
            return match typed.len() == wanted.len() {
                true => Some(rest),
                false => rest.strip_prefix(' '),
            };
        }
        seen.push_str(&folded(c.encode_utf8(&mut [0; 4])));
        if !wanted.starts_with(&seen) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::remainder;

    #[test]
    fn a_name_goes_on_where_it_was_left() {
        let check = |name, begun, rest: Option<&str>| {
            assert_eq!(remainder(name, begun), rest, "{name}: {begun}");
        };
        check("Rosa Delgado", "ros", Some("a Delgado"));
        check("Rosa Delgado", "rosa", Some(" Delgado"));
        check("Rosa Delgado", "Rosa ", Some("Delgado"));
        check("Rosalind", "rosa ", None);
        check("Rosa Delgado", "rosa delgado", None);
        check("José Peña", "jose pe", Some("ña"));
        check("Otto", "rosa", None);
    }
}
