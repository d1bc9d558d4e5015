//! What a renderer gives: lines, their direction, and how many words they hold.

use std::fmt;

use crate::direction::Direction;
use crate::isolate::{bare, settle, words};

/// A rendered text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    direction: Direction,
    space: String,
    lines: Vec<String>,
    words: usize,
}

impl Text {
    /// A text without lines yet.
    /// `space` stands between a number and its unit.
    pub(crate) fn new(direction: Direction, space: String) -> Self {
        Text { direction, space, lines: Vec::new(), words: 0 }
    }

    /// Adds a line.
    pub(crate) fn push(&mut self, line: &str) {
        self.words += words(line);
        self.lines.push(settle(line, self.direction, &self.space));
    }

    /// Adds a line that repeats in other words what the line before said; the cap does not count it.
    pub(crate) fn push_echo(&mut self, line: &str) {
        self.lines.push(settle(line, self.direction, &self.space));
    }

    /// Which way its lines run.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Its lines, without line ends.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The lines without isolates, for terminals and tools that know none.
    pub fn plain(&self) -> String {
        self.lines.iter().map(|line| bare(line) + "\n").collect()
    }
}

impl fmt::Display for Text {
    /// Every line with its end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// Words of a rendered text as the cap of notices.md section 0 counts them: a machine value (time, place,
/// number, hash) is one; local times repeat a time and are none.
pub fn word_count(text: &Text) -> usize {
    text.words
}
