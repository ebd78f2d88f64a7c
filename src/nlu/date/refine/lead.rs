//! Words in front of a piece ("at", "from", "no later than") and behind it ("or later").

use super::super::forms::{Context, zone};
use super::super::moment::{Day, Is, Lead, Piece};
use super::super::token::Tokens;
use super::super::words::Key;
use super::super::{Lang, Modifier};

/// No chain of such words is longer: "at some time on or before the".
const MOST: usize = 5;

pub(super) fn read(cx: &Context, mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut free_from = 0;
    pieces.retain_mut(|piece| {
        // the number of "3pm utc+2" is no piece of its own
        if piece.from < free_from {
            return false;
        }
        front(cx, piece, free_from);
        behind(cx, piece);
        free_from = piece.to;
        true
    });
    pieces
}

fn front(cx: &Context, piece: &mut Piece, free_from: usize) {
    let t = &cx.t;
    let mut lead = Lead::default();
    let earliest = free_from.max(piece.from.saturating_sub(MOST));
    let mut i = piece.from;
    while i > earliest {
        let at = i - 1;
        let has = |key| t.is(at, key);
        let mut modifier = |m: Modifier| {
            lead.modifier.get_or_insert(m);
            true
        };
        // Whether the word belongs to the expression rather than to its sentence.
        let own = match () {
            () if has(Key::Back) => {
                lead.back = true;
                true
            }
            // the Spanish article of hours is that of all else too
            () if has(Key::At) && has(Key::The) && !timely(piece) => false,
            () if t.any(at, &[Key::At, Key::AtSign, Key::About, Key::Roughly]) => {
                lead.at = true;
                true
            }
            () if has(Key::In) && plain_day(piece) => break,
            () if has(Key::In) || has(Key::During) && !has(Key::For) => {
                lead.inside = true;
                true
            }
            () if has(Key::Within) => {
                lead.inside = true;
                modifier(Modifier::By)
            }
            () if has(Key::Before) => modifier(Modifier::Before),
            () if has(Key::After) => modifier(Modifier::After),
            () if has(Key::Since) => {
                lead.from |= t.lang == Lang::Es;
                modifier(Modifier::Since)
            }
            () if has(Key::Starting) => modifier(Modifier::From),
            () if has(Key::By) => modifier(Modifier::By),
            () if has(Key::Than) && at > 0 && t.is(at - 1, Key::Later) => {
                let never = at > 1 && t.is(at - 2, Key::No);
                i = at - 1 - usize::from(never);
                modifier(if never { Modifier::By } else { Modifier::After })
            }
            () if has(Key::Than) && at > 0 && t.is(at - 1, Key::Earlier) => {
                let never = at > 1 && t.is(at - 2, Key::No);
                i = at - 1 - usize::from(never);
                modifier(if never {
                    Modifier::From
                } else {
                    Modifier::Before
                })
            }
            () if has(Key::As) && at > 1 && t.is(at - 1, Key::Late) && t.is(at - 2, Key::As) => {
                i = at - 2;
                modifier(Modifier::Until)
            }
            () if has(Key::From) => {
                lead.from = true;
                modifier(Modifier::From)
            }
            () if has(Key::Between) => {
                lead.between = true;
                true
            }
            () if has(Key::Until) => {
                lead.to = true;
                modifier(Modifier::Until)
            }
            // What "went through yesterday" is no period, nor is "run me through thursday".
            () if has(Key::Through) && !goes_through(t, at) => {
                lead.to = true;
                modifier(Modifier::Through)
            }
            // "a las 5", "al mediodía", "a la tarde", "a 6 pm", not "al 15"
            () if has(Key::To) && t.lang == Lang::Es && hourly(piece, &lead) => {
                lead.reaches = true;
                lead.at |= lead.the;
                lead.the = false;
                lead.at
            }
            () if has(Key::To) || t.is_mark(at, "-~") => {
                lead.to = true;
                false
            }
            () if has(Key::And) || t.is_mark(at, "&") => {
                lead.and = true;
                false
            }
            () if has(Key::But) => {
                lead.but = true;
                false
            }
            () if has(Key::On) => {
                lead.on = true;
                lead.the |= has(Key::The);
                false
            }
            () if has(Key::Of) => {
                lead.of = true;
                if t.lang == Lang::Es {
                    lead.from = true;
                    lead.opens = Some(at);
                    lead.wait |= at > 0 && t.is(at - 1, Key::Wait);
                }
                false
            }
            () if has(Key::The) => {
                lead.the = true;
                false
            }
            () if has(Key::For) => {
                lead.wait |= at > 0 && t.is(at - 1, Key::Wait);
                lead.on |= !matches!(piece.is, Is::Length(_));
                false
            }
            () if has(Key::Or) && lead.modifier.is_some() => false,
            () if t.is_mark(at, "+") => {
                lead.wait = true;
                false
            }
            () => break,
        };
        i = i.min(at).max(earliest);
        if own {
            piece.span_from = i;
        }
        piece.lead_from = i;
    }
    piece.lead = lead;
}

/// Whether a piece is or may be a time of day.
fn timely(piece: &Piece) -> bool {
    match &piece.is {
        Is::Moment(moment) => moment.has_time() && moment.day.is_none(),
        Is::Number(n) => *n <= 24,
        Is::Length(_) => false,
    }
}

/// Whether a Spanish "a" in front of a piece and its article leads to a time of day.
fn hourly(piece: &Piece, lead: &Lead) -> bool {
    let article = lead.at || lead.the && !lead.on;
    timely(piece) && (article || !matches!(piece.is, Is::Number(_)))
}

/// A day with no time: the "in" of "who came in today" is not about it.
fn plain_day(piece: &Piece) -> bool {
    let day = piece
        .as_moment()
        .filter(|m| !m.has_time())
        .and_then(|m| m.day);
    day.is_some_and(Day::is_one)
}

/// "or later", "and after", "onwards", "approximately"
fn behind(cx: &Context, piece: &mut Piece) {
    let t = &cx.t;
    let Is::Moment(moment) = &mut piece.is else {
        return;
    };
    if moment.has_time()
        && let Some((zone, to)) = zone::behind(t, piece.to)
    {
        moment.zone = Some(zone);
        piece.to = to;
    }
    let j = t.skip(piece.to, &[Key::And, Key::Or]);
    let later = j > piece.to && t.any(j, &[Key::Later, Key::After]) || t.is(piece.to, Key::Onward);
    let last = t.mark(j + 1).is_some() || j + 1 >= t.len() || t.any(j + 1, &[Key::On, Key::At]);
    if later && last {
        moment.modifier = Some(Modifier::From);
        piece.to = j + 1;
    } else if t.is(piece.to, Key::Roughly) && t.ends(piece.to + 1) {
        piece.to += 1;
    }
}

/// Whether the "through" at `at` belongs to a verb: "what came through yesterday", "run me through
/// monday".
fn goes_through(t: &Tokens, at: usize) -> bool {
    let verbs = ["go", "goes", "going", "went", "gone", "come", "came", "got"];
    at > 0 && (t.is(at - 1, Key::Filler) || verbs.iter().any(|verb| t.is_text(at - 1, verb)))
}
