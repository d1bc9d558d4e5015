//! What the record knows, from the standing snapshots that a node wrote: sides, the day, today's rung, own red lines.
//!
//! I1 snapshots alone are read, never a node. I2 every entry says which notices it rests on. I3 what the record does not
//! know stays as the template has it, under the template's own source.

use crate::error::DeskError;
use notice::types::a4_response::Response;
use notice::types::e1_incident::Incident;
use notice::types::t1_red_line::RedLine;
use notice::vocabulary::{ActClass, Measure, NoticeType, ResponseVerb};
use notice::{Instant, Notice, Value};
use serde_json::json;
use standing::Snapshot;
use standing::matter::Machine;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Today's rung with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// 0 to 11.
    pub rung: usize,
    /// What it rests on, in words with numbers.
    pub because: Vec<String>,
}

/// An own red line in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnLine {
    /// Its name without the version.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The rung of a crossing.
    pub rung: usize,
    /// The notice.
    pub number: String,
}

/// What the snapshots of one party say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The own side.
    pub own: String,
    /// The other side.
    pub other: String,
    /// When, ms UTC.
    pub as_of_ms: i64,
    /// Roots of the compartments read, by code.
    pub roots: BTreeMap<String, String>,
    /// Today's rung.
    pub rung: Rung,
    /// Own red lines in force, by name.
    pub lines: Vec<OwnLine>,
    /// Groups that incidents of the last weeks are held to, with how many.
    pub groups: BTreeMap<String, usize>,
}

impl Record {
    /// What snapshots of one party add up to. The other side is taken from them if they know only one.
    ///
    /// # Errors
    /// [`DeskError::Value`] for none, for snapshots of two parties, or if the other side must be named.
    pub fn of(snapshots: &[Snapshot], own: Option<&str>, other: Option<&str>) -> Result<Self, DeskError> {
        let refuse = |key: &str, why: String| Err(DeskError::value("snapshots", key, why));
        let parties: BTreeSet<&str> = snapshots.iter().map(|it| it.origin.party.as_str()).collect();
        let parties: Vec<&str> = parties.into_iter().collect();
        let [party] = parties[..] else {
            return refuse("party", format!("one party's are wanted; these are of {}", listed(&parties)));
        };
        if let Some(own) = own.filter(|own| *own != party) {
            return refuse("own", format!("these are snapshots of {party}, not of {own}"));
        }
        let known = others(snapshots, party);
        let other = match (other, &known[..]) {
            (Some(other), _) if known.iter().any(|it| it == other) => other.to_owned(),
            (None, [only]) => only.clone(),
            (None, _) => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                return refuse("other", format!("name the other side; there are {}", listed(&known)));
            }
            (Some(other), _) => return refuse("other", format!("{other} stands nowhere in them")),
        };
        let as_of_ms = snapshots.iter().map(|it| it.as_of_ms).max().unwrap_or_default();
        let mut lines: Vec<OwnLine> = snapshots.iter().flat_map(|it| own_lines(it, party)).collect();
        lines.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Record {
            own: party.to_owned(),
            other,
            as_of_ms,
            roots: snapshots.iter().map(|it| (it.origin.compartment.clone(), hex::encode(it.root))).collect(),
            rung: rung(snapshots, as_of_ms),
            lines,
            groups: groups(snapshots, as_of_ms),
        })
    }

    /// The day it speaks of, as files write it.
    pub fn day(&self) -> String {
        let at = Instant::from_ms(self.as_of_ms).map(|at| at.to_string()).unwrap_or_default();
        at.chars().take(10).collect()
    }

    /// A file of assumptions: a template with what the record knows in its place, and on what it rests above it.
    pub fn filled(&self, template: &str) -> String {
        let at = Instant::from_ms(self.as_of_ms).map(|at| at.to_string()).unwrap_or_default();
        let mut out = String::new();
        let roots: Vec<String> =
            self.roots.iter().map(|(code, root)| format!("{code} {}", &root[..16])).collect();
        let _ =
            writeln!(out, "# From the record of {} as of {at}; state roots {}.", self.own, roots.join(", "));
        let _ = writeln!(
            out,
            "# Sides, day, rung and red lines are the record's; every other number is the template's."
        );
        for because in &self.rung.because {
            let _ = writeln!(out, "# now.rung: {because}");
        }
        for (group, count) in &self.groups {
            let _ = writeln!(
                out,
                "# {count} incidents of the last {FRESH_DAYS} days are held to {group} among others."
            );
        }
        out.push('\n');
        let kept = template.find("[[red_line]]").unwrap_or(template.len());
        let mut in_now = false;
        for line in template[..kept].lines() {
            if line.starts_with('[') {
                in_now = line == "[now]";
            }
            let key = line.split(" =").next().unwrap_or_default();
            let text = match key {
                "own" => format!("own = {}", json!(self.own)),
                "other" => format!("other = {}", json!(self.other)),
                "title" if !out.contains("\ntitle") => {
                    format!("title = {}", json!(format!("Escalation assessment, {} desk", self.own)))
                }
                "as_of" => format!("as_of = {}", json!(self.day())),
                "rung" if in_now => format!("rung = {}", self.rung.rung),
                _ => line.to_owned(),
            };
            out.push_str(&text);
            out.push('\n');
        }
        for line in &self.lines {
            let _ = writeln!(
                out,
                "# {}\n[[red_line]]\nid = {}\ntitle = {}\nrung = {}\n",
                line.number,
                json!(line.id),
                json!(line.title),
                line.rung
            );
        }
        out
    }
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Parties that drew a line or are addressed by one of these notices, the own apart.
fn others(snapshots: &[Snapshot], own: &str) -> Vec<String> {
    let told = snapshots.iter().flat_map(|it| it.of_kind(Machine::RedLine));
    let all: BTreeSet<&str> =
        told.flat_map(|line| [Some(line.author.as_str()), line.toward.as_deref()]).flatten().collect();
    all.into_iter().filter(|party| *party != own).map(str::to_owned).collect()
}

