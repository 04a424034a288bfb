use crate::model::AreaIndex;
use maud::{Markup, html};

use super::Page;
use super::figures::Figures;
use crate::facilities::Facility;
use crate::map::{Drawing, DrawnArea, MapProjection, TileMap};
use crate::report::{Combined, Shown};
use crate::text::Texts;

/// Number of shades of the index.
const SHADES: usize = 5;
/// Number of areas from which on lines are thin.
const MANY: usize = 400;
/// Half the height of a service point's diamond, in units of a drawing, by the number of points up to which it is used.
const DIAMONDS: [Diamonds; 3] =
    [Diamonds { most: 30, size: 48 }, Diamonds { most: 200, size: 28 }, Diamonds { most: usize::MAX, size: 14 }];

struct Diamonds {
    most: usize,
    size: i32,
}
/// Radius of the dot of a tiny area, in units of a drawing.
const DOT: i32 = 14;

/// Map of a level, beside its table: from the boundaries, if there are any of this level; else as tiles, if the level
/// is that of Canada's provinces and territories.
pub(super) fn figure(page: &Page<'_>, level: usize, sums: &Combined) -> Option<Markup> {
    let areas = page.published.charter.geography.areas(level).len();
    let shades = Shades::of(page, sums, areas);
    let boundaries = page.published.layers.boundaries.as_ref().filter(|known| known.levels().contains(&level));
    let (picture, explained) = match boundaries {
        Some(boundaries) => {
            let drawing = boundaries.draw(level);
            (drawn(&drawing, &shades, page, level), Some(drawing.projection))
        }
        None => {
            let tiles = TileMap::of(&page.published.charter.geography).filter(|tiles| tiles.level == level)?;
            (tiled(&tiles, &shades, page, level), None)
        }
    };
    let label = page.published.charter.geography.label(level);
    Some(html! {
        figure {
            figcaption #(caption(level)) {
                (page.languages.inline(|texts| {
                    texts.line("report-map-caption", &[("level", label.get(texts.lang()).into())])
                }))
            }
            div.map aria-labelledby=(caption(level)) { (picture) div.tip role="status" {} }
            (page.languages.each(|texts| html! {
                ul.key {
                    @for (shade, words) in shades.legend(texts) { li { span class={ "swatch " (shade) } {} (words) } }
                    @if explained.is_some() && page.published.layers.facilities.is_some() {
                        li { span.swatch.bp {} (texts.line("report-point", &[])) }
                    }
                }
                p.hint {
                    (texts.line("report-map-hint", &[])) " "
                    @match explained {
                        Some(projection) => (stated(texts, projection)),
                        None => (texts.line("report-map-tiles", &[])),
                    }
                }
            }))
        }
    })
}

fn caption(level: usize) -> String {
    format!("map-{level}")
}

fn stated(texts: &Texts, projection: MapProjection) -> String {
    let (lon, lat) = projection.centre();
    let degrees = |degrees: f64, [positive, negative]: [&str; 2]| {
        let side = if degrees < 0.0 { negative } else { positive };
        texts.line(&format!("degrees-{side}"), &[("degrees", texts.number(degrees.abs(), 0).into())])
    };
    let words = [("lon", degrees(lon, ["east", "west"]).into()), ("lat", degrees(lat, ["north", "south"]).into())];
    texts.line(&format!("projection-{}", projection.id()), &words)
}

/// Shades of the areas.
struct Shades {
    /// Lower ends of all shades but the first.
    breaks: Vec<f64>,
    /// Shade of each area; `None` where there is no figure, or it is too unsure.
    of: Vec<Option<usize>>,
    /// Number of areas that are too unsure.
    unsure: usize,
}

