//! The best result of measuring tables by themselves and combining them by least squares: over all allocations to the
//! tables with the most groups of each level, as no others are worth measuring.

/// Whether a residual or table has the group of seven, and its number of the six groups of two.
type Class = (usize, usize);

fn choose(n: usize, k: usize) -> f64 {
    if k > n { 0.0 } else { (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product() }
}

fn classes(most: usize) -> impl Iterator<Item = Class> {
    (0..2).flat_map(move |a| (0..=most.saturating_sub(a)).filter(move |b| a + b <= most).map(move |b| (a, b)))
}

/// Variances of the residuals of all levels from their precisions, coarse to fine, on average over areas.
fn on_tree(kids: &[usize], precisions: &[f64]) -> Vec<f64> {
    let leaves = |k: usize| precisions.get(2).map_or(f64::INFINITY, |q| k as f64 / q);
    let below: Vec<(f64, f64)> = kids
        .iter()
        .map(|&k| (precisions.get(1).map_or(f64::INFINITY, |q| 1.0 / (q + 1.0 / leaves(k))), leaves(k)))
        .collect();
    let sum: f64 = below.iter().map(|(own, _)| own).sum();
    let top = 1.0 / (precisions[0] + 1.0 / sum);
    let mut found = vec![top];
    if precisions.len() > 1 {
        let own = |v: f64| v + (v / sum).powi(2) * (top - sum);
        found.push(below.iter().map(|(v, _)| own(*v)).sum::<f64>() / kids.len() as f64);
        if let Some(leaf) = precisions.get(2).map(|q| 1.0 / q) {
            let finest = kids
                .iter()
                .zip(&below)
                .map(|(&k, (v, leaves))| k as f64 * (leaf + (leaf / leaves).powi(2) * (own(*v) - leaves)));
            found.push(finest.sum::<f64>() / kids.iter().sum::<usize>() as f64);
        }
    }
    found
}

/// Sum over levels of the mean variance of all tables of each, times the level's factor.
fn objective(kids: &[usize], x: &[[f64; 2]; 3], counts: [f64; 3]) -> f64 {
    let most = [3, 2, 1];
    let variances = |(a, b): Class| {
        let of = |level: &usize| {
            let m: usize = most[*level];
            let with_age = if m > b { choose(6 - b, m - 1 - b) / 2_f64.powi((m - 1 - b) as i32) } else { 0.0 };
            match a {
                1 => x[*level][0] * with_age,
                _ => x[*level][0] * with_age / 7.0 + x[*level][1] * choose(6 - b, m - b) / 2_f64.powi((m - b) as i32),
            }
        };
        let levels: Vec<usize> = (0..3).filter(|&level| a + b <= most[level]).collect();
        on_tree(kids, &levels.iter().map(of).collect::<Vec<f64>>())
    };
    let residuals: Vec<(Class, Vec<f64>)> = classes(3).map(|class| (class, variances(class))).collect();
    let level = |(level, counts): (usize, f64)| {
        let (mut sum, mut tables) = (0.0, 0.0);
        for (a, b) in classes(most[level]) {
            let own = residuals.iter().filter(|((ra, rb), _)| *ra <= a && *rb <= b).map(|((ra, rb), found)| {
                let age = if a == 0 {
                    1.0
                } else if *ra == 1 {
                    6.0 / 7.0
                } else {
                    1.0 / 49.0
                };
                found[level] * age * choose(b, *rb) * 0.5_f64.powi(*rb as i32) * 0.25_f64.powi((b - rb) as i32)
            });
            sum += choose(6, b) * own.sum::<f64>();
            tables += choose(6, b);
        }
        counts * sum / tables
    };
    counts.into_iter().enumerate().map(level).sum()
}

/// The minimum.
pub(super) fn best(kids: &[usize], counts: [f64; 3]) -> f64 {
    let tables = [[choose(6, 2), choose(6, 3)], [choose(6, 1), choose(6, 2)], [1.0, 6.0]];
    let mut x = tables.map(|own| own.map(|count: f64| 1.0 / (6.0 * count)));
    for _ in 0..200 {
        let now = objective(kids, &x, counts);
        let mut next = x;
        for level in 0..3 {
            for kind in 0..2 {
                let (mut more, step) = (x, x[level][kind] * 1e-5);
                more[level][kind] += step;
                let gain = (now - objective(kids, &more, counts)) / step / tables[level][kind];
                next[level][kind] = x[level][kind] * gain.max(1e-300).sqrt();
            }
        }
        let spent: f64 = next.iter().flatten().zip(tables.iter().flatten()).map(|(x, count)| x * count).sum();
        x = next.map(|own| own.map(|x| x / spent));
    }
    objective(kids, &x, counts)
}
