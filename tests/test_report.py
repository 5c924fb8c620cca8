"""The report: the real one unit by unit, and any text that follows the grammar."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.errors import DataError
from geo_app.grammar import GRAMMARS, Grammar
from geo_app.report import Report, parse_report, read_report

ZH = GRAMMARS["zh"]
STATEMENT, MEASURES = ZH.statement, ZH.measures
SHA256 = "65ae810c77cce848298a80dda82373a1025c50cefd112c1881e96c7803d40691"


def test_the_text_is_byte_for_byte_what_was_given(changsha: Path) -> None:
    data = (changsha / "seeds" / "000_66dac738b1181ad0.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SHA256


def test_every_unit_is_the_slice_that_it_says(report: Report) -> None:
    assert len(report.sentences) == 208
    for sentence in report.sentences:
        assert report.text[sentence.span.start : sentence.span.end] == sentence.text
    for block in report.blocks:
        assert report.quote(block.span) == report.quote(block.span).strip()


def test_nine_tasks_with_thirty_three_measures(report: Report) -> None:
    assert [task.title for task in report.tasks] == [
        "先进制造业", "科技创新", "改革开放", "长株潭一体化", "“五区”建设",
        "共同富裕", "文化繁荣", "绿色发展", "城市治理",
    ]  # fmt: skip
    assert [len(task.measures) for task in report.tasks] == [3, 4, 4, 3, 5, 4, 4, 3, 3]


def test_the_aim_is_joined_and_the_statement_is_whole(report: Report) -> None:
    task = report.tasks[3]
    assert task.aim == "引领长株潭都市圈建设,着力打造区域协同发展新格局"
    assert task.statement.startswith("围绕打造全国重要增长极,")
    assert task.statement.endswith("加快构建同城化发展新格局。")


def test_only_a_full_stop_ends_a_sentence(report: Report) -> None:
    texts = [s.text for s in report.sentences if s.kind == "sentence"]
    assert any("；" in text or ";" in text for text in texts)
    assert all("。" not in text[:-1].rstrip("”） ") for text in texts)
    assert all(text.endswith("。") for text in texts)


def test_intro_and_recap_belong_to_no_task(report: Report) -> None:
    intro = [s for s in report.sentences if s.section == "intro"]
    recap = [s for s in report.sentences if s.section == "recap"]
    assert (len(intro), len(recap)) == (6, 5)
    assert {s.task for s in intro + recap} == {0}
    assert recap[1].text.startswith("打通4条过江通道,")


def test_headline_and_furniture_are_no_sentences(report: Report) -> None:
    whole = "".join(s.text for s in report.sentences)
    for words in ("相链区块链", "钱娟", "晚报网友", "回顶部", "九大重点任务开创未来崭新局面"):
        assert words in report.text
        assert words not in whole


def test_sentences_are_numbered_within_their_section(report: Report) -> None:
    seen: dict[tuple[int, str, str], list[int]] = {}
    for s in report.sentences:
        seen.setdefault((s.task, s.section, s.kind), []).append(s.n)
    for (_, _, kind), numbers in seen.items():
        first = 0 if kind == "heading" else 1
        assert numbers == list(range(first, first + len(numbers)))


# ---- any text that follows the grammar

Inner = st.SearchStrategy[str]
_han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
_word = st.text("abcdefgHIJ0123.", min_size=1, max_size=9).map(lambda word: f"{word.strip('.')}a")
WORDS: dict[str, tuple[Inner, Inner]] = {
    "zh": (_han, st.lists(_han, min_size=1, max_size=3).map(",".join)),
    "en": (_word, st.lists(_word, min_size=1, max_size=4).map(" ".join)),
}


def _tasks(lang: str) -> st.SearchStrategy[list[dict]]:
    word, inner = WORDS[lang]
    closed = st.one_of(inner, inner.map(lambda s: f"“{s}”"))
    paragraph = st.lists(closed.map(lambda s: s + GRAMMARS[lang].stop), min_size=1, max_size=3)
    measure = st.tuples(inner, st.lists(paragraph, min_size=1, max_size=3))
    task = {
        "title": word,
        "aim": st.lists(inner, max_size=2),
        "statement": st.lists(paragraph, min_size=1, max_size=2),
        "measures": st.lists(measure, min_size=1, max_size=3),
    }
    return st.lists(st.fixed_dictionaries(task), min_size=1, max_size=4)


def _write(tasks: list[dict], recap: list[str], grammar: Grammar = ZH) -> str:
    lines, space = ["某城的计划"], grammar.space
    for number, task in enumerate(tasks, 1):
        lines += [f"{grammar.task} {number}", task["title"], *("  " + each for each in task["aim"])]
        lines += ["  " + grammar.statement, *("  " + space.join(p) for p in task["statement"])]
        lines.append("  " + grammar.measures)
        for heading, body in task["measures"]:
            lines += ["  " + heading, *("  " + space.join(p) for p in body)]
    lines += ["  " + each for each in recap]
    return "\n\n".join(lines) + "\n"


@pytest.mark.parametrize("lang", GRAMMARS)
@given(st.data())
def test_a_text_that_follows_the_grammar_reads_back_as_it_was_written(
    lang: str, data: st.DataObject
) -> None:
    tasks = data.draw(_tasks(lang))
    recap = data.draw(st.lists(WORDS[lang][1], max_size=2))
    text = _write(tasks, recap, GRAMMARS[lang])
    report, faults = parse_report(text, "seeds/x.txt", about={"lang": lang})
    assert faults == []
    for task, written in zip(report.tasks, tasks, strict=True):
        assert task.title == written["title"]
        assert task.aim == GRAMMARS[lang].space.join(written["aim"])
        assert [m.heading for m in task.measures] == [heading for heading, _ in written["measures"]]
        for measure, (_, body) in zip(task.measures, written["measures"], strict=True):
            sentences = [report.sentences[i].text for i in measure.sentences]
            assert sentences == [s for paragraph in body for s in paragraph]
    assert [s.text for s in report.sentences if s.kind == "recap"] == recap
    # Nothing is lost between the units but white space: the text re-assembles to itself.
    rebuilt, at = "", 0
    for block in report.blocks:
        gap = text[at : block.span.start]
        assert gap.strip() == ""
        rebuilt += gap + report.quote(block.span)
        at = block.span.end
    assert rebuilt + text[at:] == text
    assert all(report.quote(s.span) == s.text for s in report.sentences)


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("关键词 2", "关键词 3", 17, "found “关键词 3” where 关键词 2 was expected."),
        (STATEMENT, "【点击】", 11, f"found “{MEASURES}” where {STATEMENT} was expected."),
        ("  标题甲\n\n", "", 13, "found “一句话。” where a measure's heading"),
        (
            "  一句话。\n\n关键词 2",
            "关键词 2",
            13,
            "where a paragraph that ends in 。 below “标题甲”",
        ),
        ("任务甲\n\n", "", 5, f"found “{STATEMENT}” where the task's title was expected."),
        ("关键词", "要点", 1, "no task was found; a line 关键词 1 was expected."),
    ],
)
def test_a_text_that_does_not_gives_line_and_what_was_expected(
    old: str, new: str, line: int, expected: str
) -> None:
    text = _write(
        [
            {
                "title": f"任务{n}",
                "aim": [],
                "statement": [["说明。"]],
                "measures": [(f"标题{n}", [["一句话。"]])],
            }
            for n in "甲乙"
        ],
        [],
    )  # fmt: skip
    assert old in text
    broken = text.replace(old, new) if old in ("关键词",) else text.replace(old, new, 1)
    _, faults = parse_report(broken, "seeds/x.txt")
    hits = [fault for fault in faults if expected in fault.what]
    assert hits, [str(fault) for fault in faults]
    assert hits[0].line == line


def test_a_text_in_another_language_than_said_is_told_which() -> None:
    _, (fault,) = parse_report("City\n\nTask 1\n\nEasy ways\n", "seeds/x.txt")
    assert fault.mend == 'Lines begin with Task: write lang = "en" in report.toml.'
    _, (fault,) = parse_report("市\n\n关键词 1\n\n要点\n", "seeds/x.txt", about={"lang": "en"})
    assert fault.mend == 'Lines begin with 关键词: write lang = "zh" in report.toml.'
    _, (fault,) = parse_report("City\n", "seeds/x.txt")
    assert fault.mend == "Begin each task with 关键词 N."


def test_a_full_stop_inside_a_word_ends_no_english_sentence() -> None:
    words = "Build 4.5 km of Line 1. Open “the gate.” Ask the U.N. for help."
    text = _write(
        [{"title": "T", "aim": [], "statement": [[words]], "measures": [("H", [["So be it."]])]}],
        [],
        GRAMMARS["en"],
    )
    report, faults = parse_report(text, "seeds/x.txt", about={"lang": "en"})
    assert faults == []
    found = [s.text for s in report.sentences if s.kind == "statement"]
    # an abbreviation is taken for an end: the quotation is still word for word
    assert found == ["Build 4.5 km of Line 1.", "Open “the gate.”", "Ask the U.N.", "for help."]


def test_a_language_without_a_grammar_is_refused(city: Path) -> None:
    about = city / "seeds" / "report.toml"
    about.write_text('lang = "fr"\n' + about.read_text("utf-8"), "utf-8")
    with pytest.raises(DataError, match='"lang" is "fr"; known are zh, en'):
        read_report(city / "seeds")


def test_a_changed_text_is_a_fault(city: Path) -> None:
    about = (city / "seeds" / "report.toml").read_text("utf-8")
    name = next(line.split('"')[1] for line in about.splitlines() if line.startswith("file"))
    file = city / "seeds" / name
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(DataError, match="the text has changed"):
        read_report(city / "seeds")
