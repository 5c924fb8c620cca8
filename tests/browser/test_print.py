"""What the browser prints: A4, black on white, the map, its legend and the visible quotations."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Page

from geo_app.api import Plan
from tests.browser.opening import watched

pytestmark = pytest.mark.browser

A4_PT = (595, 842)


def _open(page: Page, document: Path, address: str) -> None:
    page.goto(f"{document.as_uri()}{address}")
    page.locator("body[data-ready]").wait_for(state="attached")


QUOTES = """() => [...document.querySelectorAll(".geo-print-quotes blockquote")].map((one) => [
  Number(one.dataset.sentence), one.querySelector("p").textContent])"""


def test_the_chosen_place_is_printed_with_its_quotations(
    browser: Browser, document: Path, plan: Plan, tmp_path: Path
) -> None:
    out = tmp_path / "map.pdf"
    with watched(browser) as page:
        _open(page, document, "#place=malanshan&theme=dark")
        page.locator(".geo-card").wait_for()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        quotes = page.evaluate(QUOTES)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        stand = "[geoPlan.map.getZoom(), geoPlan.map.getCenter().lat.toFixed(4)]"
        before = page.evaluate(stand)
        page.pdf(path=str(out), format="A4")
        assert page.evaluate(stand) == before
        assert page.locator("html").get_attribute("data-theme") == "dark"
        assert page.locator(".geo-print-quotes").is_hidden()
    assert [text for _, text in quotes] == [q["text"] for q in plan.quotes("malanshan")]
    pages = pypdf.PdfReader(out).pages
    assert [round(float(x)) for x in pages[0].mediabox[2:]] == pytest.approx(A4_PT, abs=1)
    # Fonts of a PDF may write 一 as its radical ⼀: the words are compared in the page, above.
    words = "".join(page.extract_text() for page in pages)
    assert "图层" in words
    assert "2021-09-22" in words


def test_the_map_fills_the_width_and_nothing_else_is_on_paper(
    browser: Browser, document: Path
) -> None:
    with watched(browser, viewport={"width": 794, "height": 1123}) as page:
        _open(page, document, "#task=5&theme=dark&report=1")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        for hidden in (".geo-search", ".geo-tools", ".geo-zoom", ".geo-reader", ".geo-tiles"):
            assert page.locator(hidden).is_hidden(), hidden
        for shown in (".geo-layers", ".geo-exactness", ".geo-note", ".geo-attribution"):
            assert page.locator(shown).is_visible(), shown
        box = page.locator(".geo-map > .leaflet-container").bounding_box()
        assert box
        assert 690 < box["width"] < 710
        colours = page.evaluate(
            "['.geo-print-quotes', '.geo-print-head'].map("
            "(each) => getComputedStyle(document.querySelector(each)).color)"
        )
        assert colours == ["rgb(0, 0, 0)"] * 2
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(255, 255, 255)"
        tasks = page.locator(".geo-print-quotes h2").all_text_contents()
        assert [re.findall(r"\d", each)[0] for each in tasks] == ["5"]
