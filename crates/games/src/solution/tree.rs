//! Solutions of games in extensive form.

use super::normal::branch_note;
use super::{Certificate, Options, Profile, Solution, Value, accepted, by_gains, by_miss};
use crate::checker;
use crate::error::GameError;
use crate::reduce::{Reduced, reduced};
use crate::sequence::SequenceForm;
use crate::solve::logit_agent::AgentResponses;
use crate::solve::regret_matching::{Cfr, Rule};
use crate::solve::sampling::{Mccfr, Sampling};
use crate::solve::{efce, logit, mediator_stage, mediator_tree, one_stage, security};
use crate::tree::Tree;

pub fn solve(
    tree: &Tree,
    solution: &str,
    options: &Options,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Solution, GameError> {
    match solution {
        "cfr" => matched(tree, solution, Rule::Cfr, options, stop),
        "cfr+" => matched(tree, solution, Rule::CfrPlus, options, stop),
        "dcfr" => matched(tree, solution, Rule::Discounted, options, stop),
        "pcfr+" => matched(tree, solution, Rule::PredictivePlus, options, stop),
        "mccfr" | "mccfr-external" => sampled(tree, solution, Sampling::External, options, stop),
        "mccfr-outcome" => sampled(tree, solution, Sampling::Outcome, options, stop),
        "sequence-lp" => sequence_lp(tree),
        "maximin" if tree.count() == 2 => maximin(tree),
        "qre" => quantal(tree, options, stop),
        "efce" => recommended(tree, options),
        "mediator" => mediated(tree, options),
        _ => by_normal_form(tree, solution, options, stop),
    }
}

/// Weights of sequences as a behaviour profile.
fn profile(form: &SequenceForm, weights: &[Vec<f64>]) -> Profile {
    let own = |player: usize| form.by_set(player, &form.behaviour(player, &weights[player]));
    Profile::Behaviour((0..form.count()).map(own).collect())
}

fn worth(tree: &Tree, profile: &Profile) -> Result<checker::Worth, GameError> {
    match profile {
        Profile::Behaviour(behaviour) => checker::behaviour(tree, behaviour),
        Profile::Mixed(_) => Err(GameError::profile("a tree takes probabilities by information set")),
    }
}

/// The value of a game of constant sum is one number, that of another one a player.
fn value(tree: &Tree, payoffs: &[f64]) -> Value {
    if tree.constant_sum().is_some() { Value::One(payoffs[0]) } else { Value::ByPlayer(payoffs.to_vec()) }
}

fn matched(
    tree: &Tree,
    method: &str,
    rule: Rule,
    options: &Options,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Solution, GameError> {
    let form = SequenceForm::of(tree, method)?;
    let mut cfr = Cfr::new(&form, rule);
    let limit = options.iterations.unwrap_or_else(|| budget(&form));
    let mut check = 64;
    while cfr.iterations < limit {
        cfr.step();
        if cfr.iterations >= check {
            check += check / 2;
            let small = options.iterations.is_none() && {
                let gains = form.regrets(&cfr.average());
                gains.iter().sum::<f64>() / gains.len() as f64 <= CLOSE * tree.range()
            };
            if small || stop() {
                break;
            }
        }
    }
    finished(tree, &form, method, &cfr.average(), cfr.iterations)
}

fn sampled(
    tree: &Tree,
    method: &str,
    sampling: Sampling,
    options: &Options,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Solution, GameError> {
    let form = SequenceForm::of(tree, method)?;
    let mut mccfr = Mccfr::new(tree, &form, sampling, options.seed);
    let limit = options.iterations.unwrap_or(100_000);
    while mccfr.iterations < limit {
        mccfr.step();
        if mccfr.iterations.is_multiple_of(1_024) && stop() {
            break;
        }
    }
    finished(tree, &form, method, &mccfr.average(), mccfr.iterations)
}

/// Steps without a stated number: until this share of the range, or this much work.
const CLOSE: f64 = 1e-7;

fn budget(form: &SequenceForm) -> u64 {
    (2_000_000_000 / form.leaves().max(1) as u64).clamp(200, 200_000)
}

fn finished(
    tree: &Tree,
    form: &SequenceForm,
    method: &str,
    weights: &[Vec<f64>],
    iterations: u64,
) -> Result<Solution, GameError> {
    let profile = profile(form, weights);
    let worth = worth(tree, &profile)?;
    let certificate = by_gains(&worth);
    let mut found = Solution::one(method, value(tree, &worth.payoffs), worth.payoffs, profile, certificate);
    found.iterations = iterations;
    if tree.constant_sum().is_none() {
        found.notes.push(
            "the sum of payoffs is not constant: joint play tends to a coarse correlated equilibrium, the averages need be no equilibrium; exploitability says how far they are from one"
                .to_owned(),
        );
    }
    Ok(found)
}

/// What a player secures, as weights of both: its own, and those of the other that hold it there.
fn secured(form: &SequenceForm, player: usize, method: &str) -> Result<Vec<Vec<f64>>, GameError> {
    let answer = security::programme(form, player).solve(method)?;
    let (own, other) = (form.plans[player].count, form.plans[1 - player].count);
    let mut weights = vec![Vec::new(); 2];
    weights[player] = answer.primal[..own].to_vec();
    weights[1 - player] = answer.dual[..other].to_vec();
    Ok(weights)
}

fn sequence_lp(tree: &Tree) -> Result<Solution, GameError> {
    const METHOD: &str = "sequence-lp";
    if tree.constant_sum().is_none() {
        let why = "the payoffs of 2 players must add up to the same at every leaf; ask for maximin";
        return Err(GameError::undefined(METHOD, why));
    }
    let form = SequenceForm::of(tree, METHOD)?;
    let profile = profile(&form, &secured(&form, 0, METHOD)?);
    let worth = worth(tree, &profile)?;
    accepted(METHOD, worth.max_gain(), tree.range())?;
    let certificate = by_gains(&worth);
    Ok(Solution::one(METHOD, Value::One(worth.payoffs[0]), worth.payoffs, profile, certificate))
}

fn maximin(tree: &Tree) -> Result<Solution, GameError> {
    let form = SequenceForm::of(tree, "maximin")?;
    let (mut values, mut plans, mut miss) = (Vec::new(), Vec::new(), 0.0_f64);
    for player in 0..2 {
        let weights = secured(&form, player, "maximin")?;
        let Profile::Behaviour(both) = profile(&form, &weights) else { continue };
        let (least, most) = checker::security(tree, &both, player)?;
        miss = miss.max(most - least);
        values.push(least);
        plans.push(both[player].clone());
    }
    accepted("maximin", miss, tree.range())?;
    let profile = Profile::Behaviour(plans);
    let worth = worth(tree, &profile)?;
    Ok(Solution::one("maximin", Value::ByPlayer(values), worth.payoffs, profile, by_miss(miss, Vec::new())))
}

fn quantal(tree: &Tree, options: &Options, stop: &mut dyn FnMut() -> bool) -> Result<Solution, GameError> {
    let responses = AgentResponses::new(tree)?;
    let point = logit::follow(&responses, options.lambda, stop)?;
    let mut behaviour = responses.by_player(&point.chances);
    behaviour.iter_mut().flatten().for_each(|own| crate::pivot::scaled(own));
    let profile = Profile::Behaviour(behaviour);
    let worth = worth(tree, &profile)?;
    let certificate = by_gains(&worth);
    let mut found =
        Solution::one("qre", Value::ByPlayer(worth.payoffs.clone()), worth.payoffs, profile, certificate);
    found.iterations = point.steps;
    found.notes.push(branch_note(point.lambda, tree.range()));
    found
        .notes
        .push("each information set responds by itself; the limit is a sequential equilibrium".to_owned());
    Ok(found)
}

fn recommended(tree: &Tree, options: &Options) -> Result<Solution, GameError> {
    let (pairs, plan) = efce::best(tree, options.objective)?;
    let (worth, miss) = checker::mediated::recommendations(&pairs, &plan);
    let miss = miss.max(worth.max_gain());
    accepted("efce", miss, tree.range())?;
    let form = &pairs.form;
    let alone = |player: usize| -> Vec<f64> {
        (0..u32::try_from(form.plans[player].count).unwrap_or(0))
            .map(|own| plan.weights.get(&efce::pair(player, own, 0)).copied().unwrap_or(0.0))
            .collect()
    };
    let profile = profile(form, &[alone(0), alone(1)]);
    let value = Value::One(options.objective.of(&worth.payoffs));
    let mut found = Solution::one("efce", value, worth.payoffs, profile, by_miss(miss, worth.gains));
    found.joint = plan
        .weights
        .iter()
        .filter(|(_, weight)| **weight > 1e-10)
        .map(|((first, second), weight)| {
            let names = [sequence_name(tree, form, 0, *first), sequence_name(tree, form, 1, *second)];
            (names.join(", "), *weight)
        })
        .collect();
    found.notes.push(
        "strategies are each player's share of the plan of recommendations, which is the answer".to_owned(),
    );
    Ok(found)
}

fn sequence_name(tree: &Tree, form: &SequenceForm, player: usize, sequence: u32) -> String {
    let set = form.plans[player].sets.iter().find(|set| set.range().contains(&(sequence as usize)));
    set.map_or("-".to_owned(), |set| {
        let own = &tree.sets[set.set as usize];
        format!("{}:{}", own.label, own.actions[(sequence - set.first) as usize])
    })
}

fn mediated(tree: &Tree, options: &Options) -> Result<Solution, GameError> {
    SequenceForm::of(tree, "mediator")?;
    let (worth, weights, joint, note) = match one_stage::of(tree) {
        Some(game) => {
            let plan = mediator_stage::best(&game, options.objective, options.proofs)?;
            let worth = checker::mediated::stage(&game, &plan, options.proofs)?;
            let (weights, joint) = stage_shares(tree, &game, &plan);
            (worth, weights, joint, "all report before anybody is told")
        }
        None => {
            let game = mediator_tree::augmented(tree, options.proofs)?;
            let (talks, _) = mediator_tree::best(tree, &game, options.objective)?;
            let worth = checker::mediated::tree(tree, &game, &talks);
            (worth, tree_shares(tree, &game, &talks), Vec::new(), "each player reports where it moves")
        }
    };
    accepted("mediator", worth.max_gain(), tree.range())?;
    let mut own = Vec::new();
    for player in 0..tree.count() {
        own.push(tree.sets_of(player).map(|(set, _)| weights[set].clone()).collect());
    }
    let value = Value::One(options.objective.of(&worth.payoffs));
    let certificate = by_miss(worth.max_gain(), worth.gains);
    let mut found = Solution::one("mediator", value, worth.payoffs, Profile::Behaviour(own), certificate);
    found.joint = joint;
    found.notes.push(format!("communication equilibrium; {note}"));
    found.notes.push(
        if options.proofs { "with proofs: silence is free, a lie is not" } else { "without proofs" }
            .to_owned(),
    );
    found.notes.push("strategies are what each set does under honesty and obedience".to_owned());
    Ok(found)
}

/// What each set does under honesty, and the plan in words.
fn stage_shares(
    tree: &Tree,
    game: &one_stage::OneStage,
    plan: &mediator_stage::StagePlan,
) -> (Vec<Vec<f64>>, Vec<(String, f64)>) {
    let mut shares: Vec<Vec<f64>> = tree.sets.iter().map(|set| vec![0.0; set.actions.len()]).collect();
    for world in &game.worlds {
        let sizes = game.sizes(&world.types);
        let Some(chances) = plan.chances.get(&world.types) else { continue };
        for (at, chance) in chances.iter().enumerate() {
            for (kind, act) in world.types.iter().zip(one_stage::profile(at, &sizes)) {
                if let Some(set) = kind {
                    shares[*set as usize][act] += world.prob * chance;
                }
            }
        }
    }
    shares.iter_mut().for_each(|own| crate::pivot::scaled(own));
    let mut joint = Vec::new();
    for (reports, chances) in &plan.chances {
        let sizes = game.sizes(reports);
        for (at, chance) in chances.iter().enumerate().filter(|(_, chance)| **chance > 1e-10) {
            let acts = one_stage::profile(at, &sizes);
            let word = |kind: &Option<u32>, act: usize| match kind {
                Some(set) => {
                    let own = &tree.sets[*set as usize];
                    format!("{}: {}", own.label, own.actions[act])
                }
                None => "silent".to_owned(),
            };
            let words: Vec<String> = reports.iter().zip(acts).map(|(kind, act)| word(kind, act)).collect();
            joint.push((words.join("; "), *chance));
        }
    }
    (shares, joint)
}

fn tree_shares(tree: &Tree, game: &mediator_tree::Augmented, talks: &[f64]) -> Vec<Vec<f64>> {
    let mut shares: Vec<Vec<f64>> = tree.sets.iter().map(|set| vec![0.0; set.actions.len()]).collect();
    for (set, action, chance, talk) in &game.moves {
        shares[*set as usize][*action as usize] += chance * talks[*talk as usize].max(0.0);
    }
    shares.iter_mut().for_each(|own| crate::pivot::scaled(own));
    shares
}

/// Solves the reduced normal form and carries the answer back.
fn by_normal_form(
    tree: &Tree,
    method: &str,
    options: &Options,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Solution, GameError> {
    let form = SequenceForm::of(tree, method)?;
    let small: Reduced = reduced(tree, &form, method)?;
    let mut found = super::normal::solve(&small.game, method, options, stop)?;
    let mut profiles = Vec::new();
    for own in &found.profiles {
        let Profile::Mixed(mixed) = own else { continue };
        let weights: Vec<Vec<f64>> =
            mixed.iter().enumerate().map(|(player, own)| small.weights(player, own)).collect();
        profiles.push(profile(&form, &weights));
    }
    found.profiles = profiles;
    if method == "pure" || method == "all-nash" || method == "lemke-howson" {
        let mut miss = 0.0_f64;
        for own in &found.profiles {
            miss = miss.max(worth(tree, own)?.max_gain());
        }
        let Certificate { kind, gains, exact, .. } = found.certificate;
        found.certificate = Certificate { kind, size: miss, gains, exact };
    }
    found.notes.push(
        "by the reduced normal form; a set that the strategy itself never comes to has equal chances"
            .to_owned(),
    );
    Ok(found)
}
