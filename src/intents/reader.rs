//! Reading: a sentence to clauses, a refusal, or nothing.

use super::fill::Filling;
use super::grammar::Grammar;
use super::guards::{is_time, plain};
use super::pack::Pack;
use super::patterns::Match;
use super::reading::{Clause, Context, Reading, Refusal, RefusalKind, StandsFor};
use super::which_crm::{self, blanked};
use crate::nlu::{Line, Prepared, Seen, clean_name, prepare, prepare_names};
use crate::operations::{Need, Param, find};
use crate::value::Kind;

/// Most clauses in one message.
pub(super) const MOST_CLAUSES: usize = 4;
/// Most places at which a message is tried to be cut, or a guarded action to begin.
pub(super) const MOST_PLACES: usize = 12;
/// Longest line that may hold a story beside its command or say whose something is, in bytes: what
/// takes several readings is tried on no more.
pub(super) const LONGEST_STORY: usize = 400;
/// Longest message that is read, in bytes: what is longer is no command.
const LONGEST: usize = 20_000;

impl Grammar {
    /// Reads a sentence. The same text and context give the same reading.
    pub fn read(&self, text: &str, context: &Context) -> Reading {
        if text.len() > LONGEST {
            return Reading::default();
        }
        let Some((place, crm)) = self.which_crm.named(text) else {
            return self.read_sentence(text, context);
        };
        let mut reading = self.read_sentence(&blanked(text, &place), context);
        let whole = self.read_sentence(text, context);
        if which_crm::is_content(&whole, &place)
            || (reading.clauses.is_empty() && reading.refusal.is_none())
        {
            return whole;
        }
        reading.connection = Some(crm.to_owned());
        reading
    }

    /// Reads a sentence as a command alone: words that may answer a question are none here.
    pub fn read_command(&self, text: &str, context: &Context) -> Reading {
        if text.len() > LONGEST {
            return Reading::default();
        }
        let prepared = prepare(text, &self.lexicon, context.lang, &context.now, &[]);
        let mut reader = self.reader(text, &prepared, context.pack.as_deref());
        reader.is_answer = false;
        reader.read(&prepared.line)
    }

    fn read_sentence(&self, text: &str, context: &Context) -> Reading {
        let prepared = prepare(text, &self.lexicon, context.lang, &context.now, &[]);
        let reading = self.read_prepared(text, &prepared, context);
        if let Some(better) = self.read_owned(text, &reading, context) {
            return better;
        }
        if let Some(better) = self.read_slip_in_name(text, &prepared, &reading, context) {
            return better;
        }
        if !reading.clauses.is_empty() {
            return reading;
        }
        if let Some(better) = self.read_besides(text, &prepared, context) {
            return better;
        }
        if reading.refusal.is_some() {
            return reading;
        }
        if let Some(better) = self.read_names(text, context) {
            return better;
        }
        self.read_corrected(text, &prepared, context)
            .unwrap_or(reading)
    }

    /// Reads "move the deal to 5500 not 5000" without the value that is not meant.
    fn read_besides(&self, text: &str, prepared: &Prepared, context: &Context) -> Option<Reading> {
        if text.len() > LONGEST_STORY {
            return None;
        }
        let place = self.guards.besides(&prepared.line)?;
        let values = || prepared.values.iter();
        let meant = values().filter(|value| value.span.end <= place.start);
        let meant = meant.max_by_key(|value| value.span.end)?;
        let denied = values().find(|value| value.span.start >= place.start)?;
        // "friday not 3": the 3 is no day.
        if let (Seen::When(when), Seen::Number(_)) = (&meant.seen, &denied.seen)
            && !when.has_time
        {
            return None;
        }
        let rest = blanked(text, &place);
        let prepared = prepare(&rest, &self.lexicon, context.lang, &context.now, &[]);
        let mut reading = self.read_prepared(&rest, &prepared, context);
        let slots = reading
            .clauses
            .iter_mut()
            .flat_map(|clause| clause.slots.values_mut());
        for value in slots {
            if let Some(said) = value.as_str().filter(|said| said.contains("  ")) {
                let words: Vec<&str> = said.split_whitespace().collect();
                *value = words.join(" ").into();
            }
        }
        // In a message or a title it is meant as it stands.
        let is_text = reading.clauses.iter().any(|clause| {
            let row = find(&clause.intent);
            row.is_none_or(|row| {
                let mut params = row.params.iter();
                params.any(|param| {
                    matches!(param.kind, Kind::Text | Kind::Line)
                        && clause.slots.contains_key(param.name)
                })
            })
        });
        (!reading.clauses.is_empty() && !is_text).then_some(reading)
    }

