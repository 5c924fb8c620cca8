"""The detector of numbers and place-like words, and what it leaves uncovered."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.coverage import context, numbers_in, places_in, uncovered
from geo_app.values import Span

TOPONYMS = ("长沙", "株洲", "长株潭", "隆平", "湘阴", "京广", "沪昆", "3+5", "一核两副", "十个重大")

_ends = st.tuples(st.integers(0, 60), st.integers(0, 12))
_spans = st.lists(_ends.map(lambda pair: Span(pair[0], pair[0] + pair[1])), max_size=25)
_some = st.lists(
    _ends.map(lambda pair: Span(pair[0], pair[0] + 1 + pair[1])), max_size=25
)  # a candidate is never empty
_texts = st.text(alphabet="长沙株洲市县区湖三千亿0129.%+,。翻番中心 \n一", max_size=60)


def _numbers(text: str) -> list[str]:
    return [text[start:end] for start, end in numbers_in(text)]


def _places(text: str, toponyms: tuple[str, ...] = TOPONYMS) -> list[str]:
    return [text[start:end] for start, end in places_in(text, toponyms)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("力争城市常住人口达到1200万人", ["1200万"]),
        ("年均增长7%以上", ["7%"]),
        ("突破50万元", ["50万"]),
        ("打通4条过江通道", ["4"]),
        ("力争到2025年打造2家五千亿级园区", ["2025", "2", "五千亿"]),
        ("3家两千亿级园区、3家千亿级园区", ["3", "两千亿", "3", "千亿"]),
        ("本土世界500强企业实现“零突破”", ["500", "零"]),
        ("税收过百亿企业数量翻番", ["百亿", "翻番"]),
        ("建成“半小时经济圈”", ["半"]),
        ("深度融入“双循环”", ["双"]),
        ("三区两山两中心", ["三", "两", "两"]),
        ("推进“一江六河”综合治理", ["一", "六"]),
        ("“1+2+N”先进制造业集群", ["1", "2"]),
        ("大力实施“十百千”工程", ["十百千"]),
        ("建设一批国际学校", ["一"]),
        ("长度48.11公里", ["48.11"]),
        ("增长4.5%。", ["4.5%"]),
        ("下降0.8‰", ["0.8‰"]),
        ("市第十四次党代会", ["十四"]),
        ("实施“破零”行动", ["零"]),
        ("5G、7号线", ["5", "7"]),
        ("讲好长沙故事", []),
        ("第1.", ["1"]),
        ("", []),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    assert _numbers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("塑造隆平、大泽湖、大王山", ["隆平", "湖", "山"]),
        ("长沙县、浏阳市", ["长沙", "县", "市"]),
        ("主动对接株洲", ["株洲"]),  # 洲 lies inside the name and is not found again
        ("长株潭一体化", ["长株潭"]),
        ("坚持以人民为中心", ["中心"]),
        ("靖港港区", ["港", "港", "区"]),
        ("长沙机场货运", ["长沙", "机场"]),
        ("争创国家版权示范城市", ["国", "示范城市"]),
        ("城市治理", ["城", "市"]),
        ("“3+5”城市群", ["3+5", "城", "市"]),
        ("提升“一核两副”能级", ["一核两副"]),
        ("京广、沪昆、渝长厦", ["京广", "沪昆"]),
        ("种业“硅谷”", ["谷"]),
        ("打通市际“断头路”", ["市", "路"]),
        ("“十个重大基础设施项目”", ["十个重大", "设施"]),
        ("一街一巷", ["街", "巷"]),
        ("讲好故事,传播声音", []),
        ("", []),
    ],
)
def test_places(text: str, found: list[str]) -> None:
    assert _places(text) == found


def test_a_longer_toponym_is_one_candidate() -> None:
    assert _places("长沙铜官窑", ("长沙", "长沙铜官窑")) == ["长沙铜官窑"]


def test_triggers_that_overlap_are_both_found() -> None:
    assert _places("甲乙丙", ("甲乙", "乙丙")) == ["甲乙", "乙丙"]


def test_an_empty_toponym_finds_nothing() -> None:
    assert _places("讲好故事", ("",)) == []


def test_a_toponym_is_no_pattern() -> None:
    assert _places("3+5、335", ("3+5",)) == ["3+5"]


@pytest.mark.parametrize(
    ("candidate", "covered", "left"),
    [
        (Span(0, 2), [Span(0, 2)], False),
        (Span(0, 2), [Span(0, 1), Span(1, 2)], True),  # claims that touch do not join
        (Span(4, 6), [Span(0, 9), Span(4, 5)], False),  # the longer claim began earlier
        (Span(4, 6), [Span(5, 9)], True),
        (Span(4, 6), [], True),
    ],
)
def test_inside(candidate: Span, covered: list[Span], left: bool) -> None:
    assert uncovered([candidate], covered) == ([candidate] if left else [])


@given(_some, _spans)
def test_uncovered_are_exactly_those_inside_no_claim(
    candidates: list[Span], covered: list[Span]
) -> None:
    expected = [
        each
        for each in sorted(candidates)
        if not any(claim.start <= each.start and each.end <= claim.end for claim in covered)
    ]
    assert uncovered(candidates, covered) == expected


@given(_some, _spans, _spans)
def test_a_claim_more_never_uncovers(
    candidates: list[Span], covered: list[Span], more: list[Span]
) -> None:
    fewer = set(uncovered(candidates, covered + more))
    assert fewer <= set(uncovered(candidates, covered))


@given(_some, _spans)
def test_order_does_not_matter(candidates: list[Span], covered: list[Span]) -> None:
    assert uncovered(candidates[::-1], covered[::-1]) == uncovered(candidates, covered)


@given(_some)
def test_everything_covers_itself(candidates: list[Span]) -> None:
    assert uncovered(candidates, candidates) == []


@given(_texts)
def test_every_digit_lies_in_a_number(text: str) -> None:
    spans = list(numbers_in(text))
    inside = {at for start, end in spans for at in range(start, end)}
    assert {at for at, sign in enumerate(text) if sign in "三千亿一0129"} <= inside
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(_texts)
def test_every_ending_lies_in_a_place(text: str) -> None:
    spans = list(places_in(text, TOPONYMS))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert uncovered([Span(i, i + 1) for i, c in enumerate(text) if c in "洲市县区湖"], spans) == []
    assert all(a.start < b.start and a.end < b.end for a, b in pairwise(spans))


@given(_texts, st.integers(0, 10), st.data())
def test_context_holds_the_quote(text: str, around: int, data: st.DataObject) -> None:
    spans = [*numbers_in(text), *places_in(text, TOPONYMS)]
    if not spans:
        return
    span = data.draw(st.sampled_from(spans))
    shown = context(text, span, around)
    assert f"【{text[span.start : span.end]}】" in shown
    assert "\n" not in shown
    assert len(shown) <= (span.end - span.start) + 2 * around + 4


def test_context_stays_in_its_line() -> None:
    text = "第一行\n支持浏阳等\n第三行"
    assert context(text, Span(6, 8)) == "支持【浏阳】等"
    assert context(text, Span(6, 8), around=1) == "…持【浏阳】等"
