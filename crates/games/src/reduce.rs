//! Between the two forms: the reduced normal form of a tree, and a game in normal form as a tree of unseen moves.

use crate::error::GameError;
use crate::normal::{Normal, profiles};
use crate::number::Rational;
use crate::sequence::SequenceForm;
use crate::tree::{Builder, Kind, Tree};
use num_traits::{One, Zero};

/// Strategies of one player, at most.
const STRATEGIES: usize = 20_000;

/// Leaves times profiles, at most.
const WORK: usize = 400_000_000;

/// A tree in reduced normal form, and what each strategy does.
pub struct Reduced {
    /// The game.
    pub game: Normal,
    /// Which sequences a strategy plays, by player and strategy.
    plays: Vec<Vec<Vec<bool>>>,
}

impl Reduced {
    /// Weights of sequences from a mixture of strategies.
    pub fn weights(&self, player: usize, mixed: &[f64]) -> Vec<f64> {
        let plays = &self.plays[player];
        let mut weights = vec![0.0; plays.first().map_or(0, Vec::len)];
        for (play, chance) in plays.iter().zip(mixed) {
            for (weight, played) in weights.iter_mut().zip(play) {
                *weight += if *played { *chance } else { 0.0 };
            }
        }
        weights
    }
}

/// The reduced normal form: strategies that differ only where they themselves never come are one.
pub fn reduced(tree: &Tree, form: &SequenceForm, method: &str) -> Result<Reduced, GameError> {
    let (mut plays, mut names) = (Vec::new(), Vec::new());
    for player in 0..tree.count() {
        let own = strategies(form, player, method)?;
        names.push(own.iter().map(|play| name(tree, form, player, play)).collect::<Vec<String>>());
        plays.push(own);
    }
    let sizes: Vec<usize> = plays.iter().map(Vec::len).collect();
    let cells = profiles(&sizes).filter(|cells| cells.saturating_mul(tree.leaves()) <= WORK);
    let Some(cells) = cells else {
        let why = format!("{sizes:?} strategies on {} leaves", tree.leaves());
        return Err(GameError::too_large(method, why));
    };
    let players = tree.count();
    let mut exact = vec![Rational::zero(); cells * players];
    let leaves = leaves(tree, form);
    for (cell, sums) in exact.chunks_exact_mut(players).enumerate() {
        let mut rest = cell;
        let chosen: Vec<&Vec<bool>> = plays
            .iter()
            .map(|own| {
                let at = rest % own.len();
                rest /= own.len();
                &own[at]
            })
            .collect();
        for (ends, gains) in &leaves {
            if ends.iter().zip(&chosen).all(|(end, play)| play[*end]) {
                sums.iter_mut().zip(gains).for_each(|(sum, gain)| *sum += gain);
            }
        }
    }
    let mut game = Normal::new(&tree.title, tree.players.clone(), names, exact)?;
    game.comment.clone_from(&tree.comment);
    Ok(Reduced { game, plays })
}

/// Sequences and exact weighed payoffs of every leaf.
fn leaves(tree: &Tree, form: &SequenceForm) -> Vec<(Vec<usize>, Vec<Rational>)> {
    let mut first = vec![0; tree.sets.len()];
    for plan in &form.plans {
        plan.sets.iter().for_each(|set| first[set.set as usize] = set.first as usize);
    }
    let chances: Vec<Vec<Rational>> =
        (0..tree.chances.len()).map(|c| tree.exact_chance(u32::try_from(c).unwrap_or(0))).collect();
    let ends = tree.kind.iter().enumerate().filter_map(|(node, kind)| match kind {
        Kind::Leaf(leaf) => Some((node, *leaf)),
        _ => None,
    });
    ends.map(|(leaf_node, leaf)| {
        let mut sequences = vec![0; tree.count()];
        let mut weight = Rational::one();
        let mut node = leaf_node;
        while node != 0 {
            let (parent, edge) = (tree.parent[node] as usize, tree.edge[node] as usize);
            match tree.kind[parent] {
                Kind::Chance(chance) => weight *= &chances[chance as usize][edge],
                Kind::Decision(set) => {
                    let own = &mut sequences[tree.sets[set as usize].player];
                    if *own == 0 {
                        *own = first[set as usize] + edge;
                    }
                }
                Kind::Leaf(_) => {}
            }
            node = parent;
        }
        (sequences, tree.exact_leaf(leaf).into_iter().map(|payoff| payoff * &weight).collect())
    })
    .collect()
}

/// Every reduced strategy of a player as the sequences that it plays, first actions first.
fn strategies(form: &SequenceForm, player: usize, method: &str) -> Result<Vec<Vec<bool>>, GameError> {
    let plan = &form.plans[player];
    let mut start = vec![false; plan.count];
    start[0] = true;
    let mut all = vec![start];
    // Sets in order: a set that a strategy comes to splits it by its actions.
    for set in &plan.sets {
        let mut next = Vec::with_capacity(all.len());
        for play in all {
            if !play[set.parent as usize] {
                next.push(play);
                continue;
            }
            for sequence in set.range() {
                let mut own = play.clone();
                own[sequence] = true;
                next.push(own);
            }
        }
        if next.len() > STRATEGIES {
            return Err(GameError::too_large(
                method,
                format!("more than {STRATEGIES} strategies of one player"),
            ));
        }
        all = next;
    }
    Ok(all)
}

fn name(tree: &Tree, form: &SequenceForm, player: usize, play: &[bool]) -> String {
    let words: Vec<&str> = form.plans[player]
        .sets
        .iter()
        .filter_map(|set| {
            let action = set.range().position(|sequence| play[sequence])?;
            Some(tree.sets[set.set as usize].actions[action].as_str())
        })
        .collect();
    words.join("/")
}

/// A game in normal form as a tree: the players move one after the other and see nothing of it.
pub fn as_tree(game: &Normal) -> Result<Tree, GameError> {
    let players: Vec<&str> = game.players.iter().map(String::as_str).collect();
    let mut builder = Builder::exact(&game.title, &players);
    let sets: Vec<u32> = (0..game.count())
        .map(|player| {
            let actions: Vec<&str> = game.strategies[player].iter().map(String::as_str).collect();
            builder.set(player, &game.players[player], &actions)
        })
        .collect();
    let sizes: Vec<usize> = (0..game.count()).map(|player| game.size(player)).collect();
    // Profiles in prefix order: the last player's strategy turns fastest.
    let mut chosen = vec![0; sizes.len()];
    let mut from = 0;
    loop {
        for set in &sets[from..] {
            builder.decision(*set)?;
        }
        let cell = chosen.iter().enumerate().fold(0, |cell, (player, own)| game.with(cell, player, *own));
        let payoffs: Vec<Rational> =
            (0..game.count()).map(|player| game.exact(cell, player).clone()).collect();
        builder.leaf_exact(&payoffs)?;
        let Some(turn) = (0..sizes.len()).rev().find(|player| chosen[*player] + 1 < sizes[*player]) else {
            break;
        };
        chosen[turn] += 1;
        chosen[turn + 1..].fill(0);
        from = turn + 1;
    }
    let mut tree = builder.finish()?;
    tree.comment.clone_from(&game.comment);
    Ok(tree)
}
