//! Periods with their direction behind them: "la semana que viene", "mayo pasado", "los 3 días anteriores";
//! quarters in short ("t1 2019"); and what of a period is over or left.

use chrono::Datelike;

use super::super::super::calendar::{Amount, around, months_from, shift, ymd};
use super::super::super::moment::{Moment, Piece};
use super::super::super::number;
use super::super::super::words::{Key, Unit};
use super::super::period::{Bounds, bounds_at, rolled};
use super::super::{Context, joined_after, torn};
use super::way_behind;

pub(in super::super) fn read(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    if torn(t, i) {
        return None;
    }
    if let Some((bounds, to)) = directed_behind(cx, i) {
        return Some(piece(i, to, bounds));
    }
    counted(cx, i)
        .or_else(|| after_next(cx, i))
        .or_else(|| elapsed(cx, i))
        .or_else(|| quarter(cx, i))
        .or_else(|| ranked_quarter(cx, i))
        .or_else(|| half_month(cx, i))
}

fn piece(from: usize, to: usize, (start, end, unit): Bounds) -> Piece {
    Piece::moment(from, to, Moment::span((start, end), unit))
}

/// "la semana que viene", "mes pasado", "enero próximo"
pub(in super::super) fn directed_behind(cx: &Context, i: usize) -> Option<(Bounds, usize)> {
    let t = &cx.t;
    let today = cx.now.local.date();
    let j = t.skip(i, &[Key::The]);
    let named = t.unit(j).filter(|u| *u >= Unit::Weekend);
    let current = t.is(j + 1, Key::Current);
    let (way, to) = match way_behind(t, j + 1) {
        Some(said) => said,
        None if current => (0, j + 2),
        None => return None,
    };
    if let Some(unit) = named {
        let (start, end) = around(shift(today, unit, way)?, unit)?;
        return Some(((start, end, unit), to));
    }
    let month = t.month(j)?;
    let this = ymd(today.year(), month, 1)?;
    let years = match way {
        1 if month <= today.month() => 12,
        -1 if month >= today.month() => -12,
        _ => 0,
    };
    let (start, end) = around(months_from(this, years)?, Unit::Month)?;
    Some(((start, end, Unit::Month), to))
}

/// "los 3 minutos anteriores", "2 semanas que vienen"
fn counted(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let (n @ 1..=9999, j) = number::cardinal(t, i)? else {
        return None;
    };
    let unit = t.unit(j).filter(|_| t.is_counted(n, j))?;
    let (way, to) = way_behind(t, j + 1)?;
    let amount = Amount::of(i64::from(n) * 1000, unit)?;
    Some(Piece::moment(i, to, rolled(cx, way, amount)?))
}

/// "la semana después de la próxima", "el mes tras el próximo mes"
fn after_next(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let j = t.skip(i, &[Key::The]);
    let unit = t.unit(j).filter(|u| *u >= Unit::Weekend)?;
    let after = t.is(j + 1, Key::After);
    let next = t.skip(j + 2, &[Key::The]);
    if !after || !t.is(next, Key::Next) {
        return None;
    }
    let to = if t.unit(next + 1) == Some(unit) {
        next + 2
    } else {
        next + 1
    };
    let (start, end) = around(shift(cx.now.local.date(), unit, 2)?, unit)?;
    Some(piece(i, to, (start, end, unit)))
}

/// "más temprano este mes", "más tarde este año", "lo que queda de semana"
fn elapsed(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let today = cx.now.local.date();
    let (late, early) = (t.any(i, &[Key::Later, Key::Rest]), t.is(i, Key::Earlier));
    if !late && !early {
        return None;
    }
    let of = t.skip(i + 1, &[Key::Of]);
    if of == i + 1 && !t.is(of, Key::This) {
        return None;
    }
    let ((start, end, unit), to) = match t.unit(of).filter(|u| *u >= Unit::Week) {
        Some(unit) => {
            let (start, end) = around(today, unit)?;
            ((start, end, unit), of + 1)
        }
        None => bounds_at(cx, of)?,
    };
    if end <= today {
        return None;
    }
    let bounds = if late {
        (start.max(today), end, unit)
    } else {
        (start, end.min(today), unit)
    };
    (bounds.0 <= bounds.1).then(|| piece(i, to, bounds))
}

/// "el primer trimestre", "3er trimestre": of this year, when no other is named.
fn ranked_quarter(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let (n @ 1..=4, j) = number::ordinal(t, i)? else {
        return None;
    };
    if t.unit(j) != Some(Unit::Quarter) {
        return None;
    }
    let (start, end) = around(ymd(cx.now.local.year(), n * 3 - 2, 1)?, Unit::Quarter)?;
    Some(piece(i, j + 1, (start, end, Unit::Quarter)))
}

/// "la primera quincena de mayo": up to the fifteenth, the second from then on.
fn half_month(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let (n @ 1..=2, j) = number::ordinal(t, t.skip(i, &[Key::The]))? else {
        return None;
    };
    if t.unit(j) != Some(Unit::Fortnight) || !t.is(j + 1, Key::Of) {
        return None;
    }
    let ((start, end, unit), to) = bounds_at(cx, j + 2)?;
    let middle = start.with_day(16).filter(|_| unit == Unit::Month)?;
    let (from, until) = if n == 1 {
        (start, middle)
    } else {
        (middle, end)
    };
    Some(piece(i, to, (from, until, Unit::Day)))
}

/// "t1 2019", "2019 t1", "2017-t1"
fn quarter(cx: &Context, i: usize) -> Option<Piece> {
    let t = &cx.t;
    let short = |j: usize| match t.digits(j + 1) {
        Some((n @ 1..=4, 1)) if t.is(j, Key::Q) && t.glued(j + 1) => Some(n),
        _ => None,
    };
    let (n, year, to) = match t.digits(i).and_then(|_| number::year(t, i)) {
        Some((year, j)) => {
            let j = t.skip_mark(j, "-/");
            (short(j)?, year, j + 2)
        }
        None => {
            let n = short(i)?;
            let of = t.skip(t.skip(t.skip_mark(i + 2, ",-/"), &[Key::Of]), &[Key::The]);
            let said = number::year(t, of).filter(|(_, to)| !joined_after(t, *to));
            let (year, to) = said.unwrap_or((cx.now.local.year(), i + 2));
            (n, year, to)
        }
    };
    let (start, end) = around(ymd(year, n * 3 - 2, 1)?, Unit::Quarter)?;
    Some(piece(i, to, (start, end, Unit::Quarter)))
}
