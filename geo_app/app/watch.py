"""Whether the files of a plan's folder are still those that were read."""

from __future__ import annotations

import hashlib
import stat
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

# What editors put beside a file while they write it.
_PASSING = (".", "~", "#")


class _File(NamedTuple):
    """A file as the folder lists it: while this stays, so do its bytes."""

    name: str
    size: int
    changed_ns: int


def fingerprint(folder: Path) -> str:
    """Return a hash of all that a plan is read from.

    Only names, sizes and times are looked up as long as they stay: asking again costs about a
    millisecond. A file that was touched, and not changed, changes nothing.

    Parameters
    ----------
    folder
        Holds `seeds/` and `layers/`; a file that vanishes or cannot be read is one without bytes.
    """
    return _digest(folder, tuple(_files(folder)))


def _files(folder: Path) -> list[_File]:
    found = []
    for part in ("seeds", "layers"):
        for path in sorted((folder / part).rglob("*")):
            if path.name.startswith(_PASSING) or path.name.endswith(_PASSING):
                continue
            try:
                about = path.stat()
            except OSError:
                continue
            if stat.S_ISREG(about.st_mode):
                name = path.relative_to(folder).as_posix()
                found.append(_File(name, about.st_size, about.st_mtime_ns))
    return found


@lru_cache(maxsize=64)
def _digest(folder: Path, files: tuple[_File, ...]) -> str:
    whole = hashlib.sha256()
    for name, *_ in files:
        whole.update(f"{name}\0".encode("utf-8", "surrogateescape"))
        try:
            with (folder / name).open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        except OSError:
            continue
    return whole.hexdigest()
