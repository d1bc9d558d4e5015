//! The words between a compartment of a party and its shell: commands in, replies and events out.
//!
//! The shell carries effects out **in their order**; what follows a Persist waits until it has committed
//! (`line::machine`). A reply to a command stands after the Persist that it rests on.

use crate::challenge::{Answer, Purpose};
use crate::officers::Roster;
use crate::paper::{DraftId, Reasons};
use line::diagnosis::LineState;
use line::ids::{EntryHash, PartyCode, PathId};
use line::machine::{CallId, Write};
use line::relay_api::Request;
use notice::vocabulary::{Mark, Precedence};
use notice::{Draft, Finding, Number};
use refusal::Refusal;
use standing::revised::Revised;

/// The shell's own number of a command; its reply carries it.
pub type Ticket = u64;

/// What the world, the shell or an officer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// For the carrier: a tick, a relay's answer, a pouch, a line test. A `Release` handed in here is refused:
    /// notices go out by the desk only.
    Line(line::machine::Input),
    /// From an officer's terminal.
    Command {
        /// Given back in the reply.
        ticket: Ticket,
        /// What is wanted.
        command: Command,
    },
    /// The party's officers changed.
    Roster(Roster),
}

/// What an officer may ask of a compartment that changes something. Questions are methods of
/// [`crate::compartment::Compartment`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Keep a draft, valid or not yet; nothing is released. [`Reply::Drafted`].
    Draft {
        /// The draft.
        draft: Box<Draft>,
        /// A remark for colleagues; never leaves the drafts.
        remark: Option<String>,
    },
    /// Keep a charter version to be proposed; goes by the desk like a notice. [`Reply::Drafted`].
    DraftCharter {
        /// The version.
        charter: Box<notice::Charter>,
    },
    /// Seal a draft: as its drafter, as first or as second person. [`Reply::Drafted`], [`Reply::Pending`] or
    /// [`Reply::Released`].
    Seal {
        /// Which.
        draft: DraftId,
        /// The answer to a challenge for (purpose, draft).
        purpose: Purpose,
        /// See [`crate::challenge::Challenge`].
        answer: Answer,
        /// Reasons that lint or budget ask for.
        reasons: Reasons,
    },
    /// Throw a draft away, whoever has sealed it so far. [`Reply::Withdrawn`].
    Withdraw {
        /// Which.
        draft: DraftId,
        /// The answer to a challenge for (`Withdraw`, draft).
        answer: Answer,
    },
    /// Put a charter version in force that every voter has read back: the next change of epoch names it. [`Reply::Ordered`].
    ApplyCharter {
        /// Which.
        version: u32,
        /// A KeyPackage of every party that it lets in.
        packages: std::collections::BTreeMap<PartyCode, Vec<u8>>,
    },
    /// An officer has seen what a late notice changed; it leaves this node's list. [`Reply::Seen`].
    RevisedSeen {
        /// The late notice.
        because: Number,
    },
}

/// What was found about a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Keeps it from being released.
    pub refusals: Vec<Finding>,
    /// Warns; overruled with a reason.
    pub lint: Vec<Finding>,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The draft is kept.
    Drafted {
        /// Its id.
        draft: DraftId,
        /// What keeps it from being released, and what lint says of it.
        findings: Findings,
    },
    /// A seal is kept; another person's is missing. Exit code 4.
    Pending {
        /// The release id: that of its draft.
        draft: DraftId,
    },
    /// It went out.
    Released {
        /// Its number.
        number: Number,
        /// Its entry.
        entry: EntryHash,
        /// Until when a second seal must follow by L5 CONFIRM, ms UTC; absent where none is asked for.
        second_seal_by_ms: Option<i64>,
    },
    /// It went out as a flare: this node may not write entries now. It becomes one when it may.
    Flared {
        /// Its number.
        number: Number,
    },
    /// The draft is gone.
    Withdrawn {
        /// Which.
        draft: DraftId,
    },
    /// Ordered; what comes of it is told by events.
    Ordered,
    /// Noted; so many changes left the list.
    Seen {
        /// How many.
        changes: usize,
    },
}

/// What the shell must do, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Commit all rows in one transaction before anything that follows. At most one a batch, first.
    Persist(Vec<Write>),
    /// Ask a relay; answer with `line::machine::Input::Answer` under the same id.
    Call {
        /// The path.
        relay: PathId,
        /// The id.
        call: CallId,
        /// The request.
        request: Request,
    },
    /// Give up waiting for a call.
    Cancel {
        /// The id.
        call: CallId,
    },
    /// Answer a command.
    Reply {
        /// Which.
        ticket: Ticket,
        /// What became of it; a refusal kept nothing unless it says so.
        result: Result<Reply, Refusal>,
    },
    /// Tell officers and the layer above.
    Tell(Event),
}

/// What officers and the layer above learn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A notice came; the console rings by its precedence. Links may still be missing.
    Ring {
        /// Its number; absent if its bytes are not canonical.
        number: Option<Number>,
        /// Its entry.
        entry: EntryHash,
        /// How loud.
        precedence: Option<Precedence>,
    },
    /// A notice came whose class is suspended: it is kept and folded, but rings nobody.
    HeldBack {
        /// Its number.
        number: Number,
        /// The suspended class.
        class: &'static str,
    },
    /// A mark was set for an addressee (notices.md 4.2).
    Mark {
        /// On which notice.
        number: Number,
        /// Whose mark.
        addressee: PartyCode,
        /// Which.
        mark: Mark,
    },
    /// A read-back did not match; the second one drafts an L4, one key to send.
    Mismatch {
        /// The notice read back.
        number: Number,
        /// Who read back.
        by: PartyCode,
        /// Letters of the paragraphs that differ.
        paragraphs: Vec<String>,
        /// The drafted L4, on the second MISMATCH of the own party.
        drafted: Option<DraftId>,
    },
    /// A floor notice came as a flare from a node that was restored: the console rings, marked as such.
    Flare {
        /// From whom.
        party: PartyCode,
        /// Its number; absent if its bytes are not canonical.
        number: Option<Number>,
        /// When it was sent, the sender's clock, ms UTC.
        sent_ms: i64,
    },
    /// Something fell due, or ceased to be.
    Due(crate::due::Due),
    /// A notice is unopened past its time: page these positions (minutes 0, 3, 6).
    Page {
        /// The notice.
        number: Number,
        /// How loud.
        precedence: Precedence,
        /// 0, 3 or 6.
        minute: u32,
    },
    /// A late entry changed what was shown.
    Revised(Revised),
    /// The state of the line to a party changed.
    Line {
        /// The observed party.
        party: PartyCode,
        /// New state.
        state: LineState,
    },
    /// A draft touches compartments in which its drafter has no role: page their leads. Nobody else is told which.
    Touches {
        /// Codes of those compartments.
        compartments: Vec<String>,
    },
    /// Anything else the carrier tells.
    Carrier(line::machine::Event),
    /// Refused or found unreadable: named and kept.
    Refused(Refusal),
}
