use crate::charter::{Charter, Class, Table};
use crate::model::{Bilingual, CellStatus, Lang};
use crate::text::{Texts, Variable};

use super::{Combined, Shown, cv};

/// One column of the published tables, equal in every format.
pub(super) struct BundleColumn {
    pub(super) name: String,
    pub(super) what: What,
    pub(super) title: Bilingual,
    figure: Option<Figure>,
}

impl BundleColumn {
    /// Whether the catchment of a service point has it: a catchment is a sum over areas, and not an area itself.
    pub(super) fn is_of_catchments(&self) -> bool {
        match self.what {
            What::Figure(unit) => !matches!(unit, Unit::Rank | Unit::Members),
            What::Status => true,
            What::Level | What::Area | What::Group(_) => false,
        }
    }
}

/// Content of a column.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum What {
    /// Level of the geography.
    Level,
    /// Code of an area.
    Area,
    /// Category of a group, by its place in the charter; empty in tables without the group.
    Group(usize),
    /// A figure of this unit.
    Figure(Unit),
    /// Status of the figures.
    Status,
}

/// Source of a figure.
#[derive(Clone, Copy)]
enum Figure {
    /// A figure, and its standard error, by column of [`Shown`].
    Shown(usize),
    Error(usize),
    /// Ends of the interval of the index, and of its rank.
    Interval(usize),
    Rank(usize),
    Cv,
    StandsFor,
    /// Number of members in it, and of those that it should have.
    Members(usize),
}

/// Unit of a figure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Unit {
    /// Persons.
    Persons,
    /// Points from 0 to 100.
    Points,
    /// Shares from 0 to 1.
    Share,
    /// Percent from 0 to 100.
    Percent,
    /// Ranks, from 1.
    Rank,
    /// Members of the federation.
    Members,
}

impl Unit {
    /// Word for the unit in metadata.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Points => "points",
            Self::Share => "share",
            Self::Percent => "percent",
            Self::Rank => "rank",
            Self::Members => "members",
        }
    }
}

/// A value of a column.
pub(super) enum BundleField {
    Text(String),
    Figure(Option<f64>),
}

/// Statuses of cells: whole, in part, not at all.
pub(super) const STATUSES: [&str; 3] = ["published", "partial", "withheld"];

/// Columns in order, with their titles in both languages.
struct ColumnList {
    texts: [Texts; 2],
    columns: Vec<BundleColumn>,
}

