//! Scored records → finest cells → every exact cell of the lattice. Sums are whole numbers, so neither the order of
//! rows nor the number of threads can change one.

mod cluster;
mod grid;
mod plan;
mod projection;
mod record_key;
mod scan;
mod squares;

use std::borrow::Borrow;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

pub use cluster::{Clustered, cluster};
pub(crate) use projection::Projection;
pub use record_key::RecordKeySecret;
pub use scan::{Run, Segment};
pub(crate) use squares::Squares;

use crate::charter::{Charter, Class, Controlled, OfClass, Private, Public};
use crate::method::Scorer;
use crate::model::RowKey;
use crate::model::parallel::{self, Threads};
use grid::Grid;
use scan::Scanner;

/// Source of scored persons, one segment at a time: the store, or rows in memory.
pub trait Records: Sync {
    /// Reason that a segment can't be read.
    type Error: Send;
    /// A segment, owned or borrowed.
    type Handle<'a>: Borrow<Segment>
    where
        Self: 'a;

    /// Number of segments.
    fn segments(&self) -> usize;

    /// Whether the rows have weights.
    fn weighted(&self) -> bool;

    /// One segment, clustered at the finest level of the lattice.
    fn segment(&self, segment: usize) -> Result<Self::Handle<'_>, Self::Error>;

    /// Keyed ids of the rows of a segment.
    fn ids(&self, segment: usize) -> Result<RecordIds, Self::Error>;
}

/// Keyed ids of the rows of a segment.
///
/// *Shape:* one entry a row, in the order of the segment's.
#[derive(Clone, Debug, Default)]
pub struct RecordIds {
    /// Persons.
    pub persons: Vec<u128>,
    /// Households, where the data know them.
    pub households: Option<Vec<u128>>,
}

/// Classes, by the columns of their cells besides counts and sums.
pub trait Counted {
    /// Key with which the class counts.
    type Key<'k>;

    /// Secret of the record keys, where the class has cell keys.
    fn record_key_secret<'k>(key: Self::Key<'k>) -> Option<&'k RecordKeySecret>;
}

impl Counted for Public {
    type Key<'k> = ();

    fn record_key_secret<'k>((): Self::Key<'k>) -> Option<&'k RecordKeySecret> {
        None
    }
}

impl Counted for Controlled {
    type Key<'k> = &'k RecordKeySecret;

    fn record_key_secret<'k>(key: Self::Key<'k>) -> Option<&'k RecordKeySecret> {
        Some(key)
    }
}

impl Counted for Private {
    type Key<'k> = ();

    fn record_key_secret<'k>((): Self::Key<'k>) -> Option<&'k RecordKeySecret> {
        None
    }
}

/// Settings of the count that aren't in the charter.
pub struct Counting<'k, C: Counted> {
    /// Key of the class.
    pub key: C::Key<'k>,
    /// Cap of the weights, in place of the method's.
    pub weight_cap: Option<f64>,
}

/// Exact cells of the whole lattice of a charter, as its class needs them. They can't be copied, printed, serialised or
/// sent: only disclosure control of that class takes them, and consumes them.
pub struct Exact<'c, C> {
    charter: OfClass<'c, C>,
    layout: SumColumns,
    tables: Vec<ExactTable>,
}

/// Exact cells of one table, rows in canonical order; empty cells have no row.
///
/// *Shape:* `rows` has one entry a cell, `sums` cells × columns of [`SumColumns`].
/// *Units:* those of [`SumColumns`].
pub(crate) struct ExactTable {
    pub rows: Vec<RowKey>,
    pub sums: Vec<u128>,
}

impl<'c, C> Exact<'c, C> {
    /// Number of cells over all tables.
    pub fn cells(&self) -> u64 {
        self.tables.iter().map(|table| table.rows.len() as u64).sum()
    }

