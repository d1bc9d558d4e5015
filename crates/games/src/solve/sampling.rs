//! Monte Carlo counterfactual regret minimisation with a seed: external and outcome sampling (Lanctot, Waugh, Zinkevich,
//! Bowling, Monte Carlo Sampling for Regret Minimization in Extensive Games, 2009).
//!
//! I1 the same seed gives the same plans on every machine: one counter-based generator, drawn from in tree order.

use crate::sequence::SequenceForm;
use crate::tree::{Kind, Tree};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// What is sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// Chance and the other players; every own action is tried.
    External,
    /// One whole play, own actions explored with probability 0.6.
    Outcome,
}

/// A run that can be continued.
pub struct Mccfr<'g> {
    tree: &'g Tree,
    form: &'g SequenceForm,
    sampling: Sampling,
    random: ChaCha8Rng,
    /// First sequence of each set of the tree.
    first: Vec<u32>,
    /// Steps done: one sample a player each.
    pub iterations: u64,
    regrets: Vec<Vec<f64>>,
    sums: Vec<Vec<f64>>,
    /// Probabilities and values of the frames of the walk.
    scratch: Vec<f64>,
    /// Probabilities of the set that is being sampled.
    probs: Vec<f64>,
    stack: Vec<Frame>,
}

/// A node of the walk whose actions are all tried.
#[derive(Debug, Clone, Copy)]
struct Frame {
    node: u32,
    first: u32,
    count: u32,
    next: u32,
    /// Where its probabilities and values stand in the scratch.
    at: u32,
}

const EXPLORE: f64 = 0.6;

impl<'g> Mccfr<'g> {
    /// Begins with equal probabilities everywhere.
    pub fn new(tree: &'g Tree, form: &'g SequenceForm, sampling: Sampling, seed: u64) -> Self {
        let zeros: Vec<Vec<f64>> = form.plans.iter().map(|plan| vec![0.0; plan.count]).collect();
        let mut first = vec![0; tree.sets.len()];
        for plan in &form.plans {
            plan.sets.iter().for_each(|set| first[set.set as usize] = set.first);
        }
        let random = ChaCha8Rng::seed_from_u64(seed);
        Mccfr {
            tree,
            form,
            sampling,
            random,
            first,
            iterations: 0,
            regrets: zeros.clone(),
            sums: zeros,
            scratch: Vec::new(),
            probs: Vec::new(),
            stack: Vec::new(),
        }
    }

    /// One sample for each player.
    pub fn step(&mut self) {
        self.iterations += 1;
        for player in 0..self.form.count() {
            match self.sampling {
                Sampling::External => self.external(player),
                Sampling::Outcome => self.outcome(player),
            }
        }
    }

    /// The averaged plans so far.
    pub fn average(&self) -> Vec<Vec<f64>> {
        (0..self.form.count())
            .map(|player| {
                // The sums are of behaviour where the set was met, so each set stands by itself.
                let mut weights = vec![0.0; self.sums[player].len()];
                self.form.weigh(player, &self.form.behaviour(player, &self.sums[player]), &mut weights);
                weights
            })
            .collect()
    }

