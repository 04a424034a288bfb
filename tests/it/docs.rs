//! The documentation, compared with the program: links, parity of languages, and every page that lists parts of the
//! code.
#![allow(clippy::disallowed_methods, reason = "a test reads the documentation and runs the program over real files")]

mod commands;
mod errors;
mod reference;
mod tutorial;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use archipel::model::Lang;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below `folder` with this ending, by path; built and hidden ones are left out.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') && name != "target" {
            found.extend(files(&path, ending));
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn page(lang: Lang, name: &str) -> String {
    let path = root().join("docs").join(lang.code()).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Anchors of a page, made from its headings in the way of code hosts.
fn anchors(markdown: &str) -> BTreeSet<String> {
    let headings = prose(markdown).filter(|line| line.starts_with('#')).collect::<Vec<_>>();
    let anchor = |heading: &String| {
        let kept = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.iter().map(anchor).collect()
}

/// Lines outside of code blocks.
fn prose(markdown: &str) -> impl Iterator<Item = String> {
    let mut code = false;
    markdown.lines().filter_map(move |line| {
        code ^= line.starts_with("```");
        (!code && !line.starts_with("```")).then(|| line.to_owned())
    })
}

/// Runs lines as a reader would, in a folder and a language, and returns their output. Each must succeed.
fn shell(folder: &Path, lang: Lang, lines: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_archipel")).parent().unwrap().display().to_string();
    let mut command = Command::new("bash");
    command.current_dir(folder).env("ARCHIPEL", root()).env("LC_ALL", format!("{}_CA.UTF-8", lang.code()));
    command.env("PATH", format!("{program}:{}", std::env::var("PATH").unwrap()));
    // Nodes that a failed step leaves behind are stopped too.
    let whole = format!("exec 2>&1; trap 'kill $(jobs -p) 2>/dev/null || true' EXIT; set -euo pipefail\n{lines}\n");
    let run = command.args(["-c", &whole]).output().unwrap();
    let told = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success(), "{lines}\n{told}");
    told
}

#[test]
fn relative_links_lead_somewhere() {
    let mut broken = Vec::new();
    for path in files(root(), ".md") {
        let text = fs::read_to_string(&path).unwrap();
        let prose: Vec<String> = prose(&text).collect();
        for target in prose.iter().flat_map(|line| line.split("](").skip(1)).filter_map(|rest| rest.split(')').next()) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let there = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let known =
                there.exists() && (anchor.is_empty() || anchors(&fs::read_to_string(&there).unwrap()).contains(anchor));
            if !known {
                broken.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn both_languages_have_the_same_pages() {
    let [en, fr] = Lang::ALL.map(|lang| {
        let folder = root().join("docs").join(lang.code());
        let names = files(&folder, "").into_iter().map(|path| path.strip_prefix(&folder).unwrap().to_owned());
        names.collect::<BTreeSet<_>>()
    });
    assert_eq!(en, fr);
}
