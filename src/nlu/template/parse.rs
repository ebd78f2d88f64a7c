//! From text to tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::TemplateFault;
use crate::nlu::idiom::{Idiom, folded};

/// In the place of a number of words: `{tags#}`, tags that carry their mark.
pub(super) const MARKED: u8 = u8::MAX;

/// The tree of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A fixed word, folded, shared by all places that a rule is named in. `glued`: continues the word
    /// before it.
    Word { text: Arc<str>, glued: bool },
    /// A colon that has to be there.
    Colon,
    /// One after the other.
    Seq(Vec<Node>),
    /// One of these.
    Alt(Vec<Node>),
    /// May be left out.
    Opt(Box<Node>),
    /// A wildcard; `least` words for names.
    Slot { name: String, least: u8 },
    /// A slot that is a template itself: `{title=call {_}}`.
    Phrase { name: String, inner: Box<Node> },
}

impl Node {
    /// Whether a slot with this number of words takes only tags that carry their mark.
    pub fn is_marked(least: u8) -> bool {
        least == MARKED
    }
}

/// Parses a rule of `_rules.yaml`, which holds neither slots nor rules, so that a template shows
/// all the slots it fills.
///
/// # Errors
/// What is wrong with it.
pub fn parse_rule(source: &str, idiom: &Idiom) -> Result<Node, TemplateFault> {
    if source.contains(['{', '<']) {
        return Err(TemplateFault(
            "a rule holds neither slots nor rules".to_owned(),
        ));
    }
    parse(&idiom.written_out(source), &BTreeMap::new())
}

/// Parses a template with the rules it names.
///
/// # Errors
/// What is wrong with it.
pub fn parse(source: &str, rules: &BTreeMap<String, Node>) -> Result<Node, TemplateFault> {
    let source = without_accents(source);
    let mut parser = Parser {
        rest: &source,
        rules,
        depth: 0,
    };
    let node = parser.alternatives(None)?;
    if parser.rest.is_empty() {
        Ok(node)
    } else {
        Err(TemplateFault(format!("unexpected `{}`", parser.rest)))
    }
}

/// Lines have no accents; templates may be written with them.
fn without_accents(source: &str) -> String {
    let fold = |c: char| match c {
        c if c.is_ascii() => c.to_string(),
        c => folded(&c.to_string()),
    };
    source.chars().map(fold).collect()
}

