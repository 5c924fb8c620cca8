"""Reading the plan in the document: report, search, list, what is here, links, two languages."""

from __future__ import annotations

import os
import re
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FloatRect, Page, expect

import geo_app.mapdoc
from geo_app import text
from geo_app.api import Plan
from geo_app.datum import wgs84_to_bd09, wgs84_to_gcj02
from geo_app.values import LngLat

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
WIDE = (1440, 900)
PHONE = (360, 740)
# Every so many places the walk by keyboard opens the report as well; 1: at each of them.
WALK_EVERY = int(os.environ.get("GEO_APP_WALK_EVERY", "12"))


def data_of(page: Page) -> Any:
    return page.evaluate("geoModules.data.plan")


def view_of(page: Page, key: str) -> Any:
    return page.evaluate("key => geoModules.view.view[key]", key)


def tops(page: Page, selector: str) -> float:
    """Return how far below the report's upper edge something stands, px."""
    code = """node => node.getBoundingClientRect().top
      - document.querySelector('.geo-report').getBoundingClientRect().top"""
    return float(page.locator(selector).first.evaluate(code))


def where(page: Page) -> Any:
    code = "() => { const m = geoPlan.map, c = m.getCenter(); return [c.lat, c.lng, m.getZoom()] }"
    return page.evaluate(code)


def sentences_of(plan: Plan, place: str) -> list[int]:
    """Return the sentences that name a place, itself or through a group, in order."""
    frames = (plan.mentions, plan.through)
    return sorted({int(n) for f in frames for n in f.loc[f["place_id"] == place, "sentence"]})


# ---- 1. the report


def test_a_place_is_read_sentence_by_sentence(open_: Open, plan: Plan) -> None:
    page = open_("#report=1")
    page.locator(".geo-tab-places").click()
    page.locator(".geo-row[data-row='malanshan']").click()
    numbers = sentences_of(plan, "malanshan")
    steps = page.locator(".geo-steps")
    expect(steps).to_contain_text(f"共 {len(numbers)} 句")
    seen = set()
    for _ in numbers:
        page.locator(".geo-step-next").click()
        on = page.locator(".geo-sentence.geo-on")
        expect(on).to_have_count(1)
        expect(on).to_be_in_viewport()
        number = int(on.get_attribute("data-s") or -1)
        expect(steps).to_contain_text(f"第 {numbers.index(number) + 1} 句")
        seen.add(number)
        expect(page.locator(".geo-card[data-place='malanshan']")).to_be_visible()
    assert seen == set(numbers)
    page.locator(".geo-step-before").click()
    page.keyboard.press("]")
    expect(page.locator(f".geo-sentence[data-s='{number}']")).to_have_class(re.compile("geo-on"))


def test_hover_lights_both_sides_within_two_frames(open_: Open) -> None:
    page = open_("#report=1&read=101")
    words = page.locator(".geo-words", has_text="大泽湖").first
    words.scroll_into_view_if_needed()
    shape = page.locator("path.geo-line[data-place='dazehu']").first
    before = float(shape.evaluate("node => parseFloat(node.style.strokeWidth)"))
    words.hover()
    assert float(shape.evaluate("node => parseFloat(node.style.strokeWidth)")) > before
    # and from the map: in the frame after the event
    code = """() => new Promise((done) => {
      const path = document.querySelector("path.leaflet-interactive[data-place='dazehu']");
      path.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
      requestAnimationFrame(() => done(document.querySelectorAll('.geo-words.geo-lit').length));
    })"""
    assert page.evaluate(code) > 0


def test_targets_are_marked_and_tell_what_became_of_them(open_: Open, plan: Plan) -> None:
    page = open_("#report=1")
    expect(page.locator(".geo-target-button")).to_have_count(len(plan.targets))
    targets = data_of(page)["targets"]
    with_outcome = next(i for i, one in enumerate(targets) if one["outcomes"])
    words = targets[with_outcome]["words"]
    button = page.locator(f".geo-target-button[data-target='{with_outcome}']")
    marked = page.locator(".geo-target", has=button)
    expect(marked).to_have_text(words)
    button.click()
    note = page.locator(".geo-target-note")
    expect(note).to_contain_text(targets[with_outcome]["indicator"]["zh"])
    expect(note).to_contain_text(targets[with_outcome]["outcomes"][0]["says"]["zh"])
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(button).to_be_focused()


