//! M6b, an exchange of persons: groups in turn, by what each party says (notices.md section 8). An engine that knows no
//! notice; [`crate::person_exchanges`] feeds it.
//!
//! I1 a group moves past LISTED only when every group before it has its receipts: never more than one is exposed.
//! I2 a condition is met only by the word of the station that the list names as its witness. I3 a person who declines
//! to return counts as released.

use crate::error::StandError;
use crate::person_group::{GroupInput, GroupState};
use line::ids::PartyCode;
use notice::vocabulary::{PersonStatus, Precondition};
use notice::{Code8, Station};
use std::collections::{BTreeMap, BTreeSet};

/// One side of a group: who holds whom.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Side {
    /// Who holds them.
    pub holder: PartyCode,
    /// Their opaque ids.
    pub persons: Vec<Code8>,
}

/// What the list says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listing {
    /// Between whom.
    pub parties: Vec<PartyCode>,
    /// Each group's sides, by its number.
    pub groups: BTreeMap<u32, Vec<Side>>,
    /// What must be met for each group, and by whose word.
    pub conditions: Vec<(Precondition, Station)>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// Where it stands.
    pub state: GroupState,
    /// When it last moved, ms UTC.
    pub moved_ms: i64,
    /// Conditions told as met.
    pub met: BTreeSet<Precondition>,
    /// Who is in position.
    pub in_position: BTreeSet<PartyCode>,
    /// Who has said go.
    pub go: BTreeSet<PartyCode>,
    /// Whose persons are released, with their status.
    pub released: BTreeMap<PartyCode, Vec<(Code8, PersonStatus)>>,
    /// Who has given a receipt.
    pub receipts: BTreeSet<PartyCode>,
}

/// What a C2 says of a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Conditions met.
    Met(Vec<Precondition>),
    /// In position.
    InPosition,
    /// Go.
    Go,
    /// Persons released.
    Released(Vec<(Code8, PersonStatus)>),
    /// Custody received.
    Receipt,
    /// Called off.
    Abort,
}

/// An exchange.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exchange {
    listing: Listing,
    groups: BTreeMap<u32, Group>,
}

/// Where an exchange stands as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangeState {
    /// A group is to move, or moves.
    Open {
        /// The group whose turn it is.
        turn: u32,
    },
    /// Every group has its receipts.
    Closed {
        /// Since when, ms UTC.
        at_ms: i64,
    },
}

impl ExchangeState {
    /// The word of the state.
    pub fn word(self) -> &'static str {
        match self {
            ExchangeState::Open { .. } => "OPEN",
            ExchangeState::Closed { .. } => "CLOSED",
        }
    }
}

impl Exchange {
    /// Lists it.
    pub fn listed(listing: Listing, at_ms: i64) -> Self {
        let blank = Group {
            state: GroupState::Listed,
            moved_ms: at_ms,
            met: BTreeSet::new(),
            in_position: BTreeSet::new(),
            go: BTreeSet::new(),
            released: BTreeMap::new(),
            receipts: BTreeSet::new(),
        };
        let groups = listing.groups.keys().map(|number| (*number, blank.clone())).collect();
        Exchange { listing, groups }
    }

    /// What the list says.
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// Every group, by its number.
    pub fn groups(&self) -> &BTreeMap<u32, Group> {
        &self.groups
    }

    /// Groups whose persons may be on the move without a receipt.
    pub fn exposed(&self) -> usize {
        self.groups.values().filter(|group| group.state.exposed()).count()
    }

    /// Persons released so far, and how many of them decline to return.
    pub fn released(&self) -> (usize, usize) {
        let told = self.groups.values().flat_map(|group| group.released.values().flatten());
        let declined = told.clone().filter(|(_, status)| *status == PersonStatus::DeclinesReturn).count();
        (told.count(), declined)
    }

    /// Where it stands.
    pub fn state(&self) -> ExchangeState {
        let open = self.groups.iter().find(|(_, group)| group.state != GroupState::CustodyReceipted);
        match open {
            Some((turn, _)) => ExchangeState::Open { turn: *turn },
            None => {
                let at_ms = self.groups.values().map(|group| group.moved_ms).max().unwrap_or_default();
                ExchangeState::Closed { at_ms }
            }
        }
    }

    /// Who must still do what for a group to move on.
    pub fn awaited(&self, number: u32) -> (&'static str, Vec<PartyCode>) {
        let Some((group, sides)) = self.groups.get(&number).zip(self.listing.groups.get(&number)) else {
            return ("-", Vec::new());
        };
        let holders = || sides.iter().map(|side| side.holder.clone());
        let missing = |done: &BTreeSet<PartyCode>, of: Vec<PartyCode>| {
            of.into_iter().filter(|party| !done.contains(party)).collect()
        };
        match group.state {
            GroupState::Listed | GroupState::Aborted => {
                let unmet = self.listing.conditions.iter().filter(|(what, _)| !group.met.contains(what));
                let parties: BTreeSet<PartyCode> =
                    unmet.map(|(_, witness)| crate::view::party_of(&witness.party)).collect();
                ("MET", parties.into_iter().collect())
            }
            GroupState::PreconditionsMet => ("IN-POSITION", missing(&group.in_position, holders().collect())),
            GroupState::InPosition => ("GO", missing(&group.go, self.listing.parties.clone())),
            GroupState::Triggered => {
                let told: BTreeSet<PartyCode> = group.released.keys().cloned().collect();
                ("RELEASED", missing(&told, holders().collect()))
            }
            GroupState::Released => ("RECEIPT", missing(&group.receipts, self.receivers(sides))),
            GroupState::CustodyReceipted => ("-", Vec::new()),
        }
    }

