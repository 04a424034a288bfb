//! Random charters and people: the sums of a federation equal one pooled computation in floating point.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use archipel::charter::{Charter, CharterFiles, Mean, MissingDimension, Scale, Worse};
use archipel::cube::{self, Counting, RecordIds, Records, Segment, cluster};
use archipel::disclosure::Protected;
use archipel::model::{Answers, AreaIndex, PublishedTable, Rows};
use archipel::report::{Answered, Combined, Missing, Published, Reading, Shown, cv};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::fixture::Dice;

#[derive(Clone)]
struct Person {
    area: AreaIndex,
    categories: Vec<u16>,
    weight: f64,
    answers: Vec<Option<f64>>,
}

struct World {
    charter: Charter,
    /// Persons by member.
    persons: Vec<Vec<Person>>,
    weighted: bool,
}

const MEANS: [&str; 3] = ["arithmetic", "geometric", "harmonic"];

/// Everything random comes from one stream of numbers, so that a seed is a whole world.
#[expect(clippy::too_many_lines, reason = "a charter and its records, all drawn")]
fn world(seed: u64) -> World {
    let dice = &mut Dice::new(seed);
    let label = r#"{ en = "x", fr = "x" }"#;
    let mut toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\nlegal_authority = {label}\ntarget_population = {label}\nreference_date = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"public\"\n"
    );
    let depth = 1 + dice.below(3) as usize;
    let levels: Vec<String> = (0..=depth).map(|level| format!("l{level}")).collect();
    let labelled: Vec<String> = levels.iter().map(|id| format!("{{ id = {id:?}, label = {label} }}")).collect();
    let labelled = labelled.join(", ");
    let _ = writeln!(toml, "[geography]\nfile = \"geography.csv\"\nvintage = \"1\"\nlevels = [{labelled}]");
    let mut geography = String::from("code,level,parent,name_en,name_fr\nr,l0,,r,r\n");
    let mut above = vec!["r".to_owned()];
    // Areas of members: of any level, none inside another, together the whole.
    let mut claims = above.clone();
    for level in 1..=depth {
        let mut here = Vec::new();
        for parent in &above {
            let children: Vec<String> = (0..1 + dice.below(3)).map(|child| format!("{parent}{child}")).collect();
            for code in &children {
                let _ = writeln!(geography, "{code},l{level},{parent},n,n");
            }
            if let Some(claim) = claims.iter().position(|claim| claim == parent).filter(|_| dice.chance(0.7)) {
                claims.splice(claim..=claim, children.clone());
            }
            here.extend(children);
        }
        above = here;
    }
    let groups = dice.below(4) as usize;
    for group in 0..groups {
        let size = 2 + dice.below(4);
        let other = dice.below(2 * size);
        let _ = writeln!(toml, "[[group]]\nid = \"g{group}\"\nlabel = {label}\ncategories = [");
        for category in 0..size {
            let _ = writeln!(toml, "{{ id = \"{category}\", label = {label}, other = {} }},", category == other);
        }
        toml.push_str("]\n");
        let partition = |id: &str, parts: &[Vec<String>]| {
            let part = |(i, of): (usize, &Vec<String>)| format!("{{ id = \"{id}{i}\", label = {label}, of = {of:?} }}");
            let parts: Vec<String> = parts.iter().enumerate().map(part).collect();
            format!("{{ id = \"{id}\", label = {label}, categories = [{}] }}", parts.join(", "))
        };
        // The first two categories become one; then all others do.
        let ids = |letter: &str, from: u64, to: u64| (from..to).map(|i| format!("{letter}{i}")).collect::<Vec<_>>();
        let pairs: Vec<Vec<String>> = [ids("", 0, 2)].into_iter().chain((2..size).map(|i| ids("", i, i + 1))).collect();
        let coarser = [partition("p", &pairs), partition("q", &[ids("p", 0, 1), ids("p", 1, size - 1)])];
        let most = usize::try_from(size).unwrap().saturating_sub(2).min(2);
        let _ = writeln!(toml, "coarser_levels = [{}]", coarser[..dice.below(most as u64 + 1) as usize].join(", "));
    }
    let missing = dice.pick(&["leave_out_person", "average_of_answered"]);
    let _ = writeln!(
        toml,
        "[method]\nid = \"m\"\nversion = 1\naggregate = \"{}\"\nmissing_dimension = \"{missing}\"",
        dice.pick(&MEANS)
    );
    if dice.chance(0.5) {
        toml.push_str("weight_cap = 2.5\n");
    }
    let dimensions = 1 + dice.below(3);
    let mut indicators = String::new();
    let mut count = 0;
    for dimension in 0..dimensions {
        let own = 1 + dice.below(4);
        let _ = writeln!(
            toml,
            "[[dimension]]\nid = \"d{dimension}\"\nlabel = {label}\nweight = {}\naggregate = \"{}\"\nmin_answered = {}",
            0.5 + dice.unit(),
            dice.pick(&MEANS),
            1 + dice.below(own)
        );
        for _ in 0..own {
            let (kind, worse) = match dice.below(3) {
                0 => ("type = \"yes_no\"".to_owned(), *dice.pick(&["yes", "no"])),
                1 => (format!("type = \"ordered\"\nsteps = {}", 2 + dice.below(9)), *dice.pick(&["higher", "lower"])),
                _ => (
                    "type = \"number\"\nnormalise = { kind = \"bounds\", low = -1.5, high = 7.25 }".to_owned(),
                    *dice.pick(&["higher", "lower"]),
                ),
            };
            let _ = writeln!(
                indicators,
                "[[indicator]]\nid = \"i{count}\"\ndimension = \"d{dimension}\"\nlabel = {label}\n{kind}\nworse = \"{worse}\"\nweight = {}",
                0.25 + dice.unit()
            );
            count += 1;
        }
    }
    toml.push_str(&indicators);
    let bands = 1 + dice.below(4);
    for band in 0..bands {
        let _ = writeln!(toml, "[[band]]\nid = \"b{band}\"\nlabel = {label}");
        if band + 1 < bands {
            // Cut points between the values that small scales can take exactly.
            let _ = writeln!(toml, "below = {}", 100.0 * (band as f64 + 1.0) / bands as f64 - 0.012_345);
        }
    }
    for level in &levels {
        if dice.chance(0.7) || level == "l0" {
            let own: Vec<String> = (0..groups).filter(|_| dice.chance(0.6)).map(|group| format!("g{group}")).collect();
            let _ = writeln!(toml, "[[table]]\nlevel = \"{level}\"\ngroups = {own:?}");
        }
    }
    let members = 1 + dice.below(claims.len().min(4) as u64) as usize;
    let mut areas = vec![Vec::new(); members];
    for (i, code) in claims.into_iter().enumerate() {
        let member = if i < members { i } else { dice.below(members as u64) as usize };
        areas[member].push(code);
    }
    let mut listed: Vec<usize> = (0..members).collect();
    dice.shuffle(&mut listed);
    for member in listed {
        let _ = writeln!(toml, "[[member]]\nid = \"m{member}\"\nname = {label}\nareas = {:?}", areas[member]);
    }
    let files = CharterFiles::from([
        ("charter.toml".to_owned(), toml.clone().into_bytes()),
        ("geography.csv".to_owned(), geography.into_bytes()),
    ]);
    let charter = Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}\n{toml}"));
    let weighted = dice.chance(0.6);
    let owners = charter.owners();
    let persons = (0..members).map(|member| {
        let own: Vec<AreaIndex> =
            AreaIndex::first(owners.len()).filter(|area| owners[area.at()] == Some(member)).collect();
        let person = |dice: &mut Dice| Person {
            area: *dice.pick(&own),
            categories: charter.groups.iter().map(|group| dice.below(group.categories.len() as u64) as u16).collect(),
            weight: match weighted {
                true if dice.chance(0.1) => 0.0,
                true => 0.01 + 3.0 * dice.unit(),
                false => 1.0,
            },
            answers: charter.method.indicators.iter().map(|indicator| answer(dice, indicator.scale)).collect(),
        };
        (0..dice.below(60)).map(|_| person(dice)).collect()
    });
    let persons = persons.collect();
    World { persons, weighted, charter }
}

