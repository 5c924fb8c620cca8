"""The workbook in LibreOffice: every sheet, every cell, as it was written."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from geo_app.api import Plan
from geo_app.exports import export
from tests.gis.hostile import hostile_plan

pytestmark = pytest.mark.office
# Comma, quotation mark, UTF-8, from the first row; cells as they are formatted; every sheet.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="module")
def soffice() -> str:
    """LibreOffice's program."""
    found = shutil.which("soffice")
    assert found, "LibreOffice is not installed; run .ci/second"
    return found


@pytest.fixture(params=["changsha", "hostile"])
def any_plan(request: pytest.FixtureRequest, plan: Plan) -> Plan:
    """Changsha, then the plan that breaks writers."""
    return plan if request.param == "changsha" else hostile_plan()


def test_every_cell_is_read_as_it_was_written(any_plan: Plan, soffice: str, tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    export(any_plan, out)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", FILTER, "--outdir", tmp_path, out]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(out, read_only=True)
    assert len(book.sheetnames) == 6
    for name in book.sheetnames:
        with (tmp_path / f"plan-{name}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.reader(file))
        written = list(book[name].iter_rows(values_only=True))
        assert len(read) == len(written)
        for line, cells in zip(read, written, strict=True):
            assert [same(a, b) for a, b in zip(line, cells, strict=True)] == list(map(text, cells))


def text(cell: object) -> str:
    return "" if cell is None else str(cell)


def same(read: str, cell: object) -> str:
    """Return what LibreOffice shows, a number as it was stored where the two are equal."""
    if isinstance(cell, int | float) and float(read) == pytest.approx(cell, rel=1e-9):
        return text(cell)
    return read
