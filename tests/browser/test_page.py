"""The Streamlit page in a real Chromium, served by the command line as a user starts it."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect

from geo_app.api import Plan
from geo_app.app.brief import recorded_about
from tests.browser.opening import watched

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent.parent
CLOSED = ROOT / "tests" / "closed"
LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:")
WAIT_MS = 20_000
SERVE = [sys.executable, "-m", "geo_app.cli", "serve", "--no-browser"]


@contextmanager
def serving(*args: str) -> Iterator[str]:
    """Serve with these arguments; yield the address; interrupt it and see that it ends quietly.

    It would end at once if it tried to reach beyond this machine.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*SERVE, "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": f"{CLOSED}:{ROOT}", "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(
        [*command, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address, server.communicate(timeout=30)[1]
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=30)
    assert server.returncode == 0, errors
    assert "Traceback" not in errors


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that reaches this machine alone, and fails on any error or attempt beyond it."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        accept_downloads=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(WAIT_MS)
    wrong: list[str] = []

    def guard(route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            wrong.append(f"outside request {route.request.url}")
            route.abort()

    context.route(re.compile("^https?:"), guard)
    page = context.new_page()
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else 0)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def opened(page: Page, address: str, query: str = "") -> FrameLocator:
    """Open the page and wait for its map; return the frame."""
    page.goto(address + query)
    frame = page.frame_locator(".geo-frame iframe")
    frame.locator("body[data-ready]").wait_for(state="attached")
    return frame


def expect_query(page: Page, query: str) -> None:
    """Expect this query, whatever follows of where the map stands and was clicked."""
    written = re.escape(query.replace(",", "%2C"))
    stand, spot = r"at=[-\d.%C]+", r"(&spot=[-\d.%C]+)?"
    ending = rf"/(\?{stand})?$" if not query else rf"/\?{written}(&{stand})?{spot}$"
    expect(page).to_have_url(re.compile(ending), timeout=WAIT_MS)


def expect_shown(frame: FrameLocator, count: int) -> None:
    expect(frame.locator("body")).to_have_attribute("data-shown", str(count), timeout=WAIT_MS)


def click_task(page: Page, number: int) -> None:
    page.locator(".geo-tasks button").nth(number - 1).click()


def view_of(page: Page) -> dict[str, float]:
    """Return centre and zoom of the map in the frame."""
    (frame,) = (each for each in page.frames if "/geo/map/" in each.url)
    code = "() => { const m = geoPlan.map, c = m.getCenter(); return [c.lng, c.lat, m.getZoom()]; }"
    return dict(zip(("lng", "lat", "zoom"), frame.evaluate(code), strict=True))


def move(page: Page, lng: float, lat: float, zoom: float) -> None:
    (frame,) = (each for each in page.frames if "/geo/map/" in each.url)
    frame.evaluate(f"() => {{ geoPlan.map.setView([{lat}, {lng}], {zoom}, {{animate: false}}); }}")


def test_the_map_shows_every_place(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address)
    expect_shown(frame, len(plan))
    expect(page).to_have_title("长沙九大重点任务")
    box = page.locator(".geo-frame iframe").bounding_box()
    assert box is not None
    assert box["height"] > 700
    assert box["y"] + box["height"] <= 900


def test_each_task_leaves_its_places(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address)
    for number in range(1, 10):
        count = len(plan.filter(tasks=[number]))
        button = page.locator(".geo-tasks button").nth(number - 1)
        expect(button).to_have_text(re.compile(rf" {count}$"))
        button.click()
        expect_shown(frame, count)
        # where the map stands is not in the address: nobody moved it
        expect(page).to_have_url(re.compile(rf"\?task={number}$"))
        button.click()
        expect_shown(frame, len(plan))


def test_layers_filter_and_counts_react_to_each_other(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address, "?task=5")
    rail = len(plan.filter(tasks=[5], layers=["rail"]))
    row = page.locator(".geo-layer-rail")
    expect(row).to_contain_text(str(rail))
    row.click()
    expect_shown(frame, len(plan.filter(tasks=[5])) - rail)
    expect_query(page, "task=5&hide=rail")
    rest = [layer.id for layer in plan.layers if layer.id != "rail"]
    count = len(plan.filter(tasks=[4], layers=rest))
    expect(page.locator(".geo-tasks button").nth(3)).to_have_text(re.compile(rf" {count}$"))


