"""Killed at any moment, a run leaves the old or the new, and the next run succeeds.

Ten moments a command, two where the way of writing is that of another; more by GEO_APP_KILLS:

    GEO_APP_KILLS=200 python -m pytest tests/test_kills.py
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo_app.exports import FORMATS
from tests.killing import Nursery, moments, nursery

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and asks the kernel")

ASKED = int(os.environ.get("GEO_APP_KILLS", "0"))
KILLS, FEW = ASKED or 10, ASKED or 2
OF_THEIR_OWN = ("geojson", "gpkg", "qgz")
CITY = Path(__file__).resolve().parent / "tiny_city"
# Aliases of a format are the same writer.
SUFFIXES = [suffix for suffix in FORMATS if suffix not in ("json", "geojsons", "geojsonseq")]
LEFT_OVER = re.compile(r"(^|/)\.[^/]+\.(part|old)(/|$)")

Content = dict[str, bytes]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    # Scratch folders of the killed are left in the system's: here they go with the test.
    with nursery(TMPDIR=str(tmp_path_factory.mktemp("scratch"))) as found:
        yield found


def content(folder: Path) -> Content:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def without_leftovers(found: Content) -> Content:
    return {name: data for name, data in found.items() if not LEFT_OVER.search(name)}


def restored(folder: Path, old: Content) -> None:
    """Put the old content back, and leave whatever else lies there to be cleaned by the run."""
    for name, data in old.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def assert_old_or_new(
    runs: Nursery,
    folder: Path,
    command: list[object],
    before: Callable[[], None],
    *,
    allowed: Callable[[Content, Content, Content], bool],
    kills: int = KILLS,
    seed: int,
) -> None:
    """Kill a command at moments spread over its run; ask after each what is there.

    `before` makes the old content; `allowed` is asked of (found, old, new).
    """
    before()
    old = content(folder)
    # The first run of its kind is the slowest: most moments would lie after the end of the others.
    whole = min((runs.run(*command) for _ in range(3)), key=lambda run: (-run.status, run.seconds))
    new = content(folder)
    assert (whole.status, old != new) == (0, True), whole.said
    killed = 0
    for moment in moments(whole, kills, seed=seed):
        shutil.rmtree(folder)
        restored(folder, old)
        run = runs.run(*command, **moment)
        killed += run.status == -signal.SIGKILL
        found = content(folder)
        assert run.status in (0, -signal.SIGKILL), run.said
        assert allowed(without_leftovers(found), old, new), (moment, sorted(found))
        again = runs.run(*command)
        assert again.status == 0, (moment, again.said)
        assert content(folder) == new, (moment, sorted(content(folder)))
    # A run may be faster than the one that was measured.
    assert killed >= kills // 4


def is_one_of_them(found: Content, old: Content, new: Content) -> bool:
    return found in (old, new)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_export(runs: Nursery, tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / "out"
    out = folder / f"plan.{suffix}"

    def before() -> None:
        folder.mkdir()
        assert runs.run("export", out, "--data", CITY, "--task", "1").status == 0

    def allowed(found: Content, old: Content, new: Content) -> bool:
        # A project may be old beside new data, which it opens; never new beside old.
        between = {**old, "plan.gpkg": new["plan.gpkg"]} if suffix == "qgz" else None
        return found in (old, new, between)

    command: list[object] = ["export", out, "--data", CITY]
    kills = KILLS if suffix in OF_THEIR_OWN else FEW
    seed = SUFFIXES.index(suffix)
    assert_old_or_new(runs, folder, command, before, allowed=allowed, kills=kills, seed=seed)


def test_site(runs: Nursery, tmp_path: Path) -> None:
    folder, small = tmp_path / "out", tmp_path / "small"
    shutil.copytree(CITY, small)
    outcomes = small / "layers" / "outcomes.csv"
    outcomes.write_text("".join(outcomes.read_text("utf-8").splitlines(keepends=True)[:2]), "utf-8")

    def before() -> None:
        folder.mkdir()
        assert runs.run("site", folder / "public", "--data", small).status == 0

    command: list[object] = ["site", folder / "public", "--data", CITY]
    assert_old_or_new(runs, folder, command, before, allowed=is_one_of_them, seed=100)


def test_picture(runs: Nursery, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    picture: list[object] = ["picture", folder / "poster.svg", "--data", CITY]

    def before() -> None:
        folder.mkdir()
        assert runs.run(*picture, "--task", "1").status == 0

    assert_old_or_new(runs, folder, picture, before, allowed=is_one_of_them, kills=FEW, seed=101)


def test_new(runs: Nursery, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    command: list[object] = ["new", folder / "city", "--at", "9.18,48.78"]
    folder.mkdir()
    (folder / "beside.txt").write_text("mine", "utf-8")
    whole = runs.run(*command)
    new = content(folder)
    assert (whole.status, len(new) > 10) == (0, True), whole.said
    for moment in moments(whole, KILLS, seed=103):
        shutil.rmtree(folder / "city", ignore_errors=True)
        run = runs.run(*command, **moment)
        assert run.status in (0, -signal.SIGKILL), run.said
        found = without_leftovers(content(folder))
        assert found in ({"beside.txt": b"mine"}, new), (moment, sorted(found))
        if found != new:
            assert runs.run(*command).status == 0
        assert content(folder) == new, moment


def test_tidy(runs: Nursery, city: Path) -> None:
    def before() -> None:
        for path in (city / "layers").rglob("*.geojson"):
            path.write_text(path.read_text("utf-8").replace("\n", "\r\n"), "utf-8", newline="")

    def allowed(found: Content, old: Content, new: Content) -> bool:
        # Each layer is a file of its own: old or new.
        return set(found) == set(old) and all(
            data in (old[name], new[name]) for name, data in found.items()
        )

    assert_old_or_new(runs, city, ["tidy", city], before, allowed=allowed, seed=102)
