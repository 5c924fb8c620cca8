"""One Chromium for the tests, wherever the machine is; got where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

HOW = (
    "There is no Chromium. Run 'playwright install chromium', or install Chrome, or "
    "'apt-get install chromium', or set GEO_APP_CHROMIUM to the path of one."
)
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


class NoChromiumError(RuntimeError):
    """No browser could be started; the message says what was tried and what to do."""


def launch(playwright: Playwright, *more: str) -> Browser:
    """Start the browser that GEO_APP_CHROMIUM names, else the first that starts.

    `more`: arguments of its own.

    Raises
    ------
    NoChromiumError
        If none does.
    """
    args = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", *more]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")  # Chromium refuses to run as root with it
    failures = []
    for options in _candidates():
        try:
            return playwright.chromium.launch(args=args, **options)
        except Error as error:
            failures.append(f"{options or 'playwright'}: {error.message.splitlines()[0]}")
    raise NoChromiumError("\n".join([HOW, *failures]))


def _candidates() -> list[dict[str, str]]:
    if path := os.environ.get("GEO_APP_CHROMIUM"):
        return [{"executable_path": path}]
    programs = [path for name in _PROGRAMS if (path := shutil.which(name))]
    return [
        {},
        {"channel": "chrome"},
        {"channel": "msedge"},
        *({"executable_path": path} for path in programs),
    ]


def ensure() -> None:
    """Get a Chromium if none starts: Debian's package as root, else playwright's download.

    Raises
    ------
    NoChromiumError
        If none can be had.
    """
    try:
        _try()
        return
    except NoChromiumError as error:
        if "GEO_APP_CHROMIUM" in os.environ:
            raise error
    debian = Path("/etc/debian_version").exists() and os.geteuid() == 0
    if debian:
        apt = ["apt-get", "-qq", "-y", "--no-install-recommends"]
        commands = [[*apt, "update"], [*apt, "install", "chromium", "fonts-noto-cjk"]]
    else:
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    for command in commands:
        print("+", " ".join(command), flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    _try()


def _try() -> None:
    with sync_playwright() as playwright:
        launch(playwright).close()
