//! What may be asked of a party's node in a scenario, and which words may be answered.
//!
//! I1 every question is about the folds of one compartment at one node and time. I2 a word that no machine has is
//! refused before anything is played.

use schemars::JsonSchema;
use serde::Deserialize;
use std::fmt;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Question {
    /// What is asked.
    pub ask: Ask,
    /// In which compartment.
    pub compartment: String,
    /// Of what: a notice by its name, a line and version, a channel, an id.
    pub of: Option<String>,
    /// Toward which party.
    pub toward: Option<String>,
    /// Which mark.
    pub mark: Option<String>,
}

/// An answer, wanted or seen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Wanted {
    /// Yes or no.
    Flag(bool),
    /// A count.
    Number(i64),
    /// A word or a text.
    Text(String),
    /// A list.
    List(Vec<String>),
}

impl Wanted {
    /// As a JSON value.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Wanted::Flag(flag) => (*flag).into(),
            Wanted::Number(number) => (*number).into(),
            Wanted::Text(text) => text.as_str().into(),
            Wanted::List(list) => list.clone().into(),
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// Whether all members have the same script fingerprint.
    Fingerprints,
    /// Ids of what keeps the draft of a row from being released.
    Refused,
    /// Ids of what lint says of the draft of a row.
    Warned,
    /// M2: state of a line's version toward a party.
    RedLine,
    /// M2: state of the crossing that a T3 NOTIFY told.
    Crossing,
    /// How many crossings were notified, of a line or of all.
    Crossings,
    /// M4: state of the case that an E2 opened.
    Case,
    /// What the accused says of the case: ACCEPTED, CONTESTED, SILENT.
    CasePosition,
    /// Whether a link of the case is contested, on record.
    CaseContested,
    /// The standard invoked and the standard claimed.
    CaseStandards,
    /// M3: state of an A1, A2, A3 or A5.
    Operation,
    /// What an A5's author still owes, and by when; "none" if nothing.
    OperationDue,
    /// What is due about notices that have a name, on the node's own list: why, name, party.
    Due,
    /// M3: state of the response that an A4 PENDING announced.
    Response,
    /// M3: state of the cycle that a T3 or A4 opened.
    Cycle,
    /// Whose move it is in that cycle.
    CycleMove,
    /// When a mark was set for an addressee; "none" if it is not.
    Mark,
    /// Every try of an addressee to read back.
    ReadBacks,
    /// When constructive notice of it had run; "none" if it has not.
    Constructive,
    /// M0: state of an addressee's answer.
    Answer,
    /// M0: life of a notice.
    Life,
    /// M0: second seal of a notice.
    Seal,
    /// M1: state and word of the line to a party.
    Line,
    /// Whether the node has been told a word of the line so far, toward anybody.
    Told,
    /// What a party has declared by L6 and holds now.
    Windows,
    /// M5: state of a package.
    Package,
    /// M5: state of a step, `PACKAGE/STEP`, or of one of its periods, `PACKAGE/STEP/PERIOD`.
    Step,
    /// M6: state of a carve-out.
    CarveOut,
    /// What is left under its ceiling.
    Left,
    /// M6: state of a tranche, `CHANNEL/TRANCHE`.
    Tranche,
    /// M6b: state of an exchange of persons, or of a group of it, `EXCHANGE/GROUP`.
    Exchange,
    /// M6c: state of a site.
    Site,
    /// How many sites are in a state.
    Sites,
    /// M7: state of a public act.
    PublicAct,
    /// M7: state of a leak.
    Leak,
    /// M8: state of an exchange of sealed texts.
    Sealed,
    /// M1: how far a party's review after a succession is.
    Succession,
    /// Whether the node has the notice.
    Known,
    /// Paths by which the notice came to the node.
    Paths,
    /// Number of the epoch.
    Epoch,
    /// How many notices of a type stand in the transcript.
    Count,
    /// What the guard says of a public draft in a file of the scenario, against all that the party holds.
    DraftGuard,
    /// What a leaked page of a notice proves to a stranger.
    LeakedPage,
    /// Whether the leaf key under which a notice was sent was given away among the members.
    LeafKey,
    /// What the node's own watch says of an event on a line: `US-2/1 incident-3`, or the name of a notice that draws a
    /// line, then the event of a feed or the name of an E1.
    Verdict,
    /// What of a feed stands, what came twice, what was refused and why, and how much of it lies on a line.
    Reports,
    /// Since when a site is STRUCK-AFTER-NOTICE on this node; "none" if it is not.
    Struck,
    /// How two notices stand to each other on the map: the names of both.
    Compared,
    /// Ids of what lint of the map finds in a draft of the scenario.
    MapLint,
    /// What becomes of a list of sites in a file of the scenario: how many pass, and why each other row does not.
    SiteList,
    /// Standing lines that a draft of the scenario comes to, and how.
    Touched,
    /// Paragraphs in which a T3 that was sent is other than the one that the watch drafted.
    Drafted,
    /// Land that more than one of the named notices claims, or none: by whom, how large, how wide.
    Claims,
    /// Who of the authors of the named notices claims a place: `LAT LON` behind the names.
    ClaimedAt,
    /// Acts in a feed of the scenario that no line of either side looks at, and by which clauses the nearest do not.
    LeftOpen,
    /// The charter version in force on the node.
    Charter,
    /// How a text in a file of the scenario stands to all that the node holds, and what it proves to a stranger.
    LeakedFile,
    /// What came of a jump of the clock: a row's id.
    Jump,
    /// What became of junk in the compartment's mailboxes: how much a relay kept, how much it refused.
    Flooded,
    /// A party's custodians: how many of how many act, how often their shares were made anew.
    Custodians,
}

