//! Names as people write them: titles and possessives taken off.

use std::ops::Range;

use super::idiom::{Idiom, folded};

/// The name in this range of the original without title, possessive and outer punctuation.
pub fn clean_name(original: &str, range: Range<usize>, idiom: &Idiom) -> Range<usize> {
    let Range { mut start, mut end } = range;
    loop {
        let text = &original[start..end];
        let trimmed =
            text.trim_start_matches(|c: char| c.is_whitespace() || "\"'“‘(,.".contains(c));
        start += text.len() - trimmed.len();
        let word_end = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        let word = folded(trimmed[..word_end].trim_end_matches('.'));
        if word_end < trimmed.len() && idiom.titles.contains(&word) {
            start += word_end;
        } else {
            break;
        }
    }
    let text = &original[start..end];
    let mut kept = text.trim_end_matches(|c: char| c.is_whitespace() || "\"”),;:!?".contains(c));
    if let Some(possessive) = &idiom.possessive {
        let mut ends = kept.char_indices().rev();
        let end = ends.nth(possessive.len().saturating_sub(1));
        let owner = end.filter(|(at, _)| folded(&kept[*at..]) == *possessive);
        kept = owner.map_or(kept, |(at, _)| &kept[..at]);
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

#[cfg(test)]
mod tests {
    use super::{Idiom, clean_name};

    #[test]
    fn titles_and_possessives_are_no_part_of_a_name() {
        let check = |typed: &str, name: &str| {
            let idiom = Idiom {
                titles: ["mr", "mrs", "dr", "dona"].map(str::to_owned).into(),
                possessive: Some("'s".to_owned()),
                ..Idiom::default()
            };
            assert_eq!(
                &typed[clean_name(typed, 0..typed.len(), &idiom)],
                name,
                "{typed}"
            );
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
