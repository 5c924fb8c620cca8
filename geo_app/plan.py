"""The join: places × sentences × measures × tasks, with targets, outcomes and the ledger.

A `Plan` never changes; filtering gives a smaller one. Whatever shows or writes something takes a
Plan, so what is seen and what is exported cannot differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import geopandas
import pandas as pd
import shapely
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from geo_app import schema
from geo_app.errors import did_you_mean
from geo_app.features import Feature, Layer
from geo_app.report import Report
from geo_app.values import Bbox

# One degree of latitude, metres (WGS 84, mean); good to 0.6 % anywhere.
_M_PER_DEGREE = 111_132.0


@dataclass(frozen=True, eq=False)
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
    _places: geopandas.GeoDataFrame = field(repr=False)
    _mentions: pd.DataFrame = field(repr=False)
    _through: pd.DataFrame = field(repr=False)
    _targets: pd.DataFrame = field(repr=False)
    _outcomes: pd.DataFrame = field(repr=False)
    _ledger: pd.DataFrame = field(repr=False)
    _ids: Mapping[str, str] = field(repr=False)

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
        return self._mentions.copy()

    @property
    def through(self) -> pd.DataFrame:
        """Spans that name a place only through a group it belongs to: the columns of `mentions`,
        and `group`, the id whose words stand there.
        """
        return self._through.copy()

    @property
    def targets(self) -> pd.DataFrame:
        """Every quantity that the report commits to; the columns of targets.csv, as text, and
        `sentence`, the index of the first sentence that says it.
        """
        return self._targets.copy()

    @property
    def outcomes(self) -> pd.DataFrame:
        """What became of places and targets; the columns of outcomes.csv, as text."""
        return self._outcomes.copy()

    @property
    def ledger(self) -> pd.DataFrame:
        """What the report names and the map does not draw; the columns of ledger.csv, as text."""
        return self._ledger.copy()

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
        direct = self._mentions[self._mentions["place_id"] == place]
        through = self._through[self._through["place_id"] == place]
        group = dict(zip(through["sentence"], through["group"], strict=True))
        indexes = sorted({*direct["sentence"], *through["sentence"]})
        own = set(direct["sentence"])
        found = []
        for index in indexes:
            s = self.report.sentences[index]
            quote = {"task": s.task, "measure": s.section, "start": s.span.start}
            quote |= {"end": s.span.end, "text": s.text}
            found.append(quote if index in own else quote | {"via": group[index]})
        return found

    def filter(
        self,
        *,
        tasks: Iterable[int] | None = None,
        layers: Iterable[str] | None = None,
        kinds: Iterable[str] | None = None,
        bbox: Bbox | tuple[float, float, float, float] | None = None,
        places: Iterable[str] | None = None,
        text: str | None = None,
    ) -> Self:
        """Return the smaller plan of the places that meet every condition given.

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
            If a task, layer, kind or place is unknown; the message names a near miss.
        """
        frame = self._places
        keep = pd.Series(True, index=frame.index)
        chosen = None
        if tasks is not None:
            chosen = set(tasks)
            _known("task", chosen, {task.number for task in self.report.tasks})
            keep &= frame["tasks"].map(lambda of: not chosen.isdisjoint(of)).astype(bool)
        for what, column, ids, known in (
            ("layer", frame["layer"], layers, {layer.id for layer in self.layers}),
            ("kind", frame["kind"], kinds, set(schema.KINDS)),
            (
                "place",
                frame.index.to_series(),
                _resolved(places, self._ids),
                set(self._ids.values()),
            ),
        ):
            if ids is not None:
                wanted = set(ids)
                _known(what, wanted, known)
                keep &= column.isin(wanted)
        if bbox is not None:
            keep &= _touches(frame.geometry, Bbox(*bbox))
        if text is not None:
            needle = text.casefold().strip()
            keep &= frame[["name", "name_en", "short", "aliases"]].apply(
                lambda row: _says(row, needle), axis=1
            )
        return self._keep(keep, chosen)

    def at(self, lng: float, lat: float, *, within_m: float = 100.0) -> Self:
        """Return everything planned at a point: the areas that hold it, smallest first, then
        lines and points near it.

        Parameters
        ----------
        lng, lat
            WGS 84, decimal degrees.
        within_m
            How near a line or a point must be, metres; measured on a local plane, good to 1 %
            up to 10 km.
        """
        frame = self._places
        point = shapely.Point(lng, lat)
        wide = shapely.box(*_around(lng, lat, within_m))
        near = frame.iloc[sorted(frame.sindex.query(wide, predicate="intersects"))]
        area = pd.Series(shapely.area(near.geometry.values), near.index)
        is_area = near.geom_type.str.endswith("Polygon")
        holds = near.geometry.intersects(point)
        away = near.geometry.map(lambda shape: _distance_m(shape, point))
        keep = near[holds | (~is_area & (away <= within_m))]
        order = area[keep.index].where(is_area[keep.index], float("inf")).sort_values(kind="stable")
        return self._only(keep.loc[order.index])

    def _keep(self, keep: pd.Series, tasks: set[int] | None) -> Self:
        smaller = self._only(self._places[keep])
        if tasks is None:
            return smaller
        wanted = smaller._targets["task"].isin({str(task) for task in tasks})
        return replace(smaller, _targets=smaller._targets[wanted])

    def _only(self, places: geopandas.GeoDataFrame) -> Self:
        ids = set(places.index)
        about = ids | set(self._targets["id"])
        return replace(
            self,
            _places=places,
            _mentions=self._mentions[self._mentions["place_id"].isin(ids)],
            _through=self._through[self._through["place_id"].isin(ids)],
            _outcomes=self._outcomes[self._outcomes["about"].isin(about)],
        )


def _known(what: str, wanted: set[Any], known: set[Any]) -> None:
    for each in sorted(wanted - known, key=str):
        hint = did_you_mean(str(each), [str(k) for k in known])
        raise ValueError(f'there is no {what} "{each}".{hint}')


def _resolved(places: Iterable[str] | None, ids: Mapping[str, str]) -> list[str] | None:
    return None if places is None else [ids.get(place, place) for place in places]


def _says(row: pd.Series, needle: str) -> bool:
    words = [row["name"], row["name_en"], row["short"] or "", *(row["aliases"] or ())]
    return any(needle in word.casefold() for word in words)


def _touches(geometry: geopandas.GeoSeries, bbox: Bbox) -> pd.Series:
    if bbox.west <= bbox.east:
        return pd.Series(geometry.intersects(shapely.box(*bbox)))
    west = shapely.box(bbox.west, bbox.south, 180, bbox.north)
    east = shapely.box(-180, bbox.south, bbox.east, bbox.north)
    return pd.Series(geometry.intersects(west) | geometry.intersects(east))


def _around(lng: float, lat: float, metres: float) -> Bbox:
    up = metres / _M_PER_DEGREE
    side = up / max(0.01, math.cos(math.radians(lat)))
    return Bbox(lng - side, lat - up, lng + side, lat + up)


def _distance_m(shape: BaseGeometry, point: shapely.Point) -> float:
    """Return the distance on a local plane, metres; degrees of longitude shrink by cos(lat)."""
    kx = math.cos(math.radians(point.y))
    scale = [kx * _M_PER_DEGREE, 0, 0, _M_PER_DEGREE, 0, 0]
    flat = affine_transform(shape, scale)
    return float(flat.distance(affine_transform(point, scale)))
