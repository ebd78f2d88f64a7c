//! A correction of what is open: which slot the new value belongs to.
//!
//! A value is placed by the name of the slot, by what it takes the place of, or by its kind. What
//! fits no slot, or several, is asked about; nothing is changed by half.

use serde_json::{Value, json};

use super::again::word_at;
use super::draft::Draft;
use super::outcome::Choice;
use super::reply::Words;
use super::when;
use crate::intents::{Amendment, Context, Grammar, Pieces, Sureness};
use crate::operations::{Operation, Param, schema};
use crate::value::{Kind, Resource, words};

/// Where a correction belongs.
pub(super) enum Placed {
    /// The draft with it.
    In(Draft),
    /// The slot is known and the value does not fit it.
    Unfit(Draft, &'static Param),
    /// No slot, or several.
    Nowhere,
}

/// What reads values out of words.
pub(super) struct Reader<'a> {
    pub grammar: &'a Grammar,
    pub context: &'a Context,
    pub words: Words<'a>,
}

/// Whether a correction that names an old value takes the place of something: what it names is what
/// a slot holds, or, where a slot was asked for, was said before its answer. "not valentina cruz"
/// names nobody new.
pub(super) fn swaps(
    reader: &Reader<'_>,
    draft: &Draft,
    asked: Option<&str>,
    amendment: &Amendment,
) -> bool {
    let (Some(row), Some(old)) = (draft.row(), amendment.instead_of.as_deref()) else {
        return false;
    };
    // Where somebody is chosen, two words are one name.
    if amendment.is_couple && asked.is_some() {
        return false;
    }
    match holder(reader, row, draft, old) {
        Some(param) => {
            let now = current(&reader.words, draft, param).map(|now| words(&now));
            let new = words(&amendment.said);
            let is_same = now.is_some_and(|now| new.iter().all(|word| now.contains(word)));
            !is_same || param.kind == Kind::Moment
        }
        None => {
            let asked = asked.and_then(|slot| row.param(slot));
            let is_name = || reader.grammar.is_name(&amendment.said, reader.context);
            asked.is_some_and(|param| !is_contact(param.kind) || is_name())
        }
    }
}

/// Puts a correction into a draft. `asked` is the slot that was asked for, if one was.
pub(super) fn place(
    reader: &Reader<'_>,
    draft: &Draft,
    asked: Option<&str>,
    amendment: &Amendment,
) -> Placed {
    let Some(row) = draft.row() else {
        return Placed::Nowhere;
    };
    if amendment.is_other {
        return other(row, draft, asked, &amendment.said);
    }
    if let Some(param) = amendment.slots.iter().find_map(|name| row.param(name)) {
        return put_one(reader, draft, param, &amendment.said);
    }
    if !amendment.slots.is_empty() {
        return Placed::Nowhere;
    }
    let old = amendment.instead_of.as_deref();
    if let Some(param) = old.and_then(|old| holder(reader, row, draft, old)) {
        return match (param.kind, old) {
            (Kind::Tags, Some(old)) => swap_tags(reader, draft, param, old, &amendment.said),
            (Kind::Line | Kind::Text, Some(old)) => swap_words(draft, param, old, &amendment.said)
                .unwrap_or_else(|| put_one(reader, draft, param, &amendment.said)),
            _ => put_one(reader, draft, param, &amendment.said),
        };
    }
    // "make it goodbye", where a text is open.
    let text = row.params.iter().find(|param| {
        param.kind == Kind::Text && draft.args.contains_key(param.name) && amendment.is_anew
    });
    // "Make it 3pm" says where to, whatever was asked.
    let is_worded = amendment.sureness == Sureness::Worded;
    let is_time = asked
        .and_then(|slot| row.param(slot))
        .is_some_and(|param| param.kind == Kind::Moment);
    let asked = asked.filter(|_| is_time || !is_worded || !reader.is_only_values(&amendment.said));
    match (by_kind(reader, row, draft, asked, &amendment.said), text) {
        (Placed::In(changed), Some(_)) if reader.is_only_values(&amendment.said) => {
            Placed::In(changed)
        }
        (_, Some(text)) => put_one(reader, draft, text, &amendment.said),
        (placed, None) => placed,
    }
}

