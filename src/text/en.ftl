# English and French are written together; neither is the original. A test holds keys and variables equal.

### general

label-error = error:
place-line = line { $line }
place-column = column { $column }
place-key = key { $key }
more-problems = … and { $count } more problems of the same kind.
help-heading-usage = Usage:
help-heading-commands = Commands
help-heading-options = Options
help-heading-arguments = Arguments
help-heading-examples = Examples:
help-archipel = A federated data-sharing node: one index across jurisdictions, no shared records
help-lang = Language of messages: en or fr (else the locale decides)
help-json = Print data as JSON
help-help = Print help
help-version = Print version

### end of general

### usage

err-usage-unknown-argument = There is no argument { $argument }.
fix-usage-unknown-argument = Look at the help with --help.
err-usage-unknown-command = There is no command { $argument }.
fix-usage-unknown-command = Look at the commands with --help.
err-usage-missing-argument = An argument is missing: { $argument }.
fix-usage-missing-argument = Add it; --help shows what each argument means.
err-usage-missing-command = A command is missing.
fix-usage-missing-command = Look at the commands with --help.
err-usage-bad-value = { $argument } doesn’t take the value “{ $value }”.
fix-usage-bad-value = Look at the help with --help.
err-usage-conflict = { $argument } can’t stand with another argument here.
fix-usage-conflict = Leave one of the two out.
err-usage-other = The arguments can’t be understood.
fix-usage-other = Look at the help with --help.
usage-nearest = Did you mean: { $nearest }?

### end of usage

### settings files

err-document-syntax = The file is not valid TOML: { $detail }.
fix-document-syntax = Mend the line; texts stand in quotes, lists in brackets.
err-document-unknown-key = The key { $key } is not known here.
fix-document-unknown-key = Remove it, or write the nearest known key: { $nearest }.
err-document-missing-key = The key { $key } is missing.
fix-document-missing-key = Add { $key }; the reference lists what it takes.
err-document-wrong-type = { $key } must be: { $expected }.
fix-document-wrong-type = Write the value in that form.
err-document-not-allowed = { $key } takes one of: { $expected }.
fix-document-not-allowed = Write one of these.
err-document-missing-language = { $key } has no text in “{ $language }”.
fix-document-missing-language = Write it in every language: {"{"} en = "…", fr = "…" {"}"}.
err-folder-unreadable = { $path } can’t be read: { $reason }.
fix-folder-unreadable = Check the path and the rights to it.
err-folder-too-large = The folder { $path } holds more than { $limit_mib } MiB.
fix-folder-too-large = A charter folder holds the charter’s files only; move everything else out.

### end of settings files

### charter

err-charter-file-missing = The charter names the file { $file }, which isn’t in its folder.
fix-charter-file-missing = Put { $file } beside charter.toml, or correct the name.
err-charter-not-text = { $file } is not UTF-8 text.
fix-charter-not-text = Save it as UTF-8.
err-charter-geography-header = The geography has another header than { $expected }.
fix-charter-geography-header = Write this header as the first line: { $expected }
err-charter-geography-line = This line doesn’t have the fields { $expected }.
fix-charter-geography-line = Give every field; put names with commas in quotes.
err-charter-geography-area = This line has no valid code, or a level that the charter doesn’t name.
fix-charter-geography-area = Codes are 1–64 letters, digits, - _ . ; levels: { $levels }.
err-charter-area-twice = The area { $code } stands twice; first on line { $first }.
fix-charter-area-twice = Remove one, or give it another code.
err-charter-area-parent = The parent of { $code } is not an area of the next coarser level ({ $level }).
fix-charter-area-parent = Give the code of its parent; only the root has none.
err-charter-geography-roots = The geography has { $count } areas at the coarsest level; it must have one.
fix-charter-geography-roots = Put one area above all others.
err-charter-id-twice = The id “{ $id }” is used twice.
fix-charter-id-twice = Give one of the two another id.
err-charter-id-reserved = The id “{ $id }” is the name of another column of the results.
fix-charter-id-reserved = Choose another id.
err-charter-unknown-reference = “{ $id }” is not among: { $known }.
fix-charter-unknown-reference = Correct the id, or add what it names.
err-charter-number-range = The value is outside of what is allowed: { $allowed }.
fix-charter-number-range = Choose a value in this range.
err-charter-dates = The charter ends before it starts.
fix-charter-dates = Correct starts or ends.
err-charter-bands = The cut points of the bands don’t rise from above 0 to at most 100, or the last band has an end.
fix-charter-bands = List the bands from low to high, each with a greater “below”, the last one without.
err-charter-partition = “{ $id }” is not a coarser partition: each category must be taken up exactly once, and categories of the partition before may not be split.
fix-charter-partition = List in “of” every category, once.
err-charter-area-shared = The area { $code } belongs to the member { $other } as well.
fix-charter-area-shared = Let one member speak for each area.
err-charter-lattice-too-large = A table would have more than { $limit } combinations of categories.
fix-charter-lattice-too-large = Leave groups out, or use coarser partitions.
err-charter-unit-not-yet = Methods with unit “area” can’t be computed by this version.
fix-charter-unit-not-yet = Use unit = "person".
err-charter-not-yet-in-force = The charter is not in force before { $starts }.
fix-charter-not-yet-in-force = Wait until then, or agree on a new version.
err-charter-ended = The charter ended on { $ends }.
fix-charter-ended = Agree on a new version and sign it.
err-charter-not-signed-here = The member { $member } has not signed this charter.
fix-charter-not-signed-here = Let the officer sign it: archipel charter sign
err-charter-quorum = { $signed } members have signed; the charter needs { $needed }.
fix-charter-quorum = Put the missing signatures into signatures/.
err-charter-bad-signature = The signature { $file } doesn’t hold for the bytes of this charter.
fix-charter-bad-signature = Get the folder that was signed, or sign this one anew.
err-charter-wrong-key = The charter names another signing key for { $member }.
fix-charter-wrong-key = Use the key whose public half stands in the charter, or correct signing_key and agree anew.
err-charter-class-not-yet = Releases of class “{ $class }” can’t be made by this version: their protection isn’t built yet, and without it nothing leaves.
fix-charter-class-not-yet = For data that are public already, use class = "public"; for all others, wait for the version that protects them.
err-note-malformed = This is not a signed note.
fix-note-malformed = Get the file again from its signer.
err-note-bad-key = This is not a signing key.
fix-note-bad-key = Give the file that pki made; the name in a key has neither spaces nor +.
err-note-not-signed = There is no signature by { $name }.
fix-note-not-signed = Ask for the signed file.
err-note-forged = The signature of { $name } doesn’t hold.
fix-note-forged = Don’t use the file; ask its signer.
help-charter = Write, check, read, compare and sign charters
help-charter-check = Check a charter folder and print its digest
help-charter-check-folder = Charter folder

### end of charter

### ingest


### end of ingest

### identity and pki


### end of identity and pki

### store


### end of store

### method and cube


### end of method and cube

### node


### end of node

### coordinator


### end of coordinator

### bundle


### end of bundle

### demo and simulate

err-demo-too-few-people = { $people } people are too few: the demonstration needs at least { $least }, enough for every member.
fix-demo-too-few-people = Ask for { $least } people or more.

### end of demo and simulate
