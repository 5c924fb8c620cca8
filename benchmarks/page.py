"""The Streamlit page in a real Chromium: a filter, and the start.

A filter is timed from the click to the map that shows it and the page that has run: beside an
empty page that runs, and both ways to use streamlit-folium. The start is timed to the first map
that is painted, which the page then takes over, and to the page with all its parts.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page
from playwright.sync_api import Error as PlaywrightError

from benchmarks.browser import WAIT_S, chromium, context_of, serving
from benchmarks.document import name_of
from benchmarks.pages.shared import drawn, picked
from benchmarks.plans import folder_of, plan_of
from benchmarks.timing import Result

# Each task is chosen, then taken off again: the first round does not count.
_ROUNDS = 6
_STEPS = ("chosen", "taken off")
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
# One clock for a page and the frames in it, ms.
_NOW = "performance.timeOrigin + performance.now()"
_NOTE_CLICK = f"addEventListener('click', () => {{ globalThis.clickedAt = {_NOW} }}, true)"
# In a frame, as soon as it says that it is drawn, and that was painted.
_NOTE_DRAWN = f"""if (self !== top) new MutationObserver((_, watch) => {{
  if (document.body?.dataset.ready === undefined) return;
  watch.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => {{ globalThis.drawnAt = {_NOW}; }}));
}}).observe(document, {{ subtree: true, childList: true, attributeFilter: ["data-ready"] }});"""
_LOOK = f"""() => {{
  globalThis.metAt = 0;
  const look = () => {{
    if (CONDITION) globalThis.metAt = {_NOW};
    else requestAnimationFrame(look);
  }};
  look();
}}"""
# The start: ours, beside; what is waited for; and what takes the time.
_STARTED = ("ours", "empty")
_SEEN = ("first map", "whole page")
_READ = "pandas, geopandas and folium are imported, the plan is read: once for these files"
_BOTH = "the map starts too, in a process of its own, on the same two processors"
_OPEN = "of 10,000 places the document alone takes a second to open"
_NOTES = {
    "first map": {"cold": _READ, "again": _OPEN, "warm": _OPEN},
    "whole page": {"cold": _READ, "again": _BOTH, "warm": _BOTH},
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
    """An open page, how to click a task there, and how to see that it is done.

    Both are timed by the browser, and looked for in each of its frames: a locator of playwright
    looks at growing intervals, which are longer than what is measured.
    """

    def __init__(self, kind: str, page: Page, size: int) -> None:
        self.kind, self.page, self.plan = kind, page, plan_of(size)

    def done(self, tasks: list[int]) -> float:
        """Wait until these tasks are shown, and the page has run; return when it was, ms.

        Raises
        ------
        RuntimeError
            Which page did not get there.
        """
        return self._last(tasks)

    def drawn_at(self) -> float:
        """Return when the map was first painted, ms; `_NOTE_DRAWN` must have been in the page."""
        return float(self._frame(".geo-frame iframe").wait_for_function("drawnAt").json_value())

    def choose(self, task: int, on: list[int]) -> float:
        """Click on a task; return how long it took until those that are on are shown, ms.

        The looking begins before the click: to begin takes as long as what is measured.
        """
        self.page.evaluate(_NOTE_CLICK)
        for inside, condition in self._conditions(on):
            self._frame(inside).evaluate(_LOOK.replace("CONDITION", condition))
        pills = "[data-testid='stButtonGroup']" if self.kind != "ours" else ".geo-tasks"
        self.page.locator(f"{pills} button").nth(task - 1).click()
        return self._last(on) - float(self.page.evaluate("clickedAt"))

    def _conditions(self, tasks: list[int]) -> Iterator[tuple[str, str]]:
        """Yield the frame, "" for the page itself, and what is true there when it is done."""
        if self.kind == "ours":
            body = "document.body?.dataset"
            count = len(self.plan.filter(tasks=tasks or None))
            yield ".geo-frame iframe", f"{body}?.ready !== undefined && {body}.shown === '{count}'"
            return
        words = f"ran {','.join(map(str, tasks)) or 'none'}"
        texts = "[...document.querySelectorAll('[data-testid=stText]')]"
        yield "", f"{texts}.some((text) => text.textContent.trim() === '{words}')"
        if self.kind != "empty":
            count = len(picked(drawn(self.plan.places), tasks))
            yield (
                "iframe",
                f"document.querySelectorAll('path.leaflet-interactive').length === {count}",
            )

    def _frame(self, inside: str) -> Frame:
        if not inside:
            return self.page.main_frame
        found = self.page.wait_for_function(f"document.querySelector('{inside}')")
        element = found.as_element()
        frame = element.content_frame() if element else None
        if frame is None:
            raise RuntimeError(f"{self.kind}: {inside} is no frame")
        return frame

    def _last(self, tasks: list[int]) -> float:
        """Wait until all conditions are met; return when the last one was."""
        try:
            return max(
                # A frame that was loaded anew meanwhile is looked at from here on.
                float(
                    self._frame(inside)
                    .wait_for_function(f"globalThis.metAt || (({condition}) && {_NOW})")
                    .json_value()
                )
                for inside, condition in self._conditions(tasks)
            )
        except PlaywrightError as error:
            raise RuntimeError(f"{self.kind}, tasks {tasks}: {error}") from error


def _filter(browser: Browser, size: int, data: Path) -> Iterator[Result]:
    times: dict[tuple[str, str], list[float]] = {}
    failed: list[str] = []
    with ExitStack() as stack:
        sides = []
        for kind in _NAMES:
            address, _ = stack.enter_context(serving(kind, data))
            context = stack.enter_context(context_of(browser))
            side = _Side(kind, context.new_page(), size)
            side.page.goto(address)
            if _borne(side, failed, partial(side.done, [])) is not None:
                sides.append(side)
        tasks = _tasks_with_shapes(size)
        for turn, step in itertools.product(range(_ROUNDS + 1), _STEPS):
            task = tasks[turn % len(tasks)]
            on = [task] if step == "chosen" else []
            for side in list(sides):
                side.page.wait_for_timeout(_SETTLE_MS)
                took = _borne(side, failed, partial(side.choose, task, on))
                mine = times.setdefault((step, _NAMES[side.kind]), [])
                if took is not None and turn:
                    mine.append(took)
                if took is None or sum(mine) > _ENOUGH_MS:
                    sides.remove(side)
    note = ", ".join(f"{name}: not in {WAIT_S} s" for name in failed)
    for step in _STEPS:
        beside = {
            name: statistics.median(each)
            for (when, name), each in times.items()
            if when == step and each
        }
        ours = beside.pop("ours")
        what = f"sidebar filter, click to map: a task {step}"
        yield Result(what, name_of(size), ours, "ms", beside, mark=1.25, note=note)


def _borne(side: _Side, failed: list[str], run: Callable[[], float]) -> float | None:
    """Run a step; a page of streamlit-folium that does not get there is named, and gives None."""
    try:
        return run()
    except RuntimeError:
        if side.kind not in _MAY_FAIL:
            raise
        failed.append(_NAMES[side.kind])
        return None


def _tasks_with_shapes(size: int) -> list[int]:
    """Return the tasks that leave some lines or areas: each side has something to draw."""
    shapes = drawn(plan_of(size).places)
    return [task for task in range(1, 10) if len(picked(shapes, [task]))]


def _start(browser: Browser, size: int, data: Path) -> Iterator[Result]:
    """Yield the start, from the command to the first map and to the whole page, and so on.

    "cold" is the first of all, "again" a start after it, "warm" a second session.
    """
    times: dict[tuple[str, str, str], list[float]] = {}
    for _ in range(2 if size else 3):
        with tempfile.TemporaryDirectory() as kept:
            for run, kind in ((run, kind) for run in ("cold", "again") for kind in _STARTED):
                began = time.perf_counter()
                with serving(kind, data, kept=Path(kept)) as (address, _server):
                    for session in (run, "warm"):
                        start = began if session == run else time.perf_counter()
                        for what, spent in _opened(browser, kind, size, address, start):
                            times.setdefault((kind, what, session), []).append(spent)
    for seen, notes in _NOTES.items():
        for session, note in notes.items():
            ours, empty = (statistics.median(times[kind, seen, session]) for kind in _STARTED)
            name, beside = f"start to {seen}, {session}", {"empty page": empty}
            said = "" if note == _OPEN and size < _LARGEST else note
            yield Result(name, name_of(size), ours, "ms", beside, mark=1.3, note=said)


def _opened(
    browser: Browser, kind: str, size: int, address: str, start: float
) -> Iterator[tuple[str, float]]:
    """Open the page in a session of its own; yield when what of it was there, ms since start."""
    began = 1000 * (time.time() - time.perf_counter() + start)
    with context_of(browser) as context:
        side = _Side(kind, context.new_page(), size)
        side.page.add_init_script(_NOTE_DRAWN)
        side.page.goto(address)
        side.done([])
        spent = 1000 * (time.perf_counter() - start)
        # The empty page has no more to show.
        yield _SEEN[0], side.drawn_at() - began if kind == "ours" else spent
        yield _SEEN[1], spent
