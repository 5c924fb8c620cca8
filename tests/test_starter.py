"""A plan to begin with, and the guide from there to one's own city."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geo_app import load_plan
from geo_app.antimeridian import unrolled
from geo_app.checks import check
from geo_app.cli import main
from geo_app.grammar import GRAMMARS
from geo_app.tidying import tidy_folder

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "geo_app" / "starter" / "GUIDE.md"


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in args])


@pytest.mark.parametrize("lang", GRAMMARS)
@pytest.mark.parametrize(
    "at", ["112.98,28.2", "-43.2,-22.9", "178.44,-18.14", "179.95,-16.8", "-180,0.1"]
)
def test_what_it_writes_is_valid_and_lies_where_it_was_asked_for(
    tmp_path: Path, lang: str, at: str
) -> None:
    folder = tmp_path / "city"
    # a value that begins with a minus is given with an equals sign, as everywhere
    done = run("new", folder, "--lang", lang, f"--at={at}", "--title", "Río 里约")
    assert done.exit_code == 0, done.output
    assert check(folder) == []
    assert tidy_folder(folder, only_check=True) == []
    plan = load_plan(folder)
    assert plan.about["title"] == "Río 里约"
    assert [len(plan.filter(tasks=[task])) for task in (1, 2)] == [2, 1]
    lng, lat = map(float, at.split(","))
    drawn = unrolled(plan).places.geometry
    assert drawn["riverside-park"].distance(drawn["east-station"]) == pytest.approx(0.07, abs=0.02)
    assert set(plan.at(lng + 0.08, lat + 0.02).places.index) >= {"east-station"}
    assert all(plan.quotes(place) for place in plan.places.index)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--title", 'a "b"'], "quotation mark"),
        (["--title", "a\nb"], "line break"),
        (["--at", "28.2"], "no position"),
        (["--at=200,10"], "not on the map"),
    ],
)
def test_what_cannot_be_is_one_message(tmp_path: Path, more: list[str], says: str) -> None:
    done = run("new", tmp_path / "city", *more)
    assert done.exit_code != 0
    assert says in done.output
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_a_folder_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = run("new", tmp_path)
    assert done.exit_code == 1
    assert "not an empty folder" in done.output
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert run("new", tmp_path / "empty").exit_code == 0


def test_the_guide_leads_to_a_map(tmp_path: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 5
    scripts = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail"],
        input="\n".join(blocks),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # after the text was changed, and before the places were, all that no longer fits was said
    assert "light-rail-1" in done.stdout
    features = json.loads((tmp_path / "riverton.geojson").read_text("utf-8"))["features"]
    quotes = {each["properties"]["id"]: each["properties"]["quotes"] for each in features}
    assert set(quotes) == {"mill-park", "rope-bridge"}
    assert {quote["text"] for each in quotes.values() for quote in each} == {
        "Lay out Mill Park on the north bank, with 20 hectares of meadow, and build Rope Bridge."
    }
    assert "Riverton 2030" in (tmp_path / "riverton.html").read_text("utf-8")


def test_two_hundred_tasks_and_none_of_them_lost(tmp_path: Path) -> None:
    run("new", tmp_path / "city", "--lang", "en")
    seeds, layers = tmp_path / "city" / "seeds", tmp_path / "city" / "layers"
    with (seeds / "report.txt").open("a", encoding="utf-8") as text:
        for n in range(3, 201):
            text.write(f"\nTask {n}\n\nMatter {n}\n\n  [Statement]\n\n  It is so.\n\n")
            text.write("  [Measures]\n\n  More\n\n  Widen Riverside Park.\n")
    with (layers / "numbers.csv").open("a", encoding="utf-8") as numbers:
        numbers.writelines(f"Matter {n},,A name,A name\n" for n in range(3, 201))
    assert check(tmp_path / "city") == []
    plan = load_plan(tmp_path / "city")
    assert len(plan.tasks) == 200
    assert plan.places.loc["riverside-park", "tasks"] == (*range(2, 201),)
    assert len(plan.filter(tasks=[200])) == 1
