"""The one plan of a running server: read once, shared by every session.

Streamlit runs the page as a script and gives it nothing, so what `serve` was asked for is kept
here, for the page and the map's route alike.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from geo_app.app.sizes import Key, Weights, weights_of
from geo_app.app.state import Known, Row
from geo_app.schema import Confidence, Status

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo_app import Plan

# 天地图 gives its tiles only to a key; this one reaches every reader of the page.
TIANDITU_KEY = "GEO_APP_TIANDITU_KEY"


Stamp = tuple[tuple[str, int, int], ...]


class Source:
    """A data folder, and what was made of it so far.

    Parameters
    ----------
    data
        Holds `seeds/` and `layers/`; None: the plan that ships with the package.
    """

    def __init__(self, data: Path | None) -> None:
        self.data = data
        self._lock = threading.RLock()
        self._plan: Plan | None = None
        self._read: Stamp = ()
        self._html: dict[str, bytes] = {}
        self._rows: tuple[Row, ...] = ()
        self._known = Known((), (), {})
        self._weights: Weights | None = None
        # Bytes of the files that were made, by what they are; see `sizes.Key`.
        self.made: dict[Key, int] = {}

    @property
    def ready(self) -> bool:
        """Whether the plan is read, so that asking for it takes no time."""
        return self._plan is not None

    def plan(self) -> Plan:
        """Return the plan; the first to ask waits for it.

        Raises
        ------
        DataError
            With every fault of the folder; it is read again next time, as it may be mended.
        """
        with self._lock:
            return self._plan or self.reload()

    def reload(self) -> Plan:
        """Read the folder anew, and show that from now on; if it has faults, nothing changes.

        Raises
        ------
        DataError
            With every fault of the folder.
        """
        from geo_app import load_plan

        # What changes while it is read has to be seen as a change afterwards.
        stamp = self._stamp()
        plan = load_plan() if self.data is None else load_plan(self.data)
        recorded = recorded_about(plan)
        rows = tuple(
            Row(str(each), layer, tuple(tasks), str(each) in recorded)
            for each, layer, tasks in zip(
                plan.places.index, plan.places["layer"], plan.places["tasks"], strict=True
            )
        )
        known = Known(
            tasks=tuple(task.number for task in plan.report.tasks),
            layers=tuple(layer.id for layer in plan.layers),
            places=_ids(plan.places),
        )
        with self._lock:
            self._read, self._rows, self._known, self._weights = stamp, rows, known, None
            self.made.clear()
            self._plan = plan
        return plan

    @property
    def is_stale(self) -> bool:
        """Whether a file of the folder is another than when the plan was read from it."""
        return self.data is not None and self.ready and self._stamp() != self._read

    def _stamp(self) -> Stamp:
        """Return name, time and size of every file of the folder: some dozens, asked in no time."""
        if self.data is None:
            return ()
        folders = (self.data / "seeds", self.data / "layers")
        files = (each for folder in folders for each in sorted(folder.rglob("*")))
        return tuple((str(each), *_time_and_size(each)) for each in files)

    def rows(self) -> tuple[Row, ...]:
        """Return what a filter needs to know of each place, in the order of the layers."""
        self.plan()
        return self._rows

    def known(self) -> Known:
        """Return the words that a link may hold."""
        self.plan()
        return self._known

    def weights(self) -> Weights:
        """Return how heavy each place is in a file, for estimates."""
        with self._lock:
            if self._weights is None:
                self._weights = weights_of(self.plan())
            return self._weights

    def html(self, version: str) -> bytes | None:
        """Return the map document of a version, UTF-8; None where there is no such version."""
        with self._lock:
            plan = self.plan()
            if version != plan.version:
                return None
            if version not in self._html:
                from geo_app.mapdoc import map_bytes

                key = os.environ.get(TIANDITU_KEY, "")
                self._html[version] = map_bytes(plan, tianditu_key=key)
            return self._html[version]


def recorded_about(plan: Plan) -> frozenset[str]:
    """Return what something is on record of since: ids of places and targets, words of the ledger.

    That nothing was found is no record, and one of low confidence is not shown.
    """
    outcomes = plan.outcomes
    shown = (outcomes["confidence"] != Confidence.LOW) & (outcomes["status"] != Status.NO_RECORD)
    return frozenset(outcomes.loc[shown, "about"])


def _time_and_size(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:  # it went away just now: that is a change as well
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _ids(places: GeoDataFrame) -> dict[str, str]:
    ids = {str(each): str(each) for each in places.index}
    for each, former in places["formerly"].items():
        ids.update(dict.fromkeys(former or (), str(each)))
    return ids


_served: list[Source] = []


def serve_from(source: Source) -> Source:
    """Make a source the one that the page and the map's route read."""
    _served[:] = [source]
    return source


def served() -> Source:
    """Return the source being served: the shipped plan where none was named."""
    return _served[0] if _served else serve_from(Source(None))
