//! The best plan as a linear programme: weights of what is told, bounds on what a deviator can get, honesty at least as good.

use super::board::{ACTS, Board, COVERT, OWN, seen};
use crate::error::DeskError;
use games::program::{Answer, Program};

/// A sum of variables.
type Sum = Vec<(u32, f64)>;
/// An own side that told no type: any act may be told it, and nothing it does later is answered by itself.
const SILENT: usize = OWN;
const ALL: [usize; ACTS] = [0, 1, 2, 3];
/// Stands where nothing is told.
const NONE: u32 = u32::MAX;

/// The best plan and what it gives.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Payoffs of both sides when both are honest and do as they are told.
    pub payoffs: [f64; 2],
    /// The most that its constraints are missed by, or its bound is away.
    pub miss: f64,
    /// The most that a type of either side would gain by lying or by another act: best replies computed apart.
    pub gain: f64,
    /// Variables and rows of the programme.
    pub size: [usize; 2],
    pub(super) told: Vec<Vec<Told<f64>>>,
}

/// Weights of all that is told, for one pair of told types.
#[derive(Debug, Clone)]
pub(super) struct Told<W> {
    /// By notice.
    pub notice: Vec<W>,
    /// By notice and own act.
    pub first: Vec<[W; ACTS]>,
    /// By place and the other's act.
    pub second: Vec<Vec<W>>,
    /// By place, the other's act, whether its partner struck, and own act.
    pub third: Vec<Vec<[Option<[W; ACTS]>; 2]>>,
    /// What the other side is told after the own side went its own way: by what was told (notice; or notice and act) and
    /// the place that it went to.
    pub after_own: Vec<(Way, Vec<W>)>,
    /// What the own side is told after the other went its own way: place, act told, what is seen, own act.
    pub after_other: Vec<(usize, usize, [usize; 2], [W; ACTS])>,
}

/// How the own side left the plan: told this notice (and this act), it is now at that place.
pub(super) type Way = (usize, Option<usize>, usize);

struct Maker<'b> {
    board: &'b Board,
    program: Program,
}

/// The best plan for both together; `proofs`: a type cannot be told that is not one's own.
///
/// # Errors
/// If the programme has no answer.
pub fn best(board: &Board, proofs: bool) -> Result<Plan, DeskError> {
    let mut maker = Maker { board, program: Program::default() };
    let told: Vec<Vec<Told<u32>>> =
        (0..OWN).map(|own| (0..board.others).map(|_| maker.told(own)).collect()).collect();
    // Who tells nothing is answered by a plan of its own, in which the other side is told what to do as ever.
    let (mut silent_own, mut silent_other) = (Vec::new(), Vec::new());
    if proofs {
        silent_own = (0..board.others).map(|_| maker.told(SILENT)).collect();
        silent_other = (0..OWN).map(|own| maker.told(own)).collect();
    }
    let honest = [0, 1].map(|side| maker.honest(&told, side));
    for sums in honest.iter().flatten() {
        for (variable, factor) in sums {
            maker.program.costs[*variable as usize] += factor;
        }
    }
    for (truth, sum) in honest[0].iter().enumerate() {
        for report in (0..OWN).filter(|report| !proofs || *report == truth) {
            let deviates = maker.own_deviates(&told[report], truth);
            maker.no_better(deviates, board.chance[0][truth], sum);
        }
        if proofs {
            let deviates = maker.own_deviates(&silent_own, truth);
            maker.no_better(deviates, board.chance[0][truth], sum);
        }
    }
    for (truth, sum) in honest[1].iter().enumerate() {
        for report in (0..board.others).filter(|report| !proofs || *report == truth) {
            let column: Vec<&Told<u32>> = told.iter().map(|row| &row[report]).collect();
            let deviates = maker.other_deviates(&column, truth);
            maker.no_better(deviates, board.chance[1][truth], sum);
        }
        if proofs {
            let deviates = maker.other_deviates(&silent_other.iter().collect::<Vec<_>>(), truth);
            maker.no_better(deviates, board.chance[1][truth], sum);
        }
    }
    let size = [maker.program.costs.len(), maker.program.rows.len()];
    let answer: Answer = maker.program.solve("mediator")?;
    let miss = games::checker::programme(&maker.program, &answer.primal, &answer.dual);
    let value = |sums: &[Sum]| -> f64 {
        sums.iter().flatten().map(|(variable, factor)| factor * answer.primal[*variable as usize]).sum()
    };
    let payoffs = [value(&honest[0]), value(&honest[1])];
    let weights: Vec<Vec<Told<f64>>> =
        told.iter().map(|row| row.iter().map(|told| told.at(&answer.primal)).collect()).collect();
    let gain = super::checker::gain(board, &weights, proofs);
    Ok(Plan { payoffs, miss, gain, size, told: weights })
}

