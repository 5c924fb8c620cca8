"""The map document in a real Chromium: one HTML file from disk, without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from geo_app.api import Plan
from geo_app.mapdoc import map_html

WIDE = (1440, 900)
LOCAL = "http://127.0.0.1:"

Open = Callable[..., Page]

# Two runs at once on a slow machine take their time; what comes is not waited for any longer.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def document(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document of the Changsha plan, as a file."""
    path = tmp_path_factory.mktemp("document") / "map.html"
    path.write_text(map_html(plan), "utf-8")
    return path


@pytest.fixture
def open_(browser: Browser, document: Path) -> Iterator[Open]:
    """Open the document; at the end there was no error and no attempt to reach anything."""
    wrong: list[str] = []
    contexts = []

    def guard(route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
            return
        wrong.append(f"outside request {route.request.url}")
        route.abort()

    def open_(
        address: str = "",
        *,
        size: tuple[int, int] = WIDE,
        path: Path | str = document,
        ready: bool = True,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.route(re.compile("^https?:"), guard)
        page = context.new_page()
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(f"dialog {dialog.message}"))
        page.goto((path.as_uri() if isinstance(path, Path) else path) + address)
        if ready:
            page.locator("body[data-ready]").wait_for(state="attached")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
