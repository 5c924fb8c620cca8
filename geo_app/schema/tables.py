"""The tables beside the layers, and the words of their closed columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Comparator(StrEnum):
    """How a target's value is meant."""

    REACH = "reach"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    EQUAL = "equal"
    DOUBLE = "double"
    FROM_ZERO = "from_zero"
    WITHIN = "within"
    BY = "by"


class Status(StrEnum):
    """What became of a place or a target: a fact, never a verdict."""

    OPENED = "opened"
    STARTED = "started"
    UNDER_CONSTRUCTION = "under_construction"
    APPROVED = "approved"
    CANCELLED = "cancelled"
    FIGURE = "figure"
    NO_RECORD = "no_record"


class Reason(StrEnum):
    """Why something that the report names is not drawn."""

    WHOLE_CITY = "whole-city"
    UNNAMED_PLURAL = "unnamed-plural"
    PROGRAMME_NOT_PLACE = "programme-not-place"
    OUTSIDE_MAP = "outside-map"
    UNKNOWN_LOCATION = "unknown-location"
    NOT_A_PLACE = "not-a-place"


class Confidence(StrEnum):
    """How far an outcome can be trusted; rows of low confidence are kept and not shown."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table in layers/. `values` is a closed list, or () where any text will do."""

    name: str
    required: bool
    meaning: str
    values: tuple[str, ...] = ()


TABLES: dict[str, tuple[Column, ...]] = {
    "targets.csv": (
        Column("id", True, "Stable slug, unique; outcomes refer to it."),
        Column("task", True, "Task number, 1 to 9."),
        Column("words", True, "The report's exact words that hold the number."),
        Column("in", False, "A longer phrase round the words, where they alone are ambiguous."),
        Column("indicator", True, "What is counted, in Chinese."),
        Column("indicator_en", True, "The same in English."),
        Column("comparator", True, "How the value is meant.", tuple(Comparator)),
        Column("value", True, "The number, as a plain number (12 for 12万人 with unit 万人)."),
        Column("unit", True, "Unit in Chinese."),
        Column("unit_en", True, "Unit in English."),
        Column("deadline", False, "As the sentence says it (到2025年, 5年内); never lent."),
        Column("deadline_en", False, "The same in English."),
        Column("places", False, "Ids of the places it speaks of, separated by spaces."),
    ),
    "outcomes.csv": (
        Column("id", True, "Stable slug, unique."),
        Column("about", True, "Id of a place or of a target, or the exact words of a ledger row."),
        Column("status", True, "What is recorded.", tuple(Status)),
        Column("as_of", True, "Date of the fact: 2024-07-04, 2024-07 or 2024."),
        Column("value", False, "A figure, as a plain number."),
        Column("unit", False, "Its unit."),
        Column("says", True, "One neutral sentence in Chinese."),
        Column("says_en", True, "The same in English."),
        Column("title", False, "Title of the source; empty only for no_record."),
        Column("publisher", False, "Publisher of the source; empty only for no_record."),
        Column("date", False, "Date of the source."),
        Column("words", False, "At most 40 characters of its words."),
        Column("url", False, "Only to a trusted host."),
        Column("confidence", True, "Rows of low confidence are not shown.", tuple(Confidence)),
        Column("note", False, "Where its definition differs, or what was looked for; in Chinese."),
        Column("note_en", False, "The same in English."),
    ),
    "ledger.csv": (
        Column("words", True, "The report's exact words."),
        Column("in", False, "A longer phrase round the words, where they alone are ambiguous."),
        Column("task", False, "Task number, where the words mean it only there."),
        Column("reason", True, "Why it is not drawn.", tuple(Reason)),
        Column("why", True, "A sentence in Chinese."),
        Column("why_en", True, "The same in English."),
    ),
    "numbers.csv": (
        Column("words", True, "The report's exact words that hold a number but no target."),
        Column("in", False, "A longer phrase round the words, where they alone are ambiguous."),
        Column("why", True, "Why it is no target, in Chinese."),
        Column("why_en", True, "The same in English."),
    ),
}
