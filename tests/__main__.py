"""`python -m tests`: a browser if there is none, then style, types and every test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.chromium import NoChromiumError, ensure

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    try:
        ensure()
    except NoChromiumError as error:
        print(error, file=sys.stderr)
        return 1
    steps = (
        ("ruff", "format", "--check", "-q", "."),
        ("ruff", "check", "-q", "."),
        ("mypy",),
        # Two at a time, a file by one: the files share servers and browsers among their tests.
        ("pytest", "-q", "-n2", "--dist=loadfile", "--durations=10", *sys.argv[1:]),
    )
    for step in steps:
        print("+", *step, flush=True)
        if status := subprocess.run([sys.executable, "-m", *step], cwd=ROOT).returncode:
            return status
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
