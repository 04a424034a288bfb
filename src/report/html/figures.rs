use maud::{Markup, html};

use super::Page;
use super::languages::cell;
use crate::charter::Class;
use crate::model::Status;
use crate::report::errors::NORMAL_95;
use crate::report::{Combined, Shown, cv};
use crate::text::Texts;

/// From this coefficient of variation on, in percent, figures are to be used with caution, and then are too unreliable
/// to be shown: `E` and `F` as Statistics Canada uses them.
const CAUTION: f64 = 16.6;
const UNRELIABLE: f64 = 33.3;

/// Half of an interval, in points, from which on it is shown in place of the figure.
const UNSURE: f64 = 10.0;

/// One row of a sum, or the lack of one.
#[derive(Clone, Copy)]
pub(super) struct Figures<'p> {
    sums: &'p Combined,
    row: usize,
    shown: Shown,
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
    pub(super) fn new(sums: &'p Combined, row: usize, shown: Shown) -> Self {
        Self { sums, row, shown }
    }

    pub(super) fn state(&self) -> State {
        let cv = cv(self.sums, self.row).unwrap_or(0.0);
        // One person doesn't vary, which says nothing of how reliable the figure is.
        let single = self.sums.is_sampling() && cv == 0.0 && self.sums.figures[Shown::PERSONS][self.row] < 2.0;
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
        self.sums.figure(self.row, column)
    }

    /// A figure that is shown: scores that are too unreliable aren't, and none is beyond the ends of its scale, where noise may
    /// lead.
    pub(super) fn score(&self, column: usize) -> Option<f64> {
        let end = if column < self.shown.share(0) { 100.0 } else { 1.0 };
        let known = self.figure(column).filter(|_| self.state() != State::Unreliable);
        known.map(|figure| figure.clamp(0.0, end))
    }

    /// What is shown in place of a mean on which noise weighs so much that a figure would mislead.
    fn unsure(&self, mean: usize) -> Option<[f64; 2]> {
        let noisy = !self.sums.is_sampling();
        self.sums.interval(self.row, mean).filter(|[low, high]| noisy && high - low > 2.0 * UNSURE)
    }

    /// How many people there are; an interval where there may be none.
    fn people(&self, texts: &Texts) -> Markup {
        let Some(people) = self.figure(Shown::WEIGHT) else { return cell("…") };
        let error = NORMAL_95 * self.sums.errors[Shown::WEIGHT][self.row];
        match !self.sums.is_sampling() && people < error {
            true => unsure(texts, [0.0, (people + error).max(0.0)], 0),
            false => cell(&texts.number(people.max(0.0), 0)),
        }
    }

    /// The index, 0, or a dimension, from 1 on, as far as it is shown.
    pub(super) fn mean(&self, mean: usize) -> Option<Mean> {
        let column = mean.checked_sub(1).map_or(Shown::INDEX, |dimension| self.shown.dimension(dimension));
        let at = self.score(column)?;
        let interval = self.sums.interval(self.row, mean);
        Some(Mean { at, interval: interval.filter(|[low, high]| low < high) })
    }

    /// Between which the true index lies in 95 of 100 cases; nothing where its error is unknown or 0.
    pub(super) fn interval(&self, texts: &Texts) -> Option<String> {
        Some(self.mean(0)?.interval?.map(|end| texts.number(end, 1)).join("–"))
    }

    /// How far the index may be off in 95 of 100 cases; nothing where that is unknown or 0.
    fn margin(&self, texts: &Texts) -> Option<String> {
        self.score(Shown::INDEX)?;
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
        (0..self.shown.bands).filter_map(move |band| Some((band, self.score(self.shown.share(band))?)))
    }

    /// A share of people in a band; noise may take it below nobody, or above everybody.
    pub(super) fn share(&self, texts: &Texts, band: usize) -> Option<String> {
        let share = self.score(self.shown.share(band))?;
        Some(super::languages::percent(texts, share.clamp(0.0, 1.0), 1))
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
pub(super) fn cells(texts: &Texts, shown: Shown, figures: Option<Figures<'_>>, bars: bool) -> Markup {
    let width = 4 + shown.dimensions;
    let Some(figures) = figures else {
        return html! { td.absent colspan=(width) { (texts.line("report-absent", &[])) } };
    };
    let state = figures.state();
    if state == State::Withheld {
        return html! { td.withheld colspan=(width) { (texts.line("report-withheld", &[])) } };
    }
    let score = |mean: usize| {
        let column = mean.checked_sub(1).map_or(Shown::INDEX, |dimension| shown.dimension(dimension));
        match (state, figures.unsure(mean), figures.score(column)) {
            (State::Unreliable, ..) => cell("F"),
            (_, Some(ends), _) => unsure(texts, ends, 0),
            (_, None, Some(length)) if bars && mean == 0 => {
                html! { td.bar style={ "--v:" (format!("{length:.1}")) } { (texts.number(length, 1)) } }
            }
            (_, None, figure) => cell(&figure.map_or("…".to_owned(), |figure| texts.number(figure, 1))),
        }
    };
    html! {
        (score(0))
        (cell(&figures.margin(texts).unwrap_or_default()))
        @for dimension in 1..=shown.dimensions { (score(dimension)) }
        (figures.people(texts))
        (cell(&figures.flag(texts)))
    }
}

/// Between what a figure lies, in place of it.
fn unsure(texts: &Texts, ends: [f64; 2], decimals: usize) -> Markup {
    html! { td.unsure { (ends.map(|end| texts.number(end, decimals)).join("–")) } }
}

/// What the marks mean.
pub(super) fn legend(page: &Page<'_>) -> Option<Markup> {
    let term = |mark: Markup, key: &str| html! { dt { (mark) } dd { (page.languages.line(key)) } };
    let plain = |mark: &str| html! { (mark) };
    let class = page.published.charter.class;
    let noisy = class != Class::Public;
    Some(html! {
        (page.languages.paragraph("report-quality-text", |_| Vec::new()))
        dl.legend {
            (term(plain("†"), "report-flag-partial"))
            @if noisy {
                (term(html! { span.withheld { (page.languages.line("report-withheld")) } }, "report-flag-withheld"))
                (term(html! { span.unsure { "0–100" } }, "report-flag-unsure"))
            } @else {
                (term(plain("E"), "report-flag-caution"))
                (term(plain("F"), "report-flag-unreliable"))
            }
            (term(html! { span.absent { (page.languages.line("report-absent")) } }, "report-flag-absent"))
            (term(plain("…"), "report-flag-nothing"))
        }
        @if noisy {
            (page.languages.paragraph(&format!("report-quality-{}", class.id()), |_| Vec::new()))
        }
    })
}
