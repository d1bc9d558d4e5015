//! What is said over the node's Unix socket: one question, one answer, as JSON (`POST /v1`).
//!
//! The command line is the only client. Bytes travel as hexadecimal ([`Hex`]); refusals keep code, blame and
//! facts, so that the client words them in its own language. Drafts and charters travel as the text the officer
//! wrote. Nothing here is secret but what the socket's mode (0600) already guards.

use refusal::{Blame, Fact, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Bytes, written as hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hex(pub Vec<u8>);

/// A question to a running node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// How the node and its compartments stand: [`Told::Status`].
    Status {},
    /// Whether everything works: [`Told::Health`].
    Health {},
    /// Own invitation, made anew with a pairing mailbox on each relay: [`Told::Invitation`].
    Invite {},
    /// Whose a file of a pairing is and its fingerprint, before the operator types it: [`Told::PairFile`].
    ReadPairFile {
        /// The file.
        file: Hex,
    },
    /// Take a file of a pairing (invitation, reply, confirm, close): [`Told::Pairing`].
    Pair {
        /// The file.
        file: Hex,
        /// The other side's fingerprint as a person typed it; needed with an invitation and a reply.
        typed: Option<String>,
        /// 32 bytes that a courier carried, if there are any.
        courier: Option<Hex>,
    },
    /// All pairs, done and under way: [`Told::Pairs`].
    Pairs {},
    /// Add a person, or a further key, with roles by compartment code: [`Told::Done`].
    OfficerAdd {
        /// The person's code.
        person: String,
        /// The Ed25519 public key of the key file; absent to change roles only.
        public_key: Option<Hex>,
        /// Roles by compartment code.
        roles: BTreeMap<String, Vec<String>>,
    },
    /// A person leaves: [`Told::Done`].
    OfficerLeave {
        /// The person's code.
        person: String,
    },
    /// All persons: [`Told::Officers`].
    OfficerList {},
    /// Found a compartment by a charter (TOML): collect KeyPackages, then Welcomes: [`Told::Founding`].
    Found {
        /// The charter form as text.
        charter: String,
    },
    /// The own record key for a TRANSFERABLE compartment to be, made once; its charter names it in E:
    /// [`Told::RecordKey`].
    RecordKey {
        /// Code of the compartment to be.
        compartment: String,
    },
    /// Foundings under way, own and others': [`Told::Foundings`].
    Foundings {},
    /// The charter in force: [`Told::Charter`].
    CharterShow {
        /// Code or id of the compartment.
        compartment: String,
    },
    /// Check a draft (TOML) as it would be at release: [`Told::Checked`].
    Check {
        /// Code of the compartment.
        compartment: String,
        /// The draft as text.
        draft: String,
    },
    /// Keep a draft: [`Told::Drafted`].
    Draft {
        /// Code of the compartment.
        compartment: String,
        /// The draft as text.
        draft: String,
        /// A remark for colleagues; never leaves this node's drafts.
        remark: Option<String>,
    },
    /// Drafts kept here, released or not: [`Told::Drafts`].
    Drafts {
        /// Code of the compartment.
        compartment: String,
    },
    /// A challenge for an officer to sign: [`Told::Challenge`].
    Challenge {
        /// Code of the compartment.
        compartment: String,
        /// DRAFT, RELEASE, SECOND or WITHDRAW.
        purpose: Purpose,
        /// The draft, such as "D-12".
        draft: String,
    },
    /// Seal a draft with an answered challenge: [`Told::Pending`] or [`Told::Released`].
    Seal {
        /// Code of the compartment.
        compartment: String,
        /// The draft.
        draft: String,
        /// What was approved.
        purpose: Purpose,
        /// Canonical bytes of `chancery::challenge::Answer`.
        answer: Hex,
        /// Why lint is overruled, if it is.
        lint_reason: Option<String>,
        /// Why a further FLASH within the hour, if it is one.
        flash_reason: Option<String>,
    },
    /// Throw a draft away: [`Told::Done`].
    Withdraw {
        /// Code of the compartment.
        compartment: String,
        /// The draft.
        draft: String,
        /// Canonical bytes of `chancery::challenge::Answer`.
        answer: Hex,
    },
    /// Notices here, newest last: [`Told::Notices`].
    List {
        /// Code of the compartment; absent for all.
        compartment: Option<String>,
        /// Only those with a greater position in the total order than this.
        after: Option<u64>,
        /// At most this many, 1,000 without it.
        most: Option<u64>,
    },
    /// One notice, rendered: [`Told::Notice`].
    Show {
        /// Its number.
        number: String,
        /// Language tag, "en" or "fa".
        language: String,
    },
    /// Open a notice (mark K2): drafts the L2, which an officer seals: [`Told::Drafted`].
    Open {
        /// Its number.
        number: String,
    },
    /// Read a notice back: drafts the L3 from what the officer re-entered: [`Told::Drafted`].
    Readback {
        /// Its number.
        number: String,
        /// Re-entered paragraphs as TOML, by letter or key, without default or completion.
        restated: String,
    },
    /// What is unread, unanswered, unconfirmed or overdue: [`Told::Due`].
    Due {
        /// Code of the compartment; absent for all.
        compartment: Option<String>,
    },
    /// Wait until a notice has a mark: [`Told::Marks`] with `reached`.
    Wait {
        /// The notice.
        number: String,
        /// K0 to K7, N1 to N5.
        mark: String,
        /// Whose mark; absent for every addressee's.
        of: Option<String>,
        /// At most this long, ms.
        timeout_ms: u64,
    },
    /// Send a line test now: [`Told::Done`].
    LineTest {
        /// Code of the compartment; absent for all.
        compartment: Option<String>,
    },
    /// State of the line to each party: [`Told::Lines`].
    LineStatus {},
    /// The watch comes on or goes off: [`Told::Done`].
    Watch {
        /// Manned or not.
        manned: bool,
        /// Language tags on shift, at most five of two letters.
        languages: Vec<String>,
    },
    /// Rotate all leaf keys of a compartment now: [`Told::Done`].
    Rotate {
        /// Code of the compartment.
        compartment: String,
    },
    /// Fingerprint of the own cut: [`Told::Fingerprint`].
    Fingerprint {
        /// Code of the compartment.
        compartment: String,
    },
    /// Compare a fingerprint that the other side read out: [`Told::Verified`].
    Verify {
        /// Code of the compartment.
        compartment: String,
        /// As typed, digits or words.
        fingerprint: String,
    },
    /// The whole transcript as entries: [`Told::Export`].
    Export {
        /// Code of the compartment.
        compartment: String,
    },
    /// Pack a pouch for a party: [`Told::Pouch`].
    PouchPack {
        /// Code of the compartment.
        compartment: String,
        /// For whom.
        to: String,
    },
    /// Take a pouch in: [`Told::Done`]; what it held shows in `list`.
    PouchOpen {
        /// Code of the compartment.
        compartment: String,
        /// The file.
        file: Hex,
    },
    /// When and by which paths a notice was deposited and arrived: [`Told::Proof`].
    Prove {
        /// Its number.
        number: String,
    },
    /// Back the node up into one file under a passphrase: [`Told::Done`].
    Backup {
        /// Path of the file, which must not exist; absolute, as the node sees it.
        path: String,
        /// The passphrase.
        passphrase: String,
    },
    /// Stop in good order: [`Told::Done`].
    Stop {},
}

