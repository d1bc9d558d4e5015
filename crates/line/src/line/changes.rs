//! What a change of epoch brings besides the rotation: members that join, leave or are taken in anew, a charter
//! version (line.md section 7, "Joining", "Removing"; section 11, ROLLED-BACK).
//!
//! I1 nobody is taken in or put out but by a charter version that the own people have agreed to, or at the word of the
//! party itself whose store is an old copy. I2 nobody is put out of a two-party compartment. I3 proposer and
//! acknowledgers hold a COMMIT to the same rules.

use super::Line;
use super::roll::{Members, listed, members};
use super::rows::{AGREED, ORDERED, OrderRow, Turn};
use crate::body::{Charter, Commit, Newcomer, Parameters};
use crate::certificate::LeafCertificate;
use crate::entry::Kind;
use crate::error::LineError;
use crate::group::{Changes, Group, GroupError};
use crate::ids::{EntryHash, PartyCode};
use crate::machine::Table;
use minicbor::bytes::ByteVec;
use std::collections::{BTreeMap, BTreeSet};

/// What a person has ordered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Order {
    pub changes: Changes,
    pub charter: Option<EntryHash>,
}

impl Order {
    /// A plain rotation.
    pub(super) fn is_plain(&self) -> bool {
        *self == Order::default()
    }

    /// Members that it removes for good.
    pub(super) fn leaves(&self) -> BTreeSet<PartyCode> {
        self.changes.removes.iter().filter(|p| !self.changes.adds.contains_key(p)).cloned().collect()
    }

    /// Members that it removes and adds in one.
    pub(super) fn rejoins(&self) -> BTreeSet<PartyCode> {
        self.changes.removes.iter().filter(|p| self.changes.adds.contains_key(p)).cloned().collect()
    }

    fn row(&self) -> OrderRow {
        let psks: Vec<ByteVec> = self.changes.psks.iter().map(|id| id.clone().into()).collect();
        OrderRow {
            adds: newcomers(&self.changes),
            removes: self.changes.removes.clone(),
            charter: self.charter,
            psks: Some(psks).filter(|psks| !psks.is_empty()),
        }
    }

    /// Whether a person must be told if a ballot with it is refused, and a restart must not lose it.
    pub(super) fn is_of_weight(&self) -> bool {
        self.charter.is_some() || !self.changes.adds.is_empty() || !self.changes.psks.is_empty()
    }

    /// Whether a COMMIT with these changes does all of it.
    pub(super) fn is_done_by(&self, charter: Option<EntryHash>, changes: &Changes) -> bool {
        let psks = self.changes.psks.iter().all(|id| changes.psks.contains(id));
        self.charter == charter && self.changes.adds == changes.adds && psks
    }

    /// As its row has it.
    pub(super) fn of(row: OrderRow) -> Self {
        let adds = row.adds.into_iter().map(|n| (n.party, n.key_package.into())).collect();
        let psks = row.psks.unwrap_or_default().into_iter().map(Into::into).collect();
        Order { changes: Changes { adds, removes: row.removes, psks }, charter: row.charter }
    }
}

/// The newcomers as COMMIT lists them.
pub(super) fn newcomers(changes: &Changes) -> Vec<Newcomer> {
    let newcomer = |(party, package): (&PartyCode, &Vec<u8>)| Newcomer {
        party: party.clone(),
        key_package: package.clone().into(),
    };
    changes.adds.iter().map(newcomer).collect()
}

/// The changes that COMMIT names.
pub(super) fn named(commit: &Commit) -> Changes {
    Changes {
        adds: commit.adds.iter().map(|n| (n.party.clone(), n.key_package.to_vec())).collect(),
        removes: commit.removes.clone(),
        psks: commit.psks.iter().map(|id| id.to_vec()).collect(),
    }
}