def test_a_filter_keeps_the_view_and_the_open_card(page: Page, address: str, plan: Plan) -> None:
    place = "malanshan"
    named = plan.places.loc[place, "tasks"][0]
    other = next(n for n in range(1, 10) if n not in plan.places.loc[place, "tasks"])
    frame = opened(page, address, f"?place={place}")
    card = frame.locator(".geo-card")
    expect(card).to_be_visible()
    move(page, 113.05, 28.22, 11.5)
    before = view_of(page)
    click_task(page, named)
    expect_shown(frame, len(plan.filter(tasks=[named])))
    assert view_of(page) == pytest.approx(before)
    expect(card).to_be_visible()
    click_task(page, named)
    expect_shown(frame, len(plan))
    click_task(page, other)
    expect_shown(frame, len(plan.filter(tasks=[other])))
    expect(card).to_be_hidden()
    expect_query(page, f"task={other}")


def test_the_frame_is_never_made_anew(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address)
    node = page.locator(".geo-frame iframe").element_handle()
    for number in (1, 2, 3, 4, 5):
        click_task(page, number)
        expect_shown(frame, len(plan.filter(tasks=range(1, number + 1))))
    move(page, 112.9, 28.1, 12)
    before = view_of(page)
    for tab in (1, 2, 3, 0):
        page.locator(".st-key-tab button").nth(tab).click()
        expect(page.locator(".st-key-tab button").nth(tab)).to_have_attribute(
            "aria-checked", "true"
        )
    page.locator(".st-key-lang button").nth(1).click()
    expect(frame.locator("html")).to_have_attribute("lang", "en")
    assert view_of(page) == pytest.approx(before)
    same = "node => node === document.querySelector('.geo-frame iframe')"
    assert node is not None
    assert node.evaluate(same)


def test_the_download_is_what_is_shown(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address, "?task=5&hide=rail,region")
    layers = [layer.id for layer in plan.layers if layer.id not in ("rail", "region")]
    shown = plan.filter(tasks=[5], layers=layers)
    expect_shown(frame, len(shown))
    with page.expect_download() as download:
        page.get_by_role("link", name="GeoJSON").click()
    assert download.value.suggested_filename.endswith(".geojson")
    features = json.loads(Path(download.value.path()).read_text("utf-8"))["features"]
    assert [each["properties"]["id"] for each in features] == list(shown.places.index)


@pytest.mark.parametrize(
    ("name", "start"),
    [("GeoPackage", b"SQLite format 3"), ("KML", b"<?xml"), ("海报 PDF", b"%PDF")],
)
def test_every_button_gives_its_file(page: Page, address: str, name: str, start: bytes) -> None:
    opened(page, address, "?task=7")
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    assert Path(download.value.path()).read_bytes().startswith(start)


def choose(page: Page, name: str, option: str) -> None:
    page.locator(f".geo-exports .{name}").get_by_role("radio", name=option).check()


def downloaded(page: Page, label: str) -> tuple[str, bytes]:
    """Press the link for more formats, which offers `label`, and return name and bytes."""
    link = page.locator(".geo-exports .more")
    expect(link).to_contain_text(label)
    with page.expect_download() as download:
        link.click()
    expect(page.locator(".geo-exports [role=status]")).to_be_empty()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_more_formats_in_another_datum(page: Page, address: str, plan: Plan) -> None:
    opened(page, address, "?task=7")
    page.get_by_text("更多格式").click()
    expect(page.locator(".geo-exports .more")).to_contain_text("≈")
    name, data = downloaded(page, "下载 QGIS")
    expect(page.locator(".geo-exports .more")).not_to_contain_text("≈")
    assert name == "plan-task-7.qgis.zip"
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["plan.gpkg", "plan.qgz"]
    choose(page, "format", "离线网页")
    expect(page.locator(".geo-exports .datum")).to_be_hidden()
    name, data = downloaded(page, "下载离线网页")
    assert name == "plan-task-7.html"
    assert b"<!DOCTYPE html>" in data
    choose(page, "format", "KMZ")
    expect(page.locator(".geo-exports .more")).to_contain_text("下载 KMZ")
    choose(page, "datum", "GCJ-02")
    # by its standard it is WGS 84: that is said, and no file is offered
    expect(page.locator(".geo-exports")).to_contain_text("这一格式规定用 WGS 84")
    expect(page.locator(".geo-exports .more")).to_be_hidden()
    choose(page, "format", "GeoJSON")
    name, data = downloaded(page, "GeoJSON")
    assert name == "plan-task-7.gcj02.geojson"
    whole = json.loads(data)
    assert whole["about"]["datum"] == "GCJ-02"
    links = {each["properties"]["link"] for each in whole["features"]}
    assert f"{address}?place=malanshan" in links