def test_only_what_is_on_the_map_can_be_read(open_: Open, plan: Plan) -> None:
    page = open_("#report=1")
    page.locator(".geo-only-placed").click()
    shown = page.locator(".geo-sentence:visible").evaluate_all(
        "all => all.filter(o => !o.closest('.geo-r-title')).map(o => Number(o.dataset.s))"
    )
    named = set(plan.mentions["sentence"]) | set(plan.through["sentence"])
    titles = {i for i, s in enumerate(plan.report.sentences) if s.kind == "title"}
    assert set(shown) == {int(n) for n in named} - titles
    expect(page).to_have_url(re.compile("[#&]placed=1"))
    page.locator(".geo-only-placed").click()
    expect(page.locator(".geo-sentence:visible")).to_have_count(len(plan.report.sentences))


def test_words_are_found_in_the_report_and_counted(open_: Open, plan: Plan) -> None:
    page = open_("#report=1")
    hits = sum(s.text.count("湘江") for s in plan.report.sentences)
    field = page.locator(".geo-find input")
    field.fill("湘江")
    count = page.locator(".geo-find-count")
    expect(count).to_have_text(f"1 / {hits}")
    field.press("Enter")
    expect(count).to_have_text(f"2 / {hits}")
    page.locator(".geo-find-before").click()
    page.locator(".geo-find-before").click()
    expect(count).to_have_text(f"{hits} / {hits}")
    lit = page.evaluate("() => [...CSS.highlights.get('geo-hits')].map(String)")
    assert lit == ["湘江"] * hits
    field.fill("查无此词")
    expect(count).to_have_text("没有找到")
    assert [s.text for s in plan.report.sentences] == page.locator(
        ".geo-sentence"
    ).all_text_contents()


COPIED = """() => { window.copied = [];
  Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {
    writeText: (text) => { window.copied.push(text); return Promise.resolve(); }}}); }"""
REFUSED = """() => { Object.defineProperty(navigator, 'clipboard', {configurable: true,
  value: {writeText: () => Promise.reject(new Error('refused'))}});
  document.execCommand = () => false; }"""


def test_a_quotation_is_copied_with_its_citation(open_: Open, plan: Plan) -> None:
    page = open_("#place=yuelu-academy")
    page.evaluate(COPIED)
    page.locator(".geo-card .geo-copy-quote").first.click()
    expect(page.locator(".geo-live")).to_contain_text("已复制")
    (copied,) = page.evaluate("copied")
    (number,) = sentences_of(plan, "yuelu-academy")
    sentence = plan.report.sentences[number]
    about = plan.report.about
    for part in (sentence.text, about["title"], about["date"], f"关键词 {sentence.task}"):
        assert part in copied
    assert sentence.section in copied
    address = copied.splitlines()[-1]
    again = open_("#" + address.partition("#")[2])
    expect(again.locator(f".geo-sentence[data-s='{number}']")).to_have_class(re.compile("geo-on"))


def test_where_the_clipboard_is_refused_a_box_holds_the_text(open_: Open) -> None:
    page = open_("#place=yuelu-academy")
    page.evaluate(REFUSED)
    page.locator(".geo-card .geo-copy-link").click()
    box = page.locator(".geo-dialog textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile(r"#place=yuelu-academy$"))
    chosen = "node => node.value.slice(node.selectionStart, node.selectionEnd) === node.value"
    assert box.evaluate(chosen)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.locator(".geo-card")).to_be_visible()


def test_english_reads_the_gloss_marked_as_unofficial(open_: Open, plan: Plan) -> None:
    page = open_("#report=1&lang=en&place=yuelu-academy")
    (number,) = sentences_of(plan, "yuelu-academy")
    gloss = plan.glosses[number]
    under = page.locator(f".geo-sentence[data-s='{number}'] + .geo-gloss")
    expect(under).to_be_visible()
    expect(under).to_have_text(gloss)
    expect(page.locator(".geo-gloss-note")).to_contain_text("unofficial translation")
    expect(page.locator(".geo-card .geo-gloss")).to_have_text(f"unofficial translation: {gloss}")
    page.locator(".geo-gloss-toggle").click()
    expect(under).to_be_hidden()
    expect(page).to_have_url(re.compile("[#&]gloss=0"))
    page.locator(".geo-lang").click()
    expect(page.locator(".geo-gloss-note")).to_be_hidden()


# ---- 2. search


