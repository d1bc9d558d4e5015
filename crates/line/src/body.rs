//! What stands in an entry's body, by kind (line.md section 5). Formats are final; what only the next issue
//! fills (DISCLOSE, RE-FORM, ANNEX) stands here already.
//!
//! In: body bytes. Out: typed values.
//!
//! I1 every list that has an order is refused in any other, so one meaning has one form.

use crate::cbor::{self, Malformed};
use crate::header::{Attestation, Head, Kind, Lane};
use crate::ids::{CutDigest, EntryHash, Epoch, PartyCode, PathId, Seq, Term};
use crate::relay_api::RelayTime;
use crate::time::Bracket;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

/// Body of a NOTICE: `[bytes]`, or `[bytes, record_sig]` in a TRANSFERABLE compartment.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct NoticeBody {
    /// Canonical bytes of `notice`, opaque here.
    #[n(0)]
    pub bytes: ByteVec,
    /// Record signature (line.md section 4).
    #[n(1)]
    pub record_sig: Option<ByteArray<64>>,
}

impl NoticeBody {
    /// Reads a NOTICE body and holds it to the compartment's attestation (entry I3).
    ///
    /// # Errors
    /// [`Malformed`]; a record signature in MUTUAL_ONLY, or none in TRANSFERABLE, is [`Malformed::Rule`].
    pub fn decode(body: &[u8], attestation: Attestation) -> Result<Self, Malformed> {
        let notice: NoticeBody = cbor::decode(body)?;
        match (attestation, notice.record_sig.is_some()) {
            (Attestation::MutualOnly, true) => Err(Malformed::Rule("a record signature in MUTUAL_ONLY")),
            (Attestation::Transferable, false) => Err(Malformed::Rule("no record signature in TRANSFERABLE")),
            _ => Ok(notice),
        }
    }
}

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

/// CONTROL: epoch change and its like (line.md section 7).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Control {
    /// The proposer of a ballot asks for UPDATEs.
    #[n(0)]
    Ask(#[n(0)] Ask),
    /// A member's proposal to rotate its leaf (a PublicMessage).
    #[n(1)]
    Update(#[n(0)] ByteVec),
    /// The commit of a ballot.
    #[n(2)]
    Commit(#[n(0)] Commit),
    /// A voter's binding word for it.
    #[n(3)]
    Ack(#[n(0)] Ack),
    /// A voter's binding word against a ballot.
    #[n(4)]
    Nack(#[n(0)] Nack),
    /// First entry of an author in an epoch.
    #[n(5)]
    Opening(#[n(0)] Opening),
    /// A leaf key of a closed epoch, given away (next issue).
    #[n(6)]
    Disclose(#[n(0)] Disclose),
    /// A pre-shared key has been imported here.
    #[n(7)]
    PskPresent(#[n(0)] PskPresent),
    /// A new group by the word of people (next issue).
    #[n(8)]
    Reform(#[n(0)] Reform),
}

/// Why a ballot is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum AskWhy {
    /// The epoch is 7 d old.
    #[n(0)]
    Age,
    /// A charter version.
    #[n(1)]
    Charter,
    /// A member joins.
    #[n(2)]
    Join,
    /// A member is removed.
    #[n(3)]
    Removal,
    /// A pre-shared key goes in.
    #[n(4)]
    Psk,
    /// A person's word.
    #[n(5)]
    Person,
}

/// Body of ASK.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ask {
    /// The ballot, from 0 in each epoch.
    #[n(0)]
    pub ballot: u32,
    /// Why.
    #[n(1)]
    pub why: AskWhy,
}

/// Body of COMMIT.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Commit {
    /// The ballot.
    #[n(0)]
    pub ballot: u32,
    /// The commit (a PublicMessage).
    #[n(1)]
    pub commit: ByteVec,
    /// The UPDATE entries that it folds, in the order in which they are stored before staging.
    #[n(2)]
    pub updates: Vec<EntryHash>,
    /// The CHARTER entry whose version takes effect with it; the one in force if nothing changes.
    #[n(3)]
    pub charter: Option<EntryHash>,
    /// KeyPackages of newcomers, by party.
    #[n(4)]
    pub adds: Vec<Newcomer>,
    /// Parties that leave, by code.
    #[n(5)]
    pub removes: Vec<PartyCode>,
    /// Ids of the pre-shared keys that go in, ascending.
    #[n(6)]
    pub psks: Vec<ByteVec>,
}

/// A newcomer and the KeyPackage that it is added with.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Newcomer {
    /// Who.
    #[n(0)]
    pub party: PartyCode,
    /// Its KeyPackage.
    #[n(1)]
    pub key_package: ByteVec,
}

/// Body of ACK.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ack {
    /// The ballot.
    #[n(0)]
    pub ballot: u32,
    /// The COMMIT's entry.
    #[n(1)]
    pub commit: EntryHash,
    /// Authenticator of the epoch it opens; absent from a member that is being removed.
    #[n(2)]
    pub authenticator: Option<ByteVec>,
    /// A MAC for each peer, by party ([`crate::keys::ack_mac`]).
    #[n(3)]
    pub macs: Vec<PeerMac>,
    /// In the proposer's ACK, which is the decision: the ACK entries of all other voters, by voter's code.
    #[n(4)]
    pub decides: Vec<EntryHash>,
}

/// A MAC for one peer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct PeerMac {
    /// For whom.
    #[n(0)]
    pub peer: PartyCode,
    /// Under the day root of author and peer.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub mac: [u8; 32],
}

/// Why a voter is against a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum NackWhy {
    /// A leaf certificate in it fails.
    #[n(0)]
    Certificate,
    /// A pre-shared key is not here.
    #[n(1)]
    PskMissing,
    /// The proposer was silent for a quarter of the test interval.
    #[n(2)]
    ProposerSilent,
    /// Own urgent rekey.
    #[n(3)]
    OwnRekey,
    /// The commit cannot be staged.
    #[n(4)]
    Unusable,
    /// The proposer abandons its ballot.
    #[n(5)]
    Abandoned,
}

/// Body of NACK.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Nack {
    /// The ballot.
    #[n(0)]
    pub ballot: u32,
    /// Why.
    #[n(1)]
    pub why: NackWhy,
}

