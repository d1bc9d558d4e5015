//! Isolates of the bidirectional algorithm (UAX 9), so that a code in a Persian line keeps its own order.
//!
//! Renderers isolate always; [`settle`] takes the isolates out again where a line runs left-to-right throughout.

use crate::direction::Direction;

/// A machine value (code, number, time, place, hash): left-to-right whatever stands around it; one word.
pub fn machine(value: &str) -> String {
    format!("{LRI}{value}{PDI}")
}

/// Free text of an unknown language: its own first letter says its direction.
pub fn foreign(text: &str) -> String {
    format!("{FSI}{text}{PDI}")
}

/// A value of several parts (a duration, a quantity): one word for the cap, in the direction of its line.
pub fn together(value: &str) -> String {
    value.replace(' ', TIE)
}

/// The line as it is printed: with `space` for ties, and without isolates if nothing in it runs right-to-left.
pub fn settle(line: &str, direction: Direction, space: &str) -> String {
    let line = line.replace(TIE, space);
    let needed = direction == Direction::RightToLeft || line.chars().any(runs_right_to_left);
    if needed { line } else { bare(&line) }
}

/// A text without isolates.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| ![LRI, FSI, PDI].contains(c)).collect()
}

/// Words as the cap counts them: what stands between spaces and holds a letter or digit; a machine value is one.
pub fn words(line: &str) -> usize {
    let (mut count, mut machine, mut open, mut in_word) = (0, 0usize, Vec::new(), false);
    for c in line.chars() {
        match c {
            LRI | FSI => {
                open.push(c);
                machine += usize::from(c == LRI);
            }
            PDI => machine -= usize::from(open.pop() == Some(LRI)),
            _ if machine == 0 && c.is_whitespace() && !NO_BREAK.contains(&c) => in_word = false,
            _ if c.is_alphanumeric() && !in_word => {
                in_word = true;
                count += 1;
            }
            _ => {}
        }
    }
    count
}

/// Letters of Hebrew, Arabic, Persian and their presentation forms.
fn runs_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
}

/// Stands for a space inside one value until the line is printed; no text from outside holds a control character.
const TIE: &str = "\u{1f}";
/// Spaces at which no line breaks: before a French colon, between number and unit. They part no words.
const NO_BREAK: [char; 2] = ['\u{a0}', '\u{202f}'];
const LRI: char = '\u{2066}';
const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_isolated_only_where_something_runs_the_other_way() {
        let line = format!("LINE: {}", machine("US-2/1"));
        assert_eq!(settle(&line, Direction::LeftToRight, " "), "LINE: US-2/1");
        assert_eq!(settle(&line, Direction::RightToLeft, " "), line);
        let mixed = format!("{} {}", machine("US-2/1"), foreign("خط"));
        assert_eq!(settle(&mixed, Direction::LeftToRight, " "), mixed);
    }

    #[test]
    fn a_machine_value_is_one_word_and_free_text_is_counted() {
        assert_eq!(words(&format!("DTG: {} (clock error)", machine("TUE 171700Z AUG 27"))), 4);
        assert_eq!(words(&foreign("two words")), 2);
        assert_eq!(words(&format!("WITHIN {}", together("6 h 54 min"))), 2);
        assert_eq!(words("A. - :"), 1);
        assert_eq!(words("À : { 6\u{a0}h } "), 2, "a number and its unit are one word in every language");
    }
}