/// What an officer approves; the words of `chancery::challenge::Purpose`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// A node's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Told {
    /// Done; nothing more to say.
    Done {},
    /// See [`Ask::Status`].
    Status(StatusTold),
    /// See [`Ask::Health`].
    Health {
        /// Whether all is well.
        healthy: bool,
        /// What is not, one refusal a thing.
        troubles: Vec<RefusalTold>,
    },
    /// The own invitation.
    Invitation {
        /// The file.
        file: Hex,
        /// Its fingerprint, to be read out or written down for the other side.
        fingerprint: String,
    },
    /// Whose file of a pairing.
    PairFile {
        /// INVITATION, REPLY, CONFIRM or CLOSE.
        kind: String,
        /// The other party, where the file says it.
        party: Option<String>,
        /// ACTUAL, EXERCISE or TEST.
        status: Option<String>,
        /// Whether a typed fingerprint is needed to take it.
        needs_fingerprint: bool,
    },
    /// How a pairing stands.
    Pairing(PairTold),
    /// All pairs.
    Pairs {
        /// By party.
        pairs: Vec<PairTold>,
    },
    /// All persons.
    Officers {
        /// By code.
        officers: Vec<OfficerTold>,
    },
    /// A founding.
    Founding(FoundingTold),
    /// All foundings.
    Foundings {
        /// Oldest first.
        foundings: Vec<FoundingTold>,
    },
    /// An own record key.
    RecordKey {
        /// The Ed25519 public key.
        key: Hex,
    },
    /// The charter in force.
    Charter {
        /// Code of the compartment.
        compartment: String,
        /// Its version.
        version: u32,
        /// Whether this party has read it back.
        in_force: bool,
        /// The form as TOML.
        text: String,
        /// SHA-256 of its canonical bytes.
        hash: Hex,
    },
    /// What validation and lint say.
    Checked {
        /// Whether it could be released.
        valid: bool,
        /// What validation refuses.
        findings: Vec<FindingTold>,
        /// What lint warns of.
        lint: Vec<FindingTold>,
    },
    /// A draft is kept.
    Drafted {
        /// Its id.
        draft: String,
        /// Ids of what lint says.
        lint: Vec<String>,
    },
    /// Drafts.
    Drafts {
        /// By id.
        drafts: Vec<DraftTold>,
    },
    /// A challenge to sign.
    Challenge {
        /// Canonical bytes of `chancery::challenge::Challenge`.
        challenge: Hex,
        /// What is approved, in one line, for the officer's eyes.
        subject: String,
    },
    /// A second officer is missing; exit code 4.
    Pending {
        /// The release id: the draft's.
        release: String,
    },
    /// It went out.
    Released {
        /// Its number.
        number: String,
        /// Its entry.
        entry: Hex,
        /// Until when a second seal must follow, ms UTC.
        second_seal_by_ms: Option<i64>,
    },
    /// Notices.
    Notices {
        /// In total order; those held and not yet admitted last.
        notices: Vec<NoticeTold>,
    },
    /// One notice.
    Notice {
        /// Its line of the list.
        notice: NoticeTold,
        /// Rendered lines.
        lines: Vec<LineText>,
        /// Read-backs of it.
        readbacks: Vec<ReadbackTold>,
        /// Its canonical bytes.
        canonical: Hex,
    },
    /// What is due.
    Due {
        /// By time.
        items: Vec<DueTold>,
    },
    /// Marks of a notice, by addressee.
    Marks {
        /// The notice.
        number: String,
        /// Whether the mark that was waited for is there; exit code 5 if not.
        reached: bool,
        /// Marks by addressee.
        marks: BTreeMap<String, Vec<String>>,
    },
    /// Lines.
    Lines {
        /// By compartment and party.
        lines: Vec<LineTold>,
    },
    /// A fingerprint.
    Fingerprint {
        /// Code of the compartment.
        compartment: String,
        /// Eight groups of five digits.
        digits: String,
        /// Twelve words.
        words: String,
        /// The digest itself.
        digest: Hex,
        /// Heads it stands for.
        heads: Vec<HeadTold>,
    },
    /// A comparison.
    Verified {
        /// Whether they are equal.
        equal: bool,
        /// The own fingerprint.
        own: String,
    },
    /// A transcript.
    Export {
        /// Entries in total order, canonical bytes.
        entries: Vec<Hex>,
    },
    /// A pouch file.
    Pouch {
        /// The file.
        file: Hex,
        /// Entries in it.
        entries: u64,
    },
    /// Intervals of a notice's way.
    Proof(ProofTold),
}

