use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::Published;
use super::columns::{BundleColumn, BundleField, Unit, What, columns, fields};
use crate::model::Lang;
use crate::text::Texts;

/// Largest number of rows of the index in a workbook: a sheet ends at 1,048,576, and becomes slow long before.
pub const MOST_ROWS: u64 = 100_000;
/// Largest number of characters of a field, and of the name of a sheet; and characters that this name can't have.
const LONGEST: usize = 32_767;
const NAME: usize = 31;
const FORBIDDEN: [char; 8] = ['[', ']', ':', '*', '?', '/', '\\', '\''];

/// `index.xlsx`: the rows of `index.csv` for people who open tables in an office program, a sheet for each level and
/// language. Numbers are numbers and codes are texts, whatever the program would guess.
pub(super) fn workbook(published: &Published) -> Option<Vec<u8>> {
    let fits = published.has_workbook();
    fits.then(|| write(published).expect("memory takes every row, and names and fields are short enough"))
}

fn write(published: &Published) -> Result<Vec<u8>, XlsxError> {
    let charter = &published.charter;
    let (columns, mut workbook) = (columns(charter), Workbook::new());
    // The bundle holds no date of the run.
    let first = charter.starts;
    let created = ExcelDateTime::from_ymd(
        first.year().clamp(1900, 9999).unsigned_abs(),
        first.month().unsigned_abs(),
        first.day().unsigned_abs(),
    )?;
    workbook.set_properties(&DocProperties::new().set_title(&charter.title.en).set_creation_datetime(&created));
    let mut taken = BTreeSet::new();
    for level in 0..charter.geography.levels().len() {
        if charter.lattice.tables().iter().any(|table| table.level == level) {
            for lang in Lang::ALL {
                let name = free_name(charter.geography.label(level).get(lang), lang, &mut taken);
                let sheet = workbook.add_worksheet().set_name(name)?;
                write_sheet(sheet, published, &columns, level, &Texts::new(lang))?;
            }
        }
    }
    workbook.save_to_buffer()
}

/// A name for a sheet that differs from all others: programs ignore case.
fn free_name(level: &str, lang: Lang, taken: &mut BTreeSet<String>) -> String {
    let plain: String = level.chars().map(|c| if FORBIDDEN.contains(&c) { '_' } else { c }).collect();
    let name = |end: &str| {
        let end = format!("{end} ({})", lang.code());
        plain.chars().take(NAME - end.chars().count()).collect::<String>() + &end
    };
    let numbered = (2..).map(|number| name(&format!(" {number}")));
    let free = [name("")].into_iter().chain(numbered).find(|name| taken.insert(name.to_lowercase()));
    free.expect("numbers don't end")
}

fn write_sheet(
    sheet: &mut Worksheet,
    published: &Published,
    columns: &[BundleColumn],
    level: usize,
    texts: &Texts,
) -> Result<(), XlsxError> {
    let (charter, lang) = (&published.charter, texts.lang());
    let head = Format::new().set_bold().set_text_wrap();
    let mut titles: Vec<String> = columns.iter().map(|column| column.title.get(lang).to_owned()).collect();
    titles.insert(NAMES, texts.line(&format!("column-name_{}", lang.code()), &[]));
    for (column, title) in (0..).zip(&titles) {
        sheet.write_string_with_format(0, column, short(title), &head)?;
        sheet.set_column_width(column, if usize::from(column) == NAMES { 32 } else { 14 })?;
    }
    let mut formats: Vec<Format> =
        columns.iter().map(|column| Format::new().set_num_format(form(column.what))).collect();
    formats.insert(NAMES, Format::new());
    let status = columns.iter().position(|column| column.what == What::Status).map_or(0, |place| place as u16 + 1);
    let mut line = 0;
    for (table, sums) in
        charter.lattice.tables().iter().zip(&published.tables).filter(|(table, _)| table.level == level)
    {
        for row in 0..sums.cells.len() {
            line += 1;
            let area = &charter.geography.areas(level)[sums.cells.rows[row].area.at()];
            let mut fields = fields(columns, charter, table, sums, row, area.code.as_str());
            fields.insert(NAMES, BundleField::Text(area.name.get(lang).to_owned()));
            for (column, (field, format)) in (0..).zip(fields.into_iter().zip(&formats)) {
                match field {
                    BundleField::Text(text) if column == status => {
                        sheet.write_string(line, column, texts.line(&format!("status-{text}"), &[]))?;
                    }
                    BundleField::Text(text) if !text.is_empty() => {
                        sheet.write_string(line, column, short(&text))?;
                    }
                    BundleField::Figure(Some(figure)) => {
                        sheet.write_number_with_format(line, column, figure, format)?;
                    }
                    _ => {}
                }
            }
        }
    }
    let last = titles.len() as u16 - 1;
    sheet.autofilter(0, 0, line, last)?.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Column of the names of areas: after their codes.
const NAMES: usize = 2;

fn form(what: What) -> &'static str {
    match what {
        What::Figure(Unit::Persons | Unit::Rank | Unit::Members) => "#,##0",
        What::Figure(Unit::Points | Unit::Percent) => "0.0",
        What::Figure(Unit::Share) => "0.0%",
        _ => "General",
    }
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

impl Published {
    /// Whether the index is small enough for a workbook.
    pub fn has_workbook(&self) -> bool {
        self.cells() <= MOST_ROWS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_that_programs_take() {
        let mut taken = BTreeSet::new();
        let mut name = |level: &str| free_name(level, Lang::Fr, &mut taken);
        assert_eq!(name("île"), "île (fr)");
        assert_eq!(name("ÎLE"), "ÎLE 2 (fr)");
        assert_eq!(name("[a/b]:*?'\\"), "_a_b______ (fr)");
        for end in ["y (fr)", "y 2 (fr)"] {
            let long = name(&"y".repeat(40));
            assert!(long.chars().count() == NAME && long.ends_with(end), "{long}");
        }
    }
}
