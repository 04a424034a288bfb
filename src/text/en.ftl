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

yes = yes
no = no
percent = { $number }%
help-demo = Run a 13-member country on this machine: the whole path in one command
err-runtime-start = The process can’t start its threads: { $reason }.
fix-runtime-start = Check the limits of this account (ulimit -u).
err-folder-exists = { $path } is there already.
fix-folder-exists = Nothing is ever overwritten: name another place, or move this one away.
err-folder-unwritable = { $path } can’t be written: { $reason }.
fix-folder-unwritable = Check the rights and the free space, or name another place.
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

err-ingest-file-type = This is neither a .csv nor a .parquet file.
fix-ingest-file-type = Save the data as CSV or Parquet, with that ending in the name.
err-ingest-file-missing = There is no file here.
fix-ingest-file-missing = Check the path and the name.
err-ingest-folder = This is a folder, not a file.
fix-ingest-folder = Give one data file.
err-ingest-unreadable = The file can’t be read: { $reason }.
fix-ingest-unreadable = Check the rights to the file and the disk it lies on.
err-ingest-member-unknown = The charter has no member { $member }.
fix-ingest-member-unknown = Give a member’s id as the charter writes it.
err-ingest-too-many-combinations = The charter’s groups have more than { $limit } combinations of categories; this version can’t load data for it.
fix-ingest-too-many-combinations = Leave groups out of the charter, or give them fewer categories.
err-ingest-empty = The file is empty.
fix-ingest-empty = Export it again; the first line names the columns.
err-ingest-no-rows = The file has a header, but no persons.
fix-ingest-no-rows = Export it again, with its records.
err-ingest-no-header = The header names none of the columns that the charter and the mapping ask for.
fix-ingest-no-header = Put the names of the columns in the first line. If they are there, correct delimiter in the mapping under [file], or the names under [columns].
err-ingest-header-twice = The header has two columns of this name.
fix-ingest-header-twice = Rename or remove one of them.
err-ingest-not-utf8 = The file is not UTF-8 text.
fix-ingest-not-utf8 = Save it as UTF-8, or write encoding = "windows-1252" in the mapping under [file].
err-ingest-record-too-large = This record is longer than { $limit_kib } KiB, so reading ended here.
fix-ingest-record-too-large = Most often a quote was opened and not closed; look at this line.
err-ingest-field-too-large = A field of this record is longer than { $limit_kib } KiB, so reading ended here.
fix-ingest-field-too-large = Look for a quote that isn’t closed; remove long texts from the file.
err-ingest-open-quote = A quote opens in this record and never closes.
fix-ingest-open-quote = Close it; a quote within a text is written twice.
err-ingest-field-count = The line has { $found } fields; the header has { $expected }.
fix-ingest-field-count = Put values that hold the delimiter in quotes, and close every quote.
err-ingest-parquet-broken = This can’t be read as Parquet.
fix-ingest-parquet-broken = Write the file again with another tool or version, without encryption; it may have been cut off on the way.
err-ingest-parquet-compression = The column is compressed with { $compression }, which this version can’t read.
fix-ingest-parquet-compression = Write the file with zstd, snappy, gzip, lz4 or without compression.
err-ingest-parquet-nested = The column holds lists or structures.
fix-ingest-parquet-nested = Give one plain value per person and column.
err-ingest-parquet-type = The column’s type is { $found }; codes and numbers are needed.
fix-ingest-parquet-type = Write it as text, whole number, decimal number or truth value.
err-ingest-parquet-not-text = A text in this column is not UTF-8.
fix-ingest-parquet-not-text = Write the file again with texts in UTF-8.
err-ingest-mapping-delimiter = This can’t delimit fields.
fix-ingest-mapping-delimiter = Give one character, such as "," ";" "|" or "\t".
err-ingest-mapping-code-and-missing = The code is translated and means missing, too.
fix-ingest-mapping-code-and-missing = Remove it from codes or from missing.
err-ingest-mapping-not-asked = The charter doesn’t ask for “{ $name }”.
fix-ingest-mapping-not-asked = Remove the line, or write what it asks for; the nearest is { $nearest }.
err-ingest-mapping-code-target = The code is translated into something that { $name } doesn’t take in this charter.
fix-ingest-mapping-code-target = On the right of “=”, write 1 or 0 for yes or no, a step, a number, or a code of the charter; an empty text means missing.
err-ingest-column-absent = The file has no column “{ $column }”.
fix-ingest-column-absent = Name the right column in the mapping under [columns]; the nearest in the file is “{ $nearest }”.
err-ingest-value-missing = There is no value, but { $name } needs one.
fix-ingest-value-missing = Complete the record, or leave the person out of the file. If a valid code counts as missing, correct missing in the mapping.
err-ingest-code-unlisted = The mapping of { $name } doesn’t list this code.
fix-ingest-code-unlisted = Add it to codes or to missing. Letters with accents can be stored in two ways that look alike; list the code as the file has it.
err-ingest-category-unknown = { $name } has no such category in the charter.
fix-ingest-category-unknown = Translate the code in the mapping with codes. Leading zeros and capitals count; letters with accents can be stored in two ways that look alike.
err-ingest-not-yes-no = The answer is neither 1 (yes) nor 0 (no).
fix-ingest-not-yes-no = Translate it in the mapping, such as codes = {"{"} "2" = "0" {"}"}, or list it under missing.
err-ingest-not-a-step = The answer is not a whole number from 1 to { $steps }.
fix-ingest-not-a-step = Translate it in the mapping with codes, or list it under missing.
err-ingest-not-a-number = This is not a number.
fix-ingest-not-a-number = The decimal sign is “{ $decimal }” (decimal in the mapping under [file]); thousands aren’t set apart. Codes for no answer, such as NA, belong under missing.
err-ingest-weight-negative = The weight is negative.
fix-ingest-weight-negative = Correct the weight, or name another column in the mapping.
err-ingest-weight-too-large = The weight is above { $most }, the most that a person can count without a weight_cap in the charter.
fix-ingest-weight-too-large = Correct the weight, or name another column in the mapping.
err-ingest-area-unknown = The charter’s geography has no such area.
fix-ingest-area-unknown = Leading zeros count; keep codes as text. Check the vintage of the geography, or translate the code in the mapping with codes.
err-ingest-area-not-finest = The area is coarser than the level that is needed ({ $level }).
fix-ingest-area-not-finest = Give each person an area of the level { $level }.
err-ingest-area-of-another-member = The area is not one of those for which { $member } speaks.
fix-ingest-area-of-another-member = Leave out persons of other members, or have the charter corrected.
err-ingest-person-twice = The person already stands on line { $first }.
fix-ingest-person-twice = Keep one record per person. If ids repeat between households, join columns in the mapping: person_id = ["…", "…"].

