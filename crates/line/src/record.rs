//! The record signature: what lets one notice of a TRANSFERABLE compartment be shown to a third party without
//! proving another (line.md section 4).
//!
//! In: a record key (random, in the charter), what the notice is. Out: 64 bytes of Ed25519.
//!
//! I1 no heads are signed. I2 nothing here is called for a MUTUAL_ONLY compartment: the entry codec has no
//! place for the result.

use crate::ids::Status;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// What a record signature is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// ACTUAL, EXERCISE or TEST.
    pub status: Status,
    /// SHA-256 of the charter form's canonical bytes in force.
    pub charter: &'a [u8; 32],
    /// The notice's number as printed, or the 32-byte hash of what it is about where it has none.
    pub number_or_subject: &'a [u8],
    /// Canonical bytes of the notice.
    pub notice: &'a [u8],
    /// Its date-time group, ms UTC.
    pub dtg_ms: i64,
}

impl Record<'_> {
    /// The signed bytes: "demarche/record/1" || STATUS, then charter hash, number or subject hash,
    /// SHA-256(canonical notice) and dtg (8 bytes big-endian), each with its length.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = format!("demarche/record/1{}", self.status.word()).into_bytes();
        let notice: [u8; 32] = Sha256::digest(self.notice).into();
        for field in [self.charter.as_slice(), self.number_or_subject, &notice, &self.dtg_ms.to_be_bytes()] {
            let length = u32::try_from(field.len()).expect("no field of a record is near 4 GiB");
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(field);
        }
        out
    }

    /// Signs with the party's record key (an Ed25519 seed).
    pub fn sign(&self, seed: &[u8; 32]) -> [u8; 64] {
        SigningKey::from_bytes(seed).sign(&self.bytes()).to_bytes()
    }

    /// Whether the signature is that of this record key. Keys of small order are refused.
    pub fn verify(&self, record_key: &[u8; 32], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(record_key)
            .is_ok_and(|key| key.verify_strict(&self.bytes(), &Signature::from_bytes(signature)).is_ok())
    }
}

/// The public record key of a seed.
pub fn public_key(seed: &[u8; 32]) -> [u8; 32] {
    SigningKey::from_bytes(seed).verifying_key().to_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_holds_for_its_notice_status_charter_number_and_time_only() {
        let record = Record {
            status: Status::Actual,
            charter: &[1; 32],
            number_or_subject: b"US/MAR/27/0001/T1",
            notice: b"notice",
            dtg_ms: 5,
        };
        let (seed, signature) = ([9; 32], record.sign(&[9; 32]));
        let key = public_key(&seed);
        assert!(record.verify(&key, &signature));
        let others = [
            Record { status: Status::Exercise, ..record },
            Record { charter: &[2; 32], ..record },
            Record { number_or_subject: b"US/MAR/27/0002/T1", ..record },
            Record { notice: b"another", ..record },
            Record { dtg_ms: 6, ..record },
        ];
        for other in others {
            assert!(!other.verify(&key, &signature), "{other:?}");
        }
        assert!(!record.verify(&public_key(&[8; 32]), &signature));
    }
}
