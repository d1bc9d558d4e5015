//! Pivoting on a dense table: the game of one matrix (Dantzig 1951) and complementary paths (Lemke, Howson 1964).

use crate::normal::Table;

/// The value of a matrix to the row player, and optimal mixtures of both.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixGame {
    /// What the row player can secure.
    pub value: f64,
    /// Of the rows.
    pub rows: Vec<f64>,
    /// Of the columns.
    pub columns: Vec<f64>,
}

/// A dictionary `basic = constant - table * nonbasic`, all kept at or above zero; the last row is the objective.
struct Dictionary {
    columns: usize,
    /// Row by row; each row's last entry is its constant.
    values: Vec<f64>,
    /// Which variable stands in each row and each column.
    basic: Vec<usize>,
    free: Vec<usize>,
}

impl Dictionary {
    fn width(&self) -> usize {
        self.columns + 1
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let width = self.width();
        let scale = 1.0 / self.values[row * width + column];
        let (before, rest) = self.values.split_at_mut(row * width);
        let (own, after) = rest.split_at_mut(width);
        own.iter_mut().for_each(|value| *value *= scale);
        own[column] = scale;
        for line in before.chunks_exact_mut(width).chain(after.chunks_exact_mut(width)) {
            let factor = line[column];
            if factor != 0.0 {
                line.iter_mut().zip(own.iter()).for_each(|(value, by)| *value -= factor * by);
                line[column] = -factor * scale;
            }
        }
        std::mem::swap(&mut self.basic[row], &mut self.free[column]);
    }

    /// The row that leaves when a column enters: the smallest ratio, ties to the row with the larger factor.
    fn leaving(&self, column: usize, rows: usize) -> Option<usize> {
        let width = self.width();
        let mut best: Option<(f64, f64, usize)> = None;
        for row in 0..rows {
            let factor = self.values[row * width + column];
            if factor > 1e-11 {
                let ratio = self.values[row * width + self.columns].max(0.0) / factor;
                let better = best.is_none_or(|(least, by, _)| {
                    ratio < least - 1e-14 * least || ratio <= least && factor > by
                });
                if better {
                    best = Some((ratio, factor, row));
                }
            }
        }
        best.map(|(_, _, row)| row)
    }
}

/// Solves the game of a matrix: the column player packs weights under the rows, `max sum y, A y <= 1`, A made positive.
pub fn matrix_game(table: &Table) -> MatrixGame {
    let (rows, columns) = (table.rows, table.columns);
    let low = table.values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = table.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let range = if high > low { high - low } else { 1.0 };
    let width = columns + 1;
    let mut values = Vec::with_capacity((rows + 1) * width);
    for row in 0..rows {
        values.extend(table.row(row).iter().map(|value| (value - low) / range + 1.0));
        values.push(1.0);
    }
    // The objective's row holds -1 for what still pays to enter, and its constant the sum so far.
    values.extend(std::iter::repeat_n(-1.0, columns));
    values.push(0.0);
    let basic = (columns..columns + rows).collect();
    let mut at = Dictionary { columns, values, basic, free: (0..columns).collect() };
    let limit = 50 * (rows + columns) + 1_000;
    for step in 0..limit {
        let costs = &at.values[rows * width..rows * width + columns];
        // The steepest column; towards the limit the lowest-numbered variable, which cannot go round in circles.
        let entering = if step < limit / 2 {
            let best = (0..columns).min_by(|a, b| costs[*a].total_cmp(&costs[*b]));
            best.filter(|column| costs[*column] < -1e-12)
        } else {
            (0..columns).filter(|column| costs[*column] < -1e-12).min_by_key(|column| at.free[*column])
        };
        let Some(column) = entering else { break };
        let Some(row) = at.leaving(column, rows) else { break };
        at.pivot(row, column);
    }
    let total = at.values[rows * width + columns];
    let mut mixed = (vec![0.0; rows], vec![0.0; columns]);
    for (row, variable) in at.basic.iter().enumerate() {
        if *variable < columns {
            mixed.1[*variable] = at.values[row * width + columns].max(0.0);
        }
    }
    for (column, variable) in at.free.iter().enumerate() {
        if *variable >= columns {
            mixed.0[*variable - columns] = at.values[rows * width + column].max(0.0);
        }
    }
    scaled(&mut mixed.0);
    scaled(&mut mixed.1);
    MatrixGame { value: (1.0 / total - 1.0) * range + low, rows: mixed.0, columns: mixed.1 }
}

/// Makes the sum one.
pub fn scaled(values: &mut [f64]) {
    let total: f64 = values.iter().sum();
    if total > 0.0 {
        values.iter_mut().for_each(|value| *value /= total);
    } else if let Some(first) = values.first_mut() {
        *first = 1.0;
    }
}

