"""The map in a notebook, and as an ordinary folium map with other people's parts beside ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import folium
import geopandas
import pytest
import shapely
from playwright.sync_api import Browser, Page, expect

from geo_app.api import Plan

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without a network, that fails on any error."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, offline=True, reduced_motion="reduce"
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else 0)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:", "blob:"))
            else wrong.append(request.url))  # fmt: skip
    yield page
    context.close()
    assert wrong == []


def saved(drawing: folium.Map, page: Page, tmp_path: Path) -> Page:
    """Save a map as everybody does, open it, and wait for it."""
    drawing.save(str(tmp_path / "map.html"))
    page.goto((tmp_path / "map.html").as_uri())
    page.locator("body[data-ready]").wait_for(state="attached")
    return page


def test_a_notebook_shows_the_plan(plan: Plan, page: Page, tmp_path: Path) -> None:
    part = plan.filter(tasks=[7])
    # As nbconvert and Jupyter put it: the cell's HTML inside a page of their own.
    cell = f'<div class="jp-OutputArea-output">{part._repr_html_()}</div>'
    (tmp_path / "cell.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{cell}", "utf-8")
    page.goto((tmp_path / "cell.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("body[data-ready]").wait_for(state="attached")
    expect(frame.locator("body")).to_have_attribute("data-shown", str(len(part)))
    expect(frame.locator(".geo-map path").first).to_be_attached()
    # without a page round it that filters, the document's own legend does
    frame.locator(".geo-key-button").click()
    expect(frame.locator(".geo-grid button").first).to_be_visible()


def test_markers_with_popups_and_tooltips(plan: Plan, page: Page, tmp_path: Path) -> None:
    drawing = plan.map()
    folium.Marker(
        (28.235, 112.90), popup="<b>我的</b>办公室", tooltip="这里", icon=folium.Icon(color="green")
    ).add_to(drawing)
    folium.Marker((28.10, 112.85), popup=folium.Popup("second", max_width=200)).add_to(drawing)
    saved(drawing, page, tmp_path)
    pin = page.locator(".leaflet-marker-pane .leaflet-marker-icon:has(path)")
    image = page.locator("img.leaflet-marker-icon")
    for shown in (pin, image):
        expect(shown).to_be_visible()
    assert image.evaluate("image => image.naturalWidth") in (25, 50)
    pin.hover()
    expect(page.locator(".leaflet-tooltip")).to_have_text("这里")
    pin.click()
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_have_text("我的办公室")
    expect(popup.locator("b")).to_have_count(1)
    box = popup.bounding_box()
    assert box is not None
    assert box["height"] < 40  # one line, not one character a line
    image.click()
    expect(popup).to_have_text("second")


def test_another_layer_and_a_control(plan: Plan, page: Page, tmp_path: Path) -> None:
    drawing = plan.map()
    frame = geopandas.GeoDataFrame(
        {"what": ["a square"]}, geometry=[shapely.box(113.45, 28.42, 113.5, 28.46)], crs="EPSG:4326"
    )
    tooltip = folium.GeoJsonTooltip(["what"])
    folium.GeoJson(frame, name="mine", tooltip=tooltip, popup=folium.GeoJsonPopup(["what"])).add_to(
        drawing
    )
    folium.LayerControl(position="bottomleft").add_to(drawing)
    saved(drawing, page, tmp_path)
    control = page.locator(".leaflet-control-layers")
    toggle = control.locator(".leaflet-control-layers-toggle")
    expect(toggle).to_have_css("background-image", re.compile(r"^url\(\"data:image/png"))
    mine = page.locator(".leaflet-overlay-pane path")
    expect(mine).to_have_count(1)
    mine.click()
    expect(page.locator(".leaflet-popup-content")).to_contain_text("a square")
    toggle.press("Enter")
    # Leaflet ignores a click in the moment in which the pointer enters and it unfolds.
    control.get_by_text("mine", exact=True).hover()
    control.get_by_text("mine", exact=True).click()
    expect(mine).to_have_count(0)
    # our layers are folium's feature groups: the control switches them as any other
    rail = next(layer.title for layer in plan.layers if layer.id == "rail")
    is_on = "() => geoPlan.map.hasLayer(geoPlan.layers.rail)"
    assert page.evaluate(is_on)
    control.get_by_text(rail, exact=True).click()
    assert not page.evaluate(is_on)


def test_the_document_itself_carries_none_of_it(plan: Plan) -> None:
    from geo_app.mapdoc import map_html

    assert "AwesomeMarkers" not in map_html(plan)
    assert "AwesomeMarkers" in plan.map().get_root().render()
