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
fix-charter-partition = Form at least two categories, fewer than before, and list in “of” every category, once.
err-charter-area-shared = The member { $other } already speaks for the area { $code }, for a part of it, or for one around it.
fix-charter-area-shared = Let one member speak for each area, and list each area once.
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
err-charter-file-outside = { $file } can’t be named here: the digest that members sign doesn’t cover it, or it has another role.
fix-charter-file-outside = Put the file elsewhere in the charter folder, outside of signatures/.
err-charter-file-name = The file name “{ $file }” has characters that the digest can’t cover safely.
fix-charter-file-name = Rename the file, without control characters and backslashes.
err-charter-private-key = { $file } holds a private key. Everybody gets the charter folder.
fix-charter-private-key = Take the key out of the folder; if the folder was shared, replace the key.
err-charter-no-certificate = There is no certificate in { $file }.
fix-charter-no-certificate = Put the certificate of the authority there, in PEM form (-----BEGIN CERTIFICATE-----).
err-charter-geography-name = The area { $code } has no readable name in “{ $language }”.
fix-charter-geography-name = Write its name in every language; the same name may stand twice.
err-charter-area-barren = No area of the finest level ({ $level }) lies in { $code }, so nobody can be counted in it.
fix-charter-area-barren = Add the areas that lie in { $code }, down to the level { $level }, or remove its line.
err-charter-blank = This text is empty.
fix-charter-blank = Write what it has to say.
err-charter-dimension-empty = No indicator belongs to the dimension “{ $id }”.
fix-charter-dimension-empty = Add an indicator to it, or remove the dimension.
err-charter-second-other = Another category of this group already takes all other values.
fix-charter-second-other = Leave other = true with one category only.
err-charter-key-shared = The member { $other } has the same signing key: one person could sign for both.
fix-charter-key-shared = Let each member make a key of its own.
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
err-folder-not-empty = { $path } already holds something.
fix-folder-not-empty = Name a new folder, or empty this one.
err-file-unwritable = { $path } can’t be written: { $reason }.
fix-file-unwritable = Check the path, the rights to it, and the space on the disk.
help-charter = Write, check, read, compare and sign charters
help-charter-check = Check a charter folder, its signatures and its digest
help-charter-check-folder = Charter folder

# The noun charter: what is said besides problems.

help-charter-new = Write a commented charter to start from
help-charter-new-folder = Folder to make; it must be empty
help-charter-new-id = Name of the federation: letters, digits, - _ .
examples-charter-new = archipel charter new my-charter --id my-federation
help-charter-show = Say in plain sentences what a charter means
help-charter-show-folder = Charter folder
examples-charter-show =
    archipel charter show my-charter
    archipel --lang fr charter show my-charter
help-charter-diff = Say what differs between two charters, what matters most first
help-charter-diff-old = Charter folder before
help-charter-diff-new = Charter folder after
examples-charter-diff = archipel charter diff charter-v1 charter-v2
help-charter-sign = Sign a charter for a member
help-charter-sign-folder = Charter folder
help-charter-sign-member = Member for whom you sign
help-charter-sign-key = File with the officer’s signing key
examples-charter-sign = archipel charter sign my-charter --member gulls --key officer.key
word-none = nothing
word-list-cut = { $shown } and { $more } more
word-quoted = “{ $text }”
word-in-english = in English
word-in-french = in French
mean-arithmetic = weighted arithmetic mean
mean-geometric = weighted geometric mean (scores below 1 count as 1)
mean-harmonic = weighted harmonic mean (scores below 1 count as 1)
missing-leave-out = a person without a score in every dimension is left out and counted nowhere
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
charter-check-tables = Tables: { $tables }, with up to { $cells } cells
charter-check-unclaimed =
    { $count ->
        [one] No member speaks for one area of the level “{ $level }”: { $areas }. Nothing about it can be published.
       *[other] No member speaks for { $number } areas of the level “{ $level }”, such as { $areas }. Nothing about them can be published.
    }
charter-check-members = Members: { $number }
charter-signature-no-key = { $member }: the charter names no signing key yet
charter-signature-missing = { $member }: has not signed yet
charter-signature-holds = { $member }: has signed
charter-signature-broken = { $member }: the signature does NOT hold for these files
charter-check-quorum-reached = Signatures: { $signed } of the { $needed } that the charter needs. It is agreed.
charter-check-quorum-open = Signatures: { $signed } of the { $needed } that the charter needs. It is not agreed yet.
charter-check-quorum-impossible = Signatures: { $signed } of the { $needed } that the charter needs. The charter can’t be agreed yet: number of signing keys that it names: { $able }. A simulation needs none.
charter-next-check = The charter is sound. Next: archipel charter show { $folder }
charter-next-show = Next, if you agree: archipel charter sign { $folder } --member … --key …
charter-signed = Signed for { $member }: { $file }
charter-signed-before = { $member } has already signed these very files; nothing was changed.
charter-quorum-reached = Enough members have signed: the charter is agreed.
charter-quorum-missing =
    { $count ->
        [one] One more signature is needed before the charter is agreed.
       *[other] { $count } more signatures are needed before the charter is agreed.
    }
