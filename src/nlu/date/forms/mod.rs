//! The ways to say a piece of time, one file each.
//!
//! A form looks at the tokens from one place on and reads a piece or nothing. Where several forms read
//! something the longest wins, then the first in the list. Each looks at a bounded number of tokens.

mod clock;
mod daypart;
mod dial;
mod directed;
mod es;
mod length;
mod month_day;
mod numeric;
mod period;
mod recurring;
mod relative;
mod weekday;
mod within;
pub(super) mod zone;

use super::moment::{Is, Piece};
use super::token::Tokens;
use super::words::Key;
use super::{Lang, Now, number};

/// What a form may look at.
pub(super) struct Context<'t> {
    pub t: Tokens<'t>,
    pub now: &'t Now,
}

type Form = fn(&Context, usize) -> Option<Piece>;

const ENGLISH: &[Form] = &[
    recurring::read,
    directed::read,
    numeric::read,
    month_day::read,
    relative::read,
    weekday::read,
    within::read,
    period::read,
    clock::read,
    daypart::read,
    length::read,
    bare_number,
];

const SPANISH: &[Form] = &[
    recurring::read,
    directed::read,
    numeric::read,
    month_day::read,
    relative::read,
    es::dates::read,
    weekday::read,
    within::read,
    es::period::read,
    period::read,
    es::clock::read,
    daypart::read,
    length::read,
    bare_number,
];

fn forms(lang: Lang) -> &'static [Form] {
    match lang {
        Lang::En => ENGLISH,
        Lang::Es => SPANISH,
    }
}

/// Reads pieces from left to right.
pub(super) fn scan(cx: &Context, lang: Lang) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut i = 0;
    while i < cx.t.len() {
        match longest(cx, forms(lang), i) {
            Some(piece) => {
                i = piece.to.max(i + 1);
                pieces.push(piece);
            }
            None => i += 1,
        }
    }
    pieces
}

fn longest(cx: &Context, forms: &[Form], i: usize) -> Option<Piece> {
    if cx.t.is_idle(i) {
        return None;
    }
    let mut best: Option<Piece> = None;
    for form in forms {
        if let Some(piece) = form(cx, i)
            && best.as_ref().is_none_or(|b| piece.to > b.to)
        {
            best = Some(piece);
        }
    }
    best
}

/// A number that may turn out to be an hour, a day or a year: "the 27", "from 3", "2014".
fn bare_number(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    if torn(t, i) {
        return None;
    }
    let (n, to) = match number::ordinal(t, i) {
        Some(said) => said,
        None => number::year(t, i)
            .map(|(y, to)| (y as u32, to))
            .or_else(|| number::cardinal(t, i))?,
    };
    // an ordinal in words is no number of its own: "a primera hora", "el segundo contacto"
    let spanish_ordinal = t.lang == Lang::Es && t.digits(i).is_none() && t.ordinal(i).is_some();
    if joined_after(t, to) || spanish_ordinal || in_chain(t, i) {
        return None;
    }
    let piece = Piece::new(i, to, Is::Number(n)).weak_if(true);
    (n <= 59 || (1000..=2999).contains(&n)).then_some(piece)
}

/// Whether the digits at token `i` are one of three or more joined by hyphens: "2010-2015-86".
fn in_chain(t: &Tokens, i: usize) -> bool {
    let joined = |a: usize| {
        t.digits(a).is_some()
            && t.is_mark(a + 1, "-")
            && (a + 1..a + 3).all(|j| t.glued(j))
            && t.digits(a + 2).is_some()
    };
    let before = i >= 2 && joined(i - 2);
    let after = joined(i);
    let twice_before = before && i >= 4 && joined(i - 4);
    let twice_after = after && joined(i + 2);
    twice_before || twice_after || before && after
}

/// Whether token `i` is torn from a longer number in front of it: the 22 of "13/22", the 30 of "1.30".
fn torn(t: &Tokens, i: usize) -> bool {
    let marks = match t.lang {
        Lang::En => "/.'",
        Lang::Es => "/.,'",
    };
    i > 0 && t.glued(i) && (t.is_mark(i - 1, marks) || t.digits(i - 1).is_some())
}

/// Whether the number that ends before token `i` goes on: "12.5", "7/8", "1:1", "18,750".
fn joined_after(t: &Tokens, i: usize) -> bool {
    let marks = match t.lang {
        Lang::En => "/.:",
        Lang::Es => "/.:,",
    };
    t.glued(i)
        && (t.digits(i).is_some()
            || t.unknown(i)
            || (t.is_mark(i, marks) && t.glued(i + 1) && t.digits(i + 1).is_some())
            || (t.is_mark(i, ",") && t.glued(i + 1) && matches!(t.digits(i + 1), Some((_, 3)))))
}

/// Words that make a month or a weekday of the Spanish one behind them, whatever else it may mean.
const SPANISH_LEADS: &[Key] = &[
    Key::In,
    Key::Since,
    Key::Until,
    Key::This,
    Key::Next,
    Key::Last,
    Key::Previous,
    Key::Every,
    Key::Between,
    Key::Starting,
    Key::Middle,
    Key::Begin,
];

/// Whether words in front of token `i` make a month, a weekday or a number one of time.
fn introduced(t: &Tokens, i: usize) -> bool {
    // "para julio" and "el julio" may be a person, "de julio" too
    if t.lang == Lang::Es {
        return t.any_before(i, SPANISH_LEADS);
    }
    let hyphen = i > 1 && t.glued(i) && t.is_mark(i - 1, "-");
    t.any_before(
        if hyphen { i - 1 } else { i },
        &[
            Key::In,
            Key::On,
            Key::Of,
            Key::By,
            Key::Since,
            Key::Until,
            Key::Before,
            Key::After,
            Key::From,
            Key::During,
            Key::This,
            Key::Next,
            Key::Last,
            Key::Past,
            Key::Through,
            Key::Early,
            Key::Late,
            Key::Mid,
            Key::Every,
            Key::For,
            Key::Between,
            Key::Upcoming,
            Key::Following,
            Key::Previous,
            Key::Starting,
            Key::Until,
        ],
    )
}
