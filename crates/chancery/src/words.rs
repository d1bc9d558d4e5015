//! How long a draft is when read: the word cap of Z and O is counted in the longest of the shipped languages
//! (notices.md section 0).

use crate::paper::DraftId;
use notice::vocabulary::Precedence;
use notice::{Draft, Instant};
use wording::{Packs, Reader, render_draft, word_count};

/// Words in the longest language; `None` where no cap holds.
pub fn longest(draft: &Draft, now: Instant) -> Option<usize> {
    let capped = matches!(draft.envelope.precedence, Precedence::Flash | Precedence::Immediate);
    if !capped {
        return None;
    }
    let id = DraftId(0).to_string();
    let words = |packs: &Packs, reader: &Reader| word_count(&render_draft(packs, draft, &id, reader));
    let readers = [Reader::english(now), Reader::persian(now)];
    PACKS.with(|packs| readers.iter().map(|reader| words(packs, reader)).max())
}

thread_local! {
    /// The embedded packs, read once a thread: they are constants, but their bundles may not cross threads.
    static PACKS: Packs = Packs::embedded();
}
