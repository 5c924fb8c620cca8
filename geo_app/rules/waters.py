"""Whether ports, crossings and rivers lie on the water of the context, on which they are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from geo_app import schema
from geo_app.errors import Fault
from geo_app.rulebook import At, fault, folded
from geo_app.rules.ground import WATER, Plane, latitude_of, water_of
from geo_app.rules.relations import texts

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo_app.features import Feature

_PORT_M = 150.0  # a quay, and the error of the bank
_STEP_M = 200.0  # between the positions at which a river is held against the context's


def of_waters(places: Iterable[Feature], context: Sequence[Feature]) -> list[Fault]:
    """Return the ports, crossings and rivers that the context's water does not bear out.

    Parameters
    ----------
    places
        Well-formed; others than these are passed over.
    context
        Well-formed. Without any water in it nothing is asked.
    """
    asked = [each for each in places if each.geometry and _is_by_water(each)]
    wet = [each for each in context if each.geometry and each.properties["kind"] in WATER]
    if not asked or not wet:
        return []
    plane = Plane(latitude_of(asked[0]))
    water = water_of(wet, plane)
    faults: list[Fault] = []
    for place in asked:
        if place.properties["kind"] == "port":
            faults += _of_port(place, plane, water)
        elif place.properties["kind"] == "river_crossing":
            faults += _of_crossing(place, plane, context)
        else:
            pairs = zip(wet, water, strict=True)
            named = [each for held, each in pairs if held.properties.get("name") in _names(place)]
            faults += _of_river(place, plane, named or water)
    return faults


def _is_by_water(place: Feature) -> bool:
    if place.properties["kind"] in ("port", "river_crossing"):
        return True
    return bool(place.properties["basis"] == schema.Basis.ALONG_RIVER)


def _names(place: Feature) -> list[str]:
    return [place.properties["name"], *texts(place.properties.get("aliases"))]


def _at(place: Feature) -> At:
    return At(place.file, place.line, place.id)


def _of_port(place: Feature, plane: Plane, water: Sequence[BaseGeometry]) -> Iterator[Fault]:
    limit = max(place.properties["accuracy_m"], _PORT_M)
    port = plane.shape(place.geometry or {})
    off = min(port.distance(each) for each in water)
    if off > limit:
        yield fault("port-off-water", _at(place), off=f"{off:.0f}", limit=f"{limit:g}")


def _of_crossing(place: Feature, plane: Plane, context: Sequence[Feature]) -> Iterator[Fault]:
    """Yield where no river lies under the line, or an end of it lies in the water."""
    import shapely

    def drawn(*kinds: str) -> BaseGeometry:
        found = (each for each in context if each.properties["kind"] in kinds and each.geometry)
        return shapely.union_all([plane.shape(each.geometry or {}) for each in found])

    line = plane.shape(place.geometry or {})
    areas = drawn("river_area").difference(drawn("island"))
    if not line.crosses(areas) and not line.crosses(drawn("river")):
        yield fault("crossing-off-river", _at(place))
        return
    ends = [shapely.Point(part.coords[k]) for part in shapely.get_parts(line) for k in (0, -1)]
    wet = [plane.where(end.x, end.y) for end in ends if areas.contains(end)]
    if wet:
        yield fault("crossing-in-river", _at(place), where=folded(wet, "end"))


def _of_river(place: Feature, plane: Plane, water: Sequence[BaseGeometry]) -> Iterator[Fault]:
    """Yield where a place along a river leaves the context's river by more than its accuracy."""
    import shapely

    shape = plane.shape(place.geometry or {})
    flat = shapely.get_coordinates(shapely.segmentize(shape, _STEP_M))
    limit = place.properties["accuracy_m"]
    for each in water:
        shapely.prepare(each)
        flat = flat[~shapely.contains_xy(each, flat)]
    for each in water:  # the few that are left; a distance costs more
        flat = flat[~shapely.dwithin(shapely.points(flat), each, limit)]
    if len(flat):
        off = shapely.distance(shapely.points(flat), shapely.union_all(water))
        yield fault(
            "river-off-water",
            _at(place),
            off=f"{off.max():.0f}",
            where=plane.where(*flat[off.argmax()]),
            limit=f"{limit:g}",
        )
