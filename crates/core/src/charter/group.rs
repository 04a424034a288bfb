use crate::model::Bilingual;

/// A property by which people are grouped. Everybody is in exactly one category.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Identifier; a column of members' files and of the published table.
    pub id: String,
    /// For people.
    pub label: Bilingual,
    /// Finest categories, in the charter's order.
    pub categories: Vec<Category>,
    /// The category that takes all values outside the list.
    pub other: Option<u16>,
    /// Coarser partitions of the same people, each coarser than the one before.
    pub coarser: Vec<Partition>,
}

/// One category of a group or of a coarser partition.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// Identifier, unique within the group.
    pub id: String,
    /// For people.
    pub label: Bilingual,
}

/// A coarser partition of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    /// Identifier.
    pub id: String,
    /// For people.
    pub label: Bilingual,
    /// Its categories.
    pub categories: Vec<Category>,
    /// For each finest category, the one it belongs to here.
    pub of: Vec<u16>,
}

impl Group {
    /// Number of rungs: the finest categories and every coarser partition.
    pub fn rungs(&self) -> usize {
        1 + self.coarser.len()
    }

    /// Categories of a rung; rung 0 is the finest.
    pub fn categories_of(&self, rung: usize) -> &[Category] {
        match rung.checked_sub(1) {
            None => &self.categories,
            Some(coarser) => &self.coarser[coarser].categories,
        }
    }

    /// What people call a rung: the group itself, or the coarser partition.
    pub fn label_of(&self, rung: usize) -> &Bilingual {
        match rung.checked_sub(1) {
            None => &self.label,
            Some(coarser) => &self.coarser[coarser].label,
        }
    }

    /// The category of a rung to which a finest category belongs.
    pub fn project(&self, rung: usize, category: u16) -> u16 {
        match rung.checked_sub(1) {
            None => category,
            Some(coarser) => self.coarser[coarser].of[usize::from(category)],
        }
    }

    /// Rung and position of a category id.
    pub fn find(&self, id: &str) -> Option<(usize, u16)> {
        (0..self.rungs()).find_map(|rung| {
            let position = self.categories_of(rung).iter().position(|category| category.id == id)?;
            Some((rung, position as u16))
        })
    }
}
