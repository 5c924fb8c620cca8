"""What was made of a folder, kept on disk: the next start has the map at once.

One file for what a folder held, by the code that read it: a change of either is another file. It
holds plain JSON and the map document, and nothing that could run but what the page shows. It lies
where the user's system keeps what can be made again; only the user can write there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import sys
import tempfile
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

import orjson

from geo_app import __version__
from geo_app.app.brief import Brief, Read, TaskName
from geo_app.app.state import Known, Row
from geo_app.features import Layer

# "off": nothing is kept. Else the folder to keep it in.
CACHE = "GEO_APP_CACHE"
_OFF = "off"
# Of these the one not used for longest goes first.
_MOST_FILES = 12
_MOST_BYTES = 200_000_000
_SUFFIX = ".geo-app"


def key_of(data: Path) -> str:
    """Return the name under which what is made of a folder is kept, as it is now."""
    from geo_app.app.watch import fingerprint

    return hashlib.sha256(f"{fingerprint(data)}|{_code()}".encode()).hexdigest()


@cache
def _code() -> str:
    """Return what reads a folder and makes the document: our files, and the packages below."""
    root = Path(__file__).resolve().parent.parent
    files = sorted(path for path in root.rglob("*") if path.suffix not in (".pyc", ""))
    own = [(str(path.relative_to(root)), *_state(path)) for path in files]
    try:
        named = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in requires("geo-app") or ()]
    except PackageNotFoundError:  # a checkout that is not installed
        named = []
    versions = [(name, _version(name)) for name in dict.fromkeys(named)]
    return repr((__version__, sys.version_info[:3], own, versions))


def _state(path: Path) -> tuple[int, int]:
    about = path.stat()
    return about.st_size, about.st_mtime_ns


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # of an extra
        return ""


def recall(key: str) -> Read | None:
    """Return what is kept under a name; None where nothing is, or it is not as it was written."""
    folder = _folder()
    if folder is None:
        return None
    path = folder / f"{key}{_SUFFIX}"
    try:
        digest, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    is_whole = digest == _digest(data)
    with contextlib.suppress(OSError):  # where nothing can be written, it stays as it is
        os.utime(path) if is_whole else path.unlink()
    if not is_whole:
        return None
    head, _, packed = data.partition(b"\n")
    return _read(orjson.loads(head), packed)


def keep(key: str, read: Read) -> None:
    """Keep what was made; where that cannot be, the next start makes it again."""
    folder = _folder()
    if folder is None:
        return
    said = {
        **read._asdict(),
        "brief": {
            **{name: getattr(read.brief, name) for name in Brief.__slots__},
            "known": asdict(read.brief.known),
            "rows": [list(row) for row in read.brief.rows],
            "tasks": [list(task) for task in read.brief.tasks],
        },
    }
    del said["packed"]
    data = orjson.dumps(said) + b"\n" + read.packed
    with contextlib.suppress(OSError):
        _write(folder / f"{key}{_SUFFIX}", _digest(data) + b"\n" + data)
        _bound(folder)


def _digest(data: bytes) -> bytes:
    """Return what a file begins with: it says of the rest that all of it is as it was written."""
    return hashlib.sha256(data).hexdigest().encode()


def _write(path: Path, data: bytes) -> None:
    """Write a file whole, or not at all: two starts at once may write the same."""
    # For the user's eyes alone; one that a kill left behind is let go of in its turn.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _bound(folder: Path) -> None:
    """Let go of the oldest where there are too many, or they are too large."""
    files = [(path.stat(), path) for path in folder.glob(f"*{_SUFFIX}")]
    size = 0
    for count, (about, path) in enumerate(sorted(files, key=lambda each: -each[0].st_mtime_ns)):
        size += about.st_size
        if count >= _MOST_FILES or (count and size > _MOST_BYTES):
            path.unlink()


def _folder() -> Path | None:
    """Return where it is kept; None where it is not to be, or where others could write too."""
    from platformdirs import user_cache_path

    asked = os.environ.get(CACHE, "")
    if asked.casefold() == _OFF:
        return None
    try:
        folder = Path(asked or user_cache_path("geo-app", appauthor=False)).expanduser()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except (OSError, RuntimeError):  # the latter of a user without a home
        return None
    if os.name == "posix":
        open_to_others = about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if about.st_uid != os.geteuid() or open_to_others:
            return None
    return folder


def _read(said: dict[str, Any], packed: bytes) -> Read:
    brief = said.pop("brief")
    known = brief.pop("known")
    targets, commitments = said.pop("targets")
    return Read(
        brief=Brief(
            **brief
            | {
                "tasks": tuple(TaskName(*each) for each in brief["tasks"]),
                "layers": tuple(Layer(**each) for each in brief["layers"]),
                "rows": tuple(
                    Row(id_, layer, tuple(tasks), recorded)
                    for id_, layer, tasks, recorded in brief["rows"]
                ),
                "known": Known(
                    **known | {"tasks": tuple(known["tasks"]), "layers": tuple(known["layers"])}
                ),
            }
        ),
        packed=packed,
        targets=(targets, commitments),
        **said,
    )