impl Maker<'_> {
    fn weight(&mut self) -> u32 {
        self.program.variable(0.0, false)
    }

    /// New variables for some acts that add up to a sum; `NONE` for the others.
    fn split<const N: usize>(&mut self, acts: &[usize], of: &[u32]) -> [u32; N] {
        let mut all = [NONE; N];
        if let ([act], [only]) = (acts, of) {
            all[*act] = *only;
            return all;
        }
        acts.iter().for_each(|act| all[*act] = self.weight());
        let mut terms: Sum = acts.iter().map(|act| (all[*act], 1.0)).collect();
        terms.extend(of.iter().map(|variable| (*variable, -1.0)));
        self.program.equals(terms, 0.0);
        all
    }

    fn told(&mut self, own: usize) -> Told<u32> {
        let board = self.board;
        let notice: Vec<u32> = (0..board.notices).map(|_| self.weight()).collect();
        self.program.equals(notice.iter().map(|variable| (*variable, 1.0)).collect(), 1.0);
        let first: Vec<[u32; ACTS]> =
            notice.iter().map(|of| self.split(&ALL, std::slice::from_ref(of))).collect();
        let (mut second, mut third) = (Vec::new(), Vec::new());
        let (mut after_own, mut after_other) = (Vec::new(), Vec::new());
        let all: Vec<usize> = (0..board.acts).collect();
        for (place, it) in board.second.iter().enumerate() {
            let (n, a) = it.by;
            let acts: [u32; COVERT + 1] = self.split(&all, &[first[n][a]]);
            let mut below = Vec::new();
            for (act, of) in acts.iter().enumerate().take(board.acts) {
                below.push([0, 1].map(|struck| {
                    let reached = act != COVERT || struck == 1;
                    let next = it.next[seen(act)][struck].as_ref().filter(|_| reached)?;
                    let told = if own == SILENT { &ALL[..] } else { &next.open[own] };
                    Some(self.split::<ACTS>(told, &[*of]))
                }));
                for shown in 0..ACTS {
                    for struck in 0..2 {
                        let Some(next) = &it.next[shown][struck] else { continue };
                        if own != SILENT && !board.fits(act, shown, struck) {
                            let reply = self.split::<ACTS>(&next.hard[own], &[*of]);
                            after_other.push((place, act, [shown, struck], reply));
                        }
                    }
                }
            }
            second.push(acts[..board.acts].to_vec());
            third.push(below);
            for (told, of) in notice.iter().enumerate() {
                if told != n {
                    let acts: [u32; COVERT + 1] = self.split(&it.hard, &[*of]);
                    after_own.push(((told, None, place), acts[..board.acts].to_vec()));
                }
            }
            for told in (0..ACTS).filter(|told| *told != a) {
                let acts: [u32; COVERT + 1] = self.split(&it.hard, &[first[n][told]]);
                after_own.push(((n, Some(told), place), acts[..board.acts].to_vec()));
            }
        }
        Told { notice, first, second, third, after_own, after_other }
    }

    /// What a side gets by honesty, by its type and with the chance of that type.
    fn honest(&self, told: &[Vec<Told<u32>>], side: usize) -> Vec<Sum> {
        let board = self.board;
        let mut sums = vec![Sum::new(); if side == 0 { OWN } else { board.others }];
        for (own, row) in told.iter().enumerate() {
            for (other, told) in row.iter().enumerate() {
                let weight = board.chance[0][own] * board.chance[1][other];
                told.each_end(board, other, |variable, chance, third, act| {
                    let gain = if side == 0 { third.own[act][own][other] } else { third.other[act][other] };
                    let place = if side == 0 { own } else { other };
                    sums[place].push((variable, weight * chance * gain));
                });
            }
        }
        sums
    }

    /// Honesty is at least as good as the deviation, which is per unit of the type's own chance.
    fn no_better(&mut self, deviates: Sum, chance: f64, honest: &Sum) {
        let mut row: Sum =
            deviates.into_iter().map(|(variable, factor)| (variable, chance * factor)).collect();
        row.extend(honest.iter().map(|(variable, factor)| (*variable, -factor)));
        self.program.at_most(gathered(row), 0.0);
    }

    /// The best of some sums; one alone is its own best.
    fn most(&mut self, mut sums: Vec<Sum>) -> Sum {
        if sums.len() == 1 {
            return sums.pop().unwrap_or_default();
        }
        let bound = self.program.variable(0.0, true);
        for mut sum in sums {
            sum.push((bound, -1.0));
            self.program.at_most(gathered(sum), 0.0);
        }
        vec![(bound, 1.0)]
    }

    /// The most that an own type gets when it told the type of this row.
    fn own_deviates(&mut self, row: &[Told<u32>], truth: usize) -> Sum {
        let board = self.board;
        let mut total = Sum::new();
        for notice in 0..board.notices {
            let mut obeys = Sum::new();
            for act in 0..ACTS {
                let mut ways = vec![self.own_obeys(row, truth, (notice, act))];
                for other in (0..ACTS).filter(|other| *other != act) {
                    ways.push(self.own_leaves(row, truth, (notice, Some(act)), (notice, other)));
                }
                obeys.extend(self.most(ways));
            }
            let mut ways = vec![obeys];
            for sent in (0..board.notices).filter(|sent| *sent != notice) {
                for act in 0..ACTS {
                    ways.push(self.own_leaves(row, truth, (notice, None), (sent, act)));
                }
            }
            total.extend(self.most(ways));
        }
        total
    }

    /// Told this notice and act, it does both, and at its last move the best for it.
    fn own_obeys(&mut self, row: &[Told<u32>], truth: usize, by: (usize, usize)) -> Sum {
        let board = self.board;
        let mut total = Sum::new();
        for (place, it) in board.second.iter().enumerate().filter(|(_, it)| it.by == by) {
            for shown in 0..ACTS {
                for struck in 0..2 {
                    let Some(next) = &it.next[shown][struck] else { continue };
                    for told in 0..ACTS {
                        let ways = next.open[truth].iter().map(|act| {
                            let mut sum = Sum::new();
                            for (other, plan) in row.iter().enumerate() {
                                for by in (0..board.acts).filter(|by| seen(*by) == shown) {
                                    let Some(weights) = &plan.third[place][by][struck] else { continue };
                                    let chance = board.chance[1][other] * it.chance;
                                    let chance = chance * board.outcome(by, struck, other);
                                    push(&mut sum, weights[told], chance * next.own[*act][truth][other]);
                                }
                            }
                            sum
                        });
                        let ways: Vec<Sum> = ways.collect();
                        if ways.iter().any(|sum| !sum.is_empty()) {
                            total.extend(self.most(ways));
                        }
                    }
                }
            }
        }
        total
    }

    /// Told this, it went to the places of another notice or act, and does the best for it from there.
    fn own_leaves(
        &mut self,
        row: &[Told<u32>],
        truth: usize,
        told: (usize, Option<usize>),
        by: (usize, usize),
    ) -> Sum {
        let board = self.board;
        let mut total = Sum::new();
        for (place, it) in board.second.iter().enumerate().filter(|(_, it)| it.by == by) {
            let way: Way = (told.0, told.1, place);
            let answers: Vec<&[u32]> = row.iter().map(|plan| plan.answer(way)).collect();
            for shown in 0..ACTS {
                for struck in 0..2 {
                    let Some(next) = &it.next[shown][struck] else { continue };
                    let ways = next.open[truth].iter().map(|act| {
                        let mut sum = Sum::new();
                        for (other, answer) in answers.iter().enumerate() {
                            for by in (0..board.acts).filter(|by| seen(*by) == shown) {
                                let chance = board.chance[1][other] * it.chance;
                                let chance = chance * board.outcome(by, struck, other);
                                push(&mut sum, answer[by], chance * next.own[*act][truth][other]);
                            }
                        }
                        sum
                    });
                    let ways: Vec<Sum> = ways.collect();
                    total.extend(self.most(ways));
                }
            }
        }
        total
    }

    /// The most that a type of the other side gets when it told the type of this column.
    fn other_deviates(&mut self, column: &[&Told<u32>], truth: usize) -> Sum {
        let board = self.board;
        let mut total = Sum::new();
        for (place, it) in board.second.iter().enumerate() {
            for told in 0..board.acts {
                let ways = (0..board.acts).map(|act| {
                    let mut sum = Sum::new();
                    for struck in 0..2 {
                        let chance = it.chance * board.outcome(act, struck, truth);
                        let shown = seen(act);
                        let Some(next) = it.next[shown][struck].as_ref().filter(|_| chance > 0.0) else {
                            continue;
                        };
                        for (own, plan) in column.iter().enumerate() {
                            let weights = plan.reply(board, place, told, [shown, struck]);
                            for (reply, variable) in weights.into_iter().flatten().enumerate() {
                                let gain = board.chance[0][own] * chance * next.other[reply][truth];
                                push(&mut sum, *variable, gain);
                            }
                        }
                    }
                    sum
                });
                let ways: Vec<Sum> = ways.collect();
                total.extend(self.most(ways));
            }
        }
        total
    }
}

