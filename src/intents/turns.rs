//! Sentences about what was said before: a correction of what is open, "skip", "back", "same for
//! ana". They mean something only beside an open question or a remembered step, so the reading of
//! a message does not know them.

use std::collections::{BTreeMap, HashSet};

use regex::Regex;

use super::grammar::Grammar;
use super::guards::plain;
use super::pieces::content;
use super::reading::Context;
use crate::nlu::{Line, Prepared, Seen, Template, clean_name, prepare};

/// The templates of `_turns.yaml`.
#[derive(Debug)]
pub(super) struct Turns {
    pub says: Vec<Template>,
    pub named: Vec<Template>,
    pub sure: Vec<Template>,
    /// Put something in the place of what is open, without saying of what: "make it ...".
    pub anew: Vec<Template>,
    pub perhaps: Vec<Template>,
    /// Begin with a yes that something else takes back or changes: "yes but ...".
    pub agreed: Vec<Template>,
    /// A yes with another sentence after it: "yes and ...".
    pub more: Vec<Template>,
    pub other: Vec<Template>,
    /// Whole messages that put off their answer.
    pub hesitate: Vec<Template>,
    /// Words that take back what stands beside them.
    pub denies: Regex,
    /// Words between two answers.
    pub either: Regex,
    /// Words that leave an answer open.
    pub hedges: Regex,
    pub skip: Vec<Template>,
    pub leave: Vec<Template>,
    pub back: Vec<Template>,
    pub again: Vec<Template>,
    pub too: Regex,
    pub same_time: Regex,
    pub slot_words: BTreeMap<String, String>,
    pub around: HashSet<String>,
}

/// What a correction says.
#[derive(Debug, Clone, PartialEq)]
pub struct Amendment {
    /// The parameters that the words for the slot may mean, the likeliest first: "the time".
    pub slots: Vec<String>,
    /// The new value, as typed.
    pub said: String,
    /// What it takes the place of, as typed: "not hot".
    pub instead_of: Option<String>,
    /// Whether the old and the new stand side by side, "not kitchen bathroom", so that only what is
    /// open tells whether there are two.
    pub is_couple: bool,
    /// Whether it may as well be a new text: "make it goodbye".
    pub is_anew: bool,
    /// Another record of the same name: "the other john".
    pub is_other: bool,
    /// How surely it is a correction.
    pub sureness: Sureness,
}

impl Amendment {
    /// A new value that is worded as a correction, and names nothing that it takes the place of.
    pub fn worded(said: &str) -> Amendment {
        Amendment {
            slots: Vec::new(),
            said: said.to_owned(),
            instead_of: None,
            is_couple: false,
            is_anew: false,
            is_other: false,
            sureness: Sureness::Worded,
        }
    }
}

/// The parameters that a new text may be for, the likeliest first.
const TEXTS: [&str; 2] = ["message", "note"];

/// How surely a sentence is a correction, when something is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sureness {
    /// It is worded as one: "make it 3pm".
    Worded,
    /// It begins as one, and what follows decides: "no, friday", "no, text jane".
    Begun,
    /// Nothing but a time, a length, an amount or an address: "for 45 minutes".
    Bare,
}

/// What stands in a piece of a sentence, values apart from words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pieces {
    /// A day or time.
    pub has_moment: bool,
    /// A length of time in minutes, said or from one time to another.
    pub minutes: Option<i64>,
    /// Whether the length was said as one.
    pub has_length: bool,
    /// An amount of money.
    pub has_money: bool,
    /// A bare number.
    pub has_number: bool,
    /// An e-mail address.
    pub has_email: bool,
    /// A phone number.
    pub has_phone: bool,
    /// The words beside them, as typed.
    pub words: Option<String>,
}

impl Pieces {
    pub(super) fn is_nothing_but_values(&self) -> bool {
        self.words.is_none()
            && (self.has_moment
                || self.has_length
                || self.has_money
                || self.has_email
                || self.has_phone)
    }
}

/// What leads a step of before to be done again: "same for ana".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Whom it is for, as typed; a pronoun is kept as one.
    pub contact: Option<String>,
    /// Whether it was a pronoun.
    pub is_pronoun: bool,
}

