"""Killed at any moment, a database export leaves the old schema or the new one."""

from __future__ import annotations

import signal

import pytest

from tests.gis.conftest import Database
from tests.gis.test_postgis import everything
from tests.killing import moments, nursery
from tests.test_kills import CITY, KILLS

pytestmark = pytest.mark.postgis


def test_the_schema_is_the_old_or_the_new(postgres: Database) -> None:
    export = ["export", postgres.url, "--data", CITY]
    small = [*export, "--task", "1"]
    with nursery() as runs:
        assert runs.run(*small).status == 0
        old = everything(postgres)
        whole = runs.run(*export)
        new = everything(postgres)
        assert (whole.status, old != new) == (0, True), whole.said
        killed = 0
        for moment in moments(whole._replace(steps=0), KILLS, seed=1):
            assert runs.run(*small).status == 0
            run = runs.run(*export, **moment)
            assert run.status in (0, -signal.SIGKILL), run.said
            killed += run.status == -signal.SIGKILL
            assert everything(postgres) in (old, new), moment
            assert runs.run(*export).status == 0
            assert everything(postgres) == new
    assert killed >= KILLS // 2
