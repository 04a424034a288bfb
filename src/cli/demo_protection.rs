//! What protection costs, and what it is good for: how much of the people the published cells stand for, and an attempt to
//! see through them by subtraction.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::page::{wrap, wrap_to};
use super::result::percent;
use super::shell::Shell;
use crate::charter::{Axis, Charter, Table};
use crate::charter::{group_word, groups_word};
use crate::report::{Covered, Difference, Differencing, Published};
use crate::text::Word;

/// Groups whose least covered category is shown.
const SHOWN: usize = 5;
/// Areas of a rest that are named.
const NAMED: usize = 2;

/// The categories of every table over all members, for `--json`.
pub(super) fn categories(published: &Published) -> Value {
    let charter = &published.charter;
    let tables = charter.lattice.tables().iter().enumerate();
    let lines = tables.flat_map(|(position, table)| {
        published.covered_categories(position).into_iter().map(move |line| {
            json!({
                "level": charter.geography.levels()[table.level],
                "groups": groups_word(charter, table),
                "group": group_word(charter, &line.axis),
                "category": charter.groups[line.axis.group].categories_of(line.axis.rung)[usize::from(line.category)].id,
                "published": line.cells.published,
                "withheld": line.cells.withheld,
                "coverage": line.cells.share(),
            })
        })
    });
    lines.collect()
}

/// A table of tables, and the categories with the least coverage.
pub(super) fn coverage_for_people(shell: &Shell, published: &Published) -> String {
    let charter = &published.charter;
    let tables = charter.lattice.tables();
    let (levels, lang) = (levels(published), shell.texts().lang());
    let mut header = vec![wide(&shell.line("demo-coverage", &[]))];
    // Labels can be long; the figures below them are short.
    header.extend(levels.iter().map(|&level| narrow(charter.geography.label(level).get(lang))));
    let mut groupings: Vec<&[Axis]> = Vec::new();
    for table in tables {
        if !groupings.contains(&table.axes.as_slice()) {
            groupings.push(&table.axes);
        }
    }
    let row = |axes: &&[Axis]| {
        let table = |level: usize| Table { level, axes: axes.to_vec() };
        let name = table(0).groups_name(charter).get(lang).to_owned();
        let mut fields = vec![if name.is_empty() { shell.line("demo-coverage-everybody", &[]) } else { wide(&name) }];
        fields.extend(levels.iter().map(|&level| {
            charter
                .lattice
                .position(&table(level))
                .map_or(String::new(), |table| share(shell, &published.covered(table)))
        }));
        fields
    };
    let texts = shell.texts();
    let matrix = shell.table(&header, &groupings.iter().map(row).collect::<Vec<_>>(), 1..);
    let least = least(published);
    if least.is_empty() {
        return matrix;
    }
    let header =
        [shell.line("demo-least", &[]), shell.line("demo-least-table", &[]), shell.line("result-coverage", &[])];
    let rows: Vec<Vec<String>> = least
        .into_iter()
        .map(|(table, axis, category, cells)| {
            let group = &charter.groups[axis.group];
            let category = group.categories_of(axis.rung)[usize::from(category)].label.get(lang);
            let name = texts.line(
                "demo-least-category",
                &[("group", group.label_of(axis.rung).get(lang).into()), ("category", category.into())],
            );
            vec![wide(&name), wide(tables[table].name(charter).get(lang)), share(shell, &cells)]
        })
        .collect();
    format!("{matrix}\n{}", shell.table(&header, &rows, 2..))
}

/// A label that stands above figures, or at the beginning of a row: in lines of so many columns.
fn narrow(label: &str) -> String {
    wrap_to(16, label, "", "").trim_end().to_owned()
}

fn wide(label: &str) -> String {
    wrap_to(30, label, "", "").trim_end().to_owned()
}

