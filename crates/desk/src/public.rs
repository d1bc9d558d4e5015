//! The ladder by public histories, for looks further ahead than a tree of all histories has room for.
//!
//! What both sides have seen is a node; beside it stand vectors over private types, two of the own side and resolve times
//! control of the other. A covert order and an attack that comes by itself lead to the same state and look the same, so they
//! share a node: what a side did covertly changes nothing that is still to come. Two learners (CFR+, Tammelin and others
//! 2015) sweep it in turn; best replies to their averages bound what they found from both sides.
//!
//! I1 rungs index payoffs, never what is known: a node is a whole public history. I2 the bounds are best replies, computed
//! apart from the learners.

use crate::ladder::{Act, State, acts};
use crate::model::Model;
use crate::tree::{NOTICES, Talk, notice_cost};

/// Types of the other side: resolve times control.
const OTHERS: usize = 4;
/// Acts of a side, at most.
const ACTS: usize = 5;

/// By own type.
type Own = [f64; 2];
/// By the other side's type: high and low resolve, each with high and low control.
type Other = [f64; OTHERS];

/// Where a public history leads.
enum Node {
    /// Matters end: payoffs of the own side and of the other by resolve.
    End { own: Own, other: Own },
    /// The own side moves; chance may bring an accident.
    OwnMove { slot: u32, accident: [f64; ACTS], next: [[u32; 2]; ACTS] },
    /// The other side moves; its partner may attack by itself, or covertly on its order.
    OtherMove { slot: u32, attack: [f64; 2], next: [[u32; 2]; ACTS] },
}

/// Stands where a move will, until what follows it is there.
const EMPTY: Node = Node::End { own: [0.0; 2], other: [0.0; 2] };
/// No node: chance cannot lead there.
const NOWHERE: u32 = u32::MAX;

/// Whose loss is learned on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The own side against another that means it nothing but harm.
    Own,
    /// The other side against such an own one.
    Other,
    /// Each side for itself.
    Each,
}

/// All public histories of a model.
pub struct PublicTree {
    nodes: Vec<Node>,
    /// Moves of the own side and of the other, each with a strategy by type.
    slots: [usize; 2],
    chance: (Own, Other),
}

/// What a side can be sure of, between two best replies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// What its average plan is sure of, whatever the other does.
    pub sure: f64,
    /// What no plan can be surer of: the best against the other's average plan.
    pub most: f64,
    /// Sweeps.
    pub sweeps: u32,
}

impl PublicTree {
    /// All histories from today's rung on; with talk, each of the notices first.
    pub fn of(model: &Model, talk: Talk) -> Self {
        let control = model.control();
        let share = |kind: usize, high: f64| if kind == 0 { high } else { 1.0 - high };
        let mut chance = ([0.0; 2], [0.0; OTHERS]);
        for (kind, slot) in chance.0.iter_mut().enumerate() {
            *slot = share(kind, model.high[0]);
        }
        for (kind, slot) in chance.1.iter_mut().enumerate() {
            *slot = share(kind / 2, model.high[1]) * control.get(kind % 2).copied().unwrap_or(0.0);
        }
        let mut tree = PublicTree { nodes: Vec::new(), slots: [0; 2], chance };
        let start = State::start(model);
        if talk == Talk::Silence {
            tree.grow(model, talk, start, 0);
            return tree;
        }
        let slot = tree.slot(0);
        tree.nodes.push(EMPTY);
        let mut next = [[NOWHERE; 2]; ACTS];
        for (notice, edge) in next.iter_mut().enumerate().take(NOTICES.len()) {
            edge[0] = tree.grow(model, talk, start, notice);
        }
        tree.nodes[0] = Node::OwnMove { slot, accident: [0.0; ACTS], next };
        tree
    }

    /// A place for the next move of a side.
    fn slot(&mut self, side: usize) -> u32 {
        self.slots[side] += 1;
        narrow(self.slots[side] - 1)
    }