@pytest.mark.parametrize(
    ("words", "place"),
    [("jyxc", "jinyang-new-town"), ("金阳新城", "jinyang-new-town"), ("jinyangxincheng", None)],
)
def test_the_first_hit_is_the_place_that_was_meant(
    open_: Open, words: str, place: str | None
) -> None:
    page = open_()
    page.locator(".geo-search input").fill(words)
    first = page.locator(".geo-places .geo-row").first
    expect(first.locator("b")).to_have_text("金阳新城")
    page.keyboard.press("Enter")
    expect(page.locator(".geo-card h2")).to_have_text("金阳新城")


def test_results_stand_in_groups_places_tasks_sentences(open_: Open, plan: Plan) -> None:
    page = open_()
    page.locator(".geo-search input").fill("绿色")
    expect(page.locator(".geo-row-task")).to_have_count(1)
    titles = page.locator(".geo-rows h2").evaluate_all("all => all.map(o => o.firstChild.data)")
    assert titles[-2:] == ["任务", "原文句子"]
    found = sum("绿色" in s.text for s in plan.report.sentences)
    expect(page.locator(".geo-rows h2").last.locator("span")).to_have_text(str(found))
    expect(page.locator(".geo-live")).to_contain_text(re.compile(r"找到 \d+ 条"))
    row = page.locator(".geo-row-sentence").first
    number = (row.get_attribute("data-hit") or "").partition("-")[2]
    row.click()
    expect(page.locator(f".geo-sentence[data-s='{number}']")).to_be_in_viewport()
    page.locator(".geo-row-task").first.click()
    expect(page.locator("[data-task='8']")).to_have_attribute("aria-pressed", "true")


def test_one_is_counted_as_one(open_: Open) -> None:
    page = open_("#q=jyxc&lang=en")
    expect(page.locator(".geo-bar")).to_contain_text("1 place")
    expect(page.locator(".geo-bar")).not_to_contain_text("1 places")


def test_a_link_to_the_list_shows_it_on_a_phone(open_: Open) -> None:
    page = open_("#tab=places", size=PHONE, has_touch=True)
    expect(page.locator("body")).to_have_attribute("data-sheet", "half")
    expect(page.locator(".geo-places .geo-row").nth(3)).to_be_in_viewport()


def test_a_place_says_why_it_is_drawn_otherwise(open_: Open, plan: Plan) -> None:
    told = plan.places["deviation"].dropna()
    assert len(told)
    page = open_()
    for place, why in told.items():
        page.evaluate("id => geoModules.act.chooseIds([id], true)", place)
        card = page.locator(f".geo-card[data-place='{place}']")
        expect(card.locator(".geo-facts")).to_contain_text(str(why))


def test_nothing_found_is_said_and_announced(open_: Open) -> None:
    page = open_()
    page.locator(".geo-search input").fill("查无此地")
    expect(page.locator(".geo-empty")).to_have_text("没有地点符合这些条件")
    expect(page.locator(".geo-live")).to_contain_text("没有地点符合这些条件")


# ---- 3. the list, the keyboard


def test_the_list_sorts_by_name_task_and_area(open_: Open) -> None:
    page = open_("#tab=places")
    places = {each["id"]: each for each in data_of(page)["places"]}

    def rows() -> list[str]:
        nodes = page.locator(".geo-places .geo-row")
        return list(nodes.evaluate_all("all => all.map(o => o.dataset.row)"))

    by_layer = rows()
    page.locator(".geo-sort").select_option("area")
    page.wait_for_url("**sort=area**")
    areas = [places[each]["areaKm2"] or 0 for each in rows()]
    assert areas == sorted(areas, reverse=True)
    page.locator(".geo-sort").select_option("name")
    page.wait_for_url("**sort=name**")
    names = [places[each]["pinyin"] for each in rows()]
    plain = [each for each in names if each.replace(" ", "").isalpha()]
    assert plain == sorted(plain)
    assert len(plain) > 100
    page.locator(".geo-sort").select_option("task")
    expect(page.locator(".geo-rows h2").first).to_contain_text("先进制造业")
    assert sorted(rows()) == sorted(by_layer)
    expect(page).to_have_url(re.compile("[#&]sort=task"))


def test_the_list_may_hold_what_is_in_sight(open_: Open) -> None:
    page = open_("#tab=places&view=28.19,112.99,13")
    page.locator(".geo-near").click()
    rows = page.locator(".geo-places .geo-row")
    expect(page.locator(".geo-live")).to_contain_text("视野内")
    inside = """() => { const b = geoPlan.map.getBounds();
      return geoModules.data.places.filter(({bbox}) => b.intersects([[bbox[1], bbox[0]],
        [bbox[3], bbox[2]]])).length }"""
    expect(rows).to_have_count(page.evaluate(inside))
    page.evaluate("geoPlan.map.setView([28.4, 112.8], 14, {animate: false})")
    expect(rows).to_have_count(page.evaluate(inside))