### end of ingest

### identity and pki

err-identity-federation = The federation’s name “{ $federation }” can’t stand in a certificate.
fix-identity-federation = Take the charter’s id; it must be lower case: a-z 0-9 - _ . (64 at most).
err-identity-name = “{ $name }” is not a name for a certificate.
fix-identity-name = Write spiffe://FEDERATION/member/ID/ROLE/NAME (roles: node, operator, officer, witness) or spiffe://FEDERATION/coordinator/NAME; each part has 1–64 letters, digits, - _ .
err-identity-host = “{ $name }” is not a host name.
fix-identity-host = Write a name such as node.example.org; addresses go into --ip.
err-identity-certificate = This is not a certificate that can be used here.
fix-identity-certificate = Give a PEM file that begins with BEGIN CERTIFICATE, as its authority made it.
err-identity-name-count = This names { $count } holders (URI names); it must name one.
fix-identity-name-count = Ask the authority for a certificate with one SPIFFE name.
err-identity-is-authority = This is the certificate of an authority, which may only sign others.
fix-identity-is-authority = Give the certificate that the authority issued for you.
err-identity-not-authority = This is not the certificate of an authority that can be used here.
fix-identity-not-authority = Give the authority’s own certificate (authority.pem), not one that it issued.
err-identity-key-usage = The certificate’s key usage isn’t “digitalSignature”, critical, without the right to sign certificates.
fix-identity-key-usage = Ask the authority for one with the profile in certs/.
err-identity-purpose = The certificate lacks a purpose; it needs: { $needed }.
fix-identity-purpose = Ask the authority for one with the profile in certs/.
err-identity-expired = The certificate expired on { $on }.
fix-identity-expired = Make a new request and have it signed: archipel pki request. If the date can’t be right, check the clock.
err-identity-not-yet-valid = The certificate is not valid before { $from }.
fix-identity-not-yet-valid = Check the clocks of this machine and of the authority.
err-identity-other-name = The certificate names { $found }; expected here: { $expected }.
fix-identity-other-name = Give the right certificate, or correct the settings.
err-identity-other-federation = { $found } is not a name in the federation { $expected }.
fix-identity-other-federation = Give the certificate that was issued for this federation.
err-identity-unknown-party = The charter names no authority for { $party }.
fix-identity-unknown-party = Put its authority’s certificate into the charter and agree on the new version.
err-identity-wrong-authority = The certificate isn’t signed by the authority that the charter names for its holder.
fix-identity-wrong-authority = Have the request signed by that authority; intermediate certificates go behind your own in the same file.
err-identity-key = This is not a private key that can be used here.
fix-identity-key = Give the key file that was made with the request: archipel pki request
err-identity-key-mismatch = The private key isn’t the one of the certificate.
fix-identity-key-mismatch = Give the key and the certificate of the same request; archipel pki show tells certificates apart.
err-identity-key-open = Others than its owner may use the key file { $path } (mode { $mode }).
fix-identity-key-open = Close it: chmod 600 { $path } — and make a new key if somebody may have read it.
err-identity-file-unreadable = { $path } can’t be read: { $reason }.
fix-identity-file-unreadable = Check the path and the rights to it.
err-identity-file-unwritable = { $path } can’t be written: { $reason }.
fix-identity-file-unwritable = Check the folder, the rights to it and the space left.
err-identity-file-exists = { $path } is there already; keys are never overwritten.
fix-identity-file-exists = Give another folder or name, or move the old file away.
err-identity-request = This is not a certificate request whose signature holds.
fix-identity-request = Ask for the .csr file again, unchanged, as archipel pki request made it.
err-identity-request-key = The request is for a key of another kind than ECDSA P-256.
fix-identity-request-key = Make it with archipel pki request, or openssl ecparam -name prime256v1.
err-identity-request-names = The request asks for “{ $found }”; you grant “{ $expected }”.
fix-identity-request-names = Ask its sender which is right. Then correct --id (--dns, --ip), or have the request made again.
err-identity-other-party = This authority speaks for { $authority }, not for { $party }.
fix-identity-other-party = Use the authority of { $party }.
err-identity-nothing-to-show = There is no certificate, request or signing key in this file.
fix-identity-nothing-to-show = Give a .pem or .csr file, or a signing key.
err-identity-secret = This is a private key: it isn’t shown, and never leaves this machine.
fix-identity-secret = Show its certificate or its request.
err-identity-refused = The other side refused us ({ $alert }).
fix-identity-refused = Ask its operator: the log there tells why. Often our certificate is not from the authority in their charter.
err-identity-no-certificate = The other side has shown no certificate.
fix-identity-no-certificate = Only holders of a certificate of this federation can connect; give the caller one.
err-identity-handshake = No protected connection came about: { $reason }.
fix-identity-handshake = Check that host and port are those of a node, and that nothing on the way ends TLS.
pki-node = node “{ $name }” of the member { $member }
pki-operator = operator “{ $name }” of the member { $member }
pki-officer = privacy officer “{ $name }” of the member { $member }
pki-witness = witness “{ $name }” of the member { $member }
pki-coordinator = coordinator “{ $name }”
pki-for-member = the member { $member } of { $federation }
pki-for-coordinator = the coordinator { $name } of { $federation }
pki-for-charter = whomever the charter names it for
pki-days-left =
    { $days ->
        [one] 1 day left
       *[other] { $days } days left
    }
