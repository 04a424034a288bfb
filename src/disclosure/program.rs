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

    /// A 4 × 4 table with nine withheld cells, of which one is exactly 47 for everybody, and the cell that has to be
    /// withheld besides.
    ///
    /// *Source:* sdcTable 0.34, test of its simple heuristic; intervals recomputed for the reference data.
    #[test]
    fn an_exactly_recoverable_cell_is_found_and_its_repair_too() {
        let table = [[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]];
        let withheld = ["wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd"];
        let bounds = |withheld: &[&str]| {
            let place = |name: &str| {
                let [row, column] = name.as_bytes() else { panic!("two letters") };
                usize::from(row - b'w') * 4 + usize::from(column - b'a')
            };
            let hidden: Vec<usize> = withheld.iter().map(|name| place(name)).collect();
            let unknown = |cell: usize| hidden.iter().position(|&known| known == cell);
            let lines = (0..4).flat_map(|line| {
                [(0..4).map(|i| line * 4 + i).collect::<Vec<_>>(), (0..4).map(|i| i * 4 + line).collect()]
            });
            let sums = lines.map(|line| {
                let parts: Vec<usize> = line.iter().filter_map(|&cell| unknown(cell)).collect();
                let sum = line.iter().filter(|&&cell| unknown(cell).is_some()).map(|cell| table[cell / 4][cell % 4]);
                (parts, f64::from(sum.sum::<i32>()))
            });
            let system = System { unknowns: hidden.len(), sums: sums.collect() };
            (0..hidden.len()).map(|cell| system.bounds(&[cell]).unwrap()).collect::<Vec<_>>()
        };
        let close = |found: Vec<(f64, f64)>, expected: &[(f64, f64)]| {
            found.iter().zip(expected).all(|(a, b)| (a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6)
        };
        let before = [
            (25.0, 94.0),
            (47.0, 47.0),
            (0.0, 69.0),
            (26.0, 95.0),
            (0.0, 69.0),
            (0.0, 185.0),
            (0.0, 185.0),
            (906.0, 1091.0),
            (585.0, 770.0),
        ];
        assert!(close(bounds(&withheld), &before));
        let repaired = bounds(&[withheld.as_slice(), &["xb"]].concat());
        assert!(close(repaired, &[(0.0, 120.0), (0.0, 141.0), (0.0, 69.0), (0.0, 120.0)]));
    }

    #[test]
    fn sums_that_contradict_each_other_have_no_bounds() {
        let system = System { unknowns: 1, sums: vec![(vec![0], 1.0), (vec![0], 2.0)] };
        assert_eq!(system.bounds(&[0]), None);
    }
}
