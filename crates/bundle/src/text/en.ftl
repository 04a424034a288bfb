# English and French are written together; neither is the original. A test holds keys and variables equal.

### general

label-error = error:
label-warning = warning:
place-line = line { $line }
place-column = column { $column }
place-key = key { $key }
again-lines =
    { $count ->
        [one] The same on line { $lines }
       *[other] The same on { $number } more lines: { $lines }
    }
again-codes =
    { $count ->
        [one] always the same code
       *[other] { $count } different codes
    }
more-problems =
    { $count ->
        [one] … and one more problem.
       *[other] … and { $count } more problems.
    }
value-address = ADDRESS
value-bundle = BUNDLE
value-command = COMMAND
value-date = DATE
value-dir = DIR
value-edition = EDITION
value-file = FILE
value-folder = FOLDER
value-id = ID
value-kind = KIND
value-km = KM
value-n = N
value-name = NAME
value-new = NEW
value-old = OLD
value-page = PAGE
value-period = PERIOD
value-points = POINTS
value-role = ROLE
value-seq = SEQ
value-text = TEXT
value-x = X
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
os-not-found = no such file or folder (errno { $number })
os-permission-denied = permission denied (errno { $number })
os-connection-refused = connection refused (errno { $number })
os-connection-lost = connection lost (errno { $number })
os-unreachable = host or network unreachable (errno { $number })
os-timed-out = timed out (errno { $number })
os-address-in-use = address already in use (errno { $number })
os-address-not-available = address not available on this machine (errno { $number })
os-already-exists = already exists (errno { $number })
os-not-a-folder = not a folder (errno { $number })
os-a-folder = is a folder (errno { $number })
os-read-only = read-only file system (errno { $number })
os-storage-full = no space left (errno { $number })
os-file-too-large = file too large: see ulimit -f, or LimitFSIZE of the service (errno { $number })
os-open-files = too many open files: see ulimit -n, or LimitNOFILE of the service (errno { $number })
err-output-unwritten = What the command says can’t be written to its output: { $reason }.
fix-output-unwritten = See to where the output goes. What the command was to do is done; ask again for what it says.
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

### guide

help-guide = Learn what this is about, assess yourself, do exercises
help-charter-forecast = Say from public counts how sure the figures of a charter would be
examples-guide =
    archipel guide
    archipel guide show index
help-guide-show = Show a page of the guide
help-guide-show-page = index, governance, agreement, technology, skills, privacy, readiness or exercises
examples-guide-show = archipel guide show governance
help-guide-readiness = Assess yourself: what is there, and what comes first
help-guide-readiness-new = Write the self-assessment as a file to fill in
help-guide-readiness-new-file = File to write; it must be new
examples-guide-readiness-new = archipel guide readiness new readiness.toml
help-guide-readiness-show = Say what a filled-in self-assessment comes to, and what is left to do
help-guide-readiness-show-file = The file with your answers
help-guide-readiness-show-out = Also write a table as CSV into a new file
examples-guide-readiness-show = archipel guide readiness show readiness.toml --out readiness.csv
help-guide-exercise = List the exercises, show one, or check an answer
help-guide-exercise-number = Number of the exercise, from 1 to 5
help-guide-exercise-bundle = Bundle in which the answer was found
help-guide-exercise-answer = Your answer
examples-guide-exercise =
    archipel guide exercise 1
    archipel guide exercise 1 --bundle guide-demo --answer AB
guide-head-page = Page
guide-head-question = What it answers
guide-page-index = What is this about, and how do I read it in 30 minutes?
guide-page-governance = Who decides what, and who may stop it?
guide-page-agreement = What do we sign, and what can be left out?
guide-page-technology = What do we run, and what must be open?
guide-page-skills = Whom do we need, and how do they learn it?
guide-page-privacy = How much can be shown, and nobody seen?
guide-page-readiness = Are we ready, and what comes first?
guide-page-exercises = Have I understood it? Five tasks whose answers are checked
guide-links = Links
guide-named = { $name }: { $text }
guide-next-list = Next: archipel guide show index
guide-next-page = Next: archipel guide show { $page }
readiness-file-head = Self-assessment. Write yes, partly, no or unknown between the quotes; what stays empty isn’t answered yet. The program sends this file nowhere. Then: archipel guide readiness show FILE
readiness-file-why = Why: { $why }
readiness-next-new = Next: fill it in together, then
    archipel guide readiness show { $path }
readiness-head-section = Section
readiness-answer-yes = yes
readiness-answer-partly = partly
readiness-answer-no = no
readiness-answer-unknown = unknown
readiness-answer-empty = not answered
readiness-left = What is left to do
readiness-open = { $text } ({ $answer })
readiness-do = → { $next }
readiness-none-left = Every statement is answered yes: nothing is left to do. Let somebody from another member ask you the same questions.
readiness-written = Written: { $path }
readiness-next-show = As a table, one line per statement:
    archipel guide readiness show { $path } --out readiness.csv
exercise-next-list = Next: archipel guide exercise 1
exercise-next-task = When you have it: archipel guide exercise { $exercise } --bundle DIR --answer X
exercise-next-right = Next: archipel guide exercise { $exercise }
exercise-next-last = That was the last one. Next: archipel guide readiness new readiness.toml
exercise-learnt-highest = Right. A bundle is files that anybody can read. And a mean hides people: look at share_very_high in the same row.
exercise-learnt-across = Right. None of the members concerned can compute this figure alone, and none gave a record away for it: the coordinator added up cells that were published anyway.
exercise-learnt-sure = Right. Few people are in it, and the same noise weighs more among few: the error is in the file, beside the figure.
exercise-learnt-subtracted = Right: nothing but rounding is left. All figures follow from the same noisy measurements, so parts add up to the whole, and subtracting tells nothing that isn’t printed anyway.
exercise-learnt-sum = Right: a checksum gave it away. Go on, if you like: put the new checksum of index.csv into SHA256SUMS, and do the exercise again. The key is another one then.
exercise-learnt-figures = Right. The checksum holds, but the figures don’t follow from the members’ answers, and the receipts of these are in the members’ logs. To change a figure, one would have to change what the nodes signed.
exercise-hint-highest = Look in index.csv at rows of level province without a category in any group column, and sort by index. The answer is the id of the member whose areas has that code in charter/charter.toml.
exercise-hint-across = Look in cross_border.csv at the row of area 505 without a category in any group column, column index, and round to one decimal.
exercise-hint-sure = Look in index.csv at rows with level metropolitan and a category in the column age alone: column index_se, the largest over all areas.
exercise-hint-subtracted = Add up the column weight of all parts of Newfoundland and Labrador (charter/geography.csv says which), and take the sum from its own weight, in rows without any category.
exercise-hint-unchanged = Nothing is changed in this bundle. Change one figure of index.csv in a copy, save, and give the copy with --bundle.
exercise-hint-key = Run archipel index verify on the copy as it is now: the key is the word in [brackets], at the end of the second line.
exercise-hint-elsewhere = The first thing that doesn’t hold is [{ $key }], in { $path }. Start from a fresh copy and change index.csv alone.
exercise-hint-beside = An editor has left { $path } behind, and no checksum knows it: remove { $path } from the copy.
exercise-lack-members = fewer than two members with a figure
exercise-lack-across = no figures for the area 505 across a border
exercise-lack-sure = no table of the level metropolitan by age
exercise-lack-private = no figures of class private
err-exercise-wrong = That isn’t the answer to exercise { $exercise }.
fix-exercise-wrong = { $hint }
err-exercise-unfit = This bundle doesn’t fit exercise { $exercise }: it has { $lack }.
fix-exercise-unfit = Make one that does: archipel demo --people 100000 --out guide-demo

### end of guide

### settings files

err-document-syntax = The file is not valid TOML: { $detail }.
fix-document-syntax = Mend the line; texts stand in quotes, lists in brackets.
err-document-unknown-key = The key { $key } is not known here.
fix-document-unknown-key = Remove it, or write the nearest known key: { $nearest }.
err-document-missing-key = The key { $key } is missing.
fix-document-missing-key = Add { $key }; the reference lists what it takes.
err-document-wrong-type = { $key } must have the form: { $expected }.
fix-document-wrong-type = Write the value in that form.
err-document-unquoted = { $key } takes a text, and the quotes around it are missing.
fix-document-unquoted = Put the value in quotes: "…"
err-document-not-allowed = { $key } takes one of: { $expected }.
fix-document-not-allowed = Write one of these.
err-document-not-plain = { $key } has characters that could deceive a reader: control characters, or marks that turn the direction of writing.
fix-document-not-plain = Remove them; line breaks and tabs may stay.
err-document-missing-language = { $key } has no text in “{ $language }”.
fix-document-missing-language = Write it in every language: {"{"} en = "…", fr = "…" {"}"}.
err-folder-unreadable = { $path } can’t be read: { $reason }.
fix-folder-unreadable = Check the path and the rights to it.
err-folder-not-plain = { $path } is not a file that may lie there: a pipe, a device, a link to another folder, or, in a bundle, any link or hidden name.
fix-folder-not-plain = Remove it, or put the files themselves there.
err-folder-too-large = The folder { $path } holds more than { $limit_mib } MiB.
fix-folder-too-large = A charter folder holds the charter’s files only; move everything else out.

### end of settings files

### charter

err-charter-file-missing = The charter names the file { $file }, which isn’t in its folder.
fix-charter-file-missing = Put { $file } beside charter.toml, or correct the name.
err-charter-geography-area = This line has no valid code, or a level that the charter doesn’t name.
fix-charter-geography-area = Codes are 1–64 letters, digits, - _ . ; levels: { $levels }.
err-charter-area-twice = The area { $code } stands twice; first on line { $first }.
fix-charter-area-twice = Remove one, or give it another code.
err-charter-area-parent = The parent of { $code } is not an area of the next coarser level ({ $level }).
fix-charter-area-parent = Give the code of its parent; only the root has none.
err-charter-geography-roots = Areas that the geography has at the coarsest level: { $count }; there must be one.
fix-charter-geography-roots = Put one area above all others.
err-charter-id-twice = The id “{ $id }” is used twice.
fix-charter-id-twice = Give one of the two another id.
err-charter-id-reserved = The id “{ $id }” is the name of another column of the results.
fix-charter-id-reserved = Choose another id.
err-charter-unknown-reference = “{ $id }” is not among: { $known }.
fix-charter-unknown-reference = Correct the id, or add what it names.
err-charter-label = This name is empty, longer than 64 characters, or has a tab, a line break or spaces at its ends.
fix-charter-label = Write a shorter name on one line, without spaces around it.
err-charter-number-range = The value is outside of what is allowed: { $allowed }.
fix-charter-number-range = Choose a value in this range.
err-charter-dates = The charter ends before it starts.
err-charter-rho = This isn’t an amount of privacy loss.
fix-charter-rho = Give one of { $presets }, or decimal text such as "0.185": above 0, at most { $most }, with at most six decimals.
err-charter-not-private = { $key } isn’t possible in class { $class }: it would make one person’s figures depend on others.
fix-charter-not-private = Leave it out. What scores need is fixed beforehand, such as bounds: normalise = {"{"} kind = "bounds", low = …, high = … {"}"}
err-charter-weights-unsaid = Class { $class } must know whether people have weights before it looks at any.
fix-charter-weights-unsaid = Write weights = "none" in [method], or weights = "design" with a weight_cap.
err-charter-impossible = Class private knows no impossible cells: that one is empty would be told from an exact count.
fix-charter-impossible = Leave it out: a cell in which nobody can be has noise like every other.
err-charter-weights-calibrated = weights = "calibrated" isn’t possible in class private: one person’s weight would depend on others.
fix-charter-weights-calibrated = Write weights = "design" with a weight_cap, or weights = "none". Figures are calibrated after the noise, to the public totals in totals.csv of the charter folder.
err-charter-no-weight-cap = Weights have no cap, so that one person could weigh anything; class { $class } can’t protect that.
fix-charter-no-weight-cap = Give weight_cap in [method]: what nobody may count for more than. Take it from the survey’s design, not from its data.
err-private-too-fine = The tables are too fine for ρ = { $rho }: their noise would be beyond all use.
fix-private-too-fine = Leave out tables or groups, take coarser categories, or agree on a larger ρ.
err-private-no-figure = No figure would be within 20 points at: { $members }. For so few people the noise at ρ = { $rho } is too large.
fix-private-no-figure =
    { $enough ->
        [0] Leave out tables, the finest first ({ $table }); no ρ that is allowed would do.
       *[other] Leave out tables, the finest first ({ $table }), or agree on a ρ of some { $enough }.
    }
err-private-plan = The plan doesn’t fit this charter, or costs more than it says (line { $line }).
fix-private-plan = Ask the member: its node may run another version of the software. Figures without a sound plan aren’t used.
fix-charter-dates = Correct starts or ends.
err-charter-bands = The cut points of the bands don’t rise from above 0 to at most 100, or the last band has an end.
fix-charter-bands = List the bands from low to high, each with a greater “below”, the last one without.
err-charter-coarser-level = “{ $id }” is not a coarser level of its group: each category must be taken up exactly once, and categories of the level before may not be split.
fix-charter-coarser-level = Form fewer categories than before, but at least two, and list in “of” every category, once.
err-charter-area-shared = The member { $other } already speaks for the area { $code }, for a part of it, or for one around it.
fix-charter-area-shared = Let one member speak for each area, and list each area once.
err-charter-lattice-too-large = This table would have more than { $limit } cells: areas × combinations of categories.
fix-charter-lattice-too-large = Leave groups out, or list them at a coarser level.
err-charter-unit-not-yet = Methods with unit “area” can’t be computed by this version.
fix-charter-unit-not-yet = Use unit = "person".
err-charter-not-yet-in-force = The charter is not in force before { $starts }.
fix-charter-not-yet-in-force = Wait until then, or agree on a new version.
err-charter-ended = The charter ended on { $ends }.
fix-charter-ended = Agree on a new version and sign it.
err-charter-not-signed-here = The member { $member } has not signed this charter.
fix-charter-not-signed-here = Let the officer sign it: archipel charter sign
err-charter-quorum = Signatures: { $signed }; the charter needs { $needed }.
fix-charter-quorum = Put the missing signatures into signatures/.
err-charter-bad-signature = The signature { $file } doesn’t hold for the bytes of this charter.
fix-charter-bad-signature = Get the folder that was signed, or sign this one anew.
err-charter-wrong-key = The charter names another signing key for { $member }.
fix-charter-wrong-key = Use the key whose public half stands in the charter, or correct signing_key and agree anew.
err-note-bad-key = This is not a signing key.
fix-note-bad-key = Give the file that pki made; the name in a key has neither spaces nor +.
err-charter-file-outside = { $file } can’t be named here: the digest that members sign doesn’t cover it, or it has another role.
fix-charter-file-outside = Put the file elsewhere in the charter folder, outside of signatures/.
err-charter-file-name = The file name “{ $file }” has characters that the digest can’t cover safely.
fix-charter-file-name = Rename the file, without control characters and backslashes.
err-charter-private-key = { $file } holds a private key. Everybody gets the charter folder.
fix-charter-private-key = Take the key out of the folder; if the folder was shared, replace the key.
err-charter-no-certificate = There is no certificate in { $file }.
fix-charter-no-certificate = Put the certificate of the authority there, in PEM form (-----BEGIN CERTIFICATE-----).
err-charter-geography-dguid = What stands as the DGUID of the area { $code } isn’t one.
fix-charter-geography-dguid = A DGUID has four digits, a letter, four digits and a code, such as 2021A000235; leave the field empty where there is none.
err-charter-geography-name = The area { $code } has no readable name in “{ $language }”.
fix-charter-geography-name = Write its name in every language; the same name may stand twice.
err-charter-area-barren = No area of the finest level ({ $level }) lies in { $code }, so nobody can be counted in it.
fix-charter-area-barren = Add the areas that lie in { $code }, down to the level { $level }, or remove its line.
err-charter-blank = This text is empty.
fix-charter-blank = Write what it has to say.
err-charter-outdated-key = This key is of an earlier form, or of another class.
fix-charter-outdated-key = Write { $now }
err-charter-keys-gone = This is of an earlier form of charters, and nothing takes its place: { $keys }.
fix-charter-keys-gone = Leave it out.
err-charter-dimension-empty = No indicator belongs to the dimension “{ $id }”.
fix-charter-dimension-empty = Add an indicator to it, or remove the dimension.
err-charter-second-other = Another category of this group already takes all other values.
fix-charter-second-other = Leave other = true with one category only.
err-charter-key-shared = The member { $other } has the same signing key: one person could sign for both.
fix-charter-key-shared = Let each member make a key of its own.
err-totals-class = Public totals go with class { $class } alone: they are for figures that have noise.
fix-totals-class = Take totals.csv out of the charter, or choose class { $class }.
err-totals-min-frequency = Public totals and min_frequency don’t go together: hidden figures can’t be added up.
fix-totals-min-frequency = Take out totals.csv, or min_frequency in [privacy].
err-totals-level = Not a level, or another one than in the lines above: { $expected }.
fix-totals-level = Give all totals of one level.
err-totals-area = No area of that level has the code { $code }.
fix-totals-area = Write the code as it stands in the geography.
err-totals-category = The group { $group } has no such category; it has: { $known }.
fix-totals-category = Write one of these.
err-totals-count = Not a number of people.
fix-totals-count = Write a whole number from 1 to 4294967295.
err-totals-twice = A total for these people stands on line { $first } already.
fix-totals-twice = Leave one of the two.
err-totals-no-table = The charter has no table of { $level } by { $groups }: the strata of totals are measured as one.
fix-totals-no-table = Add the table, or give totals that fit one: [[table]] level = "{ $level }".
err-totals-area-shared = People of several members live in { $code }.
fix-totals-area-shared = Give totals of a finer level, whose areas lie in one member each.
err-totals-missing = Some totals of { $member } are there, and { $missing } are not.
fix-totals-missing = Give all cells of the member, or none.
err-charter-licence-url = The place of the licence’s text isn’t an https:// address in both languages, or there is no licence.
fix-charter-licence-url = Write addresses as a browser shows them, and name the licence under licence.
err-charter-endpoint = The endpoint is not of the form host:port.
fix-charter-endpoint = Write it like node.example.org:7443, without https://; an IPv6 address stands in brackets.
err-charter-identity = The identity is not that of a coordinator of this federation.
fix-charter-identity = Write { $expected }, as in the coordinator’s certificate.
err-charter-parts-level = The parts don’t all belong to one level.
fix-charter-parts-level = Name areas of one level only.
err-charter-parts-unpublished = No table publishes areas of the level { $level }, so there is nothing to add up.
fix-charter-parts-unpublished = Add a table of this level, or name parts of a level that has one.
err-charter-tables-too-many = This table would bring more than { $limit } coarser ones.
fix-charter-tables-too-many = List fewer groups in one table.
err-charter-groups-too-fine = All groups together have more than { $limit } combinations of categories.
fix-charter-groups-too-fine = Leave groups out, or use fewer categories.
err-charter-not-a-member = { $member } is not a member of this charter; members: { $known }.
fix-charter-not-a-member = Give the id of a member as the charter writes it.
err-charter-no-key = The charter names no signing key for { $member } yet.
fix-charter-no-key = Add signing_key to the member, agree on that charter, then sign.
err-charter-no-officer-key = The charter names no officer’s key for: { $members }. In class private nobody there could decide what is spent.
fix-charter-no-officer-key = Give each member officer_key: archipel pki signing-key makes one. Then agree on that charter, and sign.
help-charter = Write, check, read, forecast, compare and sign charters
help-charter-check = Check a charter folder, its signatures and its digest
help-charter-check-folder = Charter folder
help-charter-check-before = The charter in force so far: says if the method changed unsaid