/// How a node stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingTold {
    /// Its id; key of its words.
    pub id: String,
    /// Paragraph, if one is meant.
    pub paragraph: Option<String>,
    /// Arguments of its words.
    pub facts: BTreeMap<String, FactTold>,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineText {
    /// Right to left.
    pub rtl: bool,
    /// The text.
    pub text: String,
}

/// A read-back of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// State of the line to one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// A head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadTold {
    /// Author.
    pub author: String,
    /// Place in its chain.
    pub seq: u64,
    /// Entry hash.
    pub hash: Hex,
}

/// `demarche prove`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofTold {
    /// The notice.
    pub number: String,
    /// Its entry.
    pub hash: Hex,
    /// A line a path, recipient and clock.
    pub paths: Vec<PathTold>,
    /// Marks by addressee.
    pub marks: BTreeMap<String, Vec<String>>,
    /// Sources caught lying.
    pub named: Vec<String>,
    /// Members whose entries cover it.
    pub attested_by: Vec<String>,
    /// MUTUAL-ONLY or TRANSFERABLE.
    pub mode: String,
}

/// One path of a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// A refusal as it crosses the socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalTold {
    /// Its code.
    pub code: String,
    /// OPERATOR, COUNTERPART, RELAY, ENVIRONMENT or US.
    pub blame: String,
    /// Which counterpart or relay.
    pub blamed: Option<String>,
    /// Arguments of its words.
    pub facts: BTreeMap<String, FactTold>,
}

