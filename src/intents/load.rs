//! From the files of one language to a [`Grammar`]; every fault is reported, not only the first.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::OnceLock;

use regex::Regex;
use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;

use super::choosing::Choosing;
use super::doubt::Signs;
use super::files::{
    Fault, Faults, GuardFile, IntentFile, Line, PoliteFile, StoriesFile, TurnsFile, WordsFile,
};
use super::grammar::{Grammar, Talk};
use super::guards::{Guard, Guards};
use super::lexicon::{idiom, lexicon, lists, set, vocabulary, wild_of};
use super::patterns::{Pattern, Patterns};
use super::reading::RefusalKind;
use super::stories::Stories;
use super::turns::Turns;
use super::which_crm::WhichCrm;
use crate::nlu::{Idiom, Lists, Node, Template, Wild, date, nothing, parse_rule};
use crate::operations::{self, Operation};

#[derive(RustEmbed)]
#[folder = "intents/"]
struct Embedded;

/// What is said in talk itself, beside the operations.
pub(super) const DIALOGUE: &[&str] = &["help", "confirm", "deny", "cancel", "undo", "more"];
/// What follows "not" where a value is said that is none: "5500 not 5000".
const BESIDE: &str = r") \x02([A-Z])\d+";

/// The letter of each kind of value that may stand anywhere in a sentence.
pub(super) const LETTERS: &[(&str, char)] = &[
    ("when", 'W'),
    ("duration_minutes", 'L'),
    ("email", 'E'),
    ("phone", 'P'),
    ("amount", 'M'),
];

/// A time with its "due", which only sentences that act give up.
pub(super) const DUE: char = 'D';

impl Grammar {
    /// Loads the sentences built into the program.
    ///
    /// # Errors
    /// All faults of the files, with file and line.
    pub fn load_embedded(lang: date::Lang) -> Result<Grammar, Faults> {
        let folder = lang.code();
        let files = Embedded::iter()
            .filter_map(|path| {
                let name = path.strip_prefix(folder)?.strip_prefix('/')?.to_owned();
                let content = Embedded::get(&path)?;
                Some((name, String::from_utf8_lossy(&content.data).into_owned()))
            })
            .collect();
        load(files, lang)
    }

    /// Loads the sentences of one language from files in memory, by their names.
    ///
    /// # Errors
    /// All faults of the files, with file and line.
    pub fn load_files(
        files: BTreeMap<String, String>,
        lang: date::Lang,
    ) -> Result<Grammar, Faults> {
        load(files, lang)
    }

    /// Loads the sentences of a folder that has the form of `intents/`.
    ///
    /// # Errors
    /// All faults of the files, with file and line; a file that cannot be read is one of them.
    pub fn load_dir(path: &Path, lang: date::Lang) -> Result<Grammar, Faults> {
        let folder = path.join(lang.code());
        let fault = |file: &Path, detail: std::io::Error| {
            Faults(vec![Fault {
                file: file.display().to_string(),
                line: 0,
                detail: detail.to_string(),
            }])
        };
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(&folder).map_err(|e| fault(&folder, e))? {
            let path = entry.map_err(|e| fault(&folder, e))?.path();
            if path.extension().is_some_and(|e| e == "yaml") {
                let text = std::fs::read_to_string(&path).map_err(|e| fault(&path, e))?;
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                files.insert(name, text);
            }
        }
        let grammar = load(files, lang)?;
        grammar.compile()?;
        Ok(grammar)
    }

    /// Compiles every template now, not when a sentence first needs it.
    ///
    /// # Errors
    /// The templates that are too large.
    pub fn compile(&self) -> Result<(), Faults> {
        let folder = self.lang.code();
        let sayings = self.patterns.all.iter().map(|pattern| {
            let file = format!("{folder}/{}.yaml", pattern.intent);
            (file, &pattern.template)
        });
        let inner = self.within.iter().flat_map(|((intent, _), templates)| {
            let file = format!("{folder}/{intent}.yaml");
            templates
                .iter()
                .map(move |template| (file.clone(), template))
        });
        let faults: Vec<Fault> = sayings
            .chain(inner)
            .filter_map(|(file, template)| {
                let detail = format!("{}: {}", template.source, template.check().err()?.0);
                Some(Fault {
                    file,
                    line: 0,
                    detail,
                })
            })
            .collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Faults(faults))
        }
    }
}