    /// Charter of the cells.
    pub fn charter(&self) -> &'c Charter {
        self.charter.charter()
    }

    pub(crate) fn layout(&self) -> SumColumns {
        self.layout
    }

    /// Hands over the cells, table by table.
    pub(crate) fn into_tables(self) -> impl Iterator<Item = ExactTable> {
        self.tables.into_iter()
    }
}

impl<C> fmt::Debug for Exact<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exact(‹secret›)")
    }
}

/// Binary digits after the point of a weight.
pub(crate) const WEIGHT_BITS: u32 = 40;
/// Binary digits after the point of weight × score. Weights of a dataset add up to less than 2^40
/// ([`crate::charter::Method::MAX_TOTAL_WEIGHT`]), so 40 + 7 + 76 digits are enough for every sum.
pub(crate) const PRODUCT_BITS: u32 = WEIGHT_BITS + crate::method::Score::FRACTION_BITS;

/// Sums of a cell, and the column of each.
///
/// Three layouts describe one cell, in the order in which data flow:
///
/// | layout | columns | unit |
/// | --- | --- | --- |
/// | `SumColumns` | exact sums of all classes | weights in parts of 2^40, weight × score in parts of 2^76 |
/// | `disclosure::private`: `MeasuredColumns` | measurements of class `private` | whole numbers of a plan’s units |
/// | [`FigureColumns`](crate::model::FigureColumns) | published sums | persons, weights, weight × points off 50 |
///
/// *Shape:* `persons, Σw, Σw·index, <Σw·dimension>, <Σw of the dimension>, <Σw up to a band>, <columns of the class>`;
/// dimensions have weights of their own only where a scored person may lack one.
/// *Units:* as in the table; persons are whole numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SumColumns {
    pub dimensions: usize,
    pub partial: bool,
    /// Number of bands; the weight of the last one is the rest.
    pub bands: usize,
    pub besides: Besides,
}

/// Further columns of a cell, by class.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Besides {
    /// `public`: sums of squares, for sampling errors.
    Squares,
    /// `controlled`: the cell key, which is the sum of the record keys of its records.
    CellKey,
    /// `private`: nothing.
    Nothing,
}

impl SumColumns {
    pub(crate) const PERSONS: usize = 0;
    pub(crate) const WEIGHT: usize = 1;
    pub(crate) const INDEX: usize = 2;

    fn new(charter: &Charter, scorer: &Scorer) -> Self {
        Self {
            dimensions: scorer.dimensions(),
            partial: scorer.has_partial_persons(),
            bands: charter.method.bands.len(),
            besides: match charter.class() {
                Class::Public => Besides::Squares,
                Class::Controlled => Besides::CellKey,
                Class::Private => Besides::Nothing,
            },
        }
    }

    pub(crate) fn dimension(self, dimension: usize) -> usize {
        3 + dimension
    }

    /// Column of the weight of a dimension; that of the cell's weight if no person lacks the dimension.
    pub(crate) fn dimension_weight(self, dimension: usize) -> usize {
        if self.partial { 3 + self.dimensions + dimension } else { Self::WEIGHT }
    }

    pub(crate) fn below(self, cut: usize) -> usize {
        3 + self.dimensions * if self.partial { 2 } else { 1 } + cut
    }

    /// Weight of a band.
    pub(crate) fn band(self, sums: &[u128], band: usize) -> i128 {
        let up_to = |bands: usize| match bands {
            0 => 0,
            _ if bands == self.bands => sums[Self::WEIGHT],
            _ => sums[self.below(bands - 1)],
        };
        up_to(band + 1).cast_signed() - up_to(band).cast_signed()
    }

    /// Column of a part of the sums of squares, or of the cell key.
    pub(crate) fn besides(self, part: usize) -> usize {
        self.below(self.bands.saturating_sub(1)) + part
    }

    pub(crate) fn width(self) -> usize {
        self.besides(match self.besides {
            Besides::Squares => Squares::WIDTH,
            Besides::CellKey => 1,
            Besides::Nothing => 0,
        })
    }
}

