//! What stands, what is due and the stalemate board, as they cross the socket.

use super::crossing::{Hex, RefusalTold};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The folds of one compartment at one instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StandingTold {
    /// Code of the compartment.
    pub compartment: String,
    /// The instant, ms UTC.
    pub as_of_ms: i64,
    /// The state root.
    pub root: Hex,
    /// Everything that stands, by list: red_lines, crossings, operations, and so on.
    pub matters: BTreeMap<String, Vec<MatterTold>>,
    /// What moved nothing, with the reason.
    pub refused: Vec<UnmovedTold>,
    /// Notices and charters that cannot be read.
    pub unreadable: u64,
}

/// One thing that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MatterTold {
    /// Its machine in the design ("M5").
    pub machine: String,
    /// What people call it.
    pub id: String,
    /// The notice it rests on.
    pub number: String,
    /// Whose it is.
    pub author: String,
    /// Toward whom, where it stands toward each party by itself.
    pub toward: Option<String>,
    /// Its state.
    pub state: String,
    /// The instant that belongs to the state, ms UTC.
    pub at_ms: Option<i64>,
    /// Its parts.
    pub parts: Vec<PartTold>,
    /// What stands beside it.
    pub beside: BTreeMap<String, String>,
}

/// A part of a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartTold {
    /// Its id within the matter.
    pub id: String,
    /// Its state.
    pub state: String,
    /// The instant that belongs to it, ms UTC.
    pub at_ms: Option<i64>,
}

/// An entry that moved nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnmovedTold {
    /// Its entry.
    pub entry: Hex,
    /// Why.
    pub why: RefusalTold,
}

/// One thing that is due by anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DutyTold {
    /// Code of the compartment.
    pub compartment: String,
    /// By when, ms UTC, also if past; absent where no clock runs.
    pub at_ms: Option<i64>,
    /// Whether that is past.
    pub past: bool,
    /// What.
    pub what: String,
    /// From whom.
    pub from: Vec<String>,
    /// Whether the own party is among them.
    pub ours: bool,
    /// The notice it rests on.
    pub number: String,
    /// Which part of it; empty for the whole.
    pub part: String,
    /// What happens if not.
    pub otherwise: String,
}

/// Why a matter is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WhyTold {
    /// The matter.
    pub matter: MatterTold,
    /// Entries without which it would be another, by time.
    pub because: Vec<BecauseTold>,
}

/// One entry that made a state so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BecauseTold {
    /// Its notice.
    pub number: String,
    /// Its entry.
    pub entry: Hex,
    /// Its DTG, ms UTC.
    pub at_ms: i64,
    /// The state without it; absent if the matter would not be there.
    pub without: Option<String>,
}

/// The shared half of the stalemate board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BoardTold {
    /// The instant, ms UTC.
    pub as_of_ms: i64,
    /// Compartments it is made from.
    pub compartments: Vec<String>,
    /// First variable.
    pub stability: StabilityTold,
    /// Second: groups that incidents are held to, by code.
    pub affiliates: BTreeMap<String, AffiliateTold>,
    /// Third: stocks as last verified, by band.
    pub stocks: BTreeMap<String, StockTold>,
    /// A later report UNABLE: no verified basis since.
    pub unable_since: Option<(i64, String)>,
    /// Open and paused cycles.
    pub cycles: Vec<MatterTold>,
    /// Attribution cases that are not closed.
    pub cases: Vec<MatterTold>,
    /// Public acts and leaks that are not over.
    pub tracks: Vec<MatterTold>,
    /// What is due by anybody, by time.
    pub due: Vec<DutyTold>,
}

/// Stability as counts; a pair is surely and possibly.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct StabilityTold {
    /// By class of act: this week, the week before.
    pub incidents: BTreeMap<String, [[u32; 2]; 2]>,
    /// This week, over all classes.
    pub this_week: [u32; 2],
    /// The week before.
    pub week_before: [u32; 2],
    /// Its word.
    pub trend: String,
    /// When the last incident ended, ms UTC.
    pub last_ms: Option<i64>,
    /// Answers that were due: all, in time.
    pub answered: [u32; 2],
    /// Answers that have not come.
    pub open_non_answers: Vec<String>,
    /// The notices it rests on.
    pub rests_on: Vec<String>,
}

/// What is told of one group in the last four weeks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AffiliateTold {
    /// How many incidents it is held to, by the bounds of the likelihood terms, in hundredths.
    pub held_to_hundredths: [u32; 2],
    /// The last two weeks against the two before.
    pub trend: String,
    /// When the last one ended, ms UTC.
    pub last_ms: i64,
    /// The notices it rests on.
    pub rests_on: Vec<String>,
}

/// A stock as last verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StockTold {
    /// The value.
    pub value: String,
    /// Its error, either way.
    pub error: Option<String>,
    /// As of when, ms UTC.
    pub as_of_ms: i64,
    /// How old it is at the board's instant, ms.
    pub age_ms: i64,
    /// Against the report before it.
    pub trend: String,
    /// The notice it rests on.
    pub rests_on: String,
}

/// What else the release desk tells a drafter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeskTold {
    /// Who must seal it.
    pub release: String,
    /// Words in the longest language, where a cap holds.
    pub words: Option<u64>,
    /// FLASH of the last hour that count, where this one would.
    pub flash_sent: Option<u64>,
    /// The charter's budget an hour.
    pub flash_budget: Option<u32>,
    /// Types one of which must stand before it.
    pub must_follow: Vec<String>,
    /// Whether it touches a compartment in which the drafter has no role; its lead has been paged.
    pub touches_unseen: bool,
}
