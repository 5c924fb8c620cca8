"""All measurements, as a table: `python -m benchmarks.run`; see README.md."""

from __future__ import annotations

import datetime
import importlib
import importlib.metadata
import math
import os
import platform
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from benchmarks.timing import Result

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- results -->", "<!-- end of results -->"
# Each is a module of this folder; those that need no browser come first.
ROWS = ("document", "naming", "selecting", "starting", "offline", "inside", "page", "sessions")
# These also take the largest size: each side of theirs is done in seconds.
STAND_LARGE = ("document", "selecting", "offline", "inside")
# A group that takes longer than this breaks off, seconds; with fifty sessions for five minutes.
_ROW_S, _LONG_ROW_S = 420, 1500
# All groups together; the last ones get what is left.
_ALL_S = 1150
_PACKAGES = (
    *("geo-app", "streamlit", "folium", "streamlit-folium", "geopandas", "shapely", "orjson"),
    *("pyahocorasick", "ahocorasick-rs", "playwright"),
)


@click.command()
@click.option("--only", multiple=True, type=click.Choice(ROWS), help="This row. May be repeated.")
@click.option("--sizes", default="100,10000", show_default=True, help="Numbers of places.")
@click.option(
    "--largest", default=100_000, show_default=True, help="Also this, where it can be; 0: no."
)
@click.option("--long", is_flag=True, help="Fifty sessions for five minutes, not for seconds.")
@click.option("--write", is_flag=True, help="Put the table into README.md.")
def main(only: tuple[str, ...], sizes: str, largest: int, long: bool, write: bool) -> None:
    """Measure what the README's table says; print it."""
    counts = [int(each) for each in sizes.split(",")]
    results: list[Result] = []
    end = time.monotonic() + _ALL_S
    for name in only or ROWS:
        began = time.monotonic()
        click.echo(f"{name} …", err=True)
        more = [largest] if largest and name in STAND_LARGE and largest not in counts else []
        seconds = _LONG_ROW_S if long else min(_ROW_S, max(1, round(end - began)))
        results += measured(name, [*counts, *more], long=long, seconds=seconds)
        click.echo(f"{name}: {time.monotonic() - began:.0f} s", err=True)
    text = table(results)
    click.echo(text)
    if write:
        written(README, f"{about()}\n\n{text}")


def measured(
    name: str, sizes: list[int], *, long: bool = False, seconds: int = _ROW_S
) -> list[Result]:
    """Return the results of a row; one that breaks off is a line of the table, not the end."""
    more = {"long": long} if name == "sessions" else {}
    found: list[Result] = []
    try:
        module = importlib.import_module(f"benchmarks.{name}")
        for each in _in_time(module.rows(sizes, **more), seconds):
            found.append(each)
            click.echo(f"  {line(each)}", err=True)
    except Exception as error:
        found.append(Result(name, "", float("nan"), "", note=f"broke off: {first_line(error)}"))
        click.echo(f"  {name} broke off: {first_line(error)}", err=True)
    return found


def _in_time(rows: Iterator[Result], seconds: int) -> Iterator[Result]:
    """Yield the rows of a group; raise TimeoutError in the middle of what takes longer."""

    def too_long(*_: object) -> None:
        raise TimeoutError(f"it took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    try:
        yield from rows
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def first_line(error: Exception) -> str:
    """Return what a table can say of an error."""
    return f"{type(error).__name__}: {error}".splitlines()[0][:120]


def table(results: Iterable[Result]) -> str:
    """Return the results as a table in Markdown."""
    head = "| what | places | ours | beside | ratio | to reach | |\n|---|---|---|---|---|---|---|"
    return "\n".join([head, *map(line, results)])


def line(result: Result) -> str:
    """Return a row of the table."""
    beside = " · ".join(f"{name} {number(value)}" for name, value in result.beside.items())
    ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
    sign = "≥" if result.at_least else "≤"
    marks = []
    if result.mark is not None:
        marks.append(f"{sign} {result.mark:g} ×")
    if result.limit is not None:
        marks.append(f"≤ {number(result.limit)} {result.unit}")
    met = {True: "yes", False: "**no**", None: ""}[result.reached]
    ours = "" if math.isnan(result.ours) else f"{number(result.ours)} {result.unit}"
    cells = [result.what, result.size, ours, beside, ratio]
    cells += [", ".join(marks), f"{met} {result.note}".strip()]
    return f"| {' | '.join(cells)} |"


def number(value: float) -> str:
    """Return a number with three digits.

    Examples
    --------
    >>> number(12345.6), number(1.2345), number(0.01234)
    ('12,346', '1.23', '0.0123')
    """
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def about() -> str:
    """Return machine, versions and date."""
    versions = []
    for package in _PACKAGES:
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    python = f"Python {platform.python_version()}"
    return f"{datetime.date.today()} · {machine} · {python} · {' · '.join(versions)}"


def written(readme: Path, text: str) -> None:
    """Put a text between the marks of a file."""
    before, _, rest = readme.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    readme.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
