"""The page with hostile texts in every field, and with hostile addresses, in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from geo_app.api import Plan
from geo_app.app.plain import JOINER
from tests.browser.opening import watched
from tests.browser.test_page import serving
from tests.hostile.city import line
from tests.hostile.corpus import strings

pytestmark = pytest.mark.browser

# What no text may become, in the page around the map. Streamlit's own icons are svg and span.
_STRANGE = """() => [...document.querySelectorAll("body *")].filter((node) =>
  /^(object|embed|base|form|meta|link|img|video|audio|portal|marquee|math|foreignobject|style)$/i
    .test(node.localName) && node.closest("[data-testid=stMarkdownContainer], .geo-targets,"
      + ".geo-table, .geo-title, .geo-subtitle, .geo-note, .geo-filter, .geo-exports")
  || [...node.attributes].some(({name}) => name.startsWith("on"))
  || /evil\\.example/.test(node.getAttribute("src") || "")
  || /^\\s*(javascript|data|vbscript):/i.test(node.getAttribute("href") || "")).length"""
_LINKS = """() => [...document.querySelectorAll("[data-testid=stMarkdownContainer] :is(a, img,"
  + "[data-testid=stIconMaterial], [role=img])")].map((node) => node.outerHTML)"""


@pytest.fixture(scope="module")
def address(hostile_city: Path) -> Iterator[str]:
    with serving("--data", str(hostile_city)) as address:
        yield address


def opened(page: Page, address: str) -> FrameLocator:
    page.goto(address)
    frame = page.frame_locator(".geo-frame iframe")
    frame.locator("body[data-ready]").wait_for(state="attached")
    return frame


def expect_nothing_ran(page: Page) -> None:
    for each in page.frames:
        assert each.evaluate("'hit' in window") is False
    assert page.evaluate(_STRANGE) == 0
    assert page.evaluate(_LINKS) == []
    assert len(page.frames) == 2  # the page and the map


def words_of(page: Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("node => node.textContent"))


def as_label(text: str) -> str:
    """Return a text on one line, without the joiner that keeps Streamlit from reading it."""
    return " ".join(text.replace(JOINER, "").split())


def test_the_page_shows_every_text_as_it_stands(
    browser: Browser, address: str, hostile: Plan
) -> None:
    with watched(browser) as page:
        opened(page, f"{address}?tab=targets")
        expect(page).to_have_title(line(hostile.about["title"]))
        assert words_of(page, ".geo-title") == hostile.about["title"]
        count = len(hostile)
        task = as_label(hostile.report.tasks[0].short)
        tasked = len(hostile.filter(tasks=[1]))
        assert as_label(words_of(page, ".geo-tasks button")) == f"1 {task} {tasked}"
        layer = as_label(hostile.layers[0].title)
        assert as_label(words_of(page, ".geo-layers label")) == f"{layer} {count}"
        page.locator(".geo-targets .target").first.wait_for()
        words = words_of(page, ".geo-targets")
        for column in ("indicator", "deadline"):
            for each in hostile.targets[column]:
                assert each in words, each
        expect_nothing_ran(page)
        page.locator(".st-key-tab button").nth(3).click()
        page.locator(".geo-table").first.wait_for()
        words = words_of(page, ".geo-table >> nth=1")
        for each in hostile.ledger["why"]:
            assert each.replace("\n", "") in words, each
        expect_nothing_ran(page)
        page.locator(".st-key-tab button").nth(2).click()
        page.get_by_test_id("stDataFrame").wait_for()
        # The list of the search closes when the sidebar scrolls, as it does for a title so long.
        search = page.locator(".st-key-search input")
        search.focus()
        expect(search).to_be_in_viewport()
        search.press("ArrowDown")
        page.get_by_role("option").first.wait_for()
        expect_nothing_ran(page)


_BAIT = ("www.evil.example", ":material/home:", ":material_home:", "me@evil.example", ":smile:")


def test_an_address_is_told_as_text_or_ignored(browser: Browser, address: str) -> None:
    # At most three words that are not known are told, and 30 characters of each.
    fit = [each for each in strings(refused=False) if len(each) < 24 and each.isprintable()]
    some = [each for each in fit if "," not in each and each == each.strip()][::80]
    texts = [*_BAIT, *some]
    with watched(browser) as page:
        for three in (texts[i : i + 3] for i in range(0, len(texts), 3)):
            opened(page, f"{address}?place={quote(','.join(three))}&lang={quote(three[0])}")
            told = page.get_by_test_id("stToast")
            told.wait_for()
            words = as_label(told.evaluate("node => node.textContent"))
            for each in three:
                assert as_label(each) in words
            expect_nothing_ran(page)


_FLOOD = """(n) => {
  const map = document.querySelector(".geo-frame iframe").contentWindow;
  const TYPES = ["filter", "fit", "x"];
  const rest = { tasks: [], layers: ["hub"], bbox: [-1e308, 0, 1e308, 1] };
  for (let i = 0; i < n; i++) map.postMessage({ geo: 1, type: TYPES[i % 3], ...rest }, "*");
}"""
_WRONG = """() => {
  const say = (m) => parent.postMessage({ geo: 1, ...m }, "*");
  for (const ids of [1, [1], ["x".repeat(1e6)], Array(1e6).fill("p-1"), [{}]])
    say({ type: "selected", ids });
  say({ type: "view", bbox: [NaN, 1, 2, 3], zoom: 9 });
  say({ type: "view", bbox: [0, 1, 2, 3], zoom: "x" });
  say({ type: "language", lang: "x".repeat(1e6) });
  say({ type: "selected", ids: ["p-3"] });
}"""


def test_numbers_of_the_address_that_are_none_leave_the_map_where_it_is(
    browser: Browser, address: str
) -> None:
    with watched(browser) as page:
        frame = opened(page, f"{address}?at=1e308,1,9&spot=1e308,1&task=9e99&sentence=-1&read=1e9")
        expect(frame.locator(".geo-card")).to_have_count(0)
        expect(page).not_to_have_url(re.compile("at=|spot="))
        (map_,) = (each for each in page.frames if "/geo/map/" in each.url)
        lat = map_.evaluate("geoPlan.map.getCenter().lat")
        assert lat == pytest.approx(30.1, abs=0.1)
        # From the page's own window, as nobody but it may: 10,000 and more messages.
        page.evaluate(_FLOOD, 10_000)
        # To the page, in the name of the map: wrong shapes, a long list, long strings.
        map_.evaluate(_WRONG)
        expect(page).to_have_url(re.compile("place=p-3"))
        expect_nothing_ran(page)
