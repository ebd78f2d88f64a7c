//! The fuzz targets' corpus, through the same entry points, with the stable compiler.

use std::path::Path;

#[path = "../../fuzz/entry.rs"]
mod entry;

fn each_of(target: &str, enter: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut count = 0;
    for entry in std::fs::read_dir(folder.join(target)).unwrap() {
        enter(&std::fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count > 0, "the corpus of {target} is empty");
}

#[test]
fn every_message_of_the_corpus_holds() {
    each_of("text", entry::text);
}

#[test]
fn every_date_of_the_corpus_holds() {
    each_of("dates", entry::dates);
}

#[test]
fn every_file_of_the_corpus_loads_or_tells_its_faults() {
    each_of("templates", entry::templates);
}