charter-next-sign = Next: send { $file } to the other members; it belongs into signatures/ of their folders.
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
change-authority = Legal authority: was “{ $was }”, is now “{ $now }”
change-starts = First day in force: was { $was }, is now { $now }
change-ends = Last day in force: was { $was }, is now { $now }
change-member-joins = Member “{ $member }” ({ $id }) joins, for { $areas }
change-member-leaves = Member “{ $member }” ({ $id }) leaves; it spoke for { $areas }
change-member-name = Member { $member }: its name, { $language }, was “{ $was }”, is now “{ $now }”
change-member-areas-more = Member { $member } now speaks for { $areas }, too
change-member-areas-fewer = Member { $member } no longer speaks for { $areas }
change-member-key = Member { $member }: its signing key was { $was }, is now { $now }
change-member-authority = Member { $member }: the certificates of its authority were { $was }, are now { $now }
change-member-endpoint = Member { $member }: the address of its node was { $was }, is now { $now }
change-quorum = Signatures that put the charter in force: { $was } before, { $now } now
change-table-added =
    { $count ->
        [one] Table “{ $table }” is new: one cell more may be published
       *[other] Table “{ $table }” is new: up to { $number } cells more may be published
    }
change-table-removed =
    { $count ->
        [one] Table “{ $table }” is no longer published: one cell fewer
       *[other] Table “{ $table }” is no longer published: up to { $number } cells fewer
    }
change-table-cells = Table “{ $table }”: may now have up to { $now } cells; it was up to { $was }
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
change-partition-added = Group { $group }: people are now also counted by “{ $partition }”
change-partition-removed = Group { $group }: people are no longer counted by “{ $partition }”
change-partition-label = Group { $group }, partition { $partition }: its label, { $language }, was “{ $was }”, is now “{ $now }”
change-partition-of = Group { $group }, “{ $partition }”: was { $was }; is now { $now }
change-vintage = Boundaries: were those of “{ $was }”, are now those of “{ $now }”
change-levels = Levels of areas: were { $was }, are now { $now }
change-areas-more =
    { $count ->
        [one] Level “{ $level }”: one area is new: { $areas }
       *[other] Level “{ $level }”: { $number } areas are new: { $areas }
    }
change-areas-fewer =
    { $count ->
        [one] Level “{ $level }”: one area is gone: { $areas }
       *[other] Level “{ $level }”: { $number } areas are gone: { $areas }
    }
change-areas-moved =
    { $count ->
        [one] Level “{ $level }”: one area now lies in another area: { $areas }
       *[other] Level “{ $level }”: { $number } areas now lie in other areas: { $areas }
    }
change-areas-renamed =
    { $count ->
        [one] Level “{ $level }”: one area has another name: { $areas }
       *[other] Level “{ $level }”: { $number } areas have other names: { $areas }
    }
change-coordinator-joins = Coordinator “{ $coordinator }” ({ $identity }) may ask from now on
change-coordinator-leaves = Coordinator “{ $coordinator }” ({ $identity }) may no longer ask
change-coordinator-name = Coordinator { $coordinator }: its name, { $language }, was “{ $was }”, is now “{ $now }”
change-coordinator-identity = Coordinator { $coordinator }: its identity was { $was }, is now { $now }
change-coordinator-authority = Coordinator { $coordinator }: the certificates of its authority were { $was }, are now { $now }
change-coordinator-key = Coordinator { $coordinator }: its signing key was { $was }, is now { $now }
change-method-id = Method: was { $was }, is now { $now }
change-method-version = Version of the method: was { $was }, is now { $now }
change-method-aggregate = The index: was the { $was } of its dimensions, is now their { $now }
change-method-missing = Missing answers: the rule was “{ $was }”; it is now “{ $now }”
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
show-heading-agreement = Who agrees, and what for
show-members =
    { $count ->
        [one] One member agrees:
       *[other] { $number } members agree:
    }
