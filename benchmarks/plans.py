"""The plans that are measured, each made once in a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from benchmarks.generate import make_city
from geo_app.api import Plan, load_plan
from geo_app.plan import Plan as Core

ROOT = Path(__file__).resolve().parent.parent


@cache
def plan_of(size: int) -> Plan | Core:
    """Return a generated plan of so many places; 0: the Changsha plan."""
    return make_city(size).plan() if size else load_plan(ROOT)


@cache
def folder_of(size: int, parent: Path) -> Path:
    """Return a data folder with a generated plan; 0: the Changsha plan."""
    return make_city(size).write(parent / f"city-{size}") if size else ROOT
