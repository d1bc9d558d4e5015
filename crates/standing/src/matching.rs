//! MATCH or MISMATCH of a read-back: computed from restatement and subject, alike on every node, never carried.

use notice::read_back::{self, Outcome as Compared};
use notice::types::l3_read_back::ReadBack;
use notice::vocabulary::NoticeType;
use notice::{Charter, Fields, Notice, Parameters};

/// What a restatement comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Every critical field agrees within its stated precision.
    Match,
    /// These paragraphs differ or are missing.
    Mismatch(Vec<String>),
}

/// Compares an L3 with its subject; fields that the charter adds are critical too.
pub fn outcome(subject: &Notice, l3: &Notice, charter: Option<&Parameters>) -> Outcome {
    compared(subject.kind(), subject.content(), l3, charter)
}

/// Compares an L3 with the charter version it reads back.
pub fn charter_outcome(subject: &Charter, l3: &Notice) -> Outcome {
    compared(NoticeType::Ch, &subject.content, l3, None)
}

fn compared(kind: NoticeType, stated: &Fields, l3: &Notice, charter: Option<&Parameters>) -> Outcome {
    let empty = Fields::new();
    let restated = ReadBack::of(l3).and_then(|l3| l3.restated()).unwrap_or(&empty);
    match read_back::compare(kind, stated, restated, charter) {
        Compared::Match => Outcome::Match,
        Compared::Mismatch(paragraphs) => {
            Outcome::Mismatch(paragraphs.iter().map(ToString::to_string).collect())
        }
    }
}