impl<W: Copy> Told<W> {
    /// Every end of the plan with its chance, for a type of the other side that does as it is told.
    fn each_end(
        &self,
        board: &Board,
        other: usize,
        mut take: impl FnMut(u32, f64, &super::board::Third, usize),
    ) where
        W: Into<u32>,
    {
        for (it, below) in board.second.iter().zip(&self.third) {
            for (act, outcomes) in below.iter().enumerate() {
                for (struck, weights) in outcomes.iter().enumerate() {
                    let (Some(weights), Some(next)) = (weights, &it.next[seen(act)][struck]) else {
                        continue;
                    };
                    let chance = it.chance * board.outcome(act, struck, other);
                    for (reply, weight) in weights.iter().enumerate() {
                        let variable = (*weight).into();
                        if variable != NONE {
                            take(variable, chance, next, reply);
                        }
                    }
                }
            }
        }
    }

    /// What the other side is told after the own one left the plan this way.
    pub(super) fn answer(&self, way: Way) -> &[W] {
        self.after_own.iter().find(|(known, _)| *known == way).map_or(&[], |(_, acts)| acts)
    }

    /// What the own side is told where this is seen of the other, which was told that.
    pub(super) fn reply(
        &self,
        board: &Board,
        place: usize,
        told: usize,
        shown: [usize; 2],
    ) -> Option<&[W; ACTS]> {
        if board.fits(told, shown[0], shown[1]) {
            return self.third[place][told][shown[1]].as_ref();
        }
        let at =
            self.after_other.binary_search_by_key(&(place, told, shown), |it| (it.0, it.1, it.2)).ok()?;
        Some(&self.after_other[at].3)
    }
}