# The noun charter: what is said besides problems.

help-charter-new = Write a commented charter to start from
help-charter-new-folder = Folder to make; it must be empty
help-charter-new-id = Name of the federation: a-z 0-9 - _ . (64 at most)
examples-charter-new = archipel charter new my-charter --id my-federation
help-charter-show = Say in plain sentences what a charter means
help-charter-show-folder = Charter folder
examples-charter-show =
    archipel charter show my-charter
    archipel --lang fr charter show my-charter
help-charter-forecast-folder = Charter folder
help-charter-forecast-people = Counts as CSV: code,people, for areas of any level
help-charter-forecast-shares = Sizes as CSV: group,category,share; without it, all are even
help-charter-forecast-member = One member only; without it, all
help-charter-forecast-points = Error of an index that is sure enough, in points (default 2)
examples-charter-forecast =
    archipel charter forecast my-charter --people census.csv
    archipel charter forecast my-charter --people census.csv --shares groups.csv --points 5
help-charter-diff = Say what differs between two charters, what matters most first
help-charter-diff-old = Charter folder before
help-charter-diff-new = Charter folder after
examples-charter-diff = archipel charter diff charter-v1 charter-v2
help-charter-sign = Sign a charter for a member
help-charter-sign-folder = Charter folder
help-charter-sign-member = Member for whom you sign
help-charter-sign-key = File with the officer’s signing key
examples-charter-sign = archipel charter sign my-charter --member gulls --key officer.key
word-none = not stated
word-file = { $file } ({ $digest })
word-list-cut = { $shown } and { $more } more
word-quoted = “{ $text }”
word-in-english = in English
word-in-french = in French
mean-arithmetic = weighted arithmetic mean
mean-geometric = weighted geometric mean (scores below 1 count as 1)
mean-harmonic = weighted harmonic mean (scores below 1 count as 1)
weights-none = nobody has a weight: everybody counts for one
weights-design = people have the design weights of a survey
weights-calibrated = people have weights that were calibrated to known totals
weights-unsaid = each member decides whether its people have weights
missing-leave-out = a person who lacks the score of at least one dimension is left out and counted nowhere
missing-average = a person’s index is taken over the dimensions that have a score; a person with none is counted nowhere
scale-yes-no-yes = yes or no; “yes” counts as vulnerable
scale-yes-no-no = yes or no; “no” counts as vulnerable
scale-ordered-higher = a step from 1 to { $steps }; the higher, the more vulnerable
scale-ordered-lower = a step from 1 to { $steps }; the lower, the more vulnerable
scale-number-higher = a number, counted from { $low } to { $high }; the higher, the more vulnerable
scale-number-lower = a number, counted from { $low } to { $high }; the lower, the more vulnerable
charter-next-new =
    Next: change these files line by line, then
      archipel charter check { $folder }
      archipel charter show { $folder }
      archipel charter sign { $folder } --member … --key …
charter-summary = Charter { $id }, version { $version }
charter-digest = Digest: { $digest }
charter-check-dates = In force: from { $starts } to { $ends }
charter-check-class = Class: { $class }
charter-check-tables = Tables: { $tables }, with up to { $cells ->
        [one] { $cells } cell
       *[other] { $cells } cells
    }
charter-check-unclaimed =
    { $count ->
        [one] No member speaks for one area of the level “{ $level }”: { $areas }. Nothing about it can be published.
       *[other] No member speaks for { $count } areas of the level “{ $level }”, such as { $areas }. Nothing about them can be published.
    }
charter-check-authority-shared = One authority speaks for several members: { $members }. It could issue certificates in the name of each of them.
charter-check-jurisdiction = No jurisdiction is stated for: { $parties }. The register of releases can’t tell whether figures leave it.
charter-check-members = Members: { $count }
charter-signature-no-key = { $member }: the charter names no signing key yet
charter-signature-missing = { $member }: has not signed yet
charter-signature-holds = { $member }: has signed
charter-signature-broken = { $member }: the signature does NOT hold for these files
charter-check-quorum-reached = Signatures: { $signed } of the { $needed } that the charter needs. It is agreed.
charter-check-quorum-open = Signatures: { $signed } of the { $needed } that the charter needs. It is not agreed yet.
charter-check-quorum-impossible = Signatures: { $signed } of the { $needed } that the charter needs. The charter can’t be agreed yet: number of signing keys that it names: { $able }. A simulation needs none.
charter-next-check = The charter is sound. Next: archipel charter show { $folder }
charter-next-show = Next, if you agree: archipel charter sign { $folder } --member … --key …
charter-next-forecast = Next: change groups, tables or levels and forecast again, or: archipel charter check { $folder }
forecast-head = Charter { $id }, version { $version }; members: { $members }, people by public counts: { $people }. In how large cells the error of an index is at most { $points ->
        [one] { $points } point
       *[other] { $points } points
    }, and how much of the people that is:
forecast-needs = People needed
forecast-sure = Share
forecast-even = No shares were given for these groups, so all their categories are equally large: { $groups }.
forecast-uncounted = No count says how many people live in some areas of the finest level ({ $areas }); these stand empty.
forecast-strangers = No member speaks for some people of the counts ({ $people }), who are left out.
forecast-estimate = What a cell needs is computed from the charter and doesn’t depend on any data. How many people a cell has is an estimate: each group was taken for itself, the same everywhere.
err-forecast-class = This charter is of class { $class }: nothing in it is planned.
fix-forecast-class = Set class = "private" in the charter to see how sure its figures would be.
err-forecast-nobody = No count says that anybody lives in the areas of these members.
fix-forecast-nobody = Give counts for their areas, or for areas around them.
err-forecast-area = The charter’s geography has no area { $code }.
fix-forecast-area = Use the codes of the charter’s geography, of any level.
err-forecast-area-twice = The area { $code } stands twice; first on line { $first }.
fix-forecast-area-twice = Keep one count for each area.
err-forecast-count = This is no number of people.
fix-forecast-count = Write a whole number from 0 up, without spaces or marks between digits.
err-forecast-sum = { $code } has { $people ->
        [one] { $people } person
       *[other] { $people } people
    }, but the counts of areas within it add up to { $within }.
fix-forecast-sum = Correct a count, or leave out that of { $code }.
err-forecast-total = The counts add up to nobody, or to more than { $limit } people.
fix-forecast-total = Give the people of each area, as a census counts them.
err-forecast-group = The charter has no group “{ $id }”; groups: { $known }.
fix-forecast-group = Use the ids of the charter’s groups.
err-forecast-category = The group { $group } has no category “{ $id }”; categories: { $known }.
fix-forecast-category = Use the ids of the group’s finest categories.
err-forecast-category-twice = The category “{ $id }” stands twice; first on line { $first }.
fix-forecast-category-twice = Keep one share for each category.
err-forecast-share = This is no share.
fix-forecast-share = Write a number from 0 to 1, with a point: 0.25
err-forecast-share-sum = The shares of the group { $group } add up to { $sum }, not to 1.
fix-forecast-share-sum = Correct them; categories that are left out count as 0.
charter-signed = Signed for { $member }: { $file }
charter-signed-before = { $member } has already signed these very files; nothing was changed.
charter-quorum-reached = Enough members have signed: the charter is agreed.
charter-quorum-missing =
    { $count ->
        [one] One more signature is needed before the charter is agreed.
       *[other] { $count } more signatures are needed before the charter is agreed.
    }
charter-sign-anew = Signatures that don’t hold for these files: { $members }. Until these members have signed anew, no node acts under the charter.
charter-next-sign = Next: send { $file } to the other members; it goes into signatures/ of their folders.
charter-diff-old = Before: charter { $id }, version { $version }, digest { $digest }…
charter-diff-new = After: charter { $id }, version { $version }, digest { $digest }…
charter-diff-same = The two charters are the same, byte for byte.
charter-diff-bytes = Nothing but the bytes differs: comments, spaces, or the way a value is written. The digests differ, so signatures for one don’t hold for the other.
charter-next-diff = The digests differ: what was signed before must be signed anew.
charter-topic-protection = Protection of the figures
charter-topic-purpose = Purpose and authority
charter-topic-dates = Dates
charter-topic-members = Members
charter-topic-published = What may be published
charter-topic-coordinators = Who may ask
charter-topic-method = How the index is computed
charter-topic-other = Other
change-class = Class: was “{ $was }”, is now “{ $now }”. It decides how figures are protected.
change-threshold = { $key }: was { $was }, is now { $now }
change-title = Title, { $language }: was “{ $was }”, is now “{ $now }”
change-purpose = Purpose, { $language }: was “{ $was }”, is now “{ $now }”
change-target-population = Who is counted, { $language }: was “{ $was }”, is now “{ $now }”
change-reference-date = As of, { $language }: was “{ $was }”, is now “{ $now }”
change-authority = Legal authority, { $language }: was “{ $was }”, is now “{ $now }”
change-licence = Licence, { $language }: was “{ $was }”, is now “{ $now }”
change-licence-url = Text of the licence, { $language }: was “{ $was }”, is now “{ $now }”
change-starts = First day in force: was { $was }, is now { $now }
change-ends = Last day in force: was { $was }, is now { $now }
change-member-joins = Member “{ $member }” ({ $id }) joins, for { $areas }
change-member-leaves = Member “{ $member }” ({ $id }) leaves; it spoke for { $areas }
change-member-name = Member { $member }: its name, { $language }, was “{ $was }”, is now “{ $now }”
change-member-legal-authority = Member { $member }: its legal authority, { $language }, was “{ $was }”, is now “{ $now }”
change-member-areas-more = Member { $member } now speaks for { $areas }, too
change-member-areas-fewer = Member { $member } no longer speaks for { $areas }
change-member-jurisdiction = Member { $member }: its jurisdiction was { $was }, is now { $now }
change-member-key = Member { $member }: its signing key was { $was }, is now { $now }
change-member-authority = Member { $member }: the certificates of its authority were { $was }, are now { $now }
change-member-population = Member { $member }: the number of people was { $was }, is now { $now }
change-member-weight-cap = Member { $member }: weights counted at most { $was }, now at most { $now }
change-member-endpoint = Member { $member }: the address of its node was { $was }, is now { $now }
change-quorum = Signatures that put the charter in force: { $was } before, { $now } now
change-table-added =
    { $count ->
        [one] Table “{ $table }” is new: one cell more may be published
       *[other] Table “{ $table }” is new: up to { $count } cells more may be published
    }
change-table-removed =
    { $count ->
        [one] Table “{ $table }” is no longer published: one cell fewer
       *[other] Table “{ $table }” is no longer published: up to { $count } cells fewer
    }
change-table-cells = Table “{ $table }”: may now have up to { $now ->
        [one] { $now } cell
       *[other] { $now } cells
    }; it was up to { $was }
change-band-added = Band “{ $band }” is new: the share of people in it may be published
change-band-removed = Band “{ $band }” is gone: the share of people in it is no longer published
change-band-label = Band { $band }: its label, { $language }, was “{ $was }”, is now “{ $now }”
change-band-below = Band “{ $band }”: its upper end was { $was }, is now { $now }
change-cross-border-added = Area “{ $area }” ({ $id }) across members’ borders is new: the sum of { $parts }
change-cross-border-removed = Area “{ $area }” ({ $id }) across members’ borders is no longer published; it was the sum of { $parts }
change-cross-border-name = Area { $area } across members’ borders: its name, { $language }, was “{ $was }”, is now “{ $now }”
change-cross-border-parts = Area { $area } across members’ borders: was the sum of { $was }, is now the sum of { $now }
change-group-added = Group “{ $group }” ({ $id }) is new: members’ records must hold it
change-group-removed = Group “{ $group }” ({ $id }) is gone: members’ records need no longer hold it
change-group-label = Group { $group }: its label, { $language }, was “{ $was }”, is now “{ $now }”
change-group-other = Group { $group }: the category that takes all other values was { $was }, is now { $now }
change-category-added = Group { $group }: category { $category } is new
change-category-removed = Group { $group }: category { $category } is gone
change-category-label = Group { $group }, category { $category }: its label, { $language }, was “{ $was }”, is now “{ $now }”
change-coarser-level-added = Group { $group }: people are now also counted by “{ $coarser_level }”
change-coarser-level-removed = Group { $group }: people are no longer counted by “{ $coarser_level }”
change-coarser-level-label = Group { $group }, level { $coarser_level }: its label, { $language }, was “{ $was }”, is now “{ $now }”
change-coarser-level-of = Group { $group }, “{ $coarser_level }”: was { $was }; is now { $now }
change-vintage = Boundaries: were those of “{ $was }”, are now those of “{ $now }”
change-levels = Levels of areas: were { $was }, are now { $now }
change-level-label = Level { $level }: its label, { $language }, was “{ $was }”, is now “{ $now }”
change-areas-more =
    { $count ->
        [one] Level “{ $level }”: one area is new: { $areas }
       *[other] Level “{ $level }”: { $count } areas are new: { $areas }
    }
change-areas-fewer =
    { $count ->
        [one] Level “{ $level }”: one area is gone: { $areas }
       *[other] Level “{ $level }”: { $count } areas are gone: { $areas }
    }
change-areas-moved =
    { $count ->
        [one] Level “{ $level }”: one area now lies in another area: { $areas }
       *[other] Level “{ $level }”: { $count } areas now lie in other areas: { $areas }
    }
change-areas-renamed =
    { $count ->
        [one] Level “{ $level }”: one area has another name: { $areas }
       *[other] Level “{ $level }”: { $count } areas have other names: { $areas }
    }
