"""Runs of the command line that are killed: at a step, or after a time.

`Nursery` is a process that has loaded everything and forks a run when asked, which takes
milliseconds where a start takes seconds. A step is what the interpreter tells before it happens
(`sys.addaudithook`): a file opened to be written, renamed, removed, a folder made, rights changed.
Before each of them the run can be ended by SIGKILL, which nothing can catch.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import IO, Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
_STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "tempfile.mkstemp"}
_STEPS |= {"tempfile.mkdtemp", "fcntl.flock", "shutil.rmtree"}
_MODULES = (
    "geo_app.cli geo_app.api geo_app.site geo_app.tidying geo_app.exports.datums "
    "geo_app.exports.geopackage geo_app.exports.qgis_project geo_app.exports.postgis "
    "geo_app.picture geo_app.picture.press typst timeit"
)


class Run(NamedTuple):
    """How a run ended: its status, negative for a signal; its steps; its time."""

    status: int
    steps: int
    seconds: float
    said: str


class Nursery:
    """Forks runs of the command line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(
        self, *args: object, step: int = 0, after_s: float = 0, user: int = 0, file_bytes: int = 0
    ) -> Run:
        """Run a command; kill it before its step `step`, or after a time; 0: not at all.

        `user`: run as this user id. `file_bytes`: no file may grow beyond this.
        """
        asked = {"args": [str(each) for each in args], "step": step, "after_s": after_s}
        asked |= {"user": user, "file_bytes": file_bytes}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the nursery has died"
        return Run(**json.loads(answer))


@contextlib.contextmanager
def nursery(**environment: str) -> Iterator[Nursery]:
    """Give a nursery; `environment` is added to its runs'."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.killing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    try:
        yield Nursery(process)
    finally:
        process.communicate()


def moments(whole: Run, count: int, *, seed: int) -> Iterator[dict[str, Any]]:
    """Yield moments at which to kill a run that took so long, spread over all of it.

    Half of them are steps, the last ones for certain, as there a target changes; half are times.
    """
    random = Random(seed)
    last = range(whole.steps, max(0, whole.steps - 6), -1)
    spread = random.sample(range(1, whole.steps + 1), whole.steps)
    steps = [*dict.fromkeys([*last, *spread])][: (count + 1) // 2]
    for step in steps:
        yield {"step": step}
    for _ in range(count - len(steps)):
        yield {"after_s": random.uniform(0.001, whole.seconds)}


# The nursery


def _serve(asked: IO[str], answers: IO[str]) -> None:
    for module in _MODULES.split():
        __import__(module)
    for line in asked:
        request = json.loads(line)
        count, told = os.pipe()
        said, tell = os.pipe()
        started = time.perf_counter()
        child = os.fork()
        if not child:
            for stream in (1, 2):
                os.dup2(tell, stream)
            _child(request, told)
        os.close(told)
        os.close(tell)
        if after := request["after_s"]:
            handle = os.pidfd_open(child)
            if not select.select([handle], [], [], after)[0]:
                os.kill(child, signal.SIGKILL)
            os.close(handle)
        heard = b"".join(iter(lambda: os.read(said, 65536), b"")).decode()  # noqa: B023
        _, status = os.waitpid(child, 0)
        took = time.perf_counter() - started
        # It tells its steps one byte each.
        steps = len(b"".join(iter(lambda: os.read(count, 65536), b"")))  # noqa: B023
        os.close(count)
        os.close(said)
        run = Run(os.waitstatus_to_exitcode(status), steps, took, heard)
        print(json.dumps(run._asdict()), file=answers, flush=True)


def _child(request: dict[str, Any], told: int) -> None:
    """Run the command in this process, which ends with it."""
    import resource

    from geo_app.cli import main

    if request["file_bytes"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["file_bytes"],) * 2)
    if request["user"]:
        os.setgid(request["user"])
        os.setuid(request["user"])
    _watch(request["step"], told)
    status = 70
    try:
        main(request["args"], standalone_mode=True)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _watch(step: int, told: int) -> None:
    done = 0

    def hear(event: str, args: Sequence[Any]) -> None:
        nonlocal done
        if event == "open":
            if not (isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
                return
        elif event not in _STEPS:
            return
        done += 1
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(told, b".")

    sys.addaudithook(hear)


if __name__ == "__main__":
    _serve(sys.stdin, os.fdopen(os.dup(1), "w"))
