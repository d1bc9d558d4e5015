//! What an entry says to the folds. Bytes that are not canonical are a reading too: UNREADABLE, with the reason.

use crate::error::StandError;
use line::body::{Receipt, Test};
use line::entry::{Entry, Kind, Lane, NoticeBody};
use line::ids::EntryHash;
use line::line::Saying;
use notice::charter::Charter;
use notice::spec::LaneRule;
use notice::vocabulary::Precedence;
use notice::{Notice, NoticeError};
use refusal::Refusal;

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A notice, of the party, compartment, status and lane that its entry says.
    Notice(Box<Notice>),
    /// A version of the charter.
    Charter(Box<Charter>),
    /// A notice or charter that no fold takes in: kept, shown with the reason.
    Unreadable(Refusal),
    /// A line test: its slot, and whether the watch is manned.
    Test {
        /// ms UTC.
        slot_ms: i64,
        /// Byte 0 of the watch flags.
        manned: bool,
    },
    /// A receipt.
    Receipt(Receipted),
    /// Nothing that folds read.
    Silent,
}

/// What of a receipt the folds read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipted {
    /// Entries held without their links: K1 counts for these too.
    pub held: Vec<(line::ids::PartyCode, line::ids::Seq)>,
    /// Arrivals of entries at its author, own clock, ms UTC.
    pub arrivals: Vec<(EntryHash, i64)>,
    /// Deposits of entries at relays as told to its author, relay clock, ms UTC.
    pub deposits: Vec<(EntryHash, i64)>,
}

impl From<Saying> for Reading {
    fn from(saying: Saying) -> Self {
        match saying {
            Saying::Silent => Reading::Silent,
            Saying::Test { slot_ms, manned } => Reading::Test { slot_ms, manned },
            Saying::Receipt { held, arrivals, deposits } => {
                Reading::Receipt(Receipted { held, arrivals, deposits })
            }
        }
    }
}

impl Reading {
    /// Reads an entry of the compartment with this code.
    pub fn of(entry: &Entry, compartment: &str) -> Self {
        match entry.header.kind {
            Kind::Notice => notice(entry, compartment).unwrap_or_else(unreadable),
            Kind::Charter => charter(entry).unwrap_or_else(unreadable),
            Kind::Test => test(entry),
            Kind::Receipt => receipt(entry),
            Kind::Control | Kind::Annex => Reading::Silent,
        }
    }
}

fn unreadable(why: StandError) -> Reading {
    Reading::Unreadable(Refusal::of(&why))
}

/// What a later version may have written is unknown, all else is garbled.
fn unread(entry: &Entry, why: &NoticeError) -> StandError {
    let author = entry.header.author.to_string();
    match why {
        NoticeError::Unknown { what } => StandError::Unknown { author, what: what.clone() },
        NoticeError::UnknownVersion { version } => {
            StandError::Unknown { author, what: format!("form {version}") }
        }
        NoticeError::NotServed { kind } => StandError::Unknown { author, what: kind.clone() },
        other => StandError::NotCanonical { author, why: other.to_string() },
    }
}

fn notice(entry: &Entry, compartment: &str) -> Result<Reading, StandError> {
    let garbled = |why: String| StandError::NotCanonical { author: entry.header.author.to_string(), why };
    let body: NoticeBody = line::cbor::decode(&entry.body).map_err(|e| garbled(e.to_string()))?;
    let notice = Notice::decode(&body.bytes).map_err(|e| unread(entry, &e))?;
    let foreign = |field: &str| StandError::NotOfItsEntry {
        author: entry.header.author.to_string(),
        number: notice.number().to_string(),
        field: field.to_owned(),
    };
    if notice.number().party.as_str() != entry.header.author.as_str() {
        return Err(foreign("party"));
    }
    if notice.number().compartment.as_str() != compartment {
        return Err(foreign("compartment"));
    }
    if notice.status().word() != entry.header.status.word() {
        return Err(foreign("status"));
    }
    if lane_of(&notice) != Some(entry.header.lane) {
        return Err(foreign("lane"));
    }
    Ok(Reading::Notice(Box::new(notice)))
}

/// The queue class of a notice (notices.md "Lane"); `None` if this version does not serve its type.
pub fn lane_of(notice: &Notice) -> Option<Lane> {
    let by_precedence = match notice.envelope().precedence {
        Precedence::Flash => Lane::Flash,
        Precedence::Immediate => Lane::Immediate,
        Precedence::Priority => Lane::Priority,
        Precedence::Routine => Lane::Routine,
        Precedence::Deferred => Lane::Deferred,
    };
    Some(match notice::registry::spec(notice.kind())?.lane {
        LaneRule::Floor => Lane::Floor,
        LaneRule::Service => Lane::Service,
        LaneRule::ByPrecedence => by_precedence,
    })
}

fn charter(entry: &Entry) -> Result<Reading, StandError> {
    let garbled = |why: String| StandError::NotCanonical { author: entry.header.author.to_string(), why };
    let body: line::body::Charter = line::cbor::decode(&entry.body).map_err(|e| garbled(e.to_string()))?;
    let charter = Charter::decode(&body.bytes).map_err(|e| unread(entry, &e))?;
    if charter.proposer.as_str() != entry.header.author.as_str() {
        let (author, number) = (entry.header.author.to_string(), charter.number().to_string());
        return Err(StandError::NotOfItsEntry { author, number, field: "party".into() });
    }
    Ok(Reading::Charter(Box::new(charter)))
}

fn test(entry: &Entry) -> Reading {
    let test = line::cbor::decode::<Test>(&entry.body);
    test.map_or(Reading::Silent, |t| Reading::Test { slot_ms: t.slot_ms, manned: t.watch[0] == 1 })
}

fn receipt(entry: &Entry) -> Reading {
    let Ok(receipt) = line::cbor::decode::<Receipt>(&entry.body) else { return Reading::Silent };
    let arrival = |s: &line::body::Statement| s.arrival.map(|at| (s.entry, at.utc_ms));
    let deposit = |s: &line::body::Statement| s.told.map(|at| (s.entry, at.utc_ms));
    Reading::Receipt(Receipted {
        held: receipt.held.iter().map(|head| (head.author.clone(), head.seq)).collect(),
        arrivals: receipt.statements.iter().filter_map(arrival).collect(),
        deposits: receipt.statements.iter().filter_map(deposit).collect(),
    })
}
