use super::columns::{BundleColumn, BundleField, columns, fields, significant};
use super::{CategoryCoverage, Combined, Covered, Published};
use crate::charter::{Charter, Table, group_word, groups_word};

/// Columns of the table of areas.
pub(super) const AREA_COLUMNS: [&str; 6] = ["level", "area", "dguid", "parent", "name_en", "name_fr"];
pub(super) const COVERAGE_COLUMNS: [&str; 6] = ["level", "groups", "member", "published", "withheld", "coverage"];
pub(super) const CATEGORY_COLUMNS: [&str; 8] =
    ["level", "groups", "group", "category", "member", "published", "withheld", "coverage"];
pub(super) const MEMBER_COLUMNS: [&str; 10] = [
    "member",
    "status",
    "reason",
    "period",
    "charter_digest",
    "software",
    "release",
    "people",
    "people_from",
    "weights",
];

/// `index.csv`: one row per cell of every table.
pub(super) fn index(published: &Published) -> Vec<u8> {
    let charter = &published.charter;
    let columns = columns(charter);
    let mut lines = Lines::new(header(&columns));
    for (table, cells) in charter.lattice.tables().iter().zip(&published.tables) {
        let areas = charter.geography.areas(table.level);
        for row in 0..cells.cells.len() {
            let area = areas[cells.cells.rows[row].area.at()].code.as_str();
            lines.add(cell(&columns, charter, table, cells, row, area));
        }
    }
    lines.finish()
}

/// `cross_border.csv`: rows of areas across members' borders, with the columns of `index.csv`.
pub(super) fn cross_border(published: &Published) -> Vec<u8> {
    let charter = &published.charter;
    let columns = columns(charter);
    let mut lines = Lines::new(header(&columns));
    for part in &published.cross_border {
        let table = &charter.lattice.tables()[part.table.at()];
        for row in 0..part.rows.cells.len() {
            lines.add(cell(&columns, charter, table, &part.rows, row, &charter.cross_border[part.area].id));
        }
    }
    lines.finish()
}

/// `areas.csv`: the areas behind the codes.
pub(super) fn areas(charter: &Charter) -> Vec<u8> {
    let mut lines = Lines::new(AREA_COLUMNS.map(str::to_owned).to_vec());
    let geography = &charter.geography;
    for (level, name) in geography.levels().iter().enumerate() {
        for area in geography.areas(level) {
            let parent = level.checked_sub(1).map(|coarser| &geography.areas(coarser)[area.parent.at()].code);
            lines.add(vec![
                name.clone(),
                area.code.to_string(),
                area.dguid.clone().unwrap_or_default(),
                parent.map(ToString::to_string).unwrap_or_default(),
                area.name.en.clone(),
                area.name.fr.clone(),
            ]);
        }
    }
    lines.finish()
}

/// `coverage.csv`: per table and member.
pub(super) fn coverage(published: &Published) -> Vec<u8> {
    let charter = &published.charter;
    let mut lines = Lines::new(COVERAGE_COLUMNS.map(str::to_owned).to_vec());
    for (position, table) in charter.lattice.numbered() {
        for line in published.coverage.iter().filter(|line| line.table == position) {
            lines.add(vec![
                charter.geography.levels()[table.level].clone(),
                groups_word(charter, table),
                line.member.to_string(),
                line.whole.published.to_string(),
                line.whole.withheld.to_string(),
                share(&line.whole),
            ]);
        }
    }
    lines.finish()
}

/// `coverage_categories.csv`: per table, category and member.
pub(super) fn coverage_categories(published: &Published) -> Vec<u8> {
    let charter = &published.charter;
    let mut lines = Lines::new(CATEGORY_COLUMNS.map(str::to_owned).to_vec());
    for (position, table) in charter.lattice.numbered() {
        let members: Vec<_> = published.coverage.iter().filter(|line| line.table == position).collect();
        // All members' lines have the same categories.
        for place in 0..members.first().map_or(0, |line| line.categories.len()) {
            for line in &members {
                let CategoryCoverage { axis, category, cells } = &line.categories[place];
                let group = &charter.groups[axis.group];
                lines.add(vec![
                    charter.geography.levels()[table.level].clone(),
                    groups_word(charter, table),
                    group_word(charter, axis),
                    group.categories_of(axis.group_level)[usize::from(*category)].id.clone(),
                    line.member.to_string(),
                    cells.published.to_string(),
                    cells.withheld.to_string(),
                    share(cells),
                ]);
            }
        }
    }
    lines.finish()
}

/// Three digits, as its source is itself rounded. Empty if it doesn't follow from published figures.
fn share(cells: &Covered) -> String {
    cells.share().and_then(|share| number((share * 1000.0).round() / 1000.0)).unwrap_or_default()
}

/// `members.csv`: the members, and the reasons of those that didn't answer.
pub(super) fn members(published: &Published) -> Vec<u8> {
    let mut lines = Lines::new(MEMBER_COLUMNS.map(str::to_owned).to_vec());
    for member in &published.members {
        let status = if member.missing.is_none() { "answered" } else { "missing" };
        lines.add(vec![
            member.member.to_string(),
            status.to_owned(),
            member.missing.as_ref().map(|problem| problem.key.to_string()).unwrap_or_default(),
            published.period.to_string(),
            published.charter.digest().to_string(),
            member.software.clone().unwrap_or_default(),
            member.vouched.as_ref().map(|vouched| vouched.release.to_string()).unwrap_or_default(),
            member.people().and_then(|(people, _)| number(significant(people, 10))).unwrap_or_default(),
            member.people().map(|(_, from)| from.to_owned()).unwrap_or_default(),
            member.weights().unwrap_or_default().to_owned(),
        ]);
    }
    lines.finish()
}

fn header(columns: &[BundleColumn]) -> Vec<String> {
    columns.iter().map(|column| column.name.clone()).collect()
}

fn cell(
    columns: &[BundleColumn],
    charter: &Charter,
    table: &Table,
    combined: &Combined,
    row: usize,
    area: &str,
) -> Vec<String> {
    let plain = |field| match field {
        BundleField::Text(text) => text,
        BundleField::Figure(figure) => figure.and_then(number).unwrap_or_default(),
    };
    fields(columns, charter, table, combined, row, area).into_iter().map(plain).collect()
}

/// A plain decimal that reads back as the same number.
pub(super) fn number(figure: f64) -> Option<String> {
    figure.is_finite().then(|| figure.to_string())
}

pub(super) struct Lines(csv::Writer<Vec<u8>>);

impl Lines {
    pub(super) fn new(header: Vec<String>) -> Self {
        let mut lines = Self(csv::Writer::from_writer(Vec::new()));
        lines.add(header);
        lines
    }

    pub(super) fn add(&mut self, fields: Vec<String>) {
        self.0.write_record(fields).expect("memory takes every record, and all have one length");
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_inner().expect("memory can be flushed")
    }
}
