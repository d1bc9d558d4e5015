//! The node's own log of seals: who approved something, when, in which role. It never leaves the node.
//!
//! In: [`Approved`]. Out: rows of the table `Desk`, each bound to the one before by its hash.
//!
//! I1 a record can be neither changed nor removed from the middle without breaking the chain. I2 what was approved
//! stands there as a tag only (`subject_tag`). I3 a seal is logged in the transaction it takes effect in.

use crate::challenge::{Approved, Purpose};
use crate::error::ChanceryError;
use crate::officers::{AuthenticatorId, PersonId, Role};
use line::ids::Epoch;
use line::machine::{Table, Write};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// One seal, as the log keeps it and as a pending release remembers its first one.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Seal {
    /// Who.
    #[n(0)]
    pub person: PersonId,
    /// With which authenticator.
    #[n(1)]
    pub authenticator: AuthenticatorId,
    /// Roles held at that moment.
    #[n(2)]
    pub roles: BTreeSet<Role>,
    /// For what.
    #[n(3)]
    pub purpose: Purpose,
    /// Tag of the subject.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub tag: [u8; 32],
    /// Epoch whose key made the tag.
    #[n(5)]
    pub epoch: Epoch,
    /// When, ms UTC.
    #[n(6)]
    pub at_ms: i64,
}

impl Seal {
    /// Writes down a verified approval.
    pub fn of(approved: &Approved) -> Self {
        Seal {
            person: approved.person().clone(),
            authenticator: *approved.authenticator(),
            roles: approved.roles().clone(),
            purpose: approved.purpose(),
            tag: *approved.tag(),
            epoch: approved.epoch(),
            at_ms: approved.at_ms(),
        }
    }
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Record {
    /// From 1.
    #[n(0)]
    pub number: u64,
    /// Hash of the record before; zeros for the first.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub previous: [u8; 32],
    /// The seal.
    #[n(2)]
    pub seal: Seal,
}

impl Record {
    /// SHA-256("demarche/seal/1" || canonical record).
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"demarche/seal/1");
        hash.update(line::cbor::encode(self));
        hash.finalize().into()
    }
}

/// The log of one compartment at one node.
#[derive(Debug, Default)]
pub struct SealLog {
    records: Vec<Record>,
}

impl SealLog {
    /// Appends a seal; the row goes into the Persist of what it approved.
    pub fn append(&mut self, seal: Seal) -> Write {
        let previous = self.records.last().map_or([0; 32], Record::hash);
        let record = Record { number: self.records.len() as u64 + 1, previous, seal };
        let key = [PREFIX, &record.number.to_be_bytes()].concat();
        let write = Write { table: Table::Desk, key, value: Some(line::cbor::encode(&record)) };
        self.records.push(record);
        write
    }

    /// Takes the next row in, in order of number, and checks that it follows.
    ///
    /// # Errors
    /// [`ChanceryError::RowUnreadable`]; [`ChanceryError::SealLogBroken`] at the first record that does not follow.
    pub fn restore(&mut self, value: &[u8]) -> Result<(), ChanceryError> {
        let record: Record =
            line::cbor::decode(value).map_err(|_| ChanceryError::RowUnreadable { row: "seal".into() })?;
        let next = self.records.len() as u64 + 1;
        let previous = self.records.last().map_or([0; 32], Record::hash);
        if record.number != next || record.previous != previous {
            return Err(ChanceryError::SealLogBroken { at: next });
        }
        self.records.push(record);
        Ok(())
    }

    /// All records, oldest first.
    pub fn records(&self) -> &[Record] {
        &self.records
    }
}

/// Rows of this file in the table `Desk` begin so.
pub const PREFIX: &[u8] = b"seal/";

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(at_ms: i64) -> Seal {
        Seal {
            person: PersonId::parse("anne").expect("a well-formed code"),
            authenticator: AuthenticatorId([1; 32]),
            roles: BTreeSet::from([Role::Watch]),
            purpose: Purpose::Release,
            tag: [2; 32],
            epoch: 0,
            at_ms,
        }
    }

    #[test]
    fn a_log_with_a_record_changed_or_missing_is_refused_at_that_place() {
        let mut log = SealLog::default();
        let rows: Vec<Vec<u8>> =
            (1..=3).map(|at| log.append(seal(at)).value.expect("a row is written")).collect();
        let read = |rows: &[&Vec<u8>]| {
            let mut log = SealLog::default();
            rows.iter().try_for_each(|row| log.restore(row)).map(|()| log.records().len())
        };
        assert_eq!(read(&[&rows[0], &rows[1], &rows[2]]), Ok(3));
        assert_eq!(read(&[&rows[0], &rows[2]]), Err(ChanceryError::SealLogBroken { at: 2 }));
        let mut other = SealLog::default();
        let changed = other.append(seal(9)).value.expect("a row is written");
        assert_eq!(read(&[&changed, &rows[1]]), Err(ChanceryError::SealLogBroken { at: 2 }));
    }
}
