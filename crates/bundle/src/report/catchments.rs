use super::columns::{BundleField, columns, fields};
use super::csv::{Lines, number};
use super::{Combined, Displayed, EVERYBODY, Missing, Published, Shown, Summand};
use crate::charter::{Charter, Table};
use crate::facilities::{Facility, GlobePosition, close_pairs};
use crate::map::Boundaries;
use crate::model::{AreaIndex, CellStatus};

/// Distance in km from which on people count as far from any point.
///
/// *Source:* the standard of Employment and Social Development Canada, 90 % of people within 50 km of a point.
pub(crate) const FAR_KM: f64 = 50.0;
/// Distance in km below which points of different owners could share a place.
pub(crate) const CLOSE_KM: f64 = 2.0;
/// Share of areas that count as most vulnerable: those with the highest index.
const MOST: f64 = 0.2;

/// Service points, and the definition of their catchments.
#[derive(Clone, Debug)]
pub struct Facilities {
    /// The points, in the order of their file.
    pub points: Vec<Facility>,
    /// Content of that file.
    pub file: Vec<u8>,
    /// Distance in km: an area belongs to the catchment of every point that is no farther away.
    pub within_km: f64,
    /// Areas that each point serves, if a file says so, and that file; distances decide otherwise.
    pub served: Option<(Vec<Vec<AreaIndex>>, Vec<u8>)>,
}

/// People near service points and far from them: sums of published cells, and never a new query to a node.
///
/// *Shape:* `points` in the order of the file of points. *Units:* people by weight, distances in km.
#[derive(Debug)]
pub struct Catchments {
    /// Level of the areas that make up catchments.
    pub level: usize,
    /// For each point, its areas, and the sum of their figures.
    pub points: Vec<Catchment>,
    /// People who live farther than `FAR_KM` from any point; `None` if no places of areas are known.
    pub far: Option<Far>,
    /// Areas of the highest index that no point serves, the most vulnerable first.
    pub gaps: Vec<Gap>,
    /// Pairs of points of different owners closer than `CLOSE_KM`; positions, km.
    pub close: Vec<(usize, usize, f64)>,
    /// Number of areas without a known place.
    pub unplaced: usize,
}

/// The areas of one point.
#[derive(Debug)]
pub struct Catchment {
    /// Number of areas.
    pub areas: usize,
    /// Sum of their figures, if there are any.
    pub sums: Option<Combined>,
}

/// People far from any point.
#[derive(Debug)]
pub struct Far {
    /// Number of people, by weight.
    pub people: f64,
    /// Weight of all people whose areas are published and placed.
    pub of: f64,
}

/// A vulnerable area without a point.
#[derive(Debug)]
pub struct Gap {
    /// Position in the level.
    pub area: AreaIndex,
    /// Row of its figures.
    pub row: usize,
    /// Distance to the nearest point, in km, if the area's place is known.
    pub nearest_km: Option<f64>,
}

impl Facilities {
    /// Level of the areas that make up catchments: the finest one with a table without groups.
    pub fn level(charter: &Charter) -> Option<usize> {
        charter.lattice.tables().iter().filter(|table| table.axes.is_empty()).map(|table| table.level).max()
    }

    /// Points without an area within the distance, and those of them that would have one if their latitude and
    /// longitude were exchanged; by position. Empty if no places of areas are known.
    pub fn nowhere(&self, charter: &Charter, boundaries: &Boundaries) -> (Vec<usize>, Vec<usize>) {
        let Some(level) = Self::level(charter).filter(|level| boundaries.levels().contains(level)) else {
            return Default::default();
        };
        let areas = charter.geography.areas(level).len();
        let alone = |points: &[Facility]| {
            let near = Distances::of(Some(boundaries), level, areas, points).within(self.within_km);
            near.iter().map(Vec::is_empty).collect::<Vec<_>>()
        };
        let exchange = |point: &Facility| {
            let (latitude, longitude) = (point.longitude, point.latitude);
            Facility { latitude, longitude, ..point.clone() }
        };
        let exchanged: Vec<Facility> = self.points.iter().map(exchange).collect();
        let (as_given, exchanged) = (alone(&self.points), alone(&exchanged));
        let nowhere: Vec<usize> = (0..self.points.len()).filter(|&point| as_given[point]).collect();
        let helped = nowhere.iter().copied().filter(|&point| !exchanged[point]).collect();
        (nowhere, helped)
    }
}

