//! Resources for many members: bytes and open files.

use super::*;
use crate::fixture::archipel_in;

/// The number of witnesses of a log, and of a bundle's files for each member, doesn't grow with the number of members.
#[test]
fn what_a_member_takes_does_not_grow_with_the_others() {
    let sizes = [9, 18].map(|members| {
        let home = tempfile::tempdir().unwrap();
        write_world(home.path(), members);
        archipel_in(home.path(), "simulate --charter charter --data data --out bundle").ok();
        archipel(&format!("index verify {}", home.path().join("bundle").display())).ok();
        let bundle = files(&home.path().join("bundle"));
        let of = |member: &str| {
            let folders = [format!("receipts/{member}/"), format!("logs/{member}/")];
            let own = bundle.iter().filter(|(name, _)| folders.iter().any(|folder| name.starts_with(folder)));
            own.map(|(_, bytes)| (1, bytes.len())).fold((0, 0), |(a, b), (c, d)| (a + c, b + d))
        };
        let text = |name: &str| String::from_utf8(bundle[name].clone()).unwrap();
        let each: Vec<(usize, usize)> = (0..members).map(|member| of(&format!("m{member:02}"))).collect();
        for member in 0..members {
            let note = text(&format!("receipts/m{member:02}/checkpoint"));
            assert_eq!(note.matches("— ").count(), 9, "the log, seven others, and the coordinator");
            assert_eq!(text(&format!("logs/m{member:02}/cosigned")).matches("/witness+").count(), 8);
            assert!(!note.contains(&format!("— many/m{member:02}/witness ")), "nobody sees their own");
        }
        assert_eq!(text("receipts/witnesses.vkeys").lines().count(), members + 1);
        each
    });
    let [few, many] = sizes.map(|each| each.into_iter().fold((0, 0), |(a, b), (c, d)| (a.max(c), b.max(d))));
    assert_eq!(few.0, many.0, "files");
    assert!(many.1 < few.1 + few.1 / 20, "bytes: {few:?}, {many:?}");
}

/// A process that may not have enough open files says so before it begins, with the number that it needs.
#[test]
fn too_few_open_files_are_named_before_anything_runs() {
    let home = tempfile::tempdir().unwrap();
    write_world(home.path(), 9);
    let script = "ulimit -n 100 && cd $1 && exec $2 --json simulate --charter charter --data data --out bundle";
    let mut command = std::process::Command::new("sh");
    command.args(["-c", script, "sh", &home.path().display().to_string(), env!("CARGO_BIN_EXE_archipel")]);
    let ended = command.env("LC_ALL", "C").output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(ended.status.code() == Some(1) && said.contains("rehearsal-open-files"), "{said}");
    assert!(said.contains("ulimit -n 213"), "{said}");
}

/// Writes a charter with this number of members, one town each, and a few persons.
pub(super) fn write_world(home: &std::path::Path, members: usize) {
    let label = "{ en = \"x\", fr = \"x\" }";
    let mut toml = format!(
        "[charter]\nid = \"many\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\nstarts = 2020-01-01\n\
         ends = 2099-12-31\nclass = \"public\"\n[geography]\nfile = \"geography.csv\"\nvintage = \"1\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"town\", label = {label} }}]\n\
         [method]\nid = \"m\"\nversion = 1\n[[dimension]]\nid = \"d\"\nlabel = {label}\n\
         [[indicator]]\nid = \"i\"\ndimension = \"d\"\nlabel = {label}\ntype = \"yes_no\"\nworse = \"no\"\n\
         [[band]]\nid = \"low\"\nlabel = {label}\nbelow = 40.0\n[[band]]\nid = \"high\"\nlabel = {label}\n\
         [[group]]\nid = \"g\"\nlabel = {label}\ncategories = [{{ id = \"a\", label = {label} }}, {{ id = \"b\", label = {label} }}]\n\
         [[table]]\nlevel = \"town\"\ngroups = [\"g\"]\n"
    );
    let mut geography = "code,level,parent,name_en,name_fr\nC,country,,C,C\n".to_owned();
    std::fs::create_dir(home.join("charter")).unwrap();
    std::fs::create_dir(home.join("data")).unwrap();
    for member in 0..members {
        toml += &format!("[[member]]\nid = \"m{member:02}\"\nname = {label}\nareas = [\"T{member:02}\"]\n");
        geography += &format!("T{member:02},town,C,T,T\n");
        let person = |n: usize| format!("{n},h{n},T{member:02},1,{},{}\n", ["a", "b"][n % 2], n % 3 % 2);
        let people: String = (0..12).map(person).collect();
        let text = format!("person_id,household_id,area,weight,g,i\n{people}");
        std::fs::write(home.join(format!("data/m{member:02}.csv")), text).unwrap();
    }
    std::fs::write(home.join("charter/charter.toml"), toml).unwrap();
    std::fs::write(home.join("charter/geography.csv"), geography).unwrap();
}
