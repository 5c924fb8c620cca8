"""The report's text → tasks, measures and sentences, each with its place in the file.

The grammar, line by line (blank lines part paragraphs, the spaces that indent a line belong to
nothing):

    headline and byline           lines that are not indented, before the first task: no report
    introduction                  indented paragraphs before the first task
    关键词 N                       begins task N, counted from 1
    title · aim                   one line · the lines up to the next mark
    【报告点击】 statement          paragraphs
    【具体举措】 measures           a line that does not end in 。 is a heading, the paragraphs
                                  below it are its body
    recap                         what follows the last body of the last task

Every unit is a slice: ``report.text[start:end]`` is its text, word for word.

Where `report.toml` says ``lang = "en"`` the marks are ``Task N``, ``[Statement]`` and
``[Measures]``, and a sentence ends at a full stop before a space or the end of its paragraph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from geo_app.errors import DataError, Fault
from geo_app.files import read_whole
from geo_app.grammar import GRAMMARS, Grammar
from geo_app.rulebook import At, fault
from geo_app.rules.about import of_about
from geo_app.rules.texts import LONGEST, named, refused
from geo_app.strict_json import decode
from geo_app.strict_toml import parse_toml
from geo_app.values import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quotable unit. `task` is 0 in the introduction and the recap, `n` 0 for a heading."""

    task: int
    section: str
    kind: str
    n: int
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A headed 举措: its heading, and its sentences as indexes into `Report.sentences`."""

    heading: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One of the key tasks; `aim` and `statement` are joined paragraphs."""

    number: int
    title: str
    aim: str
    statement: str
    measures: tuple[Measure, ...]
    title_en: str = ""
    short: str = ""
    short_en: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as the reader shows it: its kind, task, span, and sentences by index."""

    kind: str
    task: int
    span: Span
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. Offsets count code points of `text`, the decoded file."""

    file: str
    text: str
    sha256: str
    about: dict[str, Any] = field(hash=False)
    tasks: tuple[Task, ...]
    sentences: tuple[Sentence, ...]
    blocks: tuple[Block, ...]

    def quote(self, span: Span) -> str:
        """Return the text of a span, word for word."""
        return self.text[span.start : span.end]

    @property
    def grammar(self) -> Grammar:
        """The grammar of the language that it is written in."""
        return GRAMMARS[self.about.get("lang", "zh")]

    def line(self, offset: int) -> int:
        """Return the 1-based line of an offset."""
        return self.text.count("\n", 0, offset) + 1


class _Line(NamedTuple):
    number: int
    span: Span
    text: str
    indented: bool


def read_report(folder: Path) -> Report:
    """Read the report of a `seeds/` folder.

    Parameters
    ----------
    folder
        Holds `report.toml`, which names the text file, its encoding and SHA-256.

    Raises
    ------
    DataError
        If a file is missing, changed, not in its encoding, or does not follow the grammar; with
        every fault.
    """
    report, faults = scan_report(folder)
    if faults or report is None:
        raise DataError(faults)
    return report


def scan_report(folder: Path) -> tuple[Report | None, list[Fault]]:
    """Read the report as `read_report` does; give what could be read and all faults."""
    about, faults = _about(folder)
    if faults:
        return None, faults
    name = f"seeds/{about['file']}"
    try:
        data = read_whole(folder, about["file"], name)
    except DataError as error:
        return None, list(error.faults)
    except FileNotFoundError:
        mend = "Restore it, or name the right file in seeds/report.toml."
        return None, [Fault(name, 0, "", "the text of the report is missing.", mend)]
    digest = hashlib.sha256(data).hexdigest()
    if about.get("sha256") not in (None, digest):
        what = f"the text has changed (its SHA-256 is {digest})."
        mend = "Restore the file; if the change is meant, record the new sum in seeds/report.toml."
        faults.append(Fault(name, 0, "", what, mend))
    try:
        text = data.decode(str(about.get("encoding", "utf-8")))
    except (ValueError, LookupError) as error:  # such as UnicodeDecodeError
        what = f"the text is not in the encoding that seeds/report.toml names: {error}."
        return None, [*faults, Fault(name, 0, "", what, "Save it in that encoding.")]
    report, wrong = parse_report(text, name, about=about, sha256=digest)
    return report, faults + wrong


