//! Allowed imports of modules, and the modules that an outside crate stays in: the tables of `rooms`, compared with the
//! source.

use std::collections::BTreeSet;

use super::rooms::{
    GENERATED, IMPURE, IMPURE_BUT,
    Layer::{self, Core, Edge, Main, Service, Shell, Words},
    MODULES, OUTSIDE, SPOKEN,
};
use super::source::{self, Source, sources};

fn layer(module: &str) -> Option<Layer> {
    MODULES.iter().find(|(name, ..)| *name == module).map(|(_, layer, _)| *layer)
}

/// Names of the crates, through which another crate reaches their modules.
const CRATES: [&str; 3] = ["archipel", "archipel_bundle", "archipel_core"];

/// Modules that a file names through `crate::`, a chain of `super::` up to the root, or the name of a crate.
fn imports(source: &Source) -> BTreeSet<String> {
    let from_super = source.words("super").filter_map(|at| {
        let (mut rest, mut steps) = (&source.code[at..], 0);
        while let Some(next) = rest.strip_prefix("super::") {
            (rest, steps) = (next, steps + 1);
        }
        let whole = !source.code[..at].ends_with("super::");
        (whole && steps >= source.depth()).then(|| source.code.len() - rest.len())
    });
    let from_root = |word| {
        source
            .words(word)
            .filter_map(move |at| source.code[at + str::len(word)..].starts_with("::").then_some(at + word.len() + 2))
    };
    let starts = from_super.chain(from_root("crate")).chain(CRATES.into_iter().flat_map(from_root));
    starts.flat_map(|at| first_names(&source.code[at..])).filter(|name| name != source.module()).collect()
}

/// `a::b` → `a`; `{a::b, c::{d, e}}` → `a`, `c`.
fn first_names(path: &str) -> Vec<String> {
    let name = |path: &str| path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if !path.starts_with('{') {
        return vec![name(path)];
    }
    let group = &path[1..source::end_of_block(path, 0) - 1];
    let mut depth = 0;
    let parts = group.split(|c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    parts.map(name).filter(|name: &String| !name.is_empty()).collect()
}

/// Whether a file names an outside crate.
fn names_crate(source: &Source, outside: &str) -> bool {
    source.words(outside).any(|at| {
        let (before, after) = (&source.code[..at], &source.code[at + outside.len()..]);
        let in_use = before.ends_with("use ") && after.starts_with([';', ' ']);
        !before.ends_with("::") && (after.starts_with("::") || in_use)
    })
}

/// Every place where the source does what the tables don't allow.
fn violations(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.path != "lib.rs") {
        let (module, path) = (source.module(), &source.path);
        let Some((_, layer, allowed)) = MODULES.iter().find(|(name, ..)| *name == module) else {
            found.push(format!("{path}: the module is not in the table"));
            continue;
        };
        // Under another name of a crate its modules would not be seen.
        let renamed = |word: &&str| source.words(word).any(|at| source.code[at + word.len()..].starts_with(" as "));
        let renamed = ["crate"].into_iter().chain(CRATES).filter(renamed);
        found.extend(renamed.map(|word| format!("{path}: {word} has one name")));
        for import in imports(source) {
            let everyones = import == "model" && *layer != Main;
            if !everyones && !allowed.contains(&import.as_str()) {
                found.push(format!("{path}: {module} may not import {import}"));
            }
        }
        for (outside, homes) in OUTSIDE {
            if !homes.contains(&module) && names_crate(source, outside) {
                found.push(format!("{path}: {outside} stays in {homes:?}"));
            }
        }
        if matches!(layer, Words | Core) {
            let impure = IMPURE.iter().filter(|word| !IMPURE_BUT.contains(&(module, word)));
            let impure = impure.filter(|word| source.words(word).next().is_some());
            found.extend(impure.map(|word| format!("{path}: the core does without {word}")));
        }
        let spoken =
            SPOKEN.iter().filter(|word| source.words(word).any(|at| source.code[at + word.len()..].starts_with('!')));
        found.extend(spoken.map(|word| format!("{path}: {word}! may end the process")));
    }
    found
}

