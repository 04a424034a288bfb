//! Publications of invented answers.

mod catchments;
mod coverage;
mod page;
mod sums;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::*;
use crate::charter::{CharterFiles, TableIndex, groups_word};
use crate::model::{AreaIndex, CellStatus, Digest, FigureColumns, PublishedTable, RowKey};

const TOWNS: [(&str, &str); 5] = [("T0", "P0"), ("T1", "P0"), ("T2", "P0"), ("T3", "P1"), ("T4", "P1")];

/// A charter of one member: a country, two provinces, five towns; a group `said` of `yes` or `no`, and three ages, with
/// a coarser level of two.
fn charter(class: &str, tables: &[(&str, &str)]) -> Arc<Charter> {
    charter_of(class, tables, &[("m", "C")], "")
}

/// A charter with the same places and groups as [`charter`], of members with an area each, with more lines.
fn charter_of(class: &str, tables: &[(&str, &str)], members: &[(&str, &str)], more: &str) -> Arc<Charter> {
    let label = r#"{ en = "x", fr = "x" }"#;
    let weights = if class == "public" { "" } else { "weights = \"design\"\nweight_cap = 2.0" };
    let category = |id: &str| format!("{{ id = \"{id}\", label = {label} }}");
    let mut toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"{class}\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"1\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"province\", label = {label} }}, {{ id = \"town\", label = {label} }}]\n\
         [[group]]\nid = \"said\"\nlabel = {label}\ncategories = [{}, {}]\n\
         [[group]]\nid = \"age\"\nlabel = {label}\ncategories = [{}, {}, {}]\n\
         coarser_levels = [{{ id = \"in_two\", label = {label}, categories = [\
         {{ id = \"young\", label = {label}, of = [\"0\", \"1\"] }}, {{ id = \"old\", label = {label}, of = [\"2\"] }}] }}]\n\
         [method]\nid = \"m\"\nversion = 1\n{weights}\n[[dimension]]\nid = \"d\"\nlabel = {label}\n\
         [[indicator]]\nid = \"i\"\ndimension = \"d\"\nlabel = {label}\ntype = \"yes_no\"\nworse = \"no\"\n\
         [[band]]\nid = \"low\"\nlabel = {label}\nbelow = 50\n[[band]]\nid = \"high\"\nlabel = {label}\n",
        category("yes"),
        category("no"),
        category("0"),
        category("1"),
        category("2"),
    );
    for (level, groups) in tables {
        let _ = writeln!(toml, "[[table]]\nlevel = \"{level}\"\ngroups = [{groups}]");
    }
    for (member, area) in members {
        let _ = writeln!(toml, "[[member]]\nid = \"{member}\"\nname = {label}\nareas = [\"{area}\"]");
    }
    toml += more;
    let mut geography =
        "code,level,parent,name_en,name_fr\nC,country,,C,C\nP0,province,C,p,p\nP1,province,C,p,p\n".to_owned();
    for (town, province) in TOWNS {
        let _ = writeln!(geography, "{town},town,{province},t,t");
    }
    let files = CharterFiles::from([
        ("charter.toml".to_owned(), toml.into_bytes()),
        ("geography.csv".to_owned(), geography.into_bytes()),
    ]);
    Arc::new(Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}")))
}

/// Number of persons of a cell, each of weight 2; `None` for a withheld one.
type CellPersons<'f> = &'f dyn Fn(&str, &str, &[u16]) -> Option<f64>;

/// All tables, each cell from `figures`: by the word of the table's groups, the area's code, and the categories.
fn tables(charter: &Charter, figures: CellPersons<'_>) -> Vec<PublishedTable> {
    let one = |table: &Table| {
        let mut cells = PublishedTable::empty(charter.statistics());
        for (area, known) in charter.geography.numbered(table.level) {
            for combination in 0..table.combinations(&charter.groups) as u32 {
                let categories = table.categories(&charter.groups, combination);
                let persons = figures(&groups_word(charter, table), known.code.as_str(), &categories);
                cells.rows.push(RowKey { area, combination });
                cells.status.push(if persons.is_some() { CellStatus::Published } else { CellStatus::Withheld });
                let statistics = charter.statistics();
                let sums = (0..statistics.dimensions).map(|d| statistics.dimension(d)).collect::<Vec<_>>();
                for (column, figures) in cells.columns.iter_mut().enumerate() {
                    // Means equal the number of persons, and all bands have equal shares.
                    let of = |persons: f64| match column {
                        FigureColumns::WEIGHT => 2.0 * persons,
                        _ if sums.contains(&column) => 2.0 * persons * (persons - 50.0),
                        _ if (0..statistics.contrasts()).any(|band| statistics.contrast(band) == column) => 0.0,
                        _ => persons,
                    };
                    figures.push(persons.map_or(f64::NAN, of));
                }
            }
        }
        cells
    };
    charter.lattice.tables().iter().map(one).collect()
}

fn published(charter: &Arc<Charter>, figures: CellPersons<'_>) -> Published {
    let member: MemberId = "m".parse().unwrap();
    let answers = [Answered { member: member.clone(), plan: None, tables: tables(charter, figures) }];
    let (tables, cross_border, coverage) = Published::combine(charter, &answers, &Missing::default());
    Published {
        charter: charter.clone(),
        edition: EditionId::new(Digest::of(b"")),
        period: "2021".parse().unwrap(),
        revision: 0,
        require: "all".to_owned(),
        software: "0".to_owned(),
        tables,
        cross_border,
        members: vec![MemberOutcome {
            member,
            software: None,
            weighted: None,
            vouched: None,
            missing: None,
            own: None,
            population: None,
        }],
        coverage,
        answers: answers.into(),
        layers: Layers::default(),
        standing: Standing::default(),
        rehearsal: false,
        synthetic: false,
    }
}

/// Level, groups, group and category → published, withheld, coverage, of the file.
fn by_category(published: &Published) -> BTreeMap<String, String> {
    let file = String::from_utf8(published.figures()["coverage_categories.csv"].clone()).unwrap();
    let lines = file.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        (fields[..4].join(" "), fields[5..].join(" "))
    });
    lines.collect()
}

/// Values of some columns of a CSV file of the bundle, row by row.
fn of_file(published: &Published, name: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let text = String::from_utf8(published.files(BTreeMap::new())[name].clone()).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let places = columns.iter().map(|name| header.iter().position(|known| known == name).unwrap());
    let places: Vec<usize> = places.collect();
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        places.iter().map(|place| fields[*place].to_owned()).collect()
    };
    text.lines().skip(1).map(row).collect()
}

/// The page between two of its headings, in English.
fn section(published: &Published, id: &str) -> String {
    let page = String::from_utf8(html::page(published)).unwrap();
    let section = page.split(&format!("<section id=\"{id}\"")).nth(1).expect("a section");
    section.split("</section>").next().unwrap().to_owned()
}

/// Points that serve these towns, by a table.
fn serving(towns: &[&[u32]]) -> Facilities {
    let header = "id,name_en,name_fr,owner,latitude,longitude,services,languages\n";
    let lines = (0..towns.len()).map(|point| format!("p{point},P,P,o{point},45,{},,\n", -75 - point as i32));
    let file = [header.to_owned()].into_iter().chain(lines).collect::<String>().into_bytes();
    let points = crate::facilities::read_points("p", &file).unwrap();
    let served = towns.iter().map(|towns| towns.iter().copied().map(AreaIndex).collect()).collect();
    Facilities { points, file, within_km: 50.0, served: Some((served, Vec::new())) }
}
