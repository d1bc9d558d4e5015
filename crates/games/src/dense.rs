//! Small dense systems, for the steps of a path.
//!
//! Elimination goes by panels of four columns, so that the rest of the matrix is walked once a panel and not once a
//! column (Golub, Van Loan, Matrix Computations, section 3.4).

/// A square matrix with its pivots, ready to solve with.
pub struct Factors {
    size: usize,
    values: Vec<f64>,
    order: Vec<usize>,
}

/// Columns that are eliminated together.
const PANEL: usize = 4;

/// Factors a matrix by rows; `None` if it is singular.
pub fn factor(mut values: Vec<f64>, size: usize) -> Option<Factors> {
    let mut order: Vec<usize> = (0..size).collect();
    let mut from = 0;
    while from < size {
        let to = (from + PANEL).min(size);
        panel(&mut values, &mut order, size, from..to)?;
        let (top, below) = values.split_at_mut(to * size);
        let panel = &mut top[from * size..];
        for at in 1..to - from {
            let (above, own) = panel.split_at_mut(at * size);
            for (column, row) in (from..).zip(above.chunks_exact(size)) {
                let by = own[column];
                own[to..size].iter_mut().zip(&row[to..]).for_each(|(value, u)| *value -= by * u);
            }
        }
        let mut rows = panel.chunks_exact(size).map(|row| &row[to..]);
        // A last panel of fewer columns has nothing below or beside it.
        let (Some(a), Some(b), Some(c), Some(d)) = (rows.next(), rows.next(), rows.next(), rows.next())
        else {
            break;
        };
        for line in below.chunks_exact_mut(size) {
            let (left, right) = line.split_at_mut(to);
            let by = [left[from], left[from + 1], left[from + 2], left[from + 3]];
            for ((((value, a), b), c), d) in right.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *value -= (by[0] * a + by[1] * b) + (by[2] * c + by[3] * d);
            }
        }
        from = to;
    }
    Some(Factors { size, values, order })
}

/// Eliminates the columns of a panel, in these columns alone; whole rows change places.
fn panel(
    values: &mut [f64],
    order: &mut [usize],
    size: usize,
    columns: std::ops::Range<usize>,
) -> Option<()> {
    for at in columns.clone() {
        let pivot = (at..size)
            .max_by(|a, b| values[a * size + at].abs().total_cmp(&values[b * size + at].abs()))
            .filter(|row| values[row * size + at].abs() > 1e-300)?;
        if pivot != at {
            let (top, below) = values.split_at_mut(pivot * size);
            top[at * size..(at + 1) * size].swap_with_slice(&mut below[..size]);
            order.swap(pivot, at);
        }
        let (top, below) = values.split_at_mut((at + 1) * size);
        let own = &top[at * size..];
        for line in below.chunks_exact_mut(size) {
            let factor = line[at] / own[at];
            line[at] = factor;
            let rest = at + 1..columns.end;
            line[rest.clone()].iter_mut().zip(&own[rest]).for_each(|(value, by)| *value -= factor * by);
        }
    }
    Some(())
}

impl Factors {
    /// Solves for one right-hand side.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let size = self.size;
        let mut x: Vec<f64> = self.order.iter().map(|row| right[*row]).collect();
        for row in 0..size {
            let line = &self.values[row * size..row * size + row];
            x[row] -= product(line, &x[..row]);
        }
        for row in (0..size).rev() {
            let line = &self.values[row * size..(row + 1) * size];
            x[row] = (x[row] - product(&line[row + 1..], &x[row + 1..])) / line[row];
        }
        x
    }
}

/// The product of two lists, in four sums side by side.
pub fn product(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (fours, others) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = fours.remainder().iter().zip(others.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in fours.zip(others) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

#[cfg(test)]
mod tests {
    use super::factor;

    #[test]
    fn systems_of_every_size_around_the_panel_are_solved() {
        for size in 1..14_usize {
            let value =
                |row: usize, column: usize| ((row * 7 + column * 13 + row * column) % 11) as f64 - 4.0;
            let mut matrix: Vec<f64> = (0..size * size).map(|at| value(at / size, at % size)).collect();
            (0..size).for_each(|at| matrix[at * size + (at + 1) % size] += 20.0);
            let wanted: Vec<f64> = (0..size).map(|at| at as f64 - 2.5).collect();
            let right: Vec<f64> = matrix
                .chunks_exact(size)
                .map(|row| row.iter().zip(&wanted).map(|(a, x)| a * x).sum())
                .collect();
            let found = factor(matrix, size).expect("not singular").solve(&right);
            let miss = found.iter().zip(&wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(miss < 1e-9, "size {size}: {miss:e}");
        }
    }

    #[test]
    fn a_singular_matrix_is_none() {
        assert!(factor(vec![1.0, 2.0, 2.0, 4.0], 2).is_none());
        assert!(factor(vec![0.0; 25], 5).is_none());
    }
}
