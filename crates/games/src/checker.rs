//! The checker: what a profile is worth, and the most that anyone gains by leaving it. It shares no code with the
//! solvers: it walks the tree as it stands, or the table cell by cell, and adds up.

pub mod mediated;

use crate::error::GameError;
use crate::normal::{Normal, Table};
use crate::tree::{Kind, Tree};

/// A behaviour profile: player, information set in the order of the tree, action.
pub type Behaviour = Vec<Vec<Vec<f64>>>;

/// How far probabilities may miss one.
const SUMS: f64 = 1e-6;

/// What a profile is worth and what a deviation gains.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// Payoff of each player.
    pub payoffs: Vec<f64>,
    /// The most that each player gains by a deviation of its own.
    pub gains: Vec<f64>,
}

impl Worth {
    /// The largest gain, never below zero.
    pub fn max_gain(&self) -> f64 {
        self.gains.iter().copied().fold(0.0, f64::max)
    }

    /// Mean gain over the players: half the NashConv of two.
    pub fn exploitability(&self) -> f64 {
        self.gains.iter().map(|gain| gain.max(0.0)).sum::<f64>() / self.gains.len().max(1) as f64
    }
}

/// Refuses what is no list of probabilities of this length.
pub fn probabilities(what: &str, values: &[f64], length: usize) -> Result<(), GameError> {
    if values.len() != length {
        return Err(GameError::profile(format!(
            "{what} has {} probabilities; {length} are wanted",
            values.len()
        )));
    }
    let sum: f64 = values.iter().sum();
    if values.iter().any(|p| !p.is_finite() || *p < -SUMS) || (sum - 1.0).abs() > SUMS {
        return Err(GameError::profile(format!("the probabilities of {what} add up to {sum}")));
    }
    Ok(())
}

/// A mixed profile of a game in normal form.
pub fn mixed(game: &Normal, profile: &[Vec<f64>]) -> Result<Worth, GameError> {
    if profile.len() != game.count() {
        return Err(GameError::profile(format!("{} strategies for {} players", profile.len(), game.count())));
    }
    for (player, own) in profile.iter().enumerate() {
        probabilities(&game.players[player], own, game.size(player))?;
    }
    let weight = |cell: usize, but: Option<usize>| -> f64 {
        (0..game.count()).filter(|p| Some(*p) != but).map(|p| profile[p][game.strategy(cell, p)]).product()
    };
    let (mut payoffs, mut gains) = (Vec::new(), Vec::new());
    for (player, mixture) in profile.iter().enumerate() {
        let mut pure = vec![0.0; game.size(player)];
        let mut payoff = 0.0;
        for cell in 0..game.cells() {
            let others = weight(cell, Some(player));
            if others != 0.0 {
                let value = others * game.payoff(cell, player);
                let own = game.strategy(cell, player);
                pure[own] += value;
                payoff += value * mixture[own];
            }
        }
        gains.push(pure.into_iter().fold(f64::NEG_INFINITY, f64::max) - payoff);
        payoffs.push(payoff);
    }
    Ok(Worth { payoffs, gains })
}

/// A distribution over profiles; a deviation is from each recommendation (`coarse`: from all of them at once).
pub fn correlated(game: &Normal, joint: &[f64], coarse: bool) -> Result<Worth, GameError> {
    probabilities("the distribution", joint, game.cells())?;
    let (mut payoffs, mut gains) = (Vec::new(), Vec::new());
    for player in 0..game.count() {
        let size = game.size(player);
        // What the player gets when told `own` and playing `other`.
        let mut told = vec![0.0; size * size];
        for (cell, weight) in joint.iter().enumerate().filter(|(_, w)| **w != 0.0) {
            let own = game.strategy(cell, player);
            for other in 0..size {
                told[own * size + other] += weight * game.payoff(game.with(cell, player, other), player);
            }
        }
        let obeyed: f64 = (0..size).map(|own| told[own * size + own]).sum();
        let gain = if coarse {
            let column = |other: usize| (0..size).map(|own| told[own * size + other]).sum::<f64>();
            (0..size).map(column).fold(f64::NEG_INFINITY, f64::max) - obeyed
        } else {
            let best =
                |own: usize| told[own * size..(own + 1) * size].iter().copied().fold(f64::MIN, f64::max);
            (0..size).map(|own| best(own) - told[own * size + own]).sum()
        };
        payoffs.push(obeyed);
        gains.push(gain);
    }
    Ok(Worth { payoffs, gains })
}

/// A behaviour profile of a tree, checked for its shape.
pub fn shape(tree: &Tree, profile: &Behaviour) -> Result<Vec<Vec<f64>>, GameError> {
    if profile.len() != tree.count() {
        return Err(GameError::profile(format!("{} strategies for {} players", profile.len(), tree.count())));
    }
    let mut by_set = vec![Vec::new(); tree.sets.len()];
    for (player, own) in profile.iter().enumerate() {
        let count = tree.sets_of(player).count();
        if own.len() != count {
            let name = &tree.players[player];
            return Err(GameError::profile(format!(
                "{name} has {count} information sets, not {}",
                own.len()
            )));
        }
        for ((number, set), chances) in tree.sets_of(player).zip(own) {
            let what = format!("{} at {}", tree.players[player], set.label);
            probabilities(&what, chances, set.actions.len())?;
            by_set[number] = chances.clone();
        }
    }
    Ok(by_set)
}

