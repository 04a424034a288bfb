//! Statuses and rows of a release: one release revealed the presence of a person by them, every time, while they were
//! decided on exact cells.

use archipel::disclosure::private::Plan;
use archipel::model::{Answers, CellStatus, PublishedTable};

use super::world::{CONTROLLED, Kind, PRIVATE, Person, World};

const RELEASES: u64 = 60;

/// Two worlds that differ by one person.
struct Pair {
    name: &'static str,
    worlds: [World; 2],
    /// Whether the old rules, on exact cells, distinguish them.
    told: fn(&World) -> Vec<bool>,
}

fn pair(name: &'static str, kind: Kind, people: Vec<Person>, target: Person, told: fn(&World) -> Vec<bool>) -> Pair {
    let world = |people: Vec<Person>| {
        let mut world = World::new(5, 400, kind);
        // Town 0 is the place of the difference, and where others of the pair live.
        world.people.retain(|person| person.town != 0 && people.iter().all(|other| other.town != person.town));
        world.people.extend(people);
        world
    };
    let with = people.iter().copied().chain([target]).collect();
    Pair { name, worlds: [world(people), world(with)], told }
}

fn person(combination: u32, answers: [u8; 3], weight: f64) -> Person {
    Person { town: 0, combination, answers, weight }
}

fn pairs(class: Kind) -> Vec<Pair> {
    let weighted = Kind { method: "weights = \"design\"\nweight_cap = 200", ..class };
    let partly = Kind { method: "weights = \"none\"\nmissing_dimension = \"average_of_answered\"", ..class };
    let several = |count, answers, weight| vec![person(0, answers, weight); count];
    let missing = Answers::MISSING;
    vec![
        pair("a cell of 10 or 11", class, several(10, [0, 1, 0], 1.0), person(0, [1; 3], 1.0), fewer_than(11)),
        pair("an area of 249 or 250", class, several(249, [0, 1, 0], 1.0), person(7, [1; 3], 1.0), fewer_than(250)),
        pair("the only inhabitant", class, Vec::new(), person(9, [1; 3], 1.0), rows),
        pair("one who outweighs all", weighted, several(25, [0, 1, 0], 0.5), person(0, [1; 3], 200.0), dominated),
        pair("one who answered", partly, several(60, [1, 0, missing], 1.0), person(0, [1; 3], 1.0), answered),
        pair("siblings of 500", class, several(499, [0, 1, 0], 1.0), person(0, [1; 3], 1.0), fewer_than(500)),
        pair("which sibling falls", class, siblings(), person(0, [1; 3], 1.0), falls),
        pair("a household of 40", class, several(39 * 8, [0, 1, 0], 1.0), person(7, [1; 3], 1.0), households),
        pair("alone where nobody may be", class, nobody_at(IMPOSSIBLE), person(IMPOSSIBLE, [1; 3], 1.0), impossible),
        pair("two cells of 5, or 5 and 6", class, small_cells(), person(4, [1; 3], 1.0), narrow),
    ]
}

/// Towns of one province, one of them small, one with 500 people, and one with as many until one more person comes.
fn siblings() -> Vec<Person> {
    let towns = [(0, 500), (2, 500), (4, 5), (6, 900)];
    let own = |(town, count): (u32, usize)| vec![Person { town, ..person(0, [0, 1, 0], 1.0) }; count];
    towns.into_iter().flat_map(own).collect()
}

/// The old rule that withheld a second town with a first, so that the first couldn't be computed from the province: the
/// one with the fewest people, the first of two that are equal.
fn falls(world: &World) -> Vec<bool> {
    let count = |town: u32| world.people.iter().filter(|person| person.town == town).count();
    let shown = [0, 2, 4, 6].into_iter().filter(|town| count(*town) >= 250);
    let fallen = shown.min_by_key(|town| (count(*town), *town));
    [0, 2, 4, 6].map(|town| Some(town) == fallen).to_vec()
}

/// The old rule that showed an area from a number of households on.
fn households(world: &World) -> Vec<bool> {
    let mut homes: Vec<u128> =
        world.people.iter().zip(world.homes()).filter(|(person, _)| person.town == 0).map(|(_, home)| home).collect();
    homes.dedup();
    vec![homes.len() >= 40]
}

/// A combination that a charter called impossible: its cells were withheld as soon as one person had it.
const IMPOSSIBLE: u32 = 23;

fn impossible(world: &World) -> Vec<bool> {
    vec![world.people.iter().any(|person| person.combination == IMPOSSIBLE)]
}

/// People of all towns, none of them in this combination.
fn nobody_at(combination: u32) -> Vec<Person> {
    let mut people = World::new(5, 400, PRIVATE).people;
    people.iter_mut().filter(|person| person.combination == combination).for_each(|person| person.combination = 0);
    people
}

/// In town 0 two groups cross in small cells of 5 and large ones of 50.
fn small_cells() -> Vec<Person> {
    let cells = [(0, 5), (4, 5), (8, 50), (12, 50), (16, 50), (20, 50)];
    cells.into_iter().flat_map(|(combination, count)| vec![person(combination, [0, 1, 0], 1.0); count]).collect()
}

/// The old rule that withheld two cells below 11, and their sum as well if it gave either of them to within less than
/// 11: from 0 to the sum.
fn narrow(world: &World) -> Vec<bool> {
    let cell = |a: u32, b: u32| {
        let own = |person: &&Person| person.town == 0 && person.combination / 4 == 2 * a + b;
        world.people.iter().filter(own).count()
    };
    (0..3)
        .map(|a| [cell(a, 0), cell(a, 1)])
        .map(|cells| cells.iter().all(|own| *own < 11) && cells.iter().sum::<usize>() < 11)
        .collect()
}