    /// Takes in what a station says of a group.
    ///
    /// # Errors
    /// [`StandError::NoMove`], [`StandError::NotTheirs`]; the exchange stays.
    pub fn take(&mut self, at_ms: i64, by: &Station, number: u32, act: &Act) -> Result<(), StandError> {
        let party = crate::view::party_of(&by.party);
        let unknown = || StandError::NoMove { state: "-", input: "GROUP" };
        let sides = self.listing.groups.get(&number).ok_or_else(unknown)?.clone();
        let turn = self.groups.range(..number).all(|(_, g)| g.state == GroupState::CustodyReceipted);
        let group = self.groups.get(&number).ok_or_else(unknown)?;
        if !turn && *act != Act::Abort {
            return Err(StandError::NoMove { state: group.state.word(), input: "BEFORE-ITS-TURN" });
        }
        let theirs = |belongs: bool| {
            let (subject, by) = (format!("group {number}"), party.to_string());
            if belongs { Ok(()) } else { Err(StandError::NotTheirs { subject, by }) }
        };
        let holds = sides.iter().any(|side| side.holder == party);
        let takes_part = self.listing.parties.contains(&party);
        let receivers = self.receivers(&sides);
        let mut next = group.clone();
        let input = match act {
            Act::Met(met) => {
                let witnessed = |what: &&Precondition| {
                    self.listing.conditions.iter().any(|(asked, witness)| asked == *what && witness == by)
                };
                let mine: Vec<Precondition> = met.iter().filter(witnessed).copied().collect();
                theirs(!mine.is_empty())?;
                next.met.extend(mine);
                let all = self.listing.conditions.iter().all(|(what, _)| next.met.contains(what));
                all.then_some(GroupInput::Met)
            }
            Act::InPosition => {
                theirs(holds)?;
                self.in_state(group, GroupState::PreconditionsMet, GroupInput::InPosition)?;
                next.in_position.insert(party.clone());
                let all = sides.iter().all(|side| next.in_position.contains(&side.holder));
                all.then_some(GroupInput::InPosition)
            }
            Act::Go => {
                theirs(takes_part)?;
                self.in_state(group, GroupState::InPosition, GroupInput::Go)?;
                next.go.insert(party.clone());
                self.listing.parties.iter().all(|p| next.go.contains(p)).then_some(GroupInput::Go)
            }
            Act::Released(persons) => {
                theirs(holds)?;
                self.in_state(group, GroupState::Triggered, GroupInput::Released)?;
                next.released.insert(party.clone(), freed(&sides, &party, persons)?);
                let all = sides.iter().all(|side| next.released.contains_key(&side.holder));
                all.then_some(GroupInput::Released)
            }
            Act::Receipt => {
                theirs(receivers.contains(&party))?;
                self.in_state(group, GroupState::Released, GroupInput::Receipt)?;
                next.receipts.insert(party.clone());
                receivers.iter().all(|p| next.receipts.contains(p)).then_some(GroupInput::Receipt)
            }
            Act::Abort => {
                theirs(takes_part || self.witnesses(&party))?;
                (next.met, next.in_position, next.go) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
                Some(GroupInput::Abort)
            }
        };
        if let Some(input) = input {
            next.state = group.state.on(input)?;
        }
        next.moved_ms = at_ms;
        self.groups.insert(number, next);
        Ok(())
    }

    fn in_state(&self, group: &Group, wanted: GroupState, input: GroupInput) -> Result<(), StandError> {
        if group.state == wanted {
            return Ok(());
        }
        Err(StandError::NoMove { state: group.state.word(), input: input.word() })
    }

    fn witnesses(&self, party: &PartyCode) -> bool {
        self.listing.conditions.iter().any(|(_, w)| crate::view::party_of(&w.party) == *party)
    }

    /// Who receives: of a group with two sides both, of a group with one the other party.
    fn receivers(&self, sides: &[Side]) -> Vec<PartyCode> {
        let gives = |party: &PartyCode| sides.iter().any(|side| side.holder == *party);
        let both = self.listing.parties.iter().all(gives);
        self.listing.parties.iter().filter(|party| both || !gives(party)).cloned().collect()
    }
}

/// What a holder tells of its own persons: of each that it is free.
fn freed(
    sides: &[Side],
    party: &PartyCode,
    persons: &[(Code8, PersonStatus)],
) -> Result<Vec<(Code8, PersonStatus)>, StandError> {
    let own: Vec<&Code8> = sides.iter().filter(|s| s.holder == *party).flat_map(|s| &s.persons).collect();
    let told: Vec<_> = persons.iter().filter(|(person, _)| own.contains(&person)).cloned().collect();
    let all = own.iter().all(|person| told.iter().any(|(told, _)| told == *person));
    let in_part = StandError::NoMove { state: GroupState::Triggered.word(), input: "RELEASED-IN-PART" };
    if all { Ok(told) } else { Err(in_part) }
}