def _about(folder: Path) -> tuple[dict[str, Any], list[Fault]]:
    name = "seeds/report.toml"
    try:
        about = parse_toml(decode(read_whole(folder, "report.toml", name), name), name)
    except FileNotFoundError:
        mend = "Write one that names the text file, its title and its publisher."
        return {}, [Fault(name, 0, "", "the description of the report is missing.", mend)]
    except DataError as error:
        return {}, list(error.faults)
    return about, list(of_about(about, At(name)))


def parse_report(
    text: str, file: str, *, about: dict[str, Any] | None = None, sha256: str = ""
) -> tuple[Report, list[Fault]]:
    """Parse a text that follows the grammar of this module.

    Parameters
    ----------
    text
        The decoded file.
    file
        Its name, for the messages.
    about
        `report.toml`: `lang` chooses the grammar, "zh" if absent; `end_before` is how the first
        line after the report begins; `task` holds the English names of the tasks.
    sha256
        Of the file's bytes.

    Returns
    -------
    Report
        What could be parsed.
    list of Fault
        Each with its line and what was expected there.
    """
    about = about or {}
    grammar = GRAMMARS[about.get("lang", "zh")]
    reader = _Reader(file, list(_lines(text, str(about.get("end_before", "")))), grammar)
    reader.read()
    reader.faults += _unfit(text, file, reader.lines)
    names = about.get("task", [])
    tasks = tuple(
        _named(task, names[i] if i < len(names) else {}) for i, task in enumerate(reader.tasks)
    )
    report = Report(file, text, sha256, about, tasks, tuple(reader.sentences), tuple(reader.blocks))
    return report, reader.faults


def _unfit(text: str, file: str, lines: list[_Line]) -> Iterator[Fault]:
    """Yield the first character that no text may hold, and each paragraph that is too long."""
    for offset in refused(text, line_ends=True):
        at = At(file, text.count("\n", 0, offset) + 1)
        yield fault("text-character", at, key="text", found=named(text[offset]))
        break
    for line in lines:
        if len(line.text) > LONGEST:
            at = At(file, line.number)
            yield fault("text-long", at, key="paragraph", found=len(line.text), limit=LONGEST)


def _named(task: Task, names: dict[str, str]) -> Task:
    return Task(
        task.number,
        task.title,
        task.aim,
        task.statement,
        task.measures,
        title_en=names.get("title_en", task.title),
        short=names.get("short", task.title),
        short_en=names.get("short_en", names.get("title_en", task.title)),
    )


def _lines(text: str, end_before: str) -> Iterator[_Line]:
    """Yield the lines that hold something, up to the end of the report."""
    at = 0
    for number, raw in enumerate(text.split("\n"), 1):
        words = raw.strip()
        if end_before and words.startswith(end_before):
            return
        if words:
            start = at + raw.index(words)
            yield _Line(number, Span(start, start + len(words)), words, raw[0].isspace())
        at += len(raw) + 1


