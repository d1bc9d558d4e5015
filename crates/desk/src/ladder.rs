//! The ladder: moves, what they do to the rung, and what they cost. Own side and other side move in turn; after each own
//! move chance may bring an accident, after each of the other's an attack by its partner (Schelling 1960, 1966: a threat
//! that leaves something to chance). Payoffs are losses with a minus, discounted by the move; the rung at the end stays for as long again as was looked ahead.

use crate::assumptions::RUNGS;
use crate::model::Model;

/// What a side may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Two rungs up.
    Escalate,
    /// One rung up.
    Match,
    /// The rung stays.
    Absorb,
    /// One rung down.
    StepDown,
    /// The other side only: seen as absorbing, and its partner attacks.
    Covert,
}

impl Act {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Act::Escalate => "escalate",
            Act::Match => "match",
            Act::Absorb => "absorb",
            Act::StepDown => "step down",
            Act::Covert => "covert order",
        }
    }
}

/// What a side can do, the own side first.
pub fn acts(side: usize, partner: bool) -> &'static [Act] {
    const ALL: [Act; 5] = [Act::Escalate, Act::Match, Act::Absorb, Act::StepDown, Act::Covert];
    if side == 1 && partner { &ALL } else { &ALL[..4] }
}

/// Where matters stand in a play.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// The rung.
    pub rung: usize,
    /// Moves made.
    pub time: usize,
    /// How far the last turn of each side raised the rung, its chance move included.
    pub raised: [usize; 2],
    /// What is lost and won by moves so far, discounted, without the flow of costs.
    pub won: [f64; 2],
    /// Discounted weight of each rung so far, by side.
    pub spent: [[f64; RUNGS]; 2],
}

impl State {
    /// The beginning.
    pub fn start(model: &Model) -> Self {
        State { rung: model.start, time: 0, raised: [0; 2], won: [0.0; 2], spent: [[0.0; RUNGS]; 2] }
    }

    /// Whose move it is.
    pub fn mover(&self) -> usize {
        self.time % 2
    }

    /// The state after a move, before chance.
    pub fn after(&self, model: &Model, act: Act) -> State {
        let (side, mut next) = (self.mover(), *self);
        let other = 1 - side;
        let weight = |of: usize| model.discount[of].powi(i32::try_from(self.time).unwrap_or(0));
        next.rung = match act {
            Act::Escalate => (self.rung + 2).min(RUNGS - 1),
            Act::Match => (self.rung + 1).min(RUNGS - 1),
            Act::Absorb => self.rung,
            Act::StepDown => self.rung.saturating_sub(1),
            Act::Covert => (self.rung + 1).clamp(4, RUNGS - 1),
        };
        next.raised[side] = next.rung.saturating_sub(self.rung);
        match act {
            Act::StepDown if self.rung > 0 => {
                next.won[other] += weight(other) * model.prize[other];
                if model.public[self.rung] {
                    next.won[side] -= weight(side) * model.audience[side];
                }
                if side == 1
                    && let Some(partner) = model.partner[1]
                {
                    next.won[1] -= weight(1) * partner.restraining;
                }
            }
            Act::Absorb | Act::StepDown | Act::Covert => {
                next.won[side] -= weight(side) * model.credibility[side] * self.raised[other] as f64;
            }
            Act::Escalate | Act::Match => {}
        }
        next
    }

    /// The state after chance, and the move counted.
    pub fn settled(&self, model: &Model, struck: bool) -> State {
        let (side, mut next) = (self.mover(), *self);
        if struck {
            let rung = if side == 0 { self.rung + 1 } else { (self.rung + 1).max(4) };
            next.rung = rung.min(RUNGS - 1);
            next.raised[side] += next.rung - self.rung;
        }
        for of in 0..2 {
            next.spent[of][next.rung] += model.discount[of].powi(i32::try_from(self.time).unwrap_or(0));
        }
        next.time += 1;
        next
    }

    /// What chance does after a move: the chance that something strikes. A covert order has struck already.
    pub fn chance(&self, model: &Model, act: Act, control: usize) -> f64 {
        match (self.mover(), act) {
            (_, Act::Covert) => 0.0,
            (0, _) => model.accident_at(self.rung),
            _ => model.attack(control),
        }
    }

    /// Payoff of a side of a type at the end: the last rung stays for as long again as was looked ahead.
    pub fn payoff(&self, model: &Model, side: usize, kind: usize) -> f64 {
        let d = model.discount[side];
        let tail = d.powi(i32::try_from(self.time).unwrap_or(0)) * model.stay(side);
        let flow: f64 = (0..RUNGS).map(|rung| self.spent[side][rung] * model.flow(side, rung, kind)).sum();
        self.won[side] - flow - tail * model.flow(side, self.rung, kind)
    }
}

/// A posture: what a side does at every point, for either side and any type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Posture {
    /// Absorbs everything.
    Absorb,
    /// Steps down wherever it can.
    StepDown,
    /// Answers what raised the rung with one rung, else absorbs.
    InKind,
    /// Answers what raised the rung with one rung, else steps down.
    InKindThenDown,
    /// Answers what raised the rung with two rungs, else absorbs.
    OneMore,
    /// Escalates always.
    Press,
    /// Orders covert attacks always; own side: absorbs.
    Covert,
}

