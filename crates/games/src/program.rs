//! Linear programmes as the solvers state them.
//!
//! max c x subject to rows `a x <= b` or `a x = b`, x >= 0 where not free. The dual is min b y, y >= 0 on `<=` rows.

/// One row: terms, bound, and whether it is an equation.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// (variable, factor).
    pub terms: Vec<(u32, f64)>,
    /// Right-hand side.
    pub bound: f64,
    /// `=` or `<=`.
    pub equal: bool,
}

/// A programme.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Program {
    /// What is made as large as can be.
    pub costs: Vec<f64>,
    /// Whether a variable may be negative.
    pub free: Vec<bool>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The value.
    pub value: f64,
    /// The variables.
    pub primal: Vec<f64>,
    /// The prices of the rows.
    pub dual: Vec<f64>,
}

impl Program {
    /// A new variable; its number.
    pub fn variable(&mut self, cost: f64, free: bool) -> u32 {
        self.costs.push(cost);
        self.free.push(free);
        u32::try_from(self.costs.len() - 1).unwrap_or(u32::MAX)
    }

    /// `terms <= bound`.
    pub fn at_most(&mut self, terms: Vec<(u32, f64)>, bound: f64) {
        self.rows.push(Row { terms, bound, equal: false });
    }

    /// `terms = bound`.
    pub fn equals(&mut self, terms: Vec<(u32, f64)>, bound: f64) {
        self.rows.push(Row { terms, bound, equal: true });
    }
}
