//! How long one message takes with every intent of a language loaded, how that grows with the
//! number of templates, how long loading takes, and how much memory it needs.
//!
//! The sentences are in no file of `intents/`. Beside criterion's figures a table is printed:
//! median and p99 over all readings of all sentences.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::Criterion;
use crm_copilot::intents::{Context, Grammar, Grammars};
use crm_copilot::nlu::date::{Lang, Now};
use serde_json::Value;

const ENGLISH: &[&str] = &[
    "what's rosa delgado's email",
    "add Rosa Delgado rosa@delgado.example 8135550177 and tag her as vip",
    "can you book otto brandt for next tuesday at 3:30pm for 45 minutes please",
    "text otto and tell him do not delete the file",
    "remind me to follow up with ivan in 2 days",
    "serch contacts for ivan",
    "please don't delete otto brandt",
    "how many keys does a xylophone have",
    "show me all deals in the proposal stage",
    "move the kitchen deal to won",
    "yes, send it",
    "what's on my calendar next week",
    "send an email to ivan about the invoice saying it is attached, thanks for waiting",
    "take the golf tag off wanda pickett",
    "cancel my appointment with otto on friday",
    "if ivan does not pay, remove him from the reactivation workflow",
    "new deal for otto brandt worth 12k called garage door",
    "tag everyone added last week as fresh",
    "should i text wanda?",
    "update wanda's phone number to (813) 555-0144",
    "post on facebook tomorrow at 9am: open house this saturday",
    "any unread messages",
];

const SPANISH: &[&str] = &[
    "cuál es el correo de rosa delgado",
    "crea el contacto Rosa Delgado rosa@delgado.example 8135550177 y etiquétala como vip",
    "agenda a otto brandt el próximo martes a las tres y media por 45 minutos por favor",
    "mándale un sms a otto: no borres el archivo",
    "recuérdame llamar a iván en 2 días",
    "vusca a iván",
    "por favor no borres a otto brandt",
    "cuántas teclas tiene un xilófono",
    "muéstrame los negocios en la etapa propuesta",
    "mueve el negocio de la cocina a ganado",
    "sí, mándalo",
    "qué tengo en la agenda la semana que viene",
    "envía un correo a iván sobre la factura diciendo que va adjunta, gracias por esperar",
    "quita la etiqueta golf a ofelia luna",
    "cancela mi cita con otto el viernes",
    "si iván no paga, sácalo del flujo de reactivación",
    "crea una oportunidad para otto brandt por 12 mil llamada puerta de garaje",
    "¿debería escribirle a ofelia?",
    "cambia el teléfono de ofelia a (813) 555-0144",
    "publica en facebook mañana a las 9: casa abierta este sábado",
    "hay mensajes sin leer",
];

const LANGS: [(Lang, &str, &[&str]); 2] = [(Lang::En, "en", ENGLISH), (Lang::Es, "es", SPANISH)];

fn context(lang: Lang) -> Context {
    let local =
        chrono::NaiveDate::from_ymd_opt(2026, 3, 4).and_then(|day| day.and_hms_opt(9, 0, 0));
    let now = Now {
        local: local.unwrap_or_default(),
        zone: chrono_tz::America::New_York,
    };
    Context {
        lang,
        now,
        pack: None,
    }
}

/// The files of a language with each template `copies` times, all but the first under other words.
fn files(folder: &str, copies: usize) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("intents")
        .join(folder);
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(root).expect("the folder of a language") {
        let path = entry.expect("a file").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let is_plain = name.starts_with('_') && name != "_rules.yaml";
        if copies == 1 || is_plain {
            files.insert(name, text);
            continue;
        }
        let mut content: Value = serde_saphyr::from_str(&text).expect("a file that loads");
        for copy in 1..copies {
            multiply(&mut content, &name, copy);
        }
        // What is JSON is YAML.
        files.insert(name, content.to_string());
    }
    files
}

