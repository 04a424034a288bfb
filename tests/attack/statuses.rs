//! What is shown and what isn't, and which rows there are: one release told somebody's presence by that, every time, while such
//! things were decided on exact cells.

use archipel::disclosure::private::Plan;
use archipel::model::{Answers, PublishedTable, Status};

use super::world::{CONTROLLED, Kind, PRIVATE, Person, World};

const RELEASES: u64 = 60;

/// Two worlds that differ by one person.
struct Pair {
    name: &'static str,
    worlds: [World; 2],
    /// Whether the old rules, on exact cells, tell them apart.
    told: fn(&World) -> Vec<bool>,
}

fn pair(name: &'static str, kind: Kind, people: Vec<Person>, target: Person, told: fn(&World) -> Vec<bool>) -> Pair {
    let world = |people: Vec<Person>| {
        let mut world = World::new(5, 400, kind);
        // Town 0 is where it happens.
        world.people.retain(|person| person.town != 0);
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
    ]
}

/// The old rule of the fewest people, by cell.
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

/// Rows only where people are.
fn rows(world: &World) -> Vec<bool> {
    let there = |table: &PublishedTable| (0..1000).map(|row| row < table.rows.len()).collect::<Vec<_>>();
    world.truth().iter().flat_map(there).collect()
}

/// The old rule of one who adds more than half of what a cell of town 0 has.
fn dominated(world: &World) -> Vec<bool> {
    let own = || world.people.iter().filter(|person| person.town == 0).map(|person| person.weight);
    vec![2.0 * own().fold(0.0, f64::max) > own().sum()]
}

/// Whether anybody of town 0 answered the third question.
fn answered(world: &World) -> Vec<bool> {
    vec![world.people.iter().any(|person| person.town == 0 && person.answers[2] != Answers::MISSING)]
}

/// Share of releases in which each cell is shown, and the rows of each table.
fn shown(release: impl Fn(u64) -> Vec<PublishedTable>) -> (Vec<f64>, Vec<Vec<archipel::model::RowKey>>) {
    let mut shares: Vec<f64> = Vec::new();
    let mut rows = Vec::new();
    for seed in 0..RELEASES {
        let tables = release(seed);
        let cells = tables.iter().flat_map(|table| &table.status);
        let cells: Vec<f64> = cells.map(|status| f64::from(u8::from(*status == Status::Published))).collect();
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

/// Where two groups are of the same people, their figures were the same, and told that they are.
#[test]
fn equal_contributors_have_no_equal_figures() {
    let mut world = World::new(9, 400, CONTROLLED);
    // The second category of group b is the same people as the third of group a.
    let [_, b, c] = [3, 2, 4];
    for person in &mut world.people {
        let (first, last) = (person.combination / (b * c), person.combination % c);
        person.combination = (first * b + u32::from(first == 2)) * c + last;
    }
    let lattice = world.charter.lattice.tables();
    let table = |group: usize| {
        lattice.iter().position(|table| {
            table.level == 0 && table.axes.len() == 1 && table.axes[0].group == group && table.axes[0].rung == 0
        })
    };
    let (a, b) = (table(0).unwrap(), table(1).unwrap());
    let truth = world.truth();
    let figures = |tables: &[PublishedTable], table: usize, combination: usize| -> Vec<f64> {
        tables[table].columns.iter().map(|column| column[combination]).collect()
    };
    assert_eq!(figures(&truth, a, 2), figures(&truth, b, 1));
    for seed in 0..20 {
        let told = world.controlled(seed, None);
        assert_ne!(figures(&told, a, 2), figures(&told, b, 1), "{seed}");
    }
}
