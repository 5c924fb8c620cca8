"""A plan read by a process of its own is the one that is read here."""

from __future__ import annotations

import gzip
import os
import signal
from pathlib import Path

import pandas as pd
import pytest

from geo_app import load_plan
from geo_app.api import Plan
from geo_app.app import start
from geo_app.app.brief import brief_of, labels_of
from geo_app.app.plans import Plans, Shelf
from geo_app.app.reading import GivenUpError, Reading
from geo_app.app.source import Source
from geo_app.app.target_rows import target_rows
from geo_app.errors import DataError
from geo_app.mapdoc import map_bytes

TINY = Path(__file__).resolve().parent / "tiny_city"


def test_what_is_read_aside_is_what_is_read_here(plan: Plan) -> None:
    with Reading(None) as reading:
        source = Source(None, reading=reading)
        assert source.brief() == brief_of(plan)
        assert gzip.decompress(source.packed()) == map_bytes(plan)
        for lang in ("zh", "en"):
            assert source.labels(lang) == labels_of(plan, lang)
            assert source.targets(lang) == target_rows(plan, source.known().places, lang)
        received = source.plan()
    assert received.version == plan.version
    pd.testing.assert_frame_equal(received.places, plan.places)
    pd.testing.assert_frame_equal(received.mentions, plan.mentions)
    assert received.report == plan.report
    assert [each.geometry for each in received.context] == [each.geometry for each in plan.context]


def test_faults_come_from_there_too_and_are_looked_for_anew(city: Path) -> None:
    manifest = city / "layers" / "layers.toml"
    whole = manifest.read_text("utf-8")
    manifest.write_text("[plan\n", "utf-8")
    with pytest.raises(DataError) as here:
        load_plan(city)
    with Reading(city) as reading:
        source = Source(city, reading=reading)
        with pytest.raises(DataError) as caught:
            source.brief()
        assert caught.value.faults == here.value.faults
        manifest.write_text(whole, "utf-8")
        assert source.brief() == brief_of(load_plan(city))


@pytest.mark.skipif(os.name == "nt", reason="it has no such signal")
@pytest.mark.parametrize("late", [False, True])
def test_a_process_that_ends_too_soon_is_made_up_for(late: bool) -> None:
    with Reading(TINY) as reading:
        source = Source(TINY, reading=reading)
        if late:
            source.brief()
        os.kill(reading.process.pid, signal.SIGKILL)
        reading.process.wait()
        assert source.brief() == brief_of(load_plan(TINY))
        assert source.plan().version == source.brief().version


def test_a_machine_without_a_process_to_spare_starts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr("subprocess.Popen", refuse)
    with start._aside(TINY) as reading:
        assert reading is None
        assert Source(TINY, reading=reading).brief() == brief_of(load_plan(TINY))


def test_who_ends_the_server_waits_for_no_plan(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("it is not to be read again")

    with Reading(city) as reading:
        plans = Plans([city], reading)
        plans.give_up()
        reading.process.wait()
        monkeypatch.setattr("geo_app.load_plan", refuse)
        with pytest.raises(GivenUpError):
            plans.default.newest.brief()


def test_a_change_after_it_was_read_aside_is_seen(city: Path) -> None:
    with Reading(city) as reading:
        shelf = Shelf(city, reading=reading)
        first = shelf.newest
        version = first.brief().version
        note = city / "layers" / "layers.toml"
        note.write_text(note.read_text("utf-8") + "\n# looked at again\n", "utf-8")
        assert shelf.is_behind(first)
        # It stays the edition that it was, though its tables are only asked for now.
        assert first.plan().version == version


def test_no_process_stays(city: Path) -> None:
    with Reading(city) as reading:
        source = Source(city, reading=reading)
        source.brief()
        source.receive()
        assert reading.process.poll() is not None
