//! The words between the core of one compartment and its shell: inputs, effects, events.
//!
//! The shell's loop: hand in one or more inputs, then carry out the effects **in their order**; everything after
//! a Persist waits until it has committed; if a Persist fails throw the core away, rebuild it from the last
//! commit and feed the inputs again. After any input ask `next_deadline()` and hand in a `Tick` then.

use crate::entry::{Entry, Head, Lane};
use crate::ids::{CompartmentId, CutDigest, EntryHash, Epoch, PartyCode, PathId, Seq};
use crate::relay_api::{Request, Response};
use crate::time::Now;

/// What kind of row a write touches; a store keeps one table a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Table {
    /// Entry bytes by author and seq.
    Entries = 0,
    /// Rows of the group.
    Group = 1,
    /// Entries not yet covered by a recipient.
    Outbox = 2,
    /// Arrivals and relay receipts.
    Arrivals = 3,
    /// The core's own state: ballots, mailboxes, cursors, timers, counters.
    Core = 4,
    /// Snapshots of folds (written by `chancery`).
    Snapshots = 5,
    /// Drafts with their remarks (written by `chancery`; never sealed).
    Drafts = 6,
    /// Release desk: releases waiting for a second officer, seal log (written by `chancery`).
    Desk = 7,
}

impl Table {
    /// Every table, in order.
    pub const ALL: [Table; 8] = [
        Table::Entries,
        Table::Group,
        Table::Outbox,
        Table::Arrivals,
        Table::Core,
        Table::Snapshots,
        Table::Drafts,
        Table::Desk,
    ];
}

/// One row to be written (`Some`) or deleted (`None`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Where.
    pub table: Table,
    /// Its key, unique in the table.
    pub key: Vec<u8>,
    /// The new value, or `None` to delete.
    pub value: Option<Vec<u8>>,
}

/// All rows of a store at restart.
pub type Rows = std::collections::BTreeMap<(Table, Vec<u8>), Vec<u8>>;

/// Identifies a call to a relay until its answer comes.
pub type CallId = u64;

/// Why a call to a relay brought no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallFailed {
    /// No connection, or it broke.
    Unreachable,
    /// Its certificate has another key than the pinned one.
    WrongPin,
    /// It answered what is not of the protocol.
    Garbled,
    /// No answer in time.
    TimedOut,
}

/// What the world or an officer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The deadline came.
    Tick,
    /// A notice released by the officers the table demands; bytes are opaque here.
    Release(Release),
    /// A relay answered, or did not.
    Answer {
        /// The call.
        call: CallId,
        /// Own clock when it was asked.
        asked: Now,
        /// What came.
        result: Result<Response, CallFailed>,
    },
    /// Bytes of a pouch file carried in by hand.
    Pouch(Vec<u8>),
    /// Make a pouch file of all that this party has not acknowledged; answered by [`Event::PouchPacked`].
    PackPouch {
        /// For whom.
        to: PartyCode,
    },
    /// Send a line test now (operator, TEMPO, or reconnection).
    TestNow,
    /// The answer to [`Event::TestDue`].
    Test {
        /// The slot it is for, ms UTC.
        slot_ms: i64,
        /// Root of the folds at (own cut, slot).
        state_root: [u8; 32],
        /// Watch flags: byte 0 manned (0 or 1), the rest languages on shift, opaque here.
        watch: [u8; 16],
    },
    /// Whether the watch is manned and what languages are on shift (goes into the next TEST).
    Watch([u8; 16]),
    /// A pre-shared key that a person took out of a courier's pouch. It serves one change of epoch, once every voter has
    /// reported it.
    Psk {
        /// Its id, which names the pouch, never the route.
        id: Vec<u8>,
        /// The key.
        secret: crate::secret::Secret,
    },
    /// Rotate all leaves now (a person's word), with PSKs to inject, if any. Members change by a charter version only.
    Rotate(crate::group::Changes),
    /// A person wants a charter version to take effect: the next change of epoch names it, lets in whom it adds and
    /// puts out whom it leaves out.
    Change {
        /// The CHARTER entry.
        charter: EntryHash,
        /// A KeyPackage of every party that it adds.
        packages: std::collections::BTreeMap<PartyCode, Vec<u8>>,
    },
    /// The own people have agreed to a charter version: a change of epoch that names it is acknowledged.
    CharterAgreed(EntryHash),
    /// This party was paired with another after the start.
    Paired {
        /// The other.
        party: PartyCode,
        /// R_AB.
        root: crate::secret::Secret,
    },
    /// A person sends an annex.
    Annex(AnnexOrder),
    /// A person wants this store, which is an old copy, taken out of the group and in again.
    Rejoin,
    /// A person proposes to found the group again.
    Reform(ReformOrder),
    /// A person agrees to the RE-FORM in this entry.
    ReformAgree(EntryHash),
    /// A person has seen the named equivocation and lets this node send again.
    EquivocationSeen {
        /// The author who wrote two entries at one place.
        author: PartyCode,
    },
    /// L6 SILENCE-DECLARED / SUSPEND admitted or ended, told by `chancery`: the declared window of a party.
    Declared {
        /// Whose.
        party: PartyCode,
        /// Until when, ms UTC; `None` ends it.
        until_ms: Option<i64>,
    },
    /// Interval between line tests, ms (charter, low tempo, TEMPO).
    Tempo(u64),
    /// Facts about the other watch that only folds know, for the diagnosis words WATCH ABSENT and PRESENT,
    /// NOT ANSWERING.
    Attention {
        /// The observed party.
        party: PartyCode,
        /// An entry of ours waits for K2 beyond its precedence's time.
        unopened: bool,
        /// An answer of theirs is past due.
        answer_overdue: bool,
    },
}