impl ColumnList {
    fn title(&self, key: &str, words: &dyn Fn(Lang) -> Vec<(&'static str, Variable)>) -> Bilingual {
        let [en, fr] = self.texts.each_ref().map(|texts| texts.line(key, &words(texts.lang())));
        Bilingual { en, fr }
    }

    fn plain_title(&self, key: &str) -> Bilingual {
        self.title(key, &|_| Vec::new())
    }

    fn put(&mut self, name: &str, what: What, title: Bilingual) {
        self.columns.push(BundleColumn { name: name.to_owned(), what, title, figure: None });
    }

    /// Adds a column whose title is the text `column-NAME`.
    fn put_named(&mut self, name: &str, what: What) {
        self.put(name, what, self.plain_title(&format!("column-{name}")));
    }

    fn put_figure(&mut self, name: &str, unit: Unit, title: Bilingual, figure: Figure) {
        let name = name.to_owned();
        self.columns.push(BundleColumn { name, what: What::Figure(unit), title, figure: Some(figure) });
    }

    /// Adds a figure whose title is the text `column-NAME`.
    fn put_named_figure(&mut self, name: &str, unit: Unit, figure: Figure) {
        self.put_figure(name, unit, self.plain_title(&format!("column-{name}")), figure);
    }

    /// Names, units and titles of index, dimensions and shares, in the order of [`Shown`].
    fn scores(&self, charter: &Charter) -> Vec<(String, Unit, Bilingual)> {
        let index = ("index".to_owned(), Unit::Points, self.plain_title("column-index"));
        let dimensions = charter.method.dimensions.iter().map(|one| (one.id.clone(), Unit::Points, one.label.clone()));
        let bands = charter.method.bands.iter().map(|band| {
            let title = self.title("column-share", &|lang| vec![("band", band.label.get(lang).into())]);
            (format!("share_{}", band.id), Unit::Share, title)
        });
        [index].into_iter().chain(dimensions).chain(bands).collect()
    }
}

/// The columns of `index.csv`, in its order.
pub(super) fn columns(charter: &Charter) -> Vec<BundleColumn> {
    let mut list = ColumnList { texts: Lang::ALL.map(Texts::new), columns: Vec::new() };
    list.put_named("level", What::Level);
    list.put_named("area", What::Area);
    for (place, group) in charter.groups.iter().enumerate() {
        list.put(&group.id, What::Group(place), group.label.clone());
    }
    list.put_named_figure("persons", Unit::Persons, Figure::Shown(Shown::PERSONS));
    list.put_named_figure("weight", Unit::Persons, Figure::Shown(Shown::WEIGHT));
    let scores = list.scores(charter);
    for (column, (name, unit, title)) in (Shown::INDEX..).zip(&scores) {
        list.put_figure(name, *unit, title.clone(), Figure::Shown(column));
    }
    list.put_named_figure("cv", Unit::Percent, Figure::Cv);
    list.put_named_figure("persons_se", Unit::Persons, Figure::Error(Shown::PERSONS));
    list.put_named_figure("weight_se", Unit::Persons, Figure::Error(Shown::WEIGHT));
    for (column, (name, unit, title)) in (Shown::INDEX..).zip(&scores) {
        let title = list.title("column-se", &|lang| vec![("figure", title.get(lang).into())]);
        list.put_figure(&format!("{name}_se"), *unit, title, Figure::Error(column));
    }
    for (end, [interval, rank]) in [["index_low", "rank_low"], ["index_high", "rank_high"]].into_iter().enumerate() {
        list.put_named_figure(interval, Unit::Points, Figure::Interval(end));
        list.put_named_figure(rank, Unit::Rank, Figure::Rank(end));
    }
    list.put_named("status", What::Status);
    list.put_named_figure("stands_for", Unit::Share, Figure::StandsFor);
    list.put_named_figure("members", Unit::Members, Figure::Members(0));
    list.put_named_figure("of_members", Unit::Members, Figure::Members(1));
    list.columns
}

/// One row, in the columns' order. `area` is the text for the area.
pub(super) fn fields(
    columns: &[BundleColumn],
    charter: &Charter,
    table: &Table,
    sums: &Combined,
    row: usize,
    area: &str,
) -> Vec<BundleField> {
    let text = |text: &str| BundleField::Text(text.to_owned());
    let categories = table.categories(&charter.groups, sums.cells.rows[row].combination);
    let category = |position: usize| {
        let axis = table.axes.iter().zip(&categories).find(|(axis, _)| axis.group == position);
        axis.map(|(axis, &category)| {
            charter.groups[axis.group].categories_of(axis.group_level)[usize::from(category)].id.as_str()
        })
    };
    let field = |column: &BundleColumn| match (column.what, column.figure) {
        (What::Level, _) => text(&charter.geography.levels()[table.level]),
        (What::Area, _) => text(area),
        (What::Group(position), _) => text(category(position).unwrap_or_default()),
        (What::Status, _) => text(status(sums, row)),
        (What::Figure(unit), figure) => {
            BundleField::Figure(figure.and_then(|figure| value(charter, sums, row, unit, figure)))
        }
    };
    columns.iter().map(field).collect()
}

/// A figure with its significant digits; `None` where there is none.
fn value(charter: &Charter, sums: &Combined, row: usize, unit: Unit, figure: Figure) -> Option<f64> {
    let exact = charter.class() == Class::Public;
    let raw = match figure {
        Figure::Members(which) => return Some(f64::from(sums.parts[row][which])),
        _ if sums.cells.status[row] == CellStatus::Withheld => return None,
        Figure::Shown(column) => sums.figures[column][row],
        Figure::Error(column) => sums.errors[column][row],
        Figure::Interval(end) => sums.interval(row, Shown::INDEX)?[end],
        Figure::Rank(end) => sums.ranks.get(row)?[end],
        Figure::Cv => cv(sums, row)?,
        Figure::StandsFor => sums.stands_for[row],
    };
    let rounded = match (figure, unit) {
        (Figure::Rank(_) | Figure::Members(_), _) => raw,
        (Figure::StandsFor, _) => decimals(raw, 3),
        (Figure::Error(_), _) => significant(raw, 2),
        (Figure::Interval(_), _) if exact => like(raw, sums.index_error(row)),
        // A figure without noise has as many digits as it is exact to.
        _ if exact => significant(raw, EXACT),
        (_, Unit::Points) => decimals(raw, 1),
        (_, Unit::Share) => decimals(raw, 3),
        _ => decimals(raw, 0),
    };
    Some(rounded).filter(|figure| figure.is_finite())
}

/// Digits of a figure without noise: the last few of a sum of floats are arbitrary.
const EXACT: i32 = 12;

/// Nearest number with this number of decimals.
fn decimals(figure: f64, digits: i32) -> f64 {
    // Dividing by a whole number keeps decimals short: 0.1 is no binary fraction.
    let unit = 10_f64.powi(digits);
    (figure * unit).round() / unit
}

/// The figure with as many decimals as an error of two digits has.
fn like(figure: f64, error: f64) -> f64 {
    if error > 0.0 {
        decimals(figure, (1 - libm::log10(error).floor() as i32).max(0))
    } else {
        significant(figure, EXACT)
    }
}

/// Nearest number with this number of significant digits.
pub(super) fn significant(figure: f64, digits: i32) -> f64 {
    if figure == 0.0 || !figure.is_finite() {
        return figure;
    }
    let behind = digits - 1 - libm::log10(figure.abs()).floor() as i32;
    if behind >= 0 { decimals(figure, behind) } else { (figure / 10_f64.powi(-behind)).round() * 10_f64.powi(-behind) }
}

/// Word for the status of a row.
pub(super) fn status(sums: &Combined, row: usize) -> &'static str {
    let [whole, partial, withheld] = STATUSES;
    match (sums.cells.status[row], sums.is_whole(row)) {
        (CellStatus::Withheld, _) => withheld,
        (CellStatus::Published, true) => whole,
        (CellStatus::Published, false) => partial,
    }
}
