"""A plan from elsewhere: it opens in its own language, and without what is of China alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from geo_app import load_plan
from geo_app.mapdoc import map_html
from tests.browser.opening import watched
from tests.browser.test_page import expect_query, opened, serving

pytestmark = pytest.mark.browser

CITY = Path(__file__).resolve().parent.parent / "strait_city"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(str(CITY)) as address:
        yield address


def test_the_page(browser: Browser, address: str) -> None:
    with watched(browser) as page:
        frame = opened(page, address)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(frame.locator("html")).to_have_attribute("lang", "en")
        expect_query(page, "")
        page.locator(".st-key-lang button").first.click()
        expect(frame.locator("html")).to_have_attribute("lang", "zh-Hans")
        expect_query(page, "lang=zh")
        frame = opened(page, address, "?lang=zh")
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
        expect(frame.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_the_page_asks_for_no_datum_of_chinese_maps(browser: Browser, address: str) -> None:
    with watched(browser) as page:
        opened(page, address)
        page.get_by_text("More formats").click()
        expect(page.locator(".geo-exports .format")).to_be_visible()
        expect(page.locator(".geo-exports .datum")).to_be_hidden()


@pytest.mark.parametrize(("hash", "lang"), [("", "en"), ("#lang=zh", "zh-Hans")])
def test_the_document(browser: Browser, tmp_path: Path, hash: str, lang: str) -> None:
    path = tmp_path / "map.html"
    path.write_text(map_html(load_plan(CITY)), "utf-8")
    with watched(browser) as page:
        page.goto(f"{path.as_uri()}{hash}")
        page.locator("body[data-ready]").wait_for(state="attached")
        expect(page.locator("html")).to_have_attribute("lang", lang)
        assert page.evaluate("location.hash") == hash
