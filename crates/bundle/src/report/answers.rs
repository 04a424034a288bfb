use super::csv::{Lines, number};
use crate::charter::{AreaPosition, Axis, CategoryPosition, Charter, Table};
use crate::model::{CellStatus, MemberId, PublishedTable, RowKey, problems};

problems! {
    /// Errors in a member's answers in a bundle.
    pub enum AnswersError {
        /// A line that isn't in a table of the charter, or not at this place.
        Line(Integrity, "bundle-answers-line") { line: u64 },
    }
}

/// `answers/<member>.csv`: a member's complete answer, cell by cell, unchanged. Figures read back as the same numbers,
/// so that the file gives the digests that the receipts name.
pub(super) fn write(charter: &Charter, tables: &[PublishedTable]) -> Vec<u8> {
    let mut lines = Lines::new(header(charter));
    for (table, cells) in charter.lattice.tables().iter().zip(tables) {
        for (row, key) in cells.rows.iter().enumerate() {
            let mut fields = vec![
                charter.geography.levels()[table.level].clone(),
                charter.geography.areas(table.level)[key.area.at()].code.to_string(),
            ];
            let categories = table.categories(&charter.groups, key.combination);
            for (position, group) in charter.groups.iter().enumerate() {
                let axis = table.axes.iter().zip(&categories).find(|(axis, _)| axis.group == position);
                let id = axis
                    .map(|(axis, &category)| group.categories_of(axis.group_level)[usize::from(category)].id.clone());
                fields.push(id.unwrap_or_default());
            }
            fields.push(if cells.status[row] == CellStatus::Published { PUBLISHED } else { WITHHELD }.to_owned());
            fields.extend(cells.columns.iter().map(|column| number(column[row]).unwrap_or_default()));
            lines.add(fields);
        }
    }
    lines.finish()
}

/// Reads the output of `write`: the tables of the lattice, in its order. *Errors:* name the line, never its content.
pub fn read_answers(charter: &Charter, bytes: &[u8]) -> Result<Vec<PublishedTable>, AnswersError> {
    let mut tables: Vec<_> =
        charter.lattice.tables().iter().map(|_| PublishedTable::empty(charter.statistics())).collect();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    for (line, record) in (1..).zip(reader.records()) {
        let bad = || AnswersError::Line { line };
        let record = record.map_err(|_| bad())?;
        if line == 1 {
            if record.iter().ne(header(charter).iter().map(String::as_str)) {
                return Err(bad());
            }
            continue;
        }
        read_line(charter, &mut tables, &record).ok_or_else(bad)?;
    }
    Ok(tables)
}

fn read_line(charter: &Charter, tables: &mut [PublishedTable], record: &csv::StringRecord) -> Option<()> {
    let fields: Vec<&str> = record.iter().collect();
    let ((level, area), rest) = (fields.first().zip(fields.get(1))?, fields.get(2..)?);
    let (groups, rest) = rest.split_at_checked(charter.groups.len())?;
    let (status, figures) = rest.split_first()?;
    let level = charter.geography.levels().iter().position(|known| known == level)?;
    let AreaPosition { level: of, area } = charter.geography.find(area)?;
    let mut table = Table { level, axes: Vec::new() };
    let mut combination: u64 = 0;
    for (position, (group, id)) in charter.groups.iter().zip(groups).enumerate().filter(|(_, (_, id))| !id.is_empty()) {
        let CategoryPosition { group_level, category } = group.find(id)?;
        combination = combination * group.categories_of(group_level).len() as u64 + u64::from(category);
        table.axes.push(Axis { group: position, group_level });
    }
    let cells = &mut tables[charter.lattice.position(&table)?.at()];
    let key = RowKey { area, combination: combination.try_into().ok()? };
    if of != level || figures.len() != cells.columns.len() || cells.rows.last().is_some_and(|last| *last >= key) {
        return None;
    }
    cells.rows.push(key);
    cells.status.push(match *status {
        PUBLISHED => CellStatus::Published,
        WITHHELD => CellStatus::Withheld,
        _ => return None,
    });
    for (column, figure) in cells.columns.iter_mut().zip(figures) {
        column.push(if figure.is_empty() { f64::NAN } else { figure.parse().ok()? });
    }
    Some(())
}

const PUBLISHED: &str = "published";
const WITHHELD: &str = "withheld";

fn header(charter: &Charter) -> Vec<String> {
    let mut names: Vec<String> = ["level", "area"].map(str::to_owned).into();
    names.extend(charter.groups.iter().map(|group| group.id.clone()));
    names.push("status".to_owned());
    names.extend(charter.statistics().names(&charter.dimension_ids(), &charter.band_ids()));
    names
}

/// File of a member's answers.
pub(crate) fn answers_file(member: &MemberId) -> String {
    format!("answers/{member}.csv")
}

/// File of the plan of a member's measurements, in class `private`.
pub(crate) fn plan_file(member: &MemberId) -> String {
    format!("answers/{member}.plan")
}

/// File of the proofs that a member's answers are in its log, in the order of the lattice: each is a C2SP tlog-proof
/// without the checkpoint, which all share and which is in [`checkpoint_file`].
pub(crate) fn proofs_file(member: &MemberId) -> String {
    format!("receipts/{member}/proofs")
}

/// File of the checkpoint of all receipts of a member.
pub(crate) fn checkpoint_file(member: &MemberId) -> String {
    format!("receipts/{member}/checkpoint")
}

/// File of the key of a member's log.
pub fn key_file(member: &MemberId) -> String {
    format!("receipts/{member}/log.vkey")
}
