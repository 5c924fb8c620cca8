"""The benchmarks run, on plans that are always the same. Nothing here looks at a clock."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.generate import make_city
from benchmarks.run import measured, table, written
from benchmarks.sessions import Endured
from benchmarks.timing import Result
from geo_app.api import load_plan
from geo_app.checks import check


def test_the_same_seed_makes_the_same_city() -> None:
    assert make_city(150) == make_city(150)
    assert make_city(150, seed=1).text != make_city(150).text


def test_a_city_is_a_plan_whether_made_or_read(tmp_path: Path) -> None:
    city = make_city(120)
    made, read = city.plan(), load_plan(city.write(tmp_path))
    assert len(made) == len(read) == 120
    assert list(made.places["name"]) == list(city.plan().places["name"])
    assert set(made.places.index) == set(read.places.index)
    assert made.places["tasks"].map(bool).all()
    assert made.places.geometry.is_valid.all()


def test_a_city_has_no_fault_of_form(tmp_path: Path) -> None:
    faults = check(make_city(60).write(tmp_path))
    assert not [each for each in faults if "geometry" in each.what or "id" in each.feature[:2]]


def test_a_text_is_as_long_as_asked() -> None:
    city = make_city(50, text_bytes=100_000)
    assert 100_000 <= len(city.text.encode()) < 150_000


@pytest.mark.parametrize("name", ["selecting"])
def test_a_row_is_measured_at_tiny_sizes(name: str) -> None:
    results = measured(name, [30])
    assert len(results) == 4
    assert all(each.ours > 0 and not each.note for each in results)


@pytest.mark.parametrize(
    ("name", "why"), [("breaks", "ValueError: why"), ("hangs", "TimeoutError: it took longer")]
)
def test_a_group_that_fails_is_a_line_that_says_why(
    name: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows(sizes: list[int]) -> Iterator[Result]:
        yield Result("first", "1", 1.0, "ms")
        if name == "breaks":
            raise ValueError("why")
        signal.raise_signal(signal.SIGALRM)  # as when its time is over
        yield Result("second", "1", 1.0, "ms")

    monkeypatch.setitem(sys.modules, f"benchmarks.{name}", SimpleNamespace(rows=rows))
    first, last = table(measured(name, [1])).splitlines()[2:]
    assert "| first | 1 | 1 ms |" in first
    assert f"| {name} |  |  |" in last
    assert why in last


def test_the_table_says_what_is_missed(tmp_path: Path) -> None:
    results = [
        Result("a", "1", 3.0, "ms", {"b": 2.0}, mark=1.0),
        Result("c", "1", 3.0, "ms", {"d": 2.0}, mark=1.0, at_least=True),
        Result("e", "1", 3.0, "kB", limit=2.0),
    ]
    lines = table(results).splitlines()[2:]
    assert ["**no**" in line for line in lines] == [True, False, True]
    readme = tmp_path / "README.md"
    readme.write_text("x\n<!-- results -->\nold\n<!-- end of results -->\ny\n", "utf-8")
    written(readme, table(results))
    assert "old" not in readme.read_text("utf-8")
    assert readme.read_text("utf-8").endswith("<!-- end of results -->\ny\n")


def test_a_long_run_is_well_without_errors_and_growth() -> None:
    times = [10.0, 20.0, 30.0]
    assert Endured(times, [], 100.0, 104.0).is_well
    assert not Endured(times, [], 100.0, 106.0).is_well
    assert not Endured(times, ["TimeoutError: "], 100.0, 100.0).is_well
