"""A small plan to begin with: a text, three layers and every table, valid as it stands.

The files lie beside this module, a folder a language; what they leave open stands in them as
``$name``. Their geometries lie round (0, 0) and are moved to where the city is.
"""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape

from geo_app.antimeridian import rolled, within
from geo_app.errors import DataError, Fault
from geo_app.geojson import DECIMALS
from geo_app.tidying import tidy_folder
from geo_app.values import LngLat
from geo_app.writing import whole_folder

TITLES = {"zh": "我的城市", "en": "My city"}
# Half the box that is seen at first, degrees.
_WIDE, _NARROW, _HIGH = 0.2, 0.12, 0.12
_NEEDS_ESCAPING = '"\\'


def start_plan(folder: Path, *, title: str = "", lang: str = "zh", at: LngLat) -> list[str]:
    """Write a plan that `check` finds nothing wrong with, to be made one's own.

    Parameters
    ----------
    folder
        Is made; it may be there if it is empty.
    title
        What the plan is called; "" for a word that stands in for it.
    lang
        Language of the text, "zh" or "en": it decides the marks that part it.
    at
        Where the city lies, degrees, WGS 84.

    Returns
    -------
    list of str
        The files, relative to the folder, sorted.

    Raises
    ------
    DataError
        If the folder holds anything, cannot be written, or the title cannot stand in a file.
    """
    if any(sign in _NEEDS_ESCAPING or not sign.isprintable() for sign in title):
        what = "the title holds a quotation mark, a backslash or a line break."
        raise DataError([Fault(str(folder), 0, "", what, "Leave it out; it can be added later.")])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "it is there and not an empty folder."
        raise DataError([Fault(str(folder), 0, "", what, "Name a new folder.")])
    with whole_folder(folder) as part:
        _fill(part, lang, _words(title or TITLES[lang], at), at)
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def _words(title: str, at: LngLat) -> dict[str, str]:
    numbers = {
        "lng": at.lng,
        "lat": at.lat,
        "west": within(at.lng - _WIDE),
        "east": within(at.lng + _WIDE),
        "west_phone": within(at.lng - _NARROW),
        "east_phone": within(at.lng + _NARROW),
        "south": at.lat - _HIGH,
        "north": at.lat + _HIGH,
    }
    return {"title": title, **{name: f"{value:.4f}" for name, value in numbers.items()}}


def _fill(folder: Path, lang: str, words: dict[str, str], at: LngLat) -> None:
    root = importlib.resources.files("geo_app.starter") / lang
    for name, file in _files(root):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text("utf-8")
        if path.suffix == ".geojson":
            text = json.dumps(_moved(json.loads(text), at), ensure_ascii=False)
        elif path.suffix in (".toml", ".txt"):
            text = Template(text).substitute(words)
        path.write_text(text, "utf-8", newline="\n")
    tidy_folder(folder)


def _files(folder: Traversable, before: str = "") -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _files(each, f"{before}{each.name}/")
        else:
            yield f"{before}{each.name}", each


def _moved(collection: dict[str, Any], at: LngLat) -> dict[str, Any]:
    for feature in collection["features"]:
        geometry = shape(feature["geometry"])
        moved = rolled(shapely.transform(geometry, lambda positions: np.add(positions, at)))
        exact = shapely.set_precision(moved, 10.0**-DECIMALS, mode="pointwise")
        feature["geometry"] = mapping(exact)
    return collection