def test_the_keyboard_alone_opens_every_place_and_comes_back(open_: Open, plan: Plan) -> None:
    page = open_("#tab=places")
    page.locator(".geo-places .geo-row").first.focus()
    active = "() => { const a = document.activeElement; return [a.className, a.dataset.row || '',"
    active += " a.dataset.place || '', a.dataset.s || '', a.dataset.sentence || ''] }"
    walked = []
    for n in range(len(plan.places)):
        row = page.evaluate(active)[1]
        walked.append(row)
        page.keyboard.press("Enter")
        page.locator(f".geo-popup .geo-card[data-place='{row}']:focus").wait_for()
        for _ in range(12):
            page.keyboard.press("Tab")
            look, *_, sentence = page.evaluate(active)
            if "geo-in-report" in look:
                break
        assert "geo-in-report" in look, row
        if n % WALK_EVERY == 0:  # the report opens beside the map, which takes its time
            page.keyboard.press("Enter")
            page.locator(f".geo-sentence[data-s='{sentence}']:focus").wait_for()
            page.keyboard.press("Escape")
            page.locator(".geo-in-report:focus").wait_for()
            expect(page.locator(".geo-reader")).to_be_hidden()
        page.keyboard.press("Escape")
        page.locator(f".geo-places .geo-row[data-row='{row}']:focus").wait_for()
        expect(page.locator(".geo-card")).to_have_count(0)
        page.keyboard.press("ArrowDown")
    assert len(set(walked)) == len(plan.places)


def test_the_focus_is_never_lost(open_: Open) -> None:
    page = open_("#task=5")
    page.locator(".geo-bar button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".geo-bar")).to_be_hidden()
    expect(page.locator("body")).not_to_be_focused()
    page.locator(".geo-tab-places").click()
    row = page.locator(".geo-row[data-row='dazehu']")
    expect(row).to_be_visible()
    row.focus()
    page.keyboard.press("ArrowDown")
    expect(row).not_to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(row).to_be_focused()
    page.evaluate("geoModules.view.change({lang: 'en'})")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".geo-row[data-row='dazehu']")).to_be_focused()


# ---- 4. what is here


def test_a_point_tells_what_is_there_and_its_position_in_three_datums(open_: Open) -> None:
    page = open_("#at=113.40000,28.48000&view=28.4,113.2,10")
    card = page.locator(".geo-card-point")
    expect(page.locator(".geo-spot")).to_be_visible()
    expect(card.locator("> .geo-here .geo-row b")).to_have_text(["长沙县"])
    expect(card.locator("details summary")).to_contain_text("大区域")
    wide = card.locator("details .geo-row")
    assert wide.count() > 0
    expect(wide.first).to_be_hidden()
    texts = card.locator(".geo-coordinates").all_text_contents()
    at = LngLat(113.4, 28.48)
    for shown, there in zip(texts, (at, wgs84_to_gcj02(at), wgs84_to_bd09(at)), strict=True):
        lat, lng = (float(each) for each in shown.split(", "))
        assert (lng, lat) == pytest.approx(there, abs=1e-6)
    page.evaluate(COPIED)
    card.locator(".geo-coordinates").nth(1).click()
    page.wait_for_function("() => copied.length === 1")
    assert page.evaluate("copied") == [texts[1]]


def test_areas_come_smallest_first_after_lines_and_points(open_: Open) -> None:
    page = open_("#view=28.2,112.98,12")
    code = """() => {
        const {near: {placesAt}, data: {places}, geometry: {areaKm2, partsOf}, look: {isSeat}} =
          geoModules;
        const size = (one) => one.shape !== 'area' || isSeat(one) ? 0
          : partsOf(one.geometry).reduce((sum, part) => sum + areaKm2(part.at), 0);
        return places.filter((one) => one.shape !== 'group').map((one) => placesAt(one.anchor)
          .filter((each) => !isSeat(each)).map((each) => size(each)));
      }"""
    lists = page.evaluate(code)
    assert max(len(sizes) for sizes in lists) > 5
    for sizes in lists:
        assert sizes == sorted(sizes)


