//! What comes again: "every day", "each two weeks", "every monday and friday", "on sundays", "annually".

use chrono::Weekday;

use super::super::Lang;
use super::super::moment::{Day, Moment, Piece, Window};
use super::super::number;
use super::super::token::Tokens;
use super::super::words::{Key, Unit};
use super::super::{Grain, Recurrence};
use super::Context;

pub(super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    if t.is(i, Key::Every) && t.is(i + 1, Key::Few) {
        return None;
    }
    if t.any(i, &[Key::Every, Key::Any]) {
        return every(t, i);
    }
    if t.is(i, Key::Once) && t.any(i + 1, &[Key::A, Key::Per, Key::Every]) {
        return piece(i, i + 3, 1, t.unit(i + 2).filter(|u| *u >= Unit::Day)?);
    }
    // "una vez al mes", "dos veces por semana"
    let per = t.skip(t.skip(i + 1, &[Key::To, Key::For, Key::Every]), &[Key::The]);
    if t.lang == Lang::Es && t.is(i, Key::Once) && per > i + 1 {
        return piece(i, per + 1, 1, t.unit(per).filter(|u| *u >= Unit::Day)?);
    }
    // "los martes"; "los lunes pasados" are no repetition
    if t.is(i, Key::Those)
        && t.weekday(i + 1).is_some()
        && !t.any(i + 2, &[Key::Next, Key::Previous])
    {
        let (weekdays, to) = list(t, i + 1)?;
        return weekly(i, to, 1, weekdays);
    }
    if let Some((n, unit)) = t.repeats(i) {
        // "3 weekdays" is a length
        let counted = i > 0 && (t.digits(i - 1).is_some() || t.number(i - 1).is_some());
        let named = unit == Unit::Workday || unit == Unit::Weekend;
        return if counted && named {
            None
        } else {
            piece(i, i + 1, n, unit)
        };
    }
    t.weekdays(i)?;
    // "three fridays from now"
    if i > 0 && (t.digits(i - 1).is_some() || t.number(i - 1).is_some()) {
        return None;
    }
    let (weekdays, to) = list(t, i)?;
    weekly(i, to, 1, weekdays)
}

fn every(t: &Tokens, i: usize) -> Option<Piece> {
    let any = t.is(i, Key::Any);
    let j = t.skip(i + 1, &[Key::Other]);
    let (n, j) = if j > i + 1 {
        (2, j)
    } else {
        let said = number::cardinal(t, j)
            .or_else(|| number::ordinal(t, j).filter(|_| t.ordinal(j) != Some(1)));
        said.filter(|(n, _)| (1..=1000).contains(n))
            .unwrap_or((1, j))
    };
    // "cada media hora"
    if t.lang == Lang::Es && t.is(j, Key::Half) && t.unit(j + 1) == Some(Unit::Hour) {
        return piece(i, j + 2, 30, Unit::Minute);
    }
    if let Some(unit) = t.unit(j) {
        return if any && unit != Unit::Weekend {
            None
        } else {
            piece(i, j + 1, n, unit)
        };
    }
    if any {
        return None;
    }
    if let Some(part) = t.part(j) {
        let moment = Moment {
            window: Some(Window::of(part)),
            ..repeating(n, Unit::Day)?
        };
        return Some(Piece::moment(i, j + 1, moment));
    }
    let (weekdays, to) = list(t, j)?;
    weekly(i, to, n, weekdays)
}

/// "monday", "mondays and wednesdays", "monday, wednesday and friday"
fn list(t: &Tokens, i: usize) -> Option<(Vec<Weekday>, usize)> {
    let one = |i: usize| t.weekday(i).or_else(|| t.weekdays(i));
    let mut days = vec![one(i)?];
    let mut to = i + 1;
    while days.len() < 7 {
        let next = t.skip(
            t.skip_mark(t.skip_mark(to, ","), "/&"),
            &[Key::And, Key::Or],
        );
        // "los martes y los jueves"
        let next = if t.lang == Lang::Es && next > to {
            t.skip(next, &[Key::The])
        } else {
            next
        };
        let Some(day) = one(next).filter(|_| next > to) else {
            break;
        };
        days.push(day);
        to = next + 1;
    }
    Some((days, to))
}

fn weekly(from: usize, to: usize, every: u32, weekdays: Vec<Weekday>) -> Option<Piece> {
    let day = Day::Weekday(*weekdays.first()?);
    let recurrence = Some(Recurrence {
        every,
        unit: Grain::Week,
        weekdays,
    });
    Some(Piece::moment(
        from,
        to,
        Moment {
            recurrence,
            ..Moment::day(day)
        },
    ))
}

fn piece(from: usize, to: usize, every: u32, unit: Unit) -> Option<Piece> {
    Some(Piece::moment(from, to, repeating(every, unit)?))
}

fn repeating(every: u32, unit: Unit) -> Option<Moment> {
    let of = |every: u32, unit: Grain| (every, unit, Vec::new());
    let (every, unit, weekdays) = match unit {
        Unit::Second => of(every, Grain::Second),
        Unit::Minute => of(every, Grain::Minute),
        Unit::Hour => of(every, Grain::Hour),
        Unit::Day => of(every, Grain::Day),
        Unit::Workday => {
            use Weekday::{Fri, Mon, Thu, Tue, Wed};
            (1, Grain::Week, vec![Mon, Tue, Wed, Thu, Fri])
        }
        Unit::Weekend => of(every, Grain::Weekend),
        Unit::Week => of(every, Grain::Week),
        Unit::Fortnight => of(every.checked_mul(2)?, Grain::Week),
        Unit::Month => of(every, Grain::Month),
        Unit::Quarter => of(every, Grain::Quarter),
        Unit::Year => of(every, Grain::Year),
        Unit::Decade | Unit::Century => return None,
    };
    Some(Moment {
        recurrence: Some(Recurrence {
            every,
            unit,
            weekdays,
        }),
        ..Moment::default()
    })
}