fn own_lines(snapshot: &Snapshot, own: &str) -> Vec<OwnLine> {
    let in_force = snapshot.of_kind(Machine::RedLine).filter(|it| it.author == own && it.state == "IN-FORCE");
    let mut found: BTreeMap<String, OwnLine> = BTreeMap::new();
    for told in in_force {
        let id = told.id.split('/').next().unwrap_or(&told.id).to_owned();
        // A version that a T2 made is about what the line's T1 is about.
        let about = |notice: &&Notice| {
            let line = RedLine::of(notice).and_then(|t1| t1.line()).map(notice::LineVersion::id);
            line.as_deref() == Some(id.as_str())
        };
        let Some(t1) = snapshot.notices.iter().find(about) else { continue };
        let (title, rung) = (title(t1), rung_of_line(t1));
        found.insert(id.clone(), OwnLine { id, title, rung, number: told.number.clone() });
    }
    found.into_values().collect()
}

fn title(t1: &Notice) -> String {
    let acts: Vec<&str> = t1.content().words_at("C");
    let about = t1.content().at("B.text").and_then(Value::text);
    about.map_or_else(|| acts.join(", "), |text| format!("{text}: {}", acts.join(", ")))
}

fn rung_of_line(t1: &Notice) -> usize {
    let Some(line) = RedLine::of(t1) else { return 0 };
    let deaths = line.magnitude().is_some_and(|it| it.measure == Measure::Fatalities);
    line.acts().into_iter().map(|act| rung_of(act, deaths)).max().unwrap_or(0)
}

/// The rung of the ladder on which an act stands (models.md G6.2).
fn rung_of(act: ActClass, deaths: bool) -> usize {
    use ActClass::{
        AirStrike, Assassination, BoardingSeizure, CargoInterdiction, EnrichmentAbove, MineIed,
        MissileBallistic, MissileCruise, MonitoringRemoved, OneWayDrone, RocketMortar, Sabotage,
        SanctionDesignation, SmallArms, StockpileAbove, TransferOfArms,
    };
    match act {
        EnrichmentAbove | StockpileAbove | MonitoringRemoved | SanctionDesignation | TransferOfArms => 2,
        BoardingSeizure | CargoInterdiction => 7,
        AirStrike => 6,
        RocketMortar | MissileBallistic | MissileCruise | OneWayDrone | SmallArms | MineIed | Sabotage
        | Assassination => 4 + usize::from(deaths),
        _ => 3,
    }
}