struct Loader {
    /// The language's folder, for the names of files in faults.
    folder: &'static str,
    files: BTreeMap<String, String>,
    rules: BTreeMap<String, Node>,
    lists: Lists,
    idiom: Idiom,
    faults: Vec<Fault>,
}

pub(super) fn load(files: BTreeMap<String, String>, lang: date::Lang) -> Result<Grammar, Faults> {
    let mut loader = Loader {
        folder: lang.code(),
        files,
        rules: BTreeMap::new(),
        lists: Lists::new(),
        idiom: Idiom::default(),
        faults: Vec::new(),
    };
    let words: WordsFile = loader.file("_words.yaml");
    loader.lists = lists(&words);
    loader.idiom = idiom(&words);
    let rules: BTreeMap<String, Line> = loader.file("_rules.yaml");
    for (name, line) in rules {
        match parse_rule(&line.value, &loader.idiom) {
            Ok(node) => {
                loader.rules.insert(name, node);
            }
            Err(fault) => loader.fault("_rules.yaml", line.referenced.line(), fault.0),
        }
    }
    let mut talk = BTreeMap::new();
    let mut patterns = Vec::new();
    let dialogue: BTreeMap<String, IntentFile> = loader.file("_dialogue.yaml");
    for (intent, file) in dialogue {
        if !DIALOGUE.contains(&intent.as_str()) {
            loader.fault(
                "_dialogue.yaml",
                0,
                format!("`{intent}` is no move of the dialogue"),
            );
        }
        loader.intent("_dialogue.yaml", &intent, None, &file, &mut patterns);
        talk.insert(intent, Talk::of(file));
    }
    let names: Vec<String> = loader
        .files
        .keys()
        .filter(|name| !name.starts_with('_'))
        .cloned()
        .collect();
    for name in names {
        let intent = name.trim_end_matches(".yaml").to_owned();
        let file: IntentFile = loader.file(&name);
        match operations::find(&intent) {
            Some(operation) => loader.intent(&name, &intent, Some(operation), &file, &mut patterns),
            None => loader.fault(&name, 0, format!("there is no operation `{intent}`")),
        }
        talk.insert(intent, Talk::of(file));
    }
    let mut within = HashMap::new();
    for (intent, talk) in &talk {
        let Some(operation) = operations::find(intent) else {
            continue;
        };
        for (slot, lines) in &talk.within {
            let file = format!("{intent}.yaml");
            let templates = lines.iter().filter_map(|line| {
                loader.template(&file, line, false, &|slot| wild_of(operation, slot))
            });
            within.insert(
                (intent.clone(), slot.clone()),
                templates.collect::<Vec<_>>(),
            );
        }
    }
    let polite: PoliteFile = loader.file("_polite.yaml");
    let before = loader.joined("_polite.yaml", &polite.before, "^(?:", ")(?-u:\\b)", None);
    let asking = loader.joined("_polite.yaml", &polite.asking, "^(?:", ")(?-u:\\b)", None);
    let after = loader.joined("_polite.yaml", &polite.after, "(?:", ")+(?: [,:])*$", None);
    let joins = loader.joined("_polite.yaml", &polite.joins, "(?:", ")(?-u:\\b)", None);
    let parts = loader.joined(
        "_polite.yaml",
        &polite.joins,
        "(?:",
        ")(?-u:\\b)|(?: ,)+",
        None,
    );
    let guards = loader.guards(&polite.gerunds);
    let turns = loader.turns();
    let stories = loader.stories();
    let floats = loader.floats();
    let replies: BTreeMap<String, String> = loader.file("_replies.yaml");
    let page: BTreeMap<String, String> = loader.file("_page.yaml");
    let unnamed_rules = loader.unnamed_rules();
    let Loader {
        faults,
        lists,
        rules,
        idiom,
        ..
    } = loader;
    let lexicon = lexicon(&words, &patterns, idiom);
    let vocabulary = vocabulary(&words, &patterns);
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    Ok(Grammar {
        lang,
        lexicon,
        vocabulary,
        lists,
        possessed: set(&words.possessed),
        patterns: Patterns::new(patterns),
        rules,
        unnamed_rules,
        skeletons: OnceLock::new(),
        within,
        before,
        asking,
        after,
        joins,
        parts,
        gerunds: polite.gerunds,
        which_crm: WhichCrm::new(&words.crm),
        owners: any_word_of(words.owners.keys()),
        owner_words: words.owners.clone(),
        before_name: words.before_name.clone(),
        choosing: Choosing::new(&words.choosing),
        signs: Signs::new(&words.signs),
        guards,
        turns,
        stories,
        floats,
        talk,
        replies,
        page,
    })
}