/// An annex on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexOrder {
    /// The caller's own number, given back in [`Event::AnnexSent`] or [`Event::ReleaseRefused`].
    pub ticket: u64,
    /// The whole.
    pub bytes: Vec<u8>,
    /// What it is: a code of the layer above.
    pub kind: String,
    /// Reading parties, by code; empty for all other members.
    pub readers: Vec<PartyCode>,
}

/// What a person asks for with a RE-FORM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReformOrder {
    /// The voters who must all write it, by code; the own party too.
    pub writers: Vec<PartyCode>,
    /// Members of the new term with tempo, by code.
    pub members: Vec<crate::body::MemberTempo>,
    /// Why.
    pub why: crate::body::ReformWhy,
}

/// A notice on its way into the transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The caller's own number, given back in [`Event::Released`] or [`Event::ReleaseRefused`].
    pub ticket: u64,
    /// Opaque canonical bytes (with its number in it).
    pub bytes: Vec<u8>,
    /// Kind of entry: NOTICE or CHARTER.
    pub kind: crate::entry::Kind,
    /// Queue class; checked against nothing here.
    pub lane: Lane,
    /// Record signature, present exactly in TRANSFERABLE compartments.
    pub record_sig: Option<Vec<u8>>,
    /// Rows that must commit in the same transaction (draft removed, number given, seal log).
    pub with: Vec<Write>,
}

/// What the shell must do, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Commit all rows in one transaction before anything that follows.
    Persist(Vec<Write>),
    /// Ask a relay; answer with [`Input::Answer`] under the same id.
    Call {
        /// The path.
        relay: PathId,
        /// The id.
        call: CallId,
        /// The request.
        request: Request,
    },
    /// Give up waiting for a call (its long poll is out of date).
    Cancel {
        /// The id.
        call: CallId,
    },
    /// Tell the layer above.
    Tell(Event),
}

