//! Which of several names is meant.

use strsim::jaro_winkler;

use crate::value::words;

/// How close two names must be for one to be offered when nothing fits. Jaro-Winkler, 0 to 1:
/// 0.88 lets one wrong letter in five pass, and not another name with the same beginning.
const NEAR: f64 = 0.88;
/// Most names offered when nothing fits.
const OFFERED: usize = 3;

/// The candidates that fit a name best: the same name, else all words that were said. Candidates of
/// a worse kind are left out, so that "John Smith" does not offer "John Smithson", and "john" offers
/// every John. The beginning of a word fits nothing, and neither does a word but for one letter:
/// "ken" may be somebody else than Kenji, and Maria is not Mario. Both are offered by [`near`].
pub(super) fn best<T>(said: &str, candidates: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    let wanted = words(said);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut ranked: Vec<(u8, T)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            rank(&wanted, &words(&name(&candidate))).map(|rank| (rank, candidate))
        })
        .collect();
    let top = ranked.iter().map(|(rank, _)| *rank).min();
    ranked.retain(|(rank, _)| Some(*rank) == top);
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}

fn rank(wanted: &[String], name: &[String]) -> Option<u8> {
    if wanted == name {
        Some(0)
    } else if wanted.iter().all(|word| name.contains(word)) {
        Some(1)
    } else {
        None
    }
}

/// Beginnings that a name close to what was said may share with it: of its first word, and of its
/// last. A search for them finds what `near` looks through.
pub(super) fn beginnings(said: &str) -> Vec<String> {
    let words = words(said);
    let ends = words.first().into_iter().chain(words.last());
    let mut all: Vec<String> = ends.map(|word| word.chars().take(2).collect()).collect();
    all.dedup();
    all
}

/// Whether a name is this one, whatever its capitals, accents and marks.
pub(super) fn is_same(said: &str, name: &str) -> bool {
    words(said) == words(name)
}

/// Up to three candidates with a name close to what was said, or whose words begin as those that
/// were said, the closest first.
pub(super) fn near<T>(said: &str, candidates: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    let mut close = by_closeness(said, candidates, name);
    close.retain(|(score, _)| *score >= NEAR);
    let close = close.into_iter().map(|(_, candidate)| candidate);
    close.take(OFFERED).collect()
}

/// All candidates, those with the closest names first.
pub(super) fn nearest_first<T>(
    said: &str,
    candidates: Vec<T>,
    name: impl Fn(&T) -> String,
) -> Vec<T> {
    let close = by_closeness(said, candidates, name).into_iter();
    close.map(|(_, candidate)| candidate).collect()
}

fn by_closeness<T>(said: &str, candidates: Vec<T>, name: impl Fn(&T) -> String) -> Vec<(f64, T)> {
    let wanted = words(said);
    let whole = wanted.join(" ");
    let closeness = |candidate: &T| {
        let name = words(&name(candidate));
        let begins = |word: &String| {
            word.chars().count() > 1 && name.iter().any(|known| known.starts_with(word.as_str()))
        };
        if !wanted.is_empty() && wanted.iter().all(begins) {
            return 1.0;
        }
        let parts = name.iter().map(|word| jaro_winkler(&whole, word));
        parts.fold(jaro_winkler(&whole, &name.join(" ")), f64::max)
    };
    let mut close: Vec<(f64, T)> = candidates
        .into_iter()
        .map(|candidate| (closeness(&candidate), candidate))
        .collect();
    close.sort_by(|a, b| b.0.total_cmp(&a.0));
    close
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = [
        "John Smith",
        "John Smith",
        "John Carter",
        "José Peña",
        "Joan Smithson",
    ];

    fn check(said: &str, expected: &[&str]) {
        let fit = best(said, NAMES.to_vec(), |name| (*name).to_owned());
        assert_eq!(fit, expected, "{said}");
    }

    #[test]
    fn a_name_fits_as_people_mean_it() {
        check("john", &["John Smith", "John Smith", "John Carter"]);
        check("john smith", &["John Smith", "John Smith"]);
        check("Jose Pena", &["José Peña"]);
        check("jhon smiht", &[]);
        check("jon smiht", &[]);
        check("john carrter", &[]);
        check("smithsen", &[]);
        check("smiths", &[]);
        check("jo", &[]);
        check("carter or smith", &[]);
        check("zelda", &[]);
        check("", &[]);
    }

    #[test]
    fn near_names_are_offered_when_none_fits() {
        let offered = |said| near(said, NAMES.to_vec(), |name| (*name).to_owned());
        assert_eq!(offered("jon carter").first(), Some(&"John Carter"));
        assert_eq!(offered("car"), ["John Carter"]);
        assert!(offered("zelda quimby").is_empty());
    }
}