def test_a_file_is_given_while_the_page_runs_anew(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address)
    for number in range(1, 8):
        # the page is in the middle of its answer to the task, and the file is already the new one
        click_task(page, number)
        with page.expect_download() as download:
            page.get_by_role("link", name="GeoJSON").click()
        features = json.loads(Path(download.value.path()).read_text("utf-8"))["features"]
        assert len(features) == len(plan.filter(tasks=range(1, number + 1)))
    expect_shown(frame, len(plan.filter(tasks=range(1, 8))))


def test_a_click_changes_the_files_before_the_page_answers(page: Page, address: str) -> None:
    opened(page, address)
    link = page.get_by_role("link", name="GeoJSON")
    code = "link => { document.querySelector('.geo-tasks button').click(); return link.href; }"
    assert "task=1" in link.evaluate(code)
    assert "task=" not in link.evaluate(code)


def test_a_file_that_is_not_made_says_so(browser: Browser, address: str) -> None:
    with watched(browser, expected="ERR_FAILED|400") as page:
        opened(page, address)
        said = page.locator(".geo-exports [role=status]")
        page.route("**/geo/file/**", lambda route: route.abort())
        page.get_by_role("link", name="KML").click()
        expect(said).to_contain_text("没有做成")
        page.unroute_all()
        refused = {"status": 400, "body": "no such file\n"}
        page.route("**/geo/file/**", lambda route: route.fulfill(**refused))
        page.get_by_role("link", name="KML").click()
        expect(said).to_contain_text("no such file")


def test_a_file_has_an_address_of_its_own(address: str, plan: Plan) -> None:
    files = f"{address}geo/file/{plan.version}/"
    with urllib.request.urlopen(f"{files}geojson?task=7&datum=bd09") as answer:
        assert answer.headers["Content-Disposition"].endswith("plan-task-7.bd09.geojson")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        features = json.loads(answer.read())["features"]
    assert [each["properties"]["id"] for each in features] == list(
        plan.filter(tasks=[7]).places.index
    )
    assert features[0]["properties"]["link"].startswith(f"{address}?place=")
    sizes = f"{address}geo/sizes/{plan.version}?task=7"
    with urllib.request.urlopen(sizes) as answer:
        guesses = json.loads(answer.read())
    assert {"geojson", "gpkg", "kml"} <= set(guesses)
    assert guesses["parquet"].startswith("≈ ")
    for wrong, status in (
        (f"{sizes}7", 400),
        (f"{files}geojson?task=77", 400),
        (f"{files}geojson?datum=mars", 400),
        (f"{files}kml?datum=gcj02", 400),
        (f"{files}docx", 404),
        (f"{files}geojson?plan=nowhere", 404),
        (f"{address}geo/file/0123456789abcdef/geojson", 404),
    ):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(wrong)
        assert caught.value.code == status
        assert len(caught.value.read().decode().splitlines()) == 1
        caught.value.close()


def test_everything_can_be_exported_past_the_filter(page: Page, address: str, plan: Plan) -> None:
    opened(page, address, "?task=7")
    page.locator(".geo-exports .scope").get_by_role("radio", name="全部").check()
    button = page.get_by_role("link", name="GeoJSON")
    expect(button).to_contain_text(re.compile(r"[3-9]\d\d kB"))
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename == "plan.geojson"
    features = json.loads(Path(download.value.path()).read_text("utf-8"))["features"]
    assert len(features) == len(plan)


def test_only_what_has_a_recorded_outcome(page: Page, address: str, plan: Plan) -> None:
    recorded = set(plan.places.index) & recorded_about(plan)
    frame = opened(page, address, "?outcome=1")
    expect_shown(frame, len(recorded))
    expect(frame.locator(".geo-bar")).to_contain_text("有后续记录")
    click_task(page, 5)
    both = plan.filter(tasks=[5], places=recorded)
    expect_shown(frame, len(both))
    expect_query(page, "task=5&outcome=1")
    # a place without a record, found by name, lifts it
    missing = next(
        each for each in plan.filter(tasks=[5]).places.itertuples() if each.Index not in recorded
    )
    page.locator(".st-key-search input").click()
    page.keyboard.type(missing.name)
    page.get_by_role("option").first.click()
    expect_query(page, f"task=5&place={missing.Index}")
    expect_shown(frame, len(plan.filter(tasks=[5])))


