"""Every rule of the data and its one message: what was found and allowed, and how to mend it.

A rule has an id, and under `tests/faults/<id>/` a broken city beside the exact message.
"""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """What is wrong and how to mend it; `{name}` stands for a value of the case."""

    what: str
    mend: str


_TIDY = "or run geo-app tidy."

RULES: dict[str, Message] = {
    # The folder and its files
    "file-missing": Message(
        "the file is missing.", "Restore it, or take it out of layers/layers.toml."
    ),
    "file-unlisted": Message(
        "no entry of layers/layers.toml names this file, so nobody would see it.",
        "Add an entry, or delete the file.",
    ),
    "file-empty": Message("the file is empty.", "Restore it, or delete it."),
    "file-not-utf8": Message("the file is not UTF-8 (byte 0x{byte}).", "Save it as UTF-8."),
    "text-character": Message(
        '"{key}" holds a character that no text may hold: {found}.',
        "Delete it: it cannot be seen, and hides or turns round what the text says.",
    ),
    "text-long": Message('"{key}" has {found} characters.', "Write at most {limit}."),
    "json-broken": Message(
        "the file is not JSON: {error} (column {column}).", "Mend the text at that place."
    ),
    "json-deep": Message("the file is nested too deeply.", "Write plain GeoJSON."),
    "json-key-twice": Message(
        'a key stands twice in one object: "{key}".', "Delete one of the two."
    ),
    "json-not-finite": Message(
        "{word} is not a JSON number.", "Write a finite number, or leave the value out."
    ),
    "json-long-number": Message(
        "a number has more than {digits} digits.", "Write it with at most 15 digits."
    ),
    "json-surrogate": Message(
        "a text holds half a character ({found}).", "Write the whole character, or delete it."
    ),
    "collection-type": Message(
        'the file is not a FeatureCollection (its "type" is {found}).',
        'Write {{"type": "FeatureCollection", "features": [...]}}.',
    ),
    "collection-crs": Message(
        'the file\'s "crs" is not WGS 84 ({found}).',
        "Transform the positions to WGS 84 (EPSG:4326) and save again without it.",
    ),
    "member-of-json": Message(
        '{where} has an unknown member "{key}".{near}', "Delete it; allowed: {allowed}."
    ),
    # The description of the report
    "about-missing": Message('"{key}" is missing or empty.', 'Write {key} = "…".'),
    "about-value": Message('"{key}" is not a text (found {found}).', 'Write {key} = "…".'),
    "about-lang": Message(
        '"lang" is {found}; known are {known}.', "Write one of them, or leave it out for zh."
    ),
    "about-file": Message(
        '"file" is {found}, which is not in seeds/.',
        "Name a file of this folder, without a path.",
    ),
    # The manifest
    "manifest-missing": Message(
        "the manifest is missing.", "Restore it; it lists the files of the layers."
    ),
    "manifest-broken": Message("the file is not TOML: {error}.", "Mend the text at that place."),
    "manifest-section": Message(
        "{where} is missing or of the wrong form.", "Write it as {example}."
    ),
    "manifest-key": Message('{where} lacks "{key}", {meaning}.', "Write it as {example}."),
    "manifest-unknown-key": Message(
        '{where} has an unknown key "{key}".{near}', "Delete it; allowed: {allowed}."
    ),
    "manifest-layer": Message(
        'unknown layer id "{found}".{near}', "Use one of the layers of the schema: {allowed}."
    ),
    "manifest-twice": Message(
        'the {what} "{found}" stands in two entries.', "Delete one of the entries."
    ),
    "manifest-bbox": Message(
        "{key} is no bbox ({found}).", "Write [west, south, east, north] in degrees, WGS 84."
    ),
    # A feature
    "feature-shape": Message(
        "the feature is not a GeoJSON Feature ({found}).",
        'Write {{"type": "Feature", "properties": {{...}}, "geometry": ...}}.',
    ),
    "feature-properties": Message(
        'the feature has no "properties" (found {found}).',
        'Write "properties": {{...}} with at least {required}.',
    ),
    "feature-id-outside": Message(
        'the id stands outside "properties" ({found}).', f'Move it into "properties", {_TIDY}'
    ),
    "feature-two-ids": Message(
        'the feature has two ids: {found} beside "properties", {inside} in them.',
        'Keep the one in "properties".',
    ),
    "property-unknown": Message(
        'unknown property "{key}".{near}', "Rename or delete it; layers/README.md lists all."
    ),
    "property-missing": Message('the property "{key}" is missing.', "Add it, such as {example}."),
    "property-null": Message('the property "{key}" is null.', f"Leave it out, {_TIDY}"),
    "property-empty": Message('the property "{key}" is empty.', f"Leave it out, {_TIDY}"),
    "property-shape": Message(
        '"{key}" is not {shape} (found {found}).', "Write it such as {example}."
    ),
    "slug": Message(
        '"{key}" holds {found}, which is not an ASCII slug.',
        "Use a-z, 0-9 and single hyphens, at most 100 characters, such as {example}.",
    ),
    "id-reserved": Message(
        '"{key}" holds "{found}", which cannot be the name of a page.',
        "Choose another word: this one is taken by the list of places, or by Windows.",
    ),
    "kind-unknown": Message("unknown kind {found}.{near}", "Use one of: {allowed}."),
    "kind-layer": Message(
        'the kind "{found}" belongs to the layer "{home}", not to "{layer}".',
        "Move the feature to {file}, or use one of: {allowed}.",
    ),
    "basis-unknown": Message("unknown basis {found}.{near}", "Use one of: {allowed}."),
    "entry-key-unknown": Message(
        '"{key}" has an entry with the unknown key "{part}".{near}',
        "Rename or delete it; allowed: {allowed}.",
    ),
    "entry-key-missing": Message(
        'an entry of "{key}" lacks "{part}" ({found}).', "Add it, such as {example}."
    ),
    "entry-value": Message(
        '"{part}" in an entry of "{key}" is not {shape} (found {found}).',
        "Write it such as {example}.",
    ),
    "entry-twice": Message('"{key}" holds {found} twice.', "Delete one of the two."),
    "mention-in": Message(
        'a mention\'s "in" ({inside}) does not hold its words ({words}).',
        '"in" is the longer phrase of the report in which the words stand.',
    ),
    "source-publisher": Message(
        "the publisher {found} is the name of a host.",
        "Name who published it (such as 红网), or what it is (such as 网易号转载).",
    ),
    "date": Message('"{key}" is no date ({found}).', "Write 2024-07-04, 2024-07 or 2024."),
    "url": Message("the url is not a web address ({found}).", "Write it as https://…"),
    "url-host": Message(
        'the host "{found}" is not trusted to be its publisher\'s own.',
        "Leave the url out: title, publisher and date stand alone. Trusted: {allowed}.",
    ),
    "group-geometry": Message(
        'a group ("members") has a geometry ({found}).',
        'Write "geometry": null; a group is composed of its members.',
    ),
    "group-basis": Message('a group has the basis "{found}".', 'Write "basis": "composed".'),
    "group-accuracy": Message(
        'a group has "accuracy_m" ({found}).', "Delete it; each member has its own."
    ),
    "geometry-missing": Message(
        "the place has no geometry.", 'Draw it, or make it a group with "members".'
    ),
    "accuracy-missing": Message(
        'the property "accuracy_m" is missing.',
        "Add the positional accuracy in metres, such as 500.",
    ),
    "language-missing": Message(
        '"{key}" is there without "{other}".', "Write both, in Chinese and in English."
    ),
    "stations-missing": Message(
        'the basis is "station-sequence" and there are no "stations".',
        "List the stations in order, or name another basis.",
    ),
    "station-off-line": Message(
        "a station lies off the line: {found}.",
        "Draw the line through its stations, within {limit} m.",
    ),
    # A geometry
    "geometry-shape": Message(
        "the geometry is not an object with type and coordinates (found {found}).",
        'Write {{"type": ..., "coordinates": [...]}}.',
    ),
    "geometry-type": Message("unknown geometry type {found}.{near}", "Use one of: {allowed}."),
    "geometry-collection": Message(
        "the geometry is a GeometryCollection.",
        "Draw the parts as places of their own and list them as members of a group.",
    ),
    "geometry-of-kind": Message(
        'a place of kind "{kind}" cannot be a {found}.', "Draw it as {allowed}."
    ),
    "geometry-empty": Message("the {found} is empty.", "Draw it, or delete the feature."),
    "geometry-coordinates": Message(
        "the coordinates of the {type} are not {shape} (found {found}).",
        "Draw it again, or restore the file.",
    ),
    "position-numbers": Message(
        "a position is not two numbers: {found}.", "Write [lng, lat] in degrees."
    ),
    "position-height": Message(
        "a position has a height: {found}.", "Write [lng, lat] alone{tidy}."
    ),
    "position-range": Message(
        "a position is not on the earth: {found}.",
        "Write degrees, WGS 84: lng -180 to 180, lat -90 to 90{hint}.",
    ),
    "position-swapped": Message(
        "longitude and latitude look swapped: {found}.", "Write [lng, lat]."
    ),
    "position-nowhere": Message(
        "a position lies where no place can be: {found}.", "Give the true position, WGS 84."
    ),
    "position-decimals": Message(
        "a position has more than {limit} decimals: {found}.",
        f"Round it ({{limit}} decimals are 0.1 m), {_TIDY}",
    ),
    "position-twice": Message("a position stands twice running: {found}.", f"Delete one, {_TIDY}"),
    "line-short": Message(
        "a line has {found} position(s).", "A line needs at least 2 different positions."
    ),
    "ring-open": Message(
        "the ring is not closed (first {first}; last {last}).",
        f"Repeat the first position at the end, {_TIDY}",
    ),
    "ring-short": Message(
        "a ring has {found} position(s).", "A ring needs at least 4, the last equal to the first."
    ),
    "ring-winding": Message(
        "{found} the wrong way round.",
        f"Outer rings run counter-clockwise, holes clockwise: turn it, {_TIDY}",
    ),
    "area-invalid": Message("{found} near {where}.", "Move the positions there."),
    "datum-shift": Message(
        'looks like {datum}: {here} is {off} m from "{name}" in {file}, and {left} m from it when '
        "read as {datum}.",
        "Transform the positions to WGS 84.",
    ),
    "area-differs": Message(
        "the drawing covers {drawn} km², the source states {stated} km².",
        "Draw it again, mend area_km2, or say why in deviation and deviation_en.",
    ),
    "length-differs": Message(
        "the drawing is {drawn} km long, the source states {stated} km.",
        "Draw it again, mend length_km, or say why in deviation and deviation_en.",
    ),
    "station-order": Message(
        "the stations do not follow the line: {found}.",
        "List them in their order along the line, or draw the line through them in theirs.",
    ),
    # How well a place is known
    "basis-accuracy": Message(
        'the basis is "{basis}" and "accuracy_m" is {found}; that basis means {limit} m or better.',
        "Measure again, or name another basis, such as described-extent.",
    ),
    "curator-accuracy": Message(
        'the only source is "curator" and "accuracy_m" is {found}.',
        "Name a source, or write at least {limit}: own knowledge is no closer.",
    ),
    # Places beside each other and on the water
    "edges-overlap": Message(
        "it overlaps {other} in a strip {width} m wide and {length} km long near {where}.",
        "Give both the same positions along that edge, or let them overlap by more than the "
        "{limit} m to which they are known.",
    ),
    "edges-gap": Message(
        "a gap {width} m wide and {length} km long parts it from {other} near {where}.",
        "Give both the same positions along that edge, or draw them more than {limit} m apart, "
        "to which they are known.",
    ),
    "edge-outside": Message(
        "it lies in {other}, but for a strip {width} m wide and {length} km long near {where}.",
        "Give both the same positions along that edge; they are known to {limit} m.",
    ),
    "port-off-water": Message(
        "the port lies {off} m from any water of the context.",
        "Move it to the bank, within {limit} m, or mend the water.",
    ),
    "crossing-off-river": Message(
        "the crossing does not lead over a river of the context.",
        "Draw it from bank to bank, or mend the water.",
    ),
    "crossing-in-river": Message(
        "an end of the crossing lies in the river, at {where}.",
        "Draw it from land to land.",
    ),
    "river-off-water": Message(
        "it leaves the water of the context by {off} m near {where}.",
        "Draw it along the river, within {limit} m, or mend the water.",
    ),
    # Features among each other
    "id-twice": Message('the id "{id}" stands already at {where}.', "Give one of them another id."),
    "formerly-taken": Message(
        'the former id "{id}" is taken at {where}.', "Delete it here; a link opens one place."
    ),
    "group-unknown": Message(
        'the member "{member}" is no place.{near}', "Use the id of a place, or delete it."
    ),
    "group-cycle": Message("the group is a member of itself: {path}.", "Take one of them out."),
    # Tables
    "table-unknown": Message("no table has this name.{near}", "Rename it; tables are {allowed}."),
    "table-broken": Message("the file is not CSV: {error}.", "Mend the quotes at that place."),
    "column-unknown": Message(
        'unknown column "{column}".{near}', "Rename or delete it; allowed: {allowed}."
    ),
    "column-missing": Message('the column "{column}" is missing.', "Add it: {meaning}"),
    "column-twice": Message('the column "{column}" stands twice.', "Delete one of the two."),
    "row-ragged": Message(
        "the row has {found} cells, the header {wanted}.",
        "Write {wanted}; a cell that holds a comma stands in double quotes.",
    ),
    "row-twice": Message("the row says the same as line {line}.", "Delete one of the two."),
    "cell-missing": Message('"{column}" is empty.', "Fill it in: {meaning}"),
    "cell-closed": Message('"{column}" is {found}.{near}', "Use one of: {allowed}."),
    "cell-number": Message(
        '"{column}" is no plain number ({found}).', "Write digits alone, such as 1200 or 7.5."
    ),
    "cell-task": Message('"{column}" is no task number ({found}).', "Write 1, 2, 3 …"),
    "cell-words-long": Message(
        "the words of the source are {found} characters long.", "Quote at most {limit}."
    ),
    "cell-source": Message(
        'the outcome has no {column} and its status is "{status}".',
        "Name the source; only no_record stands without.",
    ),
    # The report and its gloss
    "gloss-unknown": Message(
        "the text is no sentence of the report.{near}",
        "Copy a whole sentence, heading, title or aim, character for character, or delete the row.",
    ),
    "gloss-twice": Message(
        "the text stands already in line {line}.",
        "Delete one of the two; a text has one gloss wherever it stands.",
    ),
    # The layers and the report
    "task-unknown": Message('"{key}" is {found}.', "The report has the tasks 1 to {count}."),
    "words-missing": Message(
        "the report does not hold the words “{words}”{under}.{near}",
        "Copy them from the report, character for character; a member that it does not name has "
        "no mentions.",
    ),
    "words-outdone": Message(
        "the words “{words}” never count{under}: {winner} always takes them.",
        "Name the longer words, or delete these.",
    ),
    "words-shared": Message(
        "the words “{words}” are claimed here and at {where} under one condition.",
        'Keep one, or tell them apart by "task" or "in".',
    ),
    "place-unnamed": Message(
        "the report never names it, and no group that is named holds it.",
        'Add "mentions", list it as a member, or delete it.',
    ),
    "group-count": Message(
        "the words “{words}” speak of {stated}, and the group has {found} members.",
        "List them all, or say why not in deviation and deviation_en.",
    ),
    "target-value": Message(
        "the words “{words}” do not hold the value {value}.",
        "Write the number that the words state.",
    ),
    "place-unknown": Message(
        '"{column}" names no place: "{found}".{near}', "Use the id of a place."
    ),
    "outcome-about": Message(
        '"about" is neither a place, a target nor words of the ledger: "{found}".{near}',
        "Use the id of a place or of a target, or the exact words of a row of layers/ledger.csv.",
    ),
    "place-uncovered": Message(
        "“{words}” looks like a place and is neither a mention nor in the ledger: {around}.",
        "Draw it and mention it, or add it to layers/ledger.csv with the reason.",
    ),
    "number-uncovered": Message(
        "“{words}” is a number and is in no target: {around}.",
        "Add it to layers/targets.csv, or to layers/numbers.csv with the reason.",
    ),
}

# A plan with these faults can be drawn all the same: `check` reports them, the app opens.
CARE = frozenset(
    {
        "file-unlisted",
        "table-unknown",
        "entry-twice",
        "source-publisher",
        "stations-missing",
        "station-off-line",
        "position-decimals",
        "position-twice",
        "ring-winding",
        "datum-shift",
        "area-differs",
        "length-differs",
        "station-order",
        "basis-accuracy",
        "curator-accuracy",
        "edges-overlap",
        "edges-gap",
        "edge-outside",
        "port-off-water",
        "crossing-off-river",
        "crossing-in-river",
        "river-off-water",
        "gloss-unknown",
        "gloss-twice",
    }
)
