//! The protected figures of a cell: noise on every independent quantity, everything else computed from these, then
//! rounding. Whoever knows the figures knows no more than the noisy quantities say.

use super::noise::{Discrete, NoiseKey, Size, Statistic, normal};
use super::variances::Variances;
use crate::charter::{Knowledge, Method, MissingDimension, Rules};
use crate::model::Statistics;

/// The independent quantities of a cell, exact, and the sum of its contributors' record keys.
#[derive(Clone, Debug)]
pub(super) struct Quantities {
    pub persons: u64,
    pub weight: f64,
    /// Σw(x − 50), over the persons who have the dimension.
    pub dimensions: Vec<f64>,
    /// Weight of the persons who have the dimension.
    pub dimension_weights: Vec<f64>,
    /// Σw(x − 50) of the index.
    pub index: f64,
    /// Weight by band, without the last.
    pub bands: Vec<f64>,
    /// Sum over all that its contributors add to any quantity. A change of one redraws the noise of all: if it didn't, a
    /// later release would show which quantities of a cell changed and which didn't, such as whether anybody joined.
    pub key: u128,
}

impl Quantities {
    /// The same with a person more or less who adds as much as anybody can: the largest weight, and scores at an end.
    pub(super) fn with(&self, persons: i64, cap: f64) -> Self {
        let more = persons as f64 * cap;
        let add = |weights: &[f64], more: f64| weights.iter().map(|weight| weight + more).collect();
        Self {
            persons: self.persons.saturating_add_signed(persons),
            weight: self.weight + more,
            dimensions: add(&self.dimensions, -50.0 * more),
            dimension_weights: add(&self.dimension_weights, more),
            index: self.index - 50.0 * more,
            bands: self.bands.iter().enumerate().map(|(band, w)| if band == 0 { w + more } else { *w }).collect(),
            key: self.key,
        }
    }
}

/// What is the same for all cells of a level.
pub(super) struct Protection<'a> {
    method: &'a Method,
    rules: &'a Rules,
    key: &'a NoiseKey,
    /// Largest weight that a person has.
    cap: f64,
    weighted: bool,
    size: Size,
    /// Whether shares of few people are given as bounds.
    bounded: bool,
    counts: Discrete,
    noise: Variances,
}

impl<'a> Protection<'a> {
    /// Noise of this size.
    pub(super) fn new(
        method: &'a Method,
        rules: &'a Rules,
        key: &'a NoiseKey,
        cap: Option<f64>,
        noise: Variances,
    ) -> Self {
        let counts = match rules.knowledge {
            Knowledge::Sample => Discrete::bounded(noise.persons, 5),
            Knowledge::Population => Discrete::gaussian(noise.persons),
        };
        Self {
            method,
            rules,
            key,
            cap: cap.unwrap_or(1.0),
            weighted: cap.is_some(),
            size: Size::of(noise.persons),
            bounded: true,
            counts,
            noise,
        }
    }

    /// The same with one draw for all sizes.
    pub(super) fn one_draw(self) -> Self {
        Self { size: Size::NONE, ..self }
    }

    /// The same with every share as it is.
    pub(super) fn unbounded(self) -> Self {
        Self { bounded: false, ..self }
    }

    /// The same without noise.
    pub(super) fn silent(self) -> Self {
        Self { counts: Discrete::bounded(1e-9, 0), noise: Variances::default(), ..self }
    }

