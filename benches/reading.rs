//! How long one reading takes with every English intent loaded.

use criterion::{Criterion, criterion_group, criterion_main};
use crm_copilot::intents::{Context, Grammar};
use crm_copilot::nlu::date::{Lang, Now};

fn reading(criterion: &mut Criterion) {
    let grammar = Grammar::load_embedded(Lang::En).unwrap_or_else(|faults| panic!("{faults}"));
    let local = chrono::NaiveDate::from_ymd_opt(2026, 3, 4)
        .and_then(|day| day.and_hms_opt(9, 0, 0))
        .unwrap_or_default();
    let context = Context {
        lang: Lang::En,
        now: Now {
            local,
            zone: chrono_tz::America::New_York,
        },
        pack: None,
    };
    let sentences = [
        ("search", "what's rosa delgado's email"),
        (
            "create_and_tag",
            "add Rosa Delgado rosa@delgado.example 8135550177 and tag her as vip",
        ),
        (
            "book",
            "can you book otto brandt for next tuesday at 3:30pm for 45 minutes please",
        ),
        ("text", "text otto and tell him do not delete the file"),
        ("task", "remind me to follow up with ivan in 2 days"),
        ("slip", "serch contacts for ivan"),
        ("refused", "please don't delete otto brandt"),
        ("unknown", "how many keys does a xylophone have"),
    ];
    for (name, sentence) in sentences {
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| grammar.read(sentence, &context))
        });
    }
    criterion.bench_function("load_grammar", |bencher| {
        bencher.iter(|| Grammar::load_embedded(Lang::En))
    });
    criterion.bench_function("load_and_compile_grammar", |bencher| {
        bencher.iter(|| Grammar::load_embedded(Lang::En).map(|grammar| grammar.compile()))
    });
}

criterion_group!(benches, reading);
criterion_main!(benches);
