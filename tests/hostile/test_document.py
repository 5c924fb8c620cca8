"""The document with hostile texts in every field, walked in a real Chromium; hostile messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from geo_app.api import Plan
from geo_app.mapdoc import map_html
from tests.browser.opening import LOCAL, hosting, watched
from tests.hostile.corpus import strings

pytestmark = pytest.mark.browser

_EVERY = 6  # the card of a place shows the strings of its neighbours, too
_FLOOD = 10_000
# What no text may become: elements that load or run, and listeners in attributes. The sign of the
# tab is ours, and the one element of the head with an address.
_STRANGE = """() => [...document.querySelectorAll("*")].filter((node) =>
  /^(iframe|object|embed|base|form|meta|img|video|audio|portal|marquee|math|foreignobject)$/i
    .test(node.localName) && !(node.localName === "meta" && node.parentNode === document.head)
  || [...node.attributes].some(({name}) => name.startsWith("on"))
  || /^\\s*(javascript|data|vbscript):/i.test(node.getAttribute("href") || "")
    && !node.matches("head > link[rel=icon]:only-of-type")).length"""
_CARD = """async (id) => {
  document.querySelector(`.geo-row[data-row="${id}"]`).click();
  for (;;) {
    const card = document.querySelector(`.geo-card[data-place="${id}"]`);
    if (card) return {name: card.querySelector("h2").textContent,
      other: card.querySelector(".geo-other").textContent, all: card.textContent,
      row: document.querySelector(`.geo-row[data-row="${id}"] b`).textContent};
    await new Promise(requestAnimationFrame);
  }
}"""


@pytest.fixture(scope="module")
def document(hostile: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("document") / "map.html"
    path.write_text(map_html(hostile), "utf-8")
    return path


def expect_nothing_ran(page: Page) -> None:
    assert page.evaluate("'hit' in window") is False
    assert page.evaluate(_STRANGE) == 0
    policy = "meta[http-equiv='Content-Security-Policy']"
    assert page.locator(policy).count() == 1
    assert page.url.startswith(("file:", LOCAL))


def test_every_text_is_shown_as_it_stands(browser: Browser, hostile: Plan, document: Path) -> None:
    with watched(browser) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.goto(document.as_uri() + "#tab=places")
        page.locator("body[data-ready]").wait_for(state="attached")
        places = hostile.places
        for place in places.index[::_EVERY]:
            want, found = places.loc[place], page.evaluate(_CARD, place)
            assert found["name"] == found["row"] == want["name"]
            assert found["other"] == want["name_en"]
            for text in (want["extent_note"], want["inferred"], want["sources"][0]["says"]):
                assert text in found["all"], place
        expect_nothing_ran(page)
        page.locator(".geo-reader-button").click()
        read = page.locator(".geo-report").evaluate("node => node.textContent")
        for sentence in hostile.report.sentences:
            assert sentence.text in read
        expect_nothing_ran(page)
        page.locator(".geo-lang").click()
        assert page.evaluate(_CARD, "p-5")["name"] == places.loc["p-5", "name_en"]
        expect_nothing_ran(page)


def short() -> list[str]:
    return [each for each in strings(refused=False) if len(each) < 60][::12]


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("body[data-ready]").wait_for(state="attached")


def test_what_is_searched_for_is_text_in_the_address(browser: Browser, document: Path) -> None:
    with watched(browser) as page:
        opened(page, document.as_uri())
        box = page.locator(".geo-panel input[type=search]")
        for each in short():
            box.fill(each)
            # A field has one line: its line ends become spaces, or nothing.
            assert "".join(box.input_value().split()) == "".join(each.split())
        box.fill("x" * 1_000_000)
        assert len(box.input_value()) == 200
        # Half a character, as a script or a paste may leave it.
        box.evaluate("n => { n.value = '\\ud800'; n.dispatchEvent(new Event('input')) }")
        expect(page).to_have_url(re.compile("#q=%EF%BF%BD"))
        expect_nothing_ran(page)


# Latitudes, longitudes and zooms that are none.
_ABSURD = (
    *("1e308,1,1", "86,1,9", "-86,1,9", "1,361,9", "1,-361,9", "1,1e308,9", "1,1,23", "1,1,-1"),
    *(
        "1,1,1e308",
        "NaN,1,9",
        "1,Infinity,9",
        "1,1",
        "1,1,9,9",
        "9" * 400 + ",1,9",
        ",,x",
        "0x,1,1",
    ),
)
_OPEN = """async (hash) => {
  location.hash = hash;
  await new Promise((done) => setTimeout(done));
  const { lat, lng } = geoPlan.map.getCenter();
  return [lat, lng, geoPlan.map.getZoom()];
}"""


def test_what_stands_in_the_address_is_text_or_ignored(browser: Browser, document: Path) -> None:
    with watched(browser) as page:
        opened(page, document.as_uri())
        home = page.evaluate(_OPEN, "x=1")
        names = ("q", "place", "find", "task", "hide", "walk", "lang", "tiles", "sort", "report")
        for each in short():
            page.evaluate(_OPEN, "&".join(f"{name}={each}" for name in names))
        for each in _ABSURD:
            stand = page.evaluate(_OPEN, f"view={each}&read={each}&walk={each}&sentence={each}")
            assert stand == pytest.approx(home, abs=0.01), each
        for each in ("361,1", "1,86", "1e308,1", "1,-1e308", "NaN,1", "1", "1,1,1", ",x"):
            page.evaluate(_OPEN, f"at={each}")
            assert page.locator(".geo-card").count() == 0, each
        for each in (
            "q=" + "x" * 1_000_000,
            "place=" + "p,p-1," * 160_000,
            "task=" + "1," * 500_000,
        ):
            page.evaluate(_OPEN, each)
            assert page.evaluate("location.hash.length") < 2000
        expect_nothing_ran(page)


@pytest.fixture(scope="module")
def hosted(document: Path) -> Iterator[str]:
    """An address where a page holds the document in a sandboxed frame, beside a foreign one."""
    (document.parent / "host.html").write_text(
        "<!DOCTYPE html><link rel='icon' href='data:,'>"
        "<iframe src='map.html' width='1000' height='700' sandbox='allow-scripts'></iframe>"
        "<iframe sandbox='allow-scripts' srcdoc=\"<script>addEventListener('message', (e) =>"
        " parent.frames[0].postMessage(e.data, '*'))</script>\"></iframe><script>var got = [];\n"
        "addEventListener('message', (e) => got.push(e.data));\n"
        "var say = (m) => frames[0].postMessage(m, '*');</script>",
        "utf-8",
    )
    with hosting(document.parent) as address:
        yield f"{address}host.html"


_WRONG = """[null, 1, "filter", [], {}, {geo: 2, type: "filter"}, {geo: 1}, {geo: 1, type: null},
  {geo: 1, type: "__proto__"}, {geo: 1, type: "constructor"}, {geo: 1, type: ["filter"]},
  {geo: 1, type: "filter", tasks: "all", layers: []}, {geo: 1, type: "filter", tasks: [1]},
  {geo: 1, type: "filter", tasks: [{}], layers: [{}]}, {geo: 1, type: "select", ids: "p-1"},
  {geo: 1, type: "select", ids: [1]}, {geo: 1, type: "fit", bbox: [NaN, 0, 1, 1]},
  {geo: 1, type: "fit", bbox: "x"}, {geo: 1, type: "fit", bbox: [1e308, -1e308, -1e308, 1e308]},
  {geo: 1, type: "open", hash: 1}, {geo: 1, type: "open", hash: "x".repeat(1e6)},
  {geo: 1, type: "fit", bbox: [-361, 0, 1, 1]}, {geo: 1, type: "fit", bbox: [0, -86, 1, 1]},
  {geo: 1, type: "fit", bbox: [2, 0, 1, 1]}, {geo: 1, type: "fit", bbox: [0, 0, 1, Infinity]},
  {geo: 1, type: "select", ids: Array(1e6).fill("p-2"), open: true},
  {geo: 1, type: "select", ids: ["x".repeat(1e6)], open: true},
  {geo: 1, type: "filter", tasks: [], layers: ["hub"], places: [], name: "x".repeat(1e6)},
  {geo: 1, type: "open", hash: "view=1e308,1,1e308&at=1e308,1e308"},
  {geo: 1, type: "language", lang: "<b>"},
  {geo: 1, type: "theme", theme: {}}, {geo: 1, type: "reload"}, new Map(), new Date(),
  new ArrayBuffer(8), {geo: 1, type: "select", ids: [{}], open: true},
  {geo: 1, type: "filter", tasks: [1], layers: ["hub"], name: "<img src=x onerror=hit=1>"}]"""
_SHOWN = """() => { const {lat, lng} = geoPlan.map.getCenter();
  return [document.querySelector('.geo-panel .geo-places-count').textContent,
    ...[lat, lng, geoPlan.map.getZoom()].map((each) => each.toFixed(3))] }"""


def test_no_message_of_the_wrong_shape_source_or_number_breaks_it(
    browser: Browser, hosted: str
) -> None:
    with watched(browser) as page:
        page.goto(hosted)
        frame = page.frames[1]
        frame.locator("body[data-ready]").wait_for(state="attached")
        before = frame.evaluate(_SHOWN)
        # From another window: of the right shape, and yet not from the page.
        page.evaluate("frames[1].postMessage({geo: 1, type: 'filter', tasks: [], layers: []}, '*')")
        page.evaluate(f"{_WRONG}.forEach(say)")
        page.evaluate("say({geo: 1, type: 'select', ids: []})")
        page.evaluate("say({geo: 1, type: 'filter', tasks: [], layers: ['hub']})")
        expect(frame.locator(".geo-card")).to_have_count(0)
        assert frame.evaluate(_SHOWN) == before
        page.evaluate(
            "n => { for (let i = 0; i < n; i++) say({geo: 1, type: i % 2 ? 'filter' : 'junk',"
            " tasks: i % 3 ? [1] : [], layers: ['hub']}) }",
            _FLOOD,
        )
        page.evaluate("say({geo: 1, type: 'filter', tasks: [], layers: ['hub']})")
        page.evaluate("say({geo: 1, type: 'select', ids: Array(9000).fill('p-7'), open: true})")
        frame.locator(".geo-card[data-place='p-7']").wait_for()
        assert frame.evaluate(_SHOWN)[0] == before[0]
        assert frame.evaluate("'hit' in window") is False
        assert frame.evaluate(_STRANGE) == 0
