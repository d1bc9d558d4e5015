//! The sequence form: a player's plan as the weights of the sequences of its own moves (von Stengel, Efficient
//! Computation of Behavior Strategies, 1996). What each player expects is linear in the weights of every one of them, so
//! one sweep over the leaves and one over the sets is a best response, a gradient or a step of regret matching.

use crate::error::GameError;
use crate::tree::{Kind, Tree};

/// The sequences of one player. Sequence 0 is the empty one.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The player's sets, each after the set of its parent sequence.
    pub sets: Vec<PlanSet>,
    /// Number of sequences.
    pub count: usize,
}

/// One information set in a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanSet {
    /// Its number in the tree.
    pub set: u32,
    /// The sequence that leads to it.
    pub parent: u32,
    /// The sequence of its first action; the others follow.
    pub first: u32,
    /// Number of actions.
    pub count: u32,
}

impl PlanSet {
    /// Its sequences.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }
}

/// A game in sequence form.
#[derive(Debug, Clone, PartialEq)]
pub struct SequenceForm {
    /// One plan a player.
    pub plans: Vec<Plan>,
    /// Sequences of all players, leaf by leaf; leaves with the same sequences are one.
    pub ends: Vec<u32>,
    /// Payoffs weighed with the probability of chance, leaf by leaf, all players together.
    pub gains: Vec<f64>,
    /// For two players: what a player gets, by its own sequence.
    rows: Vec<Rows>,
}

/// Entries by own sequence: the other's sequence and the weighed payoff.
#[derive(Debug, Clone, Default, PartialEq)]
struct Rows {
    start: Vec<u32>,
    other: Vec<u32>,
    gain: Vec<f64>,
}

impl SequenceForm {
    /// The sequence form of a tree in which every player recalls what it knew and did.
    pub fn of(tree: &Tree, method: &str) -> Result<Self, GameError> {
        let players = tree.count();
        let mut plans: Vec<Plan> = vec![Plan { sets: Vec::new(), count: 1 }; players];
        // First sequence and parent of every set; the set's first node comes before all it leads to.
        let mut firsts = vec![u32::MAX; tree.sets.len()];
        let mut parents = vec![0; tree.sets.len()];
        let mut at = vec![0_u32; players * tree.nodes()];
        let mut weight = vec![1.0; tree.nodes()];
        let mut ends = Vec::with_capacity(tree.leaves() * players);
        let mut gains = Vec::with_capacity(tree.leaves() * players);
        for node in 0..tree.nodes() {
            if node > 0 {
                let parent = tree.parent[node] as usize;
                at.copy_within(parent * players..(parent + 1) * players, node * players);
                weight[node] = weight[parent];
                match tree.kind[parent] {
                    Kind::Chance(c) => weight[node] *= tree.chance(c, tree.edge[node]),
                    Kind::Decision(set) => {
                        let player = tree.sets[set as usize].player;
                        at[node * players + player] = firsts[set as usize] + u32::from(tree.edge[node]);
                    }
                    Kind::Leaf(_) => {}
                }
            }
            match tree.kind[node] {
                Kind::Decision(number) => {
                    let set = &tree.sets[number as usize];
                    let own = at[node * players + set.player];
                    let plan = &mut plans[set.player];
                    if firsts[number as usize] == u32::MAX {
                        let first = u32::try_from(plan.count).unwrap_or(u32::MAX);
                        let count = u32::try_from(set.actions.len()).unwrap_or(u32::MAX);
                        firsts[number as usize] = first;
                        parents[number as usize] = own;
                        plan.sets.push(PlanSet { set: number, parent: own, first, count });
                        plan.count += set.actions.len();
                    } else if parents[number as usize] != own {
                        return Err(GameError::ImperfectRecall {
                            method: method.to_owned(),
                            player: tree.players[set.player].clone(),
                            set: set.label.clone(),
                        });
                    }
                }
                Kind::Leaf(leaf) => {
                    ends.extend_from_slice(&at[node * players..(node + 1) * players]);
                    gains.extend(tree.leaf(leaf).iter().map(|payoff| payoff * weight[node]));
                }
                Kind::Chance(_) => {}
            }
        }
        let (ends, gains) = merged(players, ends, gains);
        let mut form = SequenceForm { plans, ends, gains, rows: Vec::new() };
        if players == 2 {
            form.rows = (0..2).map(|player| form.rows_of(player)).collect();
        }
        Ok(form)
    }

    /// Number of players.
    pub fn count(&self) -> usize {
        self.plans.len()
    }

    /// Number of leaves with different sequences.
    pub fn leaves(&self) -> usize {
        self.ends.len() / self.count().max(1)
    }

    /// What each sequence of a player adds at its leaves, given the weights of the others' sequences.
    pub fn gradient(&self, player: usize, weights: &[Vec<f64>], out: &mut [f64]) {
        if let Some(rows) = self.rows.get(player) {
            let other = &weights[1 - player];
            for (slot, bounds) in out.iter_mut().zip(rows.start.windows(2)) {
                let range = bounds[0] as usize..bounds[1] as usize;
                let entries = rows.other[range.clone()].iter().zip(&rows.gain[range]);
                *slot = entries.map(|(other_sequence, gain)| other[*other_sequence as usize] * gain).sum();
            }
            return;
        }
        let players = self.count();
        out.fill(0.0);
        for (ends, gains) in self.ends.chunks_exact(players).zip(self.gains.chunks_exact(players)) {
            let mut value = gains[player];
            for (other, end) in ends.iter().enumerate() {
                if other != player {
                    value *= weights[other][*end as usize];
                }
            }
            out[ends[player] as usize] += value;
        }
    }

