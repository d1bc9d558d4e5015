//! CHARTER: a version of the charter, with what `line` needs of it (line.md section 4).

use super::{ascending, is_path, rule};
use crate::cbor::{self, Malformed};
use crate::header::{Attestation, Lane};
use crate::ids::{PartyCode, PathId};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// CHARTER: a version of the compartment's charter.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Charter {
    /// The form's canonical bytes, opaque here.
    #[n(0)]
    pub bytes: ByteVec,
    /// What `line` needs of it.
    #[n(1)]
    pub parameters: Parameters,
    /// Record keys by party; one for every member in TRANSFERABLE, none in MUTUAL_ONLY.
    #[n(2)]
    pub record_keys: Vec<RecordKey>,
}

/// A member's record key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct RecordKey {
    /// Whose.
    #[n(0)]
    pub party: PartyCode,
    /// Ed25519 public key.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub key: [u8; 32],
}

/// What `line` needs of a charter, beside its text (line.md section 4).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Parameters {
    /// Version of the charter, from 1.
    #[n(0)]
    pub version: u32,
    /// Members by code.
    #[n(1)]
    pub members: Vec<MemberTempo>,
    /// Relays by id.
    #[n(2)]
    pub relays: Vec<CharterRelay>,
    /// Interval between line tests, ms; 3,600,000 unless said otherwise.
    #[n(3)]
    pub test_interval_ms: u64,
    /// How long bodies stay readable in the store, days.
    #[n(4)]
    pub retention_days: u32,
    /// For life.
    #[n(5)]
    pub attestation: Attestation,
    /// Lanes that no SUSPEND of `notice` may stop, ascending.
    #[n(6)]
    pub floor_lanes: Vec<Lane>,
    /// Greatest annex, bytes; 8 MiB unless said otherwise.
    #[n(7)]
    pub annex_max_bytes: u64,
    /// All annexes of the compartment, bytes; 256 MiB unless said otherwise.
    #[n(8)]
    pub annex_total_bytes: u64,
    /// Epoch age that raises an alarm, ms; 30 d unless said otherwise.
    #[n(9)]
    pub epoch_age_alarm_ms: u64,
    /// Answers later than due by at most this are in time, ms; 10 min unless said otherwise.
    #[n(10)]
    pub grace_ms: u64,
    /// Whether relays may tell a depositor when its mailbox was emptied.
    #[n(11)]
    pub tell_hand_over: bool,
    /// Filler envelopes an hour, a recipient and a path; 0 for none.
    #[n(12)]
    pub filler_per_hour: u32,
}

/// A member and how it takes part.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct MemberTempo {
    /// Who.
    #[n(0)]
    pub party: PartyCode,
    /// How.
    #[n(1)]
    pub tempo: Tempo,
}

/// How a member takes part in epochs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Tempo {
    /// Its ACK binds.
    #[n(0)]
    Voting,
    /// Sends, by pouch or rarely.
    #[n(1)]
    Following,
    /// Receives only.
    #[n(2)]
    Silent,
}

/// A relay as the charter names it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct CharterRelay {
    /// Its id ("CH-1").
    #[n(0)]
    pub id: PathId,
    /// Where it is, `https://host:port`.
    #[n(1)]
    pub url: String,
    /// SHA-256 of its certificate's SubjectPublicKeyInfo.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub spki_pin: [u8; 32],
}

impl Charter {
    /// Reads a CHARTER body and holds it to the compartment's attestation.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(body: &[u8], attestation: Attestation) -> Result<Self, Malformed> {
        let charter: Charter = cbor::decode(body)?;
        charter.parameters.check()?;
        rule(charter.parameters.attestation == attestation, "the attestation is fixed for life")?;
        ascending(&charter.record_keys, |k| k.party.clone(), "record keys ascend by party")?;
        match attestation {
            Attestation::MutualOnly => rule(charter.record_keys.is_empty(), "a record key in MUTUAL_ONLY")?,
            Attestation::Transferable => {
                let members = charter.parameters.members.iter().map(|m| &m.party);
                rule(members.eq(charter.record_keys.iter().map(|k| &k.party)), "one record key a member")?;
            }
        }
        Ok(charter)
    }
}

impl Parameters {
    /// Checks order and ranges; a charter form that is typed by hand goes through it too.
    ///
    /// # Errors
    /// [`Malformed::Rule`].
    pub fn check(&self) -> Result<(), Malformed> {
        rule(self.version >= 1, "charter versions begin at 1")?;
        ascending(&self.members, |m| m.party.clone(), "members ascend by code")?;
        rule(self.members.len() >= 2, "a compartment has at least two members")?;
        rule(self.members.iter().any(|m| m.tempo == Tempo::Voting), "a compartment has a voter")?;
        ascending(&self.relays, |r| r.id.clone(), "relays ascend by id")?;
        rule(self.relays.iter().all(|r| is_path(&r.id)), "not a path id")?;
        rule(
            self.relays.iter().all(|r| r.url.starts_with("https://") && r.url.len() <= 256),
            "not an https URL",
        )?;
        rule((1_000..=7 * DAY_MS).contains(&self.test_interval_ms), "a test interval is 1 s to 7 d")?;
        ascending(&self.floor_lanes, |lane| *lane, "floor lanes ascend")
    }

    /// The voters, by code.
    pub fn voters(&self) -> Vec<PartyCode> {
        self.members.iter().filter(|m| m.tempo == Tempo::Voting).map(|m| m.party.clone()).collect()
    }

    /// The tempo of a member; `None` if it is none.
    pub fn tempo(&self, party: &PartyCode) -> Option<Tempo> {
        self.members.iter().find(|m| &m.party == party).map(|m| m.tempo)
    }

    /// What a charter has that says nothing else: the values of line.md section 4.
    pub fn usual(members: Vec<MemberTempo>, relays: Vec<CharterRelay>, attestation: Attestation) -> Self {
        Parameters {
            version: 1,
            members,
            relays,
            test_interval_ms: HOUR_MS,
            retention_days: 400,
            attestation,
            floor_lanes: vec![Lane::Floor],
            annex_max_bytes: 8 << 20,
            annex_total_bytes: 256 << 20,
            epoch_age_alarm_ms: 30 * DAY_MS,
            grace_ms: 600_000,
            tell_hand_over: true,
            filler_per_hour: 0,
        }
    }
}

const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;