impl Posture {
    /// The own side's.
    pub const OWN: [Posture; 6] = [
        Posture::Absorb,
        Posture::StepDown,
        Posture::InKind,
        Posture::InKindThenDown,
        Posture::OneMore,
        Posture::Press,
    ];
    /// The other side's.
    pub const OTHER: [Posture; 7] = [
        Posture::Absorb,
        Posture::StepDown,
        Posture::InKind,
        Posture::InKindThenDown,
        Posture::OneMore,
        Posture::Press,
        Posture::Covert,
    ];

    /// Its words.
    pub fn words(self) -> &'static str {
        match self {
            Posture::Absorb => "absorb",
            Posture::StepDown => "step down",
            Posture::InKind => "answer in kind",
            Posture::InKindThenDown => "answer in kind, else step down",
            Posture::OneMore => "answer with one rung more",
            Posture::Press => "press",
            Posture::Covert => "covert orders",
        }
    }

    /// The act at a state.
    pub fn act(self, state: &State, partner: bool) -> Act {
        let struck = state.raised[1 - state.mover()] > 0;
        match self {
            Posture::Absorb => Act::Absorb,
            Posture::StepDown => Act::StepDown,
            Posture::InKind if struck => Act::Match,
            Posture::InKindThenDown if struck => Act::Match,
            Posture::OneMore if struck => Act::Escalate,
            Posture::InKind | Posture::OneMore => Act::Absorb,
            Posture::InKindThenDown => Act::StepDown,
            Posture::Press => Act::Escalate,
            Posture::Covert if state.mover() == 1 && partner => Act::Covert,
            Posture::Covert => Act::Absorb,
        }
    }
}

/// What both sides expect when both keep to a posture, by types: resolve of each (0 high, 1 low) and the other's control.
pub fn expected(
    model: &Model,
    postures: [Posture; 2],
    kinds: [usize; 2],
    control: usize,
    from: State,
) -> [f64; 2] {
    if from.time >= model.moves {
        return [0, 1].map(|side| from.payoff(model, side, kinds[side]));
    }
    let act = postures[from.mover()].act(&from, model.partner[1].is_some());
    branch(model, &from, act, control, &|next| expected(model, postures, kinds, control, next))
}

/// The expectation over what chance does after a move.
fn branch(model: &Model, from: &State, act: Act, control: usize, go: &dyn Fn(State) -> [f64; 2]) -> [f64; 2] {
    let after = from.after(model, act);
    let struck = after.chance(model, act, control);
    let mut sum = [0.0; 2];
    for (strikes, chance) in [(false, 1.0 - struck), (true, struck)] {
        if chance > 0.0 {
            let found = go(after.settled(model, strikes));
            sum.iter_mut().zip(found).for_each(|(sum, value)| *sum += chance * value);
        }
    }
    sum
}

/// The worst that the own side expects under a posture, whatever the other side does, knowing its own control: own types
/// are averaged, since the posture is the same for both. A payoff: the loss with a minus.
pub fn worst(model: &Model, posture: Posture) -> f64 {
    worst_from(model, posture, State::start(model))
}

/// The same from a state on.
pub fn worst_from(model: &Model, posture: Posture, from: State) -> f64 {
    model
        .control()
        .iter()
        .enumerate()
        .map(|(control, chance)| chance * worst_below(model, posture, control, from))
        .sum()
}

fn worst_below(model: &Model, posture: Posture, control: usize, from: State) -> f64 {
    if from.time >= model.moves {
        return model.high[0] * from.payoff(model, 0, 0) + (1.0 - model.high[0]) * from.payoff(model, 0, 1);
    }
    let partner = model.partner[1].is_some();
    let value = |act: Act| {
        branch(model, &from, act, control, &|next| [worst_below(model, posture, control, next), 0.0])[0]
    };
    if from.mover() == 0 {
        return value(posture.act(&from, partner));
    }
    acts(1, partner).iter().map(|act| value(*act)).fold(f64::INFINITY, f64::min)
}

/// What the own side expects under each of its postures against each of the other's postures and types; rows are own.
pub fn table(model: &Model) -> Vec<Vec<f64>> {
    Posture::OWN
        .iter()
        .map(|own| {
            let mut row = Vec::new();
            for other in Posture::OTHER {
                for kind in 0..2 {
                    for control in 0..model.control().len() {
                        let value = |own_kind: usize| {
                            expected(model, [*own, other], [own_kind, kind], control, State::start(model))[0]
                        };
                        row.push(model.high[0] * value(0) + (1.0 - model.high[0]) * value(1));
                    }
                }
            }
            row
        })
        .collect()
}

/// The posture that serves the other side best against one of the own side's, from a state on, over its types.
pub fn best_reply(model: &Model, own: Posture, from: State) -> (Posture, f64) {
    let value = |other: Posture| -> f64 {
        let mut sum = 0.0;
        for (kind, kind_chance) in [model.high[1], 1.0 - model.high[1]].into_iter().enumerate() {
            for (control, chance) in model.control().into_iter().enumerate() {
                sum += kind_chance * chance * expected(model, [own, other], [0, kind], control, from)[1];
            }
        }
        sum
    };
    Posture::OTHER.into_iter().map(|other| (other, value(other))).fold(
        (Posture::Absorb, f64::NEG_INFINITY),
        |best, next| if next.1 > best.1 + 1e-12 { next } else { best },
    )
}