impl Loader {
    fn fault(&mut self, file: &str, line: u64, detail: String) {
        self.faults.push(Fault {
            file: format!("{}/{file}", self.folder),
            line,
            detail,
        });
    }

    fn file<T: DeserializeOwned + Default>(&mut self, name: &str) -> T {
        let Some(text) = self.files.get(name) else {
            self.fault(name, 0, "missing".to_owned());
            return T::default();
        };
        match serde_saphyr::from_str(text) {
            Ok(value) => value,
            Err(error) => {
                let line = error.location().map_or(0, |at| at.line());
                self.fault(name, line, error.to_string());
                T::default()
            }
        }
    }

    fn template(
        &mut self,
        file: &str,
        line: &Line,
        whole: bool,
        wild: &dyn Fn(&str) -> Option<Wild>,
    ) -> Option<Template> {
        match Template::compile(
            &line.value,
            whole,
            &self.rules,
            &self.lists,
            &self.idiom,
            wild,
        ) {
            Ok(template) => Some(template),
            Err(fault) => {
                self.fault(
                    file,
                    line.referenced.line(),
                    format!("{}: {}", line.value, fault.0),
                );
                None
            }
        }
    }

    fn intent(
        &mut self,
        file: &str,
        intent: &str,
        operation: Option<&'static Operation>,
        content: &IntentFile,
        patterns: &mut Vec<Pattern>,
    ) {
        let wild = |slot: &str| operation.and_then(|operation| wild_of(operation, slot));
        let plain = content.say.iter().map(|line| (line, Vec::new()));
        let with = content
            .say_with
            .iter()
            .flat_map(|with| with.say.iter().map(|line| (line, with.needs.clone())));
        for (line, needs) in plain.chain(with) {
            if let Some(template) = self.template(file, line, true, &wild) {
                patterns.push(Pattern::of(intent, operation, template, needs));
            }
        }
        if let Some(operation) = operation {
            for slot in content
                .ask
                .keys()
                .filter(|slot| operation.param(slot).is_none())
            {
                self.fault(file, 0, format!("asks for `{slot}`, which is no parameter"));
            }
        }
    }

    /// Rules that stand in no file between their signs.
    fn unnamed_rules(&self) -> Vec<String> {
        let is_named = |name: &str| {
            let rule = format!("<{name}>");
            self.files.values().any(|text| text.contains(&rule))
        };
        let names = self.rules.keys().filter(|name| !is_named(name));
        names.cloned().collect()
    }

    /// Many small templates as one regex.
    fn joined(
        &mut self,
        file: &str,
        lines: &[Line],
        open: &str,
        close: &str,
        slot: Option<Wild>,
    ) -> Regex {
        let mut pieces = Vec::new();
        for line in lines {
            if let Some(template) = self.template(file, line, false, &|_| slot) {
                pieces.push(template.pattern);
            }
        }
        if pieces.is_empty() {
            pieces.push(r"\x00".to_owned());
        }
        let pattern = format!("{open}{}{close}", pieces.join("|"));
        match Regex::new(&pattern) {
            Ok(regex) => regex,
            Err(error) => {
                self.fault(file, 0, error.to_string());
                nothing()
            }
        }
    }