def test_the_document_lifts_the_filter_by_outcome(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address, "?outcome=1")
    frame.get_by_role("button", name="清除").click()
    expect_shown(frame, len(plan))
    expect_query(page, "")
    expect(page.locator(".geo-outcome input")).not_to_be_checked()


def test_a_link_opens_as_it_was(page: Page, address: str, plan: Plan) -> None:
    place = "malanshan"
    (named, *_) = plan.places.loc[place, "tasks"]
    frame = opened(page, address, f"?task={named}&place={place}&lang=en")
    expect_shown(frame, len(plan.filter(tasks=[named])))
    expect(frame.locator(".geo-card")).to_contain_text(plan.quotes(place)[0]["text"])
    expect(frame.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="Changsha: nine key tasks")).to_be_visible()
    button = page.locator(".geo-tasks button").nth(named - 1)
    expect(button).to_have_attribute("aria-pressed", "true")


def test_a_link_opens_where_the_map_stood(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address, "?place=malanshan")
    expect(frame.locator(".geo-card")).to_be_visible()
    move(page, 113.0, 28.2, 11.5)
    expect(page).to_have_url(re.compile(r"at=28\.2\d*(,|%2C)11[23][.\d]*(,|%2C)11\.5$"))
    before = view_of(page)
    frame = opened(page, page.url)
    expect(frame.locator(".geo-card")).to_be_visible()
    assert view_of(page) == pytest.approx(before, abs=1e-4)
    click_task(page, 7)
    expect_shown(frame, len(plan.filter(tasks=[7])))
    assert view_of(page) == pytest.approx(before, abs=1e-4)
    expect(page).to_have_url(re.compile(r"task=7&place=malanshan&at=28\.2"))


def test_a_link_opens_another_tab_and_the_map_is_ready_behind_it(
    page: Page, address: str, plan: Plan
) -> None:
    frame = opened(page, address, "?tab=coverage&place=malanshan")
    expect(page.locator(".geo-table").first).to_be_visible()
    expect(page.locator(".geo-frame iframe")).to_be_hidden()
    page.locator(".st-key-tab button").first.click()
    expect(frame.locator(".geo-card")).to_be_visible()


def test_a_bad_link_is_mended_with_one_notice(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address, "?task=5,77&place=nowhere&lang=xx")
    expect_shown(frame, len(plan.filter(tasks=[5])))
    expect(page.get_by_test_id("stToast")).to_have_count(1)
    expect(page.get_by_test_id("stToast")).to_contain_text("task=77, place=nowhere, lang=xx")
    expect_query(page, "task=5")


def test_the_language_switches_page_and_document(page: Page, address: str) -> None:
    frame = opened(page, address)
    page.locator(".st-key-lang button").nth(1).click()
    expect(page.locator(".st-key-tab")).to_contain_text("Targets")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(frame.locator("html")).to_have_attribute("lang", "en")
    # and back, from the document
    frame.get_by_role("button", name="中文").click()
    expect(page.locator(".st-key-tab")).to_contain_text("目标")
    expect_query(page, "")


def test_back_goes_back(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address)
    click_task(page, 5)
    expect_query(page, "task=5")
    click_task(page, 7)
    expect_query(page, "task=5,7")
    page.go_back()
    expect_shown(frame, len(plan.filter(tasks=[5])))
    expect(page.locator(".geo-tasks button").nth(6)).to_have_attribute("aria-pressed", "false")


def test_search_goes_to_the_map_past_a_filter(page: Page, address: str, plan: Plan) -> None:
    other = next(n for n in range(1, 10) if n not in plan.places.loc["malanshan", "tasks"])
    frame = opened(page, address, f"?task={other}")
    page.locator(".st-key-search input").click()
    page.keyboard.type("malanshan")
    page.get_by_role("option").first.click()
    expect(frame.locator(".geo-card")).to_contain_text("马栏山")
    expect_query(page, "place=malanshan")
    expect_shown(frame, len(plan))


