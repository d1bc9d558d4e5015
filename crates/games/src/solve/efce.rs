//! Extensive-form correlated equilibrium of two players without chance (von Stengel, Forges, Extensive-Form Correlated
//! Equilibrium: Definition and Computational Complexity, 2008): a recommendation is told where it is to be followed; who
//! disobeys is told nothing more. With chance moves the best one is NP-hard and is refused by name.

use crate::error::GameError;
use crate::program::Program;
use crate::sequence::SequenceForm;
use crate::solve::objective::Objective;
use crate::tree::{Kind, Tree};
use std::collections::{BTreeMap, BTreeSet};

const METHOD: &str = "efce";
/// Pairs of sequences, at most.
const PAIRS: usize = 400_000;

/// The weight of each pair of sequences that can be played together.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// (sequence of player 1, of player 2) to its weight.
    pub weights: BTreeMap<(u32, u32), f64>,
    /// Value of the objective.
    pub value: f64,
}

/// What both the solver and its checker need to know of a tree.
pub struct Pairs {
    /// The sequence form.
    pub form: SequenceForm,
    /// Pairs of sets of players 1 and 2 (positions in their plans) that some play passes through both.
    connected: BTreeSet<(usize, usize)>,
    /// Position of a sequence's set in its plan, by player.
    place: Vec<Vec<Option<usize>>>,
}

impl Pairs {
    /// Of a tree of two players without chance.
    pub fn of(tree: &Tree) -> Result<Self, GameError> {
        if tree.count() != 2 {
            return Err(GameError::undefined(METHOD, format!("it needs 2 players, not {}", tree.count())));
        }
        if !tree.chances.is_empty() {
            let why = "with chance moves the best one is NP-hard; ask for ce, cce or mediator";
            return Err(GameError::undefined(METHOD, why));
        }
        let form = SequenceForm::of(tree, METHOD)?;
        let mut position = vec![0; tree.sets.len()];
        let mut place = Vec::new();
        for plan in &form.plans {
            let mut of = vec![None; plan.count];
            for (at, set) in plan.sets.iter().enumerate() {
                position[set.set as usize] = at;
                set.range().for_each(|sequence| of[sequence] = Some(at));
            }
            place.push(of);
        }
        let mut connected = BTreeSet::new();
        for (node, kind) in tree.kind.iter().enumerate() {
            let Kind::Decision(below) = kind else { continue };
            let mut above = node;
            while above != 0 {
                above = tree.parent[above] as usize;
                if let Kind::Decision(other) = tree.kind[above] {
                    let (a, b) = (&tree.sets[*below as usize], &tree.sets[other as usize]);
                    let (own, theirs) = (position[*below as usize], position[other as usize]);
                    match (a.player, b.player) {
                        (0, 1) => connected.insert((own, theirs)),
                        (1, 0) => connected.insert((theirs, own)),
                        _ => false,
                    };
                }
            }
            if connected.len() > PAIRS {
                return Err(GameError::too_large(METHOD, format!("more than {PAIRS} pairs of sets")));
            }
        }
        Ok(Pairs { form, connected, place })
    }

    /// Whether some play can follow both sequences.
    pub fn related(&self, first: usize, second: usize) -> bool {
        match (self.place[0][first], self.place[1][second]) {
            (Some(a), Some(b)) => self.connected.contains(&(a, b)),
            _ => true,
        }
    }

    /// The sets of a player at or below a set, this one first.
    pub fn from_set(&self, player: usize, from: usize) -> Vec<usize> {
        let sets = &self.form.plans[player].sets;
        let mut inside = vec![false; sets.len()];
        inside[from] = true;
        for at in from + 1..sets.len() {
            inside[at] = self.place[player][sets[at].parent as usize].is_some_and(|parent| inside[parent]);
        }
        (0..sets.len()).filter(|at| inside[*at]).collect()
    }
}

/// A pair with the player's own sequence first.
pub fn pair(player: usize, own: u32, other: u32) -> (u32, u32) {
    if player == 0 { (own, other) } else { (other, own) }
}