pki-over = over
pki-not-yet = not yet
pki-certificate =
    Certificate: { $whose }
      name         { $id }
      valid        { $from } – { $to } ({ $left })
      serial       { $serial }
      fingerprint  { $first }
      (SHA-256)    { $second }
pki-authority =
    Authority for { $whose }
      name         { $subject }
      valid        { $from } – { $to } ({ $left })
      serial       { $serial }
      fingerprint  { $first }
      (SHA-256)    { $second }
pki-request =
    Request: { $whose }
      name         { $id }
      other names  { $others }
      fingerprint  { $first }
      (SHA-256)    { $second }
pki-signing-key =
    Signing key of { $name }. Line for the charter:
    { $line }
pki-next-authority =
    Next: put { $certificate } into the charter folder and name it
    there with “authority = …”. Keep { $key } offline.
pki-next-request =
    Next: send { $csr } to the authority and read the fingerprint
    to them over the phone. { $key } stays here.
pki-next-issue =
    Next: send { $certificate } back. It is no secret.
pki-next-signing-key =
    Next: put the line into the charter, below your member.
    Keep { $key }: it signs for you.
help-pki = Make and look at keys, requests and certificates; no key ever travels
help-pki-authority = Make an authority for one member or coordinator (pilots)
help-pki-authority-federation = Federation: the charter’s id
help-pki-authority-member = Member that it speaks for
help-pki-authority-coordinator = Coordinator that it speaks for
help-pki-authority-out = Folder for authority.key and authority.pem
help-pki-authority-days = Validity in days
help-pki-request = Make a key and the request for its certificate
help-pki-request-federation = Federation: the charter’s id
help-pki-request-member = Member that the holder belongs to
help-pki-request-coordinator = Coordinator that is the holder
help-pki-request-role = node, operator, officer or witness
help-pki-request-name = Which one: n1, jane.doe, …
help-pki-request-out = Folder for NAME.key and NAME.csr
help-pki-issue = Sign a request, as the authority
help-pki-issue-authority = Folder with authority.key and authority.pem
help-pki-issue-csr = The request
help-pki-issue-id = Name that you grant; compare fingerprints first
help-pki-issue-days = Validity in days
help-pki-issue-dns = Host name besides, for other clients (may be repeated)
help-pki-issue-ip = Address besides, for other clients (may be repeated)
help-pki-issue-out = File for the certificate
help-pki-show = Tell whose a certificate, request or signing key is
help-pki-show-file = The file
help-pki-signing-key = Make the key that signs charters
help-pki-signing-key-name = CHARTER/MEMBER: the charter’s id and yours
help-pki-signing-key-out = File for the key
examples-pki-authority =
    archipel pki authority --federation evi-2026 --member on --out authority