impl Reader<'_> {
    /// Whether a piece is nothing but days, times, amounts and addresses.
    pub fn is_only_values(&self, said: &str) -> bool {
        self.grammar.pieces(said, self.context).words.is_none()
    }
}

/// The value in a slot that was chosen for it.
pub(super) fn put_one(
    reader: &Reader<'_>,
    draft: &Draft,
    param: &'static Param,
    said: &str,
) -> Placed {
    match read(reader, draft, param, said) {
        Some(value) => {
            let is_dayless = when::is_dayless(draft, param.name, said, reader.context);
            let mut draft = with(draft.clone(), param.name, value);
            if is_dayless {
                draft.dayless.push(param.name.to_owned());
            }
            Placed::In(draft)
        }
        None => Placed::Unfit(draft.clone(), param),
    }
}

/// The slots of a draft that a value could go to, for the user to choose from.
pub(super) fn slots(words: &Words, draft: &Draft) -> Vec<Choice> {
    let params = draft.row().map_or(&[][..], |row| row.params);
    let open = |param: &&Param| !matches!(param.kind, Kind::Opaque | Kind::Json | Kind::Count);
    let params = params.iter().filter(open).enumerate();
    params
        .map(|(index, param)| Choice {
            number: index + 1,
            label: words.label(param.name),
            detail: current(words, draft, param).unwrap_or_default(),
            id: param.name.to_owned(),
            record: Value::Null,
        })
        .collect()
}

/// Another record of the same name.
fn other(row: &Operation, draft: &Draft, asked: Option<&str>, name: &str) -> Placed {
    let is_contact = |param: &&Param| param.kind == Kind::Ref(Resource::Contact);
    let asked = asked.and_then(|slot| row.param(slot)).filter(is_contact);
    let Some(param) = asked.or_else(|| row.params.iter().find(is_contact)) else {
        return Placed::Nowhere;
    };
    let mut draft = draft.clone();
    let before = draft.found.get(param.name).cloned();
    if let Some(found) = &before {
        draft.ruled_out.push(found.id.clone());
    }
    let ruled_out = std::mem::take(&mut draft.ruled_out);
    let said = match (name, draft.text(param.name), &before) {
        ("", Some(said), _) => said.to_owned(),
        ("", None, Some(found)) => found.name.clone(),
        ("", None, None) => return Placed::Nowhere,
        (name, ..) => name.to_owned(),
    };
    let mut draft = with(draft, param.name, json!(said));
    draft.ruled_out = ruled_out;
    Placed::In(draft)
}

/// The slot that holds the old value now.
fn holder(
    reader: &Reader<'_>,
    row: &'static Operation,
    draft: &Draft,
    old: &str,
) -> Option<&'static Param> {
    let said = words(old);
    let holds = |param: &&'static Param| match param.kind {
        Kind::Moment => {
            let before = draft.text(param.name);
            let read = when::answer(old, before, draft.is_due(), reader.context);
            read.is_some() && read.as_ref() == draft.args.get(param.name)
        }
        Kind::Text => draft
            .text(param.name)
            .is_some_and(|text| word_at(text, old.trim()).is_some()),
        _ => current(&reader.words, draft, param).is_some_and(|now| {
            let now = words(&now);
            !said.is_empty() && said.iter().all(|word| now.contains(word))
        }),
    };
    let holders: Vec<_> = row.params.iter().filter(holds).collect();
    // A text may speak of anything: what another slot holds is meant there.
    let mut apart = holders.iter().filter(|param| param.kind != Kind::Text);
    match (holders.as_slice(), apart.next(), apart.next()) {
        ([only], ..) | (_, Some(only), None) => Some(only),
        _ => None,
    }
}

