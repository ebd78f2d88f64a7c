//! A sentence that may be broken off anywhere: how far its beginning gets, and what is missing.
//!
//! A template becomes a small machine whose states are walked all at once, so that a keystroke
//! costs time linear in what was typed, however many alternatives there are.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::nlu::{Node, Piece, Wild};
use crate::value::Kind;

/// Most words of a name.
const NAME_WORDS: usize = 5;
/// Of the words that the one at the cursor can become in one place, the first so many: in a file
/// they are said most.
const WORDS: usize = 2;

/// A place of a sentence where something is filled in.
#[derive(Debug, Clone)]
pub(super) struct Hole {
    /// The slot's name.
    pub slot: String,
    /// What stands there, where a parameter says so.
    pub kind: Option<Kind>,
    /// What the reader accepts there.
    pub wild: Wild,
    /// What examples say there.
    pub samples: Vec<String>,
}

#[derive(Debug)]
enum Code {
    Word(Arc<str>),
    Colon,
    Hole(usize),
    /// One of these; the first is the one that a completion takes.
    Alt(Vec<usize>),
    /// What follows, or else from there on; a completion leaves it out.
    Opt(usize),
    Jump(usize),
    End,
}

/// The machine of one sentence.
#[derive(Debug)]
pub(super) struct Program {
    code: Vec<Code>,
    pub holes: Vec<Hole>,
}

/// Something still to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'a> {
    Word(&'a str),
    Colon,
    /// By its place in [`Program::holes`].
    Hole(usize),
}

/// A way in which a beginning can go on.
#[derive(Debug)]
pub(super) enum Way<'a> {
    /// The word at the cursor ends so.
    Ends(&'a str, Vec<Item<'a>>),
    /// The hole at the cursor was begun with the piece of that number.
    Inside(usize, usize, Vec<Item<'a>>),
    /// The next word begins here.
    Next(Vec<Item<'a>>),
}

/// A way on, and how much of what was said hardly belongs where it stands.
#[derive(Debug)]
pub(super) struct Fit<'a> {
    pub way: Way<'a>,
    pub oddity: usize,
}

/// What a beginning is walked with.
pub(super) struct Beginning<'p, 'k> {
    /// The whole words and values.
    pub said: &'p [Piece<'p>],
    /// The beginning of the word at the cursor, folded.
    pub begun: &'p str,
    /// Letters of the values that may stand anywhere.
    pub lifts: &'p str,
    /// How odd it is that a hole should hold the pieces of this range; 0 when it is not.
    pub oddity: &'k dyn Fn(&Hole, Range<usize>) -> usize,
}

#[derive(Debug, Clone, Copy)]
struct Thread {
    at: usize,
    /// The piece that the open hole began with.
    since: Option<usize>,
    oddity: usize,
}

const START: Thread = Thread {
    at: 0,
    since: None,
    oddity: 0,
};

impl Program {
    /// The machine of a template's tree. `hole` says what a slot takes.
    pub fn of(node: &Node, hole: &dyn Fn(&str) -> Hole) -> Program {
        let mut program = Program {
            code: Vec::new(),
            holes: Vec::new(),
        };
        program.node(node, hole);
        program.code.push(Code::End);
        program
    }

    fn node(&mut self, node: &Node, hole: &dyn Fn(&str) -> Hole) {
        match node {
            Node::Word { text, .. } => self.code.push(Code::Word(text.clone())),
            Node::Colon => self.code.push(Code::Colon),
            Node::Slot { name, .. } => {
                self.code.push(Code::Hole(self.holes.len()));
                self.holes.push(hole(name));
            }
            Node::Phrase { inner, .. } => self.node(inner, hole),
            Node::Opt(inner) => {
                let at = self.code.len();
                self.code.push(Code::Opt(0));
                self.node(inner, hole);
                self.code[at] = Code::Opt(self.code.len());
            }
            Node::Alt(nodes) => {
                let at = self.code.len();
                self.code.push(Code::Alt(Vec::new()));
                let mut begins = Vec::new();
                let mut ends = Vec::new();
                for node in nodes {
                    begins.push(self.code.len());
                    self.node(node, hole);
                    ends.push(self.code.len());
                    self.code.push(Code::Jump(0));
                }
                let after = self.code.len();
                for end in ends {
                    self.code[end] = Code::Jump(after);
                }
                self.code[at] = Code::Alt(begins);
            }
            Node::Seq(nodes) => {
                let mut nodes = nodes.iter().peekable();
                while let Some(node) = nodes.next() {
                    // "appointment[s]" is one word or the other.
                    match nodes.next_if(|next| is_glued(next)) {
                        Some(ending) => self.node(&with_ending(node, ending), hole),
                        None => self.node(node, hole),
                    }
                }
            }
        }
    }