/// What the layer above and the officers learn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Opened, signature good, persisted; links may be missing. Rings.
    Held(Entry),
    /// All beneath is there: it enters folds, cuts and heads. In an order that extends causality.
    Admitted(Entry),
    /// An arrival of an entry by a path, first or further copy.
    Arrived {
        /// Which.
        entry: EntryHash,
        /// By which path ("CH-1", "POUCH", ...).
        path: PathId,
        /// Own clock.
        at: Now,
    },
    /// K0: a relay holds a sealing of this entry for this party.
    RelayHolds {
        /// Which.
        entry: EntryHash,
        /// For whom.
        recipient: PartyCode,
        /// At which relay.
        path: PathId,
    },
    /// K1: the recipient's RECEIPT or heads cover it.
    Covered {
        /// Which.
        entry: EntryHash,
        /// By whom.
        by: PartyCode,
    },
    /// N1: the relay refused it.
    Undeliverable {
        /// Which.
        entry: EntryHash,
        /// At which relay.
        path: PathId,
    },
    /// A line test is due: compute the root at (own cut, slot) and answer with [`Input::Test`].
    TestDue {
        /// The slot, ms UTC.
        slot_ms: i64,
    },
    /// The word for the state of the line to a party changed.
    Line {
        /// The observed party.
        party: PartyCode,
        /// New state.
        state: crate::diagnosis::LineState,
    },
    /// A new epoch is open.
    Epoch {
        /// Its number.
        epoch: Epoch,
    },
    /// The members are others from now on, or another charter version is in force.
    Members {
        /// Who came.
        joined: Vec<PartyCode>,
        /// Who left.
        left: Vec<PartyCode>,
        /// The CHARTER in force, if it is not that of the founding.
        charter: Option<EntryHash>,
        /// The term.
        term: crate::ids::Term,
    },
    /// A Welcome for a party that the last commit added, told until it has opened its first epoch. Who has no line here
    /// yet is reached by the pair's own mailboxes.
    Invited {
        /// Whom.
        party: PartyCode,
        /// What it needs to join.
        welcome: crate::direct::Welcome,
    },
    /// A member says that its store is an old copy and asks to be taken in anew.
    PutBack {
        /// Who.
        party: PartyCode,
    },
    /// This floor notice went out as a flare: this node may not write entries now. It becomes an entry when it may.
    Flared {
        /// The caller's number of the release.
        ticket: u64,
        /// The flare.
        id: [u8; 16],
    },
    /// An own flare has become an entry.
    FlareEntered {
        /// The flare.
        id: [u8; 16],
        /// Its entry.
        entry: EntryHash,
    },
    /// A floor notice from a restored node came as a flare. Rings.
    Flare {
        /// Whose.
        party: PartyCode,
        /// Its id.
        id: [u8; 16],
        /// Canonical notice bytes.
        notice: Vec<u8>,
        /// The sender's clock, ms UTC.
        utc_ms: i64,
    },
    /// An annex went out: its entry is written.
    AnnexSent {
        /// The caller's number.
        ticket: u64,
        /// SHA-256 of the whole.
        annex: [u8; 32],
        /// Its entry.
        entry: EntryHash,
    },
    /// An annex is here whole and is what its hash says.
    AnnexHere {
        /// Whose.
        party: PartyCode,
        /// SHA-256 of the whole.
        annex: [u8; 32],
        /// Its entry.
        entry: EntryHash,
    },
    /// An annex is not what its author's entry says: nothing of it is kept, and it is not asked for again.
    AnnexRefused {
        /// Whose.
        party: PartyCode,
        /// SHA-256 that it should have.
        annex: [u8; 32],
        /// Its entry.
        entry: EntryHash,
    },
    /// A RE-FORM stands: all its writers have written the same.
    ReformStands {
        /// The term that it opens.
        term: crate::ids::Term,
        /// Its members.
        members: Vec<crate::body::MemberTempo>,
    },
    /// The new term is open here.
    Reformed {
        /// Which.
        term: crate::ids::Term,
        /// Own notices of the old term that are void.
        void: Vec<Head>,
    },
    /// What an author wrote at these places is void by a RE-FORM: it leaves the folds.
    Void {
        /// Whose.
        author: PartyCode,
        /// First place.
        from: Seq,
        /// Last place known here; what else turns up of the old term is never admitted.
        to: Seq,
    },
    /// A member has given away its leaf key of a closed epoch: what it signed there proves nothing any more.
    Disclosed {
        /// Who.
        author: PartyCode,
        /// The epoch.
        epoch: Epoch,
    },
    /// One author, one seq, two entries.
    Equivocation {
        /// The author.
        author: PartyCode,
        /// The place.
        seq: Seq,
        /// Both.
        entries: [EntryHash; 2],
    },
    /// Digests or roots differ for equal pairs.
    Forked {
        /// The other party.
        party: PartyCode,
        /// The first divergent entry, if it could be found.
        at: Option<Head>,
        /// Cut at which they differ.
        cut: CutDigest,
    },
    /// An input was refused or a received thing was refused: named and kept.
    Refused(refusal::Refusal),
    /// A pouch file is ready.
    PouchPacked {
        /// For whom.
        to: PartyCode,
        /// The file's bytes.
        bytes: Vec<u8>,
    },
    /// The node is (no longer) quarantined in this compartment.
    Quarantined(bool),
    /// This release became this entry (in the same batch as its Persist).
    Released {
        /// The caller's number of the release.
        ticket: u64,
        /// Which entry.
        entry: EntryHash,
        /// Compartment.
        compartment: CompartmentId,
    },
    /// This release was refused; nothing of it was kept (its `with` rows neither).
    ReleaseRefused {
        /// The caller's number of the release.
        ticket: u64,
        /// Why.
        refusal: refusal::Refusal,
    },
    /// The total order changed before its end (an entry came late, or an author's entries were struck):
    /// folds replay from this position of `Line::order`. At most one a batch, after its admissions.
    Late {
        /// The first changed position.
        from: usize,
    },
    /// Entries of an author have been missing for longer than a test interval.
    Gap {
        /// Whose.
        author: PartyCode,
        /// First missing place.
        from: Seq,
        /// Last missing place.
        to: Seq,
        /// Since when, ms UTC.
        since_ms: i64,
        /// The paths that delivered later entries.
        paths: Vec<PathId>,
    },
    /// Entries of ours exist that this store does not hold: it is an old copy. Nothing is sealed again.
    RolledBack(RolledBack),
}

/// Why a store counts as an old copy (line.md section 11): the state ROLLED-BACK, final for this leaf.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct RolledBack {
    /// Who showed it.
    #[n(0)]
    pub shown_by: Witness,
    /// How far the own chain goes, as shown; this store's ends below, or differs there.
    #[n(1)]
    pub seq: Seq,
}

/// What shows that a store is an old copy.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum Witness {
    /// A member holds an own entry that is not here.
    #[n(0)]
    Member(#[n(0)] PartyCode),
    /// A relay returned an own mark that is ahead of this store.
    #[n(1)]
    Relay(#[n(0)] PathId),
}

impl std::fmt::Display for Witness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Witness::Member(party) => write!(f, "{party}"),
            Witness::Relay(path) => write!(f, "the mark at {path}"),
        }
    }
}
