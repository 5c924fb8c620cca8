"""The sheets of a poster: head, maps, index and foot put together, the index flowing on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geo_app.antimeridian import home_of
from geo_app.features import Feature
from geo_app.picture import index
from geo_app.picture.band import FOOT_LEADING, MARGIN, Part, foot, head
from geo_app.picture.board import Box
from geo_app.picture.entries import Clause, Entry, clauses, entries
from geo_app.picture.fonts import FALLBACK, HEI, SONG
from geo_app.picture.frame import Frame, mercator
from geo_app.picture.ground import colour
from geo_app.picture.mapping import Asked, Map, draw_map
from geo_app.picture.paper import Paper
from geo_app.picture.svg import Outlines, escape, number, tag, text
from geo_app.picture.symbols import patterns
from geo_app.picture.words import Speech
from geo_app.plan import Plan
from geo_app.values import Bbox

_GAP = 14.0
# Tried in this order: type size of the index (units), the least share of the sheet's height that
# is left to the maps, how many characters are quoted on each side of the words.
_TRIES = (
    (15.0, 0.60, 120),
    (13.5, 0.59, 100),
    (12.0, 0.58, 80),
    (11.0, 0.56, 80),
    (10.5, 0.54, 60),
    (10.0, 0.52, 40),
    (9.6, 0.50, 28),
    (9.2, 0.47, 20),
    (9.0, 0.46, 18),
    (8.6, 0.45, 16),
    (8.6, 0.42, 15),
    (8.2, 0.42, 14),
    (7.8, 0.41, 13),
    (7.8, 0.38, 12),
)
# The index of several sheets: type sizes, of which the largest that adds no sheet is taken.
_FLOWING = (12.0, 11.5, 11.0, 10.5, 10.0, 9.6, 9.2)
_FLOWING_SHARE = 0.5
_FLOWING_REACH = 40
_TOP = 84.0
# The city's map takes this share of the width beside the nearer one, or of the height above it;
# the nearer one is so many times as large in scale.
_BESIDE = (0.575, 3.2)
_ABOVE = (0.52, 2.6)
# A nearer map pays where so many places stand in it.
_CENTRE_LEAST = 8
_POINTERS = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished sheet: SVG, how much is quoted on it, and what stands where."""

    svg: str
    reach: int
    maps: tuple[Map, ...] = ()
    places: dict[str, Box] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Layout:
    """An index that was set, and how high it and the maps are."""

    how: index.Setting
    blocks: list[index.Block]
    index_height: float
    maps_height: float
    fits: bool
    reach: int


def sheets(plan: Plan, paper: Paper, say: Speech) -> list[Sheet]:
    """Lay out a plan; what does not fit on the first sheet goes on to others.

    Parameters
    ----------
    plan
        At least one place.
    paper
        Size of the sheets in units.
    say
        The language.
    """
    found = entries(plan, say)
    top = head(plan, found, paper.width, say)
    # The foot says what the maps are like, and takes room from them: it is set twice.
    bottom = foot(plan, found[:1], _scales((), paper, say), paper.width, say)
    layout = _fitted(plan, found, paper, top.height, bottom.height, say)
    outlines = Outlines()
    maps = _maps(plan, found, (top.height + _GAP, layout.maps_height), paper, outlines, say)
    seen = frozenset().union(*(m.numbered for m in maps))
    missing = [e for e in found if _is_mapped(e, maps) and e.id not in seen]
    bottom = foot(plan, missing, _scales(maps, paper, say), paper.width, say)
    return _set(plan, paper, (top, bottom), layout, (maps, outlines.defs()), say)


