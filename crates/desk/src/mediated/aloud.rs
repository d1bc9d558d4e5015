//! The plan without its go-between: what each type would do at each place if it knew the plan's habits and nobody told it
//! anything. Where that holds itself up, the go-between is worth nothing beside the best that silence can reach.

use super::board::{ACTS, Board, COVERT, seen};
use super::plan::Told;
use crate::ladder::{Act, State, acts};
use crate::model::Model;
use games::checker::Behaviour;
use games::tree::Tree;

/// What the sets of the ladder's own tree say of themselves: side, resolve, control of the other side, and what both have
/// seen, each act with whether something struck.
struct Place {
    side: usize,
    kind: usize,
    control: usize,
    seen: Vec<[usize; 2]>,
}

impl Place {
    /// From the label that the tree gives a set.
    fn of(label: &str) -> Option<Self> {
        let bytes: Vec<usize> =
            label.split_terminator('.').map(|byte| byte.parse().ok()).collect::<Option<_>>()?;
        let [side, kind, _, rest @ ..] = bytes.as_slice() else { return None };
        let (control, rest) = match side {
            0 => (0, rest),
            _ => {
                let end = rest.iter().position(|byte| *byte == END)?;
                (*rest.first()?, rest.get(end + 1..)?)
            }
        };
        let seen = rest.iter().map(|byte| [byte / 2, byte % 2]).collect();
        Some(Place { side: *side, kind: *kind, control, seen })
    }
}

/// Ends the covert orders in a label.
const END: usize = 255;

/// The behaviour at every set of the tree without talk.
pub(super) fn behaviour(model: &Model, board: &Board, told: &[Vec<Told<f64>>], tree: &Tree) -> Behaviour {
    let one = |player: usize| {
        let sets = tree.sets_of(player).map(|(_, set)| {
            let count = set.actions.len();
            let weights = Place::of(&set.label).map(|place| weights(model, board, told, &place));
            shares(&weights.unwrap_or_default(), count)
        });
        sets.collect()
    };
    vec![one(0), one(1)]
}

/// Weights as shares; where the plan says nothing, all alike.
fn shares(weights: &[f64], count: usize) -> Vec<f64> {
    let kept: Vec<f64> =
        (0..count).map(|at| weights.get(at).copied().filter(|w| *w > NOTHING).unwrap_or(0.0)).collect();
    let total: f64 = kept.iter().sum();
    kept.iter().map(|weight| if total > 0.0 { weight / total } else { 1.0 / count as f64 }).collect()
}

fn weights(model: &Model, board: &Board, told: &[Vec<Told<f64>>], at: &Place) -> Vec<f64> {
    let second = |first: [usize; 2]| {
        let struck = |chance: f64| (chance - accident(model, first[0])[first[1]]).abs() < 1e-12;
        board.second.iter().position(|it| it.by == (0, first[0]) && struck(it.chance))
    };
    match (at.side, at.seen.as_slice()) {
        (0, []) => {
            let mut sum = vec![0.0; ACTS];
            for (plan, chance) in told[at.kind].iter().zip(&board.chance[1]) {
                sum.iter_mut().zip(plan.first[0]).for_each(|(sum, weight)| *sum += chance * weight);
            }
            sum
        }
        (1, [first]) => second(*first).map_or(Vec::new(), |place| {
            let other = at.kind * (board.others / 2) + at.control;
            let plans: Vec<&Told<f64>> = told.iter().map(|row| &row[other]).collect();
            let mut sum = vec![0.0; board.acts];
            let mut add = |chance: f64, acts: &[f64]| {
                sum.iter_mut().zip(acts).for_each(|(sum, weight)| *sum += chance * weight);
            };
            for (plan, chance) in plans.iter().zip(&board.chance[0]) {
                add(*chance, &plan.second[place]);
                // Beside the plan its punishments count for little, and where it never comes for all.
                for asked in (0..ACTS).filter(|asked| *asked != first[0]) {
                    let punished: Vec<f64> =
                        plan.answer((0, Some(asked), place)).iter().map(|weight| LITTLE * weight).collect();
                    add(*chance, &punished);
                }
            }
            sum
        }),
        (0, [first, next]) => second(*first).map_or(Vec::new(), |place| {
            let mut sum = vec![0.0; ACTS];
            for (other, (plan, chance)) in told[at.kind].iter().zip(&board.chance[1]).enumerate() {
                for act in 0..board.acts {
                    let on = seen(act) == next[0] && (act != COVERT || next[1] == 1);
                    let factor = if on { board.outcome(act, next[1], other) } else { LITTLE };
                    let Some(acts) = plan.reply(board, place, act, *next) else { continue };
                    sum.iter_mut().zip(acts).for_each(|(sum, weight)| *sum += chance * factor * weight);
                }
            }
            sum
        }),
        (1, seen) => last(model, at, seen),
        _ => Vec::new(),
    }
}

/// Chance of quiet and of an accident after an own first act.
fn accident(model: &Model, act: usize) -> [f64; 2] {
    let act = acts(0, true)[act];
    let chance = State::start(model).after(model, act).chance(model, act, 0);
    [1.0 - chance, chance]
}

/// The other side's best last act.
fn last(model: &Model, at: &Place, seen: &[[usize; 2]]) -> Vec<f64> {
    let mut state = State::start(model);
    for [act, struck] in seen {
        let act = acts(state.mover(), true)[*act];
        state = state.after(model, act).settled(model, *struck == 1);
    }
    let value = |act: &Act| {
        let after = state.after(model, *act);
        let chance = after.chance(model, *act, at.control);
        [(false, 1.0 - chance), (true, chance)]
            .map(|(struck, chance)| chance * after.settled(model, struck).payoff(model, 1, at.kind))
            .iter()
            .sum::<f64>()
    };
    let values: Vec<f64> = acts(1, model.partner[1].is_some()).iter().map(value).collect();
    let best = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let first = values.iter().position(|value| best - value < 1e-9);
    (0..values.len()).map(|place| if Some(place) == first { 1.0 } else { 0.0 }).collect()
}

/// Weights below this are the programme's rounding.
const NOTHING: f64 = 1e-7;
/// How much a punishment counts beside what is told on the way.
const LITTLE: f64 = 1e-4;
