//! How long a draft is when read: the word cap of Z and O is counted in the longest of the languages that are
//! read at the charter's stations (notices.md section 0).

use notice::vocabulary::Precedence;
use notice::{Draft, Instant, Parameters};
use wording::{Packs, Reader, rendered};

/// Words in the longest language; `None` where no cap holds.
pub fn longest(draft: &Draft, charter: &Parameters, now: Instant) -> Option<usize> {
    let capped = matches!(draft.envelope.precedence, Precedence::Flash | Precedence::Immediate);
    if !capped {
        return None;
    }
    let languages: Vec<String> = charter.languages.iter().map(|read| read.word().to_lowercase()).collect();
    let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
    Some(rendered(Packs::shipped(), draft, &languages, &Reader::english(now)).words)
}
