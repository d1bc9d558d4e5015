//! Linear programmes solved by a library's interior-point method.
//!
//! Both sides are solved, so that every answer comes with its bound; `checker::programme` verifies it from the statement.

use crate::checker::programme;
use crate::error::GameError;
use crate::program::{Answer, Program};
use clarabel::algebra::CscMatrix;
use clarabel::solver::{
    DefaultSettings, DefaultSettingsBuilder, DefaultSolver, IPSolver, SolverStatus, SupportedConeT,
};

impl Program {
    /// Solves by the interior-point method. What comes back is verified from the statement; a miss beyond 1e-6 is no
    /// answer.
    pub fn solve(&self, method: &str) -> Result<Answer, GameError> {
        let equal = self.rows.iter().filter(|row| row.equal).count();
        let signed: Vec<usize> = (0..self.costs.len()).filter(|at| !self.free[*at]).collect();
        let all = self.rows.len() + signed.len();
        // Equations first, then bounds, then signs.
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by_key(|at| !self.rows[*at].equal);
        let terms: usize = self.rows.iter().map(|row| row.terms.len()).sum();
        let mut entries = (Vec::with_capacity(terms), Vec::with_capacity(terms), Vec::with_capacity(terms));
        let mut bounds = vec![0.0; all];
        for (line, at) in order.iter().enumerate() {
            for (variable, factor) in &self.rows[*at].terms {
                entries.0.push(line);
                entries.1.push(*variable as usize);
                entries.2.push(*factor);
            }
            bounds[line] = self.rows[*at].bound;
        }
        for (line, variable) in (self.rows.len()..).zip(&signed) {
            entries.0.push(line);
            entries.1.push(*variable);
            entries.2.push(-1.0);
        }
        let size = self.costs.len();
        let matrix = CscMatrix::new_from_triplets(all, size, entries.0, entries.1, entries.2);
        let costs: Vec<f64> = self.costs.iter().map(|cost| -cost).collect();
        let cones = [SupportedConeT::ZeroConeT(equal), SupportedConeT::NonnegativeConeT(all - equal)];
        let refused = |why: &str| GameError::no_answer(method, why);
        let settings = settings().ok_or_else(|| refused("the solver's settings"))?;
        let none = CscMatrix::zeros((size, size));
        let mut solver = DefaultSolver::new(&none, &costs, &matrix, &bounds, &cones, settings)
            .map_err(|error| refused(&error.to_string()))?;
        solver.solve();
        let found = &solver.solution;
        match found.status {
            SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => {
                return Err(refused("the linear programme has no solution"));
            }
            SolverStatus::DualInfeasible | SolverStatus::AlmostDualInfeasible => {
                return Err(refused("the linear programme has no bound"));
            }
            _ => {}
        }
        let mut dual = vec![0.0; self.rows.len()];
        order.iter().zip(&found.z).for_each(|(at, y)| dual[*at] = *y);
        let answer = Answer { value: -found.obj_val, primal: found.x.clone(), dual };
        let miss = programme(self, &answer.primal, &answer.dual);
        let scale = self.costs.iter().chain(&bounds).fold(answer.value.abs().max(1.0), |m, c| m.max(c.abs()));
        if miss.is_nan() || miss > 1e-6 * scale {
            return Err(refused(&format!("{:?}; the constraints are missed by {miss:e}", found.status)));
        }
        Ok(answer)
    }
}

fn settings() -> Option<DefaultSettings<f64>> {
    let mut settings = DefaultSettingsBuilder::default();
    settings.verbose(false).tol_gap_abs(1e-12).tol_gap_rel(1e-12).tol_feas(1e-12).max_iter(400);
    settings.max_threads(1);
    settings.build().ok()
}
