//! What an event comes to on a line, its count with it.

use crate::line::Line;
use crate::tally::Counted;
use notice::truth::Truth;

/// What an event comes to on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// In three values.
    pub truth: Truth,
    /// Near, by place, magnitude or count.
    pub near: bool,
    /// Counts of its windows.
    pub counted: Counted,
}

impl Ruling {
    /// Of a line that every match crosses, or of an event that does not match.
    pub fn alone(truth: Truth, near: bool) -> Self {
        let counted = Counted { low: u32::from(truth.must()), high: u32::from(truth.may()) };
        Ruling { truth, near, counted }
    }

    /// Of a line that counts, by the windows that hold the event.
    pub fn counted(line: &Line, truth: Truth, near: bool, counted: Counted) -> Self {
        let truth = truth.and(counted.reached(line.count));
        let by_count = line.near_count.is_some_and(|near| counted.high >= near);
        Ruling { truth, near: !truth.must() && (near || by_count), counted }
    }

    /// The word: crossed, uncertain, near, or not crossed.
    pub fn word(self) -> &'static str {
        match (self.truth, self.near) {
            (Truth::True, _) => "crossed",
            (Truth::Uncertain, _) => "uncertain",
            (Truth::False, true) => "near",
            (Truth::False, false) => "not_crossed",
        }
    }
}
