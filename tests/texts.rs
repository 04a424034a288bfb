//! The two catalogues compared with each other and with the source: every problem is explained in both languages, every
//! text that the code asks for exists, and every text is asked for.
#![allow(clippy::disallowed_methods, reason = "the test reads the source")]

mod source;

use std::collections::{BTreeMap, BTreeSet};

use archipel::model::Lang;
use archipel::text::{self, Texts, Variable};
use source::{Source, end_of_block, sources};

/// Key → variables of its text.
type Catalogue = BTreeMap<String, BTreeSet<String>>;

const CATALOGUES: [(&str, &str); 2] = [("English", text::CATALOGUES[0]), ("French", text::CATALOGUES[1])];

/// Keys that other tests compare with the code: problems above all, help in `src/cli/help.rs`.
const ELSEWHERE: [&str; 5] = ["err-", "fix-", "help-", "examples-", "value-"];

/// Calls of the shell that take a key as their first argument.
const CALLS: [&str; 4] = [".say(", ".line(", ".find(", ".progress("];

fn catalogue(text: &str) -> Catalogue {
    let mut entries = Catalogue::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let begins = line.starts_with(|c: char| c.is_ascii_lowercase());
        let (name, text) = if begins { line.split_once('=').expect("an entry") } else { ("", line) };
        if begins {
            key = name.trim().to_owned();
            assert!(entries.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
        }
        let variables = text.split('$').skip(1);
        let names = variables.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        entries.entry(key.clone()).or_default().extend(names);
    }
    entries.remove("");
    entries
}

/// Every `problems!` block of a source: key → variables.
fn problems(source: &Source) -> Vec<(String, BTreeSet<String>)> {
    let blocks = source.words("problems").filter(|at| source.code[at + "problems".len()..].starts_with("! {"));
    let blocks = blocks.map(|at| at..end_of_block(&source.code, at + "problems! ".len()));
    let in_block = |block: std::ops::Range<usize>| {
        source.strings.iter().filter(move |(at, _)| block.contains(at)).map(|(at, key)| {
            let open = at + source.code[*at..].find('{').expect("the words of a problem");
            let words = &source.code[open + 1..end_of_block(&source.code, open) - 1];
            let names =
                words.split(',').filter_map(|word| word.split_once(':')).map(|(name, _)| name.trim().to_owned());
            (key.clone(), names.collect())
        })
    };
    blocks.flat_map(in_block).collect()
}

/// Differences between problems and one catalogue.
fn unexplained(problems: &[(String, BTreeSet<String>)], catalogue: &Catalogue) -> Vec<String> {
    let mut found = Vec::new();
    for (i, (key, words)) in problems.iter().enumerate() {
        if problems[..i].iter().any(|(other, _)| other == key) {
            found.push(format!("{key} names two problems"));
        }
        let halves = ["err", "fix"].map(|half| format!("{half}-{key}"));
        found.extend(
            halves.iter().filter(|half| !catalogue.contains_key(*half)).map(|half| format!("{half} is missing")),
        );
        let used: BTreeSet<&String> = halves.iter().filter_map(|half| catalogue.get(half)).flatten().collect();
        found.extend(
            used.iter().filter(|word| !words.contains(**word)).map(|word| format!("{key} doesn't bring {word}")),
        );
        found.extend(words.iter().filter(|word| !used.contains(word)).map(|word| format!("{key} leaves {word} out")));
    }
    let keys: BTreeSet<&str> = problems.iter().map(|(key, _)| key.as_str()).collect();
    // Mistakes in arguments are clap's; their keys are in cli::help.
    let explained = catalogue.keys().filter_map(|key| key.strip_prefix("err-").or_else(|| key.strip_prefix("fix-")));
    let strange = explained.filter(|key| !keys.contains(key) && !key.starts_with("usage-"));
    found.extend(strange.map(|key| format!("{key} is no problem any more")));
    found
}

/// Keys that the code asks for by name and the catalogue lacks.
fn absent(source: &Source, catalogue: &Catalogue) -> Vec<String> {
    let asked = source.strings.iter().filter(|(at, _)| {
        let before = source.code[..at - 1].trim_end();
        CALLS.iter().any(|call| before.ends_with(call))
    });
    let absent = asked.filter(|(_, key)| !catalogue.contains_key(key));
    absent.map(|(_, key)| format!("{} asks for {key:?}", source.path)).collect()
}

