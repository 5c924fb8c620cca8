"""Which sentence names which place.

One pass from left to right: at each character the longest words whose condition holds win, and
nothing overlaps. So 长沙县 is not 长沙, 湘江新区 is not 湘江, 株洲 is not in 长株潭. The words of
the ledger take part in the same pass: what is accounted for cannot also be a place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geo_app.memory import paused_gc
from geo_app.values import Span

if TYPE_CHECKING:
    from geo_app.layers import Layers
    from geo_app.report import Report, Sentence


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name something, and the condition under which they do.

    `place` is the id of the place, or "" for a row of the ledger. `task` 0 means any task; the
    recap repeats the tasks, so a condition on the task lets it pass. `within` is a longer phrase
    in which the words must stand. `file` and `line` say where the name was written.
    """

    words: str
    place: str
    task: int = 0
    within: str = ""
    file: str = ""
    line: int = 0


class Mention(NamedTuple):
    """Where a name stands: `sentence` is an index into `Report.sentences`, `start` an offset into
    the text.
    """

    sentence: int
    start: int
    name: Name

    @property
    def place(self) -> str:
        """The id of the place that is named, or "" for a row of the ledger."""
        return self.name.place

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return Span(self.start, self.start + len(self.name.words))


def names_of(layers: Layers) -> tuple[Name, ...]:
    """Return all names that the places and the ledger claim.

    Entries that are no words (a fault of the file) are left out.
    """
    found = []
    for place in layers.places:
        entries = place.properties.get("mentions") or ()
        for entry in entries if isinstance(entries, (list, tuple)) else ():
            if isinstance(entry, dict) and isinstance(entry.get("words"), str) and entry["words"]:
                task = entry.get("task", 0)
                found.append(
                    Name(
                        entry["words"],
                        place.id,
                        task if isinstance(task, int) else 0,
                        str(entry.get("in", "")),
                        place.file,
                        place.line,
                    )
                )
    for row in layers.tables.get("ledger.csv", ()):
        cells = row.cells
        if words := cells.get("words"):
            task = task_of(cells.get("task", ""))
            found.append(Name(words, "", task, cells.get("in") or "", row.file, row.line))
    return tuple(found)


def task_of(cell: str) -> int:
    """Return the task number of a cell of a table, or 0 where it is empty or none."""
    return int(cell) if len(cell) <= 2 and cell.isascii() and cell.isdecimal() else 0


def find_mentions(report: Report, names: Iterable[Name]) -> tuple[Mention, ...]:
    """Find every span of the report that one of the names claims.

    Parameters
    ----------
    report
        The text, split into sentences; a mention never crosses a sentence's end.
    names
        From `names_of`. Two names with the same words may both hold at one span: each gives a
        mention.

    Returns
    -------
    tuple of Mention
        In the order of the text; `place` is "" where the ledger accounts for the span.
    """
    with paused_gc():
        return tuple(_Finder(names).find(report))


class _Finder:
    """Names by their words. Only where a first and a second character of some name stand together
    are words looked up, the longest first.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self.by_words: dict[str, list[Name]] = {}
        for name in names:
            self.by_words.setdefault(name.words, []).append(name)
        longest_first = sorted(self.by_words, key=len, reverse=True)
        # By the first two characters: how long words that begin so are.
        self.lengths: dict[str, list[int]] = {}
        for words in longest_first:
            lengths = self.lengths.setdefault(words[:2], [])
            if len(words) not in lengths:
                lengths.append(len(words))
        alone = bool(longest_first) and len(longest_first[-1]) == 1
        if alone:
            for begin, lengths in self.lengths.items():
                if begin[0] in self.lengths and 1 not in lengths:
                    lengths.append(1)
        self.first = _is_any_of(begin[0] for begin in self.lengths)
        self.second = _is_any_of(begin[1:] for begin in self.lengths)
        self.second |= alone  # behind a name of one character may stand what will

    def find(self, report: Report) -> list[Mention]:
        """Return the mentions in the order of the text."""
        found: list[Mention] = []
        text, sentences = report.text, report.sentences
        lengths_of, names_of, keep = self.lengths.get, self.by_words.get, found.append
        index, start, end = -1, 0, 0
        free = 0  # where the last mention ended
        for at in self._begins(text):
            if at < free:
                continue
            lengths = lengths_of(text[at : at + 2]) or lengths_of(text[at])
            if not lengths:
                continue
            while at >= end and index + 1 < len(sentences):
                index += 1
                start, end = sentences[index].span
            if not start <= at < end:
                continue
            for length in lengths:
                after = at + length
                held = names_of(text[at:after])
                if not held or after > end:
                    continue
                for name in held:
                    # Most names hold everywhere.
                    is_bound = name.task or name.within
                    if not is_bound or _holds(name, sentences[index], at - start):
                        keep(Mention(index, at, name))
                        free = after
                if free == after:
                    break
        return found

    def _begins(self, text: str) -> list[int]:
        """Return where names may begin."""
        codes = _codes(text)
        may_begin = self.first[codes]
        may_begin[:-1] &= self.second[codes[1:]]
        found: list[int] = np.flatnonzero(may_begin).tolist()
        return found


def _codes(text: str) -> np.ndarray[Any, np.dtype[np.uint32]]:
    # As numpy holds a text; a codec would first be looked for on the disk. It pads an empty one.
    return np.array([text]).view(np.uint32)[: len(text)]


def _is_any_of(characters: Iterable[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return for each code point whether it is one of some characters."""
    found = np.zeros(sys.maxunicode + 1, dtype=np.bool_)
    found[_codes("".join(characters))] = True
    return found


def _holds(name: Name, sentence: Sentence, at: int) -> bool:
    """Say whether the condition of a name holds for its words at offset `at` of the sentence."""
    if name.task and sentence.task != name.task and sentence.kind != "recap":
        return False
    if not name.within:
        return True
    end = at + len(name.words)
    first = sentence.text.find(name.within, max(0, end - len(name.within)))
    while 0 <= first <= at:
        if first + len(name.within) >= end:
            return True
        first = sentence.text.find(name.within, first + 1)
    return False