    /// Public histories, the unfinished ones too.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none; a model has at least its beginning.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn grow(&mut self, model: &Model, talk: Talk, state: State, notice: usize) -> u32 {
        let here = self.nodes.len();
        if state.time >= model.moves {
            let payoff = |side: usize| [0, 1].map(|kind| state.payoff(model, side, kind));
            self.nodes.push(Node::End { own: payoff(0), other: payoff(1) });
            return narrow(here);
        }
        let side = state.mover();
        let slot = self.slot(side);
        let mut next = [[NOWHERE; 2]; ACTS];
        let mut accident = [0.0; ACTS];
        let attack = [0, 1].map(|control| model.attack(control));
        self.nodes.push(EMPTY);
        for (at, act) in acts(side, model.partner[1].is_some()).iter().enumerate() {
            if *act == Act::Covert {
                // Seen as absorbing with an attack, which stands there already.
                continue;
            }
            let mut after = state.after(model, *act);
            if state.time == 0 {
                after.won[0] -= notice_cost(model, talk, notice, *act);
            }
            accident[at] = if side == 0 { after.chance(model, *act, 0) } else { 0.0 };
            let may_strike = if side == 0 { accident[at] > 0.0 } else { model.partner[1].is_some() };
            next[at][0] = self.grow(model, talk, after.settled(model, false), notice);
            if may_strike {
                next[at][1] = self.grow(model, talk, after.settled(model, true), notice);
            }
        }
        self.nodes[here] = if side == 0 {
            Node::OwnMove { slot, accident, next }
        } else {
            Node::OtherMove { slot, attack, next }
        };
        narrow(here)
    }

    /// What two learners, each for itself, come to in so many sweeps.
    pub fn learned(&self, sweeps: u32) -> Learned {
        let mut learners = Learners::new(self, Aim::Each);
        for sweep in 1..=sweeps {
            learners.sweep(0, f64::from(sweep));
            learners.sweep(1, f64::from(sweep));
        }
        let payoffs = learners.value(Sweep::Look);
        let best = [learners.value(Sweep::Reply(0))[0], learners.value(Sweep::Reply(1))[1]];
        let count = match self.nodes.first() {
            Some(Node::OwnMove { next, .. }) => count(next),
            _ => 0,
        };
        let first = [0, 1].map(|kind| learners.plan(0, kind, count, Sweep::Look));
        let mut acts = [0.0; ACTS];
        for (plan, chance) in first.iter().zip(self.chance.0) {
            acts.iter_mut().zip(plan).for_each(|(sum, share)| *sum += chance * share);
        }
        Learned {
            first: acts[..count].to_vec(),
            payoffs,
            regret: [best[0] - payoffs[0], best[1] - payoffs[1]],
        }
    }

    /// What a side can be sure of at the start, learned until the bounds are as near as asked, in so many sweeps at most.
    pub fn security(&self, aim: Aim, near: f64, most: u32) -> Bounds {
        let mut learners = Learners::new(self, aim);
        let mut sweeps = 0;
        loop {
            for _ in 0..CHECKED_EVERY {
                sweeps += 1;
                learners.sweep(0, f64::from(sweeps));
                learners.sweep(1, f64::from(sweeps));
            }
            let (sure, best) = learners.bounds();
            if best - sure <= near || sweeps >= most {
                return Bounds { sure, most: best, sweeps };
            }
        }
    }
}

/// What two learners come to; their averages need be no equilibrium.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// Chances of the own side's first acts, over its types.
    pub first: Vec<f64>,
    /// Payoffs of both sides.
    pub payoffs: [f64; 2],
    /// What each would gain by leaving its average.
    pub regret: [f64; 2],
}

/// Sweeps between two looks at the bounds.
const CHECKED_EVERY: u32 = 20;

/// Regrets and average plans of both sides: by move, type and act.
struct Learners<'t> {
    tree: &'t PublicTree,
    aim: Aim,
    regrets: [Vec<[f64; ACTS]>; 2],
    sums: [Vec<[f64; ACTS]>; 2],
}

/// How a sweep chooses and what it keeps.
#[derive(Clone, Copy)]
enum Sweep {
    /// Side that learns, and the weight of this sweep in its average.
    Learn(usize, f64),
    /// Side that replies best to the other's average.
    Reply(usize),
    /// Both keep to their averages.
    Look,
}

