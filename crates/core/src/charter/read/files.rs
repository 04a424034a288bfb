use super::*;

pub(super) fn text<'f>(files: &'f CharterFiles, name: &str) -> Result<&'f str, Findings> {
    let place = Place { file: Some(name.to_owned()), ..Place::default() };
    let bytes = files.get(name).ok_or_else(|| CharterError::FileMissing { file: name.to_owned() }.at(place))?;
    Ok(text_of(bytes).map_err(|problem| problem.in_file(name))?)
}

/// Findings about files that may not be in a charter folder, whatever the charter says: secrets, and names by which two
/// folders could have one digest.
pub(super) fn unfit_files(files: &CharterFiles) -> Findings {
    let mut findings = Findings::default();
    for (name, bytes) in files {
        // A name that isn't UTF-8 was read with U+FFFD; `sha256sum` would escape a backslash or a control character.
        let unfit = |c: char| c.is_control() || c == '\\' || c == char::REPLACEMENT_CHARACTER;
        if name.contains(unfit) || !is_plain(name) {
            findings.push(CharterError::FileName { file: name.escape_debug().to_string() }.into());
        }
        let mut lines = bytes.split(|&byte| byte == b'\n');
        let secret = lines.position(|line| {
            line.starts_with(b"PRIVATE+KEY+")
                || line.starts_with(b"-----BEGIN ") && line.windows(11).any(|word| word == b"PRIVATE KEY")
        });
        if let Some(line) = secret {
            let place = Place { file: Some(name.clone()), line: Some(line as u64 + 1), ..Place::default() };
            findings.push(CharterError::Secret { file: name.clone() }.at(place));
        }
    }
    findings
}

/// File that the charter names: in its folder, and under its digest.
pub(super) fn named_file<'f>(
    section: &Section<'_, '_>,
    key: &str,
    required: bool,
    files: &'f CharterFiles,
) -> Option<(String, &'f [u8])> {
    let file = if required { Some(filled(section, key)) } else { section.optional_text(key) };
    let file = file.filter(|file| !required || !file.trim().is_empty())?;
    if file.starts_with("signatures/") || file == "charter.toml" {
        section.report(key, &CharterError::FileOutside { file });
        return None;
    }
    match files.get(&file) {
        Some(bytes) => Some((file, bytes)),
        None => {
            section.report(key, &CharterError::FileMissing { file });
            None
        }
    }
}
