//! RECEIPT: what its author holds, lacks and has seen arrive.

use super::{ascending, is_path, rule};
use crate::cbor::{self, Malformed};
use crate::header::Head;
use crate::ids::{EntryHash, PartyCode, PathId, Seq};
use crate::relay_api::RelayTime;
use crate::time::Bracket;
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// RECEIPT: what its author holds, lacks and has seen arrive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// Entries held but not admitted, by (author, seq); admitted heads are in the header.
    #[n(0)]
    pub held: Vec<Head>,
    /// What is asked for, by author and range.
    #[n(1)]
    pub missing: Vec<Missing>,
    /// Statements on deposits and arrivals, by (entry, path).
    #[n(2)]
    pub statements: Vec<Statement>,
}

/// Entries of one author that are wanted, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct Missing {
    /// Whose.
    #[n(0)]
    pub author: PartyCode,
    /// First wanted.
    #[n(1)]
    pub from: Seq,
    /// Last wanted.
    #[n(2)]
    pub to: Seq,
}

/// One side's account of one entry on one path (line.md section 12).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Statement {
    /// The entry.
    #[n(0)]
    pub entry: EntryHash,
    /// The path.
    #[n(1)]
    pub path: PathId,
    /// Who was at the other end of that path: the recipient for a depositor, the sender for a fetcher.
    #[n(2)]
    pub peer: PartyCode,
    /// The depositor's bracket of the deposit, own clock; present exactly in a depositor's statement.
    #[n(3)]
    pub deposit: Option<Bracket>,
    /// The deposit's time as the relay told it to the author of this statement.
    #[n(4)]
    pub told: Option<RelayTime>,
    /// The hand-over as the relay told it to the fetcher.
    #[n(5)]
    pub handed_over: Option<RelayTime>,
    /// The fetcher's bracket of the fetch, own clock.
    #[n(6)]
    pub fetch: Option<Bracket>,
    /// The fetcher's arrival, own clock; present exactly in a fetcher's statement.
    #[n(7)]
    pub arrival: Option<Instant>,
    /// First bytes of the SHA-256 of the sealing that was deposited or fetched: an entry is sealed anew for each
    /// deposit, and only what is said of one sealing can be compared. Absent for `direct` and by hand, and in
    /// statements made before there was this field.
    #[n(8)]
    pub sealing: Option<ByteArray<8>>,
}

/// A party's own clock with its declared error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Instant {
    /// Milliseconds since 1970 UTC.
    #[n(0)]
    pub utc_ms: i64,
    /// Declared error, milliseconds.
    #[n(1)]
    pub error_ms: u32,
}

impl Receipt {
    /// Reads a RECEIPT body.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let receipt: Receipt = cbor::decode(body)?;
        ascending(&receipt.held, |h| (h.author.clone(), h.seq, h.hash), "held ascends by author and seq")?;
        ascending(&receipt.missing, |m| (m.author.clone(), m.from), "missing ascends by author and range")?;
        rule(receipt.missing.iter().all(|m| 1 <= m.from && m.from <= m.to), "a range goes upward from 1")?;
        let key = |s: &Statement| (s.entry, s.path.clone(), s.peer.clone());
        ascending(&receipt.statements, key, "statements ascend by entry, path and peer")?;
        for statement in &receipt.statements {
            statement.check()?;
        }
        Ok(receipt)
    }
}

impl Statement {
    fn check(&self) -> Result<(), Malformed> {
        rule(is_path(&self.path), "not a path id")?;
        rule(
            self.deposit.is_some() != self.arrival.is_some(),
            "a statement is a depositor's or a fetcher's, not both",
        )?;
        let fetch_only = self.handed_over.is_some() || self.fetch.is_some();
        rule(self.arrival.is_some() || !fetch_only, "only a fetcher speaks of the fetch")?;
        let ordered = |b: &Option<Bracket>| b.is_none_or(|b| b.earliest_ms <= b.latest_ms);
        rule(ordered(&self.deposit) && ordered(&self.fetch), "a bracket goes upward")
    }
}
