"""What is shown of an English report is in English, unless another language is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo_app import load_plan
from geo_app.api import Plan
from geo_app.cli import main
from geo_app.mapdoc import map_html
from geo_app.mapdoc.payload import payload
from geo_app.picture import draw_bytes

CITY = Path(__file__).resolve().parent / "strait_city"


@pytest.fixture(scope="module")
def english() -> Plan:
    return load_plan(CITY)


def test_a_plan_is_of_the_language_of_its_report(english: Plan, plan: Plan) -> None:
    assert (english.lang, plan.lang) == ("en", "zh")
    assert english.filter(tasks=[1]).lang == "en"


@pytest.mark.parametrize(("asked", "shown"), [("", "en"), ("en", "en"), ("zh", "zh")])
def test_the_document_begins_in_it(english: Plan, asked: str, shown: str) -> None:
    page = map_html(english, lang=asked)
    assert f'<html lang="{"en" if shown == "en" else "zh-Hans"}"' in page
    assert json.loads(payload(english, lang=asked))["lang"] == shown
    assert f'"lang":"{shown}"' in page


@pytest.mark.parametrize(("asked", "says"), [("", "The whole city"), ("zh", "全市")])
def test_the_poster_is_in_it(english: Plan, asked: str, says: str) -> None:
    assert says in draw_bytes(english, "svg", paper="A4", lang=asked).decode()


def test_commands_follow(tmp_path: Path) -> None:
    for args in (["export", "map.html"], ["site", "public"], ["picture", "poster.svg"]):
        out = str(tmp_path / args[1])
        done = CliRunner().invoke(main, [args[0], out, "--data", str(CITY)])
        assert done.exit_code == 0, done.output
    assert '<html lang="en"' in (tmp_path / "map.html").read_text("utf-8")
    assert '<html lang="en"' in (tmp_path / "public" / "index.html").read_text("utf-8")
    assert 'xml:lang="en"' in (tmp_path / "poster.svg").read_text("utf-8")
    asked = ["picture", str(tmp_path / "poster.svg"), "--data", str(CITY), "--lang", "zh"]
    assert CliRunner().invoke(main, asked).exit_code == 0
    assert 'xml:lang="zh-Hans"' in (tmp_path / "poster.svg").read_text("utf-8")
