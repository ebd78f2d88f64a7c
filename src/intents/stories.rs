//! What people tell around a command: "Hannah got married, change her last name to Prentiss",
//! "cancel his visit, he has the flu". It is no command, it says whom a pronoun means, and the
//! command beside it has to be whole without it.

use regex::Regex;

use super::guards::Guards;
use super::reading::RefusalKind;
use crate::nlu::{Line, Template};

/// The templates of `_stories.yaml`.
#[derive(Debug)]
pub(super) struct Stories {
    /// What is told before a command.
    pub before: Vec<Template>,
    /// What is told after it.
    pub after: Vec<Template>,
    /// Where one ends and the other begins.
    pub joints: Regex,
    /// What takes a wish back, quotes it or puts it off stands in no story: "she does not want it".
    pub never: Regex,
    /// What no story ends with: what comes after "the manual says" is quoted.
    pub quotes: Regex,
    /// Words that begin a story without a joint before them: "cancel his visit he has the flu".
    pub starts: Regex,
    /// What no story after a command begins with: "delete john, he said" reports it.
    pub reports: Regex,
}

/// A story before a command.
pub(super) struct Told {
    /// What comes after it.
    pub rest: Line,
    /// What it is about: the slot, the line that names it, and where.
    pub about: Option<(String, Line, std::ops::Range<usize>)>,
}

impl Stories {
    /// Each way to cut a story off the beginning of a line, the shortest story first.
    pub fn before(&self, line: &Line, guards: &Guards) -> Vec<Told> {
        let mut told = Vec::new();
        let mut about = None;
        let mut at = 0;
        for joint in self.joints.find_iter(line.text()) {
            let piece = line.slice(at..joint.start());
            let Some(named) = self.fits(&self.before, &piece, guards) else {
                break;
            };
            about = about.or_else(|| named.map(|(slot, range)| (slot, piece, range)));
            at = joint.end();
            let rest = line.slice(at..line.text().len());
            if rest.is_empty() {
                break;
            }
            told.push(Told {
                rest,
                about: about.clone(),
            });
        }
        told
    }

    /// Whether a whole line is nothing but a story.
    pub fn is_told(&self, line: &Line, guards: &Guards) -> bool {
        self.fits(&self.before, line, guards).is_some()
    }

    /// Each beginning of a line behind which nothing but a story comes, those before a joint first.
    pub fn after<'a>(
        &'a self,
        line: &'a Line,
        guards: &'a Guards,
    ) -> impl Iterator<Item = Line> + 'a {
        let joints = self.joints.find_iter(line.text());
        let starts = self.starts.find_iter(line.text());
        joints
            .map(|joint| joint.range())
            .chain(starts.map(|start| start.start()..start.start()))
            .filter(|joint| joint.start > 0)
            .filter(move |joint| {
                let story = line.slice(joint.end..line.text().len());
                !self.reports.is_match(story.text())
                    && self.fits(&self.after, &story, guards).is_some()
            })
            .map(move |joint| line.slice(0..joint.start))
    }

    /// Whether a piece of a line is a story: no condition is one. Inside is what it names, if anything.
    fn fits(
        &self,
        stories: &[Template],
        piece: &Line,
        guards: &Guards,
    ) -> Option<Option<(String, std::ops::Range<usize>)>> {
        let is_condition =
            |(guard, _): &(&super::guards::Guard, _)| guard.kind == RefusalKind::Condition;
        let text = piece.text();
        if self.never.is_match(text)
            || self.quotes.is_match(text)
            || guards.hits(piece).iter().any(is_condition)
        {
            return None;
        }
        stories.iter().find_map(|story| {
            let groups = story.regex().captures(text)?;
            let slots = story.slots.iter().zip(groups.iter().skip(1));
            let mut named = slots.filter(|(slot, _)| slot.name != "_");
            Some(named.find_map(|(slot, group)| Some((slot.name.clone(), group?.range()))))
        })
    }
}
