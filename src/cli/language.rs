#![expect(clippy::disallowed_methods, reason = "the language comes from the environment")]

use std::ffi::OsString;

use crate::model::Lang;

/// Language by `--lang`, else by the locale. Found before the arguments are parsed, as help is in the user's language
/// too.
pub(super) fn asked(arguments: &[OsString]) -> Lang {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let separate = words.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    let locale =
        || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    match separate.or(joined) {
        Some(code) => code.parse().unwrap_or_default(),
        None => locale().map_or(Lang::En, |locale| Lang::of_locale(&locale)),
    }
}
