"""Building the document: beside GeoJSON alone (the floor), folium.GeoJson and explore()."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import folium
import orjson
import shapely

from benchmarks.plans import plan_of
from benchmarks.timing import Result, in_turns, printed_by
from geo_app.mapdoc import map_bytes
from geo_app.plan import Plan

WHAT = "building the document"
# folium takes a minute for 100,000 places, and says nothing new there.
_FOLIUM_UP_TO = 10_000
# Smaller plans take milliseconds: more turns cost nothing.
_SMALL = 1000


def rows(sizes: list[int]) -> Iterator[Result]:
    """Yield time, and peak memory, at each size and for the Changsha plan (0)."""
    for size in (0, *sizes):
        plan = plan_of(size)
        places = plan.places
        sides: dict[str, Any] = {"ours": lambda plan=plan: map_bytes(plan)}
        sides["GeoJSON alone"] = lambda places=places: floor(places)
        if size <= _FOLIUM_UP_TO:
            flat = simple(plan)
            sides["folium.GeoJson"] = lambda flat=flat: folium_html(flat)
            sides["explore()"] = lambda flat=flat: explored(flat)
        rounds = 7 if size < _SMALL else 3 if size <= _FOLIUM_UP_TO else 1
        times = in_turns(sides, rounds=rounds)
        note = _MORE if size else _CONSTANT
        yield Result(WHAT, name_of(size), times.pop("ours"), "ms", times, mark=2.0, note=note)
    for size in sizes:
        used = printed_by(_MEMORY.format(size=size))
        document = {"the document": used["document"] / 1e6}
        peak = used["peak"] / 1e6
        what = "peak memory of building"
        yield Result(what, name_of(size), peak, "MB", document, mark=3.0)


# The floor holds the places alone.
_MORE = "beside the shapes it holds names to search, pinyin too, and every sentence"
_CONSTANT = "a quarter is the report and the ground, which do not grow with the places"
_MEMORY = """
from benchmarks.plans import plan_of
from benchmarks.timing import grown_by
from geo_app.mapdoc import map_bytes
map_bytes(plan_of(0))
plan = plan_of({size})
document, peak = grown_by(lambda: map_bytes(plan))
print("peak", peak)
print("document", len(document))
"""


def name_of(size: int) -> str:
    """Return how the table calls a size."""
    return f"{size:,}" if size else "Changsha"


def floor(places: Any) -> bytes:
    """Return the places as GeoJSON, as fast as it goes."""
    properties = places.drop(columns="geometry").reset_index().to_dict("records")
    shapes = shapely.to_geojson(places.geometry.values)
    features = [
        {"type": "Feature", "properties": each, "geometry": orjson.Fragment(shape)}
        for each, shape in zip(properties, shapes, strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def simple(plan: Plan) -> Any:
    """Return the places as a user would show them: name, kind, note; no nested cells.

    Without mixed groups, which folium's popups cannot show.
    """
    places = plan.places
    places = places[places.geom_type != "GeometryCollection"]
    return places[["name", "name_en", "layer", "kind", "basis", "extent_note", "geometry"]]


def folium_html(frame: Any) -> str:
    """Return folium's own document."""
    made = folium.Map(location=(28.2, 113.0), zoom_start=9)
    popup = folium.GeoJsonPopup(["name", "kind", "extent_note"])
    folium.GeoJson(frame, popup=popup, tooltip=folium.GeoJsonTooltip(["name"])).add_to(made)
    return str(made.get_root().render())


def explored(frame: Any) -> str:
    """Return geopandas' own document."""
    return str(frame.explore(column="layer").get_root().render())
