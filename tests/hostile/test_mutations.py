"""Damaged plans: what `check`, `load_plan` and `tidy` say of them is words, and comes in time.

`python -m tests.hostile.trial 0 10000` runs all of it; here a share, in a process with limits.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo_app.errors import DataError
from geo_app.files import LARGEST, read_whole
from tests.hostile.mutations import MUTATIONS, mutate
from tests.hostile.trial import TINY

ROOT = Path(__file__).resolve().parents[2]
COUNT = int(os.environ.get("GEO_APP_MUTATIONS", "800"))


def test_no_damage_is_a_traceback_a_hang_or_a_flood_of_memory() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.trial", "0", str(COUNT)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert done.stdout.startswith(f"{COUNT} trials: ")


def test_every_mutation_comes_up_and_a_seed_does_the_same_again(tmp_path: Path) -> None:
    import shutil

    seen = {}
    for seed in range(300):
        for again in (False, True):
            city = tmp_path / "city"
            shutil.copytree(TINY, city)
            done = mutate(city, seed)
            shutil.rmtree(city)
            assert seen.setdefault(seed, done) == done, again
    assert {name for name, _ in seen.values()} == {each.__name__ for each in MUTATIONS}


def test_a_pipe_and_an_endless_file_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "endless").symlink_to("/dev/zero")
    for name, what in (("pipe", "no plain file"), ("endless", "outside"), ("a\0b", "cannot")):
        with pytest.raises(DataError, match=what):
            read_whole(tmp_path, name, name)


def test_no_more_than_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"{}")
    os.truncate(path, LARGEST)
    assert len(read_whole(tmp_path, "large", "large")) == LARGEST
    os.truncate(path, LARGEST + 1)
    with pytest.raises(DataError, match="too large"):
        read_whole(tmp_path, "large", "large")


def test_links_stay_within_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "plan"
    inside.mkdir()
    (tmp_path / "outside").write_text("x", "utf-8")
    (inside / "real").write_text("y", "utf-8")
    (inside / "good").symlink_to("real")
    (inside / "bad").symlink_to("../outside")
    (inside / "loop").symlink_to("loop")
    assert read_whole(inside, "good", "good") == b"y"
    for name in ("bad", "../outside", str(tmp_path / "outside"), "."):
        with pytest.raises(DataError, match="outside"):
            read_whole(inside, name, name)
    with pytest.raises(DataError, match="cannot be read"):
        read_whole(inside, "loop", "loop")
