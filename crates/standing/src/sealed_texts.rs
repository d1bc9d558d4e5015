//! M8, exchange of sealed texts (notices.md section 8): OPENED(due) -commitment-> COMMITTED(by whom) -all->
//! ALL-COMMITTED -reveal-> REVEALED(by whom) -all match their commitments-> CLOSED; at due and the charter's time after
//! it NOT-REVEALED(name).
//!
//! I1 a text counts only if it comes after every party has committed and gives its author's own commitment. I2 whoever
//! commits and does not reveal is named.

use crate::book::Filed;
use crate::seal;
use crate::view::{View, addressees};
use line::ids::PartyCode;
use notice::vocabulary::{NoticeType, SealPhase};
use notice::{Code8, Sealed};
use std::collections::{BTreeMap, BTreeSet};

/// Where an exchange stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealedState {
    /// Some have committed.
    Committed {
        /// Who.
        by: Vec<PartyCode>,
    },
    /// All have, nobody has revealed.
    AllCommitted,
    /// Some have revealed what they committed to.
    Revealed {
        /// Who.
        by: Vec<PartyCode>,
    },
    /// All have.
    Closed {
        /// When the last text came, ms UTC.
        at_ms: i64,
    },
    /// The time is over and these have not revealed what they committed to, or have not committed.
    NotRevealed {
        /// Who.
        names: Vec<PartyCode>,
    },
}

/// An exchange of sealed texts of one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedExchange {
    /// Its id.
    pub exchange: Code8,
    /// Of which type.
    pub kind: NoticeType,
    /// Who takes part.
    pub parties: Vec<PartyCode>,
    /// By when all must have committed, ms UTC.
    pub due_ms: i64,
    /// Where it stands.
    pub state: SealedState,
}

impl SealedState {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            SealedState::Committed { .. } => "COMMITTED",
            SealedState::AllCommitted => "ALL-COMMITTED",
            SealedState::Revealed { .. } => "REVEALED",
            SealedState::Closed { .. } => "CLOSED",
            SealedState::NotRevealed { .. } => "NOT-REVEALED",
        }
    }

    /// Those the state names.
    pub fn names(&self) -> &[PartyCode] {
        match self {
            SealedState::Committed { by } | SealedState::Revealed { by } => by,
            SealedState::NotRevealed { names } => names,
            SealedState::AllCommitted | SealedState::Closed { .. } => &[],
        }
    }
}

/// What one exchange has seen.
#[derive(Default)]
struct Seen<'a> {
    parties: BTreeSet<PartyCode>,
    commitments: BTreeMap<PartyCode, (i64, [u8; 32])>,
    reveals: Vec<&'a Filed>,
    due_ms: i64,
}

/// Every exchange, by type and id.
pub fn exchanges(view: View<'_>) -> Vec<SealedExchange> {
    let mut all = Vec::new();
    for kind in [NoticeType::T1, NoticeType::A6, NoticeType::S1] {
        let mut by_id: BTreeMap<Code8, Seen<'_>> = BTreeMap::new();
        for filed in view.book.of_kind(kind, view.horizon).map(AsRef::as_ref) {
            let Some(sealed) = &filed.notice.envelope().sealed else { continue };
            if view.past(dtg(filed)) && !seal::life(view, filed).undone() {
                take_in(by_id.entry(sealed.exchange.clone()).or_default(), filed, sealed);
            }
        }
        let each = |(exchange, seen): (Code8, Seen<'_>)| SealedExchange {
            exchange,
            kind,
            state: state(view, &seen),
            due_ms: seen.due_ms,
            parties: seen.parties.into_iter().collect(),
        };
        all.extend(by_id.into_iter().map(each));
    }
    all
}

/// The first commitment of a party counts; those it addresses take part.
fn take_in<'a>(seen: &mut Seen<'a>, filed: &'a Filed, sealed: &Sealed) {
    match sealed.phase {
        SealPhase::Reveal => seen.reveals.push(filed),
        SealPhase::Commit => {
            let author = filed.place.author.clone();
            seen.due_ms = seen.due_ms.max(sealed.due.ms());
            seen.parties.insert(author.clone());
            seen.parties.extend(addressees(filed).into_iter().filter(|(_, action)| *action).map(|(p, _)| p));
            seen.commitments.entry(author).or_insert((dtg(filed), sealed.value));
        }
    }
}

fn state(view: View<'_>, seen: &Seen<'_>) -> SealedState {
    let all = seen.parties.iter().all(|party| seen.commitments.contains_key(party));
    let all_ms = seen.commitments.values().map(|(at_ms, _)| *at_ms).max().unwrap_or(i64::MAX);
    let mut revealed: BTreeMap<PartyCode, i64> = BTreeMap::new();
    for filed in seen.reveals.iter().filter(|filed| all && dtg(filed) >= all_ms && opens(seen, filed)) {
        revealed.entry(filed.place.author.clone()).or_insert(dtg(filed));
    }
    if let Some(at_ms) = revealed.values().copied().max().filter(|_| revealed.len() == seen.parties.len()) {
        return SealedState::Closed { at_ms };
    }
    if view.past(seen.due_ms.saturating_add(view.clocks.reveal.ms())) {
        let names = seen.parties.iter().filter(|party| !revealed.contains_key(*party)).cloned().collect();
        return SealedState::NotRevealed { names };
    }
    match (all, revealed.is_empty()) {
        (false, _) => SealedState::Committed { by: seen.commitments.keys().cloned().collect() },
        (true, true) => SealedState::AllCommitted,
        (true, false) => SealedState::Revealed { by: revealed.into_keys().collect() },
    }
}

/// Whether a revealed text is the one that its author committed to.
fn opens(seen: &Seen<'_>, filed: &Filed) -> bool {
    let Some(sealed) = &filed.notice.envelope().sealed else { return false };
    let given = notice::sealed::commitment(filed.notice.draft(), &sealed.value).ok();
    let committed = seen.commitments.get(&filed.place.author).map(|(_, value)| *value);
    given.is_some() && given == committed
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