examples-pki-request =
    archipel pki request --federation evi-2026 --member on \
      --role node --name n1 --out identity
    archipel pki request --federation evi-2026 --coordinator hub --out identity
examples-pki-issue =
    archipel pki show n1.csr
    archipel pki issue --authority authority --csr n1.csr \
      --id spiffe://evi-2026/member/on/node/n1 --out n1.pem
examples-pki-signing-key =
    archipel pki signing-key --name evi-2026/on --out signing.key

### end of identity and pki

### store


err-store-locked = The data folder { $path } is in use by another process.
fix-store-locked = Stop the other node, or wait until the other command has ended.
err-store-absent = There is no store in { $path }.
fix-store-absent = Make one with archipel node init, or correct “data” in node.toml.
err-store-exists = There is a store in { $path } already.
fix-store-exists = Use it, or choose another folder.
err-store-other-member = The store in { $path } belongs to the member { $member }.
fix-store-other-member = Correct “member” or “data” in node.toml.
err-store-format = The store in { $path } was written by another version of this program.
fix-store-format = Use the version that wrote it, or load the files into a new store.
err-store-wrong-key = The master key is not the one that sealed this store.
fix-store-wrong-key = Correct “master_key” in node.toml, or get the key from its backup.
err-store-key-file = The master key { $path } can’t be used: { $reason }.
fix-store-key-file = Restore the file from its backup; without it the store can’t be opened.
err-store-io = { $path }: { $reason }.
fix-store-io = Check the disk, its free space and the rights, then try again: nothing was half done.
err-store-damaged = A part of the store is not what was written: { $what }.
fix-store-damaged = Don’t go on with this folder: restore the backup, or load the files into a new store.
err-store-weights-too-large = The weights of the dataset add up to { $limit } or more.
fix-store-weights-too-large = Check the weight column: is it another quantity, or scaled?
err-store-period-taken = A dataset of the period { $period } is there already.
fix-store-period-taken = Give --replace to put the new one in its place.
### end of store

