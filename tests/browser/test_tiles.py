"""Tiles: none until they are chosen; then each lies where its ground is, in whatever datum."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, Route, expect

from geo_app.api import Plan
from geo_app.datum import wgs84_to_gcj02
from geo_app.mapdoc import map_html
from geo_app.values import LngLat
from tests.browser.opening import watched

pytestmark = pytest.mark.browser

SIZE = 256
EARTH_M = 40075016.7
# A pure colour survives the filter that quiets the tiles; nothing else on the map is so.
RED = (255, 0, 0)
PLACE = "yuelu-academy"
SILENT_MS = 8000  # of tiles.js


def _world(at: LngLat, zoom: int) -> tuple[float, float]:
    """Return the pixel of a position on the sheet of tiles."""
    scale = SIZE * 2**zoom
    x = (at.lng + 180) / 360 * scale
    y = (1 - math.asinh(math.tan(math.radians(at.lat))) / math.pi) / 2 * scale
    return x, y


def _server(landmark: LngLat, asked: list[str]) -> Callable[[Route], None]:
    """Answer as a tile server whose ground is GCJ-02: one landmark is painted on it."""

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        query = {
            key: int(v[0])
            for key, v in parse_qs(urlsplit(route.request.url).query).items()
            if key in "xyz"
        }
        left, top = query["x"] * SIZE, query["y"] * SIZE
        x, y = _world(landmark, query["z"])
        tile = Image.new("RGB", (SIZE, SIZE), "white")
        spot = x - left, y - top
        box = [spot[0] - 4, spot[1] - 4, spot[0] + 3, spot[1] + 3]
        ImageDraw.Draw(tile).rectangle(box, fill=RED)
        data = io.BytesIO()
        tile.save(data, "PNG")
        route.fulfill(body=data.getvalue(), content_type="image/png")

    return answer


ONLY_TILES = """() => {
  for (const pane of document.querySelectorAll(".leaflet-map-pane > .leaflet-pane"))
    if (!pane.classList.contains("leaflet-geo-tiles-pane")) pane.style.visibility = "hidden";
  const tiles = document.querySelector(".leaflet-geo-tiles-pane");
  Object.assign(tiles.style, { opacity: 1, filter: "none" });
}"""


def _landmark(page: Page) -> tuple[float, float]:
    """Return the middle of what is red in the picture of the map."""
    picture = Image.open(io.BytesIO(page.locator(".leaflet-container").screenshot())).convert("RGB")
    red = [
        (x, y)
        for y in range(picture.height)
        for x in range(picture.width)
        if (p := picture.getpixel((x, y))) and p[0] > 200 and p[1] < 110 and p[2] < 110
    ]
    assert red, "the landmark is not in sight"
    return (
        sum(x for x, _ in red) / len(red) + 0.5,
        sum(y for _, y in red) / len(red) + 0.5,
    )


@pytest.mark.parametrize("zoom", [9, 11, 12.5, 14, 15.25, 16])
def test_a_place_stays_on_its_tile(
    browser: Browser, document: Path, plan: Plan, zoom: float
) -> None:
    point = plan.places.geometry[PLACE].centroid
    landmark = wgs84_to_gcj02(LngLat(point.x, point.y))
    asked: list[str] = []
    off = "28.1878" if zoom > 15 else f"{point.y + 40 / 2**zoom:.5f}"
    view = f"{off},{point.x:.5f},{zoom}"
    small = {"width": 900, "height": 600}
    with watched(browser, answer=_server(landmark, asked), viewport=small) as page:
        page.goto(f"{document.as_uri()}#tiles=amap&hide=region&view={view}")
        page.locator(".leaflet-container.geo-tiled").wait_for()
        page.wait_for_function(
            "() => [...document.querySelectorAll('.leaflet-tile')].every(t => t.complete)"
        )
        page.evaluate(ONLY_TILES)
        x, y = _landmark(page)
        expected = page.evaluate(
            "([lat, lng]) => { const p = geoPlan.map.latLngToContainerPoint([lat, lng]);"
            " return [p.x, p.y] }",
            [point.y, point.x],
        )
    per_px = EARTH_M * math.cos(math.radians(point.y)) / SIZE / 2**zoom
    metres = math.hypot(x - expected[0], y - expected[1]) * per_px
    # What is painted and photographed is whole pixels: one of them is all that can be asked for.
    assert metres <= max(10, 1.2 * per_px), f"{metres:.1f} m, {metres / per_px:.2f} px"
    assert all(".is.autonavi.com/" in url for url in asked)


def test_the_shift_is_within_ten_metres_everywhere(browser: Browser, document: Path) -> None:
    """Without the camera: where a tile's pixel is laid, against where its ground is."""
    with watched(browser) as page:
        page.goto(document.as_uri())
        page.locator("body[data-ready]").wait_for(state="attached")
        for zoom in range(9, 19):
            for lng, lat in ((112.97, 28.2), (112.5, 27.9), (113.63, 28.16)):
                gcj = wgs84_to_gcj02(LngLat(lng, lat))
                x, y = _world(gcj, zoom)
                tile = {"x": int(x // SIZE), "y": int(y // SIZE), "z": zoom}
                asked = "tile => geoModules['tile-layer'].edgesOf(geoPlan.map, tile, 256)"
                edges = page.evaluate(asked, tile)
                share = x / SIZE % 1, y / SIZE % 1
                laid = (
                    edges["left"] + (edges["right"] - edges["left"]) * share[0],
                    edges["top"] + (edges["bottom"] - edges["top"]) * share[1],
                )
                true = _world(LngLat(lng, lat), zoom)
                per_px = EARTH_M * math.cos(math.radians(lat)) / SIZE / 2**zoom
                off = math.hypot(laid[0] - true[0], laid[1] - true[1])
                # Below zoom 11 the waves of GCJ-02 are shorter than a tile, and ten metres less
                # than a sixth of a pixel.
                assert off * per_px <= 10 or off <= 0.3, (zoom, off * per_px, off)


def test_without_a_choice_nothing_is_asked_for(browser: Browser, document: Path) -> None:
    with watched(browser) as page:
        page.goto(document.as_uri())
        page.locator("body[data-ready]").wait_for(state="attached")
        expect(page.locator(".geo-tiles [value='']")).to_be_checked()
        assert page.locator(".leaflet-tile").count() == 0


def _blank(route: Route) -> None:
    data = io.BytesIO()
    Image.new("RGB", (SIZE, SIZE), "#ddeeff").save(data, "PNG")
    route.fulfill(body=data.getvalue(), content_type="image/png")


def test_the_choice_is_in_the_address_and_is_taken_back(browser: Browser, document: Path) -> None:
    with watched(browser, answer=_blank) as page:
        page.goto(document.as_uri())
        page.locator(".geo-tiles label", has_text="OpenStreetMap").click()
        page.locator(".leaflet-container.geo-tiled").wait_for()
        expect(page).to_have_url(re.compile("tiles=osm"))
        ground = page.locator(".leaflet-geo-water-pane")
        expect(ground).to_have_css("display", "none")
        page.locator(".geo-tiles [value='']").check()
        expect(page).not_to_have_url(re.compile("tiles="))
        expect(ground).not_to_have_css("display", "none")
        assert page.locator(".leaflet-tile").count() == 0


def test_a_server_that_does_not_answer_leaves_the_map(browser: Browser, document: Path) -> None:
    with watched(browser, answer=lambda route: route.abort(), expected="ERR_FAILED") as page:
        page.goto(f"{document.as_uri()}#tiles=osm")
        expect(page.locator(".geo-notice")).to_contain_text("OpenStreetMap没有回应")
        expect(page.locator(".leaflet-geo-water-pane")).not_to_have_css("display", "none")
        expect(page.locator(".geo-label").first).to_be_visible()


def test_a_server_that_hangs_leaves_the_map_at_once_or_later(
    browser: Browser, document: Path
) -> None:
    hangs = True

    def answer(route: Route) -> None:
        if not hangs:
            _blank(route)

    with watched(browser, answer=answer) as page:
        page.clock.install()
        page.goto(document.as_uri())
        page.locator("body[data-ready]").wait_for(state="attached")
        notice, laid = page.locator(".geo-notice"), page.locator(".leaflet-container.geo-tiled")
        waiting = page.locator(".leaflet-tile:not(.leaflet-tile-loaded)")
        page.locator(".geo-tiles [value='osm']").check()
        waiting.first.wait_for(state="attached")
        expect(laid).to_have_count(0)
        expect(notice).to_be_hidden()
        page.clock.fast_forward(SILENT_MS)
        expect(notice).to_contain_text("OpenStreetMap没有回应")
        expect(page.locator(".geo-label").first).to_be_visible()
        # it answers, and falls silent after that
        hangs = False
        page.locator(".geo-tiles [value='']").check()
        page.locator(".geo-tiles [value='osm']").check()
        expect(laid).to_have_count(1)
        expect(waiting).to_have_count(0)
        expect(notice).to_be_hidden()
        hangs = True
        # one move after another: the first still waits when the second begins
        for lng in (113.6, 114.2):
            page.evaluate("(lng) => geoPlan.map.setView([28.4, lng], 13, {animate: false})", lng)
            waiting.first.wait_for(state="attached")
        page.clock.fast_forward(SILENT_MS)
        expect(notice).to_contain_text("OpenStreetMap没有回应")
        expect(laid).to_have_count(0)


def test_the_key_of_tianditu_stays_out_of_the_address(browser: Browser, document: Path) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        _blank(route)

    with watched(browser, answer=answer) as page:
        page.goto(f"{document.as_uri()}#tiles=tianditu")
        page.locator("body[data-ready]").wait_for(state="attached")
        assert asked == []
        page.locator(".geo-tiles-key input").fill("secret&key")
        page.locator(".geo-tiles-key button").click()
        page.locator(".leaflet-container.geo-tiled").wait_for()
        assert "secret" not in page.url
        page.reload()
        page.locator(".leaflet-container.geo-tiled").wait_for()
    assert all("tk=secret%26key" in url and ".tianditu.gov.cn/" in url for url in asked)
    assert {parse_qs(urlsplit(url).query)["LAYER"][0] for url in asked} == {"vec", "cva"}


def test_a_document_made_without_tiles_offers_none(
    browser: Browser, plan: Plan, tmp_path: Path
) -> None:
    path = tmp_path / "none.html"
    text = map_html(plan, tiles=False)
    path.write_text(text, "utf-8")
    assert "openstreetmap.org" not in text.split("</title>")[0]
    with watched(browser) as page:
        page.goto(f"{path.as_uri()}#tiles=osm")
        page.locator("body[data-ready]").wait_for(state="attached")
        expect(page.locator(".geo-tiles-part")).to_be_hidden()
        assert page.locator(".leaflet-tile").count() == 0
