"""Which sentence names which place.

One pass from left to right: at each character the longest words whose condition holds win, and
nothing overlaps. So 长沙县 is not 长沙, 湘江新区 is not 湘江, 株洲 is not in 长株潭. The words of
the ledger take part in the same pass: what is accounted for cannot also be a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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
    """A span that names a place; `sentence` is an index into `Report.sentences`."""

    place: str
    sentence: int
    span: Span
    name: Name


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
    """Names by their words. A pattern finds where one may begin: there its first two characters
    stand; only there are the words looked up, the longest first.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self.by_words: dict[str, list[Name]] = {}
        # Words that do not hold everywhere: most do.
        self.bound: set[str] = set()
        # By the first two characters: how long words that begin so are, the longest first.
        lengths: dict[str, list[int]] = {}
        for name in names:
            words = name.words
            if held := self.by_words.get(words):
                held.append(name)
            else:
                self.by_words[words] = [name]
                _add(lengths.setdefault(words[:2], []), len(words))
            if name.task or name.within:
                self.bound.add(words)
        alone = any(len(start) == 1 for start in lengths)
        if alone:
            for start, each in lengths.items():
                if start[0] in lengths:
                    _add(each, 1)
        for each in lengths.values():
            each.sort(reverse=True)
        self.lengths = lengths
        first = _any_of(start[0] for start in lengths)
        second = _any_of(start[1:] for start in lengths)
        # The second is only looked at, so that a name may begin there, too.
        self.pattern = re.compile(first if alone else f"{first}(?={second})")

    def find(self, report: Report) -> list[Mention]:
        """Return the mentions in the order of the text."""
        found: list[Mention] = []
        if not self.by_words:
            return found
        text, sentences, bound = report.text, report.sentences, self.bound
        lengths_of, names_of, keep = self.lengths.get, self.by_words.get, found.append
        index, start, end = -1, 0, 0
        free = 0  # where the last mention ended
        for match in self.pattern.finditer(text):
            at = match.start()
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
                words = text[at:after]
                held = names_of(words)
                if not held or after > end:
                    continue
                if words in bound:
                    held = [name for name in held if _holds(name, sentences[index], at - start)]
                if held:
                    free = after
                    span = Span(at, after)
                    for name in held:
                        keep(Mention(name.place, index, span, name))
                    break
        return found


def _add(lengths: list[int], length: int) -> None:
    if length not in lengths:
        lengths.append(length)


def _any_of(characters: Iterable[str]) -> str:
    inside = "".join(map(re.escape, sorted(set(characters))))
    return f"[{inside}]" if inside else ""


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