    /// The words that a sentence of this machine can begin with; none when it can begin with a hole.
    pub fn openings(&self) -> Option<BTreeSet<&str>> {
        let mut words = BTreeSet::new();
        for thread in self.closure(vec![START], &|_, _| 0) {
            match &self.code[thread.at] {
                Code::Word(word) => words.insert(&**word),
                Code::Hole(_) => return None,
                Code::Colon | Code::Alt(_) | Code::Opt(_) | Code::Jump(_) | Code::End => false,
            };
        }
        Some(words)
    }

    /// How the sentence can go on after a beginning.
    pub fn ways(&self, beginning: &Beginning<'_, '_>) -> Vec<Fit<'_>> {
        let (said, begun) = (beginning.said, beginning.begun);
        let mut fresh = vec![START];
        for (place, piece) in said.iter().enumerate() {
            let odd = |hole: &Hole, since| (beginning.oddity)(hole, since..place);
            fresh = self.step(&self.closure(fresh, &odd), place, *piece, beginning.lifts);
            if fresh.is_empty() {
                return Vec::new();
            }
        }
        let odd = |hole: &Hole, since| (beginning.oddity)(hole, since..said.len());
        let mut ways = Vec::new();
        let mut ends = 0;
        for thread in self.closure(fresh.clone(), &odd) {
            let way = match (&self.code[thread.at], thread.since) {
                (Code::Word(word), _) if !begun.is_empty() && ends < WORDS => {
                    let rest = word.strip_prefix(begun).filter(|rest| !rest.is_empty());
                    ends += usize::from(rest.is_some());
                    rest.map(|rest| Way::Ends(rest, self.rest(thread.at + 1)))
                }
                (Code::Hole(hole), Some(since)) => {
                    Some(Way::Inside(*hole, since, self.rest(thread.at + 1)))
                }
                (Code::Hole(hole), None) if !begun.is_empty() => {
                    Some(Way::Inside(*hole, said.len(), self.rest(thread.at + 1)))
                }
                _ => None,
            };
            let oddity = thread.oddity;
            ways.extend(way.map(|way| Fit { way, oddity }));
        }
        if begun.is_empty() {
            ways.extend(fresh.iter().map(|thread| match thread.since {
                Some(since) => Fit {
                    way: Way::Next(self.rest(thread.at + 1)),
                    oddity: thread.oddity + self.odd(thread.at, since, &odd),
                },
                None => Fit {
                    way: Way::Next(self.rest(thread.at)),
                    oddity: thread.oddity,
                },
            }));
        }
        ways
    }

    fn odd(&self, at: usize, since: usize, odd: &dyn Fn(&Hole, usize) -> usize) -> usize {
        match &self.code[at] {
            Code::Hole(hole) => odd(&self.holes[*hole], since),
            _ => 0,
        }
    }

    /// Every thread that waits for a piece, from these on; of two in the same place, the less odd.
    fn closure(&self, from: Vec<Thread>, odd: &dyn Fn(&Hole, usize) -> usize) -> Vec<Thread> {
        let mut seen = vec![usize::MAX; self.code.len() * 2];
        let mut waiting: Vec<Thread> = Vec::new();
        let mut open = from;
        open.reverse();
        while let Some(thread) = open.pop() {
            let mark = thread.at * 2 + usize::from(thread.since.is_some());
            if seen[mark] <= thread.oddity {
                continue;
            }
            let again = seen[mark] != usize::MAX;
            seen[mark] = thread.oddity;
            let at = |at| Thread {
                at,
                since: None,
                ..thread
            };
            match &self.code[thread.at] {
                Code::Alt(begins) => open.extend(begins.iter().rev().map(|begin| at(*begin))),
                Code::Opt(after) => open.extend([at(*after), at(thread.at + 1)]),
                Code::Jump(to) => open.push(at(*to)),
                Code::Word(_) | Code::Colon | Code::Hole(_) | Code::End => {
                    if again {
                        let same = |one: &Thread| {
                            (one.at, one.since.is_some()) == (thread.at, thread.since.is_some())
                        };
                        waiting.retain(|one| !same(one));
                    }
                    waiting.push(thread);
                    if let Some(since) = thread.since {
                        open.push(Thread {
                            oddity: thread.oddity + self.odd(thread.at, since, odd),
                            ..at(thread.at + 1)
                        });
                    }
                }
            }
        }
        waiting
    }

    fn step(&self, threads: &[Thread], place: usize, piece: Piece<'_>, lifts: &str) -> Vec<Thread> {
        let mut fresh: Vec<Thread> = Vec::new();
        for thread in threads {
            let next = Thread {
                at: thread.at + 1,
                since: None,
                ..*thread
            };
            match (&self.code[thread.at], piece) {
                (Code::Word(word), Piece::Word { text, .. }) if **word == *text => fresh.push(next),
                (Code::Colon, Piece::Colon) => fresh.push(next),
                (Code::Hole(hole), _) => {
                    let since = thread.since.unwrap_or(place);
                    if accepts(self.holes[*hole].wild, piece, place - since) {
                        fresh.push(Thread {
                            since: Some(since),
                            ..*thread
                        });
                    }
                }
                _ => {}
            }
            let is_between = match piece {
                Piece::Comma | Piece::Colon => true,
                Piece::Value(letter) => lifts.contains(letter),
                Piece::Word { .. } => false,
            };
            if is_between && thread.since.is_none() {
                fresh.push(*thread);
            }
        }
        fresh
    }

    /// The shortest end of the sentence from a state on.
    fn rest(&self, from: usize) -> Vec<Item<'_>> {
        let mut items = Vec::new();
        let mut at = from;
        loop {
            at = match &self.code[at] {
                Code::Word(word) => {
                    items.push(Item::Word(word));
                    at + 1
                }
                Code::Colon => {
                    items.push(Item::Colon);
                    at + 1
                }
                Code::Hole(hole) => {
                    items.push(Item::Hole(*hole));
                    at + 1
                }
                Code::Alt(begins) => begins[0],
                Code::Opt(after) => *after,
                Code::Jump(to) => *to,
                Code::End => return items,
            };
        }
    }
}