fn answer(dice: &mut Dice, scale: Scale) -> Option<f64> {
    if dice.chance(0.15) {
        return None;
    }
    Some(match scale {
        Scale::YesNo { .. } => dice.below(2) as f64,
        Scale::Ordered { steps, .. } => 1.0 + dice.below(u64::from(steps)) as f64,
        Scale::Number { .. } => 12.0 * dice.unit() - 3.0,
    })
}

// The definitions of the method page, as they are written there.

fn indicator_score(scale: Scale, v: f64) -> f64 {
    let worse = |worse: Worse, score: f64| if worse == Worse::Higher { score } else { 100.0 - score };
    match scale {
        Scale::YesNo { worse } => 100.0 * f64::from(u8::from((v == 1.0) == worse)),
        Scale::Ordered { steps, worse: direction } => worse(direction, 100.0 * (v - 1.0) / f64::from(steps - 1)),
        Scale::Number { low, high, worse: direction } => {
            worse(direction, 100.0 * (v.clamp(low, high) - low) / (high - low))
        }
    }
}

fn mean(kind: Mean, items: &[(f64, f64)]) -> f64 {
    let weights: f64 = items.iter().map(|(w, _)| w).sum();
    match kind {
        Mean::Arithmetic => items.iter().map(|(w, s)| w * s).sum::<f64>() / weights,
        Mean::Geometric => (items.iter().map(|(w, s)| w * s.max(1.0).ln()).sum::<f64>() / weights).exp(),
        Mean::Harmonic => weights / items.iter().map(|(w, s)| w / s.max(1.0)).sum::<f64>(),
    }
}

