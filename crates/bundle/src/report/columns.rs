use crate::charter::{Charter, Class, Table};
use crate::model::{Bilingual, Lang, Status};
use crate::text::{Texts, Word};

use super::{Combined, Shown, cv};

/// One column of the published tables: the same in every format.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) what: What,
    pub(super) title: Bilingual,
    figure: Option<Figure>,
}

impl Column {
    /// Whether the catchment of a service point has it: a sum over areas, that is none itself.
    pub(super) fn is_of_catchments(&self) -> bool {
        match self.what {
            What::Figure(unit) => !matches!(unit, Unit::Rank | Unit::Members),
            What::Status => true,
            What::Level | What::Area | What::Group(_) => false,
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum What {
    /// Level of the geography.
    Level,
    /// Code of an area.
    Area,
    /// Category of a group, by its place in the charter; nothing for everybody.
    Group(usize),
    /// A figure of this unit.
    Figure(Unit),
    /// Whether the figures are there.
    Status,
}

/// Where a figure comes from.
#[derive(Clone, Copy)]
enum Figure {
    /// A figure, and its standard error, by column of [`Shown`].
    Shown(usize),
    Error(usize),
    /// The ends of the interval of the index, and of its rank.
    Interval(usize),
    Rank(usize),
    Cv,
    StandsFor,
    /// Members in it, and those that it should have.
    Members(usize),
}

/// What a figure is counted in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Unit {
    /// Persons.
    Persons,
    /// 0 to 100.
    Points,
    /// 0 to 1.
    Share,
    /// 0 to 100 percent.
    Percent,
    /// Places in an order, from 1.
    Rank,
    /// Members of the federation.
    Members,
}

impl Unit {
    /// The word for it in metadata.
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
pub(super) enum Field {
    Text(String),
    Figure(Option<f64>),
}

/// Statuses of cells, in the order of their meaning: all of it, a part of it, nothing.
pub(super) const STATUSES: [&str; 3] = ["published", "partial", "withheld"];

/// The columns of `index.csv`, in its order.
pub(super) fn columns(charter: &Charter) -> Vec<Column> {
    let texts = Lang::ALL.map(Texts::new);
    let said = |key: &str, words: &dyn Fn(Lang) -> Vec<(&'static str, Word)>| {
        let [en, fr] = texts.each_ref().map(|texts| texts.line(key, &words(texts.lang())));
        Bilingual { en, fr }
    };
    let plain = |key: &str| said(key, &|_| Vec::new());
    let column = |name: &str, what: What, title: Bilingual| Column { name: name.to_owned(), what, title, figure: None };
    let mut columns =
        vec![column("level", What::Level, plain("column-level")), column("area", What::Area, plain("column-area"))];
    let groups = charter.groups.iter().enumerate();
    columns.extend(groups.map(|(place, group)| column(&group.id, What::Group(place), group.label.clone())));
    let mut put = |name: &str, unit: Unit, title: Bilingual, figure: Figure| {
        columns.push(Column { name: name.to_owned(), what: What::Figure(unit), title, figure: Some(figure) });
    };
    put("persons", Unit::Persons, plain("column-persons"), Figure::Shown(Shown::PERSONS));
    put("weight", Unit::Persons, plain("column-weight"), Figure::Shown(Shown::WEIGHT));
    let bands = charter.method.bands.iter().map(|band| {
        (
            format!("share_{}", band.id),
            Unit::Share,
            said("column-share", &|lang| vec![("band", band.label.get(lang).into())]),
        )
    });
    let dimensions = charter.method.dimensions.iter().map(|one| (one.id.clone(), Unit::Points, one.label.clone()));
    let index = [("index".to_owned(), Unit::Points, plain("column-index"))].into_iter();
    let means: Vec<_> = (Shown::INDEX..).zip(index.chain(dimensions).chain(bands)).collect();
    for (column, (name, unit, title)) in &means {
        put(name, *unit, title.clone(), Figure::Shown(*column));
    }
    put("cv", Unit::Percent, plain("column-cv"), Figure::Cv);
    put("persons_se", Unit::Persons, plain("column-persons_se"), Figure::Error(Shown::PERSONS));
    put("weight_se", Unit::Persons, plain("column-weight_se"), Figure::Error(Shown::WEIGHT));
    for (column, (name, unit, title)) in &means {
        let error = said("column-se", &|lang| vec![("figure", title.get(lang).into())]);
        put(&format!("{name}_se"), *unit, error, Figure::Error(*column));
    }
    for (end, [interval, rank]) in [["index_low", "rank_low"], ["index_high", "rank_high"]].into_iter().enumerate() {
        put(interval, Unit::Points, plain(&format!("column-{interval}")), Figure::Interval(end));
        put(rank, Unit::Rank, plain(&format!("column-{rank}")), Figure::Rank(end));
    }
    columns.push(column("status", What::Status, plain("column-status")));
    let mut put = |name: &str, unit: Unit, key: &str, figure: Figure| {
        columns.push(Column {
            name: name.to_owned(),
            what: What::Figure(unit),
            title: plain(key),
            figure: Some(figure),
        });
    };
    put("stands_for", Unit::Share, "column-stands_for", Figure::StandsFor);
    put("members", Unit::Members, "column-members", Figure::Members(0));
    put("of_members", Unit::Members, "column-of_members", Figure::Members(1));
    columns
}

/// One row, in the columns' order. `area` is what stands for the area.
pub(super) fn fields(
    columns: &[Column],
    charter: &Charter,
    table: &Table,
    sums: &Combined,
    row: usize,
    area: &str,
) -> Vec<Field> {
    let text = |text: &str| Field::Text(text.to_owned());
    let categories = table.categories(&charter.groups, sums.cells.rows[row].combination);
    let category = |position: usize| {
        let axis = table.axes.iter().zip(&categories).find(|(axis, _)| axis.group == position);
        axis.map(|(axis, &category)| {
            charter.groups[axis.group].categories_of(axis.rung)[usize::from(category)].id.as_str()
        })
    };
    let field = |column: &Column| match (column.what, column.figure) {
        (What::Level, _) => text(&charter.geography.levels()[table.level]),
        (What::Area, _) => text(area),
        (What::Group(position), _) => text(category(position).unwrap_or_default()),
        (What::Status, _) => text(status(sums, row)),
        (What::Figure(unit), figure) => {
            Field::Figure(figure.and_then(|figure| value(charter, sums, row, unit, figure)))
        }
    };
    columns.iter().map(field).collect()
}

/// A figure with as many digits as it means; `None` where there is none.
fn value(charter: &Charter, sums: &Combined, row: usize, unit: Unit, figure: Figure) -> Option<f64> {
    let exact = charter.class == Class::Public;
    let raw = match figure {
        Figure::Members(which) => return Some(f64::from(sums.parts[row][which])),
        _ if sums.cells.status[row] == Status::Withheld => return None,
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
        // What isn't noisy is as long as it's exact.
        _ if exact => significant(raw, EXACT),
        (_, Unit::Points) => decimals(raw, 1),
        (_, Unit::Share) => decimals(raw, 3),
        _ => decimals(raw, 0),
    };
    Some(rounded).filter(|figure| figure.is_finite())
}

/// Digits of a figure that isn't noisy: sums of floats leave the last few to chance.
const EXACT: i32 = 12;

/// The nearest number of so many decimals.
fn decimals(figure: f64, digits: i32) -> f64 {
    // Dividing by a whole number keeps decimals short: 0.1 is no binary fraction.
    let unit = 10_f64.powi(digits);
    (figure * unit).round() / unit
}

/// With the decimals that an error of two digits has.
fn like(figure: f64, error: f64) -> f64 {
    if error > 0.0 { decimals(figure, (1 - error.log10().floor() as i32).max(0)) } else { significant(figure, EXACT) }
}

/// The nearest number of so many digits.
pub(super) fn significant(figure: f64, digits: i32) -> f64 {
    if figure == 0.0 || !figure.is_finite() {
        return figure;
    }
    let behind = digits - 1 - figure.abs().log10().floor() as i32;
    if behind >= 0 { decimals(figure, behind) } else { (figure / 10_f64.powi(-behind)).round() * 10_f64.powi(-behind) }
}

/// The word for what there is of a row.
pub(super) fn status(sums: &Combined, row: usize) -> &'static str {
    let [whole, partial, withheld] = STATUSES;
    match (sums.cells.status[row], sums.is_whole(row)) {
        (Status::Withheld, _) => withheld,
        (Status::Published, true) => whole,
        (Status::Published, false) => partial,
    }
}
