"""What the folder of a build holds, and where.

index.html                     links to every city
index.json                     the same for programs
places/city=NAME/part.parquet  one dataset, by Hive's convention
sites/NAME/                    the city's static edition
built/NAME.json                what it was built from, so that it need not be built again
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from geo_app.errors import DataError, Fault

# Says that a folder was made by us; what no city of the collection accounts for is removed.
MARKER = ".geo-app-build"
# A name stands in paths, addresses and "city=NAME", and needs no escaping in any of them.
_NAME = re.compile(r"[^\W_][\w.-]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths below the folder of a build; `sites` says whether it has any."""

    out: Path
    sites: bool

    def part(self, city: str) -> Path:
        """Return the city's file of the dataset."""
        return self.out / "places" / f"city={city}" / "part.parquet"

    def site(self, city: str) -> Path:
        """Return the folder of the city's static edition."""
        return self.out / "sites" / city

    def record(self, city: str) -> Path:
        """Return the file that says what the city was built from."""
        return self.out / "built" / f"{city}.json"

    @property
    def marker(self) -> Path:
        """Return the file that says that the folder is ours, and is held while we write."""
        return self.out / MARKER

    def begin(self, collection: Path) -> None:
        """Make the folder; raise DataError if it is not ours to fill."""
        out = self.out
        if out.resolve().is_relative_to(collection.resolve()):
            what = "it lies in the folder of the plans, and would be taken for one of them."
            raise DataError([Fault(str(out), 0, "", what, "Name a folder beside it.")])
        try:
            foreign = out.exists() and not self.marker.is_file() and any(out.iterdir())
            if foreign:
                what = "it holds something that geo-app build did not make, which would be lost."
                raise DataError([Fault(str(out), 0, "", what, "Name a new folder.")])
            for folder in ("places", "built", *(["sites"] if self.sites else [])):
                (out / folder).mkdir(parents=True, exist_ok=True)
            self.marker.touch()
        except OSError as error:
            what = f"it cannot be written: {error.strerror}."
            mend = "Choose a folder that may be written to."
            raise DataError([Fault(str(out), 0, "", what, mend)]) from None

    def prune(self, cities: set[str]) -> None:
        """Remove what belongs to none of these cities, and what was interrupted half-written."""
        wanted = {self.record(city) for city in cities}
        wanted |= {self.part(city).parent for city in cities}
        wanted |= {self.part(city) for city in cities}
        if self.sites:
            wanted |= {self.site(city) for city in cities}
        found = [*self.out.glob("built/*"), *self.out.glob("sites/*")]
        found += [*self.out.glob("places/*"), *self.out.glob("places/*/*")]
        for path in found:
            if path not in wanted:
                _remove(path)
        if not self.sites:
            _remove(self.out / "sites")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def cities_of(collection: Path) -> tuple[list[str], list[Fault]]:
    """Return the names of the plans in a folder, sorted, and the faults of those that cannot be.

    Raises
    ------
    DataError
        If there is no such folder, or no folder in it.
    """
    if not collection.is_dir():
        what, mend = "there is no such folder.", "Name a folder that holds a folder for each plan."
        raise DataError([Fault(str(collection), 0, "", what, mend)])
    folders = [each.name for each in collection.iterdir() if each.is_dir()]
    names = sorted(name for name in folders if not name.startswith("."))
    if not names:
        what, mend = "there is no plan in it.", "Put a folder for each plan there."
        raise DataError([Fault(str(collection), 0, "", what, mend)])
    what = "the name cannot stand in an address as it is."
    mend = "Rename the folder: letters, digits, hyphens and full stops."
    faults = [Fault(name, 0, "", what, mend) for name in names if not _NAME.fullmatch(name)]
    return [name for name in names if _NAME.fullmatch(name)], faults