impl Published {
    /// Catchments of the service points, if there are any.
    pub fn catchments(&self) -> Option<Catchments> {
        let facilities = self.layers.facilities.as_ref()?;
        let level = Facilities::level(&self.charter)?;
        let position = self.charter.lattice.position(&Table { level, axes: Vec::new() })?;
        let (sums, adding) = (&self.tables[position.at()], self.sums());
        let missing = Missing::of(&self.charter, &self.members);
        let table = Table { level, axes: Vec::new() };
        let count = self.charter.geography.areas(level).len();
        let nearest = Distances::of(self.layers.boundaries.as_ref(), level, count, &facilities.points);
        let served = match &facilities.served {
            Some((served, _)) => served.clone(),
            None => nearest.within(facilities.within_km),
        };
        let catchment = |areas: &Vec<AreaIndex>| {
            let part = |area: &AreaIndex| sums.row(*area, 0).map(|row| Summand::Row(sums, row));
            let rows: Vec<Summand<'_>> = areas.iter().filter_map(part).collect();
            // An area without a row is empty, or its member is missing.
            let lacking = areas.iter().filter(|area| part(area).is_none());
            let lacking: Vec<Summand<'_>> = lacking.flat_map(|area| missing.parts(&table, *area)).collect();
            let whole = || adding.total(position, &[rows.as_slice(), lacking.as_slice()].concat(), EVERYBODY);
            Catchment { areas: areas.len(), sums: (!rows.is_empty()).then(whole) }
        };
        let mut reached = vec![false; count];
        served.iter().flatten().for_each(|&area| reached[area.at()] = true);
        Some(Catchments {
            level,
            points: served.iter().map(catchment).collect(),
            far: nearest.far(sums),
            gaps: gaps(sums, &reached, &nearest),
            close: close_pairs(&facilities.points, CLOSE_KM),
            unplaced: if facilities.served.is_some() {
                0
            } else {
                nearest.places.iter().filter(|p| p.is_none()).count()
            },
        })
    }
}

/// Distances of areas from points, as far as the places of areas are known.
struct Distances {
    points: Vec<GlobePosition>,
    places: Vec<Option<GlobePosition>>,
    nearest: Vec<Option<f64>>,
}

impl Distances {
    fn of(boundaries: Option<&Boundaries>, level: usize, areas: usize, points: &[Facility]) -> Self {
        let place = |area: AreaIndex| boundaries?.middle(level, area).map(|(lon, lat)| GlobePosition::of(lon, lat));
        let places: Vec<Option<GlobePosition>> = AreaIndex::first(areas).map(place).collect();
        let points: Vec<GlobePosition> = points.iter().map(Facility::position).collect();
        let nearest = |place: &Option<GlobePosition>| {
            let place = (*place)?;
            points.iter().map(|point| point.distance_km(place)).min_by(f64::total_cmp)
        };
        Self { nearest: places.iter().map(nearest).collect(), points, places }
    }

    /// For each point, the areas within a distance.
    fn within(&self, km: f64) -> Vec<Vec<AreaIndex>> {
        let near = |point: &GlobePosition| {
            let areas = (0..).map(AreaIndex).zip(&self.places);
            let near = areas.filter(|(_, place)| place.is_some_and(|place| place.distance_km(*point) <= km));
            near.map(|(area, _)| area).collect()
        };
        self.points.iter().map(near).collect()
    }

    fn far(&self, sums: &Combined) -> Option<Far> {
        let mut far = Far { people: 0.0, of: 0.0 };
        for (row, key) in sums.cells.rows.iter().enumerate().filter(|(row, _)| is_published(sums, *row)) {
            let Some(km) = self.nearest[key.area.at()] else { continue };
            let weight = sums.figures[Shown::WEIGHT][row];
            far.of += weight;
            far.people += if km > FAR_KM { weight } else { 0.0 };
        }
        (far.of > 0.0).then_some(far)
    }
}

fn is_published(sums: &Combined, row: usize) -> bool {
    sums.cells.status[row] == CellStatus::Published && sums.figures[Shown::INDEX][row].is_finite()
}

