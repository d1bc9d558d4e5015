//! A scenario file: parties, relays, compartments; what the demonstration plays of it on real nodes; and the files of
//! its whole timeline and of what must be seen.

use crate::error::ExerciseError;
use crate::moment::{Moment, Time};
use crate::texts;
use notice::{Code8, Point};
use schemars::JsonSchema;
use serde::Deserialize;

/// A scenario.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name.
    pub title: String,
    /// What every page prints beside the status ("INVENTED STORY").
    pub notice: String,
    /// EXERCISE or TEST.
    pub status: String,
    /// First instant of D1's play, RFC 3339 UTC.
    pub starts: String,
    /// Seconds between two line tests in play.
    pub test_interval_s: u32,
    /// Parties.
    pub party: Vec<Party>,
    /// Relays.
    pub relay: Vec<Relay>,
    /// Compartments.
    pub compartment: Vec<Compartment>,
    /// Notices, in the order of play.
    #[serde(default)]
    pub notice_of: Vec<NoticeStep>,
    /// Real incident records to be sent as E1.
    pub records: Option<Records>,
    /// Faults, in the order of play.
    #[serde(default)]
    pub fault: Vec<Fault>,
    /// When the whole play ends ("D30 12:00"); needed where there is a timeline.
    pub ends: Option<Moment>,
    /// How quickly officers open and read back.
    pub pace: Option<Pace>,
    /// Files of the timeline, within the folder.
    #[serde(default)]
    pub timeline: Vec<String>,
    /// Files of expectations, within the folder.
    #[serde(default)]
    pub expect: Vec<String>,
    /// Branches beside the main line.
    #[serde(default)]
    pub branch: Vec<Branch>,
    /// Its land mask, for lint of maps and lists: rings by their corners, "LAT LON", the first one not said again.
    #[serde(default)]
    pub coast: Vec<Vec<String>>,
}

/// How quickly officers act, unless a row says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// From a notice's release to its opening (K2).
    pub opens: Time,
    /// From a notice's release to its read-back (K3).
    pub reads: Time,
}

/// A branch.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Its id ("B").
    pub id: String,
    /// What is otherwise in it.
    pub title: String,
}

/// A party.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Code.
    pub code: String,
    /// Its station.
    pub station: String,
    /// Language of its desk.
    pub language: String,
    /// Name, for invitations.
    pub name: String,
}

/// A relay.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relay {
    /// Name in charters.
    pub id: String,
    /// Party that hosts it.
    pub host: String,
    /// Deposits a second into one mailbox in a play; the relay's own limit if left out.
    pub mailbox_rate: Option<u32>,
}

/// A compartment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Compartment {
    /// Code.
    pub code: String,
    /// Party that releases its charter.
    pub creator: String,
    /// File of the charter.
    pub charter: String,
}

/// A notice of the play.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeStep {
    /// Row of the scenario's timeline.
    pub row: u32,
    /// Day and hour ("D1 03:00").
    pub at: String,
    /// Author.
    pub by: String,
    /// Compartment.
    pub compartment: String,
    /// File of the draft.
    pub file: String,
    /// Paragraphs for which validation must refuse it; then it is not released.
    #[serde(default)]
    pub refused: Vec<String>,
    /// Why what lint says is overruled.
    pub overrule: Option<String>,
    /// Read-backs, in order.
    #[serde(default)]
    pub read_back: Vec<ReadBack>,
}

/// A read-back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadBack {
    /// Who reads back.
    pub by: String,
    /// File of what the officer types.
    pub file: String,
    /// Paragraphs that must not match; a match, if none is named.
    #[serde(default)]
    pub mismatch: Vec<String>,
}

/// Real incident records.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Records {
    /// CSV file.
    pub table: String,
    /// Records, from 1; the last one is read back.
    pub rows: Vec<usize>,
    /// Author.
    pub by: String,
    /// Compartment.
    pub compartment: String,
}

/// Ways of cutting the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Inject {
    /// A relay is down.
    RelayDown,
    /// A relay answers and withholds every second envelope.
    RelayWithholds,
    /// A party's link is cut to every relay.
    PathCut,
    /// A party's node is off.
    NodeOff,
    /// A party's watch is absent, by its own account.
    WatchAbsent,
    /// A party opens and does not answer.
    NotAnswering,
    /// A party declares silence.
    SilenceDeclared,
}

impl Inject {
    /// The word, as the file has it.
    pub fn word(self) -> &'static str {
        match self {
            Inject::RelayDown => "RELAY-DOWN",
            Inject::RelayWithholds => "RELAY-WITHHOLDS",
            Inject::PathCut => "PATH-CUT",
            Inject::NodeOff => "NODE-OFF",
            Inject::WatchAbsent => "WATCH-ABSENT",
            Inject::NotAnswering => "NOT-ANSWERING",
            Inject::SilenceDeclared => "SILENCE-DECLARED",
        }
    }
}

