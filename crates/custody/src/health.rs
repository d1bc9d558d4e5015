//! Custody as a state machine: what the drills of a year show, and what people have declared.
//!
//! FOUNDED -first drill-> HEALTHY <-> THIN <-> CRITICAL -> LOST; HEALTHY -> RESHARED -> HEALTHY; any but LOST -> RENEWING ->
//! RETIRED; LOST -> REFOUNDED only. I1 HEALTHY needs k + 1 proofs within twelve months, THIN k, less is CRITICAL.

use crate::drill::DrillRecord;
use crate::package::Index;
use crate::register::Register;
use crate::state::CustodyState;
use std::collections::BTreeSet;

/// How custody stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// The state.
    pub state: CustodyState,
    /// Who has proved within a year.
    pub proved: BTreeSet<Index>,
    /// How many must act.
    pub k: u16,
    /// How many shares there are.
    pub n: usize,
    /// The last drill, ms UTC.
    pub last_drill_ms: Option<i64>,
    /// When the next drill is due, ms UTC.
    pub due_ms: i64,
}

/// The state at a time.
pub fn health(register: &Register, now_ms: i64) -> Health {
    let own: Vec<&DrillRecord> = register.drills.iter().filter(|drill| drill.set == register.set).collect();
    let since = now_ms.saturating_sub(YEAR_MS);
    let indices = register.seal_public.indices();
    let fresh = |(index, at): (&Index, &i64)| (*at >= since && indices.contains(index)).then_some(*index);
    let proved: BTreeSet<Index> =
        own.iter().flat_map(|drill| drill.proved.iter().filter_map(fresh)).collect();
    let k = usize::from(register.seal_public.k);
    let answered = own.iter().any(|drill| !drill.proved.is_empty());
    let by_drills =
        match proved.len() {
            _ if !answered && now_ms < register.made_ms.saturating_add(YEAR_MS) => {
                if register.set.version == 1 { CustodyState::Founded } else { CustodyState::Reshared }
            }
            some if some > k => CustodyState::Healthy,
            some if some == k => CustodyState::Thin,
            _ => CustodyState::Critical,
        };
    let last = own.iter().filter(|drill| !drill.proved.is_empty()).map(|drill| drill.at_ms).max();
    Health {
        state: register.declared.unwrap_or(by_drills),
        proved,
        k: register.seal_public.k,
        n: indices.len(),
        last_drill_ms: last,
        due_ms: last.map_or(register.made_ms, |last| last.saturating_add(YEAR_MS)),
    }
}

const YEAR_MS: i64 = 365 * 86_400_000;