class _Reader:
    """Walks the lines once, in the order of the grammar."""

    def __init__(self, file: str, lines: list[_Line], grammar: Grammar) -> None:
        self.file = file
        self.grammar = grammar
        self.lines = lines
        self.at = 0
        self.tasks: list[Task] = []
        self.sentences: list[Sentence] = []
        self.blocks: list[Block] = []
        self.faults: list[Fault] = []

    def read(self) -> None:
        self._introduction()
        while self.at < len(self.lines):
            self._task()
        if not self.tasks:
            mark = self.grammar.task
            what = f"no task was found; a line {mark} 1 was expected."
            mend = f"Begin each task with {mark} N."
            for lang, other in GRAMMARS.items():
                if any(other.begins_task(line.text) for line in self.lines):
                    mend = f'Lines begin with {other.task}: write lang = "{lang}" in report.toml.'
            self.faults.append(Fault(self.file, 1, "", what, mend))

    def _introduction(self) -> None:
        n = 0
        while (line := self._peek()) and not self.grammar.begins_task(line.text):
            self.at += 1
            if line.indented:
                n += self._paragraph(line, "intro", "intro", 0, n)
            else:
                self.blocks.append(Block("headline", 0, line.span))

    def _task(self) -> None:
        mark = self.lines[self.at]
        self.at += 1
        number = len(self.tasks) + 1
        if mark.text.replace(" ", "") != f"{self.grammar.task}{number}":
            self._expected(mark, f"{self.grammar.task} {number}")
        self.blocks.append(Block("keyword", number, mark.span))
        title = self._until(number, "title")
        self._tag(self.grammar.statement, number)
        statement = self._until(number, "statement")
        self._tag(self.grammar.measures, number)
        measures = self._measures(number)
        space = self.grammar.space
        aim, words = space.join(title[1:]), space.join(statement)
        self.tasks.append(Task(number, title[0] if title else "", aim, words, measures))

    def _until(self, task: int, kind: str) -> list[str]:
        """Read title and aim, or the statement: the paragraphs up to a mark."""
        found: list[str] = []
        while (line := self._peek()) and not self.grammar.is_mark(line.text):
            self.at += 1
            name = "aim" if kind == "title" and found else kind
            n = len(found) - 1 if name == "aim" else 0
            if kind == "statement":
                n = sum(s.task == task and s.kind == kind for s in self.sentences)
            self._paragraph(line, name, name, task, n)
            found.append(line.text)
        if not found:
            expected = "the task's title" if kind == "title" else "the statement's paragraphs"
            self._expected(self._peek(), expected)
        return found

    def _tag(self, mark: str, task: int) -> None:
        line = self._peek()
        if line and line.text == mark:
            self.at += 1
            self.blocks.append(Block("tag", task, line.span))
        else:
            self._expected(line, mark)

    def _measures(self, task: int) -> tuple[Measure, ...]:
        body: list[_Line] = []
        while (line := self._peek()) and not self.grammar.is_mark(line.text):
            body.append(line)
            self.at += 1
        recap: list[_Line] = []
        if self._peek() is None:  # the last task: what its last body leaves over is the recap
            while len(body) > 1 and not self.grammar.ends(body[-1].text):
                recap.insert(0, body.pop())
        measures = self._headed(body, task)
        for line in recap:
            n = sum(s.kind == "recap" for s in self.sentences)
            self._paragraph(line, "recap", "recap", 0, n)
        if not measures:
            self._expected(body[0] if body else self._peek(), "a measure's heading")
        return measures

    def _headed(self, body: list[_Line], task: int) -> tuple[Measure, ...]:
        measures: list[Measure] = []
        heading, members, last = "", list[int](), None
        for line in [*body, None]:
            if line is not None and self.grammar.ends(line.text):
                if not heading:
                    self._expected(
                        line, f"a measure's heading, which does not end in {self.grammar.stop},"
                    )
                first = len(self.sentences)
                self._paragraph(line, "sentence", heading, task, len(members))
                members += range(first, len(self.sentences))
                continue
            if heading and not members:
                self._expected(
                    last, f"a paragraph that ends in {self.grammar.stop} below “{heading[:20]}”"
                )
            if heading:
                measures.append(Measure(heading, tuple(members)))
            if line is not None:
                heading, members, last = line.text, [], line
                self._paragraph(line, "heading", heading, task, -1)
        return tuple(measures)

    def _paragraph(self, line: _Line, kind: str, section: str, task: int, n: int) -> int:
        """Split a paragraph into sentences, numbered from `n` + 1; return how many."""
        first = len(self.sentences)
        whole = kind in ("title", "aim", "heading")
        at, every = line.span.start, self.grammar.sentence.finditer(line.text)
        pieces = [(0, len(line.text))] if whole else [found.span() for found in every]
        for k, (start, end) in enumerate(pieces, 1):
            span = Span(at + start, at + end)
            self.sentences.append(Sentence(task, section, kind, n + k, span, line.text[start:end]))
        name = "paragraph" if kind == "sentence" else kind
        self.blocks.append(Block(name, task, line.span, tuple(range(first, len(self.sentences)))))
        return len(pieces)

    def _peek(self) -> _Line | None:
        return self.lines[self.at] if self.at < len(self.lines) else None

    def _expected(self, line: _Line | None, expected: str) -> None:
        number = line.number if line else (self.lines[-1].number if self.lines else 1)
        found = f"“{line.text[:20]}”" if line else "the end of the report"
        what = f"found {found} where {expected} was expected."
        self.faults.append(Fault(self.file, number, "", what, "Mend the text at that line."))