impl<'t> Learners<'t> {
    fn new(tree: &'t PublicTree, aim: Aim) -> Self {
        let by = || [vec![[0.0; ACTS]; 2 * tree.slots[0]], vec![[0.0; ACTS]; OTHERS * tree.slots[1]]];
        Learners { tree, aim, regrets: by(), sums: by() }
    }

    fn sweep(&mut self, side: usize, weight: f64) {
        let (own, other) = self.tree.chance;
        self.walk(0, Sweep::Learn(side, weight), own, other);
    }

    /// Value of the aim's side under its own average against a best reply, and of a best reply of its own.
    fn bounds(&mut self) -> (f64, f64) {
        let (guard, hunter) = if self.aim == Aim::Other { (1, 0) } else { (0, 1) };
        (-self.value(Sweep::Reply(hunter))[hunter], self.value(Sweep::Reply(guard))[guard])
    }

    /// Values of both sides at the start, over their types.
    fn value(&mut self, sweep: Sweep) -> [f64; 2] {
        let (own, other) = self.tree.chance;
        let (own_value, other_value) = self.walk(0, sweep, own, other);
        let sum = |values: &[f64], chances: &[f64]| values.iter().zip(chances).map(|(v, p)| v * p).sum();
        [sum(&own_value, &own), sum(&other_value, &other)]
    }

    /// Values by type of both sides below a node, each per unit of its own weight; `own` and `other` are the weights, with
    /// chance in both.
    fn walk(&mut self, node: u32, sweep: Sweep, own: Own, other: Other) -> (Own, Other) {
        match &self.tree.nodes[node as usize] {
            Node::End { own: own_gain, other: other_gain } => self.end(own_gain, other_gain, own, other),
            Node::OwnMove { slot, accident, next } => self.own_move(*slot, accident, next, sweep, own, other),
            Node::OtherMove { slot, attack, next } => self.other_move(*slot, attack, next, sweep, own, other),
        }
    }

    fn end(&self, own_gain: &Own, other_gain: &Own, own: Own, other: Other) -> (Own, Other) {
        let kinds = [0, 1, 2, 3];
        let to_own = || {
            let weight: f64 = other.iter().sum();
            own_gain.map(|gain| gain * weight)
        };
        let to_other = || {
            let weight: f64 = own.iter().sum();
            kinds.map(|kind: usize| other_gain[kind / 2] * weight)
        };
        match self.aim {
            Aim::Own => {
                let lost: f64 = own.iter().zip(own_gain).map(|(weight, gain)| weight * gain).sum();
                (to_own(), [-lost; OTHERS])
            }
            Aim::Other => {
                let lost: f64 = kinds.map(|kind| other[kind] * other_gain[kind / 2]).iter().sum();
                ([-lost; 2], to_other())
            }
            Aim::Each => (to_own(), to_other()),
        }
    }

    fn own_move(
        &mut self,
        slot: u32,
        accident: &[f64; ACTS],
        next: &[[u32; 2]; ACTS],
        sweep: Sweep,
        own: Own,
        other: Other,
    ) -> (Own, Other) {
        let count = count(next);
        let plans = [0, 1].map(|kind| self.plan(0, 2 * slot as usize + kind, count, sweep));
        let mut values = [[0.0; ACTS]; 2];
        let mut other_value = [0.0; OTHERS];
        for act in 0..count {
            let outcomes = [(next[act][0], 1.0 - accident[act]), (next[act][1], accident[act])];
            for (child, chance) in outcomes.into_iter().filter(|(child, _)| *child != NOWHERE) {
                let weights = [0, 1].map(|kind| own[kind] * plans[kind][act] * chance);
                let (of_own, of_other) =
                    self.walk(child, sweep, weights, other.map(|weight| weight * chance));
                values.iter_mut().zip(of_own).for_each(|(row, value)| row[act] += value);
                other_value.iter_mut().zip(of_other).for_each(|(sum, value)| *sum += value);
            }
        }
        let mut own_value = [0.0; 2];
        for kind in 0..2 {
            let place = 2 * slot as usize + kind;
            own_value[kind] = self.settle(0, place, count, sweep, &plans[kind], &values[kind], own[kind]);
        }
        (own_value, other_value)
    }

