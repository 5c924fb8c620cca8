"""What is kept between two starts: the same map, only for the same files, and never in the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo_app import load_plan
from geo_app.app import kept
from geo_app.app.brief import Read
from geo_app.app.plans import Plans, Shelf, serve_from, served
from geo_app.app.reading import TIANDITU_KEY, Reading, read_folder
from geo_app.app.server import PAGE
from geo_app.app.source import ChangedError, Source
from geo_app.app.strings import say

TINY = Path(__file__).resolve().parent / "tiny_city"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(kept.CACHE, str(folder))
    return folder


@pytest.fixture(scope="module")
def read() -> Read:
    return read_folder(TINY)[1]


def test_the_second_start_has_what_the_first_made(cache: Path, city: Path) -> None:
    with Reading(city) as first:
        made = Source(city, reading=first)
        brief, packed = made.brief(), made.packed()
    with Reading(city) as second:
        again = Source(city, reading=second)
        # Before the process has read anything.
        second.process.kill()
        assert (again.brief(), again.packed()) == (brief, packed)
        lang = brief.known.lang
        assert again.labels(lang) == made.labels(lang)
        assert again.targets(lang) == made.targets(lang)
        assert again.read_from == made.read_from
        assert again.plan().version == brief.version
    assert len([*cache.iterdir()]) == 1


def test_the_plan_itself_comes_from_the_process(cache: Path, read: Read) -> None:
    kept.keep(kept.key_of(TINY), read)
    with Reading(TINY) as reading:
        source = Source(TINY, reading=reading)
        source.brief()
        source.receive()
        assert reading.process.returncode is not None
        assert source.plan().places.index.tolist() == load_plan(TINY).places.index.tolist()


@pytest.mark.parametrize(("old", "new"), [("青石东站", "青石新东站"), ('"Feature"', "{")])
@pytest.mark.parametrize("dies", [False, True])
def test_a_change_in_the_seconds_after_a_start_makes_no_mixture(
    cache: Path, city: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, dies: bool
) -> None:
    with Reading(city) as first:
        made = Source(city, reading=first).brief()
    stations = city / "layers" / "plan" / "hub.geojson"
    before, recall = stations.read_text("utf-8"), kept.recall
    assert old in before

    def change_meanwhile(key: str) -> Read | None:
        found = recall(key)
        stations.write_text(before.replace(old, new), "utf-8")
        return found

    monkeypatch.setattr(kept, "recall", change_meanwhile)
    with Reading(city) as second:
        shelf = Shelf(city, reading=second)
        source = shelf.newest
        assert source.brief() == made
        if dies:
            second.stop()
        with pytest.raises(ChangedError):
            source.plan()
        assert shelf.is_behind(source)
        # It is another edition that the folder holds, or none; with the files as they were, this.
        stations.write_text(before, "utf-8")
        assert source.plan().version == made.version
        assert not shelf.is_behind(source)


def test_a_page_says_that_its_tables_are_gone_and_loads_the_new_ones(city: Path) -> None:
    plans = Plans([city])
    source = plans.default.newest
    source.labels("zh")
    source.targets("zh")
    source._plan = None  # as after a start from what was kept
    stations = city / "layers" / "plan" / "hub.geojson"
    stations.write_text(stations.read_text("utf-8").replace("青石东站", "青石新东站"), "utf-8")
    before = served()
    try:
        serve_from(plans)
        page = AppTest.from_file(str(PAGE), default_timeout=60)
        page.query_params["tab"] = "places"
        page.run()
        assert [each.value for each in page.text] == [
            say("changed-before", "zh"),
            say("changed", "zh"),
        ]
        page.button[0].click().run()
        assert not page.text
        assert not page.exception
        assert "青石新东站" in page.dataframe[0].value.to_string()
    finally:
        serve_from(before)


def test_another_file_is_another_map(cache: Path, city: Path, read: Read) -> None:
    key = kept.key_of(city)
    kept.keep(key, read)
    manifest = city / "layers" / "layers.toml"
    manifest.write_text(manifest.read_text("utf-8") + "\n# more\n", "utf-8")
    assert kept.key_of(city) != key
    assert kept.recall(kept.key_of(city)) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: data.replace(b'"brief"', b'"grief"', 1),
        # What could be read all the same.
        lambda data: data.replace("青石".encode(), "赤石".encode(), 1),
        lambda data: b"5\n" + data,
    ],
)
def test_a_file_that_is_not_whole_is_made_again(
    cache: Path, read: Read, spoil: Callable[[bytes], bytes]
) -> None:
    kept.keep("one", read)
    assert kept.recall("one") == read
    (file,) = cache.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert kept.recall("one") is None
    assert [*cache.iterdir()] == []


def test_what_a_kill_left_half_written_goes_in_its_turn(cache: Path, read: Read) -> None:
    kept.keep("00", read)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "replace", killed)
        patched.setattr(os, "unlink", killed)  # nor does it get to clear up
        with pytest.raises(KeyboardInterrupt):
            kept.keep("01", read)
    (left,) = set(cache.iterdir()) - {cache / "00.geo-app"}
    os.utime(left, (0, 0))
    for number in range(12):
        kept.keep(f"{number:02}", read)
    assert not left.exists()
    assert len([*cache.iterdir()]) == 12


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no mode forbids it")
def test_a_folder_that_cannot_be_written_to_is_no_hindrance(
    cache: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep("one", read)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read-only")

    for name in ("utime", "replace"):
        monkeypatch.setattr(os, name, refuse)
    assert kept.recall("one") == read
    kept.keep("two", read)
    assert [each.stem for each in cache.iterdir()] == ["one"]


def test_who_has_no_home_gets_no_folder_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Read
) -> None:
    pwd = pytest.importorskip("pwd")

    def nobody(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    for name in ("HOME", "XDG_CACHE_HOME", kept.CACHE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    kept.keep("one", read)
    assert kept.recall("one") is None
    assert [*tmp_path.iterdir()] == []


def test_only_so_many_are_kept(cache: Path, read: Read) -> None:
    names = [f"{number:02}" for number in range(15)]
    for number, name in enumerate(names):
        kept.keep(name, read)
        os.utime(cache / f"{name}.geo-app", (number, number))
    kept.keep("last", read)
    assert sorted(each.stem for each in cache.iterdir()) == [*names[-11:], "last"]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no file says who may write to it")
def test_nothing_is_believed_where_others_can_write(cache: Path, read: Read) -> None:
    kept.keep("one", read)
    (file,) = cache.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    cache.chmod(0o777)
    assert kept.recall("one") is None
    kept.keep("two", read)
    assert [*cache.iterdir()] == [file]


def test_it_can_be_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Read
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv(kept.CACHE, "off")
    kept.keep("one", read)
    assert kept.recall("one") is None
    assert [*tmp_path.iterdir()] == []


def test_a_key_for_tiles_is_not_written_to_disk(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TIANDITU_KEY, "secret")
    with Reading(TINY) as reading:
        assert reading.read() is not None
    assert not cache.exists()
