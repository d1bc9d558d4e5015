//! A draft in sentences, for four languages.
//!
//! I1 no word is lost: the sentences joined are the draft but for blanks.

/// The sentences of a text, in order, blanks at the ends taken away.
pub fn sentences(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let unwrapped = text.lines().any(|line| line.chars().count() > WRAPPED_BELOW);
    let (mut out, mut held) = (Vec::new(), String::new());
    for (at, c) in chars.iter().enumerate() {
        if *c == '\n' {
            if breaks_line(&held, &chars[at + 1..], unwrapped) {
                push(&mut out, &mut held);
            } else {
                held.push(' ');
            }
            continue;
        }
        held.push(*c);
        let ends = match c {
            '!' | '?' | '؟' | '۔' | '…' => true,
            '.' => ends_at_stop(&held, chars.get(at + 1)),
            '»' | '”' | '"' | ')' => closes_a_sentence(&held),
            _ => false,
        };
        let closed = chars.get(at + 1).is_none_or(|next| next.is_whitespace());
        if ends && closed {
            push(&mut out, &mut held);
        }
    }
    push(&mut out, &mut held);
    out
}

fn push(out: &mut Vec<String>, held: &mut String) {
    let text = held.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().any(char::is_alphanumeric) {
        out.push(text);
    }
    held.clear();
}

/// A stop ends a sentence unless it stands in a number or after a letter alone or a known short form.
fn ends_at_stop(held: &str, next: Option<&char>) -> bool {
    if next.is_some_and(|c| c.is_alphanumeric()) {
        return false;
    }
    let before = held.trim_end_matches('.');
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let initials = word.chars().count() == 1 || word.contains('.');
    let spoken = word.chars().all(char::is_alphabetic) && initials && !word.is_empty();
    let short = SHORT.contains(&word.to_lowercase().as_str());
    let initial = initials && word.contains('.') && has_letter(word);
    !(spoken || short || initial)
}

fn has_letter(word: &str) -> bool {
    word.chars().any(char::is_alphabetic)
}

fn closes_a_sentence(held: &str) -> bool {
    let mut back = held.chars().rev().skip(1);
    matches!(back.next(), Some('.' | '!' | '?' | '؟'))
}

/// A line's end ends a sentence before an empty line, a point of a list or a line that begins anew; a line that was
/// only broken to fit goes on.
fn breaks_line(held: &str, rest: &[char], unwrapped: bool) -> bool {
    let mut rest = rest.iter().skip_while(|c| **c == ' ' || **c == '\t');
    let Some(next) = rest.next() else { return true };
    let short = held.trim().chars().count() < SHORT_LINE;
    *next == '\n' || *next == '\r' || "-*•–#>".contains(*next) || short || unwrapped
}

/// Lines of a text that was broken to fit are not longer than this.
const WRAPPED_BELOW: usize = 110;
/// A line this short was not broken to fit.
const SHORT_LINE: usize = 48;
const SHORT: [&str; 22] = [
    "mr", "mrs", "ms", "dr", "st", "no", "nos", "approx", "vs", "gen", "col", "lt", "capt", "adm", "sen",
    "rep", "art", "p", "pp", "cf", "env", "mt",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_in_numbers_and_short_forms_do_not_end_a_sentence() {
        let text = "The U.S. Navy holds 142.1 kg. Mr. Smith said no! ماند. چه شد؟ نعم.";
        let expected = ["The U.S. Navy holds 142.1 kg.", "Mr. Smith said no!", "ماند.", "چه شد؟", "نعم."];
        assert_eq!(sentences(text), expected);
    }

    #[test]
    fn a_line_broken_to_fit_goes_on_and_a_list_does_not() {
        let text =
            "The carrier will stay at the place where it has always been and go\nno nearer.\n\n- one\n- two";
        assert_eq!(sentences(text).len(), 3);
    }
}
