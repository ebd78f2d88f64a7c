//! What a language does with words beside its sentences: pronouns, titles, possessives, and
//! pronouns glued to verbs. Data of `_words.yaml`; the rules here are the same for all languages.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use regex::Regex;

use super::fold::fold;
use super::template::{Node, nothing};
use super::wildcard::one_of;

/// The habits of a language that templates, lines and names share. All words are folded.
#[derive(Debug, Clone, Default)]
pub struct Idiom {
    /// Stand for somebody or something named before: her, it.
    pub pronouns: Vec<String>,
    /// Pronouns beside a verb that mean the contact when a sentence names none: Spanish "le".
    pub objects: HashSet<String>,
    /// Stand before a name without being part of it: my, our, "la señora".
    pub articles: Vec<String>,
    /// Taken off a name: mr, doña.
    pub titles: HashSet<String>,
    /// Between the parts of a list: and.
    pub joints: Vec<String>,
    /// The ending of an owner, where the language has one: `'s`.
    pub possessive: Option<String>,
    /// Those of the pronouns that may stand for a thing: it.
    pub things: HashSet<String>,
    /// Words that end in a dot which ends no sentence: mr, inc.
    pub dotted: HashSet<String>,
    /// Verbs to which pronouns may be glued.
    pub verbs: HashSet<String>,
    /// The pronouns that are glued to them, one by one.
    pub enclitics: HashSet<String>,
    /// Forms in small letters, with their accents, and what they are written out as: "cancelé" is
    /// "he cancelado", "cancele" is not.
    pub forms: HashMap<String, Vec<String>>,
}

impl Idiom {
    /// Where a verb ends and the pronouns glued to it begin, in bytes: "mandamelo" at `me`, `lo`.
    pub(super) fn split(&self, word: &str) -> Option<Vec<usize>> {
        let mut endings = self.enclitics.iter();
        if !word.is_ascii() || !endings.any(|ending| word.ends_with(ending.as_str())) {
            return None;
        }
        // One or two pronouns are glued to a verb, so no cut is further from the end.
        let longest = self.enclitics.iter().map(String::len).max().unwrap_or(0);
        let first = word.len().saturating_sub(2 * longest).max(1);
        (first..word.len()).rev().find_map(|at| {
            if !self.verbs.contains(&word[..at]) {
                return None;
            }
            let mut cuts = vec![at];
            cuts.extend(self.cuts(&word[at..])?.into_iter().map(|cut| at + cut));
            Some(cuts)
        })
    }

    /// Where an ending of one or two glued pronouns is to be cut; `None` when it is none.
    fn cuts(&self, ending: &str) -> Option<Vec<usize>> {
        if self.enclitics.contains(ending) {
            return Some(Vec::new());
        }
        let cut = (1..ending.len()).find(|&at| {
            self.enclitics.contains(&ending[..at]) && self.enclitics.contains(&ending[at..])
        })?;
        Some(vec![cut])
    }

