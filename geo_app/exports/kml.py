"""KML 2.2: a folder a layer, our colours, all properties as ExtendedData.

ElementTree escapes what it writes. GDAL's LIBKML does not: a `]]>` or a control character in any
value gives a file that no parser reads, and its plain KML driver paints everything red.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app import style
from geo_app.exports.records import Record, about_flat, flat, records
from geo_app.geojson import DECIMALS
from geo_app.plan import Plan

# What XML 1.0 cannot hold, even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ZOOM = 12  # widths as the map has them at this zoom
_LINE_WIDTH = {"rail": "rail", "water": "crossing", "corridor": "corridor"}
_POINT_SCALE = 0.8


def encode(plan: Plan) -> bytes:
    """Return the places as KML, UTF-8. The same plan gives the same bytes."""
    root = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = ET.SubElement(root, "Document")
    origin = about_flat(plan)
    _text(document, "name", origin.get("plan", "places"))
    _text(document, "open", "1")
    _text(document, "description", "\n".join(f"{key}: {value}" for key, value in origin.items()))
    found = list(records(plan))
    shown = [layer for layer in plan.layers if any(_layer(r) == layer.id for r in found)]
    for layer in shown:
        _style(document, layer.id)
    _data(document, origin)
    for layer in shown:
        folder = ET.SubElement(document, "Folder", id=f"layer-{layer.id}")
        _text(folder, "name", layer.title)
        _text(folder, "description", layer.description)
        for record in found:
            if _layer(record) == layer.id:
                _placemark(folder, record)
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _layer(record: Record) -> str:
    return str(record.properties["layer"])


def _placemark(folder: ET.Element, record: Record) -> None:
    properties = flat(record)
    mark = ET.SubElement(folder, "Placemark", id=properties["id"])
    _text(mark, "name", properties["name"])
    _text(mark, "description", record.quotation)
    _text(mark, "styleUrl", f"#style-{properties['layer']}")
    _data(mark, {key: value for key, value in properties.items() if value is not None})
    _geometry(mark, record.geometry)


def _data(parent: ET.Element, values: dict[str, Any]) -> None:
    extended = ET.SubElement(parent, "ExtendedData")
    for key, value in values.items():
        _text(ET.SubElement(extended, "Data", name=key), "value", value)


def _style(document: ET.Element, layer: str) -> None:
    look = style.LAYERS.get(layer)
    colour = look.line.light if look else style.COLOURS["ink"].light
    ramp = style.WIDTHS.get(_LINE_WIDTH.get(layer, ""))
    width = ramp.at(_ZOOM) if ramp else style.AREA_WIDTH["derived"]
    made = ET.SubElement(document, "Style", id=f"style-{layer}")
    icon = ET.SubElement(made, "IconStyle")
    _text(icon, "color", _abgr(colour, 1))
    _text(icon, "scale", _POINT_SCALE)
    line = ET.SubElement(made, "LineStyle")
    _text(line, "color", _abgr(colour, 1))
    _text(line, "width", round(width, 1))
    area = ET.SubElement(made, "PolyStyle")
    _text(area, "color", _abgr(colour, look.fill_opacity if look else 0.1))


def _abgr(rgb: str, opacity: float) -> str:
    """Return #RRGGBB as KML writes colours, aabbggrr."""
    return f"{round(opacity * 255):02x}{rgb[5:7]}{rgb[3:5]}{rgb[1:3]}".lower()


def _geometry(parent: ET.Element, shape: BaseGeometry) -> None:
    if isinstance(shape, shapely.Polygon):
        polygon = ET.SubElement(parent, "Polygon")
        rings = [("outerBoundaryIs", shape.exterior)]
        rings += [("innerBoundaryIs", hole) for hole in shape.interiors]
        for side, ring in rings:
            _coordinates(ET.SubElement(ET.SubElement(polygon, side), "LinearRing"), ring.coords)
    elif parts := getattr(shape, "geoms", ()):
        many = ET.SubElement(parent, "MultiGeometry")
        for part in parts:
            _geometry(many, part)
    else:
        _coordinates(ET.SubElement(parent, shape.geom_type), shape.coords)


def _coordinates(parent: ET.Element, positions: Iterable[tuple[float, ...]]) -> None:
    text = " ".join(f"{x:.{DECIMALS}f},{y:.{DECIMALS}f}" for x, y, *_ in positions)
    _text(parent, "coordinates", text)


def _text(parent: ET.Element, tag: str, value: Any) -> None:
    ET.SubElement(parent, tag).text = _NOT_XML.sub("", str(value))