/// Whether a hole takes a piece as its word of that number.
fn accepts(wild: Wild, piece: Piece<'_>, number: usize) -> bool {
    match (wild, piece) {
        (Wild::Content, _) => true,
        (Wild::Typed(letters), Piece::Value(letter)) => number == 0 && letters.contains(letter),
        (Wild::Person, Piece::Value(letter)) => number == 0 && "EP".contains(letter),
        (Wild::Person | Wild::Name(_), Piece::Word { common, .. }) => {
            number < NAME_WORDS && !common
        }
        (
            Wild::Words | Wild::Thing | Wild::Tags | Wild::Listed | Wild::Several | Wild::Phrase,
            piece,
        ) => piece != Piece::Colon,
        (Wild::Typed(_) | Wild::Person | Wild::Name(_), _) => false,
    }
}

fn is_glued(node: &Node) -> bool {
    match node {
        Node::Word { glued, .. } => *glued,
        Node::Seq(nodes) | Node::Alt(nodes) => nodes.first().is_some_and(is_glued),
        Node::Opt(inner) => is_glued(inner),
        Node::Colon | Node::Slot { .. } | Node::Phrase { .. } => false,
    }
}

/// A node whose last word may, or has to, go on with an ending.
fn with_ending(node: &Node, ending: &Node) -> Node {
    let mut all: Vec<Node> = Vec::new();
    if matches!(ending, Node::Opt(_)) {
        all.push(node.clone());
    }
    let ends = endings(ending);
    all.extend(ends.iter().map(|ending| lengthened(node, ending)));
    Node::Alt(all)
}