### method and cube


### end of method and cube

### node


help-node = Set up and run a member’s node, and load its data
help-node-init = Make a node’s folder: settings, master key, store
help-node-init-folder = Folder to make
help-node-init-member = The member’s id in the charter
help-node-init-charter = Charter folder
help-node-init-listen = Address for coordinators (default 0.0.0.0:7443)
help-node-serve = Serve coordinators until Ctrl-C
help-node-serve-config = Settings file (default node.toml)
help-node-ingest = Load a CSV or Parquet file, whole or not at all
help-node-ingest-file = File of person records
help-node-ingest-period = Period: 2021, 2021-04, 2021-Q2 or 2021-2022
help-node-ingest-mapping = How the file says what the charter asks for (mapping.toml)
help-node-ingest-replace = Take the place of the dataset of this period
help-node-ingest-check = Only say what loading would find, column by column
help-node-ingest-config = Settings file (default node.toml)
help-node-datasets = List the datasets
help-node-datasets-config = Settings file (default node.toml)
help-node-status = Say how the node is: charter, datasets, editions
help-node-status-config = Settings file (default node.toml)
examples-node-ingest = archipel node ingest people.csv --period 2021 --check
    archipel node ingest people.csv --period 2021 --mapping mapping.toml
node-init-done = Node of { $member } made in { $folder }, under charter { $digest }.
node-init-next = Next:
    1. archipel pki request --federation { $federation } --member { $member } --role node --name node --out { $folder }
    2. have node.csr signed by your authority (archipel pki issue), save it as { $folder }/node.pem
    3. archipel node ingest FILE --period PERIOD --config { $folder }/node.toml
    4. archipel node serve --config { $folder }/node.toml
