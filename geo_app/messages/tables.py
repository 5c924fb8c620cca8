"""Rules of what belongs together: features, tables, the report and its gloss."""

from __future__ import annotations

from geo_app.messages.message import Message

RULES: dict[str, Message] = {
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
    "table-parted": Message(
        "its cells are parted by {sign}, not by commas.",
        'Save it with commas; Excel calls that "CSV UTF-8 (comma delimited)".',
    ),
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