/// A fact as it crosses the socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "kebab-case")]
pub enum FactTold {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An instant, ms UTC.
    Instant(i64),
    /// A duration, ms.
    Duration(i64),
    /// A list.
    List(Vec<String>),
}

/// What comes back for an [`Ask`]: HTTP 200 with either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Done or answered.
    Ok(Told),
    /// Refused; what was kept is in the words of the code.
    Refused(RefusalTold),
}

impl From<&Fact> for FactTold {
    fn from(fact: &Fact) -> Self {
        match fact {
            Fact::Text(text) => FactTold::Text(text.clone()),
            Fact::Number(n) => FactTold::Number(*n),
            Fact::InstantMs(ms) => FactTold::Instant(*ms),
            Fact::DurationMs(ms) => FactTold::Duration(*ms),
            Fact::List(items) => FactTold::List(items.clone()),
        }
    }
}

impl From<&FactTold> for Fact {
    fn from(fact: &FactTold) -> Self {
        match fact {
            FactTold::Text(text) => Fact::Text(text.clone()),
            FactTold::Number(n) => Fact::Number(*n),
            FactTold::Instant(ms) => Fact::InstantMs(*ms),
            FactTold::Duration(ms) => Fact::DurationMs(*ms),
            FactTold::List(items) => Fact::List(items.clone()),
        }
    }
}

impl From<&Refusal> for RefusalTold {
    fn from(refusal: &Refusal) -> Self {
        let (blame, blamed) = match &refusal.blame {
            Blame::Operator => ("OPERATOR", None),
            Blame::Counterpart(party) => ("COUNTERPART", Some(party.clone())),
            Blame::Relay(relay) => ("RELAY", Some(relay.clone())),
            Blame::Environment => ("ENVIRONMENT", None),
            Blame::Us => ("US", None),
        };
        RefusalTold {
            code: refusal.code.0.to_owned(),
            blame: blame.to_owned(),
            blamed,
            facts: refusal.facts.iter().map(|(name, fact)| ((*name).to_owned(), fact.into())).collect(),
        }
    }
}

impl Serialize for Hex {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        hex::decode(text).map(Hex).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_and_an_answer_survive_their_own_encoding() {
        let ask = Ask::PouchOpen { compartment: "LEV".to_owned(), file: Hex(vec![0, 255]) };
        let text = serde_json::to_string(&ask).expect("encodes");
        assert_eq!(text, r#"{"ask":"pouch-open","compartment":"LEV","file":"00ff"}"#);
        assert_eq!(serde_json::from_str::<Ask>(&text).expect("decodes"), ask);
        let outcome = Outcome::Ok(Told::Pending { release: "D-1".to_owned() });
        let text = serde_json::to_string(&outcome).expect("encodes");
        assert_eq!(serde_json::from_str::<Outcome>(&text).expect("decodes"), outcome);
    }

    #[test]
    fn an_unknown_key_in_a_question_is_refused() {
        assert!(serde_json::from_str::<Ask>(r#"{"ask":"status","verbose":true}"#).is_err());
        assert!(serde_json::from_str::<Ask>(r#"{"ask":"steal"}"#).is_err());
    }
}