change-areas-identified =
    { $count ->
        [one] Level “{ $level }”: one area has another DGUID: { $areas }
       *[other] Level “{ $level }”: { $count } areas have other DGUIDs: { $areas }
    }
change-coordinator-joins = Coordinator “{ $coordinator }” ({ $identity }) may ask from now on
change-coordinator-leaves = Coordinator “{ $coordinator }” ({ $identity }) may no longer ask
change-coordinator-name = Coordinator { $coordinator }: its name, { $language }, was “{ $was }”, is now “{ $now }”
change-coordinator-jurisdiction = Coordinator { $coordinator }: its jurisdiction was { $was }, is now { $now }
change-coordinator-identity = Coordinator { $coordinator }: its identity was { $was }, is now { $now }
change-coordinator-authority = Coordinator { $coordinator }: the certificates of its authority were { $was }, are now { $now }
change-coordinator-key = Coordinator { $coordinator }: its signing key was { $was }, is now { $now }
change-method-id = Method: was { $was }, is now { $now }
change-method-version = Version of the method: was { $was }, is now { $now }
change-method-unversioned = The method has changed, and its version ({ $version }) has not been raised: the index is no longer comparable; raise method.version
change-method-aggregate = The index: was the { $was } of its dimensions, is now their { $now }
change-method-missing = Missing answers: the rule was “{ $was }”; it is now “{ $now }”
change-method-weights = Weights of people: was that { $was }, is now that { $now }
change-method-weight-cap = Largest weight of a person: was { $was }, is now { $now }
change-method-notes = Note shown with the index, { $language }: was “{ $was }”, is now “{ $now }”
change-method-notes-added = The index is now shown with the note “{ $now }”
change-method-notes-removed = The index is no longer shown with the note “{ $was }”
change-dimension-added = Dimension “{ $dimension }” is new: its mean may be published
change-dimension-removed = Dimension “{ $dimension }” is gone: its mean is no longer published
change-dimension-label = Dimension { $dimension }: its label, { $language }, was “{ $was }”, is now “{ $now }”
change-dimension-weight = Dimension “{ $dimension }”: weight was { $was }, is now { $now }
change-dimension-aggregate = Dimension “{ $dimension }”: was the { $was } of its indicators, is now their { $now }
change-dimension-min-answered = Dimension “{ $dimension }”: answers needed for a score were { $was }, are now { $now }
change-indicator-added = Indicator “{ $indicator }” ({ $id }) is new in “{ $dimension }”, with weight { $weight }: { $scale }. Members’ records must hold it
change-indicator-removed = Indicator “{ $indicator }” ({ $id }) is gone from “{ $dimension }”
change-indicator-label = Indicator { $indicator }: its label, { $language }, was “{ $was }”, is now “{ $now }”
change-indicator-dimension = Indicator “{ $indicator }”: belonged to { $was }, now belongs to { $now }
change-indicator-scale = Indicator “{ $indicator }”: was {"["}{ $was }{"]"}, is now {"["}{ $now }{"]"}
change-indicator-weight = Indicator “{ $indicator }”: weight was { $was }, is now { $now }
change-id = Id of the charter: was { $was }, is now { $now }
change-version = Version: was { $was }, is now { $now }
change-order = The order in which tables, groups, categories, dimensions, indicators or bands are listed has changed; it decides the order of rows and columns only
change-file-added = File { $file } is new in the folder
change-file-removed = File { $file } is gone from the folder
change-file-changed = File { $file } has changed
limits-heading = What can’t be promised
limit-class-public = Class “public” protects nothing: it is for data that are public already.
limit-class-private = Class “private”: noise of known size on every figure, a proven bound.
limit-guess-answers = A known person’s answers: about { $about }, at most { $most } in 100 guesses right.
limit-guess-presence = Whether somebody is in the data: about { $about }, at most { $most } in 100.
limit-guess-surest = That is an average: of the surest 1% of guesses, about { $percent } in 100 are right.
limit-guess-household = Four of a household, all alike: about { $about }, at most { $most } in 100.
limit-class-controlled = Class “controlled” is customary practice for surveys, and has no bound.
limit-counts-controlled = One printed count is off by up to { $off }.
limit-together-controlled = From all tables together most totals can be computed to ±1.
limit-feared-controlled = Whoever knows who was asked, or everybody else, isn’t held off.
limit-editions-controlled = Don’t use it for registers; each edition about the same people tells more.
limit-feared-public = Nobody is feared: a cell of one person tells that person’s scores.
limit-guess-public = No probability is promised: whether somebody is in the data may be plain.
limit-together-public = Households and persons in two members’ data aren’t protected either.
limit-editions-public = Two editions about the same people tell what changed between them.
show-heading-agreement = Who agrees, and what for
show-members =
    { $count ->
        [one] One member agrees:
       *[other] { $count } members agree:
    }
show-member = { $name } ({ $id }), which speaks for: { $areas }
show-member-population = People: { $people }
show-member-weight-cap = No weight of its people counts for more than { $cap }
show-member-trust = Jurisdiction: { $jurisdiction }; node: { $node }; signing key: { $key }; authority: { $authority }
show-jurisdiction-none = not stated
show-coordinator-trust = Jurisdiction: { $jurisdiction }; signing key: { $key }; authority: { $authority }
show-authority-file = { $file } (SHA-256 of the file: { $digest })
show-purpose = Purpose: { $purpose }.
show-authority = Legal authority: { $authority }.
show-licence = Whoever uses the figures may do so under: { $licence }.
show-no-licence = The charter names no licence for what is published.
show-target-population = Who is counted: { $people }.
show-reference-date = As of: { $date }.
show-dates = From { $starts } to { $ends }, both days included.
show-quorum =
    { $quorum ->
        [one] The agreement comes into force, for each member that has signed, once one member of { $members } has.
       *[other] The agreement comes into force, for each member that has signed, once { $quorum } members of { $members } have.
    }
show-witnesses =
    { $witnesses ->
        [one] When a node first starts, { $witnesses } other member becomes a witness of its log, drawn by rule, beside the coordinators; where there are fewer others, all do.
       *[other] When a node first starts, { $witnesses } other members become witnesses of its log, drawn by rule, beside the coordinators; where there are fewer others, all do.
    }
show-geography = Places: boundaries of { $vintage }; number of areas at each level: { $levels }.
show-level = { $level } ({ $areas })
show-heading-records = What each member’s records must hold
show-records = One row per person: a pseudonymous identifier (person_id), the code of an area of the level “{ $level }” (area), and what is listed here. A household identifier (household_id) and a weight (weight) may be there. These records never leave the member.
show-records-unweighted = One row per person: a pseudonymous identifier (person_id), the code of an area of the level “{ $level }” (area), and what is listed here. A household identifier (household_id) may be there. These records never leave the member.
show-groups = Groups, by which people are counted apart:
show-no-groups = No groups: people are not counted apart.
show-group = { $id }, “{ $label }”: { $categories }
show-group-other = Every other value counts as “{ $category }”.
show-coarser-level = Also counted by “{ $label }”: { $categories }
show-indicators = Indicators, the answers that make the index; each may be missing:
show-indicator = { $id }, “{ $label }”: { $scale }
show-heading-index = How the index is computed
show-scores = Each answer gives a score from 0 (not vulnerable) to 100 (most vulnerable), in proportion between the ends of its scale. Answers make dimensions; the weight of each stands in brackets:
show-dimension =
    { $count ->
        [one] “{ $label }”, { $mean } of: { $indicators }. One answer is enough.
       *[other] “{ $label }”, { $mean } of: { $indicators }. A person with fewer than { $count } answers has no score here.
    }
show-index = A person’s index is the { $mean } of: { $dimensions }.
show-missing = Missing answers: { $rule }.
show-weights = The figures of an area or a group are means over its people, each with the weight that the records give (1 without one).
show-unweighted = The figures of an area or a group are means over its people.
show-weights-are = Weights: { $weights }.
show-weight-cap = A weight above { $cap } counts as { $cap }.
show-bands = The index is cut into bands:
show-band-all = “{ $label }”: everybody
show-band-first = “{ $label }”: below { $below }
show-band-between = “{ $label }”: from { $from } to below { $below }
show-band-last = “{ $label }”: { $from } and above
show-notes = Shown wherever the index is shown: “{ $notes }”
show-heading-published = What may be published
show-figures = Tables of cells. A cell is one area, or one group of people in it, and may show: how many people it stands for and their weight, the mean index, the mean of each dimension, and the share of people in each band.
show-precision = Beside them stands how far they may be off: standard errors and, for the index, an interval and a range of ranks.
show-tables = The tables:
show-table-everybody =
    { $count ->
        [one] Areas of the level “{ $level }”, everybody together: one cell
       *[other] Areas of the level “{ $level }”, everybody together: up to { $count } cells
    }
show-table-groups =
    { $count ->
        [one] Areas of the level “{ $level }” by { $groups }: one cell
       *[other] Areas of the level “{ $level }” by { $groups }: up to { $count } cells
    }
show-cells =
    { $count ->
        [one] One cell in all.
       *[other] Up to { $count } cells in all.
    }
show-cross-border-head = Among these cells are those of areas across members’ borders, each the sum of published cells:
show-cross-border = { $name }, at the level “{ $level }”: { $parts }
show-totals = Figures are made to add up to public totals after the noise: { $count } of them, by { $table } (totals.csv). Whoever is few beside the noise is taken together with others; the edition says how many totals hold by themselves.
show-never = Never published: anybody’s record, answers or identifier; the smallest, the largest or the middle value in a cell; any area, group or combination that is not listed here.
show-only = A node answers from these tables only, and to the same question always the same.
show-heading-protection = How the figures are protected
show-class-public = Class “public”: figures are exact and nothing is withheld. This is right only for data that are public already.
show-class-controlled = Class “controlled”: customary practice for surveys, no bound. Every figure carries a count’s noise, and cells whose noisy count is small show nothing. What protects a respondent is that nobody knows who was asked; whoever knows that, or knows everybody else, is not held off. It isn’t for registers.
show-class-private = Class “private”: exact cells are measured once, with random noise, and then gone. Every figure and every status that is published of an edition, now or later, follows from these measurements; so what anybody can learn of one person from it has a proven bound. Another edition, such as next year’s or a corrected one, measures anew and costs again.
show-rules = These rules hold, whether the charter sets them or not (their keys stand in brackets):
show-rules-stricter = A member may be stricter in its own node, never looser.
show-budget = Nothing is drawn before your officer has adopted a budget: what all editions together may cost (lifetime_rho), and witnesses outside of your member who know of each before it is drawn. What was spent is never given back.
rule-rho = Privacy loss of one edition: ρ = { $rho } (zero-concentrated differential privacy); that is ε = { $epsilon } at δ = { $delta } (rho, delta).
rule-guess-answers = Guesses at a known person’s answers, 50:50 beforehand, averaged over people: about { $about }% right, at most { $most }%.
rule-guess-presence = Guesses whether somebody is in the data: about { $about }%, at most { $most }%.
rule-guess-two-members = Whether somebody is in the data of two members: about { $about }%, at most { $most }%.
rule-guess-household-2 = A household of two who are alike: about { $about }%, at most { $most }%.
rule-guess-household-4 = A household of four who are alike: about { $about }%, at most { $most }%.
rule-guess-surest = These are averages: of the 1% of guesses that an attacker is surest of, about { $answers }% are right about answers, { $presence }% about presence.
rule-guess-change = Whatever changes in one person’s record, it costs at most 4ρ = { $rho }: guessed right in at most { $most }% of cases.
rule-lifetimes = Editions that a lifetime allows: { $editions }.
rule-lifetime-one = ρ = { $lifetime }: { $editions }
rule-people = { $level }, people needed for the error of an index to be below 2 points: { $everybody }; in the tables with most groups: { $finest }.
rule-people-groups = { $level }, people needed for the error of an index to be below 2 points: { $finest }.
rule-people-any = People that a member needs for any index at all to be within 20 points: { $people }.
rule-noise = Every figure carries a count’s noise, keyed by who contributes and by the name of the cell: no printed count is off by more than { $persons }.
rule-averages = From all tables together most totals can be computed to ±1, often exactly.
rule-register = Nobody has a weight here, as in a register. Who is in a register is known, so this class protects nobody: take class private.
rule-min-frequency = A cell whose noisy count is below a limit shows nothing (min_frequency): { $value }. This is a rule about printed numbers, not about people. It hides some larger cells and shows some smaller ones; what it hides follows from margins, and intervals don’t hold for small cells that are shown.
help-charter-agreement = Fill in the draft of an agreement from a charter
help-charter-agreement-folder = Charter folder
help-charter-agreement-out = Write it into a new file instead of printing it
examples-charter-agreement =
    archipel charter agreement my-charter
    archipel charter agreement my-charter --out agreement.md
agreement-next = Next: fill in what stands in [square brackets] of { $path }, with legal counsel. To compare it with the charter:
    archipel charter show { $folder }
agreement-no-coordinator = [nobody yet: the charter names no coordinator]
agreement-authority = { $member }: { $authority }
agreement-dimension = dimension
agreement-indicator = indicator
agreement-answer = answer
agreement-group = { $label } ({ $id }): { $categories }
agreement-coarser-level = also by { $label } ({ $id }): { $categories }
agreement-cross-border = Areas across members’ borders, each the sum of its parts:
agreement-public = Figures are exact and nothing is withheld. This is right only for data that are public already. What is said below of withheld cells has no effect in this class.
agreement-budget =
    Beyond the charter, the members settle what all editions together may cost, and who knows of it before anything is drawn. Each officer adopts both with a signature (`archipel node budget --adopt`). Until then that member’s node draws nothing; what was spent is never given back.

    | member | lifetime ρ of all its editions (`lifetime_rho`) | witnesses of what it spends, three or more |
    | --- | --- | --- |
    | [member] | [ρ; for how many editions, in how many years] | [other members, the coordinator] |
agreement-method = The index is the { $mean } of { $dimensions } (method { $id }, version { $version }).
show-heading-coordinators = Who may ask
show-coordinators = Only these may ask the nodes for their published figures and combine them:
show-no-coordinators = The charter names no coordinator yet: nobody may ask.
show-coordinator = { $name } ({ $identity })
show-coordinators-limits = They get published figures only: no records, no keys.
show-heading-signature = What your signature means
show-signature-meaning = By signing, your member agrees to all of this, in exactly these files, and lets its node make releases under this charter once it is in force.
show-signature-limits = From then on it answers the coordinators named above by itself: under class “public”, no release waits for you. A charter that changes is another charter: it needs new signatures.
show-signature-waits = Then each release waits for you: the node answers nobody before your officer has approved it. Only a standing approval in its policy.toml lets releases under this same charter, method and tables answer by themselves. A charter that changes is another charter: it needs new signatures.
show-heading-digest = The digest
show-digest = Before you sign, call another member and compare these digits one by one. If one differs, you don’t have the same files.

### end of charter

### text and delimited

err-text-other-encoding = The file is text in { $encoding }, not in UTF-8.
fix-text-other-encoding = Save it again in UTF-8; spreadsheet programs call that “CSV UTF-8”.
err-text-not-utf8 = The file is not UTF-8 text.
fix-text-not-utf8 = Save it again in UTF-8.
err-text-workbook = This is a workbook of a spreadsheet program, whatever its name says.
fix-text-workbook = Open it there, and save the sheet as “CSV UTF-8”.
err-text-other-kind = This is a { $kind } file, not text.
fix-text-other-kind = Unpack it, or save what is in it as text (a sheet of a workbook as “CSV UTF-8”), and give that file.
err-delimited-empty = The file is empty.
fix-delimited-empty = Export it again; the first line names the columns.
err-delimited-header = The header of the file isn’t “{ $expected }”.
fix-delimited-header = Write these names, in this order, in the first line.
err-delimited-header-below = The names of the columns stand on line { $line }, below what is read as the header.
fix-delimited-header-below = Remove titles above them. Where the names take two lines, write them on one; the first line names all columns.
err-delimited-header-lines = A heading has a line break in it, or a quote that opens in the header closes further down.
fix-delimited-header-lines = Write every heading on one line, and close every quote.
err-delimited-not-utf8 = The file is not UTF-8 text.
fix-delimited-not-utf8 = Save it as “CSV UTF-8”. For records of persons, a mapping can say encoding = "windows-1252" under [file].
err-delimited-record-too-large = This record is longer than { $limit_kib } KiB, so reading ended here.
fix-delimited-record-too-large = Most often a quote was opened and not closed; look at this line.
err-delimited-field-too-large = A field of this record is longer than { $limit_kib } KiB, so reading ended here.
fix-delimited-field-too-large = Look for a quote that isn’t closed; remove long texts from the file.
err-delimited-open-quote = A quote opens in this record and never closes.
fix-delimited-open-quote = Close it; a quote within a text is written twice. Where quotes are signs like any other, a mapping can say quote = "none" under [file].
err-delimited-after-quote = Text stands behind a closing quote in this record.
fix-delimited-after-quote = A quote within a text is written twice. Where quotes are signs like any other, a mapping can say quote = "none" under [file].
err-delimited-field-lines = A line break stands in what should be one code, name or number.
fix-delimited-field-lines = Most often a quote was opened on this line and closed further down: all between them was read as one field. Close it, or remove the line break.
err-delimited-field-count = Fields on this line: { $found }; in the header: { $expected }.
fix-delimited-field-count = Give every field; put values that hold the delimiter in quotes, and close every quote.

