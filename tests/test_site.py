"""The static edition: what files it holds, that their links lead somewhere, that it is whole."""

from __future__ import annotations

import html
import re
import sqlite3
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import orjson
import pytest
from click.testing import CliRunner

from geo_app.api import Plan
from geo_app.cli import main
from geo_app.errors import DataError
from geo_app.exports import export
from geo_app.site import MARKER, checked_base, write_site

BASE = "https://example.org/changsha/"
VOID = {"meta", "link", "br", "img", "input", "hr", "path", "rect", "circle"}


class Reading(HTMLParser):
    """Reads a page: its links, its quotations, and every tag that is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.quotes: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[str] = []
        self._quote: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag == "blockquote":
            self._quote = []
        if tag not in VOID:
            self.tags.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.tags or self.tags.pop() != tag:
            self.wrong.append(tag)
        if tag == "blockquote" and self._quote is not None:
            self.quotes.append("".join(self._quote))
            self._quote = None

    def handle_data(self, data: str) -> None:
        if self._quote is not None:
            self._quote.append(data)


@pytest.fixture(scope="module")
def site(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "public"
    write_site(plan, folder, base_url=BASE)
    return folder


def _pages(site: Path) -> list[Path]:
    return [path for path in sorted((site / "p").glob("*.html")) if path.stem != "index"]


def test_it_holds_the_map_the_data_and_a_page_for_each_place(site: Path, plan: Plan) -> None:
    formers = {old for row in plan.places["formerly"] for old in row or ()}
    assert {path.stem for path in _pages(site)} == set(plan.places.index) | formers
    names = {path.name for path in site.iterdir()}
    assert names == {"index.html", "data", "p", "404.html", "robots.txt", "sitemap.xml", MARKER}
    whole = orjson.loads((site / "data" / "plan.geojson").read_bytes())
    assert {f["properties"]["id"] for f in whole["features"]} == set(plan.places.index)
    parts = [p for p in (site / "data").glob("*.geojson") if p.stem != "plan"]
    assert {p.stem for p in parts} == set(plan.places["layer"])
    count = sum(len(orjson.loads(p.read_bytes())["features"]) for p in parts)
    assert count == len(plan.places)
    with sqlite3.connect(site / "data" / "plan.gpkg") as database:
        assert database.execute("select count(*) from places").fetchone()[0] >= len(plan.places)


def test_every_page_quotes_the_report_word_for_word(site: Path, plan: Plan) -> None:
    for place in plan.places.index:
        quotes = Reading((site / "p" / f"{place}.html").read_text("utf-8")).quotes
        expected = [plan.report.text[q["start"] : q["end"]] for q in plan.quotes(place)]
        assert quotes == expected, place
    # The space that an ASCII comma lacks is drawn, and not written.
    assert '<span class="hp">,</span>' in (site / "p" / "malanshan.html").read_text("utf-8")


def test_pages_are_well_formed_and_hold_no_script(site: Path) -> None:
    for path in [*_pages(site), site / "p" / "index.html", site / "404.html"]:
        text = path.read_text("utf-8")
        reading = Reading(text)
        assert reading.wrong == [], path.name
        assert reading.tags == [], path.name
        assert "<script" not in text
        assert "script-src 'none'" in text
        assert 'lang="zh-Hans"' in text
        # A browser that finds no sign asks the server for one, which the policy forbids.
        assert text.count('<link rel="icon" href="data:image/svg+xml,') == 1
    assert '<link rel="icon" href="data:' in (site / "index.html").read_text("utf-8")


def test_every_link_leads_somewhere(site: Path) -> None:
    for path in [*_pages(site), site / "p" / "index.html"]:
        for link in Reading(path.read_text("utf-8")).links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("https", "http")
                continue
            assert not link.startswith("/"), "links are relative"
            target = (path.parent / unquote(parts.path)).resolve()
            assert target.is_file(), f"{path.name}: {link}"
            if match := re.match(r"place=([\w-]+)", parts.fragment):
                assert (site / "p" / f"{match[1]}.html").is_file()


def test_a_page_says_what_it_is_to_whom_it_is_sent(site: Path, plan: Plan) -> None:
    text = (site / "p" / "malanshan.html").read_text("utf-8")
    tags = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', text))
    first = next(q["text"] for q in plan.quotes("malanshan") if "via" not in q)
    assert html.unescape(tags["description"]).rstrip("…") in first
    assert "马栏山视频文创产业园" in tags["og:title"]
    assert tags["og:url"] == f"{BASE}p/malanshan.html"
    assert f'<link rel="canonical" href="{BASE}p/malanshan.html">' in text
    assert 'lang="en"' in text
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    assert sitemap.count("<loc>") == len(plan.places) + 2
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text("utf-8")


def test_a_former_id_leads_to_the_page(city: Path, tmp_path: Path) -> None:
    from geo_app.api import load_plan

    path = next((city / "layers" / "plan").glob("*.geojson"))
    text = path.read_text("utf-8")
    first = re.search(r'"id": "([\w-]+)"', text)
    assert first
    text = text.replace(first[0], f'{first[0]},\n        "formerly": ["old-name"]', 1)
    path.write_text(text, "utf-8")
    write_site(load_plan(city), tmp_path / "out")
    moved = (tmp_path / "out" / "p" / "old-name.html").read_text("utf-8")
    assert f'content="0; url={first[1]}.html"' in moved
    assert not (tmp_path / "out" / "sitemap.xml").exists()


def test_a_folder_of_somebody_else_is_left_alone(city: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", "utf-8")
    done = CliRunner().invoke(main, ["site", str(tmp_path / "mine"), "--data", str(city)])
    assert done.exit_code == 1
    assert "did not make" in done.stderr
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_failure_leaves_the_old_edition(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo_app.api import load_plan

    plan = load_plan(city)
    out = tmp_path / "out"
    write_site(plan, out)
    (out / "stale.txt").write_text("of the old edition", "utf-8")
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("geo_app.site.map_html", full)
        with pytest.raises(DataError, match="No space left"):
            write_site(plan, out)
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".out")] == []
    write_site(plan, out)
    assert not (out / "stale.txt").exists()


def test_an_address_that_is_none_is_refused() -> None:
    assert checked_base("https://example.org/a") == "https://example.org/a"
    with pytest.raises(ValueError, match="no address"):
        checked_base('javascript:"')


def test_the_single_file_stays_small(plan: Plan, tmp_path: Path) -> None:
    export(plan, tmp_path / "plan.html")
    assert (tmp_path / "plan.html").stat().st_size <= 900_000
