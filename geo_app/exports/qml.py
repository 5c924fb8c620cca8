"""How the plan's tables look in QGIS: the style table, said in QML.

A table holds one layer's areas, lines or points. Its renderer is a list of rules by certainty;
groups, wide regions and corridors of ±10 km are a rule of their own, which is not ticked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from xml.etree import ElementTree as ET

from geo_app import style, text
from geo_app.exports.qml_parts import (
    MM_PER_PX,
    PRIORITY,
    ZOOM,
    Label,
    Stroke,
    band,
    colour,
    disc,
    drawn_at,
    element,
    embedded,
    fill,
    glyph_svg,
    labeling,
    mm,
    picture,
    rgba,
    stroke,
    symbol,
    xml,
    zoomed,
)
from geo_app.exports.tables import PLACE, Column

CERTAINTIES = ("surveyed", "derived", "schematic")
# Flat tints of areas without a pattern, and of those that cover a county.
_PLAIN, _WIDE = 0.085, 0.05
# A ribbon on both banks is wider than the river, or it would hide under it. Metres.
_BANK_M = {"corridor": 1000, "green": 1500}
# An outline with more vertices came from a survey of its own: its corners are not rounded.
_ROUNDED_BELOW = 40
_ROUNDED = f"if(num_points($geometry)<{_ROUNDED_BELOW},smooth($geometry,3),$geometry)"
_SEAT = 'make_point(from_json("seat")[0],from_json("seat")[1])'
_STATIONS = (
    "collect_geometries(array_foreach(from_json(\"stations\"),make_point(@element['lng'],"
    "@element['lat'])))"
)
# The smallest and largest circle of accuracy that is drawn at rest, px, as metres per unit of
# map scale; and the scale below which stations have dots (zoom 12).
_CIRCLE_PX = (13, 74)
_STATIONS_BELOW = 144_500
_M_PER_SCALE = MM_PER_PX / 1000


class Dimension(StrEnum):
    """What a table holds; QGIS gives a layer one kind of symbol, so each has its own table."""

    AREAS = "areas"
    LINES = "lines"
    POINTS = "points"


SYMBOL = {Dimension.AREAS: "fill", Dimension.LINES: "line", Dimension.POINTS: "marker"}
TITLE = {
    Dimension.AREAS: ("面", "areas"),
    Dimension.LINES: ("线", "lines"),
    Dimension.POINTS: ("点", "points"),
}


def plan_style(layer: str, dimension: Dimension) -> tuple[ET.Element, ...]:
    """Return renderer, labels, aliases and map tip of a plan table, as QML elements."""
    return (
        _renderer(layer, dimension),
        labeling(_label(layer, dimension)),
        *fields(PLACE),
        map_tip(),
    )


def document(parts: Iterable[ET.Element]) -> str:
    """Return QML: the parts of a style that QGIS loads as a layer's default."""
    head = {
        "version": "3.22.0",
        "styleCategories": "Symbology|Labeling|Fields|MapTips",
        "labelsEnabled": 1,
    }
    root = element("qgis", head, *parts)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + xml(root)


def fields(columns: Sequence[Column]) -> tuple[ET.Element, ...]:
    """Return the aliases of a table's fields: Chinese, then English."""
    aliases = [element("alias", {"field": "fid", "name": "", "index": 0})]
    aliases += [
        element("alias", {"field": c.name, "name": alias(c), "index": i})
        for i, c in enumerate(columns, 1)
    ]
    return (element("aliases", {}, *aliases),)


def alias(column: Column) -> str:
    """Return a column's name for people.

    Examples
    --------
    >>> alias(PLACE[1])
    '名称 Name'
    """
    return f"{column.zh} {column.en}"


def map_tip() -> ET.Element:
    """Return the tip shown over a place: its name, its layer's accuracy and the report's words."""
    html = (
        f'<div style="max-width:26em;padding:4px"><b>[% {_escaped("name")} %]</b> '
        f'<span style="color:{colour("ink3")}">[% {_escaped("name_en")} %]</span>'
        f'<div style="color:{colour("ink2")}">'
        "[% if(\"accuracy_m\" is null,'','±'||to_string(\"accuracy_m\")||' m · ') %]"
        f"[% {_words_of_certainty()} %]</div>"
        f'<div style="font-family:serif">'
        f"[% replace({_escaped('report_words')},'\\n','<br/>') %]</div></div>"
    )
    return element("mapTip", {}, text=html)


