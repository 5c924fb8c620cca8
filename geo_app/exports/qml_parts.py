"""Building blocks of QGIS styles (QML, read by QGIS 3.22 and newer): symbols, rules, labels.

Lengths are CSS pixels of 1/96 inch here and millimetres in QML, so that a style looks the same
on a screen and in a print layout.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from geo_app import glyphs, style

MM_PER_PX = 25.4 / 96
# QGIS counts 96 dots an inch: this scale is zoom 0 of a web map with tiles of 256 px.
_SCALE_AT_ZOOM_0 = 591657551
ZOOM = f"log(2,{_SCALE_AT_ZOOM_0}/@map_scale)"
# Which place is named first where there is no room for all: QGIS' priority, 10 is first.
PRIORITY = {"hub": 10, "rail": 10, "newtown": 9, "region": 8, "green": 7, "park": 7, "sci": 6}


def mm(px: float) -> str:
    """Return CSS pixels as millimetres.

    Examples
    --------
    >>> mm(1)
    '0.2646'
    """
    return f"{px * MM_PER_PX:.4g}"


def zoomed(ramp: style.Ramp, factor: float = 1.0) -> str:
    """Return the QGIS expression of a width by zoom, millimetres."""
    z0, z1, low, high = ramp
    return f"scale_linear({ZOOM},{z0},{z1},{mm(low * factor)},{mm(high * factor)})"


def rgba(colour: str, opacity: float = 1.0) -> str:
    """Return a colour #RRGGBB as QGIS writes it.

    Examples
    --------
    >>> rgba("#C57253", 0.5)
    '197,114,83,128'
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * 255)}"


def colour(name: str) -> str:
    """Return a colour of the style table, light theme."""
    return style.COLOURS[name].light


def element(
    tag: str,
    attributes: Mapping[str, object] | None = None,
    *children: ET.Element,
    text: str | None = None,
) -> ET.Element:
    """Return an XML element with its children."""
    made = ET.Element(tag, {key: str(value) for key, value in (attributes or {}).items()})
    made.extend(children)
    made.text = text
    return made


def xml(root: ET.Element) -> str:
    """Return an element as text, indented."""
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"


def _options(values: Mapping[str, object]) -> ET.Element:
    inner = [
        element("Option", {"name": key, "value": value, "type": "QString"})
        for key, value in values.items()
    ]
    return element("Option", {"type": "Map"}, *inner)


def by_expression(expressions: Mapping[str, str], tag: str) -> ET.Element:
    """Return the block that lets expressions decide properties."""
    each = [
        element(
            "Option",
            {"name": name, "type": "Map"},
            element("Option", {"name": "active", "value": "true", "type": "bool"}),
            element("Option", {"name": "expression", "value": text, "type": "QString"}),
            element("Option", {"name": "type", "value": "3", "type": "int"}),
        )
        for name, text in expressions.items()
    ]
    whole = element(
        "Option",
        {"type": "Map"},
        element("Option", {"name": "name", "value": "", "type": "QString"}),
        element("Option", {"name": "properties", "type": "Map"}, *each),
        element("Option", {"name": "type", "value": "collection", "type": "QString"}),
    )
    return element(tag, {}, whole)


class Stroke(NamedTuple):
    """One drawing of a symbol: QGIS' class, its options, what expressions decide, its level."""

    kind: str
    options: Mapping[str, object]
    by: Mapping[str, str] = {}
    level: int = 0
    inner: tuple[str, Sequence[Stroke]] | None = None  # type and drawings of the symbol within


def symbol(type_: str, name: str, strokes: Iterable[Stroke]) -> ET.Element:
    """Return a symbol of type "fill", "line" or "marker", bottom drawing first."""
    made = element(
        "symbol",
        {"name": name, "type": type_, "alpha": 1, "clip_to_extent": 1, "force_rhr": 0},
    )
    for i, each in enumerate(strokes):
        head = {"class": each.kind, "enabled": 1, "locked": 0, "pass": each.level}
        drawing = element("layer", head, _options(each.options))
        if each.by:
            drawing.append(by_expression(each.by, "data_defined_properties"))
        if each.inner:
            drawing.append(symbol(each.inner[0], f"@{name}@{i}", each.inner[1]))
        made.append(drawing)
    return made


def stroke(
    paint: str,
    px: float,
    *,
    opacity: float = 1.0,
    dash: Iterable[float] | None = None,
    by: Mapping[str, str] | None = None,
    level: int = 0,
) -> Stroke:
    """Return a line; `by` may hold `outlineWidth`, millimetres, and `enabled`."""
    options: dict[str, object] = {
        "line_color": rgba(paint, opacity),
        "line_width": mm(px),
        "line_width_unit": "MM",
        "line_style": "solid",
        "capstyle": "flat" if dash else "round",
        "joinstyle": "round",
    }
    if dash:
        options |= {
            "use_custom_dash": 1,
            "customdash": ";".join(mm(each) for each in dash),
            "customdash_unit": "MM",
        }
    return Stroke("SimpleLine", options, by or {}, level)


def band(paint: str, most_px: float, enabled: str) -> Stroke:
    """Return the band of a place's error: twice its accuracy wide on the ground, up to a cap.

    QGIS 3.22 does not cap a width that an expression gives in metres at scale, so the expression
    does, in millimetres.
    """
    width = f'min(2000*"accuracy_m"/@map_scale,{mm(most_px)})'
    return stroke(paint, most_px, opacity=0.13, by={"outlineWidth": width, "enabled": enabled})


