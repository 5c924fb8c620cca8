"""The document of a plan on both sides of 180 degrees: a small island, not the whole world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from geo_app import load_plan
from geo_app.mapdoc import map_html
from tests.browser.opening import hosting, watched

pytestmark = pytest.mark.browser

CITY = Path(__file__).resolve().parent.parent / "strait_city"
NAMES = ("Buca Port", "Somosomo Ferry", "Bouma Park", "Matei Airfield")
DATUMS = ("WGS 84", "GCJ-02", "BD-09")
WEST, EAST = "buca-port", "matei-airfield"
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("strait") / "map.html"
    path.write_text(map_html(load_plan(CITY)), "utf-8")
    return path


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with watched(browser, viewport=SIZES[request.param], has_touch=True) as page:
        yield page


def opened(page: Page, path: Path, hash: str = "") -> Page:
    page.goto(f"{path.as_uri()}{hash}")
    page.locator("body[data-ready]").wait_for(state="attached")
    return page


def stand(page: Page) -> Any:
    """Return west, east and zoom of what the map shows."""
    return page.evaluate(
        "(() => { const b = geoPlan.map.getBounds();"
        " return [b.getWest(), b.getEast(), geoPlan.map.getZoom()]; })()"
    )


def spot(page: Page, lng: float, lat: float) -> tuple[float, float]:
    """Return the pixel of the page of a position as the data have it."""
    found: list[float] = page.evaluate(
        "([lng, lat]) => { const there = lng < 0 ? lng + 360 : lng;"
        " const p = geoPlan.map.latLngToContainerPoint([lat, there]);"
        " const b = geoPlan.map.getContainer().getBoundingClientRect();"
        " return [b.x + p.x, b.y + p.y]; }",
        [lng, lat],
    )
    return found[0], found[1]


def test_it_begins_with_all_its_places_near_one_another(page: Page, document: Path) -> None:
    opened(page, document)
    west, east, zoom = stand(page)
    assert zoom >= 9
    assert west < 179.72 < 180.123 < east < west + 2
    for name in NAMES:
        label = page.locator(".geo-label", has_text=name)
        expect(label).to_have_count(1)
        expect(label).to_be_in_viewport()
    # nothing is pointed to beyond the edge, nothing is far
    expect(page.locator(".geo-edge")).to_have_count(0)


@pytest.mark.parametrize("id", [WEST, EAST, "bouma-park", "somosomo-ferry"])
def test_each_is_chosen_and_framed(page: Page, document: Path, id: str) -> None:
    opened(page, document, f"#place={id}")
    page.locator(f".geo-card[data-place='{id}']").first.wait_for()
    expect(page).to_have_url(re.compile(r"view=-[\d.]+,-?17\d[\d.]+,1\d[.\d]*$"))
    west, east, _ = stand(page)
    assert 179 < west < east < 181


@pytest.mark.parametrize("lng", ["-179.90000", "179.90000"])
def test_an_address_leads_to_either_shore_and_is_written_as_it_came(
    page: Page, document: Path, lng: str
) -> None:
    hash = f"#view=-16.80000,{lng},11"
    opened(page, document, hash)
    west, east, zoom = stand(page)
    assert (west + east) / 2 == pytest.approx(float(lng) % 360, abs=0.001)
    assert zoom == 11
    assert page.evaluate("location.hash") == hash
    # and a move is written within 180 degrees, too
    page.evaluate("geoPlan.map.fire('dragstart').setView([-16.8, 180.25], 11)")
    expect(page).to_have_url(re.compile(r"view=-16[.]\d+,-179[.]7[45]\d+,11$"))


def test_a_click_on_either_shore_opens_what_is_there(browser: Browser, document: Path) -> None:
    with watched(browser) as page:
        opened(page, document)
        for id, at in ((WEST, (179.72, -16.68)), (EAST, (-179.877, -16.69))):
            page.mouse.click(*spot(page, *at))
            page.locator(f".geo-card[data-place='{id}']").wait_for()
            page.keyboard.press("Escape")
            page.locator(".geo-card").wait_for(state="detached")
        # the park, on either side of the line
        for lng in (179.98, -179.95):
            page.mouse.click(*spot(page, lng, -16.85))
            page.locator(".geo-card[data-place='bouma-park']").wait_for()
            page.keyboard.press("Escape")
            page.locator(".geo-card").wait_for(state="detached")


def test_search_finds_the_other_shore(browser: Browser, document: Path) -> None:
    with watched(browser) as page:
        opened(page, document)
        page.locator(".geo-search input").fill("matei")
        page.locator(f".geo-row[data-row='{EAST}']").first.click()
        page.locator(f".geo-card[data-place='{EAST}']").wait_for()
        assert 179 < stand(page)[0] < 181


def test_what_is_nearest_is_across_the_line(browser: Browser, document: Path) -> None:
    with watched(browser) as page:
        # on the eastern shore; the ferry's end and the park lie across from it
        opened(page, document, "#at=-179.65000,-16.60000")
        card = page.locator(".geo-card-point")
        expect(card.locator(".geo-row").first).to_contain_text("Matei Airfield")
        expect(card.locator(".geo-row em").first).to_have_text("26.2 km")
        expect(card.locator(".geo-coordinates").first).to_have_text("-16.600000, -179.650000")
        assert page.evaluate("location.hash") == "#at=-179.65000,-16.60000"


def test_the_datums_of_chinese_maps_are_offered_in_china_alone(
    browser: Browser, document: Path
) -> None:
    with watched(browser) as page:
        # the second is a point of the city that ships with the package
        for at, datums in (("179.72,-16.9", ["WGS 84"]), ("112.98,28.2", [*DATUMS])):
            opened(page, document, f"#at={at}")
            page.reload()
            page.locator("body[data-ready]").wait_for(state="attached")
            expect(page.locator(".geo-card-point .geo-position dt")).to_have_text(datums)


HOST = """<!DOCTYPE html><title>host</title><iframe src="map.html" width="1000" height="700">
</iframe><script>const got = []; addEventListener("message", (event) => got.push(event.data));
const say = (message) => frames[0].postMessage({geo: 1, ...message}, "*");</script>"""


def test_a_hosting_page_is_told_longitudes_that_the_data_know(
    browser: Browser, document: Path
) -> None:
    (document.parent / "host.html").write_text(HOST, "utf-8")
    with hosting(document.parent) as address, watched(browser) as page:
        page.goto(f"{address}host.html")
        page.wait_for_function("got.some(({type}) => type === 'ready')")
        page.evaluate("say({type: 'fit', bbox: [179.9, -17, -179.8, -16.6]})")
        page.wait_for_function(
            "got.some(({type, bbox}) => type === 'view' && bbox[2] - bbox[0] < 1)"
        )
        west, _, east, _ = page.evaluate("got.filter(({type}) => type === 'view').at(-1).bbox")
        assert abs(west + east) / 2 <= 180
        page.frames[1].evaluate("geoPlan.map.fire('click', {latlng: L.latLng(-16.95, 180.25)})")
        page.wait_for_function("got.some(({type}) => type === 'picked')")
        picked = page.evaluate("got.find(({type}) => type === 'picked')")
        assert picked["lng"] == pytest.approx(-179.75)
        assert picked["ids"][0] == "bouma-park"
