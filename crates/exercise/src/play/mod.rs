//! Plays a scenario: its rows in virtual time on the real cores, officers who open and read back, faults that come and
//! go, expectations looked at on every member's node.
//!
//! In: a scenario with its timeline and expectations, a branch, an end. Out: [`Played`].
//!
//! I1 equal scenarios and branches give equal plays. I2 an expectation is looked at half a minute after its moment, so
//! that what is sent at the moment has come. I3 what no node can answer yet is not yet, never held.

mod acts;
mod answer;
mod charters;
mod jumps;
mod mapped;
mod states;
mod track;
mod watched;

use crate::error::ExerciseError;
use crate::expect::Expect;
use crate::folder::Folder;
use crate::inspect::Inspected;
use crate::moment::{MINUTE_MS, Moment};
use crate::report::{Check, Played, RefusedDraft, SnapshotTaken};
use crate::world::World;
use acts::Do;
use notice::Number;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a caller may ask of a play.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// A branch; the main line if left out.
    pub branch: Option<String>,
    /// When to stop; the scenario's end if left out.
    pub until: Option<Moment>,
    /// Moments at which every node's standing snapshots are taken.
    pub snapshots: Vec<Moment>,
}

/// Hears what happens, as it happens.
pub trait Audience {
    /// One line of the trace.
    fn trace(&mut self, at: Moment, text: &str);
    /// A row is about to be played; the play waits until this returns.
    fn row(&mut self, at: Moment, id: &str);
}

/// Nobody listens.
pub struct Nobody;

impl Audience for Nobody {
    fn trace(&mut self, _: Moment, _: &str) {}
    fn row(&mut self, _: Moment, _: &str) {}
}

/// A play under way.
pub(crate) struct Player<'a> {
    pub(crate) case: &'a Inspected,
    pub(crate) folder: &'a Folder,
    pub(crate) world: World,
    pub(crate) planned: Vec<Do>,
    /// Numbers of released notices, by name.
    pub(crate) numbers: BTreeMap<String, Number>,
    pub(crate) terms: BTreeMap<String, [u8; 32]>,
    /// What validation and lint said of the draft of a row: refusals, warnings.
    pub(crate) examined: BTreeMap<String, (Vec<String>, Vec<String>)>,
    pub(crate) refusals: Vec<RefusedDraft>,
    pub(crate) checks: Vec<Check>,
    pub(crate) snapshots: Vec<SnapshotTaken>,
    /// Jumps of the clock, by row.
    pub(crate) jumps: BTreeMap<String, jumps::Jumping>,
    /// How far each party's watch has read which feeds.
    pub(crate) readings: BTreeMap<String, Vec<watched::Reading>>,
    pub(crate) audience: &'a mut dyn Audience,
    branch: Option<String>,
    waiting: Vec<usize>,
}

/// Plays a scenario.
///
/// # Errors
/// [`ExerciseError`] if the play cannot begin or go on; expectations that do not hold stand in the result instead.
pub fn play(
    case: &Inspected,
    folder: &Folder,
    wishes: &Wishes,
    audience: &mut dyn Audience,
) -> Result<Played, ExerciseError> {
    if let Some(branch) =
        wishes.branch.as_deref().filter(|b| !case.scenario.branch.iter().any(|k| k.id == **b))
    {
        let known: Vec<&str> = case.scenario.branch.iter().map(|branch| branch.id.as_str()).collect();
        return Err(World::wrong(branch, &format!("a branch of the scenario: {}", known.join(", "))));
    }
    let ends = case.scenario.ends()?;
    let until = wishes.until.unwrap_or(ends).min(ends);
    let mut player = Player {
        case,
        folder,
        world: World::found(&case.scenario, folder)?,
        planned: Vec::new(),
        numbers: BTreeMap::new(),
        terms: BTreeMap::new(),
        examined: BTreeMap::new(),
        refusals: Vec::new(),
        checks: Vec::new(),
        snapshots: Vec::new(),
        jumps: BTreeMap::new(),
        readings: BTreeMap::new(),
        audience,
        branch: wishes.branch.clone(),
        waiting: Vec::new(),
    };
    player.begin(until)?;
    for moment in wishes.snapshots.iter().filter(|moment| **moment <= until) {
        player.plan(moment.0 + LOOKS_AFTER_MS, Do::Snapshot(*moment));
    }
    player.run(until.plus_ms(LOOKS_AFTER_MS + 1))?;
    Ok(player.end(until))
}

