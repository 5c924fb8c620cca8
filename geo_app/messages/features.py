"""Rules of a single feature: its properties."""

from __future__ import annotations

from geo_app.messages.message import Message

_TIDY = "or run geo-app tidy."

RULES: dict[str, Message] = {
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
}