def test_nothing_there_names_the_nearest(open_: Open) -> None:
    page = open_("#at=113.90000,29.30000&view=29.3,113.9,10")
    card = page.locator(".geo-card-point")
    expect(card).to_contain_text("这里没有点名的地点")
    gaps = [float(each.split()[0]) for each in card.locator("em").all_text_contents()]
    assert len(gaps) == 3
    assert gaps == sorted(gaps)
    wide = {each["name"]["zh"] for each in data_of(page)["places"] if each["wide"]}
    assert not wide & set(card.locator("> .geo-here b").all_text_contents())


def test_the_datums_agree_with_python(open_: Open) -> None:
    page = open_()
    points = [[112.97, 28.2], [104.0, 30.6], [87.6, 43.8], [121.5, 31.2], [2.35, 48.86]]
    code = "all => all.map(at => [geoModules.datum.toGcj02(at), geoModules.datum.toBd09(at)])"
    for point, (gcj, bd) in zip(points, page.evaluate(code, points), strict=True):
        assert gcj == pytest.approx(wgs84_to_gcj02(LngLat(*point)), abs=1e-11)
        assert bd == pytest.approx(wgs84_to_bd09(LngLat(*point)), abs=1e-11)


# ---- 5. links


@pytest.mark.parametrize(
    "address",
    [
        "#report=1&find=%E6%B9%98%E6%B1%9F&placed=1",
        "#report=1&read=57&lang=en&gloss=0",
        "#tab=places&sort=area&near=1&view=28.19000,112.99000,12.5",
        "#task=7&place=yuelu-academy&walk=7.2&view=28.19000,112.99000,12.5",
        "#task=7,8&hide=rail,hub&q=jyxc&sentence=101&report=1&find=%E6%B9%98%E6%B1%9F&placed=1"
        "&gloss=0&tab=places&sort=name&near=1&lang=en&theme=dark&tiles=tianditu"
        "&view=28.19000,112.99000,12.5",
    ],
)
def test_every_state_is_in_the_address(open_: Open, address: str) -> None:
    page = open_(address)
    assert set(page.url.partition("#")[2].split("&")) == set(address[1:].split("&"))


def test_back_and_forward_undo_choices_and_not_moves(open_: Open) -> None:
    page = open_()
    body = page.locator("body")
    shown = body.get_attribute("data-shown") or ""
    page.locator("[data-task='7']").click()
    expect(page.locator("[data-task='7']")).to_have_attribute("aria-pressed", "true")
    seven = body.get_attribute("data-shown") or ""
    page.locator(".geo-tab-places").click()
    page.locator(".geo-row[data-row='yuelu-academy']").click()
    page.locator(".geo-card[data-place='yuelu-academy']").wait_for()
    page.evaluate("geoPlan.map.setView([28.18, 112.94], 12, {animate: false})")
    page.go_back()
    expect(page.locator(".geo-card")).to_have_count(0)
    expect(body).to_have_attribute("data-shown", seven)
    page.go_back()
    expect(body).to_have_attribute("data-shown", shown)
    page.go_forward()
    page.go_forward()
    page.locator(".geo-card[data-place='yuelu-academy']").wait_for()
    zoom = page.evaluate("geoPlan.map.getZoom()")
    assert zoom == 12


def test_back_brings_the_map_back_to_where_it_stood(open_: Open) -> None:
    page = open_("#task=7&view=28.19000,112.99000,12.5")
    page.locator(".geo-tab-places").click()
    page.locator(".geo-row[data-row='yuelu-academy']").click()
    page.locator(".geo-card[data-place='yuelu-academy']").wait_for()
    page.evaluate("geoPlan.map.setView([28.4, 112.7], 11, {animate: false})")
    page.go_back()
    expect(page.locator(".geo-card")).to_have_count(0)
    assert where(page) == pytest.approx([28.19, 112.99, 12.5], abs=1e-3)
    page.go_forward()
    page.locator(".geo-card[data-place='yuelu-academy']").wait_for()
    assert where(page) == pytest.approx([28.4, 112.7, 11], abs=1e-3)


def test_a_renamed_id_opens_and_the_address_says_the_new_one(open_: Open) -> None:
    page = open_("#place=changsha-htz")
    page.locator(".geo-card[data-place='computing-highland']").wait_for()
    expect(page).to_have_url(re.compile("[#&]place=computing-highland"))
    expect(page.locator(".geo-notice")).to_be_hidden()


# ---- 6. languages


