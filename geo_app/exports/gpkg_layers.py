"""The plan and its context as tables of one kind of geometry each: what a GIS calls layers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.exports.qml import TITLE, Dimension, document, plan_style
from geo_app.exports.qml_context import CONTEXT, context_style
from geo_app.exports.tables import PLACE, Column, place_rows
from geo_app.features import Feature
from geo_app.plan import Plan

_FILES = {
    "water": ("水系", "Water"),
    "green": ("山地", "Hills"),
    "roads": ("道路", "Roads"),
    "railways": ("铁路", "Railways"),
    "metro": ("2021年地铁", "Metro in 2021"),
    "labels": ("地名", "Names"),
}


class Spatial(NamedTuple):
    """A table with geometry: the layer or context file it is of, its rows."""

    name: str
    source: str
    dimension: Dimension
    zh: str
    en: str
    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    shapes: list[BaseGeometry]

    @property
    def is_context(self) -> bool:
        """Whether it is drawn beneath and never counted."""
        return self.columns is CONTEXT

    def style(self) -> str:
        """Return its default style, QML."""
        if self.is_context:
            return document(context_style(self.dimension, {row["kind"] for row in self.rows}))
        return document(plan_style(self.source, self.dimension))


def plan_tables(plan: Plan) -> list[Spatial]:
    """Return the plan's tables with geometry, in the manifest's order; areas, lines, points."""
    found: dict[tuple[str, Dimension], Spatial] = {}
    for cells, shape in place_rows(plan):
        for dimension, part in split(shape).items():
            key = cells["layer"], dimension
            if key not in found:
                name = f"{key[0]}_{dimension}"
                found[key] = Spatial(name, key[0], dimension, "", "", PLACE, [], [])
            found[key].rows.append(cells)
            found[key].shapes.append(part)
    tables = []
    for layer in plan.layers:
        mine = [found[layer.id, each] for each in Dimension if (layer.id, each) in found]
        for table in mine:
            zh, en = TITLE[table.dimension]
            several = len(mine) > 1
            zh = f"{layer.title}（{zh}）" if several else layer.title
            en = f"{layer.title_en}, {en}" if several else layer.title_en
            tables.append(table._replace(zh=zh, en=en))
    return tables


def context_tables(plan: Plan) -> list[Spatial]:
    """Return what lies beneath, a table a file and dimension: `context_water_areas`."""
    places = plan.places
    said = {name for name in (*places["name"], *places["short"]) if name}
    said |= {name[:-1] for name in said if name[-1] in "市县区"}
    found: dict[tuple[str, Dimension], Spatial] = {}
    # Names proper come first, so that a town's is set and not that of the hill by it.
    for feature in sorted(plan.context, key=lambda each: not _is_name(each)):
        if feature.geometry is None:
            continue
        stem = Path(feature.file).stem
        cells = {column.name: feature.properties.get(column.name) for column in CONTEXT}
        cells["label"] = None if cells["name"] in said else cells["name"]
        if _is_name(feature):
            said.add(cells["name"])
        shape = shapely.geometry.shape(dict(feature.geometry))
        for dimension, part in split(shape).items():
            zh, en = _FILES.get(stem, (stem, stem))
            kind = TITLE[dimension]
            empty = Spatial(
                f"context_{stem}_{dimension}",
                stem,
                dimension,
                f"底图：{zh}（{kind[0]}）",
                f"Context: {en}, {kind[1]}",
                CONTEXT,
                [],
                [],
            )
            table = found.setdefault((stem, dimension), empty)
            table.rows.append(cells)
            table.shapes.append(part)
    return list(found.values())


def _is_name(feature: Feature) -> bool:
    return str(feature.properties["kind"]).endswith("_label")


def split(shape: BaseGeometry) -> dict[Dimension, BaseGeometry]:
    """Return the areas, lines and points of a geometry, each a multi-geometry.

    Examples
    --------
    >>> {str(k): v.wkt for k, v in split(shapely.Point(1, 2)).items()}
    {'points': 'MULTIPOINT ((1 2))'}
    """
    parts = shapely.get_parts(shapely.get_parts([shape])).tolist()
    made: tuple[tuple[Dimension, type[BaseGeometry], Callable[[list[Any]], BaseGeometry]], ...] = (
        (Dimension.AREAS, shapely.Polygon, shapely.MultiPolygon),
        (Dimension.LINES, shapely.LineString, shapely.MultiLineString),
        (Dimension.POINTS, shapely.Point, shapely.MultiPoint),
    )
    mine = {each: [part for part in parts if isinstance(part, of)] for each, of, _ in made}
    return {each: multi(mine[each]) for each, _, multi in made if mine[each]}
