//! One world as drawn from its seed: who is in it, what they say and do, what goes wrong and when.
//!
//! I1 a plan is a value: equal seeds give equal plans. I2 any part of its faults taken out leaves a plan, so
//! that a failure can be shrunk. I3 every plan has several faults and at least one epoch change.

use crate::chance::Chance;
use crate::fault::{Fault, Timed};
use line::entry::Lane;

/// How a world is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// 2 to 5.
    pub parties: usize,
    /// 1 to 4.
    pub relays: usize,
    /// 1 or 2; each has all parties as members.
    pub compartments: usize,
    /// A member that reaches no relay and lives on pouches.
    pub by_pouch: Option<usize>,
    /// Interval between line tests, ms.
    pub test_interval_ms: u64,
}

/// One thing that a party does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Releases a notice of so many bytes.
    Release {
        /// Who.
        party: usize,
        /// In which compartment.
        compartment: usize,
        /// Queue class.
        lane: Lane,
        /// Size of its canonical form.
        bytes: usize,
    },
    /// Releases a red line.
    RedLine {
        /// Who.
        party: usize,
        /// To whom.
        to: usize,
        /// In which compartment.
        compartment: usize,
    },
    /// Opens and reads back the first red line addressed to it that is not read back rightly.
    ReadBack {
        /// Who.
        party: usize,
        /// In which compartment.
        compartment: usize,
        /// Whether the restatement is right.
        right: bool,
    },
    /// Asks for a rotation of all leaves.
    Rotate {
        /// Who.
        party: usize,
        /// In which compartment.
        compartment: usize,
    },
    /// Sends a line test at once.
    TestNow {
        /// Who.
        party: usize,
        /// In which compartment.
        compartment: usize,
    },
    /// Packs a pouch that is carried in by hand.
    Pouch {
        /// Who packs it.
        from: usize,
        /// Who opens it.
        to: usize,
        /// In which compartment.
        compartment: usize,
        /// How long it travels, ms.
        travels_ms: u64,
    },
}

/// One world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// From what it was drawn.
    pub seed: u64,
    /// Its layout.
    pub shape: Shape,
    /// What the parties do, with the ms at which they do it.
    pub acts: Vec<(u64, Act)>,
    /// What goes wrong.
    pub faults: Vec<Timed>,
    /// When all faults end, ms.
    pub heals_at_ms: u64,
}

impl Plan {
    /// Draws the world of a seed.
    pub fn of(seed: u64) -> Self {
        let shape = draw_shape(&mut Chance::of(seed, "shape"));
        let heals_at_ms = Chance::of(seed, "length").between(MINUTE_MS * 20, MINUTE_MS * 70);
        let acts = draw_acts(&mut Chance::of(seed, "acts"), &shape, heals_at_ms);
        let faults = draw_faults(&mut Chance::of(seed, "faults"), &shape, heals_at_ms);
        Plan { seed, shape, acts, faults, heals_at_ms }
    }

    /// The same world with only some of its faults, by their place in the list.
    pub fn with_faults(&self, kept: &[usize]) -> Self {
        let faults = kept.iter().filter_map(|&at| self.faults.get(at).cloned()).collect();
        Plan { faults, ..self.clone() }
    }
}

fn draw_shape(chance: &mut Chance) -> Shape {
    let parties = [2, 2, 2, 2, 2, 3, 3, 3, 4, 5][chance.index(10)];
    let by_pouch = (parties > 2 && chance.one_in(6)).then(|| parties - 1);
    Shape {
        parties,
        relays: [1, 1, 2, 2, 2, 2, 3, 4][chance.index(8)],
        compartments: if chance.one_in(5) { 2 } else { 1 },
        by_pouch,
        test_interval_ms: MINUTE_MS * [5, 10, 20][chance.index(3)],
    }
}

fn draw_acts(chance: &mut Chance, shape: &Shape, until_ms: u64) -> Vec<(u64, Act)> {
    let mut acts = Vec::new();
    for _ in 0..chance.between(6, 20) {
        let (party, compartment) = (chance.index(shape.parties), chance.index(shape.compartments));
        let lane = LANES[chance.index(LANES.len())];
        let bytes =
            if chance.one_in(8) { 5_000 } else { usize::try_from(chance.between(60, 900)).unwrap_or(60) };
        acts.push((chance.below(until_ms), Act::Release { party, compartment, lane, bytes }));
    }
    for _ in 0..chance.between(1, 3) {
        let (party, compartment) = (chance.index(shape.parties), chance.index(shape.compartments));
        acts.push((chance.below(until_ms), Act::Rotate { party, compartment }));
    }
    for _ in 0..chance.below(3) {
        let (party, compartment) = (chance.index(shape.parties), chance.index(shape.compartments));
        acts.push((chance.below(until_ms), Act::TestNow { party, compartment }));
    }
    draw_papers(chance, shape, until_ms, &mut acts);
    draw_pouches(chance, shape, until_ms, &mut acts);
    acts.sort_by_key(|(at, _)| *at);
    acts
}

/// Red lines and their read-backs, two of three of them right.
fn draw_papers(chance: &mut Chance, shape: &Shape, until_ms: u64, acts: &mut Vec<(u64, Act)>) {
    for _ in 0..chance.between(1, 2) {
        let (party, compartment) = (chance.index(shape.parties), chance.index(shape.compartments));
        let to = (party + 1 + chance.index(shape.parties - 1)) % shape.parties;
        let at_ms = chance.below(until_ms / 2);
        acts.push((at_ms, Act::RedLine { party, to, compartment }));
        for _ in 0..chance.between(1, 3) {
            let right = !chance.one_in(3);
            let later_ms = chance.between(at_ms, until_ms);
            acts.push((later_ms, Act::ReadBack { party: to, compartment, right }));
        }
    }
}