def fill(paint: str, opacity: float, by: Mapping[str, str] | None = None) -> Stroke:
    """Return a flat fill without an outline."""
    options = {"color": rgba(paint, opacity), "style": "solid", "outline_style": "no"}
    return Stroke("SimpleFill", options, by or {})


def disc(paint: str, px: float, **more: object) -> Stroke:
    """Return a round marker; `more` are options of QGIS' SimpleMarker."""
    options = {
        "name": "circle",
        "color": rgba(paint),
        "size": mm(px),
        "size_unit": "MM",
        "outline_style": "no",
        **more,
    }
    return Stroke("SimpleMarker", options)


def picture(svg: str, px: float, by: Mapping[str, str]) -> Stroke:
    """Return a marker that carries its SVG inside."""
    options = {"name": embedded(svg), "size": mm(px), "size_unit": "MM", "fixedAspectRatio": 0}
    return Stroke("SvgMarker", options, by)


def glyph_svg(layer: str, kind: str = "") -> str:
    """Return the symbol of a layer, or of a kind that has its own, as an SVG document, light."""
    look = style.LAYERS[layer]
    drawing = glyphs.glyph_of(look.symbol, kind)
    on = colour("glyph")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-0.5 -0.5 19 19" width="19" height="19">'
        f'<path d="{drawing.body}" fill="{look.line.light}" stroke="{on}" stroke-width="0.8"/>'
        f'<path d="{drawing.strokes}" fill="none" stroke="{on}" stroke-width="1.5" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
        f'<path d="{drawing.solid}" fill="{on}"/></svg>'
    )


def embedded(svg: str) -> str:
    """Return an SVG as QGIS takes it in place of a path."""
    return "base64:" + base64.b64encode(svg.encode()).decode()


def drawn_at(expression: str, type_: str, strokes: Sequence[Stroke]) -> Stroke:
    """Return drawings upon the geometry that an expression makes: "Fill", "Line", "Marker"."""
    options = {"geometryModifier": expression, "SymbolType": type_, "units": "MapUnit"}
    return Stroke("GeometryGenerator", options, inner=(type_.lower(), strokes))


class Label(NamedTuple):
    """How names are set. `placement` is QGIS' number: 1 over, 3 curved, 4 horizontal, 6 round."""

    text: str
    paint: str
    px: float
    placement: int
    bold: bool = False
    song: bool = False
    priority: int = 5
    by: Mapping[str, str] = {}
    at: str = ""
    halo: str = "land"
    plate: tuple[str, str, float] | None = None  # a box behind it: fill, outline, corner px
    avoided: bool = False  # whether other names keep off the drawing: off symbols, not off areas


def labeling(label: Label) -> ET.Element:
    """Return the labels of a layer."""
    around = {
        "placement": label.placement,
        "dist": mm(9) if label.placement == 6 else 0,
        "distUnits": "MM",
        "priority": label.priority,
        "predefinedPositionOrder": "R,L,T,B,TR,BR,TL,BL",
        "offsetType": 0,
        "placementFlags": 9 if label.placement == 3 else 10,
        "geometryGeneratorEnabled": int(bool(label.at)),
        "geometryGenerator": label.at,
        "geometryGeneratorType": "PointGeometry",
        "maxCurvedCharAngleIn": 40,
        "maxCurvedCharAngleOut": -40,
    }
    settings = element("settings", {"calloutType": "simple"}, _text(label))
    settings.append(element("placement", around))
    settings.append(element("rendering", {"drawLabels": 1, "obstacle": int(label.avoided)}))
    settings.append(by_expression(label.by, "dd_properties"))
    return element("labeling", {"type": "simple"}, settings)


def _text(label: Label) -> ET.Element:
    families = (style.SONG if label.song else style.HEI).replace('"', "").split(",")
    families = [each for each in families if not each.startswith(("system", "sans", "serif"))]
    # Debian's and Windows' fonts stand first: QGIS tests only whether the first is there.
    families.sort(key=lambda each: not each.startswith("Noto S"))
    head = {
        "fieldName": label.text,
        "isExpression": 1,
        "fontFamily": families[0],
        "namedStyle": "Bold" if label.bold else "Regular",
        "fontWeight": 75 if label.bold else 50,
        "fontSize": f"{label.px * 0.75:.4g}",
        "fontSizeUnit": "Point",
        "textColor": rgba(label.paint),
        "textOpacity": 1,
    }
    halo = {
        "bufferDraw": int(label.plate is None),
        "bufferSize": mm(1.6),
        "bufferSizeUnits": "MM",
        "bufferColor": rgba(colour(label.halo)),
        "bufferOpacity": 1,
        "bufferJoinStyle": 128,
    }
    made = element("text-style", head)
    made.append(element("families", {}, *(element("family", {"name": f}) for f in families)))
    made.append(element("text-buffer", halo))
    if label.plate:
        made.append(element("background", _plate(*label.plate)))
    return made


def _plate(inside: str, outline: str, corner: float) -> dict[str, object]:
    return {
        "shapeDraw": 1,
        "shapeType": 0,
        "shapeSizeType": 0,
        "shapeSizeX": mm(6),
        "shapeSizeY": mm(1.5),
        "shapeSizeUnit": "MM",
        "shapeRadiiX": mm(corner),
        "shapeRadiiY": mm(corner),
        "shapeRadiiUnit": "MM",
        "shapeFillColor": rgba(inside),
        "shapeBorderColor": rgba(outline),
        "shapeBorderWidth": mm(1),
        "shapeBorderWidthUnit": "MM",
        "shapeJoinStyle": 128,
        "shapeOpacity": 1,
    }