impl Grammar {
    /// The correction that a message is when something is open.
    pub fn amendment(&self, text: &str, context: &Context) -> Option<Amendment> {
        let prepared = self.turn_line(text, context);
        // What stands in quotation marks is a value as it is.
        if prepared.quoted {
            return None;
        }
        let line = &prepared.line;
        let turns = &self.turns;
        let typed = |template: &Template, groups: &[Option<std::ops::Range<usize>>], name: &str| {
            let slots = template.slots.iter().zip(groups);
            let group = slots
                .filter(|(slot, _)| slot.name == name)
                .find_map(|(_, group)| group.clone())?;
            Some(
                text[line.original(group)]
                    .trim_matches([' ', ','])
                    .to_owned(),
            )
        };
        let named = turns.says.iter().chain(&turns.named);
        let begun = turns.perhaps.iter().chain(&turns.agreed);
        for (template, sureness) in named
            .chain(&turns.anew)
            .chain(&turns.sure)
            .map(|template| (template, Sureness::Worded))
            .chain(begun.map(|t| (t, Sureness::Begun)))
        {
            let Some(groups) = captured(template, line) else {
                continue;
            };
            let is_one_of =
                |all: &[Template]| all.iter().any(|known| std::ptr::eq(known, template));
            // "no marcus bell" denies somebody, where "no, marcus bell" names another.
            if is_one_of(&turns.perhaps) && self.denies_next(line, &groups) {
                continue;
            }
            let word = typed(template, &groups, "slot");
            let slots = match word {
                _ if is_one_of(&turns.says) => TEXTS.map(str::to_owned).to_vec(),
                Some(word) => self.slots_of(&word),
                None => Vec::new(),
            };
            if let Some(said) = last_text(template, &groups, line, text)
                && slots.iter().any(|slot| slot == "message")
            {
                return Some(self.amended(slots, None, &said, sureness, context));
            }
            let is_anew = is_one_of(&turns.anew);
            if is_anew && let Some(said) = last_text(template, &groups, line, text) {
                // "make it for john" says whom.
                let first = crate::value::words(&said).into_iter().next();
                if first.is_none_or(|first| turns.around.contains(&first)) {
                    continue;
                }
                let amendment = self.amended(slots, None, &said, sureness, context);
                return Some(Amendment {
                    is_anew,
                    ..amendment
                });
            }
            let apart = ["both", "couple"]
                .iter()
                .find_map(|name| typed(template, &groups, name).map(|said| (*name, said)));
            let is_couple = apart.as_ref().is_some_and(|(name, _)| *name == "couple");
            let (old, new) = match apart {
                // "no, friday" denies nothing that is named.
                Some(_) if follows_comma(line, &groups) => continue,
                Some((name, said)) => {
                    let gap = if name == "both" { ',' } else { ' ' };
                    match said.split_once(gap) {
                        Some((old, new)) if gap == ',' || !new.contains(' ') => {
                            (Some(old.trim().to_owned()), new.trim().to_owned())
                        }
                        _ => continue,
                    }
                }
                None => (
                    typed(template, &groups, "old"),
                    typed(template, &groups, "value")?,
                ),
            };
            let amendment = self.amended(slots, old, &new, sureness, context);
            return Some(Amendment {
                is_couple,
                is_anew,
                ..amendment
            });
        }
        // Alone, it may as well name somebody for something new.
        if turns
            .other
            .iter()
            .any(|other| captured(other, line).is_some())
        {
            let said = text.trim();
            return Some(self.amended(Vec::new(), None, said, Sureness::Begun, context));
        }
        self.pieces(text, context)
            .is_nothing_but_values()
            .then(|| self.amended(Vec::new(), None, text.trim(), Sureness::Bare, context))
    }

    /// Whether a "no" stands right before what was captured, without a comma.
    fn denies_next(&self, line: &Line, groups: &[Option<std::ops::Range<usize>>]) -> bool {
        let first = groups.iter().flatten().next();
        let before = first.map_or("", |group| line.text()[..group.start].trim_end());
        let hits = self.turns.denies.find_iter(before);
        hits.last().is_some_and(|hit| hit.end() == before.len())
    }

    /// What follows a yes that is no whole one: "yes but not now".
    pub fn after_agreement(&self, text: &str, context: &Context) -> Option<String> {
        self.rest_of(&self.turns.agreed, text, context)
    }