    /// Reads again with words taken for names that names seldom have.
    fn read_names(&self, text: &str, context: &Context) -> Option<Reading> {
        if text.len() > LONGEST_STORY {
            return None;
        }
        let prepared = prepare_names(text, &self.lexicon, context.lang, &context.now)?;
        let reading = self.read_prepared(text, &prepared, context);
        (!reading.clauses.is_empty() || reading.refusal.is_some()).then_some(reading)
    }

    /// "cancel her visit" as "cancel her's visit", where that says whose it is: the reading before
    /// found nothing, or took "her visit" for a name.
    fn read_owned(&self, text: &str, reading: &Reading, context: &Context) -> Option<Reading> {
        if text.len() > LONGEST_STORY {
            return None;
        }
        let possessive = self.lexicon.idiom.possessive.as_deref()?;
        let words = self.owners.find_iter(text).take(MOST_PLACES);
        for word in words {
            let said = word.as_str();
            let spans = || reading.clauses.iter().flat_map(|clause| &clause.spans);
            let taken = spans().any(|span| span.start == word.start() && span.end >= word.end());
            // "email jane saying welcome and move her deal to won"
            let within = spans().any(|span| span.start < word.start() && span.end >= word.end());
            if !reading.clauses.is_empty() && !taken && !within {
                continue;
            }
            let owner = self.owner_words.get(&said.to_lowercase())?;
            let owned = [(word.range(), format!("{owner}{possessive}"))];
            let prepared = prepare(text, &self.lexicon, context.lang, &context.now, &owned);
            let better = self.read_prepared(text, &prepared, context);
            let is_nothing = reading.clauses.is_empty() && reading.refusal.is_none();
            let says_more = better.clauses.len() > reading.clauses.len();
            if says_more
                || taken && !better.clauses.is_empty()
                || is_nothing && better.refusal.is_some()
            {
                return Some(better);
            }
        }
        None
    }

    pub(super) fn read_prepared(
        &self,
        text: &str,
        prepared: &Prepared,
        context: &Context,
    ) -> Reading {
        let pack = context.pack.as_deref();
        self.reader(text, prepared, pack).read(&prepared.line)
    }

    /// A sentence without greetings and requests before it.
    pub(super) fn core_of(&self, text: &str, prepared: &Prepared) -> Line {
        self.reader(text, prepared, None).core(&prepared.line).0
    }

    fn reader<'a>(
        &'a self,
        original: &'a str,
        prepared: &'a Prepared,
        pack: Option<&'a Pack>,
    ) -> Reader<'a> {
        Reader {
            grammar: self,
            pack,
            filling: Filling {
                grammar: self,
                original,
                prepared,
            },
            question: prepared.question,
            is_answer: true,
        }
    }
}

pub(super) struct Reader<'a> {
    pub grammar: &'a Grammar,
    pack: Option<&'a Pack>,
    pub filling: Filling<'a>,
    question: bool,
    /// Whether the words may answer something as well.
    is_answer: bool,
}

impl<'a> Reader<'a> {
    fn read(&self, line: &Line) -> Reading {
        let mut reading = Reading::default();
        if line.is_empty() {
            return reading;
        }
        // Talk first, as said: "ok thanks, send it" is an answer before it is politeness.
        if let Some(found) = self.best(line)
            && found.pattern.operation.is_none()
        {
            reading
                .clauses
                .push(self.filling.clause(&found, &mut reading.dates));
            return reading;
        }
        let (core, asked) = self.core(line);
        match self.direct(&core, asked) {
            Direct::Read(found) => {
                let several = self.behind_text(&core, asked, &found);
                // "text ana "hi" if she pays": what comes behind the quotation is none of it.
                if several.is_none()
                    && let Some((kind, word)) = self.denied_behind_quotation(&found)
                {
                    reading.refusal = Some(self.refuse(kind, word, &found));
                    return reading;
                }
                let found = several.unwrap_or_else(|| vec![*found]);
                reading.clauses = self.clauses(&found, &mut reading);
                return reading;
            }
            Direct::Refused(refusal) => {
                reading.refusal = Some(refusal);
                return reading;
            }
            Direct::Nothing => {}
        }
        if let Some(found) = self.split(&core, MOST_CLAUSES, &mut MOST_PLACES.clone()) {
            reading.clauses = self.clauses(&found, &mut reading);
            return reading;
        }
        if let Some(clauses) = self.among_stories(&core, asked, &mut reading) {
            reading.clauses = clauses;
            return reading;
        }
        if let Some(found) = self.talk(line) {
            reading
                .clauses
                .push(self.filling.clause(&found, &mut reading.dates));
            return reading;
        }
        reading.refusal = self.refusal(&core);
        reading
    }

