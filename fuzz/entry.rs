//! What must hold for any input: shared by the fuzz targets and by the test that runs the corpus.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crm_copilot::intents::{Context, Grammar};
use crm_copilot::nlu::date::{self, Found, Lang, Now};

static ENGLISH: LazyLock<Grammar> = LazyLock::new(|| built_in(Lang::En));
static SPANISH: LazyLock<Grammar> = LazyLock::new(|| built_in(Lang::Es));

fn built_in(lang: Lang) -> Grammar {
    Grammar::load_embedded(lang).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Night in which clocks go forward: 2:30 does not exist in this zone.
fn context(lang: Lang) -> Context {
    let local =
        chrono::NaiveDate::from_ymd_opt(2025, 3, 9).and_then(|day| day.and_hms_opt(2, 30, 0));
    let now = Now {
        local: local.expect("a moment"),
        zone: chrono_tz::America::New_York,
    };
    Context {
        lang,
        now,
        pack: None,
    }
}

/// A message: its spans lie on characters, and it reads the same twice.
pub fn text(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for (grammar, lang) in [(&ENGLISH, Lang::En), (&SPANISH, Lang::Es)] {
        let reading = grammar.read(&text, &context(lang));
        for span in reading.clauses.iter().flat_map(|clause| &clause.spans) {
            assert!(text.get(span.start..span.end).is_some(), "{span:?}");
        }
        let again = grammar.read(&text, &context(lang));
        assert_eq!(reading.json(), again.json());
    }
}

/// Expressions of time: in order, apart, on characters, and none ends before it starts.
pub fn dates(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for lang in [Lang::En, Lang::Es] {
        let mut free = 0;
        for found in date::read(&text, lang, &context(lang).now) {
            let span = match found {
                Found::Length(length) => length.span,
                Found::When(when) => {
                    assert!(when.end.is_none_or(|end| end >= when.start), "{when:?}");
                    when.span
                }
            };
            assert!(span.start >= free && span.start < span.end, "{span:?}");
            assert!(text.get(span.clone()).is_some(), "{span:?}");
            free = span.end;
        }
    }
}

/// A file of a folder of intents, its name in the first line: it loads and reads, or its faults are
/// told.
pub fn templates(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (name, content) = text.split_once('\n').unwrap_or(("create_note.yaml", &text));
    let empty = [
        "_dialogue",
        "_guards",
        "_polite",
        "_replies",
        "_rules",
        "_turns",
        "_values",
        "_words",
    ];
    let mut files: BTreeMap<String, String> = empty
        .iter()
        .map(|name| (format!("{name}.yaml"), "{}".to_owned()))
        .collect();
    files.insert(name.to_owned(), content.to_owned());
    match Grammar::load_files(files, Lang::En) {
        Ok(grammar) => {
            // A template that is too large is a fault too.
            if let Err(faults) = grammar.compile() {
                assert!(!faults.to_string().is_empty());
            }
            grammar.read("note for jane: call her friday at 2", &context(Lang::En));
        }
        Err(faults) => assert!(!faults.0.is_empty()),
    }
}