/// A pouch now and then between any two; a member without relays has a courier both ways.
fn draw_pouches(chance: &mut Chance, shape: &Shape, until_ms: u64, acts: &mut Vec<(u64, Act)>) {
    let mut pouch = |chance: &mut Chance, from, to| {
        for compartment in 0..shape.compartments {
            let travels_ms = MINUTE_MS * chance.between(5, 30);
            acts.push((chance.below(until_ms), Act::Pouch { from, to, compartment, travels_ms }));
        }
    };
    if chance.one_in(3) {
        let from = chance.index(shape.parties);
        let to = (from + 1 + chance.index(shape.parties - 1)) % shape.parties;
        pouch(chance, from, to);
    }
    if let Some(far) = shape.by_pouch {
        for _ in 0..chance.between(1, 2) {
            for near in 0..far {
                pouch(chance, near, far);
                pouch(chance, far, near);
            }
        }
    }
}

fn draw_faults(chance: &mut Chance, shape: &Shape, until_ms: u64) -> Vec<Timed> {
    let mut faults: Vec<Timed> = (0..chance.between(4, 11))
        .map(|_| {
            let at_ms = chance.below(until_ms * 9 / 10);
            let lasts_ms = chance.between(MINUTE_MS, MINUTE_MS * 25).min(until_ms - at_ms);
            Timed { at_ms, lasts_ms, fault: draw_fault(chance, shape) }
        })
        .collect();
    faults.sort_by_key(|timed| timed.at_ms);
    faults
}

fn draw_fault(chance: &mut Chance, shape: &Shape) -> Fault {
    // a member that lives on pouches cannot be answered a start challenge: it is spared what needs one
    let near = shape.by_pouch.unwrap_or(shape.parties);
    let (party, relay) = (chance.index(near), chance.index(shape.relays));
    let commits = u32::try_from(chance.between(1, 6)).unwrap_or(1);
    let one_in = chance.between(2, 8);
    let up_to_ms = chance.between(1_000, 40_000);
    let by_ms = [-86_400_000, -3_600_000, -90_000, 90_000, 3_600_000, 86_400_000][chance.index(6)];
    let ppm = [-20_000, -500, 500, 20_000][chance.index(4)];
    match chance.below(27) {
        0 => Fault::LinkLoses { party, relay, one_in },
        1 => Fault::LinkDoubles { party, relay, one_in },
        2 => Fault::LinkSlow { party, relay, up_to_ms },
        3 => Fault::LinkCut { party, relay },
        4 => Fault::CutOff { party },
        5 => Fault::RelayDies { relay },
        6 => Fault::RelayWithholds { relay, party },
        7 => Fault::RelayReorders { relay },
        8 => Fault::RelayDoubles { relay },
        9 => Fault::RelayCorrupts { relay, one_in },
        10 => Fault::RelayDelays { relay, up_to_ms },
        11 => Fault::RelayRollsBack { relay },
        12 => Fault::RelayEquivocates { relay },
        13 => Fault::RelayLiesAboutTime { relay, by_ms },
        14 => Fault::RelayRefuses { relay },
        15 => Fault::RelayImpostor { relay },
        16 => Fault::RelayGarbles { relay },
        17 => Fault::Killed { party },
        18 | 19 => Fault::CrashBeforePersist { party, commits },
        20 | 21 => Fault::CrashAfterPersist { party, commits },
        22 => Fault::CleanStop { party },
        23 => Fault::DiskFails { party, commits },
        24 => Fault::DiskFull { party },
        25 => Fault::ClockJumps { party, by_ms },
        _ if chance.one_in(2) => Fault::RestoredSnapshot { party },
        _ => Fault::ClockDrifts { party, ppm },
    }
}

const MINUTE_MS: u64 = 60_000;
const LANES: [Lane; 6] =
    [Lane::Floor, Lane::Flash, Lane::Immediate, Lane::Priority, Lane::Routine, Lane::Deferred];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn equal_seeds_give_equal_plans_and_faults_end_before_the_world_heals() {
        for seed in 0..200 {
            let plan = Plan::of(seed);
            assert_eq!(plan, Plan::of(seed));
            assert!(plan.faults.len() >= 4, "several faults a world");
            assert!(plan.faults.iter().all(|t| t.at_ms + t.lasts_ms <= plan.heals_at_ms));
            assert!(plan.acts.iter().any(|(_, act)| matches!(act, Act::Rotate { .. })), "an epoch change");
        }
    }

    #[test]
    fn five_hundred_seeds_draw_every_kind_of_fault_and_every_shape() {
        let plans: Vec<Plan> = (0..500).map(Plan::of).collect();
        let kinds: BTreeSet<_> = plans.iter().flat_map(|p| p.faults.iter().map(|t| t.fault.kind())).collect();
        assert_eq!(kinds.len(), 26, "every kind is drawn: {kinds:?}");
        let parties: BTreeSet<_> = plans.iter().map(|p| p.shape.parties).collect();
        let relays: BTreeSet<_> = plans.iter().map(|p| p.shape.relays).collect();
        assert_eq!(parties, BTreeSet::from([2, 3, 4, 5]));
        assert_eq!(relays, BTreeSet::from([1, 2, 3, 4]));
        assert!(plans.iter().any(|p| p.shape.by_pouch.is_some()));
        assert!(plans.iter().any(|p| p.shape.compartments == 2));
    }

    #[test]
    fn a_fault_taken_out_leaves_the_others_where_they_were() {
        let plan = Plan::of(3);
        let fewer = plan.with_faults(&[0, 2]);
        assert_eq!(fewer.faults, [plan.faults[0].clone(), plan.faults[2].clone()]);
        assert_eq!(fewer.acts, plan.acts);
    }
}
