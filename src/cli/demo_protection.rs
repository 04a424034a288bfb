//! The cost of protection: the share of the people whose figures are sure, and how that would be under other classes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::shell::Shell;
use crate::charter::{Axis, Charter, Class, Table, TableIndex, groups_word};
use crate::country::{charter_files, mean_weights};
use crate::disclosure::MOST;
use crate::disclosure::private::answers_cost;
use crate::disclosure::private::precision::Precision;
use crate::disclosure::private::promise::guesses;
use crate::model::Findings;
use crate::report::{Published, SURE, whole_percent};
use crate::text::wrap_to;

/// Share of the people whose figures are sure, by table, for `--json`.
pub(super) fn sure(published: &Published) -> Value {
    let charter = &published.charter;
    let line = |(position, table): (TableIndex, &Table)| {
        json!({
            "level": charter.geography.levels()[table.level],
            "groups": groups_word(charter, table),
            "sure": published.sure(position),
        })
    };
    charter.lattice.numbered().map(line).collect()
}

/// Share of people with sure enough figures, as a table of the lattice's tables.
pub(super) fn sure_for_people(shell: &Shell, published: &Published) -> String {
    let charter = &published.charter;
    let tables = charter.lattice.tables();
    let (levels, lang) = (levels(published), shell.texts().lang());
    let mut header = vec![wide(&shell.line("demo-sure", &[("points", shell.texts().number(SURE, 0).into())]))];
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
        let mut fields = vec![if name.is_empty() { shell.line("demo-sure-everybody", &[]) } else { wide(&name) }];
        let share = |position| whole_percent(shell.texts(), published.sure(position));
        fields.extend(levels.iter().map(|&level| charter.lattice.position(&table(level)).map_or(String::new(), share)));
        fields
    };
    shell.table(&header, &groupings.iter().map(row).collect::<Vec<_>>(), 1..)
}

/// Effect of noise in each class, under the demonstration's charter: for each level, the number of records from which
/// on the index of all persons is sure, for the member that needs most.
pub(super) struct Classes(Vec<(Class, BTreeMap<usize, u64>)>);

impl Classes {
    /// Computes the classes before any person is made.
    pub(super) fn new(people: u64) -> Result<Self, Findings> {
        let weights = mean_weights(people);
        let needs = |class: Class| {
            let charter = Charter::parse(&charter_files(class, people))?;
            let tables = || charter.lattice.numbered().filter(|(_, table)| table.axes.is_empty());
            let mut levels = BTreeMap::new();
            for member in &charter.members {
                let precision = Precision::new(&charter, &member.id)?;
                for (position, table) in tables() {
                    let people = precision.people_for_cells(SURE, &charter, &member.id, position);
                    let records = (people / weights[member.id.as_str()]).ceil() as u64;
                    levels.entry(table.level).and_modify(|most| *most = records.max(*most)).or_insert(records);
                }
            }
            Ok((class, levels))
        };
        Class::ALL.into_iter().rev().map(needs).collect::<Result<_, _>>().map(Self)
    }

    /// Facts for `--json`.
    pub(super) fn facts(&self, charter: &Charter) -> Value {
        let levels = |levels: &BTreeMap<usize, u64>| -> Map<String, Value> {
            let level = |(level, records): (&usize, &u64)| (charter.geography.levels()[*level].clone(), json!(records));
            levels.iter().map(level).collect()
        };
        let class = |(class, of): &(Class, BTreeMap<usize, u64>)| json!({ "class": class.id(), "records_for_two_points": levels(of) });
        self.0.iter().map(class).collect()
    }
}

/// Table of the classes: what each promises, and the effect of its noise.
pub(super) fn classes_for_people(shell: &Shell, published: &Published, classes: &Classes) -> String {
    let (texts, charter, levels) = (shell.texts(), &published.charter, levels(published));
    let whole = |share: f64| texts.number((100.0 * share).ceil(), 0);
    let presence = &guesses(charter.rules.privacy.rho, answers_cost(charter))[..2];
    let mut text = shell.line("demo-classes", &[]) + "\n";
    for (class, _) in &classes.0 {
        let words = [
            ("rho", charter.rules.privacy.rho.into()),
            ("about", whole(presence[0].about).into()),
            ("most", whole(presence[0].at_most).into()),
            ("off", MOST.into()),
        ];
        let mark = if *class == charter.class() { "→" } else { " " };
        text += &format!("{mark} {}\n", shell.line(&format!("demo-class-{}", class.id()), &words));
    }
    let mut header = vec![wide(&shell.line("demo-needs", &[("points", texts.number(SURE, 0).into())]))];
    header.extend(levels.iter().map(|&level| narrow(charter.geography.label(level).get(texts.lang()))));
    let row = |(class, found): &(Class, BTreeMap<usize, u64>)| {
        let needs =
            levels.iter().map(|level| found.get(level).map_or(String::new(), |needs| texts.number(*needs as f64, 0)));
        [class.id().to_owned()].into_iter().chain(needs).collect()
    };
    let rows: Vec<Vec<String>> = classes.0.iter().map(row).collect();
    format!("{text}{}{}", shell.table(&header, &rows, 1..), wrap_to(80, &shell.line("demo-margins", &[]), "", ""))
}

/// Breaks a label above figures, or at the beginning of a row, into narrow lines.
fn narrow(label: &str) -> String {
    wrap_to(16, label, "", "").trim_end().to_owned()
}

fn wide(label: &str) -> String {
    wrap_to(30, label, "", "").trim_end().to_owned()
}

/// Levels with tables; of those where each member has one area, and so the same people, only the finest.
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
