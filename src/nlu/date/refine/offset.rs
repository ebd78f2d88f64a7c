//! Turns lengths into moments: "in 2 hours", "3 days ago", "a week from friday", "2 days before may 13".

use super::super::calendar::Amount;
use super::super::forms::Context;
use super::super::moment::{Day, Is, Moment, Piece};
use super::super::words::Key;
use super::super::{Grain, Modifier, resolve};

/// Lengths that lead away from now.
pub(super) fn resolve(cx: &Context, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(mut piece) = pieces.next() {
        let Is::Length(amount) = piece.is else {
            out.push(piece);
            continue;
        };
        let from_now = pieces
            .peek()
            .filter(|next| is_now(cx, next) && next.lead.from && next.lead_from == piece.to);
        let end = from_now.map(|next| next.to);
        let anchored = pieces
            .peek()
            .is_some_and(|next| next.lead_from == piece.to && next.as_moment().is_some());
        if let Some((sign, to)) = end
            .map(|to| (1, to))
            .or_else(|| direction(cx, &piece, anchored))
        {
            if end.is_some() {
                pieces.next();
            }
            let behind = [Key::Later, Key::Earlier, Key::After, Key::Before];
            let shifted = cx.t.any(piece.to, &behind);
            match away(cx, amount, sign) {
                Some(moment) => {
                    piece.is = Is::Moment(Moment { shifted, ..moment });
                    piece.to = to;
                    // "in" and "within" are used up; only a deadline stays one
                    let modifier = piece
                        .lead
                        .modifier
                        .filter(|m| matches!(m, Modifier::By | Modifier::After));
                    piece.lead.modifier = modifier;
                }
                // further away than any calendar: nothing
                None => continue,
            }
            // "now + 40 minutes"
            if cx.t.is_mark(piece.lead_from, "+")
                && out
                    .last()
                    .is_some_and(|p| is_now(cx, p) && p.to == piece.lead_from)
            {
                let now = out.pop();
                piece.span_from = now.map_or(piece.span_from, |p| p.from);
                piece.from = piece.span_from;
                piece.lead_from = piece.span_from;
            }
        }
        out.push(piece);
    }
    out
}

pub(super) fn is_now(cx: &Context, piece: &Piece) -> bool {
    matches!(piece.as_moment(), Some(m) if m.day == Some(Day::Instant(cx.now.local, Grain::Second)) && m.end.is_none())
}

/// -1 or 1 if words around a length make it a distance from now, and the token after them.
fn direction(cx: &Context, piece: &Piece, anchored: bool) -> Option<(i64, usize)> {
    let t = &cx.t;
    let to = piece.to;
    if piece.lead.back {
        return Some((-1, to));
    }
    if t.any(to, &[Key::Ago, Key::Earlier]) || t.is(to, Key::Before) && !anchored && t.ends(to + 1)
    {
        return Some((-1, to + 1));
    }
    if t.any(to, &[Key::Later, Key::Out]) || t.is(to, Key::After) && !anchored && to + 1 >= t.len()
    {
        return Some((1, to + 1));
    }
    if t.is(to, Key::In) && t.is(to + 1, Key::The) && t.any(to + 2, &[Key::Future, Key::Past]) {
        return Some((if t.is(to + 2, Key::Future) { 1 } else { -1 }, to + 3));
    }
    let given =
        piece.from > 1 && t.is(piece.from - 2, Key::Give) && t.is(piece.from - 1, Key::Filler);
    let ahead = piece.lead.inside
        || piece.lead.wait
        || given
        || piece.lead.modifier == Some(Modifier::After);
    (ahead && !anchored_back(cx, piece, anchored)).then(|| (1, t.skip(to, &[Key::Time])))
}

/// "in 2 weeks from friday" is led by its anchor.
fn anchored_back(cx: &Context, piece: &Piece, anchored: bool) -> bool {
    anchored && cx.t.any(piece.to, &[Key::From, Key::After, Key::Before])
}

fn away(cx: &Context, amount: Amount, sign: i64) -> Option<Moment> {
    let now = cx.now;
    let backwards = amount.is_negative();
    if amount.is_days() {
        return Some(Moment {
            backwards,
            ..Moment::day(Day::Away(amount.day_from(now.local.date(), sign)?))
        });
    }
    let moved = amount.moment_from(now.local, now.zone, sign)?;
    let grain = if amount.seconds % 60 == 0 {
        Grain::Minute
    } else {
        Grain::Second
    };
    Some(Moment {
        backwards,
        ..Moment::day(Day::Instant(moved, grain))
    })
}

/// A length and what it is counted from.
pub(super) fn from_anchor(cx: &Context, a: &Piece, b: &Piece) -> Option<Piece> {
    let (Is::Length(amount), Is::Moment(anchor)) = (&a.is, &b.is) else {
        return None;
    };
    let sign = match b.lead.modifier? {
        Modifier::Before => -1,
        Modifier::After | Modifier::From | Modifier::Since => 1,
        Modifier::Until | Modifier::By | Modifier::Through => return None,
    };
    if a.to != b.lead_from || anchor.end.is_some() || anchor.recurrence.is_some() {
        return None;
    }
    let moment = match (anchor.day, anchor.clock) {
        (Some(day), None) if anchor.window.is_none() => match day {
            Day::Instant(at, grain) => Moment::day(Day::Instant(
                amount.moment_from(at, cx.now.zone, sign)?,
                grain,
            )),
            day if amount.is_days() => Moment::day(Day::Away(
                amount.day_from(resolve::one_day(day, cx.now)?, sign)?,
            )),
            _ => return None,
        },
        (day, Some(clock))
            if amount.days == 0 && amount.months == 0 && amount.seconds % 60 == 0 =>
        {
            Moment {
                day,
                clock: Some(clock.moved(sign * (amount.seconds / 60))),
                ..Moment::default()
            }
        }
        _ => return None,
    };
    Some(super::over(a, b, Is::Moment(moment)))
}
