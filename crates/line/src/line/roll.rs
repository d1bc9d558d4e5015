//! Who is a member since when: the members of the charter at the founding, and what each change of epoch or term
//! made of them (line.md sections 4 and 7).
//!
//! I1 what an era's members are depends on the turns up to it alone.

use super::rows::Turn;
use crate::body::MemberTempo;
use crate::config::Tempo;
use crate::era::Era;
use crate::ids::{EntryHash, PartyCode};
use std::collections::BTreeMap;

/// Members with their tempo.
pub(super) type Members = BTreeMap<PartyCode, Tempo>;

/// Turns by the era that they opened.
#[derive(Debug)]
pub(super) struct Roll {
    founding: Members,
    turns: BTreeMap<Era, Turn>,
}

impl Roll {
    /// As the charter had it when this store was made.
    pub(super) fn new(founding: Members) -> Self {
        Roll { founding, turns: BTreeMap::new() }
    }

    /// An era brought this.
    pub(super) fn turn(&mut self, era: Era, turn: Turn) {
        self.turns.insert(era, turn);
    }

    /// The members of an era.
    pub(super) fn at(&self, era: Era) -> Members {
        let last = self.turns.range(..=era).next_back();
        last.map_or_else(|| self.founding.clone(), |(_, turn)| members(&turn.members))
    }

    /// Whether a party was a member at any time.
    pub(super) fn ever(&self, party: &PartyCode) -> bool {
        let later = self.turns.values().flat_map(|t| &t.members);
        self.founding.contains_key(party) || later.into_iter().any(|m| m.party == *party)
    }

    /// The era in which a party was last added; 0 if it was there from the founding.
    pub(super) fn entered(&self, party: &PartyCode) -> Era {
        let mut last = self.turns.iter().rev();
        last.find(|(_, t)| t.entered.contains(party)).map_or(0, |(era, _)| *era)
    }

    /// The era from which a party counts only once it has opened it: it was away when the term was founded.
    pub(super) fn away_since(&self, party: &PartyCode) -> Option<Era> {
        let mut last = self.turns.iter().rev();
        last.find(|(_, t)| t.away.contains(party)).map(|(era, _)| *era)
    }

    /// The CHARTER whose version took effect last; none while that of the founding does.
    pub(super) fn charter(&self) -> Option<EntryHash> {
        self.turns.values().rev().find_map(|t| t.charter)
    }
}

/// A list as a map.
pub(super) fn members(list: &[MemberTempo]) -> Members {
    list.iter().map(|m| (m.party.clone(), m.tempo)).collect()
}

/// A map as a list.
pub(super) fn listed(members: &Members) -> Vec<MemberTempo> {
    members.iter().map(|(party, tempo)| MemberTempo { party: party.clone(), tempo: *tempo }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(code: &str) -> PartyCode {
        PartyCode::parse(code).expect("a party code")
    }

    fn of(codes: &[&str]) -> Members {
        codes.iter().map(|c| (party(c), Tempo::Voting)).collect()
    }

    #[test]
    fn members_are_those_of_the_last_turn_up_to_an_era() {
        let mut roll = Roll::new(of(&["AA", "BB"]));
        let turn = |codes, entered: &[&str]| Turn {
            members: listed(&of(codes)),
            entered: entered.iter().map(|c| party(c)).collect(),
            ..Turn::default()
        };
        roll.turn(3, turn(&["AA", "BB", "CC"], &["CC"]));
        roll.turn(5, turn(&["AA", "CC"], &[]));
        assert_eq!([roll.at(2).len(), roll.at(3).len(), roll.at(4).len(), roll.at(9).len()], [2, 3, 3, 2]);
        assert!(roll.ever(&party("BB")) && roll.ever(&party("CC")) && !roll.ever(&party("DD")));
        assert_eq!((roll.entered(&party("CC")), roll.entered(&party("AA"))), (3, 0));
    }
}