    fn floats(&mut self) -> Vec<(char, Regex)> {
        let file: BTreeMap<String, Vec<Line>> = self.file("_values.yaml");
        let mut floats = Vec::new();
        for (slot, lines) in file {
            let letter = LETTERS
                .iter()
                .find(|(name, _)| *name == slot)
                .map(|(_, letter)| *letter);
            let letter = letter
                .or((slot == "when_due").then_some(DUE))
                .or((slot == "money").then_some('M'));
            let Some(letter) = letter else {
                self.fault(
                    "_values.yaml",
                    0,
                    format!("`{slot}` is no value that stands anywhere"),
                );
                continue;
            };
            let wild = Wild::Typed(match letter {
                'M' if slot == "money" => "M",
                'M' => "MN",
                'W' | DUE => "W",
                'L' => "L",
                'E' => "E",
                _ => "P",
            });
            floats.push((
                letter,
                self.joined("_values.yaml", &lines, "(?:", ")", Some(wild)),
            ));
        }
        // What takes more words along goes first.
        floats.sort_by_key(|(letter, _)| *letter != DUE);
        floats
    }

    fn turns(&mut self) -> Turns {
        const FILE: &str = "_turns.yaml";
        let file: TurnsFile = self.file(FILE);
        let words = file.slot_words.clone();
        self.lists.insert("slot".to_owned(), words);
        let mut all = |lines: &[Line]| -> Vec<Template> {
            let wild = |slot: &str| match slot {
                "contact" => Some(Wild::Person),
                "value" | "old" | "both" | "couple" | "name" => Some(Wild::Words),
                "length" => Some(Wild::Typed("L")),
                "when" => Some(Wild::Typed("W")),
                _ => None,
            };
            let templates = lines
                .iter()
                .filter_map(|line| self.template(FILE, line, true, &wild));
            templates.collect()
        };
        let mut turns = Turns {
            says: all(&file.correct.says),
            named: all(&file.correct.named),
            sure: all(&file.correct.sure),
            anew: all(&file.correct.anew),
            perhaps: all(&file.correct.perhaps),
            agreed: all(&file.correct.agreed),
            more: all(&file.correct.more),
            other: all(&file.correct.other),
            hesitate: all(&file.hesitate),
            denies: nothing(),
            either: nothing(),
            hedges: nothing(),
            skip: all(&file.skip),
            leave: all(&file.leave),
            back: all(&file.back),
            again: all(&file.again),
            too: nothing(),
            same_time: nothing(),
            slot_words: file.slot_words,
            around: set(&file.around),
        };
        turns.too = self.joined(FILE, &file.too, "(?:", r")(?-u:\b)", None);
        let doubt = &file.doubt;
        turns.denies = self.joined(FILE, &doubt.denies, "(?:", r")(?-u:\b)", None);
        turns.either = self.joined(FILE, &doubt.either, "(?:", r")(?-u:\b)", None);
        turns.hedges = self.joined(FILE, &doubt.perhaps, "(?:", r")(?-u:\b)", None);
        turns.same_time = self.joined(FILE, &file.same_time, "(?:", r")(?-u:\b)", None);
        self.lists.remove("slot");
        turns
    }

    fn stories(&mut self) -> Stories {
        const FILE: &str = "_stories.yaml";
        let file: StoriesFile = self.file(FILE);
        let mut all = |lines: &[Line]| -> Vec<Template> {
            let wild = |slot: &str| match slot {
                "contact" => Some(Wild::Person),
                "opportunity" => Some(Wild::Thing),
                "title" | "_" => Some(Wild::Words),
                _ => None,
            };
            let templates = lines
                .iter()
                .filter_map(|line| self.template(FILE, line, true, &wild));
            templates.collect()
        };
        let (before, after) = (all(&file.before), all(&file.after));
        let starts = self.joined(FILE, &file.starts, "(?:", r")(?-u:\b)", None);
        let never = self.joined(FILE, &file.never, "(?:", r")(?-u:\b)", None);
        let quotes = self.joined(FILE, &file.quotes, "(?:", ")(?: ,)*$", None);
        let reports = self.joined(FILE, &file.reports, "^(?:", r")(?-u:\b)", None);
        let words = self.joined(FILE, &file.joins, "(?:", r")(?-u:\b)", None);
        let joints = format!("(?: ,)+(?:{words})?|{words}");
        Stories {
            before,
            after,
            joints: Regex::new(&joints).unwrap_or(words),
            starts,
            never,
            quotes,
            reports,
        }
    }