def _escaped(column: str) -> str:
    """Return the expression of a text that is safe inside HTML."""
    return f"replace(replace(\"{column}\",'&','&amp;'),'<','&lt;')"


def _words_of_certainty() -> str:
    pairs = ",".join(f"'{each}','{text.DOCUMENT[each][0]}'" for each in CERTAINTIES)
    return f'map_get(map({pairs}),"certainty")'


def _renderer(layer: str, dimension: Dimension) -> ET.Element:
    rules = element("rules", {"key": "{root}"})
    symbols = element("symbols")
    rest = {"key": "{asked}", "filter": 'not "at_rest"', "checkstate": 0}
    asked = element("rule", {**rest, "label": "组与大范围 Groups and wide areas"})
    for i, certainty in enumerate(CERTAINTIES):
        zh, en = text.DOCUMENT[certainty]
        shown = {"label": f"{zh} {en}", "key": f"{{{certainty}}}", "symbol": i}
        where = f'"at_rest" and "certainty" = \'{certainty}\''
        rules.append(element("rule", {**shown, "filter": where}))
        wide = {"label": f"{zh} {en}", "key": f"{{asked-{certainty}}}", "symbol": i + 3}
        asked.append(element("rule", {**wide, "filter": f"\"certainty\" = '{certainty}'"}))
        symbols.append(symbol(SYMBOL[dimension], str(i), _strokes(layer, dimension, certainty)))
    for i, certainty in enumerate(CERTAINTIES):
        strokes = _strokes(layer, dimension, certainty, asked=True)
        symbols.append(symbol(SYMBOL[dimension], str(i + 3), strokes))
    rules.append(asked)
    head = {"type": "RuleRenderer", "symbollevels": int(dimension is Dimension.LINES)}
    order = element("orderby", {}, element("orderByClause", {"asc": 0, "nullsFirst": 0}))
    order[0].text = '"drawn_km2"'  # the larger area first, so that the smaller lies on it
    renderer = element("renderer-v2", {**head, "enableorderby": 1}, rules, symbols, order)
    return renderer


def _strokes(
    layer: str, dimension: Dimension, certainty: str, *, asked: bool = False
) -> list[Stroke]:
    if dimension is Dimension.POINTS:
        return _point(layer)
    if dimension is Dimension.LINES:
        return _line(layer, certainty)
    if layer == "region":
        return _region(certainty, asked)
    return _area(layer, certainty)


def _area(layer: str, certainty: str) -> list[Stroke]:
    look = style.LAYERS[layer]
    hue = look.line.light
    plain, wide = style.PLAIN_FILL_ABOVE_KM2, style.WIDE_FILL_ABOVE_KM2
    paint = (
        f'case when "drawn_km2">{wide} then {_as_colour(hue, _WIDE)} '
        f'when "drawn_km2">{plain} then {_as_colour(hue, _PLAIN)} '
        f"else {_as_colour(hue, look.fill_opacity)} end"
    )
    strokes = [fill(hue, look.fill_opacity, {"fillColor": paint})]
    strokes += _pattern(layer, f'"drawn_km2"<={plain}')
    if most := style.BAND_MAX_PX[certainty]:
        strokes.append(band(hue, most, f'"accuracy_m">0 and "drawn_km2"<={wide}'))
    px = style.AREA_WIDTH[certainty]
    is_vague = certainty == "schematic"
    by = {"outlineWidth": zoomed(style.WIDTHS["area_factor"], px)}
    dash = style.DASHES["area"] if is_vague else None
    strokes.append(stroke(hue, px, dash=dash, by=by))
    return [drawn_at(_ROUNDED, "Fill", strokes)] if is_vague else strokes


def _as_colour(paint: str, opacity: float) -> str:
    return f"color_rgba({rgba(paint, opacity)})"


