//! Figures add up: places to their area, categories to the table without their group, members to the country.

use archipel::charter::{Charter, Table};
use archipel::model::PublishedTable;
use archipel::report::{Answered, Summation};

use super::world::{Kind, PRIVATE, World};

const TWO: Kind = Kind { members: &["P0", "P1"], ..PRIVATE };

fn close(one: f64, other: f64, size: f64) -> bool {
    one.is_nan() && other.is_nan() || (one - other).abs() <= 1e-9 * (1.0 + size)
}

#[test]
fn places_categories_and_members_add_up() {
    for method in [
        "weights = \"none\"",
        "weights = \"none\"\naggregate = \"geometric\"",
        "weights = \"none\"\nmissing_dimension = \"average_of_answered\"",
        "weights = \"design\"\nweight_cap = 12.5",
    ] {
        let world = World::new(3, 500, Kind { method, ..TWO });
        let answer = |(seed, member): (u64, &archipel::charter::Member)| {
            let plan = world.plan_of(&member.id, "0.185");
            let tables = world.private_of(&member.id, &plan, seed, None);
            add_up(&world, &tables);
            Answered { member: member.id.clone(), plan: Some(plan), tables }
        };
        let answers: Vec<Answered> = (0..).zip(&world.charter.members).map(answer).collect();
        let sums = Summation::new(&world.charter, &answers);
        let whole: Vec<PublishedTable> =
            world.charter.lattice.numbered().map(|(t, _)| sums.combine(t, &|_| Vec::new()).cells).collect();
        add_up(&world, &whole);
        // Both have the country.
        for (t, table) in whole.iter().enumerate().filter(|(t, _)| world.charter.lattice.tables()[*t].level == 0) {
            for (c, column) in table.columns.iter().enumerate() {
                for (row, figure) in column.iter().enumerate() {
                    let own = answers.iter().map(|answer| answer.tables[t].columns[c][row]);
                    let (sum, size) = own.fold((0.0, 0.0), |(sum, size), own| (sum + own, size + own.abs()));
                    assert!(close(*figure, sum, size), "{method}: {figure} {sum}");
                }
            }
        }
    }
}

/// Compares every cell of every table with those of finer tables that lie in it.
fn add_up(world: &World, tables: &[PublishedTable]) {
    let (lattice, geography) = (world.charter.lattice.tables(), &world.charter.geography);
    let mut checked = 0;
    for (coarse, above) in lattice.iter().zip(tables) {
        for (fine, below) in lattice.iter().zip(tables) {
            let deeper = fine.level == coarse.level + 1 && fine.axes == coarse.axes;
            let more = fine.level == coarse.level && fine.axes != coarse.axes && coarse.axes_follow_from(fine);
            if !deeper && !more {
                continue;
            }
            let count = fine.combinations(&world.charter.groups) as u32;
            let lies_in: Vec<u32> = (0..count).map(|own| project(&world.charter, fine, own, coarse)).collect();
            for (c, column) in above.columns.iter().enumerate() {
                for (row, key) in above.rows.iter().enumerate() {
                    let own = below.rows.iter().zip(&below.columns[c]).filter(|(part, _)| {
                        geography.ancestor(fine.level, part.area, coarse.level) == key.area
                            && lies_in[part.combination as usize] == key.combination
                    });
                    let (sum, size) = own.fold((0.0, 0.0), |(sum, size), (_, own)| (sum + own, size + own.abs()));
                    assert!(close(column[row], sum, size), "{} {sum}", column[row]);
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 500, "{checked}");
}

/// Combination of a coarser table that contains one of a finer table.
fn project(charter: &Charter, fine: &Table, combination: u32, coarse: &Table) -> u32 {
    let (mut rest, mut categories) = (combination, Vec::new());
    for axis in fine.axes.iter().rev() {
        let size = charter.groups[axis.group].categories_of(axis.group_level).len() as u32;
        categories.push((axis, (rest % size) as u16));
        rest /= size;
    }
    coarse.axes.iter().fold(0, |number, axis| {
        let group = &charter.groups[axis.group];
        let (own, category) = categories.iter().find(|(own, _)| own.group == axis.group).unwrap();
        let finest =
            (0..group.categories.len() as u16).find(|finest| group.project(own.group_level, *finest) == *category);
        number * group.categories_of(axis.group_level).len() as u32
            + u32::from(group.project(axis.group_level, finest.unwrap()))
    })
}
