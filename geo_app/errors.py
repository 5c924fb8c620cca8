"""Faults as values, and the one exception that carries them.

DataError                     what the user gave is wrong; ``faults`` says all of it
Fault(file, line, feature, what, mend)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong with a file, and how to mend it.

    Parameters
    ----------
    file
        Path as the user knows it, relative to the data folder where there is one.
    line
        1-based line in the file, or 0 where no line can be named.
    feature
        Id of the feature or row, or "" where the fault is the file's.
    what
        What is wrong, with the value found.
    mend
        What to do about it.
    """

    file: str
    line: int
    feature: str
    what: str
    mend: str

    def __post_init__(self) -> None:
        if not self.what or not self.mend:
            raise ValueError("a fault says what is wrong and how to mend it")

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        who = f" {self.feature}" if self.feature else ""
        return _UNSEEN.sub(_escaped, f"{place}{who}: {self.what} {self.mend}")


_LONGEST_WORD = 200
_LIKE = 0.65  # of 1: less alike is another word
# A message repeats what it found. It is one line, and cannot drive the terminal that shows it.
_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")


def _escaped(character: re.Match[str]) -> str:
    return character.group().encode("unicode_escape").decode("ascii")


class DataError(Exception):
    """What the user gave cannot be used; `faults` holds every reason, sorted."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return ' Did you mean "x"?' for a near miss, else ''.

    Examples
    --------
    >>> did_you_mean("acuracy_m", ["accuracy_m", "basis"])
    ' Did you mean "accuracy_m"?'
    >>> did_you_mean("zzz", ["accuracy_m"])
    ''
    >>> did_you_mean("tasks", ["basis"])
    ''
    """
    if len(word) > _LONGEST_WORD:  # its likeness would take minutes to measure
        return ""
    import difflib  # only for a mistake: it takes as long to load as all of this package

    words = list(allowed)
    near = difflib.get_close_matches(word, words, n=1, cutoff=_LIKE)
    near = near or [each for each in words if len(word) > 1 and each.startswith(word)]
    return f' Did you mean "{near[0]}"?' if near else ""