def _pattern(layer: str, enabled: str) -> list[Stroke]:
    look = style.LAYERS[layer]
    gap = look.pattern_px
    by = {"enabled": enabled}
    line = stroke(look.line.light, 0.9, opacity=0.42)

    def hatched(angle: int, inner: Stroke, distance: float = gap) -> Stroke:
        options = {"angle": angle, "distance": mm(distance), "distance_unit": "MM"}
        return Stroke("LinePatternFill", options, by, inner=("line", [inner]))

    if look.pattern == "diagonal":
        return [hatched(45, line, gap / 2**0.5)]
    if look.pattern == "cross":
        return [hatched(0, line), hatched(90, line)]
    if look.pattern == "dashes":
        dash = (gap / 3, gap * 2 / 3)
        return [hatched(0, stroke(look.line.light, 0.9, opacity=0.5, dash=dash), gap / 2)]
    if look.pattern == "dots":
        options = {"distance_x": mm(gap), "distance_y": mm(gap)}
        options |= {"distance_x_unit": "MM", "distance_y_unit": "MM"}
        dot = disc(look.line.light, 2, color=rgba(look.line.light, 0.5))
        return [Stroke("PointPatternFill", options, by, inner=("marker", [dot]))]
    return []


def _region(certainty: str, asked: bool) -> list[Stroke]:
    """Return a ring at the seat, or a tint: at rest no line that could pass for a boundary."""
    look = style.LAYERS["region"]
    hue = look.line.light
    seat = drawn_at(_SEAT, "Marker", [_sign("region")])
    if not asked:
        return [fill(hue, look.fill_opacity, {"enabled": '"seat" is null'}), seat]
    dash = style.DASHES["area"] if certainty == "schematic" else None
    return [fill(hue, _WIDE), stroke(hue, style.AREA_WIDTH[certainty] * 0.8, dash=dash), seat]


def _sign(layer: str) -> Stroke:
    by = {"size": zoomed(style.WIDTHS["symbol"])}
    if layer == "hub":
        airport, other = (embedded(glyph_svg(layer, kind)) for kind in ("airport", ""))
        by["name"] = f"if(\"kind\"='airport','{airport}','{other}')"
    return picture(glyph_svg(layer), style.WIDTHS["symbol"].at(11), by)


def _point(layer: str) -> list[Stroke]:
    hue = style.LAYERS[layer].line.light
    least, most = (f"{px * _M_PER_SCALE:.6g}*@map_scale" for px in _CIRCLE_PX)
    options = {
        "name": "circle",
        "color": rgba(hue, 0.07),
        "outline_color": rgba(hue, 0.5),
        "outline_style": "dot",
        "outline_width": mm(1),
        "outline_width_unit": "MM",
        "size": 1000,
        "size_unit": "RenderMetersInMapUnits",
    }
    shown = f'"accuracy_m">={least} and "accuracy_m"<={most}'
    by = {"size": '2*"accuracy_m"', "enabled": shown}
    return [Stroke("SimpleMarker", options, by), _sign(layer)]


def _line(layer: str, certainty: str) -> list[Stroke]:
    if layer == "rail":
        return _rail(certainty)
    hue = style.LAYERS[layer].line.light
    vague = certainty == "schematic"
    is_bank = "\"basis\"='along-river'" if layer in _BANK_M else "false"
    crossing = "\"kind\"='river_crossing'" if layer == "water" else "false"
    other = f"not ({is_bank}) and not ({crossing})"
    name = "waterway" if layer == "water" else "corridor"
    ribbon, thin = style.WIDTHS[f"{name}_ribbon"], style.WIDTHS[name]
    dash = style.DASHES["corridor"] if vague and layer != "water" else None
    by = {"outlineWidth": zoomed(ribbon), "enabled": other}
    strokes = [
        stroke(hue, ribbon.low, opacity=0.12, by=by),
        stroke(hue, thin.low, dash=dash, by={"outlineWidth": zoomed(thin), "enabled": other}),
    ]
    if layer in _BANK_M:
        strokes.insert(0, _banks(layer, is_bank))
    if layer == "water":
        strokes += _cased("crossing", hue, vague, crossing)
    if layer == "corridor" or (vague and layer != "water"):
        return [drawn_at(_ROUNDED, "Line", strokes)]
    return strokes


