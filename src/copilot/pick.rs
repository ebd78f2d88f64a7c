//! Which of the numbered choices an answer means.

use super::outcome::Choice;
use crate::intents::Choosing;
use crate::value::words;

/// The choice that an answer means: by number, by place ("the second", "last one"), by its name or
/// by what tells it apart. `None` when it fits none, or several.
pub(super) fn pick<'a>(
    answer: &str,
    choices: &'a [Choice],
    choosing: &Choosing,
) -> Option<&'a Choice> {
    let said = words(answer);
    if answer.trim_start().starts_with('-') {
        return None;
    }
    if let Some(number) = choosing.place(&said, choices.len()) {
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
        .filter(|word| !choosing.is_around(word))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    use crate::intents::Grammar;
    use crate::nlu::date::Lang;

    fn check(answer: &str, expected: Option<usize>) {
        said(Lang::En, answer, expected);
    }

    fn said(lang: Lang, answer: &str, expected: Option<usize>) {
        let grammar = Grammar::load_embedded(lang).unwrap();
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
            pick(answer, &choices, grammar.choosing()).map(|choice| choice.number),
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
    fn a_choice_is_meant_in_spanish_too() {
        let check = |answer, expected| said(Lang::Es, answer, expected);
        check("el segundo", Some(2));
        check("la número 3 por favor", Some(3));
        check("el último", Some(3));
        check("la primera", Some(1));
        check("el dos", Some(2));
        check("2do", Some(2));
        check("carter", Some(3));
        check("el", None);
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
