use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Page;
use super::chart::{self, ChartRow};
use super::figures::{self, Figures, State};
use super::languages::{alphabetical, table};
use crate::model::MemberId;
use crate::report::{Combined, Correction, MemberOutcome, Standing};
use crate::text::Texts;

/// Period, members and people, in one line.
pub(super) fn about(page: &Page<'_>, texts: &Texts) -> String {
    let published = page.published;
    let words = [
        ("period", (&published.period).into()),
        ("answered", published.answered().into()),
        ("members", published.members.len().into()),
    ];
    texts.line("report-about", &words)
}

/// Counted people, and the reference date.
pub(super) fn people(page: &Page<'_>, texts: &Texts) -> String {
    let (charter, lang) = (&page.published.charter, texts.lang());
    let words =
        [("people", charter.target_population.get(lang).into()), ("date", charter.reference_date.get(lang).into())];
    texts.line("report-people-counted", &words)
}

/// The publication that this one replaces, and the reason.
pub(super) fn correction(standing: &Standing, correction: &Correction, texts: &Texts) -> String {
    let words = [
        ("number", correction.number.into()),
        ("corrects", correction.corrects.short().into()),
        ("reason", correction.reason.get(texts.lang()).into()),
    ];
    texts.line(if standing.pilot { "report-correction-pilot" } else { "report-correction" }, &words)
}

/// Index of all people and of each member, with its dimensions.
pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let published = page.published;
    let whole = published.whole();
    let own = published.own();
    let notes = published.charter.method.notes.as_ref();
    Some(page.languages.each(|texts| {
        html! {
            (sentence(page, texts, whole.as_ref()))
            @if let Some(picture) = picture(page, texts, &own, whole.as_ref()) { (picture) }
            @if let Some(notes) = notes { p.notes { (notes.get(texts.lang())) } }
            (members(page, texts, whole.as_ref()))
            p.hint { (texts.line("report-scale", &[])) }
        }
    }))
}

/// Members, the most vulnerable first. `own` has a row for each that answered.
fn picture(page: &Page<'_>, texts: &Texts, own: &Combined, whole: Option<&Combined>) -> Option<Markup> {
    let shown = page.shown();
    let answered = page.published.members.iter().filter(|outcome| outcome.own.is_some());
    let places: BTreeMap<&MemberId, usize> = answered.map(|outcome| &outcome.member).zip(0..).collect();
    let members = page.members(texts).into_iter().map(|outcome| {
        let row = places.get(&outcome.member).copied();
        ChartRow {
            name: page.member_name(&outcome.member, texts).to_owned(),
            figures: row.map(|row| Figures::new(own, row, shown)),
            rank: row.map(|row| own.ranks[row]).filter(|[best, _]| best.is_finite()),
            whole: false,
        }
    });
    let whole = whole.filter(|_| places.len() > 1).map(|whole| ChartRow {
        name: page.whole_name(texts),
        figures: Some(Figures::new(whole, 0, shown)),
        rank: None,
        whole: true,
    });
    chart::chart(page, texts, "members-chart", members.chain(whole).collect())
}

/// Index of the whole, in large.
fn sentence(page: &Page<'_>, texts: &Texts, whole: Option<&Combined>) -> Markup {
    let shown = page.shown();
    let figures = whole.map(|whole| Figures::new(whole, 0, shown));
    let index = figures.and_then(|figures| figures.index(texts));
    let (Some(figures), Some(index)) = (figures, index) else {
        return html! { p.figure { (texts.line("report-headline-none", &[])) } };
    };
    let people = figures.people(texts).unwrap_or_else(|| "…".to_owned());
    html! {
        p.figure {
            strong { (index) } " "
            (texts.line("report-headline-of", &[("people", people.into())]))
            @if let Some(members) = figures.members(texts) { "; " (members) }
            @if let Some(interval) = figures.interval(texts) {
                " " (texts.line("report-headline-interval", &[("interval", interval.into())]))
            }
            @if figures.state() == State::Partial { " †" }
        }
    }
}

fn members(page: &Page<'_>, texts: &Texts, whole: Option<&Combined>) -> Markup {
    let (lang, shown) = (texts.lang(), page.shown());
    let own = |sums: &Combined| figures::cells(texts, shown, Some(Figures::new(sums, 0, shown)), true);
    let rows = html! {
        @for outcome in page.members(texts) {
            tr {
                th {
                    (page.member_name(&outcome.member, texts))
                }
                @match &outcome.own {
                    Some(sums) => (own(sums)),
                    None => (figures::cells(texts, shown, None, true)),
                }
            }
        }
        @if let Some(whole) = whole {
            tr.whole { th { (page.whole_name(texts)) } (own(whole)) }
        }
    };
    let header = [vec![texts.line("result-member", &[])], figures::header(page, texts)].concat();
    table(&format!("members-{}", lang.code()), &texts.line("report-headline-caption", &[]), &header, 1, &rows)
}

impl Page<'_> {
    /// Every member, in the order of their names in a language.
    pub(super) fn members(&self, texts: &Texts) -> Vec<&MemberOutcome> {
        let name = |outcome: &MemberOutcome| alphabetical(self.member_name(&outcome.member, texts));
        let mut members: Vec<&MemberOutcome> = self.published.members.iter().collect();
        members.sort_by_cached_key(|outcome| name(outcome));
        members
    }

    /// Name of a member.
    pub(super) fn member_name(&self, member: &MemberId, texts: &Texts) -> &str {
        self.published.charter.member(member).map_or("", |member| member.name.get(texts.lang()))
    }

    /// Name of all members together: the root, if there is a table for it.
    pub(super) fn whole_name(&self, texts: &Texts) -> String {
        let charter = &self.published.charter;
        let level =
            charter.lattice.whole().map(|table| charter.geography.areas(charter.lattice.tables()[table.at()].level));
        match level {
            Some([area]) => area.name.get(texts.lang()).to_owned(),
            _ => texts.line("result-all", &[]),
        }
    }
}
