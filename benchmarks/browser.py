"""Servers and a Chromium for the rows that need them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Route,
    ViewportSize,
    sync_playwright,
)

from benchmarks.plans import ROOT
from benchmarks.timing import in_memory
from geo_app.mapdoc.assets import leaflet_css, leaflet_js
from tests.chromium import launch

PAGES = ROOT / "benchmarks" / "pages"
WAIT_S = 20
# What is served by geo-app itself, and the module that does so.
_OURS = {"ours": "geo_app.cli", "no_map": "benchmarks.without_map"}
_STILL_MB = 0.2
_VIEW = ViewportSize(width=1440, height=900)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a browser."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def context_of(browser: Browser) -> BrowserContext:
    """Return a fresh context, in which nothing outside this machine is reached.

    Leaflet, which folium's documents load from a host of its own, is given from its package, at
    once; what else they load (jQuery, bootstrap, icons) is empty: they need no network either.
    """
    context = browser.new_context(
        viewport=_VIEW,
        locale="zh-CN",
        reduced_motion="reduce",
        bypass_csp=True,  # else a policy may refuse playwright the condition that it waits for
    )
    context.set_default_timeout(1000 * WAIT_S)
    context.route(lambda url: url.startswith("http") and "//127.0.0.1" not in url, _from_here)
    return context


def _from_here(route: Route) -> None:
    name = route.request.url.rpartition("/")[2]
    given = {"leaflet.js": leaflet_js, "leaflet.css": leaflet_css}
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    route.fulfill(body=given[name]() if name in given else "", content_type=kind)


@contextmanager
def serving(
    page: str, data: Path, *, kept: Path | None = None
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve one of `_OURS`, or a page of `pages/` by Streamlit; give its address.

    `kept`: where ours keeps what it made for the next start; None: nowhere.
    """
    port = _free_port()
    if page in _OURS:
        arguments = ["-m", _OURS[page], "serve", "--no-browser", "--data", str(data)]
        arguments += ["--port", str(port)]
    else:
        arguments = ["-m", "streamlit", "run", str(PAGES / f"{page}.py"), f"--server.port={port}"]
        arguments += ["--server.headless=true", "--browser.gatherUsageStats=false"]
        arguments += ["--server.fileWatcherType=none", "--server.address=127.0.0.1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BENCHMARK_DATA": str(data)}
    environment["GEO_APP_CACHE"] = str(kept or "off")
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=quiet, stderr=quiet
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        _await(address, server)
        yield address, server
    finally:
        server.terminate()
        server.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}_stcore/health").close()
            return
        except OSError:
            if server.poll() is not None:
                raise RuntimeError(f"the server of {address} ended") from None
            time.sleep(0.02)
    raise RuntimeError(f"no answer from {address}")


def settled_mb(pid: int) -> float:
    """Return what a process holds in memory, MB, when that has not changed for a second."""
    last, until = -1.0, time.monotonic() + WAIT_S
    while time.monotonic() < until:
        now = in_memory("VmRSS", pid) / 1e6
        if abs(now - last) < _STILL_MB:
            return now
        last = now
        time.sleep(1)
    return last