impl<G: Group> Line<G> {
    /// A person wants all leaves rotated, and pre-shared keys in, if any.
    pub(super) fn order_rotation(&mut self, changes: Changes) {
        if !changes.adds.is_empty() || !changes.removes.is_empty() {
            self.refuse(&LineError::Change("NO-CHARTER"));
            return;
        }
        if let Some(why) = self.psks_missing(&changes.psks) {
            self.refuse(&LineError::Change(why));
            return;
        }
        self.keep_order(Order { changes, charter: None });
    }

    /// A person wants a charter version to take effect, with the KeyPackages of whoever joins by it.
    pub(super) fn order_charter(&mut self, charter: EntryHash, packages: BTreeMap<PartyCode, Vec<u8>>) {
        let removes = match self.charter_of(&charter) {
            Some(c) => {
                let after = members(&c.parameters.members);
                self.config.members.keys().filter(|p| !after.contains_key(p)).cloned().collect()
            }
            None => Vec::new(),
        };
        let order =
            Order { changes: Changes { adds: packages, removes, psks: Vec::new() }, charter: Some(charter) };
        match self.turn_for(&order.changes, order.charter.as_ref()) {
            Ok(_) if order.changes.removes.contains(&self.config.own) => {
                self.refuse(&LineError::Change("OWN-REMOVAL"));
            }
            Ok(_) => self.keep_order(order),
            Err(why) => self.refuse(&LineError::Change(why)),
        }
    }

    /// Keeps an order until its ballot is decided.
    pub(super) fn keep_order(&mut self, order: Order) {
        if order.is_of_weight() {
            self.out.put(Table::Core, ORDERED.to_vec(), crate::cbor::encode(&order.row()));
        }
        self.rekey.ordered = Some(order);
    }

    /// The order is done or void.
    pub(super) fn drop_order(&mut self) {
        self.rekey.ordered = None;
        self.out.delete(Table::Core, ORDERED.to_vec());
    }

    /// The own people have agreed to a charter version: a COMMIT that names it may be acknowledged.
    pub(super) fn charter_agreed(&mut self, charter: EntryHash) {
        if self.agreed.insert(charter) {
            self.out.put(Table::Core, [AGREED, &charter.0].concat(), vec![1]);
        }
    }

    /// A CHARTER that is admitted here.
    pub(super) fn charter_of(&self, entry: &EntryHash) -> Option<Charter> {
        let found = self.entry_of(entry).filter(|e| e.header.kind == Kind::Charter)?;
        Charter::decode(&found.body, self.config.attestation).ok().filter(|_| self.transcript.admitted(entry))
    }

    /// The CHARTER entry whose version a later one than the founding's is in force here, if any.
    pub fn charter_in_force(&self) -> Option<EntryHash> {
        self.roll.charter()
    }

    fn version_in_force(&self) -> u32 {
        let in_force = self.roll.charter().and_then(|entry| self.charter_of(&entry));
        in_force.map_or(0, |c| c.parameters.version)
    }

    /// The parameters of the last charter version that took effect by a commit.
    pub(super) fn parameters_in_force(&self) -> Option<Parameters> {
        self.roll.charter().and_then(|entry| self.charter_of(&entry)).map(|c| c.parameters)
    }