show-member = { $name } ({ $id }), which speaks for: { $areas }
show-purpose = What the figures are for: { $purpose }.
show-authority = Under what authority: { $authority }.
show-dates = From { $starts } to { $ends }, both days included.
show-quorum =
    { $quorum ->
        [one] The agreement is in force once one member of { $members } has signed, for each member that has signed itself.
       *[other] The agreement is in force once { $quorum } members of { $members } have signed, for each member that has signed itself.
    }
show-geography = Places: boundaries of { $vintage }; number of areas at each level: { $levels }.
show-level = { $level } ({ $areas })
show-heading-records = What each member’s records must hold
show-records = One row per person: a pseudonymous identifier (person_id), the code of an area of the level “{ $level }” (area), and what is listed here. A household identifier (household_id) and a weight (weight) may be there. These records never leave the member.
show-groups = Groups, by which people are counted apart:
show-no-groups = No groups: people are not counted apart.
show-group = { $id }, “{ $label }”: { $categories }
show-group-other = Every other value counts as “{ $category }”.
show-partition = Also counted by “{ $label }”: { $categories }
show-indicators = Indicators, the answers that make the index; each may be missing:
show-indicator = { $id }, “{ $label }”: { $scale }
show-heading-index = How the index is computed
show-scores = Each answer gives a score from 0 (not vulnerable) to 100 (most vulnerable), in proportion between the ends of its scale. Answers make dimensions; the weight of each stands in brackets:
show-dimension =
    { $count ->
        [one] “{ $label }”, { $mean } of: { $indicators }. One answer is enough.
       *[other] “{ $label }”, { $mean } of: { $indicators }. A person with fewer than { $number } answers has no score here.
    }
show-index = A person’s index is the { $mean } of: { $dimensions }.
show-missing = Missing answers: { $rule }.
show-weights = The figures of an area or a group are means over its people, each with the weight that the records give (1 without one).
show-weight-cap = A weight above { $cap } counts as { $cap }.
show-bands = The index is cut into bands:
show-band-all = “{ $label }”: everybody
show-band-first = “{ $label }”: below { $below }
show-band-between = “{ $label }”: from { $from } to below { $below }
show-band-last = “{ $label }”: { $from } and above
show-notes = Shown wherever the index is shown: “{ $notes }”
show-heading-published = What may be published
show-figures = Tables of cells. A cell is one area, or one group of people in it, and may show: how many people it stands for and their weight, the mean index, the mean of each dimension, the share of people in each band, and how precise the index is. The tables:
show-table-everybody =
    { $count ->
        [one] Areas of the level “{ $level }”, everybody together: one cell
       *[other] Areas of the level “{ $level }”, everybody together: up to { $number } cells
    }
show-table-groups =
    { $count ->
        [one] Areas of the level “{ $level }” by { $groups }: one cell
       *[other] Areas of the level “{ $level }” by { $groups }: up to { $number } cells
    }
show-cells =
    { $count ->
        [one] One cell in all.
       *[other] Up to { $number } cells in all.
    }
show-cross-border-head = Among these cells are those of areas across members’ borders, each the sum of published cells:
show-cross-border = { $name }, at the level “{ $level }”: { $parts }
show-never = Never published: anybody’s record, answers or identifier; the smallest, the largest or the middle value in a cell; any area, group or combination that is not listed here.
show-only = A node answers from these tables only, and to the same question always the same. It keeps a record of each answer that you can check.
show-heading-protection = How the figures are protected
show-class-public = Class “public”: figures are exact and nothing is withheld. This is right only for data that are public already.
show-class-controlled = Class “controlled”: cells that stand for few people are withheld, and the others are changed a little by noise and rounding, so that the figures tell little about any one person.
show-class-private = Class “private”: every figure carries noise under differential privacy, with a budget for the lifetime of the data.
show-thresholds = The charter sets, for class “controlled”:
show-threshold = { $key }: { $value }
show-heading-coordinators = Who may ask
show-coordinators = Only these may ask the nodes for their published figures and combine them:
show-no-coordinators = The charter names no coordinator yet: nobody may ask.
show-coordinator = { $name } ({ $identity })
show-coordinators-limits = They get published figures only: no records, no keys.
show-heading-signature = What your signature means
show-signature-meaning = By signing, your member agrees to all of this, in exactly these files, and lets its node make releases under this charter once it is in force.
show-signature-limits = A release still waits for your approval, unless you have given a standing one. Your own policy may be stricter, never looser. A charter that changes is another charter: it needs new signatures.
show-heading-digest = The digest
show-digest = Before you sign, call another member and compare these digits one by one. If one differs, you don’t have the same files.

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


### end of demo and simulate
