//! Which of the numbered choices an answer means.

use super::outcome::Choice;
use crate::value::words;

/// Words for places in a list.
const PLACES: [(&str, usize); 20] = [
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
];
/// Words around a place or name that say nothing themselves.
const AROUND: [&str; 16] = [
    "the", "number", "no", "option", "choice", "one", "please", "with", "in", "for", "at", "pick",
    "take", "choose", "i", "mean",
];

/// The choice that an answer means: by number, by place ("the second", "last one"), by its name or
/// by what tells it apart. `None` when it fits none, or several.
pub(super) fn pick<'a>(answer: &str, choices: &'a [Choice]) -> Option<&'a Choice> {
    let said = words(answer);
    if answer.trim_start().starts_with('-') {
        return None;
    }
    if let Some(number) = place(&said, choices.len()) {
        return choices.iter().find(|choice| choice.number == number);
    }
    let whole = said.join(" ");
    let mut same = choices
        .iter()
        .filter(|choice| words(&choice.label).join(" ") == whole);
    if let (Some(only), None) = (same.next(), same.next()) {
        return Some(only);
    }
    let telling: Vec<&String> = said
        .iter()
        .filter(|word| !AROUND.contains(&word.as_str()))
        .collect();
    if telling.is_empty() {
        return None;
    }
    let fits = |choice: &&Choice| {
        let known = words(&format!("{} {}", choice.label, choice.detail));
        telling.iter().all(|word| known.contains(word))
    };
    let mut fitting = choices.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn place(said: &[String], count: usize) -> Option<usize> {
    let around = |word: &&String| !AROUND.contains(&word.as_str()) || word.as_str() == "one";
    let telling: Vec<&String> = said.iter().filter(around).collect();
    let telling = match telling.as_slice() {
        [word, one] if *one == "one" && *word != "one" => vec![*word],
        words => words.to_vec(),
    };
    let [word] = telling.as_slice() else {
        return None;
    };
    if word.as_str() == "last" {
        return Some(count);
    }
    let digits = word
        .trim_end_matches("st")
        .trim_end_matches("nd")
        .trim_end_matches("rd")
        .trim_end_matches("th");
    let number = digits.parse().ok();
    number.or_else(|| {
        PLACES
            .iter()
            .find(|(name, _)| name == word)
            .map(|(_, place)| *place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn check(answer: &str, expected: Option<usize>) {
        let all = [
            ("John Smith", "(813) 555-0101 · john.smith@example.com"),
            ("John Smith", "(813) 555-0102 · jsmith@example.org"),
            ("John Carter", "(813) 555-0103"),
        ];
        let choices: Vec<Choice> = all
            .into_iter()
            .enumerate()
            .map(|(index, (label, detail))| Choice {
                number: index + 1,
                label: label.to_owned(),
                detail: detail.to_owned(),
                id: index.to_string(),
                record: Value::Null,
            })
            .collect();
        assert_eq!(
            pick(answer, &choices).map(|choice| choice.number),
            expected,
            "{answer}"
        );
    }

    #[test]
    fn a_choice_is_meant_by_number_place_name_or_what_tells_it_apart() {
        check("2", Some(2));
        check("-1", None);
        check("#3", Some(3));
        check("the second", Some(2));
        check("the first one", Some(1));
        check("number two please", Some(2));
        check("last one", Some(3));
        check("2nd", Some(2));
        check("carter", Some(3));
        check("John Carter", Some(3));
        check("the one with 0102", Some(2));
        check("jsmith", Some(2));
    }

    #[test]
    fn what_fits_none_or_several_picks_nothing() {
        check("john smith", None);
        check("john", None);
        check("4", None);
        check("the", None);
        check("zelda", None);
        check("", None);
    }
}
