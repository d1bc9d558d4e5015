//! What the line is worth: one stage of the crisis under each way of talking (G6.4, G6.6 of the models).
//!
//! Both sides, each of high or low resolve, hold, answer or strike without seeing the other's choice. Silence: all extreme
//! equilibria. Free words and notices that may be found out: all equilibria in pure strategies, and those of silence. A mediator: the best and
//! the worst plan that is believed and obeyed, by linear programme; with proofs, a type may stay silent but not lie.

use crate::error::DeskError;
use crate::model::Model;
use games::Game;
use games::solution::{Options, Solution, solve};
use games::solve::objective::Objective;
use games::tree::{Builder, Tree};

/// What a side can do in the stage, with the rungs that each adds.
pub const CHOICES: [(&str, usize); 3] = [("hold", 0), ("answer", 1), ("strike", 3)];

/// One way of talking.
#[derive(Debug, Clone, PartialEq)]
pub struct Regime {
    /// Its name.
    pub name: &'static str,
    /// Payoffs of the best equilibrium by the sum of both, own first; none if none was found.
    pub best: Option<[f64; 2]>,
    /// Payoffs of the worst.
    pub worst: Option<[f64; 2]>,
    /// Payoffs where the logit branch leads, at ten over the range; silence only.
    pub logit: Option<[f64; 2]>,
    /// How many equilibria were compared, if they were listed.
    pub count: Option<usize>,
    /// The largest miss of any condition.
    pub miss: f64,
}

/// What both sides get when they choose so, by types (0 high, 1 low): the rung that comes of it stays for a while.
pub fn payoffs(model: &Model, choices: [usize; 2], kinds: [usize; 2]) -> [f64; 2] {
    let steps = choices.map(|choice| CHOICES[choice].1);
    let top = crate::assumptions::RUNGS - 1;
    let rung = (model.start + steps[0] + steps[1]).min(top);
    [0, 1].map(|side| {
        let other = 1 - side;
        // Above rung 4 chance may take matters one rung further.
        let slip = model.accident_at(rung).min(1.0);
        let flow = (1.0 - slip) * model.flow(side, rung, kinds[side])
            + slip * model.flow(side, (rung + 1).min(top), kinds[side]);
        let mut value = -flow * model.stay(side);
        if steps[side] > steps[other] {
            value += model.prize[side];
        }
        if steps[side] < steps[other] {
            value -= model.credibility[side] * (steps[other] - steps[side]) as f64;
        }
        value
    })
}

/// The stage as a tree; with a notice the own side first says that it will hold, or nothing.
pub fn stage(model: &Model, notice: Option<f64>) -> Result<Tree, DeskError> {
    let mut tree = Builder::new("Stage", &["own", "other"]);
    let worlds = tree.names(&["high high", "high low", "low high", "low low"]);
    let words: Vec<&str> = CHOICES.iter().map(|(word, _)| *word).collect();
    let says = if notice.is_some() { 2 } else { 1 };
    let kinds = ["high", "low"];
    let speaks: Vec<u32> = match notice {
        Some(_) => {
            kinds.map(|kind| tree.set(0, &format!("{kind} speaks"), &["silent", "will hold"])).to_vec()
        }
        None => Vec::new(),
    };
    let mut sets = Vec::new();
    for side in 0..2 {
        for kind in kinds {
            for said in 0..says {
                sets.push(tree.set(side, &format!("{kind} {said}"), &words));
            }
        }
    }
    let place = |side: usize, kind: usize, said: usize| (side * 2 + kind) * says + said;
    let [own, other] = model.high;
    tree.chance(
        worlds,
        &[own * other, own * (1.0 - other), (1.0 - own) * other, (1.0 - own) * (1.0 - other)],
    )?;
    for world in 0..4 {
        let types = [world / 2, world % 2];
        if notice.is_some() {
            tree.decision(speaks[types[0]])?;
        }
        for said in 0..says {
            tree.decision(sets[place(0, types[0], said)])?;
            for first in 0..CHOICES.len() {
                tree.decision(sets[place(1, types[1], said)])?;
                for second in 0..CHOICES.len() {
                    let mut found = payoffs(model, [first, second], types);
                    if said == 1 {
                        let is_false = if first > 0 { notice.unwrap_or(0.0) } else { 0.0 };
                        found[0] -= is_false;
                        if notice.is_some_and(|penalty| penalty > 0.0) {
                            found[0] -= model.notice[0] + model.leak[0] * model.leak[1];
                        }
                    }
                    tree.leaf(&found)?;
                }
            }
        }
    }
    Ok(tree.finish()?)
}

