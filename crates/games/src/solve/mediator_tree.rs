//! The mediator's best plan in a tree: communication equilibrium (Myerson, Multistage Games with Communication, 1986;
//! Forges 1986) as a linear programme over the mediator-augmented game (Zhang, Sandholm, Polynomial-Time Optimal
//! Equilibria with a Mediator in Extensive-Form Games, 2022).
//!
//! At each of its sets a player reports a set and is told an action. A deviator may report any set that continues what it
//! reported and was told before, may fall silent, after which it is told nothing more, and may do anything; with proofs
//! it can report only where it is. The others report and obey. The mediator knows what was reported and said, nothing
//! else.

use crate::error::GameError;
use crate::program::Program;
use crate::solve::objective::Objective;
use crate::tree::{Kind, Tree};
use std::collections::BTreeMap;

const METHOD: &str = "mediator";
/// Points of the augmented game, at most.
const POINTS: usize = 1_500_000;
/// Depth of a tree, at most.
const DEPTH: usize = 400;

/// What was reported and said so far, by number; 0 is nothing.
type Talk = u32;

/// Everything that can be said, and what the deviators can do about it.
#[derive(Debug, Clone)]
pub struct Augmented {
    /// (talk so far, reported set) to the talk after the first recommendation; the others follow.
    points: BTreeMap<(Talk, u32), Talk>,
    /// Number of talks.
    pub talks: usize,
    /// Leaves under honesty and obedience: talk, chance, leaf.
    pub honest: Vec<(Talk, f64, u32)>,
    /// Moves under honesty and obedience: set, action, chance, talk after it.
    pub moves: Vec<(u32, u32, f64, Talk)>,
    /// One a player.
    pub deviators: Vec<Deviator>,
}

/// A deviator's own tree of messages and acts, in sequence form.
#[derive(Debug, Clone, Default)]
pub struct Deviator {
    /// (parent sequence, first sequence, number of choices) of each of its decisions, parents first.
    pub decisions: Vec<(u32, u32, u32)>,
    /// Number of sequences.
    pub sequences: u32,
    /// What it gets: sequence, talk, chance times payoff.
    pub terms: Vec<(u32, Talk, f64)>,
    found: BTreeMap<Key, u32>,
}

/// What a deviator knows when it decides.
type Key = (u32, Option<u32>, bool, Option<(u32, u32)>, u32);

/// Where a deviation stands: node, chance, talk, own sequence, what was reported last and told (or nothing), silence.
#[derive(Clone, Copy)]
struct At {
    node: usize,
    chance: f64,
    talk: Talk,
    sequence: u32,
    last: Option<(u32, u32)>,
    silent: bool,
}

/// Sets of a player by the own move (set, action) that leads to them.
type Following = BTreeMap<Option<(u32, u32)>, Vec<u32>>;

struct Walk<'t> {
    tree: &'t Tree,
    proofs: bool,
    following: Vec<Following>,
    out: Augmented,
    points: usize,
}

/// The augmented game of a tree in which every player recalls.
pub fn augmented(tree: &Tree, proofs: bool) -> Result<Augmented, GameError> {
    crate::sequence::SequenceForm::of(tree, METHOD)?;
    let following = following(tree)?;
    let out = Augmented {
        points: BTreeMap::new(),
        talks: 1,
        honest: Vec::new(),
        moves: Vec::new(),
        deviators: Vec::new(),
    };
    let mut walk = Walk { tree, proofs, following, out, points: 0 };
    walk.honest(0, 1.0, 0)?;
    for player in 0..tree.count() {
        walk.out.deviators.push(Deviator { sequences: 1, ..Deviator::default() });
        walk.deviate(player, At { node: 0, chance: 1.0, talk: 0, sequence: 0, last: None, silent: false })?;
    }
    Ok(walk.out)
}

/// The last own move before each set, turned round.
fn following(tree: &Tree) -> Result<Vec<Following>, GameError> {
    let mut all = vec![Following::new(); tree.count()];
    for (number, set) in tree.sets.iter().enumerate() {
        let mut node = set.nodes.first().map_or(0, |node| *node as usize);
        let (mut last, mut depth) = (None, 0);
        while node != 0 {
            depth += 1;
            let parent = tree.parent[node] as usize;
            if let Kind::Decision(above) = tree.kind[parent]
                && tree.sets[above as usize].player == set.player
                && last.is_none()
            {
                last = Some((above, u32::from(tree.edge[node])));
            }
            node = parent;
        }
        if depth > DEPTH {
            return Err(GameError::too_large(METHOD, format!("{depth} moves deep; at most {DEPTH}")));
        }
        all[set.player].entry(last).or_default().push(narrow(number));
    }
    Ok(all)
}

