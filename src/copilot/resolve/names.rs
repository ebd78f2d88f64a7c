//! Which of several names is meant.

use strsim::jaro_winkler;

use crate::value::words;

/// How close two names must be for one to be offered when nothing fits. Jaro-Winkler, 0 to 1:
/// 0.88 lets one wrong letter in five pass, and not another name with the same beginning.
const NEAR: f64 = 0.88;

/// The candidates that fit a name best: the same name, else all its words, else the beginnings of
/// its words. Candidates of a worse kind are left out, so that "John Smith" does not offer
/// "John Smithson", and "john" offers every John.
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
    } else if wanted
        .iter()
        .all(|word| word.len() > 1 && name.iter().any(|n| n.starts_with(word.as_str())))
    {
        Some(2)
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

/// Up to three names close to what was said, the closest first, each once.
pub(super) fn near(said: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let wanted = words(said).join(" ");
    let mut close: Vec<(f64, String)> = names
        .map(|name| {
            let folded = words(&name);
            let whole = jaro_winkler(&wanted, &folded.join(" "));
            let part = folded
                .iter()
                .map(|word| jaro_winkler(&wanted, word))
                .fold(0.0, f64::max);
            (whole.max(part), name)
        })
        .filter(|(score, _)| *score >= NEAR)
        .collect();
    close.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    close.dedup_by(|a, b| a.1 == b.1);
    close.into_iter().map(|(_, name)| name).take(3).collect()
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
        check("smiths", &["Joan Smithson"]);
        check("zelda", &[]);
        check("", &[]);
    }

    #[test]
    fn near_names_are_offered_when_none_fits() {
        let offered = near("jon carter", NAMES.iter().map(|n| (*n).to_owned()));
        assert_eq!(offered.first().map(String::as_str), Some("John Carter"));
        assert!(near("zelda quimby", NAMES.iter().map(|n| (*n).to_owned())).is_empty());
    }
}
