use super::*;

/// Changes of the published tables, bands, cross-border areas, groups and areas.
pub(super) fn published(found: &mut Found, old: &Charter, new: &Charter) {
    found.pairs(
        (&tables(old), &tables(new)),
        |table| &table.id,
        |found, table| found.push("table-removed", table.words()),
        |found, table| found.push("table-added", table.words()),
        |found, was, now| {
            let about = [("table", Value::Label(now.name.clone()))];
            found.differ("table-cells", &about, Value::Count(was.cells), Value::Count(now.cells));
        },
    );
    bands(found, &old.method.bands, &new.method.bands);
    cross_border(found, old, new);
    groups(found, &old.groups, &new.groups);
    places::places(found, &old.geography, &new.geography);
}

struct Listed {
    id: String,
    name: Bilingual,
    cells: u64,
}

impl Listed {
    fn words(&self) -> Words {
        vec![("table", Value::Label(self.name.clone())), ("count", Value::Count(self.cells))]
    }
}

fn tables(charter: &Charter) -> Vec<Listed> {
    let listed =
        |table: &Table| Listed { id: table_id(charter, table), name: table.name(charter), cells: charter.cells(table) };
    charter.lattice.tables().iter().map(listed).collect()
}

/// Name of a table by ids, equal in two charters that number levels and groups differently.
pub(super) fn table_id(charter: &Charter, table: &Table) -> String {
    let mut axes: Vec<String> =
        table.axes.iter().map(|axis| axis_id(&charter.groups[axis.group], axis.group_level)).collect();
    axes.sort_unstable();
    format!("{} × {}", charter.geography.levels()[table.level], axes.join(" × "))
}

fn axis_id(group: &Group, group_level: usize) -> String {
    let level = group_level.checked_sub(1).map_or("", |coarser| group.coarser_levels[coarser].id.as_str());
    format!("{}/{level}", group.id)
}

fn bands(found: &mut Found, old: &[Band], new: &[Band]) {
    let named = |band: &Band| vec![("band", Value::Label(band.label.clone()))];
    found.pairs(
        (old, new),
        |band| &band.id,
        |found, band| found.push("band-removed", named(band)),
        |found, band| found.push("band-added", named(band)),
        |found, was, now| {
            found.label("band-label", &[("band", Value::text(&now.id))], &was.label, &now.label);
            let [below, above] = [was, now].map(|band| Value::option(band.below.map(Value::Number)));
            found.differ("band-below", &named(now), below, above);
        },
    );
}

fn cross_border(found: &mut Found, old: &Charter, new: &Charter) {
    let parts = |charter: &Charter, area: &CrossBorder| {
        let level = charter.geography.areas(area.level);
        let codes: Vec<&str> = area.parts.iter().map(|&part| level[part.at()].code.as_str()).collect();
        Value::text(codes.join(" + "))
    };
    let named = |charter: &Charter, area: &CrossBorder| {
        vec![("area", Value::Label(area.name.clone())), ("id", Value::text(&area.id)), ("parts", parts(charter, area))]
    };
    found.pairs(
        (&old.cross_border, &new.cross_border),
        |area| &area.id,
        |found, area| found.push("cross-border-removed", named(old, area)),
        |found, area| found.push("cross-border-added", named(new, area)),
        |found, was, now| {
            let about = [("area", Value::text(&now.id))];
            found.label("cross-border-name", &about, &was.name, &now.name);
            found.differ("cross-border-parts", &about, parts(old, was), parts(new, now));
        },
    );
}

fn groups(found: &mut Found, old: &[Group], new: &[Group]) {
    let named = |group: &Group| vec![("group", Value::Label(group.label.clone())), ("id", Value::text(&group.id))];
    found.pairs(
        (old, new),
        |group| &group.id,
        |found, group| found.push("group-removed", named(group)),
        |found, group| found.push("group-added", named(group)),
        |found, was, now| {
            let about = [("group", Value::text(&now.id))];
            found.label("group-label", &about, &was.label, &now.label);
            categories(found, &about, &was.categories, &now.categories);
            let [other_was, other_now] = [was, now].map(|group| {
                Value::option(group.other.map(|other| Value::text(&group.categories[usize::from(other)].id)))
            });
            found.differ("group-other", &about, other_was, other_now);
            coarser_levels(found, was, now);
        },
    );
}

fn categories(found: &mut Found, about: &[(&'static str, Value)], old: &[Category], new: &[Category]) {
    let with = |category: &Category| [about, &[("category", Value::text(&category.id))]].concat();
    found.pairs(
        (old, new),
        |category| &category.id,
        |found, category| found.push("category-removed", with(category)),
        |found, category| found.push("category-added", with(category)),
        |found, was, now| found.label("category-label", &with(now), &was.label, &now.label),
    );
}

fn coarser_levels(found: &mut Found, old: &Group, new: &Group) {
    let named = |level: &CoarserLevel| {
        vec![("group", Value::text(&new.id)), ("coarser_level", Value::Label(level.label.clone()))]
    };
    found.pairs(
        (&old.coarser_levels, &new.coarser_levels),
        |level| &level.id,
        |found, level| found.push("coarser-level-removed", named(level)),
        |found, level| found.push("coarser-level-added", named(level)),
        |found, was, now| {
            let about = [("group", Value::text(&new.id)), ("coarser_level", Value::text(&now.id))];
            found.label("coarser-level-label", &about, &was.label, &now.label);
            found.differ("coarser-level-of", &named(now), composition(old, was), composition(new, now));
            for category in &now.categories {
                if let Some(before) = was.categories.iter().find(|before| before.id == category.id) {
                    let about = [("group", Value::text(&new.id)), ("category", Value::text(&category.id))];
                    found.label("category-label", &about, &before.label, &category.label);
                }
            }
        },
    );
}

/// `16-64 = 16-24 + 25-64; 65+ = …`
fn composition(group: &Group, level: &CoarserLevel) -> Value {
    let finest = |own: usize| -> Vec<&str> {
        let parts = group.categories.iter().zip(&level.of).filter(|(_, of)| usize::from(**of) == own);
        parts.map(|(category, _)| category.id.as_str()).collect()
    };
    let equations =
        level.categories.iter().enumerate().map(|(i, own)| format!("{} = {}", own.id, finest(i).join(" + ")));
    Value::Text(equations.collect::<Vec<_>>().join("; "))
}