/// Levels with tables; of those where each member has one area, and so the same people, the finest.
fn levels(published: &Published) -> Vec<usize> {
    let charter = &published.charter;
    let mut levels: Vec<usize> = charter.lattice.tables().iter().map(|table| table.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let areas = |level: usize| {
        let reach =
            charter.members.iter().map(|member| charter.reach(&member.id)[level].iter().filter(|own| **own).count());
        reach.max().unwrap_or(0)
    };
    let single = levels.iter().take_while(|&&level| areas(level) <= 1).count();
    levels.split_off(single.saturating_sub(1))
}

/// `93.1% (12)`: people, and cells withheld.
fn share(shell: &Shell, cells: &Covered) -> String {
    let texts = shell.texts();
    if cells.withheld == 0 {
        return percent(shell, 1.0);
    }
    let share = cells.share().map_or_else(
        || "–".to_owned(),
        |share| shell.line("percent", &[("number", texts.number(100.0 * share, 1).into())]),
    );
    format!("{share} ({})", texts.number(cells.withheld as f64, 0))
}

/// Of each group the category and table that stand for the least of its people; of these the least. Where nobody can say
/// the share of people, that of cells takes its place in the order.
fn least(published: &Published) -> Vec<(usize, Axis, u16, Covered)> {
    let share = |cells: &Covered| {
        cells.share().unwrap_or(cells.published as f64 / (cells.published + cells.withheld).max(1) as f64)
    };
    let mut least: BTreeMap<usize, (usize, Axis, u16, Covered)> = BTreeMap::new();
    let levels = levels(published);
    let shown =
        published.charter.lattice.tables().iter().enumerate().filter(|(_, table)| levels.contains(&table.level));
    for (table, _) in shown {
        for line in published.covered_categories(table).into_iter().filter(|line| line.cells.withheld > 0) {
            let found = (table, line.axis, line.category, line.cells);
            let known = least.entry(line.axis.group).or_insert(found);
            if share(&line.cells) < share(&known.3) {
                *known = found;
            }
        }
    }
    let mut least: Vec<_> = least.into_values().collect();
    least.sort_by(|a, b| share(&a.3).total_cmp(&share(&b.3)));
    least.truncate(SHOWN);
    least
}

/// What subtracting comes to, for `--json`.
pub(super) fn attempt(published: &Published, differencing: &Differencing) -> Value {
    let charter = &published.charter;
    let closest = differencing.closest.as_ref().map(|closest| {
        let table = &charter.lattice.tables()[closest.table];
        let row = published.tables[closest.table].cells.rows[closest.row];
        let categories = table.categories(&charter.groups, row.combination);
        let categories = table.axes.iter().zip(categories).map(|(axis, category)| {
            let group = &charter.groups[axis.group];
            (group_word(charter, axis), json!(group.categories_of(axis.rung)[usize::from(category)].id))
        });
        let left =
            closest.left.iter().map(|&(level, area)| charter.geography.areas(level)[area as usize].code.as_str());
        json!({
            "level": charter.geography.levels()[table.level],
            "area": charter.geography.areas(table.level)[row.area as usize].code.as_str(),
            "categories": categories.collect::<serde_json::Map<_, _>>(),
            "subtracted": closest.subtracted,
            "left": left.collect::<Vec<_>>(),
            "persons": closest.persons,
            "margin": closest.margin,
            "index": Some(closest.index).filter(|index| index.is_finite()),
            "index_margin": Some(closest.index_margin).filter(|margin| margin.is_finite()),
        })
    });
    json!({ "attempts": differencing.attempts, "isolated": differencing.isolated, "closest": closest })
}

/// The attempt that comes closest, step by step, and why it comes to nothing; or that it doesn't.
pub(super) fn attempt_for_people(shell: &Shell, published: &Published, differencing: &Differencing) -> String {
    let mut text = shell.line("demo-attempt", &[]) + "\n";
    let Some(closest) = &differencing.closest else {
        return text + &wrap(&shell.line("demo-attempt-none", &[]), "  ", "  ");
    };
    let words = words(shell, published, differencing, closest);
    let index = if closest.index.is_finite() {
        shell.line("demo-attempt-index", &words)
    } else {
        shell.line("demo-attempt-no-index", &[])
    };
    let (rest, end) = match closest.left.as_slice() {
        [_] => (shell.line("demo-attempt-single", &words), shell.line("demo-attempt-finding", &words)),
        _ => (shell.line("demo-attempt-several", &words), shell.line("demo-attempt-nothing", &words)),
    };
    let steps = [shell.line("demo-attempt-try", &words), format!("{rest} {index} {end}")];
    steps.iter().for_each(|step| text += &wrap(step, "  ", "  "));
    text
}

fn words(
    shell: &Shell,
    published: &Published,
    differencing: &Differencing,
    closest: &Difference,
) -> Vec<(&'static str, Word)> {
    let charter = &published.charter;
    let table = &charter.lattice.tables()[closest.table];
    let sums = &published.tables[closest.table].cells;
    let row = sums.rows[closest.row];
    let number = |number: f64| Word::from(shell.texts().number(number, 0));
    let persons = sums.columns[crate::model::Statistics::PERSONS][closest.row];
    vec![
        ("area", area(shell, charter, table.level, row.area).into()),
        ("people", people(shell, charter, table, row.combination).into()),
        ("persons", number(persons)),
        ("sum", number(persons - closest.persons)),
        ("subtracted", closest.subtracted.into()),
        ("left", closest.left.len().into()),
        ("names", names(shell, charter, closest).into()),
        ("rest", number(closest.persons)),
        ("margin", number(closest.margin.ceil())),
        ("index", shell.texts().number(closest.index, 0).into()),
        ("points", number(closest.index_margin.ceil())),
        ("attempts", number(differencing.attempts as f64)),
        ("isolated", number(differencing.isolated as f64)),
    ]
}

fn area(shell: &Shell, charter: &Charter, level: usize, area: u32) -> String {
    charter.geography.areas(level)[area as usize].name.get(shell.texts().lang()).to_owned()
}

/// Whose count it is: the labels of the categories.
fn people(shell: &Shell, charter: &Charter, table: &Table, combination: u32) -> String {
    let categories = table.categories(&charter.groups, combination);
    let labels = table.axes.iter().zip(categories).map(|(axis, category)| {
        let category = &charter.groups[axis.group].categories_of(axis.rung)[usize::from(category)];
        category.label.get(shell.texts().lang())
    });
    let labels = labels.collect::<Vec<_>>().join(", ");
    if labels.is_empty() { shell.line("demo-coverage-everybody", &[]) } else { labels }
}

fn names(shell: &Shell, charter: &Charter, closest: &Difference) -> String {
    let named = closest.left.iter().take(NAMED).map(|&(level, place)| area(shell, charter, level, place));
    let more = if closest.left.len() > NAMED { ", …" } else { "" };
    named.collect::<Vec<_>>().join("; ") + more
}
