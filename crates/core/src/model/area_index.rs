/// Position of an area among those of its level, in the order of codes.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(transparent)]
pub struct AreaIndex(pub u32);

impl AreaIndex {
    /// Position in a list of all areas of the level.
    pub fn at(self) -> usize {
        self.0 as usize
    }

    /// Positions of the first `count` areas of a level.
    pub fn first(count: usize) -> impl DoubleEndedIterator<Item = Self> + Clone {
        (0..count as u32).map(Self)
    }

    /// Positions that are marked in a list of all areas of the level.
    pub fn marked(of_all: &[bool]) -> impl Iterator<Item = Self> {
        Self::first(of_all.len()).zip(of_all).filter(|(_, marked)| **marked).map(|(area, _)| area)
    }
}
