//! An index in a few lines: each member with its own figures, the whole, and areas across borders.

use super::{Combined, CrossBorderTable, Displayed, MemberOutcome, Published, Reading, Shown};
use crate::text::Texts;

/// A row of an overview.
pub struct OverviewRow {
    /// Name, index, error where there is any, dimensions, and the share of people that the figures cover; with the
    /// names of [`Published::overview_header`].
    pub fields: Vec<String>,
    /// Index, from 0 to 100.
    pub index: Option<f64>,
}

/// Figures of a row.
#[derive(Clone, Copy)]
struct OverviewFigures<'p> {
    sums: &'p Combined,
    row: usize,
}

/// Mark after the name of a sum with a part left out.
const PARTIAL: &str = " †";

impl Published {
    /// Names of the fields of an overview; `first` is the key of the first.
    pub fn overview_header(&self, texts: &Texts, first: &str) -> Vec<String> {
        let mut header = vec![texts.line(first, &[]), texts.line("result-index", &[])];
        header.extend(self.is_uncertain().then(|| texts.line("result-margin", &[])));
        let dimensions = self.charter.method.dimensions.iter();
        header.extend(dimensions.map(|dimension| dimension.label.get(texts.lang()).to_owned()));
        header.push(texts.line("result-coverage", &[]));
        header
    }

    /// One row per member with its own figures, then the whole. `mark` follows a member's name.
    pub fn overview(&self, texts: &Texts, mark: impl Fn(&MemberOutcome) -> &'static str) -> Vec<OverviewRow> {
        let (charter, lang) = (&self.charter, texts.lang());
        let mut rows = Vec::new();
        for outcome in &self.members {
            let name = charter.member(&outcome.member).map_or("", |member| member.name.get(lang));
            let name = format!("{name}{}", mark(outcome));
            let own = outcome.own.as_ref().map(|sums| OverviewFigures { sums, row: 0 });
            rows.push(self.overview_row(texts, &name, own, self.share_of(outcome)));
        }
        if let Some(whole) = self.whole() {
            let level = charter.lattice.whole().map(|table| charter.lattice.tables()[table.at()].level);
            let name = match level.map(|level| charter.geography.areas(level)) {
                Some([area]) => area.name.get(lang).to_owned(),
                _ => texts.line("result-all", &[]),
            };
            rows.push(self.overview_row(texts, &name, Some(OverviewFigures { sums: &whole, row: 0 }), None));
        }
        rows
    }

    /// One row per area across borders, over all people in it.
    pub fn overview_of_borders(&self, texts: &Texts) -> Vec<OverviewRow> {
        let tables = self.charter.lattice.tables();
        let everybody = self.cross_border.iter().filter(|part| tables[part.table.at()].axes.is_empty());
        let row = |part: &CrossBorderTable| {
            let name = self.charter.cross_border[part.area].name.get(texts.lang());
            self.overview_row(texts, name, Some(OverviewFigures { sums: &part.rows, row: 0 }), None)
        };
        everybody.map(row).collect()
    }

    /// Share of a member's people that its figures cover, on average over tables.
    fn share_of(&self, outcome: &MemberOutcome) -> Option<f64> {
        let own = self.coverage.iter().filter(|line| line.member == outcome.member);
        let shares: Vec<f64> = own.filter_map(|line| line.whole.share()).collect();
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        Some(mean).filter(|mean| mean.is_finite())
    }

    /// Whether any index in an overview has an error.
    fn is_uncertain(&self) -> bool {
        self.members.iter().filter_map(|member| member.own.as_ref()).any(|own| own.index_error(0) > 0.0)
    }

    /// Row with its figures as on the page.
    fn overview_row(
        &self,
        texts: &Texts,
        name: &str,
        figures: Option<OverviewFigures<'_>>,
        coverage: Option<f64>,
    ) -> OverviewRow {
        let shown = Reading::new(&self.charter).shown;
        let seen = |column: usize| figures.and_then(|of| of.sums.seen(of.row, column));
        let figure = |column: usize| seen(column).map_or("–".to_owned(), |seen| seen.said(texts, 1));
        let share = figures.and_then(|of| of.sums.stands_for.get(of.row));
        let mark = if share.is_some_and(|share| *share != 1.0 && *share != 0.0) { PARTIAL } else { "" };
        let uncertain = self.is_uncertain();
        let mut fields = vec![format!("{}{mark}", shorten(name, coverage, uncertain)), figure(Shown::INDEX)];
        if uncertain {
            let margin = figures.and_then(|of| of.sums.margin(of.row, Shown::INDEX));
            fields.push(margin.map_or(String::new(), |margin| texts.margin(margin)));
        }
        fields.extend((0..shown.dimensions).map(|dimension| figure(shown.dimension(dimension))));
        fields.push(coverage.map_or(String::new(), |share| whole_percent(texts, share)));
        let index = if let Some(Displayed::Figure(index)) = seen(Shown::INDEX) { Some(index) } else { None };
        OverviewRow { fields, index }
    }
}

/// A share of people, in whole percent; at most 100.
pub fn whole_percent(texts: &Texts, share: f64) -> String {
    let whole = (100.0 * share + 1e-9).floor();
    texts.line("percent", &[("number", texts.number(whole, 0).into())])
}

/// Names cut to the length that 80 columns allow, with and without a column for coverage.
fn shorten(name: &str, coverage: Option<f64>, uncertain: bool) -> String {
    let longest = if coverage.is_some() { 34 } else { 42 } - if uncertain { 6 } else { 0 };
    if name.chars().count() <= longest {
        return name.to_owned();
    }
    name.chars().take(longest - 1).chain(['…']).collect()
}