/// A behaviour profile of a tree: payoffs, and what the best deviation of each player gains.
pub fn behaviour(tree: &Tree, profile: &Behaviour) -> Result<Worth, GameError> {
    let by_set = shape(tree, profile)?;
    let chance_of = |node: usize| -> f64 {
        let parent = tree.parent[node] as usize;
        match tree.kind[parent] {
            Kind::Chance(c) => tree.chance(c, tree.edge[node]),
            Kind::Decision(set) => by_set[set as usize][tree.edge[node] as usize],
            Kind::Leaf(_) => 0.0,
        }
    };
    let mut reach = vec![1.0; tree.nodes()];
    for node in 1..tree.nodes() {
        reach[node] = reach[tree.parent[node] as usize] * chance_of(node);
    }
    let mut payoffs = vec![0.0; tree.count()];
    for (node, kind) in tree.kind.iter().enumerate() {
        if let Kind::Leaf(leaf) = kind {
            payoffs.iter_mut().zip(tree.leaf(*leaf)).for_each(|(sum, value)| *sum += reach[node] * value);
        }
    }
    let own = |player: usize| best_reply(tree, &by_set, player, &|leaf: u32| tree.leaf(leaf)[player]);
    let gains = (0..tree.count()).map(|player| own(player) - payoffs[player]).collect();
    Ok(Worth { payoffs, gains })
}

/// The most that a player can get against the others, who keep to the profile. Sets are settled the deepest first; a
/// value is added up below each action once, down to leaves and to own moves that are settled already.
fn best_reply(tree: &Tree, by_set: &[Vec<f64>], player: usize, payoff: &dyn Fn(u32) -> f64) -> f64 {
    let nodes = tree.nodes();
    let (mut others, mut depth) = (vec![1.0; nodes], vec![0_u32; nodes]);
    for node in 1..nodes {
        let parent = tree.parent[node] as usize;
        let edge = tree.edge[node];
        let (factor, own) = match tree.kind[parent] {
            Kind::Chance(c) => (tree.chance(c, edge), 0),
            Kind::Decision(set) if tree.sets[set as usize].player == player => (1.0, 1),
            Kind::Decision(set) => (by_set[set as usize][edge as usize], 0),
            Kind::Leaf(_) => (0.0, 0),
        };
        others[node] = others[parent] * factor;
        depth[node] = depth[parent] + own;
    }
    let mut order: Vec<&crate::tree::Set> = tree.sets_of(player).map(|(_, set)| set).collect();
    order.sort_by_key(|set| std::cmp::Reverse(set.nodes.first().map_or(0, |node| depth[*node as usize])));
    // What an own node gives when its set is settled, weighed with the others' reach.
    let mut settled = vec![0.0; nodes];
    let below = |from: usize, settled: &[f64]| -> f64 {
        let (mut sum, mut stack) = (0.0, vec![from]);
        while let Some(node) = stack.pop() {
            match tree.kind[node] {
                Kind::Leaf(leaf) => sum += others[node] * payoff(leaf),
                Kind::Decision(set) if tree.sets[set as usize].player == player => sum += settled[node],
                _ => stack.extend(tree.children(node).iter().map(|child| *child as usize)),
            }
        }
        sum
    };
    for set in order {
        let values: Vec<Vec<f64>> = set
            .nodes
            .iter()
            .map(|node| {
                let children = tree.children(*node as usize);
                children.iter().map(|child| below(*child as usize, &settled)).collect()
            })
            .collect();
        let total = |action: usize| values.iter().map(|node| node[action]).sum::<f64>();
        let best = (0..set.actions.len()).fold(0, |best, a| if total(a) > total(best) { a } else { best });
        for (node, value) in set.nodes.iter().zip(&values) {
            settled[*node as usize] = value[best];
        }
    }
    below(0, &settled)
}

/// What a plan of one player secures in a tree of two, and the most it can get against the other's plan that holds it.
pub fn security(tree: &Tree, profile: &Behaviour, player: usize) -> Result<(f64, f64), GameError> {
    let by_set = shape(tree, profile)?;
    let least = -best_reply(tree, &by_set, 1 - player, &|leaf: u32| -tree.leaf(leaf)[player]);
    Ok((least, best_reply(tree, &by_set, player, &|leaf: u32| tree.leaf(leaf)[player])))
}

/// What a mixture of rows secures, and the most that a mixture of columns leaves.
pub fn matrix(table: &Table, rows: &[f64], columns: &[f64]) -> (f64, f64) {
    let secured = (0..table.columns)
        .map(|column| (0..table.rows).map(|row| rows[row] * table.row(row)[column]).sum::<f64>())
        .fold(f64::INFINITY, f64::min);
    let left = (0..table.rows)
        .map(|row| table.row(row).iter().zip(columns).map(|(value, weight)| value * weight).sum::<f64>())
        .fold(f64::NEG_INFINITY, f64::max);
    (secured, left)
}

/// A linear programme's answer: primal and dual feasibility and the gap, from the programme as it was stated.
pub fn programme(program: &crate::program::Program, primal: &[f64], dual: &[f64]) -> f64 {
    let mut worst = 0.0_f64;
    let mut reduced: Vec<f64> = program.costs.clone();
    let mut bound = 0.0;
    for (row, y) in program.rows.iter().zip(dual) {
        let value: f64 = row.terms.iter().map(|(at, a)| a * primal[*at as usize]).sum();
        let miss = if row.equal { (value - row.bound).abs() } else { value - row.bound };
        worst = worst.max(miss).max(if row.equal { 0.0 } else { -y });
        row.terms.iter().for_each(|(at, a)| reduced[*at as usize] -= a * y);
        bound += y * row.bound;
    }
    for ((x, cost), free) in primal.iter().zip(&reduced).zip(&program.free) {
        worst = worst.max(if *free { cost.abs() } else { cost.max(-x) });
    }
    let value: f64 = primal.iter().zip(&program.costs).map(|(x, c)| x * c).sum();
    worst.max((bound - value).abs())
}
