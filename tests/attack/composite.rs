//! A18: an index taken apart. It has the same status as its dimensions, cell by cell, and is made of their published
//! figures, so there is nothing to solve it for.

use super::world::{World, published};

#[test]
fn an_index_tells_no_more_than_its_dimensions() {
    for disclosure in ["knowledge = \"sample\"\narea_people = 30", "knowledge = \"population\"\nnoise_points = 50"] {
        let world = World::new(2, 3000, disclosure);
        let statistics = world.charter.statistics();
        let (tables, _) = world.release(&[]);
        let (mut shown, mut farthest) = (0, 0.0_f64);
        for table in &tables {
            for row in 0..table.len() {
                if !published(table, row) {
                    assert!(table.columns.iter().all(|column| column[row].is_nan()));
                    continue;
                }
                let dimensions = (0..3).map(|d| table.columns[statistics.dimension(d)][row]);
                let index = table.columns[archipel::model::Statistics::INDEX][row];
                farthest = farthest.max((index - dimensions.sum::<f64>() / 3.0).abs());
                shown += 1;
            }
        }
        // Three dimensions rounded to 0.1, and the index once more.
        assert!(shown > 50 && farthest <= 0.1 + 1e-9, "{shown} {farthest}");
    }
}
