"""QGIS project (.qgz, QGIS 3.22 and newer) with its GeoPackage beside it.

The legend follows the manifest, the drawing order the style table; the context lies beneath. The
project names its GeoPackage relatively, so the two can be moved together. It is shown in Web
Mercator (EPSG:3857), like the map document: in degrees Changsha would look a seventh too wide. A
plan across the antimeridian is shown in the Mercator of the Pacific, which does not end there.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pyproj

from geo_app import style
from geo_app.antimeridian import home_of
from geo_app.errors import DataError, Fault
from geo_app.exports import geopackage
from geo_app.exports.gpkg_layers import Spatial, context_tables, plan_tables
from geo_app.exports.qml import Dimension, fields, plan_style
from geo_app.exports.qml_context import context_style
from geo_app.exports.qml_parts import colour, xml
from geo_app.exports.qml_parts import element as make
from geo_app.exports.records import about_flat
from geo_app.exports.tables import Table, tables
from geo_app.plan import Plan
from geo_app.writing import write_together

_GEOMETRY = {Dimension.AREAS: "Polygon", Dimension.LINES: "Line", Dimension.POINTS: "Point"}
# QGIS' own numbers of the two reference systems; without them it does not read the codes.
_SRSID = {4326: 3452, 3857: 3857, 3832: 27242}
_MERCATOR, _PACIFIC = 3857, 3832
_PLAN, _TABLES, _CONTEXT = "规划 Plan", "报告与进展 Report and outcomes", "底图 Context"
# Beneath one another, top first.
_CONTEXT_ORDER = ("labels", "metro", "railways", "roads", "water", "green")
_SHOWN_TABLES = ("places", "quotes", "targets", "outcomes", "ledger", "sentences")


def write(plan: Plan, path: Path) -> None:
    """Write `plan.gpkg` and `plan.qgz`, each whole or not at all.

    The GeoPackage takes its place first. A crash just then leaves an old project beside it, which
    opens it; a new project never stands beside old data. Running again mends that, too.

    Raises
    ------
    DataError
        If one cannot be written, or a GeoPackage of that name is there that is no export of ours:
        both old files are as they were.
    """
    beside = path.with_suffix(".gpkg")
    if beside.exists() and not _is_ours(beside):
        what = f"{beside.name} is there already and was not written by geo-app."
        mend = "Move it away, or choose another name for the project."
        raise DataError([Fault(str(path), 0, "", what, mend)])
    project = _zipped(project_xml(plan, beside.name), path.stem)
    geopackage.refuse_if_open(beside)
    write_together({beside: geopackage.encode(plan), path: project})


def _is_ours(file: Path) -> bool:
    if not file.is_file():  # opening a pipe would wait for ever
        return False
    try:
        address = f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1"
        database = sqlite3.connect(address, uri=True)
        try:
            found = database.execute("SELECT 1 FROM about WHERE key = 'plan_version'").fetchone()
        finally:
            database.close()
    except sqlite3.DatabaseError:
        return False
    return found is not None


def _zipped(project: str, name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(f"{name}.qgs", (2000, 1, 1, 0, 0, 0)), project)
    return target.getvalue()


def project_xml(plan: Plan, file: str) -> str:
    """Return a project (QGS) whose layers are in a GeoPackage of this name beside it."""
    places = plan_tables(plan)
    beneath = context_tables(plan)
    related = [table for table in tables(plan) if table.name not in ("about", "layers")]
    of = about_flat(plan)
    root = make("qgis", {"version": "3.22.0", "projectname": of["plan"]})
    root.append(make("title", text=of["plan"]))
    root.append(make("projectCrs", {}, _crs(_crs_of(plan))))
    root.append(_tree(plan, places, beneath, related, file))
    root.append(make("relations", {}, *_relations(places, related)))
    root.append(_canvas(plan))
    layers = [_spatial(table, file, of) for table in (*places, *beneath)]
    layers += [_plain(table, file, of) for table in related]
    root.append(make("projectlayers", {}, *layers))
    root.append(_properties(of))
    root.append(_view(plan))
    root.append(_metadata("projectMetadata", of, of["plan"]))
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + xml(root)


def layer_id(table: str) -> str:
    """Return the id of a table's layer; QGIS replaces one of ten characters or fewer."""
    return f"geo_app_{table}_layer"