    /// What follows a yes and an "and": "yes and tag her as vip".
    pub fn after_yes(&self, text: &str, context: &Context) -> Option<String> {
        self.rest_of(&self.turns.more, text, context)
    }

    /// What the first of these templates leaves to its slot, to the end of the text.
    fn rest_of(&self, templates: &[Template], text: &str, context: &Context) -> Option<String> {
        let prepared = self.turn_line(text, context);
        let mut found = templates.iter();
        let groups = found.find_map(|template| captured(template, &prepared.line))?;
        let group = groups.into_iter().flatten().next()?;
        let start = prepared.line.original(group).start;
        Some(text[start..].to_owned())
    }

    /// What follows the "no" of a message that begins as a correction, and whether a comma parts
    /// the two.
    pub fn after_lead(&self, text: &str, context: &Context) -> Option<(String, bool)> {
        let prepared = self.turn_line(text, context);
        let begun = self.turns.perhaps.iter();
        let groups = begun
            .filter_map(|template| captured(template, &prepared.line))
            .next()?;
        let is_apart = follows_comma(&prepared.line, &groups);
        let group = groups.into_iter().flatten().next()?;
        Some((text[prepared.line.original(group)].to_owned(), is_apart))
    }

    fn amended(
        &self,
        slots: Vec<String>,
        instead_of: Option<String>,
        said: &str,
        sureness: Sureness,
        context: &Context,
    ) -> Amendment {
        let mut amendment = Amendment {
            slots,
            said: said.to_owned(),
            instead_of,
            is_couple: false,
            is_anew: false,
            is_other: false,
            sureness,
        };
        let prepared = self.turn_line(said, context);
        for template in &self.turns.other {
            if let Some(groups) = captured(template, &prepared.line) {
                let name = groups.into_iter().flatten().next();
                let name = name.map(|group| said[prepared.line.original(group)].to_owned());
                amendment.said = name.unwrap_or_default();
                amendment.is_other = true;
                break;
            }
        }
        amendment
    }

