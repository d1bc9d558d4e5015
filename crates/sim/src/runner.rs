//! Runs worlds by their seeds: what `./run sim` prints, replays, shrinks and demands of planted faults.
//!
//! In: seeds. Out: reports. I1 a world's report depends on its seed and planted fault alone, never on which
//! thread ran it or what ran before. I2 a planted fault counts as caught only by its own checker.

use crate::checkers;
use crate::founding::{Planting, found};
use crate::group::Driven;
use crate::journal::Journal;
use crate::plan::Plan;
use crate::promise::Violation;
use crate::world::World;
use line::config::Planted;
use line::label_group::LabelGroup;
use line::mls_group::{MlsGroup, MlsProvider};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What became of one world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// From what it was drawn.
    pub seed: u64,
    /// Promises that were broken; empty when it passed.
    pub violations: Vec<Violation>,
    /// Entries admitted, by every author in every compartment.
    pub entries: u64,
    /// Faults by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// Over entry hashes in order, states, effects by kind and time, faults.
    pub digest: [u8; 32],
    /// The same without anything that key material decides: equal for labels and MLS.
    pub likeness: [u8; 32],
    /// Virtual time at the end, ms.
    pub lasted_ms: u64,
    /// The journal's lines, if they were kept.
    pub lines: Vec<String>,
}

impl Report {
    /// Whether every promise was kept.
    pub fn passed(&self) -> bool {
        self.violations.is_empty()
    }
}

/// Runs the world of a seed with labels.
pub fn run(seed: u64, keep_lines: bool) -> Report {
    run_plan::<LabelGroup>(&Plan::of(seed), Planting::default(), &(), keep_lines)
}

/// Runs the world of a seed with labels and again with MLS. Whatever does not depend on key material must be
/// alike: states, orders, refusals, effects by kind and time. The cryptography is the shell's.
pub fn run_real(seed: u64, shell: &MlsProvider) -> Report {
    let plan = Plan::of(seed);
    let labels = run_plan::<LabelGroup>(&plan, Planting::default(), &(), true);
    let mut real = run_plan::<MlsGroup>(&plan, Planting::default(), shell, true);
    if labels.likeness != real.likeness {
        let differs = labels.lines.iter().zip(&real.lines).find(|(label, mls)| label != mls);
        let says = format!("labels and MLS differ: {differs:?}");
        real.violations.push(Violation { promise: REAL, at_ms: real.lasted_ms, says });
    }
    real
}

/// Runs a plan with labels.
pub fn run_labels(plan: &Plan) -> Report {
    run_plan::<LabelGroup>(plan, Planting::default(), &(), false)
}

/// Runs a plan with groups of the form `G` and a planted fault.
pub fn run_plan<G: Driven>(plan: &Plan, planted: Planting, shell: &G::Shell, keep_lines: bool) -> Report {
    let mut world = found::<G>(plan.shape.clone(), plan.seed, planted, shell, Journal::new(keep_lines));
    suffer(&mut world, plan, |_| false);
    report(plan, &world)
}

/// Lets a world go through its plan until it has come to rest, or as soon as enough was seen.
fn suffer(world: &mut World, plan: &Plan, enough: impl Fn(&World) -> bool) {
    world.follow(plan);
    while world.now_ms() < plan.heals_at_ms {
        world.run_for(LOOK_EVERY_MS.min(plan.heals_at_ms - world.now_ms()));
        if enough(world) {
            return;
        }
    }
    world.run_for(1).heal_all_paths().run_until_quiet();
}

/// Takes faults out of a failing plan one by one while it keeps breaking the same promise.
pub fn shrink(seed: u64) -> Plan {
    let whole = Plan::of(seed);
    let broken = |plan: &Plan| {
        let report = run_plan::<LabelGroup>(plan, Planting::default(), &(), false);
        report.violations.first().map(|violation| violation.promise)
    };
    let Some(promise) = broken(&whole) else { return whole };
    let mut kept: Vec<usize> = (0..whole.faults.len()).collect();
    for fault in 0..whole.faults.len() {
        let fewer: Vec<usize> = kept.iter().copied().filter(|&at| at != fault).collect();
        if broken(&whole.with_faults(&fewer)) == Some(promise) {
            kept = fewer;
        }
    }
    whole.with_faults(&kept)
}

/// A rule of the line broken on purpose, and the promise whose checker must say so.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// Its name in the report.
    pub name: &'static str,
    /// What is broken.
    pub planted: Planting,
    /// The promise whose checker must catch it.
    pub promise: &'static str,
}

