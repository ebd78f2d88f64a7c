//! From tree to regex.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use super::parse::MARKED;
use super::{Lists, Node, SlotUse, Template, TemplateFault};
use crate::nlu::idiom::Idiom;
use crate::nlu::wildcard::{GAP, Wild, one_of, phrase, regex};

pub(super) fn compile(
    source: &str,
    whole: bool,
    node: &Node,
    lists: &Lists,
    idiom: &Idiom,
    wild: &dyn Fn(&str) -> Option<Wild>,
) -> Result<Template, TemplateFault> {
    let mut build = Build {
        regex: String::new(),
        slots: Vec::new(),
        words: Vec::new(),
        lists,
        idiom,
        wild,
    };
    build.node(node)?;
    let Build {
        regex,
        slots,
        words,
        ..
    } = build;
    let requires: Vec<Vec<Arc<str>>> = required(node)
        .into_iter()
        .map(|set| set.into_iter().cloned().collect())
        .collect();
    if whole && requires.is_empty() {
        return Err(TemplateFault("no word that has to be said".to_owned()));
    }
    let pattern = if whole {
        format!("^(?:{regex}){GAP}$")
    } else {
        regex
    };
    Ok(Template {
        source: source.to_owned(),
        pattern,
        compiled: OnceLock::new(),
        slots,
        requires,
        words,
    })
}

struct Build<'a> {
    regex: String,
    slots: Vec<SlotUse>,
    words: Vec<Arc<str>>,
    lists: &'a Lists,
    idiom: &'a Idiom,
    wild: &'a dyn Fn(&str) -> Option<Wild>,
}

impl Build<'_> {
    fn node(&mut self, node: &Node) -> Result<(), TemplateFault> {
        match node {
            Node::Word { text, glued } => {
                self.words.push(text.clone());
                if !glued {
                    self.regex.push_str(GAP);
                    self.regex.push_str(r" \x01?");
                }
                if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                    self.regex.push_str(text);
                } else {
                    self.regex.push_str(&::regex::escape(text));
                }
            }
            Node::Colon => self.regex.push_str("(?: ,)* :"),
            Node::Seq(nodes) => {
                for node in nodes {
                    self.node(node)?;
                }
            }
            Node::Alt(nodes) => {
                // The longer one first: "that says" before "that".
                let mut nodes: Vec<&Node> = nodes.iter().collect();
                nodes.sort_by_cached_key(|node| std::cmp::Reverse(words(node)));
                self.regex.push_str("(?:");
                for (i, node) in nodes.into_iter().enumerate() {
                    if i > 0 {
                        self.regex.push('|');
                    }
                    self.node(node)?;
                }
                self.regex.push(')');
            }
            Node::Opt(inner) => {
                self.regex.push_str("(?:");
                self.node(inner)?;
                self.regex.push_str(")?");
            }
            Node::Slot { name, least } => self.slot(name, *least)?,
            Node::Phrase { name, inner } => {
                if (self.wild)(name).is_none() {
                    return Err(TemplateFault(format!("{{{name}}} is no slot here")));
                }
                self.slots.push(SlotUse {
                    name: name.clone(),
                    wild: Wild::Phrase,
                });
                self.regex.push('(');
                self.node(inner)?;
                self.regex.push(')');
            }
        }
        Ok(())
    }

    fn slot(&mut self, name: &str, least: u8) -> Result<(), TemplateFault> {
        let wild = match (name, self.lists.get(name)) {
            ("_", _) => Wild::Words,
            (_, Some(_)) => match (self.wild)(name) {
                Some(Wild::Several) => Wild::Several,
                _ => Wild::Listed,
            },
            (_, None) => (self.wild)(name)
                .ok_or_else(|| TemplateFault(format!("{{{name}}} is no slot here")))?,
        };
        let wild = match wild {
            Wild::Name(_) => Wild::Name(least),
            Wild::Person if least > 1 && least != MARKED => Wild::Name(least),
            other => other,
        };
        self.slots.push(SlotUse {
            name: name.to_owned(),
            wild,
        });
        let piece = match wild {
            Wild::Listed | Wild::Several => {
                let words = self
                    .lists
                    .get(name)
                    .ok_or_else(|| TemplateFault(format!("{{{name}}} has no word list")))?;
                // Longest first, so that "in progress" is not read as "in".
                let mut words: Vec<_> = words.keys().collect();
                words.sort_by_key(|word| std::cmp::Reverse(word.len()));
                let words: Vec<_> = words.into_iter().map(|said| phrase(said)).collect();
                let one = format!("(?:{})", words.join("|"));
                if wild == Wild::Several {
                    let and = one_of(&self.idiom.joints);
                    format!("{one}(?:(?: ,)?(?:{and})?{one})*")
                } else {
                    one
                }
            }
            Wild::Tags if least == MARKED => {
                format!("(?: #[!-~]+(?: ,|{})?)+", one_of(&self.idiom.joints))
            }
            other => regex(other, self.idiom),
        };
        // "my boss" is called "boss".
        let mine = if wild == Wild::Person {
            format!("(?:{})?", one_of(&self.idiom.articles))
        } else {
            String::new()
        };
        let _ = write!(self.regex, "{GAP}{mine}({piece})");
        Ok(())
    }
}

/// How many fixed words a node has at least.
fn words(node: &Node) -> usize {
    match node {
        Node::Word { glued: false, .. } | Node::Slot { .. } => 1,
        Node::Seq(nodes) => nodes.iter().map(words).sum(),
        Node::Alt(nodes) => nodes.iter().map(words).min().unwrap_or(0),
        Node::Phrase { inner, .. } => words(inner),
        Node::Word { glued: true, .. } | Node::Colon | Node::Opt(_) => 0,
    }
}

/// Sets of words of which one each has to stand in the sentence.
fn required(node: &Node) -> Vec<Vec<&Arc<str>>> {
    match node {
        Node::Word { text, glued: false } => vec![vec![text]],
        Node::Seq(nodes) => nodes.iter().flat_map(required).collect(),
        Node::Alt(nodes) => {
            // Of each alternative, the set that says most; all together make one set.
            let mut union = Vec::new();
            for node in nodes {
                let best = required(node)
                    .into_iter()
                    .max_by_key(|set| set.iter().map(|word| word.len()).min().unwrap_or(0));
                let Some(best) = best else {
                    return Vec::new();
                };
                union.extend(best);
            }
            union.sort_unstable();
            union.dedup();
            vec![union]
        }
        Node::Phrase { inner, .. } => required(inner),
        Node::Word { glued: true, .. } | Node::Colon | Node::Opt(_) | Node::Slot { .. } => {
            Vec::new()
        }
    }
}
