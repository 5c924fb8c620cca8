"""The files of a plan change while it is served."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_page import (  # fixtures and steps of the page
    browser,
    click_task,
    expect_query,
    expect_shown,
    opened,
    page,
    serving,
)

__all__ = ["browser", "page"]
pytestmark = pytest.mark.browser


def rename(city: Path, name: str) -> None:
    path = city / "layers" / "plan" / "newtown.geojson"
    whole = json.loads(path.read_text("utf-8"))
    for feature in whole["features"]:
        if feature["properties"]["id"] == "north-new-town":
            feature["properties"]["name_en"] = name
    path.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")


def test_a_change_is_told_and_read_on_request(page: Page, city: Path) -> None:
    with serving("--data", str(city)) as address:
        frame = opened(page, address, "?task=2&place=north-new-town&lang=en")
        expect(frame.locator(".geo-card h2")).to_have_text("North New Town")
        reload = page.get_by_role("button", name="Reload")
        expect(reload).to_have_count(0)
        rename(city, "Northtown")
        reload.click()
        expect(frame.locator(".geo-card h2")).to_have_text("Northtown")
        # filter and choice are as they were, and nothing is left to reload
        expect_query(page, "task=2&place=north-new-town&lang=en")
        expect_shown(frame, 3)
        expect(reload).to_have_count(0)


def test_a_change_with_faults_is_told_and_leaves_the_map(page: Page, city: Path) -> None:
    with serving("--data", str(city)) as address:
        frame = opened(page, address, "?lang=en&place=north-new-town")
        (city / "layers" / "plan" / "hub.geojson").write_text("{", "utf-8")
        page.get_by_role("button", name="Reload").click()
        notice = page.locator(".st-key-stale")
        expect(notice).to_contain_text("Faults in the changed files: 1")
        expect(notice).to_contain_text("layers/plan/hub.geojson")
        expect(frame.locator(".geo-card h2")).to_have_text("North New Town")
        click_task(page, 2)
        expect_shown(frame, 3)
        expect(frame.locator(".geo-card h2")).to_have_text("North New Town")