def test_every_string_that_is_used_is_there_and_the_other_way_round() -> None:
    folder = Path(geo_app.mapdoc.__file__).parent
    files = [folder / "shell.html", *(folder / "js").iterdir()]
    code = "\n".join(each.read_text("utf-8") for each in files)
    used = set(re.findall(r'\bt\(\s*"(\w+)"', code))
    used |= set(re.findall(r'data-(?:t|label|hint)="(\w+)"', code))
    assert used - set(text.DOCUMENT) == set()
    made = re.compile(r"(sort|surveyed|derived|schematic|tiles|key)(_|$)")
    idle = {key for key in text.DOCUMENT if f'"{key}"' not in code and not made.match(key)}
    assert idle == set()


def test_no_string_of_interface_and_data_is_missing(open_: Open) -> None:
    page = open_()
    fields = string.Formatter().parse
    for key, (zh, en) in text.DOCUMENT.items():
        assert zh
        assert en, key
        # {n|place|places} is the word that goes with n: one blank.
        blanks = [
            {field.split("|")[0] for _, field, *_ in fields(each) if field} for each in (zh, en)
        ]
        assert blanks[0] == blanks[1], key
    missing: list[str] = []

    def walk(node: Any, path: str) -> None:
        if isinstance(node, dict):
            if set(node) == {"zh", "en"} and isinstance(node["en"], str) and node["zh"]:
                han = re.search(r"[\u3400-\u9fff]", node["en"])
                if not node["en"] or han:
                    missing.append(path)
            for key, value in node.items():
                walk(value, f"{path}/{key}")
        elif isinstance(node, list):
            for i, value in enumerate(node):
                walk(value, f"{path}/{i}")

    data = {key: value for key, value in data_of(page).items() if key != "strings"}
    walk(data, "")
    assert missing == []
    named = [s for s in data["sentences"] if any(not isinstance(r, str) for r in s["runs"])]
    assert [s for s in named if not s.get("gloss")] == []


CHINESE = """() => {
  const han = /[\\u3400-\\u9fff]/;
  const wrong = [];
  const lang = (node) => node.closest('[lang]').lang;
  const app = document.querySelector('.geo-app');
  const walker = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const {data, parentElement} = walker.currentNode;
    if (han.test(data) && !lang(parentElement).startsWith('zh')) wrong.push(data);
  }
  for (const node of document.querySelectorAll('.geo-app *')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      if (lang(node).startsWith('zh')) continue;
      if (han.test(node.getAttribute(name) || '')) wrong.push(`${name}: ${node.outerHTML}`);
    }
  }
  return [...new Set(wrong)].map((one) => one.slice(0, 120));
}"""


@pytest.mark.parametrize(
    "address",
    [
        "#lang=en",
        "#lang=en&report=1&place=malanshan",
        "#lang=en&tab=places&q=river",
        "#lang=en&at=113.4,28.48",
        "#lang=en&tab=places&sort=task&task=7&place=yuelu-academy&walk=7.1&view=28.2,112.9,13",
    ],
)
def test_no_chinese_is_left_in_english_but_marked_as_chinese(open_: Open, address: str) -> None:
    page = open_(address)
    assert page.evaluate(CHINESE) == []


def test_no_card_leaves_chinese_unmarked_in_english(open_: Open, plan: Plan) -> None:
    page = open_("#lang=en")
    code = "(({card: {placeCard}, data: {places}}) => {"
    code += " const holder = document.createElement('div');"
    code += " holder.append(...places.map((one) => placeCard(one, one.anchor)));"
    code += " document.querySelector('.geo-app').append(holder); })(geoModules)"
    page.evaluate(code)
    assert page.locator(".geo-card").count() == len(plan.places)
    assert page.evaluate(CHINESE) == []


# ---- 7. the phone