### ingest

err-ingest-file-type = This is neither a .csv nor a .parquet file.
fix-ingest-file-type = Save the data as CSV or Parquet, with that ending in the name.
err-ingest-file-missing = There is no file here.
fix-ingest-file-missing = Check the path and the name.
err-ingest-folder = This is a folder, not a file.
fix-ingest-folder = Give one data file.
err-ingest-unreadable = The file can’t be read: { $reason }.
fix-ingest-unreadable = Check the rights to the file and the disk it lies on.
err-ingest-no-rows = The file has a header, but no persons.
fix-ingest-no-rows = Export it again, with its records.
err-ingest-no-header = The header names none of the columns that the charter and the mapping ask for.
fix-ingest-no-header = Put the names of the columns in the first line. If they are there, correct delimiter in the mapping under [file], or the names under [columns].
err-ingest-header-twice = The header has two columns of this name.
fix-ingest-header-twice = Rename or remove one of them.
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
err-ingest-mapping-missing-hides = The code “{ $code }” means missing here, but it is one that { $name } has in the charter: nobody could have it.
fix-ingest-mapping-missing-hides = Remove it from missing. If both are in the file, give the column a missing of its own, or none: missing = [].
err-ingest-mapping-code-target = The code is translated into something that { $name } doesn’t take in this charter.
fix-ingest-mapping-code-target = On the right of “=”, write 1 or 0 for yes or no, a step, a number, or a code of the charter; an empty text means missing.
err-ingest-column-absent = The file has no column “{ $column }”.
fix-ingest-column-absent = Name the right column in the mapping under [columns]; the nearest in the file is “{ $nearest }”.
err-ingest-column-alike = The file has a column whose name looks like “{ $column }”, but for characters that can’t be seen: { $characters }.
fix-ingest-column-alike = Write the heading anew, without them; or copy it from the file into the mapping, under [columns].
err-ingest-value-missing = There is no value, but { $name } needs one.
fix-ingest-value-missing = Complete the record, or leave the person out of the file. If a valid code counts as missing, correct missing in the mapping.
err-ingest-code-unlisted = The mapping of { $name } doesn’t list this code.
fix-ingest-code-unlisted = Add it to codes or to missing. Letters with accents can be stored in two ways that look alike; list the code as the file has it.
err-ingest-category-unknown = { $name } has no such category in the charter.
fix-ingest-category-unknown = Translate the code in the mapping with codes.
err-ingest-category-alike = This is almost a category of { $name }: only zeros in front, .0, capitals, spaces, or the way in which accents are stored differ.
fix-ingest-category-alike = Write the code as the charter has it; spreadsheet programs keep zeros where the column is text. Or translate it, with all others, in the mapping with codes.
err-ingest-hidden-characters = This holds characters that can’t be seen: { $characters }.
fix-ingest-hidden-characters = Remove them from the file. U+00A0 and U+202F are spaces that don’t break, from texts and web pages, or between thousands.
err-ingest-joined-twice = Other parts make the same joined code on line { $first }, such as 1 and 11, 11 and 1: which of them is meant can’t be told.
fix-ingest-joined-twice = Give the parts their leading zeros; or write a separator in the mapping, such as separator = "-", and translate the codes.
err-ingest-not-yes-no = The answer is neither 1 (yes) nor 0 (no).
fix-ingest-not-yes-no = Translate it in the mapping, such as codes = {"{"} "2" = "0" {"}"}, or list it under missing.
err-ingest-not-a-step = The answer is not a whole number from 1 to { $steps }.
fix-ingest-not-a-step = Translate it in the mapping with codes, or list it under missing.
err-ingest-not-a-number = This is not a number.
fix-ingest-not-a-number = The decimal sign is “{ $decimal }” (decimal in the mapping under [file]); thousands aren’t set apart. Codes for no answer, such as NA, belong under missing.
err-ingest-weight-forbidden = The mapping names a weight, but the charter says that nobody has one (weights = "none").
fix-ingest-weight-forbidden = Remove the line, or have the charter changed.
err-ingest-weight-needed = The mapping says that nobody has a weight, but the charter says that everybody has one.
fix-ingest-weight-needed = Name the column of weights, or have the charter changed.
err-ingest-mostly-out-of-range = Most numbers of this column ({ $outside } of { $answered }) lie beyond the bounds that the charter sets for { $name }: they are in another unit, it seems. Beyond a bound all people would count alike.
fix-ingest-mostly-out-of-range = Give them in the charter’s unit. If they are right, say so in the mapping, under [columns]: { $name } = {"{"} column = "…", out_of_range = true {"}"}
err-ingest-weight-negative = The weight is negative.
fix-ingest-weight-negative = Correct the weight, or name another column in the mapping.
err-ingest-weight-too-small = The weight is below 0.001, too small to be added up precisely, and isn’t 0.
fix-ingest-weight-too-small = Correct the weight; or multiply all weights by the same number, in the files of all members alike.
err-ingest-weight-too-large = The weight is above { $most }, the most that a person can count without a weight_cap in the charter.
fix-ingest-weight-too-large = Correct the weight, or name another column in the mapping.
err-ingest-area-unknown = The charter’s geography has no such area.
fix-ingest-area-unknown = Leading zeros count; keep codes as text. Check the vintage of the geography, or translate the code in the mapping with codes.
err-ingest-area-not-finest = The area is coarser than the level that is needed ({ $level }).
fix-ingest-area-not-finest = Give each person an area of the level { $level }.
err-ingest-area-of-another-member = The area is not one of those for which { $member } speaks.
fix-ingest-area-of-another-member = Leave out persons of other members, or have the charter corrected.
err-ingest-person-twice = The same person stands on two lines: { $pairs }.
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
err-identity-name-count = Holders that this names (URI names): { $count }; it must name one.
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
err-identity-authority-expired = The certificate of the authority that the charter names for { $party } expired on { $on }.
fix-identity-authority-expired = Have the authority renewed, put its new certificate into the charter, and agree on the new version. If the date can’t be right, check the clock.
err-identity-authority-not-yet-valid = The certificate of the authority that the charter names for { $party } is not valid before { $from }.
fix-identity-authority-not-yet-valid = Check the clocks of this machine and of the authority.
err-identity-path-length = The authority named in the charter for { $party } may have { $limit ->
        [0] no authority
        [one] { $limit } authority
       *[other] { $limit } authorities
    } below it (its path length), and the certificate comes from further down.
fix-identity-path-length = Have the request signed by an authority within that length, or put one that allows more into the charter.
err-identity-name-constraint = The authority’s certificate limits URI names (name constraints), which can’t be applied to the names used here.
fix-identity-name-constraint = Name an authority without such a limit in the charter: an intermediate one below it, for instance.
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
pki-next-signing-key = Next: put the line into the charter, in your [[member]] or [[coordinator]] section.
    Keep { $key }: it signs for you.
pki-next-officer-key = Next: put the line into the charter, in your [[member]] section.
    The officer keeps { $key }, away from the node: it signs decisions.
help-pki = Make and look at keys, requests and certificates; no key ever travels
help-pki-authority = Make an authority for one member or coordinator (pilots)
help-pki-authority-federation = Federation: the charter’s id
help-pki-authority-member = Member that it speaks for
help-pki-authority-coordinator = Coordinator that it speaks for
help-pki-authority-out = Folder for authority.key and authority.pem
help-pki-authority-days = Validity in days (default 3650)
help-pki-request = Make a key and the request for its certificate
help-pki-request-federation = Federation: the charter’s id
help-pki-request-member = Member that the holder belongs to
help-pki-request-coordinator = Coordinator that is the holder
help-pki-request-role = node, operator, officer or witness
help-pki-request-name = Which one; a function, not a person: n1, night-desk, …
help-pki-request-out = Folder for NAME.key and NAME.csr
help-pki-issue = Sign a request, as the authority
help-pki-issue-authority = Folder with authority.key and authority.pem
help-pki-issue-csr = The request
help-pki-issue-id = Name that you grant; compare fingerprints first
help-pki-issue-days = Validity in days (default 365)
help-pki-issue-dns = Host name besides, for other clients (may be repeated)
help-pki-issue-ip = Address besides, for other clients (may be repeated)
help-pki-issue-out = File for the certificate
help-pki-show = Tell whose a certificate, request or signing key is
help-pki-show-file = The file
help-pki-signing-key = Make the key that signs charters, or an officer’s decisions
help-pki-signing-key-name = CHARTER/ID, the charter’s id and yours; CHARTER/ID/officer for decisions
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
examples-pki-signing-key = archipel pki signing-key --name evi-2026/on --out signing.key
    archipel pki signing-key --name evi-2026/on/officer --out officer.key

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
fix-store-format = Use the version that wrote it, or make a new store and load the files. The log, the node’s key as a witness and the word on the budget hang on the old store: name another folder as log in node.toml, and have the officer adopt a budget anew.
err-store-part-format = A part of the store is in a format of another version of this program: { $what }.
fix-store-part-format = Use the version that wrote it. If no other version was ever used here, restore the backup: the file was changed.
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
help-node-budget = Say what editions have cost, and for how many more the rest is enough
help-node-budget-config = Settings file (default node.toml)
examples-node-ingest = archipel node ingest people.csv --period 2021 --check
    archipel node ingest people.csv --period 2021 --mapping mapping.toml
node-init-done = Node of { $member } made in { $folder }, under charter { $digest }.
node-init-next = Next:
    1. archipel pki request --federation { $federation } --member { $member } --role node --name node --out { $folder }
    2. have node.csr signed by your authority (archipel pki issue), save it as { $folder }/node.pem
    3. archipel node ingest FILE --period PERIOD --config { $folder }/node.toml
    4. archipel node serve --config { $folder }/node.toml
node-init-next-private = In class private nothing can be drawn before the officer has adopted a budget:
    5. show the others this node’s key as a witness, and get theirs: archipel node status --config { $folder }/node.toml
    6. write into { $folder }/policy.toml what all editions together may cost, and these keys
    7. start the node again, as it reads that file when it starts, and adopt the budget:
    archipel node budget --adopt --key FILE --config { $folder }/node.toml
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
edition-state-waiting = waiting for the member’s officer
edition-state-undrawn = waiting for the member’s officer, or to be drawn
edition-state-failed = release not built
edition-state-none = not opened
ingest-column-column = Charter
ingest-column-from = File
ingest-column-answered = Answered
ingest-column-missing = Missing
ingest-column-out-of-range = Out of range
ingest-column-unknown = Unknown
ingest-ignored = Columns of the file that nothing asks for: { $columns }
ingest-multiline =
    { $count ->
        [one] { $file }: one record goes over several lines, on line { $line }. Look whether its quotes are meant so.
       *[other] { $file }: { $number } records go over several lines; the first starts on line { $line }. Look whether its quotes are meant so.
    }
ingest-check-passed = Nothing stands in the way of loading { $rows ->
        [one] { $rows } person
       *[other] { $rows } persons
    }. Load them without --check.
ingest-done = { $rows ->
        [one] { $rows } person
       *[other] { $rows } persons
    } loaded for { $period }. Unless the node runs already, next:
    archipel node serve --config { $config }
ingest-release-stands = A release of { $period } stands. It was made from the data before, goes on answering, and is never rebuilt: new data need a new edition, by archipel edition open --revision N, which its officer is asked about anew.
budget-head = One edition costs ρ = { $rho }; spent: { $spent } of { $lifetime }.
budget-left = Left: { $left }, editions that it allows: { $editions }.
budget-no-lifetime = Nothing may be drawn until the officer has adopted a budget.
budget-edition = Edition
budget-period = Period
budget-rho = ρ
budget-outcome = What came of it
budget-outcome-reserved = reserved, not drawn yet
budget-outcome-cosigned = known to enough witnesses, not drawn yet
budget-outcome-spent = drawn
budget-outcome-burnt = lost, and still counted
budget-outcome-found = lost by this log, known to witnesses
budget-nothing = No edition has cost anything yet.
budget-next-lacks = Next: the officer writes lifetime_rho and the witnesses with their keys into policy.toml, and the node is started again, as it reads that file when it starts. Then:
    archipel node budget --adopt --key FILE{ $config }
budget-next-adopt = Next, if the officer agrees to that:
    archipel node budget --adopt --key FILE{ $config }
budget-next-open = Next: a coordinator opens an edition, and you are asked: archipel edition open
err-node-no-budget = Only class private has a budget.
fix-node-no-budget = The charter that this node acts under is of another class: archipel charter show says what it protects.
progress-ingest = Loading
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
err-edition-other-dictionary = The data for { $period } were loaded under a charter whose areas, groups, indicators or weight_cap differ.
fix-edition-other-dictionary = Load the file again under this charter: archipel node ingest FILE --period { $period } --replace
err-edition-not-ready = The release of this edition is not ready yet.
fix-edition-not-ready = Open the edition and wait until it is ready: archipel edition open
err-edition-outside-lattice = What is asked for is in no edition that stands here, or not in the lattice of the charter.
fix-edition-outside-lattice = Open the edition, and ask for tables, areas and categories that the charter lists: archipel charter show
err-node-draining = The node is stopping.
fix-node-draining = Ask again when it is back.
err-edition-build-broke = Building the release broke off inside the node.
fix-edition-build-broke = Look at the node’s log, open the edition again, and report what it says.
err-serve-bind = { $address } can’t be used: { $reason }.
fix-serve-bind = Stop what listens there, or choose another address in node.toml.
err-serve-socket-taken = The operator socket { $path } can’t be made: something else is there, or listens on it.
fix-serve-socket-taken = Stop what listens there, remove what isn’t needed, or set another operator_socket in node.toml.
err-serve-broke = Serving broke off: { $reason }.
fix-serve-broke = Start the node again; nothing acknowledged is lost.
help-node-attack = Attack a release with all that it tells, and report what came of it
help-node-attack-edition = Edition, or the beginning of its identifier
help-node-attack-config = Settings file (default node.toml)
examples-node-attack = archipel node attack 6b1f2a8c9d03
    archipel node attack 6b1f2a8c9d03 > attack.txt
help-node-releases = The officer’s commands: what may leave, and what may not
help-node-releases-list = List the releases, and which of them wait for you
help-node-releases-list-config = Settings file (default node.toml)
help-node-releases-show = Say what a release would tell, and what it withholds
help-node-releases-show-edition = Edition, or the beginning of its identifier
help-node-releases-show-config = Settings file (default node.toml)
help-node-releases-approve = Let a release answer; class private: be drawn, and cost
help-node-releases-approve-edition = Edition, or the beginning of its identifier
help-node-releases-approve-config = Settings file (default node.toml)
help-node-releases-refuse = Let a release never answer
help-node-releases-refuse-edition = Edition, or the beginning of its identifier
help-node-releases-refuse-config = Settings file (default node.toml)
help-node-releases-withdraw = Let a release answer no more
help-node-releases-withdraw-edition = Edition, or the beginning of its identifier
help-node-releases-withdraw-config = Settings file (default node.toml)
examples-node-releases-show = archipel node releases show 6b1f2a8c9d03
releases-edition = Edition
releases-period = Period
releases-revision = Revision
releases-state = State
releases-cells = Cells
releases-none = There is no release yet. A coordinator’s archipel edition open lets one be built.
releases-next = Next: archipel node releases show EDITION{ $config }
release-state-pending = waiting for the officer
release-state-approved = approved, not drawn yet
release-state-burnt = lost: its cost still counts, and it can’t be drawn
release-state-active = answering
release-state-refused = refused
release-state-withdrawn = withdrawn
release-named = { $edition } for { $period }
release-named-revision = { $edition } for { $period }, revision { $revision }
release-head = Release { $release }: { $state }
release-data = Made from dataset { $dataset }, on { $day }.
release-costs = It costs ρ = { $rho }; all releases together then cost ρ = { $total }. That is what you approve: once it is reserved it counts, whatever comes.
release-cost = Its cost: ρ = { $rho }. With it, all releases so far cost ρ = { $total }.
release-would-cost = It would have cost ρ = { $rho }; it costs nothing.
release-lifetime = All editions together may cost ρ = { $lifetime }; left now: { $left }.
release-plan = Digest of its plan: { $digest }
release-not-drawn = { $state ->
        [refused] No figure was drawn, and none will be.
        [burnt] No figure of it is here, and none can be drawn any more.
       *[other] No figure is drawn yet: what will leave follows from noise that nobody knows before.
    }
