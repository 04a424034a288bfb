//! Modules of one room use each other in one direction. A module and those below it count as one: its page says what
//! they do together.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, sources};

/// Path of a module: `["cube", "scan"]`.
type Path = Vec<String>;

/// Imports and code of one file.
struct Module {
    /// `use` declarations: the imported name, or `*`, and its path.
    uses: Vec<Use>,
    /// Code without them.
    code: Source,
}

struct Use {
    name: String,
    path: Path,
    /// Whether it is re-exported, and so used here only if the code names it.
    public: bool,
}

struct House(BTreeMap<Path, Module>);

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn house(sources: &[Source]) -> House {
    let path = |source: &Source| source.path.trim_end_matches(".rs").split('/').map(str::to_owned).collect::<Path>();
    let root = |source: &&Source| !["lib.rs", "main.rs"].contains(&source.path.as_str());
    House(sources.iter().filter(root).map(|source| (path(source), module(source))).collect())
}

fn module(source: &Source) -> Module {
    let mut code = source.code.clone();
    let mut uses = Vec::new();
    for at in source.words("use").collect::<Vec<_>>() {
        let end = at + source.code[at..].find(';').expect("a declaration ends");
        let public = source.code[..at]
            .trim_end()
            .rsplit([';', '{', '}', ']'])
            .next()
            .is_some_and(|before| before.contains("pub"));
        let tree: String = source.code[at + 3..end].split_whitespace().collect::<Vec<_>>().join(" ");
        branches(&tree, &Path::new(), public, &mut uses);
        code.replace_range(at..end, &" ".repeat(end - at));
    }
    Module { uses, code: Source { path: source.path.clone(), code, strings: Vec::new() } }
}

/// Reads `a::{b as c, d::*}` under a path.
fn branches(tree: &str, under: &Path, public: bool, uses: &mut Vec<Use>) {
    let tree = tree.trim();
    if let Some(group) = tree.strip_prefix('{') {
        let mut depth = 0;
        let parts = group[..group.rfind('}').expect("a group ends")].split(|c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0
        });
        parts.filter(|part| !part.trim().is_empty()).for_each(|part| branches(part, under, public, uses));
    } else if let Some((first, rest)) = tree.split_once("::") {
        branches(rest, &[&under[..], &[first.to_owned()]].concat(), public, uses);
    } else {
        let (of, name) = tree.split_once(" as ").unwrap_or((tree, tree));
        let own = if of == "self" { &[][..] } else { &[of.to_owned()] };
        let path = [&under[..], own].concat();
        let name = if name == "self" { path.last().cloned().unwrap_or_default() } else { name.to_owned() };
        uses.push(Use { name, path, public });
    }
}

impl House {
    /// Module that a path leads to, or that defines its target, and whether it is the module itself. `None` outside of
    /// the house.
    fn resolve(&self, from: &Path, path: &[String], depth: usize) -> Option<(Path, bool)> {
        let start = match path.first()?.as_str() {
            "crate" => Path::new(),
            "super" => from[..from.len() - 1].to_vec(),
            "self" => from.clone(),
            _ => return self.resolve_in(from.clone(), path, depth, false),
        };
        self.resolve_in(start, &path[1..], depth, true)
    }

    fn resolve_in(&self, mut at: Path, path: &[String], depth: usize, inside: bool) -> Option<(Path, bool)> {
        for (step, name) in path.iter().enumerate() {
            if name == "super" {
                at.pop();
                continue;
            }
            let child = [&at[..], std::slice::from_ref(name)].concat();
            if self.0.contains_key(&child) {
                at = child;
                continue;
            }
            let uses = self.0.get(&at).map_or(&[][..], |module| &module.uses).iter();
            let brought = uses.filter(|brought| brought.name == *name && depth < 9);
            let brought = brought.filter_map(|brought| self.resolve(&at, &brought.path, depth + 1)).next();
            return match brought {
                Some((module, true)) => self.resolve_in(module, &path[step + 1..], depth + 1, true),
                Some(found) => Some(found),
                None => (inside || step > 0).then_some((at, false)),
            };
        }
        Some((at, true))
    }