node-serving = Node of { $member } serving on { $address}. Ctrl-C stops it.
node-stopping = Stopping: the step in hand is finished first.
node-no-datasets = No datasets yet. Load one: archipel node ingest FILE --period PERIOD
dataset-period = Period
dataset-rows = Persons
dataset-bytes = Bytes
dataset-loaded = Loaded (UTC)
dataset-fits = Fits charter
node-status-running = { $member }: running, version { $software }
node-status-stopped = { $member }: not running, version { $software }
node-status-charter = Charter { $charter }, digest { $digest }, in force until { $ends }
node-status-edition = Edition { $edition } ({ $period }): { $state }
edition-state-building = release being built
edition-state-ready = ready
edition-state-failed = release not built
edition-state-none = not opened
ingest-column-column = Charter
ingest-column-from = File
ingest-column-answered = Answered
ingest-column-missing = Missing
ingest-column-out-of-range = Out of range
ingest-column-unknown = Unknown
ingest-ignored = Columns of the file that nothing asks for: { $columns }
ingest-check-passed = Nothing stands in the way of loading { $rows } persons. Load them without --check.
ingest-done = { $rows } persons loaded for { $period }. Next: archipel node serve
progress-ingest = Loading
err-node-not-a-member = { $member } is not a member of this charter.
fix-node-not-a-member = Its members are: { $known }
err-charter-no-authority = The authority file of { $party } is not in the charter’s folder.
fix-charter-no-authority = Put it there, and agree on the charter anew.
err-node-bad-answer = The running node’s answer can’t be read.
fix-node-bad-answer = Use the same version for the command and the node.
err-load-bad-period = “{ $period }” is not a period.
fix-load-bad-period = Write a year, month, quarter or fiscal year: 2021, 2021-04, 2021-Q2, 2021-2022.
err-load-no-file = There is no file of { $member } in { $folder }.
fix-load-no-file = Put { $member }.csv or { $member }.parquet there.
err-edition-other-charter = The node acts under another charter (ours { $ours }, theirs { $theirs }).
fix-edition-other-charter = Compare the folders with archipel charter diff, and install the one that was signed.
err-edition-no-data = The node holds no data for { $period }.
fix-edition-no-data = Load them: archipel node ingest FILE --period { $period }
err-edition-other-dictionary = The data for { $period } were loaded under a charter whose areas, groups or indicators differ.
fix-edition-other-dictionary = Load the file again under this charter: archipel node ingest FILE --period { $period } --replace
err-edition-not-ready = The release of this edition does not answer yet.
fix-edition-not-ready = Open the edition and wait until it is ready: archipel edition open
err-edition-outside-lattice = What is asked for is not in the lattice of the charter.
fix-edition-outside-lattice = Ask for tables, areas and categories that the charter lists: archipel charter show
err-node-draining = The node is stopping.
fix-node-draining = Ask again when it is back.
err-edition-build-broke = Building the release broke off inside the node.
fix-edition-build-broke = Look at the node’s log, open the edition again, and report what it says.
err-serve-bind = { $address } can’t be used: { $reason }.
fix-serve-bind = Stop what listens there, or choose another address in node.toml.
err-serve-broke = Serving broke off: { $reason }.
fix-serve-broke = Start the node again; nothing acknowledged is lost.
### end of node

### coordinator


help-coordinator = Set up a coordinator and look at the members’ nodes
help-coordinator-init = Make a coordinator’s settings
help-coordinator-init-folder = Folder to make
help-coordinator-init-id = The coordinator’s id in the charter
help-coordinator-init-charter = Charter folder
help-coordinator-status = Ask every member’s node what it is and holds
help-coordinator-status-config = Settings file (default coordinator.toml)
coordinator-init-done = Settings of the coordinator { $id } made in { $folder }.
coordinator-init-next = Next:
    1. archipel pki request --federation { $federation } --coordinator { $id } --out { $folder }
    2. have { $id }.csr signed by your authority (archipel pki issue), save it as { $folder }/{ $id }.pem
    3. archipel coordinator status --config { $folder }/coordinator.toml
err-coordinator-not-named = The charter doesn’t name the coordinator { $id }.
fix-coordinator-not-named = Use the id of a [[coordinator]] in the charter.
err-charter-no-endpoint = The charter doesn’t say where the node of { $member } is.
fix-charter-no-endpoint = Add endpoint = "host:port" to this member, and agree on the charter anew.
status-member = Member
status-software = Version
status-charter = Charter
status-periods = Periods
status-charter-same = same
status-charter-other = another
help-edition = Plan, open and follow an edition of the index
help-edition-plan = Say who can answer which tables, before anything runs
help-edition-open = Let every member build its release, and wait
help-edition-status = Say how far each member’s release is
help-edition-plan-period = Period of the data
help-edition-open-period = Period of the data
help-edition-status-period = Period of the data
help-edition-plan-config = Settings file (default coordinator.toml)
help-edition-open-config = Settings file (default coordinator.toml)
help-edition-status-config = Settings file (default coordinator.toml)
plan-can-answer = Can answer
plan-all-tables = all { $count } tables
plan-level = Level
plan-groups = Groups
plan-cells = Cells at most
plan-summary = { $able } of { $members } members can answer for { $period }. Next: archipel index compute --period { $period } --out DIR
edition-release = Release
edition-opened = { $ready } of { $members } members are ready for { $period }. Next: archipel index compute --period { $period } --out DIR
help-index = Compute the index over all members
help-index-compute = Ask every member and write the bundle
help-index-compute-period = Period of the data
help-index-compute-out = New folder for the bundle
help-index-compute-require = Rule for partial results: all (default) or quorum=N
help-index-compute-config = Settings file (default coordinator.toml)
examples-index-compute = archipel index compute --period 2021 --out bundle
    archipel index compute --period 2021 --out bundle --require quorum=10