def _crs(code: int) -> ET.Element:
    return make(
        "spatialrefsys",
        {"nativeFormat": "Wkt"},
        make("wkt", text=pyproj.CRS.from_epsg(code).to_wkt()),
        make("srsid", text=str(_SRSID[code])),
        make("srid", text=str(code)),
        make("authid", text=f"EPSG:{code}"),
    )


def _tree(
    plan: Plan,
    places: Sequence[Spatial],
    beneath: Sequence[Spatial],
    related: Sequence[Table],
    file: str,
) -> ET.Element:
    whole = _group(_PLAN, expanded=True)
    for layer in plan.layers:
        mine = [table for table in reversed(places) if table.source == layer.id]
        home = whole if len(mine) == 1 else _group(layer.title)
        if len(mine) > 1:
            whole.append(home)
        home.extend(_leaf(table.name, table.zh, file) for table in mine)
    context = _group(_CONTEXT)
    context.extend(_leaf(table.name, table.zh, file) for table in _context_order(beneath))
    listed = _group(_TABLES)
    listed.extend(
        _leaf(table.name, table.zh, file)
        for name in _SHOWN_TABLES
        for table in related
        if table.name == name
    )
    hidden = [table for table in related if table.name not in _SHOWN_TABLES]
    listed.extend(_leaf(table.name, table.zh, file) for table in hidden)
    order = [*_plan_order(places), *_context_order(beneath)]
    items = [make("item", text=layer_id(table.name)) for table in order]
    custom = make("custom-order", {"enabled": 1}, *items)
    return make("layer-tree-group", {}, whole, context, listed, custom)


def _group(name: str, *, expanded: bool = False) -> ET.Element:
    state = {"name": name, "checked": "Qt::Checked", "expanded": int(expanded)}
    return make("layer-tree-group", state)


def _leaf(table: str, title: str, file: str) -> ET.Element:
    state = {
        "id": layer_id(table),
        "name": title,
        "providerKey": "ogr",
        "source": _source(table, file),
        "checked": "Qt::Checked",
        "expanded": 0,
    }
    return make("layer-tree-layer", state)


def _source(table: str, file: str) -> str:
    return f"./{file}|layername={table}"


def _plan_order(places: Iterable[Spatial]) -> list[Spatial]:
    """Top first: points, lines, areas; the ribbon on both banks of a river under the areas."""

    def key(table: Spatial) -> tuple[int, int]:
        is_bank = table.source == "green" and table.dimension is Dimension.LINES
        rank = {Dimension.POINTS: 0, Dimension.LINES: 1, Dimension.AREAS: 2}[table.dimension]
        known = table.source in style.PLAN_ORDER
        return 3 if is_bank else rank, -style.PLAN_ORDER.index(table.source) if known else 0

    return sorted(places, key=key)


def _context_order(beneath: Iterable[Spatial]) -> list[Spatial]:
    def key(table: Spatial) -> tuple[int, int]:
        known = table.source in _CONTEXT_ORDER
        at = _CONTEXT_ORDER.index(table.source) if known else -1
        return at, int(table.dimension is Dimension.LINES)  # rivers run into the river's area

    return sorted(beneath, key=key)


def _relations(places: Sequence[Spatial], related: Sequence[Table]) -> Iterator[ET.Element]:
    names = {table.name: table for table in related}
    for table in related:
        for column in table.columns:
            if column.refers not in names:
                continue
            parents = [column.refers]
            if column.refers == "places":
                parents += [place.name for place in places]
            for parent in parents:
                key = names[column.refers].key[0]
                yield _relation(table, column.name, parent, key)


def _relation(table: Table, column: str, parent: str, key: str) -> ET.Element:
    return make(
        "relation",
        {
            "id": f"{table.name}_{column}_{parent}",
            "name": f"{table.zh} {table.en}",
            "referencingLayer": layer_id(table.name),
            "referencedLayer": layer_id(parent),
            "strength": "Association",
        },
        make("fieldRef", {"referencingField": column, "referencedField": key}),
    )


