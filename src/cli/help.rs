use std::ffi::OsString;
use std::process::ExitCode;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};
use textwrap::Options;
use textwrap::core::Word;

use super::terminal::{OutputError, output, tell_error, tell_people};
use crate::text::{Pieces, Texts, WIDTH, fill};

/// Turns `archipel help …` into `archipel … --help`.
pub(super) fn asked(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|first| first == "help") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// Returns the command with its help from the catalogue: `help-<path>` for a command, `help-<path>-<argument>` for an
/// argument, `examples-<path>` below. Help can't exist in one language alone, and a test finds missing texts.
pub(super) fn localised<C: CommandFactory>(texts: &Texts) -> Command {
    // Set before building, so that every command inherits it.
    let mut command = C::command().term_width(WIDTH);
    command.build();
    localise(command, texts, &mut Vec::new())
}

fn localise(mut command: Command, texts: &Texts, path: &mut Vec<String>) -> Command {
    let key =
        |path: &[String], last: Option<&str>| path.iter().map(String::as_str).chain(last).collect::<Vec<_>>().join("-");
    let own = if path.is_empty() { "help-archipel".to_owned() } else { format!("help-{}", key(path, None)) };
    command = command
        .about(texts.line(&own, &[]))
        .long_about(None)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .help_template(template(texts))
        .subcommand_value_name(texts.line("value-command", &[]))
        .subcommand_help_heading(texts.line("help-heading-commands", &[]));
    if let Some(examples) = texts.find(&own.replacen("help-", "examples-", 1), &[]) {
        let examples = examples.lines().map(|line| format!("  {line}\n")).collect::<String>();
        command = command.after_help(format!("{}\n{examples}", texts.line("help-heading-examples", &[])));
    }
    let (options, arguments) = (texts.line("help-heading-options", &[]), texts.line("help-heading-arguments", &[]));
    command = command.mut_args(|argument| {
        let id = argument.get_id().to_string();
        let key = match id.as_str() {
            "lang" | "json" | "help" | "version" => format!("help-{id}"),
            _ => format!("help-{}", key(path, Some(&id))),
        };
        let heading = if argument.is_positional() { &arguments } else { &options };
        let argument = value_names(argument, texts);
        // The texts give the values and the default, in the user's language.
        let argument = argument.help(texts.line(&key, &[])).hide_possible_values(true).hide_default_value(true);
        argument.help_heading(heading.clone())
    });
    let command_usage = command.render_usage().to_string();
    command = command.override_usage(usage(&command_usage, texts));
    let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |inner| {
            path.push(name.clone());
            let inner = localise(inner, texts, path);
            path.pop();
            inner
        });
    }
    command
}

/// Adds the names of an argument's values in the user's language: `value-<name>`.
fn value_names(argument: Arg, texts: &Texts) -> Arg {
    if !argument.get_action().takes_values() {
        return argument;
    }
    let names = argument.get_value_names().unwrap_or_default().iter();
    let names: Vec<String> = names.map(|name| value_name(name, texts)).collect();
    argument.value_names(names)
}

/// Turns `FILE.csv` into the word for `FILE` and `.csv`; what isn't a word in capitals stays.
fn value_name(name: &str, texts: &Texts) -> String {
    let end = name.find(|c: char| !c.is_ascii_uppercase() && c != '_').unwrap_or(name.len());
    let (word, rest) = name.split_at(end);
    let key = format!("value-{}", word.to_ascii_lowercase());
    match rest.strip_prefix(['|', '=']) {
        Some(second) => format!("{}{}{}", value_name(word, texts), &rest[..1], value_name(second, texts)),
        None => texts.find(&key, &[]).unwrap_or_else(|| word.to_owned()) + rest,
    }
}

/// Usage of a command, broken between arguments where the line gets too long for its heading.
fn usage(rendered: &str, texts: &Texts) -> String {
    let indent = " ".repeat(texts.line("help-heading-usage", &[]).chars().count() + 1);
    let options = Options::new(WIDTH).initial_indent(&indent).subsequent_indent(&indent);
    fill(rendered.trim_start_matches("Usage: "), options, arguments).trim_start().to_owned()
}

/// Arguments of a usage line, options with their values.
fn arguments(usage: &str) -> Pieces<'_> {
    let mut start = 0;
    let mut pieces = Vec::new();
    for (end, _) in usage.match_indices(' ') {
        let argument = &usage[start..end];
        let waits = argument.contains("--") && !argument.ends_with(['>', ']']);
        if !waits {
            pieces.push(Word::from(&usage[start..=end]));
            start = end + 1;
        }
    }
    pieces.push(Word::from(&usage[start..]));
    Box::new(pieces.into_iter())
}

fn template(texts: &Texts) -> String {
    let usage = texts.line("help-heading-usage", &[]);
    format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}")
}

