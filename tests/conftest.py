"""Fixtures that every test may ask for."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from geo_app.report import Report, read_report

if TYPE_CHECKING:
    from geo_app.api import Plan

# No test asks how fast the machine is. The examples are the same in every run, so that a change
# is what makes a test fail; `pytest --hypothesis-profile=explore` looks for others.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("explore"), derandomize=True)
settings.load_profile("same")

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