/// The best one.
pub fn best(tree: &Tree, objective: Objective) -> Result<(Pairs, Plan), GameError> {
    let pairs = Pairs::of(tree)?;
    let form = &pairs.form;
    let counts = [form.plans[0].count, form.plans[1].count];
    let mut program = Program::default();
    let mut variables = BTreeMap::new();
    for first in 0..counts[0] {
        for second in 0..counts[1] {
            if pairs.related(first, second) {
                variables.insert((narrow(first), narrow(second)), program.variable(0.0, false));
            }
        }
        if variables.len() > PAIRS {
            return Err(GameError::too_large(METHOD, format!("more than {PAIRS} pairs of sequences")));
        }
    }
    for (ends, gains) in form.ends.chunks_exact(2).zip(form.gains.chunks_exact(2)) {
        program.costs[variables[&(ends[0], ends[1])] as usize] += objective.of(gains);
    }
    program.equals(vec![(variables[&(0, 0)], 1.0)], 1.0);
    for player in 0..2 {
        for set in &form.plans[player].sets {
            for other in 0..counts[1 - player] {
                let key = |own: u32| pair(player, own, narrow(other));
                if !variables.contains_key(&key(set.first)) {
                    continue;
                }
                let mut terms: Vec<(u32, f64)> =
                    (set.first..set.first + set.count).map(|own| (variables[&key(own)], 1.0)).collect();
                terms.push((variables[&key(set.parent)], -1.0));
                program.equals(terms, 0.0);
            }
        }
        obedience(&pairs, player, &variables, &mut program)?;
    }
    let answer = program.solve(METHOD)?;
    let weights = variables.iter().map(|(key, at)| (*key, answer.primal[*at as usize].max(0.0))).collect();
    Ok((pairs, Plan { weights, value: answer.value }))
}

/// For every recommendation: following it, and all later ones, is worth at least the best that can be had without.
fn obedience(
    pairs: &Pairs,
    player: usize,
    variables: &BTreeMap<(u32, u32), u32>,
    program: &mut Program,
) -> Result<(), GameError> {
    let form = &pairs.form;
    let plan = &form.plans[player];
    let mut leaves: Vec<Vec<(u32, f64)>> = vec![Vec::new(); plan.count];
    for (ends, gains) in form.ends.chunks_exact(2).zip(form.gains.chunks_exact(2)) {
        leaves[ends[player] as usize].push((ends[1 - player], gains[player]));
    }
    for (at, set) in plan.sets.iter().enumerate() {
        let below = pairs.from_set(player, at);
        for told in set.first..set.first + set.count {
            let bounds: BTreeMap<usize, u32> =
                below.iter().map(|own| (*own, program.variable(0.0, true))).collect();
            if program.rows.len() > 4 * PAIRS {
                return Err(GameError::too_large(METHOD, "the deviations of one player"));
            }
            // What obeying gives: leaves at the sequence told, or below it.
            let mut obeyed: Vec<(u32, f64)> = vec![(bounds[&at], 1.0)];
            let mut inside = vec![false; plan.count];
            inside[told as usize] = true;
            for own in &below {
                let own = &plan.sets[*own];
                if inside[own.parent as usize] {
                    inside[own.range()].fill(true);
                }
            }
            for own in (0..plan.count).filter(|own| inside[*own]) {
                for (other, gain) in &leaves[own] {
                    obeyed.push((variables[&pair(player, narrow(own), *other)], -gain));
                }
            }
            program.at_most(obeyed, 0.0);
            for own in &below {
                let deviating = &plan.sets[*own];
                for sequence in deviating.range() {
                    let mut terms = vec![(bounds[own], -1.0)];
                    for (other, gain) in &leaves[sequence] {
                        terms.push((variables[&pair(player, told, *other)], *gain));
                    }
                    for next in below.iter().filter(|next| plan.sets[**next].parent as usize == sequence) {
                        terms.push((bounds[next], 1.0));
                    }
                    program.at_most(terms, 0.0);
                }
            }
        }
    }
    Ok(())
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
