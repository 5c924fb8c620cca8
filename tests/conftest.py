"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from geo_app.report import Report, read_report
from tests.chromium import launch
from tests.hostile.city import write_city
from tests.hostile.corpus import strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from geo_app.api import Plan

# No test asks how fast the machine is. The examples are the same in every run, so that a change
# is what makes a test fail; `pytest --hypothesis-profile=explore` looks for others.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("explore"), derandomize=True)
settings.load_profile("same")

# What a test starts reads its plan itself, and leaves nothing in the home of who runs the tests.
os.environ["GEO_APP_CACHE"] = "off"

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def changsha() -> Path:
    """The repository: the data folder of the Changsha plan."""
    return ROOT


@pytest.fixture(scope="session")
def report(changsha: Path) -> Report:
    return read_report(changsha / "seeds")


@pytest.fixture(scope="session")
def plan(changsha: Path) -> Plan:
    from geo_app.api import load_plan

    return load_plan(changsha)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of the second city, to be broken."""
    return Path(shutil.copytree(ROOT / "tests" / "tiny_city", tmp_path / "city"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium, one for the tests of a file."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def hostile_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city with a text that means to be more than text in every field."""
    folder = tmp_path_factory.mktemp("hostile") / "city"
    write_city(folder, strings(refused=False))
    return folder


@pytest.fixture(scope="module")
def hostile(hostile_city: Path) -> Plan:
    from geo_app.api import load_plan

    return load_plan(hostile_city)