@pytest.mark.parametrize(
    ("words", "first", "count"),
    [
        ("6号线", "地铁6号线", 2),
        ("湘江", "湘江", None),
        ("mls", "马栏山", 1),
        ("changzhutandushi", "长株潭都市圈", 1),
        ("line 7", "地铁7号线", 1),
    ],
)
def test_search_finds_what_was_typed_first(
    page: Page, address: str, words: str, first: str, count: int | None
) -> None:
    opened(page, address)
    page.locator(".st-key-search input").click()
    page.keyboard.type(words)
    options = page.get_by_role("option")
    expect(options.first).to_have_text(re.compile(f"^{first}"))
    if count is not None:
        expect(options).to_have_count(count)


def test_a_click_on_the_map_reaches_the_page(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address)
    at = plan.places.loc["malanshan", "geometry"].representative_point()
    move(page, at.x, at.y, 14)
    box = page.locator(".geo-frame iframe").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(frame.locator(".geo-card")).to_be_visible()
    expect_query(page, "place=malanshan")


def test_the_document_clears_the_filter_of_the_page(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address, "?task=5&hide=rail")
    frame.get_by_role("button", name="清除").click()
    expect_shown(frame, len(plan))
    expect_query(page, "")
    expect(page.locator(".geo-tasks button").nth(4)).to_have_attribute("aria-pressed", "false")


def test_a_target_shows_its_places(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address, "?tab=targets")
    ledger = plan.outcomes[plan.outcomes["about"].isin(plan.ledger["words"])]
    commitments = ledger.loc[ledger["confidence"] != "low", "about"].nunique()
    assert commitments
    expect(page.locator(".geo-targets article")).to_have_count(len(plan.targets) + commitments)
    newest = "article => article.querySelector('li:not(.absent) time')?.textContent ?? ''"
    # The report's own characters; the space after its ASCII commas is drawn.
    quotes = page.locator(".geo-targets article[data-id] .quote").all_text_contents()
    assert all(quote in plan.report.text for quote in quotes)
    assert page.locator(".geo-targets .quote .hp").count() > len(quotes)
    dates = page.locator(".geo-targets").evaluate(
        f"list => [...list.querySelectorAll('article')].map({newest})"
    )
    count = len(plan.targets)
    assert dates[:count] == sorted(dates[:count], reverse=True)
    assert dates[count:] == sorted(dates[count:], reverse=True)
    expect(page.locator(".geo-note").first).to_contain_text(max(dates))
    placed = plan.targets[plan.targets["places"] != ""].iloc[0]
    page.locator(f'.geo-targets article[data-id="{placed["id"]}"] button').click()
    places = ",".join(sorted(placed["places"].split()))
    expect_query(page, f"place={places}")
    expect(page.locator(".geo-frame iframe")).to_be_visible()
    expect(frame.locator(".geo-chosen, .geo-card").first).to_be_attached()


def test_a_row_of_the_table_goes_to_the_map(page: Page, address: str, plan: Plan) -> None:
    frame = opened(page, address, "?tab=places&task=7")
    table = page.get_by_test_id("stDataFrameResizable").locator(".dvn-scroller")
    # The table is painted: the box of its first row is the second square of the first column.
    table.click(position={"x": 18, "y": 54})
    first = plan.filter(tasks=[7]).places.index[0]
    expect_query(page, f"task=7&place={first}")
    expect(frame.locator(".geo-card")).to_be_visible()


def test_coverage_adds_up(page: Page, address: str, plan: Plan) -> None:
    opened(page, address, "?tab=coverage")
    totals = page.locator(".geo-table").first.locator("tfoot td")
    expect(totals.nth(1)).to_have_text(str(len(plan.sentences)))
    expect(totals.nth(3)).to_have_text(str(len(plan)))
    ledger = page.locator(".geo-table").nth(1).locator("tbody tr")
    expect(ledger).to_have_count(len(plan.ledger))
    # what is on record of a commitment stands beside it, and its words unfold to their sentence
    row = ledger.filter(has=page.locator("summary", has_text="国家食品安全示范城市"))
    expect(row).to_contain_text("2022-11-07 获批")
    row.locator("summary").click()
    expect(row.locator("q")).to_contain_text("创建国家食品安全示范城市")