fn endings(node: &Node) -> Vec<String> {
    match node {
        Node::Word { text, .. } => vec![text.to_string()],
        Node::Alt(nodes) => nodes.iter().flat_map(endings).collect(),
        Node::Opt(inner) => endings(inner),
        Node::Seq(nodes) => nodes.first().map(endings).unwrap_or_default(),
        Node::Colon | Node::Slot { .. } | Node::Phrase { .. } => Vec::new(),
    }
}

fn lengthened(node: &Node, ending: &str) -> Node {
    match node {
        Node::Word { text, glued } => Node::Word {
            text: format!("{text}{ending}").into(),
            glued: *glued,
        },
        Node::Seq(nodes) => {
            let mut nodes = nodes.clone();
            if let Some(last) = nodes.last_mut() {
                *last = lengthened(last, ending);
            }
            Node::Seq(nodes)
        }
        Node::Alt(nodes) => Node::Alt(nodes.iter().map(|node| lengthened(node, ending)).collect()),
        Node::Opt(inner) => Node::Opt(Box::new(lengthened(inner, ending))),
        Node::Colon | Node::Slot { .. } | Node::Phrase { .. } => node.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::nlu::parse;

    fn program(template: &str) -> Program {
        let node = parse(template, &BTreeMap::new()).expect("a template");
        Program::of(&node, &|slot| Hole {
            slot: slot.to_owned(),
            kind: None,
            wild: Wild::Name(1),
            samples: Vec::new(),
        })
    }

    fn words(said: &str) -> Vec<Piece<'_>> {
        let word = |text| Piece::Word {
            text,
            common: false,
        };
        said.split_whitespace().map(word).collect()
    }

    /// Every way on, `_` for a hole and `+` before the end of the word at the cursor.
    fn check(template: &str, said: &str, begun: &str, expected: &[&str]) {
        let program = program(template);
        let ways = program.ways(&Beginning {
            said: &words(said),
            begun,
            lifts: "",
            oddity: &|_, _| 0,
        });
        let shown = |items: &[Item<'_>]| {
            let items = items.iter().map(|item| match item {
                Item::Word(word) => *word,
                Item::Colon => ":",
                Item::Hole(_) => "_",
            });
            items.collect::<Vec<_>>().join(" ")
        };
        let ways: Vec<String> = ways
            .iter()
            .map(|fit| match &fit.way {
                Way::Ends(rest, items) => format!("+{rest} {}", shown(items)).trim().to_owned(),
                Way::Inside(_, since, items) => format!("({since}) {}", shown(items)),
                Way::Next(items) => shown(items),
            })
            .collect();
        assert_eq!(ways, expected, "{template}: {said}|{begun}");
    }

    #[test]
    fn a_beginning_goes_on_by_the_shortest_way() {
        let template = "(book|schedule) [a|an] (appointment|call)[s] (with|for) {contact}";
        check(template, "book", "", &["appointment with _"]);
        check(template, "schedule a", "", &["appointment with _"]);
        check(template, "book", "ca", &["+ll with _", "+lls with _"]);
        check(template, "book calls", "fo", &["+r _"]);
        check(template, "book it", "", &[]);
    }

    #[test]
    fn a_hole_takes_words_until_the_sentence_goes_on() {
        let template = "tag {contact} as {tags}";
        check(template, "tag", "ro", &["(1) as _"]);
        check(template, "tag rosa", "", &["(1) as _", "as _"]);
        check(template, "tag rosa", "a", &["(1) as _", "+s _"]);
    }
}
