//! Spare KeyPackages: four of every member lie with every other, so that a term can be founded again without whoever is
//! away (line.md sections 2 and 7).
//!
//! I1 a spare is used once. I2 an old serial enters only as that of a spare that lies here.

use super::Line;
use super::rows::of_party;
use crate::certificate::LeafCertificate;
use crate::direct::{Direct, KeyPackages, MOST_KEY_PACKAGES};
use crate::group::Group;
use crate::ids::PartyCode;
use crate::machine::Table;
use minicbor::bytes::ByteVec;
use std::collections::BTreeSet;

impl<G: Group> Line<G> {
    /// Hands four KeyPackages to every other member once all follow in this epoch, and anew when the members changed.
    pub(super) fn drive_spares(&mut self) {
        let members: Vec<PartyCode> = self.config.members.keys().cloned().collect();
        if members.len() < 3 || self.spares_for == members || self.may_write().is_err() {
            return;
        }
        if !self.opening_covered_by_all() {
            return;
        }
        let mut packages: Vec<ByteVec> = Vec::new();
        for _ in 0..MOST_KEY_PACKAGES {
            let serial = self.next_serial();
            match self.group.spare_key_package(&self.authority, serial) {
                Ok(package) => packages.push(package.into()),
                Err(error) => return self.refuse(&crate::error::LineError::Group(error.to_string())),
            }
        }
        self.spares_for = members;
        self.out.put(Table::Core, LENT.to_vec(), crate::cbor::encode(&self.spares_for));
        let compartment = self.config.compartment;
        for package in packages {
            // one to an envelope: four do not fit the class of one
            let lent = KeyPackages { compartment, packages: vec![package], record_key: None };
            for peer in self.peers() {
                self.send_direct(&peer, &Direct::KeyPackages(lent.clone()));
            }
        }
    }

    /// A member lends spares.
    pub(super) fn lent(&mut self, peer: &PartyCode, lent: KeyPackages) {
        let mut all = self.spares.remove(peer).unwrap_or_default();
        for package in lent.packages {
            let package = package.to_vec();
            let of_peer = Self::offered(&package).is_some_and(|c| c.party == *peer);
            if !of_peer {
                self.junk(peer.as_str(), "KEY-PACKAGE");
            } else if !all.contains(&package) {
                all.push(package);
            }
        }
        let surplus = all.len().saturating_sub(MOST_KEPT);
        all.drain(..surplus);
        self.keep_spares(peer, all);
    }

    /// The certificate in a KeyPackage, unchecked.
    pub(super) fn offered(package: &[u8]) -> Option<LeafCertificate> {
        let leaves = G::entering(&[], None, &[package.to_vec()]).ok()?;
        LeafCertificate::decode(&leaves.first()?.0).ok()
    }

    fn keep_spares(&mut self, peer: &PartyCode, all: Vec<Vec<u8>>) {
        let serials: BTreeSet<u64> = all.iter().filter_map(|p| Self::offered(p)).map(|c| c.serial).collect();
        self.authority.spares.insert(peer.clone(), serials);
        let rows: Vec<ByteVec> = all.iter().cloned().map(Into::into).collect();
        self.out.put(Table::Core, of_party(SPARES, peer), crate::cbor::encode(&rows));
        self.spares.insert(peer.clone(), all);
    }

    /// As the rows of a store have them.
    pub(super) fn restore_spares(&mut self, peer: PartyCode, rows: Vec<ByteVec>) {
        let all: Vec<Vec<u8>> = rows.into_iter().map(Into::into).collect();
        let serials = all.iter().filter_map(|p| Self::offered(p)).map(|c| c.serial).collect();
        self.authority.spares.insert(peer.clone(), serials);
        self.spares.insert(peer, all);
    }

    /// A spare went into a tree.
    pub(super) fn spare_used(&mut self, party: &PartyCode, package: &[u8]) {
        let mut all = self.spares.remove(party).unwrap_or_default();
        all.retain(|p| p != package);
        self.keep_spares(party, all);
    }
}

/// Spares of others, by party.
pub(super) const SPARES: &[u8] = b"spares/";
/// The members to whom own spares were lent last.
pub(super) const LENT: &[u8] = b"spares-lent";
/// Those of one party that are kept: four, and one that came with a RE-FORM.
const MOST_KEPT: usize = MOST_KEY_PACKAGES + 1;