fn multiply(content: &mut Value, name: &str, copy: usize) {
    if name == "_rules.yaml" {
        let rules = content.as_object_mut().expect("rules by name");
        let own: Vec<(String, String)> = rules
            .iter()
            .filter(|(name, _)| !name.contains('9'))
            .map(|(name, rule)| (name.clone(), rule.as_str().unwrap_or_default().to_owned()))
            .collect();
        for (name, rule) in own {
            rules.insert(
                format!("{name}9{copy}"),
                Value::from(other_words(&rule, copy)),
            );
        }
        return;
    }
    let more = |lines: &mut Value| {
        let Some(lines) = lines.as_array_mut() else {
            return;
        };
        let own: Vec<String> = lines
            .iter()
            .filter_map(Value::as_str)
            .filter(|line| !line.contains('9'))
            .map(str::to_owned)
            .collect();
        lines.extend(own.iter().map(|line| Value::from(other_words(line, copy))));
    };
    if let Some(lines) = content.get_mut("say") {
        more(lines);
    }
    let with = content.get_mut("say_with").and_then(Value::as_array_mut);
    for group in with.into_iter().flatten() {
        more(&mut group["say"]);
    }
}

/// A template with other words: each ends in a 9 and the number of the copy, rules included.
fn other_words(template: &str, copy: usize) -> String {
    let mut out = String::new();
    let mut in_slot = false;
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        let word = rest
            .find(|c: char| !c.is_alphabetic() && c != '_')
            .unwrap_or(rest.len());
        let (said, next) = rest.split_at(word.max(c.len_utf8()));
        out.push_str(said);
        match c {
            '{' => in_slot = true,
            '}' | '=' => in_slot = false,
            _ if word > 0 && !in_slot && !out.ends_with("'s") => out.push_str(&format!("9{copy}")),
            _ => {}
        }
        rest = next;
    }
    out
}

/// Median and p99 of one reading, over many rounds of all sentences.
fn spread(grammar: &Grammar, context: &Context, sentences: &[&str]) -> (Duration, Duration) {
    let mut times = Vec::new();
    for round in 0..300 {
        for sentence in sentences {
            let begun = Instant::now();
            black_box(grammar.read(black_box(sentence), context));
            // The first rounds compile templates, as a server does before its first message.
            if round > 4 {
                times.push(begun.elapsed());
            }
        }
    }
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

/// Memory of this process, in KiB (`VmRSS` in `/proc/self/status`, see proc(5)); 0 elsewhere.
fn memory() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    kib.unwrap_or_default()
}

fn figures() {
    let before = memory();
    let mut loads = Vec::new();
    let load = || Grammars::embedded().unwrap_or_else(|faults| panic!("{faults}"));
    let grammars = load();
    let loaded = memory();
    for _ in 0..20 {
        let begun = Instant::now();
        black_box(load());
        loads.push(begun.elapsed());
    }
    loads.sort_unstable();
    println!(
        "loading both languages: median {:?}, worst {:?}",
        loads[10], loads[19]
    );
    println!(
        "memory of both languages: {} MiB loaded",
        (loaded - before) / 1024
    );
    let settled = memory();
    grammars
        .compile()
        .unwrap_or_else(|faults| panic!("{faults}"));
    println!(
        "and {} MiB more with every template compiled",
        (memory() - settled) / 1024
    );
    println!("language  templates  median      p99");
    for (lang, folder, sentences) in LANGS {
        for copies in [1, 4, 16] {
            let grammar = Grammar::load_files(files(folder, copies), lang)
                .unwrap_or_else(|faults| panic!("{faults}"));
            let intents: Vec<&str> = grammar.intents().collect();
            let templates: usize = intents
                .iter()
                .map(|name| grammar.templates(name).count())
                .sum();
            let (median, p99) = spread(&grammar, &context(lang), sentences);
            println!("{folder:8}  {templates:9}  {median:<10.1?}  {p99:.1?}");
        }
    }
}

fn main() {
    // First, while no other grammar has taken memory.
    figures();
    let mut criterion = Criterion::default().configure_from_args();
    for (lang, folder, sentences) in LANGS {
        let grammar = Grammar::load_embedded(lang).unwrap_or_else(|faults| panic!("{faults}"));
        let context = context(lang);
        let mut next = sentences.iter().cycle();
        criterion.bench_function(&format!("read/{folder}"), |bencher| {
            bencher.iter(|| grammar.read(next.next().unwrap_or(&""), &context));
        });
        criterion.bench_function(&format!("load/{folder}"), |bencher| {
            bencher.iter(|| Grammar::load_embedded(lang));
        });
    }
    criterion.final_summary();
}
