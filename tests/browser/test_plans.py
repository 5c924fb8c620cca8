"""Several plans in one app: each with its own address, filter, files; none mixes with another."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from geo_app.api import Plan, load_plan
from geo_app.app.plans import slugs_of
from tests.browser.opening import watched
from tests.browser.test_page import (
    ROOT,
    SERVE,
    click_task,
    expect_query,
    expect_shown,
    opened,
    serving,
)

pytestmark = pytest.mark.browser

TINY = ROOT / "tests" / "tiny_city"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The Changsha plan and the second city, each in a folder of its own."""
    root = tmp_path_factory.mktemp("plans")
    for part in ("seeds", "layers"):
        shutil.copytree(ROOT / part, root / "changsha" / part)
    shutil.copytree(TINY, root / "qingshi")
    return [root / "changsha", root / "qingshi"]


@pytest.fixture(scope="module")
def address(folders: list[Path]) -> Iterator[str]:
    with serving(*map(str, folders)) as address:
        yield address


@pytest.fixture(scope="module")
def tiny(folders: list[Path]) -> Plan:
    return load_plan(folders[1])


def choose_plan(page: Page, title: str) -> None:
    page.locator(".st-key-plan").get_by_role("radio", name=title).click()


def test_another_plan_takes_along_only_what_it_has(
    browser: Browser, address: str, plan: Plan, tiny: Plan
) -> None:
    with watched(browser) as page:
        frame = opened(page, address, "?task=1,7&hide=park,rail&place=malanshan")
        expect(frame.locator(".geo-card")).to_be_visible()
        expect(page).to_have_url(re.compile("at="))
        choose_plan(page, "青石")
        layers = [layer.id for layer in tiny.layers if layer.id != "rail"]
        expect_shown(frame, len(tiny.filter(tasks=[1], layers=layers)))
        expect_query(page, "plan=qingshi&task=1&hide=rail")
        expect(page).to_have_title(str(tiny.about["title"]))
        # the map stands where that city is, not where the last one was
        (document,) = (each for each in page.frames if "/geo/map/" in each.url)
        lng, lat = tiny.places.geometry.union_all().centroid.coords[0]
        assert document.evaluate(f"() => geoPlan.map.getBounds().contains([{lat}, {lng}])")
        page.go_back()
        expect(page).to_have_title(str(plan.about["title"]))
        expect(page).to_have_url(re.compile(r"/\?task=1%2C7&hide=park%2Crail&place=malanshan&at="))
        expect(frame.locator(".geo-card")).to_contain_text("马栏山")


def test_a_link_names_its_plan_and_so_do_its_files(
    browser: Browser, address: str, tiny: Plan
) -> None:
    with watched(browser, accept_downloads=True) as page:
        frame = opened(page, address, "?plan=qingshi&task=1")
        shown = tiny.filter(tasks=[1])
        expect_shown(frame, len(shown))
        with page.expect_download() as download:
            page.get_by_role("link", name="GeoJSON").click()
        assert download.value.suggested_filename == "qingshi-task-1.geojson"
        features = json.loads(Path(download.value.path()).read_text("utf-8"))["features"]
        links = [each["properties"]["link"] for each in features]
        assert links == [f"{address}?plan=qingshi&place={each}" for each in shown.places.index]
        opened(page, links[0])
        expect_query(page, f"plan=qingshi&place={shown.places.index[0]}")
        expect(frame.locator(".geo-card")).to_be_visible()


def test_an_unknown_plan_is_told_and_asks_nothing_of_another(
    browser: Browser, address: str, plan: Plan
) -> None:
    with watched(browser) as page:
        frame = opened(page, address, "?plan=nowhere&task=1&lang=en")
        expect(page.get_by_test_id("stToast")).to_have_count(1)
        expect(page.get_by_test_id("stToast")).to_contain_text("There is no plan “nowhere” here")
        expect_shown(frame, len(plan))
        expect_query(page, "lang=en")


def test_two_sessions_never_mix(browser: Browser, address: str, plan: Plan, tiny: Plan) -> None:
    with watched(browser) as one, watched(browser) as other:
        first, second = opened(one, address), opened(other, address, "?plan=qingshi")
        for number in (1, 2):
            click_task(one, number)
            click_task(other, number)
        expect_shown(first, len(plan.filter(tasks=[1, 2])))
        expect_shown(second, len(tiny.filter(tasks=[1, 2])))
        click_task(other, 1)
        expect_query(other, "plan=qingshi&task=2")
        expect_query(one, "task=1,2")
        choose_plan(one, "青石")
        expect_query(one, "plan=qingshi&task=1,2")
        expect_query(other, "plan=qingshi&task=2")


def test_faults_of_any_folder_are_told_before_anything_is_served(
    folders: list[Path], city: Path
) -> None:
    (city / "layers" / "layers.toml").write_text("[plan\n", "utf-8")
    done = subprocess.run(
        [*SERVE, str(folders[1]), str(city), str(city.parent / "none")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 1
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith(f"{city}/layers/layers.toml: ")
    assert second.startswith(f"{city.parent}/none: there is no such folder.")


def test_a_plan_keeps_its_name_whatever_stands_before_it() -> None:
    folders = [Path(f"/p/{name}") for name in ("长沙", "a/plan", "b/plan", "My City", "my-city")]
    names = dict(zip(folders, slugs_of(folders), strict=True))
    assert [*names.values()] == ["长沙", "a-plan", "b-plan", "p-my-city", "p-my-city-2"]
    assert slugs_of(folders[:3][::-1]) == ["b-plan", "a-plan", "长沙"]
    assert slugs_of([Path("/"), Path("/-")]) == ["plan", "plan-2"]
