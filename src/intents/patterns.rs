//! All compiled templates behind one prefilter, and the best match of a line.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::lexicon::lifts;
use super::load::{DUE, LETTERS};
use crate::nlu::{Line, Template, VALUE, Wild};
use crate::operations::Operation;
use crate::value::Effect;

#[cfg(test)]
thread_local! {
    /// How many bytes of lines were given to templates, for the test that reading takes linear time.
    pub(super) static WORK: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// A template and what it is for.
#[derive(Debug)]
pub(super) struct Pattern {
    pub intent: String,
    pub operation: Option<&'static Operation>,
    pub template: Template,
    /// Letters of the values that may stand anywhere in its sentences.
    pub lifts: String,
    /// The same, a bit for each letter.
    pub lift_bits: u32,
    /// Slots of which one has to be said.
    pub needs: Vec<String>,
    /// Whether it changes, sends or deletes.
    pub acts: bool,
    /// The version of the tenant's pack that it comes from; none: from the folder.
    pub pack: Option<i64>,
}

/// The compiled templates of a language.
#[derive(Debug)]
pub(super) struct Patterns {
    pub all: Vec<Pattern>,
    words: Option<AhoCorasick>,
    /// For each word of the automaton, the templates it may open.
    opens: Vec<Vec<u32>>,
    /// For each template, the other sets of words of which one has to be said, by their places in
    /// the automaton.
    also: Vec<Vec<Vec<u32>>>,
}

/// A line without the values that were lifted out of it.
#[derive(Debug)]
struct Variant {
    lifts: u32,
    tail: bool,
    line: Line,
    lifted: Vec<(char, usize)>,
}

/// A template that explains a whole line.
#[derive(Debug)]
pub(super) struct Match<'a> {
    pub pattern: &'a Pattern,
    pub line: Line,
    /// For each slot of the template, its range in `line`.
    pub groups: Vec<Option<Range<usize>>>,
    /// Letters and numbers of the values lifted out.
    pub lifted: Vec<(char, usize)>,
    /// Characters that only wildcards explain.
    wild: usize,
    /// Wildcards used.
    used: usize,
    /// The best with another intent, and whether it is as good.
    pub second: Option<(&'a Pattern, bool)>,
    /// The best of each other operation that explains the line just as well.
    pub tied: Vec<Match<'a>>,
}

/// How lines are taken apart before matching.
pub(super) struct Ends<'a> {
    pub floats: &'a [(char, Regex)],
    pub after: &'a Regex,
}

impl Patterns {
    pub fn new(all: Vec<Pattern>) -> Patterns {
        let mut frequency: HashMap<&str, usize> = HashMap::new();
        for word in all.iter().flat_map(|pattern| &pattern.template.words) {
            *frequency.entry(word).or_default() += 1;
        }
        // Each template waits for the rarest of the sets of words that it cannot do without, and is
        // tried when the other sets are there as well.
        let mut places: HashMap<&str, u32> = HashMap::new();
        let mut opens: Vec<Vec<u32>> = Vec::new();
        let mut also = Vec::with_capacity(all.len());
        for (i, pattern) in all.iter().enumerate() {
            let cost = |set: &Vec<Arc<str>>| {
                set.iter()
                    .map(|word| frequency.get(word.as_ref()).copied().unwrap_or(0))
                    .sum::<usize>()
            };
            let mut sets: Vec<&Vec<Arc<str>>> = pattern.template.requires.iter().collect();
            sets.sort_by_cached_key(|set| cost(set));
            let mut placed: Vec<Vec<u32>> = Vec::with_capacity(sets.len());
            for set in sets {
                let mut of_set = Vec::with_capacity(set.len());
                for word in set {
                    let next = places.len() as u32;
                    of_set.push(*places.entry(word).or_insert(next));
                }
                placed.push(of_set);
            }
            let mut sets = placed.into_iter();
            let rarest = sets.next().unwrap_or_default();
            also.push(sets.collect());
            for word in rarest {
                opens.resize(opens.len().max(word as usize + 1), Vec::new());
                opens[word as usize].push(i as u32);
            }
        }
        let mut words = vec![""; places.len()];
        for (word, place) in &places {
            words[*place as usize] = word;
        }
        opens.resize(words.len(), Vec::new());
        Patterns {
            words: AhoCorasick::new(words).ok(),
            opens,
            also,
            all,
        }
    }