    /// What a player expects from these weights.
    pub fn value(&self, player: usize, weights: &[Vec<f64>]) -> f64 {
        let players = self.count();
        self.ends
            .chunks_exact(players)
            .zip(self.gains.chunks_exact(players))
            .map(|(ends, gains)| {
                ends.iter()
                    .enumerate()
                    .fold(gains[player], |value, (p, end)| value * weights[p][*end as usize])
            })
            .sum()
    }

    /// The most that a player can get from a gradient, which is used up; `best` takes a best action a set.
    pub fn best_response(&self, player: usize, gradient: &mut [f64], mut best: Option<&mut [u32]>) -> f64 {
        for (at, set) in self.plans[player].sets.iter().enumerate().rev() {
            let (mut most, mut choice) = (f64::NEG_INFINITY, 0);
            for (action, sequence) in set.range().enumerate() {
                if gradient[sequence] > most {
                    (most, choice) = (gradient[sequence], action);
                }
            }
            gradient[set.parent as usize] += most;
            if let Some(best) = best.as_deref_mut() {
                best[at] = u32::try_from(choice).unwrap_or(0);
            }
        }
        gradient[0]
    }

    /// Weights of a plan from the probabilities of its actions by sequence.
    pub fn weigh(&self, player: usize, behaviour: &[f64], weights: &mut [f64]) {
        weights[0] = 1.0;
        for set in &self.plans[player].sets {
            let parent = weights[set.parent as usize];
            for sequence in set.range() {
                weights[sequence] = parent * behaviour[sequence];
            }
        }
    }

    /// Probabilities of actions from weights; a set that is never reached gets equal ones.
    pub fn behaviour(&self, player: usize, weights: &[f64]) -> Vec<f64> {
        let mut behaviour = vec![1.0; self.plans[player].count];
        for set in &self.plans[player].sets {
            let total: f64 = weights[set.range()].iter().map(|w| w.max(0.0)).sum();
            for sequence in set.range() {
                behaviour[sequence] = if total > 1e-300 {
                    weights[sequence].max(0.0) / total
                } else {
                    1.0 / f64::from(set.count)
                };
            }
        }
        behaviour
    }

    /// A behaviour by sequence as one list a set, in the order of the tree's sets of that player.
    pub fn by_set(&self, player: usize, behaviour: &[f64]) -> Vec<Vec<f64>> {
        self.plans[player].sets.iter().map(|set| behaviour[set.range()].to_vec()).collect()
    }

    /// The gain of a best response over these weights, a player each.
    pub fn regrets(&self, weights: &[Vec<f64>]) -> Vec<f64> {
        (0..self.count())
            .map(|player| {
                let mut gradient = vec![0.0; self.plans[player].count];
                self.gradient(player, weights, &mut gradient);
                let value: f64 = gradient.iter().zip(&weights[player]).map(|(g, w)| g * w).sum();
                self.best_response(player, &mut gradient, None) - value
            })
            .collect()
    }

    fn rows_of(&self, player: usize) -> Rows {
        let count = self.plans[player].count;
        let mut start = vec![0_u32; count + 1];
        for ends in self.ends.chunks_exact(2) {
            start[ends[player] as usize + 1] += 1;
        }
        for at in 0..count {
            start[at + 1] += start[at];
        }
        let mut next = start.clone();
        let mut other = vec![0; self.leaves()];
        let mut gain = vec![0.0; self.leaves()];
        for (ends, gains) in self.ends.chunks_exact(2).zip(self.gains.chunks_exact(2)) {
            let slot = &mut next[ends[player] as usize];
            other[*slot as usize] = ends[1 - player];
            gain[*slot as usize] = gains[player];
            *slot += 1;
        }
        Rows { start, other, gain }
    }
}

/// Leaves with the same sequences added up, in the order of their sequences.
fn merged(players: usize, ends: Vec<u32>, gains: Vec<f64>) -> (Vec<u32>, Vec<f64>) {
    let leaves = ends.len() / players.max(1);
    let key = |leaf: usize| &ends[leaf * players..(leaf + 1) * players];
    let mut order: Vec<usize> = (0..leaves).collect();
    order.sort_by(|a, b| key(*a).cmp(key(*b)));
    let (mut new_ends, mut new_gains): (Vec<u32>, Vec<f64>) = (Vec::new(), Vec::new());
    for leaf in order {
        let from = gains[leaf * players..(leaf + 1) * players].iter();
        if new_ends.len() >= players && new_ends[new_ends.len() - players..] == *key(leaf) {
            let at = new_gains.len() - players;
            new_gains[at..].iter_mut().zip(from).for_each(|(sum, gain)| *sum += gain);
        } else {
            new_ends.extend_from_slice(key(leaf));
            new_gains.extend(from);
        }
    }
    (new_ends, new_gains)
}
