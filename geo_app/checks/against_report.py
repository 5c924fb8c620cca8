"""Whether the layers fit the report: every name is found, every name and number accounted for."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable, Iterator, Sequence

from geo_app import schema
from geo_app.checks.counts import of_counts
from geo_app.checks.quantities import values_in
from geo_app.coverage import context, numbers_in, places_in, uncovered
from geo_app.errors import Fault, did_you_mean
from geo_app.features import Row
from geo_app.layers import Layers
from geo_app.mentions import Mention, Name, find_mentions, names_of, task_of
from geo_app.report import Report, Sentence
from geo_app.rulebook import At, fault
from geo_app.rules.relations import texts
from geo_app.rules.tables import row_name
from geo_app.values import Span

_WITHOUT_NUMBER = (schema.Comparator.DOUBLE, schema.Comparator.FROM_ZERO)  # 翻番, 零突破
_NEAR_RATIO = 0.7  # difflib's own measure of a near miss
_LONGEST_NEAR = 200  # characters of words for which a near miss is looked for
_CANDIDATES = 12  # windows of the text that are compared closely


def against_report(report: Report, layers: Layers, faulty: Container[str]) -> list[Fault]:
    """Return the faults of the layers against the report.

    Parameters
    ----------
    faulty
        Ids of the features and rows that have a fault already: whether the report names them is
        not asked, for one root cause is one line.
    """
    names = names_of(layers)
    mentions = find_mentions(report, names)
    sound = [name for name in names if name.place not in faulty]
    faults = list(_of_names(report, sound, mentions))
    lines = _lines(faults)
    troubled = {name.place for name in names if _line(name) in lines}
    faults += _of_places(layers, mentions, troubled, faulty)
    faults += _of_tasks(report, names)
    targets, numbers = (layers.tables.get(f"{name}.csv", ()) for name in ("targets", "numbers"))
    faults += _of_rows(report, [*targets, *numbers])
    for row in targets:
        faults += _of_value(row)
    faults += _of_references(layers)
    lines = _lines(faults)
    excused = {each.words for each in names if each.place in faulty or _line(each) in lines}
    excused |= {row.cells["words"] for row in (*targets, *numbers) if _line(row) in lines}
    excused |= {nearest(report, words) for words in excused}
    faults += _of_coverage(report, layers, mentions, excused)
    faults += (each for each in of_counts(layers, faulty) if each.feature not in troubled)
    return faults


# Names: mentions of places, and rows of the ledger


def _of_names(
    report: Report, names: Sequence[Name], mentions: Sequence[Mention]
) -> Iterator[Fault]:
    found = {mention.name for mention in mentions}
    by_span: dict[Span, list[Name]] = {}
    for mention in mentions:
        by_span.setdefault(mention.span, []).append(mention.name)
    for name in names:
        if name in found:
            continue
        at = _at_name(name)
        spans = [
            span
            for sentence in report.sentences
            if _is_of(sentence, name.task)
            for span in spans_of(sentence, name.words, name.within)
        ]
        if spans:
            winner = _winner(mentions, spans)
            under = f" in “{name.within}”" if name.within else ""
            yield fault("words-outdone", at, words=name.words, under=under, winner=winner)
        else:
            yield _missing(report, at, name.words, name.within, name.task)
    shared = {
        (one, other)
        for held in by_span.values()
        for one in held
        for other in held
        if one.place and not other.place
    }
    for one, other in shared:
        where = f"{other.file}:{other.line}"
        yield fault("words-shared", _at_name(one), words=one.words, where=where)


def _is_of(sentence: Sentence, task: int) -> bool:
    return not task or sentence.task == task or sentence.kind == "recap"


def spans_of(sentence: Sentence, words: str, within: str) -> Iterator[Span]:
    """Yield where words stand in a sentence, inside the longer phrase if there is one."""
    phrase = within or words
    start = sentence.text.find(phrase)
    while start >= 0:
        inner = sentence.text.find(words, start, start + len(phrase))
        while inner >= 0:
            at = sentence.span.start + inner
            yield Span(at, at + len(words))
            inner = sentence.text.find(words, inner + 1, start + len(phrase))
        start = sentence.text.find(phrase, start + 1)


def _winner(mentions: Sequence[Mention], spans: Sequence[Span]) -> str:
    for mention in mentions:
        start, end = mention.span
        if any(start < span.end and span.start < end for span in spans):
            whose = f" of {mention.place}" if mention.place else " of the ledger"
            return f"“{mention.name.words}”{whose}"
    return "another name"


def _missing(report: Report, at: At, words: str, within: str, task: int) -> Fault:
    phrase = within or words
    under = (f" in “{within}”" if within else "") + (f" in task {task}" if task else "")
    elsewhere = [
        sentence.task
        for sentence in report.sentences
        if any(True for _ in spans_of(sentence, words, within))
    ]
    if task and elsewhere:
        near = f" They stand in task {elsewhere[0]}."
    else:
        similar = nearest(report, phrase)
        near = f" Did you mean “{similar}”?" if similar else ""
    return fault("words-missing", at, words=words, under=under, near=near)


def nearest(report: Report, words: str) -> str:
    """Return the words of the report that are most like some others, or "".

    Only windows of the same length are compared, the best few by shared characters closely.
    """
    length = len(words)
    if length > _LONGEST_NEAR:
        return ""
    windows = {
        sentence.text[at : at + length]
        for sentence in report.sentences
        for at in range(max(len(sentence.text) - length + 1, 0))
    }
    ranked = sorted(windows, key=lambda each: (_alike(each, words), each), reverse=True)
    best = max(
        ranked[:_CANDIDATES],
        key=lambda each: difflib.SequenceMatcher(None, words, each).ratio(),
        default="",
    )
    is_close = difflib.SequenceMatcher(None, words, best).ratio() >= _NEAR_RATIO
    return best if is_close else ""


def _alike(one: str, other: str) -> tuple[int, int]:
    """Count the characters that two texts share, and those that stand at one place in both."""
    shared = sum(min(one.count(sign), other.count(sign)) for sign in set(one))
    return shared, sum(a == b for a, b in zip(one, other, strict=True))


def _at_name(name: Name) -> At:
    return At(name.file, name.line, name.place or row_name(None, name.words))


def _line(name: Name | Row | Fault) -> tuple[str, int]:
    return name.file, name.line


def _lines(faults: Iterable[Fault]) -> set[tuple[str, int]]:
    return {_line(each) for each in faults}


# Places and references


def _of_places(
    layers: Layers,
    mentions: Iterable[Mention],
    troubled: Container[str],
    faulty: Container[str],
) -> Iterator[Fault]:
    members = {
        place.id: texts(place.properties.get("members")) for place in layers.places if place.id
    }
    named = {mention.place for mention in mentions}
    ways = list(named)
    while ways:
        below = [each for each in members.get(ways.pop(), ()) if each not in named]
        named.update(below)
        ways += below
    for place in layers.places:
        if place.id not in named and place.id not in troubled and place.id not in faulty:
            yield fault("place-unnamed", At(place.file, place.line, place.id))


def _of_tasks(report: Report, names: Iterable[Name]) -> Iterator[Fault]:
    count = len(report.tasks)
    for name in names:
        if name.task > count:
            yield fault("task-unknown", _at_name(name), key="task", found=name.task, count=count)


def _of_references(layers: Layers) -> Iterator[Fault]:
    places = [place.id for place in layers.places]
    targets = layers.tables.get("targets.csv", ())
    for row in targets:
        for place in row.cells["places"].split():
            if place not in places:
                at, near = _at_row(row), did_you_mean(place, places)
                yield fault("place-unknown", at, column="places", found=place, near=near)
    ledger = layers.tables.get("ledger.csv", ())
    known = {*places, *(row.cells["id"] for row in targets)}
    known |= {row.cells["words"] for row in ledger}
    for row in layers.tables.get("outcomes.csv", ()):
        about = row.cells["about"]
        if about and about not in known:
            near = did_you_mean(about, sorted(known))
            yield fault("outcome-about", _at_row(row), found=about, near=near)


def _at_row(row: Row) -> At:
    return At(row.file, row.line, row_name(row.cells.get("id"), row.cells.get("words")))


# Targets and numbers


def _of_rows(report: Report, rows: Iterable[Row]) -> Iterator[Fault]:
    count = len(report.tasks)
    for row in rows:
        words, within = row.cells["words"], row.cells["in"]
        task = _task(row)
        if task > count:
            yield fault("task-unknown", _at_row(row), key="task", found=task, count=count)
        elif words and not _spans(report, row):
            yield _missing(report, _at_row(row), words, within, task)


def _task(row: Row) -> int:
    return task_of(row.cells.get("task", ""))


def _spans(report: Report, row: Row) -> list[Span]:
    words, within, task = row.cells["words"], row.cells["in"], _task(row)
    return [
        span
        for sentence in report.sentences
        if words and _is_of(sentence, task)
        for span in spans_of(sentence, words, within)
    ]


def _of_value(row: Row) -> Iterator[Fault]:
    words, value = row.cells["words"], row.cells["value"]
    if not words or row.cells["comparator"] in list(_WITHOUT_NUMBER):
        return
    try:
        wanted = float(value)
    except ValueError:
        return  # the table's fault says so
    if wanted not in values_in(words):
        yield fault("target-value", _at_row(row), words=words, value=value)


# Coverage


def _of_coverage(
    report: Report, layers: Layers, mentions: Iterable[Mention], excused: Iterable[str]
) -> Iterator[Fault]:
    """Yield what is unaccounted for; `excused` are words that have a fault of their own."""
    mended = [
        span
        for sentence in report.sentences
        for words in filter(None, excused)
        for span in spans_of(sentence, words, "")
    ]
    named = [*(mention.span for mention in mentions), *mended]
    toponyms = texts(layers.coverage.get("toponyms"))
    places = [_moved(s, span) for s in report.sentences for span in places_in(s.text, toponyms)]
    counted = mended + [
        span
        for name in ("targets.csv", "numbers.csv")
        for row in layers.tables.get(name, ())
        for span in _spans(report, row)
    ]
    numbers = [_moved(s, span) for s in report.sentences for span in numbers_in(s.text)]
    yield from _uncovered(report, uncovered(places, named), "place-uncovered")
    yield from _uncovered(report, uncovered(numbers, counted), "number-uncovered")


def _moved(sentence: Sentence, span: Span) -> Span:
    return Span(sentence.span.start + span.start, sentence.span.start + span.end)


def _uncovered(report: Report, spans: Iterable[Span], rule: str) -> Iterator[Fault]:
    """Yield one fault for the same words, wherever they stand, with the count of the rest."""
    first: dict[str, list[Span]] = {}
    for span in _joined(spans):
        first.setdefault(report.quote(span), []).append(span)
    for words, found in first.items():
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        at = At(report.file, report.line(found[0].start))
        around = context(report.text, found[0]) + more
        yield fault(rule, at, words=words, around=around)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Join spans that touch: 市 and 圈 of 都市圈 are one thing to mend."""
    whole: Span | None = None
    for span in spans:
        if whole and span.start <= whole.end:
            whole = Span(whole.start, max(whole.end, span.end))
        else:
            if whole:
                yield whole
            whole = span
    if whole:
        yield whole
