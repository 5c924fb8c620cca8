"""The Streamlit page in a real Chromium: a filter, and the start.

A filter is timed from the click to the map that shows it and the page that has run: beside an
empty page that runs, and both ways to use streamlit-folium.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from benchmarks.browser import WAIT_S, chromium, context_of, serving
from benchmarks.document import name_of
from benchmarks.pages.shared import drawn, picked
from benchmarks.plans import folder_of, plan_of
from benchmarks.timing import Result

_CLICKS = 6
_LARGEST = 10_000
_SETTLE_MS = 400
# A side that took so long altogether has clicked enough, ms.
_ENOUGH_MS = 30_000
# How the table calls each page.
_NAMES = {
    "ours": "ours",
    "empty": "empty rerun",
    "folium_whole": "st_folium",
    "folium_group": "feature group",
}
_MAY_FAIL = ("folium_whole", "folium_group")


def rows(sizes: list[int]) -> Iterator[Result]:
    """Yield the filter and the start, for the Changsha plan and sizes up to 10,000."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for size in (0, *(size for size in sizes if size <= _LARGEST)):
            data = folder_of(size, Path(folder))
            yield from _filter(browser, size, data)
            yield from _start(browser, size, data)


class _Side:
    """An open page, how to click a task there, and how to see that it is done."""

    def __init__(self, kind: str, page: Page, size: int) -> None:
        self.kind, self.page, self.plan = kind, page, plan_of(size)

    def done(self, tasks: list[int]) -> None:
        """Wait until these tasks are shown, and the page has run; say which page did not."""
        try:
            self._await(tasks)
        except PlaywrightError as error:
            raise RuntimeError(f"{self.kind}, tasks {tasks}: {error}") from error

    def _await(self, tasks: list[int]) -> None:
        if self.kind == "ours":
            count = len(self.plan.filter(tasks=tasks or None))
            frame = self.page.frame_locator(".geo-frame iframe")
            frame.locator(f"body[data-ready][data-shown='{count}']").wait_for(state="attached")
            return
        wanted = f"ran {','.join(map(str, tasks)) or 'none'}"
        self.page.get_by_text(wanted, exact=True).wait_for(state="attached")
        if self.kind != "empty":
            count = len(picked(drawn(self.plan.places), tasks))
            script = f"document.querySelectorAll('path.leaflet-interactive').length === {count}"
            frame = self.page.locator("iframe").first.element_handle().content_frame()
            frame.wait_for_function(script)

    def choose(self, task: int | None, on: list[int]) -> None:
        """Click on a task, None: on none; wait until those that are on then are shown."""
        if task is not None:
            self._click(task)
        self.done(on)

    def _click(self, task: int) -> None:
        pills = "[data-testid='stButtonGroup']" if self.kind != "ours" else ".st-key-tasks"
        self.page.locator(f"{pills} button").nth(task - 1).click()


def _filter(browser: Browser, size: int, data: Path) -> Iterator[Result]:
    times: dict[str, list[float]] = {}
    failed: list[str] = []
    with ExitStack() as stack:
        sides = []
        for kind, name in _NAMES.items():
            address, _ = stack.enter_context(serving(kind, data))
            context = stack.enter_context(context_of(browser))
            side = _Side(kind, context.new_page(), size)
            times[name] = []
            side.page.goto(address)
            if _bearable(side, failed, None, []):
                sides.append(side)
        tasks = _tasks_with_shapes(size)
        for step in range(_CLICKS):
            # Each task is chosen, then taken off again.
            task = tasks[(step // 2) % len(tasks)]
            on = [task] if step % 2 == 0 else []
            for side in list(sides):
                side.page.wait_for_timeout(_SETTLE_MS)
                start = time.perf_counter()
                if not _bearable(side, failed, task, on):
                    sides.remove(side)
                    continue
                took = 1000 * (time.perf_counter() - start)
                mine = times[_NAMES[side.kind]]
                if step:
                    mine.append(took)
                if sum(mine) > _ENOUGH_MS:
                    sides.remove(side)
    beside = {name: statistics.median(each) for name, each in times.items() if each}
    what = "sidebar filter, click to map"
    ours = beside.pop("ours")
    note = ", ".join(f"{name}: not in {WAIT_S} s" for name in failed)
    yield Result(what, name_of(size), ours, "ms", beside, mark=1.25, note=note)


def _bearable(side: _Side, failed: list[str], task: int | None, on: list[int]) -> bool:
    """Choose a task; a page of streamlit-folium that does not get there is named, and left out."""
    try:
        side.choose(task, on)
    except RuntimeError:
        if side.kind not in _MAY_FAIL:
            raise
        failed.append(_NAMES[side.kind])
        return False
    return True


def _tasks_with_shapes(size: int) -> list[int]:
    """Return the tasks that leave some lines or areas: each side has something to draw."""
    shapes = drawn(plan_of(size).places)
    return [task for task in range(1, 10) if len(picked(shapes, [task]))]


def _start(browser: Browser, size: int, data: Path) -> Iterator[Result]:
    """Yield the start, from the command to the first map, and a second session."""
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(2 if size else 3):
        for kind in ("ours", "empty"):
            began = time.perf_counter()
            with serving(kind, data) as (address, _server):
                for session in ("cold", "warm"):
                    with context_of(browser) as context:
                        start = began if session == "cold" else time.perf_counter()
                        side = _Side(kind, context.new_page(), size)
                        side.page.goto(address)
                        side.done([])
                        spent = 1000 * (time.perf_counter() - start)
                        times.setdefault((kind, session), []).append(spent)
    for session in ("cold", "warm"):
        ours, empty = (statistics.median(times[kind, session]) for kind in ("ours", "empty"))
        what = f"start to first map, {session}"
        yield Result(what, name_of(size), ours, "ms", {"empty page": empty}, mark=1.3)
