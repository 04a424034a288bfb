//! What anybody can conclude from published sums: the least and the greatest value that a cell can have.

use std::panic::{AssertUnwindSafe, catch_unwind};

use microlp::{ComparisonOp, OptimizationDirection, Problem};

/// Unknowns, each at least 0, and sums of some of them that are known.
#[derive(Clone, Debug, Default)]
pub struct System {
    /// Number of unknowns.
    pub unknowns: usize,
    /// Which unknowns add up to what.
    pub sums: Vec<(Vec<usize>, f64)>,
}

impl System {
    /// Least and greatest value of the sum of some unknowns; `None` if the solver didn't find them.
    pub fn bounds(&self, target: &[usize]) -> Option<(f64, f64)> {
        let least = self.solve(target, OptimizationDirection::Minimize)?;
        let greatest = self.solve(target, OptimizationDirection::Maximize)?;
        Some((least, greatest))
    }

    fn solve(&self, target: &[usize], direction: OptimizationDirection) -> Option<f64> {
        // A known sum of 0 says that every part is 0: what is left is smaller.
        let mut gone = vec![false; self.unknowns];
        for (parts, _) in self.sums.iter().filter(|(_, sum)| *sum == 0.0) {
            parts.iter().for_each(|&part| gone[part] = true);
        }
        let mut wanted = vec![0.0; self.unknowns];
        target.iter().for_each(|&unknown| wanted[unknown] = 1.0);
        let mut problem = Problem::new(direction);
        let variables: Vec<_> = (0..self.unknowns)
            .map(|unknown| (!gone[unknown]).then(|| problem.add_var(wanted[unknown], (0.0, f64::INFINITY))))
            .collect();
        for (parts, sum) in self.sums.iter().filter(|(_, sum)| *sum != 0.0) {
            let parts: Vec<_> = parts.iter().filter_map(|&part| Some((variables[part]?, 1.0))).collect();
            problem.add_constraint(&parts, ComparisonOp::Eq, *sum);
        }
        // The solver's authors warn that it may panic; not having an answer is an answer here.
        let solved = catch_unwind(AssertUnwindSafe(|| problem.solve())).ok()?.ok()?;
        solved.is_optimal().then(|| solved.solution().map(|solution| solution.objective())).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_that_contradict_each_other_have_no_bounds() {
        let system = System { unknowns: 1, sums: vec![(vec![0], 1.0), (vec![0], 2.0)] };
        assert_eq!(system.bounds(&[0]), None);
    }
}
