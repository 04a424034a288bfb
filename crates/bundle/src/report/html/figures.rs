use maud::{Markup, html};

use super::Page;
use super::languages::{cell, percent};
use crate::charter::Class;
use crate::model::CellStatus;
use crate::report::{Combined, Displayed, Shown, cv};
use crate::text::Texts;

/// Coefficient of variation, in percent, from which on figures are to be used with caution, and the one from which on
/// they are too unreliable to be shown: `E` and `F` as at Statistics Canada.
const CAUTION: f64 = 16.6;
const UNRELIABLE: f64 = 33.3;

/// One row of a sum, or the lack of one.
#[derive(Clone, Copy)]
pub(super) struct Figures<'p> {
    sums: &'p Combined,
    row: usize,
    shown: Shown,
}

/// A mean as it is shown.
#[derive(Clone, Copy)]
pub(super) struct ShownMean {
    /// The mean; `None` where it is too unsure.
    pub(super) at: Option<f64>,
    /// Interval that holds the true one in 95 of 100 cases; `None` where its error is unknown or 0.
    pub(super) interval: Option<[f64; 2]>,
}

/// State of a row's figures.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum State {
    /// All of it is published.
    Whole,
    /// A part of it is left out.
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
        // One person doesn't vary, which doesn't show that the figure is reliable.
        let single = self.sums.is_sampling() && cv == 0.0 && self.sums.figures[Shown::PERSONS][self.row] < 2.0;
        match self.sums.cells.status[self.row] {
            CellStatus::Withheld => State::Withheld,
            CellStatus::Published if single || cv > UNRELIABLE => State::Unreliable,
            CellStatus::Published if !self.sums.is_whole(self.row) => State::Partial,
            CellStatus::Published if cv >= CAUTION => State::Caution,
            CellStatus::Published => State::Whole,
        }
    }

    /// A score as it is shown; `None` for one that is too unreliable.
    pub(super) fn seen(&self, column: usize) -> Option<Displayed> {
        self.sums.seen(self.row, column).filter(|_| self.state() != State::Unreliable)
    }

    /// Whether a score is too unsure, or too unreliable, to be shown as a figure.
    pub(super) fn is_unsure(&self, column: usize) -> bool {
        self.state() == State::Unreliable || matches!(self.seen(column), Some(Displayed::Between(_)))
    }

    /// A score that is shown as a figure.
    pub(super) fn score(&self, column: usize) -> Option<f64> {
        if let Some(Displayed::Figure(figure)) = self.seen(column) { Some(figure) } else { None }
    }

    /// The index, or the text shown in its place.
    pub(super) fn index(&self, texts: &Texts) -> Option<String> {
        Some(self.seen(Shown::INDEX)?.said(texts, 1))
    }

    /// Number of people.
    pub(super) fn people(&self, texts: &Texts) -> Option<String> {
        Some(self.sums.seen_people(self.row)?.said(texts, 0))
    }

    /// The index, 0, or a dimension, from 1 on, as far as it is shown.
    pub(super) fn mean(&self, mean: usize) -> Option<ShownMean> {
        let column = Shown::INDEX + mean;
        self.seen(column)?;
        let interval = self.sums.interval(self.row, column);
        Some(ShownMean { at: self.score(column), interval: interval.filter(|[low, high]| low < high) })
    }

    /// Interval that holds the true index in 95 of 100 cases, for display beside its figure; `None` where its error is
    /// unknown or 0.
    pub(super) fn interval(&self, texts: &Texts) -> Option<String> {
        let mean = self.mean(0).filter(|mean| mean.at.is_some())?;
        Some(between(texts, mean.interval?))
    }

    /// Margin of a shown score in 95 of 100 cases; `None` where it is unknown or 0.
    fn margin(&self, column: usize) -> Option<f64> {
        self.score(column).and(self.sums.margin(self.row, column))
    }

    /// Largest margin of the shares, in points of a hundred.
    pub(super) fn margin_of_shares(&self, texts: &Texts) -> Option<String> {
        let margins = (0..self.shown.bands).filter_map(|band| self.margin(self.shown.share(band)));
        Some(texts.margin(100.0 * margins.max_by(f64::total_cmp)?))
    }

    /// Mark of its state; for a part, with the number of members in it.
    pub(super) fn flag(&self, texts: &Texts) -> String {
        match self.state() {
            State::Partial => self.members(texts).map_or("†".to_owned(), |members| format!("† {members}")),
            State::Caution => "E".to_owned(),
            State::Unreliable => "F".to_owned(),
            State::Whole | State::Withheld => String::new(),
        }
    }

    /// Number of members in it and of those that it should have, if some are missing.
    pub(super) fn members(&self, texts: &Texts) -> Option<String> {
        let [there, all] = self.sums.parts[self.row];
        let words = [("there", u64::from(there).into()), ("all", u64::from(all).into())];
        (there < all && all > 1).then(|| texts.line("report-of-members", &words))
    }

    /// Shares of people in bands that are shown; `None` where some are too unsure.
    pub(super) fn shares(self) -> Option<Vec<(usize, f64)>> {
        let seen = (0..self.shown.bands).filter_map(|band| Some((band, self.seen(self.shown.share(band))?)));
        let figure = |(band, seen)| if let Displayed::Figure(share) = seen { Some((band, share)) } else { None };
        seen.map(figure).collect()
    }

    /// Share of people in a band.
    pub(super) fn share(&self, texts: &Texts, band: usize) -> Markup {
        match self.seen(self.shown.share(band)) {
            Some(Displayed::Figure(share)) => cell(&percent(texts, share, 1)),
            Some(Displayed::Between(ends)) => {
                let ends = ends.map(|share| texts.number(100.0 * share, 0)).join("–");
                unsure(&texts.line("percent", &[("number", ends.into())]))
            }
            None => cell("…"),
        }
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

/// Figures of a row: index, its interval, dimensions, people, flag. `bars` draws the index as a bar behind its number.
pub(super) fn cells(texts: &Texts, shown: Shown, figures: Option<Figures<'_>>, bars: bool) -> Markup {
    let width = 4 + shown.dimensions;
    let Some(figures) = figures else {
        return html! { td.absent colspan=(width) { (texts.line("report-absent", &[])) } };
    };
    let state = figures.state();
    if state == State::Withheld {
        return html! { td.withheld colspan=(width) { (texts.line("report-withheld", &[])) } };
    }
    let number = |seen: Option<Displayed>, decimals: usize| match seen {
        Some(seen @ Displayed::Between(_)) => unsure(&seen.said(texts, decimals)),
        Some(seen) => cell(&seen.said(texts, decimals)),
        None => cell("…"),
    };
    let score = |column: usize| match (state, figures.seen(column)) {
        (State::Unreliable, _) => cell("F"),
        (_, Some(Displayed::Figure(length))) if bars && column == Shown::INDEX => {
            html! { td.bar style={ "--v:" (format!("{length:.1}")) } { (texts.number(length, 1)) } }
        }
        (_, seen) => number(seen, 1),
    };
    let margin = figures.margin(Shown::INDEX).map(|margin| texts.margin(margin));
    html! {
        (score(Shown::INDEX))
        (cell(&margin.unwrap_or_default()))
        @for dimension in 0..shown.dimensions { (score(shown.dimension(dimension))) }
        (number(figures.sums.seen_people(figures.row), 0))
        (cell(&figures.flag(texts)))
    }
}

/// An interval beside its figure, with one more decimal where its ends would look alike.
pub(super) fn between(texts: &Texts, [low, high]: [f64; 2]) -> String {
    let decimals = if high - low < 0.2 { 2 } else { 1 };
    [low, high].map(|end| texts.number(end, decimals)).join("–")
}

/// Mark in place of a figure that is too unsure.
fn unsure(text: &str) -> Markup {
    html! { td.unsure { (text) } }
}

/// Legend of the marks.
pub(super) fn legend(page: &Page<'_>) -> Option<Markup> {
    let term = |mark: Markup, key: &str| html! { dt { (mark) } dd { (page.languages.line(key)) } };
    let plain = |mark: &str| html! { (mark) };
    let class = page.published.charter.class();
    let noisy = class != Class::Public;
    let quality = format!("report-quality-{}", class.id());
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
        (page.languages.paragraph(&quality, |_| Vec::new()))
    })
}
