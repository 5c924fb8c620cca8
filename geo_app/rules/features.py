"""What must hold of a feature, of a file of them, and of the places among each other.

The rules of properties, geometries, relations, tables and the manifest have modules of their
own; here is what is asked of a feature as a whole. Messages stand in `rulebook`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo_app import schema
from geo_app.errors import Fault, did_you_mean
from geo_app.geojson import RawCollection, RawFeature
from geo_app.rulebook import At, fault, listed, shown
from geo_app.rules.edges import of_edges
from geo_app.rules.evidence import evidence_faults
from geo_app.rules.geometries import DEPTHS, of_geometry
from geo_app.rules.properties import is_text, of_properties
from geo_app.rules.relations import between_features, of_landmarks
from geo_app.rules.sizes import of_group_sizes, size_faults
from geo_app.rules.stations import station_faults
from geo_app.rules.tables import of_table
from geo_app.rules.waters import of_waters
from geo_app.values import Bbox

__all__ = [
    "between_features",
    "of_collection",
    "of_edges",
    "of_feature",
    "of_group_sizes",
    "of_landmarks",
    "of_table",
    "of_waters",
]

STATION_LIMIT_M = 50.0  # a line drawn through its stations passes each within the platform
_THROUGH = (schema.Basis.STATION_SEQUENCE, schema.Basis.SURVEYED)
_FEATURE_MEMBERS = ("type", "properties", "geometry", "id", "bbox")
# What QGIS, GDAL and geojson.io write beside the features and nobody needs; `tidy` drops it.
FILE_MEMBERS = ("name", "bbox", "crs", "xy_coordinate_resolution", "z_coordinate_resolution")
_WGS84 = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84")
_EPSG_4326 = ("EPSG:4326", "urn:ogc:def:crs:EPSG::4326")


def of_collection(raw: RawCollection, file: str) -> list[Fault]:
    """Return the faults of what stands beside the features: unknown members, a foreign crs."""
    faults = []
    for key, member in raw.members.items():
        at = At(file, member.line)
        if key not in FILE_MEMBERS:
            near, allowed = did_you_mean(key, ("features",)), listed(("type", "features"))
            faults.append(
                fault("member-of-json", at, where="the file", key=key, near=near, allowed=allowed)
            )
        elif key == "crs" and not is_wgs84(member.value):
            name = crs_name(member.value)
            found = shown(member.value) if name is None else name
            faults.append(fault("collection-crs", at, found=found))
    return faults


def is_wgs84(crs: Any) -> bool:
    """Whether a GeoJSON 2008 `crs` member (or null) says WGS 84, longitude first."""
    return crs is None or crs_name(crs) in _WGS84 + _EPSG_4326


def crs_name(crs: Any) -> str | None:
    """Return the name in a GeoJSON 2008 `crs` member, or None where it has none."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else None


def of_feature(
    raw: RawFeature,
    file: str,
    layer: str,
    table: tuple[schema.Property, ...],
    *,
    home: Bbox | None = None,
) -> list[Fault]:
    """Return the faults of one feature by itself.

    Parameters
    ----------
    raw
        The feature as read.
    file
        Its file, for the messages.
    layer
        Id of its layer; "" in `context/`.
    table
        The schema that holds: `schema.PLACE` or `schema.CONTEXT`.
    home
        Where the plan lies, to recognise swapped positions.
    """
    value = raw.value
    if not isinstance(value, dict) or value.get("type") != "Feature":
        return [fault("feature-shape", At(file, raw.line), found=shown(value))]
    properties = value.get("properties")
    if not isinstance(properties, dict):
        required = listed(each.name for each in table if each.required)
        found = shown(properties)
        return [fault("feature-properties", At(file, raw.line), found=found, required=required)]
    at = At(file, raw.line, name_of(value, table))
    faults = list(_of_members(value, at, table))
    outside = "feature-id-outside" if "id" in value and "id" not in properties else ""
    faults += [
        each
        for each in of_properties(properties, at, layer, table)
        if not (outside and '"id" is missing' in each.what)  # one cause, one line
    ]
    drawn = list(_of_drawing(value, properties, at, table, home))
    faults += drawn
    geometry = value.get("geometry")
    if not faults and geometry and table is schema.PLACE:
        faults += size_faults(properties, geometry, at)
        faults += evidence_faults(properties, geometry, at)
        stations = properties.get("stations")
        if properties["basis"] in _THROUGH and stations and "Line" in geometry["type"]:
            faults += station_faults(stations, geometry, at, STATION_LIMIT_M)
    return faults


def name_of(feature: dict[str, Any], table: tuple[schema.Property, ...]) -> str:
    """Return the word by which a message names a feature: its id; in context, its name."""
    properties = feature["properties"]
    if table is schema.PLACE:
        found = properties.get("id", feature.get("id"))
    else:
        found = properties.get("name") or properties.get("ref")
    return found if is_text(found) else ""


def _of_members(
    value: dict[str, Any], at: At, table: tuple[schema.Property, ...]
) -> Iterator[Fault]:
    for key in value:
        if key not in _FEATURE_MEMBERS:
            near, allowed = did_you_mean(key, _FEATURE_MEMBERS), listed(_FEATURE_MEMBERS)
            yield fault(
                "member-of-json", at, where="the feature", key=key, near=near, allowed=allowed
            )
    if "id" not in value:
        return
    if table is not schema.PLACE:
        if isinstance(value["id"], str):
            allowed = listed(each for each in _FEATURE_MEMBERS if each != "id")
            yield fault(
                "member-of-json", at, where="the feature", key="id", near="", allowed=allowed
            )
        return
    beside, inside = value["id"], value["properties"].get("id")
    if inside is None:
        yield fault("feature-id-outside", at, found=shown(beside))
    elif isinstance(beside, str) and beside != inside:  # a number is a row count of GDAL's
        yield fault("feature-two-ids", at, found=shown(beside), inside=shown(inside))


def _of_drawing(
    value: dict[str, Any],
    properties: dict[str, Any],
    at: At,
    table: tuple[schema.Property, ...],
    home: Bbox | None,
) -> Iterator[Fault]:
    geometry, kind = value.get("geometry"), properties.get("kind")
    is_group = table is schema.PLACE and bool(properties.get("members"))
    if geometry is None:
        misspelt = "geometry" not in value and not value.keys() <= {*_FEATURE_MEMBERS}
        if not is_group and not misspelt:
            yield fault("geometry-missing", at)
        return
    if is_group:
        found = geometry.get("type") if isinstance(geometry, dict) else geometry
        yield fault("group-geometry", at, found=shown(found))
        return
    allowed: tuple[str, ...] = ()
    if isinstance(kind, str):
        if table is schema.PLACE:
            allowed = schema.KINDS[kind].geometry if kind in schema.KINDS else ()
        else:
            allowed = schema.CONTEXT_KINDS.get(kind, ())
    yield from of_geometry(geometry, at, str(kind or ""), allowed, home)


def is_drawn(geometry: Any) -> bool:
    """Whether a geometry has one of the six types and a list of coordinates."""
    return (
        isinstance(geometry, dict)
        and isinstance(geometry.get("type"), str)
        and geometry["type"] in DEPTHS
        and isinstance(geometry.get("coordinates"), list)
    )
