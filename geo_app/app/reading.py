"""A plan read, and its document made, by a process of its own.

To import what reads a plan takes as long as to import Streamlit, and both hold Python's lock: so
they go side by side, on two processors, and the server answers the browser meanwhile. The process
ends with its work; whoever asked for the plan reads it alone if it does not come.
"""

from __future__ import annotations

import copyreg
import gzip
import json
import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from geo_app.app import kept
from geo_app.app.brief import Read
from geo_app.data import data_folder
from geo_app.errors import DataError, Fault

if TYPE_CHECKING:
    from geo_app import Plan

# 天地图 gives its tiles only to a key; this one reaches every reader of the page.
TIANDITU_KEY = "GEO_APP_TIANDITU_KEY"
# As small as what Streamlit would make of it for each reader anew, in half of the time.
_GZIP_LEVEL = 4
_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from geo_app.app.reading import main
main(sys.argv[2], is_kept=bool(sys.argv[3]))
"""
# The first page goes first: the plan itself is not needed for it.
_NICE = 10


class GivenUpError(DataError):
    """The server ends, and what it was reading is not needed any more."""


class Reading:
    """A folder that is being read.

    Parameters
    ----------
    data
        Holds `seeds/` and `layers/`; None: the plan that ships with the package.
    """

    def __init__(self, data: Path | None) -> None:
        self._folder = data_folder() if data is None else data.resolve()
        # A key that reaches the page's readers is not for the disk.
        self._key = "" if os.environ.get(TIANDITU_KEY) else kept.key_of(self._folder)
        self._kept = kept.recall(self._key) if self._key else None
        self._is_given_up = False
        # The same modules as here, and none that lies where the command was given by chance.
        path, folder = json.dumps(sys.path), str(data.resolve()) if data else ""
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM, path, folder, "kept" if self._kept else ""],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what is wrong is said by who reads it again
        )

    def read(self) -> Read | None:
        """Return what was read, once it is; None where the process did not get there.

        Raises
        ------
        GivenUpError
            If that was called for meanwhile.
        DataError
            With every fault of the folder.
        """
        if self._kept:
            return self._kept
        found = self._next()
        if self._is_given_up:
            why = "it was not read: the server ends."
            raise GivenUpError([Fault(str(self._folder), 0, "", why, "Start geo-app again.")])
        if isinstance(found, list):
            self.stop()
            raise DataError(found)
        if not isinstance(found, Read):
            return None
        # What changed while it was read is not what it is called by.
        if self._key and kept.key_of(self._folder) == self._key:
            kept.keep(self._key, found)
        return found

    def plan(self) -> bytes:
        """Return the plan itself, pickled; b"" where it did not come. Once, and after `read`."""
        found = self._next()
        self.stop()
        return found if isinstance(found, bytes) else b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def give_up(self) -> None:
        """End the process, under whoever waits for it: nobody is to read the folder instead."""
        self._is_given_up = True
        self.process.kill()

    def stop(self) -> None:
        """End the process, if it has not ended."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _next(self) -> object:
        stream = self.process.stdout
        assert stream is not None
        try:
            return pickle.load(stream)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return None


def main(folder: str, *, is_kept: bool) -> None:
    """Read a folder ("": the shipped plan), and write to standard output what was made of it.

    Parameters
    ----------
    is_kept
        The plan itself is enough, and there is time.
    """
    # Whoever waits for the answer decides when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What else prints is no answer.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    data = Path(folder) if folder else None
    try:
        if is_kept:
            plan = _plan_in_time(data)
        else:
            plan, read = read_folder(data)
            _send(answer, read)
    except DataError as error:
        _send(answer, list(error.faults))
        return
    _send(answer, pickle.dumps(plan, pickle.HIGHEST_PROTOCOL))


def _plan_in_time(data: Path | None) -> Plan:
    if hasattr(os, "nice"):
        os.nice(_NICE)
    from geo_app import load_plan
    from geo_app.memory import paused_gc

    with paused_gc():
        return load_plan(data)


def read_folder(data: Path | None) -> tuple[Plan, Read]:
    """Read a folder, and make of it what the first page needs; raise DataError with its faults."""
    from geo_app import load_plan
    from geo_app.app.brief import brief_of, labels_of
    from geo_app.app.target_rows import target_rows
    from geo_app.app.watch import fingerprint
    from geo_app.memory import paused_gc

    with paused_gc():
        # Before it is read: what changes meanwhile is then told, and not missed.
        read_from = "" if data is None else fingerprint(data)
        plan = load_plan(data)
        brief = brief_of(plan)
        return plan, Read(
            brief,
            read_from,
            packed_document(plan),
            labels_of(plan, plan.lang),
            target_rows(plan, brief.known.places, plan.lang),
        )


def packed_document(plan: Plan) -> bytes:
    """Return the map document, UTF-8, as gzip: as it is sent, and a sixth in memory."""
    from geo_app.mapdoc import map_bytes

    html = map_bytes(plan, tianditu_key=os.environ.get(TIANDITU_KEY, ""))
    return gzip.compress(html, _GZIP_LEVEL, mtime=0)


def _frozen(found: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(found)


# Python can send every part of a plan but these.
copyreg.pickle(MappingProxyType, lambda proxy: (_frozen, (dict(proxy),)))


def _send(answer: BinaryIO, what: Read | list[Fault] | bytes) -> None:
    pickle.dump(what, answer, pickle.HIGHEST_PROTOCOL)
    answer.flush()