impl Told<u32> {
    fn at(&self, primal: &[f64]) -> Told<f64> {
        let of = |variable: &u32| primal.get(*variable as usize).copied().unwrap_or(0.0).max(0.0);
        Told {
            notice: self.notice.iter().map(of).collect(),
            first: self.first.iter().map(|acts| acts.each_ref().map(of)).collect(),
            second: self.second.iter().map(|acts| acts.iter().map(of).collect()).collect(),
            third: self
                .third
                .iter()
                .map(|acts| {
                    let both = |it: &[Option<[u32; ACTS]>; 2]| {
                        it.each_ref().map(|acts| acts.as_ref().map(|acts| acts.each_ref().map(of)))
                    };
                    acts.iter().map(both).collect()
                })
                .collect(),
            after_own: self
                .after_own
                .iter()
                .map(|(way, acts)| (*way, acts.iter().map(of).collect()))
                .collect(),
            after_other: self
                .after_other
                .iter()
                .map(|it| (it.0, it.1, it.2, it.3.each_ref().map(of)))
                .collect(),
        }
    }
}

fn push(sum: &mut Sum, variable: u32, factor: f64) {
    if variable != NONE && factor != 0.0 {
        sum.push((variable, factor));
    }
}

/// One term a variable, in order.
fn gathered(mut sum: Sum) -> Sum {
    sum.sort_unstable_by_key(|(variable, _)| *variable);
    sum.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    sum
}
