//! Two releases about the same people, before and after a change of few of them (A10, A11, A12, A24).

use std::collections::BTreeMap;

use archipel::disclosure::{Notes, Protected, Step};

use super::world::{Dice, GROUPS, Person, World, published};

const POPULATION: &str = "knowledge = \"population\"\narea_people = 30\nnoise_points = 50\nreleases = 8";
const LARGEST: u32 = 3000;
/// Persons that a cell, and a difference of cells, have at least.
const LEAST: u32 = 11;

/// What becomes of one person between two versions.
#[derive(Clone, Copy, Debug)]
enum Event {
    Joins,
    Leaves,
    Answers,
    Moves,
    Nothing,
}

impl World {
    /// The next version, after some events that meet persons at random.
    fn next(&self, dice: &mut Dice, events: &[Event]) -> Self {
        let mut next = Self { version: self.version + 1, ..self.clone() };
        for (number, event) in (0..).zip(events) {
            let person = dice.below(next.people.len() as u32) as usize;
            match event {
                Event::Joins => {
                    let id = u128::from(next.version) << 32 | number | 1 << 120;
                    let newcomer = Person { id, ..next.people[person].clone() };
                    next.people.push(newcomer);
                }
                Event::Leaves => drop(next.people.swap_remove(person)),
                Event::Answers => next.people[person].answers[0] ^= 1,
                Event::Moves => next.people[person].town = dice.below(9),
                Event::Nothing => {}
            }
        }
        next
    }
}

/// Releases of all versions, each after the one before.
fn publish(versions: &[World], without: &[Step]) -> Vec<(Protected, Notes)> {
    let mut told: Vec<(Protected, Notes)> = Vec::new();
    for world in versions {
        let earlier = told.last().map(|(cells, notes)| world.earlier(cells.clone(), notes.clone(), versions));
        let (cells, review, notes) = world.release_after(earlier.as_ref(), without);
        assert!(review.safe || without.contains(&Step::Audit), "{:?}", review.audit);
        told.push((cells, notes));
    }
    told
}

/// Cells whose figures or status differ between two releases: table and row.
fn differences(before: &Protected, after: &Protected) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (t, (before, after)) in before.tables().iter().zip(after.tables()).enumerate() {
        let differs = |row: &usize| {
            let figures = before.columns.iter().zip(&after.columns);
            before.status[*row] != after.status[*row]
                || figures.into_iter().any(|(was, is)| was[*row].to_bits() != is[*row].to_bits())
        };
        found.extend((0..before.len()).filter(differs).map(|row| (t, row)));
    }
    found
}

/// Whether one person joined, left, answered otherwise or moved shows in the figures. Without carry-forward the noise of
/// the cells around the person is drawn anew, and that alone tells: equal contributors would have equal figures.
#[test]
fn one_persons_change_shows_nowhere() {
    let events = [Event::Joins, Event::Leaves, Event::Answers, Event::Moves, Event::Nothing];
    let mut seen = BTreeMap::new();
    for seed in 0..6 {
        let first = World::new(seed, LARGEST, POPULATION);
        for event in events {
            let versions = [first.clone(), first.next(&mut Dice::new(seed + 100), &[event])];
            for without in [&[][..], &[Step::Carry]] {
                let told = publish(&versions, without);
                let count = seen.entry((format!("{event:?}"), without.len())).or_insert(0);
                *count += u32::from(!differences(&told[0].0, &told[1].0).is_empty());
            }
        }
    }
    println!("releases of 6 in which the event shows, with (0) and without (1) carry-forward: {seen:?}");
    for event in events {
        let of = |without| seen[&(format!("{event:?}"), without)];
        let nothing = matches!(event, Event::Nothing);
        // False alarms: none, either way.
        assert_eq!(of(1) >= 5, !nothing, "{event:?}: the attack works: {}", of(1));
        assert_eq!(of(0), 0, "{event:?}");
    }
}

