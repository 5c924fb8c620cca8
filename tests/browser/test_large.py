"""The document of a large plan, drawn on canvas: it does what the small one does."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benchmarks.generate import make_city
from geo_app.mapdoc import map_html
from geo_app.plan import Plan
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

SIZE = 2000
# Filter changes in one session; GEO_APP_CHANGES=10000 for the long run.
CHANGES = int(os.environ.get("GEO_APP_CHANGES", "150"))

# Of the two sides of a pane's sheet, that which is seen.
_SEEN = """const seen = (pane) => {
  const sides = [...document.querySelectorAll(`.leaflet-${pane}-pane canvas`)];
  return sides.find((side) => side.style.display !== "none");
};"""
_PICTURE = f"(pane) => {{ {_SEEN} return seen(pane).toDataURL(); }}"
# Its opaque pixels.
_INK = f"""(pane) => {{
  {_SEEN}
  const canvas = seen(pane);
  const {{ data }} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let inked = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]) inked += 1;
  return inked;
}}"""
# Filters by each task in turn, waiting for each picture.
_CHANGES = """async (times) => {
  const buttons = document.querySelectorAll(".geo-grid button");
  for (let i = 0; i < times; i++) {
    buttons[i % 9].click();
    await new Promise(requestAnimationFrame);
  }
  if (document.querySelector(".geo-grid [aria-pressed=true]")) {
    document.querySelector(".geo-all-tasks").click();
  }
  await new Promise((done) => setTimeout(() => requestAnimationFrame(done), 400));
}"""


@pytest.fixture(scope="module")
def city() -> Plan:
    return make_city(SIZE).plan()


@pytest.fixture(scope="module")
def large(city: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "map.html"
    path.write_text(map_html(city), "utf-8")
    return path


def _somewhere(page: Page, city: Plan) -> dict[str, Any]:
    """Return a place, and the pixel of its middle, where nothing of the page lies above."""
    rows = [
        {"id": row.Index, "lng": point.x, "lat": point.y}
        for row in city.places.itertuples()
        if row.geometry is not None and row.geometry.geom_type == "Polygon"
        for point in [row.geometry.representative_point()]
    ]
    found = page.evaluate(
        """(rows) => {
          const { map } = window.geoPlan;
          const box = map.getContainer().getBoundingClientRect();
          for (const row of rows) {
            const { x, y } = map.latLngToContainerPoint([row.lat, row.lng]);
            const at = { x: x + box.x, y: y + box.y };
            const top = document.elementFromPoint(at.x, at.y);
            if (top && top.closest(".leaflet-container") && !top.closest("button")) {
              return { ...row, ...at };
            }
          }
        }""",
        rows,
    )
    assert found
    return dict(found)


def test_it_is_drawn_with_few_elements(open_: Open, large: Path) -> None:
    page = open_(path=large)
    assert page.evaluate(_INK, "geo-plan") > 10_000
    assert page.evaluate(_INK, "geo-symbol") > 1_000
    assert page.locator("*").count() < 4_000


def test_click_opens_the_card_of_what_lies_there(open_: Open, large: Path, city: Plan) -> None:
    page = open_(path=large)
    spot = _somewhere(page, city)
    page.mouse.click(spot["x"], spot["y"])
    card = page.locator(".geo-card[data-place]")
    expect(card).to_be_visible()
    chosen = card.get_attribute("data-place")
    # What lies above may be another place; it is there, too.
    assert chosen in set(city.at(spot["lng"], spot["lat"]).places.index)
    assert page.locator(f"[data-chosen='{chosen}']").count() > 0


def test_hover_lights_and_names(open_: Open, large: Path, city: Plan) -> None:
    page = open_(path=large)
    spot = _somewhere(page, city)
    page.mouse.move(spot["x"], spot["y"])
    tip = page.locator(".geo-tip")
    expect(tip).to_have_count(1)
    words = tip.inner_text()
    assert words in set(city.places["name"])
    expect(page.locator(".leaflet-geo-plan-pane path[data-place]")).not_to_have_count(0)
    page.mouse.move(100, 100)
    expect(tip).to_have_count(0)
    expect(page.locator(".leaflet-geo-plan-pane path[data-place]")).to_have_count(0)


def test_filter_leaves_exactly_its_places(open_: Open, large: Path, city: Plan) -> None:
    page = open_(path=large)
    inked = page.evaluate(_INK, "geo-plan")
    page.locator(".geo-grid button[data-task='3']").click()
    expected = sum(3 in tasks for tasks in city.places["tasks"])
    expect(page.locator("body")).to_have_attribute("data-shown", str(expected))
    assert 0 < page.evaluate(_INK, "geo-plan") < inked
    expect(page.locator(".geo-places-count")).to_have_text(str(expected))
    page.locator(".geo-all-tasks").click()
    expect(page.locator("body")).to_have_attribute("data-shown", str(SIZE))
    assert page.evaluate(_INK, "geo-plan") == inked


def test_a_filter_taken_off_leaves_the_picture_as_it_was(
    open_: Open, large: Path, city: Plan
) -> None:
    page = open_(path=large)
    body, task = page.locator("body"), page.locator(".geo-grid button[data-task='5']")

    def picture() -> list[str]:
        return [page.evaluate(_PICTURE, pane) for pane in ("geo-plan", "geo-rail", "geo-symbol")]

    def click(count: int) -> None:
        task.click()
        expect(body).to_have_attribute("data-shown", str(count))

    light, some = picture(), sum(5 in tasks for tasks in city.places["tasks"])
    click(some)
    filtered = picture()
    click(SIZE)
    assert picture() == light != filtered
    # neither side of a sheet keeps what another theme or another place of the map looked like
    click(some)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    click(SIZE)
    dark = picture()
    assert all(one != other for one, other in zip(light, dark, strict=True))
    page.evaluate("geoPlan.map.setZoom(geoPlan.map.getZoom() + 1, { animate: false })")
    assert all(one != other for one, other in zip(dark, picture(), strict=True))
    spot = _somewhere(page, city)
    page.mouse.click(spot["x"], spot["y"])
    expect(page.locator(".geo-card[data-place]")).to_be_visible()


def test_list_grows_as_it_is_read_and_selects(open_: Open, large: Path) -> None:
    page = open_(path=large)
    rows = page.locator(".geo-places .geo-row")
    assert rows.count() == 0
    page.locator(".geo-tab-places").click()
    expect(rows.first).to_be_visible()
    before = rows.count()
    assert before < SIZE
    rows.nth(before - 1).scroll_into_view_if_needed()
    expect(rows.nth(before)).to_be_attached()
    item = page.locator(".geo-places li").first
    total = int(item.get_attribute("aria-setsize") or 0)
    heading = page.locator(".geo-rows h2").first.locator("span")
    expect(heading).to_have_text(str(total))
    second = rows.nth(1)
    second.focus()
    page.keyboard.press("ArrowDown")
    third = rows.nth(2)
    expect(third).to_be_focused()
    page.keyboard.press("Enter")
    card = page.locator(f".geo-card[data-place='{third.get_attribute('data-row')}']")
    expect(card).to_be_visible()


def test_every_sign_in_the_report_has_a_name(open_: Open, large: Path) -> None:
    page = open_("#report=1", path=large)
    signs = page.locator(".geo-report .geo-count")
    expect(signs.first).to_be_visible()
    expect(page.locator(".geo-report button:not([aria-label])")).to_have_count(0)
    expect(signs.first).to_have_attribute("aria-label", re.compile("处"))
    page.locator(".geo-lang").click()
    expect(signs.first).to_have_attribute("aria-label", re.compile("on map"))


def test_many_filter_changes_leave_nothing_behind(open_: Open, large: Path) -> None:
    page = open_(path=large, size=(800, 560))
    session = page.context.new_cdp_session(page)

    def held() -> tuple[int, int]:
        for _ in range(2):
            session.send("HeapProfiler.collectGarbage")
        nodes = session.send("Memory.getDOMCounters")["nodes"]
        return nodes, page.evaluate("performance.memory.usedJSHeapSize")

    page.evaluate(_CHANGES, 36)
    nodes, heap = held()
    page.evaluate(_CHANGES, CHANGES)
    now_nodes, now_heap = held()
    assert now_nodes == nodes
    assert now_heap < heap * 1.05
