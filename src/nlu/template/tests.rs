use std::collections::BTreeMap;

use super::{Lists, Template, parse_rule};
use crate::nlu::idiom::Idiom;
use crate::nlu::wildcard::Wild;

fn compile(source: &str) -> Result<Template, String> {
    let rules = BTreeMap::from([(
        "add".to_owned(),
        parse_rule("(add|put|write down)", &Idiom::default()).unwrap(),
    )]);
    let lists = Lists::from([(
        "status".to_owned(),
        BTreeMap::from([
            ("won".to_owned(), "won".to_owned()),
            ("closed won".to_owned(), "won".to_owned()),
        ]),
    )]);
    let wild = |name: &str| match name {
        "contact" => Some(Wild::Person),
        "note" => Some(Wild::Content),
        _ => None,
    };
    let idiom = Idiom::default();
    Template::compile(source, true, &rules, &lists, &idiom, &wild).map_err(|fault| fault.0)
}

#[test]
fn optional_words_alternatives_rules_and_endings() {
    let template = compile("<add> [a] (note[s]|memo) for {contact}").unwrap();
    for said in [
        " put a note for jane doe",
        " write down notes for jane",
        " add memo , for jane",
    ] {
        assert!(template.regex().is_match(said), "{said}");
    }
    for said in [
        " put a notes",
        " xadd note for jane",
        " add note for jane \u{1}and leave",
    ] {
        assert!(!template.regex().is_match(said), "{said}");
    }
    assert!(
        template
            .requires
            .contains(&vec!["memo".into(), "note".into()])
    );
}

#[test]
fn a_colon_has_to_be_there_and_content_takes_the_rest() {
    let template = compile("note for {contact}: {note}").unwrap();
    let found = template
        .regex()
        .captures(" note for jane : do not : call")
        .unwrap();
    assert_eq!(&found[1], " jane");
    assert_eq!(&found[2], " do not : call");
    assert!(!template.regex().is_match(" note for jane call"));
}

#[test]
fn a_list_takes_its_longest_words() {
    let template = compile("deals {status}").unwrap();
    assert_eq!(
        &template.regex().captures(" deals closed won").unwrap()[1],
        " closed won"
    );
}

#[test]
fn faults_are_told() {
    for source in [
        "note (a|b",
        "note <nothing>",
        "note {unknown}",
        "{contact}",
        "note (a|)",
        "Note",
        "note ]",
    ] {
        assert!(compile(source).is_err(), "{source}");
    }
    assert!(parse_rule("a {slot}", &Idiom::default()).is_err());
}