struct Parser<'a> {
    rest: &'a str,
    rules: &'a BTreeMap<String, Node>,
    depth: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self, close: Option<char>) -> Result<Node, TemplateFault> {
        self.depth += 1;
        if self.depth > 8 {
            return Err(TemplateFault("nested too deep".to_owned()));
        }
        let mut alternatives = vec![self.sequence()?];
        loop {
            match self.rest.chars().next() {
                Some('|') => {
                    self.rest = &self.rest[1..];
                    alternatives.push(self.sequence()?);
                }
                Some(c) if Some(c) == close => {
                    self.rest = &self.rest[1..];
                    break;
                }
                None if close.is_none() => break,
                Some(c) => return Err(TemplateFault(format!("unexpected `{c}`"))),
                None => {
                    return Err(TemplateFault(format!(
                        "`{}` is missing",
                        close.unwrap_or(' ')
                    )));
                }
            }
        }
        self.depth -= 1;
        if alternatives.iter().any(|a| *a == Node::Seq(Vec::new())) {
            return Err(TemplateFault("an empty alternative".to_owned()));
        }
        Ok(if alternatives.len() == 1 {
            alternatives.remove(0)
        } else {
            Node::Alt(alternatives)
        })
    }

    fn sequence(&mut self) -> Result<Node, TemplateFault> {
        let mut nodes = Vec::new();
        // Whether a word ended right here, so that `[s]` would continue it.
        let mut at_word = false;
        while let Some(c) = self.rest.chars().next() {
            match c {
                '|' | ')' | ']' | '}' => break,
                ' ' => {
                    self.rest = &self.rest[1..];
                    at_word = false;
                }
                '[' | '(' => {
                    self.rest = &self.rest[1..];
                    let mut inner = self.alternatives(Some(if c == '[' { ']' } else { ')' }))?;
                    if at_word {
                        glue(&mut inner);
                    }
                    nodes.push(if c == '[' {
                        Node::Opt(Box::new(inner))
                    } else {
                        inner
                    });
                    // "(deal|task)[s]": the ending continues whichever it was.
                    at_word = c == '(';
                }
                '{' if self.opens_phrase() => {
                    let name = self.until('=')?;
                    let inner = self.alternatives(Some('}'))?;
                    nodes.push(Node::Phrase {
                        name,
                        inner: Box::new(inner),
                    });
                    at_word = false;
                }
                '{' => {
                    let name = self.until('}')?;
                    let (name, least) = match name.split_once(':') {
                        None => match name.strip_suffix('#') {
                            Some(name) => (name, MARKED),
                            None => (name.as_str(), 1),
                        },
                        Some((name, least)) => (
                            name,
                            least
                                .parse()
                                .ok()
                                .filter(|n| (1..=4).contains(n))
                                .ok_or_else(|| {
                                    TemplateFault(format!("`{least}` is no number of words"))
                                })?,
                        ),
                    };
                    nodes.push(Node::Slot {
                        name: name.to_owned(),
                        least,
                    });
                    at_word = false;
                }
                '<' => {
                    let name = self.until('>')?;
                    let rule = self
                        .rules
                        .get(&name)
                        .ok_or_else(|| TemplateFault(format!("no rule <{name}>")))?;
                    nodes.push(rule.clone());
                    at_word = false;
                }
                ':' => {
                    self.rest = &self.rest[1..];
                    nodes.push(Node::Colon);
                    at_word = false;
                }
                // Commas and dashes may stand between any two words.
                ',' => self.rest = &self.rest[1..],
                _ => {
                    let end = self
                        .rest
                        .find([' ', '[', ']', '(', ')', '|', '{', '}', '<', '>', ':', ','])
                        .unwrap_or(self.rest.len());
                    if end == 0 {
                        return Err(TemplateFault(format!("unexpected `{c}`")));
                    }
                    let word = &self.rest[..end];
                    let fits = |c: char| {
                        c.is_ascii_lowercase() || c.is_ascii_digit() || "'-&/#".contains(c)
                    };
                    if !word.chars().all(fits) {
                        return Err(TemplateFault(format!(
                            "`{word}` is not written in small plain letters"
                        )));
                    }
                    nodes.push(Node::Word {
                        text: word.into(),
                        glued: false,
                    });
                    self.rest = &self.rest[end..];
                    at_word = true;
                }
            }
        }
        Ok(if nodes.len() == 1 {
            nodes.remove(0)
        } else {
            Node::Seq(nodes)
        })
    }

    fn opens_phrase(&self) -> bool {
        self.rest.find('=').is_some_and(|at| {
            self.rest[1..at]
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'_')
        })
    }

    fn until(&mut self, close: char) -> Result<String, TemplateFault> {
        let end = self
            .rest
            .find(close)
            .ok_or_else(|| TemplateFault(format!("`{close}` is missing")))?;
        let name = self.rest[1..end].to_owned();
        self.rest = &self.rest[end + 1..];
        Ok(name)
    }
}

/// Makes the first words of a group continue the word before it.
fn glue(node: &mut Node) {
    match node {
        Node::Word { glued, .. } => *glued = true,
        Node::Seq(nodes) => {
            if let Some(first) = nodes.first_mut() {
                glue(first);
            }
        }
        Node::Alt(nodes) => nodes.iter_mut().for_each(glue),
        Node::Opt(inner) => glue(inner),
        Node::Colon | Node::Slot { .. } | Node::Phrase { .. } => {}
    }
}