/// A fault and the word it must be given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Row of the timeline.
    pub row: u32,
    /// What is done.
    pub inject: Inject,
    /// To which relay.
    pub relay: Option<String>,
    /// To which party.
    pub party: Option<String>,
    /// Who must see the word.
    pub seen_by: String,
    /// Where.
    pub compartment: String,
    /// The word that must be computed.
    pub word: String,
    /// What it must become on return.
    pub refined: Option<String>,
    /// A notice that is part of it.
    pub notice: Option<String>,
    /// Notices that go by pouch meanwhile.
    #[serde(default)]
    pub pouch: Vec<String>,
}

impl Scenario {
    /// Reads and checks a scenario.
    ///
    /// # Errors
    /// [`ExerciseError`] with the place of what is wrong.
    pub fn parse(text: &str) -> Result<Self, ExerciseError> {
        let scenario: Scenario =
            toml::from_str(text).map_err(|e| ExerciseError::Unreadable { why: e.to_string() })?;
        scenario.check()?;
        Ok(scenario)
    }

    /// First instant of play, ms UTC.
    ///
    /// # Errors
    /// [`ExerciseError::Wrong`] if it cannot be read.
    pub fn starts_ms(&self) -> Result<i64, ExerciseError> {
        let starts = self.starts.parse::<jiff::Timestamp>().map(|at| at.as_millisecond());
        starts.map_err(|_| ExerciseError::Wrong {
            at: "starts".to_owned(),
            expected: "an instant such as 2027-08-09T01:00:00Z".to_owned(),
        })
    }

    /// 00:00 UTC of D1, ms UTC.
    ///
    /// # Errors
    /// As [`Scenario::starts_ms`].
    pub fn day_one_ms(&self) -> Result<i64, ExerciseError> {
        let day_ms = i64::try_from(crate::moment::DAY_MS).unwrap_or(i64::MAX);
        Ok(self.starts_ms()?.div_euclid(day_ms) * day_ms)
    }

    /// End of the whole play.
    ///
    /// # Errors
    /// [`ExerciseError::Wrong`] if it is not said.
    pub fn ends(&self) -> Result<Moment, ExerciseError> {
        let missing = || ExerciseError::Wrong {
            at: "ends".to_owned(),
            expected: "a moment such as D30 12:00".to_owned(),
        };
        self.ends.ok_or_else(missing)
    }

    /// How quickly officers act.
    pub fn pace(&self) -> Pace {
        let (opens, reads) =
            (Time::After(5 * crate::moment::MINUTE_MS), Time::After(30 * crate::moment::MINUTE_MS));
        self.pace.unwrap_or(Pace { opens, reads })
    }

    /// The rings of its land mask; corners that are none were refused before.
    pub fn land(&self) -> Vec<Vec<Point>> {
        let corners = |ring: &Vec<String>| ring.iter().filter_map(|corner| texts::point(corner)).collect();
        self.coast.iter().map(corners).collect()
    }

    /// Whether a party is declared.
    pub fn party(&self, code: &str) -> Option<&Party> {
        self.party.iter().find(|party| party.code == code)
    }

    /// Paths of all files that it names, in the order of play.
    pub fn files(&self) -> Vec<&str> {
        let mut files: Vec<&str> = self.compartment.iter().map(|c| c.charter.as_str()).collect();
        for step in &self.notice_of {
            files.push(&step.file);
            files.extend(step.read_back.iter().map(|r| r.file.as_str()));
        }
        files.extend(self.records.iter().map(|r| r.table.as_str()));
        for fault in &self.fault {
            files.extend(fault.notice.as_deref());
            files.extend(fault.pouch.iter().map(String::as_str));
        }
        files
    }

    /// What can be told without another file.
    pub(crate) fn check(&self) -> Result<(), ExerciseError> {
        let wrong = |at: &str, expected: &str| {
            Err(ExerciseError::Wrong { at: at.to_owned(), expected: expected.to_owned() })
        };
        if !["EXERCISE", "TEST"].contains(&self.status.as_str()) {
            return wrong("status", "EXERCISE or TEST");
        }
        if self.starts.parse::<jiff::Timestamp>().is_err() {
            return wrong("starts", "an instant such as 2027-08-09T01:00:00Z");
        }
        if self.test_interval_s == 0 {
            return wrong("test_interval_s", "at least 1");
        }
        if let Some(corner) = self.coast.iter().flatten().find(|corner| texts::point(corner).is_none()) {
            return wrong(corner, "a corner of the coast such as 29.275 50.310");
        }
        for party in &self.party {
            if Code8::parse(&party.code).is_err() {
                return wrong("party.code", "2 to 8 capitals or digits, a letter first");
            }
        }
        let parties = self.party_names();
        if let Some(name) = parties.into_iter().find(|name| self.party(name).is_none()) {
            return wrong(name, "a party that the scenario declares");
        }
        let relays = self.fault.iter().filter_map(|fault| fault.relay.as_deref());
        if let Some(name) = relays.into_iter().find(|id| !self.relay.iter().any(|r| r.id == **id)) {
            return wrong(name, "a relay that the scenario declares");
        }
        for fault in &self.fault {
            let at = fault.inject.word();
            match fault.inject {
                Inject::RelayDown | Inject::RelayWithholds if fault.relay.is_none() => {
                    return wrong(at, "a relay");
                }
                Inject::RelayDown | Inject::RelayWithholds => {}
                _ if fault.party.is_none() => return wrong(at, "a party"),
                Inject::NotAnswering | Inject::SilenceDeclared if fault.notice.is_none() => {
                    return wrong(at, "a notice");
                }
                _ => {}
            }
        }
        let compartments = self.compartment_names();
        let unknown = |code: &&str| !self.compartment.iter().any(|c| c.code == **code);
        if let Some(name) = compartments.into_iter().find(unknown) {
            return wrong(name, "a compartment that the scenario declares");
        }
        Ok(())
    }