impl Player<'_> {
    fn begin(&mut self, until: Moment) -> Result<(), ExerciseError> {
        let starts = self.world.now_ms();
        for compartment in 0..self.case.scenario.compartment.len() {
            self.plan(starts, Do::Charter(compartment));
        }
        for (at, row) in self.case.rows.iter().enumerate() {
            if !row.in_branch(self.branch.as_deref()) {
                continue;
            }
            match row.at {
                Some(moment) if moment <= until => self.plan(moment.0, Do::Row(at)),
                Some(_) => {}
                None => self.waiting.push(at),
            }
        }
        if !self.waiting.is_empty() {
            self.plan(starts + MINUTE_MS, Do::Look);
        }
        for (at, expect) in self.case.expectations.iter().enumerate() {
            let looked = expect.at.or((until == self.case.scenario.ends()?).then_some(until));
            let counts = expect.in_branch(self.branch.as_deref()) && expect.needs.is_none();
            if let Some(moment) = looked.filter(|moment| counts && *moment <= until) {
                self.plan(moment.0 + LOOKS_AFTER_MS, Do::Check(at));
            }
        }
        Ok(())
    }

    fn run(&mut self, until: Moment) -> Result<(), ExerciseError> {
        while let Some(act) = self.world.pass(until.0) {
            let what = self.planned[act].clone();
            match what {
                Do::Look => self.look(),
                Do::Check(at) => {
                    let check = self.check(&self.case.expectations[at]);
                    if !check.holds() {
                        self.trace(&format!("{} expected {} seen {}", check.id, check.expected, check.seen));
                    }
                    self.checks.push(check);
                }
                Do::Snapshot(moment) => self.take_snapshots(moment),
                other => self.act(other)?,
            }
        }
        Ok(())
    }

    /// What every node that runs would write for its analysts now.
    fn take_snapshots(&mut self, moment: Moment) {
        let now = self.world.now();
        for (at, node) in self.world.nodes().iter().enumerate() {
            let Some(core) = node.core() else { continue };
            self.snapshots.push(SnapshotTaken {
                moment: moment.to_string(),
                party: self.party_of(at),
                compartment: node.code.clone(),
                bytes: core.snapshot(now),
            });
        }
    }

    /// Plans something the player does.
    pub(crate) fn plan(&mut self, at_ms: u64, what: Do) {
        self.planned.push(what);
        self.world.plan(at_ms, self.planned.len() - 1);
    }

    /// The moment of play.
    pub(crate) fn moment(&self) -> Moment {
        Moment(self.world.now_ms())
    }

    pub(crate) fn trace(&mut self, text: &str) {
        let at = self.moment();
        self.audience.trace(at, text);
    }

    /// Rows that wait for something to hold: each happens once.
    fn look(&mut self) {
        let mut still = Vec::new();
        for at in std::mem::take(&mut self.waiting) {
            let when = self.case.rows[at].when.as_ref();
            let holds = when.is_some_and(|when| {
                let node = self.world.node_of(&when.on, &when.question.compartment);
                node.is_some_and(|node| self.answer(&when.question, node) == when.is.json())
            });
            if holds {
                let after = when.and_then(|when| when.after);
                let moment = after.map_or(self.moment(), |after| after.from(self.moment()));
                self.plan(moment.0, Do::Row(at));
            } else {
                still.push(at);
            }
        }
        self.waiting = still;
        if !self.waiting.is_empty() {
            self.plan(self.world.now_ms() + MINUTE_MS, Do::Look);
        }
    }

    /// An expectation, on every node it is asked of.
    fn check(&self, expect: &Expect) -> Check {
        let id = expect.id.get_ref().clone();
        let expected = expect.is.as_ref().map(|is| is.json()).unwrap_or_default();
        let Some(question) = expect.question() else { return Check { id, expected, seen: Value::Null } };
        let nodes: Vec<usize> = self
            .world
            .members(&question.compartment)
            .into_iter()
            .filter(|node| expect.on.is_empty() || expect.on.contains(&self.party_of(*node)))
            .collect();
        let seen: BTreeMap<String, Value> =
            nodes.iter().map(|node| (self.party_of(*node), self.answer(&question, *node))).collect();
        let same = seen.values().next().filter(|first| seen.values().all(|value| value == *first)).cloned();
        Check { id, expected, seen: same.unwrap_or_else(|| json!(seen)) }
    }

    pub(crate) fn party_of(&self, node: usize) -> String {
        self.world.seats()[self.world.nodes()[node].party].code.clone()
    }

    fn end(self, until: Moment) -> Played {
        let branch = self.branch.as_deref();
        let not_yet =
            self.case.expectations.iter().filter(|expect| expect.in_branch(branch)).filter_map(|expect| {
                Some(json!({ "id": expect.id.get_ref(), "needs": expect.needs?.word(), "says": expect.says }))
            });
        let not_yet = not_yet.collect();
        let mut fingerprints: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (at, node) in self.world.nodes().iter().enumerate() {
            let Some(core) = node.core() else { continue };
            let of = fingerprints.entry(node.code.clone()).or_default();
            of.insert(self.party_of(at), core.line().fingerprint());
        }
        Played {
            title: self.case.scenario.title.clone(),
            notice: self.case.scenario.notice.clone(),
            status: self.case.scenario.status.clone(),
            branch: self.branch.clone(),
            until: until.to_string(),
            end_states: states::all(&self),
            checks: self.checks,
            not_yet,
            fingerprints,
            refusals: self.refusals,
            snapshots: self.snapshots,
            transcripts: self.world.transcripts(),
        }
    }
}

/// How long after its moment an expectation is looked at, ms.
const LOOKS_AFTER_MS: u64 = 30_000;