/// Body of OPENING.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Opening {
    /// The proposer's ACK that decided; absent at the founding and after a RE-FORM.
    #[n(0)]
    pub decision: Option<EntryHash>,
    /// The authenticator of the epoch that is opened.
    #[n(1)]
    pub authenticator: ByteVec,
}

/// Body of DISCLOSE.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Disclose {
    /// The closed epoch.
    #[n(0)]
    pub epoch: Epoch,
    /// The author's private leaf key of that epoch (Ed25519 seed).
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub leaf_seed: [u8; 32],
}

/// Body of PSK-PRESENT.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PskPresent {
    /// [`crate::keys::psk_id_hash`] of its id.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub id_hash: [u8; 32],
}

/// Body of RE-FORM.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reform {
    /// The term it opens.
    #[n(0)]
    pub term: Term,
    /// The attempt, from 0.
    #[n(1)]
    pub attempt: u32,
    /// What is kept of the old term, by author.
    #[n(2)]
    pub cut: Vec<Head>,
    /// Who writes it, by code.
    #[n(3)]
    pub writers: Vec<PartyCode>,
    /// Members of the new term with tempo, by code.
    #[n(4)]
    pub members: Vec<MemberTempo>,
    /// Why.
    #[n(5)]
    pub why: ReformWhy,
}

/// Why a group is founded anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum ReformWhy {
    /// A voter or proposer has vanished.
    #[n(0)]
    Vanished,
    /// A leak is suspected.
    #[n(1)]
    Leak,
    /// The suite changes.
    #[n(2)]
    Suite,
    /// Dormancy ends.
    #[n(3)]
    Revival,
}

/// ANNEX: announces an annex (next issue).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Annex {
    /// SHA-256 of its plaintext.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub hash: [u8; 32],
    /// Its size, bytes.
    #[n(1)]
    pub size: u64,
    /// What it is: a code of `notice`, opaque here.
    #[n(2)]
    pub kind: String,
    /// Reading parties with the annex's key wrapped for each, by code.
    #[n(3)]
    pub readers: Vec<Reader>,
}

/// A reading party of an annex.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Reader {
    /// Who.
    #[n(0)]
    pub party: PartyCode,
    /// The annex's key, XChaCha20-Poly1305 under [`crate::keys::annex_key`], nonce zero (a key of one use).
    #[n(1)]
    pub wrapped_key: ByteVec,
}

/// Checks a body against its kind; what the entry codec calls.
///
/// # Errors
/// [`Malformed`], naming the rule.
pub fn check(kind: Kind, body: &[u8], attestation: Attestation) -> Result<(), Malformed> {
    match kind {
        Kind::Notice => NoticeBody::decode(body, attestation).map(drop),
        Kind::Receipt => Receipt::decode(body).map(drop),
        Kind::Test => Test::decode(body).map(drop),
        Kind::Charter => Charter::decode(body, attestation).map(drop),
        Kind::Control => Control::decode(body).map(drop),
        Kind::Annex => Annex::decode(body).map(drop),
    }
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

impl Control {
    /// Reads a CONTROL body.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let control: Control = cbor::decode(body)?;
        match &control {
            Control::Commit(c) => {
                ascending(&c.adds, |a| a.party.clone(), "newcomers ascend by code")?;
                ascending(&c.removes, PartyCode::clone, "leavers ascend by code")?;
                ascending(&c.psks, |id| id.to_vec(), "pre-shared keys ascend by id")?;
            }
            Control::Ack(a) => ascending(&a.macs, |m| m.peer.clone(), "MACs ascend by peer")?,
            Control::Reform(r) => {
                ascending(&r.cut, |h| h.author.clone(), "a cut ascends by author")?;
                ascending(&r.writers, PartyCode::clone, "writers ascend by code")?;
                ascending(&r.members, |m| m.party.clone(), "members ascend by code")?;
            }
            _ => {}
        }
        Ok(control)
    }

    /// The word of the table in line.md section 5.
    pub fn word(&self) -> &'static str {
        match self {
            Control::Ask(_) => "ASK",
            Control::Update(_) => "UPDATE",
            Control::Commit(_) => "COMMIT",
            Control::Ack(_) => "ACK",
            Control::Nack(_) => "NACK",
            Control::Opening(_) => "OPENING",
            Control::Disclose(_) => "DISCLOSE",
            Control::PskPresent(_) => "PSK-PRESENT",
            Control::Reform(_) => "RE-FORM",
        }
    }
}

impl Annex {
    /// Reads an ANNEX body.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let annex: Annex = cbor::decode(body)?;
        ascending(&annex.readers, |r| r.party.clone(), "readers ascend by code")?;
        rule(annex.readers.iter().all(|r| r.wrapped_key.len() == 48), "a wrapped key has 48 bytes")?;
        Ok(annex)
    }
}

/// Whether a text is a path id: 1 to 32 of capital letters, digits and '-'.
pub fn is_path(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
}

fn rule(holds: bool, rule: &'static str) -> Result<(), Malformed> {
    if holds { Ok(()) } else { Err(Malformed::Rule(rule)) }
}

fn ascending<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K, name: &'static str) -> Result<(), Malformed> {
    rule(items.windows(2).all(|w| key(&w[0]) < key(&w[1])), name)
}

const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;
