//! Every sentence that the program asks for by key is in the intents folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crm_copilot::intents::Grammar;
use crm_copilot::nlu::date::Lang;
use crm_copilot::operations;
use crm_copilot::value::Effect;

/// The keys in quotes after `say(` or in the tables of the reply room.
fn literal_keys() -> BTreeSet<String> {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/copilot/reply");
    let mut keys = BTreeSet::new();
    for entry in fs::read_dir(room).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for piece in text.split("say(").skip(1) {
            let piece = piece.trim_start();
            if let Some(rest) = piece.strip_prefix('"')
                && let Some((key, _)) = rest.split_once('"')
            {
                keys.insert(key.to_owned());
            }
        }
    }
    keys
}

#[test]
fn every_sentence_that_is_asked_for_is_there() {
    let grammar = Grammar::load_embedded(Lang::En).unwrap();
    let mut missing: Vec<String> = literal_keys()
        .into_iter()
        .filter(|key| grammar.reply(key).is_none())
        .collect();
    for row in operations::all() {
        let key = format!("title_{}", row.name);
        let list = format!("list_{}", row.name);
        let looks = row.effect == Effect::Read && row.name != "view_dashboard";
        if looks && grammar.reply(&list).is_none() {
            missing.push(list);
        }
        if (row.is_confirmed() || row.is_plain_write()) && grammar.reply(&key).is_none() {
            missing.push(key);
        }
    }
    for topic in operations::topics() {
        let key = format!("topic_{topic}");
        if grammar.reply(&key).is_none() {
            missing.push(key);
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
