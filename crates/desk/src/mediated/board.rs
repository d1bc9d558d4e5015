//! Where the moves lead: the public places before the second and the third move, and what the last two moves come to.

use crate::ladder::{State, acts};
use crate::model::Model;
use crate::tree::{NOTICES, Talk, notice_cost};

/// Own types: resolve.
pub const OWN: usize = 2;
/// Own acts.
pub const ACTS: usize = 4;
/// The moves for which this is built.
pub const MOVES: usize = 4;
/// Payoffs nearer than this are the same.
const SAME: f64 = 1e-9;

/// A place before the other side's first move: after a notice, an own act, and quiet or an accident.
#[derive(Debug, Clone)]
pub struct Second {
    /// Notice and act that lead there.
    pub by: (usize, usize),
    /// Chance of the accident, or of none.
    pub chance: f64,
    /// By what is seen of the other side's act (its first four acts) and of its partner (quiet, struck).
    pub next: [[Option<Third>; 2]; ACTS],
    /// The other side's acts that may punish: none is easier on the own side for every type and every act after it.
    pub hard: Vec<usize>,
}

/// A place before the own side's last move, and what each of its acts comes to when the other side then does its best.
#[derive(Debug, Clone)]
pub struct Third {
    /// Own payoff by act, own type, other type.
    pub own: [Vec<Vec<f64>>; ACTS],
    /// The other's by act and its type.
    pub other: [Vec<f64>; ACTS],
    /// By own type: the acts that are not worse whatever the other's type is.
    pub open: [Vec<usize>; OWN],
    /// By own type: of these, the ones that may punish.
    pub hard: [Vec<usize>; OWN],
}

/// The whole board.
#[derive(Debug, Clone)]
pub struct Board {
    /// Notices that may be sent; one stands for none.
    pub notices: usize,
    /// The other side's acts: a covert order is the last, if it has a partner.
    pub acts: usize,
    /// The other side's types: resolve times control.
    pub others: usize,
    /// Chances of the types of both sides.
    pub chance: [Vec<f64>; 2],
    /// Chance of an attack by the partner, by the other's type.
    pub attack: Vec<f64>,
    /// Places before the second move.
    pub second: Vec<Second>,
    /// Last moves at which two acts are equally good; the one that is better for both together is then taken.
    pub ties: usize,
}

/// The covert order among the other side's acts, and as what it is seen.
pub const COVERT: usize = 4;
const ABSORB: usize = 2;

/// What is seen of an act.
pub fn seen(act: usize) -> usize {
    if act == COVERT { ABSORB } else { act }
}

impl Board {
    /// The board of a model; none but of four moves.
    pub fn of(model: &Model, talk: Talk) -> Option<Self> {
        if model.moves != MOVES {
            return None;
        }
        let control = model.control();
        let others = 2 * control.len();
        let resolve = |side: usize, kind: usize| {
            if kind == 0 { model.high[side] } else { 1.0 - model.high[side] }
        };
        let other_chance = (0..others).map(|t| resolve(1, t / control.len()) * control[t % control.len()]);
        let mut board = Board {
            notices: if talk == Talk::Silence { 1 } else { NOTICES.len() },
            acts: acts(1, model.partner[1].is_some()).len(),
            others,
            chance: [(0..OWN).map(|t| resolve(0, t)).collect(), other_chance.collect()],
            attack: (0..others).map(|t| model.attack(t % control.len())).collect(),
            second: Vec::new(),
            ties: 0,
        };
        for notice in 0..board.notices {
            for (at, act) in acts(0, true).iter().enumerate() {
                let mut after = State::start(model).after(model, *act);
                after.won[0] -= notice_cost(model, talk, notice, *act);
                let accident = after.chance(model, *act, 0);
                for (struck, chance) in [(false, 1.0 - accident), (true, accident)] {
                    if chance > 0.0 {
                        let place = board.place(model, after.settled(model, struck), (notice, at), chance);
                        board.second.push(place);
                    }
                }
            }
        }
        Some(board)
    }

    fn place(&mut self, model: &Model, state: State, by: (usize, usize), chance: f64) -> Second {
        let mut next: [[Option<Third>; 2]; ACTS] = Default::default();
        let partner = self.acts > COVERT;
        for (at, act) in acts(1, false).iter().enumerate() {
            let after = state.after(model, *act);
            next[at][0] = Some(self.third(model, after.settled(model, false)));
            if partner {
                next[at][1] = Some(self.third(model, after.settled(model, true)));
            }
        }
        let mut place = Second { by, chance, next, hard: Vec::new() };
        place.hard = self.hardest(&place);
        place
    }

