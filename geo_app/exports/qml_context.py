"""How the context lies beneath the plan in QGIS: its colours, widths and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree import ElementTree as ET

from geo_app import style
from geo_app.exports.qml import SYMBOL, Dimension, fields
from geo_app.exports.qml_parts import (
    ZOOM,
    Label,
    Stroke,
    colour,
    fill,
    labeling,
    mm,
    rgba,
    stroke,
    symbol,
    zoomed,
)
from geo_app.exports.qml_parts import element as make
from geo_app.exports.tables import Column, Type

CONTEXT: tuple[Column, ...] = (
    Column("name", Type.TEXT, "名称", "Name"),
    Column("name_en", Type.TEXT, "英文名", "English name"),
    Column("label", Type.TEXT, "图上名称（规划地点已写出的不重复）", "Name on the map"),
    Column("kind", Type.TEXT, "类型", "Kind"),
    Column("rank", Type.INTEGER, "等级", "Rank"),
    Column("ref", Type.TEXT, "编号", "Road number"),
    Column("width_m", Type.REAL, "宽度（米）", "Width, metres"),
    Column("basis", Type.TEXT, "依据", "Basis"),
    Column("accuracy_m", Type.REAL, "精度（米）", "Accuracy, metres"),
    Column("source", Type.TEXT, "来源", "Source"),
)

# kind: names in both languages, bottom to top; those that a table lacks are left out of it.
KINDS: dict[str, tuple[str, str]] = {
    "hill": ("山地", "Hills"),
    "river": ("河流", "Rivers"),
    "river_area": ("江面", "River"),
    "lake": ("湖泊", "Lakes"),
    "island": ("洲岛", "Islands"),
    "arterial": ("干道", "Main roads"),
    "ring_road": ("环路", "Ring road"),
    "expressway": ("高速公路", "Expressways"),
    "bridge": ("桥", "Bridges"),
    "railway": ("铁路", "Railways"),
    "high_speed_railway": ("高速铁路", "High-speed railways"),
    "metro_2021": ("2021年已运营地铁", "Metro running in 2021"),
    "hill_label": ("山名", "Names of hills"),
    "town_label": ("镇", "Towns"),
    "county_seat": ("县城", "County seats"),
    "district_label": ("区县", "Districts"),
    "city_label": ("城市", "Cities"),
}
_AREA_PAINT = {"hill": "hill", "river_area": "water", "lake": "water", "island": "isle"}
_ROADS = ("arterial", "ring_road", "expressway", "bridge")
# kind: colour of its name, size in px, from which zoom it shows, and whether in Song.
_NAMES: Mapping[str, tuple[str, float, str, bool]] = {
    "city_label": ("t-city", 13, f"{ZOOM}<12", False),
    "district_label": ("t-dist", 14, f"{ZOOM}>9 and {ZOOM}<13.5", False),
    "county_seat": ("t-place", 12, f"{ZOOM}>9.4", False),
    "town_label": ("t-place", 12, f'{ZOOM}>if("rank"<=2,9.6,10)', False),
    "hill_label": ("t-hill", 12, f'{ZOOM}>if("rank"<=2,9.6,11)', True),
    "hill": ("t-hill", 12, f'{ZOOM}>if("rank"<=2,9.6,11)', True),
    "island": ("t-hill", 12, f"{ZOOM}>11.6", True),
    "lake": ("t-water", 12, f"{ZOOM}>10.8", True),
    "river_area": ("t-water", 16, f"{ZOOM}>9", True),
    "river": ("t-water", 12, f"{ZOOM}>9.4", True),
}


def context_style(dimension: Dimension, kinds: set[str]) -> tuple[ET.Element, ...]:
    """Return renderer, labels and aliases of a context table that holds these kinds."""
    return (_renderer(dimension, kinds), labeling(_label(dimension, kinds)), *fields(CONTEXT))


def _renderer(dimension: Dimension, kinds: set[str]) -> ET.Element:
    categories, symbols = make("categories"), make("symbols")
    for i, kind in enumerate(each for each in KINDS if each in kinds):
        label = " ".join(KINDS[kind])
        of = {"value": kind, "label": label, "symbol": i, "render": "true", "type": "string"}
        categories.append(make("category", of))
        symbols.append(symbol(SYMBOL[dimension], str(i), _strokes(kind, dimension)))
    # Casings of all roads lie beneath all roads, and islands on the water: QGIS' symbol levels.
    head = {"type": "categorizedSymbol", "attr": "kind", "symbollevels": 1, "enableorderby": 0}
    return make("renderer-v2", head, categories, symbols)


def _strokes(kind: str, dimension: Dimension) -> list[Stroke]:
    if dimension is Dimension.POINTS:
        nothing = {"name": "circle", "color": "0,0,0,0", "outline_style": "no", "size": 0.1}
        return [Stroke("SimpleMarker", nothing)]
    if dimension is Dimension.AREAS:
        paint = colour(_AREA_PAINT.get(kind, "hill"))
        if kind == "hill":
            return [fill(paint, 1)]
        level = int(kind == "island")
        return [
            fill(paint, 1)._replace(level=level),
            stroke(colour("waterline"), 0.6, level=level),
        ]
    if kind == "river":
        least = f'scale_linear({ZOOM},9,13,if("rank"<=2,{mm(1.6)},{mm(1)}),{mm(2.6)})'
        width = f'max(coalesce("width_m",0)*1000/@map_scale,{least})'
        return [stroke(colour("water"), 2, by={"outlineWidth": width})]
    if kind in _ROADS:
        return _road(kind)
    if kind == "metro_2021":
        return [_from_its_zoom("metro", style.WIDTHS["context_metro"])]
    width = zoomed(style.WIDTHS["context_railway"])
    inner = f"scale_linear({ZOOM},9,14,{mm(0.5)},{mm(1.7)})"
    return [
        stroke(colour("railctx"), 2, by={"outlineWidth": width}),
        stroke(colour("land"), 1, dash=(7, 7), by={"outlineWidth": inner}),
    ]


def _road(kind: str) -> list[Stroke]:
    widths = style.WIDTHS
    ramp = zoomed(widths["context_ring_road" if kind == "ring_road" else "context_arterial"])
    if kind == "expressway":
        ring, other = (widths[f"context_expressway{each}"] for each in ("_ring", ""))
        ramp = f'if("rank"<=1,{zoomed(ring)},{zoomed(other)})'
    shown = {"enabled": f"{ZOOM}>={widths['context_arterial'].z0}"} if kind == "arterial" else {}
    case = {**shown, "outlineWidth": f"{ramp}+{mm(1.6)}"}
    return [
        stroke(colour("roadcase"), 3, by=case),
        stroke(colour("road"), 2, by={**shown, "outlineWidth": ramp}, level=1),
    ]


def _from_its_zoom(paint: str, ramp: style.Ramp) -> Stroke:
    by = {"outlineWidth": zoomed(ramp), "enabled": f"{ZOOM}>={ramp.z0}"}
    return stroke(colour(paint), ramp.low, by=by)


def _label(dimension: Dimension, kinds: set[str]) -> Label:
    named = [kind for kind in _NAMES if kind in kinds]
    if not named:
        return _shields()
    paint, px, _, song = _NAMES[named[0]]
    by = {
        "Color": _case(named, lambda of: f"color_rgba({rgba(colour(of[0]))})"),
        "Size": _case(named, lambda of: f"{of[1] * 0.75:g}"),
        "Show": _case(named, lambda of: of[2]),
    }
    placement = {Dimension.AREAS: 4, Dimension.LINES: 3, Dimension.POINTS: 1}[dimension]
    is_water = kinds <= {"river", "river_area", "lake", "island"}
    halo = "water" if is_water and dimension is Dimension.LINES else "land"
    label = Label('"label"', colour(paint), px, placement, song=song, priority=2, by=by)
    return label._replace(halo=halo)


def _case(kinds: list[str], say: Callable[[tuple[str, float, str, bool]], str]) -> str:
    whens = " ".join(f"when \"kind\"='{kind}' then {say(_NAMES[kind])}" for kind in kinds)
    return f"case {whens} end"


def _shields() -> Label:
    """Return the labels of roads: their number on a small white plate."""
    by = {"Show": f"{ZOOM}>if(\"kind\"='metro_2021',11.5,9.7)"}
    label = Label('"ref"', colour("ink3"), 10, 4, priority=1, by=by)
    return label._replace(plate=(colour("road"), colour("line2"), 3.0))
