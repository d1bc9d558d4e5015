//! Closing of a compartment: only by the word of every party, after a cooling time, and any single custodian may hold it.
//!
//! OPEN -CLOSE of one-> PROPOSED -CLOSE of all-> COOLING(until) -time-> CLOSED. HOLD of anybody, or a notice in the
//! compartment, ends what was proposed: HELD or OPEN, and it takes the word of all again. I1 nothing here erases anything.
//! I2 all parties see the same state, since they hold the same words and notices. I3 CLOSED is the end.

use crate::governance::Kind;
use std::collections::BTreeSet;

/// Where a closing stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// Nobody has proposed it.
    Open,
    /// Some have given their word.
    Proposed {
        /// Who.
        by: BTreeSet<String>,
    },
    /// All have.
    Cooling {
        /// Until when, ms UTC.
        until_ms: i64,
    },
    /// It is over; the record stays.
    Closed {
        /// Since when, ms UTC.
        since_ms: i64,
    },
    /// It was held.
    Held {
        /// By whom.
        by: String,
        /// When, ms UTC.
        at_ms: i64,
    },
}

impl Closing {
    /// The word.
    pub fn word(&self) -> &'static str {
        match self {
            Closing::Open => "OPEN",
            Closing::Proposed { .. } => "PROPOSED",
            Closing::Cooling { .. } => "COOLING",
            Closing::Closed { .. } => "CLOSED",
            Closing::Held { .. } => "HELD",
        }
    }
}

/// What moves a closing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moved {
    /// A party's checked word, CLOSE or HOLD.
    Said {
        /// When, ms UTC.
        at_ms: i64,
        /// Who.
        party: String,
        /// What.
        kind: Kind,
    },
    /// A notice was released.
    Notice {
        /// When, ms UTC.
        at_ms: i64,
    },
}

impl Moved {
    fn at_ms(&self) -> i64 {
        match self {
            Moved::Said { at_ms, .. } | Moved::Notice { at_ms } => *at_ms,
        }
    }
}

/// The state at a time, by everything said so far, in any order.
pub fn closing(members: &BTreeSet<String>, moves: &[Moved], now_ms: i64) -> Closing {
    let mut moves: Vec<&Moved> = moves.iter().filter(|moved| moved.at_ms() <= now_ms).collect();
    moves.sort_by_key(|moved| (moved.at_ms(), *moved));
    let mut state = Closing::Open;
    for moved in moves {
        state = settled(state, moved.at_ms());
        if matches!(state, Closing::Closed { .. }) {
            return state;
        }
        state = step(state, moved, members);
    }
    settled(state, now_ms)
}

fn settled(state: Closing, at_ms: i64) -> Closing {
    match state {
        Closing::Cooling { until_ms } if until_ms <= at_ms => Closing::Closed { since_ms: until_ms },
        state => state,
    }
}

fn step(state: Closing, moved: &Moved, members: &BTreeSet<String>) -> Closing {
    let Moved::Said { at_ms, party, kind } = moved else {
        return match state {
            Closing::Held { .. } => state,
            _ => Closing::Open,
        };
    };
    match (kind, state) {
        (Kind::Hold, _) => Closing::Held { by: party.clone(), at_ms: *at_ms },
        (Kind::Close, Closing::Cooling { until_ms }) => Closing::Cooling { until_ms },
        (Kind::Close, state) if members.contains(party) => {
            let mut by = match state {
                Closing::Proposed { by } => by,
                _ => BTreeSet::new(),
            };
            by.insert(party.clone());
            if by.is_superset(members) {
                Closing::Cooling { until_ms: at_ms.saturating_add(COOLING_MS) }
            } else {
                Closing::Proposed { by }
            }
        }
        (_, state) => state,
    }
}

/// Thirty days.
pub const COOLING_MS: i64 = 30 * 86_400_000;