/// Whether a later notice of its author tells the incident again, so that it counts once.
fn told_again(snapshots: &[Snapshot], notice: &Notice) -> bool {
    use notice::vocabulary::Relation::{Amends, Corrects, Repeats};
    let later = |other: &&Notice| {
        let mut refs = other.envelope().refs.iter();
        let again =
            refs.any(|r| r.number == *notice.number() && matches!(r.relation, Amends | Corrects | Repeats));
        again && other.kind() == notice.kind() && other.number().party == notice.number().party
    };
    snapshots.iter().flat_map(|it| &it.notices).any(|other| later(&other))
}

/// Incidents that ended in the last days, by notice.
fn fresh(snapshots: &[Snapshot], as_of_ms: i64) -> impl Iterator<Item = (&Notice, Incident<'_>)> {
    let since = as_of_ms - FRESH_DAYS * DAY_MS;
    snapshots
        .iter()
        .flat_map(|it| &it.notices)
        .filter_map(|notice| Some((notice, Incident::of(notice)?)))
        .filter(move |(notice, _)| !told_again(snapshots, notice))
        .filter(move |(_, e1)| {
            e1.interval().is_some_and(|(_, latest)| (since..=as_of_ms).contains(&latest.ms()))
        })
}

fn groups(snapshots: &[Snapshot], as_of_ms: i64) -> BTreeMap<String, usize> {
    let mut groups = BTreeMap::new();
    for (_, e1) in fresh(snapshots, as_of_ms) {
        for group in e1.candidates().into_iter().filter_map(|(group, _)| group) {
            *groups.entry(group.to_string()).or_default() += 1;
        }
    }
    groups
}

/// The highest rung that a fresh incident, an announced response or a public act stands on; below these, restraint if an
/// understanding runs, else protest.
fn rung(snapshots: &[Snapshot], as_of_ms: i64) -> Rung {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (notice, e1) in fresh(snapshots, as_of_ms) {
        let Some(act) = e1.act() else { continue };
        let harm = notice.content().items_at("D").iter().filter_map(Value::fields);
        let deaths = harm
            .flat_map(|harm| {
                ["fatalities", "fatalities-least"].map(|name| harm.get(name).and_then(Value::count))
            })
            .any(|count| count.is_some_and(|count| count > 0));
        let said = if deaths { "with deaths" } else { "no deaths told" };
        found.push((rung_of(act, deaths), format!("{} tells {}, {said}", notice.number(), act.word())));
    }
    let since = as_of_ms - FRESH_DAYS * DAY_MS;
    for notice in snapshots.iter().flat_map(|it| &it.notices) {
        let fresh = (since..=as_of_ms).contains(&notice.stamp().dtg.ms());
        let (rung, what) = match notice.kind() {
            NoticeType::A4 if concluded(notice) => (6, "a response carried out"),
            NoticeType::P1 => (2, "a public act"),
            _ => continue,
        };
        if fresh {
            found.push((rung, format!("{} tells {what}", notice.number())));
        }
    }
    if let Some(most) = found.iter().map(|(rung, _)| *rung).max() {
        let because = found.into_iter().filter(|(rung, _)| *rung == most).map(|(_, words)| words).collect();
        return Rung { rung: most, because };
    }
    let runs = |it: &&standing::snapshot::Told| it.state == "RUNNING";
    let running = snapshots.iter().flat_map(|it| it.of_kind(Machine::Understanding)).find(runs);
    match running {
        Some(told) => Rung { rung: 0, because: vec![format!("no incident is fresh, and {} runs", told.id)] },
        None => Rung { rung: 1, because: vec!["no incident is fresh, and no understanding runs".to_owned()] },
    }
}

fn concluded(notice: &Notice) -> bool {
    Response::of(notice).and_then(|a4| a4.verb()) == Some(ResponseVerb::Concluded)
}

/// How long an incident says where matters stand.
const FRESH_DAYS: i64 = 14;
const DAY_MS: i64 = 24 * 3_600_000;