@pytest.mark.parametrize("query", ["", "?tab=targets", "?tab=places", "?tab=coverage&lang=en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_the_page_hinders_anybody(
    page: Page, address: str, query: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    opened(page, address, query)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.locator(".geo-exports summary").click()
    response = Axe().run(page).response
    # its frame is sandboxed: the document in it is asked by itself
    assert len(response["passes"]) > 30
    assert [(each["id"], each["nodes"][0]["html"]) for each in response["violations"]] == []


def test_a_target_without_a_record_is_out_where_one_is_asked_for(
    page: Page, address: str, plan: Plan
) -> None:
    opened(page, address, "?tab=targets&outcome=1&task=6")
    articles = page.locator(".geo-targets article")
    expect(articles.first).to_be_visible()
    assert articles.count() == page.locator(".geo-targets article:has(li:not(.absent))").count()
    expect(page.locator(".geo-targets .commitments")).to_be_visible()


@pytest.mark.parametrize("width", [390, 360])
def test_on_a_phone_the_map_comes_first(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 780}, has_touch=True)
    page = context.new_page()
    frame = opened(page, address, "?task=7&place=malanshan&lang=en")
    expect(page.locator(".geo-frame iframe")).to_be_in_viewport(ratio=0.95)
    expect(page.get_by_test_id("stSidebar")).not_to_be_in_viewport()
    card = frame.locator(".geo-card")
    # once the map has moved to make room for it
    expect(card).to_be_in_viewport(ratio=0.95)
    # nothing lies over the card
    expect(frame.locator(".geo-bar")).to_be_hidden()
    for tab in range(4):
        button = page.locator(".st-key-tab button").nth(tab)
        button.click()
        expect(button).to_have_attribute("aria-checked", "true")
        words = "p => p.scrollWidth <= p.clientWidth"
        assert button.locator("p").evaluate(words)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("document.querySelector('.stMain').scrollWidth") == width
    context.close()


def test_on_a_phone_a_finger_hits_what_it_means(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    opened(page, address, "?task=5")
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.locator(".geo-filter")).to_be_in_viewport()
    page.get_by_text("更多格式").click()
    expect(page.locator(".geo-exports .format")).to_be_visible()
    low = page.evaluate(
        """() => [...document.querySelectorAll(
          ".st-key-tab button, [data-testid=stSidebar] :is(button, summary, label, a)")]
          .filter((one) => one.checkVisibility() && one.dataset.testid !== "stWidgetLabel")
          // the arrow of a box that is a target itself
          .filter((one) => one.tabIndex >= 0 || one.tagName === "LABEL")
          .filter((one) => one.getBoundingClientRect().height < 43.9)
          .map((one) => one.outerHTML.slice(0, 160))"""
    )
    assert low == []
    context.close()


def test_a_card_is_whole_where_a_link_has_less_room(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1024, "height": 768}, reduced_motion="reduce")
    page = context.new_page()
    # a place that the page asks for again; a point of a link from a larger window
    for query in ("?place=malanshan", "?spot=112.98,28.2&at=28.2,112.98,12"):
        frame = opened(page, address, query)
        expect(frame.locator(".geo-card")).to_be_in_viewport(ratio=1)
        expect(frame.locator(".geo-popup .leaflet-popup-close-button")).to_be_in_viewport(ratio=1)
    context.close()


