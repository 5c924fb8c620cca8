"""Rules of the folder: its files, the description of the report, the manifest."""

from __future__ import annotations

from geo_app.messages.message import Message

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
    "file-format": Message(
        "the layers are read from GeoJSON alone, so nobody would see this file.",
        "Save it as GeoJSON in EPSG:4326 and name it in layers/layers.toml, or take it elsewhere.",
    ),
    "file-not-utf8": Message(
        "the file is not UTF-8 (byte 0x{byte}){looks}.",
        "Save it as UTF-8{excel}.",
    ),
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
    "manifest-swapped": Message(
        "longitude and latitude look swapped in {key}: {found} is not where the centre is.",
        "Write [west, south, east, north], and the centre as [lng, lat].",
    ),
}
