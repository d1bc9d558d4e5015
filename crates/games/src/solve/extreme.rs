//! All extreme equilibria of a game of two, in exact fractions (Avis, Rosenberg, Savani, von Stengel, Enumeration of Nash
//! Equilibria for Two-Player Games, 2010).
//!
//! The vertices of both best-response polytopes are enumerated in floats, breadth first over their feasible bases, so that
//! no vertex is many pivots from the start; vertices whose labels make up all strategies are matched; each matched pair is
//! then solved and checked in fractions, and only what holds exactly is given.

use crate::error::GameError;
use crate::normal::Normal;
use crate::number::Rational;
use num_traits::{Signed, Zero};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Strategies of both players together, at most.
pub const STRATEGIES: usize = 60;

/// Bases of one polytope, at most.
const BASES: usize = 400_000;

/// A mixture of each player, exact.
pub type Pair = (Vec<Rational>, Vec<Rational>);

const METHOD: &str = "all-nash";

/// Every extreme equilibrium, in the order of their supports.
pub fn equilibria(game: &Normal) -> Result<Vec<Pair>, GameError> {
    if game.count() != 2 {
        return Err(GameError::undefined(METHOD, format!("it needs 2 players, not {}", game.count())));
    }
    let (m, n) = (game.size(0), game.size(1));
    if m + n > STRATEGIES {
        let why = format!("{} strategies of both players; at most {STRATEGIES}", m + n);
        return Err(GameError::too_large(METHOD, why));
    }
    let ((first, second), whole) = (tables(game), label(m + n) - 1);
    // The row player's mixtures face the column player's payoffs, and the reverse.
    let (rows, columns) = rayon::join(|| vertices(&second, n, m, 0, m), || vertices(&first, m, n, m, 0));
    let (rows, columns) = (rows?, columns?);
    let pairs: Vec<(u64, u64)> = rows
        .iter()
        .flat_map(|row| columns.iter().filter(move |column| row | **column == whole).map(move |c| (*row, *c)))
        // The origins' pair is no profile.
        .filter(|(row, column)| row & (label(m) - 1) != label(m) - 1 && column >> m != label(n) - 1)
        .collect();
    let exact = (turned_exact(game, 1), turned_exact(game, 0));
    let found: Vec<Option<Pair>> = pairs
        .par_iter()
        .map(|(row, column)| {
            // The row player's mixture is fixed by the replies that it leaves equal, and the reverse.
            let x = mixture(&exact.0, *row, 0, m, m)?;
            let y = mixture(&exact.1, *column, m, n, 0)?;
            is_equilibrium(&exact, &x, &y).then_some((x, y))
        })
        .collect();
    let mut list: Vec<Pair> = found.into_iter().flatten().collect();
    list.sort();
    list.dedup();
    if list.is_empty() {
        return Err(GameError::no_answer(METHOD, "no pair of vertices held exactly; scale the payoffs"));
    }
    list.reverse();
    Ok(list)
}

fn label(at: usize) -> u64 {
    1 << at
}

/// Positive payoffs near one: the row player's by (row, column), and the column player's by (column, row).
fn tables(game: &Normal) -> (Vec<f64>, Vec<f64>) {
    let positive = |player: usize| {
        let table = game.table(player);
        let low = table.values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = table.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let range = if high > low { high - low } else { 1.0 };
        table.values.iter().map(|value| (value - low) / range + 0.5).collect()
    };
    (positive(0), positive(1))
}

/// A dictionary of `table z <= 1, z >= 0`: its basis by labels, and its numbers.
struct Basis {
    values: Vec<f64>,
    /// Label of the variable in each row and column: a weight's own, or a slack's.
    rows: Vec<u8>,
    columns: Vec<u8>,
}

/// The label sets of all vertices: label of each weight that is zero, and of each reply that is best.
fn vertices(
    table: &[f64],
    rows: usize,
    columns: usize,
    weights: usize,
    slacks: usize,
) -> Result<BTreeSet<u64>, GameError> {
    let width = columns + 1;
    let mut values = Vec::with_capacity(rows * width);
    for row in 0..rows {
        values.extend(&table[row * columns..(row + 1) * columns]);
        values.push(1.0);
    }
    let narrow = |at: usize| u8::try_from(at).unwrap_or(u8::MAX);
    let start = Basis {
        values,
        rows: (0..rows).map(|row| narrow(slacks + row)).collect(),
        columns: (0..columns).map(|column| narrow(weights + column)).collect(),
    };
    let mask = |labels: &[u8]| labels.iter().fold(0_u64, |all, own| all | label(usize::from(*own)));
    let mut seen = BTreeSet::from([mask(&start.columns)]);
    let mut found = BTreeSet::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(basis) = queue.pop_front() {
        // Labels at this vertex: all that is not basic, and what is basic at zero.
        let zero = (0..rows).filter(|row| basis.values[row * width + columns] < 1e-9);
        found.insert(zero.fold(mask(&basis.columns), |all, row| all | label(usize::from(basis.rows[row]))));
        for column in 0..columns {
            let ratio = |row: usize| {
                basis.values[row * width + columns].max(0.0) / basis.values[row * width + column]
            };
            let positive = |row: &usize| basis.values[row * width + column] > 1e-9;
            let least = (0..rows).filter(positive).map(ratio).fold(f64::INFINITY, f64::min);
            for row in (0..rows).filter(positive).filter(|row| ratio(*row) <= least * (1.0 + 1e-9) + 1e-10) {
                let next = mask(&basis.columns) & !label(usize::from(basis.columns[column]))
                    | label(usize::from(basis.rows[row]));
                if seen.insert(next) {
                    queue.push_back(pivoted(&basis, width, row, column));
                }
            }
        }
        if seen.len() > BASES {
            return Err(GameError::too_large(METHOD, format!("more than {BASES} bases of one polytope")));
        }
    }
    Ok(found)
}