/// What a slot holds now, as people read it.
fn current(words: &Words<'_>, draft: &Draft, param: &Param) -> Option<String> {
    let found = draft.found.get(param.name).map(|found| found.name.clone());
    let said = || {
        let value = draft.args.get(param.name)?;
        Some(words.value(param.kind, value))
    };
    found.or_else(said)
}

/// Words in the place of others inside a title or a text: "call the lab" becomes "call the clinic".
fn swap_words(draft: &Draft, param: &'static Param, old: &str, new: &str) -> Option<Placed> {
    let text = draft.text(param.name)?;
    let range = word_at(text, old.trim())?;
    let swapped = format!(
        "{}{}{}",
        &text[..range.start],
        new.trim(),
        &text[range.end..]
    );
    Some(Placed::In(with(draft.clone(), param.name, json!(swapped))))
}

/// One tag in the place of another; the others stay.
fn swap_tags(
    reader: &Reader<'_>,
    draft: &Draft,
    param: &'static Param,
    old: &str,
    new: &str,
) -> Placed {
    let (Some(old), Some(new)) = (
        read(reader, draft, param, old),
        read(reader, draft, param, new),
    ) else {
        return Placed::Unfit(draft.clone(), param);
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let gone = list(&old);
    let kept = draft.args.get(param.name).map(list).unwrap_or_default();
    let kept = kept.into_iter().filter(|tag| !gone.contains(tag));
    let all: Vec<Value> = kept.chain(list(&new)).collect();
    Placed::In(with(draft.clone(), param.name, json!(all)))
}

/// Each piece in the slot of its kind, or none of them.
fn by_kind(
    reader: &Reader<'_>,
    row: &'static Operation,
    draft: &Draft,
    asked: Option<&str>,
    said: &str,
) -> Placed {
    let asked = asked.and_then(|slot| row.param(slot));
    let pieces = reader.grammar.pieces(said, reader.context);
    let Some(targets) = targets(row, draft, asked, &pieces) else {
        return Placed::Nowhere;
    };
    let asked = asked.map(|param| param.name);
    let mut changed = draft.clone();
    for (param, text) in targets {
        // Nobody said whose place it takes, so that it has to look like a name.
        let is_guess = is_contact(param.kind) && asked != Some(param.name);
        let is_name = |text: &String| reader.grammar.is_name(text, reader.context);
        if is_guess && !text.as_ref().is_none_or(is_name) {
            return Placed::Nowhere;
        }
        let said = text.as_deref().unwrap_or(said);
        let value = match (param.kind, pieces.minutes) {
            (Kind::Minutes, Some(minutes)) => schema::canonical(param.kind, &json!(minutes)).ok(),
            _ => read(reader, draft, param, said),
        };
        match value {
            Some(value) => {
                let is_dayless = when::is_dayless(&changed, param.name, said, reader.context);
                changed = with(changed, param.name, value);
                if is_dayless {
                    changed.dayless.push(param.name.to_owned());
                }
            }
            None => return Placed::Unfit(draft.clone(), param),
        }
    }
    Placed::In(changed)
}

/// The slot of each piece; `None` when a piece has none, or there is nothing to place.
fn targets(
    row: &'static Operation,
    draft: &Draft,
    asked: Option<&'static Param>,
    pieces: &Pieces,
) -> Option<Vec<(&'static Param, Option<String>)>> {
    let of = |fits: &dyn Fn(Kind) -> bool| {
        let wanted = asked.filter(|param| fits(param.kind));
        wanted.or_else(|| row.params.iter().find(|param| fits(param.kind)))
    };
    let mut targets = Vec::new();
    if pieces.has_moment {
        // Where something is moved, it is where to.
        let goes = row.param("when").filter(|_| asked.is_none());
        targets.push((goes.or_else(|| of(&|kind| kind == Kind::Moment))?, None));
    }
    if pieces.has_length || (pieces.has_moment && pieces.minutes.is_some()) {
        match of(&|kind| kind == Kind::Minutes) {
            Some(param) => targets.push((param, None)),
            None if pieces.has_length => return None,
            None => {}
        }
    }
    if pieces.has_money {
        targets.push((of(&|kind| kind == Kind::Money)?, None));
    }
    for (said, kind) in [
        (pieces.has_email, Kind::Email),
        (pieces.has_phone, Kind::Phone),
    ] {
        if said {
            let whom = asked.filter(|param| is_contact(param.kind));
            let own = whom.or_else(|| of(&|one| one == kind));
            targets.push((own.or_else(|| of(&is_contact))?, None));
        }
    }
    if let Some(words) = &pieces.words {
        let is_number = pieces.has_number && words.parse::<f64>().is_ok();
        let target = if is_number {
            of(&|kind| matches!(kind, Kind::Money | Kind::Count))?
        } else {
            worded(row, draft, asked, words)?
        };
        targets.push((target, Some(words.clone())));
    }
    (!targets.is_empty()).then_some(targets)
}

fn is_contact(kind: Kind) -> bool {
    kind == Kind::Ref(Resource::Contact)
}

/// The slot of bare words: the one asked for, the one that knows the word, or the only one that
/// holds a name or title.
fn worded(
    row: &'static Operation,
    draft: &Draft,
    asked: Option<&'static Param>,
    words: &str,
) -> Option<&'static Param> {
    let takes = |kind: Kind| matches!(kind, Kind::Ref(_) | Kind::Name | Kind::Line | Kind::Tags);
    if let Some(asked) = asked.filter(|param| takes(param.kind)) {
        return Some(asked);
    }
    let knows = |param: &&'static Param| {
        matches!(param.kind, Kind::OneOf(_) | Kind::SomeOf(_))
            && schema::canonical(param.kind, &json!(words)).is_ok()
    };
    if let Some(param) = row.params.iter().find(knows) {
        return Some(param);
    }
    let said = |param: &&'static Param| takes(param.kind) && draft.args.contains_key(param.name);
    let mut holders = row.params.iter().filter(said);
    match (holders.next(), holders.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn read(reader: &Reader<'_>, draft: &Draft, param: &Param, said: &str) -> Option<Value> {
    let value = match param.kind {
        Kind::Moment => {
            let before = draft.text(param.name);
            when::answer(said, before, draft.is_due(), reader.context)
        }
        kind => reader.grammar.read_answer(said, kind, reader.context),
    };
    schema::canonical(param.kind, &value?).ok()
}

/// The draft with another value for one slot. What was found by the old one is looked up again;
/// what was said of the others stays.
pub(super) fn with(mut draft: Draft, slot: &str, value: Value) -> Draft {
    draft.dayless.retain(|name| name != slot);
    draft.args.insert(slot.to_owned(), value);
    draft.unfit.retain(|name| name != slot);
    let kind = draft.row().and_then(|row| row.param(slot)).map(|p| p.kind);
    if kind == Some(Kind::Moment) {
        draft.unusable = None;
    }
    draft.found.remove(slot);
    if kind.is_some_and(is_contact) {
        draft.pronoun = None;
        draft.ruled_out.clear();
    }
    // An appointment was found by what else was said, a task among those of the contact.
    let moves = draft
        .row()
        .is_some_and(|row| row.param("old_when").is_some());
    let tells = ["contact", "title", "old_when"].contains(&slot) || (slot == "when" && !moves);
    if tells && draft.found.remove("appointment").is_some() {
        draft.args.remove("appointment");
    }
    if slot == "contact" {
        draft.found.remove("task");
    }
    if slot == "pipeline" || slot == "opportunity" {
        draft.found.remove("stage");
    }
    if slot == "stage" && !draft.args.contains_key("pipeline") {
        draft.found.remove("pipeline");
    }
    draft
}
