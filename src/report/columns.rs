use crate::charter::{Charter, Class, Table};
use crate::model::{Bilingual, Lang, Statistics, Status};
use crate::text::{Texts, Word};

use super::{Combined, cv};

/// One column of the published tables: the same in every format.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) what: What,
    pub(super) title: Bilingual,
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
}

impl Unit {
    /// The word for it in metadata.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Points => "points",
            Self::Share => "share",
            Self::Percent => "percent",
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
    let column = |name: &str, what: What, title: Bilingual| Column { name: name.to_owned(), what, title };
    let mut columns =
        vec![column("level", What::Level, plain("column-level")), column("area", What::Area, plain("column-area"))];
    let groups = charter.groups.iter().enumerate();
    columns.extend(groups.map(|(place, group)| column(&group.id, What::Group(place), group.label.clone())));
    let mut figure = |name: &str, unit: Unit, title: Bilingual| columns.push(column(name, What::Figure(unit), title));
    figure("persons", Unit::Persons, plain("column-persons"));
    figure("weight", Unit::Persons, plain("column-weight"));
    figure("index", Unit::Points, plain("column-index"));
    for dimension in &charter.method.dimensions {
        figure(&dimension.id, Unit::Points, dimension.label.clone());
    }
    for band in &charter.method.bands {
        let title = said("column-share", &|lang| vec![("band", band.label.get(lang).into())]);
        figure(&format!("share_{}", band.id), Unit::Share, title);
    }
    figure("cv", Unit::Percent, plain("column-cv"));
    columns.push(column("status", What::Status, plain("column-status")));
    // Nothing is ever left out or coarsened in class `public`.
    if charter.class != Class::Public {
        columns.push(column("stands_for", What::Figure(Unit::Share), plain("column-stands_for")));
        columns.push(column("share_step", What::Figure(Unit::Share), plain("column-share-step")));
    }
    columns
}

/// One row, in the columns' order. `area` is what stands for the area.
pub(super) fn fields(charter: &Charter, table: &Table, combined: &Combined, row: usize, area: &str) -> Vec<Field> {
    let cells = &combined.cells;
    let statistics = charter.statistics();
    let text = |text: &str| Field::Text(text.to_owned());
    let mut fields = vec![text(&charter.geography.levels()[table.level]), text(area)];
    let categories = table.categories(&charter.groups, cells.rows[row].combination);
    for (position, group) in charter.groups.iter().enumerate() {
        let axis = table.axes.iter().zip(&categories).find(|(axis, _)| axis.group == position);
        let category = axis.map(|(axis, &category)| &group.categories_of(axis.rung)[usize::from(category)].id);
        fields.push(text(category.map_or("", String::as_str)));
    }
    let published = cells.status[row] == Status::Published;
    let shown = |figure: f64| Field::Figure(Some(figure).filter(|figure| published && figure.is_finite()));
    let figure = |column: usize| shown(cells.columns[column][row]);
    fields.extend([Statistics::PERSONS, Statistics::WEIGHT, Statistics::INDEX].map(figure));
    fields.extend((0..statistics.dimensions()).map(|dimension| figure(statistics.dimension(dimension))));
    fields.extend((0..statistics.bands()).map(|band| figure(statistics.share(band))));
    fields.push(shown(cv(cells, row, statistics).unwrap_or(f64::NAN)));
    fields.push(text(status(combined, row)));
    if charter.class != Class::Public {
        fields.push(shown(stands_for(combined, row)));
        fields.push(figure(statistics.share_step()));
    }
    fields
}

/// The word for what there is of a row.
pub(super) fn status(sums: &Combined, row: usize) -> &'static str {
    let [whole, partial, withheld] = STATUSES;
    match (sums.cells.status[row], sums.stands_for[row] == 1.0) {
        (Status::Withheld, _) => withheld,
        (Status::Published, true) => whole,
        (Status::Published, false) => partial,
    }
}

/// The share of people that a row stands for, in three digits: the people of areas are rounded themselves.
pub(super) fn stands_for(sums: &Combined, row: usize) -> f64 {
    (sums.stands_for[row] * 1000.0).round() / 1000.0
}