    /// Those that a line could match.
    fn matching(&self, line: &Line) -> impl Iterator<Item = &Pattern> {
        let found = self.candidates(line.text()).into_iter();
        found.map(|i| &self.all[i as usize])
    }

    /// The templates that a line could match, by the words in it.
    fn candidates(&self, text: &str) -> Vec<u32> {
        let Some(words) = &self.words else {
            return Vec::new();
        };
        let mut found: Vec<u32> = Vec::new();
        let mut said = vec![false; self.opens.len()];
        let bytes = text.as_bytes();
        for hit in words.find_overlapping_iter(text) {
            let starts = hit.start() == 0 || bytes[hit.start() - 1] <= b' ';
            if starts && !std::mem::replace(&mut said[hit.pattern().as_usize()], true) {
                found.extend(&self.opens[hit.pattern().as_usize()]);
            }
        }
        let is_said = |set: &Vec<u32>| set.iter().any(|word| said[*word as usize]);
        found.retain(|template| self.also[*template as usize].iter().all(is_said));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The template of these and of a tenant's pack that explains the line best: the least left to
    /// wildcards. Equal ones of different intents are reported, not decided by their place in a file.
    pub fn best<'a>(
        &'a self,
        pack: Option<&'a Patterns>,
        line: &Line,
        ends: &Ends<'_>,
        fits: &dyn Fn(&Match<'a>) -> bool,
    ) -> Option<Match<'a>> {
        let mut variants: Vec<Variant> = Vec::new();
        let mut matches: Vec<Match<'a>> = Vec::new();
        let has_tail = ends
            .after
            .find(line.text())
            .is_some_and(|tail| tail.start() > 0);
        let own = self.matching(line);
        let taught = pack.into_iter().flat_map(|pack| pack.matching(line));
        for pattern in own.chain(taught) {
            #[cfg(test)]
            WORK.with(|work| work.set(work.get() + line.text().len()));
            let keeps_tail = pattern.template.ends_in_content() || pattern.operation.is_none();
            // "lamar works at Pinnacle now" needs the "now" that elsewhere means nothing.
            let tails: &[bool] = match (keeps_tail, has_tail) {
                (true, _) => &[true],
                (false, true) => &[false, true],
                (false, false) => &[false],
            };
            let found = tails.iter().find_map(|&tail| {
                let at = variants
                    .iter()
                    .position(|v| v.tail == tail && v.lifts == pattern.lift_bits)
                    .unwrap_or_else(|| {
                        variants.push(variant(line, pattern.lift_bits, tail, ends));
                        variants.len() - 1
                    });
                pattern.matches(&variants[at]).filter(|found| fits(found))
            });
            matches.extend(found);
        }
        matches.sort_by_key(|found| (found.wild, found.used, found.pattern.acts));
        let mut matches = matches.into_iter();
        let mut best = matches.next()?;
        let mut others: Vec<Match<'a>> = Vec::new();
        for other in matches {
            let is_known = |known: &Match<'_>| known.pattern.intent == other.pattern.intent;
            if !is_known(&best) && !others.iter().any(is_known) {
                others.push(other);
            }
        }
        let is_tied = |other: &Match<'_>| (other.wild, other.used) == (best.wild, best.used);
        best.second = others
            .first()
            .map(|second| (second.pattern, is_tied(second)));
        let do_something = best.pattern.operation.is_some();
        others.retain(|other| do_something && other.pattern.operation.is_some() && is_tied(other));
        best.tied = others;
        Some(best)
    }
}

impl Pattern {
    /// A template of an operation, or of talk itself, with the values that may stand anywhere in
    /// its sentences.
    pub fn of(
        intent: &str,
        operation: Option<&'static Operation>,
        template: Template,
        needs: Vec<String>,
    ) -> Pattern {
        let acts = operation.is_some_and(|operation| operation.effect != Effect::Read);
        let mut letters: String = LETTERS
            .iter()
            .filter(|(slot, letter)| {
                operation.is_some_and(|operation| lifts(operation, slot, *letter))
            })
            .map(|(_, letter)| letter)
            .collect();
        if acts && letters.contains('W') {
            letters.insert(0, DUE);
        }
        letters.retain(|letter| may_lift(&template, letter));
        Pattern {
            intent: intent.to_owned(),
            operation,
            template,
            lift_bits: letters.chars().map(bit).fold(0, |all, bit| all | bit),
            lifts: letters,
            needs,
            acts,
            pack: None,
        }
    }

