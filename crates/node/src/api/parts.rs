//! The parts that answers are made of.

use super::{FactTold, Hex, RefusalTold};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a node stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatusTold {
    /// Own party code.
    pub party: String,
    /// ACTUAL, EXERCISE or TEST.
    pub status: String,
    /// Id of the node.
    pub node: Hex,
    /// Fingerprint of the own invitation.
    pub fingerprint: String,
    /// Milliseconds since the start.
    pub uptime_ms: u64,
    /// The node's clock, ms UTC.
    pub now_ms: i64,
    /// Compartments by code.
    pub compartments: Vec<CompartmentTold>,
    /// Pairs.
    pub pairs: Vec<PairTold>,
    /// Relays by id, with whether the last call was answered.
    pub relays: BTreeMap<String, bool>,
}

/// How a compartment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CompartmentTold {
    /// Code, alike on every node.
    pub code: String,
    /// Id.
    pub id: Hex,
    /// RUNNING or STOPPED.
    pub state: String,
    /// Why it stopped.
    pub stopped: Option<RefusalTold>,
    /// Whether it may not seal yet (line.md section 11).
    pub quarantined: bool,
    /// MUTUAL-ONLY or TRANSFERABLE.
    pub attestation: String,
    /// Current epoch.
    pub epoch: u64,
    /// Members by code.
    pub members: Vec<String>,
    /// Admitted entries.
    pub entries: u64,
    /// Entries whose links are missing.
    pub held: u64,
    /// Own entries not yet covered by all.
    pub outbox: u64,
    /// Fingerprint of the cut.
    pub fingerprint: String,
}

/// A pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PairTold {
    /// The other party.
    pub party: String,
    /// WAITING or PAIRED.
    pub state: String,
    /// FINGERPRINT ONLY or COURIER.
    pub assurance: String,
    /// The file to give to the other side now, if one is due (it also travels by relay where there is one).
    pub give: Option<Hex>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OfficerTold {
    /// Code.
    pub person: String,
    /// Roles by compartment code.
    pub roles: BTreeMap<String, Vec<String>>,
    /// Ids of the keys in use.
    pub keys: Vec<Hex>,
    /// Whether the person has left.
    pub left: bool,
}

/// A founding under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FoundingTold {
    /// Code of the compartment.
    pub compartment: String,
    /// Id.
    pub id: Hex,
    /// Who founds it.
    pub creator: String,
    /// COLLECTING, WELCOMING, JOINING, DONE or REFUSED.
    pub state: String,
    /// Members whose part is missing.
    pub missing: Vec<String>,
    /// Why it does not go on.
    pub refused: Option<RefusalTold>,
}

/// One thing that validation or lint says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingTold {
    /// Its id; key of its words.
    pub id: String,
    /// Paragraph, if one is meant.
    pub paragraph: Option<String>,
    /// Arguments of its words.
    pub facts: BTreeMap<String, FactTold>,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DraftTold {
    /// Its id.
    pub draft: String,
    /// Its type.
    pub kind: String,
    /// Addressees.
    pub to: Vec<String>,
    /// Persons who have sealed it so far.
    pub seals: Vec<String>,
    /// A remark for colleagues.
    pub remark: Option<String>,
}

/// A notice in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoticeTold {
    /// Its number; absent if its bytes are not canonical.
    pub number: Option<String>,
    /// Code of the compartment.
    pub compartment: String,
    /// Its type.
    pub kind: String,
    /// Author.
    pub from: String,
    /// Addressees.
    pub to: Vec<String>,
    /// Precedence letter.
    pub precedence: Option<String>,
    /// Date-time group, ms UTC.
    pub dtg_ms: Option<i64>,
    /// Its entry.
    pub entry: Hex,
    /// Place in the total order; absent while earlier entries are missing.
    pub position: Option<u64>,
    /// First arrival here, ms UTC by the own clock; absent for own notices.
    pub arrived_ms: Option<i64>,
    /// Marks by addressee.
    pub marks: BTreeMap<String, Vec<String>>,
}

/// A rendered line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineText {
    /// Right to left.
    pub rtl: bool,
    /// The text.
    pub text: String,
}

/// A read-back of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadbackTold {
    /// By whom.
    pub by: String,
    /// Number of the L3.
    pub number: String,
    /// Whether it matched.
    pub matched: bool,
    /// Paragraphs that differ.
    pub paragraphs: Vec<String>,
}

/// Something due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DueTold {
    /// Code of the compartment.
    pub compartment: String,
    /// By when, ms UTC.
    pub at_ms: Option<i64>,
    /// The word of `chancery::due::Why`.
    pub why: String,
    /// The notice.
    pub number: Option<String>,
    /// The draft.
    pub draft: Option<String>,
    /// The other party.
    pub party: Option<String>,
}

/// What a late notice changed after it had been shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RevisedTold {
    /// Code of the compartment.
    pub compartment: String,
    /// Whose state.
    pub number: String,
    /// Toward whom, or of whom; absent for the life of a notice.
    pub party: Option<String>,
    /// The word that was shown.
    pub was: String,
    /// The word that stands now.
    pub is: String,
    /// Number of the late notice.
    pub because: String,
    /// Its entry.
    pub entry: Hex,
}

/// State of the line to one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineTold {
    /// Code of the compartment.
    pub compartment: String,
    /// The observed party.
    pub party: String,
    /// UP, DEGRADED, LATE, UNANSWERED, DECLARED or FORKED.
    pub state: String,
    /// The word of the diagnosis, if there is one.
    pub word: Option<String>,
    /// The relay that the word names.
    pub relay: Option<String>,
    /// Since when, ms UTC.
    pub since_ms: i64,
}