def test_the_sheet_has_three_heights_and_follows_the_finger(open_: Open) -> None:
    page = open_(size=PHONE, has_touch=True)
    grip = page.locator(".geo-grip")
    body = page.locator("body")
    middle = PHONE[0] / 2
    for to, level in ((0.45, "half"), (0.12, "tall"), (0.5, "half"), (0.95, "peek")):
        box = grip.bounding_box()
        assert box is not None
        page.mouse.move(middle, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(middle, PHONE[1] * to, steps=3)
        page.mouse.up()
        expect(body).to_have_attribute("data-sheet", level)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#place=malanshan",
        "#report=1&place=malanshan&lang=en",
        "#tab=places&q=湘江",
        "#task=7&place=yuelu-academy&walk=7.2",
        "#at=113.9,29.3",
    ],
)
def test_a_finger_finds_every_button_and_nothing_runs_out_sideways(
    open_: Open, address: str
) -> None:
    page = open_(address, size=PHONE, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    small = page.locator(
        ".geo-app :is(button, select, input[type=search], input[type=text]):visible"
    ).evaluate_all(
        """all => all
        .filter(o => !o.closest('.geo-report, blockquote, .geo-also, .geo-edge, .geo-bar'))
        .map(o => [o.className, o.getBoundingClientRect()])
        .filter(([, b]) => b.height && (b.height < 43.9 || b.width < 30))
        .map(([name, b]) => `${name} ${b.width}x${b.height}`)"""
    )
    assert small == []
    for part in (".geo-panel", ".geo-scroll", ".geo-reader", ".geo-report", ".geo-story"):
        node = page.locator(part)
        if node.is_visible():
            assert node.evaluate("node => node.scrollWidth <= node.clientWidth"), part


def test_the_page_does_not_fight_the_map(open_: Open) -> None:
    page = open_(size=PHONE, has_touch=True)
    style = "node => getComputedStyle(node).touchAction"
    assert page.locator(".leaflet-container").evaluate(style) == "none"
    assert page.locator(".geo-grip").evaluate(style) == "none"
    code = "getComputedStyle(document.body)"
    assert page.evaluate(f"{code}.overflow") == "hidden"
    assert page.evaluate(f"{code}.overscrollBehaviorY") == "none"


def test_two_fingers_zoom_the_map_and_one_drags_it(open_: Open) -> None:
    page = open_(size=PHONE, has_touch=True, is_mobile=True)
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(at)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def stand() -> list[float]:
        code = "(({lat, lng}, zoom) => [zoom, lat, lng])(geoPlan.map.getCenter(),"
        found: list[float] = page.evaluate(f"{code} geoPlan.map.getZoom())")
        return found

    def gesture(event: str, *steps: tuple[tuple[float, float], ...]) -> None:
        """Put fingers down, move and lift them; wait until the map has followed."""
        heard = "window.heard = new Promise((tell) => geoPlan.map.once"
        page.evaluate(f"() => {{ {heard}('{event}', () => tell(true))); }}")
        touch("touchStart", *steps[0])
        for step in steps[1:]:
            touch("touchMove", *step)
        touch("touchEnd")
        assert page.evaluate("() => window.heard")

    before = stand()
    gesture("zoomend", *(((170 - d, 250), (220 + d, 250)) for d in range(0, 101, 10)))
    assert stand()[0] > before[0] + 0.8
    assert page.evaluate("visualViewport.scale") == 1
    before = stand()
    gesture("moveend", *(((190, 200 + d),) for d in range(0, 121, 10)))
    assert stand()[0] == before[0]
    assert stand()[1] > before[1]
    assert page.evaluate("scrollY") == 0


# ---- 11. small things


def test_help_lists_the_keys_and_gives_the_focus_back(open_: Open) -> None:
    page = open_()
    page.locator(".geo-reader-button").focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="键盘")
    expect(dialog).to_be_visible()
    assert dialog.locator("kbd").count() > 8
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".geo-reader-button")).to_be_focused()


def choose_more(page: Page, item: str) -> None:
    page.locator(".geo-more-button").click()
    page.locator(f".geo-item-{item}").click()
    expect(page.locator(".geo-more-menu")).to_be_hidden()


def test_a_distance_is_measured_by_mouse_and_by_keyboard(open_: Open) -> None:
    page = open_("#view=28.2,112.98,13")
    choose_more(page, "measure")
    box = page.locator(".leaflet-container").bounding_box()
    assert box is not None
    for dx in (0, 300):
        page.mouse.click(box["x"] + 300 + dx, box["y"] + 400)
    km = page.evaluate(
        "geoPlan.map.distance(geoPlan.map.containerPointToLatLng([300, 400]),"
        " geoPlan.map.containerPointToLatLng([600, 400])) / 1000"
    )
    expect(page.locator(".geo-length")).to_have_text(f"{km:.2f} 公里")
    expect(page.locator(".geo-way")).to_have_count(1)
    expect(page.locator(".geo-card")).to_have_count(0)
    page.keyboard.press("Backspace")
    expect(page.locator(".geo-length")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".geo-measure")).to_be_hidden()
    expect(page.locator(".geo-way")).to_have_count(0)
    page.locator(".geo-more-button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".geo-item-story")).to_be_focused()  # the menu opens with the next frame
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-container")).to_be_focused()
    page.keyboard.press("Enter")
    page.evaluate("geoPlan.map.panBy([200, 0], {animate: false})")
    page.keyboard.press("Enter")
    expect(page.locator(".geo-length")).to_be_visible()


def test_the_foot_tells_where_the_pointer_is(open_: Open) -> None:
    page = open_("#view=28.19,112.99,12")
    choose_more(page, "cursor")
    box = page.locator(".leaflet-container").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".geo-cursor")).to_have_text(re.compile(r"^28\.1\d+, 112\.9\d+$"))


