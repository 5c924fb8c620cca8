"""The join: places × sentences × measures × tasks, with targets, outcomes and the ledger.

A `Plan` never changes; filtering gives a smaller one. Whatever shows or writes something takes a
Plan, so what is seen and what is exported cannot differ.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import geopandas
import numpy as np
import pandas as pd
import shapely

from geo_app import schema
from geo_app.errors import did_you_mean
from geo_app.features import Feature, Layer
from geo_app.report import Report
from geo_app.values import Bbox

# One degree of latitude, metres (WGS 84, mean); good to 0.6 % anywhere.
_M_PER_DEGREE = 111_132.0
Mask = np.ndarray[Any, np.dtype[np.bool_]]
_POLYGON = int(shapely.GeometryType.POLYGON)
_MULTIPOLYGON = int(shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True, eq=False, repr=False)
class Plan:
    """Places joined to the report. Every frame that it hands out is a copy.

    Attributes
    ----------
    report
        The text, its tasks and sentences.
    layers
        The themes, in the order of the legend.
    about
        The `[plan]` table of the manifest: titles, home, note, licence.
    context
        What is drawn beneath and never counted.
    version
        16 hex digits of the SHA-256 over report, gloss and layers.
    glosses
        English of the sentences, parallel to `report.sentences`; an unofficial translation, ""
        where there is none.
    """

    report: Report
    layers: tuple[Layer, ...]
    about: Mapping[str, Any]
    context: tuple[Feature, ...]
    version: str
    glosses: tuple[str, ...]
    _places: geopandas.GeoDataFrame
    _mentions: pd.DataFrame
    _through: pd.DataFrame
    _targets: pd.DataFrame
    _outcomes: pd.DataFrame
    _ledger: pd.DataFrame
    _ids: Mapping[str, str]
    _of_tasks: frozenset[str] | None = None  # whose targets it keeps; None: all

    @property
    def lang(self) -> str:
        """The language in which it is shown unless another is asked for: "en" where the report
        is in English, else "zh".
        """
        return "en" if self.report.grammar.tag == "en" else "zh"

    @property
    def places(self) -> geopandas.GeoDataFrame:
        """One row a place, index `id`, EPSG:4326; the columns of the layer schema, `layer`,
        `tasks` (a tuple of task numbers) and `geometry`.
        """
        return self._places.copy()

    @property
    def tasks(self) -> pd.DataFrame:
        """The tasks: task, title, aim, statement."""
        rows = [(t.number, t.title, t.aim, t.statement) for t in self.report.tasks]
        return pd.DataFrame(rows, columns=["task", "title", "aim", "statement"])

    @property
    def sentences(self) -> pd.DataFrame:
        """Every quotable unit: task (0 in intro and recap), section ("intro", "title", "aim",
        "statement", a measure's heading, "recap"), n (0 for a heading), start, end, text.
        """
        rows = [(s.task, s.section, s.n, *s.span, s.text) for s in self.report.sentences]
        return pd.DataFrame(rows, columns=["task", "section", "n", "start", "end", "text"])

    @property
    def mentions(self) -> pd.DataFrame:
        """Spans that name a place by its own words: place_id, task, sentence (an index of
        `sentences`), start, end, text.
        """
        return self._of_mine(self._mentions)

    @property
    def through(self) -> pd.DataFrame:
        """Spans that name a place only through a group it belongs to: the columns of `mentions`,
        and `group`, the id whose words stand there.
        """
        return self._of_mine(self._through)

    @property
    def targets(self) -> pd.DataFrame:
        """Every quantity that the report commits to; the columns of targets.csv, as text, and
        `sentence`, the index of the first sentence that says it.
        """
        if self._of_tasks is None:
            return self._targets.copy()
        return self._targets[self._targets["task"].isin(self._of_tasks)].copy()

    @property
    def outcomes(self) -> pd.DataFrame:
        """What became of places and targets; the columns of outcomes.csv, as text."""
        ids = {*self._places.index, *self.targets["id"], *self._ledger["words"]}
        mine = _each(about in ids for about in self._outcomes["about"].tolist())
        return self._outcomes[mine].copy()

    @property
    def ledger(self) -> pd.DataFrame:
        """What the report names and the map does not draw; the columns of ledger.csv, as text."""
        return self._ledger.copy()

    def __repr__(self) -> str:
        return f"<Plan {self.version}: {len(self)} places>"

    def __len__(self) -> int:
        return len(self._places)

    def quotes(self, place: str) -> list[dict[str, Any]]:
        """Return the sentences that name a place, each once, in the order of the text.

        Parameters
        ----------
        place
            An id of `places`.

        Returns
        -------
        list of dict
            task, measure (the heading above it), start, end, text; `via` is the id of the group
            through which it is named, where the place's own words do not stand there.
        """
        own, group = self._sentences_of[place]
        found = []
        for index in sorted({*own, *group}):
            s = self.report.sentences[index]
            quote = {"task": s.task, "measure": s.section, "start": s.span.start}
            quote |= {"end": s.span.end, "text": s.text}
            found.append(quote if index in own else quote | {"via": group[index]})
        return found

    @cached_property
    def _sentences_of(self) -> Mapping[str, tuple[set[int], dict[int, str]]]:
        """By place: the sentences that name it, and those that do through a group, which."""
        found: dict[str, tuple[set[int], dict[int, str]]] = defaultdict(lambda: (set(), {}))
        direct, through = self._mentions, self._through
        for place, sentence in zip(direct["place_id"], direct["sentence"].tolist(), strict=True):
            found[place][0].add(sentence)
        columns = (through["place_id"], through["sentence"].tolist(), through["group"])
        for place, sentence, group in zip(*columns, strict=True):
            found[place][1][sentence] = group
        return found

    def filter(
        self,
        *,
        tasks: int | Iterable[int] | None = None,
        layers: str | Iterable[str] | None = None,
        kinds: str | Iterable[str] | None = None,
        bbox: Bbox | tuple[float, float, float, float] | None = None,
        places: str | Iterable[str] | None = None,
        text: str | None = None,
    ) -> Self:
        """Return the smaller plan of the places that meet every condition given.

        One task, layer, kind or place need not stand in a list.

        Parameters
        ----------
        tasks
            Named by at least one of these tasks, directly or through a group.
        layers, kinds, places
            Ids; of these.
        bbox
            (west, south, east, north), WGS 84 degrees: touches the box. West greater than east
            means across the antimeridian.
        text
            Stands in the name, the English name or an alias, whatever the case.

        Raises
        ------
        ValueError
            If a task, layer, kind or place is unknown; the message names a near miss. If `bbox` is
            none.
        """
        frame = self._places
        keep = np.ones(len(frame), dtype=bool)
        chosen = None
        if tasks is not None:
            chosen = set(_listed(tasks))
            _known("task", chosen, [task.number for task in self.report.tasks])
            keep &= _each(not chosen.isdisjoint(of) for of in frame["tasks"].tolist())
        if layers is not None:
            wanted = _listed(layers)
            _known("layer", wanted, [layer.id for layer in self.layers])
            keep &= frame["layer"].isin(wanted).to_numpy()
        if kinds is not None:
            wanted = _listed(kinds)
            _known("kind", wanted, schema.KINDS)
            keep &= frame["kind"].isin(wanted).to_numpy()
        if places is not None:
            wanted = [self._ids.get(place, place) for place in _listed(places)]
            _known("place", wanted, self._ids)
            keep &= frame.index.isin(wanted)
        if bbox is not None:
            keep &= _touches(frame.geometry, _box(bbox))
        if text is not None:
            needle = text.casefold().strip()
            words = zip(*(frame[name] for name in _WORDS), frame["aliases"], strict=True)
            keep &= _each(_says(needle, *own, *(aliases or ())) for *own, aliases in words)
        return self._keep(keep, chosen)

    def at(self, lng: float, lat: float, *, within_m: float = 100.0) -> Self:
        """Return everything planned at a point: the areas that hold it, smallest first, then
        lines and points near it.

        Parameters
        ----------
        lng, lat
            WGS 84, decimal degrees; 180.1 is -179.9.
        within_m
            How near a line or a point must be, metres; measured on a local plane, good to 1 %
            up to 10 km.

        Raises
        ------
        ValueError
            If there is no such latitude, as where the two are swapped.
        """
        if not abs(lat) <= 90:
            raise ValueError(f"{lat} is no latitude. Write lng, lat: at({lat}, {lng})?")
        frame = self._places
        shapes = np.asarray(frame.geometry.values)
        found = [self._near(shapes, x, lat, within_m) for x in _names_of(lng, lat, within_m)]
        here = np.unique(np.concatenate(found))
        sizes = np.where(_is_area(shapes[here]), shapely.area(shapes[here]), np.inf)
        return self._only(frame.iloc[here[np.argsort(sizes, kind="stable")]])

    def _near(
        self, shapes: np.ndarray[Any, Any], lng: float, lat: float, metres: float
    ) -> np.ndarray[Any, Any]:
        """Return the rows of what holds a point or lies near it, sorted."""
        point, wide = shapely.Point(lng, lat), shapely.box(*_around(lng, lat, metres))
        near = np.sort(self._places.sindex.query(wide, predicate="intersects"))
        is_here = shapely.intersects(shapes[near], point)
        loose = ~_is_area(shapes[near]) & ~is_here
        is_here[loose] = _distances_m(shapes[near[loose]], point) <= metres
        return np.asarray(near[is_here])

    def _keep(self, keep: Mask, tasks: Collection[int] | None) -> Self:
        smaller = self._places.iloc[np.flatnonzero(keep)]
        wanted = self._of_tasks
        if tasks is not None:
            asked = frozenset(str(task) for task in tasks)
            wanted = asked if wanted is None else wanted & asked
        return replace(self, _places=smaller, _of_tasks=wanted)

    def _only(self, places: geopandas.GeoDataFrame) -> Self:
        # What is said of places is cut down when it is asked for: most filters never are.
        return replace(self, _places=places)

    def _of_mine(self, mentions: pd.DataFrame) -> pd.DataFrame:
        # pandas would take five times as long to look up texts of its own kind.
        mine = frozenset(self._places.index.tolist())
        return mentions[_each(place in mine for place in mentions["place_id"].tolist())].copy()


def _listed(given: Any) -> list[Any]:
    """Return what was given as a list: one word, which Python would take apart, or one number."""
    return [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)


def _box(given: Iterable[float]) -> Bbox:
    sides = list(given)
    if len(sides) != 4:
        raise ValueError(f"{tuple(sides)} is no box. Write west, south, east, north in degrees.")
    box = Bbox(*sides)
    if not box.south <= box.north:
        why = f"the box has its south, {box.south}, above its north, {box.north}."
        raise ValueError(f"{why} Write west, south, east, north in degrees.")
    return box


def _known(what: str, wanted: Iterable[Any], known: Collection[Any]) -> None:
    for each in sorted({each for each in wanted if each not in known}, key=str):
        if each in map(str, known):
            hint = f" Write it without quotes: {each}."
        elif isinstance(each, int):  # a number is like no other
            hint = f" There are {min(known)} to {max(known)}." if known else ""
        else:
            hint = did_you_mean(str(each), [str(k) for k in known])
        raise ValueError(f'there is no {what} "{each}".{hint}')


def _each(answers: Iterable[bool]) -> Mask:
    return np.fromiter(answers, dtype=bool)


_WORDS = ("name", "name_en", "short")


def _says(needle: str, *words: str | None) -> bool:
    return any(needle in word.casefold() for word in words if word)


def _touches(geometry: geopandas.GeoSeries, bbox: Bbox) -> Mask:
    if bbox.west <= bbox.east:
        return np.asarray(geometry.intersects(shapely.box(*bbox)))
    west = shapely.box(bbox.west, bbox.south, 180, bbox.north)
    east = shapely.box(-180, bbox.south, bbox.east, bbox.north)
    return np.asarray(geometry.intersects(west) | geometry.intersects(east))


def _around(lng: float, lat: float, metres: float) -> Bbox:
    up = metres / _M_PER_DEGREE
    side = up / max(0.01, math.cos(math.radians(lat)))
    return Bbox(lng - side, lat - up, lng + side, lat + up)


def _names_of(lng: float, lat: float, metres: float) -> list[float]:
    """Return a longitude within ±180 degrees, and where it would be across the antimeridian."""
    if abs(lng) > 180:
        lng = (lng + 180) % 360 - 180
    west, _, east, _ = _around(lng, lat, metres)
    return [lng, *([lng - 360] if east >= 180 else []), *([lng + 360] if west <= -180 else [])]


def _is_area(shapes: np.ndarray[Any, Any]) -> Mask:
    types = shapely.get_type_id(shapes)
    return np.asarray((types == _POLYGON) | (types == _MULTIPOLYGON))


def _distances_m(shapes: np.ndarray[Any, Any], point: shapely.Point) -> np.ndarray[Any, Any]:
    """Return distances on a local plane, metres; degrees of longitude shrink by cos(lat)."""
    scale = np.array([math.cos(math.radians(point.y)), 1.0]) * _M_PER_DEGREE
    flat = shapely.transform(shapes, lambda positions: positions * scale)
    there = shapely.transform(point, lambda positions: positions * scale)
    return np.asarray(shapely.distance(flat, there))
