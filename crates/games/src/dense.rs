//! Small dense systems, for the steps of a path.

/// A square matrix with its pivots, ready to solve with.
pub struct Factors {
    size: usize,
    values: Vec<f64>,
    order: Vec<usize>,
}

/// Factors a matrix by rows; `None` if it is singular.
pub fn factor(mut values: Vec<f64>, size: usize) -> Option<Factors> {
    let mut order: Vec<usize> = (0..size).collect();
    for at in 0..size {
        let pivot = (at..size)
            .max_by(|a, b| values[a * size + at].abs().total_cmp(&values[b * size + at].abs()))
            .filter(|row| values[row * size + at].abs() > 1e-300)?;
        if pivot != at {
            for column in 0..size {
                values.swap(pivot * size + column, at * size + column);
            }
            order.swap(pivot, at);
        }
        let (top, below) = values.split_at_mut((at + 1) * size);
        let own = &top[at * size..];
        for line in below.chunks_exact_mut(size) {
            let factor = line[at] / own[at];
            line[at] = factor;
            if factor != 0.0 {
                line[at + 1..].iter_mut().zip(&own[at + 1..]).for_each(|(value, by)| *value -= factor * by);
            }
        }
    }
    Some(Factors { size, values, order })
}

impl Factors {
    /// Solves for one right-hand side.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let size = self.size;
        let mut x: Vec<f64> = self.order.iter().map(|row| right[*row]).collect();
        for row in 0..size {
            let line = &self.values[row * size..row * size + row];
            let sum: f64 = line.iter().zip(&x).map(|(a, b)| a * b).sum();
            x[row] -= sum;
        }
        for row in (0..size).rev() {
            let line = &self.values[row * size..(row + 1) * size];
            let sum: f64 = line[row + 1..].iter().zip(&x[row + 1..]).map(|(a, b)| a * b).sum();
            x[row] = (x[row] - sum) / line[row];
        }
        x
    }
}