fn pivoted(basis: &Basis, width: usize, row: usize, column: usize) -> Basis {
    let scale = 1.0 / basis.values[row * width + column];
    let mut own: Vec<f64> = basis.values[row * width..(row + 1) * width].iter().map(|v| v * scale).collect();
    own[column] = scale;
    let mut values = Vec::with_capacity(basis.values.len());
    for (line, old) in basis.values.chunks_exact(width).enumerate() {
        if line == row {
            values.extend(&own);
            continue;
        }
        let factor = old[column];
        values.extend(old.iter().zip(&own).map(|(value, by)| value - factor * by));
        values[line * width + column] = -factor * scale;
    }
    let (mut rows, mut columns) = (basis.rows.clone(), basis.columns.clone());
    std::mem::swap(&mut rows[row], &mut columns[column]);
    Basis { values, rows, columns }
}

/// A player's exact payoffs: own strategies down, the other's across.
fn turned_exact(game: &Normal, player: usize) -> Vec<Vec<Rational>> {
    let others = game.others(player);
    (0..game.size(player))
        .map(|own| {
            others.iter().map(|cell| game.exact(game.with(*cell, player, own), player).clone()).collect()
        })
        .collect()
}

/// The mixture of one player that its labels fix: weights without a label are positive, replies with one pay the same.
/// `replies` are the other player's payoffs, its own strategies down.
fn mixture(
    replies: &[Vec<Rational>],
    labels: u64,
    weights: usize,
    count: usize,
    slacks: usize,
) -> Option<Vec<Rational>> {
    let support: Vec<usize> = (0..count).filter(|at| labels & label(weights + at) == 0).collect();
    let best: Vec<usize> = (0..replies.len()).filter(|at| labels & label(slacks + at) != 0).collect();
    let size = support.len() + 1;
    // Unknowns: the weights of the support and the payoff that the best replies share.
    let mut lines: Vec<Vec<Rational>> = Vec::new();
    let whole = |n: i64| Rational::from_integer(n.into());
    let mut sum = vec![whole(1); size + 1];
    sum[size - 1] = Rational::zero();
    lines.push(sum);
    for reply in best {
        let mut line: Vec<Rational> = support.iter().map(|own| replies[reply][*own].clone()).collect();
        line.push(whole(-1));
        line.push(Rational::zero());
        lines.push(line);
    }
    let solved = solve_exact(lines, size)?;
    let mut mixed = vec![Rational::zero(); count];
    support.into_iter().zip(solved).for_each(|(at, value)| mixed[at] = value);
    Some(mixed)
}

/// The one solution of a system with at least as many lines as unknowns; the last column is the right-hand side.
fn solve_exact(mut lines: Vec<Vec<Rational>>, size: usize) -> Option<Vec<Rational>> {
    for at in 0..size {
        let row = (at..lines.len()).find(|row| !lines[*row][at].is_zero())?;
        lines.swap(at, row);
        let scale = lines[at][at].recip();
        lines[at].iter_mut().skip(at).for_each(|value| *value *= &scale);
        let own = lines[at].clone();
        for (row, line) in lines.iter_mut().enumerate() {
            if row != at && !line[at].is_zero() {
                let factor = line[at].clone();
                line.iter_mut().zip(&own).skip(at).for_each(|(value, by)| *value -= by * &factor);
            }
        }
    }
    let consistent = lines[size..].iter().all(|line| line[size].is_zero());
    consistent.then(|| lines[..size].iter().map(|line| line[size].clone()).collect())
}

/// Whether nobody gains by leaving, exactly.
fn is_equilibrium(exact: &(Vec<Vec<Rational>>, Vec<Vec<Rational>>), x: &[Rational], y: &[Rational]) -> bool {
    let mixed = [x, y];
    if mixed.iter().any(|own| own.iter().any(Signed::is_negative)) {
        return false;
    }
    (0..2).all(|player| {
        let replies = if player == 0 { &exact.1 } else { &exact.0 };
        let other = mixed[1 - player];
        let values: Vec<Rational> = replies
            .iter()
            .map(|row| row.iter().zip(other).filter(|(_, p)| !p.is_zero()).map(|(a, p)| a * p).sum())
            .collect();
        let best = values.iter().max();
        values.iter().zip(mixed[player]).all(|(value, weight)| weight.is_zero() || Some(value) == best)
    })
}
