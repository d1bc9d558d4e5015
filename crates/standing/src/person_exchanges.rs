//! M6b, exchanges of persons as the book tells them: feeds [`crate::person_exchange`].

use crate::book::Filed;
use crate::error::StandError;
use crate::person_exchange::{Act, Exchange, ExchangeState, Listing, Side};
use crate::seal;
use crate::view::{View, addressees, party_of};
use line::ids::{EntryHash, PartyCode};
use notice::types::c2_exchange::Exchange as Said;
use notice::vocabulary::{ExchangeVerb, NoticeType, Role};
use notice::{Code8, Number};
use std::collections::{BTreeMap, BTreeSet};

/// An exchange and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonExchange {
    /// Its id.
    pub exchange: Code8,
    /// Its LIST.
    pub number: Number,
    /// Who listed it.
    pub author: PartyCode,
    /// Its groups and where they stand.
    pub inner: Exchange,
    /// What was said of it and moved nothing.
    pub refused: Vec<(EntryHash, StandError)>,
}

impl PersonExchange {
    /// Where it stands.
    pub fn state(&self) -> ExchangeState {
        self.inner.state()
    }
}

/// Every exchange, by the order of its LIST; an id is listed once.
pub fn person_exchanges(view: View<'_>) -> Vec<PersonExchange> {
    let mut told: Vec<&Filed> =
        seal::standing(view, NoticeType::C2).filter(|filed| view.past(dtg(filed))).collect();
    told.sort_by(|a, b| (dtg(a), &a.place).cmp(&(dtg(b), &b.place)));
    let mut all: Vec<PersonExchange> = Vec::new();
    for filed in told {
        let Some(c2) = Said::of(&filed.notice) else { continue };
        let Some((id, verb)) = c2.exchange().zip(c2.verb()) else { continue };
        let known = all.iter_mut().find(|it| it.exchange == *id);
        match (known, verb) {
            (None, ExchangeVerb::List) => all.push(listed(view, filed, &c2, id)),
            (Some(it), verb) => it.take_in(filed, &c2, verb),
            (None, _) => {}
        }
    }
    all
}

fn listed(view: View<'_>, filed: &Filed, c2: &Said<'_>, id: &Code8) -> PersonExchange {
    let mut groups: BTreeMap<u32, Vec<Side>> = BTreeMap::new();
    for (group, holder, persons) in c2.groups() {
        let persons = persons.into_iter().cloned().collect();
        groups.entry(group).or_default().push(Side { holder: party_of(holder), persons });
    }
    let conditions = c2.conditions().into_iter().map(|(what, witness, _)| (what, witness.clone())).collect();
    let parties = parties(view, filed, &groups);
    let (number, author) = (filed.notice.number().clone(), filed.place.author.clone());
    let inner = Exchange::listed(Listing { parties, groups, conditions }, dtg(filed));
    PersonExchange { exchange: id.clone(), number, author, inner, refused: Vec::new() }
}

/// Both sides: whoever holds persons; where only one does, the author and the principals addressed too.
fn parties(view: View<'_>, filed: &Filed, groups: &BTreeMap<u32, Vec<Side>>) -> Vec<PartyCode> {
    let mut parties: BTreeSet<PartyCode> =
        groups.values().flatten().map(|side| side.holder.clone()).collect();
    if parties.len() < 2 {
        let principal = |party: &PartyCode| {
            let members = view.charter.map_or(&[][..], |charter| &charter.members);
            members.is_empty()
                || members.iter().any(|(p, role, _)| *role == Role::Principal && party_of(p) == *party)
        };
        let asked = addressees(filed).into_iter().filter(|(_, action)| *action).map(|(party, _)| party);
        parties.extend(asked.chain([filed.place.author.clone()]).filter(principal));
    }
    parties.into_iter().collect()
}

impl PersonExchange {
    fn take_in(&mut self, filed: &Filed, c2: &Said<'_>, verb: ExchangeVerb) {
        let act = match verb {
            ExchangeVerb::Met => {
                Act::Met(c2.conditions().into_iter().filter(|(_, _, met)| *met).map(|(w, _, _)| w).collect())
            }
            ExchangeVerb::InPosition => Act::InPosition,
            ExchangeVerb::Go => Act::Go,
            ExchangeVerb::Released => {
                Act::Released(c2.persons().into_iter().map(|(id, status)| (id.clone(), status)).collect())
            }
            ExchangeVerb::Receipt => Act::Receipt,
            ExchangeVerb::Abort => Act::Abort,
            ExchangeVerb::List => {
                let twice = StandError::NoMove { state: "LISTED", input: "LIST" };
                return self.refused.push((filed.entry, twice));
            }
        };
        let group = c2.group().unwrap_or_default();
        let moved = self.inner.take(dtg(filed), &filed.notice.envelope().from, group, &act);
        self.refused.extend(moved.err().map(|why| (filed.entry, why)));
    }
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
