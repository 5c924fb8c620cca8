"""What must hold of every text of a plan: what it may consist of, and how long it may be.

What is refused here could not be shown as it is: XML and databases cannot hold it, or it cannot be
seen and makes a text look like another. Everything else is shown as it stands, markup included.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from geo_app.errors import Fault
from geo_app.rulebook import At, fault

# A cell of Excel holds 32 767 characters; the longest text that anybody wrote here has 400.
LONGEST = 20_000
# Control characters but tab and line feed, halves of characters, what is no character by the
# standard, and the marks that turn the direction of what follows (Trojan Source, 2021).
_REFUSED = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff"
    "\\u202a-\\u202e\\u2066-\\u2069]"
)


def text_faults(key: str, text: str, at: At) -> Iterator[Fault]:
    """Yield what is wrong with the characters and the length of a text."""
    if found := _REFUSED.search(text):
        yield fault("text-character", at, key=key, found=named(found.group()))
    if len(text) > LONGEST:
        yield fault("text-long", at, key=key, found=len(text), limit=LONGEST)


def are_plain(texts: Iterable[str]) -> bool:
    """Whether no text has such a fault: one look at all of them, which is what nearly all need."""
    whole = "".join(texts)
    return len(whole) <= LONGEST and not _REFUSED.search(whole)


def refused(text: str, *, line_ends: bool = False) -> Iterator[int]:
    """Yield where a text holds a character that no text may hold.

    Parameters
    ----------
    line_ends
        Whether a return before a line feed passes: that is how Windows ends a line.
    """
    for found in _REFUSED.finditer(text):
        if not (line_ends and text.startswith("\r\n", found.start())):
            yield found.start()


def texts_in(value: object) -> list[str]:
    """Return the texts of a JSON value, at any depth."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, Mapping) else value
    if not isinstance(inside, Iterable):
        return []
    found: list[str] = []
    for each in inside:
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, (dict, list, tuple)):
            found += texts_in(each)
    return found


def named(character: str) -> str:
    """Return the code and the name of a character.

    Examples
    --------
    >>> named(chr(0x202E)), named(chr(0))
    ('U+202E RIGHT-TO-LEFT OVERRIDE', 'U+0000')
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