    fn matches<'a>(&'a self, variant: &Variant) -> Option<Match<'a>> {
        let text = variant.line.text();
        if !self.template.regex().is_match(text) {
            return None;
        }
        let captures = self.template.regex().captures(text)?;
        let groups: Vec<Option<Range<usize>>> = (1..captures.len())
            .map(|i| captures.get(i).map(|group| group.range()))
            .collect();
        let slots = self.template.slots.iter().zip(&groups);
        let filled = |name: &str| {
            let letter = LETTERS
                .iter()
                .find(|(slot, _)| *slot == name)
                .map(|(_, letter)| *letter);
            slots
                .clone()
                .any(|(slot, group)| slot.name == name && group.is_some())
                || variant
                    .lifted
                    .iter()
                    .any(|(lifted, _)| Some(*lifted) == letter)
        };
        if !self.needs.is_empty() && !self.needs.iter().any(|slot| filled(slot)) {
            return None;
        }
        let (mut wild, mut used) = (0, 0);
        for (slot, group) in slots.clone() {
            if let Some(group) = group
                && !matches!(
                    slot.wild,
                    Wild::Typed(_) | Wild::Listed | Wild::Several | Wild::Phrase
                )
            {
                wild += group.len();
                used += if slot.name == "_" { 2 } else { 1 };
            }
        }
        Some(Match {
            pattern: self,
            line: variant.line.clone(),
            groups,
            lifted: variant.lifted.clone(),
            wild,
            used,
            second: None,
            tied: Vec::new(),
        })
    }
}

fn variant(line: &Line, lifts: u32, keeps_tail: bool, ends: &Ends<'_>) -> Variant {
    let mut line = line.clone();
    if !keeps_tail && let Some(tail) = ends.after.find(line.text()).filter(|tail| tail.start() > 0)
    {
        line = line.slice(0..tail.start());
    }
    let mut parts: Vec<(Range<usize>, char, usize)> = Vec::new();
    for (letter, regex) in ends
        .floats
        .iter()
        .filter(|(letter, _)| lifts & bit(*letter) != 0)
    {
        let letter = if *letter == DUE { 'W' } else { *letter };
        let most = if letter == 'W' { 2 } else { 1 };
        for hit in regex.find_iter(line.text()).take(most) {
            let Some(number) = placeholder(hit.as_str()) else {
                continue;
            };
            let had = parts.iter().filter(|(_, had, _)| *had == letter).count();
            if had < most
                && parts
                    .iter()
                    .all(|(range, ..)| hit.end() <= range.start || range.end <= hit.start())
            {
                parts.push((hit.range(), letter, number));
            }
        }
    }
    parts.sort_by_key(|(range, ..)| range.start);
    let ranges: Vec<_> = parts.iter().map(|(range, ..)| range.clone()).collect();
    let line = if ranges.is_empty() {
        line
    } else {
        line.without(&ranges)
    };
    let line = if !ranges.is_empty()
        && !keeps_tail
        && let Some(tail) = ends.after.find(line.text()).filter(|tail| tail.start() > 0)
    {
        line.slice(0..tail.start())
    } else {
        line
    };
    Variant {
        lifts,
        tail: keeps_tail,
        line,
        lifted: parts
            .into_iter()
            .map(|(_, letter, number)| (letter, number))
            .collect(),
    }
}

/// A bit for a letter from A to Z.
fn bit(letter: char) -> u32 {
    1 << ((letter as u32).wrapping_sub('A' as u32) & 31)
}

/// The number of the value that stands in a piece of a line, after its mark and its letter; of two
/// the last: "from a@b.example to c@d.example".
fn placeholder(piece: &str) -> Option<usize> {
    let (_, marked) = piece.rsplit_once(VALUE)?;
    let number = *marked.as_bytes().get(1)?;
    Some(usize::from(number.checked_sub(b'0')?))
}

/// Whether a value of this letter may be lifted out of a template's sentences: not where the
/// template names its place, and no time out of content.
fn may_lift(template: &Template, letter: char) -> bool {
    let is_named = template
        .slots
        .iter()
        .any(|slot| matches!(slot.wild, Wild::Typed(letters) if letters.contains(letter)));
    let is_time = letter == 'W' || letter == DUE;
    !(is_named || is_time && template.ends_in_content())
}
