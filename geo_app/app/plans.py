"""The plans of a running server, each by the name that it has in the address.

Streamlit runs the page as a script and gives it nothing, so what `serve` was asked for is kept
here, for the page and the map's route alike.

Each plan is a line of editions: what was read of its folder, and again when a reader asked for it.
A session stays with the edition that it began with until its reader asks for the newest.
"""

from __future__ import annotations

import re
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from geo_app.app.reading import Reading
from geo_app.app.source import Source
from geo_app.app.watch import fingerprint
from geo_app.data import data_folder
from geo_app.errors import DataError, Fault

# The name of the plan that ships with the package.
SHIPPED = "changsha"


class Shelf:
    """One plan: its folder, its name in the address, and its newest edition."""

    def __init__(
        self,
        data: Path | None,
        slug: str = SHIPPED,
        *,
        is_default: bool = True,
        reading: Reading | None = None,
    ) -> None:
        self.data, self.slug, self.is_default = data, slug, is_default
        self._lock = threading.Lock()
        self._editions: weakref.WeakSet[Source] = weakref.WeakSet()
        self.newest = self._edition(reading)

    def _edition(self, reading: Reading | None = None) -> Source:
        made = Source(self.data, slug=self.slug, is_default=self.is_default, reading=reading)
        self._editions.add(made)
        return made

    def is_behind(self, source: Source) -> bool:
        """Say whether an edition is no longer what its folder holds. Cheap: ask it often."""
        return self.data is not None and source.ready and fingerprint(self.data) != source.read_from

    def renew(self) -> Source:
        """Read the folder again, unless another session just did, and return the newest edition.

        Raises
        ------
        DataError
            With every fault of the folder; the newest edition stays what it was.
        """
        with self._lock:
            if self.is_behind(self.newest):
                fresh = self._edition()
                fresh.brief()
                self.newest = fresh
            return self.newest

    def edition(self, version: str) -> Source | None:
        """Return the edition of a version that the newest is, or that a session still shows."""
        older = [each for each in self._editions if each.ready and each is not self.newest]
        for source in (self.newest, *older):
            if source.brief().version == version:
                return source
        return None


class Plans:
    """All plans that are served, in the order in which they were named; the first is the default.

    Parameters
    ----------
    folders
        Each holds `seeds/` and `layers/`; none named: the plan that ships with the package.
    reading
        A process that reads the first of them already.
    """

    def __init__(self, folders: Sequence[Path] = (), reading: Reading | None = None) -> None:
        self._reading = reading
        slugs = slugs_of(folders)
        shelves = [
            Shelf(folder, slug, is_default=index == 0, reading=None if index else reading)
            for index, (folder, slug) in enumerate(zip(folders, slugs, strict=True))
        ]
        self._shelves = {shelf.slug: shelf for shelf in shelves or [Shelf(None, reading=reading)]}

    def __iter__(self) -> Iterator[Shelf]:
        return iter(self._shelves.values())

    def __len__(self) -> int:
        return len(self._shelves)

    @property
    def default(self) -> Shelf:
        """The plan of an address that names none."""
        return next(iter(self))

    def get(self, slug: str) -> Shelf | None:
        """Return the plan of a name, the default for ""; None where there is none."""
        return self._shelves.get(slug) if slug else self.default

    def packed(self, version: str) -> bytes | None:
        """Return the map document of a version, as gzip, whichever plan has it; None if none."""
        for shelf in self:
            if source := shelf.edition(version):
                return source.packed()
        return None

    def give_up(self) -> None:
        """Read no further, as the server ends."""
        if self._reading:
            self._reading.give_up()

    def read(self) -> None:
        """Read every plan now.

        Raises
        ------
        DataError
            With every fault of every folder; the folder stands before the file.
        """
        faults: list[Fault] = []
        for shelf in self:
            try:
                data_folder(shelf.data)
            except DataError as error:
                faults += error.faults  # they name the folder already
                continue
            try:
                shelf.newest.brief()
            except DataError as error:
                faults += [replace(each, file=f"{shelf.data}/{each.file}") for each in error.faults]
        if faults:
            raise DataError(faults)


def slugs_of(folders: Iterable[Path]) -> list[str]:
    """Return a name for each folder: its own, with as many of its parents' as tell them apart.

    The order in which they are named plays no part, so a link holds when another plan is added
    before them; folders whose names differ in nothing but signs are numbered.

    Examples
    --------
    >>> slugs_of([Path("/p/Qing Shi"), Path("/p/a/plan"), Path("/p/b/plan")])
    ['qing-shi', 'a-plan', 'b-plan']
    """
    paths = [folder.resolve() for folder in folders]
    deepest = max((len(path.parts) for path in paths), default=0)
    found: list[str] = []
    for path in paths:
        others = [other for other in paths if other != path]
        for depth in range(1, deepest + 1):
            slug = _slug(path, depth)
            if all(_slug(other, depth) != slug for other in others):
                break
        number, unique = 2, slug
        while unique in found:
            unique, number = f"{slug}-{number}", number + 1
        found.append(unique)
    return found


def _slug(path: Path, depth: int) -> str:
    words = re.sub(r"[^\w]+", "-", "-".join(path.parts[-depth:]).casefold())
    return words.strip("-_") or "plan"


_served: list[Plans] = []


def serve_from(plans: Plans) -> Plans:
    """Make these the plans that the page and the map's route read."""
    _served[:] = [plans]
    return plans


def served() -> Plans:
    """Return the plans being served: the shipped one where none was named."""
    return _served[0] if _served else serve_from(Plans())
