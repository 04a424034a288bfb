use super::*;
use crate::model::AreaCode;

/// Changes of levels and areas. Areas are listed level by level, not one by one: there can be thousands.
pub(super) fn places(found: &mut Found, old: &Geography, new: &Geography) {
    found.differ("vintage", &[], Value::text(&old.vintage), Value::text(&new.vintage));
    found.differ("levels", &[], Value::text(old.levels().join(" › ")), Value::text(new.levels().join(" › ")));
    for (to, id) in new.levels().iter().enumerate() {
        let Some(from) = old.levels().iter().position(|known| known == id) else { continue };
        let level = Value::Label(new.label(to).clone());
        found.label("level-label", &[("level", Value::text(id))], old.label(from), new.label(to));
        let [before, after] = [(old, from), (new, to)].map(|(geography, level)| described(geography, level));
        let select = |keep: &dyn Fn(&AreaCode) -> bool| -> Vec<&str> {
            after.keys().chain(before.keys()).filter(|code| keep(code)).map(|code| code.as_str()).collect()
        };
        let both = |code: &AreaCode, differ: fn(&Described<'_>, &Described<'_>) -> bool| {
            before.get(code).zip(after.get(code)).is_some_and(|(was, now)| differ(was, now))
        };
        for (key, mut codes) in [
            ("areas-more", select(&|code| !before.contains_key(code))),
            ("areas-fewer", select(&|code| !after.contains_key(code))),
            ("areas-moved", select(&|code| both(code, |was, now| was.parent != now.parent))),
            ("areas-renamed", select(&|code| both(code, |was, now| was.name != now.name))),
            ("areas-identified", select(&|code| both(code, |was, now| was.dguid != now.dguid))),
        ] {
            codes.sort_unstable();
            codes.dedup();
            if !codes.is_empty() {
                let count = Value::Count(codes.len() as u64);
                found.push(key, vec![("level", level.clone()), ("count", count), ("areas", Value::list(&codes))]);
            }
        }
    }
}

/// An area described by codes, as positions differ between two geographies.
struct Described<'g> {
    name: &'g Bilingual,
    dguid: Option<&'g str>,
    parent: Option<&'g AreaCode>,
}

fn described(geography: &Geography, level: usize) -> BTreeMap<&AreaCode, Described<'_>> {
    let parents = level.checked_sub(1).map(|coarser| geography.areas(coarser));
    let areas = geography.areas(level).iter().map(|area| {
        let parent = parents.map(|parents| &parents[area.parent.at()].code);
        (&area.code, Described { name: &area.name, dguid: area.dguid.as_deref(), parent })
    });
    areas.collect()
}
