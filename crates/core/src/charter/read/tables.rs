use std::collections::BTreeSet;

use super::*;

/// Largest number of areas × combinations of categories in one listed table.
const CELLS: u64 = 1 << 26;
/// Largest number of tables that one listed table may imply.
const TABLES: u64 = 4096;

pub(super) fn lattice(
    root: &Section<'_, '_>,
    levels: &[String],
    tree: Option<&Geography>,
    groups: &[Group],
) -> Lattice {
    let mut listed = Vec::new();
    for section in root.some_sections("table") {
        let (level, names) = (section.text("level"), section.texts("groups"));
        if levels.is_empty() {
            continue;
        }
        let level = position(&section, "level", &level, levels.iter().map(String::as_str));
        let mut axes: Vec<usize> = Vec::new();
        for name in &names {
            match position(&section, "groups", name, groups.iter().map(|group| group.id.as_str())) {
                Some(axis) if axes.contains(&axis) => {
                    section.report("groups", &CharterError::Twice { id: name.clone() });
                }
                axis => axes.extend(axis),
            }
        }
        axes.sort_unstable();
        let product = |start: usize, size: fn(&Group) -> usize| {
            axes.iter().try_fold(start as u64, |product, &axis| product.checked_mul(size(&groups[axis]) as u64))
        };
        let areas = tree.zip(level).map_or(1, |(tree, level)| tree.areas(level).len());
        let cells = product(areas, |group| group.categories.len()).filter(|&count| count <= CELLS);
        // Each group is left out, or taken at one of its levels.
        let tables = product(1, |group| 1 + group.levels()).filter(|&count| count <= TABLES);
        match (cells, tables) {
            (None, _) => section.report("groups", &CharterError::TooManyCells { limit: CELLS }),
            (_, None) => section.report("groups", &CharterError::TooManyTables { limit: TABLES }),
            _ => listed.extend(level.map(|level| (level, axes))),
        }
    }
    Lattice::close(&listed, groups)
}

pub(super) fn cross_border(root: &Section<'_, '_>, tree: Option<&Geography>, lattice: &Lattice) -> Vec<CrossBorder> {
    let mut crossing: Vec<CrossBorder> = Vec::new();
    for section in root.sections("cross_border") {
        let id = unique(&section, "id", crossing.iter().map(|earlier| earlier.id.as_str()));
        if tree.is_some_and(|tree| tree.find(&id).is_some()) {
            section.report("id", &CharterError::Twice { id: id.clone() });
        }
        let name = section.bilingual("name");
        let found = areas(&section, "parts", tree);
        let level = found.first().map_or(0, |first| first.level);
        let mut parts: Vec<AreaIndex> = found.iter().map(|part| part.area).collect();
        parts.sort_unstable();
        parts.dedup();
        if let Some(tree) = tree {
            check_parts(&section, tree, lattice, &found, parts.len());
        }
        crossing.push(CrossBorder { id, name, level, parts });
    }
    crossing
}

fn check_parts(
    section: &Section<'_, '_>,
    tree: &Geography,
    lattice: &Lattice,
    found: &[AreaPosition],
    distinct: usize,
) {
    let Some(&AreaPosition { level, .. }) = found.first() else {
        return section.report("parts", &CharterError::Range { allowed: "≥ 2".to_owned() });
    };
    if found.iter().any(|other| other.level != level) {
        section.report("parts", &CharterError::PartsLevel {});
    } else if distinct < found.len() {
        let (mut seen, codes) = (BTreeSet::new(), section.texts("parts"));
        let twice = codes.into_iter().find(|code| !seen.insert(code.clone())).unwrap_or_default();
        section.report("parts", &CharterError::Twice { id: twice });
    } else if distinct < 2 {
        section.report("parts", &CharterError::Range { allowed: "≥ 2".to_owned() });
    } else if !lattice.tables().is_empty() && !lattice.tables().iter().any(|table| table.level == level) {
        let level = tree.levels()[level].clone();
        section.report("parts", &CharterError::PartsUnpublished { level });
    }
}
