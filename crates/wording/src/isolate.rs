//! Isolates of the bidirectional algorithm (UAX 9), so that a code in a Persian line keeps its own order.

use crate::text::Direction;

/// A machine value (code, number, time, place, hash): left-to-right whatever stands around it.
pub fn machine(value: &str, direction: Direction) -> String {
    match direction {
        Direction::LeftToRight => value.to_owned(),
        Direction::RightToLeft => format!("{LRI}{value}{PDI}"),
    }
}

/// Free text of an unknown language: its own first letter says its direction.
pub fn foreign(text: &str) -> String {
    format!("{FSI}{text}{PDI}")
}

/// A text without isolates, for counting and comparing.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| ![LRI, FSI, PDI].contains(c)).collect()
}

const LRI: char = '\u{2066}';
const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_isolated_only_where_the_line_runs_the_other_way() {
        assert_eq!(machine("US-2/1", Direction::LeftToRight), "US-2/1");
        assert_eq!(bare(&machine("US-2/1", Direction::RightToLeft)), "US-2/1");
        assert_ne!(machine("US-2/1", Direction::RightToLeft), "US-2/1");
    }
}
