//! Pre-shared keys out of a courier's pouch (line.md sections 2 and 7): kept, reported by PSK-PRESENT, put into one
//! change of epoch, forgotten when it is decided.
//!
//! I1 none goes into a COMMIT before every voter has reported it: a COMMIT that one of them cannot stage would only be
//! refused. I2 no row but the group's holds the secret, and no entry more than the hash of its id.

use super::Line;
use crate::body::{Control, PskPresent};
use crate::cbor;
use crate::error::LineError;
use crate::group::Group;
use crate::ids::PartyCode;
use crate::keys::psk_id_hash;
use crate::machine::Table;
use crate::secret::Secret;
use std::collections::{BTreeMap, BTreeSet};

/// Who has reported which key, and which are here.
#[derive(Debug, Default)]
pub(super) struct Psks {
    here: BTreeSet<Vec<u8>>,
    reported: BTreeMap<PartyCode, BTreeSet<[u8; 32]>>,
}

impl Psks {
    pub(super) fn restore(&mut self, id: &[u8]) {
        self.here.insert(id.to_vec());
    }

    /// PSK-PRESENT by a party.
    pub(super) fn hear(&mut self, by: &PartyCode, present: &PskPresent) {
        self.reported.entry(by.clone()).or_default().insert(present.id_hash);
    }
}

impl<G: Group> Line<G> {
    /// A person has entered a key; the others are told that it is here.
    pub(super) fn enter_psk(&mut self, id: &[u8], secret: &Secret) {
        if let Err(why) = self.may_write() {
            return self.refuse(&why);
        }
        if self.psks.here.contains(id) {
            return self.refuse(&LineError::Change("PSK-ENTERED-BEFORE"));
        }
        let id_hash = psk_id_hash(self.config.status, id);
        if self.write_control(&Control::PskPresent(PskPresent { id_hash })).is_none() {
            return;
        }
        self.group.psk(id, secret.bytes());
        self.out.put(Table::Core, [PSK, id].concat(), cbor::encode(&self.era()));
        self.psks.here.insert(id.to_vec());
    }

    /// Voters who have not reported a key; empty when it can go into a change of epoch.
    pub(super) fn without_psk(&self, id: &[u8]) -> Vec<PartyCode> {
        let hash = psk_id_hash(self.config.status, id);
        let lacks = |party: &PartyCode| !self.psks.reported.get(party).is_some_and(|has| has.contains(&hash));
        self.voters_at(self.known_era()).into_iter().filter(lacks).collect()
    }

    /// Why these keys cannot go in now.
    pub(super) fn psks_missing(&self, ids: &[Vec<u8>]) -> Option<&'static str> {
        if ids.iter().any(|id| !self.psks.here.contains(id)) {
            return Some("NO-SUCH-PSK");
        }
        ids.iter().any(|id| !self.without_psk(id).is_empty()).then_some("PSK-NOT-REPORTED")
    }

    /// A decided change of epoch has taken these in: each serves once.
    pub(super) fn psks_spent(&mut self, ids: &[Vec<u8>]) {
        for id in ids {
            self.group.forget_psk(id);
            self.out.delete(Table::Core, [PSK, id.as_slice()].concat());
            self.psks.here.remove(id);
        }
    }

    /// Keys that were entered here and have not gone in, each with the voters who have not reported it.
    pub fn psks(&self) -> BTreeMap<Vec<u8>, Vec<PartyCode>> {
        self.psks.here.iter().map(|id| (id.clone(), self.without_psk(id))).collect()
    }
}

/// Rows of the keys that are here, by id.
pub(super) const PSK: &[u8] = b"psk/";
