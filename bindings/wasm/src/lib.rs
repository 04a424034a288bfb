//! The verifier of bundles for a page: files and keys in, findings as JSON out, in both languages.
//!
//! The page writes a request at the address from [`request`], calls [`verify`], and reads the answer at the address
//! from [`answer`]. A request is a line of JSON, `{"files": [[path, bytes], …], "keys": text or null}`, followed by the
//! files' bytes in that order. Of the imports that libraries declare, the page gives only a clock that stands still.

use std::sync::Mutex;

use archipel_bundle::text::Texts;
use archipel_bundle::verify::{self, BundleFiles, VerifiedBundle, Versions};
use archipel_core::model::{Findings, Lang, Problem, visible};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Bytes of the request, written by the page.
static REQUEST: Mutex<Vec<u8>> = Mutex::new(Vec::new());
/// Bytes of the answer, read by the page.
static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Makes room for a request of `length` bytes, and returns its address.
#[expect(unsafe_code, reason = "no other export has this name")]
#[unsafe(no_mangle)]
pub extern "C" fn request(length: usize) -> *mut u8 {
    let mut request = REQUEST.lock().expect("one thread");
    *request = vec![0; length];
    request.as_mut_ptr()
}

/// Answers the request, and returns the number of bytes of the answer.
#[expect(unsafe_code, reason = "no other export has this name")]
#[unsafe(no_mangle)]
pub extern "C" fn verify() -> usize {
    let request = std::mem::take(&mut *REQUEST.lock().expect("one thread"));
    let mut answer = ANSWER.lock().expect("one thread");
    *answer = answered(request).to_string().into_bytes();
    answer.len()
}

/// Returns the address of the answer.
#[expect(unsafe_code, reason = "no other export has this name")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.lock().expect("one thread").as_ptr()
}

#[derive(Deserialize)]
struct Header {
    files: Vec<(String, usize)>,
    keys: Option<String>,
}

fn answered(request: Vec<u8>) -> Value {
    let (files, keys) = read(&request).expect("a request of the page");
    drop(request);
    let found = match keys.as_deref().map(verify::known_keys).transpose() {
        Ok(known) => verify::verify(&files, known.as_ref(), Versions::Same),
        Err(error) => Err(error.into()),
    };
    let said = Lang::ALL.map(|lang| {
        let texts = Texts::new(lang);
        let said = match &found {
            Ok(sound) => statement(&texts, sound),
            Err(findings) => problems(&texts, findings),
        };
        (lang.code().to_owned(), shown(said))
    });
    let bundle = found.as_ref().map_or(Value::Null, VerifiedBundle::to_json);
    json!({ "holds": found.is_ok(), "bundle": bundle, "said": Map::from_iter(said) })
}

/// Files and keys of a request; `None` where it isn't one.
fn read(request: &[u8]) -> Option<(BundleFiles, Option<String>)> {
    let end = request.iter().position(|byte| *byte == b'\n')?;
    let Header { files, keys } = serde_json::from_slice(&request[..end]).ok()?;
    let mut rest = &request[end + 1..];
    let mut read = BundleFiles::new();
    for (path, length) in files {
        let (file, behind) = rest.split_at_checked(length)?;
        read.insert(path, file.to_vec());
        rest = behind;
    }
    rest.is_empty().then_some((read, keys))
}

/// The value with texts as the command shows them: words of a bundle may be hostile.
fn shown(value: Value) -> Value {
    match value {
        Value::String(text) => visible(&text).into(),
        Value::Array(values) => values.into_iter().map(shown).collect(),
        Value::Object(entries) => entries.into_iter().map(|(name, value)| (name, shown(value))).collect(),
        value => value,
    }
}

fn statement(texts: &Texts, sound: &VerifiedBundle) -> Value {
    let statement = sound.statement(texts);
    json!({
        "verdict": statement.verdict, "header": statement.header, "rows": statement.rows, "notes": statement.notes,
    })
}

fn problems(texts: &Texts, findings: &Findings) -> Value {
    let problem = |problem: &Problem| {
        let (what, remedy) = texts.problem(problem);
        let again = (problem.again.count > 0).then(|| texts.again(&problem.again));
        json!({ "key": problem.key, "what": what, "place": texts.place(problem), "again": again, "fix": remedy })
    };
    let shown: Vec<Value> = findings.shown().iter().map(problem).collect();
    let more = Some(findings.unshown()).filter(|more| *more > 0);
    json!({ "problems": shown, "more": more.map(|more| texts.line("more-problems", &[("count", more.into())])) })
}