    /// What keeps content from being sent behind the quotation that it begins with: a condition, a
    /// negation, another command or a time.
    fn denied_behind_quotation(&self, found: &Match<'a>) -> Option<(RefusalKind, String)> {
        let (rest, is_parted) = self.behind_quotation(found)?;
        let hits = self.grammar.guards.hits(&rest);
        if let Some((guard, range)) = hits.into_iter().find(|(_, range)| range.start == 0) {
            return Some((guard.kind, plain(&rest.text()[range])));
        }
        let word = plain(first_word(rest.text()));
        let joint = self.grammar.parts.find(rest.text());
        let goes_on = joint.is_some_and(|joint| joint.start() == 0);
        (is_parted || goes_on || is_time(rest.text())).then_some((RefusalKind::Remark, word))
    }

    /// One move of the conversation said in several ways: "looks right, send it".
    fn talk(&self, line: &Line) -> Option<Match<'a>> {
        if line.text().len() > LONGEST_STORY {
            return None;
        }
        let mut pieces = Vec::new();
        let mut at = 0;
        for joint in self.grammar.stories.joints.find_iter(line.text()) {
            pieces.push(line.slice(at..joint.start()));
            at = joint.end();
        }
        pieces.push(line.slice(at..line.text().len()));
        pieces.retain(|piece| !piece.is_empty());
        if pieces.len() > MOST_CLAUSES {
            return None;
        }
        let mut moves = pieces.iter().map(|piece| {
            self.best(piece)
                .filter(|found| found.pattern.operation.is_none())
        });
        let first = moves.next()??;
        let same = moves
            .all(|other| other.is_some_and(|other| other.pattern.intent == first.pattern.intent));
        same.then_some(first)
    }

    fn best(&self, line: &Line) -> Option<Match<'a>> {
        let taught = self.pack.map(|pack| &pack.patterns);
        self.grammar
            .patterns
            .best(taught, line, &self.grammar.ends(), &|found| {
                let commands = found.pattern.operation.is_some();
                (commands || self.is_answer && !self.grammar.guards.mocks(&found.line))
                    && self.grammar.guards.fits(found)
                    && !self.swallows(found)
            })
    }

    /// Whether what names a record goes on with a story: in "take him off the spring campaign, he
    /// complained" the campaign ends at the comma.
    fn swallows(&self, found: &Match<'a>) -> bool {
        let Some(operation) = found.pattern.operation else {
            return false;
        };
        let names = |slot: &str| {
            let is_name = |param: &Param| matches!(param.kind, Kind::Name);
            operation.refers(slot) || operation.param(slot).is_some_and(is_name)
        };
        let guards = &self.grammar.guards;
        let slots = found.pattern.template.slots.iter().zip(&found.groups);
        slots
            .filter(|(slot, _)| names(&slot.name))
            .filter_map(|(_, group)| group.clone())
            .filter(|group| group.len() <= LONGEST_STORY)
            .map(|group| found.line.slice(group))
            .any(|value| self.grammar.stories.after(&value, guards).next().is_some())
    }

    /// The line without greetings and requests before it; whether it was politely asked for.
    pub fn core(&self, line: &Line) -> (Line, bool) {
        let mut core = line.clone();
        let mut asked = false;
        for _ in 0..MOST_PLACES {
            if self.grammar.guards.mocks(&core) {
                break;
            }
            let hit = self
                .grammar
                .asking
                .find(core.text())
                .map(|hit| (hit.end(), true));
            let hit = hit.or_else(|| {
                self.grammar
                    .before
                    .find(core.text())
                    .map(|hit| (hit.end(), false))
            });
            let Some((end, asks)) = hit else { break };
            let rest = core.slice(end..core.text().len());
            if rest.text().trim_matches([' ', ',', ':']).is_empty() || end == 0 {
                break;
            }
            asked |= asks;
            core = rest;
            if asks && let Some(verb) = self.grammar.gerunds.get(&plain(first_word(core.text()))) {
                core = core.with_first(verb);
            }
        }
        (core, asked)
    }

    pub fn direct(&self, core: &Line, asked: bool) -> Direct<'a> {
        let Some(found) = self.best(core) else {
            return Direct::Nothing;
        };
        if found.pattern.acts {
            if self.filling.prepared.quoted {
                return Direct::Refused(self.refuse(RefusalKind::Remark, "\"".to_owned(), &found));
            }
            if self.grammar.guards.mocks(core) {
                let word = plain(first_word(core.text()));
                return Direct::Refused(self.refuse(RefusalKind::Remark, word, &found));
            }
            if let Some((kind, word)) = self.grammar.guards.objects(&found) {
                return Direct::Refused(self.refuse(kind, word, &found));
            }
            if let Some(when) = self.grammar.guards.only_when(&found) {
                let said = self.filling.original[core.original(when)].to_owned();
                return Direct::Refused(self.refuse(RefusalKind::Condition, said, &found));
            }
            if !found.pattern.template.ends_in_content()
                && let Some((kind, word)) = self.grammar.guards.retracts(core)
            {
                return Direct::Refused(self.refuse(kind, word, &found));
            }
            // "delete jane?" asks; "can you delete jane?" asks us to, as does "jane at two?", which
            // is shown before anything is booked.
            let content = found.pattern.template.ends_in_content();
            let books = found.pattern.intent == "book_appointment";
            if self.question && !asked && !content && !books {
                return Direct::Refused(self.refuse(RefusalKind::Question, "?".to_owned(), &found));
            }
        }
        Direct::Read(Box::new(found))
    }

    /// The commands of a line that tells a story before or after them.
    fn among_stories(
        &self,
        line: &Line,
        asked: bool,
        reading: &mut Reading,
    ) -> Option<Vec<Clause>> {
        if line.text().len() > LONGEST_STORY {
            return None;
        }
        let stories = &self.grammar.stories;
        for told in stories.before(line, &self.grammar.guards) {
            // "Marcus texted me "delete ana"" is told as a whole.
            let begins = told.rest.original(0..told.rest.text().len()).start;
            let before = self.filling.original[..begins].trim_end();
            if before.ends_with(['"', '“', '”', '«', '\'', '‘']) {
                return None;
            }
            let (rest, asks) = self.core(&told.rest);
            let found = self.commands(&rest, asks).or_else(|| {
                let mut parts = stories.after(&rest, &self.grammar.guards);
                parts.find_map(|part| self.commands(&part, asks))
            });
            let Some(found) = found else { continue };
            let mut clauses = self.clauses(&found, reading);
            if let Some((slot, line, range)) = told.about {
                let span = line.original(range);
                let span = clean_name(self.filling.original, span, &self.grammar.lexicon.idiom);
                self.take_up(&mut clauses, &slot, &self.filling.original[span]);
            }
            return Some(clauses);
        }
        let mut parts = stories.after(line, &self.grammar.guards);
        let found = parts.find_map(|part| self.commands(&part, asked))?;
        Some(self.clauses(&found, reading))
    }

    /// Puts what a story is about where its commands say "her" or "it".
    fn take_up(&self, clauses: &mut [Clause], slot: &str, name: &str) {
        if self.grammar.lexicon.idiom.is_pronoun(&plain(name)) {
            return;
        }
        let is_thing = slot != "contact";
        for clause in clauses {
            let Some(operation) = find(&clause.intent) else {
                continue;
            };
            let is_meant = match clause.pronoun {
                Some(_) => {
                    !is_thing || clause.stands_for != StandsFor::Person && operation.refers(slot)
                }
                // "... add a note that she prefers evenings" leaves out whose, "push his
                // appointment to 11:45" does not.
                None => {
                    let contact = operation.param("contact");
                    let has_to_be = contact.is_some_and(|contact| contact.need == Need::Required);
                    let is_his = contact.is_some() && self.says_whose(clause);
                    !is_thing
                        && named(clause).is_none()
                        && (has_to_be || is_his && names_nothing(clause))
                }
            };
            if is_meant {
                let named = serde_json::Value::String(name.to_owned());
                clause.slots.insert(slot.to_owned(), named);
                clause.pronoun = None;
            }
        }
    }

    /// Whether the words of a clause say "his", "her" or "him".
    fn says_whose(&self, clause: &Clause) -> bool {
        let mut words = clause.decided_by.split(' ');
        words.any(|word| {
            self.grammar.owner_words.contains_key(word)
                || self.grammar.lexicon.idiom.is_pronoun(word)
        })
    }

    /// The one or more whole commands of a line.
    fn commands(&self, line: &Line, asked: bool) -> Option<Vec<Match<'a>>> {
        let found = match self.direct(line, asked) {
            Direct::Read(found) => vec![*found],
            Direct::Refused(_) => return None,
            Direct::Nothing => self.split(line, MOST_CLAUSES, &mut MOST_PLACES.clone())?,
        };
        let whole = found.iter().all(|one| one.pattern.operation.is_some());
        whole.then_some(found)
    }

    /// The clauses of several matches; a pronoun means the contact of the clause before.
    fn clauses(&self, found: &[Match<'a>], reading: &mut Reading) -> Vec<Clause> {
        let mut clauses: Vec<Clause> = Vec::new();
        for one in found {
            let mut clause = self.filling.clause(one, &mut reading.dates);
            if clause.pronoun.is_some()
                && let Some(known) = clauses.iter().rev().find_map(|earlier| named(earlier))
                && one
                    .pattern
                    .operation
                    .is_some_and(|operation| super::fill::accepts(operation, known.0))
            {
                clause.slots.insert(known.0.to_owned(), known.1.clone());
                clause.pronoun = None;
            }
            clauses.push(clause);
        }
        clauses
    }

    /// Why a sentence that names an action is not done, if that is so.
    fn refusal(&self, core: &Line) -> Option<Refusal> {
        for (guard, range) in self.grammar.guards.hits(core) {
            let word = plain(&core.text()[range.clone()]);
            if guard.kind == RefusalKind::Past
                && let Some(base) = word
                    .rsplit(' ')
                    .next()
                    .and_then(|verb| guard.verbs.get(verb))
            {
                let rest = core.slice(range.end..core.text().len());
                if let Some(found) = self
                    .best(&rest.after(base))
                    .filter(|found| found.pattern.acts)
                {
                    return Some(self.refuse(guard.kind, word, &found));
                }
                continue;
            }
            // "delete hector if he does not pay": what is not done stands before the condition.
            if guard.kind == RefusalKind::Condition && range.start > 0 {
                let (part, _) = self.core(&core.slice(0..range.start));
                if let Some(found) = self.best(&part).filter(|found| found.pattern.acts) {
                    return Some(self.refuse(guard.kind, word, &found));
                }
            }
            let rest = core.slice(range.end..core.text().len());
            let starts = rest
                .text()
                .match_indices(' ')
                .map(|(at, _)| at)
                .take(MOST_PLACES);
            for at in starts {
                let (part, _) = self.core(&rest.slice(at..rest.text().len()));
                // "no borres a ana" has the verb in the form that follows a no.
                let first = plain(first_word(part.text()));
                let base = self.grammar.gerunds.get(&first);
                let base = base.or_else(|| self.grammar.guards.verb(&first));
                let part = base.map_or_else(|| part.clone(), |verb| part.with_first(verb));
                if let Some(found) = self.best(&part).filter(|found| found.pattern.acts) {
                    return Some(self.refuse(guard.kind, word, &found));
                }
            }
        }
        None
    }

    fn refuse(&self, kind: RefusalKind, word: String, found: &Match<'a>) -> Refusal {
        let clause = self.filling.clause(found, &mut Vec::new());
        Refusal {
            kind,
            intent: clause.intent,
            slots: clause.slots,
            word,
        }
    }
}

/// How a line alone is read.
pub(super) enum Direct<'a> {
    Read(Box<Match<'a>>),
    Refused(Refusal),
    Nothing,
}

pub(super) fn first_word(text: &str) -> &str {
    text.trim_start().split(' ').next().unwrap_or_default()
}

/// Whether a clause says of no record which one it means.
fn names_nothing(clause: &Clause) -> bool {
    let Some(operation) = find(&clause.intent) else {
        return false;
    };
    !clause.slots.keys().any(|slot| operation.refers(slot))
}

fn named(clause: &Clause) -> Option<(&'static str, &serde_json::Value)> {
    ["contact", "email", "phone"]
        .into_iter()
        .find_map(|slot| Some((slot, clause.slots.get(slot)?)))
}
