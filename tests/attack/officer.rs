//! The officer's view of attacks on a release: nothing for a sound one, and the fault of any other.

use archipel::disclosure::Protected;
use archipel::disclosure::private::{Attack, GAP, Measured, attack, largest_gap};
use archipel::model::{CellStatus, PublishedTable, RowKey};

use super::world::{PRIVATE, World};

#[test]
fn a_sound_release_withstands_and_each_fault_is_named() {
    let world = World::new(2, 600, PRIVATE);
    let (charter, member, plan) = (&world.charter, world.member(), world.plan("0.5"));
    let min_frequency = Some(11);
    let attacked = |measured: &Measured, cells: &Protected| {
        attack(charter, member, &plan, measured, cells, min_frequency, 7).succeeded()
    };
    let measured = |seed| world.measured(&plan, seed, min_frequency).1;
    let cells = |measured: &Measured| Protected::estimated(measured, charter, member, &plan, min_frequency);
    for seed in 0..5 {
        let own = measured(seed);
        assert!(attacked(&own, &cells(&own)).is_empty(), "{:?}", attacked(&own, &cells(&own)));
    }
    let sound = measured(1);
    // Noise of another plan than the stated one, too large or too small.
    for other in ["0.05", "2"] {
        let measured = world.measured(&world.plan(other), 1, min_frequency).1;
        assert_eq!(attacked(&measured, &cells(&measured)), ["noise"]);
    }
    // No noise at all between provinces and their towns, of people alone: among all numbers it is hardly seen.
    let (lattice, tables, geography) = (charter.lattice.tables(), cells(&sound), &charter.geography);
    let (tables, columns) = (tables.tables(), tables.tables()[0].columns.len() - 1);
    let mut numbers: Vec<i64> =
        sound.to_bytes().chunks_exact(8).map(|number| i64::from_le_bytes(number.try_into().unwrap())).collect();
    let begins = |table: usize| tables[..table].iter().map(|table| columns * table.len()).sum::<usize>();
    for (fine, of) in lattice.iter().enumerate().filter(|(_, table)| table.level == 2) {
        let coarse = lattice.iter().position(|table| table.level == 1 && table.axes == of.axes).unwrap();
        for (row, key) in tables[coarse].rows.iter().enumerate() {
            let lies_in =
                |own: &RowKey| own.combination == key.combination && geography.ancestor(2, own.area, 1) == key.area;
            let parts = tables[fine].rows.iter().enumerate().filter(|(_, own)| lies_in(own));
            let parts: Vec<usize> = parts.map(|(row, _)| begins(fine) + row).collect();
            let sum: i64 = parts.iter().map(|&part| numbers[part]).sum();
            numbers[parts[0]] += numbers[begins(coarse) + row] - sum;
        }
    }
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    let noiseless = Measured::restored(&bytes, charter, member).unwrap();
    assert_eq!(attacked(&noiseless, &cells(&noiseless)), ["noise"]);
    // What leaves doesn't follow from the measurements.
    assert_eq!(attacked(&sound, &cells(&measured(2))), ["statuses"]);
    // Guesses that are right too often.
    let told = attack(charter, member, &plan, &sound, &cells(&sound), min_frequency, 7);
    assert_eq!(
        Attack { apart: [told.apart[1] + 2.0 * told.chance(), told.apart[1]], ..told }.succeeded(),
        ["membership"]
    );
}

/// Figures that don't add up show, in any table and column; so do figures that aren't numbers. Withheld cells have
/// nothing to add up.
#[test]
fn every_gap_shows() {
    let world = World::new(2, 600, PRIVATE);
    let plan = world.plan("0.5");
    let [whole, hidden] = [None, Some(40)].map(|min_frequency| world.private(&plan, 1, min_frequency));
    let gap = |tables: &[PublishedTable]| largest_gap(&world.charter, world.member(), tables);
    assert!(gap(&whole) < GAP && gap(&hidden) < GAP, "{} {}", gap(&whole), gap(&hidden));
    assert!(hidden.iter().any(|table| table.status.iter().any(|status| *status != CellStatus::Published)));
    for (t, table) in whole.iter().enumerate() {
        for column in 0..table.columns.len() {
            for figure in [table.columns[column][0] + 1.0, f64::NAN, f64::INFINITY] {
                let mut changed = whole.clone();
                changed[t].columns[column][0] = figure;
                assert!(gap(&changed) > GAP, "table {t}, column {column}: {figure}");
            }
        }
    }
}
