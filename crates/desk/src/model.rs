//! The numbers of a model: assumptions at one point of their intervals, in points of the common scale.

use crate::assumptions::{Assumptions, RUNGS, Side};
use std::collections::BTreeMap;

/// From here up costs are costs of fighting, which resolve scales.
pub const FIGHTING: usize = 6;

/// A partner's numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartnerNumbers {
    /// Chance of high control.
    pub control: f64,
    /// Chance a move of an attack by itself, under high and low control.
    pub strikes: [f64; 2],
    /// What restraining it costs.
    pub restraining: f64,
}

/// Numbers by side: own first.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Cost a move at each rung before resolve.
    pub cost: [[f64; RUNGS]; 2],
    /// Whether a rung is public.
    pub public: [bool; RUNGS],
    /// The rung of today.
    pub start: usize,
    /// Moves that are looked ahead.
    pub moves: usize,
    /// Chance of high resolve.
    pub high: [f64; 2],
    /// Factor on the costs of fighting of high and low resolve.
    pub resolve: [f64; 2],
    /// Gain when the other steps down.
    pub prize: [f64; 2],
    /// Loss when stepping down from a public rung.
    pub audience: [f64; 2],
    /// Loss a rung when the other's escalation is absorbed.
    pub credibility: [f64; 2],
    /// Chance of an accident at rung 4, and what each further rung adds.
    pub accident: [f64; 2],
    /// Partners.
    pub partner: [Option<PartnerNumbers>; 2],
    /// Cost of a notice, chance that a false one is exposed, penalty.
    pub notice: [f64; 3],
    /// Chance of a leak and its cost.
    pub leak: [f64; 2],
    /// Discount factors.
    pub discount: [f64; 2],
    /// False alarm and detection, without and with the line.
    pub sight: [[f64; 2]; 2],
    /// Rung of open conflict.
    pub conflict: usize,
    /// Moves for which a violation is answered.
    pub answer: u32,
}

/// Values of some numbers by key; the others stand at their centre.
pub type Point = BTreeMap<String, f64>;

impl Model {
    /// The model at a point.
    pub fn at(assumptions: &Assumptions, point: &Point) -> Self {
        let centre: BTreeMap<String, f64> =
            assumptions.numbers().into_iter().map(|named| (named.key, named.estimate.centre)).collect();
        let get = |key: &str| point.get(key).or_else(|| centre.get(key)).copied().unwrap_or(0.0);
        let days = assumptions.now.move_days.centre;
        let length = if days > 0.0 { get("now.move_days") / days } else { 1.0 };
        let mut cost = [[0.0; RUNGS]; 2];
        for component in &assumptions.component {
            let side = usize::from(component.side == Side::Other);
            let by = get(&format!("component.{}.scale", component.id))
                * get(&format!("component.{}.weight", component.id))
                * length;
            cost[side].iter_mut().zip(&component.amounts).for_each(|(sum, amount)| *sum += amount * by);
        }
        let mut public = [false; RUNGS];
        public.iter_mut().zip(&assumptions.ladder).for_each(|(public, rung)| *public = rung.public);
        let partner = [Side::Own, Side::Other].map(|side| {
            assumptions.partner_of(side).map(|partner| {
                let own = |what: &str| get(&format!("partner.{}.{what}", partner.name));
                PartnerNumbers {
                    control: own("control"),
                    strikes: [own("strikes_high"), own("strikes_low")],
                    restraining: own("restraining"),
                }
            })
        });
        let both = |what: &str| [get(&format!("moves.own_{what}")), get(&format!("moves.other_{what}"))];
        let patience = |what: &str| get(&format!("patience.{what}"));
        Model {
            cost,
            public,
            start: assumptions.now.rung,
            moves: assumptions.now.moves,
            high: [get("types.own_high"), get("types.other_high")],
            resolve: [get("types.high_factor"), get("types.low_factor")],
            prize: both("prize"),
            audience: both("audience"),
            credibility: both("credibility"),
            accident: [get("chance.accident"), get("chance.accident_step")],
            partner,
            notice: [get("notice.cost"), get("notice.exposed"), get("notice.penalty")],
            leak: [get("chance.leak"), get("chance.leak_cost")],
            discount: [patience("own_discount"), patience("other_discount")],
            sight: [
                [patience("false_alarm"), patience("detection")],
                [patience("false_alarm_line"), patience("detection_line")],
            ],
            conflict: assumptions.patience.conflict_rung,
            answer: assumptions.patience.answer_moves,
        }
    }

    /// Cost a move of a side at a rung, of a type (0 high resolve, 1 low).
    pub fn flow(&self, side: usize, rung: usize, kind: usize) -> f64 {
        self.cost[side][rung] * if rung >= FIGHTING { self.resolve[kind] } else { 1.0 }
    }

    /// The same, expected over the types.
    pub fn mean_flow(&self, side: usize, rung: usize) -> f64 {
        self.high[side] * self.flow(side, rung, 0) + (1.0 - self.high[side]) * self.flow(side, rung, 1)
    }

    /// Chance of an accident or misreading after a move of the own side that ends at a rung, its partner's acts included.
    pub fn accident_at(&self, rung: usize) -> f64 {
        let own = if rung < 4 { 0.0 } else { self.accident[0] + self.accident[1] * (rung - 4) as f64 };
        let partner =
            self.partner[0].map_or(0.0, |p| p.control * p.strikes[0] + (1.0 - p.control) * p.strikes[1]);
        1.0 - (1.0 - own.min(1.0)) * (1.0 - partner)
    }

    /// Chance a move that the other side's partner attacks by itself, by control (0 high, 1 low).
    pub fn attack(&self, control: usize) -> f64 {
        self.partner[1].map_or(0.0, |partner| partner.strikes[control])
    }

    /// Discounted length of a stay on one rung for as many moves as are looked ahead.
    pub fn stay(&self, side: usize) -> f64 {
        let d = self.discount[side];
        (1.0 - d.powi(i32::try_from(self.moves).unwrap_or(0))) / (1.0 - d)
    }

    /// Chances of the other side's control types.
    pub fn control(&self) -> Vec<f64> {
        self.partner[1].map_or(vec![1.0], |partner| vec![partner.control, 1.0 - partner.control])
    }
}