/// Every permission that no module needs any more.
fn leftovers(sources: &[Source]) -> Vec<String> {
    let of = |module: &str| sources.iter().filter(move |source| source.module() == module).collect::<Vec<_>>();
    let mut found = Vec::new();
    for (module, _, allowed) in MODULES {
        let imported: BTreeSet<String> = of(module).into_iter().flat_map(imports).collect();
        let unused = allowed.iter().filter(|import| !imported.contains(**import));
        found.extend(unused.map(|import| format!("{module} doesn't import {import} any more")));
    }
    for (outside, homes) in OUTSIDE.iter().filter(|(outside, _)| !GENERATED.contains(outside)) {
        let unused = homes.iter().filter(|home| !of(home).into_iter().any(|source| names_crate(source, outside)));
        found.extend(unused.map(|home| format!("{home} doesn't use {outside} any more")));
    }
    for (module, word) in IMPURE_BUT {
        if !of(module).into_iter().any(|source| source.words(word).next().is_some()) {
            found.push(format!("{module} does without {word} now"));
        }
    }
    found
}

#[test]
fn imports_keep_to_the_table() {
    let found = violations(&sources());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn table_allows_nothing_that_nobody_needs() {
    let found = leftovers(&sources());
    assert!(found.is_empty(), "{found:#?}");
}

/// Files that make protected cells or measurements out of bytes. No other function has this name, so the alias of a type
/// hides no call.
fn restoring(sources: &[Source]) -> Vec<&str> {
    let calls = |source: &&Source| source.words("restored").any(|at| !source.code[..at].ends_with("fn "));
    sources.iter().filter(calls).map(|source| source.path.as_str()).collect()
}

/// Cells count as protected without disclosure control where a store opens its sealed files alone.
#[test]
fn protected_cells_come_back_from_the_store_alone() {
    let sources = sources();
    assert_eq!(restoring(&sources), ["node/releases.rs", "store/release.rs"]);
    let defined = |source: &&Source| source.code.contains("fn restored(");
    let defined: Vec<&str> = sources.iter().filter(defined).map(|source| source.path.as_str()).collect();
    assert_eq!(defined, ["disclosure/private/measure.rs", "disclosure.rs"]);
}

#[test]
fn a_call_in_any_form_is_found() {
    for text in [
        "fn f() { Protected::restored(tables) }",
        "fn f() { <Protected>::restored(tables) }",
        "use crate::disclosure::Protected as P; fn f() { P:: restored(tables) }",
        "fn f() { tables.map(private::Measured::restored) }",
        "impl Protected { fn restored() {} fn f() { Self::restored(tables) } }",
    ] {
        assert_eq!(restoring(&[Source::new("node/edition.rs", text)]), ["node/edition.rs"], "{text}");
    }
    let fine = "// Protected::restored\nimpl Protected { pub fn restored() {} }\nfn f() { restored_at(1) }";
    assert!(restoring(&[Source::new("disclosure.rs", fine)]).is_empty());
}

#[test]
fn imports_point_down_only() {
    let rank = |layer: Layer| match layer {
        Words => 0,
        Core => 1,
        Edge => 2,
        Service => 3,
        Shell => 4,
        Main => 5,
    };
    for (module, own, allowed) in MODULES {
        for import in *allowed {
            let other = layer(import).expect("a module of the table");
            assert!(rank(other) <= rank(*own), "{module} → {import}");
            assert!(*own != Edge || other != Edge, "edges never import each other: {module} → {import}");
            assert!(
                !(*own == Service && other == Edge)
                    || matches!(
                        (*module, *import),
                        ("node", "folder" | "ingest" | "journal" | "store") | ("coordinator", "folder" | "identity")
                    ),
                "{module} → {import}"
            );
        }
    }
}

/// A dependency without a home, or a home for a dependency that is gone.
#[test]
fn every_dependency_has_its_home() {
    // Our own crates, and crates that only tests need.
    const NONE: [&str; 3] = ["archipel_bundle", "archipel_core", "proptest"];
    let manifest = include_str!("../../Cargo.toml");
    let section = manifest.split("[workspace.dependencies]\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    let lines = section.expect("the section of dependencies").lines();
    let names = lines.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.replace('-', "_"));
    let declared: BTreeSet<String> = names.filter(|name| !NONE.contains(&name.as_str())).collect();
    let homes: BTreeSet<String> = OUTSIDE.iter().map(|(outside, _)| (*outside).to_owned()).collect();
    assert_eq!(declared, homes);
}

/// Lints of a manifest, each with its tool, in the tables whose names begin with `prefix`.
fn lints(manifest: &str, prefix: &str) -> BTreeSet<String> {
    let tables = manifest.split("\n[").filter_map(|table| table.strip_prefix(prefix)?.split_once(']'));
    let lines = tables.flat_map(|(tool, lints)| lints.lines().map(move |line| format!("{tool} {line}")));
    lines.filter(|line| line.contains(" = ") && !line.contains(" #")).collect()
}

/// Cargo takes over either all lints of the workspace or none, and the binding can do without one alone.
#[test]
fn the_binding_keeps_every_lint_but_one() {
    let workspace = lints(include_str!("../../Cargo.toml"), "workspace.lints.");
    let own = lints(include_str!("../../bindings/wasm/Cargo.toml"), "lints.");
    let differing: Vec<&str> = workspace.symmetric_difference(&own).map(String::as_str).collect();
    assert_eq!(differing, ["rust unsafe_code = \"deny\"", "rust unsafe_code = \"forbid\""]);
    assert!(workspace.len() > 20);
}

/// The front pages of the crates, one after another, name every module once, and imports point up them only.
#[test]
fn front_pages_are_the_map() {
    const NO_PAGE: [&str; 2] = ["bindings", "main"];
    let pages = [
        include_str!("../../crates/core/src/lib.rs"),
        include_str!("../../crates/bundle/src/lib.rs"),
        include_str!("../../src/lib.rs"),
    ];
    let table: BTreeSet<&str> = MODULES.iter().map(|(name, ..)| *name).filter(|name| !NO_PAGE.contains(name)).collect();
    let mut order: Vec<&str> = Vec::new();
    for page in pages {
        let (text, code): (Vec<&str>, Vec<&str>) = page.lines().partition(|line| line.starts_with("//!"));
        let declared: BTreeSet<&str> =
            code.iter().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
        // Each has a paragraph that begins with its name.
        let named = text.iter().filter_map(|line| line.strip_prefix("//! [`")?.split_once("`]")).map(|(name, _)| name);
        let named: Vec<&str> = named.filter(|name| declared.contains(name)).collect();
        assert_eq!(named.iter().copied().collect::<BTreeSet<_>>(), declared);
        order.extend(named);
    }
    assert_eq!(order.iter().copied().collect::<BTreeSet<_>>(), table);
    let place = |module: &str| order.iter().position(|name| *name == module);
    for (module, _, allowed) in MODULES.iter().filter(|(module, ..)| !NO_PAGE.contains(module)) {
        for import in *allowed {
            assert!(place(import) < place(module), "{module} → {import} points down the page");
        }
    }
}

#[test]
fn planted_violations_are_found() {
    for (path, text, why) in [
        ("cube/scan.rs", "use crate::store::Store;", "cube may not import store"),
        ("cube.rs", "use crate::{charter::Charter, store::{self, Store}};", "cube may not import store"),
        ("cube/scan.rs", "fn f() { super::super::node::run() }", "cube may not import node"),
        ("store.rs", "use super::ingest::load;", "store may not import ingest"),
        ("node/status.rs", "fn f(x: crate::rpc::Status) {}", "node may not import rpc"),
        ("main.rs", "fn main() { archipel::node::run() }", "main may not import node"),
        ("node.rs", "use archipel_core::{method::Scorer, cube::Exact};", "node may not import method"),
        ("rpc.rs", "fn f() { archipel_bundle::report::write() }", "rpc may not import report"),
        ("node.rs", "use archipel_core as core;", "archipel_core has one name"),
        ("bindings/wasm/src/lib.rs", "use archipel_core::disclosure::Protected;", "bindings may not import disclosure"),
        ("bindings/wasm/src/lib.rs", "use ring::digest;", "ring stays in"),
        ("ingest.rs", "use sled::Db;", "sled stays in"),
        ("charter/read.rs", "async fn f() { tokio::time::sleep(x).await }", "tokio stays in"),
        ("charter/read.rs", "async fn f() {}", "the core does without async"),
        ("report.rs", "use std::fs;", "the core does without std::fs"),
        ("store.rs", "fn f() { println!(\"x\") }", "may end the process"),
        ("extra.rs", "", "not in the table"),
    ] {
        let found = violations(&[Source::new(path, text)]);
        assert!(found.iter().any(|found| found.contains(why)), "{path}: {found:?}");
    }
    let fine = Source::new(
        "cube/scan.rs",
        "// crate::store\nuse super::grid; use crate::charter::Charter;\n#[cfg(test)]\nmod tests { use crate::store::Store; }",
    );
    assert_eq!(violations(&[fine]), Vec::<String>::new());
    assert!(leftovers(&[]).iter().any(|found| found == "node doesn't import store any more"));
}