type Scored = (f64, Vec<Option<f64>>);

fn score(charter: &Charter, person: &Person) -> Option<Scored> {
    let method = &charter.method;
    let dimension = |(d, dimension): (usize, &archipel::charter::Dimension)| {
        let own = method.indicators.iter().zip(&person.answers).filter(|(indicator, _)| indicator.dimension == d);
        let answered: Vec<(f64, f64)> = own
            .filter_map(|(indicator, answer)| Some((indicator.weight, indicator_score(indicator.scale, (*answer)?))))
            .collect();
        (answered.len() >= dimension.min_answered as usize).then(|| mean(dimension.aggregate, &answered))
    };
    let dimensions: Vec<Option<f64>> = method.dimensions.iter().enumerate().map(dimension).collect();
    let there: Vec<(f64, f64)> =
        method.dimensions.iter().zip(&dimensions).filter_map(|(d, score)| Some((d.weight, (*score)?))).collect();
    let whole = match method.missing_dimension {
        MissingDimension::LeaveOutPerson => there.len() == dimensions.len(),
        MissingDimension::AverageOfAnswered => !there.is_empty(),
    };
    whole.then(|| (mean(method.aggregate, &there), dimensions))
}

fn rows(world: &World, persons: &[Person]) -> Rows {
    let charter = &world.charter;
    let combination = |person: &Person| {
        charter
            .groups
            .iter()
            .zip(&person.categories)
            .fold(0, |number, (group, category)| number * group.categories.len() as u32 + u32::from(*category))
    };
    let column = |(i, indicator): (usize, &archipel::charter::Indicator)| match indicator.scale {
        Scale::Number { .. } => Answers::Numbers(persons.iter().map(|p| p.answers[i].unwrap_or(f64::NAN)).collect()),
        _ => Answers::Codes(persons.iter().map(|p| p.answers[i].map_or(Answers::MISSING, |v| v as u8)).collect()),
    };
    Rows {
        persons: (0..persons.len() as u128).collect(),
        households: None,
        areas: persons.iter().map(|person| person.area).collect(),
        combinations: persons.iter().map(combination).collect(),
        weights: world.weighted.then(|| persons.iter().map(|person| person.weight).collect()),
        indicators: charter.method.indicators.iter().enumerate().map(column).collect(),
    }
}

