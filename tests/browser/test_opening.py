"""The map begins with the page: drawn before Streamlit is there, and then taken over as it is."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from geo_app.api import Plan
from tests.browser.opening import watched
from tests.browser.test_page import expect_query, expect_shown, move, serving

pytestmark = pytest.mark.browser

EARLY, TAKEN = ".geo-early.geo-drawn", ".geo-frame iframe"
_BOX = "node => { const { x, y, width, height } = node.getBoundingClientRect();"
_BOX += " return [x, y, width, height]; }"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as address:
        yield address


class Gate:
    """Holds the page's connection back until it is opened: until then no script of ours has run."""

    def __init__(self, page: Page) -> None:
        self.is_open = False
        self.waiting: list[tuple[WebSocketRoute, list[str | bytes]]] = []
        self.documents: list[str] = []
        page.route_web_socket("**/_stcore/stream", self._hold)
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if "/geo/map/" in url:
            self.documents.append(url)

    def _hold(self, route: WebSocketRoute) -> None:
        if self.is_open:
            route.connect_to_server()
            return
        said: list[str | bytes] = []
        self.waiting.append((route, said))
        route.on_message(lambda message: said.append(message))

    def open(self) -> None:
        """Let the connection through, with what was said meanwhile."""
        self.is_open = True
        for route, said in self.waiting:
            server = route.connect_to_server()
            route.on_message(lambda message, server=server: server.send(message))
            for message in said:
                server.send(message)


@pytest.mark.parametrize("size", [(1440, 900), (760, 700), (390, 844)])
@pytest.mark.parametrize("query", ["", "place=malanshan&report=1&theme=dark"])
def test_the_map_is_drawn_before_the_page_and_stays(
    browser: Browser, address: str, plan: Plan, size: tuple[int, int], query: str
) -> None:
    with watched(browser, viewport={"width": size[0], "height": size[1]}) as page:
        gate = Gate(page)
        page.goto(f"{address}?{query}" if query else address)
        expect_shown(page.frame_locator(EARLY), len(plan))
        early = page.locator(EARLY).element_handle()
        assert early is not None
        stood = early.evaluate(_BOX)
        expect(page.locator(TAKEN)).to_have_count(0)
        gate.open()
        expect(page.locator(TAKEN)).to_be_visible()
        expect_query(page, query)
        # The same element, which was loaded once, where it stood.
        assert early.evaluate(f"node => node === document.querySelector('{TAKEN}')")
        assert len(gate.documents) == 1
        expect(page.locator(".geo-early")).to_have_count(0)
        assert early.evaluate(_BOX) == pytest.approx(stood, abs=1)


def test_a_move_before_the_page_is_there_is_heard_of(browser: Browser, address: str) -> None:
    with watched(browser) as page:
        gate = Gate(page)
        page.goto(address)
        page.frame_locator(EARLY).locator("body[data-ready]").wait_for(state="attached")
        move(page, 112.98, 28.19, 13)
        gate.open()
        expect(page).to_have_url(re.compile(r"\?at=28\.19\d*(,|%2C)112\.9\d+(,|%2C)13$"))
        assert len(gate.documents) == 1


def test_a_browser_that_cannot_move_a_frame_loads_the_map_once_and_later(
    browser: Browser, address: str, plan: Plan
) -> None:
    # Safari, and a Firefox of two years ago, which lacks the other interface too.
    with watched(browser) as page:
        page.add_init_script("delete Element.prototype.moveBefore; delete globalThis.navigation;")
        gate = Gate(page)
        page.goto(f"{address}?place=malanshan&report=1")
        expect(page.get_by_test_id("stApp")).to_be_attached()
        expect(page.locator(".geo-early")).to_have_count(0)
        gate.open()
        frame = page.frame_locator(TAKEN)
        expect_shown(frame, len(plan))
        expect(frame.locator(".geo-card[data-place=malanshan]")).to_be_attached()
        frame.locator(".geo-reader-close").click()
        expect_query(page, "place=malanshan")
        page.locator(".geo-tasks button").nth(6).click()
        expect_shown(frame, len(plan.filter(tasks=[7])))
        assert len(gate.documents) == 1


