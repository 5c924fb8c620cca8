"""Files that change while the app runs: told, loaded on request, and refused with their faults."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from geo_app.app.watch import fingerprint
from tests.browser.opening import watched
from tests.browser.test_page import expect_query, expect_shown, opened, serving

pytestmark = pytest.mark.browser

STATIONS = "layers/plan/hub.geojson"


@pytest.fixture
def address(city: Path) -> Iterator[str]:
    with serving("--data", str(city)) as address:
        yield address


def _rename(city: Path, name: str) -> None:
    """Give the first station another name in English, as a curator does who saves the file."""
    path = city / STATIONS
    data = json.loads(path.read_text("utf-8"))
    data["features"][0]["properties"]["name_en"] = name
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def _reload(page: Page) -> None:
    page.locator(".st-key-changed button", has_text="重新载入").click()
    expect(page.locator(".st-key-changed")).to_have_count(0)


def test_changed_files_are_told_and_loaded_where_it_is_asked(
    browser: Browser, address: str, city: Path
) -> None:
    chosen = json.loads((city / STATIONS).read_text("utf-8"))["features"][0]["properties"]["id"]
    with watched(browser) as page, watched(browser) as other:
        frame = opened(page, address, f"?hide=rail&place={chosen}")
        before = opened(other, address, f"?place={chosen}").locator(".geo-card")
        expect(page.locator(".st-key-changed")).to_have_count(0)
        _rename(city, "Renamed Station")
        expect(page.locator(".st-key-changed")).to_contain_text("数据文件有改动")
        expect(frame.locator(".geo-card")).not_to_contain_text("Renamed Station")
        _reload(page)
        expect(frame.locator(".geo-card")).to_contain_text("Renamed Station")
        expect_query(page, f"hide=rail&place={chosen}")
        expect(page.locator(".geo-layer-rail input")).not_to_be_checked()
        # another session stays where it was until it asks
        expect(other.locator(".st-key-changed")).to_be_visible()
        expect(before).not_to_contain_text("Renamed Station")
        _reload(other)
        expect(before).to_contain_text("Renamed Station")


def test_faults_are_told_and_the_page_stays_as_it_was(
    browser: Browser, address: str, city: Path
) -> None:
    manifest = city / "layers" / "layers.toml"
    text = manifest.read_text("utf-8")
    with watched(browser) as page:
        frame = opened(page, address, "?task=1")
        shown = frame.locator("body").get_attribute("data-shown")
        assert shown
        manifest.write_text("[plan\n", "utf-8")
        page.locator(".st-key-changed button").click()
        notice = page.locator(".st-key-changed")
        expect(notice).to_contain_text("1 处问题")
        expect(notice).to_contain_text("layers/layers.toml: ")
        # new sessions, and this one, have the plan that was without faults
        expect_shown(frame, int(shown))
        with watched(browser) as other:
            expect_shown(opened(other, address, "?task=1"), int(shown))
        # a file that is as it was needs no loading
        manifest.write_text(text, "utf-8")
        expect(notice).to_have_count(0)


def test_what_is_gone_is_no_longer_chosen(browser: Browser, address: str, city: Path) -> None:
    path = city / "layers" / "plan" / "rail.geojson"
    with watched(browser) as page:
        frame = opened(page, address, "?task=1&place=tram-line-01")
        expect(frame.locator(".geo-card")).to_be_visible()
        data = json.loads(path.read_text("utf-8"))
        data["features"] = []
        path.write_text(json.dumps(data), "utf-8")
        _reload(page)
        expect_shown(frame, 1)
        expect_query(page, "task=1")
        expect(frame.locator(".geo-card")).to_be_hidden()


def test_only_what_is_in_the_files_counts(city: Path) -> None:
    before = fingerprint(city)
    path = city / STATIONS
    os.utime(path, (0, 0))
    for name in (".hub.geojson.swp", "hub.geojson~"):
        (path.parent / name).write_text("half", "utf-8")
    assert fingerprint(city) == before
    path.write_bytes(path.read_bytes() + b"\n")
    changed = fingerprint(city)
    assert changed != before
    path.unlink()
    assert fingerprint(city) not in (before, changed)