release-cells = { $published ->
        [one] { $published } cell with figures
       *[other] { $published } cells with figures
    }, { $withheld } without: { $state ->
        [pending] the very ones that will be answered.
        [refused] none of them is ever answered.
        [withdrawn] the very ones that were answered.
       *[other] the very ones that are answered.
    }
release-digest = Digest of what it tells: { $digest }
release-table = Table
release-published = Published
release-withheld = Withheld
release-sure = Error ≤ 2
release-cells-planned = Cells
release-noise = Count, 95%
release-next-pending = Next:
    archipel node releases approve { $which }
    or, which is final:
    archipel node releases refuse { $which } --yes
release-next-approved = It is drawn, and its cost reserved, when a coordinator next opens the edition; nothing happens before. Ask for it:
    archipel edition open { $which }
release-next-active = It answers. To take it back for good:
    archipel node releases withdraw { $which } --yes
release-next-burnt = Nothing can be drawn for this edition any more. A revision takes its place, and costs again; a coordinator opens it:
    archipel edition open { $which }
release-next-sign = If the key is elsewhere, --print in place of --key gives the text to be signed there.
release-next-none = Nothing more can be decided about it.
release-done-approve = Release { $name } answers from now on.
release-done-spend = Release { $name } may be drawn.
release-done-refuse = Release { $name } is refused and never answers.
release-done-withdraw = Release { $name } answers no more. What was told stays told.
err-release-unknown = There is no release { $edition } under this charter.
fix-release-unknown = List them: archipel node releases list. Give at least 6 digits of the edition.
err-release-state = This can’t be done with a release that is { $state ->
        [pending] waiting for the officer
        [approved] approved, and about to be drawn
        [burnt] never drawn, and paid for
        [active] answering
        [refused] refused
        [withdrawn] withdrawn
       *[other] { $state }
    }.
fix-release-state = { $state ->
        [active] It answers already; this alone takes it back: archipel node releases withdraw EDITION
       *[other] Look at it: archipel node releases show EDITION
    }
attack-head = Attacks on release { $release } (state: { $state })
attack-of = Member: { $name } ({ $member }); federation: { $federation }
attack-about = Each attacker knows every record but one, the plan, and all that the release tells. Nothing here looks at an exact cell.
attack-cost = What this release costs
attack-cost-found = ρ = { $rho }; that is ε = { $epsilon } at δ = { $delta }.
attack-ledger = What all editions have cost, read again from the log
attack-ledger-found = ρ = { $spent } of { $lifetime }. From all of them together, guesses of a known person’s answers are right in about { $answers }%, at most { $answers_most }%; guesses whether somebody is in the data in about { $presence }%, at most { $presence_most }%.
attack-membership = Guessing whether somebody is in the data, knowing everybody else
attack-membership-found = Guesses, half of them about people who aren’t there, each at the end of every scale, by all measurements together: { $guesses }. Right: { $right }; by the plan: { $promised }; points by which chance alone may lead away: { $chance_right }. How far those who are there lie from those who aren’t, in standard deviations: { $apart }, of { $claimed } that they may; chance alone adds at most { $chance }. Chance goes farther in 1 of 1,000 attacks. The noise was drawn for it and thrown away.
attack-noise = Noise of the measurements
attack-noise-found = What areas were measured as, less what lies in them, is noise alone. Its mean square is 1 by the plan; by chance alone it lies between the ends in brackets in all but one of a million cases.
attack-noise-of = { $level }, { $measured }: { $ratio } ({ $low } to { $high }; numbers: { $numbers })
attack-noise-none = All tables are of one level: nothing tells the noise apart.
attack-measured-people = people
attack-measured-bands = bands
attack-measured-index = index
attack-measured-dimensions = dimensions
attack-measured-answered = people who answered
attack-additive = Adding up
attack-additive-found = The largest gap between a cell and the sum of what lies in it is { $gap } of the figures: subtraction tells nothing.
attack-statuses = Statuses and figures
attack-statuses-found = Cells whose status or figures don’t follow from the measurements: { $cells }.
attack-verdict = Verdict
attack-held = No attack succeeded.
attack-succeeded-noise = The noise isn’t as large as the plan says.
attack-succeeded-additive = Parts don’t add up to the whole: the gap tells something.
attack-succeeded-statuses = A status or a figure follows from something else than the measurements.
attack-succeeded-membership = Membership is guessed right too often.
attack-succeeded-ledger = The log doesn’t say that this release was drawn at the cost that was approved.
attack-signed = Signed
attack-charter = Digest of the charter: { $digest }
attack-made = Made on { $time } by archipel { $version }
attack-name = Name
attack-date = Date
attack-signature = Signature
attack-next = To keep and sign it: archipel node attack { $edition } > attack.txt
err-attack-succeeded = An attack on release { $edition } succeeded: see the verdict above.
fix-attack-succeeded = Withdraw the release: archipel node releases withdraw { $edition }. Then report it: this is a mistake of the software.
err-release-not-private = Only releases of class private promise something that can be attacked.
fix-release-not-private = What the other classes don’t promise stands at the head of archipel node releases show.
err-edition-not-approved = The member’s privacy officer has not approved the release.
err-edition-no-lifetime = Nothing may be drawn: nobody has decided what all releases about these people may cost together.
fix-edition-no-lifetime = The member’s officer adopts a budget: lifetime_rho and witnesses in policy.toml, which the node reads when it starts, then archipel node budget --adopt.
err-edition-lost = The figures of this edition were drawn, or were about to be, and are gone: what they cost counts, and no others may take their place.
fix-edition-lost = Open a revision of the period, which costs again: archipel edition open --period PERIOD --revision N.
err-member-lost-release = The member has answered for this edition before, and would draw other figures now: its node was put back from a copy.
fix-member-lost-release = Tell its officer before anything more is spent. The figures that you have hold; a revision takes their place: archipel edition open --revision N.
err-edition-budget-spent = The edition costs ρ = { $rho }, and only { $left } of { $lifetime } is left for these people.
fix-edition-budget-spent = What was spent stays spent. Published editions go on answering; the member’s officer may adopt a larger lifetime_rho, if it can be answered for.
err-edition-total-changed = Another release was drawn meanwhile: all together would no longer cost { $total }.
fix-edition-total-changed = Open the edition again: the officer is then asked about the new total.
fix-edition-not-approved = Ask the officer. At the node: archipel node releases list
err-edition-class-changed = Release { $edition } of class { $class } stands about the same people; beside it, a release of another class would tell more than either.
fix-edition-class-changed = Keep the class in which these people were first published, or serve the other charter from a node with data of other people.
err-policy-looser = The policy would protect less than the charter, which says { $charter }.
err-policy-lifetime = This isn’t an amount that all releases may cost together.
fix-policy-lifetime = Give decimal text such as lifetime_rho = "0.5": above 0, at most { $most }, with at most six decimals.
err-policy-lifetime-elsewhere = lifetime_rho has no effect here: it is about all editions of a member, and belongs to no charter and no section.
fix-policy-lifetime-elsewhere = Write it into the policy.toml of the node, above the first section.
err-policy-other-class = Section [{ $section }] has no effect: the charter is of class { $class }.
fix-policy-other-class = Remove it. Class private takes [privacy], class controlled [disclosure], class public neither.
err-policy-witness-key = This isn’t the key of a witness.
fix-policy-witness-key = Give the whole line, name+…+…, as archipel node status at another member (“Key as a witness of others”) or archipel coordinator status tells it.
fix-policy-looser = Give the charter’s value or a stricter one, or leave the key out.
err-policy-witness = { $id } can’t be a witness here: it is named twice, or is no party of the charter and has no key of that name.
fix-policy-witness = Name each witness once: the id of a member or coordinator, or the name of a key together with the key.
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
    1. archipel pki request --federation { $federation } --coordinator { $name } --out { $folder }
    2. have { $name }.csr signed by your authority (archipel pki issue), save it as { $folder }/{ $name }.pem
    3. archipel coordinator status --config { $folder }/coordinator.toml
err-coordinator-not-named = The charter doesn’t name the coordinator { $id }.
fix-coordinator-not-named = Use the id of a [[coordinator]] in the charter.
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
plan-all-tables = all tables ({ $count })
plan-level = Level
plan-groups = Groups
plan-cells = Cells at most
plan-summary = Members that can answer for { $period }: { $able } of { $members }.
plan-next-open = Officers have to agree first. Next: archipel edition open { $which }
edition-release = Release
edition-opened = Members that are ready for { $period }: { $ready } of { $members }.
edition-obstacle = { $member }: { $what }
edition-next-officers = Next: officers decide, with archipel node releases list at their nodes: { $waiting }. Then open the edition again:
    archipel edition open { $which }
edition-next-open = Next: archipel edition open { $which }
edition-next-compute = Next: archipel index compute { $which } --out DIR
err-edition-not-opened = The edition isn’t open at: { $members }.
fix-edition-not-opened = See to what is said of each of them above, then open it again.
help-index = Compute the index over all members
help-index-compute = Ask every member and write the bundle
help-index-compute-period = Period of the data
help-index-compute-out = New folder for the bundle
help-index-compute-require = Rule for partial results: all (default) or quorum=N
help-index-compute-config = Settings file (default coordinator.toml)
examples-index-compute = archipel index compute --period 2021 --out bundle
    archipel index compute --period 2021 --out bundle --require quorum=10
progress-compute = Members
progress-waiting = waiting for
member-missing = { $member } is missing: { $what }
member-missing-fix = {"  "}{ $fix }  [{ $key }]
err-index-quorum-too-large = The rule asks for { $quorum ->
        [one] { $quorum } member
       *[other] { $quorum } members
    }; the charter has { $members }.
fix-index-quorum-too-large = Give --require all, or a smaller number.
err-index-too-few-members = Members that answered: { $answered }; the rule for this run asks for { $needed }. Nothing was published.
fix-index-too-few-members = See to the members named above, or decide on another rule before the next run: --require quorum=N
err-member-other-charter = It acts under another charter (here { $ours }, there { $theirs }).
fix-member-other-charter = Compare the two folders with archipel charter diff.
err-member-no-data = It holds no data for { $period }.
fix-member-no-data = Ask its operator to load them.
err-member-other-member = The node says that it is { $found }’s.
fix-member-other-member = Check the endpoint in the charter.
err-member-other-edition = It names the same computation differently (here { $ours }, there { $theirs }).
fix-member-other-edition = Use versions of the program that belong together.
err-memory-damaged = { $path } is not what the coordinator wrote there.
fix-memory-damaged = Take the file from a backup; or remove it, if you can’t, and ask the member for its key.
err-member-incomplete-table = A protected table of the member has no row for some place or group.
fix-member-incomplete-table = Ask the member which software its node runs. What is missing would tell something, so nothing of it is used.
err-member-not-additive = The member’s figures don’t add up: figures of class private do, as all follow from the same measurements.
fix-member-not-additive = Ask the member’s privacy officer to look at the node, and which software it runs; nothing of the answer is used.
err-member-other-release = The member’s tables aren’t the release that it named: { $named }, but { $found }.
fix-member-other-release = Ask again. If it stays so, ask the member’s privacy officer to look at the node; nothing of it was used.
err-member-foreign-area = It answers for { $area }, which another member speaks for.
fix-member-foreign-area = None of its figures are used. Tell its operator: the node’s data or its program don’t follow the charter.
err-member-asking-broke = Asking it broke off inside the coordinator.
fix-member-asking-broke = Run again, and report what you saw.
err-peer-deadline = It did not answer in time.
fix-peer-deadline = Ask its operator, or give it more time in [limits].
err-charter-no-endpoint = The charter doesn’t say where the node of { $member } is, or which authority vouches for it.
fix-charter-no-endpoint = Add endpoint = "host:port" and authority to this member, and agree on the charter anew.
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
result-margin = 95%
result-coverage = Coverage
result-all = All members
result-partial =
    { $cells ->
        [one] † Sums of what is published: one leaves something out, withheld or not answered.
       *[other] † Sums of what is published: { $cells } leave something out, withheld or not answered.
    }
result-least-covered = Least covered: { $table }, { $percent }% of the people (withheld cells: { $withheld } of { $cells }).
result-no-workbook = Without index.xlsx: the index has more rows than fit into it ({ $rows }). All of them are in index.csv and index.parquet.
result-weights-mixed = Mixed weights: the people of { $members } have none and count 1 each, those of others have some. Sums over both are means of neither; agree on weights in the charter, under [method].
result-bundle = Bundle: { $path } ({ $cells ->
        [one] { $cells } cell
       *[other] { $cells } cells
    }; members that answered: { $answered } of { $members })
result-next = Next: open { $path }/report.html in a browser; check all of it, offline, with: archipel index verify { $path }
### end of bundle

### demo and simulate

err-demo-too-few-people = So few people ({ $people }) are not enough: the demonstration needs at least { $least }, enough for every member.
fix-demo-too-few-people = Ask for { $least } people or more.

help-demo-people = People in the country (default 1,000,000; at least 5,000 a member)
help-demo-class = How figures are protected: private (default), controlled or public
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
demo-sure = Share of people in figures whose error is at most { $points ->
        [one] { $points } point
       *[other] { $points } points
    }
demo-sure-everybody = everybody
demo-classes = The classes beside each other (archipel demo --class …)
demo-class-private = private     ρ = { $rho }: answers guessed right in about { $about }%, at most { $most }%
demo-class-controlled = controlled  no bound; a printed count is off by up to { $off }
demo-class-public = public      nothing is protected: for data that are public already
demo-needs = Records from which on noise alone is an error of at most { $points ->
        [one] { $points } point
       *[other] { $points } points
    }
demo-margins = What stands under 95% is noise alone in private and controlled: figures of a survey have an error of sampling besides. In public it is the error of sampling.
demo-next = DEMO / DÉMO · synthetic. Next: open { $path }/report.html in a browser, then try
    archipel index verify { $path }
    archipel demo --lang fr --seed 2
    archipel guide
    archipel charter new my-charter
### end of demo and simulate
err-member-foreign-log = The log that the member’s node names is not the member’s: { $log }.
fix-member-foreign-log = Ask the member which node answers there. Its log has the member’s name in it.
err-member-other-key = The log of the member’s node has another key than before: { $found }, before { $known }.
fix-member-other-key = Ask the member. If its node was set up anew, remove the member’s .vkey file from the memory folder.
err-member-changed-release = The member’s node told another release of this edition before. A release never changes once it was told.
fix-member-changed-release = Ask the member which of the two its officer approved. What was told before is named in the memory folder.
err-member-log-forked = The member’s log does not go on from the { $known ->
        [one] { $known } record
       *[other] { $known } records
    } that it had; it shows { $found }.
fix-member-log-forked = Don’t use its figures. Its log was rolled back or rewritten; keep the memory folder as evidence, and ask the member’s officer.
err-receipt-not-proved = The receipt does not prove that the answer is in the member’s log.
fix-receipt-not-proved = Don’t use the figures. Ask the member to verify its log with archipel audit verify.
err-receipt-other-answer = The receipt speaks of another answer: { $field } differs.
fix-receipt-other-answer = Don’t use the figures. Ask the member to verify its log with archipel audit verify.
err-log-locked = The log in { $path } is being written by another process.
fix-log-locked = Stop the other node, or wait until the other command has ended.
err-log-absent = There is no log in { $path }.
fix-log-absent = A node never starts without the log that it had. Put the folder back where it was, or name it as log in node.toml.
err-log-exists = There is a log in { $path } already, and the data folder knows of none.
fix-log-exists = Name the data folder that belongs to it, or another folder as log in node.toml.
err-log-other-key = The log in { $path } has another key than this node.
fix-log-other-key = Name the log that belongs to the data folder as log in node.toml.
err-log-old-form = { $path } is of an earlier version, which kept files for each witness.
fix-log-old-form = Move that folder out of the log: witnesses cosign anew in the next run. Verify a copy with the version that made it.
err-witness-rule-unmet = More witnesses must have seen what the node answers than its log has: { $needed } against { $witnesses }.
fix-witness-rule-unmet = Lower needed under [witnesses] in node.toml, or have the privacy officer name more witnesses in policy.toml.
err-rehearsal-broke = Setting up a node broke off inside the rehearsal.
fix-rehearsal-broke = Run again, and report what you saw.
err-rehearsal-open-files = One process for all nodes (members: { $members }) needs more open files than it may have: { $needed } against { $allowed }.
fix-rehearsal-open-files = Allow more before the command: ulimit -n { $needed }
err-log-rolled-back = The log in { $path } has { $size ->
        [one] { $size } record
       *[other] { $size } records
    }, and had { $known }, or others in their place.
