"""A full disk, a folder that may not be written to, a target that is no file, two writers at once.

Each gets one message and status 1, and the old content stays as it was.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo_app import writing
from geo_app.errors import DataError
from geo_app.writing import whole_folder, write_together, write_whole
from tests.killing import Nursery, Run, nursery
from tests.test_kills import CITY, SUFFIXES, content

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and asks the kernel")

NOBODY = 65534 if os.geteuid() == 0 else 0  # the nursery's 0: as whom we are
OUTPUTS = [f"plan.{suffix}" for suffix in SUFFIXES]


@pytest.fixture(scope="module")
def runs() -> Iterator[Nursery]:
    with nursery() as found:
        yield found


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may reach, which pytest's are not."""
    found = Path(tempfile.mkdtemp(prefix="geo-app-faults-"))
    found.chmod(0o755)
    shutil.copytree(CITY, found / "city")
    (found / "out").mkdir()
    yield found
    found.chmod(0o755)
    (found / "out").chmod(0o755)
    shutil.rmtree(found)


def command(name: str, folder: Path) -> list[object]:
    out, city = folder / "out", folder / "city"
    if name == "site":
        return ["site", out / "public", "--data", city]
    if name == "poster.pdf":
        return ["picture", out / name, "--data", city, "--paper", "A4"]
    return ["export", out / name, "--data", city]


def assert_one_message(run: Run, names: str, says: str) -> None:
    lines = [line for line in run.said.splitlines() if line]
    assert run.status == 1, run
    assert (len(lines), "Traceback" in run.said) == (1, False), run.said
    assert names in lines[0], run.said
    assert re.search(says, lines[0]), run.said


@pytest.mark.parametrize("name", [*OUTPUTS, "poster.pdf", "site"])
def test_a_full_disk_leaves_the_old_file(runs: Nursery, folder: Path, name: str) -> None:
    asked = command(name, folder)
    assert runs.run(*asked).status == 0
    old = content(folder)
    says = r"cannot be (written|made): .*(File too large|disk I/O error|full|failed|[Ee]rror)"
    # No file may grow beyond these: what the system says then differs from a full disk's by a word.
    for most in (200, 5_000, 50_000):
        run = runs.run(*asked, file_bytes=most)
        if most == 200 or run.status:  # else it had room
            assert_one_message(run, "", says)
        assert content(folder) == old


@pytest.mark.parametrize("name", ["plan.geojson", "plan.gpkg", "plan.qgz", "poster.pdf", "site"])
def test_a_folder_of_somebody_else_stays_as_it_is(runs: Nursery, folder: Path, name: str) -> None:
    (folder / "out").chmod(0o555)
    run = runs.run(*command(name, folder), user=NOBODY)
    assert_one_message(run, str(folder / "out"), "cannot be written: Permission denied")
    assert list((folder / "out").iterdir()) == []


def test_a_file_that_is_write_protected_stays_as_it_is(runs: Nursery, folder: Path) -> None:
    (folder / "out").chmod(0o777)
    out = folder / "out" / "plan.geojson"
    out.write_text("mine", "utf-8")
    out.chmod(0o444)
    run = runs.run(*command("plan.geojson", folder), user=NOBODY)
    assert_one_message(run, str(out), "it is write-protected")
    assert content(folder / "out") == {"plan.geojson": b"mine"}


@pytest.mark.parametrize("name", ["plan.geojson", "plan.qgz", "poster.pdf"])
def test_a_target_that_is_no_file_is_refused(runs: Nursery, folder: Path, name: str) -> None:
    out = folder / "out" / name
    out.mkdir()
    assert_one_message(runs.run(*command(name, folder)), str(out), "it is a folder")
    out.rmdir()
    os.mkfifo(out)
    assert_one_message(runs.run(*command(name, folder)), str(out), "it is a pipe or a device")
    assert out.is_fifo()
    out.unlink()
    out.symlink_to(out)
    assert_one_message(runs.run(*command(name, folder)), str(out), "Too many levels of symb")
    assert [each.name for each in (folder / "out").iterdir()] == [name]


def test_a_pipe_in_the_place_of_the_geopackage_is_refused(runs: Nursery, folder: Path) -> None:
    os.mkfifo(folder / "out" / "plan.gpkg")
    run = runs.run(*command("plan.qgz", folder))
    assert_one_message(run, "plan.qgz", "plan.gpkg is there already")


def test_a_site_is_not_written_over_a_file_or_a_pipe(runs: Nursery, folder: Path) -> None:
    out = folder / "out" / "public"
    out.write_text("mine", "utf-8")
    assert_one_message(runs.run(*command("site", folder)), str(out), "did not make")
    out.unlink()
    os.mkfifo(out)
    assert_one_message(runs.run(*command("site", folder)), str(out), "did not make")


