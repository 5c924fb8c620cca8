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
from geo_app.mapdoc.assets import css, leaflet_css, leaflet_js, program
from geo_app.mapdoc.packed import gzipped

_LARGEST_BESIDE = 10_000
_ROUNDS = 5
_LIMIT_KB = 900.0
_READS = (
    "ours first opens its program, and draws the ground, three lines of a place and the panel too"
)
_SLOWER, _PAINTED_MS = 4, 1000.0
# What folium's documents load, to be whole without a network: Leaflet alone counted.
_LEAFLET_KB = len(leaflet_js() + leaflet_css()) / 1000
_OWN_KB = (len(gzipped(program().encode())) + len(css())) / 1000
_HOLDS = (
    f"ours holds {_OWN_KB:.0f} kB of program and sheets, and the report; "
    "folium's, here with Leaflet, still lack jQuery and Bootstrap"
)
# What is drawn of the map itself; icons of the page around it are none of it.
_DRAWN = ".leaflet-pane path, .leaflet-pane canvas"
# Playwright asks at growing intervals, and is answered between two tasks: the browser knows better.
_NOTE_PAINTED = f"""(function look() {{
  if (!document.querySelector("{_DRAWN}")) return requestAnimationFrame(look);
  const afterwards = new MessageChannel();
  afterwards.port1.onmessage = () => {{ globalThis.paintedAt = performance.now(); }};
  afterwards.port2.postMessage(0);
}})()"""


def rows(sizes: list[int]) -> Iterator[Result]:
    """Yield size and time at each size and for the Changsha plan.

    folium's documents load Leaflet from a network; here it is given at once, from its package.
    """
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for size in (0, *sizes):
            files = _files(size)
            yield _size(size, {name: len(data) / 1000 for name, data in files.items()})
            if size > _LARGEST_BESIDE:
                continue
            paths = {name: Path(folder) / f"{i}.html" for i, name in enumerate(files)}
            for name, path in paths.items():
                path.write_bytes(files[name])
            seen, painted = _first_maps(browser, paths)
            for what, times in (("first map", seen), ("first map painted", painted)):
                ours = times.pop("ours")
                what = f"offline file, to {what}"
                yield Result(what, name_of(size), ours, "ms", times, mark=1.0, note=_READS)
            if not size:
                times = _first_paints(browser, paths)
                ours = times.pop("ours")
                what = "offline file, to first paint, a slow phone"
                note = f"the processor slowed {_SLOWER} times"
                yield Result(what, name_of(size), ours, "ms", times, limit=_PAINTED_MS, note=note)


def _files(size: int) -> dict[str, bytes]:
    plan = plan_of(size)
    files = {"ours": map_bytes(plan, compact=True)}
    if size <= _LARGEST_BESIDE:
        flat = simple(plan)
        files["folium.Map.save()"] = folium_html(flat).encode()
        files["explore()"] = explored(flat).encode()
    return files | {"Leaflet alone": leaflet_alone(plan).encode()}


def _size(size: int, kilobytes: dict[str, float]) -> Result:
    for name in ("folium.Map.save()", "explore()"):
        if name in kilobytes:
            kilobytes[name] += _LEAFLET_KB
    ours = kilobytes.pop("ours")
    limit, mark = (_LIMIT_KB, None) if not size else (None, 1.0)
    note = _HOLDS if size <= _LARGEST_BESIDE else "folium would take minutes"
    return Result(
        "offline file", name_of(size), ours, "kB", kilobytes, mark=mark, limit=limit, note=note
    )


def _first_maps(
    browser: Browser, paths: dict[str, Path]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return when the first map was seen in each by playwright, and painted by the browser, ms."""
    seen: dict[str, list[float]] = {name: [] for name in paths}
    painted: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(_ROUNDS):
        for name, path in paths.items():
            with context_of(browser) as context:
                page = context.new_page()
                page.add_init_script(_NOTE_PAINTED)
                start = time.perf_counter()
                page.goto(path.as_uri(), wait_until="commit")
                page.locator(_DRAWN).first.wait_for(state="attached")
                seen[name].append(1000 * (time.perf_counter() - start))
                painted[name].append(page.wait_for_function("globalThis.paintedAt").json_value())
    return _medians(seen), _medians(painted)


def _medians(times: dict[str, list[float]]) -> dict[str, float]:
    return {name: statistics.median(each) for name, each in times.items()}


def _first_paints(browser: Browser, paths: dict[str, Path]) -> dict[str, float]:
    """Return when the browser first painted anything of each, the processor slowed, ms."""
    times: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(_ROUNDS):
        for name, path in paths.items():
            with context_of(browser) as context:
                page = context.new_page()
                context.new_cdp_session(page).send(
                    "Emulation.setCPUThrottlingRate", {"rate": _SLOWER}
                )
                page.goto(path.as_uri(), wait_until="commit")
                page.locator(_DRAWN).first.wait_for(state="attached")
                page.wait_for_function("performance.getEntriesByType('paint').length > 0")
                first = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
                times[name].append(float(page.evaluate(first)))
    return _medians(times)