/// Keys that the source doesn't name, neither whole nor as `"beginning-{…}"` with an end that is a string of its own.
fn unused(sources: &[Source], catalogue: &Catalogue) -> Vec<String> {
    let strings: BTreeSet<&str> =
        sources.iter().flat_map(|source| &source.strings).map(|(_, string)| string.as_str()).collect();
    let beginnings: Vec<&str> =
        strings.iter().filter_map(|string| string.split_once("-{")).map(|(begin, _)| begin).collect();
    let composed = |key: &str| {
        let mut ends = beginnings.iter().filter_map(|begin| key.strip_prefix(begin)?.strip_prefix('-'));
        ends.any(|end| strings.contains(end))
    };
    let elsewhere = |key: &str| ELSEWHERE.iter().any(|begin| key.starts_with(begin));
    catalogue
        .keys()
        .filter(|key| !strings.contains(key.as_str()) && !composed(key) && !elsewhere(key))
        .cloned()
        .collect()
}

#[test]
fn catalogues_have_the_same_keys_and_variables() {
    let [en, fr] = CATALOGUES.map(|(_, text)| catalogue(text));
    let lacking = |one: &Catalogue, other: &Catalogue| -> Vec<String> {
        one.keys().filter(|key| !other.contains_key(*key)).cloned().collect()
    };
    assert_eq!(lacking(&en, &fr), Vec::<String>::new(), "not in French");
    assert_eq!(lacking(&fr, &en), Vec::<String>::new(), "not in English");
    for (key, variables) in &en {
        assert_eq!(variables, &fr[key], "variables of {key}");
    }
}

/// French has a space before a colon and inside quotes; a line must not break there.
#[test]
fn french_punctuation_stays_with_its_word() {
    let loose = CATALOGUES[1].1.lines().filter(|line| !line.starts_with('#'));
    let loose: Vec<&str> =
        loose.filter(|line| [" :", "« ", " »", " %"].iter().any(|mark| line.contains(mark))).collect();
    assert!(loose.is_empty(), "U+00A0 belongs there: {loose:#?}");
}

#[test]
fn every_text_parses_and_says_something() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        for (key, variables) in catalogue(CATALOGUES[0].1) {
            let words: Vec<(&str, Variable)> = variables.iter().map(|name| (name.as_str(), "…".into())).collect();
            assert!(texts.find(&key, &words).is_some_and(|text| !text.trim().is_empty()), "{lang:?} {key}");
        }
    }
}

/// Words after a number that end like plurals and aren't.
const NO_NOUNS: [&str; 28] = [
    "across",
    "as",
    "aux",
    "contradicts",
    "counts",
    "créés",
    "crosses",
    "dans",
    "des",
    "differs",
    "fois",
    "guess",
    "has",
    "holds",
    "hors",
    "is",
    "leaves",
    "les",
    "pas",
    "plus",
    "près",
    "sans",
    "says",
    "sous",
    "stands",
    "takes",
    "was",
    "withholds",
];
/// Variables that are never 0 or 1, or aren't numbers in any text: limits of the program, and names before verbs.
const NEVER_FEW: [&str; 12] =
    ["key", "kind", "least", "limit", "log", "member", "name", "path", "percent", "period", "share", "witness"];

/// Words after `number` in a text.
fn behind<'t>(text: &'t str, number: &str) -> Vec<&'t str> {
    let ends =
        |at: usize| text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !".,\u{202f}".contains(c));
    let found = text.match_indices(number).filter(|(at, _)| ends(*at));
    let words = found.filter_map(|(at, _)| text[at + number.len()..].strip_prefix([' ', '\u{a0}']));
    words.map(|rest| rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default()).collect()
}

fn is_plural(word: &str) -> bool {
    word == "people" || word.len() > 2 && word.ends_with(['s', 'x']) && !NO_NOUNS.contains(&word)
}

