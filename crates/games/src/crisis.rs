//! Small models of a crisis with closed answers: bargaining before a war (Fearon, Rationalist Explanations for War, 1995),
//! brinkmanship (Powell, Nuclear Brinkmanship with Two-Sided Incomplete Information, 1988), cheap talk (Crawford, Sobel,
//! Strategic Information Transmission, 1982), and when a truthful notice pays.

use crate::error::GameError;

/// Bargaining over a prize of 1: A's chance of winning a war and both costs of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bargaining {
    /// A's chance of winning.
    pub wins: f64,
    /// A's cost of war.
    pub own_cost: f64,
    /// The most that war can cost B; A takes every cost from 0 to this for equally likely.
    pub largest_cost: f64,
}

/// A's best offer to itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offer {
    /// What A asks for.
    pub demand: f64,
    /// Chance of war.
    pub war: f64,
    /// What A expects.
    pub value: f64,
}

impl Bargaining {
    /// Chances and costs in their ranges.
    pub fn new(wins: f64, own_cost: f64, largest_cost: f64) -> Result<Self, GameError> {
        if (0.0..=1.0).contains(&wins) && own_cost >= 0.0 && largest_cost > 0.0 && largest_cost.is_finite() {
            return Ok(Bargaining { wins, own_cost, largest_cost });
        }
        let why = format!("chance {wins} within 0 and 1, cost {own_cost} from 0 up, {largest_cost} above 0");
        Err(GameError::parameter("bargaining", why))
    }

    /// What both prefer to war if B's cost is known.
    pub fn range(&self, other_cost: f64) -> (f64, f64) {
        ((self.wins - self.own_cost).max(0.0), (self.wins + other_cost).min(1.0))
    }

    /// The best demand: p + (C - cA)/2, cut to what can be asked; B fights if its cost is below what it would give.
    pub fn best(&self) -> Offer {
        let inside = self.wins + (self.largest_cost - self.own_cost).max(0.0) / 2.0;
        let demand = inside.min(1.0);
        let war = ((demand - self.wins) / self.largest_cost).clamp(0.0, 1.0);
        let value = war * (self.wins - self.own_cost) + (1.0 - war) * demand;
        Offer { demand, war, value }
    }
}

/// The largest chance of disaster at which pushing on is still worth it.
pub fn brink(win: f64, quit: f64, disaster: f64) -> Result<f64, GameError> {
    if win > quit && quit > disaster {
        return Ok((win - quit) / (win - disaster));
    }
    Err(GameError::parameter("brink", format!("win {win} > quit {quit} > disaster {disaster} does not hold")))
}

/// What cheap talk can tell apart when the sender would have the receiver err by `bias`.
#[derive(Debug, Clone, PartialEq)]
pub struct CheapTalk {
    /// Where one message ends and the next begins, inside 0 to 1.
    pub cuts: Vec<f64>,
    /// The receiver's mean squared error.
    pub loss: f64,
}

impl CheapTalk {
    /// The most telling equilibrium, uniform and quadratic.
    pub fn best(bias: f64) -> Result<Self, GameError> {
        if !bias.is_finite() || bias < 1e-6 {
            return Err(GameError::parameter("bias", format!("{bias} is not at least 1e-6")));
        }
        // A whole number is meant where rounding leaves it a trifle above.
        let exact = -0.5 + (1.0 + 2.0 / bias).sqrt() / 2.0;
        let messages = (exact - 1e-12 * exact).ceil().max(1.0);
        let first = (1.0 - 2.0 * messages * (messages - 1.0) * bias) / messages;
        let cut = |i: f64| first * i + 2.0 * i * (i - 1.0) * bias;
        let mut cuts = Vec::new();
        let mut i = 1.0;
        while i < messages {
            cuts.push(cut(i));
            i += 1.0;
        }
        let loss = 1.0 / (12.0 * messages * messages) + bias * bias * (messages * messages - 1.0) / 3.0;
        Ok(CheapTalk { cuts, loss })
    }

    /// Number of messages that mean different things.
    pub fn messages(&self) -> usize {
        self.cuts.len() + 1
    }
}

/// The chance of being exposed from which telling the truth is an equilibrium: a false notice gains `by_lying` over what
/// truth gives, and costs `penalty` when it is exposed, on top of losing that gain.
pub fn truthful_from(by_lying: f64, penalty: f64) -> Result<f64, GameError> {
    if by_lying >= 0.0 && penalty >= 0.0 && by_lying + penalty > 0.0 {
        return Ok(by_lying / (by_lying + penalty));
    }
    Err(GameError::parameter(
        "penalty",
        format!("gain {by_lying} and penalty {penalty} must not be negative"),
    ))
}
