"""Nothing leaves the machine: commands and page, in a network namespace where it would be seen."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo_app.api import Plan
from tests.alone import ELSEWHERE, ROOT

pytestmark = pytest.mark.closed

HOW = "It takes util-linux, iproute2 and root, or a kernel that gives others namespaces, too."


def test_not_one_packet_is_sent_elsewhere(plan: Plan, tmp_path: Path) -> None:
    for program in ("unshare", "ip"):
        assert shutil.which(program), f"There is no {program}. {HOW}"
    alone = ["unshare", "--map-root-user", "--net", "--mount"]
    tried = subprocess.run([*alone, "true"], capture_output=True, text=True)
    assert tried.returncode == 0, f"No network namespace can be had: {tried.stderr.strip()}. {HOW}"
    answer = tmp_path / "answer.json"
    command = [*alone, sys.executable, "-m", "tests.alone", str(answer)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(answer.read_text("utf-8"))
    # all was done, and whoever sends something there is seen
    assert told["places"] == len(plan)
    assert told["control"] == [ELSEWHERE, "example.org"]
    assert (told["commands"], told["page"]) == ([], [])
