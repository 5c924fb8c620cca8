"""Which sentence names which place.

One pass from left to right: at each character the longest words whose condition holds win, and
nothing overlaps. So 长沙县 is not 长沙, 湘江新区 is not 湘江, 株洲 is not in 长株潭. The words of
the ledger take part in the same pass: what is accounted for cannot also be a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True)
class Mention:
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
            task_cell = cells.get("task") or "0"
            task = int(task_cell) if task_cell.isdecimal() else 0
            found.append(Name(words, "", task, cells.get("in") or "", row.file, row.line))
    return tuple(found)


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
    finder = _Finder(names)
    return tuple(
        Mention(name.place, index, span, name)
        for index, sentence in enumerate(report.sentences)
        for span, held in finder.find(sentence)
        for name in held
    )


class _Finder:
    """Names by their first character, longest first: one look-up a character of the text."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.by_words: dict[str, list[Name]] = {}
        lengths: dict[str, set[int]] = {}
        for name in names:
            self.by_words.setdefault(name.words, []).append(name)
            lengths.setdefault(name.words[0], set()).add(len(name.words))
        self.lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def find(self, sentence: Sentence) -> Iterator[tuple[Span, Sequence[Name]]]:
        """Yield the spans of a sentence (offsets into the file) and the names that hold there."""
        text, start = sentence.text, sentence.span.start
        at = 0
        while at < len(text):
            for length in self.lengths.get(text[at], ()):
                held = [
                    name
                    for name in self.by_words.get(text[at : at + length], ())
                    if _holds(name, sentence, at)
                ]
                if held:
                    yield Span(start + at, start + at + length), held
                    at += length
                    break
            else:
                at += 1


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
