//! The public microdata of 32 urban areas, and published figures from the pooled file.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;

use super::fixture::{archipel, check_sums, files, lasting, reference, reference_charter};

#[test]
fn a_federation_computes_what_the_pooled_file_gives() {
    let Some(folder) = reference() else { return };
    let agreed = reference_charter(&folder);
    let folder = folder.join("examples/eph");
    let home = tempfile::tempdir().unwrap();
    let run = |name: &str, threads: u32| {
        let out = home.path().join(name);
        let (charter, data) = (agreed.path(), folder.join("data"));
        let (charter, data, to) = (charter.display(), data.display(), out.display());
        archipel(&format!("simulate --charter {charter} --data {data} --out {to} --threads {threads}")).ok();
        lasting(&out)
    };
    let bundle = run("first", 2);
    check_sums(&files(&home.path().join("first")));

    type Lines = Vec<BTreeMap<String, String>>;
    let lines = |bytes: &[u8]| -> Lines { csv::Reader::from_reader(bytes).deserialize().map(Result::unwrap).collect() };
    let expected = lines(&std::fs::read(folder.join("expected.csv")).unwrap());
    let computed = lines(&bundle["index.csv"]);
    assert_eq!((expected.len(), computed.len()), (195, 195));
    for (row, (expected, computed)) in expected.iter().zip(&computed).enumerate() {
        assert_eq!(computed["status"], "published");
        for (name, text) in expected {
            match (text.parse::<f64>(), name.as_str()) {
                (Ok(figure), name) if !["level", "area", "household_size"].contains(&name) => {
                    let ours: f64 = computed[name].parse().unwrap();
                    assert!((ours - figure).abs() <= 1e-9, "row {row}, {name}: {ours}, expected {figure}");
                }
                _ => assert_eq!(computed[name], *text, "row {row}, {name}"),
            }
        }
    }
    assert!(run("second", 2) == bundle, "the same again");
    assert!(run("third", 1) == bundle, "on one thread");
}
