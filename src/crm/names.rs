//! A person's name in two parts, as CRMs keep it.

/// Words that open a family name.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn",
    "la", "le", "st.", "ten", "ter", "van", "von", "zu",
];

/// Words that close a family name.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"];

/// Words that say that this is a company, which has no family name.
const COMPANIES: &[&str] = &[
    "ag", "bv", "co", "company", "corp", "gmbh", "group", "inc", "llc", "llp", "ltd", "plc", "pty",
    "sa", "sarl", "sl",
];

/// First and last name. One word, or a company, is a first name alone.
///
/// `"Anna van der Berg"` gives `("Anna", Some("van der Berg"))`.
pub(super) fn split(name: &str) -> (String, Option<String>) {
    if let Some((last, first)) = name.split_once(',')
        && !first.trim().is_empty()
        && !is_one_of(first, SUFFIXES)
        && !is_one_of(first, COMPANIES)
    {
        return (
            joined(first.split_whitespace()),
            Some(joined(last.split_whitespace())).filter(|last| !last.is_empty()),
        );
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_company = words.last().is_some_and(|word| is_one_of(word, COMPANIES));
    if words.len() < 2 || is_company {
        return (joined(words.into_iter()), None);
    }
    let mut at = words.len() - 1;
    if at > 1 && is_one_of(words[at], SUFFIXES) {
        at -= 1;
    }
    // "Van Morrison" is a first name and a last name, so a particle counts only after the first word.
    let at = (1..at)
        .find(|&i| is_one_of(words[i], PARTICLES))
        .unwrap_or(at);
    (
        joined(words[..at].iter().copied()),
        Some(joined(words[at..].iter().copied())),
    )
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    let word = word.trim().to_lowercase();
    list.contains(&word.as_str()) || list.contains(&word.replace('.', "").as_str())
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::split;

    fn check(name: &str, first: &str, last: &str) {
        assert_eq!(
            split(name),
            (
                first.to_owned(),
                Some(last.to_owned()).filter(|l| !l.is_empty())
            ),
            "{name}"
        );
    }

    #[test]
    fn splits_names_where_people_would() {
        check("Jane Doe", "Jane", "Doe");
        check("  Jane   Ann  Doe ", "Jane Ann", "Doe");
        check("Cher", "Cher", "");
        check("Anna van der Berg", "Anna", "van der Berg");
        check("Van Morrison", "Van", "Morrison");
        check("María de la Cruz", "María", "de la Cruz");
        check("John Smith Jr.", "John", "Smith Jr.");
        check("Doe, Jane", "Jane", "Doe");
        check("Acme Plumbing, LLC", "Acme Plumbing, LLC", "");
        check("Blue Heron Bakery Inc.", "Blue Heron Bakery Inc.", "");
        check("", "", "");
    }
}
