"""One edition of a plan: its folder read once, shared by every session that shows it."""

from __future__ import annotations

import pickle
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from geo_app.app.reading import Reading, packed_document
from geo_app.app.sizes import Key, Weights, weights_of
from geo_app.app.state import Known, Row
from geo_app.app.watch import fingerprint
from geo_app.errors import DataError, Fault
from geo_app.memory import settle

if TYPE_CHECKING:
    from geo_app import Plan
    from geo_app.app.brief import Brief
    from geo_app.app.target_rows import Row as TargetRow

    Targets = tuple[list[TargetRow], list[TargetRow]]


class ChangedError(DataError):
    """The folder no longer holds what an edition was made of, and its tables were not yet read."""


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
    reading
        A process that reads the folder already.
    """

    def __init__(
        self,
        data: Path | None,
        *,
        slug: str = "",
        is_default: bool = True,
        reading: Reading | None = None,
    ) -> None:
        self.data, self.slug, self.is_default = data, slug, is_default
        # What the folder held when it was read; see `watch.fingerprint`.
        self.read_from = ""
        self._lock = threading.RLock()
        self._reading = reading
        self._brief: Brief | None = None
        self._plan: Plan | None = None
        self._pickled = b""
        self._packed = b""
        self._labels: dict[str, dict[str, str]] = {}
        self._targets: dict[str, Targets] = {}
        self._weights: Weights | None = None
        # Bytes of the files that were made, by what they are; see `sizes.Key`.
        self.made: dict[Key, int] = {}

    @property
    def address(self) -> dict[str, str]:
        """The query parameters that lead to this plan."""
        return {} if self.is_default else {"plan": self.slug}

    @property
    def ready(self) -> bool:
        """Whether the plan is read, so that a run of the page takes no time."""
        return self._brief is not None

    def brief(self) -> Brief:
        """Return the plan in brief; the first to ask waits for it.

        Raises
        ------
        DataError
            With every fault of the folder; it is read again next time, as it may be mended.
        """
        if self._brief is not None:  # set last: what was made of it is there too
            return self._brief
        with self._lock:
            if self._brief is None:
                self._brief = self._received() or self._read()
            return self._brief

    def plan(self) -> Plan:
        """Return the plan. `brief` is enough for a run of the page, and is there sooner.

        Raises
        ------
        ChangedError
            If the files changed before it was read: what they hold now is another edition.
        DataError
            As `brief`.
        """
        brief = self.brief()
        with self._lock:
            if self._plan is None:
                self.receive()
                plan, self._pickled = self._read_later(), b""
                if plan.version != brief.version:
                    raise ChangedError([_changed(self.slug)])
                self._plan = plan
                settle()
            return self._plan

    def receive(self) -> None:
        """Take what the process that read the plan still holds, so that it can end."""
        with self._lock:
            reading, self._reading = self._reading, None
            if reading:
                self._pickled = reading.plan()

    def _received(self) -> Brief | None:
        """Take what the process has read; None without one, or where it did not get there."""
        if self._reading is None:
            return None
        reading, self._reading = self._reading, None
        found = reading.read()
        if found is None:
            reading.stop()
            return None
        self._reading = reading
        self.read_from, self._packed = found.read_from, found.packed
        lang = found.brief.known.lang
        self._labels[lang], self._targets[lang] = found.labels, found.targets
        return found.brief

    def _read(self) -> Brief:
        from geo_app import load_plan
        from geo_app.app.brief import brief_of

        # Before it is read: what changes meanwhile is then told, and not missed.
        self.read_from = "" if self.data is None else fingerprint(self.data)
        self._plan = load_plan(self.data)
        return brief_of(self._plan)

    def _read_later(self) -> Plan:
        """Return the plan that follows a brief: what the process sent, else what is read now."""
        if self._pickled:
            received: Plan = pickle.loads(self._pickled)
            return received
        from geo_app import load_plan

        try:
            return load_plan(self.data)
        except DataError as error:
            raise ChangedError([_changed(self.slug), *error.faults]) from None

    def rows(self) -> tuple[Row, ...]:
        """Return what a filter needs to know of each place, in the order of the layers."""
        return self.brief().rows

    def known(self) -> Known:
        """Return the words that a link may hold."""
        return self.brief().known

    def labels(self, lang: str) -> dict[str, str]:
        """Return by what each place can be looked for; see `brief.labels_of`."""
        self.brief()
        # What is there waits for nobody who reads on.
        if lang not in self._labels:
            from geo_app.app.brief import labels_of

            self._labels[lang] = labels_of(self.plan(), lang)
        return self._labels[lang]

    def targets(self, lang: str) -> Targets:
        """Return what the list of targets shows of the whole plan; see `target_rows`."""
        self.brief()
        if lang not in self._targets:
            from geo_app.app.target_rows import target_rows

            self._targets[lang] = target_rows(self.plan(), self.known().places, lang)
        return self._targets[lang]

    def weights(self) -> Weights:
        """Return how heavy each place is in a file, for estimates."""
        with self._lock:
            if self._weights is None:
                self._weights = weights_of(self.plan())
            return self._weights

    def packed(self) -> bytes:
        """Return the map document, UTF-8, as gzip."""
        self.brief()
        if self._packed:
            return self._packed
        with self._lock:
            if not self._packed:
                self._packed = packed_document(self.plan())
            return self._packed


def _changed(slug: str) -> Fault:
    what = "the files changed before all of this edition was read."
    return Fault(slug, 0, "", what, "Load the page again.")