    /// Puts the figures of a cell, by column; `None` if they aren't reliable enough to be shown.
    pub(super) fn figures(&self, cell: &Quantities, statistics: Statistics) -> Option<Vec<f64>> {
        let count = |statistic, key| self.counts.at(self.key.draw(statistic, self.size, key)[0]) as f64;
        let gauss = |statistic, key| {
            let [first, second, ..] = self.key.draw(statistic, self.size, key);
            normal(first, second)
        };
        let persons = (cell.persons as f64 + count(Statistic::Persons, cell.key)).max(0.0);
        if persons < f64::from(self.rules.reliable_persons) {
            return None;
        }
        let weight = match (self.weighted, self.rules.knowledge) {
            (false, _) => persons,
            // Nobody knows the others in a sample: the mean weight of a cell tells of nobody.
            (true, Knowledge::Sample) => persons * cell.weight / cell.persons as f64,
            (true, Knowledge::Population) => {
                cell.weight + self.noise.weight.sqrt() * gauss(Statistic::Weight, cell.key)
            }
        };
        let mean = |sum: f64, weight: f64, statistic, key| {
            (50.0 + (sum + self.noise.sum.sqrt() * gauss(statistic, key)) / weight).clamp(0.0, 100.0)
        };
        let partial = self.method.missing_dimension == MissingDimension::AverageOfAnswered;
        let dimension_weight = |d: usize| match partial {
            false => weight,
            true => {
                let noise = self.noise.weight.sqrt() * gauss(Statistic::DimensionWeight(d), cell.key);
                (cell.dimension_weights[d] + noise).min(weight)
            }
        };
        let weights: Vec<f64> = (0..cell.dimensions.len()).map(dimension_weight).collect();
        let least = weights.iter().copied().fold(weight, f64::min);
        if least <= 0.0 || self.index_noise(least) > self.rules.noise_points {
            return None;
        }
        let means: Vec<f64> = (0..weights.len())
            .map(|d| mean(cell.dimensions[d], weights[d], Statistic::Dimension(d), cell.key))
            .collect();
        let index = if self.method.is_linear() {
            let total: f64 = self.method.dimensions.iter().map(|dimension| dimension.weight).sum();
            self.method.dimensions.iter().zip(&means).map(|(dimension, mean)| dimension.weight * mean).sum::<f64>()
                / total
        } else {
            mean(cell.index, weight, Statistic::Index, cell.key)
        };
        let mut figures = vec![f64::NAN; statistics.width()];
        figures[Statistics::PERSONS] = round(persons, 5.0);
        figures[Statistics::WEIGHT] = if self.weighted { round(weight, 100.0) } else { round(persons, 5.0) };
        figures[Statistics::INDEX] = round(index, 0.1);
        for (d, mean) in means.into_iter().enumerate() {
            figures[statistics.dimension(d)] = round(mean, 0.1);
            let own = round(weights[d], if self.weighted { 100.0 } else { 5.0 });
            figures[statistics.dimension_weight(d)] = figures[Statistics::WEIGHT].min(own);
        }
        let (shares, step) = self.presented(self.shares(cell, weight, &gauss), persons);
        for (band, share) in shares.into_iter().enumerate() {
            figures[statistics.share(band)] = share;
        }
        figures[statistics.share_step()] = step;
        Some(figures)
    }

    /// Variance of the noise of a count.
    pub(super) fn count_variance(&self) -> f64 {
        self.noise.persons
    }

    /// How well published figures fit what a cell may be, in logarithms of likelihood: for one who knows everything but the
    /// draws.
    pub(super) fn fit(&self, figure: &dyn Fn(usize) -> f64, cell: &Quantities, statistics: Statistics) -> f64 {
        let normal = |off: f64, variance: f64| -off * off / (2.0 * variance.max(0.01));
        let rounding = |step: f64| step * step / 12.0;
        let spread = (2.0 * self.count_variance().max(0.01)).sqrt();
        let up_to = |end: f64| libm::erf((figure(Statistics::PERSONS) + end - cell.persons as f64) / spread);
        let mut fit = (up_to(2.5) - up_to(-2.5)).max(1e-12).ln();
        let weight = figure(Statistics::WEIGHT);
        let step = if self.weighted { 100.0 } else { 5.0 };
        let weights = self.noise.weight + rounding(100.0);
        // In a sample the weight says no more than the count does.
        if self.weighted && self.rules.knowledge == Knowledge::Population {
            fit += normal(weight - cell.weight, weights);
        }
        let mean = |mean: f64, weight: f64, sum: f64| {
            let off = (mean - 50.0) * weight - sum;
            normal(off, self.noise.sum + rounding(0.1 * weight) + rounding((mean - 50.0) * step))
        };
        let partial = self.method.missing_dimension == MissingDimension::AverageOfAnswered;
        for d in 0..cell.dimensions.len() {
            let own = if partial { figure(statistics.dimension_weight(d)) } else { weight };
            fit += mean(figure(statistics.dimension(d)), own, cell.dimensions[d]);
            if partial {
                fit += normal(own - cell.dimension_weights[d], weights);
            }
        }
        if !self.method.is_linear() {
            fit += mean(figure(Statistics::INDEX), weight, cell.index);
        }
        for band in 0..cell.bands.len() {
            let off = figure(statistics.share(band)) * weight - cell.bands[band];
            fit += normal(off, self.noise.band + rounding(figure(statistics.share_step()) * weight));
        }
        fit
    }