    /// Modules that define what a module of the same room names, and that are neither above nor below it.
    fn needs(&self, from: &Path) -> BTreeSet<Path> {
        let module = &self.0[from];
        let code = &module.code;
        let named = |brought: &&Use| !brought.public || code.words(&brought.name).next().is_some();
        let inline = code.code.match_indices("::").filter_map(|(at, _)| chain(&code.code, at));
        let used = module.uses.iter().filter(named).map(|brought| brought.path.clone());
        let paths: Vec<Path> = used.chain(inline).collect();
        let found = paths.iter().filter_map(|path| self.resolve(from, path, 0)).map(|(module, _)| module);
        found
            .filter(|module| {
                module != from
                    && module.first() == from.first()
                    && !module.starts_with(from)
                    && !from.starts_with(module)
            })
            .collect()
    }

    /// Modules that can reach themselves, in groups of those that reach each other.
    fn circles(&self) -> BTreeSet<Vec<String>> {
        let needs: BTreeMap<&Path, BTreeSet<Path>> = self.0.keys().map(|from| (from, self.needs(from))).collect();
        let reached = |from: &Path| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
            while let Some(next) = open.pop() {
                open.extend(needs[next].iter().filter(|module| seen.insert((*module).clone())));
            }
            seen
        };
        let reach: BTreeMap<&Path, BTreeSet<Path>> = needs.keys().map(|from| (*from, reached(from))).collect();
        let circle = |from: &Path| {
            let others = reach[from].iter().filter(|to| reach[*to].contains(from));
            others.map(|path| path.join("::")).collect::<Vec<_>>()
        };
        reach.keys().map(|from| circle(from)).filter(|circle| !circle.is_empty()).collect()
    }
}

/// Whole path around the first `::` of it.
fn chain(code: &str, at: usize) -> Option<Path> {
    let start = code[..at].rfind(|c: char| !is_part(c)).map_or(0, |before| before + 1);
    let whole = start < at && !code[..start].ends_with("::");
    let end = code[at..].find(|c: char| !is_part(c) && c != ':').map_or(code.len(), |end| at + end);
    whole.then(|| code[start..end].split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

#[test]
fn modules_of_a_room_form_no_circle() {
    let house = house(&sources());
    let circles = house.circles();
    for circle in &circles {
        println!("{}", circle.join(" "));
        let paths: Vec<Path> = circle.iter().map(|name| name.split("::").map(str::to_owned).collect()).collect();
        for from in &paths {
            let to: Vec<String> =
                house.needs(from).iter().filter(|to| paths.contains(to)).map(|to| to.join("::")).collect();
            println!("    {} → {}", from.join("::"), to.join(", "));
        }
    }
    assert!(circles.is_empty(), "printed above");
}

#[test]
fn a_circle_is_found_through_what_is_handed_on() {
    let circles = |files: &[(&str, &str)]| {
        house(&files.iter().map(|(path, text)| Source::new(path, text)).collect::<Vec<_>>()).circles()
    };
    let parent = "mod scan;\nmod grid;\npub use scan::{Scan, run as go};\npub(crate) use grid::Grid;";
    let grid = "use super::Scan;\npub struct Grid;";
    let fine = [("cube.rs", parent), ("cube/grid.rs", grid), ("cube/scan.rs", "pub struct Scan; pub fn run() {}")];
    assert!(circles(&fine).is_empty());
    for (scan, circle) in [
        ("use crate::cube::Grid;\npub struct Scan;", ["cube::grid", "cube::scan"]),
        ("pub struct Scan; fn f() { super::grid::Grid::new() }", ["cube::grid", "cube::scan"]),
    ] {
        let found = circles(&[fine[0], fine[1], ("cube/scan.rs", scan)]);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [circle]);
    }
    let front =
        [("cube.rs", "mod scan; pub struct Cube; fn f() { scan::run() }"), ("cube/scan.rs", "use super::Cube;")];
    assert!(circles(&front).is_empty());
}