    /// What a charter version and these changes make of the members, or why they may not.
    pub(super) fn turn_for(
        &self,
        changes: &Changes,
        charter: Option<&EntryHash>,
    ) -> Result<Option<Turn>, &'static str> {
        if charter.is_none() && changes.adds.is_empty() && changes.removes.is_empty() {
            return Ok(None);
        }
        let turn = self.turn_named(changes, charter).ok_or("NO-SUCH-CHARTER")?;
        let (before, after) = (self.roll.at(self.known_era()), members(&turn.members));
        if let Some(entry) = charter {
            let version = self.charter_of(entry).map_or(0, |c| c.parameters.version);
            if version <= self.version_in_force() {
                return Err("NOT-A-LATER-VERSION");
            }
            if !self.agreed.contains(entry) {
                return Err("NOT-AGREED");
            }
        }
        self.check_turn(changes, &before, &after)?;
        Ok(Some(turn))
    }

    /// The same without asking whether it may be: what a decided COMMIT has made of the members. `None` while its
    /// CHARTER is not here.
    pub(super) fn turn_named(&self, changes: &Changes, charter: Option<&EntryHash>) -> Option<Turn> {
        let members = match charter {
            Some(entry) => self.charter_of(entry)?.parameters.members,
            None => listed(&self.roll.at(self.known_era())),
        };
        let entered = changes.adds.keys().cloned().collect();
        Some(Turn { members, entered, away: Vec::new(), charter: charter.copied() })
    }

    fn check_turn(&self, changes: &Changes, before: &Members, after: &Members) -> Result<(), &'static str> {
        let removes: BTreeSet<&PartyCode> = changes.removes.iter().collect();
        let again = |p: &PartyCode| removes.contains(p) && changes.adds.contains_key(p);
        let leavers: BTreeSet<&PartyCode> = before.keys().filter(|p| !after.contains_key(p)).collect();
        if !leavers.is_empty() && before.len() <= 2 {
            return Err("TWO-PARTY");
        }
        let all_leave = leavers.iter().all(|p| removes.contains(*p));
        if !all_leave || removes.iter().any(|p| !leavers.contains(*p) && !again(p)) {
            return Err("OTHER-MEMBERS");
        }
        for (party, package) in &changes.adds {
            if !after.contains_key(party) {
                return Err("OTHER-MEMBERS");
            }
            if again(party) {
                // only at the party's own word to this very node, which names the KeyPackage
                if self.rejoining.get(party).is_none_or(|said| said != package) {
                    return Err("NOT-ASKED");
                }
            } else if before.contains_key(party) {
                return Err("OTHER-MEMBERS");
            }
        }
        if after.keys().any(|p| !before.contains_key(p) && !changes.adds.contains_key(p)) {
            return Err("NO-KEY-PACKAGE");
        }
        let stranger = |p: &&PartyCode| **p != self.config.own && !self.config.pairs.contains_key(p);
        if after.keys().any(|p| stranger(&p)) {
            return Err("NOT-PAIRED");
        }
        Ok(())
    }

    /// Parties that an own UPDATE must address: the members, and those of every later charter version agreed to.
    pub(super) fn addressed(&self) -> BTreeSet<PartyCode> {
        let mut all: BTreeSet<PartyCode> = self.config.members.keys().cloned().collect();
        let in_force = self.version_in_force();
        let later = self.agreed.iter().filter_map(|entry| self.charter_of(entry));
        for charter in later.filter(|c| c.parameters.version > in_force) {
            let members = charter.parameters.members.into_iter().map(|m| m.party);
            all.extend(members.filter(|p| self.config.pairs.contains_key(p)));
        }
        all
    }

    /// Runs a verb of the group whose leaf certificates must address these.
    pub(super) fn addressing<T>(
        &mut self,
        members: impl IntoIterator<Item = PartyCode>,
        verb: impl FnOnce(&mut Self) -> Result<T, GroupError>,
    ) -> Result<T, GroupError> {
        let former = std::mem::replace(&mut self.authority.members, members.into_iter().collect());
        let done = verb(self);
        self.authority.members = former;
        done
    }

    /// Whether an UPDATE's certificate addresses all of these but its author.
    pub(super) fn addresses(&self, update: &EntryHash, members: &BTreeSet<PartyCode>) -> bool {
        let Some(author) = self.docket_of(update).map(|d| d.header.author.clone()) else { return false };
        let leaves = self.update_bytes(&[*update]).and_then(|bytes| G::entering(&bytes, None, &[]).ok());
        let certificate = leaves.and_then(|l| LeafCertificate::decode(&l.first()?.0).ok());
        certificate.is_some_and(|c| {
            let addressed = |p: &&PartyCode| c.macs.iter().any(|m| m.peer == **p);
            members.iter().filter(|p| **p != author).all(|p| addressed(&p))
        })
    }

    /// The latest UPDATE of a member in this epoch.
    pub(super) fn latest_update(&self, by: &PartyCode) -> Option<EntryHash> {
        let updates = self.rekey.updates.get(by)?;
        updates.last_key_value().map(|(_, entry)| *entry)
    }
}
