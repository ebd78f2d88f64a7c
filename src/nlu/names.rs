//! Names as people write them: titles and possessives taken off.

use std::ops::Range;

const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mister",
    "dr",
    "doctor",
    "doc",
    "prof",
    "professor",
    "sr",
    "sra",
    "señor",
    "señora",
    "don",
    "doña",
];

/// The name in this range of the original without title, possessive and outer punctuation.
pub fn clean_name(original: &str, range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    loop {
        let text = &original[start..end];
        let trimmed =
            text.trim_start_matches(|c: char| c.is_whitespace() || "\"'“‘(,.".contains(c));
        start += text.len() - trimmed.len();
        let word_end = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        let word = trimmed[..word_end].trim_end_matches('.').to_lowercase();
        if word_end < trimmed.len() && TITLES.contains(&word.as_str()) {
            start += word_end;
        } else {
            break;
        }
    }
    let text = &original[start..end];
    let mut kept = text.trim_end_matches(|c: char| c.is_whitespace() || "\"”),;:!?".contains(c));
    for possessive in ["'s", "’s", "'S", "’S"] {
        kept = kept.strip_suffix(possessive).unwrap_or(kept);
    }
    kept = kept.trim_end_matches(['\'', '’']);
    // "Inc." and initials keep their dot, the end of a sentence does not.
    if let Some(without) = kept.strip_suffix('.') {
        let last = without
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        if last.chars().count() > 3 {
            kept = without;
        }
    }
    end = start + kept.len();
    start..end.max(start)
}

/// Whether a word stands for a person or thing named before.
pub fn is_pronoun(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "her" | "him" | "them" | "it" | "she" | "he" | "they"
    )
}

#[cfg(test)]
mod tests {
    use super::clean_name;

    #[test]
    fn titles_and_possessives_are_no_part_of_a_name() {
        let check = |typed: &str, name: &str| {
            assert_eq!(&typed[clean_name(typed, 0..typed.len())], name, "{typed}");
        };
        check("mrs. Abernathy", "Abernathy");
        check("Dr Chen's", "Chen");
        check("John O’Brien’s", "John O’Brien");
        check("doña Inés", "Inés");
        check("Acme Inc.", "Acme Inc.");
        check("jessica.", "jessica");
        check("mr", "mr");
    }
}
