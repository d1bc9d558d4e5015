//! What any type could gain against a plan: best replies in numbers, apart from the programme that made the plan.

use super::board::{ACTS, Board, OWN, Second, Third, seen};
use super::plan::Told;

/// The most that a type gains by telling another one, or by acting otherwise than it is told; of all types of both sides.
pub(super) fn gain(board: &Board, told: &[Vec<Told<f64>>], proofs: bool) -> f64 {
    let may = |truth: usize, report: usize| !proofs || truth == report;
    let own = (0..OWN).flat_map(|truth| {
        let row = |report: usize| told[report].iter().collect::<Vec<_>>();
        let honest = Own { board, truth, row: row(truth) }.honest();
        let reports = (0..OWN).filter(move |report| may(truth, *report));
        reports.map(move |report| Own { board, truth, row: row(report) }.best() - honest)
    });
    let other = (0..board.others).flat_map(|truth| {
        let column = |report: usize| told.iter().map(|row| &row[report]).collect::<Vec<_>>();
        let honest = Other { board, truth, column: column(truth) }.honest();
        let reports = (0..board.others).filter(move |report| may(truth, *report));
        reports.map(move |report| Other { board, truth, column: column(report) }.best() - honest)
    });
    own.chain(other).fold(0.0, f64::max)
}

/// An own type against the plans of the type that it told.
struct Own<'p> {
    board: &'p Board,
    truth: usize,
    row: Vec<&'p Told<f64>>,
}

impl Own<'_> {
    fn honest(&self) -> f64 {
        let mut sum = 0.0;
        for (other, plan) in self.row.iter().enumerate() {
            for (place, it) in self.board.second.iter().enumerate() {
                for act in 0..self.board.acts {
                    for (struck, weights) in plan.third[place][act].iter().enumerate() {
                        let (Some(weights), Some(next)) = (weights, &it.next[seen(act)][struck]) else {
                            continue;
                        };
                        let chance = self.chance(it, act, struck, other);
                        for (reply, weight) in weights.iter().enumerate() {
                            sum += weight * chance * next.own[reply][self.truth][other];
                        }
                    }
                }
            }
        }
        sum
    }

    fn chance(&self, it: &Second, act: usize, struck: usize, other: usize) -> f64 {
        self.board.chance[1][other] * it.chance * self.board.outcome(act, struck, other)
    }

    /// The best last act for weights by the other's type.
    fn last(&self, next: &Third, weights: &[f64]) -> f64 {
        (0..ACTS)
            .map(|act| {
                weights.iter().enumerate().map(|(other, w)| w * next.own[act][self.truth][other]).sum::<f64>()
            })
            .fold(f64::NEG_INFINITY, f64::max)
    }

    fn best(&self) -> f64 {
        let notices = self.board.notices;
        (0..notices)
            .map(|told| {
                let obeys: f64 = (0..ACTS)
                    .map(|act| {
                        let left = (0..ACTS).filter(|other| *other != act);
                        let left = left.map(|other| self.leaves((told, Some(act)), (told, other)));
                        left.fold(self.obeys((told, act)), f64::max)
                    })
                    .sum();
                let sent = (0..notices).filter(|sent| *sent != told);
                let left = sent.flat_map(|sent| (0..ACTS).map(move |act| (sent, act)));
                left.map(|by| self.leaves((told, None), by)).fold(obeys, f64::max)
            })
            .sum()
    }

    fn obeys(&self, by: (usize, usize)) -> f64 {
        let mut sum = 0.0;
        for (place, it) in self.board.second.iter().enumerate().filter(|(_, it)| it.by == by) {
            self.seen(it, |next, shown, struck| {
                for told in 0..ACTS {
                    let mut weights = vec![0.0; self.board.others];
                    for (other, plan) in self.row.iter().enumerate() {
                        for act in (0..self.board.acts).filter(|act| seen(*act) == shown) {
                            if let Some(acts) = &plan.third[place][act][struck] {
                                weights[other] += acts[told] * self.chance(it, act, struck, other);
                            }
                        }
                    }
                    sum += self.last(next, &weights);
                }
            });
        }
        sum
    }

    fn leaves(&self, told: (usize, Option<usize>), by: (usize, usize)) -> f64 {
        let mut sum = 0.0;
        for (place, it) in self.board.second.iter().enumerate().filter(|(_, it)| it.by == by) {
            self.seen(it, |next, shown, struck| {
                let mut weights = vec![0.0; self.board.others];
                for (other, plan) in self.row.iter().enumerate() {
                    let answer = plan.answer((told.0, told.1, place));
                    for act in (0..answer.len()).filter(|act| seen(*act) == shown) {
                        weights[other] += answer[act] * self.chance(it, act, struck, other);
                    }
                }
                sum += self.last(next, &weights);
            });
        }
        sum
    }

    fn seen(&self, it: &Second, mut take: impl FnMut(&Third, usize, usize)) {
        for (shown, outcomes) in it.next.iter().enumerate() {
            for (struck, next) in outcomes.iter().enumerate() {
                if let Some(next) = next {
                    take(next, shown, struck);
                }
            }
        }
    }
}

