mod folder;
mod mistakes;
mod tables;
mod totals;

use super::*;

fn files(charter: &str) -> CharterFiles {
    let geography = "code,level,parent,name_en,name_fr\nC,country,,C,C\nA,region,C,A,A\nB,region,C,B,B\n";
    CharterFiles::from([
        ("charter.toml".to_owned(), charter.as_bytes().to_vec()),
        ("geography.csv".to_owned(), geography.as_bytes().to_vec()),
    ])
}

const SMALL: &str = r#"
[charter]
id = "small"
version = 1
title = { en = "t", fr = "t" }
purpose = { en = "p", fr = "p" }
target_population = { en = "o", fr = "o" }
reference_date = { en = "d", fr = "d" }
legal_authority = { en = "a", fr = "a" }
starts = 2020-01-01
ends = 2030-01-01
class = "public"
[geography]
file = "geography.csv"
vintage = "2020"
levels = [{ id = "country", label = { en = "Country", fr = "Pays" } }, { id = "region", label = { en = "Regions", fr = "Régions" } }]
[[group]]
id = "age"
label = { en = "Age", fr = "Âge" }
categories = [
  { id = "0-17", label = { en = "a", fr = "a" } },
  { id = "18-64", label = { en = "b", fr = "b" } },
  { id = "65+", label = { en = "c", fr = "c" } },
]
coarser_levels = [{ id = "adult", label = { en = "d", fr = "d" }, categories = [
  { id = "minor", label = { en = "e", fr = "e" }, of = ["0-17"] },
  { id = "adult", label = { en = "f", fr = "f" }, of = ["18-64", "65+"] },
] }]
[[group]]
id = "sex"
label = { en = "Sex", fr = "Sexe" }
categories = [{ id = "f", label = { en = "F", fr = "F" } }, { id = "m", label = { en = "M", fr = "H" } }]
[method]
id = "m"
version = 1
[[dimension]]
id = "access"
label = { en = "Access", fr = "Accès" }
[[indicator]]
id = "net"
dimension = "access"
label = { en = "Net", fr = "Net" }
type = "yes_no"
worse = "no"
[[band]]
id = "low"
label = { en = "Low", fr = "Faible" }
below = 50
[[band]]
id = "high"
label = { en = "High", fr = "Élevée" }
[[table]]
level = "country"
groups = ["sex", "age"]
[[table]]
level = "region"
groups = []
[[member]]
id = "a"
name = { en = "A", fr = "A" }
areas = ["A"]
[[member]]
id = "b"
name = { en = "B", fr = "B" }
areas = ["B"]
"#;

fn keys_of(files: &CharterFiles) -> Vec<(String, u64)> {
    let findings = Charter::parse(files).unwrap_err();
    let shown = findings.shown().iter();
    shown.map(|problem| (problem.key.to_string(), problem.place.line.unwrap_or(0))).collect()
}

fn keys(charter: &str) -> Vec<(String, u64)> {
    keys_of(&files(charter))
}

fn with(change: impl FnOnce(&mut CharterFiles)) -> CharterFiles {
    let mut files = files(SMALL);
    change(&mut files);
    files
}

const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

const LEVELS: &str = r#"[{ id = "country", label = { en = "Country", fr = "Pays" } }, { id = "region", label = { en = "Regions", fr = "Régions" } }]"#;