def _spatial(table: Spatial, file: str, of: Mapping[str, str]) -> ET.Element:
    head = {"type": "vector", "geometry": _GEOMETRY[table.dimension], "labelsEnabled": 1}
    made = make("maplayer", head, *_identity(table.name, table.zh, file))
    made.append(make("srs", {}, _crs(4326)))
    made.append(_metadata("resourceMetadata", of, f"{table.zh} {table.en}"))
    if table.is_context:
        kinds = {row["kind"] for row in table.rows}
        made.extend(context_style(table.dimension, kinds))
    else:
        made.extend(plan_style(table.source, table.dimension))
    made.append(make("previewExpression", text='"name"'))
    return made


def _plain(table: Table, file: str, of: Mapping[str, str]) -> ET.Element:
    head = {"type": "vector", "geometry": "No geometry"}
    made = make("maplayer", head, *_identity(table.name, table.zh, file), *fields(table.columns))
    made.append(_metadata("resourceMetadata", of, f"{table.zh} {table.en}"))
    return made


def _identity(table: str, title: str, file: str) -> tuple[ET.Element, ...]:
    return (
        make("id", text=layer_id(table)),
        make("datasource", text=_source(table, file)),
        make("layername", text=title),
        make("provider", {"encoding": "UTF-8"}, text="ogr"),
    )


def _metadata(tag: str, of: Mapping[str, str], title: str) -> ET.Element:
    says = "\n".join(f"{key}: {value}" for key, value in of.items())
    made = make(tag, {}, make("title", text=title), make("abstract", text=says))
    if tag == "resourceMetadata":
        made.append(make("rights", text=of.get("attribution", "")))
        made.append(make("license", text=of.get("licence", "")))
    return made


def _crs_of(plan: Plan) -> int:
    return _PACIFIC if home_of(plan).east > 180 else _MERCATOR


def _home(plan: Plan) -> dict[str, str]:
    home = home_of(plan)
    move = pyproj.Transformer.from_crs(4326, _crs_of(plan), always_xy=True)
    corners = (*move.transform(home.west, home.south), *move.transform(home.east, home.north))
    return dict(zip(("xmin", "ymin", "xmax", "ymax"), map(str, corners), strict=True))


def _canvas(plan: Plan) -> ET.Element:
    corners = [make(name, text=value) for name, value in _home(plan).items()]
    return make(
        "mapcanvas",
        {"name": "theMapCanvas"},
        make("units", text="meters"),
        make("extent", {}, *corners),
        make("destinationsrs", {}, _crs(_crs_of(plan))),
    )


def _view(plan: Plan) -> ET.Element:
    extent = make("DefaultViewExtent", _home(plan), _crs(_crs_of(plan)))
    return make("ProjectViewSettings", {"UseProjectScales": 0}, extent)


def _properties(of: Mapping[str, str]) -> ET.Element:
    land = colour("land")
    ground: dict[str, object] = {
        f"CanvasColor{name}Part": int(land[i : i + 2], 16)
        for name, i in (("Red", 1), ("Green", 3), ("Blue", 5))
    }
    note = f"{of.get('note', '')}　{of.get('attribution', '')}".strip()
    sections: dict[str, dict[str, object]] = {
        "SpatialRefSys": {"ProjectionsEnabled": 1},
        "Paths": {"Absolute": False},
        "Gui": ground,
        "CopyrightLabel": {"Enabled": True, "Label": _literal(note)},
        "ScaleBar": {"Enabled": True},
    }
    made = make("properties")
    for section, values in sections.items():
        made.append(make(section, {}, *(_value(key, value) for key, value in values.items())))
    return made


def _literal(words: str) -> str:
    """Return a text that QGIS shows as it is: it evaluates what stands between [% and %]."""
    return words.replace("[%", "[% '[%' %]")


def _value(key: str, value: object) -> ET.Element:
    type_ = {bool: "bool", int: "int"}.get(type(value), "QString")
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return make(key, {"type": type_}, text=written)
