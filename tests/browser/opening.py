"""Pages that are watched: no error, no breach of the policy, no request that was not foreseen."""

from __future__ import annotations

import contextlib
import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

LOCAL = "http://127.0.0.1:"
# The browser tells a breach of the policy in the console, and to this listener with its rule.
_WATCH = """addEventListener("securitypolicyviolation", (event) => console.error(
  `policy: ${event.violatedDirective} ${event.blockedURI}`));"""


@contextlib.contextmanager
def watched(
    browser: Browser,
    *,
    answer: Callable[[Route], None] | None = None,
    expected: str = "",
    **options: Any,
) -> Iterator[Page]:
    """Give a page; at the end nothing went wrong.

    Parameters
    ----------
    answer
        Answers requests that leave the machine; without it they are faults.
    expected
        A pattern of console errors that the test causes.
    """
    wrong: list[str] = []

    def guard(route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        elif answer:
            answer(route)
        else:
            wrong.append(f"outside request {route.request.url}")
            route.abort()

    def hear(text: str) -> None:
        if not (expected and re.search(expected, text)):
            wrong.append(text)

    options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | options
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)
    context.route(re.compile("^https?:"), guard)
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.on("console", lambda line: hear(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: hear(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert wrong == []


@contextlib.contextmanager
def hosting(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback; give its address, which ends in a slash."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"{LOCAL}{server.server_port}/"
        server.shutdown()
        thread.join()
