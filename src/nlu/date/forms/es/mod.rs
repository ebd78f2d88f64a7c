//! What only Spanish says in its own order: hours of the clock, directions behind what they direct.

pub(super) mod clock;
pub(super) mod dates;
pub(super) mod period;

use super::super::token::Tokens;
use super::super::words::Key;

/// -1 or 1 from a direction behind what it directs ("la semana que viene", "el lunes pasado"), and the
/// token after it.
pub(super) fn way_behind(t: &Tokens, i: usize) -> Option<(i64, usize)> {
    let way = match () {
        () if t.is(i, Key::Next) => 1,
        // "cuarto pasadas las ocho" is about the clock
        () if t.any(i, &[Key::Previous, Key::Last]) && !t.is(i + 1, Key::At) => -1,
        () => return None,
    };
    Some((way, i + 1))
}
