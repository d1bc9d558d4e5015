//! Counterfactual regret minimisation in the sequence form: CFR (Zinkevich, Johanson, Bowling, Piccione, Regret
//! Minimization in Games with Incomplete Information, 2007), CFR+ (Tammelin, Burch, Johanson, Bowling, Solving Heads-Up
//! Limit Texas Hold'em, 2015), discounted CFR (Brown, Sandholm, Solving Imperfect-Information Games via Discounted
//! Regret Minimization, 2019; 3/2, 0, 2), predictive CFR+ (Farina, Kroer, Sandholm, Faster Game Solving via Predictive
//! Blackwell Approachability, 2021).
//!
//! A step of a player is one sweep over the leaves for the gradient and one over its own sets, last first, for values
//! and regrets. Nothing is allocated after the start.

use crate::sequence::SequenceForm;

/// Which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Plain regrets, equal weights.
    Cfr,
    /// Regrets floored at zero, linear weights.
    CfrPlus,
    /// Positive regrets times t^1.5/(t^1.5+1), negative ones halved, quadratic weights.
    Discounted,
    /// Regrets floored at zero, the last regret foretells the next, quadratic weights.
    PredictivePlus,
}

/// A run that can be continued.
#[derive(Debug, Clone)]
pub struct Cfr<'g> {
    form: &'g SequenceForm,
    rule: Rule,
    /// Steps done, both players' updates one step.
    pub iterations: u64,
    regrets: Vec<Vec<f64>>,
    foretold: Vec<Vec<f64>>,
    behaviour: Vec<Vec<f64>>,
    weights: Vec<Vec<f64>>,
    sums: Vec<Vec<f64>>,
    gradient: Vec<Vec<f64>>,
}

impl<'g> Cfr<'g> {
    /// Begins with equal probabilities everywhere.
    pub fn new(form: &'g SequenceForm, rule: Rule) -> Self {
        let zeros: Vec<Vec<f64>> = form.plans.iter().map(|plan| vec![0.0; plan.count]).collect();
        let mut behaviour = zeros.clone();
        let mut weights = zeros.clone();
        for (player, plan) in form.plans.iter().enumerate() {
            behaviour[player][0] = 1.0;
            for set in &plan.sets {
                behaviour[player][set.range()].fill(1.0 / f64::from(set.count));
            }
            form.weigh(player, &behaviour[player], &mut weights[player]);
        }
        let foretold =
            if rule == Rule::PredictivePlus { zeros.clone() } else { vec![Vec::new(); zeros.len()] };
        Cfr {
            form,
            rule,
            iterations: 0,
            regrets: zeros.clone(),
            foretold,
            behaviour,
            weights,
            sums: zeros.clone(),
            gradient: zeros,
        }
    }

    /// One step: each player in turn.
    pub fn step(&mut self) {
        self.iterations += 1;
        let t = self.iterations as f64;
        let share = match self.rule {
            Rule::Cfr => 1.0,
            Rule::CfrPlus => t,
            Rule::Discounted | Rule::PredictivePlus => t * t,
        };
        for player in 0..self.form.count() {
            let sums = &mut self.sums[player];
            sums.iter_mut().zip(&self.weights[player]).for_each(|(sum, weight)| *sum += share * weight);
            self.form.gradient(player, &self.weights, &mut self.gradient[player]);
            self.update(player, t);
            self.form.weigh(player, &self.behaviour[player], &mut self.weights[player]);
        }
    }

    /// The averaged plans so far, as weights of sequences with the empty one at 1.
    pub fn average(&self) -> Vec<Vec<f64>> {
        self.sums
            .iter()
            .enumerate()
            .map(|(player, sums)| {
                let mut weights = vec![0.0; sums.len()];
                self.form.weigh(player, &self.form.behaviour(player, sums), &mut weights);
                weights
            })
            .collect()
    }

    fn update(&mut self, player: usize, t: f64) {
        let (gradient, regrets) = (&mut self.gradient[player], &mut self.regrets[player]);
        let behaviour = &mut self.behaviour[player];
        let kept = if self.rule == Rule::Discounted { 1.0 - 1.0 / (t * t.sqrt() + 1.0) } else { 1.0 };
        for set in self.form.plans[player].sets.iter().rev() {
            let range = set.range();
            let value: f64 =
                behaviour[range.clone()].iter().zip(&gradient[range.clone()]).map(|(p, g)| p * g).sum();
            let gains = &gradient[range.clone()];
            let own = &mut regrets[range.clone()];
            let chances = &mut behaviour[range.clone()];
            match self.rule {
                Rule::Cfr => own.iter_mut().zip(gains).for_each(|(r, g)| *r += g - value),
                Rule::CfrPlus => own.iter_mut().zip(gains).for_each(|(r, g)| *r = (*r + g - value).max(0.0)),
                Rule::Discounted => own.iter_mut().zip(gains).for_each(|(r, g)| {
                    let sum = *r + g - value;
                    *r = if sum > 0.0 { sum * kept } else { sum * 0.5 };
                }),
                Rule::PredictivePlus => {
                    let foretold = &mut self.foretold[player][range];
                    for ((r, g), next) in own.iter_mut().zip(gains).zip(foretold.iter_mut()) {
                        *r = (*r + g - value).max(0.0);
                        *next = *r + g - value;
                    }
                    match_regrets(foretold, chances);
                    gradient[set.parent as usize] += value;
                    continue;
                }
            }
            match_regrets(own, chances);
            gradient[set.parent as usize] += value;
        }
    }
}

/// Probabilities in proportion to the positive regrets; equal ones if none is positive.
fn match_regrets(regrets: &[f64], chances: &mut [f64]) {
    let total: f64 = regrets.iter().map(|r| r.max(0.0)).sum();
    if total > 0.0 {
        let scale = 1.0 / total;
        chances.iter_mut().zip(regrets).for_each(|(p, r)| *p = r.max(0.0) * scale);
    } else {
        let equal = 1.0 / chances.len() as f64;
        chances.fill(equal);
    }
}