fix-log-rolled-back = Don’t start the node. Put the newest copy of the log back, and tell the privacy officer.
err-log-damaged = The log is damaged: { $path }.
fix-log-damaged = Don’t start the node. Run archipel audit verify on the folder, put it back from a copy, and tell the privacy officer.
err-log-full = The log in { $path } can’t be written: { $reason }.
fix-log-full = Make room, raise the limit, or give the node the right to write there. Nothing is answered until the log can be written; it goes on by itself.
err-log-broken = The log in { $path } may not be whole on disk: { $reason }.
fix-log-broken = Check the disk and the limits of the process, then start the node anew: it verifies the end of its log.
err-log-no-record = There is no record { $seq } that could be shown; the log has { $size }.
fix-log-no-record = Give a number that archipel audit log shows.
err-log-record-too-long = A record is too long for the log.
fix-log-record-too-long = This is a mistake of ours. Please report it with what was asked.
err-log-checkpoint = { $path } is not a checkpoint that the log’s key has signed.
fix-log-checkpoint = Don’t believe this log. Ask its member for a copy, or for its key.
err-log-file-missing = { $path } is missing, or can’t be read.
fix-log-file-missing = Copy the log again, as a whole.
err-log-record = Record { $seq } is not the one that was logged.
fix-log-record = Don’t believe this log from there on. Ask its member for a copy, and the witnesses for what they saw.
err-log-tile = { $path } does not fit the records from { $seq } on.
fix-log-tile = Don’t believe this log. Ask its member for a copy, and the witnesses for what they saw.
err-log-root = The records from { $from } to below { $to } are not those that { $path } was signed over.
fix-log-root = Don’t believe this log: it was rewritten. Keep this copy as evidence, and ask the witnesses for what they saw.
err-witness-unknown-log = { $log } is not the log of another member.
fix-witness-unknown-log = Cosign only logs of members of the charter.
err-witness-other-key = { $log } is not signed with the key that the log had.
fix-witness-other-key = Ask the member. If its node was set up anew, the officer of the witness removes what it knew of that log.
err-witness-disagreed = { $log } does not go on from the { $known ->
        [one] { $known } record
       *[other] { $known } records
    } that it had; it shows { $found }.
fix-witness-disagreed = Keep both checkpoints, and ask the member’s officer: the log was rolled back or rewritten.
err-log-stopped = Two checkpoints of this node’s log contradict each other, so it does not answer.
fix-log-stopped = The privacy officer looks into the folder evidence of the log, and settles it with archipel audit settle.
err-log-not-stopped = Nothing contradicts this log.
fix-log-not-stopped = There is nothing to settle.
err-log-no-evidence = The two checkpoints do not contradict this node’s log.
fix-log-no-evidence = Report only checkpoints that the log’s key has signed and that the log doesn’t have.
err-index-log-disagreement = The log of member { $member } contradicts what the witness { $witness } saw of it.
fix-index-log-disagreement = Publish nothing. Both checkpoints are in the folder evidence of the memory folder; ask the member’s officer.
err-log-record-form = Record { $seq } is not a record of a node, or has another number.
fix-log-record-form = Don’t believe this log from there on. Ask its member for a copy.
err-log-line = { $path } does not have record { $seq } as it was logged.
fix-log-line = Read the records from the tiles, or copy the log again.
err-log-cosignature = { $path } is not cosigned as it should be.
fix-log-cosignature = Don’t count this witness. Ask it for its key and for what it saw.
err-log-proof = { $path } does not prove its record.
fix-log-proof = Make the proof again with archipel audit prove.
err-bundle-answers-line = Line { $line } is not a cell of the charter’s tables, or not in its place.
fix-bundle-answers-line = Take the bundle from where it was published.
log-verified =
    { $name }: log verified, { $records ->
        [one] { $records } record
       *[other] { $records } records
    }, { $witnesses ->
        [0] no witness yet
        [one] one witness
       *[other] { $witnesses } witnesses
    }
err-audit-date = { $given } is not a day.
fix-audit-date = Give a day, a month or a year: 2026-03-31, 2026-03 or 2026.
err-audit-witness-policy = Line { $line } of { $path } is not a line of a witness policy.
fix-audit-witness-policy = Write lines log, witness, group and one line quorum, as C2SP tlog-policy has it.
err-audit-quorum = Not enough witnesses have cosigned the log in { $path }.
fix-audit-quorum = Ask for a newer copy, made after the next computation, or ask the witnesses what they saw.
err-log-no-detail = Nothing lies beside record { $seq }, or no longer.
fix-log-no-detail = Give the number of a record that has a detail; archipel audit show tells.
help-audit = The log: what was asked, decided and published
help-audit-log = Show records: who asked about what, when, and what came of it
help-audit-log-config = Settings file (default node.toml); the look is logged
help-audit-log-copy = Look at a copy of a log instead
help-audit-log-from = From this day, month or year (UTC)
help-audit-log-to = Up to this day, month or year (UTC)
help-audit-log-peer = Only who has this name, or one that ends so
examples-audit-log = archipel audit log --dataset 2025 --from 2026-01 --to 2026-03
    archipel audit log --kind request --json
help-audit-show = Show one record in full, with what lies beside it
help-audit-show-seq = Number of the record
help-audit-show-config = Settings file (default node.toml); the look is logged
help-audit-show-copy = Look at a copy of a log instead
examples-audit-show = archipel audit show 12
help-audit-verify = Verify a log or a copy of one, without a network
help-audit-verify-folder = Folder of the log
help-audit-verify-witness_policy = Which witnesses must have cosigned (C2SP tlog-policy)
examples-audit-verify = archipel audit verify pack
    archipel audit verify archipel-demo/logs/ON --witness-policy witnesses.txt
help-audit-prove = Write a proof of one record that anybody can verify
help-audit-prove-seq = Number of the record
help-audit-prove-config = Settings file (default node.toml); the look is logged
help-audit-prove-copy = Take it from a copy of a log instead
help-audit-prove-out = File to write (default SEQ.tlog-proof)
examples-audit-prove = archipel audit prove 12 --out answer.tlog-proof
help-audit-report = Report who got what, refusals, changes, and numbers by month
help-audit-report-config = Settings file (default node.toml); the look is logged
help-audit-report-copy = Report on a copy of a log instead
help-audit-report-from = From this day, month or year (UTC)
help-audit-report-to = Up to this day, month or year (UTC)
help-audit-report-csv = Also write the register of releases as CSV
help-audit-export = Write an evidence pack that a stranger can verify
help-audit-export-folder = Folder to write, which must be new
help-audit-export-config = Settings file (default node.toml); the export is logged
help-audit-export-prove = Add the proof of this record; may be given again
examples-audit-export = archipel audit export pack --prove 12 --prove 15
help-audit-erase = Erase what lies beside a record; the log stays whole
help-audit-erase-seq = Number of the record
help-audit-erase-config = Settings file (default node.toml); the erasure is logged
examples-audit-erase = archipel audit erase 12
help-audit-settle-config = Settings file (default node.toml); the decision is logged
help-node-releases-approve-by = Who decides; kept sealed beside the log
help-node-releases-refuse-by = Who decides; kept sealed beside the log
help-node-releases-withdraw-by = Who decides; kept sealed beside the log
help-node-releases-approve-reason = Why; kept sealed beside the log
help-node-releases-refuse-reason = Why; kept sealed beside the log
help-node-releases-withdraw-reason = Why; kept sealed beside the log
audit-time = Time (UTC)
audit-kind = Kind
audit-about = About
audit-log-empty = No such record.
audit-log-next = { $records ->
        [one] { $records } record
       *[other] { $records } records
    }. One in full: archipel audit show SEQ
audit-verified-key = Compare the log’s key with what its member publishes:
    { $key }
audit-proved = Record { $seq } is proved by { $path }.
audit-exported = { $records ->
        [one] { $records } record
       *[other] { $records } records
    } copied to { $path } and verified there.
audit-exported-next = Whoever gets it: archipel audit verify { $path }
audit-erased = What lay beside record { $seq } is erased. The log still verifies.
audit-settled = Settled and logged: the node answers again.
audit-charter = see charter { $digest }
audit-nature = protected figures of { $period }: { $tables }; cells with figures: { $published }, withheld: { $withheld }
audit-report-head = What left this node, { $from } to { $to }
audit-report-head-all = What left this node so far
audit-report-csv = The register is in { $path }.
audit-report-next = The register as a file: archipel audit report --csv register.csv
audit-register = Register of releases
audit-register-none = Nothing left.
audit-recipient = Recipient: { $peer }
audit-line-nature = Nature: { $nature }
audit-line-purpose = Purpose: { $purpose }
audit-line-authority = Legal authority: { $authority }
audit-line-outside = Outside the member’s jurisdiction: { $outside }
audit-outside-yes = yes ({ $member } → { $recipient })
audit-outside-no = no ({ $member })
audit-outside-unstated = not stated: the charter doesn’t name both jurisdictions
audit-line-when = { $answers ->
        [one] { $answers } answer
       *[other] { $answers } answers
    } out of release { $release }, from { $first } to { $last }
audit-refusals = Refusals
audit-refusals-none = None.
audit-refusal = { $peer }: { $call }, { $reason }, { $count ->
        [one] { $count } time
       *[other] { $count } times
    }
audit-stranger = callers who did not prove who they are
audit-events = Decisions, changes and findings
audit-event = { $seq }, { $time }: { $kind } { $about }
audit-months = By month
audit-unsent = Answers not known to have left whole
audit-unsent-none = None.
audit-unsent-line = record { $seq }, { $time }, for { $peer }
audit-pack = Log { $log }, { $records ->
        [one] { $records } record
       *[other] { $records } records
    }.

    This folder proves what a node was asked, decided and published. It needs no network and no trust in the node: archipel audit verify FOLDER verifies all of it, and so does any tool that knows the C2SP formats signed-note, tlog-checkpoint, tlog-tiles, tlog-cosignature and tlog-proof.

    checkpoint and log.vkey: what the node signed, and its key. Compare the key with what the member publishes.

    tile: hashes and records. records.jsonl: the same records, one a line.

    witnesses: keys of other members and of the coordinator, and the last checkpoint that each has cosigned.

    proofs: single records that prove themselves.

    No record has personal data, figures of cells or free text. What an officer wrote lies with the node, sealed.
err-bundle-checksum = { $path } is not the file whose checksum is in SHA256SUMS.
fix-bundle-checksum = Take the bundle from where it was published.
err-bundle-file-missing = { $path } is missing from the bundle, or can’t be read.
fix-bundle-file-missing = Take the bundle from where it was published.
err-bundle-other-charter = The charter in the bundle is { $found }; the edition names { $named }.
fix-bundle-other-charter = Don’t use the figures. Ask whoever published them.
err-bundle-other-edition = Charter and period give the edition { $found }; the bundle names { $named }.
fix-bundle-other-edition = Don’t use the figures. Ask whoever published them.
err-bundle-figures = { $path } does not follow from the members’ answers.
fix-bundle-figures = Don’t use the figures. Ask whoever published them.
err-bundle-other-release = The answers of member { $member } are not the release that its receipts name.
fix-bundle-other-release = Don’t use the figures. Ask whoever published them.
err-bundle-other-key = The key of member { $member } in the bundle is not the one that is known, or not the member’s.
fix-bundle-other-key = Ask the member for the key of its log.
err-bundle-unknown-key = The key of { $member }’s log isn’t among the known ones.
fix-bundle-unknown-key = Ask { $member } for the key of its log and add it to the known keys: as { $member }.vkey in their folder, or as a line on the page. Or verify without known keys.
err-bundle-known-key = Line { $line } of the known keys is not the key of a member’s log, or a second one of the same member.
fix-bundle-known-key = Give the line of its log.vkey as the member does: NAME+ID+KEY
err-bundle-old-form = The bundle has form { $found }; this version reads form { $known } alone, in which figures or receipts mean something else.
fix-bundle-old-form = Verify it with the version that wrote it, or compute the edition anew with this one.
help-index-verify = Verify a bundle from its own files, without a network
help-index-verify-bundle = Folder of the bundle
help-index-verify-keys = Folder with the logs’ keys that you know: MEMBER.vkey
examples-index-verify = archipel index verify archipel-demo
    archipel index verify bundle --keys hub/memory
bundle-member = Member
bundle-receipts = Receipts
bundle-records = Records in its log
bundle-witnesses = Witnesses
bundle-sound = Edition { $edition }: { $files ->
        [one] { $files } file, unchanged
       *[other] { $files } files, unchanged
    }; every answer is in its member’s log, and every figure follows from the answers.
bundle-sound-next = Whether the keys are the members’ is for you to compare: receipts/MEMBER/log.vkey, or --keys
bundle-keys-known = The logs’ keys are those in { $path }.
bundle-next-publish = Next, as a coordinator: archipel index publish { $path } --key FILE
help-audit-settle = Go on after checkpoints contradicted each other
help-audit-settle-log = Another member’s log, or a witness: forget what this node knew of it
audit-forgot = Settled and logged: this node cosigns the log anew.
examples-audit-settle = archipel audit settle
    archipel audit settle --log canada-evi/ON/audit
err-bundle-other-log = The log of member { $member } in the bundle is not the one that its receipts are from.
fix-bundle-other-log = Don’t believe this log. Ask whoever published the bundle.
help-audit-log-kind = Only this kind, or all before a dot: table, release.approved
help-audit-log-edition = Only this edition, or at least six digits of its identifier
help-audit-log-dataset = Only this dataset: its period, or six digits of its identifier
err-log-not-seen = Fewer witnesses than the { $needed } that are needed have seen what this node answered in the last { $hours ->
        [one] hour
       *[other] { $hours } hours
    }, so it answers no more.
fix-log-not-seen = Run archipel index compute again: it has the log seen first. Fewer witnesses are asked for by needed under [witnesses] in node.toml.
kind-node-started = node started
kind-node-stopped = node stopped
kind-dataset-loaded = data loaded
kind-dataset-retired = data replaced
kind-edition-proposed = edition asked for
kind-release-built = release built
kind-budget-approved = release may be drawn
kind-budget-reserved = cost reserved
kind-budget-spent = release drawn
kind-budget-burnt = cost lost
kind-release-approved = release approved
kind-release-refused = release refused
kind-release-activated = release answers
kind-release-withdrawn = release withdrawn
kind-table-answered = table answered
kind-table-sent = answers left
kind-request-refused = call refused
kind-policy-changed = policy changed
kind-charter-changed = charter changed
kind-certificate-changed = certificate changed
kind-witness-disagreed = log contradicted
kind-log-viewed = log looked at
kind-log-exported = log copied
action-release-attacked = release attacked
action-detail-erased = detail erased
action-log-settled = contradiction settled
action-witness-forgot = log forgotten
kind-operator-action = other action
audit-month-month = Month
audit-month-answers = Answers
audit-month-published = Cells
audit-month-withheld = Withheld
audit-month-refused = Calls refused
audit-month-built = Built
audit-month-approved = Approved
audit-month-declined = Declined
help-audit-report-dataset = Only this dataset: its period, or six digits of its identifier
help-audit-report-charter = Charter folder that has purpose and authority (default: the node’s)
examples-audit-report = archipel audit report --dataset 2025 --from 2026-01 --to 2026-03
    archipel audit report --from 2026 --csv register.csv
node-status-log =
    Log: { $records ->
        [one] { $records } record
       *[other] { $records } records
    }; { $witnesses ->
        [0] no witness has seen any yet
        [one] one witness, who saw up to { $seen } of them
       *[other] { $witnesses } witnesses, who saw up to { $seen } of them
    }
node-status-witnesses = Witnesses of the log: { $now }
node-status-witnesses-next = Once most of these have seen it: { $next }
node-status-log-obstacle = The node does not answer because of its log: { $key }
audit-verified = { $log }: { $records ->
        [one] { $records } record
       *[other] { $records } records
    }, every one as it was logged; proofs that hold: { $proofs }
