"""The map document in a real Chromium: one HTML file from disk, without a network."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import folium
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect

from geo_app.api import Plan
from geo_app.mapdoc import map_html, plan_map
from geo_app.mapdoc.payload import data_in
from tests.browser.opening import hosting

pytestmark = pytest.mark.browser

WIDE = (1440, 900)
PHONE = (360, 740)
LOCAL = "http://127.0.0.1:"
# A view of the map that no start gives, and its place in an address.
STAND = "28.19000,112.99000,12.5"

Open = Callable[..., Page]


def expect_shown(page: Page | Frame, count: int) -> None:
    expect(page.locator("body")).to_have_attribute("data-shown", str(count))


def listed(page: Page) -> set[str]:
    """Open the list, which is made then; return the ids of its rows."""
    page.locator(".geo-tab-places").click()
    expect(page.locator(".geo-places")).to_be_visible()
    rows = page.locator(".geo-places .geo-row")
    return set(rows.evaluate_all("rows => rows.map(row => row.dataset.row)"))


def drawn(page: Page) -> set[str]:
    """Return the ids of the places that have something on the map."""
    shapes = page.locator(".leaflet-container [data-place]:not(.geo-card)")
    return set(shapes.evaluate_all("all => all.map(one => one.dataset.place)"))


def data_of(page: Page) -> Any:
    return data_in(page.locator("#geo-plan").text_content() or "{}")


def centre(page: Page) -> list[float]:
    code = (
        "() => { const c = geoPlan.map.getCenter(); return [c.lat, c.lng, geoPlan.map.getZoom()]}"
    )
    return cast(list[float], page.evaluate(code))


def test_it_opens_from_disk_and_shows_every_place(open_: Open, plan: Plan) -> None:
    page = open_()
    expect_shown(page, len(plan.places))
    expect(page).to_have_title("长沙九大重点任务")
    assert listed(page) == set(plan.places.index)
    assert len(drawn(page)) > 90
    assert page.locator(".geo-label.geo-name").count() > 20
    expect(page.locator(".geo-attribution")).to_contain_text("© OpenStreetMap contributors")
    expect(page.locator(".geo-note")).to_contain_text("非法定规划边界")


@pytest.mark.parametrize("number", range(1, 10))
def test_a_task_shows_exactly_its_places(open_: Open, plan: Plan, number: int) -> None:
    page = open_()
    page.locator(f"[data-task='{number}']").click()
    ids = set(plan.filter(tasks=[number]).places.index)
    expect_shown(page, len(ids))
    at_rest = {p["id"] for p in data_of(page)["places"] if p["atRest"] and not p["wide"]}
    assert drawn(page) == ids & at_rest
    expect(page.locator(f"[data-task='{number}'] i")).to_have_text(str(len(ids)))
    assert listed(page) == ids


def test_tasks_add_up_and_clear(open_: Open, plan: Plan) -> None:
    page = open_()
    page.locator("[data-task='6']").click()
    page.locator("[data-task='7']").click(modifiers=["Shift"])
    expect_shown(page, len(plan.filter(tasks=[6, 7]).places))
    page.locator("[data-task='6']").click()
    expect_shown(page, len(plan.filter(tasks=[7]).places))
    page.locator(".geo-bar button").click()
    expect_shown(page, len(plan.places))
    expect(page.locator(".geo-bar")).to_be_hidden()


def test_layers_hide_show_and_stand_alone(open_: Open, plan: Plan) -> None:
    page = open_("#task=5")
    page.locator("[data-layer='rail']").click()
    rest = [layer.id for layer in plan.layers if layer.id != "rail"]
    expect_shown(page, len(plan.filter(tasks=[5], layers=rest).places))
    expect(page.locator("[data-layer='rail']")).to_have_attribute("aria-checked", "false")
    row = page.locator(".geo-layers li", has=page.locator("[data-layer='biz']"))
    row.hover()
    row.locator(".geo-only").click()
    expect_shown(page, len(plan.filter(tasks=[5], layers=["biz"]).places))


def test_a_filter_without_a_place_says_so(open_: Open) -> None:
    page = open_("#task=9")
    expect_shown(page, 0)
    expect(page.locator(".geo-bar")).to_contain_text("这个任务没有可落图的地点")
    page.locator(".geo-search input").fill("查无此地")
    expect(page.locator(".geo-empty")).to_have_text("没有地点符合这些条件")


def expected_quotes(plan: Plan, place: str) -> set[str]:
    """Return the sentences that a card quotes: the recap only where nothing else names a place."""
    named = {
        number
        for frame in (plan.mentions, plan.through)
        for number in frame.loc[frame["place_id"] == place, "sentence"]
    }
    kinds = {number: plan.report.sentences[number].kind for number in named}
    own = {number for number in named if kinds[number] != "recap"}
    spans = [plan.report.sentences[number].span for number in own or named]
    return {plan.report.text[start:end] for start, end in spans}


QUOTES = """() => [...document.querySelectorAll(".geo-card blockquote")].map((quote) => {
  const copy = quote.cloneNode(true);
  copy.querySelector("footer").remove();
  return copy.textContent;
})"""


def test_every_card_quotes_the_report_word_for_word(open_: Open, plan: Plan) -> None:
    page = open_()
    for place in plan.places.index:
        page.evaluate("id => { location.hash = 'place=' + id }", place)
        page.locator(f".geo-popup .geo-card[data-place='{place}']").wait_for()
        quotes = page.evaluate(QUOTES)
        assert len(quotes) == len(set(quotes))
        assert set(quotes) == expected_quotes(plan, place), place
        assert page.locator(".geo-card mark").count() >= len(quotes)


def test_the_reader_holds_every_sentence_word_for_word(open_: Open, plan: Plan) -> None:
    page = open_("#report=1")
    texts = page.locator(".geo-sentence").all_text_contents()
    assert texts == [sentence.text for sentence in plan.report.sentences]


@pytest.mark.parametrize(
    "address",
    [
        f"#task=5&place=malanshan&view={STAND}",
        f"#task=1,5&hide=region&tab=places&lang=en&theme=dark&view={STAND}",
        f"#sentence=101&report=1&view={STAND}",
        f"#at=112.90000,28.21500&view={STAND}",
        f"#q=mls&tab=places&view={STAND}",
    ],
)
def test_a_link_opens_as_it_was(open_: Open, address: str) -> None:
    first = open_(address)
    look = """() => [document.body.dataset.shown, document.documentElement.lang,
      document.documentElement.dataset.theme, document.querySelector(".geo-card")?.textContent,
      document.querySelectorAll("[data-chosen]").length,
      document.querySelector(".geo-reader").hidden, document.querySelector(".geo-places").hidden]"""
    lat, lng, zoom = (float(x) for x in STAND.split(","))
    assert centre(first) == pytest.approx([lat, lng, zoom], abs=1e-4)
    written = first.url.partition("#")[2]
    assert set(written.split("&")) == set(address.removeprefix("#").split("&"))
    second = open_("#" + written)
    assert second.evaluate(look) == first.evaluate(look)
    assert centre(second) == pytest.approx(centre(first), abs=1e-4)


def test_an_unknown_place_is_said_and_harms_nothing(open_: Open, plan: Plan) -> None:
    page = open_("#place=atlantis,malanshan&task=77&view=1,2")
    expect(page.locator(".geo-notice")).to_contain_text("atlantis")
    page.locator(".geo-card[data-place='malanshan']").wait_for()
    expect_shown(page, len(plan.places))


def test_language_and_theme_change_in_place(open_: Open) -> None:
    page = open_("#place=malanshan")
    page.locator(".geo-lang").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".geo-title")).to_have_text("Changsha: nine key tasks")
    expect(page.locator(".geo-card h2")).to_contain_text("Malanshan")
    page.locator(".geo-theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url(re.compile("lang=en.*theme=dark"))


def test_the_theme_is_the_systems_until_chosen(open_: Open) -> None:
    page = open_(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    bars = 'getComputedStyle(document.querySelector(".geo-scroll")).scrollbarColor'
    assert page.evaluate(bars) == "rgb(117, 124, 132) rgba(0, 0, 0, 0)"  # else white, in Firefox
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize(
    ("given", "asked", "theme"),
    [("", "", "dark"), ("light", "", "light"), ("", "#theme=light", "light")],
)
def test_a_page_is_dark_before_its_program_runs(
    open_: Open, plan: Plan, tmp_path: Path, given: str, asked: str, theme: str
) -> None:
    before, _, _ = map_html(plan, theme=given).partition('<script type="application/json"')
    path = tmp_path / "map.html"
    path.write_text(before, "utf-8")
    page = open_(asked, path=path, ready=False, color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", theme)


def test_who_wants_no_motion_sees_the_map_jump(open_: Open) -> None:
    page = open_(f"#view={STAND}")
    moved = page.evaluate(
        """() => {
          const { map } = geoPlan;
          const there = map.getCenter();
          map.panBy([90, 40]);
          const at = map.latLngToContainerPoint(there);
          const frame = map.getContainer().getBoundingClientRect();
          const pane = map.getPane("mapPane").getBoundingClientRect();
          const seen = map.latLngToLayerPoint(there);
          const half = map.getSize().divideBy(2);
          return [half.x - at.x, half.y - at.y,
            half.x - (pane.x - frame.x + seen.x), half.y - (pane.y - frame.y + seen.y)];
        }"""
    )
    # it stands there at once, and so does what is drawn on it
    assert moved == pytest.approx([90, 40, 90, 40], abs=1)


# Each path of ours, and what Leaflet itself would draw of the same positions.
_PATHS = """zoom => {
  const {data: {places}, look: {drawnParts}, geometry: {latLngs}} = geoModules;
  const {map, layers} = geoPlan;
  map.setZoom(zoom, {animate: false});
  const pairs = [];
  for (const {layer, place} of Object.values(layers).flatMap((group) => group.getLayers())
      .flatMap((group) => group.getLayers()).filter((layer) => layer._path)
      .map((layer) => ({layer, place: places.find(({id}) => id === layer._path.dataset.place)}))) {
    if (layer.getLatLng) continue;
    const at = latLngs(drawnParts(place).map((part) => part.at));
    const kind = place.shape === "line" ? L.polyline : L.polygon;
    const {renderer, smoothFactor, weight, pane} = layer.options;
    const own = kind(at, {renderer, smoothFactor, weight, pane}).addTo(map);
    pairs.push([layer._path.getAttribute("d"), own._path.getAttribute("d")]);
    own.remove();
  }
  return pairs;
}"""


@pytest.mark.parametrize("zoom", [9, 11.5, 14])
def test_an_outline_is_the_one_that_leaflet_draws(open_: Open, zoom: float) -> None:
    pairs = open_(f"#view={STAND}").evaluate(_PATHS, zoom)
    assert len(pairs) > 50
    assert [ours for ours, _ in pairs] == [theirs for _, theirs in pairs]


def test_search_finds_names_pinyin_and_english(open_: Open) -> None:
    page = open_()
    for words in ("马栏山", "malanshan", "mls", "Malanshan"):
        page.locator(".geo-search input").fill(words)
        expect(page.locator(".geo-places .geo-row[data-row='malanshan']")).to_be_visible()
    page.keyboard.press("Enter")
    page.locator(".geo-card[data-place='malanshan']").wait_for()


def test_the_keyboard_does_what_the_mouse_does(open_: Open, plan: Plan) -> None:
    page = open_()
    page.keyboard.press("/")
    expect(page.locator(".geo-search input")).to_be_focused()
    page.keyboard.type("新城")
    expect(page.locator(".geo-places .geo-row").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator(".geo-places .geo-row").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    card = page.locator(f".geo-card[data-place='{second.get_attribute('data-row')}']")
    card.wait_for()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.keyboard.press("Escape")
    expect_shown(page, len(plan.places))


def test_a_sentence_frames_its_places_and_a_word_opens_its_card(open_: Open) -> None:
    page = open_("#report=1")
    sentence = next(
        s for s in data_of(page)["sentences"] if "大泽湖" in json.dumps(s, ensure_ascii=False)
    )
    number = data_of(page)["sentences"].index(sentence)
    words = page.locator(f".geo-sentence[data-s='{number}']")
    words.locator(".geo-count").click()
    expect(words).to_have_class(re.compile("geo-on"))
    chosen = page.locator("[data-chosen]").evaluate_all("all => all.map(o => o.dataset.chosen)")
    assert "dazehu" in chosen
    assert len(set(chosen)) >= 10
    words.locator(".geo-words", has_text="大泽湖").click()
    page.locator(".geo-card[data-place='dazehu']").wait_for()


def test_a_click_on_the_map_opens_or_lists_what_is_there(open_: Open) -> None:
    page = open_(f"#view={STAND}")
    spot = "([lat, lng]) => { const p = geoPlan.map.latLngToContainerPoint([lat, lng]);\n"
    spot += "const b = geoPlan.map.getContainer().getBoundingClientRect();\n"
    spot += "return [b.x + p.x, b.y + p.y] }"
    place = next(p for p in data_of(page)["places"] if p["id"] == "yuelu-academy")
    page.mouse.click(*page.evaluate(spot, place["anchor"][::-1]))
    page.locator(".geo-card[data-place='yuelu-academy']").wait_for()
    page.evaluate("geoPlan.map.fire('click', {latlng: L.latLng(28.48, 113.4)})")
    rows = page.locator(".geo-card-point .geo-row")
    rows.first.wait_for()
    rows.first.click()
    expect(page.locator(".geo-card h2")).to_have_text("长沙县")


def test_names_never_lie_over_names(open_: Open) -> None:
    page = open_()
    boxes = page.locator(".geo-label").evaluate_all(
        "all => all.map(o => { const b = o.getBoundingClientRect();"
        " return [b.left + 2, b.top + 2, b.right - 2, b.bottom - 2] })"
    )
    over = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
    ]
    assert over == []


def test_text_of_the_data_never_becomes_markup(open_: Open, document: Path, tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>{{ 7*7 }}${alert(2)}"
    quoted = json.dumps(evil).replace("<", "\\u003c")[1:-1]
    path = tmp_path / "evil.html"
    text = document.read_text("utf-8").replace("岳麓书院", quoted.replace("'", ""))
    path.write_text(text, "utf-8")
    page = open_("#place=yuelu-academy&report=1", path=path)
    expect(page.locator(".geo-card h2")).to_have_text(evil)
    assert page.locator("img").count() == 0


def test_what_a_user_of_folium_adds_stays(open_: Open, plan: Plan, tmp_path: Path) -> None:
    drawing = plan_map(plan)
    folium.CircleMarker((28.2, 112.97), radius=9).add_to(drawing)
    folium.LayerControl(collapsed=False).add_to(drawing)
    path = tmp_path / "more.html"
    path.write_text(str(drawing.get_root().render()), "utf-8")
    page = open_(path=path)
    expect(page.locator(".leaflet-overlay-pane path")).to_have_count(1)
    page.locator(".leaflet-control-layers-overlays label", has_text="轨道线路").click()
    rest = [layer.id for layer in plan.layers if layer.id != "rail"]
    expect_shown(page, len(plan.filter(layers=rest).places))
    expect(page.locator("[data-layer='rail']")).to_have_attribute("aria-checked", "false")
    page.locator("[data-layer='rail']").click()
    expect_shown(page, len(plan.places))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(
    "address",
    ["", "#place=malanshan", "#report=1&sentence=101&theme=dark", "#lang=en&tab=places&task=9"],
)
def test_nothing_hinders_anybody(open_: Open, address: str, size: tuple[int, int]) -> None:
    page = open_(address, size=size, bypass_csp=True)
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []


@pytest.mark.parametrize("address", ["", "#place=malanshan", "#report=1", "#tab=places&lang=en"])
def test_a_phone_has_nothing_to_scroll_sideways(open_: Open, address: str) -> None:
    page = open_(address, size=PHONE, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    for part in (".geo-panel", ".geo-scroll", ".geo-reader", ".geo-report"):
        node = page.locator(part)
        if node.is_visible():
            assert node.evaluate("node => node.scrollWidth <= node.clientWidth"), part


@pytest.mark.parametrize("place", ["malanshan", "metro-line-06"])
def test_on_a_phone_a_chosen_place_comes_back_as_it_was_left(open_: Open, place: str) -> None:
    page = open_(f"#place={place}", size=PHONE, has_touch=True)
    page.locator(f".geo-card[data-place='{place}']").wait_for()
    # the map has gone there, and the address says so
    page.wait_for_function(
        "() => { const [lat, lng, zoom] = (location.hash.match(/view=([-.,0-9]+)/)?.[1] || '')"
        ".split(',').map(Number); const at = geoPlan.map.getCenter(); return zoom >= 10"
        " && Math.abs(at.lat - lat) < 1e-3 && Math.abs(at.lng - lng) < 1e-3; }"
    )
    stood, written = centre(page), page.evaluate("location.hash")
    page.reload()
    page.locator(f".geo-card[data-place='{place}']").wait_for()
    # what would move it waits for the next frame
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert centre(page) == pytest.approx(stood, abs=1e-3)
    assert page.evaluate("location.hash") == written


def test_on_a_phone_the_card_lies_in_the_sheet(open_: Open) -> None:
    page = open_(size=PHONE, has_touch=True)
    page.locator(".geo-search input").fill("mls")
    # with the list open in full there is no map left to steer
    expect(page.locator("body")).to_have_attribute("data-sheet", "tall")
    expect(page.locator(".geo-zoom")).to_be_hidden()
    page.locator(".geo-row[data-row='malanshan']").click()
    page.locator(".geo-panel .geo-card[data-place='malanshan']").wait_for()
    # and some of it comes back for what was chosen
    expect(page.locator("body")).to_have_attribute("data-sheet", "half")
    chosen = page.locator("[data-chosen='malanshan']").first.bounding_box()
    sheet = page.locator(".geo-panel").bounding_box()
    assert chosen
    assert sheet
    assert chosen["y"] + chosen["height"] < sheet["y"]
    page.locator(".geo-back").click()
    expect(page.locator(".geo-card")).to_have_count(0)
    expect(page.locator(".geo-grid")).to_be_visible()
    expect(page.locator(".geo-zoom")).to_be_visible()


@pytest.fixture(scope="module")
def hosted(document: Path) -> Iterator[str]:
    """An address where a page holds the document in a sandboxed frame."""
    (document.parent / "host.html").write_text(
        "<!DOCTYPE html><link rel='icon' href='data:,'><iframe src='map.html' width='1000'"
        " height='700' sandbox='allow-scripts allow-popups'></iframe><script>var got = [];\n"
        "addEventListener('message', (e) => got.push(e.data));\n"
        "var say = (m) => frames[0].postMessage({geo: 1, ...m}, '*');</script>",
        "utf-8",
    )
    with hosting(document.parent) as address:
        yield f"{address}host.html"


def test_a_page_that_hosts_the_map_steers_it_by_messages(
    open_: Open, plan: Plan, hosted: str
) -> None:
    page = open_(path=hosted, ready=False)
    frame = page.frames[1]
    frame.locator("body[data-ready]").wait_for(state="attached")
    page.wait_for_function("got.some((m) => m.type === 'ready')")
    layers = [layer.id for layer in plan.layers]
    for wrong in ("{type: 'filter', tasks: 'all'}", "{type: 'reload'}", "{type: 'fit', bbox: [1]}"):
        page.evaluate(f"say({wrong})")
    places = list(plan.filter(tasks=[5]).places.index)[:4]
    message = {"type": "filter", "tasks": [5], "layers": layers, "places": places}
    page.evaluate("m => say(m)", message)
    expect_shown(frame, 4)
    page.evaluate("id => say({type: 'select', ids: [id], open: true})", places[0])
    frame.locator(f".geo-card[data-place='{places[0]}']").wait_for()
    frame.locator(".geo-bar button").click()
    expect_shown(frame, len(plan.places))
    page.wait_for_function("got.some((m) => m.type === 'filter')")
    types = page.evaluate("got.map((m) => m.type)")
    assert {"ready", "view", "selected", "filter"} <= set(types)
    assert page.evaluate("got.find((m) => m.type === 'filter')")["tasks"] == []


def test_the_attribution_is_always_in_sight(open_: Open) -> None:
    for address in ("", "#report=1", "#place=malanshan", "#theme=dark&lang=en"):
        for size in (WIDE, PHONE, (1024, 768)):
            page = open_(address, size=size)
            seen = page.locator(".geo-attribution").evaluate(
                "node => { const b = node.getBoundingClientRect();"
                " const top = document.elementsFromPoint(b.x + b.width / 2, b.y + b.height / 2);"
                " return !top.some(o => o.closest('.geo-panel, .geo-reader, .geo-card'))"
                " && b.left >= 0 && b.right <= innerWidth && b.bottom <= innerHeight }"
            )
            assert seen, (address, size)


def test_a_frame_without_room_is_ready_and_shows_the_place_once_it_has_some(
    open_: Open, document: Path, tmp_path: Path
) -> None:
    host = tmp_path / "host.html"
    frame = f'<iframe src="{document.as_uri()}#place=malanshan" style="width:0;height:0"></iframe>'
    host.write_text(frame, "utf-8")
    page = open_(path=host, ready=False)
    inside = page.frame_locator("iframe")
    inside.locator("body[data-ready]").wait_for(state="attached")
    page.locator("iframe").evaluate("node => { node.style = 'width: 900px; height: 600px'; }")
    expect(inside.locator(".geo-card")).to_be_in_viewport()
    expect(inside.locator(".geo-zoom")).to_be_in_viewport()
    # framed anew, it lies nearer than the whole sheet would
    (child,) = (each for each in page.frames if each.parent_frame)
    assert child.evaluate("() => geoPlan.map.getZoom()") > 12


def test_what_is_chosen_while_a_frame_has_no_room_is_framed_when_it_has(
    open_: Open, hosted: str
) -> None:
    # Firefox shrinks a frame to 10 px for a moment, when a page moves it.
    page = open_(path=hosted, ready=False)
    frame = page.frames[1]
    frame.locator("body[data-ready]").wait_for(state="attached")
    page.wait_for_function("got.some((m) => m.type === 'ready')")
    page.evaluate("Object.assign(document.querySelector('iframe'), { width: 10, height: 10 })")
    frame.wait_for_function("() => geoPlan.map.getSize().x < 100")
    page.evaluate("say({type: 'select', ids: ['malanshan'], open: true})")
    frame.locator(".geo-card").wait_for(state="attached")
    page.evaluate("Object.assign(document.querySelector('iframe'), { width: 1000, height: 700 })")
    page.wait_for_function("got.findLast((m) => m.type === 'view').zoom > 12")
    expect(frame.locator(".geo-card")).to_be_in_viewport()
