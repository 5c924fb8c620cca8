"""The gloss: every sentence has its English, places and numbers in it are the layers', and the
reader says what is wrong with the file.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.api import Plan, load_plan
from geo_app.checks import check
from geo_app.errors import DataError
from geo_app.gloss import COLUMNS, read_gloss, scan_gloss
from geo_app.mapdoc.payload import payload
from geo_app.report import Report, read_report
from geo_app.rulebook import rule_of

HERE = Path(__file__).resolve().parent
HEADER = tuple(column.name for column in COLUMNS)
# The English lists the three belts by their names, as the report does, and does not count them.
NAMED_OTHERWISE = {"hsr-belts"}
WORDS = {2: "two", 3: "three", 4: "four"}


def write(seeds: Path, rows: list[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    (seeds / "gloss.csv").write_text(text.getvalue(), "utf-8")


def rules(city: Path) -> list[str]:
    return [rule_of(each) for each in check(city)]


# The Changsha plan


def test_every_sentence_has_a_gloss(plan: Plan) -> None:
    assert len(plan.glosses) == len(plan.report.sentences) == 208
    assert [
        s.text for s, en in zip(plan.report.sentences, plan.glosses, strict=True) if not en
    ] == []


def test_every_text_stands_once_and_in_the_order_of_the_report(changsha: Path, plan: Plan) -> None:
    text = (changsha / "seeds" / "gloss.csv").read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows[0] == list(HEADER)
    assert [row[0] for row in rows[1:]] == list(
        dict.fromkeys(s.text for s in plan.report.sentences)
    )
    again = io.StringIO(newline="")
    csv.writer(again, lineterminator="\n").writerows(rows)
    assert again.getvalue() == text


def test_the_gloss_is_english(plan: Plan) -> None:
    for en in plan.glosses:
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef\"'<>]", en), en
        assert en == " ".join(en.split())
        assert en.count("[") == en.count("]")


def test_quotation_marks_stand_in_pairs(plan: Plan) -> None:
    """As in the Chinese: the quotation of the introduction runs over two sentences."""
    for sentence, en in zip(plan.report.sentences, plan.glosses, strict=True):
        open_ended = sentence.text.count("“") - sentence.text.count("”")
        assert en.count("“") - en.count("”") == open_ended, en


def test_whole_sentences_end_as_sentences(plan: Plan) -> None:
    for sentence, en in zip(plan.report.sentences, plan.glosses, strict=True):
        ends = sentence.text.rstrip("”").endswith(("。", "?"))
        assert en.rstrip("”").endswith((".", "?")) == ends, en


def test_titles_agree_with_the_interface(plan: Plan) -> None:
    titles = [
        en
        for sentence, en in zip(plan.report.sentences, plan.glosses, strict=True)
        if sentence.kind == "title"
    ]
    assert titles == [task.title_en for task in plan.report.tasks]


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z0-9]+", text.casefold())}


def test_places_are_called_as_in_the_layers(plan: Plan) -> None:
    """Every word of a place's English name, or of its short one, stands in the gloss."""
    places = plan.places
    wrong = [
        (place, plan.glosses[sentence])
        for place, sentence in zip(
            plan.mentions["place_id"], plan.mentions["sentence"], strict=True
        )
        if place not in NAMED_OTHERWISE
        and not any(
            _words(name) <= _words(plan.glosses[sentence])
            for name in (places.at[place, "name_en"], places.at[place, "short_en"])
            if name
        )
    ]
    assert wrong == []


def _written(digits: str, myriads: str) -> set[str]:
    """Return the ways to write a number in English; 1200万 is 12 million and nothing else."""
    value = int(digits) * (10_000 if myriads else 1)
    ways = {WORDS.get(value, f"{value:,}"), f"{value:,}", *([] if myriads else [digits])}
    return ways | ({f"{value / 1e6:g} million"} if value >= 1_000_000 else set())


def test_numbers_are_the_reports(plan: Plan) -> None:
    for sentence, en in zip(plan.report.sentences, plan.glosses, strict=True):
        for digits, myriads in re.findall(r"(\d+)(万?)", sentence.text):
            assert any(
                re.search(rf"(?<!\d){re.escape(way)}(?!\d)", en)
                for way in _written(digits, myriads)
            ), (digits, en)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("五千亿级", "500-billion-yuan class"),
        ("两千亿级", "the 200-billion-yuan class"),
        ("、3家千亿级", "the 100-billion-yuan class"),
        (
            "千亿产业、百亿企业、十亿项目",
            "industries of 100 billion yuan, companies of 10 billion yuan",
        ),
        ("产值过千亿、税收过百亿", "output above 100 billion yuan or taxes above 10 billion yuan"),
        ("第十四次", "14th"),
    ],
)
def test_numerals_are_the_reports(plan: Plan, zh: str, en: str) -> None:
    found = [
        gloss
        for sentence, gloss in zip(plan.report.sentences, plan.glosses, strict=True)
        if zh in sentence.text
    ]
    assert found
    assert all(en in gloss for gloss in found)


# A recurring term of the report, and its one rendering.
TERMS = {
    "三高四新": "three highlands and four new missions",
    "走廊": "corridor",
    "都市圈": "metropolitan circle",
    "示范市": "demonstration city",
    "试点": "pilot",
    "高地": "highland",
    "枢纽": "hub",
    "产业集群": "cluster",
    "园区": "park",
    "乡村振兴": "rural revitalisation",
    "共同富裕": "common prosperity",
    "一体化": "integrat",
    "产业链": "industrial chain",
}


