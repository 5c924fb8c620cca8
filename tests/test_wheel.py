"""The wheel alone runs the app: built, installed into an empty environment, read-only."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.chromium import launch

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new environment that holds the wheel and what it needs; its packages are read-only."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [str(venv / "bin" / "pip"), "install", "-q", "--disable-pip-version-check", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    packages = next((venv / "lib").glob("python*/site-packages"))
    _writable(packages, False)
    yield venv / "bin"
    _writable(packages, True)
    shutil.rmtree(venv)


def _writable(folder: Path, yes: bool) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o200 if yes else mode & ~0o222)


def _environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return {**kept, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}


def test_the_wheel_carries_text_layers_and_licences(installed: Path, tmp_path: Path) -> None:
    code = (
        "import geo_app, json; from geo_app.data import data_folder as d; f = d();"
        "print(json.dumps([str(f), sorted(p.name for p in f.iterdir())]))"
    )
    run = [installed / "python", "-c", code]
    done = subprocess.run(
        run, cwd=tmp_path, env=_environment(tmp_path), capture_output=True, text=True, check=True
    )
    folder, names = json.loads(done.stdout)
    assert "site-packages" in folder
    assert names == ["layers", "seeds"]
    info = next(Path(folder).parent.parent.glob("geo_app-*.dist-info"))
    texts = {path.name: path.read_text("utf-8") for path in (info / "licenses").iterdir()}
    assert set(texts) == {"LICENSE", "LICENSE-DATA", "NOTICE"}
    assert texts["LICENSE"].startswith("MIT License")
    assert "Open Database License" in texts["LICENSE-DATA"]
    assert "Leaflet 1.9.3" in texts["NOTICE"]
    assert "SIL Open Font License" in texts["NOTICE"]


def test_it_checks_and_exports_from_another_folder(installed: Path, tmp_path: Path) -> None:
    for args in (["check"], ["export", "plan.geojson"]):
        done = subprocess.run(
            [installed / "geo-app", *args],
            cwd=tmp_path,
            env=_environment(tmp_path),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert len(json.loads((tmp_path / "plan.geojson").read_text("utf-8"))["features"]) > 100


def test_it_serves_the_map_and_stops_without_a_word(installed: Path, tmp_path: Path) -> None:
    server = subprocess.Popen(
        [installed / "geo-app", "--no-browser"],
        cwd=tmp_path,
        env=_environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        # The address is printed when the server listens; nothing to wait for.
        line = next(line for line in server.stdout if "http://" in line)
        with sync_playwright() as playwright:
            page = launch(playwright).new_page()
            page.goto(line[line.index("http://") :].split()[0])
            shown = page.frame_locator("iframe").locator("body[data-ready]")
            shown.wait_for(state="attached", timeout=60_000)
            assert int(shown.get_attribute("data-shown") or 0) > 100
    finally:
        server.send_signal(signal.SIGINT)
        rest, _ = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "Traceback" not in rest