struct InMemory<'a>(&'a World, Vec<Vec<Person>>);

impl Records for InMemory<'_> {
    type Error = ();
    type Handle<'a>
        = Segment
    where
        Self: 'a;
    fn segments(&self) -> usize {
        self.1.len()
    }
    fn weighted(&self) -> bool {
        self.0.weighted
    }
    fn ids(&self, segment: usize) -> Result<RecordIds, ()> {
        Ok(cluster(&self.0.charter, rows(self.0, &self.1[segment])).ids)
    }
    fn segment(&self, segment: usize) -> Result<Segment, ()> {
        Ok(cluster(&self.0.charter, rows(self.0, &self.1[segment])).segment)
    }
}

fn release(world: &World, persons: &[Person], segment_rows: usize, threads: usize) -> Vec<PublishedTable> {
    let records = InMemory(world, persons.chunks(segment_rows).map(<[Person]>::to_vec).collect());
    let counting = Counting { key: (), weight_cap: None };
    let (exact, _) = cube::build(world.charter.public().unwrap(), &records, counting, threads, &|| {}).unwrap();
    Protected::public(exact).tables().to_vec()
}

/// One release for each member, in the order of members.
fn releases(world: &World, segment_rows: usize, threads: usize) -> Vec<Vec<PublishedTable>> {
    world.persons.iter().map(|persons| release(world, persons, segment_rows, threads)).collect()
}

fn federated(world: &World, releases: &[Vec<PublishedTable>]) -> Vec<Combined> {
    let members = world.charter.members.iter().map(|member| member.id.clone());
    let answer = |(member, tables)| Answered { member, plan: None, tables };
    let answers: Vec<_> = members.zip(releases.iter().cloned()).map(answer).collect();
    Published::combine(&world.charter, &answers, &Missing::default()).0
}

/// Rows, figures column by column, and errors of the index.
type Bits = (Vec<archipel::model::RowKey>, Vec<Vec<u64>>, Vec<u64>);

fn bits(tables: &[Combined]) -> Vec<Bits> {
    let columns =
        |table: &Combined| table.cells.columns.iter().map(|c| c.iter().map(|f| f.to_bits()).collect()).collect();
    let errors = |table: &Combined| (0..table.cells.len()).map(|row| table.index_error(row).to_bits()).collect();
    tables.iter().map(|table| (table.cells.rows.clone(), columns(table), errors(table))).collect()
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 || (found.is_nan() && expected.is_nan())
}

