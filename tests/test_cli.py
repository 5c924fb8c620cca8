"""The command line, as a user calls it: a process, its output, its status."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from geo_app.exports import FORMATS


def geo_app(*args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "geo_app.cli", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment())


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1"}


def test_help_lists_the_commands_and_each_has_an_example() -> None:
    done = geo_app("--help")
    assert done.returncode == 0
    for command in ("serve", "check", "tidy", "export"):
        assert command in done.stdout
        assert "Example" in geo_app(command, "--help").stdout


def test_the_plan_that_ships_has_no_fault() -> None:
    done = geo_app("check")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.strip() == "0 faults"


def test_the_plan_that_ships_is_tidy() -> None:
    done = geo_app("tidy", "--check")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout[:2000]


def test_check_prints_every_fault_on_a_line_and_exits_with_1(city: Path) -> None:
    file = sorted((city / "layers" / "plan").glob("*.geojson"))[0]
    text = file.read_text("utf-8").replace('"accuracy_m"', '"acuracy_m"')
    file.write_text(text, "utf-8")
    done = geo_app("check", city)
    assert done.returncode == 1
    assert 'Did you mean "accuracy_m"?' in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert all(line.startswith(("layers/", "seeds/")) for line in done.stdout.splitlines())


def test_export_writes_what_the_filters_leave(tmp_path: Path) -> None:
    out = tmp_path / "五区.geojson"
    done = geo_app("export", out, "--task", "5", "--layer", "rail")
    assert done.returncode == 0, done.stderr
    features = json.loads(out.read_text("utf-8"))["features"]
    assert {f["properties"]["layer"] for f in features} == {"rail"}
    assert all(5 in f["properties"]["tasks"] for f in features)
    assert f"{len(features)} places written" in done.stderr


def test_export_to_standard_output_is_only_the_data() -> None:
    done = geo_app("export", "-", "--place", "malanshan")
    assert [f["properties"]["id"] for f in json.loads(done.stdout)["features"]] == ["malanshan"]
    assert done.stderr == ""


def test_export_help_lists_every_format_and_what_it_keeps() -> None:
    text = " ".join(geo_app("export", "--help").stdout.split())
    for suffix, each in FORMATS.items():
        assert f".{suffix}" in text
        assert f"{each.title}. Keeps {each.keeps}" in text
        assert f"loses {each.loses}." in text or not each.loses


@pytest.mark.parametrize("suffix", ["geojsonl", "fgb", "kmz", "parquet", "csv", "xlsx", "shp.zip"])
def test_export_writes_what_the_suffix_names(city: Path, suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"青石.{suffix}"
    done = geo_app("export", out, "--data", city)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr == f"4 places written to {out}\n"
    assert out.stat().st_size > 1000


def test_export_in_another_datum_says_so(city: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.gcj02.geojson"
    base = "https://example.org/map/?task=1#x"
    done = geo_app("export", out, "--data", city, "--datum", "gcj02", "--link-base", base)
    assert done.returncode == 0, done.stderr
    collection = json.loads(out.read_text("utf-8"))
    assert collection["about"]["datum"] == "GCJ-02"
    station = collection["features"][-1]
    assert station["properties"]["link"].startswith("https://example.org/map/?place=")


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_long_work_shows_on_a_terminal_that_it_goes_on(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "geo_app.cli", "export", "plan.pmtiles"]
    status = subprocess.run(command, cwd=tmp_path, stderr=theirs, env=environment()).returncode
    os.close(theirs)
    with open(ours, "rb", buffering=0) as terminal:
        shown = terminal.read(65536).decode()
    assert status == 0, shown
    assert shown.startswith("\rwriting plan.pmtiles … 1 s\r")
    assert shown.endswith("\r137 places written to plan.pmtiles\r\n")


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (
            ["export", "x.csv", "--bbox", "0,0,1,1", "--task", "5", "--layer", "rail"],
            1,
            "no place meets --task 5 --layer rail --bbox 0,0,1,1.",
        ),
        (["export", "x.csv", "--bbox", "112,29,113,28"], 2, "above its north, 28"),
        (["export", "x.csv", "--task", "12"], 2, "export --help' for help."),
        (["export", "x.csv", "--datum", "bd09"], 1, 'Write to "x.bd09.csv".'),
        (["export", "x.gcj02.kml", "--datum", "gcj02"], 1, "kml is WGS 84 by its standard"),
        (["export", "x.csv", "--datum", "nad27"], 2, "'nad27' is not one of 'wgs84'"),
        (["export", "x.csv", "--link-base", "example.org"], 2, "Write https://…"),
        (["export", "x.shp"], 1, 'Did you mean "shp.zip"?'),
        (["export", "x.csv", "--format", "exel"], 1, "Choose of: geojson, "),
        (["export", "x.geojsn"], 1, 'Did you mean "geojson"?'),
        (["export", "x.geojson", "--kind", "metroline"], 2, 'Did you mean "metro_line"?'),
        (["export", "x.geojson", "--task", "12"], 2, 'there is no task "12". There are 1 to 9.'),
        (["export", "x.geojson", "--bbox", "1,2,3"], 2, "Write west,south,east,north"),
        (["export", "missing/x.geojson"], 1, "cannot be written: No such file or directory"),
        (["check", "missing"], 1, "there is no such folder"),
        (["export", "x.geojson", "--data", "."], 1, "no seeds/ and no layers/"),
        (["chekc"], 2, "No such command"),
    ],
)
def test_a_mistake_gets_one_clear_message(
    args: list[str], status: int, says: str, tmp_path: Path
) -> None:
    done = geo_app(*args, cwd=tmp_path)
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_half_a_folder_says_which_half_is_missing(city: Path) -> None:
    shutil.rmtree(city / "seeds")
    done = geo_app("check", city)
    assert done.returncode == 1
    assert "the folder holds no seeds/" in done.stderr


def test_a_busy_port_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = geo_app("serve", "--no-browser", "--port", str(port))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_that_start_at_one_port_are_one_server_and_one_line() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "geo_app.cli", "--no-browser", "--port", port]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    try:
        # One of them ends by itself, and says why; an address that is not its own it never says.
        with selectors.DefaultSelector() as ends:
            for each in both:
                ends.register(each.stderr, selectors.EVENT_READ, each)
            ((key, _), *_) = ends.select(timeout=60)
        refused = key.data
        said, why = refused.communicate(timeout=30)
        (other,) = (each for each in both if each is not refused)
        assert other.stdout.readline() == f"http://127.0.0.1:{port}/\n"
    finally:
        for each in both:
            each.send_signal(signal.SIGINT)
            each.communicate(timeout=30)
    assert refused.returncode == 1
    assert (said, why.count("\n")) == ("", 1)
    assert f"cannot listen on 127.0.0.1 port {port}" in why
    assert other.returncode == 0


_INTERRUPT_AT = """
import os, signal, sys

# In the background of a script, where tests may run too, a process is told to ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {at!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
sys.argv[:] = ["geo-app", *{args!r}]
from geo_app.program import main
main()
"""


@pytest.mark.parametrize(
    ("at", "args", "status"),
    [
        ("click", ["check"], -signal.SIGINT),
        ("geo_app.cli", ["--no-browser"], -signal.SIGINT),
        ("geo_app.checks", ["check"], -signal.SIGINT),
        # C asks for it, and tells of an ImportError
        ("numpy", ["check"], -signal.SIGINT),
        ("geo_app.exports", ["export", "plan.csv"], -signal.SIGINT),
        ("geo_app.app.start", ["--no-browser"], 0),
        ("geo_app.app.plans", ["--no-browser"], 0),
        ("streamlit", ["--no-browser"], 0),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="has no such signal to send")
def test_an_interrupt_while_it_starts_ends_it_without_a_word(
    at: str, args: list[str], status: int, tmp_path: Path
) -> None:
    program = _INTERRUPT_AT.format(at=at, args=args)
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=environment(), timeout=60
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", status)
    assert [*tmp_path.iterdir()] == []