/// Computes every cell of the charter's lattice. Returns the time for it, too, without reading: scoring and adding up,
/// summed over threads, and the roll-up to the other tables, once for all threads. `threads` changes the time and
/// nothing else; `done` is called after each segment.
pub fn build<'c, C: Counted, R: Records>(
    classed: OfClass<'c, C>,
    records: &R,
    counting: Counting<'_, C>,
    threads: usize,
    done: &(dyn Fn() + Sync),
) -> Result<(Exact<'c, C>, Duration), R::Error> {
    let charter = classed.charter();
    let secret = C::record_key_secret(counting.key);
    let scorer = Scorer::new(&charter.method);
    let layout = SumColumns::new(charter, &scorer);
    let bases = plan::bases(charter);
    let scanner = Scanner::new(charter, &scorer, layout, &bases, counting.weight_cap, secret);
    let threads = Threads::new(threads);
    let next = AtomicUsize::new(0);
    let scanned = threads.each(|| {
        let mut grids = None;
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= records.segments() {
                return Ok::<_, R::Error>(grids);
            }
            let segment = records.segment(i).inspect_err(|_| next.store(records.segments(), Ordering::Relaxed))?;
            let ids = secret.map(|_| records.ids(i)).transpose()?;
            threads.timed(|| {
                let grids = grids.get_or_insert_with(|| scanner.empty_grids());
                scanner.scan(segment.borrow(), ids.as_ref(), grids);
            });
            done();
        }
    });
    let scanned: Vec<Option<Vec<Grid>>> = scanned.into_iter().collect::<Result<_, _>>()?;
    let tables = threads.timed(|| {
        // A thread that found no segment left has no grids.
        let merged = scanned.into_iter().flatten().reduce(|mut merged, grids| {
            merged.iter_mut().zip(&grids).for_each(|(grid, other)| grid.merge(other));
            merged
        });
        let grids = merged.unwrap_or_else(|| scanner.empty_grids());
        threads.within(|| roll_up(charter, &bases, grids, layout))
    });
    Ok((Exact { charter: classed, layout, tables }, threads.spent()))
}

/// Computes all tables from the bases, each from the smallest set of cells from which it follows.
fn roll_up(charter: &Charter, bases: &[plan::Base], grids: Vec<Grid>, layout: SumColumns) -> Vec<ExactTable> {
    let tables = charter.lattice.tables();
    let mut found: Vec<Option<Grid>> = tables.iter().map(|_| None).collect();
    for (base, grid) in bases.iter().zip(grids) {
        let mut source = (base.table.clone(), grid);
        for level in (0..=base.table.level).rev() {
            let own: Vec<usize> = base.tables.iter().copied().filter(|&t| tables[t].level == level).collect();
            // The union of what all coarser levels need: one step down in size before the many steps to fewer groups.
            let union =
                plan::union(base.tables.iter().map(|&t| &tables[t]).filter(|table| table.level <= level), level);
            let Some(union) = union.filter(|_| !own.is_empty()) else { continue };
            if union != source.0 {
                source = (union.clone(), source.1.roll_up(charter, &source.0, &union, layout));
            }
            // Many groups first, so that tables of fewer groups find small ones to follow from.
            for axes in (0..=union.axes.len()).rev() {
                let same: Vec<usize> = own.iter().copied().filter(|&t| tables[t].axes.len() == axes).collect();
                let rolled: Vec<Grid> = parallel::map(&same, |&t| {
                    let known = found.iter().zip(tables).filter_map(|(grid, table)| Some((table, grid.as_ref()?)));
                    let nearer = known.filter(|(table, _)| table.level == level && tables[t].follows_from(table));
                    let smallest = nearer.min_by_key(|(_, grid)| grid.len());
                    let (from, grid) = smallest.unwrap_or((&source.0, &source.1));
                    grid.roll_up(charter, from, &tables[t], layout)
                });
                same.into_iter().zip(rolled).for_each(|(t, grid)| found[t] = Some(grid));
            }
        }
    }
    found.into_iter().map(|grid| grid.expect("every table follows from a base").into_table(layout)).collect()
}
