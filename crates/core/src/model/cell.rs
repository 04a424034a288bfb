use super::AreaIndex;
use super::Digest;

/// Sums that a table of one charter carries, and the column of each. All of them add up: over areas, over groups, and
/// over members. Means and shares are computed from them where they are shown.
///
/// *Shape:* `persons, weight, [sum of the index], <sums of dimensions>, [<weights of dimensions>], <contrasts>, [spread
/// (3)]`.
/// *Units:* sums are of weight × (score − 50), scores 0–100; weights as in the data. A figure that doesn't exist is
/// NaN.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FigureColumns {
    /// Number of dimensions of the index.
    pub dimensions: usize,
    /// Number of bands of the index.
    pub bands: usize,
    /// Whether the index has a sum of its own, because it doesn't follow from the dimensions.
    pub indexed: bool,
    /// Whether a counted person may lack a dimension, so that dimensions have weights of their own.
    pub partial: bool,
    /// Whether the table has the spread of people's indices, from which sampling errors follow.
    pub spread: bool,
}

impl FigureColumns {
    /// Number of scored persons, unweighted.
    pub const PERSONS: usize = 0;
    /// Sum of the clipped weights.
    pub const WEIGHT: usize = 1;

    /// Column of the sum of index − 50, if there is one.
    pub fn index(self) -> Option<usize> {
        self.indexed.then_some(2)
    }

    /// Column of the sum of score − 50 of a dimension, over the persons who have it.
    pub fn dimension(self, dimension: usize) -> usize {
        2 + usize::from(self.indexed) + dimension
    }

    /// Column of the sum of the weights of the persons who have this dimension; of all persons if every person has it.
    pub fn dimension_weight(self, dimension: usize) -> usize {
        if self.partial { self.dimension(self.dimensions) + dimension } else { Self::WEIGHT }
    }

    /// Column of bands × the weight of the persons in a band, less the weight of all: 0 if the band has an equal share.
    /// A single band has no contrast.
    pub fn contrast(self, band: usize) -> usize {
        self.dimension(self.dimensions) + if self.partial { self.dimensions } else { 0 } + band
    }

    /// Number of contrasts.
    pub fn contrasts(self) -> usize {
        if self.bands > 1 { self.bands } else { 0 }
    }

    /// Column of Σw², Σw²(x−m) or Σw²(x−m)², x the index of a person and m the cell's own mean: the parts of the
    /// standard error, in a form that merges without cancellation. The only columns that don't simply add up.
    pub fn spread(self, part: usize) -> usize {
        self.contrast(self.contrasts()) + part
    }

    /// Number of columns.
    pub fn width(self) -> usize {
        self.spread(if self.spread { 3 } else { 0 })
    }

    /// Names of the columns on the wire, in order.
    pub fn names(self, dimensions: &[String], bands: &[String]) -> Vec<String> {
        let mut names: Vec<String> = ["persons", "weight"].map(str::to_owned).into();
        names.extend(self.indexed.then(|| "sum/index".to_owned()));
        names.extend(dimensions.iter().map(|id| format!("sum/{id}")));
        names.extend(dimensions.iter().filter(|_| self.partial).map(|id| format!("weight/{id}")));
        names.extend(bands.iter().filter(|_| self.bands > 1).map(|id| format!("contrast/{id}")));
        let spread = ["spread/weight", "spread/first", "spread/second"].map(str::to_owned);
        names.extend(spread.into_iter().filter(|_| self.spread));
        names
    }
}

/// Whether the figures of a cell are published.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CellStatus {
    /// The figures are there.
    Published,
    /// The figures are withheld; the reason isn't published.
    Withheld,
}

/// Key of a row of a table: an area of the table's level and one category per axis of the table.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RowKey {
    /// Area of the table's level.
    pub area: AreaIndex,
    /// Mixed-radix number of the categories, the last axis fastest.
    pub combination: u32,
}

/// Figures of one table of the lattice that may leave a node, column by column.
///
/// *Shape:* `rows`, `status` and each column have one entry a row; `columns` has one vector per column of
/// [`FigureColumns`].
/// *Units:* those of [`FigureColumns`].
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedTable {
    /// Row keys in canonical order.
    pub rows: Vec<RowKey>,
    /// Whether the figures of each row are published.
    pub status: Vec<CellStatus>,
    /// Figures; NaN where they are withheld.
    pub columns: Vec<Vec<f64>>,
}

/// Digest of a release: SHA-256 over a line for the release itself, one for the plan by which it was measured, if there
/// is one, and one for each table, with the [`table_digest`] in hexadecimal digits.
pub fn release_digest(plan: Option<Digest>, tables: impl IntoIterator<Item = Digest>) -> Digest {
    let mut text = String::from("archipel release 2\n");
    plan.into_iter().for_each(|plan| text += &format!("plan {plan}\n"));
    tables.into_iter().for_each(|table| text += &format!("{table}\n"));
    Digest::of(text.as_bytes())
}

/// Digest of a table: SHA-256 over its number of rows, then areas, combinations, statuses (1 published, 2 withheld),
/// and figures column by column; whole numbers of 8, 4, 4 and 1 bytes and 64-bit floats, the lowest byte first, NaN as
/// 0x7ff8000000000000.
pub fn table_digest(table: &PublishedTable) -> Digest {
    let mut bytes = Vec::with_capacity(8 + table.len() * (9 + 8 * table.columns.len()));
    bytes.extend((table.len() as u64).to_le_bytes());
    table.rows.iter().for_each(|row| bytes.extend(row.area.0.to_le_bytes()));
    table.rows.iter().for_each(|row| bytes.extend(row.combination.to_le_bytes()));
    bytes.extend(table.status.iter().map(|status| if *status == CellStatus::Published { 1 } else { 2 }));
    for figure in table.columns.iter().flatten() {
        let bits = if figure.is_nan() { 0x7ff8_0000_0000_0000 } else { figure.to_bits() };
        bytes.extend(bits.to_le_bytes());
    }
    Digest::of(&bytes)
}

impl PublishedTable {
    /// A table without rows.
    pub fn empty(statistics: FigureColumns) -> Self {
        Self { rows: Vec::new(), status: Vec::new(), columns: vec![Vec::new(); statistics.width()] }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows that `keep` accepts, in the same order.
    pub fn filtered(&self, keep: impl Fn(RowKey) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.len()).filter(|&row| keep(self.rows[row])).collect();
        Self {
            rows: kept.iter().map(|&row| self.rows[row]).collect(),
            status: kept.iter().map(|&row| self.status[row]).collect(),
            columns: self.columns.iter().map(|column| kept.iter().map(|&row| column[row]).collect()).collect(),
        }
    }
}
