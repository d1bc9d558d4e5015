//! Plans of a mediator: what obeying gives, and the best that a liar or a disobedient can do. The description of what can
//! be said is the solvers'; the sums are done again here.

use crate::checker::Worth;
use crate::error::GameError;
use crate::solve::efce::{Pairs, Plan, pair};
use crate::solve::mediator_stage::{StagePlan, messages};
use crate::solve::mediator_tree::Augmented;
use crate::solve::one_stage::{OneStage, number, profile};
use crate::tree::Tree;

/// A plan of a one-stage game.
pub fn stage(game: &OneStage, plan: &StagePlan, proofs: bool) -> Result<Worth, GameError> {
    let told = |reports: &Vec<Option<u32>>| {
        plan.chances
            .get(reports)
            .ok_or_else(|| GameError::profile(format!("no chances for the reports {reports:?}")))
    };
    for (reports, chances) in &plan.chances {
        super::probabilities(&format!("{reports:?}"), chances, game.sizes(reports).iter().product())?;
    }
    let (mut payoffs, mut gains) = (vec![0.0; game.players], vec![0.0_f64; game.players]);
    for world in &game.worlds {
        for (chance, values) in told(&world.types)?.iter().zip(&world.payoffs) {
            payoffs.iter_mut().zip(values).for_each(|(sum, value)| *sum += world.prob * chance * value);
        }
    }
    for player in 0..game.players {
        let mut types: Vec<u32> = game.worlds.iter().filter_map(|world| world.types[player]).collect();
        types.sort_unstable();
        types.dedup();
        for own in types {
            let acts = game.actions[own as usize];
            let worlds: Vec<_> =
                game.worlds.iter().filter(|world| world.types[player] == Some(own)).collect();
            let mut honest = 0.0;
            for world in &worlds {
                let values = told(&world.types)?.iter().zip(&world.payoffs);
                honest += world.prob * values.map(|(chance, value)| chance * value[player]).sum::<f64>();
            }
            for message in messages(game, player, own, proofs) {
                let heard = message.map_or(1, |set| game.actions[set as usize]);
                let mut sums = vec![vec![0.0; acts]; heard];
                for world in &worlds {
                    let mut reports = world.types.clone();
                    reports[player] = message;
                    let (sizes, true_sizes) = (game.sizes(&reports), game.sizes(&world.types));
                    for (at, chance) in told(&reports)?.iter().enumerate() {
                        let mut moves = profile(at, &sizes);
                        let word = moves[player];
                        for (act, sum) in sums[word].iter_mut().enumerate() {
                            moves[player] = act;
                            let payoff = world.payoffs[number(&moves, &true_sizes)][player];
                            *sum += world.prob * chance * payoff;
                        }
                    }
                }
                let best: f64 =
                    sums.iter().map(|row| row.iter().copied().fold(f64::NEG_INFINITY, f64::max)).sum();
                gains[player] = gains[player].max(best - honest);
            }
        }
    }
    Ok(Worth { payoffs, gains })
}

/// A plan of a mediator-augmented tree: the weight of every talk.
pub fn tree(tree: &Tree, game: &Augmented, weights: &[f64]) -> Worth {
    let mut payoffs = vec![0.0; tree.count()];
    for (talk, chance, leaf) in &game.honest {
        let weight = weights[*talk as usize] * chance;
        payoffs.iter_mut().zip(tree.leaf(*leaf)).for_each(|(sum, value)| *sum += weight * value);
    }
    let gains = game
        .deviators
        .iter()
        .zip(&payoffs)
        .map(|(deviator, honest)| {
            let mut values = vec![0.0; deviator.sequences as usize];
            for (sequence, talk, gain) in &deviator.terms {
                values[*sequence as usize] += gain * weights[*talk as usize];
            }
            for (parent, first, count) in deviator.decisions.iter().rev() {
                let own = &values[*first as usize..(first + count) as usize];
                values[*parent as usize] += own.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            }
            values[0] - honest
        })
        .collect();
    Worth { payoffs, gains }
}

/// A plan of recommendations in a tree of two without chance, and how far it is from being a plan at all.
pub fn recommendations(pairs: &Pairs, plan: &Plan) -> (Worth, f64) {
    let form = &pairs.form;
    let weight = |key: (u32, u32)| plan.weights.get(&key).copied().unwrap_or(0.0);
    let mut miss = (weight((0, 0)) - 1.0).abs();
    let (mut payoffs, mut gains) = (vec![0.0; 2], vec![0.0_f64; 2]);
    for (ends, values) in form.ends.chunks_exact(2).zip(form.gains.chunks_exact(2)) {
        let share = weight((ends[0], ends[1]));
        payoffs.iter_mut().zip(values).for_each(|(sum, value)| *sum += share * value);
    }
    for player in 0..2 {
        let own = &form.plans[player];
        for (at, set) in own.sets.iter().enumerate() {
            for other in 0..u32::try_from(form.plans[1 - player].count).unwrap_or(0) {
                if plan.weights.contains_key(&pair(player, set.first, other)) {
                    let sum: f64 =
                        (set.first..set.first + set.count).map(|own| weight(pair(player, own, other))).sum();
                    miss = miss.max((sum - weight(pair(player, set.parent, other))).abs());
                }
            }
            for told in set.first..set.first + set.count {
                // Leaves weighed as the recommendations go on, and as they would if the player left them at this one.
                let (mut obeyed, mut left) = (0.0, vec![0.0; own.count]);
                let below = pairs.from_set(player, at);
                let mut inside = vec![false; own.count];
                inside[told as usize] = true;
                let mut reached = vec![false; own.count];
                for step in &below {
                    let step = &own.sets[*step];
                    if inside[step.parent as usize] {
                        inside[step.range()].fill(true);
                    }
                    reached[step.range()].fill(true);
                }
                for (ends, values) in form.ends.chunks_exact(2).zip(form.gains.chunks_exact(2)) {
                    let (mine, theirs) = (ends[player], ends[1 - player]);
                    if inside[mine as usize] {
                        obeyed += weight(pair(player, mine, theirs)) * values[player];
                    }
                    if reached[mine as usize] {
                        left[mine as usize] += weight(pair(player, told, theirs)) * values[player];
                    }
                }
                for step in below.iter().rev() {
                    let step = &own.sets[*step];
                    let best = left[step.range()].iter().copied().fold(f64::NEG_INFINITY, f64::max);
                    if step.first == set.first {
                        gains[player] = gains[player].max(best - obeyed);
                    } else {
                        left[step.parent as usize] += best;
                    }
                }
            }
        }
    }
    (Worth { payoffs, gains }, miss)
}