/// The most vulnerable areas among those that are sure enough to be shown, without those that a point serves.
fn gaps(sums: &Combined, reached: &[bool], nearest: &Distances) -> Vec<Gap> {
    let index = |row: usize| sums.figures[Shown::INDEX][row];
    let sure = |row: &usize| matches!(sums.seen(*row, Shown::INDEX), Some(Displayed::Figure(_)));
    let mut rows: Vec<usize> = (0..sums.cells.len()).filter(sure).collect();
    rows.sort_by(|&a, &b| index(b).total_cmp(&index(a)).then(a.cmp(&b)));
    rows.truncate((rows.len() as f64 * MOST).ceil() as usize);
    let gap = |row: usize| {
        let area = sums.cells.rows[row].area;
        Gap { area, row, nearest_km: nearest.nearest[area.at()] }
    };
    rows.into_iter().map(gap).filter(|gap| !reached[gap.area.at()]).collect()
}

/// A distance as it is shown: to a tenth of a km.
pub(super) fn tenth(km: f64) -> f64 {
    (km * 10.0).round() / 10.0
}

/// Columns of the tables of service points.
pub(super) fn point_columns(charter: &Charter) -> Vec<String> {
    let mut names =
        ["point", "name_en", "name_fr", "owner", "latitude", "longitude", "areas"].map(str::to_owned).to_vec();
    names.extend(columns(charter).iter().filter(|column| column.is_of_catchments()).map(|column| column.name.clone()));
    names
}
pub(super) const GAP_COLUMNS: [&str; 5] = ["level", "area", "weight", "index", "nearest_km"];
pub(super) const PAIR_COLUMNS: [&str; 5] = ["point", "other_point", "owner", "other_owner", "km"];

/// `service_points.csv`, `service_gaps.csv` and `service_pairs.csv`.
pub(super) fn files(published: &Published, catchments: &Catchments) -> Vec<(String, Vec<u8>)> {
    let Some(facilities) = &published.layers.facilities else { return Vec::new() };
    let charter = &published.charter;
    let plain = |figure: f64| number(figure).unwrap_or_default();
    let all = columns(charter);
    let everybody = Table { level: catchments.level, axes: Vec::new() };
    let mut points = Lines::new(point_columns(charter));
    for (point, catchment) in facilities.points.iter().zip(&catchments.points) {
        let mut row = [&point.id, &point.name.en, &point.name.fr, &point.owner].map(Clone::clone).to_vec();
        row.extend([plain(point.latitude), plain(point.longitude), catchment.areas.to_string()]);
        let found = catchment.sums.as_ref().map(|sums| fields(&all, charter, &everybody, sums, 0, ""));
        for (place, _) in all.iter().enumerate().filter(|(_, column)| column.is_of_catchments()) {
            row.push(match found.as_ref().map(|found| &found[place]) {
                Some(BundleField::Text(text)) => text.clone(),
                Some(BundleField::Figure(figure)) => figure.map(plain).unwrap_or_default(),
                None => String::new(),
            });
        }
        points.add(row);
    }
    let (level, areas) = (&charter.geography.levels()[catchments.level], charter.geography.areas(catchments.level));
    let sums = published.everybody(catchments.level);
    let mut gaps = Lines::new(GAP_COLUMNS.map(str::to_owned).to_vec());
    for gap in &catchments.gaps {
        let found = sums.map(|sums| fields(&all, charter, &everybody, sums, gap.row, ""));
        let figure = |name: &str| {
            let place = all.iter().position(|column| column.name == name)?;
            if let BundleField::Figure(figure) = &found.as_ref()?[place] { figure.map(plain) } else { None }
        };
        gaps.add(vec![
            level.clone(),
            areas[gap.area.at()].code.to_string(),
            figure("weight").unwrap_or_default(),
            figure("index").unwrap_or_default(),
            gap.nearest_km.map(|km| plain(tenth(km))).unwrap_or_default(),
        ]);
    }
    let mut pairs = Lines::new(PAIR_COLUMNS.map(str::to_owned).to_vec());
    for &(a, b, km) in &catchments.close {
        let [one, other] = [a, b].map(|point| &facilities.points[point]);
        pairs.add(vec![one.id.clone(), other.id.clone(), one.owner.clone(), other.owner.clone(), plain(tenth(km))]);
    }
    vec![
        ("service_points.csv".to_owned(), points.finish()),
        ("service_gaps.csv".to_owned(), gaps.finish()),
        ("service_pairs.csv".to_owned(), pairs.finish()),
    ]
}