/// Fifty versions with no change are the same bytes: there is nothing to average. A node that lost its key would draw
/// anew, and whoever averages its releases comes close to the truth.
#[test]
fn releases_of_the_same_data_have_nothing_to_average() {
    let first = World::new(3, LARGEST, POPULATION);
    let (once, _) = first.release(&[]);
    let truth = first.truth(&once);
    let error = |told: &[Vec<archipel::model::PublishedTable>]| {
        let (mut sum, mut cells) = (0.0, 0.0);
        for (t, truth) in truth.iter().enumerate() {
            for (row, &truth) in
                truth.iter().enumerate().filter(|(row, _)| told.iter().all(|told| published(&told[t], *row)))
            {
                let mean = told.iter().map(|told| told[t].columns[0][row]).sum::<f64>() / told.len() as f64;
                sum += (mean - f64::from(truth)).abs();
                cells += 1.0;
            }
        }
        sum / cells
    };
    let lost: Vec<_> = (1..=20).map(|secret| World { secret, ..first.clone() }.release(&[]).0).collect();
    let kept: Vec<_> = (1..=20).map(|version| World { version, ..first.clone() }.release(&[]).0).collect();
    let same = |told: &[Vec<archipel::model::PublishedTable>]| {
        let debug = |tables: &Vec<archipel::model::PublishedTable>| format!("{tables:?}");
        told.iter().all(|tables| debug(tables) == debug(&told[0]))
    };
    println!("mean error of persons: {:.1} once, {:.1} over 20 keys", error(&kept[..1]), error(&lost));
    assert!(same(&kept) && !same(&lost));
    assert!(error(&lost) < 0.5 * error(&lost[..1]), "the attack works");
}

/// Where a person adds to a table, and with which answers.
fn contributions(world: &World, table: &archipel::charter::Table) -> BTreeMap<u128, ((u32, u32), [u8; 3])> {
    world.people.iter().map(|person| (person.id, (world.cell(table, person), person.answers))).collect()
}

/// Persons by combination whose contribution to some areas differs between two worlds.
fn changed(
    world: &World,
    before: &World,
    table: &archipel::charter::Table,
    areas: &dyn Fn(u32) -> bool,
) -> BTreeMap<u32, u32> {
    let (old, new) = (contributions(before, table), contributions(world, table));
    let mut counts = BTreeMap::new();
    let ids: std::collections::BTreeSet<u128> = old.keys().chain(new.keys()).copied().collect();
    for id in ids {
        // What a person adds to a union of areas: which of them is no matter.
        let adds = |all: &BTreeMap<u128, ((u32, u32), [u8; 3])>| {
            all.get(&id)
                .filter(|((area, _), _)| areas(*area))
                .map(|((_, combination), answers)| (*combination, *answers))
        };
        let (old, new) = (adds(&old), adds(&new));
        if old != new {
            let combinations: std::collections::BTreeSet<u32> =
                [old, new].into_iter().flatten().map(|(combination, _)| combination).collect();
            combinations.into_iter().for_each(|combination| *counts.entry(combination).or_insert(0) += 1);
        }
    }
    counts
}

/// Few persons change at a time, over several versions. Whatever moves on tells a difference of eleven persons or more in
/// every cell, and so does what is left of a larger area when what moved on below it is taken away.
#[test]
fn a_slow_drip_tells_no_difference_of_few_persons() {
    let (mut moved, mut kept, mut small_without) = (0, 0, 0);
    for seed in 0..3 {
        let dice = &mut Dice::new(seed + 7);
        let mut versions = vec![World::new(seed, LARGEST, POPULATION)];
        for many in [20, 200, 60, 600] {
            let kinds = [Event::Joins, Event::Leaves, Event::Answers, Event::Moves];
            let events: Vec<Event> = (0..many).map(|_| kinds[dice.below(4) as usize]).collect();
            versions.push(versions.last().unwrap().next(dice, &events));
        }
        let world = &versions[0];
        let lattice = world.charter.lattice.tables();
        let told = publish(&versions, &[]);
        let basis = |release: usize, t: usize, place: usize| {
            let notes = &told[release].1;
            let digest = notes.bases[notes.blocks[t][place].basis as usize];
            versions.iter().position(|version| version.dataset() == digest).unwrap()
        };
        let areas: Vec<Vec<u32>> = told[0].0.tables().iter().map(areas).collect();
        for release in 1..versions.len() {
            for (t, table) in lattice.iter().enumerate() {
                for (place, &area) in areas[t].iter().enumerate() {
                    let (was, is) = (basis(release - 1, t, place), basis(release, t, place));
                    if was == is {
                        kept += 1;
                        continue;
                    }
                    moved += 1;
                    assert_eq!(is, release);
                    let own = changed(&versions[release], &versions[was], table, &|other| other == area);
                    assert!(own.values().all(|&persons| persons >= LEAST), "{table:?} {area} {own:?}");
                    let Some(finer) =
                        lattice.iter().position(|other| other.axes == table.axes && other.level == table.level + 1)
                    else {
                        continue;
                    };
                    let under =
                        |child: u32| world.charter.geography.ancestor(table.level + 1, child, table.level) == area;
                    let left: Vec<(u32, usize)> = areas[finer]
                        .iter()
                        .enumerate()
                        .filter(|(place, child)| under(**child) && basis(release, finer, *place) != release)
                        .map(|(place, child)| (*child, basis(release, finer, place)))
                        .collect();
                    for since in 0..release {
                        let of = |child: u32| left.contains(&(child, since));
                        if left.iter().any(|(_, basis)| *basis != since) {
                            continue;
                        }
                        let rest = changed(&versions[release], &versions[since], &lattice[finer], &of);
                        assert!(rest.values().all(|&persons| persons >= LEAST), "{table:?} {area} {rest:?}");
                    }
                }
            }
        }
        // Without the defence, figures change where few persons did.
        let open = publish(&versions[..2], &[Step::Carry]);
        for (t, row) in differences(&open[0].0, &open[1].0) {
            let key = open[0].0.tables()[t].rows[row];
            let own = changed(&versions[1], &versions[0], &lattice[t], &|other| other == key.area);
            small_without += u32::from(own.get(&key.combination).is_some_and(|&persons| persons < LEAST));
        }
    }
    println!("{moved} blocks moved on, {kept} kept; without the defence {small_without} cells tell a small difference");
    assert!(moved > 50 && kept > 50 && small_without > 20, "{moved} {kept} {small_without}");
}

