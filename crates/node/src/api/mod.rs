//! What is said over the node's Unix socket: one question, one answer, as JSON (`POST /v1`).
//!
//! The command line is the only client. Bytes travel as hexadecimal ([`Hex`]); refusals keep code, blame and
//! facts, so that the client words them in its own language. Drafts and charters travel as the text the officer
//! wrote. Nothing here is secret but what the socket's mode (0600) already guards.

mod crossing;
mod custody;
mod exporting;
mod guard;
mod outcome;
mod parts;
mod standing;
mod told;

pub use crossing::{FactTold, Hex, RefusalTold};
pub use custody::*;
pub use exporting::Exporting;
pub use guard::*;
pub use outcome::Outcome;
pub use parts::*;
pub use standing::*;
pub use told::Told;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A question to a running node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// A one-time link into the console; a person who is not on the roster yet is added: [`Told::Link`].
    OfficerInvite {
        /// The person's code.
        person: String,
        /// Roles by compartment code; those named replace what the person had there.
        roles: BTreeMap<String, Vec<String>>,
    },
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
        /// The drafter: findings name only compartments in which this person has a role.
        #[serde(default)]
        officer: Option<String>,
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
    /// Hold a public draft against the whole record; nothing of it is kept: [`Told::Guarded`].
    PublicCheck(PublicDraft),
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
    /// Flares that came and are no entries yet, rendered: [`Told::Flares`].
    Flares {
        /// Language tag of a pack, such as "fr".
        language: String,
    },
    /// One notice, rendered: [`Told::Notice`].
    Show {
        /// Its number.
        number: String,
        /// Language tag of a pack, such as "fr".
        language: String,
        /// Digits, "latin", "persian" or "arabic"; without it those of the language.
        #[serde(default)]
        digits: Option<String>,
        /// Calendar, "gregorian", "solar-hijri" or "umm-al-qura"; without it that of each capital.
        #[serde(default)]
        calendar: Option<String>,
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
    /// What stands, now or at an instant: [`Told::Standing`].
    Standing {
        /// Code of the compartment; absent for all.
        compartment: Option<String>,
        /// The instant, ms UTC; now without it.
        at_ms: Option<i64>,
        /// Whether single notices with their marks are told too.
        notices: bool,
    },
    /// What is due by anybody, and what happens if not: [`Told::Duties`].
    Duties {
        /// Code of the compartment; absent for all.
        compartment: Option<String>,
        /// The instant, ms UTC; now without it.
        at_ms: Option<i64>,
    },
    /// Which entries made the matters of a notice what they are: [`Told::Why`].
    Why {
        /// Its number.
        number: String,
        /// The instant, ms UTC; now without it.
        at_ms: Option<i64>,
    },
    /// The stalemate board, shared half: [`Told::Board`].
    Board {
        /// The instant, ms UTC; now without it.
        at_ms: Option<i64>,
        /// Of these compartments; of all without it.
        #[serde(default)]
        compartments: Option<Vec<String>>,
    },
    /// A strike was seen: which protected sites it lies in; for those an E1 is drafted, which a person completes and
    /// releases: [`Told::Struck`].
    StrikeSeen {
        /// Code of the compartment.
        compartment: String,
        /// Class of the act.
        act: String,
        /// Where: latitude and longitude, degrees.
        at: String,
        /// Horizontal error, metres.
        error_m: u32,
        /// Not before, ms UTC.
        earliest_ms: i64,
        /// Not after, ms UTC.
        latest_ms: i64,
    },
    /// What late entries changed and no officer has seen yet: [`Told::Revised`].
    Revised {
        /// Code of the compartment; absent for all.
        compartment: Option<String>,
    },
    /// An officer has seen what a late notice changed: [`Told::Seen`].
    RevisedSeen {
        /// Number of the late notice.
        number: String,
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
    /// Send a line test now and wait until every member that sends has acknowledged it: [`Told::LineTests`].
    LineTest {
        /// Code of the compartment; absent for all.
        compartment: Option<String>,
        /// At most this long, ms.
        timeout_ms: u64,
    },
    /// State of the line to each party: [`Told::Lines`].
    LineStatus {},
    /// The watch comes on or goes off, in every compartment and over restarts: [`Told::Done`].
    Watch {
        /// Manned or not.
        manned: bool,
        /// Language tags on shift, at most seven of two letters.
        languages: Vec<String>,
    },
    /// Rotate all leaf keys of a compartment now: [`Told::Done`].
    Rotate {
        /// Code of the compartment.
        compartment: String,
        /// Ids of courier secrets that go in with it; every voter has entered them.
        #[serde(default)]
        courier_secrets: Vec<Hex>,
    },
    /// Enter a courier secret that shall go into the next rotation of a compartment: [`Told::CourierSecret`].
    CourierSecret {
        /// Code of the compartment.
        compartment: String,
        /// 32 bytes out of the pouch.
        secret: Hex,
    },
    /// Members, tempos, term, epoch, what is under way: [`Told::Compartment`].
    Compartment {
        /// Code of the compartment.
        compartment: String,
    },
    /// Put a charter version in force that every voter has read back: [`Told::Done`].
    CharterApply {
        /// Code of the compartment.
        compartment: String,
        /// Which version.
        version: u32,
    },
    /// This store is an old copy and is to be taken out of the group and in again: [`Told::Done`].
    Rejoin {
        /// Code of the compartment.
        compartment: String,
    },
    /// Propose to found the group again: [`Told::Done`].
    Reform {
        /// Code of the compartment.
        compartment: String,
        /// Voters who must all write it; the own party too.
        writers: Vec<String>,
        /// VANISHED, LEAK, SUITE or REVIVAL.
        why: String,
    },
    /// Agree to a RE-FORM that another has proposed: [`Told::Done`].
    ReformAgree {
        /// Code of the compartment.
        compartment: String,
        /// Its entry.
        entry: Hex,
    },
    /// Send an annex: [`Told::AnnexSent`].
    AnnexSend {
        /// Code of the compartment.
        compartment: String,
        /// The whole.
        file: Hex,
        /// What it is.
        kind: String,
        /// Reading parties; empty for all other members.
        readers: Vec<String>,
    },
    /// An annex that is here whole: [`Told::Annex`].
    AnnexGet {
        /// Code of the compartment.
        compartment: String,
        /// SHA-256 of the whole.
        annex: Hex,
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
    /// A page of the transcript as entries: [`Told::Export`]. [`Exporting`] asks for all.
    Export {
        /// Code of the compartment.
        compartment: String,
        /// The cut that the first page was of; the newest without one.
        #[serde(default)]
        cut: Option<Hex>,
        /// Place in the total order of that cut, from 0.
        #[serde(default)]
        from: u64,
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
    /// About the custodians of the party's root and seal.
    Custody {
        /// What about them.
        about: CustodyAsk,
    },
    /// Stop in good order: [`Told::Done`].
    Stop {},
}
