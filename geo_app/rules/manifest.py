"""What must hold of layers.toml: its sections, its entries, and that no file goes unlisted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from geo_app import schema
from geo_app.errors import Fault, did_you_mean
from geo_app.rulebook import At, fault, listed, shown
from geo_app.rules.geometries import looks_swapped
from geo_app.rules.properties import is_number, is_text
from geo_app.rules.texts import text_faults, texts_in
from geo_app.values import Bbox

# In which QGIS also saves a layer: nobody reads them, and who saved one would wait for it.
_OTHER_FORMATS = (".gpkg", ".shp", ".kml", ".kmz", ".gml", ".gpx", ".tab", ".dxf", ".fgb", ".zip")
_SECTIONS = ("plan", "layer", "context", "coverage")
_BBOX = "[112.47, 27.89, 113.70, 28.55]"
# Key of [plan] → whether it must be there, its meaning, an example.
PLAN: dict[str, tuple[bool, str, str]] = {
    "title": (True, "the name of the plan", 'title = "长沙九大重点任务"'),
    "title_en": (True, "its English name", 'title_en = "Changsha: nine key tasks"'),
    "home": (True, "the bbox that the map shows first", f"home = {_BBOX}"),
    "home_phone": (False, "the same on a phone", f"home_phone = {_BBOX}"),
    "centre": (False, "from where distances are counted", "centre = [112.97, 28.20]"),
    "note": (True, "what the map says of itself", 'note = "示意图，非法定规划边界"'),
    "note_en": (True, "the same in English", 'note_en = "Schematic, not statutory"'),
    "licence": (True, "the licence of the data", 'licence = "ODbL-1.0"'),
    "attribution": (True, "whom the map thanks", 'attribution = "© OpenStreetMap contributors"'),
    "review": (False, "the map review number", 'review = "GS(2024)0650号"'),
}
LAYER: dict[str, str] = {
    "id": 'id = "rail"',
    "file": 'file = "plan/rail.geojson"',
    "title": 'title = "轨道线路"',
    "title_en": 'title_en = "Rail & metro lines"',
    "description": 'description = "地铁新线与延长线"',
    "description_en": 'description_en = "New metro lines and extensions"',
}


def of_manifest(manifest: Mapping[str, Any], file: str) -> list[Fault]:
    """Return the faults of a manifest that is TOML.

    Parameters
    ----------
    manifest
        As `tomllib` reads it.
    file
        Its name, for the messages.
    """
    at = At(file)
    faults = [
        fault(
            "manifest-unknown-key",
            at,
            where="the manifest",
            key=key,
            near=did_you_mean(key, _SECTIONS),
            allowed=listed(_SECTIONS),
        )
        for key in manifest
        if key not in _SECTIONS
    ]
    plan = manifest.get("plan")
    if isinstance(plan, dict):
        faults += _of_plan(plan, at)
    else:
        example = "[plan] with title, home, note, licence …"
        faults.append(fault("manifest-section", at, where="[plan]", example=example))
    layers = tables_of(manifest, "layer")
    if not layers:
        example = "[[layer]] with id, file, title …"
        faults.append(fault("manifest-section", at, where="[[layer]]", example=example))
    for each in layers:
        faults += _of_layer(each, at)
    for each in tables_of(manifest, "context"):
        if not is_text(each.get("file")):
            example = 'file = "context/water.geojson"'
            faults.append(_lacks("[[context]]", "file", "the file", example, at))
    faults += _of_texts(manifest, at)
    faults += _of_toponyms(manifest.get("coverage", {}), at)
    faults += _twice([each.get("id") for each in layers], "layer id", at)
    files = [each.get("file") for each in (*layers, *tables_of(manifest, "context"))]
    return faults + list(_twice(files, "file", at))


def of_files(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the files of `layers/` that nobody reads: unlisted layers, tables of another name."""
    entries = (*tables_of(manifest, "layer"), *tables_of(manifest, "context"))
    known = {each["file"] for each in entries if is_text(each.get("file"))}
    for path in sorted((*folder.glob("plan/*"), *folder.glob("context/*"))):
        name, suffix = path.relative_to(folder).as_posix(), path.suffix.lower()
        if name in known or not manifest:
            continue
        if suffix in (".geojson", ".json"):
            yield fault("file-unlisted", At(f"layers/{name}"))
        elif suffix in _OTHER_FORMATS:
            yield fault("file-format", At(f"layers/{name}"))
    for path in sorted(folder.glob("*.csv")):
        if path.name not in schema.TABLES:
            near, allowed = did_you_mean(path.name, schema.TABLES), listed(schema.TABLES)
            yield fault("table-unknown", At(f"layers/{path.name}"), near=near, allowed=allowed)


