/// Who is feared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Knowledge {
    /// Somebody who may know every record but one: the data are a full register.
    Population,
    /// Nobody knows who else was asked: the data are a survey.
    Sample,
}

impl Knowledge {
    /// The word in the charter.
    pub fn id(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Sample => "sample",
        }
    }
}

/// How cells of class `controlled` are protected: the `[disclosure]` section, or its defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Who is feared.
    pub knowledge: Knowledge,
    /// Persons that a cell has at least, and that an interval put on a withheld cell spans at least.
    pub persons: u32,
    /// All but the two largest contributions make up at least so many percent of the largest.
    pub dominance_percent: f64,
    /// People, by weight, that an area has at least.
    pub area_people: f64,
    /// Households, by weight, that an area has at least, where the data know households.
    pub area_households: f64,
    /// Persons, as published, that a cell has at least to be reliable.
    pub reliable_persons: u32,
    /// Standard deviation, in points, that the noise of an index has at most.
    pub noise_points: f64,
    /// Weights are clipped at so many times the mean weight, in a sample.
    pub weight_cap_means: f64,
    /// Share of the budget by level that has tables, coarse to fine; they add up to 1.
    pub budget: Vec<f64>,
    /// Releases about the same people among which the budget is parted.
    pub releases: u32,
    /// Combinations that nobody can be in: positions of group and finest category.
    pub impossible: Vec<Vec<(usize, u16)>>,
}

impl Rules {
    /// The edge of the person test lies within so many persons of where it would lie without secret.
    pub const EDGE: u32 = 5;

    /// The defaults of the design, for a lattice with tables at so many levels.
    pub fn defaults(levels: usize) -> Self {
        Self {
            knowledge: Knowledge::Population,
            persons: 11,
            dominance_percent: 10.0,
            area_people: 250.0,
            area_households: 40.0,
            reliable_persons: 30,
            noise_points: 2.0,
            weight_cap_means: 3.0,
            budget: Self::default_budget(levels),
            releases: 1,
            impossible: Vec::new(),
        }
    }

    /// Most of the budget goes to the finest level, which needs it most.
    pub fn default_budget(levels: usize) -> Vec<f64> {
        match levels {
            0 => Vec::new(),
            1 => vec![1.0],
            2 => vec![0.4, 0.6],
            3 => vec![0.2, 0.3, 0.5],
            _ => {
                let parts: Vec<f64> = (0..levels).map(|level| 1.5_f64.powi(level as i32)).collect();
                let whole: f64 = parts.iter().sum();
                parts.into_iter().map(|part| part / whole).collect()
            }
        }
    }

    /// The largest weight that counts in a sample of this mean weight, under a method with this cap.
    pub fn sample_cap(&self, mean: f64, declared: Option<f64>) -> f64 {
        // Two digits: a cap that follows from the data says little about them.
        let cap = self.weight_cap_means * mean;
        let unit = 10_f64.powi(cap.log10().floor() as i32 - 1);
        let cap = (cap / unit).ceil() * unit;
        declared.map_or(cap, |declared| declared.min(cap))
    }

    /// The largest weight that counts, where people of this mean weight have weights. In `population` it is declared.
    pub fn largest_weight(&self, mean: f64, declared: Option<f64>) -> f64 {
        match self.knowledge {
            Knowledge::Population => declared.unwrap_or(mean),
            Knowledge::Sample => self.sample_cap(mean, declared),
        }
    }

    /// Sets one threshold by its key, to any value that it can have: for trying out. `false`: no such key or value.
    pub fn set(&mut self, key: &str, value: &str) -> bool {
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        let Some(number) = number else { return false };
        match key {
            "persons" => self.persons = number as u32,
            "dominance_percent" => self.dominance_percent = number,
            "area_people" => self.area_people = number,
            "area_households" => self.area_households = number,
            "reliable_persons" => self.reliable_persons = number as u32,
            "noise_points" => self.noise_points = number,
            "weight_cap_means" => self.weight_cap_means = number,
            _ => return false,
        }
        true
    }
}