def _set(
    plan: Plan,
    paper: Paper,
    bands: tuple[Part, Part],
    layout: _Layout,
    drawn: tuple[Sequence[Map], str],
    say: Speech,
) -> list[Sheet]:
    """Put the sheets together: the first with maps, the others with the rest of the index."""
    top, bottom = bands
    maps, outlines = drawn
    y = top.height + _GAP + layout.maps_height + 10
    foot_y = paper.height - bottom.height - 8
    room = foot_y - y - 6
    rest = layout.blocks
    pages: list[tuple[list[str], dict[str, Box]]] = []
    while rest or not pages:
        height = layout.index_height if layout.fits else room
        columns = index.fill(rest, layout.how.columns, height)
        used = sum(map(len, columns))
        if used == len(rest):
            height = min(height, index.balanced(rest, layout.how.columns))
            columns = index.fill(rest, layout.how.columns, height)
        placed = index.draw(columns, MARGIN, y, layout.how)
        pages.append(([placed.svg], placed.boxes))
        rest = rest[used:]
        y, room = _TOP, foot_y - _TOP - 6
    first = [top.svg, *(m.svg for m in maps)]
    out = []
    for n, (parts, boxes) in enumerate(pages, 1):
        body = [*(first if n == 1 else [_running_head(plan, paper, say)]), *parts]
        body.append(tag("g", bottom.svg, transform=f"translate(0 {number(foot_y)})"))
        if len(pages) > 1:
            body.append(_folio(paper, foot_y + bottom.height - FOOT_LEADING, n, len(pages), say))
        svg = "".join(body)
        known = outlines if n == 1 else ""
        document = _whole(svg, known, paper, plan, say)
        out.append(Sheet(document, layout.reach, tuple(maps) if n == 1 else (), boxes))
    return out


def _fitted(
    plan: Plan, found: Sequence[Entry], paper: Paper, top: float, bottom: float, say: Speech
) -> _Layout:
    """Return the largest type for which everything stands on one sheet; else several sheets."""
    room = paper.height - top - bottom - _GAP - 24
    quoted: dict[int, Mapping[str, Clause | None]] = {}
    for size, share, reach in _TRIES:
        if size < paper.least_type:
            break
        quotes = quoted.setdefault(reach, clauses(plan, reach))
        how = index.setting(size, paper.width - 2 * MARGIN)
        blocks = index.blocks(plan.layers, found, quotes, how, say)
        height = index.balanced(blocks, how.columns)
        if room - height >= share * paper.height:
            return _Layout(how, blocks, height, room - height, True, reach)
    quotes = clauses(plan, _FLOWING_REACH)
    maps_height = _FLOWING_SHARE * paper.height
    later = paper.height - bottom - 8 - _TOP - 6
    best: tuple[int, _Layout] | None = None
    for size in (*_FLOWING[:-1], max(_FLOWING[-1], paper.least_type)):
        how = index.setting(size, paper.width - 2 * MARGIN)
        blocks = index.blocks(plan.layers, found, quotes, how, say)
        n = _count(blocks, how.columns, room - maps_height, later)
        if best is None or n < best[0]:
            best = n, _Layout(how, blocks, room - maps_height, maps_height, False, _FLOWING_REACH)
    assert best is not None
    return best[1]


def _count(blocks: list[index.Block], columns: int, first: float, later: float) -> int:
    """Say how many sheets an index takes."""
    n = 0
    while blocks:
        used = sum(map(len, index.fill(blocks, columns, later if n else first)))
        blocks = blocks[used:]
        n += 1
    return n


def _maps(
    plan: Plan,
    found: Sequence[Entry],
    where: tuple[float, float],
    paper: Paper,
    outlines: Outlines,
    say: Speech,
) -> list[Map]:
    y, height = where
    width = paper.width - 2 * MARGIN
    home = home_of(plan)
    context: Sequence[Feature] = plan.context
    whole, near, times = _boxes(home, MARGIN, y, width, height)
    whole_frame = Frame.fit(home, whole)
    near_frame = _near(plan, whole_frame, near, times)
    if sum(1 for e in found if e.shape != "group" and _stands(e, near_frame)) < _CENTRE_LEAST:
        asked = Asked(say("whole"), Frame.fit(_room(home), (MARGIN, y, width, height)), _POINTERS)
        return [draw_map(context, found, asked, outlines, say)]
    second = draw_map(context, found, Asked(say("centre"), near_frame), outlines, say)
    asked = Asked(say("whole"), whole_frame, _POINTERS, near_frame, second.numbered)
    return [draw_map(context, found, asked, outlines, say), second]


