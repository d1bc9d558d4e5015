//! TEST: a line test.

use super::receipt::Instant;
use super::{ascending, is_path, rule};
use crate::cbor::{self, Malformed};
use crate::ids::{CutDigest, PartyCode, PathId, Seq};
use minicbor::{Decode, Encode};

/// TEST: a line test. L1 is its rendering.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Test {
    /// The slot it is for, ms UTC, a multiple of the test interval.
    #[n(0)]
    pub slot_ms: i64,
    /// Digest of the author's cut beneath this entry.
    #[n(1)]
    pub digest: CutDigest,
    /// The newest TEST of each other party that is admitted, by party.
    #[n(2)]
    pub echo: Vec<Echo>,
    /// How long the node has run without a stop, ms.
    #[n(3)]
    pub uptime_ms: u64,
    /// Own bounds of each relay's offset (relay minus own clock), by relay.
    #[n(4)]
    pub offsets: Vec<OffsetBound>,
    /// Root of the folds at (own cut, slot); opaque, handed in.
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    pub state_root: [u8; 32],
    /// Watch flags; opaque, handed in.
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    pub watch: [u8; 16],
}

/// A TEST of another party, seen.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Echo {
    /// Whose.
    #[n(0)]
    pub party: PartyCode,
    /// Its seq.
    #[n(1)]
    pub seq: Seq,
    /// When it first arrived, own clock.
    #[n(2)]
    pub arrived: Instant,
}

/// Bounds of a relay's clock against the author's.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct OffsetBound {
    /// The relay.
    #[n(0)]
    pub relay: PathId,
    /// Relay minus own clock, not less than, ms.
    #[n(1)]
    pub low_ms: i64,
    /// Not more than, ms.
    #[n(2)]
    pub high_ms: i64,
}

impl Test {
    /// Reads a TEST body.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let test: Test = cbor::decode(body)?;
        ascending(&test.echo, |e| e.party.clone(), "echoes ascend by party")?;
        ascending(&test.offsets, |o| o.relay.clone(), "offsets ascend by relay")?;
        rule(test.offsets.iter().all(|o| is_path(&o.relay)), "not a path id")?;
        rule(test.offsets.iter().all(|o| o.low_ms <= o.high_ms), "a bound goes upward")?;
        Ok(test)
    }
}
