"""The poster's head (title and tasks) and its foot (how exact, sources, licence)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo_app.picture.entries import INFERRED, Entry
from geo_app.picture.fonts import SONG, text_width
from geo_app.picture.ground import colour
from geo_app.picture.svg import number, tag, text
from geo_app.picture.symbols import certainty_line, nine, numbered
from geo_app.picture.typeset import Run, Style, draw_line, wrap
from geo_app.picture.words import Speech
from geo_app.plan import Plan

MARGIN = 44.0
_TITLE = 56.0
_LEAD = 14.0
_SMALL = 9.2
_TASK_LEAST = 72.0
# From one line of the foot to the next.
FOOT_LEADING = _SMALL * 1.45


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sheet and the height it takes."""

    svg: str
    height: float


def head(plan: Plan, entries: Sequence[Entry], width: float, say: Speech) -> Part:
    """Return title, lead and tasks for a sheet of this width; y from 0 on."""
    title = say.pick(
        plan.about.get("title", plan.report.about["title"]), plan.about.get("title_en")
    )
    size, spacing = _TITLE, 0.05
    room = width - 2 * MARGIN
    if (wide := text_width(title, size, SONG, spacing)) > room:
        size, wide = size * room / wide, room
    y = 38 + size * 0.9
    out = text(title, MARGIN, y, size, fill=colour("ink"), family=SONG, bold=0.03, spacing=spacing)
    lead, other = _leads(plan, say), _leads(plan, Speech("zh" if say.english else "en"))
    out += text(lead, MARGIN, y + 30, _LEAD, fill=colour("ink2"))
    out += text(other, MARGIN, y + 50, 12.5, fill=colour("ink3"))
    bottom = y + 56
    used = max(wide, text_width(lead, _LEAD), text_width(other, 12.5))
    tasks = plan.report.tasks
    if room - used - 40 >= len(tasks) * _TASK_LEAST:
        free = min(room - used - 40, len(tasks) * 86.0)
        out += _tasks(plan, entries, width - MARGIN - free, bottom - 62, free, say)
        return Part(out, bottom)
    out += _tasks(plan, entries, MARGIN, bottom + 14, room, say)
    return Part(out, bottom + 76)


def _leads(plan: Plan, say: Speech) -> str:
    about = plan.report.about
    subtitle = say.pick(about.get("subtitle"), about.get("subtitle_en"))
    return say("lead", subtitle=subtitle) if subtitle else say("lead_plain")


def _tasks(
    plan: Plan, entries: Sequence[Entry], x: float, y: float, width: float, say: Speech
) -> str:
    """Return the tasks as columns under a rule: numeral, name, how many places."""
    tasks = plan.report.tasks
    gap = 12.0
    step = (width + gap) / len(tasks)
    counts = Counter(task for entry in entries for task in entry.tasks)
    out = []
    for i, task in enumerate(tasks):
        left = x + i * step
        wide = step - gap
        n = counts[task.number]
        # A task that names none of these places stands back.
        ink, second = (colour("ink"), colour("ink2")) if n else (colour("ctl"), colour("ctl"))
        out.append(tag("rect", x=left, y=y, width=wide, height=2, fill=ink))
        out.append(text(str(task.number), left, y + 24, 20, fill=ink, family=SONG, bold=0.03))
        name = say.pick(task.short or task.title, task.short_en or task.title_en)
        size = min(12.0, 12.0 * wide / max(1.0, text_width(name, 12.0)))
        out.append(text(name, left, y + 41, size, fill=second))
        words = say("n_place" if n == 1 else "n_places", n=n)
        out.append(text(words, left, y + 57, 11, fill=colour("ink3")))
    return "".join(out)