/// A type of the other side against the plans of the type that it told.
struct Other<'p> {
    board: &'p Board,
    truth: usize,
    column: Vec<&'p Told<f64>>,
}

impl Other<'_> {
    /// What it gets at a place where it was told an act and does another, or the same.
    fn does(&self, place: usize, told: usize, act: usize) -> f64 {
        let it = &self.board.second[place];
        let mut sum = 0.0;
        for struck in 0..2 {
            let chance = it.chance * self.board.outcome(act, struck, self.truth);
            let Some(next) = it.next[seen(act)][struck].as_ref().filter(|_| chance > 0.0) else { continue };
            for (own, plan) in self.column.iter().enumerate() {
                let weights = plan.reply(self.board, place, told, [seen(act), struck]);
                for (reply, weight) in weights.into_iter().flatten().enumerate() {
                    sum += self.board.chance[0][own] * chance * weight * next.other[reply][self.truth];
                }
            }
        }
        sum
    }

    fn over(&self, value: impl Fn(usize, usize) -> f64) -> f64 {
        let places = 0..self.board.second.len();
        places
            .flat_map(|place| (0..self.board.acts).map(move |told| (place, told)))
            .map(|(p, t)| value(p, t))
            .sum()
    }

    fn honest(&self) -> f64 {
        self.over(|place, told| self.does(place, told, told))
    }

    fn best(&self) -> f64 {
        let acts = self.board.acts;
        self.over(|place, told| {
            (0..acts).map(|act| self.does(place, told, act)).fold(f64::NEG_INFINITY, f64::max)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::gain;
    use crate::mediated::{Board, best};
    use crate::model::{Model, Point};
    use crate::tree::Talk;
    use crate::{Inputs, shipped};

    fn model(key: &str, value: f64) -> Model {
        let read = Inputs::read(("assumptions", shipped::ASSUMPTIONS), None).expect("valid");
        Model::at(&read.assumptions, &Point::from([(key.to_owned(), value)]))
    }

    #[test]
    fn a_plan_is_rejected_where_it_was_not_made() {
        let (here, there) = (model("moves.own_audience", 3.0), model("component.energy.weight", 1e-6));
        let boards = [here, there].map(|model| Board::of(&model, Talk::Silence).expect("four moves"));
        let plan = best(&boards[0], false).expect("a plan");
        assert!(gain(&boards[0], &plan.told, false) < 1e-6);
        assert!(gain(&boards[1], &plan.told, false) > 0.01, "cheap energy makes leaving it pay");
    }

    #[test]
    fn a_perturbed_plan_is_rejected() {
        let board = Board::of(&model("moves.own_audience", 8.0), Talk::Silence).expect("four moves");
        let mut told = best(&board, false).expect("a plan").told;
        for plan in told.iter_mut().flatten() {
            for acts in plan.third.iter_mut().flatten().flatten().flatten() {
                acts.reverse();
            }
        }
        assert!(gain(&board, &told, false) > 0.01);
    }
}