    /// Standard deviation of the noise of the index, in points, over people of this weight.
    fn index_noise(&self, weight: f64) -> f64 {
        self.noise.index(self.method).sqrt() / weight
    }

    /// Shares as they are given, and their step. Where few people make up a band, or all others, the shares of the whole
    /// cell are given in coarse steps, so that the small one isn't what is left of the others. What is few is judged by the
    /// protected figures, so that the step tells nothing more.
    fn presented(&self, shares: Vec<f64>, persons: f64) -> (Vec<f64>, f64) {
        let least = f64::from(self.rules.persons + Rules::EDGE) / persons;
        if shares.len() < 2 || !self.bounded || shares.iter().all(|&share| share >= least && 1.0 - share >= least) {
            return (shares.into_iter().map(|share| round(share, FINE)).collect(), FINE);
        }
        let step = ((least / COARSE).ceil() * COARSE).clamp(COARSE, 1.0);
        let coarse = |share: f64| match share {
            few if few < least => 0.0,
            most if 1.0 - most < least => 1.0,
            share => round((share / step).round() * step, FINE),
        };
        (shares.into_iter().map(coarse).collect(), round(step, FINE))
    }

    /// Shares by band, from noisy weights; the last band is the rest.
    fn shares(&self, cell: &Quantities, weight: f64, gauss: &dyn Fn(Statistic, u128) -> f64) -> Vec<f64> {
        let noise = |band: usize| match self.rules.knowledge {
            Knowledge::Population => self.noise.band.sqrt() * gauss(Statistic::Band(band), cell.key),
            Knowledge::Sample => {
                self.cap * self.counts.at(self.key.draw(Statistic::Band(band), self.size, cell.key)[0]) as f64
            }
        };
        let mut left = 1.0;
        let mut shares: Vec<f64> = (0..cell.bands.len())
            .map(|band| {
                let share = ((cell.bands[band] + noise(band)) / weight).clamp(0.0, left);
                left -= share;
                share
            })
            .collect();
        if !self.method.bands.is_empty() {
            shares.push(left);
        }
        shares
    }
}

/// Step to which shares are given where nothing asks for a coarser one.
const FINE: f64 = 0.001;
/// The least step of shares that are bounds.
const COARSE: f64 = 0.05;

fn round(figure: f64, step: f64) -> f64 {
    // Dividing by a whole number keeps decimals short: 0.1 is no binary fraction.
    if step < 1.0 { (figure / step).round() / (1.0 / step).round() } else { (figure / step).round() * step }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::{Charter, template};

    #[test]
    fn coarse_shares_lie_on_their_steps_and_bounds_are_true() {
        let charter = Charter::parse(&template(None)).unwrap();
        let key = NoiseKey::new(&[1; 32]);
        let protection = Protection::new(
            &charter.method,
            &charter.rules,
            &key,
            None,
            Variances::new(&charter.method, &charter.rules, None, 1, 1.0),
        );
        let presented = |shares: &[f64], persons| protection.presented(shares.to_vec(), persons);
        // 16 of 110 people are 14.5 %: steps of 15 points.
        assert_eq!(presented(&[0.04, 0.3, 0.46, 0.2], 110.0), (vec![0.0, 0.3, 0.45, 0.15], 0.15));
        // 16 of 30 are more than half: nothing but bounds is left.
        assert_eq!(presented(&[0.48, 0.52], 30.0), (vec![0.0, 0.0], 0.55));
        assert_eq!(presented(&[0.02, 0.98], 1000.0), (vec![0.02, 0.98], FINE));
        assert_eq!(presented(&[0.01, 0.99], 1000.0), (vec![0.0, 1.0], COARSE));
    }
}