    fn other_move(
        &mut self,
        slot: u32,
        attack: &[f64; 2],
        next: &[[u32; 2]; ACTS],
        sweep: Sweep,
        own: Own,
        other: Other,
    ) -> (Own, Other) {
        // A covert order has no node of its own.
        let count = count(next) + usize::from(next[ABSORB][1] != NOWHERE);
        let place = |kind: usize| OTHERS * slot as usize + kind;
        let plans = [0, 1, 2, 3].map(|kind| self.plan(1, place(kind), count, sweep));
        let kinds = [0, 1, 2, 3];
        let mut values = [[0.0; ACTS]; OTHERS];
        let mut own_value = [0.0; 2];
        for act in 0..count {
            for (struck, child) in next[act].iter().enumerate().filter(|(_, child)| **child != NOWHERE) {
                let chance = kinds.map(|kind| {
                    let strikes = attack[kind % 2];
                    if next[act][1] == NOWHERE {
                        1.0
                    } else if struck == 1 {
                        strikes
                    } else {
                        1.0 - strikes
                    }
                });
                // A covert order is seen as absorbing with an attack.
                let covert = struck == 1 && act == ABSORB && count == ACTS;
                let weights = kinds.map(|kind| {
                    let ordered = if covert { plans[kind][COVERT] } else { 0.0 };
                    other[kind] * (plans[kind][act] * chance[kind] + ordered)
                });
                let (of_own, of_other) = self.walk(*child, sweep, own, weights);
                own_value.iter_mut().zip(of_own).for_each(|(sum, value)| *sum += value);
                for kind in kinds {
                    values[kind][act] += chance[kind] * of_other[kind];
                    if covert {
                        values[kind][COVERT] = of_other[kind];
                    }
                }
            }
        }
        let other_value = kinds
            .map(|kind| self.settle(1, place(kind), count, sweep, &plans[kind], &values[kind], other[kind]));
        (own_value, other_value)
    }

    /// What is played at a place: by regret for learners, the average for who is replied to; a best reply tries all.
    fn plan(&self, side: usize, place: usize, count: usize, sweep: Sweep) -> [f64; ACTS] {
        let source = match sweep {
            Sweep::Learn(..) => &self.regrets[side][place],
            Sweep::Look => &self.sums[side][place],
            Sweep::Reply(replies) if replies != side => &self.sums[side][place],
            // Weights of who replies best touch only the other's values, which nobody asks for.
            Sweep::Reply(_) => return [0.0; ACTS],
        };
        let total: f64 = source[..count].iter().map(|weight| weight.max(0.0)).sum();
        let mut plan = [0.0; ACTS];
        for (slot, weight) in plan[..count].iter_mut().zip(source) {
            *slot = if total > 0.0 { weight.max(0.0) / total } else { 1.0 / count as f64 };
        }
        plan
    }

    /// The value of a place, after what it teaches.
    #[expect(clippy::too_many_arguments, reason = "a place, what was played there, and what came of it")]
    fn settle(
        &mut self,
        side: usize,
        place: usize,
        count: usize,
        sweep: Sweep,
        plan: &[f64; ACTS],
        values: &[f64; ACTS],
        weight: f64,
    ) -> f64 {
        if matches!(sweep, Sweep::Reply(replies) if replies == side) {
            return values[..count].iter().copied().fold(f64::NEG_INFINITY, f64::max);
        }
        let value: f64 = plan.iter().zip(values).take(count).map(|(share, value)| share * value).sum();
        if let Sweep::Learn(learns, sweep_weight) = sweep {
            if learns == side {
                let regrets = &mut self.regrets[side][place];
                regrets
                    .iter_mut()
                    .zip(values)
                    .take(count)
                    .for_each(|(regret, own)| *regret = (*regret + own - value).max(0.0));
            } else {
                let sums = &mut self.sums[side][place];
                sums.iter_mut().zip(plan).for_each(|(sum, share)| *sum += sweep_weight * weight * share);
            }
        }
        value
    }
}

/// Acts that lead somewhere.
fn count(next: &[[u32; 2]; ACTS]) -> usize {
    next.iter().take_while(|edge| edge[0] != NOWHERE).count()
}

/// Places of the acts in the list of a side.
const ABSORB: usize = 2;
const COVERT: usize = 4;

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NOWHERE)
}
