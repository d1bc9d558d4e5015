//! Solutions of games in normal form.

use super::{Options, Profile, Solution, Value, accepted, by_gains, by_miss};
use crate::checker;
use crate::error::GameError;
use crate::normal::{Normal, Table};
use crate::number::to_float;
use crate::pivot::{MatrixGame, lemke_howson, matrix_game};
use crate::reduce::as_tree;
use crate::solve::logit_normal::NormalResponses;
use crate::solve::{correlated, extreme, guarantee, logit, pure};

pub fn solve(
    game: &Normal,
    solution: &str,
    options: &Options,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Solution, GameError> {
    match solution {
        "maximin" => {
            guarantees(game, solution, |player| (game.table(player), guarantee::maximin(game, player), 1.0))
        }
        "regret" => guarantees(game, solution, |player| {
            (guarantee::regrets(&game.table(player)), guarantee::regret(game, player), -1.0)
        })
        .map(|mut found| {
            for player in 0..game.count() {
                let (own, worst) = guarantee::pure_regret(game, player);
                let name = &game.strategies[player][own];
                found.notes.push(format!(
                    "{}: least worst regret in pure strategies {worst} ({name})",
                    game.players[player]
                ));
            }
            found
        }),
        "pure" => pure_equilibria(game),
        "all-nash" => all_nash(game),
        "lemke-howson" => path(game),
        "qre" => quantal(game, options, stop),
        "ce" | "efce" | "mediator" => coordinated(game, solution, options, false),
        "cce" => coordinated(game, solution, options, true),
        "sequence-lp" => zero_sum(game),
        _ => {
            // Regret matching on the tree of unseen moves; each player has one set.
            let tree = as_tree(game)?;
            let mut found = super::tree::solve(&tree, solution, options, stop)?;
            found.profiles = found.profiles.into_iter().map(mixed).collect();
            Ok(found)
        }
    }
}

fn mixed(profile: Profile) -> Profile {
    match profile {
        Profile::Behaviour(players) => Profile::Mixed(
            players.into_iter().map(|sets| sets.into_iter().next().unwrap_or_default()).collect(),
        ),
        mixed @ Profile::Mixed(_) => mixed,
    }
}

/// Both guarantees: a table a player, its solution, and the sign of its value.
fn guarantees(
    game: &Normal,
    method: &str,
    of: impl Fn(usize) -> (Table, MatrixGame, f64),
) -> Result<Solution, GameError> {
    let (mut values, mut strategies, mut miss) = (Vec::new(), Vec::new(), 0.0_f64);
    for player in 0..game.count() {
        let (table, found, sign) = of(player);
        let (secured, left) = checker::matrix(&table, &found.rows, &found.columns);
        miss = miss.max(left - secured);
        values.push(sign * secured);
        strategies.push(found.rows);
    }
    accepted(method, miss, game.range())?;
    let worth = checker::mixed(game, &strategies)?;
    let profile = Profile::Mixed(strategies);
    Ok(Solution::one(method, Value::ByPlayer(values), worth.payoffs, profile, by_miss(miss, Vec::new())))
}

fn several(game: &Normal, method: &str, profiles: Vec<Vec<Vec<f64>>>) -> Result<Solution, GameError> {
    let (mut payoffs, mut miss) = (Vec::new(), 0.0_f64);
    for profile in &profiles {
        let worth = checker::mixed(game, profile)?;
        miss = miss.max(worth.max_gain());
        payoffs.push(worth.payoffs);
    }
    let first = payoffs.first().cloned().unwrap_or_default();
    let mut certificate = by_miss(miss, Vec::new());
    certificate.exact = true;
    Ok(Solution {
        method: method.to_owned(),
        value: Value::ByPlayer(first.clone()),
        payoffs: first,
        profiles: profiles.into_iter().map(Profile::Mixed).collect(),
        payoffs_by_profile: payoffs,
        many: true,
        joint: Vec::new(),
        distribution: None,
        certificate,
        iterations: 0,
        notes: Vec::new(),
    })
}

fn pure_equilibria(game: &Normal) -> Result<Solution, GameError> {
    let certain = |own: usize, size: usize| (0..size).map(|at| f64::from(u8::from(at == own))).collect();
    let profiles = pure::equilibria(game)
        .into_iter()
        .map(|profile| profile.into_iter().enumerate().map(|(p, own)| certain(own, game.size(p))).collect())
        .collect();
    let mut found = several(game, "pure", profiles)?;
    if found.profiles.is_empty() {
        found.notes.push("there is no equilibrium in pure strategies".to_owned());
    }
    Ok(found)
}

fn all_nash(game: &Normal) -> Result<Solution, GameError> {
    let floats = |own: &[crate::number::Rational]| own.iter().map(to_float).collect::<Vec<f64>>();
    let profiles = extreme::equilibria(game)?.iter().map(|(x, y)| vec![floats(x), floats(y)]).collect();
    let mut found = several(game, "all-nash", profiles)?;
    found.notes.push(
        "extreme points: every equilibrium of the game is a mixture of some of these with one player's part fixed"
            .to_owned(),
    );
    Ok(found)
}

fn path(game: &Normal) -> Result<Solution, GameError> {
    if game.count() != 2 {
        return Err(GameError::undefined(
            "lemke-howson",
            format!("it needs 2 players, not {}", game.count()),
        ));
    }
    let (first, second) = (game.table(0), game.table(1).turned());
    let mut best: Option<(checker::Worth, Vec<Vec<f64>>)> = None;
    for label in 0..first.rows + first.columns {
        let Some((x, y)) = lemke_howson(&first, &second, label) else { continue };
        let profile = vec![x, y];
        let worth = checker::mixed(game, &profile)?;
        let good = accepted("lemke-howson", worth.max_gain(), game.range()).is_ok();
        if best.as_ref().is_none_or(|(known, _)| worth.max_gain() < known.max_gain()) {
            best = Some((worth, profile));
        }
        if good {
            break;
        }
    }
    let (worth, profile) = best.ok_or_else(|| GameError::no_answer("lemke-howson", "no path ended"))?;
    accepted("lemke-howson", worth.max_gain(), game.range())?;
    let certificate = by_gains(&worth);
    let value = Value::ByPlayer(worth.payoffs.clone());
    Ok(Solution::one("lemke-howson", value, worth.payoffs, Profile::Mixed(profile), certificate))
}

fn quantal(game: &Normal, options: &Options, stop: &mut dyn FnMut() -> bool) -> Result<Solution, GameError> {
    let point = logit::follow(&NormalResponses::new(game), options.lambda, stop)?;
    let mut rest = point.chances.as_slice();
    let mut profile = Vec::new();
    for player in 0..game.count() {
        let (own, others) = rest.split_at(game.size(player));
        let mut own = own.to_vec();
        crate::pivot::scaled(&mut own);
        profile.push(own);
        rest = others;
    }
    let worth = checker::mixed(game, &profile)?;
    let certificate = by_gains(&worth);
    let value = Value::ByPlayer(worth.payoffs.clone());
    let mut found = Solution::one("qre", value, worth.payoffs, Profile::Mixed(profile), certificate);
    found.iterations = point.steps;
    found.notes.push(branch_note(point.lambda, game.range()));
    Ok(found)
}

/// Where a quantal answer stands.
pub fn branch_note(lambda: f64, range: f64) -> String {
    format!(
        "principal branch at lambda {lambda} ({} times one over the payoffs' range); exploitability is what sharp replies would gain",
        lambda * range
    )
}

fn coordinated(game: &Normal, method: &str, options: &Options, coarse: bool) -> Result<Solution, GameError> {
    let answer = correlated::best(game, options.objective, coarse)?;
    let worth = checker::correlated(game, &answer.primal, coarse)?;
    accepted(method, worth.max_gain(), game.range())?;
    let mut marginals: Vec<Vec<f64>> = (0..game.count()).map(|player| vec![0.0; game.size(player)]).collect();
    let mut joint = Vec::new();
    for (cell, weight) in answer.primal.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
        let names: Vec<&str> =
            (0..game.count()).map(|p| game.strategies[p][game.strategy(cell, p)].as_str()).collect();
        joint.push((names.join(", "), *weight));
        (0..game.count()).for_each(|player| marginals[player][game.strategy(cell, player)] += weight);
    }
    let certificate = by_miss(worth.max_gain(), worth.gains.clone());
    let value = Value::One(options.objective.of(&worth.payoffs));
    let mut found = Solution::one(method, value, worth.payoffs, Profile::Mixed(marginals), certificate);
    found.joint = joint;
    found.distribution = Some(answer.primal);
    found
        .notes
        .push("strategies are each player's share of the joint distribution, which is the answer".to_owned());
    if method == "mediator" || method == "efce" {
        found.notes.push(format!("without types, {method} is correlated equilibrium"));
    }
    Ok(found)
}

fn zero_sum(game: &Normal) -> Result<Solution, GameError> {
    if game.constant_sum().is_none() {
        let why = "the payoffs of 2 players must add up to the same everywhere; ask for maximin";
        return Err(GameError::undefined("sequence-lp", why));
    }
    let found = matrix_game(&game.table(0));
    let profile = vec![found.rows, found.columns];
    let worth = checker::mixed(game, &profile)?;
    accepted("sequence-lp", worth.max_gain(), game.range())?;
    let certificate = by_gains(&worth);
    let value = Value::One(worth.payoffs[0]);
    Ok(Solution::one("sequence-lp", value, worth.payoffs, Profile::Mixed(profile), certificate))
}
