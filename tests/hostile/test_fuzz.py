"""Each parser under the fuzzer for a while; `tests.hostile.fuzz` itself goes on for longer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = os.environ.get("GEO_APP_FUZZ_SECONDS", "2")


@pytest.mark.parametrize("target", ["report", "geojson", "json", "csv", "toml"])
def test_the_fuzzer_finds_nothing(target: str, tmp_path: Path) -> None:
    options = [f"-max_total_time={SECONDS}", "-timeout=20", "-rss_limit_mb=1500", "-seed=2021"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.fuzz", target, *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    assert "DONE" in done.stderr
    assert not list(tmp_path.glob("crash-*"))
