//! Logit responses of each information set by itself (McKelvey, Palfrey, Quantal Response Equilibria for Extensive Form
//! Games, 1998). What an action is worth is conditional on being at the set; the limit of the principal branch is a
//! sequential equilibrium.

use crate::error::GameError;
use crate::sequence::SequenceForm;
use crate::solve::logit::Responses;
use crate::tree::{Kind, Tree};

/// Node visits of one step of the path, at most.
const VISITS: usize = 200_000_000;

/// A tree with the place of each set among the probabilities.
pub struct AgentResponses<'g> {
    tree: &'g Tree,
    starts: Vec<usize>,
    size: usize,
    chance_logs: Vec<f64>,
}

impl<'g> AgentResponses<'g> {
    /// Of a tree in which every player recalls.
    pub fn new(tree: &'g Tree) -> Result<Self, GameError> {
        SequenceForm::of(tree, "qre")?;
        let (mut starts, mut size) = (Vec::new(), 0);
        for set in &tree.sets {
            starts.push(size);
            size += set.actions.len();
        }
        if size.saturating_mul(tree.nodes()) > VISITS {
            let why = format!("{size} actions on {} nodes; at most {VISITS} visits a step", tree.nodes());
            return Err(GameError::too_large("qre", why));
        }
        let chance_logs = tree.probs.iter().map(|p| p.ln()).collect();
        Ok(AgentResponses { tree, starts, size, chance_logs })
    }

    /// Probabilities of all sets as one list a set, by player.
    pub fn by_player(&self, chances: &[f64]) -> Vec<Vec<Vec<f64>>> {
        let own = |set: usize| {
            let from = self.starts[set];
            chances[from..from + self.tree.sets[set].actions.len()].to_vec()
        };
        (0..self.tree.count())
            .map(|player| self.tree.sets_of(player).map(|(set, _)| own(set)).collect())
            .collect()
    }

    fn edge(&self, node: usize, logs: &[f64]) -> f64 {
        let action = self.tree.edge[node] as usize;
        match self.tree.kind[self.tree.parent[node] as usize] {
            Kind::Decision(set) => logs[self.starts[set as usize] + action],
            Kind::Chance(chance) => {
                self.chance_logs[self.tree.chances[chance as usize].first as usize + action]
            }
            Kind::Leaf(_) => 0.0,
        }
    }
}

impl Responses for AgentResponses<'_> {
    fn groups(&self) -> Vec<usize> {
        self.tree.sets.iter().map(|set| set.actions.len()).collect()
    }

    fn worth(&self, logs: &[f64], _chances: &[f64], out: &mut [f64]) {
        let (tree, players) = (self.tree, self.tree.count());
        let mut reach = vec![0.0; tree.nodes()];
        for node in 1..tree.nodes() {
            reach[node] = reach[tree.parent[node] as usize] + self.edge(node, logs);
        }
        let mut values = vec![0.0; tree.nodes() * players];
        for node in (0..tree.nodes()).rev() {
            if let Kind::Leaf(leaf) = tree.kind[node] {
                values[node * players..(node + 1) * players].copy_from_slice(tree.leaf(leaf));
            }
            if node > 0 {
                let share = self.edge(node, logs).exp();
                let parent = tree.parent[node] as usize * players;
                for player in 0..players {
                    values[parent + player] += share * values[node * players + player];
                }
            }
        }
        for (number, set) in tree.sets.iter().enumerate() {
            // Relative to the likeliest node, so that a set that is hardly ever reached still has its beliefs.
            let most = set.nodes.iter().map(|n| reach[*n as usize]).fold(f64::NEG_INFINITY, f64::max);
            let weights: Vec<f64> = set
                .nodes
                .iter()
                .map(|n| if most.is_finite() { (reach[*n as usize] - most).exp() } else { 1.0 })
                .collect();
            let total: f64 = weights.iter().sum();
            for action in 0..set.actions.len() {
                let value =
                    |node: u32| values[tree.children(node as usize)[action] as usize * players + set.player];
                let sum: f64 =
                    set.nodes.iter().zip(&weights).map(|(node, weight)| weight * value(*node)).sum();
                out[self.starts[number] + action] = sum / total;
            }
        }
    }

    /// By central differences: they steer the steps only, the point itself is settled by the worth.
    fn slopes(&self, logs: &[f64], chances: &[f64], out: &mut [f64]) {
        let size = self.size;
        let (mut moved, mut up, mut down) = (logs.to_vec(), vec![0.0; size], vec![0.0; size]);
        for column in 0..size {
            moved[column] = logs[column] + STEP;
            self.worth(&moved, chances, &mut up);
            moved[column] = logs[column] - STEP;
            self.worth(&moved, chances, &mut down);
            moved[column] = logs[column];
            for row in 0..size {
                out[row * size + column] = (up[row] - down[row]) / (2.0 * STEP);
            }
        }
    }

    fn range(&self) -> f64 {
        self.tree.range()
    }
}

const STEP: f64 = 1e-5;