def _banks(layer: str, enabled: str) -> Stroke:
    """Return the ribbon along a river: wider than the river, which is _BANK_M at most."""
    river = f"{_BANK_M[layer]}*1000/@map_scale+scale_linear({ZOOM},9,13,{mm(9)},{mm(16)})"
    beyond = mm(6) if layer == "green" else "0"
    width = f"max({river},{zoomed(style.WIDTHS['bank'])})+{beyond}"
    by = {"outlineWidth": width, "enabled": enabled}
    return stroke(style.LAYERS[layer].line.light, 20, opacity=0.17, by=by)


def _cased(name: str, hue: str, vague: bool, enabled: str) -> list[Stroke]:
    over, case = style.WIDTHS[name], style.WIDTHS[f"{name}_case"]
    by = {"enabled": enabled} if enabled else {}
    dash = style.DASHES[name] if vague else None
    return [
        stroke(colour("land"), case.low, by={**by, "outlineWidth": zoomed(case)}, level=1),
        stroke(hue, over.low, dash=dash, by={**by, "outlineWidth": zoomed(over)}, level=2),
    ]


def _rail(certainty: str) -> list[Stroke]:
    hue = style.LAYERS["rail"].line.light
    vague = certainty == "schematic"
    strokes = _cased("rail", hue, vague, "")
    if vague:
        strokes.insert(0, band(hue, style.BAND_MAX_PX["schematic_line"], '"accuracy_m">0'))
    if certainty != "schematic":
        dot = disc(
            colour("panel"),
            6.4,
            outline_style="solid",
            outline_color=rgba(hue),
            outline_width=mm(1.4),
            outline_width_unit="MM",
        )
        near = f'if(@map_scale<{_STATIONS_BELOW} and "stations" is not null,{_STATIONS},null)'
        strokes.append(drawn_at(near, "Marker", [dot])._replace(level=3))
    return strokes


def _label(layer: str, dimension: Dimension) -> Label:
    look = style.LAYERS[layer]
    base = Label('coalesce("short","name")', look.label.light, 12.5, 4, bold=True)
    base = base._replace(priority=PRIORITY.get(layer, 4), by=_shown(layer, dimension))
    if layer == "rail":
        ink = look.line.light
        on = colour("glyph")
        by = {"Color": (ink, on), "ShapeFillColor": (on, ink), "ShapeBorderColor": (ink, on)}
        outlined = {name: _if_schematic(*paints) for name, paints in by.items()}
        return base._replace(paint=on, px=11, plate=(ink, on, 9.0), by=outlined)
    if layer == "region":
        at = f'if("seat" is null,point_on_surface($geometry),{_SEAT})'
        return base._replace(placement=6, at=at)
    if dimension is Dimension.POINTS:
        return base._replace(placement=6)
    if dimension is Dimension.AREAS:
        # An area this wide on the screen (150 px) has its name set larger.
        span = f'sqrt("drawn_km2")*1000000/@map_scale/{mm(1)}'
        return base._replace(by={**base.by, "Size": f"if({span}>150,10.5,9.375)"})
    return base


def _if_schematic(then: str, other: str) -> str:
    return f"if(\"certainty\"='schematic',color_rgba({rgba(then)}),color_rgba({rgba(other)}))"


def _shown(layer: str, dimension: Dimension) -> dict[str, str]:
    """Return from which zoom a name is set."""
    if layer == "region" and dimension is Dimension.AREAS:
        return {"Show": f'"seat" is not null or ({ZOOM}>=8.5 and {ZOOM}<=11.5)'}
    if dimension is Dimension.LINES and layer == "corridor":
        return {"Show": f"{ZOOM}>=9.4"}
    if dimension is Dimension.LINES and layer == "water":
        return {"Show": f"\"kind\"<>'river_crossing' or {ZOOM}>=11"}
    return {}
