"""`python -m tests.hostile.trial FIRST COUNT`: damaged plans, each checked, loaded and tidied.

Runs in a process of its own, under limits that the kernel keeps: of memory for the whole, of time
for each case. Whatever is not a refusal in words is printed, with the seed that does it again.
"""

from __future__ import annotations

import collections
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from geo_app.api import load_plan
from geo_app.checks import check
from geo_app.errors import DataError, Fault
from geo_app.tidying import tidy_folder
from tests.hostile.mutations import mutate

TINY = Path(__file__).resolve().parent.parent / "tiny_city"
# Beyond what the process has once everything is loaded.
MEMORY = 1_500_000_000
SECONDS = 20  # of processor time and of waiting, a case

_ROOTS = ("layers/", "seeds/")


class TooLongError(Exception):
    """A case has used up its time."""


def _stop(*_: object) -> None:
    raise TooLongError


def limit() -> None:
    """Limit this process."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    signal.signal(signal.SIGALRM, _stop)


def faults_of(city: Path) -> list[Fault]:
    """Do all that a curator does; return what was said."""
    said = list(check(city))
    loaded: list[Fault] = []
    steps: tuple[Callable[[], object], ...] = (
        lambda: load_plan(city),
        lambda: tidy_folder(city, only_check=True),
        lambda: tidy_folder(city),
    )
    for step in steps:
        try:
            step()
        except DataError as error:
            loaded += error.faults
    return said + loaded


def wrong_with(faults: Iterable[Fault]) -> str:
    """Return what is missing in a refusal: it names the file, and says something in one line."""
    for each in faults:
        line = str(each)
        if "\n" in line or len(line) > 3000 or not each.file.startswith(_ROOTS):
            return f"a refusal that is none: {line[:300]!r}"
    return ""


def trial(seed: int, folder: Path) -> tuple[str, str]:
    """Run one case; return its outcome and, where it is wrong, why."""
    city = folder / "city"
    shutil.copytree(TINY, city)
    outside = folder / "outside"
    outside.write_text("{}", "utf-8")
    mutation, file = mutate(city, seed)
    signal.alarm(SECONDS)
    try:
        faults = faults_of(city)
        wrong = wrong_with(faults)
        if outside.read_text("utf-8") != "{}":
            wrong = "a file outside of the folder was written"
        outcome = "refused" if faults else "passed"
    except TooLongError:
        outcome, wrong = "failed", f"more than {SECONDS} s"
    except BaseException:
        outcome, wrong = "failed", traceback.format_exc(limit=-4)
    finally:
        signal.alarm(0)
        shutil.rmtree(city)
    return outcome, f"seed {seed}, {mutation} of {file}: {wrong}" if wrong else ""


def main(first: int, count: int) -> int:
    outcomes: collections.Counter[str] = collections.Counter()
    failures = 0
    limit()
    with tempfile.TemporaryDirectory(prefix="geo-app-trial-") as folder:
        for seed in range(first, first + count):
            outcome, wrong = trial(seed, Path(folder))
            outcomes[outcome] += 1
            if wrong:
                failures += 1
                print(wrong, flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{sum(outcomes.values())} trials: {dict(outcomes)}, peak {peak} MB, {failures} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2])))