/// Tells the user what is wrong with the arguments, or shows the requested help. *Errors:* it can't be shown.
pub(super) fn explain(texts: &Texts, error: &clap::Error) -> Result<ExitCode, OutputError> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return output(error.print()).map(|()| ExitCode::SUCCESS);
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            return Ok(ExitCode::from(2));
        }
        _ => {}
    }
    let context = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let subcommand = context(ContextKind::InvalidSubcommand);
    let value = context(ContextKind::InvalidValue);
    let key = match error.kind() {
        ErrorKind::UnknownArgument => "usage-unknown-argument",
        ErrorKind::InvalidSubcommand => "usage-unknown-command",
        ErrorKind::MissingRequiredArgument => "usage-missing-argument",
        ErrorKind::MissingSubcommand => "usage-missing-command",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage-bad-value",
        ErrorKind::ArgumentConflict => "usage-conflict",
        _ => "usage-other",
    };
    let name = if key == "usage-unknown-command" { subcommand } else { argument };
    let nearest = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| error.get(kind).map(words))
        .or_else(|| error.get(ContextKind::ValidValue).map(words))
        .unwrap_or_default();
    let vars = [("argument", name.into()), ("value", value.into()), ("nearest", nearest.clone().into())];
    tell_error(&texts.line("label-error", &[]), &texts.line(&format!("err-{key}"), &vars));
    if !nearest.is_empty() {
        tell_people(&format!("  {}", texts.line("usage-nearest", &vars)));
    }
    tell_people(&format!("  {}  [{key}]", texts.line(&format!("fix-{key}"), &vars)));
    Ok(ExitCode::from(2))
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(word) => word.clone(),
        ContextValue::Strings(words) => words.join(", "),
        ContextValue::StyledStr(word) => StyledStr::to_string(word),
        ContextValue::StyledStrs(words) => words.iter().map(StyledStr::to_string).collect::<Vec<_>>().join(", "),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::Lang;

    /// Every command and argument is explained in every language.
    #[test]
    fn help_is_whole_in_every_language() {
        fn walk(command: &Command, missing: &mut Vec<String>) {
            let texts = command.get_about().into_iter().chain(command.get_arguments().filter_map(clap::Arg::get_help));
            missing.extend(texts.map(StyledStr::to_string).filter(|text| text.starts_with("help-")));
            command.get_subcommands().for_each(|inner| walk(inner, missing));
        }
        for lang in Lang::ALL {
            let mut missing = Vec::new();
            walk(&localised::<super::super::Arguments>(&Texts::new(lang)), &mut missing);
            assert!(missing.is_empty(), "{lang:?} lacks {missing:#?}");
        }
    }

    /// Every value of an argument has its name in every language, and no name is left of a value that is gone.
    #[test]
    fn values_are_named_in_every_language() {
        fn walk(command: &Command, names: &mut BTreeSet<String>) {
            let taking = command.get_arguments().filter(|argument| argument.get_action().takes_values());
            let arguments = taking.filter_map(Arg::get_value_names).flatten();
            names.extend(arguments.flat_map(|name| {
                let words = name.split(|c: char| !c.is_ascii_uppercase() && c != '_').filter(|word| !word.is_empty());
                words.map(|word| format!("value-{}", word.to_ascii_lowercase())).collect::<Vec<_>>()
            }));
            command.get_subcommands().for_each(|inner| walk(inner, names));
        }
        let mut names = BTreeSet::from(["value-command".to_owned()]);
        let mut command = super::super::Arguments::command();
        command.build();
        walk(&command, &mut names);
        let entries = crate::text::CATALOGUES[0].lines().filter_map(|line| line.split_once(" ="));
        let known = entries.map(|(key, _)| key.to_owned()).filter(|key| key.starts_with("value-"));
        assert_eq!(names, known.collect());
        let help = localised::<super::super::Arguments>(&Texts::new(Lang::Fr)).render_help().to_string();
        assert!(help.contains("<COMMANDE>"), "{help}");
    }

    /// No help is left of a command or an argument that is gone.
    #[test]
    fn help_explains_only_what_is_there() {
        fn walk(command: &Command, path: &str, keys: &mut BTreeSet<String>) {
            keys.extend([format!("help-{path}"), format!("examples-{path}")]);
            keys.extend(command.get_arguments().map(|argument| format!("help-{path}-{}", argument.get_id())));
            for inner in command.get_subcommands() {
                let path = if path == "archipel" { String::new() } else { format!("{path}-") };
                walk(inner, &format!("{path}{}", inner.get_name()), keys);
            }
        }
        let mut keys = BTreeSet::from(["lang", "json", "help", "version"].map(|id| format!("help-{id}")));
        walk(&super::super::Arguments::command(), "archipel", &mut keys);
        let entries = crate::text::CATALOGUES[0].lines().filter_map(|line| line.split_once(" ="));
        let help = entries.map(|(key, _)| key).filter(|key| key.starts_with("help-") || key.starts_with("examples-"));
        let strange: Vec<&str> = help.filter(|key| !keys.contains(*key) && !key.starts_with("help-heading-")).collect();
        assert!(strange.is_empty(), "no command has {strange:#?}");
    }
}
