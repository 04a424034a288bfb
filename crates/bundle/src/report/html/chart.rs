//! Picture of some rows, the most vulnerable first: the index with its interval, the dimensions beside it, and the
//! bands. All of it is also in tables of the page, as numbers.

use maud::{Markup, html};

use super::Page;
use super::bands;
use super::figures::{Figures, ShownMean, State, between};
use crate::report::{Displayed, Shown};
use crate::text::Texts;

/// Largest number of rows of a picture: those with the highest index.
const MOST: usize = 30;
/// Largest number of lines of a scale.
const LINES: usize = 5;
/// Distance of the lines, and unit to which the ends of a scale are rounded.
const STEPS: [(f64, f64); 6] = [(1.0, 1.0), (2.0, 1.0), (5.0, 1.0), (10.0, 5.0), (20.0, 5.0), (25.0, 5.0)];
/// Space at both ends of a scale, in percent of the width, so that a dot at an end is whole.
const MARGIN: f64 = 5.0;

/// A line of the picture.
pub(super) struct ChartRow<'p> {
    pub(super) name: String,
    pub(super) figures: Option<Figures<'p>>,
    /// Best and worst rank that it may have, if it has any.
    pub(super) rank: Option<[f64; 2]>,
    /// Whether it is the sum of all rows: it stands below, and others are compared with it.
    pub(super) whole: bool,
}