def test_a_task_is_walked_place_by_place(open_: Open, plan: Plan) -> None:
    page = open_("#task=7")
    choose_more(page, "story")
    count = len(plan.filter(tasks=[7]))
    seen = []
    for i in range(count):
        expect(page.locator(".geo-story-count")).to_have_text(f"{i + 1} / {count}")
        card = page.locator(".geo-popup .geo-card")
        expect(card).to_have_attribute("data-place", view_of(page, "selected")[0])
        seen.append(card.get_attribute("data-place"))
        page.locator(".geo-story-next").click()
    assert set(seen) == set(plan.filter(tasks=[7]).places.index)
    expect(page.locator("[data-task='8']")).to_have_attribute("aria-pressed", "true")
    page.locator(".geo-story-before").click()
    expect(page.locator(".geo-story-count")).to_have_text(f"{count} / {count}")
    page.locator(".geo-story .geo-close").click()
    expect(page.locator(".geo-story")).to_be_hidden()


def test_a_link_to_a_step_of_a_walk_opens_its_place(open_: Open) -> None:
    page = open_("#walk=7.2")
    expect(page.locator(".geo-story-count")).to_have_text(re.compile("^2 / "))
    card = page.locator(".geo-popup .geo-card")
    expect(card).to_have_attribute("data-place", view_of(page, "selected")[0])


def test_what_points_beyond_the_map_keeps_off_a_bar(open_: Open) -> None:
    page = open_()
    expect(page.locator(".geo-edge").first).to_be_visible()
    choose_more(page, "measure")
    bar = page.locator(".geo-measure").bounding_box()
    assert bar
    pointers = [box for each in page.locator(".geo-edge").all() if (box := each.bounding_box())]
    assert pointers
    assert not [box for box in pointers if _overlap(box, bar)]


def _overlap(a: FloatRect, b: FloatRect) -> bool:
    beside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
    above = a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
    return not beside and not above


def test_the_snippet_embeds_what_is_seen(open_: Open) -> None:
    page = open_("#task=5")
    choose_more(page, "embed")
    snippet = page.locator(".geo-dialog textarea").input_value()
    assert "task=5" in snippet
    assert 'sandbox="' in snippet
    assert re.search(r"view=28\.\d+,11[23]\.\d+", snippet)


# ---- together


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("address", "then"),
    [
        ("report=1&lang=en&sentence=101", ".geo-target-button >> nth=12"),
        ("report=1&find=长沙&placed=1", None),
        ("tab=places&q=绿色", None),
        ("tab=places&sort=area&near=1&lang=en", ".geo-more-button"),
        ("at=113.4,28.48", ".geo-inside-fold summary"),
        ("task=7&place=yuelu-academy&walk=7.2", None),
    ],
)
def test_nothing_hinders_anybody_in_the_new_states(
    open_: Open, address: str, then: str | None, theme: str
) -> None:
    page = open_(f"#{address}&theme={theme}", bypass_csp=True)
    if then:
        page.locator(then).click()
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []


def test_filter_and_choice_are_drawn_within_two_frames(open_: Open, plan: Plan) -> None:
    page = open_("#report=1")
    code = """async ([patch, asked]) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      await frame();
      geoModules.view.change(patch);
      await frame();
      await frame();
      return [document.body.dataset.shown, document.querySelectorAll(asked).length];
    }"""
    for task in (5, 7, 3):
        shown, _ = page.evaluate(code, [{"tasks": [task]}, "body"])
        assert shown == str(len(plan.filter(tasks=[task])))
    for place in ("dazehu", "malanshan"):
        marked = "path.geo-chosen-mark"
        patch = {"selected": [place], "tasks": [], "card": None}
        assert page.evaluate(code, [patch, marked])[1] > 0