/// Areas of a table, in order.
fn areas(table: &archipel::model::PublishedTable) -> Vec<u32> {
    let mut areas: Vec<u32> = table.rows.iter().map(|row| row.area).collect();
    areas.dedup();
    areas
}

/// Everybody answers otherwise, and one person joins. If each quantity had noise of its own contributors alone, the number
/// of persons would change where somebody joined and nowhere else.
#[test]
fn a_new_wave_does_not_show_who_joined() {
    let (mut same, mut other) = (0, 0);
    for seed in 0..4 {
        let first = World::new(seed, LARGEST, POPULATION);
        let mut second = first.next(&mut Dice::new(seed), &[Event::Joins]);
        second.people.iter_mut().for_each(|person| person.answers[0] ^= 1);
        let told = publish(&[first, second], &[]);
        for (before, after) in told[0].0.tables().iter().zip(told[1].0.tables()) {
            for row in (0..before.len()).filter(|&row| published(before, row) && published(after, row)) {
                let changed = before.columns[0][row].to_bits() != after.columns[0][row].to_bits();
                *(if changed { &mut other } else { &mut same }) += 1;
            }
        }
    }
    // One person is in few of these cells; noise of a deviation of twenty, rounded to five, is seldom the same twice.
    println!("persons as before in {same} cells, other in {other}");
    assert!(other > 50 && same * 4 < other, "{same} {other}");
}

/// Everybody outside of one category answers otherwise, and in it one person or nobody. Which blocks move on must not say
/// which: if a cell in which nobody changed let its block move on, the block would be a bare test of one person.
#[test]
fn a_block_that_moves_on_is_no_test_of_one_person() {
    for seed in 0..4 {
        let first = World::new(seed, LARGEST, POPULATION);
        let within = |person: &Person| person.combination / GROUPS[2] % GROUPS[1] == 1;
        let target = first.people.iter().position(within).unwrap();
        let moved = [false, true].map(|one| {
            let mut second = World { version: 2, ..first.clone() };
            for (number, person) in second.people.iter_mut().enumerate() {
                person.answers[0] ^= u8::from(!within(person) || one && number == target);
            }
            let versions = [first.clone(), second];
            let notes = publish(&versions, &[]).pop().unwrap().1;
            let latest = |block: &archipel::disclosure::Block| {
                (notes.bases[block.basis as usize] == versions[1].dataset(), block.stands)
            };
            notes.blocks.iter().map(|blocks| blocks.iter().map(latest).collect::<Vec<_>>()).collect::<Vec<_>>()
        });
        assert!(moved[0].iter().flatten().any(|block| block.0), "{seed}");
        assert_eq!(moved[0], moved[1], "{seed}");
    }
}
