use crate::model::Bilingual;

/// A property by which people are grouped. Each person is in exactly one category.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Identifier; a column of members' files and of the published table.
    pub id: String,
    /// Label for people.
    pub label: Bilingual,
    /// Finest categories, in the charter's order.
    pub categories: Vec<Category>,
    /// Category of all values outside the list.
    pub other: Option<u16>,
    /// Coarser levels of the classification, each coarser than the one before.
    pub coarser_levels: Vec<CoarserLevel>,
}

/// One category of a group, at any of its levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// Identifier, unique within the group.
    pub id: String,
    /// Label for people.
    pub label: Bilingual,
}

/// A group in fewer categories: a level of the classification above the finest.
#[derive(Clone, Debug, PartialEq)]
pub struct CoarserLevel {
    /// Identifier.
    pub id: String,
    /// Label for people.
    pub label: Bilingual,
    /// Its categories.
    pub categories: Vec<Category>,
    /// For each finest category, the category of this level in which it lies.
    pub of: Vec<u16>,
}

/// One category of a group: its level, and its position among those of the level.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CategoryPosition {
    /// Level of the group; 0 is the finest.
    pub group_level: usize,
    /// Position of the category in its level.
    pub category: u16,
}

impl Group {
    /// Number of levels: that of the finest categories and every coarser one.
    pub fn levels(&self) -> usize {
        1 + self.coarser_levels.len()
    }

    /// Categories of a level; 0 is the finest.
    pub fn categories_of(&self, group_level: usize) -> &[Category] {
        match group_level.checked_sub(1) {
            None => &self.categories,
            Some(coarser) => &self.coarser_levels[coarser].categories,
        }
    }

    /// Label of a level: that of the group, or of the coarser level.
    pub fn label_of(&self, group_level: usize) -> &Bilingual {
        match group_level.checked_sub(1) {
            None => &self.label,
            Some(coarser) => &self.coarser_levels[coarser].label,
        }
    }

    /// The category of a level to which a finest category belongs.
    pub fn project(&self, group_level: usize, category: u16) -> u16 {
        match group_level.checked_sub(1) {
            None => category,
            Some(coarser) => self.coarser_levels[coarser].of[usize::from(category)],
        }
    }

    /// Position of the category with an id.
    pub fn find(&self, id: &str) -> Option<CategoryPosition> {
        (0..self.levels()).find_map(|group_level| {
            let position = self.categories_of(group_level).iter().position(|category| category.id == id)?;
            Some(CategoryPosition { group_level, category: position as u16 })
        })
    }
}
