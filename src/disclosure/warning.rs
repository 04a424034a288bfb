use super::variances::Variances;
use crate::charter::{Axis, Charter, Class, Knowledge, Lattice, Rules, Table, Value, Words};

/// Something in a charter of class `controlled` that will cost coverage whatever the data are: a sentence of the
/// catalogue, `warning-<key>`, and its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// Names the sentence.
    pub key: &'static str,
    /// Variables of the sentence.
    pub words: Words,
}

/// What can be told from the charter alone; nothing for other classes.
pub fn warnings(charter: &Charter) -> Vec<Warning> {
    if charter.class != Class::Controlled {
        return Vec::new();
    }
    [stricter(charter), rare_categories(charter), deep_tables(charter), loud_levels(charter), uncapped(charter)]
        .concat()
}

/// Thresholds by which more is withheld than by the defaults.
fn stricter(charter: &Charter) -> Vec<Warning> {
    let (rules, usual) = (&charter.rules, Rules::defaults(charter.rules.budget.len()));
    let thresholds = [
        ("persons", f64::from(rules.persons), f64::from(usual.persons)),
        ("dominance_percent", rules.dominance_percent, usual.dominance_percent),
        ("area_people", rules.area_people, usual.area_people),
        ("area_households", rules.area_households, usual.area_households),
        ("reliable_persons", f64::from(rules.reliable_persons), f64::from(usual.reliable_persons)),
        ("noise_points", rules.noise_points, usual.noise_points),
    ];
    let stricter = |(key, value, usual): &(&str, f64, f64)| match *key {
        "noise_points" => value < usual,
        _ => value > usual,
    };
    let warning = |(key, value, usual): (&str, f64, f64)| Warning {
        key: "threshold-stricter",
        words: vec![
            ("key", Value::Text(key.to_owned())),
            ("value", Value::Number(value)),
            ("usual", Value::Number(usual)),
        ],
    };
    thresholds.into_iter().filter(stricter).map(warning).collect()
}

/// One rare category withholds all others of its group, area by area; a yes/no group of its own fails alone.
fn rare_categories(charter: &Charter) -> Vec<Warning> {
    let published = |group: usize| {
        let mut axes = charter.lattice.tables().iter().flat_map(|table| &table.axes);
        axes.any(|axis| axis.group == group && axis.rung == 0)
    };
    let groups = charter.groups.iter().enumerate().filter(|(i, group)| published(*i) && group.categories.len() > 2);
    let warning = |(_, group): (usize, &crate::charter::Group)| {
        let label = ("group", Value::Label(group.label.clone()));
        match group.other {
            Some(other) => {
                let category = Value::Label(group.categories[usize::from(other)].label.clone());
                Some(Warning { key: "group-other", words: vec![label, ("category", category)] })
            }
            None if group.coarser.is_empty() => {
                let categories = Value::Count(group.categories.len() as u64);
                Some(Warning { key: "group-without-coarser", words: vec![label, ("categories", categories)] })
            }
            None => None,
        }
    };
    groups.filter_map(warning).collect()
}

/// Tables with so many cells that areas just large enough for the area rule can't fill them: all cells of an area
/// stand or fall together. Of those that bring one another, the deepest.
fn deep_tables(charter: &Charter) -> Vec<Warning> {
    let (lattice, rules) = (&charter.lattice, &charter.rules);
    let edge = if rules.knowledge == Knowledge::Population { Rules::EDGE } else { 0 };
    let needed = |table: &Table| possible(charter, table).saturating_mul(u64::from(rules.persons + edge));
    let finest = Lattice::finest_level(lattice);
    let small = |table: &Table| {
        let mut parts = vec![0_u64; charter.geography.areas(table.level).len()];
        charter.geography.ancestors(finest, table.level).iter().for_each(|&area| parts[area as usize] += 1);
        parts.into_iter().filter(|&parts| needed(table) as f64 > parts as f64 * rules.area_people).count() as u64
    };
    let deep: Vec<(&Table, u64)> =
        lattice.tables().iter().map(|table| (table, small(table))).filter(|(_, small)| *small > 0).collect();
    let deepest = |(table, _): &&(&Table, u64)| {
        !deep.iter().any(|(other, _)| other != table && other.level == table.level && table.follows_from(other))
    };
    let warning = |&(table, small): &(&Table, u64)| Warning {
        key: "table-deep",
        words: vec![
            ("table", Value::Label(table.name(charter))),
            ("cells", Value::Count(possible(charter, table))),
            ("persons", Value::Count(needed(table))),
            ("finest", Value::Label(charter.geography.label(finest).clone())),
            ("area_people", Value::Number(rules.area_people)),
            ("small", Value::Count(small)),
            ("areas", Value::Count(charter.geography.areas(table.level).len() as u64)),
        ],
    };
    deep.iter().filter(deepest).map(warning).collect()
}

