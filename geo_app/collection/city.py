"""One city of a build: what a worker does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from geo_app import __version__
from geo_app.checks import check
from geo_app.collection.layout import Layout
from geo_app.data import data_folder
from geo_app.errors import DataError, Fault
from geo_app.exports import export
from geo_app.join import read_plan
from geo_app.measures import bbox_of
from geo_app.plan import Plan
from geo_app.site import MARKER, write_site
from geo_app.writing import write_whole


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a city.

    Attributes
    ----------
    city
        The name of its folder.
    faults
        All that `check` finds, and what else prevented it; files are named from the collection.
    record
        What the index says of it; None if it could not be built.
    is_new
        Was it built now? Otherwise it stood as it is.
    """

    city: str
    faults: tuple[Fault, ...]
    record: dict[str, Any] | None
    is_new: bool = True


def build_city(folder: str, out: str, *, sites: bool, version: str) -> Outcome:
    """Check, join and export one plan, unless it stands there already.

    Parameters
    ----------
    folder
        The plan's; its name is the city's.
    out
        The folder of the build.
    sites
        Write its static edition too?
    version
        That of the geo-app which started the build; another one would make other bytes.
    """
    home, layout = Path(folder), Layout(Path(out), sites)
    city = home.name
    if version != __version__:
        what = f"the worker has geo-app {__version__}, and the build was started by {version}."
        fault = Fault(city, 0, "", what, "Install the same version for both.")
        return Outcome(city, (fault,), None)
    try:
        inputs = _inputs(data_folder(home))
        if standing := _standing(city, inputs, layout):
            return standing
        faults = _of_city(city, check(home))
        return _built(home, inputs, faults, layout)
    except DataError as error:
        return Outcome(city, _of_city(city, error.faults), None)
    except OSError as error:
        what = f"it cannot be read or written: {error.strerror}."
        fault = Fault(city, 0, "", what, "Give its files permissions with which they can be.")
        return Outcome(city, (fault,), None)


def _built(home: Path, inputs: str, faults: tuple[Fault, ...], layout: Layout) -> Outcome:
    city = home.name
    try:
        plan = read_plan(home)
    except DataError:
        return Outcome(city, faults, None)
    part = layout.part(city)
    part.parent.mkdir(parents=True, exist_ok=True)
    export(plan, part)
    if layout.sites:
        write_site(plan, layout.site(city))
    record = _record(city, plan, layout) | {
        "faults": len(faults),
        "inputs": inputs,
        "sha256": _sha256(part),
    }
    kept = {"record": record, "faults": [_fields(each) for each in faults]}
    # Last, and whole: what it speaks of is there.
    write_whole(layout.record(city), orjson.dumps(kept, option=orjson.OPT_INDENT_2))
    return Outcome(city, faults, record)


def _record(city: str, plan: Plan, layout: Layout) -> dict[str, Any]:
    return {
        "city": city,
        "title": plan.about.get("title"),
        "title_en": plan.about.get("title_en"),
        "version": plan.version,
        "tasks": len(plan.report.tasks),
        "places": len(plan),
        "bbox": list(bbox_of(plan.places.geometry)),
        "data": str(layout.part(city).relative_to(layout.out)),
        "site": f"sites/{city}/index.html" if layout.sites else None,
    }


def _standing(city: str, inputs: str, layout: Layout) -> Outcome | None:
    """Return the outcome of the city as it was built, if that was from the same files and whole."""
    try:
        kept = orjson.loads(layout.record(city).read_bytes())
        record = kept["record"]
        is_same = record["inputs"] == inputs and record["sha256"] == _sha256(layout.part(city))
        has_site = layout.sites == bool(record["site"])
        if layout.sites:
            marker = (layout.site(city) / MARKER).read_text("utf-8").strip()
            has_site = has_site and marker == record["version"]
        faults = tuple(Fault(**each) for each in kept["faults"])
    except (OSError, ValueError, KeyError, TypeError):  # it is not there, or no longer as written
        return None
    return Outcome(city, faults, record, is_new=False) if is_same and has_site else None


def _inputs(home: Path) -> str:
    """Return the hash of everything that the city is built from: its files and our version."""
    digest = hashlib.sha256(f"geo-app {__version__}\n".encode())
    files = (path for part in ("seeds", "layers") for path in (home / part).rglob("*"))
    for path in sorted(path for path in files if path.is_file()):
        name = path.relative_to(home).as_posix()
        digest.update(f"{name}\0{_sha256(path)}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _of_city(city: str, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults with their files named from the collection."""
    return tuple(replace(each, file=f"{city}/{_within(city, each.file)}") for each in faults)


def _within(city: str, file: str) -> str:
    """Return a fault's file; that of the folder itself is its whole path, and is left out."""
    return "" if Path(file).name == city else file


def _fields(fault: Fault) -> dict[str, Any]:
    return {name: getattr(fault, name) for name in ("file", "line", "feature", "what", "mend")}