/// What a question must say besides its compartment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// What `of` means.
    pub of: Of,
    /// Whether `toward` is needed.
    pub toward: bool,
    /// Words that may be answered; empty where any text, number or flag may.
    pub words: &'static [&'static str],
}

/// What `of` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Nothing: it is left out.
    Nothing,
    /// Something that is not checked beforehand: a line, a channel, an id, a word; it must be there.
    Id,
    /// The same; it may be left out.
    MaybeId,
    /// The name of a notice of an earlier row.
    Notice,
    /// The id of a row that sends.
    Row,
    /// A file of the folder.
    File,
}

impl Ask {
    /// What it must say.
    pub fn form(self) -> Form {
        let form = |of, toward, words| Form { of, toward, words };
        match self {
            Ask::Fingerprints | Ask::Epoch | Ask::Due => form(Of::Nothing, false, &[]),
            Ask::Refused | Ask::Warned => form(Of::Row, false, &[]),
            Ask::RedLine => form(Of::Id, true, RED_LINE),
            Ask::Crossing => form(Of::Notice, false, CROSSING),
            Ask::Crossings => form(Of::MaybeId, false, &[]),
            Ask::Case => form(Of::Notice, false, CASE),
            Ask::CasePosition => form(Of::Notice, false, &["ACCEPTED", "CONTESTED", "SILENT"]),
            Ask::CaseContested | Ask::CaseStandards | Ask::Known | Ask::Paths => form(Of::Notice, false, &[]),
            Ask::Operation => form(Of::Notice, false, OPERATION),
            Ask::OperationDue => form(Of::Notice, false, &[]),
            Ask::Response => form(Of::Notice, false, RESPONSE),
            Ask::Cycle => form(Of::Notice, false, CYCLE),
            Ask::CycleMove => form(Of::Notice, false, &[]),
            Ask::Mark | Ask::ReadBacks | Ask::Constructive => form(Of::Notice, true, &[]),
            Ask::Answer => form(Of::Notice, true, ANSWER),
            Ask::Life => form(Of::Notice, false, LIFE),
            Ask::Seal => form(Of::Notice, false, SEAL),
            Ask::Line | Ask::Windows | Ask::Succession => form(Of::Nothing, true, &[]),
            Ask::Told | Ask::Left | Ask::Count => form(Of::Id, false, &[]),
            Ask::Package => form(Of::Id, false, PACKAGE),
            Ask::Step => form(Of::Id, false, STEP),
            Ask::CarveOut => form(Of::Id, false, CARVE_OUT),
            Ask::Tranche => form(Of::Id, false, TRANCHE),
            Ask::Exchange => form(Of::Id, false, EXCHANGE),
            Ask::Site => form(Of::Id, false, SITE),
            Ask::Sites => form(Of::Id, false, &[]),
            Ask::PublicAct => form(Of::Notice, false, PUBLIC_ACT),
            Ask::Leak => form(Of::Notice, false, LEAK),
            Ask::Sealed => form(Of::Id, false, SEALED),
            Ask::DraftGuard => form(Of::File, false, &["STOP", "LOOK", "CLEAR", "none"]),
            Ask::LeakedPage => form(Of::Notice, false, LEAKED_PAGE),
            Ask::LeafKey => form(Of::Notice, false, &["LIVE", "DISCLOSED", "none"]),
            Ask::Verdict | Ask::Compared | Ask::Struck => form(Of::Id, false, &[]),
            Ask::Reports | Ask::MapLint | Ask::SiteList | Ask::Touched => form(Of::File, false, &[]),
            Ask::Drafted => form(Of::Notice, false, &[]),
            Ask::Claims | Ask::ClaimedAt => form(Of::Id, false, &[]),
            Ask::LeftOpen | Ask::LeakedFile => form(Of::File, false, &[]),
            Ask::Charter | Ask::Flooded => form(Of::Nothing, false, &[]),
            Ask::Jump => form(Of::Id, false, &[]),
            Ask::Custodians => form(Of::Nothing, true, &[]),
        }
    }