/// Cells that an area has in a table, without those that nobody can be in.
fn possible(charter: &Charter, table: &Table) -> u64 {
    let all = table.combinations(&charter.groups);
    let listed: Vec<Vec<(usize, u16)>> =
        charter.rules.impossible.iter().filter_map(|one| on_axes(table, one)).collect();
    if listed.is_empty() {
        return all;
    }
    let none = |combination: &u32| {
        let categories = table.categories(&charter.groups, *combination);
        listed.iter().any(|one| one.iter().all(|&(axis, category)| categories[axis] == category))
    };
    all - (0..all as u32).filter(none).count() as u64
}

/// An impossible combination by position of the axis; `None` where the table doesn't tell its categories apart.
fn on_axes(table: &Table, combination: &[(usize, u16)]) -> Option<Vec<(usize, u16)>> {
    let place = |group: usize| table.axes.iter().position(|axis| *axis == Axis { group, rung: 0 });
    combination.iter().map(|&(group, category)| Some((place(group)?, category))).collect()
}

/// Levels whose tables share so little of the budget that an area which passes the area rule may have too much noise
/// for its index to be shown.
fn loud_levels(charter: &Charter) -> Vec<Warning> {
    if charter.rules.knowledge == Knowledge::Sample {
        return Vec::new();
    }
    let mut levels: Vec<usize> = charter.lattice.tables().iter().map(|table| table.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let warning = |(&level, &share): (&usize, &f64)| {
        let tables = charter.lattice.tables().iter().filter(|table| table.level == level).count();
        let people = people_for_an_index(charter, tables, share / f64::from(charter.rules.releases));
        (people > charter.rules.area_people).then(|| Warning {
            key: "level-noise",
            words: vec![
                ("level", Value::Label(charter.geography.label(level).clone())),
                ("tables", Value::Count(tables as u64)),
                ("share", Value::Number((share * 1000.0).round() / 10.0)),
                ("people", Value::Count(people.ceil() as u64)),
                ("points", Value::Number(charter.rules.noise_points)),
                ("area_people", Value::Number(charter.rules.area_people)),
            ],
        })
    };
    levels.iter().zip(&charter.rules.budget).filter_map(warning).collect()
}

/// People, by weight, over whom the noise of an index is as large as it may be: the budget of step 6 of the design.
fn people_for_an_index(charter: &Charter, tables: usize, share: f64) -> f64 {
    let noise = Variances::new(&charter.method, &charter.rules, charter.method.weight_cap, tables, share);
    noise.index(&charter.method).sqrt() / charter.rules.noise_points
}

/// Noise is sized for the largest weight; where everybody may be known, it can't be taken from the data.
fn uncapped(charter: &Charter) -> Vec<Warning> {
    let open = charter.rules.knowledge == Knowledge::Population && charter.method.weight_cap.is_none();
    Vec::from_iter(open.then(|| Warning { key: "weights-without-cap", words: Vec::new() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::{Population, Shares, template};
    use crate::disclosure::Forecast;

    /// The example's isles in class `controlled`, with these lines in `[disclosure]`, after edits.
    fn isles(disclosure: &str, edits: &[[&str; 2]]) -> Charter {
        let mut files = template(None);
        let text = files.get_mut("charter.toml").unwrap();
        let mut edited = String::from_utf8(text.clone()).unwrap();
        for [from, to] in [["class = \"public\"", "class = \"controlled\""]].iter().chain(edits) {
            assert!(edited.contains(from), "{from}");
            edited = edited.replacen(from, to, 1);
        }
        *text = format!("{edited}\n[disclosure]\n{disclosure}\n").into_bytes();
        Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}"))
    }

    const CAP: [&str; 2] = ["#weight_cap = 500.0", "weight_cap = 1.0"];
    const TOWNS: [&str; 2] =
        ["level = \"town\"\ngroups = [\"age\"]", "level = \"town\"\ngroups = [\"age\", \"household\"]"];

    /// Lines of `[disclosure]`, edits, and the warnings that follow.
    type Case<'c> = (&'c str, &'c [[&'c str; 2]], &'c [&'c str]);

    fn keys(charter: &Charter) -> Vec<&'static str> {
        warnings(charter).into_iter().map(|warning| warning.key).collect()
    }

    fn word(warning: &Warning, name: &str) -> Value {
        warning.words.iter().find(|(known, _)| *known == name).unwrap().1.clone()
    }

    #[test]
    fn what_costs_coverage_is_told_and_nothing_else() {
        let other = ["\n#  { id = \"elsewhere\"", "\n  { id = \"elsewhere\""];
        let third = [
            "# One category may",
            "  { id = \"third\", label = { en = \"Third\", fr = \"Tiers\" } },\n# One category may",
        ];
        let cases: [Case<'_>; 8] = [
            ("", &[CAP], &[]),
            ("", &[], &["weights-without-cap"]),
            ("knowledge = \"sample\"", &[], &[]),
            ("persons = 12\nnoise_points = 1.9\narea_people = 249", &[CAP], &["threshold-stricter"; 2]),
            ("noise_points = 2.1\nreliable_persons = 29", &[CAP], &[]),
            ("", &[CAP, other], &["group-other"]),
            ("", &[CAP, third], &["group-without-coarser"]),
            ("budget = [0.1, 0.1, 0.8]", &[CAP], &["level-noise", "level-noise"]),
        ];
        for (disclosure, edits, expected) in cases {
            assert_eq!(keys(&isles(disclosure, edits)), expected, "{disclosure} {edits:?}");
        }
        let public = Charter::parse(&template(None)).unwrap();
        assert_eq!(warnings(&public), []);
    }

    #[test]
    fn deep_tables_are_those_that_just_large_enough_areas_cannot_fill() {
        // Eight cells of 26 + 5 persons are 248 of 250; of 27 + 5, they are 256.
        assert_eq!(keys(&isles("persons = 26", &[CAP, TOWNS])), ["threshold-stricter"]);
        let deep = warnings(&isles("persons = 27", &[CAP, TOWNS]));
        assert_eq!(deep.iter().map(|warning| warning.key).collect::<Vec<_>>(), ["threshold-stricter", "table-deep"]);
        let words = ["cells", "persons", "small", "areas"].map(|name| word(&deep[1], name));
        assert_eq!(words, [8, 256, 8, 8].map(Value::Count));
        // Nobody under 25 lives alone: seven cells of 32.
        let fewer = "persons = 27\nimpossible = [{ age = \"16-24\", household = \"alone\" }]";
        assert_eq!(keys(&isles(fewer, &[CAP, TOWNS])), ["threshold-stricter"]);
        // Lantern Island has two towns, the others three: 8 × 68 is more than 500 and less than 750.
        let islands = warnings(&isles("persons = 63", &[CAP]));
        let islands: Vec<&Warning> = islands.iter().filter(|warning| warning.key == "table-deep").collect();
        let by_level: Vec<[Value; 2]> =
            islands.iter().map(|warning| [word(warning, "small"), word(warning, "areas")]).collect();
        assert_eq!(by_level, [[1, 3].map(Value::Count), [8, 8].map(Value::Count)]);
    }

    /// The number in the warning is that of the real noise: an island with a quarter more people has an index, one with
    /// a quarter less doesn't.
    #[test]
    fn an_index_needs_as_many_people_as_the_warning_says() {
        for method in [["#weight_cap", "#weight_cap"], ["aggregate = \"arithmetic\"", "aggregate = \"geometric\""]] {
            let charter = isles("noise_points = 0.5", &[method]);
            let warnings = warnings(&charter);
            let islands = Value::Label(charter.geography.label(1).clone());
            let told = warnings.iter().find(|w| w.key == "level-noise" && word(w, "level") == islands).unwrap();
            let Value::Count(people) = word(told, "people") else { panic!("{told:?}") };
            let table = charter.lattice.tables().iter().position(|table| table.level == 1 && table.axes.is_empty());
            let coverage = |people: u64| {
                let csv = format!("code,people\nGUL,{people}\n");
                let persons = Population::parse(&charter, "people.csv", csv.as_bytes()).unwrap();
                let shares = Shares::even(&charter);
                let forecast = Forecast {
                    charter: &charter,
                    persons: &persons,
                    shares: &shares,
                    weight: None,
                    seed: 1,
                    threads: 1,
                };
                forecast.review(&"gulls".parse().unwrap(), &|_| ()).tables[table.unwrap()].coverage
            };
            assert_eq!((coverage(people * 5 / 4), coverage(people * 3 / 4)), (1.0, 0.0), "{people}");
        }
    }
}
