use maud::{Markup, html};

use super::Page;
use super::languages::cell;
use crate::charter::Knowledge;
use crate::model::{Statistics, Status};
use crate::report::{Combined, cv};
use crate::text::Texts;

/// From this coefficient of variation on, in percent, figures are to be used with caution, and then are too unreliable
/// to be shown: `E` and `F` as Statistics Canada uses them.
const CAUTION: f64 = 16.6;
const UNRELIABLE: f64 = 33.3;

/// One row of a sum, or the lack of one.
#[derive(Clone, Copy)]
pub(super) struct Figures<'p> {
    sums: &'p Combined,
    row: usize,
    statistics: Statistics,
}

/// A score of many.
#[derive(Clone, Copy)]
pub(super) struct Mean {
    pub(super) at: f64,
    /// Between which the true one lies in 95 of 100 cases; nothing where its error is unknown or 0.
    pub(super) interval: Option<[f64; 2]>,
}

/// What can be said of a row.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum State {
    /// All of it is published.
    Whole,
    /// It leaves something out.
    Partial,
    /// Use with caution.
    Caution,
    /// Too unreliable to be shown.
    Unreliable,
    /// Withheld.
    Withheld,
}

impl<'p> Figures<'p> {
    pub(super) fn new(sums: &'p Combined, row: usize, statistics: Statistics) -> Self {
        Self { sums, row, statistics }
    }

    pub(super) fn state(&self) -> State {
        let cv = cv(self.sums, self.row).unwrap_or(0.0);
        // One person doesn't vary, which says nothing of how reliable the figure is.
        let single = self.sums.errors.is_sampling(self.row)
            && cv == 0.0
            && self.sums.cells.columns[Statistics::PERSONS][self.row] < 2.0;
        match self.sums.cells.status[self.row] {
            Status::Withheld => State::Withheld,
            Status::Published if single || cv > UNRELIABLE => State::Unreliable,
            Status::Published if !self.sums.is_whole(self.row) => State::Partial,
            Status::Published if cv >= CAUTION => State::Caution,
            Status::Published => State::Whole,
        }
    }

    /// A figure, if it is published and exists.
    pub(super) fn figure(&self, column: usize) -> Option<f64> {
        let published = self.sums.cells.status[self.row] == Status::Published;
        Some(self.sums.cells.columns[column][self.row]).filter(|figure| published && figure.is_finite())
    }

    /// A figure that is shown: scores that are too unreliable aren't.
    pub(super) fn score(&self, column: usize) -> Option<f64> {
        self.figure(column).filter(|_| self.state() != State::Unreliable)
    }

    /// The index, 0, or a dimension, from 1 on, as far as it is shown.
    pub(super) fn mean(&self, mean: usize) -> Option<Mean> {
        let column = mean.checked_sub(1).map_or(Statistics::INDEX, |dimension| self.statistics.dimension(dimension));
        let at = self.score(column)?;
        let interval = self.sums.interval(self.row, mean, self.statistics);
        Some(Mean { at, interval: interval.filter(|[low, high]| low < high) })
    }

    /// Between which the true index lies in 95 of 100 cases; nothing where its error is unknown or 0.
    pub(super) fn interval(&self, texts: &Texts) -> Option<String> {
        Some(self.mean(0)?.interval?.map(|end| texts.number(end, 1)).join("–"))
    }

    /// How far the index may be off in 95 of 100 cases; nothing where that is unknown or 0.
    fn margin(&self, texts: &Texts) -> Option<String> {
        self.score(Statistics::INDEX)?;
        Some(texts.margin(self.sums.index_margin(self.row).filter(|margin| *margin > 0.0)?))
    }

    /// The mark of its state; a part of members says of how many.
    pub(super) fn flag(&self, texts: &Texts) -> String {
        match self.state() {
            State::Partial => self.members(texts).map_or("†".to_owned(), |members| format!("† {members}")),
            State::Caution => "E".to_owned(),
            State::Unreliable => "F".to_owned(),
            State::Whole | State::Withheld => String::new(),
        }
    }

    /// How many members of those that it should have are in it, if some aren't.
    pub(super) fn members(&self, texts: &Texts) -> Option<String> {
        let [there, all] = self.sums.parts[self.row];
        let words = [("there", u64::from(there).into()), ("all", u64::from(all).into())];
        (there < all && all > 1).then(|| texts.line("report-of-members", &words))
    }