impl Shades {
    /// Shades of equal width between the 5th and the 95th percentile of the areas, so that a few outliers don't leave
    /// all others in one shade; the first and the last shade are open. None is narrower than twice the 95th percentile
    /// of the standard errors: a shade that differs by chance says nothing.
    fn of(page: &Page<'_>, sums: &Combined, areas: usize) -> Self {
        let rows: Vec<Option<usize>> = AreaIndex::first(areas).map(|area| sums.row(area, 0)).collect();
        let figures = |row: usize| Figures::new(sums, row, page.shown());
        let indices: Vec<Option<f64>> = rows.iter().map(|row| figures((*row)?).score(Shown::INDEX)).collect();
        let [low, high] = [5, 95].map(|hundredth| of_hundred(indices.iter().flatten().copied(), hundredth));
        let (low, high) = (low.floor(), high.ceil());
        let shown = rows.iter().zip(&indices).filter(|(_, index)| index.is_some());
        let errors = shown.filter_map(|(row, _)| Some(sums.marking_error((*row)?, Shown::INDEX)));
        let error = of_hundred(errors.filter(|error| error.is_finite()), 95);
        let step = ((high - low) / SHADES as f64).max(2.0 * error).ceil().max(1.0);
        let breaks = (1..SHADES).map(|shade| low + step * shade as f64);
        let breaks: Vec<f64> = breaks.take_while(|lower| *lower < 100.0).collect();
        let shade = |index: f64| breaks.iter().take_while(|lower| index >= **lower).count();
        Self {
            unsure: rows.iter().flatten().filter(|row| figures(**row).is_unsure(Shown::INDEX)).count(),
            of: indices.into_iter().map(|index| index.map(shade)).collect(),
            breaks,
        }
    }

    /// Class of each shade in the style sheet, and its meaning.
    fn legend(&self, texts: &Texts) -> Vec<(String, String)> {
        let number = |number: f64| texts.number(number, 0);
        let count = |shade: Option<usize>| self.of.iter().filter(|known| **known == shade).count();
        let line = |shade: usize| {
            let range = match (shade.checked_sub(1).map(|before| self.breaks[before]), self.breaks.get(shade)) {
                (None, Some(high)) => texts.line("report-map-below", &[("high", number(*high).into())]),
                (Some(low), None) => texts.line("report-map-from", &[("low", number(low).into())]),
                (low, high) => {
                    let ends = [low.unwrap_or_default(), high.copied().unwrap_or_default()].map(number);
                    let [low, high] = ends;
                    texts.line("report-map-between", &[("low", low.into()), ("high", high.into())])
                }
            };
            (format!("b{shade}"), counted(texts, &range, count(Some(shade))))
        };
        let shown = (0..=self.breaks.len()).filter(|shade| count(Some(*shade)) > 0).map(line);
        let hatched = [("report-map-unsure", self.unsure), ("report-map-nothing", count(None) - self.unsure)];
        let hatched = hatched.into_iter().filter(|(_, count)| *count > 0);
        shown
            .chain(hatched.map(|(key, count)| ("bw".to_owned(), counted(texts, &texts.line(key, &[]), count))))
            .collect()
    }

    /// Groups of a picture: areas that are filled alike.
    fn groups(&self) -> impl Iterator<Item = Option<usize>> + use<> {
        [None].into_iter().chain((0..=self.breaks.len()).map(Some))
    }
}

/// Percentile of some numbers; 0 without any.
fn of_hundred(numbers: impl Iterator<Item = f64>, hundredths: usize) -> f64 {
    let mut sorted: Vec<f64> = numbers.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) * hundredths / 100).copied().unwrap_or(0.0)
}

fn counted(texts: &Texts, words: &str, areas: usize) -> String {
    texts.line("report-map-counted", &[("range", words.into()), ("count", texts.number(areas as f64, 0).into())])
}

/// Class of a group of the picture.
fn class(shade: Option<usize>) -> String {
    shade.map_or("kw".to_owned(), |shade| format!("k{shade}"))
}

