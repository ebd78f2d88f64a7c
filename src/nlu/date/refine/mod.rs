//! Joins what the forms read: an ordered list of passes, each over neighbouring pieces.
//!
//! A pass walks once from left to right and offers each piece to the one before it, so that chains
//! ("thu oct 26 11:00") grow from their first piece on, and the work stays linear.

mod day;
mod lead;
mod offset;
mod range;
mod time;

pub(super) use range::settle;

use super::forms::Context;
use super::moment::{Is, Piece};
use super::words::Key;

/// Joins two neighbours into one piece, or leaves them alone.
type Rule = fn(&Context, &Piece, &Piece) -> Option<Piece>;

const RULES: &[Rule] = &[
    offset::from_anchor,
    time::part_of_day,
    range::clocks,
    range::days_of_month,
    day::weekday_and_date,
    time::on_day,
    time::part_of_day,
    range::moments,
    day::repeated,
    day::year_behind,
    time::on_day,
];

pub(super) fn refine(cx: &Context, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut pieces = offset::resolve(cx, lead::read(cx, pieces));
    for rule in RULES {
        pieces = pass(cx, pieces, *rule);
    }
    pieces.iter_mut().for_each(|p| day::promote(cx, p));
    // "from now on" and "three deals from now" name no moment
    pieces.retain(|p| !(p.weak || p.lead.from && offset::is_now(cx, p)));
    for p in &mut pieces {
        if let Is::Moment(m) = &mut p.is
            && m.end.is_none()
            && m.modifier.is_none()
        {
            m.modifier = p.lead.modifier;
        }
    }
    pieces
}

fn pass(cx: &Context, pieces: Vec<Piece>, rule: Rule) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match out
            .last()
            .filter(|last| near(cx, last, &piece))
            .and_then(|last| rule(cx, last, &piece))
        {
            Some(joined) => {
                out.pop();
                out.push(joined);
            }
            None => out.push(piece),
        }
    }
    out
}

/// Whether nothing but a comma or the like stands between two pieces and their words in front.
fn near(cx: &Context, a: &Piece, b: &Piece) -> bool {
    let t = &cx.t;
    b.lead_from.saturating_sub(a.to) <= 2
        && (a.to..b.lead_from).all(|i| t.is_mark(i, ",.·•∙():") || t.is(i, Key::Sometime))
        && !(a.to < b.lead_from
            && t.is_mark(a.to, ".")
            && !t.glued(b.lead_from)
            && ends_sentence(cx, a, b))
}

/// A full stop behind a whole word ends a sentence, and with it an expression.
fn ends_sentence(cx: &Context, a: &Piece, b: &Piece) -> bool {
    let t = &cx.t;
    let last = &t.list[a.to - 1];
    let next = &t.list[b.lead_from];
    last.end - last.start > 4
        || t.text[next.start..].starts_with(char::is_uppercase) && last.end - last.start > 3
}

/// A piece over the tokens of both, with the words in front of the first.
fn over(a: &Piece, b: &Piece, is: Is) -> Piece {
    Piece {
        to: b.to,
        is,
        weak: false,
        ..a.clone()
    }
}
