//! Who holds what: the rules for custodians, as warnings. People may act against them; the program says so.

use crate::package::Index;
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// A custodian as the register knows them: an office, never a person.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Custodian {
    /// Place in the set.
    #[n(0)]
    pub index: Index,
    /// The office that keeps the share.
    #[n(1)]
    pub office: String,
    /// Who appoints to that office.
    #[n(2)]
    pub appointed_by: String,
    /// Town.
    #[n(3)]
    pub place: String,
    /// Whether the office outlives governments.
    #[n(4)]
    pub permanent: bool,
}

/// A change of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'a> {
    /// How many act.
    pub k: u16,
    /// The set before; empty at founding.
    pub before: &'a [Custodian],
    /// The set after.
    pub after: &'a [Custodian],
}

/// A rule that a set or a change breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// One appointing office fills k seats: it alone can speak for the party.
    OneAppoints {
        /// Which.
        office: String,
        /// How many seats.
        seats: usize,
    },
    /// Fewer than n - k stay through the step.
    FewStay {
        /// How many stay.
        stay: usize,
        /// How many should.
        should: usize,
    },
    /// k seats are in one town.
    OnePlace {
        /// Which.
        place: String,
        /// How many seats.
        seats: usize,
    },
    /// No office outlives governments.
    NonePermanent,
}

/// The rules that a change breaks.
pub fn warnings(change: &Change<'_>) -> Vec<Warning> {
    let k = usize::from(change.k);
    let mut found = Vec::new();
    for (office, seats) in counted(change.after, |custodian| &custodian.appointed_by) {
        if seats >= k {
            found.push(Warning::OneAppoints { office, seats });
        }
    }
    for (place, seats) in counted(change.after, |custodian| &custodian.place) {
        if seats >= k {
            found.push(Warning::OnePlace { place, seats });
        }
    }
    if !change.after.iter().any(|custodian| custodian.permanent) {
        found.push(Warning::NonePermanent);
    }
    if !change.before.is_empty() {
        let stays =
            |custodian: &&Custodian| change.after.iter().any(|other| other.office == custodian.office);
        let stay = change.before.iter().filter(stays).count();
        let should = change.before.len().saturating_sub(k);
        if stay < should {
            found.push(Warning::FewStay { stay, should });
        }
    }
    found
}

fn counted(all: &[Custodian], key: impl Fn(&Custodian) -> &String) -> BTreeMap<String, usize> {
    let mut seats = BTreeMap::new();
    for name in all.iter().map(key).filter(|name| !name.is_empty()) {
        *seats.entry(name.clone()).or_insert(0) += 1;
    }
    seats
}