@pytest.mark.parametrize(("zh", "en"), TERMS.items())
def test_a_term_has_one_rendering(plan: Plan, zh: str, en: str) -> None:
    pairs = zip(plan.report.sentences, plan.glosses, strict=True)
    assert [gloss for s, gloss in pairs if zh in s.text and en not in gloss.casefold()] == []


def test_the_document_holds_the_gloss(plan: Plan) -> None:
    whole = orjson.loads(payload(plan))
    assert tuple(each["gloss"] for each in whole["sentences"]) == plan.glosses


# The reader


@pytest.fixture
def tiny() -> Report:
    return read_report(HERE / "tiny_city" / "seeds")


def test_the_second_city_has_a_gloss(city: Path, tiny: Report) -> None:
    assert all(read_gloss(city / "seeds", tiny))


def test_a_report_without_a_gloss_is_a_report(city: Path, tiny: Report) -> None:
    with_gloss = load_plan(city).version
    (city / "seeds" / "gloss.csv").unlink()
    assert check(city) == []
    plan = load_plan(city)
    assert plan.glosses == ("",) * len(tiny.sentences)
    assert plan.version != with_gloss
    assert all("gloss" not in each for each in orjson.loads(payload(plan))["sentences"])


def test_a_gloss_may_be_a_part(city: Path) -> None:
    write(city / "seeds", [("城市更新", "Urban renewal")])
    assert check(city) == []
    assert sum(map(bool, load_plan(city).glosses)) == 1


def test_filtering_keeps_the_glosses(plan: Plan) -> None:
    assert plan.filter(tasks=[5]).glosses == plan.glosses


@pytest.mark.parametrize(
    ("header", "row", "rule"),
    [
        (("text",), ("城市更新",), "column-missing"),
        (("text", "english"), ("城市更新", "x"), "column-missing"),
        (("text", "en"), ("城市更新", ""), "cell-missing"),
        (("text", "en"), ("城市更新", " "), "cell-missing"),
        (("text", "en"), ("", "Urban renewal"), "cell-missing"),
        (("text", "en"), ("城市更新",), "row-ragged"),
        (("text", "en"), ("城市更新", "Renewal", "x"), "row-ragged"),
        (("text", "en"), ("城市更 新", "Urban renewal"), "gloss-unknown"),
        (("text", "en"), ("城市是人民的城市", "x"), "gloss-unknown"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(
    city: Path, header: tuple[str, ...], row: tuple[str, ...], rule: str
) -> None:
    write(city / "seeds", [row], header)
    assert rule in rules(city)


def test_the_header_alone_is_a_gloss_and_no_header_is_not(city: Path) -> None:
    write(city / "seeds", [])
    assert check(city) == []
    (city / "seeds" / "gloss.csv").write_text("城市更新,Urban renewal\n", "utf-8")
    assert set(rules(city)) == {"column-missing", "column-unknown"}


def test_a_row_of_no_sentence_stops_no_map_and_a_broken_table_does(city: Path) -> None:
    write(city / "seeds", [("城市更 新", "Urban renewal"), ("交通先行", "Transport first")])
    assert sum(map(bool, load_plan(city).glosses)) == 1
    (city / "seeds" / "gloss.csv").write_text('text,en\n"交通', "utf-8")
    with pytest.raises(DataError, match=r"seeds/gloss\.csv"):
        load_plan(city)
    with pytest.raises(DataError, match=r"seeds/gloss\.csv"):
        read_gloss(city / "seeds", read_report(city / "seeds"))


def test_the_first_of_two_counts(city: Path, tiny: Report) -> None:
    write(city / "seeds", [("城市更新", "Urban renewal"), ("城市更新", "Renewal")])
    glosses, faults = scan_gloss(city / "seeds", tiny)
    assert "Urban renewal" in glosses
    assert [each.line for each in faults] == [3]


# Without what `check` refuses in any text: control characters, and marks that turn directions.
_TURNS = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_FIT = st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"], exclude_characters=_TURNS)
texts = st.text(_FIT, max_size=12)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any part of the sentences, in any order, with any English."""
    report = read_report(HERE / "tiny_city" / "seeds")
    known = sorted({s.text for s in report.sentences})
    chosen = data.draw(st.lists(st.sampled_from(known), unique=True))
    rows = {text: data.draw(texts.filter(str.strip)) for text in chosen}
    seeds = tmp_path_factory.mktemp("gloss")
    write(seeds, list(rows.items()))
    glosses, faults = scan_gloss(seeds, report)
    assert faults == []
    assert glosses == tuple(rows.get(s.text, "").strip() for s in report.sentences)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 1200), junk=st.text('",\n\r\0a1城', max_size=4))
def test_no_damage_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: str
) -> None:
    city = tmp_path_factory.mktemp("junk") / "city"
    shutil.copytree(HERE / "tiny_city", city)
    path = city / "seeds" / "gloss.csv"
    text = path.read_text("utf-8")
    path.write_text(text[:at] + junk + text[at + 1 :], "utf-8")
    for each in check(city):
        assert str(each)
    shutil.rmtree(city)