    /// The parameters that a word for a slot may mean: "time" is `when`.
    fn slots_of(&self, word: &str) -> Vec<String> {
        let word = crate::value::words(word).join(" ");
        let slots = self.turns.slot_words.get(&word);
        slots
            .map(|slots| slots.split_whitespace().map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// The parameters that words of a sentence name, the longest words first: "change 's phone
    /// number" names the phone.
    pub fn slots_named(&self, words: &str) -> Vec<&str> {
        let words: Vec<&str> = words.split_whitespace().collect();
        let pieces = words.windows(2).chain(words.windows(1));
        let slots = pieces.filter_map(|piece| self.turns.slot_words.get(&piece.join(" ")));
        slots.flat_map(|slots| slots.split_whitespace()).collect()
    }

    /// What a piece of a sentence holds.
    pub fn pieces(&self, text: &str, context: &Context) -> Pieces {
        let prepared = self.turn_line(text, context);
        let mut pieces = Pieces::default();
        for value in &prepared.values {
            match &value.seen {
                Seen::When(when) => {
                    pieces.has_moment = true;
                    if let Some(end) = when.end.filter(|_| when.has_time && !when.is_daypart()) {
                        let minutes = (end - when.start).num_minutes();
                        pieces.minutes = Some(minutes).filter(|minutes| *minutes > 0);
                    }
                }
                Seen::Length(seconds) => {
                    pieces.has_length = true;
                    pieces.minutes = Some(seconds / 60);
                }
                Seen::Money(_) | Seen::Vague(_) => pieces.has_money = true,
                Seen::Number(_) => pieces.has_number = true,
                Seen::Email(_) => pieces.has_email = true,
                Seen::Phone(_) => pieces.has_phone = true,
            }
        }
        pieces.words = self.words_beside(text, &prepared);
        pieces
    }

    /// The words of a piece that belong to no value, from the first to the last of them.
    fn words_beside(&self, text: &str, prepared: &Prepared) -> Option<String> {
        let line = prepared.line.text();
        let mut at = 0;
        let mut ends: Option<(usize, usize)> = None;
        for word in line.split(' ').skip(1) {
            let range = at + 1..at + 1 + word.len();
            at = range.end;
            let is_value = word.starts_with('\u{2}') && !word.starts_with("\u{2}N");
            let said = plain(word);
            if is_value || said.is_empty() || said == ":" || self.turns.around.contains(&said) {
                continue;
            }
            ends = Some((ends.map_or(range.start, |(first, _)| first), range.end));
        }
        let (first, last) = ends?;
        let span = clean_name(
            text,
            prepared.line.original(first..last),
            &self.lexicon.idiom,
        );
        Some(text[span].trim().to_owned()).filter(|words| !words.is_empty())
    }

    /// Whether a message leaves out what was asked for: "skip".
    pub fn skips(&self, text: &str, context: &Context) -> bool {
        self.fits_one(&self.turns.skip, text, context)
    }

    /// Whether a message leaves out what was asked for where that can be left out, and drops
    /// everything where it cannot: "never mind that".
    pub fn leaves(&self, text: &str, context: &Context) -> bool {
        self.fits_one(&self.turns.leave, text, context)
    }

    /// Whether a message goes back to the question before: "back".
    pub fn goes_back(&self, text: &str, context: &Context) -> bool {
        self.fits_one(&self.turns.back, text, context)
    }

    /// The message as a wish to do the last thing again for somebody: "same for ana".
    pub fn again(&self, text: &str, context: &Context) -> Option<Again> {
        let prepared = self.turn_line(text, context);
        if prepared.question {
            return None;
        }
        for template in &self.turns.again {
            let Some(groups) = captured(template, &prepared.line) else {
                continue;
            };
            let contact = groups.into_iter().flatten().next();
            let contact = contact.map(|group| {
                let span = clean_name(text, prepared.line.original(group), &self.lexicon.idiom);
                text[span].trim().to_owned()
            });
            let is_pronoun = contact
                .as_deref()
                .is_some_and(|name| self.lexicon.idiom.is_pronoun(&plain(name)));
            return Some(Again {
                contact: contact.filter(|_| !is_pronoun),
                is_pronoun,
            });
        }
        None
    }

    /// Whether a message says that something is done as before: "tag him too".
    pub fn says_too(&self, text: &str, context: &Context) -> bool {
        let prepared = self.turn_line(text, context);
        self.turns.too.is_match(prepared.line.text())
    }

    /// The message without its "at the same time", when it says so.
    pub fn without_same_time(&self, text: &str, context: &Context) -> Option<String> {
        let prepared = self.turn_line(text, context);
        let hit = self.turns.same_time.find(prepared.line.text())?;
        let span = prepared.line.original(hit.range());
        let (before, after) = (text.get(..span.start)?, text.get(span.end..)?);
        Some(
            format!("{} {}", before.trim_end(), after.trim_start())
                .trim()
                .to_owned(),
        )
    }

    pub(super) fn fits_one(&self, templates: &[Template], text: &str, context: &Context) -> bool {
        let prepared = self.turn_line(text, context);
        templates
            .iter()
            .any(|template| template.regex().is_match(prepared.line.text()))
    }

    fn turn_line(&self, text: &str, context: &Context) -> Prepared {
        prepare(text, &self.lexicon, context.lang, &context.now, &[])
    }
}

/// A value at the end of a message as the text that it is, with its last mark: "I'm late!"
fn last_text(
    template: &Template,
    groups: &[Option<std::ops::Range<usize>>],
    line: &Line,
    text: &str,
) -> Option<String> {
    let mut slots = template.slots.iter().zip(groups);
    let group = slots.find_map(|(slot, group)| group.clone().filter(|_| slot.name == "value"))?;
    let is_last = line.text()[group.end..].trim_matches([' ', ',']).is_empty();
    let span = content(text, line.original(group).start..text.len());
    is_last.then(|| text[span].trim().to_owned())
}

fn captured(template: &Template, line: &Line) -> Option<Vec<Option<std::ops::Range<usize>>>> {
    let captures = template.regex().captures(line.text())?;
    let groups = (1..captures.len()).map(|i| captures.get(i).map(|group| group.range()));
    Some(groups.collect())
}

/// Whether a comma stands right before what was captured.
fn follows_comma(line: &Line, groups: &[Option<std::ops::Range<usize>>]) -> bool {
    let first = groups.iter().flatten().next();
    first.is_some_and(|group| line.text()[..group.start].trim_end().ends_with(','))
}
