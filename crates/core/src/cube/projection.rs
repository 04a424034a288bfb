use crate::charter::{Axis, Group};

/// Largest number of combinations in one look-up table, unless a single axis has more.
const STRETCH: usize = 1 << 16;

/// Map from the combinations of some axes to those of other axes that follow from them. Each axis adds to the number
/// independently, so a few neighbouring axes share a look-up table, however many combinations all have together.
pub(crate) struct Projection {
    /// Look-up tables, from the last axes to the first.
    lower: Vec<Vec<u32>>,
    highest: Vec<u32>,
}

impl Projection {
    pub(crate) fn new(groups: &[Group], from: &[Axis], to: &[Axis]) -> Self {
        let (mut lower, mut highest) = (Vec::new(), vec![0]);
        for axis in from.iter().rev() {
            let adds = adds(groups, *axis, to);
            if highest.len() * adds.len() > STRETCH {
                lower.push(std::mem::replace(&mut highest, adds));
            } else {
                highest = adds.iter().flat_map(|add| highest.iter().map(move |below| add + below)).collect();
            }
        }
        Self { lower, highest }
    }

    /// For every combination of `from`, the combination of `to` in which it lies.
    pub(crate) fn all(groups: &[Group], from: &[Axis], to: &[Axis]) -> Vec<u32> {
        let size = |axis: &Axis| groups[axis.group].categories_of(axis.group_level).len() as u32;
        let projection = Self::new(groups, from, to);
        (0..from.iter().map(size).product()).map(|combination| projection.of(combination)).collect()
    }

    /// Combination of `to` in which a combination lies.
    #[inline]
    pub(crate) fn of(&self, mut combination: u32) -> u32 {
        let mut found = 0;
        for stretch in &self.lower {
            found += stretch[combination as usize % stretch.len()];
            combination /= stretch.len() as u32;
        }
        found + self.highest[combination as usize]
    }
}

/// Number that each category of an axis adds to the combination of `to`.
fn adds(groups: &[Group], from: Axis, to: &[Axis]) -> Vec<u32> {
    let size = |axis: &Axis| groups[axis.group].categories_of(axis.group_level).len() as u32;
    let place = to.iter().position(|axis| axis.group == from.group);
    let add = |category| {
        place.map_or(0, |place| {
            let stride: u32 = to[place + 1..].iter().map(size).product();
            stride * u32::from(coarsen(&groups[from.group], from.group_level, to[place].group_level, category))
        })
    };
    (0..size(&from) as u16).map(add).collect()
}

/// Category of level `to` in which a category of the finer level `from` lies.
fn coarsen(group: &Group, from: usize, to: usize, category: u16) -> u16 {
    if from == to {
        return category;
    }
    let finest = (0..group.categories.len() as u16).find(|&finest| group.project(from, finest) == category);
    finest.map_or(0, |finest| group.project(to, finest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::{Category, CoarserLevel, Table};
    use crate::model::Bilingual;

    /// A group with this number of categories, and half as many at its coarser level.
    fn group(categories: u16) -> Group {
        let some =
            |count| (0..count).map(|i: u16| Category { id: i.to_string(), label: Bilingual::default() }).collect();
        let halves = CoarserLevel {
            id: "halves".into(),
            label: Bilingual::default(),
            categories: some(categories / 2),
            of: (0..categories).map(|category| category / 2).collect(),
        };
        Group {
            id: "g".into(),
            label: Bilingual::default(),
            categories: some(categories),
            other: None,
            coarser_levels: vec![halves],
        }
    }

    fn axes(group_levels: &[(usize, usize)]) -> Vec<Axis> {
        group_levels.iter().map(|&(group, group_level)| Axis { group, group_level }).collect()
    }

    #[test]
    fn a_combination_lies_where_its_categories_do() {
        let groups = [4, 1000, 2, 600].map(group);
        let from = axes(&[(0, 0), (1, 1), (2, 0), (3, 0)]);
        let whole = Table { level: 0, axes: from.clone() };
        for to in [&[][..], &[(3, 0)], &[(1, 1), (3, 1)], &[(0, 1), (2, 0), (3, 0)], &[(0, 0), (1, 1), (2, 0), (3, 0)]]
        {
            let to = axes(to);
            let projection = Projection::new(&groups, &from, &to);
            for combination in (0..whole.combinations(&groups) as u32).step_by(997) {
                let categories = whole.categories(&groups, combination);
                let expected = to.iter().fold(0, |number, axis| {
                    let place = from.iter().position(|from| from.group == axis.group).unwrap();
                    let steps = if axis.group_level > from[place].group_level { 2 } else { 1 };
                    let size = groups[axis.group].categories_of(axis.group_level).len() as u32;
                    number * size + u32::from(categories[place] / steps)
                });
                assert_eq!(projection.of(combination), expected, "{combination} {to:?}");
            }
        }
    }

    #[test]
    fn many_groups_cost_little() {
        let groups: Vec<Group> = (0..12).map(|_| group(6)).collect();
        let every: Vec<Axis> = (0..12).map(|group| Axis { group, group_level: 0 }).collect();
        let projection = Projection::new(&groups, &every, &axes(&[(0, 0), (11, 1)]));
        assert_eq!(projection.of(6_u32.pow(12) - 1), 5 * 3 + 2);
        assert!(projection.lower.iter().chain([&projection.highest]).map(Vec::len).sum::<usize>() < 100_000);
    }
}