/// Forms that don't fit their number. Every possible count is treated as one, so that a new text need not declare it.
fn unfit(texts: &Texts, catalogue: &Catalogue) -> Vec<String> {
    let few: &[f64] = if texts.lang() == Lang::Fr { &[0.0, 1.0] } else { &[1.0] };
    let said = |key: &str, variables: &BTreeSet<String>, number: &str| {
        let word = |name: &String| if NEVER_FEW.contains(&name.as_str()) { "…" } else { number }.into();
        texts.line(key, &variables.iter().map(|name| (name.as_str(), word(name))).collect::<Vec<_>>())
    };
    let mut found = Vec::new();
    let mut nouns = BTreeSet::new();
    for (key, variables) in catalogue {
        for number in few.iter().map(|number| texts.number(*number, 0)) {
            let text = said(key, variables, &number);
            found.extend(
                behind(&text, &number).into_iter().filter(|word| is_plural(word)).map(|_| format!("{key}: {text}")),
            );
        }
        let many = said(key, variables, "2");
        nouns.extend(
            behind(&many, "2").into_iter().filter(|word| is_plural(word)).map(|word| word[..word.len() - 1].to_owned()),
        );
    }
    for (key, variables) in catalogue {
        for number in [2.0, 1000.0].map(|number| texts.number(number, 0)) {
            let text = said(key, variables, &number);
            found.extend(
                behind(&text, &number)
                    .into_iter()
                    .filter(|word| nouns.contains(*word))
                    .map(|_| format!("{key}: {text}")),
            );
        }
    }
    found
}

/// In French 0 is singular, in English plural.
#[test]
fn every_count_has_the_form_of_its_number() {
    for lang in Lang::ALL {
        let catalogue = catalogue(CATALOGUES[Lang::ALL.iter().position(|&known| known == lang).unwrap()].1);
        let found = unfit(&Texts::new(lang), &catalogue);
        assert!(found.is_empty(), "{lang:?}: {found:#?}");
    }
}

#[test]
fn every_problem_is_explained_in_every_language() {
    let problems: Vec<_> = sources().iter().flat_map(problems).collect();
    assert!(problems.len() > 100, "the blocks are read: {}", problems.len());
    for (language, text) in CATALOGUES {
        let found = unexplained(&problems, &catalogue(text));
        assert!(found.is_empty(), "{language}: {found:#?}");
    }
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let catalogue = catalogue(CATALOGUES[0].1);
    let found: Vec<String> = sources().iter().flat_map(|source| absent(source, &catalogue)).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_text_is_asked_for() {
    let found = unused(&sources(), &catalogue(CATALOGUES[0].1));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn planted_mistakes_are_found() {
    let source = Source::new(
        "store.rs",
        "problems! { /// What.\n pub enum E { /// One.\n A(Data, \"one\") { path: String, n: u64 },\n B(Data, \"one\") {},\n C(Data, \"two\") {} } }\n\
         fn f(shell: &Shell) { shell.say(\n \"gone\", &[]); let _ = \"asked\"; format!(\"state-{x}\"); \"ready\" }",
    );
    let found = problems(&source);
    assert_eq!(found[0], ("one".to_owned(), BTreeSet::from(["path".to_owned(), "n".to_owned()])));
    let texts = catalogue(
        "err-one = { $path } { $other }\nfix-one = Do it.\nerr-old = …\nasked = …\nunasked = …\nstate-ready = …\nstate-lost = …\n",
    );
    assert_eq!(
        unexplained(&found, &texts),
        [
            "one doesn't bring other",
            "one leaves n out",
            "one names two problems",
            "one doesn't bring other",
            "one doesn't bring path",
            "err-two is missing",
            "fix-two is missing",
            "old is no problem any more",
        ]
    );
    assert_eq!(absent(&source, &texts), ["store.rs asks for \"gone\""]);
    assert_eq!(unused(&[source], &texts), ["state-lost", "unasked"]);
}

/// Rows of a page's first table, without its head.
fn table_rows(page: &str) -> Vec<Vec<&str>> {
    let rows = page.lines().skip_while(|line| !line.starts_with("| ---")).skip(1);
    let rows = rows.take_while(|line| line.starts_with("| "));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// One entry, two languages, and the standard term of the field; an em dash where there is none.
#[test]
fn glossaries_have_the_same_entries_with_the_standard_term_of_each() {
    let [en, fr] = [include_str!("../docs/en/reference/glossary.md"), include_str!("../docs/fr/reference/glossary.md")]
        .map(table_rows);
    for row in en.iter().chain(&fr) {
        assert!(row.len() == 4 && row.iter().all(|column| !column.is_empty()), "{row:?}");
    }
    let entries = |rows: &[Vec<&'static str>], english: usize| -> BTreeMap<&'static str, (&'static str, bool)> {
        rows.iter().map(|row| (row[english], (row[1 - english], row[3] == "—"))).collect()
    };
    let [in_english, in_french] = [entries(&en, 0), entries(&fr, 1)];
    assert_eq!(in_english, in_french);
    assert_eq!((in_english.len(), in_french.len()), (en.len(), fr.len()), "an entry stands twice");
}