progress-compute = Members
member-missing = { $member } is missing: { $what }
member-missing-fix =   { $fix }  [{ $key }]
err-index-too-few-members = { $answered } members answered; the rule for this run asks for { $needed }. Nothing was published.
fix-index-too-few-members = See to the members named above, or decide on another rule before the next run: --require quorum=N
err-member-other-charter = It acts under another charter (here { $ours }, there { $theirs }).
fix-member-other-charter = Compare the two folders with archipel charter diff.
err-member-no-data = It holds no data for { $period }.
fix-member-no-data = Ask its operator to load them.
err-member-other-member = The node says that it is { $found }’s.
fix-member-other-member = Check the endpoint in the charter.
err-member-other-edition = It names the same computation differently (here { $ours }, there { $theirs }).
fix-member-other-edition = Use versions of the program that belong together.
err-member-asking-broke = Asking it broke off inside the coordinator.
fix-member-asking-broke = Run again, and report what you saw.
err-peer-deadline = It did not answer in time.
fix-peer-deadline = Ask its operator, or give it more time in [limits].
err-peer-unreachable = It can’t be reached: { $reason }.
fix-peer-unreachable = Check its address, the network and whether it runs.
err-peer-busy = It has too much to do.
fix-peer-busy = Run again later.
err-peer-malformed = Its answer doesn’t follow the contract.
fix-peer-malformed = Use versions of the program that belong together.
err-peer-internal = Something went wrong inside it.
fix-peer-internal = Its operator finds the reason in the node’s log.
err-call-not-allowed = { $who } may not ask this.
fix-call-not-allowed = Use the certificate of a coordinator that the charter names.
err-call-bad-request = The question doesn’t follow the contract.
fix-call-bad-request = See proto/archipel/node/v1/node.proto.
### end of coordinator

### bundle


result-member = Member
result-index = Index
result-coverage = Coverage
result-all = All members
result-bundle = Bundle: { $path } ({ $cells } cells; { $answered } of { $members } members answered)
result-next = Next: look at { $path }/index.csv; check it with: cd { $path } && sha256sum -c SHA256SUMS
### end of bundle

### demo and simulate

err-demo-too-few-people = { $people } people are too few: the demonstration needs at least { $least }, enough for every member.
fix-demo-too-few-people = Ask for { $least } people or more.

help-demo-people = People in the country (default 1,000,000; at least 5,000 a member)
help-demo-seed = Seed: the same one gives the same country (default 1)
help-demo-out = New folder for the bundle (default archipel-demo)
help-demo-threads = Threads that compute (default: all cores)
help-demo-timings = Write what each step took into this JSON file
help-demo-keep = Go on serving until Ctrl-C; live.json says how to connect
help-simulate = Run your own charter and files on this machine, one real node per member
help-simulate-charter = Charter folder
help-simulate-data = Folder with <member>.csv or .parquet and mapping.toml
help-simulate-out = New folder for the bundle
help-simulate-period = Period of the data (default: the year in which the charter starts)
help-simulate-require = Rule for partial results: all (default) or quorum=N
help-simulate-threads = Threads that compute (default: all cores)
help-simulate-timings = Write what each step took into this JSON file
help-simulate-keep = Go on serving until Ctrl-C; live.json says how to connect
progress-people = Making people
rehearsal-live = The nodes go on serving; { $path } says how to connect. Ctrl-C ends.
demo-title = DEMO / DÉMO · synthetic people: nobody in this country exists.
demo-no-survey = * no national survey of Internet use covers the territories
demo-cross-border = Across provincial borders
demo-next = DEMO / DÉMO · synthetic. Next:
    less { $path }/index.csv
    archipel demo --lang fr --seed 2
    archipel charter new my-charter
### end of demo and simulate