def test_a_link_is_followed(runs: Nursery, folder: Path) -> None:
    store = folder / "store"
    store.mkdir()
    (folder / "out" / "public").symlink_to(store / "edition")
    (folder / "out" / "plan.csv").symlink_to(store / "there.csv")
    for name in ("site", "site", "plan.csv", "plan.csv"):
        assert runs.run(*command(name, folder)).status == 0
    assert all(each.is_symlink() for each in (folder / "out").iterdir())
    assert sorted(each.name for each in store.iterdir()) == ["edition", "there.csv"]


def test_tidy_on_a_full_disk_changes_no_layer(runs: Nursery, folder: Path) -> None:
    for path in (folder / "city" / "layers").rglob("*.geojson"):
        path.write_text(path.read_text("utf-8").replace("\n", "\r\n"), "utf-8", newline="")
    old = content(folder)
    biggest = max(len(data) for name, data in old.items() if name.endswith(".geojson"))
    # Room for all but the biggest.
    run = runs.run("tidy", folder / "city", file_bytes=biggest * 3 // 4)
    assert_one_message(run, "layers/", "File too large")
    assert content(folder) == old


def test_tidy_without_the_right_to_write_is_one_message(runs: Nursery, folder: Path) -> None:
    layer = folder / "city" / "layers" / "plan" / "hub.geojson"
    layer.write_text(layer.read_text("utf-8").replace("\n", "\r\n"), "utf-8", newline="")
    layer.chmod(0o444)
    old = content(folder)
    run = runs.run("tidy", folder / "city", user=NOBODY)
    assert_one_message(run, "hub.geojson", "write-protected")
    assert content(folder) == old


@pytest.mark.parametrize("name", ["plan.geojson", "plan.qgz", "site"])
def test_of_two_writers_one_wins_whole(folder: Path, name: str) -> None:
    asked = command(name, folder)
    if name == "site":
        small = shutil.copytree(folder / "city", folder / "small")
        (small / "layers" / "outcomes.csv").write_text(
            (small / "layers" / "outcomes.csv").read_text("utf-8").split("\n")[0] + "\n", "utf-8"
        )
        other = [*asked[:-1], small]
    else:
        other = [*asked, "--task", "1"]
    with nursery() as first, nursery() as second, ThreadPoolExecutor(2) as both:
        assert first.run(*asked).status == 0
        one = content(folder / "out")
        assert second.run(*other).status == 0
        two = content(folder / "out")
        assert one != two
        for _ in range(3):
            done = [both.submit(first.run, *asked), both.submit(second.run, *other)]
            assert [each.result().status for each in done] == [0, 0]
            assert content(folder / "out") in (one, two)


def test_a_full_standard_output_is_one_message(folder: Path) -> None:
    command = [sys.executable, "-m", "geo_app.cli", "export", "-", "--data", folder / "city"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert_one_message(Run(done.returncode, 0, 0, done.stderr), "export", "No space left on device")


# The functions


def test_leftovers_of_the_dead_are_removed_and_of_the_living_are_not(tmp_path: Path) -> None:
    out = tmp_path / "plan.geojson"
    dead = tmp_path / ".plan.geojson.abc.part"
    dead.write_bytes(b"half")
    other = tmp_path / ".other.geojson.abc.part"
    other.write_bytes(b"of another target")
    with writing._part_file(out, b"new") as living:
        write_whole(out, b"newest")
        assert living.read_bytes() == b"new"
    assert content(tmp_path) == {other.name: b"of another target", out.name: b"newest"}


def test_an_error_in_one_file_changes_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").mkdir()
    with pytest.raises(DataError, match="it is a folder"):
        write_together({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert content(tmp_path) == {"a": b"old"}


def test_a_name_as_long_as_names_may_be_is_written(tmp_path: Path) -> None:
    out = tmp_path / ("长" * 85)
    write_whole(out, b"new")
    assert content(tmp_path) == {out.name: b"new"}


def test_where_folders_cannot_change_places_a_failure_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_exchange", lambda *_: False)
    out = tmp_path / "public"
    for text in ("one", "two"):
        with whole_folder(out) as part:
            (part / "index.html").write_text(text, "utf-8")
        assert content(tmp_path) == {"public/index.html": text.encode()}
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name.endswith(writing.PART):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(DataError, match="Input/output error"), whole_folder(out):
        pass
    assert content(tmp_path) == {"public/index.html": b"two"}


def test_what_a_crash_moved_aside_is_put_back(tmp_path: Path) -> None:
    (tmp_path / ".public.old").mkdir()
    (tmp_path / ".public.old" / "index.html").write_text("old", "utf-8")
    with pytest.raises(DataError), whole_folder(tmp_path / "public"):
        raise OSError(28, "No space left on device")
    assert content(tmp_path) == {"public/index.html": b"old"}


def test_a_fault_within_a_folder_names_the_folder_that_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught, whole_folder(tmp_path / "public") as part:
        write_whole(part / "missing" / "a.txt", b"")
    (found,) = caught.value.faults
    assert found.file == str(tmp_path / "public" / "missing" / "a.txt")