    fn third(&mut self, model: &Model, state: State) -> Third {
        let blank = || vec![vec![0.0; self.others]; OWN];
        let mut third = Third {
            own: [blank(), blank(), blank(), blank()],
            other: std::array::from_fn(|_| vec![0.0; self.others]),
            open: Default::default(),
            hard: Default::default(),
        };
        for (at, act) in acts(0, true).iter().enumerate() {
            let after = state.after(model, *act);
            let accident = after.chance(model, *act, 0);
            for (struck, chance) in [(false, 1.0 - accident), (true, accident)] {
                if chance <= 0.0 {
                    continue;
                }
                let last = after.settled(model, struck);
                for kind in 0..self.others {
                    let (own, other) = self.last(model, last, kind);
                    third.other[at][kind] += chance * other;
                    (0..OWN).for_each(|t| third.own[at][t][kind] += chance * own[t]);
                }
            }
        }
        for t in 0..OWN {
            let worse = |act: usize, than: usize| {
                (0..self.others).all(|kind| third.own[act][t][kind] < third.own[than][t][kind] - SAME)
            };
            let open: Vec<usize> = (0..ACTS).filter(|act| !(0..ACTS).any(|than| worse(*act, than))).collect();
            let easier = |act: usize, than: usize| {
                (0..self.others).all(|kind| third.other[act][kind] >= third.other[than][kind] - SAME)
            };
            third.hard[t] = pruned(&open, easier);
            third.open[t] = open;
        }
        third
    }

    /// What the other side's best last act gives both, by own type.
    fn last(&mut self, model: &Model, state: State, kind: usize) -> ([f64; OWN], f64) {
        let controls = self.others / 2;
        let mut best: Option<([f64; OWN], f64)> = None;
        for act in acts(1, self.acts > COVERT) {
            let after = state.after(model, *act);
            let struck = after.chance(model, *act, kind % controls);
            let (mut own, mut other) = ([0.0; OWN], 0.0);
            for (strikes, chance) in [(false, 1.0 - struck), (true, struck)] {
                if chance > 0.0 {
                    let end = after.settled(model, strikes);
                    other += chance * end.payoff(model, 1, kind / controls);
                    (0..OWN).for_each(|t| own[t] += chance * end.payoff(model, 0, t));
                }
            }
            let joint = |own: &[f64; OWN]| own.iter().zip(&self.chance[0]).map(|(u, p)| u * p).sum::<f64>();
            let better = match &best {
                None => true,
                Some((known, value)) if (other - value).abs() <= SAME => {
                    // Acts that lead to the same place are no tie.
                    self.ties += usize::from((joint(&own) - joint(known)).abs() > SAME);
                    joint(&own) > joint(known)
                }
                Some((_, value)) => other > *value,
            };
            if better {
                best = Some((own, other));
            }
        }
        best.unwrap_or_default()
    }

    /// The chance that an act is followed by quiet or by an attack, for a type.
    pub fn outcome(&self, act: usize, struck: usize, kind: usize) -> f64 {
        match (act == COVERT, self.acts > COVERT) {
            (true, _) => struck as f64,
            (false, true) if struck == 1 => self.attack[kind],
            (false, true) => 1.0 - self.attack[kind],
            (false, false) => 1.0 - struck as f64,
        }
    }

    /// Whether what is seen may follow an act that was told.
    pub fn fits(&self, told: usize, shown: usize, struck: usize) -> bool {
        seen(told) == shown && (told != COVERT || struck == 1)
    }

    /// Of the other side's acts those that may punish: an act goes if another leaves no own type more, whatever the other's
    /// type is and whatever the own side does after quiet and after an attack.
    fn hardest(&self, place: &Second) -> Vec<usize> {
        let value = |act: usize, t: usize, kind: usize, replies: [usize; 2]| -> f64 {
            let after = |struck: usize| {
                let chance = self.outcome(act, struck, kind);
                let third = place.next[seen(act)][struck].as_ref();
                third.map_or(0.0, |third| {
                    if chance > 0.0 { chance * third.own[replies[struck]][t][kind] } else { 0.0 }
                })
            };
            after(0) + after(1)
        };
        let easier = |act: usize, than: usize| {
            (0..OWN * self.others * ACTS * ACTS).all(|at| {
                let (t, kind) = (at % OWN, at / OWN % self.others);
                let reply = at / OWN / self.others;
                let replies = [reply % ACTS, reply / ACTS];
                value(act, t, kind, replies) >= value(than, t, kind, replies) - SAME
            })
        };
        pruned(&(0..self.acts).collect::<Vec<_>>(), easier)
    }
}

/// What is left when an act goes for every other that is as hard; of two that are equally hard the first stays.
fn pruned(all: &[usize], easier: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for act in all {
        if kept.iter().any(|than| easier(*act, *than)) {
            continue;
        }
        kept.retain(|known| !easier(*known, *act));
        kept.push(*act);
    }
    kept
}