/// The picture; `None` where there is no index to show.
pub(super) fn chart(page: &Page<'_>, texts: &Texts, id: &str, mut rows: Vec<ChartRow<'_>>) -> Option<Markup> {
    let shown = page.shown();
    let index = |row: &ChartRow<'_>| row.figures.and_then(|figures| figures.score(Shown::INDEX));
    // Rows that are too unsure to have a rank stand below the others.
    rows.sort_by(|a, b| {
        let key = |row: &ChartRow<'_>| (row.whole, index(row).map_or(f64::INFINITY, |index| -index));
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let all = rows.iter().filter(|row| !row.whole).count();
    // The sum of all rows comes after all others.
    rows.drain(MOST.min(all)..all);
    let scale = ChartScale::of(rows.iter().filter_map(|row| row.figures), 1 + shown.dimensions)?;
    let id = format!("{id}-{}", texts.lang().code());
    let ranked = rows.iter().any(|row| row.rank.is_some());
    Some(html! {
        div.chart style={ "--n:" (rows.len()) } {
            figure.index {
                (names(texts, &rows))
                (panel(texts, &format!("{id}-0"), &texts.line("report-chart-index", &[]), &dots(texts, &scale, &rows, 0)))
                (column(&texts.line("result-index", &[]), &rows, |row| row.figures?.index(texts)))
                @if ranked {
                    (column(&texts.line("report-rank", &[]), &rows, |row| row.figures?.index(texts).and(row.rank).map(|rank| ranks(texts, rank))))
                }
            }
            figure.dimensions {
                (names(texts, &rows))
                @for (number, dimension) in (1..).zip(&page.published.charter.method.dimensions) {
                    (panel(texts, &format!("{id}-{number}"), dimension.label.get(texts.lang()), &dots(texts, &scale, &rows, number)))
                }
            }
            @if shown.bands > 1 {
                figure.shares {
                    (names(texts, &rows))
                    (panel(texts, &format!("{id}-bands"), &texts.line("report-chart-bands", &[]), &stacks(&rows)))
                }
            }
        }
        @if shown.bands > 1 { (bands::key(page, texts)) }
        p.hint {
            (texts.line("report-chart-hint", &[]))
            @if ranked { " " (texts.line("report-chart-ranks", &[])) }
            @if rows.iter().any(|row| is_unsure(row, shown)) { " " (texts.line("report-chart-unsure", &[])) }
            @if rows.iter().any(is_partial) { " " (texts.line("report-chart-partial", &[])) }
            @if all > MOST { " " (texts.line("report-chart-more", &[("shown", MOST.into()), ("all", all.into())])) }
        }
    })
}

/// Whether a row has means that are too unsure for a dot.
fn is_unsure(row: &ChartRow<'_>, shown: Shown) -> bool {
    let means =
        row.figures.into_iter().flat_map(|figures| (0..=shown.dimensions).filter_map(move |mean| figures.mean(mean)));
    means.into_iter().any(|mean| mean.at.is_none())
}

fn is_partial(row: &ChartRow<'_>) -> bool {
    row.figures.is_some_and(|figures| figures.state() == State::Partial)
}

/// Names beside the pictures, with their marks. Readers who can't see these find them in the tables of the page.
fn names(texts: &Texts, rows: &[ChartRow<'_>]) -> Markup {
    let mark = |row: &ChartRow<'_>| match row.figures.map(|figures| figures.state()) {
        None => texts.line("report-absent", &[]),
        Some(State::Withheld) => texts.line("report-withheld", &[]),
        Some(State::Partial) => "†".to_owned(),
        Some(State::Caution) => "E".to_owned(),
        Some(State::Unreliable) => "F".to_owned(),
        Some(State::Whole) => String::new(),
    };
    html! {
        ol.names aria-hidden="true" {
            li.head {}
            @for row in rows {
                li.whole[row.whole] {
                    span { (row.name) " " i { (mark(row)) } }
                }
            }
        }
    }
}

fn column(head: &str, rows: &[ChartRow<'_>], words: impl Fn(&ChartRow<'_>) -> Option<String>) -> Markup {
    html! {
        ol.values aria-hidden="true" {
            li.head { span { (head) } }
            @for row in rows { li.whole[row.whole] { span { (words(row).unwrap_or_default()) } } }
        }
    }
}

/// Ranks without decimals: one, or from the best to the worst.
fn ranks(texts: &Texts, [best, worst]: [f64; 2]) -> String {
    let [low, high] = [best, worst].map(|rank| texts.number(rank, 0));
    if low == high { low } else { format!("{low}–{high}") }
}

fn panel(texts: &Texts, id: &str, head: &str, picture: &Markup) -> Markup {
    html! {
        div.panel {
            p.head #(id) { span { (head) } }
            svg role="img" aria-labelledby=(id) lang=(texts.lang().code()) { (picture) }
        }
    }
}

/// Middle of a line, in percent of the height; the first line is the scale's, the rows follow.
fn middle(line: usize, rows: usize) -> String {
    percent((line as f64 + 0.5) / (rows as f64 + 1.0))
}

/// One mean of each row, the index or a dimension, as a dot on its interval.
fn dots(texts: &Texts, scale: &ChartScale, rows: &[ChartRow<'_>], mean: usize) -> Markup {
    let known = rows.iter().enumerate().filter_map(|(place, row)| Some((place, row, row.figures?.mean(mean)?)));
    let known: Vec<(usize, &ChartRow<'_>, ShownMean)> = known.collect();
    let whole = known.iter().find(|(_, row, _)| row.whole).and_then(|(.., mean)| Some(scale.at(mean.at?)));
    html! {
        (scale.lines(texts, rows.len()))
        @if let Some(x) = whole { line.whole x1=(x) x2=(x) y1=(middle(0, rows.len())) y2="100%" {} }
        @for (place, row, mean) in &known {
            @let y = middle(*place + 1, rows.len());
            g.part[is_partial(row)] {
                title { (said(texts, &row.name, mean)) }
                @if let Some([low, high]) = mean.interval {
                    line x1=(scale.at(low)) x2=(scale.at(high)) y1=(y) y2=(y) {}
                }
                @if let Some(at) = mean.at { circle cx=(scale.at(at)) cy=(y) r="5" {} }
            }
        }
    }
}

fn said(texts: &Texts, name: &str, mean: &ShownMean) -> String {
    let Some(at) = mean.at else {
        let number = mean.interval.map_or(String::new(), |ends| Displayed::Between(ends).said(texts, 0));
        return texts.line("report-chart-said", &[("name", name.into()), ("number", number.into())]);
    };
    let mut words = vec![("name", name.into()), ("number", texts.number(at, 1).into())];
    let Some(ends) = mean.interval else { return texts.line("report-chart-said", &words) };
    words.push(("interval", between(texts, ends).into()));
    texts.line("report-chart-said-between", &words)
}

/// Shares of the bands of each row, end to end; hatched where they are too unsure.
fn stacks(rows: &[ChartRow<'_>]) -> Markup {
    let height = 60.0 / (rows.len() as f64 + 1.0);
    html! {
        @for (place, row) in rows.iter().enumerate() {
            @let top = (place as f64 + 1.2) * height / 0.6;
            @let stretch = |class: &str, [from, to]: [f64; 2]| html! {
                rect class=(class) x=(percent(from)) width=(percent(to - from))
                    y=(percent(top / 100.0)) height=(percent(height / 100.0)) {}
            };
            @match row.figures.map(bands::stretches) {
                Some(Some(stretches)) => @for (band, ends) in stretches { (stretch(&bands::shade(band), ends)) },
                Some(None) => (stretch("kw", [0.0, 1.0])),
                None => {}
            }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.2}%", 100.0 * share)
}

/// Scale of all dots of a picture.
struct ChartScale {
    low: f64,
    high: f64,
    step: f64,
}

impl ChartScale {
    /// Scale that holds every mean of some rows with its interval, except those that are too unsure; `None` where all
    /// are.
    fn of<'p>(rows: impl Iterator<Item = Figures<'p>>, means: usize) -> Option<Self> {
        let known = rows.flat_map(|figures| (0..means).filter_map(move |mean| figures.mean(mean)));
        let ends = known
            .filter_map(|mean| Some(mean.interval.unwrap_or([mean.at?; 2])).filter(|_| mean.at.is_some()))
            .flatten();
        let (low, high) =
            ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
        (low <= high).then(|| Self::around(low, high))
    }

    /// Scale from a round score to a round one, not beyond 0 and 100.
    fn around(low: f64, high: f64) -> Self {
        let span = (high - low).max(1.0);
        let (step, grain) = STEPS.into_iter().find(|(step, _)| span <= step * (LINES - 1) as f64).unwrap_or(STEPS[5]);
        let low = ((low / grain).floor() * grain).min(100.0 - grain);
        Self { low, high: ((high / grain).ceil() * grain).max(low + grain), step }
    }

    /// Scores of the lines.
    fn scores(&self) -> impl Iterator<Item = f64> {
        let [first, last] = [(self.low / self.step).ceil(), (self.high / self.step).floor()].map(|line| line as u32);
        (first..=last).map(|line| self.step * f64::from(line))
    }

    /// Position of a score, in percent of the width; a score beyond the scale is at its edge.
    fn at(&self, score: f64) -> String {
        let share = (score - self.low) / (self.high - self.low);
        format!("{:.2}%", (MARGIN + share * (100.0 - 2.0 * MARGIN)).clamp(0.0, 100.0))
    }

    fn lines(&self, texts: &Texts, rows: usize) -> Markup {
        let top = middle(0, rows);
        html! {
            g.scale {
                @for score in self.scores() {
                    @let x = self.at(score);
                    text x=(x) y=(top) dy="-.1em" { (texts.number(score, 0)) }
                    line x1=(x) x2=(x) y1=(top) y2="100%" {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_holds_its_ends_in_few_lines() {
        for low in 0..100 {
            for high in low..=100 {
                let (low, high) = (f64::from(low), f64::from(high));
                let scale = ChartScale::around(low, high);
                assert!(scale.low <= low && high <= scale.high && scale.low < scale.high, "{low}–{high}");
                assert!((1..=LINES).contains(&scale.scores().count()), "{low}–{high}");
                assert!(scale.low >= 0.0 && scale.high <= 100.0, "{low}–{high}");
            }
        }
    }
}
