//! Lattices and cross-border areas.

use super::*;

#[test]
fn closes_the_lattice_over_subsets_and_coarser_levels() {
    let charter = Charter::parse(&files(SMALL)).unwrap();
    let shape: Vec<(usize, Vec<(usize, usize)>)> = charter
        .lattice
        .tables()
        .iter()
        .map(|table| (table.level, table.axes.iter().map(|axis| (axis.group, axis.group_level)).collect()))
        .collect();
    let expected = [
        (0, vec![]),
        (0, vec![(0, 1)]),
        (0, vec![(0, 0)]),
        (0, vec![(1, 0)]),
        (0, vec![(0, 1), (1, 0)]),
        (0, vec![(0, 0), (1, 0)]),
        (1, vec![]),
    ];
    assert_eq!(shape, expected);
    assert_eq!(charter.groups[0].coarser_levels[0].of, [0, 1, 1]);
    assert_eq!(charter.quorum, 2);
    assert_eq!(charter.owners(), [Some(0), Some(1)]);
    assert_eq!(charter.reach(&charter.members[0].id), [vec![true], vec![true, false]]);
    let cells: Vec<u64> = charter.lattice.tables().iter().map(|table| charter.cells(table)).collect();
    assert_eq!(cells, [1, 2, 3, 2, 4, 6, 2]);
}

#[test]
fn cross_border_areas_lie_at_a_published_level() {
    let regions = "[[table]]\nlevel = \"region\"\ngroups = []\n";
    let crossing = "[[cross_border]]\nid = \"X\"\nname = { en = \"X\", fr = \"X\" }\nparts = [\"B\", \"A\"]\n";
    let charter = Charter::parse(&files(&format!("{SMALL}{crossing}"))).unwrap();
    assert_eq!(charter.cross_border[0].parts, [0, 1].map(AreaIndex));
    assert_eq!(charter.cells(charter.lattice.tables().last().unwrap()), 3);
    let found = keys(&format!("{}{crossing}", SMALL.replace(regions, "")));
    assert_eq!(found.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["charter-parts-unpublished"]);
}

#[test]
fn a_mistaken_level_before_another_is_a_finding_and_no_panic() {
    let second = "] },\n{ id = \"third\", label = { en = \"g\", fr = \"g\" }, categories = [] }, { id = \"fourth\", \
        label = { en = \"g\", fr = \"g\" }, categories = [{ id = \"z\", label = { en = \"g\", fr = \"g\" }, of = [] }] }]\n";
    let found = keys(&SMALL.replacen("] }]\n", second, 1));
    assert!(found.iter().filter(|(key, _)| key == "charter-coarser-level").count() == 2, "{found:?}");
}

#[test]
fn lattices_too_large_to_compute_are_refused_before_they_are_built() {
    let group = |i: usize, categories: usize| {
        let categories: String =
            (0..categories).map(|c| format!("{{ id = \"{c}\", label = {{ en = \"c\", fr = \"c\" }} }}, ")).collect();
        format!("[[group]]\nid = \"g{i}\"\nlabel = {{ en = \"g\", fr = \"g\" }}\ncategories = [{categories}]\n")
    };
    let with_groups_at = |level: &str, count: usize, categories: usize| {
        let groups: String = (0..count).map(|i| group(i, categories)).collect();
        let names: Vec<String> = (0..count).map(|i| format!("\"g{i}\"")).collect();
        let table = format!("[[table]]\nlevel = \"{level}\"\ngroups = [{}]\n", names.join(", "));
        format!("{SMALL}{groups}{table}")
    };
    let with_groups = |count, categories| with_groups_at("country", count, categories);
    let found = |charter: &str| keys(charter).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    assert_eq!(found(&with_groups(13, 2)), ["charter-tables-too-many"]);
    assert_eq!(found(&with_groups(7, 1000)), ["charter-groups-too-fine", "charter-lattice-too-large"]);
    assert_eq!(found(&with_groups(1, 1001)), ["charter-number-range"]);
    // 64 million combinations: enough for one area, too many for two.
    assert!(Charter::parse(&files(&with_groups(3, 400))).is_ok());
    assert_eq!(found(&with_groups_at("region", 3, 400)), ["charter-lattice-too-large"]);
    assert!(Charter::parse(&files(&with_groups(12, 2))).is_ok());
    assert_eq!(found(&with_groups(1, 1)), ["charter-number-range"]);
}
