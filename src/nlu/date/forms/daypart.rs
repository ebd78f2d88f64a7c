//! Parts of the day: "this morning", "tonight", "in the evening", "last night".

use super::super::Lang;
use super::super::calendar::days_from;
use super::super::moment::{Day, Moment, Piece, Window};
use super::super::token::Tokens;
use super::super::words::{Key, Part};
use super::Context;

/// The hours a part of the day has; a Spanish "tarde" lasts until eight.
fn spoken(t: &Tokens, part: Part) -> Window {
    let window = Window::of(part);
    match (t.lang, part) {
        (Lang::Es, Part::Afternoon) => Window {
            until: 20,
            ..window
        },
        _ => window,
    }
}

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let today = cx.now.local.date();
    let piece = |to, window, day: Option<Day>| {
        Piece::moment(
            i,
            to,
            Moment {
                window: Some(window),
                day,
                ..Moment::default()
            },
        )
    };
    if t.is(i, Key::LastNight) {
        let night = Window::of(Part::Night);
        return Some(piece(i + 1, night, Some(Day::On(days_from(today, -1)?))));
    }
    if t.is(i, Key::Tonight) {
        let window = Window {
            from: 18,
            ..Window::of(Part::Night)
        };
        return Some(piece(i + 1, window, Some(Day::On(today))));
    }
    if t.any(
        i,
        &[Key::This, Key::Last, Key::Past, Key::Next, Key::Previous],
    ) {
        let j = t.skip(
            t.skip(i + 1, &[Key::Past, Key::Upcoming]),
            &[Key::Early, Key::Late],
        );
        let part = t.part(j)?;
        // "esta noche" starts with the evening, which Spanish has no word for
        let window = match (t.lang, part) {
            (Lang::Es, Part::Night) => Window {
                from: 18,
                ..Window::of(part)
            },
            _ => spoken(t, part),
        };
        let day = match () {
            () if t.is(i, Key::This) => today,
            () if t.is(i, Key::Next) => days_from(today, 1)?,
            () => days_from(today, -1)?,
        };
        return Some(piece(j + 1, window, Some(Day::On(day))));
    }
    let adverb = t.any(i, &[Key::Early, Key::Late]);
    let j = if adverb {
        t.skip(i + 1, &[Key::In, Key::The])
    } else {
        i
    };
    let j = if adverb { t.skip(j, &[Key::The]) } else { j };
    let part = t.part(j)?;
    if t.any_before(i, &[Key::Good]) {
        return None;
    }
    let window = spoken(t, part);
    let half = (window.from + window.until) / 2;
    let window = match () {
        () if !adverb => window,
        () if t.is(i, Key::Early) => Window {
            until: half,
            ..window
        },
        () => Window {
            from: half,
            ..window
        },
    };
    // A lunch is a meal more often than a time.
    let timely = [Key::At, Key::During, Key::Before, Key::After, Key::Until];
    let weak = part == Part::Lunch && !t.any_before(i, &timely);
    // "The staff lunch on friday", "cancel lunch on friday": it is what is on friday.
    if weak && i > 0 && (t.is_idle(i - 1) || t.is(i - 1, Key::The)) {
        return None;
    }
    Some(piece(j + 1, window, None).weak_if(weak))
}
