"""`python -m tests.contact_sheet OUT_DIR [ID …]`: every place on the ground, to be looked at.

Sheets of twelve, PNG. A place stands in its own style, and over it, thin and black, the outline
as it is in the file, with its positions as dots; its neighbours are grey outlines. The caption is
its id, basis and accuracy, and its size as drawn against the one that its source states.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app import measures
from geo_app.api import Plan, load_plan
from geo_app.picture.curves import lines_of
from geo_app.picture.entries import Entry, entries
from geo_app.picture.fonts import FALLBACK, HEI
from geo_app.picture.frame import Box, Frame
from geo_app.picture.mapping import Asked, draw_map
from geo_app.picture.paper import Paper, paper_of
from geo_app.picture.press import png_of
from geo_app.picture.sheet import Sheet
from geo_app.picture.svg import Outlines, number, path_data, tag, text
from geo_app.picture.symbols import patterns
from geo_app.picture.words import Speech
from geo_app.values import Bbox

COLUMNS, ROWS = 4, 3
GAP, CAPTION = 10.0, 30.0
ROOM = 0.3  # of a place's breadth, on each side
LEAST_M = 1200.0  # on each side, so that the neighbourhood can be recognised
DPI = 140


def main(out: Path, wanted: Sequence[str]) -> int:
    out.mkdir(parents=True, exist_ok=True)
    plan, say, paper = load_plan(), Speech("zh"), paper_of("A2", landscape=True)
    found = entries(plan, say)
    unknown = set(wanted) - {each.id for each in found}
    if unknown:
        print(f"no such place: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    asked = iter([each for each in found if not wanted or each.id in wanted])
    n = 0
    while page := list(islice(asked, COLUMNS * ROWS)):
        n += 1
        path = out / f"contact-{n:02}.png"
        path.write_bytes(png_of(sheet(plan, page, found, paper, say), paper, DPI))
        print(path, *(each.id for each in page))
    return 0


def sheet(
    plan: Plan, page: Sequence[Entry], found: Sequence[Entry], paper: Paper, say: Speech
) -> Sheet:
    outlines = Outlines()
    wide = (paper.width - GAP) / COLUMNS
    high = (paper.height - GAP) / ROWS
    parts = []
    for i, entry in enumerate(page):
        x, y = GAP + i % COLUMNS * wide, GAP + i // COLUMNS * high
        box = (x, y + CAPTION, wide - GAP, high - GAP - CAPTION)
        parts += cell(plan, entry, found, box, (outlines, say))
    size = f'width="{paper.mm[0]}mm" height="{paper.mm[1]}mm"'
    view = f'viewBox="0 0 {number(paper.width)} {number(paper.height)}"'
    family = f"'{HEI}',{FALLBACK[HEI]}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} font-family="{family}">'
        f"<!--FONTS--><defs>{patterns()}{outlines.defs()}</defs>"
        f'<rect width="100%" height="100%" fill="#FFFFFF"/>{"".join(parts)}</svg>'
    )
    return Sheet(svg, 0)


def cell(
    plan: Plan, entry: Entry, found: Sequence[Entry], box: Box, pen: tuple[Outlines, Speech]
) -> Iterator[str]:
    """Yield one place: caption and map. A group shows its members, all of them."""
    frame = Frame.fit(around(entry), box)
    members = parts_of(plan, entry.id)
    shown = [each for each in found if each.id in members and each.shape != "group"]
    # What waits until it is chosen is drawn, too; of a county its outline, not its seat.
    shown = [dataclasses.replace(each, at_rest=True, seat=False) for each in shown]
    yield draw_map(plan.context, shown, Asked(entry.name, frame), *pen).svg
    clip = f"k{number(box[0])}-{number(box[1])}"
    over = [
        outline(each.geometry, frame, "#8A8A8A", "3 3")
        for each in found
        if each.shape == "area" and each.id not in members and not each.wide
    ]
    over += [outline(each.geometry, frame, "#000000", "") for each in shown]
    over += [dots(frame, each) for each in shown]
    size = {"x": box[0], "y": box[1], "width": box[2], "height": box[3]}
    yield tag("clipPath", tag("rect", **size), id=clip)
    yield tag("g", "".join(over), clip_path=f"url(#{clip})")
    yield text(caption(plan, entry), box[0], box[1] - 9, 12, fill="#1E2124")


def parts_of(plan: Plan, place: str) -> set[str]:
    members = plan.places.at[place, "members"] or ()
    return {place}.union(*(parts_of(plan, each) for each in members))


def around(entry: Entry) -> Bbox:
    west, south, east, north = entry.geometry.bounds
    room_m = max(LEAST_M, 1.2 * entry.accuracy if entry.shape != "group" else 0.0)
    room = max(room_m / 111_000, ROOM * max(east - west, north - south))
    return Bbox(west - room, max(south - room, -80), east + room, min(north + room, 80))


def outline(geometry: BaseGeometry, frame: Frame, colour: str, dash: str) -> str:
    there = frame.cut(frame.project(geometry))
    look = {"fill": "none", "stroke": colour, "stroke_width": 0.8}
    return tag("path", d=path_data(lines_of(there)), stroke_dasharray=dash or None, **look)


def dots(frame: Frame, entry: Entry) -> str:
    """Mark the positions of the file, the error of a point, and as rings the stations."""
    flat = shapely.get_coordinates(frame.cut(frame.project(entry.geometry))).tolist()
    marks = [tag("circle", cx=x, cy=y, r=1.3, fill="#000000") for x, y in flat]
    if entry.shape == "point":
        r, look = entry.accuracy / frame.metres, {"fill": "none", "stroke": "#000000"}
        marks += [tag("circle", cx=x, cy=y, r=r, **look) for x, y in flat]
    for at in entry.stations:
        x, y = frame.point(*at)
        marks.append(tag("circle", cx=x, cy=y, r=4.0, fill="none", stroke="#D00000"))
    return "".join(marks)


def caption(plan: Plan, entry: Entry) -> str:
    row = plan.places.loc[entry.id]
    area, length, measured = measures.size(entry.geometry, row.area_km2, row.length_km)
    drawn = measures.size(entry.geometry, float("nan"), float("nan"))
    said = f"{entry.id} · {entry.basis}" + (f" ±{entry.accuracy:g} m" if entry.accuracy else "")
    for stated, own, unit in ((area, drawn[0], "km²"), (length, drawn[1], "km")):
        if own:
            said += f" · {own:g} {unit}" + ("" if measured else f" of {stated or '?'}")
    return said


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))