def test_no_script_waits_for_the_first_run_of_the_page(browser: Browser, address: str) -> None:
    with watched(browser) as page:
        gate = Gate(page)
        page.goto(address)
        page.frame_locator(EARLY).locator("body[data-ready]").wait_for(state="attached")
        late: list[str] = []
        page.on("request", lambda request: late.append(request.url))
        gate.open()
        expect(page.locator(TAKEN)).to_be_visible()
        expect(page.locator(".geo-tasks button")).to_have_count(9)
        expect(page.get_by_role("combobox")).to_be_visible()
        assert [url for url in late if "/static/js/" in url] == []


@pytest.mark.parametrize("query", ["?plan=nowhere", "?tab=coverage"])
def test_where_no_map_is_to_be_seen_none_stands_over_the_page(
    browser: Browser, address: str, query: str
) -> None:
    with watched(browser) as page:
        gate = Gate(page)
        page.goto(address + query)
        expect(page.get_by_test_id("stApp")).to_be_attached()
        expect(page.locator(EARLY)).to_have_count(0)
        gate.open()
        page.frame_locator(TAKEN).locator("body[data-ready]").wait_for(state="attached")


def test_a_tab_has_our_name_and_sign_from_the_first(address: str) -> None:
    with urllib.request.urlopen(address) as answer:
        head = answer.read().decode().partition("</head>")[0]
    assert re.findall("<title>(.*)</title>", head) == ["geo-app"]
    assert [icon[:10] for icon in re.findall('rel="[^"]*icon" href="([^"]*)"', head)] == [
        "data:image"
    ]


def test_a_reader_whose_browser_takes_no_gzip_is_answered_too(address: str) -> None:
    with urllib.request.urlopen(f"{address}geo/first") as plain:
        assert plain.headers["Content-Encoding"] is None
        assert plain.read().startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("side", [0, 10])
def test_a_map_drawn_without_room_is_at_home_once_it_has_some(
    browser: Browser, address: str, plan: Plan, side: int
) -> None:
    with watched(browser, viewport={"width": 1440, "height": 900}) as page:
        page.goto(address)
        at_home = _zoom(page)
    with watched(browser, viewport={"width": 1440, "height": 900}) as page:
        _open_small(page, address, side)
        expect_shown(page.frame_locator(TAKEN), len(plan))
        page.evaluate("document.getElementById('small').remove()")
        page.wait_for_function("document.querySelector('.geo-tasks button')")
        assert _zoom(page, at_home) == at_home
        page.locator(".geo-tasks button").first.click()
        # nobody moved it: where it stands is not in the address
        expect(page).to_have_url(re.compile(r"\?task=1$"))


def test_a_card_of_a_map_drawn_without_room_is_whole_once_it_has_some(
    browser: Browser, address: str
) -> None:
    with watched(browser, viewport={"width": 1024, "height": 768}, reduced_motion="reduce") as page:
        _open_small(page, f"{address}?spot=112.98,28.2&at=28.2,112.98,12", 10)
        card = page.frame_locator(TAKEN).locator(".geo-card")
        card.wait_for(state="attached")
        page.evaluate("document.getElementById('small').remove()")
        expect(card).to_be_in_viewport(ratio=1)
        page.locator(".geo-tasks button").first.click()
        # the map stands where the link says
        expect(page).to_have_url(re.compile(r"[?&]task=1&.*at=28\.2%2C112\.98%2C12$"))


def _open_small(page: Page, address: str, side: int) -> None:
    """Open the page, and have its frame begin so small, until the sheet `small` is removed."""
    small = f"iframe {{ width: {side}px !important; height: {side}px !important; }}"
    gate = Gate(page)
    page.add_init_script(
        "if (self === top) new MutationObserver((_, watch) => {"
        " if (!document.head) return; watch.disconnect();"
        " const style = document.createElement('style'); style.id = 'small';"
        f" style.textContent = '{small}'; document.head.append(style);"
        " }).observe(document, { childList: true, subtree: true })"
    )
    page.goto(address)
    page.locator(EARLY).wait_for(state="attached")
    gate.open()


def _zoom(page: Page, wanted: float = 0) -> float:
    """Return the zoom of the map in the page, once it is ready and, where one is wanted, that."""
    page.frame_locator(TAKEN).locator("body[data-ready]").wait_for(state="attached")
    (frame,) = (each for each in page.frames if "/geo/map/" in each.url)
    if wanted:
        frame.wait_for_function(f"() => geoPlan.map.getZoom() === {wanted}")
    return float(frame.evaluate("geoPlan.map.getZoom()"))