def _boxes(home: Bbox, x: float, y: float, width: float, height: float) -> tuple[Box, Box, float]:
    """Two maps side by side or one above the other: whichever shows the city larger.

    Boxes are x, y, width, height; the last value is how much larger the second one's scale is.
    """
    wide = home.east - home.west
    high = mercator(home.north) - mercator(home.south)
    w = (width - _GAP) * _BESIDE[0]
    h = (height - _GAP) * _ABOVE[0]
    if min(w / wide, height / high) >= min(width / wide, h / high):
        right = (x + w + _GAP, y, width - _GAP - w, height)
        return (x, y, w, height), right, _BESIDE[1]
    return (x, y, width, h), (x, y + h + _GAP, width, height - _GAP - h), _ABOVE[1]


def _near(plan: Plan, whole: Frame, box: Box, times: float) -> Frame:
    """Frame the ground round the plan's centre, so many times as large as in the whole map."""
    given = plan.about.get("centre")
    bbox = whole.bbox
    lng, lat = given or ((bbox.west + bbox.east) / 2, (bbox.south + bbox.north) / 2)
    x, y, w, h = box
    scale = whole.per_degree * times
    west, north = lng - w / scale / 2, mercator(lat) + h / scale / 2
    return Frame(x, y, w, h, west, north, scale, lat)


def _stands(entry: Entry, frame: Frame) -> bool:
    return frame.holds(*frame.point(*entry.at))


def _room(box: Bbox) -> Bbox:
    """Return a little more than a box, so that nothing stands on the very edge."""
    x = (box.east - box.west) * 0.04 or 0.01
    y = (box.north - box.south) * 0.04 or 0.01
    return Bbox(box.west - x, box.south - y, box.east + x, box.north + y)


def _is_mapped(entry: Entry, maps: Sequence[Map]) -> bool:
    """Say whether a place should have its number on a map: no group, wide or far one."""
    if not entry.at_rest or entry.shape == "group" or entry.far_km:
        return False
    return any(m.board.frame.holds(*m.board.frame.point(*entry.at)) for m in maps)


def _scales(maps: Sequence[Map], paper: Paper, say: Speech) -> dict[str, str]:
    """Say the scale of each map by its title; before they are drawn, something as long."""
    titles = (say("whole"), say("centre"))
    if not maps:
        return dict.fromkeys(titles, "1:1,000,000")
    said = {}
    for title, each in zip(titles, maps, strict=False):
        scale = each.board.frame.metres / paper.unit_m
        step = 10 ** (len(str(int(scale))) - 2)
        said[title] = f"1:{round(scale / step) * step:,}"
    return said


def _running_head(plan: Plan, paper: Paper, say: Speech) -> str:
    title = say.pick(
        plan.about.get("title", plan.report.about["title"]), plan.about.get("title_en")
    )
    rule = tag(
        "rect", x=MARGIN, y=70.0, width=paper.width - 2 * MARGIN, height=0.8, fill=colour("line2")
    )
    return text(title, MARGIN, 58, 24, fill=colour("ink"), family=SONG, bold=0.02) + rule


def _folio(paper: Paper, y: float, n: int, of: int, say: Speech) -> str:
    """Say which sheet it is, at the right of the foot's last line."""
    words = say("sheet", n=n, all=of)
    if n < of:
        words += " · " + say("continued", n=n + 1)
    return text(words, paper.width - MARGIN, y, 10.5, fill=colour("ink2"), anchor="end", bold=0.03)


def _whole(svg: str, outlines: str, paper: Paper, plan: Plan, say: Speech) -> str:
    """Return the document round a sheet's content."""
    title = say.pick(
        plan.about.get("title", plan.report.about["title"]), plan.about.get("title_en")
    )
    size = f'width="{paper.mm[0]:g}mm" height="{paper.mm[1]:g}mm"'
    view = f'viewBox="0 0 {number(paper.width)} {number(paper.height)}"'
    language = "en" if say.english else "zh-Hans"
    family = f"'{HEI}',{FALLBACK[HEI]}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} xml:lang="{language}" '
        f'font-family="{family}" font-kerning="none"><title>{escape(title)}</title>'
        f"<!--FONTS--><defs>{patterns()}{outlines}</defs>"
        f'<rect width="100%" height="100%" fill="#FFFFFF"/>{svg}</svg>\n'
    )
