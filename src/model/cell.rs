use super::Digest;

/// Which figures a table of one charter carries, and in which column each stands.
///
/// *Shape:* `persons, weight, index, <dimension means>, <dimension weights>, <band shares>, share step, spread (3)`.
/// *Units:* scores 0–100; shares 0–1; weights as in the data. A figure that doesn't exist is NaN.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Statistics {
    dimensions: usize,
    bands: usize,
}

impl Statistics {
    /// Number of scored persons, unweighted.
    pub const PERSONS: usize = 0;
    /// Sum of the clipped weights.
    pub const WEIGHT: usize = 1;
    /// Weighted mean of the index.
    pub const INDEX: usize = 2;

    /// The columns of a charter with so many dimensions and bands.
    pub fn new(dimensions: usize, bands: usize) -> Self {
        Self { dimensions, bands }
    }

    /// How many dimensions the index has.
    pub fn dimensions(self) -> usize {
        self.dimensions
    }

    /// How many bands the index is cut into.
    pub fn bands(self) -> usize {
        self.bands
    }

    /// Weighted mean of a dimension, over the persons who have it.
    pub fn dimension(self, dimension: usize) -> usize {
        3 + dimension
    }

    /// Sum of the weights of the persons who have this dimension.
    pub fn dimension_weight(self, dimension: usize) -> usize {
        3 + self.dimensions + dimension
    }

    /// Weighted share of persons whose index lies in a band.
    pub fn share(self, band: usize) -> usize {
        3 + 2 * self.dimensions + band
    }

    /// Step to which the shares of the cell are given: at a step of 0.05 a share of 0 says “at most 5 %”, and one of 1
    /// “at least 95 %”. 0 where they are exact.
    pub fn share_step(self) -> usize {
        self.share(self.bands)
    }

    /// Σw², Σw²(x−m) and Σw²(x−m)², x the index of a person and m the cell's own mean: the parts of the standard
    /// error, in a form that merges without cancellation.
    pub fn spread(self, part: usize) -> usize {
        self.share_step() + 1 + part
    }

    /// Number of columns.
    pub fn width(self) -> usize {
        self.spread(3)
    }

    /// Names of the columns on the wire, in order.
    pub fn names(self, dimensions: &[String], bands: &[String]) -> Vec<String> {
        let mut names: Vec<String> = ["persons", "weight", "index"].map(str::to_owned).into();
        names.extend(dimensions.iter().map(|id| format!("dimension/{id}")));
        names.extend(dimensions.iter().map(|id| format!("dimension_weight/{id}")));
        names.extend(bands.iter().map(|id| format!("share/{id}")));
        names.extend(["share_step", "spread/weight", "spread/first", "spread/second"].map(str::to_owned));
        names
    }
}

/// What anybody may learn of a cell besides its figures.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Status {
    /// The figures are there.
    Published,
    /// They are not, and nobody outside learns why.
    Withheld,
}

/// Which row of a table: an area of the table's level and one category per axis of the table.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RowKey {
    /// Position of the area among those of its level, by code.
    pub area: u32,
    /// Mixed-radix number of the categories, the last axis fastest.
    pub combination: u32,
}

/// Figures that may leave a node, of one table of the lattice, column by column.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedTable {
    /// Row keys in canonical order.
    pub rows: Vec<RowKey>,
    /// One status a row.
    pub status: Vec<Status>,
    /// One vector per column of [`Statistics`], each as long as `rows`.
    pub columns: Vec<Vec<f64>>,
}

/// Names a release: SHA-256 over a line for itself and one for each table, with the [`table_digest`] in hexadecimal
/// digits.
pub fn release_digest(tables: impl IntoIterator<Item = Digest>) -> Digest {
    let mut text = String::from("archipel release 1\n");
    tables.into_iter().for_each(|table| text += &format!("{table}\n"));
    Digest::of(text.as_bytes())
}

/// Names a table: SHA-256 over its number of rows, then areas, combinations, statuses (1 published, 2 withheld), and
/// figures column by column; whole numbers of 8, 4, 4 and 1 bytes and 64-bit floats, the lowest byte first, NaN as
/// 0x7ff8000000000000.
pub fn table_digest(table: &PublishedTable) -> Digest {
    let mut bytes = Vec::with_capacity(8 + table.len() * (9 + 8 * table.columns.len()));
    bytes.extend((table.len() as u64).to_le_bytes());
    table.rows.iter().for_each(|row| bytes.extend(row.area.to_le_bytes()));
    table.rows.iter().for_each(|row| bytes.extend(row.combination.to_le_bytes()));
    bytes.extend(table.status.iter().map(|status| if *status == Status::Published { 1 } else { 2 }));
    for figure in table.columns.iter().flatten() {
        let bits = if figure.is_nan() { 0x7ff8_0000_0000_0000 } else { figure.to_bits() };
        bytes.extend(bits.to_le_bytes());
    }
    Digest::of(&bytes)
}

impl PublishedTable {
    /// A table without rows.
    pub fn empty(statistics: Statistics) -> Self {
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

    /// The rows that `keep` accepts, in the same order.
    pub fn filtered(&self, keep: impl Fn(RowKey) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.len()).filter(|&row| keep(self.rows[row])).collect();
        Self {
            rows: kept.iter().map(|&row| self.rows[row]).collect(),
            status: kept.iter().map(|&row| self.status[row]).collect(),
            columns: self.columns.iter().map(|column| kept.iter().map(|&row| column[row]).collect()).collect(),
        }
    }
}
