//! What a renderer gives: lines, their direction, and the words in them.

use std::fmt;

use crate::isolate::bare;

/// Which way the lines of a text run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// English.
    LeftToRight,
    /// Persian, Arabic.
    RightToLeft,
}

/// A rendered text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Which way its lines run.
    pub direction: Direction,
    /// Its lines, without line ends.
    pub lines: Vec<String>,
}

impl Text {
    /// The lines without isolates, for tools that read a left-to-right terminal.
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

/// Words of a rendered text as the cap counts them: what stands between spaces and holds a letter or digit.
/// A machine value is one word; the renderer writes it with no-break spaces or isolates, which do not part it.
pub fn word_count(text: &str) -> usize {
    let (mut count, mut depth, mut in_word) = (0, 0usize, false);
    for c in text.chars() {
        match c {
            '\u{2066}' | '\u{2068}' => depth += 1,
            '\u{2069}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && c.is_whitespace() && c != '\u{a0}' => in_word = false,
            _ if c.is_alphanumeric() && !in_word => {
                in_word = true;
                count += 1;
            }
            _ => {}
        }
    }
    count
}
