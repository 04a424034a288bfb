use std::collections::BTreeSet;

use super::*;

/// Names of the levels, which tables need even where the tree of areas is broken, and the tree.
pub(super) fn geography(
    root: &Section<'_, '_>,
    files: &CharterFiles,
    elsewhere: &mut Findings,
) -> (Vec<String>, Option<Geography>) {
    let section = root.section("geography");
    let file = named_file(&section, "file", true, files);
    let vintage = filled(&section, "vintage");
    let levels = levels(&section);
    let ids: Vec<String> = levels.iter().map(|level| level.id.clone()).collect();
    let distinct = !ids.is_empty() && ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
    let tree = file.filter(|_| distinct).map(|(name, csv)| Geography::parse(&name, csv, vintage, &levels));
    let tree = tree.and_then(|parsed| parsed.map_err(|findings| elsewhere.append(findings)).ok());
    (ids, tree)
}

fn levels(section: &Section<'_, '_>) -> Vec<Level> {
    if section.has_texts("levels") {
        outdated(section, "levels", "levels = [{ id = \"…\", label = { en = \"…\", fr = \"…\" } }, …]");
        return section.texts("levels").into_iter().map(|id| Level { id, ..Level::default() }).collect();
    }
    let mut levels: Vec<Level> = Vec::new();
    for level in section.some_sections("levels") {
        let id = level.text("id");
        if level.has("id") && !is_label(&id) {
            level.report("id", &CharterError::Label {});
        } else if levels.iter().any(|earlier| earlier.id == id) {
            level.report("id", &CharterError::Twice { id: id.clone() });
        }
        levels.push(Level { id, label: level.bilingual("label") });
    }
    if levels.len() > 16 {
        section.report("levels", &CharterError::Range { allowed: "1–16".to_owned() });
    }
    levels
}