/// All regimes, silence first.
pub fn regimes(model: &Model) -> Result<Vec<Regime>, DeskError> {
    let silence = Game::Tree(stage(model, None)?);
    let mut all = Vec::new();
    let plain = Options::default();
    let mut listed = listed("silence", &run(&silence, "all-nash", &plain)?);
    let range = match &silence {
        Game::Tree(tree) => tree.range(),
        Game::Normal(game) => game.range(),
    };
    let logit = run(&silence, "qre", &Options { lambda: Some(10.0 / range), ..plain })?;
    listed.logit = Some(pair(&logit.payoffs));
    all.push(listed);
    let cheap = Game::Tree(stage(model, Some(0.0))?);
    let talk = joined(self::listed("free words", &run(&cheap, "pure", &plain)?), &all[0]);
    all.push(talk);
    let penalty = model.notice[1] * model.notice[2];
    let verified = Game::Tree(stage(model, Some(penalty))?);
    let talk = joined(self::listed("verified notice", &run(&verified, "pure", &plain)?), &all[0]);
    all.push(talk);
    for (name, proofs) in [("mediator", false), ("mediator with proofs", true)] {
        let best = run(&silence, "mediator", &Options { proofs, ..plain })?;
        let worst = Options { proofs, objective: Objective::WorstWelfare, ..plain };
        let worst = run(&silence, "mediator", &worst)?;
        all.push(Regime {
            name,
            best: Some(pair(&best.payoffs)),
            worst: Some(pair(&worst.payoffs)),
            logit: None,
            count: None,
            miss: best.certificate.size.max(worst.certificate.size),
        });
    }
    Ok(all)
}

fn run(game: &Game, solution: &str, options: &Options) -> Result<Solution, DeskError> {
    Ok(solve(game, solution, options, &mut || false)?)
}

fn pair(payoffs: &[f64]) -> [f64; 2] {
    [payoffs.first().copied().unwrap_or(0.0), payoffs.get(1).copied().unwrap_or(0.0)]
}

/// Who is not listened to stands where silence leaves him: every equilibrium of silence is one of talk too.
fn joined(mut talk: Regime, silence: &Regime) -> Regime {
    let sum = |own: &[f64; 2]| own[0] + own[1];
    let ends = |a: Option<[f64; 2]>, b: Option<[f64; 2]>| [a, b].into_iter().flatten();
    talk.best = ends(talk.best, silence.best).max_by(|a, b| sum(a).total_cmp(&sum(b)));
    talk.worst = ends(talk.worst, silence.worst).min_by(|a, b| sum(a).total_cmp(&sum(b)));
    talk
}

fn listed(name: &'static str, found: &Solution) -> Regime {
    let sum = |own: &&[f64; 2]| own[0] + own[1];
    let list: Vec<[f64; 2]> = found.payoffs_by_profile.iter().map(|own| pair(own)).collect();
    let best = list.iter().max_by(|a, b| sum(a).total_cmp(&sum(b))).copied();
    let worst = list.iter().min_by(|a, b| sum(a).total_cmp(&sum(b))).copied();
    Regime { name, best, worst, logit: None, count: Some(list.len()), miss: found.certificate.size }
}