impl Walk<'_> {
    fn count(&mut self) -> Result<(), GameError> {
        self.points += 1;
        if self.points > POINTS {
            return Err(GameError::too_large(
                METHOD,
                format!("more than {POINTS} points of the augmented game"),
            ));
        }
        Ok(())
    }

    /// The talk after a report, before the first of its recommendations.
    fn told(&mut self, talk: Talk, set: u32) -> Talk {
        let count = self.tree.sets[set as usize].actions.len();
        let next = self.out.talks;
        let first = *self.out.points.entry((talk, set)).or_insert(narrow(next));
        if first as usize == next {
            self.out.talks += count;
        }
        first
    }

    fn honest(&mut self, node: usize, chance: f64, talk: Talk) -> Result<(), GameError> {
        self.count()?;
        let tree = self.tree;
        match tree.kind[node] {
            Kind::Leaf(leaf) => self.out.honest.push((talk, chance, leaf)),
            Kind::Chance(c) => {
                for (action, child) in (0_u16..).zip(tree.children(node)) {
                    self.honest(*child as usize, chance * tree.chance(c, action), talk)?;
                }
            }
            Kind::Decision(set) => {
                let first = self.told(talk, set);
                for (action, child) in (0..).zip(tree.children(node)) {
                    self.out.moves.push((set, action, chance, first + action));
                    self.honest(*child as usize, chance, first + action)?;
                }
            }
        }
        Ok(())
    }

    fn deviate(&mut self, player: usize, at: At) -> Result<(), GameError> {
        self.count()?;
        let tree = self.tree;
        match tree.kind[at.node] {
            Kind::Leaf(leaf) => {
                let gain = at.chance * tree.leaf(leaf)[player];
                self.out.deviators[player].terms.push((at.sequence, at.talk, gain));
            }
            Kind::Chance(c) => {
                for (action, child) in (0_u16..).zip(tree.children(at.node)) {
                    let chance = at.chance * tree.chance(c, action);
                    self.deviate(player, At { node: *child as usize, chance, ..at })?;
                }
            }
            Kind::Decision(set) if tree.sets[set as usize].player != player => {
                let first = self.told(at.talk, set);
                for (action, child) in (0..).zip(tree.children(at.node)) {
                    self.deviate(player, At { node: *child as usize, talk: first + action, ..at })?;
                }
            }
            Kind::Decision(set) => self.own(player, set, at)?,
        }
        Ok(())
    }

    /// A deviator's own set: first a message, then an act.
    fn own(&mut self, player: usize, set: u32, at: At) -> Result<(), GameError> {
        if at.silent {
            return self.acts(player, set, None, at);
        }
        let mut messages = self.following[player].get(&at.last).cloned().unwrap_or_default();
        if self.proofs {
            messages.retain(|message| *message == set);
        }
        let count = narrow(messages.len() + 1);
        let first =
            self.out.deviators[player].decision((set, None, false, at.last, at.sequence), at.sequence, count);
        for (message, number) in messages.into_iter().zip(first..) {
            let told = self.told(at.talk, message);
            for action in 0..narrow(self.tree.sets[message as usize].actions.len()) {
                let next = At { talk: told + action, sequence: number, last: Some((message, action)), ..at };
                self.acts(player, set, Some(action), next)?;
            }
        }
        let silent = At { sequence: first + count - 1, silent: true, ..at };
        self.acts(player, set, None, silent)
    }

    fn acts(&mut self, player: usize, set: u32, told: Option<u32>, at: At) -> Result<(), GameError> {
        let children = self.tree.children(at.node);
        let key = (set, Some(told.map_or(0, |action| action + 1)), at.silent, at.last, at.sequence);
        let first = self.out.deviators[player].decision(key, at.sequence, narrow(children.len()));
        for (child, sequence) in children.iter().zip(first..) {
            self.deviate(player, At { node: *child as usize, sequence, ..at })?;
        }
        Ok(())
    }
}

impl Deviator {
    /// The first sequence of a decision, new or known.
    fn decision(&mut self, key: Key, parent: u32, count: u32) -> u32 {
        let next = self.sequences;
        let first = *self.found.entry(key).or_insert(next);
        if first == next {
            self.sequences += count;
            self.decisions.push((parent, first, count));
        }
        first
    }
}

/// The weight of every talk in the best plan, and the value of the objective.
pub fn best(tree: &Tree, game: &Augmented, objective: Objective) -> Result<(Vec<f64>, f64), GameError> {
    let mut program = Program::default();
    for _ in 0..game.talks {
        program.variable(0.0, false);
    }
    program.equals(vec![(0, 1.0)], 1.0);
    for ((talk, set), first) in &game.points {
        let count = narrow(tree.sets[*set as usize].actions.len());
        let mut terms: Vec<(u32, f64)> = (*first..first + count).map(|next| (next, 1.0)).collect();
        terms.push((*talk, -1.0));
        program.equals(terms, 0.0);
    }
    for (talk, chance, leaf) in &game.honest {
        program.costs[*talk as usize] += chance * objective.of(tree.leaf(*leaf));
    }
    for (player, deviator) in game.deviators.iter().enumerate() {
        // Each decision's bound is at least what every choice gives; the whole is no more than honesty gives.
        let bounds: Vec<u32> = deviator.decisions.iter().map(|_| program.variable(0.0, true)).collect();
        let mut rows: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); deviator.sequences as usize];
        for (sequence, talk, gain) in &deviator.terms {
            *rows[*sequence as usize].entry(*talk).or_default() += gain;
        }
        for ((parent, first, count), bound) in deviator.decisions.iter().zip(&bounds) {
            *rows[*parent as usize].entry(*bound).or_default() += 1.0;
            for sequence in *first..first + count {
                *rows[sequence as usize].entry(*bound).or_default() -= 1.0;
            }
        }
        for (talk, chance, leaf) in &game.honest {
            *rows[0].entry(*talk).or_default() -= chance * tree.leaf(*leaf)[player];
        }
        rows.into_iter().for_each(|row| program.at_most(row.into_iter().collect(), 0.0));
    }
    let answer = program.solve(METHOD)?;
    Ok((answer.primal[..game.talks].to_vec(), answer.value))
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
