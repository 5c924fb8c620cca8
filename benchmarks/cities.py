"""Many cities: the time and the memory of `geo-app build`; `python -m benchmarks.cities`.

Cities of 100 places are generated, each another one, and built without their sites. A build runs
in processes of its own, so that the peak of one does not hide that of another.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from benchmarks.generate import make_city

PLACES = 100


@click.command()
@click.option("--cities", default="250,500,1000", show_default=True, help="Numbers of cities.")
@click.option("--workers", default=2, show_default=True)
def main(cities: str, workers: int) -> None:
    """Print a row for each number of cities: seconds, ms a city, the largest process, again."""
    counts = sorted(map(int, cities.split(",")))
    click.echo("| cities | build, s | ms a city | largest process, MB | built again, s |")
    click.echo("|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            collection = Path(folder) / "cities"
            for seed in range(count):
                if not (collection / f"c{seed:05d}").exists():
                    make_city(PLACES, seed=seed).write(collection / f"c{seed:05d}")
            out = Path(folder) / f"out-{count}"
            seconds, peak = built(collection, out, workers)
            again, _ = built(collection, out, workers)
            each = 1000 * seconds / count
            click.echo(f"| {count} | {seconds:.1f} | {each:.0f} | {peak:.0f} | {again:.1f} |")


def built(collection: Path, out: Path, workers: int) -> tuple[float, float]:
    """Build; return the seconds, and the peak of the largest of its processes, MB."""
    command = [sys.executable, "-m", "geo_app.cli", "build", str(collection), str(out)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--no-sites", "--workers", str(workers)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = 0  # it was waited for; generated cities have faults of care, so it is 1
    found = len(list(out.glob("places/*/part.parquet")))
    expected = len(list(collection.iterdir()))
    if found != expected:
        raise click.ClickException(f"{found} of {expected} cities were built")
    return seconds, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