    fn party_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.relay.iter().map(|r| r.host.as_str()).collect();
        names.extend(self.compartment.iter().map(|c| c.creator.as_str()));
        for step in &self.notice_of {
            names.push(&step.by);
            names.extend(step.read_back.iter().map(|r| r.by.as_str()));
        }
        names.extend(self.records.iter().map(|r| r.by.as_str()));
        for fault in &self.fault {
            names.push(&fault.seen_by);
            names.extend(fault.party.as_deref());
        }
        names
    }

    fn compartment_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.notice_of.iter().map(|s| s.compartment.as_str()).collect();
        names.extend(self.records.iter().map(|r| r.compartment.as_str()));
        names.extend(self.fault.iter().map(|f| f.compartment.as_str()));
        names
    }
}

/// The shipped example, filled and commented.
pub fn template() -> &'static str {
    crate::shipped::file("scenario.toml").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped;

    fn with(from: &str, to: &str) -> Result<Scenario, ExerciseError> {
        let text = template();
        assert!(text.contains(from), "the template holds {from}");
        Scenario::parse(&text.replacen(from, to, 1))
    }

    #[test]
    fn the_shipped_scenario_parses_and_its_files_are_embedded() {
        let scenario = Scenario::parse(template()).expect("valid");
        assert_eq!(scenario.party.len(), 5);
        for file in scenario.files() {
            assert!(shipped::file(file).is_some(), "{file} is not there");
        }
    }

    #[test]
    fn an_unknown_key_party_relay_or_compartment_is_refused() {
        assert!(matches!(with("title =", "titel ="), Err(ExerciseError::Unreadable { .. })));
        let at = |from: &str, to: &str| match with(from, to) {
            Err(ExerciseError::Wrong { at, .. }) => at,
            other => panic!("{other:?}"),
        };
        assert_eq!(at("by = \"US\"", "by = \"FR\""), "FR");
        assert_eq!(at("relay = \"CH-1\"", "relay = \"CH-9\""), "CH-9");
        assert_eq!(at("compartment = \"LEV\"", "compartment = \"XXX\""), "XXX");
        assert_eq!(at("status = \"EXERCISE\"", "status = \"ACTUAL\""), "status");
        assert_eq!(at("relay = \"OM-1\"\n", ""), "RELAY-WITHHOLDS");
        assert_eq!(at("party = \"IR\"\n", ""), "PATH-CUT");
        assert_eq!(at("notice = \"notices/l4-when.toml\"\n", ""), "NOT-ANSWERING");
    }

    #[test]
    fn every_notice_of_the_shipped_scenario_is_a_valid_draft_but_the_one_that_must_be_refused() {
        let scenario = Scenario::parse(template()).expect("valid");
        for step in &scenario.notice_of {
            let text = shipped::file(&step.file).expect("embedded");
            let draft = notice::file::draft_from_toml(text).unwrap_or_else(|e| panic!("{}: {e}", step.file));
            let findings = notice::validate::validate(&draft, &notice::Apart, None);
            let letters: Vec<&str> = findings.iter().map(|f| f.para.letter()).collect();
            assert_eq!(letters, step.refused, "{}: {findings:?}", step.file);
            for read_back in &step.read_back {
                let text = shipped::file(&read_back.file).expect("embedded");
                let restated = notice::file::restated_from_toml(draft.kind, text)
                    .unwrap_or_else(|e| panic!("{}: {e}", read_back.file));
                let outcome = notice::read_back::compare(draft.kind, &draft.content, &restated, None);
                let letters: Vec<&str> = match &outcome {
                    notice::read_back::Outcome::Match => Vec::new(),
                    notice::read_back::Outcome::Mismatch(paras) => paras.iter().map(|p| p.letter()).collect(),
                };
                assert_eq!(letters, read_back.mismatch, "{}", read_back.file);
            }
        }
    }
}
