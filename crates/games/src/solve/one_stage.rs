//! Games of one stage: chance gives each player a type, then each moves once and sees nothing more. The best mediated
//! equilibrium when all report before anybody is told (Myerson, Optimal Coordination Mechanisms in Generalized
//! Principal-Agent Problems, 1982; Forges, An Approach to Communication Equilibria, 1986).

use crate::tree::{Kind, Tree};
use std::collections::BTreeMap;

/// What chance may have decided.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Its probability.
    pub prob: f64,
    /// Each player's set, if it moves.
    pub types: Vec<Option<u32>>,
    /// Payoffs by profile of actions, players in order, the last turning fastest; those who do not move have one action.
    pub payoffs: Vec<Vec<f64>>,
}

/// A game of one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct OneStage {
    /// Number of players.
    pub players: usize,
    /// All that can have happened before the first move.
    pub worlds: Vec<World>,
    /// Number of actions of each set.
    pub actions: Vec<usize>,
}

/// The game as one of one stage, if it is one.
pub fn of(tree: &Tree) -> Option<OneStage> {
    let mut worlds = Vec::new();
    let mut stack = vec![(0_usize, 1.0)];
    while let Some((node, prob)) = stack.pop() {
        if let Kind::Chance(chance) = tree.kind[node] {
            let children = tree.children(node).iter().enumerate().rev();
            stack.extend(children.map(|(action, child)| {
                (*child as usize, prob * tree.chance(chance, u16::try_from(action).unwrap_or(0)))
            }));
            continue;
        }
        worlds.push(world(tree, node, prob)?);
    }
    let actions = tree.sets.iter().map(|set| set.actions.len()).collect();
    Some(OneStage { players: tree.count(), worlds, actions })
}

/// The moves below a node; `None` if there is chance in them, a player moves twice, or a set depends on a move.
fn world(tree: &Tree, root: usize, prob: f64) -> Option<World> {
    let mut types = vec![None; tree.count()];
    let mut found: BTreeMap<Vec<usize>, Vec<f64>> = BTreeMap::new();
    let mut stack = vec![(root, vec![0; tree.count()], vec![false; tree.count()])];
    while let Some((node, profile, moved)) = stack.pop() {
        match tree.kind[node] {
            Kind::Chance(_) => return None,
            Kind::Leaf(leaf) => {
                // Everybody who moves in this world has moved on this play.
                if types
                    .iter()
                    .zip(&moved)
                    .any(|(kind, moved): (&Option<u32>, &bool)| kind.is_some() != *moved)
                {
                    return None;
                }
                found.insert(profile, tree.leaf(leaf).to_vec());
            }
            Kind::Decision(set) => {
                let player = tree.sets[set as usize].player;
                if moved[player] || types[player].is_some_and(|known| known != set) {
                    return None;
                }
                types[player] = Some(set);
                for (action, child) in tree.children(node).iter().enumerate() {
                    let (mut profile, mut moved) = (profile.clone(), moved.clone());
                    profile[player] = action;
                    moved[player] = true;
                    stack.push((*child as usize, profile, moved));
                }
            }
        }
    }
    Some(World { prob, types, payoffs: found.into_values().collect() })
}

impl OneStage {
    /// Actions of each player in a world or under reports; who does not move has one.
    pub fn sizes(&self, types: &[Option<u32>]) -> Vec<usize> {
        types.iter().map(|kind| kind.map_or(1, |set| self.actions[set as usize])).collect()
    }
}

/// The number of a profile, the last player turning fastest.
pub fn number(profile: &[usize], sizes: &[usize]) -> usize {
    profile.iter().zip(sizes).fold(0, |number, (own, size)| number * size + own)
}

/// The profile of a number.
pub fn profile(mut number: usize, sizes: &[usize]) -> Vec<usize> {
    let mut profile = vec![0; sizes.len()];
    for (own, size) in profile.iter_mut().zip(sizes).rev() {
        *own = number % size;
        number /= size;
    }
    profile
}