/// One equilibrium of a game of two by the path of a missing label; `None` if the path does not end in time.
pub fn lemke_howson(first: &Table, second: &Table, label: usize) -> Option<(Vec<f64>, Vec<f64>)> {
    let (m, n) = (first.rows, first.columns);
    // Rows: the column player's best replies (r_j = 1 - B' x) and the row player's (s_i = 1 - A y). Labels 0..m are the
    // row player's strategies, m..m+n the column player's.
    let mut sides = [side(&second.turned(), m, 0), side(first, m, 1)];
    let mut entering = label;
    // The variable x_k stands in side 0, y_j in side 1; the slack with the same label stands in the other one.
    let mut at = usize::from(label >= m);
    for _ in 0..200_000 {
        let (rows, column) = (sides[at].rows, sides[at].at.free.iter().position(|own| *own == entering)?);
        let row = sides[at].lexicographic(column, rows)?;
        let leaving = sides[at].at.basic[row];
        sides[at].at.pivot(row, column);
        let own = leaving % (m + n);
        if own == label {
            let x = sides[0].mixture(0, m);
            let y = sides[1].mixture(m, n);
            return Some((x, y));
        }
        // The twin of what left enters on the other side.
        entering = if leaving >= m + n { own } else { own + m + n };
        at = 1 - at;
    }
    None
}

/// One of the two polytopes of a path. Variables below m + n are weights, those above their slacks of the same label.
struct Side {
    rows: usize,
    at: Dictionary,
    /// The inverse of the basis, for ties.
    shadow: Vec<f64>,
}

fn side(table: &Table, m: usize, which: usize) -> Side {
    let (rows, columns) = (table.rows, table.columns);
    let low = table.values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = table.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let range = if high > low { high - low } else { 1.0 };
    let mut values = Vec::with_capacity(rows * (columns + 1));
    for row in 0..rows {
        values.extend(table.row(row).iter().map(|value| (value - low) / range + 1.0));
        values.push(1.0);
    }
    let all = rows + columns;
    // Side 0 has the row player's weights (labels 0..m) and the slacks of the column player's labels; side 1 the reverse.
    let (free, slacks) = if which == 0 { (0, m) } else { (m, 0) };
    let basic = (0..rows).map(|row| all + slacks + row).collect();
    let free = (0..columns).map(|column| free + column).collect();
    let mut shadow = vec![0.0; rows * rows];
    (0..rows).for_each(|row| shadow[row * rows + row] = 1.0);
    Side { rows, at: Dictionary { columns, values, basic, free }, shadow }
}

impl Side {
    /// The smallest ratio, ties by what a small shift of each bound would do: no path goes in circles.
    fn lexicographic(&mut self, column: usize, rows: usize) -> Option<usize> {
        let width = self.at.width();
        let factor = |row: usize| self.at.values[row * width + column];
        let ratio = |row: usize| self.at.values[row * width + width - 1] / factor(row);
        let mut tied: Vec<usize> = (0..rows).filter(|row| factor(*row) > 1e-11).collect();
        let least = tied.iter().map(|row| ratio(*row)).fold(f64::INFINITY, f64::min);
        let near = |value: f64, least: f64| value <= least + 1e-11 * (1.0 + least.abs());
        tied.retain(|row| near(ratio(*row), least));
        for shift in 0..rows {
            if tied.len() <= 1 {
                break;
            }
            let by = |row: usize| self.shadow[row * rows + shift] / factor(row);
            let least = tied.iter().map(|row| by(*row)).fold(f64::INFINITY, f64::min);
            tied.retain(|row| near(by(*row), least));
        }
        let row = *tied.first()?;
        self.follow(row, column);
        Some(row)
    }

    /// Does to the shadow what the pivot is about to do to the bounds.
    fn follow(&mut self, row: usize, column: usize) {
        let (width, rows) = (self.at.width(), self.rows);
        let scale = 1.0 / self.at.values[row * width + column];
        let own: Vec<f64> = self.shadow[row * rows..(row + 1) * rows].iter().map(|v| v * scale).collect();
        for line in (0..rows).filter(|line| *line != row) {
            let factor = self.at.values[line * width + column];
            if factor != 0.0 {
                let target = &mut self.shadow[line * rows..(line + 1) * rows];
                target.iter_mut().zip(&own).for_each(|(value, by)| *value -= factor * by);
            }
        }
        self.shadow[row * rows..(row + 1) * rows].copy_from_slice(&own);
    }

    fn mixture(&self, from: usize, count: usize) -> Vec<f64> {
        let width = self.at.width();
        let mut mixed = vec![0.0; count];
        for (row, variable) in self.at.basic.iter().enumerate() {
            if (from..from + count).contains(variable) {
                mixed[variable - from] = self.at.values[row * width + width - 1].max(0.0);
            }
        }
        scaled(&mut mixed);
        mixed
    }
}