/// Every planted fault of the line (line.md section 16).
pub fn variants() -> Vec<Variant> {
    let off = Planted::default();
    let variant = |name, line, promise| {
        let planted = Planting { line, ..Planting::default() };
        Variant { name, planted, promise }
    };
    let counted = standing::Planted { count_mismatched_read_back: true };
    vec![
        Variant {
            name: "count a mismatched read-back",
            planted: Planting { standing: counted, ..Planting::default() },
            promise: checkers::NO_READ_BACK_WITHOUT_A_MATCH,
        },
        variant(
            "acknowledge before persist",
            Planted { acknowledge_before_persist: true, ..off },
            checkers::NOTHING_ACKNOWLEDGED_IS_LOST,
        ),
        variant("skip dedupe", Planted { skip_dedupe: true, ..off }, checkers::NOTHING_TWICE),
        variant(
            "abort after acknowledgement",
            Planted { abort_after_acknowledgement: true, ..off },
            checkers::ONE_COMMIT_AN_EPOCH,
        ),
        variant(
            "next ballot without a NACK",
            Planted { next_ballot_without_nack: true, ..off },
            checkers::ONE_COMMIT_AN_EPOCH,
        ),
        variant(
            "decision one ACK short",
            Planted { decide_one_ack_short: true, ..off },
            checkers::ONE_COMMIT_AN_EPOCH,
        ),
        variant("NACK after ACK", Planted { nack_after_ack: true, ..off }, checkers::ONE_COMMIT_AN_EPOCH),
        variant("disclose too early", Planted { disclose_early: true, ..off }, checkers::NO_KEY_GIVEN_EARLY),
        variant(
            "accept a closed epoch's entry",
            Planted { admit_closed_epoch: true, ..off },
            checkers::CLOSED_STAYS_CLOSED,
        ),
        variant(
            "trust relay order",
            Planted { trust_relay_order: true, ..off },
            checkers::SAME_SET_SAME_ORDER,
        ),
        variant(
            "forget outbox at crash",
            Planted { forget_outbox_at_crash: true, ..off },
            checkers::OUTBOX_SURVIVES,
        ),
        variant(
            "seal after a restore",
            Planted { seal_after_restore: true, ..off },
            checkers::NO_GENERATION_TWICE,
        ),
        variant("ignore rollback", Planted { ignore_rollback: true, ..off }, checkers::NO_GENERATION_TWICE),
        variant(
            "resend the old envelope instead of sealing anew",
            Planted { resend_old_envelope: true, ..off },
            checkers::SEALED_ANEW,
        ),
        variant(
            "name a relay that did not lie",
            Planted { name_across_sealings: true, ..off },
            checkers::NO_HONEST_RELAY_IS_NAMED,
        ),
    ]
}

/// Whether the world of a seed, with a planted fault, is caught by that fault's own checker.
pub fn catches(variant: &Variant, seed: u64) -> bool {
    let plan = Plan::of(seed);
    let journal = Journal::new(false);
    let mut world = found::<LabelGroup>(plan.shape.clone(), plan.seed, variant.planted, &(), journal);
    let caught = |world: &World| world.violations().iter().any(|it| it.promise == variant.promise);
    suffer(&mut world, &plan, caught);
    caught(&world)
}

fn report(plan: &Plan, world: &World) -> Report {
    let mut faults = BTreeMap::new();
    for timed in &plan.faults {
        *faults.entry(timed.fault.kind()).or_insert(0) += 1;
    }
    Report {
        seed: plan.seed,
        violations: world.violations().to_vec(),
        entries: world.entries(),
        faults,
        digest: digest(plan, world, true),
        likeness: digest(plan, world, false),
        lasted_ms: world.now_ms(),
        lines: world.journal().lines().to_vec(),
    }
}

fn digest(plan: &Plan, world: &World, with_hashes: bool) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(plan.seed.to_be_bytes());
    for timed in &plan.faults {
        hash.update(format!("{timed:?}"));
    }
    hash.update(world.journal().digest());
    for node in world.nodes() {
        let Some(core) = node.core() else { continue };
        for placed in core.order() {
            hash.update(format!("{} {} {:?}", placed.author, placed.seq, placed.kind));
            if with_hashes {
                hash.update(placed.hash.0);
            }
        }
        hash.update(format!("epoch {} {:?}", core.epoch(), states(&core.line_states())));
    }
    hash.finalize().into()
}

fn states(states: &BTreeMap<line::ids::PartyCode, line::diagnosis::LineState>) -> Vec<String> {
    states.iter().map(|(party, state)| format!("{party} {:?} {:?}", state.state, state.word)).collect()
}

/// The name under which a run with MLS reports that it was not alike.
const REAL: &str = "labels-and-mls-alike";
/// How often the checkers look at the whole, ms.
const LOOK_EVERY_MS: u64 = 300_000;