    fn draw(&mut self) -> f64 {
        (self.random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn pick(&mut self, count: usize, chance: impl Fn(usize) -> f64) -> usize {
        let mut left = self.draw();
        for action in 0..count {
            let p = chance(action);
            if left < p {
                return action;
            }
            left -= p;
        }
        // Rounding left a trifle: the last action that can happen at all.
        (0..count).rev().find(|action| chance(*action) > 0.0).unwrap_or(count - 1)
    }

    /// Goes down from a node, sampling chance and others, to a leaf or an own move.
    fn descend(&mut self, mut node: usize, player: usize) -> usize {
        let (tree, form) = (self.tree, self.form);
        loop {
            let action = match tree.kind[node] {
                Kind::Leaf(_) => return node,
                Kind::Chance(chance) => {
                    let at = tree.chances[chance as usize];
                    let probs = &tree.probs[at.first as usize..(at.first + at.count) as usize];
                    self.pick(probs.len(), |action| probs[action])
                }
                Kind::Decision(number) => {
                    let set = &tree.sets[number as usize];
                    if set.player == player {
                        return node;
                    }
                    let range = self.range(number, set.actions.len());
                    let mut probs = std::mem::take(&mut self.probs);
                    probs.clear();
                    matched(&self.regrets[set.player][range.clone()], &mut probs);
                    // A player's average grows where the player after it samples it, in proportion to its own reach.
                    if player == (set.player + 1) % form.count() {
                        let sums = &mut self.sums[set.player][range];
                        sums.iter_mut().zip(&probs).for_each(|(sum, p)| *sum += p);
                    }
                    let action = self.pick(probs.len(), |action| probs[action]);
                    self.probs = probs;
                    action
                }
            };
            node = tree.children(node)[action] as usize;
        }
    }

    fn range(&self, set: u32, count: usize) -> std::ops::Range<usize> {
        let first = self.first[set as usize] as usize;
        first..first + count
    }

    fn push(&mut self, node: usize) {
        let Kind::Decision(number) = self.tree.kind[node] else { return };
        let set = &self.tree.sets[number as usize];
        let range = self.range(number, set.actions.len());
        let at = self.scratch.len();
        matched(&self.regrets[set.player][range.clone()], &mut self.scratch);
        self.scratch.resize(at + 2 * range.len(), 0.0);
        let narrow = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        self.stack.push(Frame {
            node: narrow(node),
            first: narrow(range.start),
            count: narrow(range.len()),
            next: 0,
            at: narrow(at),
        });
    }

    /// Every own action is tried below one sample of everything else.
    fn external(&mut self, player: usize) {
        self.scratch.clear();
        let start = self.descend(0, player);
        if matches!(self.tree.kind[start], Kind::Leaf(_)) {
            return;
        }
        self.push(start);
        while let Some(frame) = self.stack.last().copied() {
            let (at, count) = (frame.at as usize, frame.count as usize);
            let value = if frame.next < frame.count {
                let child = self.tree.children(frame.node as usize)[frame.next as usize] as usize;
                let below = self.descend(child, player);
                let Kind::Leaf(leaf) = self.tree.kind[below] else {
                    self.push(below);
                    continue;
                };
                self.tree.leaf(leaf)[player]
            } else {
                let (probs, values) = self.scratch[at..at + 2 * count].split_at(count);
                let value: f64 = probs.iter().zip(values).map(|(p, v)| p * v).sum();
                let regrets = &mut self.regrets[player][frame.first as usize..frame.first as usize + count];
                regrets.iter_mut().zip(values).for_each(|(r, v)| *r += v - value);
                self.scratch.truncate(at);
                self.stack.pop();
                value
            };
            if let Some(top) = self.stack.last_mut() {
                self.scratch[(top.at + top.count + top.next) as usize] = value;
                top.next += 1;
            }
        }
    }

    /// One whole play; the regrets of the player's moves on it, weighed by how likely the play was sampled.
    fn outcome(&mut self, player: usize) {
        let (tree, form) = (self.tree, self.form);
        let mut path: Vec<(u32, usize, f64)> = Vec::new();
        let (mut node, mut sampled, mut others, mut own) = (0_usize, 1.0, 1.0, 1.0);
        let leaf = loop {
            match tree.kind[node] {
                Kind::Leaf(leaf) => break leaf,
                Kind::Chance(chance) => {
                    let at = tree.chances[chance as usize];
                    let probs = &tree.probs[at.first as usize..(at.first + at.count) as usize];
                    let action = self.pick(probs.len(), |action| probs[action]);
                    sampled *= probs[action];
                    others *= probs[action];
                    node = tree.children(node)[action] as usize;
                }
                Kind::Decision(number) => {
                    let set = &tree.sets[number as usize];
                    let range = self.range(number, set.actions.len());
                    let mut probs = Vec::with_capacity(range.len());
                    matched(&self.regrets[set.player][range.clone()], &mut probs);
                    let count = range.len();
                    let explore = if set.player == player { EXPLORE } else { 0.0 };
                    let drawn = |action: usize| explore / count as f64 + (1.0 - explore) * probs[action];
                    let action = self.pick(count, drawn);
                    let (before, sampled_before) = (others, sampled);
                    sampled *= drawn(action);
                    if set.player == player {
                        path.push((number, action, own));
                        own *= probs[action];
                    } else {
                        others *= probs[action];
                        if player == (set.player + 1) % form.count() {
                            // `others` holds this player's own reach, which was sampled as it is; what is over is
                            // the other's exploring.
                            let share = before / sampled_before;
                            let sums = &mut self.sums[set.player][range];
                            sums.iter_mut().zip(&probs).for_each(|(sum, p)| *sum += share * p);
                        }
                    }
                    node = tree.children(node)[action] as usize;
                }
            }
        };
        // The payoff weighed by the others' reach over the sample's; own probabilities below each move, from the end.
        let payoff = tree.leaf(leaf)[player] * others / sampled;
        let mut below = 1.0;
        for (number, action, _) in path.into_iter().rev() {
            let range = self.range(number, tree.sets[number as usize].actions.len());
            let mut probs = Vec::with_capacity(range.len());
            matched(&self.regrets[player][range.clone()], &mut probs);
            let value = payoff * below * probs[action];
            for (at, regret) in self.regrets[player][range].iter_mut().enumerate() {
                *regret += if at == action { payoff * below - value } else { -value };
            }
            below *= probs[action];
        }
    }
}

/// Appends probabilities in proportion to the positive regrets.
fn matched(regrets: &[f64], out: &mut Vec<f64>) {
    let total: f64 = regrets.iter().map(|r| r.max(0.0)).sum();
    if total > 0.0 {
        out.extend(regrets.iter().map(|r| r.max(0.0) / total));
    } else {
        out.extend(regrets.iter().map(|_| 1.0 / regrets.len() as f64));
    }
}