fn drawn(drawing: &Drawing, shades: &Shades, page: &Page<'_>, level: usize) -> Markup {
    let of = |shade: Option<usize>| drawing.areas.iter().filter(move |(area, _)| shades.of[area.at()] == shade);
    let size = if drawing.areas.len() > MANY { "a fine wide" } else { "a wide" };
    html! {
        svg class=(size) viewBox={ "0 0 " (drawing.width) " " (drawing.height) } role="img" aria-labelledby=(caption(level)) {
            @for shade in shades.groups() {
                @let paths: Vec<(AreaIndex, &str)> = of(shade).filter_map(path).collect();
                g class=(class(shade)) fill-rule="evenodd" data-areas=(numbers(&paths)) {
                    @for (_, path) in &paths { path d=(path) {} }
                }
            }
            // Tiny areas are drawn above those around them.
            @for shade in shades.groups() {
                @let dots: Vec<(AreaIndex, [i32; 2])> = of(shade).filter_map(dot).collect();
                g class=(class(shade)) data-areas=(numbers(&dots)) {
                    @for (_, [x, y]) in &dots { circle cx=(x) cy=(y) r=(DOT) {} }
                }
            }
            @if let Some(facilities) = &page.published.layers.facilities {
                @let size = DIAMONDS.iter().find(|known| facilities.points.len() <= known.most).map_or(0, |known| known.size);
                g.p {
                    // No point is drawn outside of the map.
                    @for (point, [x, y]) in facilities.points.iter().filter_map(|point| placed(drawing, point)) {
                        path d={ "M" (x) " " (y - size) "l" (size) " " (size) "-" (size) " " (size) "-" (size) "-" (size) "z" } { title { (point.names().join(" / ")) " · " (point.owner) } }
                    }
                }
            }
        }
    }
}

/// A point with its position, if that is on the drawing.
fn placed<'p>(drawing: &Drawing, point: &'p Facility) -> Option<(&'p Facility, [i32; 2])> {
    let [x, y] = drawing.place(point.longitude, point.latitude);
    let inside = (0..=drawing.width.cast_signed()).contains(&x) && (0..=drawing.height.cast_signed()).contains(&y);
    inside.then_some((point, [x, y]))
}

fn path((area, outline): &(AreaIndex, DrawnArea)) -> Option<(AreaIndex, &str)> {
    if let DrawnArea::Path(path) = outline { Some((*area, path)) } else { None }
}

fn dot((area, outline): &(AreaIndex, DrawnArea)) -> Option<(AreaIndex, [i32; 2])> {
    if let DrawnArea::Dot { x, y } = outline { Some((*area, [*x, *y])) } else { None }
}

/// Areas of the shapes of a group, each by its distance from the one before: shorter than a word at each of them.
fn numbers<T>(shapes: &[(AreaIndex, T)]) -> String {
    let before = [0].into_iter().chain(shapes.iter().map(|(area, _)| i64::from(area.0)));
    let steps = shapes.iter().zip(before).map(|((area, _), before)| (i64::from(area.0) - before).to_string());
    steps.collect::<Vec<_>>().join(" ")
}

fn tiled(tiles: &TileMap, shades: &Shades, page: &Page<'_>, level: usize) -> Markup {
    let published = page.published;
    let sums = published.everybody(level);
    let index = |area: AreaIndex, texts: &Texts| Figures::new(sums?, sums?.row(area, 0)?, page.shown()).index(texts);
    let ink = |area: AreaIndex| match shades.of[area.at()] {
        Some(shade) if shade + 2 >= SHADES => "light",
        Some(_) => "dark",
        None => "plain",
    };
    html! {
        svg.a viewBox={ "0 0 " (tiles.width) " " (tiles.height) } role="img" aria-labelledby=(caption(level)) {
            @for tile in &tiles.tiles {
                g class=(class(shades.of[tile.area.at()])) data-i=(tile.area.0) {
                    polygon points=(tile.points) {}
                    @for texts in page.languages.all() {
                        @let lang = texts.lang().code();
                        text class={ "name " (lang) " " (ink(tile.area)) } lang=(lang) x=(tile.x) y=(tile.y - 4.0) {
                            (tile.abbreviation.get(texts.lang()))
                        }
                        @if let Some(index) = index(tile.area, texts) {
                            text class={ (lang) " " (ink(tile.area)) } lang=(lang) x=(tile.x) y=(tile.y + 22.0) {
                                (index)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Patterns that all pictures of a page share: unsure and missing figures are hatched.
pub(super) fn patterns() -> Markup {
    let hatch = |id: &str, size: u32, line: &str| {
        html! {
            pattern id=(id) width=(size) height=(size) patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                rect.back width=(size) height=(size) {}
                path.line d={ "M0 0v" (size) } stroke-width=(line) {}
            }
        }
    };
    html! {
        svg.patterns width="0" height="0" aria-hidden="true" {
            defs { (hatch("hatch", 9, "3")) (hatch("hatch-wide", 56, "16")) }
        }
    }
}