audit-verified-witness = - { $name } saw { $records } of them at { $time }
audit-seq = No.
kind-witness-cosigned = logs cosigned
kind-witnesses-changed = other witnesses
err-bundle-more = Nothing in the bundle accounts for { $path }.
fix-bundle-more = Take the bundle from where it was published.
err-bundle-witness = { $path } is not the key of a member’s or a coordinator’s witness, or is there twice.
fix-bundle-witness = Don’t count this witness. Ask whoever published the bundle.
err-bundle-signatures = A signature under the checkpoint of member { $member } does not hold.
fix-bundle-signatures = Don’t use the figures. Ask whoever published them.
err-bundle-other-caller = The receipts of member { $member } are for somebody who is no coordinator of the charter, or for several.
fix-bundle-other-caller = Don’t use the figures. Ask whoever published them.
audit-covered = Enough witnesses have seen { $records ->
        [one] the first record
       *[other] the first { $records } records
    }.
err-serve-socket-closed = The socket { $path } is not for this user.
fix-serve-socket-closed = Ask the operator to let you into its group, or run the command as the node’s user.
err-index-log-unproved = The log of member { $member } does not show that it goes on from what the witness { $witness } saw.
fix-index-log-unproved = Nothing was published. Run again; if it stays, ask the member’s officer to verify the log.

### report

report-skip = Skip to the figures
report-contents = Contents
report-headline = The index
report-areas = Areas
report-bands = Distribution by band
report-groups = Population groups
report-borders = Areas across borders
report-coverage = Coverage and what is withheld
report-quality = What the marks mean
report-members = Who answered
report-method = Method
report-verify = How to verify these figures
report-cite = How to cite
report-about = Period { $period } · { $answered } of { $members ->
        [one] { $members } member
       *[other] { $members } members
    } answered
report-headline-of = of 100, over { $people ->
        [one] { $people } person
       *[other] { $people } people
    }; 100 is the most vulnerable
report-of-members = { $there } of { $all ->
        [one] { $all } member
       *[other] { $all } members
    }
report-headline-interval = (95% interval: { $interval })
report-interval = 95%
report-rank = Rank
report-chart-index = Index and its 95% interval
report-chart-bands = People by band
report-chart-category = { $group }: { $category }
report-chart-said = { $name }: { $number }
report-chart-said-between = { $name }: { $number } ({ $interval })
report-chart-hint = The most vulnerable stand first. The line through a dot is the interval in which the true figure lies in 95 of 100 cases, each by itself: of 100 lines some 5 miss it. Where no line is seen, it is narrower than the dot or unknown. The dashed line is the figure of everybody. The tables have all numbers.
report-chart-ranks = Ranks hold likewise: each by itself, in 95 of 100 cases.
report-chart-unsure = A line without a dot is of a figure that is too unsure, and may go on beyond the picture; rows whose index is such stand last.
report-chart-partial = †, with a hollow dot, is a sum that leaves something out.
report-chart-more = The { $shown } highest of { $all } are shown.
report-headline-none = There is no published figure over all members.
report-people-counted = Who is counted: { $people } · as of: { $date }
report-headline-caption = Index and dimensions by member
report-scale = Index and dimensions run from 0 to 100; 100 is the most vulnerable. People are counted by weight.
report-people = People
report-flag = Mark
report-withheld = withheld
report-absent = no data
report-area = Area
report-code = Code
report-areas-caption = Index and dimensions: { $level }
report-borders-text = These areas lie in several members. No member can compute them alone; they are sums of published figures, and are in no other table.
report-borders-caption = Index and dimensions of areas across borders
report-bands-text = Shares of people by the band in which their index lies.
report-bands-caption = Share of people in each band, by member
report-groups-text = Groups overlap: a person may be in several. Figures of different groups are never added up.
report-coverage-text = Every figure carries noise, which each member puts on it before it leaves. No cell is withheld because of who is in it. Where a limit is set, cells whose noisy count is below it show nothing: a rule about printed numbers, not about people.
report-coverage-public = The data are public already: nothing is withheld.
report-coverage-least = Least covered: { $table }. The published figures there stand for { $percent } of the people.
report-coverage-caption = Cells and people by table
report-table = Table
report-cells-published = Published cells
report-cells-withheld = Withheld cells
report-people-covered = People covered
report-quality-text = Marks stand beside the figures to which they apply.
report-quality-private = Every figure carries protective noise of a known size: 95% intervals say how far it may be off, cell by cell, so that of very many cells some miss. That is noise alone: figures of a survey have an error of sampling besides. Areas and groups add up exactly. In index.csv a count may be negative and an index may lie off the scale: cutting them there would make sums wrong; here they are never shown below zero, and what is too unsure for a figure is a hatched interval. Marks E and F don’t occur, as they are for errors of sampling.
report-quality-controlled = Every figure carries a count’s noise: 95% intervals say how far it may be off, cell by cell, by noise alone: figures of a survey have an error of sampling besides. Areas and groups don’t add up exactly. This is customary practice for surveys and has no bound: from all tables together most totals can be computed to ±1. Marks E and F don’t occur, as they are for errors of sampling.
report-quality-public = No noise is on these figures: 95% intervals are for errors of sampling, each by itself.
report-flag-withheld = The cell shows nothing: its noisy count is below a limit, or a part of an area across borders isn’t there. It is a rule about printed numbers, not about people. This is the federation’s own mark, not a symbol of a statistical office.
report-flag-unsure = An interval in place of a figure: the true one lies there in 95 of 100 cases, and nothing surer can be said. The number of people decides that, never the figure itself.
report-flag-partial = A sum that leaves something out, because some members withhold it or didn’t answer: it says of how many members it is. It is about other people than a whole sum beside it.
report-flag-caution = Use with caution: the coefficient of variation is from 16.6% to 33.3%.
report-flag-unreliable = Too unreliable to be shown: the coefficient of variation is above 33.3%, or a single person is behind it. The figure is in index.csv.
report-flag-absent = Nobody is scored there, or no member that answered speaks for it.
report-flag-nothing = Not applicable: the figure doesn’t exist.
report-members-text = { $missing ->
        [0] All members answered.
        [one] One member is missing: its people are in none of the figures.
       *[other] { $missing } members are missing: their people are in none of the figures.
    }
report-members-caption = Members and their answers
report-answer = Answer
report-answered = answered
report-missing = missing
report-software = Software
report-weights = Weights
report-weights-given = given
report-weights-none = none
report-weights-mixed = People of some members have weights, and those of others count 1 each: sums over both are means of neither.
report-release = Release
report-method-text = Each person’s answers are turned into scores from 0 to 100. Their weighted mean, dimension by dimension, gives dimension scores, and these give the person’s index:
report-method-leave-out = A person without a score in some dimension is left out of all figures.
report-method-average = For a person without a score in some dimension, the index is taken over the others.
report-method-cap = A person’s survey weight counts as at most { $cap }.
report-method-totals = Figures add up to public totals by { $table }: people of a stratum count for as many as there are. That was done after the noise, and errors say what it leaves of it.
report-method-totals-none = { $member }: its figures aren’t brought to these totals, as some are hidden, or as its people are too few beside the noise.
report-method-totals-few = { $member }: totals that hold by themselves: { $held } of { $of }. The others are few beside the noise, and hold together.
report-method-evi = This is a reconstruction of the E-Vulnerability Index (EVI) of Employment and Social Development Canada. The list of indicators, the weights and the normalisation of the original aren’t public.
report-method-more = The exact definition is in charter/charter.toml of the bundle.
report-indicators-caption = Indicators
report-indicator = Indicator
report-dimension = Dimension
report-most-vulnerable = Most vulnerable
report-weight = Weight
report-scale-higher = { $high } (scale from { $low } to { $high })
report-scale-lower = { $low } (scale from { $low } to { $high })
report-verify-text = This page is one file of a bundle. In its folder:
report-verify-more = The second command computes everything again, this page too, from what each member answered; verifies the receipts that prove each answer to be in the member’s public log; and needs no network.
report-cite-text = In the language of your text:
report-citation = { $title }. Period { $period }, edition { $edition }, { $publication }. Charter { $charter }, version { $version } ({ $digest }). Computed with Archipel { $software }.
report-licence = Licence: { $licence }
report-edition = Edition { $edition } · { $publication } · charter { $charter }, version { $version } ({ $digest }) · Archipel { $software }
report-map-caption = Map of the index: { $level }
report-map-hint = Hatched areas are too unsure for a shade, withheld or without data. Point at an area, or move through the areas with the arrow keys, to read its figure; the table has them all. 95% intervals hold area by area: of 100 areas some 5 lie outside theirs.
report-map-tiles = Every province and territory is drawn alike, whatever its size.
report-map-below = below { $high }
report-map-from = { $low } and above
report-map-between = { $low } to below { $high }
report-map-unsure = too unsure for a shade
report-map-nothing = withheld or no data
report-map-counted = { $range } ({ $count })
degrees-north = { $degrees }° N
degrees-south = { $degrees }° S
degrees-east = { $degrees }° E
degrees-west = { $degrees }° W
projection-lambert-conformal-conic = Projection: Lambert conformal conic, standard parallels 49° and 77°.
projection-lambert-azimuthal-equal-area = Projection: Lambert azimuthal equal-area, centred at { $lat }, { $lon }.
projection-equal-earth = Projection: Equal Earth, centred at { $lon }.
report-service = Service points
report-service-distance = Each point’s catchment is made of the areas ({ $level }) whose middle lies within { $km } km of it, in a straight line over the globe, not along roads. Figures are sums of published figures; an area may belong to several catchments.
report-service-table = Each point’s catchment is made of the areas ({ $level }) that a table of the coordinator gives it. Figures are sums of published figures; an area may belong to several catchments.
report-service-far = { $percent } of the people ({ $people }) live in areas whose middle lies more than { $km } km from any of these points, of those whose figures are published.
report-service-unplaced =
    { $count ->
        [one] Nothing says where one of the areas lies: it belongs to no catchment.
       *[other] Nothing says where { $count } of the areas lie: they belong to no catchment.
    }
report-points-caption = Catchments of service points
report-point = Point
report-owner = Run by
report-languages = Languages
report-catchment-areas = Areas
report-gaps = Vulnerable areas without a point
report-gaps-text = Of all areas whose index is sure enough to be shown, these are among the fifth with the highest, and in nobody’s catchment. 95% intervals hold area by area: of 100 areas some 5 lie outside theirs.
report-gaps-none = Every area among the fifth with the highest index that is sure enough to be shown is in some catchment.
report-gaps-caption = Vulnerable areas in no catchment, the most vulnerable first
report-nearest = Nearest point, km
report-pairs = Points of different owners under { $km } km apart
report-pairs-none = There are none.
report-pairs-caption = Points of different owners that are near each other
report-distance = Distance, km
report-more =
    { $count ->
        [one] One more is in { $file }.
       *[other] { $count } more are in { $file }.
    }
report-rehearsal = REHEARSAL: computed on one machine, to try things out. It isn’t from the members.
report-pilot = PILOT: a trial, not an official result. Don’t quote these figures.
report-correction = Publication { $number }, in the place of one whose checksums have the digest { $corrects }. Reason: { $reason }
report-verify-signed =
    { $needed ->
        [one] What is published has the signature of a coordinator, in the folder publication/.
       *[other] What is published has the signatures of { $needed } coordinators, in the folder publication/.
    }

### end of report

### columns of the published tables

column-level = Level of the geography
column-area = Area
column-dguid = Dissemination Geography Unique Identifier
column-parent = Area of the next coarser level
column-name_en = Name in English
column-name_fr = Name in French
column-period = Period
column-everybody = Everybody
column-persons = Scored persons, unweighted
column-weight = People, by weight
column-index = Index
column-share = Share of people in the band “{ $band }”
column-cv = Coefficient of variation of the index
column-persons_se = Standard error of the scored persons
column-weight_se = Standard error of the people, by weight
column-se = Standard error: { $figure }
column-index_low = Low end of the 95 % interval of the index
column-index_high = High end of the 95 % interval of the index
column-rank_low = Best rank of the area by its index, 95 % interval of each area by itself
column-rank_high = Worst rank of the area by its index, 95 % interval of each area by itself
column-members = Members in the figures
column-of_members = Members that the figures should hold
column-people = People of the member, by weight
column-weights = Whether the people of the member have weights: given, none (each counts 1)
column-people_from = Where that number comes from: answer, earlier answer, charter
column-status = Whether the figures are published
column-groups = Groups by which the table is split
column-group = Group
column-category = Category
column-member = Member
column-published = Published cells
column-withheld = Withheld cells
column-coverage = Share of the people that published cells stand for
column-reason = Key of the error, if the member is missing
column-charter_digest = Digest of the charter
column-software = Version of the node
column-release = Digest of what the member told
status-published = Published
status-partial = Published, for a part of the people
status-withheld = Withheld: the noisy count is below a limit, or a part is missing
column-point = Service point
column-other_point = The other service point
column-owner = Who runs the point
column-other_owner = Who runs the other point
column-latitude = Degrees north
column-longitude = Degrees east
column-areas = Areas in the catchment
column-stands_for = Share of the people that the figures stand for
column-nearest_km = Distance to the nearest point, km
column-km = Distance, km

### end of columns

### maps

err-map-bad-json = The file of boundaries is not JSON, or is cut off.
fix-map-bad-json = Export the boundaries as GeoJSON again.
err-map-not-features = The file is no GeoJSON collection of polygons.
fix-map-not-features = Export the areas as one FeatureCollection of polygons (RFC 7946).
err-map-no-codes = No property of the boundaries has the charter’s codes of { $vintage }. Properties: { $keys }.
fix-map-no-codes = Give every area its code, or its DGUID, as a property or as its id.
err-map-no-property = The boundaries have no property of the name that was asked for. Properties: { $keys }.
fix-map-no-property = Name one of them with --boundaries-property.
err-map-counts-rows = The charter’s codes stand only in what counts the rows of the file: { $keys }.
fix-map-counts-rows = Give every area its code as a property. If one of these is the code after all, name it with --boundaries-property.
err-map-zeros = The property { $property } differs from the charter’s codes by zeros in front.
fix-map-zeros = Write the codes in the boundaries as the charter does, as texts: 01 is another code than 1.
err-map-draw = Several properties have as many of the charter’s codes, but for other shapes: { $keys }.
fix-map-draw = Say which of them has the codes with --boundaries-property.
err-map-poor-fit = The property that fits best, { $property }, has the codes of only { $areas } of the charter’s areas, and most shapes go without an area. Properties: { $keys }.
fix-map-poor-fit = Say which property has the codes with --boundaries-property, or give every area its code.
err-map-no-polygons = The shapes of the charter’s areas have no polygons: { $codes }.
fix-map-no-polygons = Export the areas as Polygon or MultiPolygon, with as many brackets as RFC 7946 gives these.
err-map-not-degrees = The coordinates of the boundaries are not degrees.
fix-map-not-degrees = Export the boundaries in longitude and latitude (WGS 84, EPSG:4326).
err-map-swapped = The coordinates of the boundaries are swapped: latitude stands first.
fix-map-swapped = Write longitude before latitude, as GeoJSON has it (RFC 7946, section 3.1.1).
err-map-crossing = A border of the area { $code } crosses itself, at longitude { $lon } and latitude { $lat }.
fix-map-crossing = Mend the polygon in your map program (“fix geometries”), and export it again.
err-map-ring = A border of the area { $code } is not closed, or has fewer than four positions.
fix-map-ring = Mend the polygon in your map program, and export it again.

### end of maps

### layers

help-demo-boundaries = Boundaries of areas, for the map (GeoJSON)
help-demo-boundaries_property = Property of the boundaries that has the areas’ codes
help-demo-service_points = Service points (CSV): catchments, gaps, neighbours
help-demo-catchments = Which areas each point serves (CSV), instead of distances
help-demo-within = Km within which an area belongs to a catchment (default 50)
help-simulate-boundaries = Boundaries of areas, for the map (GeoJSON)
help-simulate-boundaries_property = Property of the boundaries that has the areas’ codes
help-simulate-service_points = Service points (CSV): catchments, gaps, neighbours
help-simulate-catchments = Which areas each point serves (CSV), instead of distances
help-simulate-within = Km within which an area belongs to a catchment (default 50)
help-index-compute-boundaries = Boundaries of areas, for the map (GeoJSON)
help-index-compute-boundaries_property = Property of the boundaries that has the areas’ codes
help-index-compute-service_points = Service points (CSV): catchments, gaps, neighbours
help-index-compute-catchments = Which areas each point serves (CSV), instead of distances
help-index-compute-within = Km within which an area belongs to a catchment (default 50)
layers-boundaries = Boundaries: { $drawn } of { $areas ->
        [one] { $areas } area
       *[other] { $areas } areas
    } of the level “{ $level }”, by the property “{ $property }”
