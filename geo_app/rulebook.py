"""Faults out of the rules of `messages`, and the words that their messages are made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from string import Formatter
from typing import NamedTuple

from geo_app.errors import Fault
from geo_app.messages import CARE, RULES

__all__ = ["CARE", "RULES", "At", "fault", "folded", "listed", "rule_of", "shown"]

LISTED = 500  # the longest list of allowed words has 400
SHOWN = 60  # characters of a value that a message repeats


class At(NamedTuple):
    """Where a fault is: file, 1-based line or 0, id of the feature or row or ""."""

    file: str
    line: int = 0
    feature: str = ""


def fault(rule: str, at: At, **values: object) -> Fault:
    """Return the fault of a rule at a place.

    Examples
    --------
    >>> str(fault("ring-short", At("layers/plan/green.geojson", 7, "pond"), found=2))
    'layers/plan/green.geojson:7 pond: a ring has 2 position(s). A ring needs at least 4, the \
last equal to the first.'
    """
    message = RULES[rule]
    brief = {key: _brief(value) for key, value in values.items()}
    return Fault(
        at.file,
        at.line,
        at.feature[:LISTED],
        message.what.format(**brief),
        message.mend.format(**brief),
    )


def _brief(value: object) -> str:
    text = str(value)
    return text if len(text) <= LISTED else text[: LISTED - 1] + "…"


def rule_of(wrong: Fault) -> str:
    """Return the id of the rule that a fault comes from, or "" for one of another module.

    Examples
    --------
    >>> rule_of(fault("ring-short", At("green.geojson"), found=2))
    'ring-short'
    """
    return next(
        (
            rule
            for rule, (what, mend) in _patterns().items()
            if what.fullmatch(wrong.what) and mend.fullmatch(wrong.mend)
        ),
        "",
    )


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    # The most particular first: "x" is not … fits '"x" in an entry of "y" is not …', too.
    by_length = sorted(RULES.items(), key=lambda item: -len("".join(item[1])))
    return {
        rule: (_pattern(message.what, folded=True), _pattern(message.mend))
        for rule, message in by_length
    }


def _pattern(template: str, *, folded: bool = False) -> re.Pattern[str]:
    parts = (
        re.escape(words) + (".*" if field is not None else "")
        for words, field, _, _ in Formatter().parse(template)
    )
    pattern = "".join(parts)
    if folded:  # "…, and so in 2 more entries."
        pattern = re.sub(r"\\\.$", r"(, and so in .*)?\\.", pattern)
    return re.compile(pattern, re.DOTALL)


def shown(value: object) -> str:
    """Return a value as JSON on one line, cut where it is long.

    Examples
    --------
    >>> shown({"a": [1, "长沙"]})
    '{"a": [1, "长沙"]}'
    """
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        text = str(type(value).__name__)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def folded(found: Sequence[str], noun: str) -> str:
    """Return the first of several, and how many more there are.

    Examples
    --------
    >>> folded(["[1, 2]", "[3, 4]", "[5, 6]"], "position")
    '[1, 2] and 2 more positions'
    """
    more = len(found) - 1
    return found[0] + (f" and {more} more {noun}{'s' if more > 1 else ''}" if more else "")


def listed(words: Iterable[str]) -> str:
    """Return the allowed words of a message, in their order."""
    return ", ".join(words)
