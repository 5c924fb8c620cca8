"""Posters: what stands on them, and that it stands there once, whole and legibly."""

from __future__ import annotations

import io
import re
import struct
import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.errors import DataError
from geo_app.picture import draw, draw_bytes, lay_out
from geo_app.picture.board import Box, overlap
from geo_app.picture.entries import Entry, clauses, entries
from geo_app.picture.fonts import HEI, SONG, fonts
from geo_app.picture.typeset import NOT_FIRST, Run, Style, may_break, wrap
from geo_app.picture.words import WORDS, Speech
from geo_app.style import LAYERS
from tests.test_cli import geo_app

if TYPE_CHECKING:
    from geo_app.api import Plan

SVG = "{http://www.w3.org/2000/svg}"


def tight(text: str) -> str:
    """Text without its white space: lines of a column are broken where they fit."""
    return re.sub(r"\s+", "", text)


def pages(pdf: bytes) -> list[str]:
    return [tight(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture(scope="module")
def pdf(plan: Plan) -> bytes:
    return draw_bytes(plan, "pdf")


@pytest.fixture(scope="module")
def listed(plan: Plan) -> tuple[Entry, ...]:
    return entries(plan, Speech("zh"))


@pytest.mark.parametrize("reach", [0, 5, 12, 40, 400])
def test_a_clause_is_a_slice_of_the_report_with_the_words_in_it(plan: Plan, reach: int) -> None:
    mentions = plan.mentions.groupby("place_id")["text"].agg(set)
    for place, clause in clauses(plan, reach).items():
        assert clause is not None
        assert clause.text in plan.report.text
        assert "\n" not in clause.text
        if place in mentions.index:
            assert clause.words in mentions[place]


def test_the_pdf_says_each_place_once_with_its_number_and_the_words_of_the_report(
    plan: Plan, pdf: bytes, listed: tuple[Entry, ...]
) -> None:
    (text,) = pages(pdf)
    quotes = clauses(plan, lay_out(plan)[0].reach)
    for entry in listed:
        clause = quotes[entry.id]
        assert clause is not None
        before, after = "…" * clause.cut_before, "…" * clause.cut_after
        mark = "※" if entry.inferred else ""
        said = f"{entry.number}{entry.name}{mark}{before}{clause.text}{after}"
        assert text.count(tight(said)) == 1, said


def test_the_pdf_says_where_it_comes_from(plan: Plan, pdf: bytes) -> None:
    (text,) = pages(pdf)
    about = plan.report.about
    for words in (
        plan.about["title"],
        plan.about["note"],
        plan.about["attribution"],
        plan.about["licence"],
        about["title"],
        about["date"],
        plan.version,
        "WGS84",
        *(layer.title for layer in plan.layers),
        *(task.title for task in plan.report.tasks),
    ):
        assert tight(str(words)) in text, words


def test_every_typeface_is_in_the_pdf(pdf: bytes) -> None:
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            real = font.get_object()["/DescendantFonts"][0].get_object()
            found[real["/BaseFont"].split("+")[1]] = "/FontFile3" in real["/FontDescriptor"]
    assert {name.split("-")[0] for name in found} == {"NotoSansSC", "NotoSerifSC"}
    assert all(found.values())


SHEETS = [
    {"paper": "A3"},
    {"paper": "A3", "landscape": False},
    {"paper": "A3", "lang": "en"},
    {"paper": "A4", "landscape": False},
    {"paper": "A4"},
    {"paper": "A1", "landscape": False},
    {"paper": "A0"},
]


@pytest.mark.parametrize("how", SHEETS, ids=lambda how: " ".join(map(str, how.values())))
def test_nothing_overlaps_and_nothing_is_lost(plan: Plan, how: dict[str, Any]) -> None:
    sheets = lay_out(plan, **how)
    for sheet in sheets:
        _, _, width, height = map(float, sheet_box(sheet.svg).split())
        for box in sheet.places.values():
            assert 0 <= box[0] < box[2] <= width
            assert 0 <= box[1] < box[3] <= height - 40
        none_overlap([(name, box) for name, box in sheet.places.items()])
        for each in sheet.maps:
            none_overlap(each.board.taken)
            assert all(each.board.is_inside(box, -1) for _, box in each.board.taken)
    indexed = [place for sheet in sheets for place in sheet.places]
    assert sorted(indexed) == sorted(plan.places.index)


def sheet_box(svg: str) -> str:
    return ElementTree.fromstring(svg).attrib["viewBox"]


def none_overlap(taken: list[tuple[str, Box]]) -> None:
    for (a, one), (b, other) in combinations(taken, 2):
        assert not overlap(one, other), f"{a} lies on {b}"


@pytest.mark.parametrize("how", SHEETS[:5], ids=lambda how: " ".join(map(str, how.values())))
def test_every_place_that_lies_in_a_map_has_its_number_on_one(
    plan: Plan, how: dict[str, Any], listed: tuple[Entry, ...]
) -> None:
    first = lay_out(plan, **how)[0]
    numbered = frozenset().union(*(each.numbered for each in first.maps))
    whole = first.maps[0].board.frame
    expected = {
        e.id
        for e in listed
        if e.at_rest and e.shape != "group" and not e.far_km and whole.holds(*whole.point(*e.at))
    }
    missing = expected - numbered
    # What found no room is named at the foot.
    words = WORDS["no_room"][how.get("lang") == "en"].split("{")[0]
    assert not missing or words in first.svg
    assert len(missing) <= 3


def test_on_a3_all_of_it_is_one_sheet(plan: Plan) -> None:
    assert len(lay_out(plan)) == 1


def test_what_does_not_fit_goes_on_to_further_pages_and_says_so(plan: Plan, tmp_path: Path) -> None:
    draw(plan, tmp_path / "a4.pdf", paper="A4", landscape=False)
    text = pages((tmp_path / "a4.pdf").read_bytes())
    assert len(text) == 2
    assert "第1张，共2张·索引续见第2张" in text[0]
    assert "第2张，共2张" in text[1]
    files = draw(plan, tmp_path / "a4.png", paper="A4", landscape=False, dpi=30)
    assert [file.name for file in files] == ["a4.png", "a4-2.png"]
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in files)


@pytest.mark.parametrize(("format", "dpi"), [("pdf", 200), ("svg", 200), ("png", 40)])
def test_the_same_plan_gives_the_same_bytes(plan: Plan, format: str, dpi: int) -> None:
    one = draw_bytes(plan.filter(tasks=[5]), format, dpi=dpi)
    assert one == draw_bytes(plan.filter(tasks=[5]), format, dpi=dpi)


def test_a_png_has_the_size_of_the_paper(plan: Plan) -> None:
    png = draw_bytes(plan.filter(tasks=[7]), "png", paper="A4", dpi=100)
    width, height = struct.unpack(">II", png[16:24])
    assert abs(width - 297 / 25.4 * 100) <= 1
    assert abs(height - 210 / 25.4 * 100) <= 1


def test_an_svg_holds_its_text_its_typefaces_and_nothing_from_elsewhere(plan: Plan) -> None:
    svg = draw_bytes(plan, "svg").decode("utf-8")
    root = ElementTree.fromstring(svg)
    assert root.attrib["width"] == "420mm"
    said = {"".join(node.itertext()) for node in root.iter(f"{SVG}text")}
    assert plan.about["title"] in said
    assert svg.count("@font-face") == 2
    addresses = re.findall(r'(?:href="|url\()([^")]*)', svg)
    assert all(a.startswith(("#", "data:font/woff;base64,")) for a in addresses)
    assert "<!--" not in svg


def test_every_character_is_in_the_typefaces(plan: Plan) -> None:
    for lang in ("zh", "en"):
        for sheet in lay_out(plan, lang=lang):
            root = ElementTree.fromstring(sheet.svg)
            for node in [*root.iter(f"{SVG}text"), *root.iter(f"{SVG}tspan")]:
                font = fonts()[SONG if SONG in node.attrib.get("font-family", "") else HEI]
                lacking = [c for c in node.text or "" if not font.has(c)]
                assert not lacking, node.text


def test_colours_are_those_of_the_style_table(plan: Plan) -> None:
    (sheet,) = lay_out(plan)
    for style in LAYERS.values():
        assert style.line.light in sheet.svg
        assert f'id="p-{style.id}"' in sheet.svg


def test_english_says_names_in_english_and_quotes_in_chinese(plan: Plan) -> None:
    text = "".join(pages(draw_bytes(plan.filter(tasks=[7]), "pdf", lang="en")))
    row = plan.places.loc["malanshan"]
    assert tight(row["name_en"]) in text
    clause = clauses(plan, 0)["malanshan"]
    assert clause is not None
    assert tight(clause.words) in text


def test_another_city_has_its_poster(city: Path) -> None:
    from geo_app.api import load_plan

    plan = load_plan(city)
    (text,) = pages(draw_bytes(plan, "pdf", paper="A4"))
    assert all(tight(name) in text for name in plan.places["name"])


def test_a_character_that_no_typeface_has_is_not_lost_in_silence(city: Path) -> None:
    from geo_app.api import load_plan

    file = city / "layers" / "plan" / "newtown.geojson"
    text = file.read_text("utf-8")
    file.write_text(text.replace('"name": "北城新区"', '"name": "北<b>&城😀区"'), "utf-8")
    (said,) = pages(draw_bytes(load_plan(city), "pdf", paper="A4"))
    assert "1北<b>&城〓区" in said


def test_one_place_far_away_is_pointed_to(plan: Plan) -> None:
    (text,) = pages(draw_bytes(plan.filter(places=["gonggar-county"]), "pdf"))
    assert text.count("2,148km") == 2  # at the edge of the map, and in the index


STYLE = Style(10.0, "#000000")
SAID = st.text(st.sampled_from("长沙做大城区新格局,。:“”()、A1b 2"), max_size=60)


@given(SAID, st.floats(35, 200))
def test_lines_keep_every_character_and_begin_with_no_stop(said: str, width: float) -> None:
    lines = wrap([Run(said, STYLE)], width)
    texts = ["".join(piece.text for piece in line) for line in lines]
    assert "".join(texts).replace(" ", "") == said.replace(" ", "")
    for before, line, text in zip(["", *texts], lines, texts, strict=False):
        wide = line[-1].x + line[-1].width
        assert wide <= width + 0.02
        # Only where the line above has no place to break may a stop begin a line.
        if before and text[0] in NOT_FIRST:
            assert not any(may_break(*pair) for pair in pairwise(before))


def test_an_extra_that_is_missing_is_named(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(DataError, match=r"pip install 'geo-app\[picture\]'") as raised:
        draw_bytes(plan, "pdf")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("out", "how", "said"),
    [
        ("poster.pgn", {}, 'Did you mean "png"?'),
        ("poster", {}, "Choose of: .pdf, .png, .svg."),
        ("poster.pdf", {"paper": "A33"}, 'Did you mean "A3"?'),
        ("poster.png", {"paper": "A0", "dpi": 1200}, "million"),
        ("no/such/poster.pdf", {"paper": "A4"}, "cannot be written"),
    ],
)
def test_a_mistake_is_said_in_a_line(
    plan: Plan, tmp_path: Path, out: str, how: dict[str, Any], said: str
) -> None:
    with pytest.raises(DataError) as raised:
        draw(plan.filter(tasks=[7]), tmp_path / out, **how)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_plan_without_places_is_not_drawn(plan: Plan) -> None:
    with pytest.raises(DataError, match="no place meets these conditions"):
        draw_bytes(plan.filter(text="nowhere at all"), "pdf")


def test_the_command_draws_and_says_where(tmp_path: Path) -> None:
    out = tmp_path / "海报.svg"
    done = geo_app("picture", out, "--task", "7", "--paper", "A4", "--portrait")
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().endswith(f"places drawn on {out}")
    assert 'width="210mm"' in out.read_text("utf-8")


def test_the_command_names_the_conditions_that_leave_nothing(tmp_path: Path) -> None:
    done = geo_app("picture", tmp_path / "a.pdf", "--task", "9")
    assert done.returncode == 1
    assert "no place meets --task 9" in done.stderr
    assert not (tmp_path / "a.pdf").exists()


def test_an_old_picture_stays_when_the_new_one_cannot_be_made(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "poster.pdf"
    out.write_bytes(b"old")
    with pytest.raises(DataError):
        draw(plan.filter(text="nowhere at all"), out)
    assert out.read_bytes() == b"old"
