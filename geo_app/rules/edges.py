"""Whether zones that touch share their edge: no slivers and no gaps between them.

A strip of overlap, or of nothing, that is narrower than either outline is known says something
about the two places that nobody knows. Asked of the areas of the plan's own themes; regions,
groups and what is known to some kilometres only are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from geo_app.errors import Fault
from geo_app.rulebook import At, fault
from geo_app.rules.ground import Plane, latitude_of, water_of

if TYPE_CHECKING:
    import shapely
    from shapely.geometry.base import BaseGeometry

    from geo_app.features import Feature

_LAYERS = ("newtown", "park", "sci", "biz", "green")
_VAGUE_M = 2000.0  # an outline as vague as this or worse touches nothing
# A strip is at least so many times as long as it is wide, and as the accuracy: a corner where
# two outlines cross, or the two ends of a common edge, are no strips.
_LONG_AS_WIDE, _LONG_AS_ACCURACY = 6, 2
_NESTED_SHARE = 0.5  # of the smaller one inside the larger: it is a part, not a neighbour
_TOUCH_M = 1.0
_ARC_STEPS = 4  # to a quarter of a circle; the strips that are sought are straight


class _Zone(NamedTuple):
    feature: Feature
    shape: BaseGeometry
    accuracy_m: float


class _Strip(NamedTuple):
    length_m: float
    width_m: float
    rule: str
    where: str
    inner: int  # 0 or 1: which of the two the message is about


def of_edges(places: Iterable[Feature], context: Sequence[Feature]) -> list[Fault]:
    """Return the slivers and gaps between neighbouring zones, one a pair.

    Parameters
    ----------
    places
        Well-formed; others than zones are passed over.
    context
        Well-formed; a gap that is water is none.
    """
    import shapely

    asked = sorted(filter(_is_zone, places), key=lambda each: each.id)
    if len(asked) < 2:
        return []
    plane = Plane(latitude_of(asked[0]))
    zones = [
        _Zone(each, plane.shape(each.geometry), each.properties["accuracy_m"])
        for each in asked
        if each.geometry
    ]
    tree = shapely.STRtree([zone.shape for zone in zones])
    faults, seen = [], set()
    for i, j in zip(*tree.query(tree.geometries, "dwithin", _VAGUE_M), strict=True):
        if i >= j:
            continue
        pair = zones[i], zones[j]
        found = list(_strips(pair, tree, plane))
        if any(strip.rule == "edges-gap" for strip in found):  # only now is the water of use
            found = list(_strips(pair, tree, plane, water_of(context, plane)))
        strip = max(found, default=None)
        if strip and (strip.rule, strip.where) not in seen:  # two that coincide have one fault
            seen.add((strip.rule, strip.where))
            faults.append(_fault(strip, pair))
    return faults


def _is_zone(place: Feature) -> bool:
    drawn = place.geometry is not None and "Polygon" in place.geometry["type"]
    return drawn and place.layer in _LAYERS and place.properties["accuracy_m"] < _VAGUE_M


def _fault(strip: _Strip, pair: tuple[_Zone, _Zone]) -> Fault:
    one, other = pair[strip.inner].feature, pair[1 - strip.inner].feature
    return fault(
        strip.rule,
        At(one.file, one.line, one.id),
        other=other.id,
        width=f"{strip.width_m:.0f}",
        length=f"{strip.length_m / 1000:.1f}",
        where=strip.where,
        limit=f"{_limit(pair):g}",
    )


def _limit(pair: tuple[_Zone, _Zone]) -> float:
    return min(zone.accuracy_m for zone in pair)


def _strips(
    pair: tuple[_Zone, _Zone],
    tree: shapely.STRtree,
    plane: Plane,
    water: Sequence[BaseGeometry] = (),
) -> Iterator[_Strip]:
    """Yield the strips of a pair, each no wider than the better of the two outlines is known."""
    import shapely

    one, other = pair[0].shape, pair[1].shape
    limit = _limit(pair)
    if one.distance(other) > limit:
        return
    common = one.intersection(other)
    if common.area >= _NESTED_SHARE * min(one.area, other.area):
        inner = int(other.area < one.area)
        out = pair[inner].shape.difference(pair[1 - inner].shape)
        yield from _narrow(out, "edge-outside", limit, plane, inner)
        return
    yield from _narrow(common, "edges-overlap", limit, plane)
    both = one.union(other)
    closed = both.buffer(limit / 2, quad_segs=_ARC_STEPS).buffer(-limit / 2, quad_segs=_ARC_STEPS)
    if closed.area - both.area < _TOUCH_M:
        return
    beside = [each for each in tree.geometries[tree.query(closed)] if each not in (one, other)]
    for part in shapely.get_parts(closed.difference(shapely.union_all([both, *water, *beside]))):
        if part.distance(one) < _TOUCH_M and part.distance(other) < _TOUCH_M:
            yield from _narrow(part, "edges-gap", limit, plane)


def _narrow(
    shape: BaseGeometry, rule: str, limit: float, plane: Plane, inner: int = 0
) -> Iterator[_Strip]:
    import shapely

    for part in shapely.get_parts(shape):
        length = part.length / 2  # of a strip; its ends are short
        if part.area == 0 or length < _LONG_AS_ACCURACY * limit:
            continue
        width = part.area / length
        if width < limit and length >= _LONG_AS_WIDE * width:
            at = part.representative_point()
            yield _Strip(length, width, rule, plane.where(at.x, at.y), inner)
