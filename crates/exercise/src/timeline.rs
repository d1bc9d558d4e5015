//! The timeline of a scenario: what parties, officers and the world do, and when.
//!
//! I1 a row has exactly one act and exactly one of `at` and `when`. I2 names of notices are given by `name` and used
//! in the files of later rows as `{{name}}`.

use crate::moment::{Moment, Time};
use crate::question::{Question, Wanted};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A timeline file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Timeline {
    /// Rows, in any order.
    #[serde(default)]
    pub row: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Row {
    /// Its id, unique in the scenario.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// When it happens.
    pub at: Option<Moment>,
    /// Or: as soon as this holds.
    pub when: Option<When>,
    /// Only in these branches.
    #[serde(default)]
    pub only: Vec<String>,
    /// Falls away in these branches.
    #[serde(default)]
    pub except: Vec<String>,
    /// A notice is drafted and released.
    pub send: Option<Send>,
    /// An officer marks a notice: opened, briefed, passed down, confirmed.
    pub mark: Option<MarkAct>,
    /// Something goes wrong.
    pub fault: Option<Fault>,
    /// A pouch is packed and carried.
    pub pouch: Option<Pouch>,
    /// All keys of a compartment are rotated.
    pub rotate: Option<Rotate>,
    /// All officers of a party are replaced.
    pub team: Option<Team>,
    /// A party's own watch reads a feed as far as it has come.
    pub feed: Option<FeedAct>,
    /// A next version of a charter is proposed, read back by all others and put in force.
    pub charter: Option<CharterAct>,
    /// The clock of the exercise jumps.
    pub jump: Option<Jump>,
}

/// What must hold for a row to happen, once.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct When {
    /// On whose node.
    pub on: String,
    /// What is asked.
    pub question: Question,
    /// The answer that starts the row.
    pub is: Wanted,
    /// How long after it first holds.
    pub after: Option<Time>,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Send {
    /// Author.
    pub by: String,
    /// Compartment.
    pub compartment: String,
    /// File of the draft, within the scenario's folder.
    pub file: String,
    /// Name by which other files mean its number.
    pub name: Option<String>,
    /// Texts that stand for `{{key}}` in the file.
    #[serde(default)]
    pub with: BTreeMap<String, String>,
    /// It must be refused; then it does not go out.
    #[serde(default)]
    pub refused: bool,
    /// Why what lint says is overruled.
    pub overrule: Option<String>,
    /// Readers who do otherwise than the pace says.
    #[serde(default)]
    pub reader: Vec<Reader>,
}

/// What one addressee does with a notice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reader {
    /// Who.
    pub by: String,
    /// When it is opened; the pace's time if left out.
    pub opens: Option<Time>,
    /// It is never opened.
    #[serde(default)]
    pub never_opens: bool,
    /// Read-backs, in order; one that matches at the pace's time if left out.
    #[serde(default)]
    pub reads: Vec<Reading>,
    /// It is never read back.
    #[serde(default)]
    pub never_reads: bool,
}

/// A read-back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reading {
    /// When.
    pub at: Time,
    /// File of what the officer types; the notice's own values if left out.
    pub file: Option<String>,
}

/// A mark by an officer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MarkAct {
    /// Who.
    pub by: String,
    /// Where.
    pub compartment: String,
    /// On which notices, by name.
    pub of: Vec<String>,
    /// K2, K4, K5, K6, N2, N3.
    pub mark: String,
    /// To whom it was passed: NATIONAL, REGIONAL, LOCAL.
    pub onward: Option<String>,
}

/// Something that goes wrong for a time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fault {
    /// What.
    pub does: FaultKind,
    /// At which relay.
    pub relay: Option<String>,
    /// To which party.
    pub party: Option<String>,
    /// In which compartment.
    pub compartment: Option<String>,
    /// Until when.
    pub until: Moment,
}

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum FaultKind {
    /// A relay does not answer.
    RelayDown,
    /// A relay hands every second envelope over.
    RelayWithholds,
    /// A party reaches no relay.
    PathCut,
    /// A party's node is off.
    NodeOff,
    /// Nobody is on a party's watch, and its tests say so.
    WatchAbsent,
    /// A party's watch is manned by its own account and opens nothing.
    WatchIdle,
    /// A compartment's mailboxes are filled with junk at ten times what they take.
    MailboxFlood,
}

impl FaultKind {
    /// Whether it befalls a relay.
    pub fn of_relay(self) -> bool {
        matches!(self, FaultKind::RelayDown | FaultKind::RelayWithholds)
    }

    /// Whether it befalls a party: neither a relay nor a compartment.
    pub fn of_party(self) -> bool {
        !self.of_relay() && self != FaultKind::MailboxFlood
    }
}

/// A pouch.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pouch {
    /// Who packs it.
    pub from: String,
    /// Who opens it.
    pub to: String,
    /// Of which compartment.
    pub compartment: String,
    /// How long it travels.
    pub travels: Option<Time>,
}

/// A rotation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rotate {
    /// Who asks for it.
    pub by: String,
    /// Where.
    pub compartment: String,
}

/// A new team.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Team {
    /// Whose.
    pub party: String,
    /// How many of its five custodians are replaced with it.
    #[serde(default)]
    pub custodians: u16,
}

/// A next version of a charter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CharterAct {
    /// Who proposes it.
    pub by: String,
    /// Of which compartment.
    pub compartment: String,
    /// File of the charter, within the scenario's folder.
    pub file: String,
}

/// A jump of the exercise clock.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Jump {
    /// Where it is to arrive.
    pub to: Moment,
}

/// A feed, as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FeedAct {
    /// Whose watch reads it.
    pub by: String,
    /// File of its rows, CSV.
    pub file: String,
    /// File that says what its columns mean.
    pub map: Option<String>,
    /// How many rows have come, from the first; all if left out.
    pub rows: Option<usize>,
}

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act<'a> {
    /// A notice.
    Send(&'a Send),
    /// A mark.
    Mark(&'a MarkAct),
    /// A fault.
    Fault(&'a Fault),
    /// A pouch.
    Pouch(&'a Pouch),
    /// A rotation.
    Rotate(&'a Rotate),
    /// A new team.
    Team(&'a Team),
    /// A feed.
    Feed(&'a FeedAct),
    /// A charter version.
    Charter(&'a CharterAct),
    /// A jump.
    Jump(&'a Jump),
}

impl Row {
    /// Its acts; a valid row has one.
    pub fn acts(&self) -> Vec<Act<'_>> {
        let acts = [
            self.send.as_ref().map(Act::Send),
            self.mark.as_ref().map(Act::Mark),
            self.fault.as_ref().map(Act::Fault),
            self.pouch.as_ref().map(Act::Pouch),
            self.rotate.as_ref().map(Act::Rotate),
            self.team.as_ref().map(Act::Team),
            self.feed.as_ref().map(Act::Feed),
            self.charter.as_ref().map(Act::Charter),
            self.jump.as_ref().map(Act::Jump),
        ];
        acts.into_iter().flatten().collect()
    }

    /// Whether it is part of a branch; the main line is `None`.
    pub fn in_branch(&self, branch: Option<&str>) -> bool {
        in_branch(&self.only, &self.except, branch)
    }
}

/// Whether something with these lists is part of a branch.
pub(crate) fn in_branch(only: &[String], except: &[String], branch: Option<&str>) -> bool {
    let named = |list: &[String]| branch.is_some_and(|branch| list.iter().any(|name| name == branch));
    (only.is_empty() || named(only)) && !named(except)
}

/// A filled, commented, valid timeline.
pub const TEMPLATE: &str = include_str!("../templates/timeline.toml");
