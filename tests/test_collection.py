"""A folder of plans, built on a real Dask scheduler with workers in their own processes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import pytest
from distributed import Client

from geo_app import __version__
from geo_app.collection import Outcome, build, cluster
from geo_app.collection.city import build_city
from geo_app.errors import DataError

TINY = Path(__file__).resolve().parent / "tiny_city"
CITIES = ("harbour", "mill-town", "north", "old-quarter", "south", "长沙")


def _city(folder: Path, title: str) -> Path:
    shutil.copytree(TINY, folder)
    _retitled(folder, title)
    return folder


def _retitled(folder: Path, title: str) -> None:
    manifest = folder / "layers" / "layers.toml"
    lines = manifest.read_text("utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("title = "))
    lines[at] = f'title = "{title}"'
    manifest.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    for name in CITIES:
        _city(tmp_path / "cities" / name, f"城 {name}")
    return tmp_path / "cities"


def _program(*args: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dask", *args]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def _said(process: subprocess.Popen[str], words: str) -> str:
    """Wait for a line that holds these words; fail if the program ends before."""
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(line)
        if words in line:
            return line
    raise AssertionError("".join(lines))


def _worker(address: str, folder: Path) -> subprocess.Popen[str]:
    flags = ["--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"]
    return _program("worker", address, *flags, "--local-directory", str(folder))


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler that has one worker; each is a process of its own."""
    folder = tmp_path_factory.mktemp("dask")
    started = [_program("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    try:
        address = _said(started[0], "Scheduler at:").split()[-1]
        started.append(_worker(address, folder))
        yield address
    finally:
        for process in reversed(started):
            process.kill()
            process.communicate()


def _tree(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def _states(outcomes: tuple[Outcome, ...]) -> dict[str, bool]:
    return {each.city: each.is_new for each in outcomes}


def test_a_worker_that_is_killed_changes_no_byte(
    cities: Path, scheduler: str, tmp_path: Path
) -> None:
    alone = build(cities, tmp_path / "alone", scheduler=scheduler)
    assert alone.faults == ()
    victim = _worker(scheduler, tmp_path / "victim")
    try:
        _said(victim, "Registered to:")
        with Client(scheduler, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        # It takes its share of the cities and does nothing, then it is gone.
        victim.send_signal(signal.SIGSTOP)
        came: list[str] = []

        def tell(outcome: Outcome) -> None:
            came.append(outcome.city)
            if len(came) == 1:
                victim.kill()

        both = build(cities, tmp_path / "both", scheduler=scheduler, workers=2, tell=tell)
    finally:
        victim.kill()
        victim.communicate()
    assert sorted(came) == sorted(CITIES)
    assert both == alone
    assert _tree(tmp_path / "both") == _tree(tmp_path / "alone")


def test_the_dataset_is_one_and_the_index_lists_it(
    cities: Path, scheduler: str, tmp_path: Path
) -> None:
    build(cities, tmp_path / "out", scheduler=scheduler)
    places = geopandas.read_parquet(tmp_path / "out" / "places")
    assert places.crs == "EPSG:4326"
    index = json.loads((tmp_path / "out" / "index.json").read_text("utf-8"))
    assert [each["city"] for each in index["cities"]] == sorted(CITIES)
    assert places["city"].value_counts().to_dict() == {
        each["city"]: each["places"] for each in index["cities"]
    }
    assert index["places"] == len(places)
    assert index["left_out"] == []
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    for each in index["cities"]:
        west, south, east, north = places[places["city"] == each["city"]].total_bounds
        assert each["bbox"] == [west, south, east, north]
        assert (tmp_path / "out" / each["data"]).is_file()
        assert (tmp_path / "out" / each["site"]).is_file()
        assert f'href="{each["site"]}"' in page
        assert f"城 {each['city']}" in page


def test_a_broken_city_is_told_and_the_others_finish(
    cities: Path, scheduler: str, tmp_path: Path
) -> None:
    build(cities, tmp_path / "out", scheduler=scheduler, sites=False)
    layer = next((cities / "north" / "layers" / "plan").iterdir())
    layer.write_text("{", "utf-8")
    shutil.rmtree(cities / "south")
    (cities / "not a city").mkdir()
    (cities / "empty").mkdir()
    found = build(cities, tmp_path / "out", scheduler=scheduler, sites=False)
    said = [str(fault) for fault in found.faults]
    assert len(said) == 3
    assert said[0].startswith("empty/: the folder holds no seeds/ and no layers/.")
    assert said[1].startswith(f"north/layers/plan/{layer.name}:1: the file is not JSON")
    assert said[2].startswith("not a city: the name cannot stand in an address")
    stands = {*CITIES} - {"north", "south"}
    assert {each.city for each in found.outcomes if each.record} == stands
    index = json.loads((tmp_path / "out" / "index.json").read_text("utf-8"))
    assert {each["city"] for each in index["cities"]} == stands
    assert [each["city"] for each in index["left_out"]] == ["empty", "north", "not a city"]
    # What a city left behind is gone with it.
    assert {path.name for path in (tmp_path / "out" / "places").iterdir()} == {
        f"city={name}" for name in stands
    }


def test_only_what_changed_is_built_again(cities: Path, scheduler: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert all(_states(build(cities, out, scheduler=scheduler).outcomes).values())
    before = _tree(out)
    assert not any(_states(build(cities, out, scheduler=scheduler).outcomes).values())
    assert _tree(out) == before
    _retitled(cities / "south", "另一个名字")
    (out / "places" / "city=north" / "part.parquet").write_bytes(b"cut off")
    shutil.rmtree(out / "sites" / "harbour")
    (out / "built" / "长沙.json").write_text('{"record": {}', "utf-8")
    (out / "sites" / ".harbour.half").mkdir()
    again = _states(build(cities, out, scheduler=scheduler).outcomes)
    assert {name for name, is_new in again.items() if is_new} == {
        *("south", "north", "harbour", "长沙")
    }
    _retitled(cities / "south", "城 south")
    build(cities, out, scheduler=scheduler)
    assert _tree(out) == before


def test_a_second_build_into_the_same_folder_is_refused_until_the_first_ends(
    cities: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    geo_app = [sys.executable, "-m", "geo_app.cli", "build", str(cities), str(out)]
    flags = ["--no-sites", "--workers", "1"]
    first = subprocess.Popen([*geo_app, *flags], stderr=subprocess.PIPE, text=True)
    _said(first, ": built")
    first.send_signal(signal.SIGSTOP)  # it holds the folder as long as we like
    try:
        second = subprocess.run([*geo_app, *flags], capture_output=True, text=True)
    finally:
        first.send_signal(signal.SIGCONT)
    assert second.returncode == 1
    assert second.stderr.splitlines() == [
        f"{out}: another build is writing there. Wait for its end, or name another folder."
    ]
    _, said = first.communicate()
    assert first.returncode == 0, said
    assert len(list((out / "places").glob("*/part.parquet"))) == len(CITIES)
    # and its end lets the next one in
    assert subprocess.run([*geo_app, *flags], capture_output=True).returncode == 0


def test_an_interrupted_build_goes_on_where_it_ended(cities: Path, tmp_path: Path) -> None:
    """On this machine's own processes, by the command line."""
    geo_app = [sys.executable, "-m", "geo_app.cli", "build", str(cities)]
    flags = ["--no-sites", "--workers", "1"]
    first = subprocess.Popen(
        [*geo_app, str(tmp_path / "out"), *flags],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    _said(first, ": built")
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    assert not (tmp_path / "out" / "index.json").exists()
    done = subprocess.run(
        [*geo_app, str(tmp_path / "out"), "--no-sites", "--workers", "2"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert ": unchanged" in done.stderr
    assert f"{len(CITIES)} of {len(CITIES)} cities" in done.stderr
    for name in CITIES:
        built = build_city(
            str(cities / name), str(tmp_path / "here"), sites=False, version=__version__
        )
        assert built.is_new
    parts = _tree(tmp_path / "here" / "places")
    assert parts == _tree(tmp_path / "out" / "places")
    assert len(parts) == len(CITIES)


def _refusal(*args: Any, **more: Any) -> str:
    with pytest.raises(DataError) as raised:
        build(*args, **more)
    return str(raised.value)


def test_a_folder_that_cannot_be_used_is_refused(cities: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("mine", "utf-8")
    (tmp_path / "none").mkdir()
    assert "did not make" in _refusal(cities, tmp_path / "mine")
    assert "taken for one of them" in _refusal(cities, cities / "out")
    assert "no plan in it" in _refusal(tmp_path / "none", tmp_path / "out")
    assert "no such folder" in _refusal(tmp_path / "nowhere", tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"cities", "mine", "none"}
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["note.txt"]


def test_a_scheduler_that_cannot_be_used_is_named(
    cities: Path, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_ANSWER_S", 0.2)
    monkeypatch.setattr(cluster, "_WORKERS_S", 0.2)
    nobody = "tcp://127.0.0.1:9"
    said = _refusal(cities, tmp_path / "out", scheduler=nobody)
    assert said.startswith(f"{nobody}: no Dask scheduler answers there")
    monkeypatch.setattr(cluster, "_ANSWER_S", 10)
    said = _refusal(cities, tmp_path / "out", scheduler=scheduler, workers=9)
    assert "fewer than 9 worker(s)" in said
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert 'pip install "geo-app[build]"' in _refusal(cities, tmp_path / "out")


def test_a_worker_with_another_geo_app_builds_nothing(cities: Path, tmp_path: Path) -> None:
    outcome = build_city(str(cities / "north"), str(tmp_path), sites=False, version="0.0.1")
    assert outcome.record is None
    assert "was started by 0.0.1" in str(outcome.faults[0])
    assert list(tmp_path.glob("places")) == []


def test_what_breaks_off_is_the_fault_of_its_city(
    cities: Path, scheduler: str, tmp_path: Path
) -> None:
    """A file where a folder must be made: an error that only the worker sees."""
    (tmp_path / "out" / "places").mkdir(parents=True)
    (tmp_path / "out" / ".geo-app-build").touch()
    (tmp_path / "out" / "places" / "city=north").write_text("in the way", "utf-8")
    found = build(cities, tmp_path / "out", scheduler=scheduler, sites=False)
    assert [each.city for each in found.outcomes if not each.record] == ["north"]
    assert "cannot be read or written" in str(found.faults[0])
    again = build(cities, tmp_path / "out", scheduler=scheduler, sites=False)
    assert again.faults == ()
