use super::{CategoryCoverage, Combined, Covered, Published, cv};
use crate::charter::{Charter, Class, Table, group_word, groups_word};
use crate::model::{Statistics, Status};

/// `index.csv`: one row per cell of every table.
pub(super) fn index(published: &Published) -> Vec<u8> {
    let charter = &published.charter;
    let mut lines = Lines::new(header(charter));
    for (table, cells) in charter.lattice.tables().iter().zip(&published.tables) {
        let areas = charter.geography.areas(table.level);
        for row in 0..cells.cells.len() {
            let area = areas[cells.cells.rows[row].area as usize].code.as_str();
            lines.add(cell(charter, table, cells, row, area));
        }
    }
    lines.finish()
}

/// `cross_border.csv`: the same columns, for areas across members' borders.
pub(super) fn cross_border(published: &Published) -> Vec<u8> {
    let charter = &published.charter;
    let mut lines = Lines::new(header(charter));
    for part in &published.cross_border {
        let table = &charter.lattice.tables()[part.table];
        for row in 0..part.rows.cells.len() {
            lines.add(cell(charter, table, &part.rows, row, &charter.cross_border[part.area].id));
        }
    }
    lines.finish()
}

/// `coverage.csv`: per table and member.
pub(super) fn coverage(published: &Published) -> Vec<u8> {
    let charter = &published.charter;
    let names = ["level", "groups", "member", "published", "withheld", "coverage"].map(str::to_owned);
    let mut lines = Lines::new(names.to_vec());
    for (position, table) in charter.lattice.tables().iter().enumerate() {
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
    let names = ["level", "groups", "group", "category", "member", "published", "withheld", "coverage"];
    let mut lines = Lines::new(names.map(str::to_owned).to_vec());
    for (position, table) in charter.lattice.tables().iter().enumerate() {
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
                    group.categories_of(axis.rung)[usize::from(*category)].id.clone(),
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

/// Three digits: what it comes from is rounded itself. Empty if nobody outside can say it.
fn share(cells: &Covered) -> String {
    cells.share().and_then(|share| number((share * 1000.0).round() / 1000.0)).unwrap_or_default()
}

/// `members.csv`: who answered, and why others didn't.
pub(super) fn members(published: &Published) -> Vec<u8> {
    let names = ["member", "status", "reason", "period", "charter_digest", "software", "release"].map(str::to_owned);
    let mut lines = Lines::new(names.to_vec());
    for member in &published.members {
        let status = if member.missing.is_none() { "answered" } else { "missing" };
        lines.add(vec![
            member.member.to_string(),
            status.to_owned(),
            member.missing.as_ref().map(|problem| problem.key.to_string()).unwrap_or_default(),
            published.period.to_string(),
            published.charter.digest.to_string(),
            member.software.clone().unwrap_or_default(),
            member.vouched.as_ref().map(|vouched| vouched.release.to_string()).unwrap_or_default(),
        ]);
    }
    lines.finish()
}

fn header(charter: &Charter) -> Vec<String> {
    let mut names: Vec<String> = ["level", "area"].map(str::to_owned).into();
    names.extend(charter.groups.iter().map(|group| group.id.clone()));
    names.extend(["persons", "weight", "index"].map(str::to_owned));
    names.extend(charter.dimension_ids());
    names.extend(charter.band_ids().iter().map(|id| format!("share_{id}")));
    names.extend(["cv", "status"].map(str::to_owned));
    // Nothing is ever left out or coarsened in class `public`.
    if charter.class != Class::Public {
        names.extend(["stands_for", "share_step"].map(str::to_owned));
    }
    names
}

fn cell(charter: &Charter, table: &Table, combined: &Combined, row: usize, area: &str) -> Vec<String> {
    let (cells, stands_for) = (&combined.cells, combined.stands_for[row]);
    let statistics = charter.statistics();
    let mut fields = vec![charter.geography.levels()[table.level].clone(), area.to_owned()];
    let categories = table.categories(&charter.groups, cells.rows[row].combination);
    for (position, group) in charter.groups.iter().enumerate() {
        let axis = table.axes.iter().zip(&categories).find(|(axis, _)| axis.group == position);
        let category = axis.map(|(axis, &category)| group.categories_of(axis.rung)[usize::from(category)].id.clone());
        fields.push(category.unwrap_or_default());
    }
    let published = cells.status[row] == Status::Published;
    let figure = |column: usize| number(cells.columns[column][row]).filter(|_| published).unwrap_or_default();
    fields.extend([Statistics::PERSONS, Statistics::WEIGHT, Statistics::INDEX].map(figure));
    fields.extend((0..statistics.dimensions()).map(|dimension| figure(statistics.dimension(dimension))));
    fields.extend((0..statistics.bands()).map(|band| figure(statistics.share(band))));
    fields.push(cv(cells, row, statistics).filter(|_| published).and_then(number).unwrap_or_default());
    fields.push(match (published, stands_for == 1.0) {
        (false, _) => "withheld".to_owned(),
        (true, true) => "published".to_owned(),
        (true, false) => "partial".to_owned(),
    });
    if charter.class != Class::Public {
        // Three digits: the people of areas are rounded themselves.
        let share = (stands_for * 1000.0).round() / 1000.0;
        fields.push(number(share).filter(|_| published).unwrap_or_default());
        fields.push(figure(statistics.share_step()));
    }
    fields
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
