"""`layers/` → its manifest, its places, its context and its tables.

`scan_layers` reads all of it and gathers every fault; `load_layers` is the same for those who
cannot go on with a fault. Neither needs geopandas; `frames.read_layers` does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geo_app import schema
from geo_app.errors import DataError, Fault
from geo_app.features import Feature, Layer, Row
from geo_app.files import read_whole
from geo_app.geojson import decode, read_collection
from geo_app.rulebook import CARE, At, fault, rule_of
from geo_app.rules.features import (
    between_features,
    of_collection,
    of_edges,
    of_feature,
    of_group_sizes,
    of_landmarks,
    of_table,
    of_waters,
)
from geo_app.rules.manifest import home_in, of_files, of_manifest, tables_of
from geo_app.rules.tables import SURPLUS
from geo_app.strict_toml import parse_toml
from geo_app.values import Bbox

MANIFEST = "layers.toml"


@dataclass(frozen=True, slots=True)
class Layers:
    """All of `layers/`."""

    plan: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    coverage: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    layers: tuple[Layer, ...] = ()
    places: tuple[Feature, ...] = ()
    context: tuple[Feature, ...] = ()
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=lambda: MappingProxyType({}))


def load_layers(folder: Path) -> Layers:
    """Read `layers/`; raise DataError with all faults if there is one."""
    layers, faults = scan_layers(folder)
    if faults:
        raise DataError(faults)
    return layers


def scan_layers(folder: Path, *, thorough: bool = False) -> tuple[Layers, list[Fault]]:
    """Read what can be read of `layers/`, and gather every fault of form.

    Parameters
    ----------
    folder
        The folder that holds `layers.toml`.
    thorough
        With the faults of care, too: those with which a plan can be drawn all the same.
    """
    manifest, faults = read_manifest(folder)
    layers = tuple(
        Layer(**{key: str(each.get(key, "")) for key in Layer.__dataclass_fields__})
        for each in tables_of(manifest, "layer")
    )
    plan = _section(manifest, "plan")
    home = home_in(plan)
    places: list[Feature] = []
    for layer in layers:
        found, wrong = _features(folder, layer.file, layer.id, schema.PLACE, home)
        places += found
        faults += wrong
    complete = all(each.feature for each in faults)
    context: list[Feature] = []
    for each in tables_of(manifest, "context"):
        found, wrong = _features(folder, str(each.get("file", "")), "", schema.CONTEXT, home)
        context += found
        faults += wrong
    tables: dict[str, tuple[Row, ...]] = {}
    for name in schema.TABLES:
        tables[name], wrong = _table(folder, name)
        faults += wrong
    faults += between_features(places, complete=complete)
    faults += of_landmarks(places, context)
    if thorough:
        broken = {(each.file, each.line) for each in faults if rule_of(each) not in CARE}
        sound = [each for each in places if (each.file, each.line) not in broken]
        beneath = [each for each in context if (each.file, each.line) not in broken]
        faults += of_edges(sound, beneath) + of_waters(sound, beneath)
        faults += of_group_sizes(sound)
    faults += of_files(folder, manifest)
    if not thorough:
        faults = [each for each in faults if rule_of(each) not in CARE]
    whole = Layers(
        MappingProxyType(plan),
        MappingProxyType(_section(manifest, "coverage")),
        layers,
        tuple(places),
        tuple(context),
        MappingProxyType(tables),
    )
    return whole, faults


def _section(manifest: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = manifest.get(name)
    return found if isinstance(found, dict) else {}


def read_manifest(folder: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Read `layers.toml` of a folder, and gather its faults."""
    name = f"layers/{MANIFEST}"
    try:
        manifest = parse_toml(decode(read_whole(folder, MANIFEST, name), name), name)
    except FileNotFoundError:
        return {}, [fault("manifest-missing", At(name))]
    except DataError as error:
        return {}, list(error.faults)
    return manifest, of_manifest(manifest, name)


def _features(
    folder: Path,
    file: str,
    layer: str,
    table: tuple[schema.Property, ...],
    home: Bbox | None,
) -> tuple[list[Feature], list[Fault]]:
    name = f"layers/{file}"
    if not file:
        return [], []  # the manifest's fault says so
    try:
        raw = read_collection(decode(read_whole(folder, file, name), name), name)
    except FileNotFoundError:
        return [], [fault("file-missing", At(name))]
    except DataError as error:
        return [], list(error.faults)
    features: list[Feature] = []
    faults = of_collection(raw, name)
    # Positions of another system are all wrong in the same way: that is one fault.
    foreign = any(rule_of(each) == "collection-crs" for each in faults)
    for each in raw.features:
        wrong = of_feature(each, name, layer, table, home=home)
        faults += [one for one in wrong if not (foreign and rule_of(one) == "position-range")]
        if isinstance(each.value, dict) and isinstance(each.value.get("properties"), dict):
            properties = dict(each.value["properties"])
            if isinstance(each.value.get("id"), str):
                properties.setdefault("id", each.value["id"])
            geometry = each.value.get("geometry") or None
            features.append(Feature(name, each.line, layer, MappingProxyType(properties), geometry))
    return features, faults


def _table(folder: Path, name: str) -> tuple[tuple[Row, ...], list[Fault]]:
    file = f"layers/{name}"
    try:
        header, raw = table_rows(decode(read_whole(folder, name, file), file), file)
    except FileNotFoundError:  # a plan without outcomes, say, is a plan
        return (), []
    except DataError as error:
        return (), list(error.faults)
    faults = of_table(header, raw, file, schema.TABLES[name])
    columns = [column.name for column in schema.TABLES[name]]
    rows = (
        Row(row.file, row.line, MappingProxyType({key: row.cells.get(key, "") for key in columns}))
        for row in raw
    )
    return tuple(rows), faults


def table_rows(text: str, file: str) -> tuple[list[str], list[Row]]:
    """Read a CSV text as it is: its header, and its rows with the line on which each begins.

    A row's cells are those that it has; those beyond the header are under `SURPLUS`.

    Raises
    ------
    DataError
        If it is no CSV.
    """
    header: list[str] = []
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if not header:
                header = cells
            elif any(map(str.strip, cells)):  # Excel keeps rows of nothing but commas
                rows.append(Row(file, line, MappingProxyType(_cells(header, cells))))
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError([fault("table-broken", At(file, line), error=error)]) from None
    return header, rows


def _cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    found = dict(zip(header, cells, strict=False))
    if len(cells) > len(header):
        found[SURPLUS] = "\t".join(cells[len(header) :])
    return found
