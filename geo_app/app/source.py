"""One edition of a plan: its folder read once, shared by every session that shows it."""

from __future__ import annotations

import gzip
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from geo_app.app.sizes import Key, Weights, weights_of
from geo_app.app.state import Known, Row
from geo_app.app.watch import fingerprint
from geo_app.schema import Confidence, Status

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo_app import Plan

# 天地图 gives its tiles only to a key; this one reaches every reader of the page.
TIANDITU_KEY = "GEO_APP_TIANDITU_KEY"
# As small as what Streamlit would make of it for each reader anew, in half of the time.
_GZIP_LEVEL = 4


class Source:
    """A data folder, and what was made of it so far.

    Parameters
    ----------
    data
        Holds `seeds/` and `layers/`; None: the plan that ships with the package.
    slug
        Name of the plan in the address.
    is_default
        Whether the address may do without that name.
    """

    def __init__(self, data: Path | None, *, slug: str = "", is_default: bool = True) -> None:
        self.data, self.slug, self.is_default = data, slug, is_default
        # What the folder held when it was read; see `watch.fingerprint`.
        self.read_from = ""
        self._lock = threading.RLock()
        self._plan: Plan | None = None
        self._packed = b""
        self._rows: tuple[Row, ...] = ()
        self._known = Known((), (), {})
        self._weights: Weights | None = None
        # Bytes of the files that were made, by what they are; see `sizes.Key`.
        self.made: dict[Key, int] = {}

    @property
    def address(self) -> dict[str, str]:
        """The query parameters that lead to this plan."""
        return {} if self.is_default else {"plan": self.slug}

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
        if self._plan is not None:  # set last: what was made of it is there too
            return self._plan
        with self._lock:
            if self._plan is None:
                from geo_app import load_plan

                # Before it is read: what changes meanwhile is then told, and not missed.
                self.read_from = "" if self.data is None else fingerprint(self.data)
                plan = load_plan() if self.data is None else load_plan(self.data)
                places = plan.places
                recorded = recorded_about(plan)
                self._rows = tuple(
                    Row(str(each), layer, tuple(tasks), str(each) in recorded)
                    for each, layer, tasks in zip(
                        places.index, places["layer"], places["tasks"], strict=True
                    )
                )
                self._known = Known(
                    tasks=tuple(task.number for task in plan.report.tasks),
                    layers=tuple(layer.id for layer in plan.layers),
                    places=_ids(places),
                    lang=plan.lang,
                )
                self._plan = plan
            return self._plan

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

    def packed(self) -> bytes:
        """Return the map document, UTF-8, as gzip: as it is sent, and a sixth in memory."""
        with self._lock:
            if not self._packed:
                from geo_app.mapdoc import map_bytes

                key = os.environ.get(TIANDITU_KEY, "")
                html = map_bytes(self.plan(), tianditu_key=key)
                self._packed = gzip.compress(html, _GZIP_LEVEL, mtime=0)
            return self._packed


def recorded_about(plan: Plan) -> frozenset[str]:
    """Return what something is on record of since: ids of places and targets, words of the ledger.

    That nothing was found is no record, and one of low confidence is not shown.
    """
    outcomes = plan.outcomes
    shown = (outcomes["confidence"] != Confidence.LOW) & (outcomes["status"] != Status.NO_RECORD)
    return frozenset(outcomes.loc[shown, "about"])


def _ids(places: GeoDataFrame) -> dict[str, str]:
    ids = {str(each): str(each) for each in places.index}
    for each, former in places["formerly"].items():
        ids.update(dict.fromkeys(former or (), str(each)))
    return ids