    fn guards(&mut self, gerunds: &BTreeMap<String, String>) -> Guards {
        let file: BTreeMap<String, GuardFile> = self.file("_guards.yaml");
        let mut kinds = Vec::new();
        let mut foreign = GuardFile::default();
        for (name, guard) in file {
            let kind = match name.as_str() {
                "negation" => RefusalKind::Negation,
                "question" => RefusalKind::Question,
                "condition" => RefusalKind::Condition,
                "past" => RefusalKind::Past,
                "remark" => RefusalKind::Remark,
                "foreign" => {
                    foreign = guard;
                    continue;
                }
                _ => {
                    self.fault("_guards.yaml", 0, format!("`{name}` is no kind of guard"));
                    continue;
                }
            };
            kinds.push(Guard {
                kind,
                anywhere: self.joined("_guards.yaml", &guard.anywhere, "(?:", ")(?-u:\\b)", None),
                first: self.joined("_guards.yaml", &guard.first, "^(?:", ")(?-u:\\b)", None),
                inside: self.joined("_guards.yaml", &guard.inside, "(?:", ")(?-u:\\b)", None),
                last: self.joined("_guards.yaml", &guard.last, "(?:", ")(?: [,:])*$", None),
                verbs: guard.verbs,
            });
        }
        let edge = self.joined("_guards.yaml", &foreign.edges, "(?:", ")", None);
        // At the beginning or at the end.
        let either = format!(r"^(?:{edge})(?-u:\b)|(?:{edge})(?: ,)*$");
        let edges = Regex::new(&either).unwrap_or_else(|error| {
            self.fault("_guards.yaml", 0, error.to_string());
            nothing()
        });
        Guards {
            kinds,
            foreign: self.joined("_guards.yaml", &foreign.inside, "(?:", ")(?-u:\\b)", None),
            whole: self.joined("_guards.yaml", &foreign.whole, "^(?:", ")(?: [,:])*$", None),
            sends: self.joined("_guards.yaml", &foreign.sends, "^(?:", ")(?: [,:])*$", None),
            own: set(&foreign.own),
            stages: self.joined(
                "_guards.yaml",
                &foreign.stages,
                "^(?:",
                ")(?: [,:])*$",
                None,
            ),
            titles: self.joined("_guards.yaml", &foreign.titles, "^(?:", ")(?-u:\\b)", None),
            in_tags: self.joined("_guards.yaml", &foreign.tags, "(?:", ")(?-u:\\b)", None),
            foreign_stage: self.joined(
                "_guards.yaml",
                &foreign.anywhere,
                "(?:",
                ")(?-u:\\b)",
                None,
            ),
            leads: self.joined("_guards.yaml", &foreign.first, "^(?:", ")(?-u:\\b)", None),
            edges,
            besides: self.joined("_guards.yaml", &foreign.besides, "(?: ,)*(?:", BESIDE, None),
            between: self.joined("_guards.yaml", &foreign.between, "^(?:", ")(?: ,)*$", None),
            asks: self.joined("_guards.yaml", &foreign.asks, "^(?:", ")$", None),
            contents: self.joined("_guards.yaml", &foreign.contents, "^(?:", ")(?: ,)*$", None),
            second: self.idiom.second_command(gerunds.values()),
        }
    }
}

/// Any of these words, whatever its capitals.
fn any_word_of<'a>(words: impl Iterator<Item = &'a String>) -> Regex {
    let words: Vec<String> = words.map(|word| regex::escape(word)).collect();
    match words.is_empty() {
        true => nothing(),
        false => {
            Regex::new(&format!(r"(?i)\b(?:{})\b", words.join("|"))).unwrap_or_else(|_| nothing())
        }
    }
}
