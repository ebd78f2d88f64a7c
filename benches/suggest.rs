//! How long completing what is being typed takes, with every English intent loaded.

use criterion::{Criterion, criterion_group, criterion_main};
use crm_copilot::intents::{Context, Grammar, Names};
use crm_copilot::nlu::date::{Lang, Now};
use crm_copilot::value::{Kind, Resource};

fn suggest(criterion: &mut Criterion) {
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
    let mut names = Names::default();
    let contacts = (0..200).map(|number| format!("Rosa Delgado {number}"));
    names.add(Kind::Ref(Resource::Contact), contacts);
    let stages = ["Qualified", "Proposal sent"].map(str::to_owned);
    names.add(Kind::Ref(Resource::Stage), stages);
    names.add(Kind::Tags, ["vip", "hot lead"].map(str::to_owned));
    let beginnings = [
        ("one_letter", "a"),
        ("verb", "add "),
        ("name", "book an appointment with ro"),
        ("after_a_name", "move rosa delgado 7 to "),
        ("time", "book a call with rosa delgado 7 tomorrow at"),
        ("nothing_fits", "how many keys does a xyl"),
    ];
    for (name, typed) in beginnings {
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| grammar.complete(typed, &context, &|_| true, &names))
        });
    }
}

criterion_group!(benches, suggest);
criterion_main!(benches);