def foot(
    plan: Plan,
    unplaced: Iterable[Entry],
    scales: Mapping[str, str],
    width: float,
    say: Speech,
) -> Part:
    """Return the legend of certainty, sources, licence and datum; y from 0 on.

    `scales` says the scale of each map by its title, `unplaced` which places have no number there.
    """
    inset = len(scales) > 1
    out = tag("rect", x=MARGIN, y=0, width=width - 2 * MARGIN, height=0.8, fill=colour("line"))
    legend = _legend(width, inset, say)
    out += legend.svg
    y = legend.height
    style = Style(_SMALL, colour("ink3"))
    for words in _said(plan, list(unplaced), scales, say):
        for line in wrap([Run(words, style)], width - 2 * MARGIN):
            out += draw_line(line, MARGIN, y)
            y += FOOT_LEADING
    return Part(out, y)


def _legend(width: float, inset: bool, say: Speech) -> Part:
    """Say what lines, circles, numbers and colours mean, in one row or several."""
    x, y = MARGIN, 15.0
    out = ""
    for words, wide, sample in _samples(inset, say):
        whole = wide + 6 + text_width(words, 10.5)
        if x + whole > width - MARGIN and x > MARGIN:
            x, y = MARGIN, y + 17
        place = f"translate({number(x)} {number(y)})"
        out += tag("g", sample, transform=place) if sample else ""
        out += text(words, x + wide + 6, y + 3.8, 10.5, fill=colour("ink2"))
        x += whole + 22
    return Part(out, y + 20)


def _samples(inset: bool, say: Speech) -> list[tuple[str, float, str]]:
    """Return words, width and drawing of each part of the legend; drawings centred on y = 0."""
    found = [
        (say(each), 28.0, certainty_line(each, 0, 0))
        for each in ("surveyed", "derived", "schematic")
    ]
    hue = colour("ink3")
    ring: dict[str, object] = {
        "fill": hue,
        "fill_opacity": 0.1,
        "stroke": hue,
        "stroke_dasharray": "1 3",
    }
    ring["stroke_linecap"] = "round"
    found.append((say("circle"), 14.0, tag("circle", cx=7, cy=0, r=6.5, **ring)))
    found.append((say("numbered"), 14.0, numbered("newtown", 1, 7, 0, 14)))
    found.append((f"{INFERRED} {say('inferred')}", -6.0, ""))
    found.append((say("nine"), 10.0, nine((5,), 0, -5, 10)))
    mark = tag("rect", x=0, y=-5, width=22, height=10, fill=colour("mark"))
    found.append((say("marked"), 22.0, mark))
    if inset:
        box = {"width": 16, "height": 11, "fill": "none", "stroke": colour("ink2")}
        frame = tag("rect", x=0, y=-5.5, stroke_width=0.9, **box)
        found.append((say("inset", centre=say("centre")), 16.0, frame))
    return found


def _said(
    plan: Plan, unplaced: list[Entry], scales: Mapping[str, str], say: Speech
) -> Iterable[str]:
    about, report = plan.about, plan.report.about
    if unplaced:
        numbers = " ".join(str(entry.number) for entry in unplaced)
        yield say("no_room", numbers=numbers)
    note = say.pick(about.get("note"), about.get("note_en"))
    review = str(about.get("review", ""))
    source = say(
        "report",
        publisher=say.pick(report["publisher"], report.get("publisher_en")),
        title=report["title"],
        date=report["date"],
    )
    said = "  ".join(f"{name} {scale}" for name, scale in scales.items())
    yield " · ".join(part for part in (note, review, source, say("datum"), said) if part)
    yield _sources(plan, say)
    licence = about.get("licence")
    parts = (
        about.get("attribution"),
        say("licence", licence=licence) if licence else "",
        say("version", version=plan.version),
    )
    yield " · ".join(str(part) for part in parts if part)


def _sources(plan: Plan, say: Speech) -> str:
    """Name those who published most of what the places are known from, and count the rest."""
    counted = Counter(
        say("curator") if source["publisher"] == "curator" else source["publisher"]
        for sources in plan.places["sources"]
        for source in sources or ()
    )
    first = [name for name, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]
    most = 14
    names = ("; " if say.english else "、").join(first[:most])
    if len(first) > most:
        names += (" " if say.english else "") + say("and_more", n=len(first))
    return say("sources", names=names)
