"""What must hold of the places among each other, and beside the landmarks of the context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from geo_app import schema
from geo_app.datum import NAMES, Datum, convert, distance_m
from geo_app.errors import Fault, did_you_mean
from geo_app.rulebook import At, fault, shown
from geo_app.rules.properties import is_number
from geo_app.values import LngLat

if TYPE_CHECKING:
    from geo_app.features import Feature

# A shifted datum shows where a surveyed point misses its landmark by about the shift (550 to
# 700 m for GCJ-02 in the south of China, up to 1.4 km for BD-09) and meets it when read so.
_SHIFT_MIN_M, _SHIFT_MAX_M = 400.0, 1600.0
_MEETS_M = 150.0


def between_features(places: Iterable[Feature], *, complete: bool = True) -> list[Fault]:
    """Return the faults of the places among each other: ids, former ids, members.

    Parameters
    ----------
    places
        Of all layers.
    complete
        Whether every layer could be read; if not, a member may be in what is missing.
    """
    known = list(places)
    first: dict[str, Feature] = {}
    faults = []
    for place in known:
        if not place.id:
            continue
        if place.id in first:
            faults.append(fault("id-twice", _at(place), id=place.id, where=_where(first[place.id])))
        else:
            first[place.id] = place
    faults += _of_former(known, first)
    if complete:
        for place in first.values():
            faults += _of_members(place, first)
    return faults + list(_cycles(first))


def _of_former(places: Sequence[Feature], first: dict[str, Feature]) -> Iterator[Fault]:
    former: dict[str, Feature] = {}
    for place in places:
        for old in texts(place.properties.get("formerly")):
            holder = first.get(old) or former.get(old)
            if holder is not None:
                yield fault("formerly-taken", _at(place), id=old, where=_where(holder))
            former[old] = place


def _of_members(place: Feature, first: dict[str, Feature]) -> Iterator[Fault]:
    for member in texts(place.properties.get("members")):
        if member not in first:
            near = did_you_mean(member, first)
            yield fault("group-unknown", _at(place), member=member, near=near)


def _cycles(first: dict[str, Feature]) -> Iterator[Fault]:
    """Yield one fault a cycle, at the member with the smallest id."""
    members = {
        place: [each for each in texts(feature.properties.get("members")) if each in first]
        for place, feature in first.items()
    }
    for start in sorted(members):
        trail = _trail_back(start, members)
        if trail and start == min(trail):
            yield fault("group-cycle", _at(first[start]), path=" → ".join([*trail, start]))


def _trail_back(start: str, members: dict[str, list[str]]) -> list[str]:
    """Return a way from a group through its members back to itself, or []."""
    seen: set[str] = set()
    ways = [[start]]
    while ways:
        way = ways.pop()
        for member in members[way[-1]]:
            if member == start:
                return way
            if member not in seen:
                seen.add(member)
                ways.append([*way, member])
    return []


def of_landmarks(places: Iterable[Feature], context: Iterable[Feature]) -> list[Fault]:
    """Return the surveyed points that miss a landmark of their name by the shift of a datum.

    Parameters
    ----------
    places
        Only those of basis `surveyed` and their stations are asked.
    context
        Its named points are the landmarks, WGS 84.
    """
    landmarks: dict[str, list[tuple[LngLat, str]]] = {}
    for feature in context:
        at = _point(feature.geometry)
        if at and isinstance(feature.properties.get("name"), str):
            landmarks.setdefault(feature.properties["name"], []).append((at, feature.file))
    faults = []
    for place in places:
        if place.properties.get("basis") == schema.Basis.SURVEYED:
            shifted = (
                _shifted(at, name, landmark, file, place)
                for name, at in _named_points(place)
                for landmark, file in landmarks.get(name, ())
            )
            faults += [wrong for wrong in shifted if wrong][:1]  # one cause, one line
    return faults


def _shifted(at: LngLat, name: str, landmark: LngLat, file: str, place: Feature) -> Fault | None:
    off = distance_m(at, landmark)
    if not _SHIFT_MIN_M <= off <= _SHIFT_MAX_M:
        return None
    left = {
        datum: distance_m(convert(at, source=datum, target=Datum.WGS84), landmark)
        for datum in (Datum.GCJ02, Datum.BD09)
    }
    datum = min(left, key=left.__getitem__)
    if left[datum] > _MEETS_M:
        return None
    return fault(
        "datum-shift",
        _at(place),
        datum=NAMES[datum],
        here=shown([at.lng, at.lat]),
        off=round(off),
        name=name,
        file=file,
        left=round(left[datum]),
    )


def _named_points(place: Feature) -> Iterator[tuple[str, LngLat]]:
    at = _point(place.geometry)
    if at:
        names = [place.properties.get("name"), *texts(place.properties.get("aliases"))]
        yield from ((name, at) for name in names if isinstance(name, str))
    stations = place.properties.get("stations")
    for station in stations if isinstance(stations, list) else ():
        if isinstance(station, dict) and isinstance(station.get("name"), str):
            at = _position([station.get("lng"), station.get("lat")])
            if at:
                yield station["name"], at


def _point(geometry: Any) -> LngLat | None:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    return _position(geometry.get("coordinates"))


def _position(found: Any) -> LngLat | None:
    if isinstance(found, list) and len(found) >= 2 and all(map(is_number, found[:2])):
        lng, lat = found[:2]
        if abs(lng) <= 180 and abs(lat) <= 90:
            return LngLat(lng, lat)
    return None


def texts(value: Any) -> list[str]:
    """Return the texts of a list, or [] for what is no list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _at(place: Feature) -> At:
    return At(place.file, place.line, place.id)


def _where(place: Feature) -> str:
    return f"{place.file}:{place.line}"