/// A line test and one member's acknowledgement of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TestTold {
    /// Code of the compartment.
    pub compartment: String,
    /// The other party.
    pub party: String,
    /// Whether the test went out; a quarantined node sends none.
    pub sent: bool,
    /// How long until its acknowledgement was here, ms; absent if it did not come in time.
    pub answered_ms: Option<u64>,
    /// State of the line afterwards.
    pub state: String,
    /// The word of the diagnosis, if there is one.
    pub word: Option<String>,
}

/// A head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeadTold {
    /// Author.
    pub author: String,
    /// Place in its chain.
    pub seq: u64,
    /// Entry hash.
    pub hash: Hex,
}

/// `demarche prove`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProofTold {
    /// The notice.
    pub number: String,
    /// Its entry.
    pub hash: Hex,
    /// A line a path, recipient and clock.
    pub paths: Vec<PathTold>,
    /// Marks by addressee.
    pub marks: BTreeMap<String, Vec<String>>,
    /// The relay whose false word alone explains every contradiction; empty if there is none.
    pub named: Vec<String>,
    /// The contradictions that name it.
    pub grounds: Vec<ContradictionTold>,
    /// Contradictions that no single relay explains: DISPUTED.
    pub disputed: Vec<ContradictionTold>,
    /// Members whose entries cover it.
    pub attested_by: Vec<String>,
    /// MUTUAL-ONLY or TRANSFERABLE.
    pub mode: String,
}

/// Statements that cannot be true together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContradictionTold {
    /// two-times, deposit, hand-over, order, jump, two-clocks, alone, no-majority or flights.
    pub kind: String,
    /// Relays and members of which any one, being wrong, explains it.
    pub sources: Vec<String>,
    /// Whose statements show it.
    pub seen_by: Vec<String>,
    /// By how much, ms.
    pub by_ms: i64,
}

/// One path of a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PathTold {
    /// The path.
    pub path: String,
    /// Who received by it.
    pub recipient: String,
    /// Deposit, [not before, not after], ms UTC.
    pub deposit: Option<[i64; 2]>,
    /// Arrival, [not before, not after], ms UTC.
    pub arrival: Option<[i64; 2]>,
    /// In whose clock.
    pub clock: String,
    /// Whether it rests on what both sides hold; `false` while this node alone has seen some of it.
    pub agreed: bool,
}

/// Members of a compartment, and what is under way besides notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompartmentMembers {
    /// Code of the compartment.
    pub compartment: String,
    /// One more with each RE-FORM.
    pub term: u32,
    /// Epoch of the term.
    pub epoch: u64,
    /// RUNNING, QUARANTINED, ROLLED-BACK, JOINING, LEFT or DORMANT.
    pub condition: String,
    /// Version of the charter that the last commit named; absent while that of the founding is in force.
    pub charter_entry: Option<Hex>,
    /// By code.
    pub members: Vec<MemberTold>,
    /// RE-FORMs that wait for writers.
    pub reforms: Vec<ReformTold>,
    /// Flares of other members.
    pub flares: Vec<FlareTold>,
    /// Own flares that are not entries yet.
    pub own_flares: u64,
    /// Annexes announced, with whether they are here whole.
    pub annexes: Vec<AnnexTold>,
    /// Courier secrets that were entered here and have not gone into a rotation.
    pub courier_secrets: Vec<CourierSecretTold>,
}

/// A courier secret that waits for a rotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CourierSecretTold {
    /// Its id.
    pub id: Hex,
    /// Voters who have not entered it.
    pub without: Vec<String>,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberTold {
    /// Its code.
    pub party: String,
    /// VOTING, FOLLOWING or SILENT.
    pub tempo: String,
    /// For how long nothing of it has come, ms; absent if nothing ever has, and for the own party.
    pub unheard_ms: Option<i64>,
    /// Its store is an old copy, by its own word, and it waits to be taken in anew.
    pub put_back: bool,
}

/// A RE-FORM that was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReformTold {
    /// Its entry, for `agree`.
    pub entry: Hex,
    /// Who wrote it.
    pub by: String,
    /// Who must all write the same.
    pub writers: Vec<String>,
    /// The attempt.
    pub attempt: u32,
}

/// A flare of another member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlareTold {
    /// Its random id.
    pub id: Hex,
    /// From whom: a restored node.
    pub party: String,
    /// The notice's number; absent if its bytes are not canonical.
    pub number: Option<String>,
    /// When it was sent, the sender's clock, ms UTC.
    pub sent_ms: i64,
    /// When it came, own clock, ms UTC.
    pub came_ms: i64,
    /// The entry that it became, once there is one.
    pub entry: Option<Hex>,
}

/// A flare as it is read: a floor notice of a restored node that may not write in the record yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlareShown {
    /// Code of the compartment.
    pub compartment: String,
    /// From whom.
    pub party: String,
    /// The number under which it was sent: another notice of the record may have it, for the sender's store is an
    /// old copy. Absent if its bytes are not canonical.
    pub number: Option<String>,
    /// When it was sent, the sender's clock, ms UTC.
    pub sent_ms: i64,
    /// When it came, own clock, ms UTC.
    pub came_ms: i64,
    /// Its text.
    pub lines: Vec<LineText>,
}

/// An annex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnexTold {
    /// SHA-256 of the whole.
    pub annex: Hex,
    /// From whom.
    pub party: String,
    /// What it is.
    pub kind: String,
    /// Bytes.
    pub size: u64,
    /// Whether it is here whole and what its hash says.
    pub here: bool,
}

/// What an officer approves; the words of `chancery::challenge::Purpose`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Purpose {
    /// "This draft is mine."
    Draft,
    /// First or only seal.
    Release,
    /// The other person's seal.
    Second,
    /// Throw it away.
    Withdraw,
}