    /// A template with its forms written out, as lines have them.
    pub fn written_out<'a>(&self, source: &'a str) -> Cow<'a, str> {
        if self.forms.is_empty() {
            return Cow::Borrowed(source);
        }
        let mut out = String::with_capacity(source.len());
        let mut rest = source;
        while let Some(start) = rest.find(char::is_alphanumeric) {
            let word = &rest[start..];
            let end = word
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(word.len());
            out.push_str(&rest[..start]);
            match self.forms.get(&word[..end]) {
                Some(form) => out.push_str(&form.join(" ")),
                None => out.push_str(&word[..end]),
            }
            rest = &word[end..];
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// The tree of a template with glued pronouns cut off its verbs, as lines have them.
    pub(super) fn apart(&self, node: Node) -> Node {
        if self.enclitics.is_empty() {
            return node;
        }
        match node {
            Node::Word { text, glued } => self.word_apart(text, glued),
            Node::Seq(nodes) => Node::Seq(nodes.into_iter().map(|node| self.apart(node)).collect()),
            Node::Alt(nodes) => Node::Alt(nodes.into_iter().map(|node| self.apart(node)).collect()),
            Node::Opt(inner) => Node::Opt(Box::new(self.apart(*inner))),
            Node::Phrase { name, inner } => Node::Phrase {
                name,
                inner: Box::new(self.apart(*inner)),
            },
            other @ (Node::Colon | Node::Slot { .. }) => other,
        }
    }

    fn word_apart(&self, text: Arc<str>, glued: bool) -> Node {
        let (mut nodes, cuts) = if glued {
            match self.cuts(&text) {
                Some(cuts) => (Vec::new(), [vec![0], cuts].concat()),
                None => return Node::Word { text, glued },
            }
        } else {
            match self.split(&text) {
                Some(cuts) => {
                    let text = Arc::from(&text[..cuts[0]]);
                    (vec![Node::Word { text, glued }], cuts)
                }
                None => return Node::Word { text, glued },
            }
        };
        for (n, &cut) in cuts.iter().enumerate() {
            let end = cuts.get(n + 1).copied().unwrap_or(text.len());
            nodes.push(Node::Word {
                text: format!("'{}", &text[cut..end]).into(),
                glued: false,
            });
        }
        Node::Seq(nodes)
    }

    /// A joint and a verb after it, in a line: "y etiqueta". In a language that lists no verbs,
    /// `commands` are its verbs, which are nouns too, so that two words have to follow: "and text
    /// her back", not "and text blast". Behind a comma, a listed verb needs its pronoun: ", mándale",
    /// not ", lista premium".
    pub fn second_command<'a>(&'a self, commands: impl Iterator<Item = &'a String>) -> Regex {
        let (verbs, rest, behind): (Vec<&String>, _, _) = match self.verbs.is_empty() {
            true => (commands.collect(), r"(?: \S+){2}", r"(?: \S+){2}"),
            false => (self.verbs.iter().collect(), "", r" \x01?'"),
        };
        if verbs.is_empty() {
            return nothing();
        }
        let mut verbs: Vec<_> = verbs.iter().map(|verb| regex::escape(verb)).collect();
        verbs.sort();
        let verb = format!(r"\x01?(?:{})(?-u:\b)", verbs.join("|"));
        let pattern = format!(
            r"(?:{} {verb}{rest}| , {verb}{behind})",
            one_of(&self.joints)
        );
        // Words are escaped and the rest is ours.
        Regex::new(&pattern).unwrap_or_else(|_| nothing())
    }

    /// Whether a word stands for a person or thing named before.
    pub fn is_pronoun(&self, word: &str) -> bool {
        self.pronouns.iter().any(|known| known == word)
    }

    /// Whether a word may stand for a thing named before.
    pub fn is_thing(&self, word: &str) -> bool {
        self.things.contains(word)
    }
}

/// A word or text without accents, in small letters, as lines have it.
pub fn folded(text: &str) -> String {
    fold(text).text
}

#[cfg(test)]
mod tests {
    use super::{Idiom, Node};
    use crate::nlu::parse_rule;

    fn spanish() -> Idiom {
        let set = |words: &str| words.split(' ').map(str::to_owned).collect();
        Idiom {
            verbs: set("manda mandar da agenda agendar"),
            enclitics: set("me le lo la se"),
            ..Idiom::default()
        }
    }

    #[test]
    fn pronouns_are_cut_off_known_verbs_only() {
        let idiom = spanish();
        assert_eq!(idiom.split("mandale"), Some(vec![5]));
        assert_eq!(idiom.split("mandaselo"), Some(vec![5, 7]));
        assert_eq!(idiom.split("agendarme"), Some(vec![7]));
        assert_eq!(idiom.split("manda"), None);
        assert_eq!(idiom.split("graciela"), None);
        assert_eq!(Idiom::default().split("mandale"), None);
    }

    #[test]
    fn forms_are_written_out_by_their_accents() {
        let mut idiom = spanish();
        let form = ["he", "mandado"].map(str::to_owned).to_vec();
        idiom.forms.insert("mandé".to_owned(), form);
        assert_eq!(idiom.written_out("(mandé|mande) a"), "(he mandado|mande) a");
    }

    #[test]
    fn templates_are_cut_as_lines_are() {
        let idiom = spanish();
        let said = |text: &str| Node::Word {
            text: text.into(),
            glued: false,
        };
        let whole = idiom.apart(parse_rule("mandale", &Idiom::default()).unwrap());
        assert_eq!(whole, Node::Seq(vec![said("manda"), said("'le")]));
        let glued = idiom.apart(parse_rule("manda[melo]", &Idiom::default()).unwrap());
        assert_eq!(
            glued,
            Node::Seq(vec![
                said("manda"),
                Node::Opt(Box::new(Node::Seq(vec![said("'me"), said("'lo")])))
            ])
        );
        let plural = parse_rule("cita[s]", &Idiom::default()).unwrap();
        assert_eq!(idiom.apart(plural.clone()), plural);
    }
}