#[expect(clippy::too_many_lines, reason = "every column of a row, one after another")]
fn check(seed: u64) {
    let world = &world(seed);
    let charter = &world.charter;
    let mut releases = releases(world, 64, 1);
    let tables = federated(world, &releases);
    let shown = Reading::new(charter).shown;
    let finest = charter.geography.finest();
    let cap = charter.method.weight_cap.unwrap_or(f64::INFINITY);
    for (table, sums) in charter.lattice.tables().iter().zip(&tables) {
        let found = &sums.cells;
        let mut cells = BTreeMap::<_, Vec<(f64, Scored)>>::new();
        for person in world.persons.iter().flatten() {
            let Some(scored) = score(charter, person) else { continue };
            let area = charter.geography.ancestor(finest, person.area, table.level);
            let categories = table
                .axes
                .iter()
                .map(|axis| charter.groups[axis.group].project(axis.group_level, person.categories[axis.group]));
            cells.entry((area, categories.collect())).or_default().push((person.weight.min(cap), scored));
        }
        let keys: Vec<(AreaIndex, Vec<u16>)> =
            found.rows.iter().map(|key| (key.area, table.categories(&charter.groups, key.combination))).collect();
        assert_eq!(keys, cells.keys().cloned().collect::<Vec<_>>(), "rows of {table:?}, seed {seed}");
        for (row, persons) in cells.values().enumerate() {
            let figure = |column: usize| sums.figures[column][row];
            let weight: f64 = persons.iter().map(|(w, _)| w).sum();
            let index = persons.iter().map(|(w, (index, _))| w * index).sum::<f64>() / weight;
            assert_eq!(figure(Shown::PERSONS), persons.len() as f64);
            assert!(close(figure(Shown::WEIGHT), weight), "weight, seed {seed}");
            assert!(close(figure(Shown::INDEX), index), "index {} {index}, seed {seed}", figure(Shown::INDEX));
            for d in 0..charter.method.dimensions.len() {
                let own: Vec<(f64, f64)> =
                    persons.iter().filter_map(|(w, (_, scores))| Some((*w, scores[d]?))).collect();
                let weight: f64 = own.iter().map(|(w, _)| w).sum();
                let mean = own.iter().map(|(w, s)| w * s).sum::<f64>() / weight;
                assert!(close(figure(shown.dimension(d)), mean), "dimension {d}, seed {seed}");
            }
            let mut low = f64::NEG_INFINITY;
            for (b, band) in charter.method.bands.iter().enumerate() {
                let high = band.below.unwrap_or(f64::INFINITY);
                let inside = persons.iter().filter(|(_, (index, _))| *index >= low && *index < high);
                let share = inside.map(|(w, _)| w).sum::<f64>() / weight;
                assert!(close(figure(shown.share(b)), share), "band {b}, seed {seed}");
                low = high;
            }
            let variance = persons.iter().map(|(w, (x, _))| w * w * (x - index) * (x - index)).sum::<f64>();
            let expected = 100.0 * variance.sqrt() / weight / index;
            let found = cv(sums, row);
            // Below that an index may be 0 in fixed point.
            if index > 1e-9 {
                let found = found.unwrap_or_else(|| panic!("cv, seed {seed}"));
                // Equal scores have no error, except in the last digit of their mean.
                let right = if expected < 1e-9 { found < 1e-9 } else { (found / expected - 1.0).abs() < 1e-6 };
                assert!(right, "cv {found} {expected}, seed {seed}");
            } else if index == 0.0 {
                assert_eq!(found.unwrap_or(0.0), 0.0);
            }
        }
    }
    let mut shuffled =
        World { charter: world.charter.clone(), persons: world.persons.clone(), weighted: world.weighted };
    let dice = &mut Dice::new(!seed);
    shuffled.persons.iter_mut().for_each(|persons| dice.shuffle(persons));
    let again = federated(&shuffled, &self::releases(&shuffled, 7, 3));
    assert_eq!(bits(&again), bits(&tables), "row order and threads, seed {seed}");
    // Members are added up in the order of their ids; another order gives the same figures, except in the last digits.
    dice.shuffle(&mut releases);
    for (permuted, table) in federated(world, &releases).iter().zip(&tables) {
        assert_eq!(permuted.cells.rows, table.cells.rows, "member order, seed {seed}");
        let figures = |table: &Combined| table.cells.columns.concat();
        for (permuted, figure) in figures(permuted).into_iter().zip(figures(table)) {
            let scale = figure.abs().max(1.0);
            assert!(close(permuted / scale, figure / scale), "member order: {permuted} {figure}, seed {seed}");
        }
    }
}

#[test]
fn federated_is_pooled_and_order_and_threads_change_no_byte() {
    let mut runner = TestRunner::new(Config { cases: 500, failure_persistence: None, ..Config::default() });
    runner
        .run(&any::<u64>(), |seed| {
            check(seed);
            Ok(())
        })
        .unwrap();
}