layers-ignored =
    { $count ->
        [one] Boundaries: one shape belongs to no area of the charter, and is left out
       *[other] Boundaries: { $number } shapes belong to no area of the charter, and are left out
    }
layers-united =
    { $count ->
        [one] Boundaries: one area has several shapes, which are united: { $areas }
       *[other] Boundaries: { $number } areas have several shapes, which are united: { $areas }
    }
layers-cut =
    { $count ->
        [one] Boundaries: one area lies across the 180th meridian, and is cut there: { $areas }
       *[other] Boundaries: { $number } areas lie across the 180th meridian, and are cut there: { $areas }
    }
warning-boundaries-without-polygons =
    { $count ->
        [one] one area has a shape without polygons, which is left out: { $areas }.
       *[other] { $number } areas have a shape without polygons, which is left out: { $areas }.
    }
warning-boundaries-without-extent =
    { $count ->
        [one] the shape of one area covers nothing, and is drawn as a dot: { $areas }.
       *[other] the shapes of { $number } areas cover nothing, and are drawn as dots: { $areas }.
    }
warning-points-nowhere =
    { $count ->
        [one] { $number } of { $of ->
            [one] { $of } point has
           *[other] { $of } points has
        } no area within { $km } km, measured to its middle: { $points }.
       *[other] { $number } of { $of } points have no area within { $km } km, measured to its middle: { $points }.
    }
warning-points-exchanged =
    { $count ->
        [one] one of these points would have an area if its latitude and longitude were exchanged: { $points }. See which of the two stands first, in the points and in the boundaries.
       *[other] { $number } of these points would have an area if their latitude and longitude were exchanged: { $points }. See which of the two stands first, in the points and in the boundaries.
    }
err-service-text = The field is empty, too long, or has characters that can’t be shown.
fix-service-text = Write a plain text of at most 100 characters.
err-service-degrees = The field is no number of degrees from -{ $limit } to { $limit }.
fix-service-degrees = Write decimal degrees with a point, such as 45.4215 for a latitude and -75.6972 for a longitude.
err-service-twice = The id stands in line { $first } already.
fix-service-twice = Give every point an id of its own.
err-service-unknown-area = The field is no code of an area of the level “{ $level }”.
fix-service-unknown-area = Use the codes of that level in the charter’s geography.
err-service-unknown-point = The field is no id of a service point.
fix-service-unknown-point = Use the ids of the file that --service-points names.
err-service-none = The file has no service point.
fix-service-none = Write one line for each point below the header.
err-service-no-places = Nothing says where the areas of the level “{ $level }” lie, so distances to points can’t be known.
fix-service-no-places = Give boundaries of this level with --boundaries, or say with --catchments which areas each point serves.
err-service-no-table = The charter publishes no table of everybody, so that catchments have no figures.
fix-service-no-table = Leave --service-points out.
err-service-within = The distance is no number of km above 0.
fix-service-within = Write a number such as 50.

### end of layers

### publishing

help-index-publish = Sign a bundle as a coordinator; enough signatures publish it
help-index-publish-bundle = Folder of the bundle
help-index-publish-key = Signing key of a coordinator that the charter names
examples-index-publish = archipel index publish bundle --key secretariat.key
help-index-verify-published = Refuse a bundle that too few coordinators have signed
help-index-compute-pilot = Mark the result as a pilot, wherever it is shown
help-index-compute-corrects = Published bundle in whose place this one comes
help-index-compute-reason_en = Why it is corrected, in English
help-index-compute-reason_fr = Why it is corrected, in French
help-simulate-pilot = Mark the result as a pilot, wherever it is shown
help-simulate-corrects = Published bundle in whose place this one comes
help-simulate-reason_en = Why it is corrected, in English
help-simulate-reason_fr = Why it is corrected, in French
publish-signed = Signed by { $coordinator }: { $publication } of the edition { $edition }.
publish-signed-before = { $coordinator } has signed { $publication } of the edition { $edition } already.
publish-state = Coordinators that signed: { $signed } of the { $needed } that the charter asks for ({ $names })
publish-next-missing = Next: the other coordinators sign the same folder: archipel index publish { $path } --key FILE
publish-next-reached = It is published. Next: hand on the whole folder; anybody checks it with: archipel index verify { $path } --published
bundle-unsigned = No coordinator has signed it: it isn’t published.
help-index-publish-keys = Folder with the keys of logs that you know
help-index-verify-other_version = Let pass what another version worded; figures are checked all the same
bundle-sound-in-part = Edition { $edition }: { $files ->
        [one] { $files } file, unchanged
       *[other] { $files } files, unchanged
    }; every answer is in its member’s log, and the CSV files follow from the answers.
bundle-rehearsal = A rehearsal: one process made it, with nodes whose keys were made for it. It proves nothing about members.
err-bundle-other-version = Archipel { $software } wrote the bundle; this version, { $own }, words these files otherwise, and can’t check what they say: { $files }.
fix-bundle-other-version = Verify it with that version, or with archipel index verify --other-version, and use its CSV files only.
err-publication-rehearsal = The bundle is a rehearsal, by demo or simulate: it isn’t from members, and can’t be published.
fix-publication-rehearsal = Publish what archipel index compute wrote.
help-index-verify-corrects = Check that it takes the place of this bundle
err-publication-not-a-correction = The bundle doesn’t correct the one that --corrects names.
fix-publication-not-a-correction = Name the publication whose number is one less, as edition.json gives its digest; both must be whole.
err-publication-no-keys = The charter names no coordinator with a signing key.
fix-publication-no-keys = Agree on a charter that gives each coordinator its signing_key; see archipel pki signing-key.
err-publication-not-a-coordinator = The key { $key } is that of no coordinator in the charter.
fix-publication-not-a-coordinator = Sign with the key whose public half the charter names as the coordinator’s signing_key.
err-publication-bad-signature = { $path } is no signature of a coordinator for this bundle.
fix-publication-bad-signature = Compare the bundle with its publisher’s. If you changed it after it was signed, it must be signed anew, without this file.
err-publication-reason = The reason for a correction is missing, too long, or has characters that can’t be shown.
fix-publication-reason = Give the reason in both languages, with at most 500 characters each: --reason-en and --reason-fr.
err-publication-other-edition = The bundle to be corrected is of another charter or of another period.
fix-publication-other-edition = Name the published bundle of the same federation and period.
err-publication-not-published =
    { $signed ->
        [one] The bundle isn’t published: one coordinator has signed; the charter asks for { $needed }.
       *[other] The bundle isn’t published: { $signed } coordinators have signed; the charter asks for { $needed }.
    }
fix-publication-not-published = Have coordinators sign it, each with its key: archipel index publish
change-witnesses = Other members that witness each log: { $was } before, { $now } now
change-sign-off = Coordinators that must sign what is published: { $was } before, { $now } now

### end of publishing

### decisions of officers
change-member-officer-key = Member { $member }: its officer’s key was { $was }, is now { $now }
show-member-officer = Officer’s key: { $key }. Decisions need its signature.
show-member-no-officer-private = Officer’s key: none named. Class private needs one before anything can be drawn.
show-member-no-officer = Officer’s key: none named. Whoever runs the node can decide in the officer’s place.
err-decision-unsigned = The charter names the officer’s key { $key }: this decision needs its signature.
fix-decision-unsigned = Give --key FILE where the key is at hand. Otherwise have the text of --print signed with “archipel pki sign”, and give the result with --note FILE.
err-decision-no-key = The charter names no officer’s key of member { $member }, so a signature can’t be verified.
fix-decision-no-key = Leave out --print, --note and --key; or name the key in a new version of the charter, as officer_key.
err-decision-other-key = The note isn’t signed with { $key }, the officer’s key that the charter names.
fix-decision-other-key = Sign the text with that key. If the officer has a new one, the charter must name it first.
err-decision-other-text = The officer has signed something else than this decision ({ $act }): another act, member, release or record.
fix-decision-other-text = Have the text of this very decision signed.
err-decision-not-one = The file isn’t the text of a decision.
fix-decision-not-one = Give the text as --print wrote it, unchanged. Charters are signed with “archipel charter sign”, bundles with “archipel index publish”.
err-policy-unsigned = The charter names the officer’s key { $key }: a standing approval needs its signature, for this very version of the charter.
fix-policy-unsigned = archipel charter standing-approval CHARTER --member { $member } gives what is to be signed, and with --key or --note the section for this file.
err-log-decision = What the log says isn’t signed with the officer’s key that the charter names: record { $seq }.
fix-log-decision = Show this to the member’s privacy officer: somebody has decided in their place. Don’t rely on what the log says of decisions.
decision-next-sign =
    Next: the officer reads this text, signs it where the key is, and hands back the note:
      archipel pki sign decision.txt --key officer.key --out decision.note
    Then give the same command with --note decision.note instead of --print.
decision-by-account = Written down as decided by the operator’s account: the charter names no officer’s key.
decision-signed = Signed with { $key }: { $path }. The note serves for this decision alone.
audit-decided = Decisions signed with the officer’s key that the charter names: { $signed }; taken by the operator’s account: { $account }; under other charters: { $other }.
audit-event-officer = Signed with the officer’s key.
audit-event-account = Decided by the operator’s account.
audit-decided-unknown = Who took the decisions isn’t verified: --charter DIR names the officer’s key.
standing-next = Next: put this section into policy.toml, and start the node again.
standing-next-sign =
    Next: keep this text in a file. The officer reads it, signs it where the key is, and hands back the note:
      archipel pki sign approval.txt --key officer.key --out approval.note
    Then give the same command with --note approval.note.
help-charter-standing-approval = Let releases need no further word: the section for policy.toml
help-charter-standing-approval-folder = Charter folder
help-charter-standing-approval-member = Member whose officer approves
help-charter-standing-approval-note = The approval, signed with the officer’s key
help-charter-standing-approval-key = The officer’s key: signs here and now
examples-charter-standing-approval = archipel charter standing-approval my-charter --member gulls
    archipel charter standing-approval my-charter --member gulls --key officer.key
help-pki-sign = Sign a decision with the officer’s key; needs no node
help-pki-sign-text = Text of the decision, as --print wrote it
help-pki-sign-key = The officer’s key
help-pki-sign-out = New file for the signed note
examples-pki-sign = archipel pki sign decision.txt --key officer.key --out decision.note
help-audit-verify-charter = Charter that names the officer’s key; may be repeated
help-node-releases-approve-print = Only print what the officer has to sign
help-node-releases-approve-note = The decision, signed with the officer’s key
help-node-releases-approve-key = The officer’s key: signs here and now
help-node-releases-refuse-print = Only print what the officer has to sign
help-node-releases-refuse-note = The decision, signed with the officer’s key
help-node-releases-refuse-key = The officer’s key: signs here and now
help-node-releases-withdraw-print = Only print what the officer has to sign
help-node-releases-withdraw-note = The decision, signed with the officer’s key
help-node-releases-withdraw-key = The officer’s key: signs here and now
help-audit-erase-print = Only print what the officer has to sign
help-audit-erase-note = The decision, signed with the officer’s key
help-audit-erase-key = The officer’s key: signs here and now
help-audit-settle-print = Only print what the officer has to sign
help-audit-settle-note = The decision, signed with the officer’s key
help-audit-settle-key = The officer’s key: signs here and now
err-decision-final-refuse = A refusal can’t be undone: this release never answers. Another one for its period is a revision, which a coordinator opens and you are asked about.
fix-decision-final-refuse = If that is decided, give the same command with --yes. Until then the release waits, and nobody is told anything.
err-decision-final-withdraw = A withdrawal can’t be undone: this release answers no more, and coordinators learn it. What was told stays told.
fix-decision-final-withdraw = If that is decided, give the same command with --yes. Until then the release answers.
err-decision-final-erase = What is erased can’t be brought back; the log only says that it was there.
fix-decision-final-erase = If that is decided, give the same command with --yes.
help-node-releases-refuse-yes = Mean it: a refusal can’t be undone
help-node-releases-withdraw-yes = Mean it: a withdrawal can’t be undone
help-audit-erase-yes = Mean it: what is erased can’t be brought back
err-edition-withdrawn = The member has withdrawn its release: it answered, and answers no more.
fix-edition-withdrawn = Ask the member’s privacy officer why. Figures of it that were published stay told; without it: --require quorum=N
edition-state-withdrawn = withdrawn by the member
err-member-no-release = The member’s node has no release of this edition any more.
fix-member-no-release = Ask its operator whether the node was set up anew. If the member stands by its figures: --unasked
err-publication-withdrawn = Member { $member } has withdrawn the release that the bundle rests on.
fix-publication-withdrawn = Don’t publish it. Compute anew without the member: archipel index compute --require quorum=N. If the old one is published already, add --corrects.
err-publication-not-asked = These members couldn’t be asked whether they stand by their releases: { $members }
fix-publication-not-asked = Try again when they can be reached; or answer for it yourself, with --unasked.
err-publication-pilot = A pilot can’t take the place of a publication, nor the other way round: the two count apart.
fix-publication-pilot = Correct a pilot with --pilot, and a publication without it. The first publication after a pilot corrects nothing: leave out --corrects.
publish-not-asked = { $member } couldn’t be asked whether it stands by its release: { $what }
publication-number = publication { $number }
publication-pilot-number = pilot { $number }
report-correction-pilot = Pilot { $number }, in the place of one whose checksums have the digest { $corrects }. Reason: { $reason }
help-index-publish-config = Settings of the coordinator that asks the members (default coordinator.toml)
help-index-publish-unasked = Go on where a member can’t be asked
### end of decisions of officers
help-node-budget-adopt = Let the budget be what policy.toml says
help-node-budget-print = Only print what the officer has to sign
help-node-budget-note = The decision, signed with the officer’s key
help-node-budget-key = The officer’s key: signs here and now
examples-node-budget = archipel node budget
    archipel node budget --adopt --key officer.key
budget-adopted = From now on all editions together may cost ρ = { $lifetime }, and more than half of these must know of each before it is drawn: { $witnesses }
budget-adopted-waits = Logged. It holds once more than half of the witnesses before know of it: that happens when a coordinator next opens an edition. Until then: { $witnesses }
budget-witnesses = More than half of these must know before anything is drawn:
budget-differs = policy.toml proposes ρ = { $lifetime } for all editions together, and these witnesses:
budget-waits = Other witnesses were named. They take their places once more than half of these know of it.
node-status-witness-key = Key as a witness of others:
    {"  "}{ $key }
coordinator-witness-key = Your key as a witness, for policy.toml of members that want you as one:
    { $key }
kind-budget-ruled = budget adopted
kind-budget-handed-over = budget has other witnesses
kind-budget-witnessed = spending witnessed
kind-budget-found = lost spending counted again
err-budget-no-lifetime = policy.toml doesn’t say what all editions together may cost.
fix-budget-no-lifetime = Write lifetime_rho = "0.5" there, or another number: archipel charter show says how many editions that allows. If it is there already, start the node again: it reads the file when it starts.
err-budget-no-witness = Nobody outside this member would know what is spent: policy.toml must name witnesses, all of them others, each with its key.
fix-budget-no-witness = Add [[witness]] sections with id and key, and start the node again. Keys: archipel node status at other members, archipel coordinator status at the coordinator.
err-budget-no-officer = Class private needs an officer who signs, and the charter names no key of this member’s.
fix-budget-no-officer = Name officer_key for this member in the charter: archipel pki signing-key --name CHARTER/MEMBER/officer makes one.
err-member-not-witnessed = Too few of the member’s witnesses know what it is about to spend; nothing was drawn.
fix-member-not-witnessed = Reach more of its witnesses and open the edition again: what is reserved waits. archipel node budget at the member names them.
help-charter-standing-approval-editions = In class private: how many editions may go through
err-standing-no-editions = In class private a standing approval is for a number of editions.
fix-standing-no-editions = Give --editions: each costs up to the charter’s ρ.
err-standing-editions = Only class private counts editions.
fix-standing-editions = Leave --editions out.
err-policy-editions = A standing approval is for a number of editions from 1 to { $most }.
fix-policy-editions = Give editions a number from 1 to { $most }; archipel charter standing-approval writes the section.
help-edition-plan-revision = Which correction of the period’s release (default 0, the first); in class private each costs again
help-edition-open-revision = Which correction of the period’s release (default 0, the first); in class private each costs again
help-edition-status-revision = Which correction of the period’s release (default 0, the first); in class private each costs again
help-index-compute-revision = Which correction of the period’s release (default 0, the first); in class private each costs again
simulate-unpaid = Each run of simulate on real files is another look at the same people, and no budget counts it: keep the bundle to yourself, or delete it.
charter-check-no-officer = The charter names no officer’s key for: { $members }. Without them it can’t be signed, and nothing can be drawn; a simulation needs none.
