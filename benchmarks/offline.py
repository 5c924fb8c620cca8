"""The offline file: its size and the time to its first map, beside explore() and folium."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browser import chromium, context_of
from benchmarks.document import explored, folium_html, name_of, simple
from benchmarks.inside import leaflet_alone
from benchmarks.plans import plan_of
from benchmarks.timing import Result
from geo_app.mapdoc import map_bytes
from geo_app.mapdoc.assets import leaflet_css, leaflet_js

_LARGEST_BESIDE = 10_000
_LIMIT_KB = 900.0
# What folium's documents load, to be whole without a network: Leaflet alone counted.
_LEAFLET_KB = len(leaflet_js() + leaflet_css()) / 1000
_DRAWN = "document.body?.dataset.ready || document.querySelectorAll('path, canvas').length > 0"


def rows(sizes: list[int]) -> Iterator[Result]:
    """Yield size and time at each size and for the Changsha plan.

    folium's documents load Leaflet from a network; here it is given at once, from its package.
    """
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for size in (0, *(size for size in sizes if size <= _LARGEST_BESIDE)):
            plan = plan_of(size)
            files = {"ours": map_bytes(plan, compact=True)}
            flat = simple(plan)
            files["folium.Map.save()"] = folium_html(flat).encode()
            files["explore()"] = explored(flat).encode()
            files["Leaflet alone"] = leaflet_alone(plan).encode()
            kilobytes = {name: len(data) / 1000 for name, data in files.items()}
            for name in ("folium.Map.save()", "explore()"):
                kilobytes[name] += _LEAFLET_KB
            ours = kilobytes.pop("ours")
            limit = None if size else _LIMIT_KB
            yield Result(
                "offline file", name_of(size), ours, "kB", kilobytes, mark=1.0, limit=limit
            )
            paths = {name: Path(folder) / f"{i}.html" for i, name in enumerate(files)}
            for name, path in paths.items():
                path.write_bytes(files[name])
            times = _first_maps(browser, paths)
            ours = times.pop("ours")
            what = "offline file, to first map"
            yield Result(what, name_of(size), ours, "ms", times, mark=1.0)


def _first_maps(browser: Browser, paths: dict[str, Path]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(3):
        for name, path in paths.items():
            with context_of(browser) as context:
                page = context.new_page()
                start = time.perf_counter()
                page.goto(path.as_uri(), wait_until="commit")
                page.wait_for_function(_DRAWN)
                times[name].append(1000 * (time.perf_counter() - start))
    return {name: statistics.median(each) for name, each in times.items()}