def test_on_a_phone_a_walk_leaves_the_card_to_be_read(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    frame = opened(page, address, "?task=7&place=yuelu-academy&walk=7.3")
    expect(frame.locator(".geo-story")).to_be_visible()
    card = frame.locator(".geo-card")
    expect(card).to_be_in_viewport(ratio=0.95)
    bar, above = (frame.locator(one).bounding_box() for one in (".geo-story", ".geo-card"))
    assert bar
    assert above
    assert above["y"] + above["height"] <= bar["y"]
    context.close()


def test_the_theme_is_the_systems_in_page_and_document(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    frame = opened(page, address)
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    colour = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    assert page.evaluate(colour) == "rgb(27, 31, 35)"


def test_the_route_answers_its_own_names_and_its_own_version(address: str, plan: Plan) -> None:
    with urllib.request.urlopen(f"{address}geo/map/{plan.version}.html") as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    for path, host, status in (
        ("geo/map/0123456789abcdef.html", "localhost", 404),
        (f"geo/map/{plan.version}.html", "evil.example", 400),
        ("", "evil.example", 400),
    ):
        request = urllib.request.Request(address + path, headers={"Host": host})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        assert caught.value.code == status
        caught.value.close()


def test_every_answer_says_who_may_frame_it(address: str) -> None:
    for path in ("", "_stcore/health", "geo/map/0123456789abcdef.html"):
        try:
            answer = urllib.request.urlopen(address + path)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_frame_may_run_scripts_and_is_nobody(page: Page, address: str) -> None:
    opened(page, address)
    frame = page.locator(".geo-frame iframe")
    allowed = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
    assert frame.get_attribute("sandbox") == allowed
    assert (
        next(each for each in page.frames if "/geo/map/" in each.url).evaluate("origin") == "null"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only there all of 127/8 is the machine")
def test_only_this_machine_is_answered(address: str) -> None:
    port = int(address.rsplit(":", 1)[1].strip("/"))
    socket.create_connection(("127.0.0.1", port), 5).close()
    # Who listened on all addresses would answer here, too.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), 5).close()


@pytest.mark.parametrize(
    "attempt", ["socket().connect(('192.0.2.1', 9))", "create_connection(('example.org', 80))"]
)
def test_an_attempt_beyond_this_machine_would_end_the_server(attempt: str) -> None:
    run = [sys.executable, "-c", f"import socket; socket.{attempt}"]
    environment = {**os.environ, "PYTHONPATH": str(CLOSED)}
    done = subprocess.run(run, env=environment, capture_output=True, text=True)
    assert (done.returncode, "outside" in done.stderr) == (99, True)


def test_a_base_path_needs_no_setting_in_the_page(page: Page, plan: Plan) -> None:
    with serving("--base", "/plan/changsha/") as address:
        assert address.endswith("/plan/changsha/")
        frame = opened(page, address, "?task=5")
        expect_shown(frame, len(plan.filter(tasks=[5])))


def test_a_folder_with_faults_is_told_in_the_page(browser: Browser, city: Path) -> None:
    manifest = city / "layers" / "layers.toml"
    sound = manifest.read_text("utf-8")
    manifest.write_text("[plan\n", "utf-8")
    with serving("--data", str(city)) as address:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.goto(address)
        fault = page.get_by_text("layers/layers.toml")
        expect(fault).to_be_visible(timeout=WAIT_MS)
        expect(page.get_by_text("Traceback")).to_have_count(0)
        # It keeps off the edge of a phone, and once it is mended, a click shows the map.
        assert fault.evaluate("node => node.getBoundingClientRect().left") >= 12
        manifest.write_text(sound, "utf-8")
        page.get_by_role("button", name="再试一次").click()
        frame = page.frame_locator(".geo-frame iframe")
        frame.locator("body[data-ready]").wait_for(state="attached")
        context.close()


def test_a_port_that_is_taken_is_refused_in_one_line(address: str) -> None:
    port = address.rstrip("/").rsplit(":", 1)[1]
    done = subprocess.run(
        [*SERVE, "--port", port],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert port in done.stderr


def test_servers_that_start_at_once_find_ports_of_their_own() -> None:
    servers = [
        subprocess.Popen(
            SERVE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        for _ in range(2)
    ]
    try:
        addresses = [server.stdout.readline().strip() for server in servers if server.stdout]
    finally:
        for server in servers:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=30)
    assert len({*addresses} - {""}) == 2
    assert [server.returncode for server in servers] == [0, 0]


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("report=1&find=湘江&placed=1", {"reader": True, "find": "湘江", "placed": True}),
        ("lang=en&report=1&gloss=0&read=57", {"lang": "en", "gloss": False, "read": 57}),
        ("task=5&q=地铁&theme=dark", {"tasks": [5], "query": "地铁", "theme": "dark"}),
        ("spot=112.98000,28.20000&at=28.2,112.98,12", {"card": "point", "at": [112.98, 28.2]}),
        ("place=yuelu-academy&report=1&sentence=132&card=place", {"card": "place"}),
        ("task=7&walk=7.2", {"story": [7, 1]}),
        ("lang=en&tiles=osm", {"tiles": "osm"}),
    ],
)
def test_every_state_of_the_document_is_in_the_address_of_the_page(
    page: Page, address: str, query: str, state: dict[str, Any]
) -> None:
    empty = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    page.route(
        re.compile("tile.openstreetmap.org"),
        lambda route: route.fulfill(body=empty, content_type="image/svg+xml"),
    )
    opened(page, address, f"?{query}")
    parts = dict(part.split("=") for part in query.split("&"))
    for name, value in parts.items():
        if name != "at":
            expect(page).to_have_url(re.compile(rf"[?&]{name}={re.escape(quote(value, safe=''))}"))
    (frame,) = (each for each in page.frames if "/geo/map/" in each.url)
    assert frame.evaluate("geoModules.view.view").items() >= state.items()


def test_what_the_reader_opens_is_written_and_back_puts_the_map_back(
    page: Page, address: str, plan: Plan
) -> None:
    frame = opened(page, address)
    click_task(page, 5)
    expect_query(page, "task=5")
    move(page, 112.9, 28.1, 12)
    expect(page).to_have_url(re.compile(r"at=28\.(1|09)"))
    before = view_of(page)
    frame.get_by_role("button", name="原文").click()
    expect(page).to_have_url(re.compile("report=1"))
    click_task(page, 7)
    expect(page).to_have_url(re.compile("task=5%2C7"))
    expect(page).to_have_url(re.compile("report=1"))
    move(page, 113.1, 28.3, 10)
    expect(page).to_have_url(re.compile(r"at=28\.(3|29)"))
    page.go_back()
    expect_shown(frame, len(plan.filter(tasks=[5])))
    expect(page).to_have_url(re.compile(r"task=5&at=28\.(1|09)"))
    assert view_of(page) == pytest.approx(before, abs=1e-3)
    expect(frame.locator(".geo-reader")).to_be_visible()
    page.go_forward()
    expect_shown(frame, len(plan.filter(tasks=[5, 7])))
    expect(page).to_have_url(re.compile(r"at=28\.(3|29)"))
    assert view_of(page)["zoom"] == 10


def test_what_the_reader_opens_is_a_step_that_back_takes_back(
    page: Page, address: str, plan: Plan
) -> None:
    frame = opened(page, address)
    reader = frame.locator(".geo-reader")
    click_task(page, 5)
    expect_query(page, "task=5")
    frame.get_by_role("button", name="原文").click()
    expect(page).to_have_url(re.compile(r"task=5&report=1"))
    before = page.evaluate("history.length")
    # what is looked for in it is no step
    reader.locator("input").first.fill("湘江")
    expect(page).to_have_url(re.compile("find="))
    assert page.evaluate("history.length") == before
    page.go_back()
    expect(reader).to_be_hidden()
    expect_query(page, "task=5")
    expect_shown(frame, len(plan.filter(tasks=[5])))
    page.go_forward()
    expect(reader).to_be_visible()
    expect(page).to_have_url(re.compile("report=1"))
    page.go_back()
    expect(reader).to_be_hidden()
    page.go_back()
    expect_query(page, "")
    expect_shown(frame, len(plan))
    # a choice brings more along: one step, not two
    frame.get_by_role("button", name="原文").click()
    expect(page).to_have_url(re.compile("report=1"))
    before = page.evaluate("history.length")
    frame.locator(".geo-reader .geo-words").first.click()
    expect(page).to_have_url(re.compile(r"place=.*report=1.*at="))
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect(page).not_to_have_url(re.compile("place="))
    expect(page).to_have_url(re.compile("report=1"))
    expect(reader).to_be_visible()


def test_in_a_small_frame_the_report_leaves_the_map_to_the_place(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    frame = opened(page, address, "?place=malanshan")
    card, reader = frame.locator(".geo-card"), frame.locator(".geo-reader")
    bottom_of = "node => node.getBoundingClientRect().bottom"

    def expect_above(*seen: str, part: str = ".geo-reader") -> None:
        # the map makes room in the frame after that in which the report opens
        twice = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
        frame.locator(":root").evaluate(twice)
        top = frame.locator(part).evaluate("node => node.getBoundingClientRect().top")
        for each in seen:
            for node in frame.locator(each).all():
                assert node.evaluate(bottom_of) < top, each

    card.get_by_role("button", name="在原文中看").first.click()
    expect(reader).to_be_visible()
    expect(card).to_be_hidden()
    expect(frame.locator("[data-chosen='malanshan']").first).to_be_visible()
    expect_above("[data-chosen]", ".geo-foot")
    reader.locator(".geo-reader-close").click()
    expect(card).to_be_visible()
    frame.locator(".geo-reader-button").click()
    expect(card).to_be_hidden()
    sentence = reader.locator(".geo-sentence.geo-has").first
    sentence.click()
    expect(sentence).to_have_class(re.compile("geo-on"))
    expect_above("[data-chosen]", ".geo-foot")
    # and so it does where a link opens both
    frame = opened(page, address, "?place=malanshan&report=1")
    expect(frame.locator(".geo-reader")).to_be_visible()
    frame.locator("[data-chosen]").first.wait_for()
    expect_above("[data-chosen]", part=".geo-foot")