    /// The word of the file.
    pub fn word(self) -> String {
        serde_json::to_value(Said(self)).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// Writes an [`Ask`] as its file has it.
struct Said(Ask);

impl serde::Serialize for Said {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = format!("{:?}", self.0);
        let mut word = String::new();
        for (at, letter) in name.chars().enumerate() {
            if letter.is_ascii_uppercase() && at > 0 {
                word.push('-');
            }
            word.push(letter.to_ascii_lowercase());
        }
        serializer.serialize_str(&word)
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.compartment, self.ask.word())?;
        for part in [&self.of, &self.toward, &self.mark].into_iter().flatten() {
            write!(f, " {part}")?;
        }
        Ok(())
    }
}

const LEAKED_PAGE: &[&str] = &["VERIFIES", "ADDS NO PROOF FOR A STRANGER", "NOT OURS", "none"];
const RED_LINE: &[&str] =
    &["DECLARED", "KNOWN", "IN-FORCE", "SUSPENDED", "AMENDED", "WITHDRAWN", "EXPIRED", "UNDONE", "none"];
const CROSSING: &[&str] = &[
    "NOTIFIED",
    "ADMITTED",
    "DISPUTED",
    "EXCUSED",
    "REGRETTED",
    "UNANSWERED",
    "CLOSED",
    "STALE",
    "UNDONE",
    "none",
];
const CASE: &[&str] = &[
    "CHALLENGED",
    "NON-ANSWER",
    "STATED",
    "WARNED",
    "WATCHED",
    "ENDED",
    "REPEATED",
    "FINDING",
    "REPLIED",
    "IN-EFFECT",
    "PARTIAL",
    "RESTORED",
    "CLOSED",
    "none",
];
const OPERATION: &[&str] = &[
    "ANNOUNCED",
    "WINDOW",
    "UNDER-WAY",
    "CONCLUDED",
    "RECONCILED",
    "DECLARED",
    "IN-FORCE",
    "ENDING",
    "ENDED",
    "ALL-CLEAR",
    "none",
];
const RESPONSE: &[&str] =
    &["PENDING", "OVERDUE", "STOOD-DOWN-ONE-SEAL", "STOOD-DOWN", "CONCLUDED", "RECONCILED", "none"];
const CYCLE: &[&str] = &["OPEN", "PAUSED", "CLOSED", "none"];
const ANSWER: &[&str] = &["NOT-ASKED", "WAITING", "DUE", "ANSWERED", "NON-ANSWER", "ANSWERED-LATE", "none"];
const LIFE: &[&str] = &["LIVE", "DISREGARD", "CANCELLED", "CORRECTED", "SUPERSEDED", "EXPIRED", "none"];
const SEAL: &[&str] = &["NOT-ASKED", "OUTSTANDING", "GIVEN", "LAPSED", "none"];
const PACKAGE: &[&str] =
    &["OFFERED", "COUNTERED", "MATCHED", "ARMED", "RUNNING", "LATE", "DISPUTED", "PAUSED", "ENDED", "none"];
const STEP: &[&str] = &[
    "PLEDGED",
    "OWED",
    "STARTED",
    "DECLARED",
    "VERIFIED",
    "VERIFIED CURED",
    "REFUTED",
    "UNABLE",
    "REVERSED",
    "none",
];
const CARVE_OUT: &[&str] = &["PROPOSED", "OPEN", "EXHAUSTED", "CLOSED", "none"];
const TRANCHE: &[&str] = &["REQUESTED", "CHECKED", "STUCK", "CONFIRMED", "REPORTED", "none"];
const EXCHANGE: &[&str] = &[
    "OPEN",
    "LISTED",
    "PRECONDITIONS-MET",
    "IN-POSITION",
    "TRIGGERED",
    "RELEASED",
    "CUSTODY-RECEIPTED",
    "CLOSED",
    "ABORTED",
    "none",
];
const SITE: &[&str] = &["LISTED", "EFFECTIVE", "STALE", "REMOVED", "none"];
const PUBLIC_ACT: &[&str] = &["PRE-NOTICED", "OCCURRED", "SETTLED", "none"];
const LEAK: &[&str] = &["DECLARED", "LINE-AGREED", "ROTATED", "CLOSED", "none"];
const SEALED: &[&str] = &["COMMITTED", "ALL-COMMITTED", "REVEALED", "CLOSED", "NOT-REVEALED", "none"];
