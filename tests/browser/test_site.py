"""The static edition in a real Chromium: served by a plain web server, and opened from a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from geo_app.api import Plan
from geo_app.exports import export
from geo_app.site import write_site
from tests.browser.opening import hosting, watched

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "public"
    write_site(plan, folder)
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    with hosting(folder) as address:
        yield address


@pytest.fixture(params=["served", "disk"])
def address(request: pytest.FixtureRequest, served: str, folder: Path) -> str:
    return served if request.param == "served" else f"{folder.as_uri()}/"


def test_from_the_map_to_a_place_and_back(browser: Browser, address: str, plan: Plan) -> None:
    with watched(browser, expected="favicon|404") as page:
        page.goto(f"{address}index.html")
        page.locator("body[data-ready]").wait_for(state="attached")
        expect(page.locator("body")).to_have_attribute("data-shown", str(len(plan.places)))
        page.goto(f"{address}p/malanshan.html")
        expect(page.locator("h1")).to_have_text("马栏山视频文创产业园")
        # The sheet holds: its policy lets it in.
        assert page.locator("main").evaluate("e => getComputedStyle(e).borderRadius") == "10px"
        page.locator("a.sheet").click()
        page.locator(".geo-card[data-place='malanshan']").wait_for()


def test_a_link_opens_the_whole_state(browser: Browser, address: str, plan: Plan) -> None:
    asked = (
        "task=7&hide=rail,hub&place=yuelu-academy&report=1&find=%E6%B9%98%E6%B1%9F&gloss=0"
        "&tab=places&sort=name&near=1&walk=7.2&lang=en&theme=dark&tiles=tianditu"
        "&view=28.19000,112.99000,12.5"
    )
    with watched(browser, expected="favicon|404") as page:
        page.goto(f"{address}index.html#{asked}")
        page.locator("body[data-ready]").wait_for(state="attached")
        layers = [each.id for each in plan.layers if each.id not in ("rail", "hub")]
        shown = plan.filter(tasks=[7], layers=layers)
        expect(page.locator("body")).to_have_attribute("data-shown", str(len(shown)))
        expect(page.locator(".geo-card[data-place='yuelu-academy']")).to_be_visible()
        expect(page.locator(".geo-find input")).to_have_value("湘江")
        expect(page.locator(".geo-report .geo-gloss:visible")).to_have_count(0)
        expect(page.locator(".geo-sort")).to_have_value("name")
        expect(page.locator(".geo-story")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        # Without a key nothing is asked of the service, and the choice is kept.
        expect(page.locator(".geo-tiles [value='tianditu']")).to_be_checked()
        code = (
            "() => { const m = geoPlan.map, c = m.getCenter(); return [c.lat, c.lng, m.getZoom()] }"
        )
        assert page.evaluate(code) == pytest.approx([28.19, 112.99, 12.5], abs=1e-3)
        assert set(page.url.partition("#")[2].split("&")) == set(asked.split("&"))


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["p/malanshan.html", "p/hunan.html", "p/index.html", "404.html"])
def test_pages_fit_and_hinder_nobody(
    browser: Browser, folder: Path, name: str, theme: str, size: tuple[int, int]
) -> None:
    view = {"width": size[0], "height": size[1]}
    with watched(browser, viewport=view, color_scheme=theme, bypass_csp=True) as page:
        page.goto(f"{folder.as_uri()}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        found = Axe().run(page).response["violations"]
        serious = [each for each in found if each["impact"] in ("serious", "critical")]
        assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []


def test_the_single_file_opens_from_a_disk(browser: Browser, plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    export(plan, path)
    with watched(browser) as page:
        page.goto(f"{path.as_uri()}#place=malanshan")
        page.locator(".geo-card[data-place='malanshan']").wait_for()
        expect(page.locator("body")).to_have_attribute("data-shown", str(len(plan.places)))


def test_it_paints_before_its_program_and_data_are_opened(
    browser: Browser, plan: Plan, tmp_path: Path
) -> None:
    path = tmp_path / "plan.html"
    export(plan, path)
    with watched(browser) as page:
        page.add_init_script(
            "const { text } = Response.prototype;"
            "const held = new Promise((go) => { window.openNow = go; });"
            "Response.prototype.text = async function () { await held; return text.call(this); };"
        )
        page.goto(path.as_uri())
        # A function: the policy of the page lets no expression be asked a second time.
        page.wait_for_function(
            "() => performance.getEntriesByName('first-contentful-paint').length"
        )
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
        expect(page.locator("body")).not_to_have_attribute("data-ready", "1")
        page.evaluate("openNow()")
        page.locator("body[data-ready]").wait_for(state="attached")


def test_a_script_that_is_not_ours_does_not_run(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    text = (folder / "index.html").read_text("utf-8")
    path = tmp_path / "changed.html"
    path.write_text(text.replace("</body>", "<script>window.ran = 1</script></body>"), "utf-8")
    with watched(browser, expected="policy: script-src|inline script") as page:
        page.goto(path.as_uri())
        page.locator("body[data-ready]").wait_for(state="attached")
        assert page.evaluate("window.ran") is None