def tables_of(manifest: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the entries of an array of tables; none for what is no such array."""
    found = manifest.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def bbox_of(value: Any) -> Bbox | None:
    """Return [west, south, east, north] as a bbox, or None."""
    if not (isinstance(value, list) and len(value) == 4 and all(map(is_number, value))):
        return None
    box = Bbox(*value)
    inside = abs(box.west) <= 180 and abs(box.east) <= 180
    # Across the antimeridian west is greater than east (RFC 7946, 5.2); round more than half the
    # world they are more likely the wrong way round.
    right = 0 < box.east - box.west or box.west - box.east >= 180
    upright = -90 <= box.south < box.north <= 90
    return box if inside and right and upright else None


def home_in(plan: Mapping[str, Any]) -> Bbox | None:
    """Return where a plan lies; None where [plan] does not say, or says it the wrong way round."""
    home = bbox_of(plan.get("home"))
    return None if home and _is_swapped(home, plan.get("centre")) else home


def _is_swapped(box: Bbox, centre: Any) -> bool:
    return _is_position(centre) and looks_swapped(centre[0], centre[1], box)


def _of_plan(plan: dict[str, Any], at: At) -> Iterator[Fault]:
    for key in plan.keys() - PLAN.keys():
        near, allowed = did_you_mean(key, PLAN), listed(PLAN)
        yield fault("manifest-unknown-key", at, where="[plan]", key=key, near=near, allowed=allowed)
    for key, (required, meaning, example) in PLAN.items():
        if key not in plan:
            if required:
                yield _lacks("[plan]", key, meaning, example, at)
        elif key in ("home", "home_phone"):
            box = bbox_of(plan[key])
            if box is None:
                yield fault("manifest-bbox", at, key=key, found=shown(plan[key]))
            elif _is_swapped(box, plan.get("centre")):
                yield fault("manifest-swapped", at, key=key, found=shown(plan[key]))
        elif key == "centre":
            pair = plan[key]
            if not _is_position(pair):
                yield fault("manifest-section", at, where=f"{key} of [plan]", example=example)
        elif not is_text(plan[key]) and (required or plan[key] != ""):
            yield _lacks("[plan]", key, meaning, example, at)


def _is_position(value: Any) -> bool:
    good = isinstance(value, list) and len(value) == 2 and all(map(is_number, value))
    return good and abs(value[0]) <= 180 and abs(value[1]) <= 90


def _of_layer(entry: dict[str, Any], at: At) -> Iterator[Fault]:
    where = f"[[layer]] {entry['id']}" if is_text(entry.get("id")) else "[[layer]]"
    for key in entry.keys() - LAYER.keys():
        near, allowed = did_you_mean(key, LAYER), listed(LAYER)
        yield fault("manifest-unknown-key", at, where=where, key=key, near=near, allowed=allowed)
    for key, example in LAYER.items():
        if not is_text(entry.get(key)):
            yield _lacks(where, key, f"its {key.replace('_en', ' in English')}", example, at)
    ids = list(dict.fromkeys(kind.layer for kind in schema.KINDS.values()))
    found = entry.get("id")
    if is_text(found) and found not in ids:
        near = did_you_mean(str(found), ids)
        yield fault("manifest-layer", at, found=found, near=near, allowed=listed(ids))


def _of_texts(manifest: Mapping[str, Any], at: At) -> Iterator[Fault]:
    tables = (manifest.get("plan"), manifest.get("coverage"), *tables_of(manifest, "layer"))
    for table in tables:
        for key, value in table.items() if isinstance(table, dict) else ():
            for text in texts_in(value):
                yield from text_faults(key, text, at)


def _of_toponyms(coverage: Any, at: At) -> Iterator[Fault]:
    names = coverage.get("toponyms", []) if isinstance(coverage, dict) else None
    if not (isinstance(names, list) and all(is_text(name) for name in names)):
        example = 'toponyms = ["隆平", "岳阳"]'
        yield fault("manifest-section", at, where="toponyms of [coverage]", example=example)


def _lacks(where: str, key: str, meaning: str, example: str, at: At) -> Fault:
    return fault("manifest-key", at, where=where, key=key, meaning=meaning, example=example)


def _twice(values: Iterable[Any], what: str, at: At) -> Iterator[Fault]:
    seen = set()
    for value in values:
        if isinstance(value, str):
            if value in seen:
                yield fault("manifest-twice", at, what=what, found=value)
            seen.add(value)
