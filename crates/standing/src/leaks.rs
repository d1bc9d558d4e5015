//! M7, *Leak*, as notices tell it (notices.md section 8): DECLARED -both sides' C and D agree-> LINE-AGREED -new epoch
//! of both-> ROTATED -P2 F affirmed by both-> CLOSED. SUSPECTED, CHECKED and DISMISSED are each node's own and never
//! stand here.
//!
//! I1 whether keys were changed is read from the headers of entries, not from what anybody says. I2 a leak closes only
//! when both say that what was agreed in private stands.

use crate::book::Filed;
use crate::seal;
use crate::view::{View, addressees};
use line::ids::PartyCode;
use notice::Number;
use notice::types::p2_leak::Leak;
use notice::vocabulary::{LeakLine, NoticeType};
use std::collections::BTreeMap;

/// Where a leak stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeakState {
    /// Told to the other side.
    Declared,
    /// Both say one line.
    LineAgreed {
        /// Since when, ms UTC.
        at_ms: i64,
    },
    /// Both speak under new keys.
    Rotated {
        /// Since when, ms UTC.
        at_ms: i64,
    },
    /// And what was agreed in private stands.
    Closed {
        /// Since when, ms UTC.
        at_ms: i64,
    },
}

/// A leak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeakStanding {
    /// Its first P2.
    pub number: Number,
    /// Who declared it.
    pub author: PartyCode,
    /// The other party.
    pub other: PartyCode,
    /// The line both say, once they agree.
    pub line: Option<(LeakLine, LeakLine)>,
    /// Where it stands.
    pub state: LeakState,
}

impl LeakState {
    /// The word of the state.
    pub fn word(self) -> &'static str {
        match self {
            LeakState::Declared => "DECLARED",
            LeakState::LineAgreed { .. } => "LINE-AGREED",
            LeakState::Rotated { .. } => "ROTATED",
            LeakState::Closed { .. } => "CLOSED",
        }
    }
}

/// Every leak, by the order of its first P2.
pub fn leaks(view: View<'_>) -> Vec<LeakStanding> {
    let told: Vec<&Filed> =
        seal::standing(view, NoticeType::P2).filter(|filed| view.past(dtg(filed))).collect();
    let opens =
        |filed: &&&Filed| !filed.notice.envelope().refs.iter().any(|r| r.number.kind == NoticeType::P2);
    told.iter().filter(opens).filter_map(|first| leak(view, first, &told)).collect()
}

/// What a side last said: its line, the one it proposes, whether commitments stand.
struct Word {
    line: LeakLine,
    proposed: LeakLine,
    stands: bool,
    at_ms: i64,
    epoch: u64,
}

fn leak(view: View<'_>, first: &Filed, told: &[&Filed]) -> Option<LeakStanding> {
    let author = first.place.author.clone();
    let other = addressees(first).into_iter().find(|(_, action)| *action)?.0;
    let number = first.notice.number();
    let mut said: Vec<&Filed> = vec![first];
    for filed in told {
        let names = |n: &Number| said.iter().any(|earlier| earlier.notice.number() == n);
        let follows = filed.notice.envelope().refs.iter().any(|r| names(&r.number));
        if follows && [&author, &other].contains(&&filed.place.author) {
            said.push(filed);
        }
    }
    said.sort_by(|a, b| (dtg(a), &a.place).cmp(&(dtg(b), &b.place)));
    let mut last: BTreeMap<PartyCode, Word> = BTreeMap::new();
    let mut agreed: Option<(i64, u64)> = None;
    let mut line = None;
    for filed in said {
        let Some(p2) = Leak::of(&filed.notice) else { continue };
        let (Some(own), Some(proposed)) = (p2.line(), p2.proposed()) else { continue };
        let epoch = view.book.causality.epoch(&filed.place.author, filed.place.seq);
        let stands = p2.stands() == Some(true);
        let word = Word { line: own, proposed, stands, at_ms: dtg(filed), epoch };
        last.insert(filed.place.author.clone(), word);
        if let Some((a, b)) = last.get(&author).zip(last.get(&other))
            && agreed.is_none()
            && a.line == b.proposed
            && b.line == a.proposed
        {
            agreed = Some((a.at_ms.max(b.at_ms), a.epoch.max(b.epoch)));
            line = Some((a.line, b.line));
        }
    }
    let mut state = LeakState::Declared;
    if let Some((at_ms, epoch)) = agreed {
        state = LeakState::LineAgreed { at_ms };
        let turned = [&author, &other].map(|party| view.book.causality.left(party, epoch, view.horizon));
        if let [Some(a), Some(b)] = turned
            && view.past(a.max(b))
        {
            let at_ms = at_ms.max(a).max(b);
            state = LeakState::Rotated { at_ms };
            let affirmed = last.values().all(|word| word.stands);
            let at_ms = last.values().map(|word| word.at_ms).fold(at_ms, i64::max);
            if affirmed {
                state = LeakState::Closed { at_ms };
            }
        }
    }
    Some(LeakStanding { number: number.clone(), author, other, line, state })
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