    /// The shares of people in bands that are shown.
    pub(super) fn shares(self) -> impl Iterator<Item = (usize, f64)> {
        (0..self.statistics.bands()).filter_map(move |band| Some((band, self.score(self.statistics.share(band))?)))
    }

    /// A share of people in a band, which may be known as a bound only.
    pub(super) fn share(&self, texts: &Texts, band: usize) -> Option<String> {
        let share = self.score(self.statistics.share(band))?;
        let step = self.figure(self.statistics.share_step()).unwrap_or(0.0);
        let percent = |share: f64| super::languages::percent(texts, share, if step >= 0.01 { 0 } else { 1 });
        Some(match share {
            // Nobody, or everybody, as far as the step lets it show; a sum of several parts in which it is so too.
            _ if step > 0.001 && share == 0.0 => format!("≤ {}", percent(step)),
            _ if step > 0.001 && share == 1.0 => format!("≥ {}", percent(1.0 - step)),
            _ => percent(share),
        })
    }
}

/// Headings of the figures of a row, after that of its name.
pub(super) fn header(page: &Page<'_>, texts: &Texts) -> Vec<String> {
    let mut header = ["result-index", "report-interval"].map(|key| texts.line(key, &[])).to_vec();
    let dimensions = &page.published.charter.method.dimensions;
    header.extend(dimensions.iter().map(|dimension| dimension.label.get(texts.lang()).to_owned()));
    header.extend(["report-people", "report-flag"].map(|key| texts.line(key, &[])));
    header
}

/// The figures of a row: index, its interval, dimensions, people, flag. `bars` draws the index as a bar behind its number.
pub(super) fn cells(texts: &Texts, statistics: Statistics, figures: Option<Figures<'_>>, bars: bool) -> Markup {
    let width = 4 + statistics.dimensions();
    let Some(figures) = figures else {
        return html! { td.absent colspan=(width) { (texts.line("report-absent", &[])) } };
    };
    let state = figures.state();
    if state == State::Withheld {
        return html! { td.withheld colspan=(width) { (texts.line("report-withheld", &[])) } };
    }
    let number =
        |figure: Option<f64>, decimals| figure.map_or("…".to_owned(), |figure| texts.number(figure, decimals));
    let score = |column| match state {
        State::Unreliable => "F".to_owned(),
        _ => number(figures.score(column), 1),
    };
    let index = score(Statistics::INDEX);
    html! {
        @match figures.score(Statistics::INDEX).filter(|_| bars) {
            Some(length) => td.bar style={ "--v:" (format!("{length:.1}")) } { (index) },
            None => (cell(&index)),
        }
        (cell(&figures.margin(texts).unwrap_or_default()))
        @for dimension in 0..statistics.dimensions() { (cell(&score(statistics.dimension(dimension)))) }
        (cell(&number(figures.figure(Statistics::WEIGHT), 0)))
        (cell(&figures.flag(texts)))
    }
}

/// What the marks mean.
pub(super) fn legend(page: &Page<'_>) -> Option<Markup> {
    let term = |mark: Markup, key: &str| html! { dt { (mark) } dd { (page.languages.line(key)) } };
    let plain = |mark: &str| html! { (mark) };
    let controlled = page.published.charter.class != crate::charter::Class::Public;
    Some(html! {
        (page.languages.paragraph("report-quality-text", |_| Vec::new()))
        dl.legend {
            (term(plain("†"), "report-flag-partial"))
            @if controlled {
                (term(html! { span.withheld { (page.languages.line("report-withheld")) } }, "report-flag-withheld"))
                (term(plain("≤ ≥"), "report-flag-bound"))
            } @else {
                (term(plain("E"), "report-flag-caution"))
                (term(plain("F"), "report-flag-unreliable"))
            }
            (term(html! { span.absent { (page.languages.line("report-absent")) } }, "report-flag-absent"))
            (term(plain("…"), "report-flag-nothing"))
        }
        @if controlled {
            (page.languages.paragraph("report-quality-controlled", |_| Vec::new()))
            @if page.published.charter.rules.knowledge == Knowledge::Sample {
                (page.languages.paragraph("report-quality-sample", |_| Vec::new()))
            }
        }
    })
}