/// The old rule of the minimum frequency, by cell.
fn fewer_than(least: u32) -> fn(&World) -> Vec<bool> {
    fn all(world: &World, least: f64) -> Vec<bool> {
        world.truth().iter().flat_map(|table| &table.columns[0]).map(|persons| *persons < least).collect()
    }
    match least {
        11 => |world| all(world, 11.0),
        250 => |world| all(world, 250.0),
        _ => |world| all(world, 500.0),
    }
}

/// The old rule that gave rows only to cells with people.
fn rows(world: &World) -> Vec<bool> {
    let there = |table: &PublishedTable| (0..1000).map(|row| row < table.rows.len()).collect::<Vec<_>>();
    world.truth().iter().flat_map(there).collect()
}

/// The old rule of a person with more than half of the weight in a cell of town 0.
fn dominated(world: &World) -> Vec<bool> {
    let own = || world.people.iter().filter(|person| person.town == 0).map(|person| person.weight);
    vec![2.0 * own().fold(0.0, f64::max) > own().sum()]
}

/// Whether any person of town 0 answered the third question.
fn answered(world: &World) -> Vec<bool> {
    vec![world.people.iter().any(|person| person.town == 0 && person.answers[2] != Answers::MISSING)]
}

/// Share of releases that show each cell, and the rows of each table.
fn shown(release: impl Fn(u64) -> Vec<PublishedTable>) -> (Vec<f64>, Vec<Vec<archipel::model::RowKey>>) {
    let mut shares: Vec<f64> = Vec::new();
    let mut rows = Vec::new();
    for seed in 0..RELEASES {
        let tables = release(seed);
        let cells = tables.iter().flat_map(|table| &table.status);
        let cells: Vec<f64> = cells.map(|status| f64::from(u8::from(*status == CellStatus::Published))).collect();
        shares.resize(cells.len(), 0.0);
        shares.iter_mut().zip(cells).for_each(|(share, cell)| *share += cell / RELEASES as f64);
        rows = tables.into_iter().map(|table| table.rows).collect();
    }
    (shares, rows)
}

fn hold(pairs: &[Pair], release: impl Fn(&World, u64) -> Vec<PublishedTable>) {
    for Pair { name, worlds: [without, with], told } in pairs {
        assert_ne!(told(without), told(with), "{name}: the old rule tells nothing");
        let [one, other] = [without, with].map(|world| shown(|seed| release(world, seed)));
        assert_eq!(one.1, other.1, "{name}: other rows");
        let most = one.0.iter().zip(&other.0).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
        println!("{name}: {most:.2} at most");
        assert!(most < 0.4, "{name}: {most}");
    }
}

#[test]
fn statuses_follow_from_noise_in_class_private() {
    hold(&pairs(PRIVATE), |world, seed| {
        let plan: Plan = world.plan("0.5");
        // Both worlds draw noise of their own.
        world.private(&plan, 2 * seed + u64::from(world.people.len() % 2 == 0), Some(11))
    });
}

#[test]
fn statuses_follow_from_noise_in_class_controlled() {
    hold(&pairs(CONTROLLED), |world, seed| {
        world.controlled(2 * seed + u64::from(world.people.len() % 2 == 0), Some(11))
    });
}

/// If two groups have the same people, their figures were equal, and told so.
fn alike(class: Kind, release: impl Fn(&World, u64) -> Vec<PublishedTable>) {
    let mut world = World::new(9, 400, class);
    // The second category of group b is the same people as the third of group a.
    let [_, b, c] = [3, 2, 4];
    for person in &mut world.people {
        let (first, last) = (person.combination / (b * c), person.combination % c);
        person.combination = (first * b + u32::from(first == 2)) * c + last;
    }
    let lattice = world.charter.lattice.tables();
    // At each level, as every table of it has a group alone.
    for level in 0..3 {
        let table = |group: usize| {
            lattice.iter().position(|table| {
                table.level == level
                    && table.axes.len() == 1
                    && table.axes[0].group == group
                    && table.axes[0].group_level == 0
            })
        };
        let (a, b) = (table(0).unwrap(), table(1).unwrap());
        // In the first area of the level.
        let figures = |tables: &[PublishedTable], table: usize, combination: usize| -> Vec<f64> {
            let columns = &tables[table].columns;
            columns.iter().map(|column| column[combination]).filter(|figure| !figure.is_nan()).collect()
        };
        let truth = world.truth();
        // The old rule drew by contributors, whatever the table.
        assert_eq!(figures(&truth, a, 2), figures(&truth, b, 1));
        let mut equal = vec![0; figures(&truth, a, 2).len()];
        for seed in 0..20 {
            let told = release(&world, seed);
            let (one, other) = (figures(&told, a, 2), figures(&told, b, 1));
            assert_ne!(one, other, "{seed}");
            let pairs = one.iter().zip(&other).zip(&mut equal);
            pairs.for_each(|((one, other), equal)| *equal += u32::from((one - other).abs() < 1e-9));
        }
        println!("{}, level {level}: of 20, equal by statistic {equal:?}", class.class);
        assert!(equal.iter().all(|equal| *equal < 10), "{equal:?}");
    }
}

#[test]
fn equal_contributors_have_no_equal_figures() {
    alike(CONTROLLED, |world, seed| world.controlled(seed, None));
    alike(PRIVATE, |world, seed| world.private(&world.plan("0.5"), seed, None));
}
