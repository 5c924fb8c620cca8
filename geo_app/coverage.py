"""What of the report has to be accounted for: its numbers and its place-like words.

The detector knows no grammar. It marks every run of numerals and every word that usually forms
the name of a place, far more than there are: each of them must lie inside words that the tables
or a feature claim, so nothing that the report names is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from geo_app.values import Span

# 双 and 半 count (双循环, 半小时), and 翻番 is a quantity without a numeral.
_NUMBER = re.compile(
    r"(?:[0-9０-９]+(?:\.[0-9]+)?[%％‰]?|[〇零一二三四五六七八九十百千万亿两双半])+|翻番"
)

# Single characters that end the names of places: areas, settlements, waters, heights, lines,
# sites. 地 is not among them: 土地, 落地, 各地 would drown the finds; its compounds are below.
_ENDINGS = "区园港城镇乡村县市省国州洲河江湖海洋溪湾山岛谷线站廊带圈桥隧路道街巷馆院窑坊寺"

# Words that name a site, or something that stands somewhere, without such an ending; and titles
# that no shorter 城市 can stand in for.
_WORDS = (
    "机场",
    "口岸",
    "基地",
    "高地",
    "阵地",
    "策源地",
    "中心",
    "平台",
    "枢纽",
    "板块",
    "集群",
    "总部",
    "工厂",
    "车间",
    "公寓",
    "学校",
    "实验室",
    "装置",
    "地标",
    "画廊",
    "景点",
    "旧址",
    "遗迹",
    "古迹",
    "之都",
    "标杆",
    "样板",
    "两岸",
    "流域",
    "沿江",
    "内陆",
    "绿心",
    "家园",
    "空间",
    "设施",
    "示范城市",
    "典范城市",
    "模范城市",
    "试点城市",
    "屏障",
)


def numbers_in(text: str) -> Iterator[Span]:
    """Find every number: maximal runs of digits and Chinese numerals, and 翻番.

    A run may mix both and holds its decimals and its per-cent sign: 1200万, 7%, 五千亿. A numeral
    inside an ordinary word (一批, 统一) is a run like any other; a row of numbers.csv says why it
    is none.

    Parameters
    ----------
    text
        Any text; a part of the report must be cut where its unit ends.

    Yields
    ------
    Span
        In code points of `text`, from left to right, without overlap.

    Examples
    --------
    >>> text = "力争城市常住人口达到1200万人,增长7%以上"
    >>> [text[start:end] for start, end in numbers_in(text)]
    ['1200万', '7%']
    """
    for match in _NUMBER.finditer(text):
        yield Span(*match.span())


def places_in(text: str, toponyms: Sequence[str]) -> Iterator[Span]:
    """Find everything that looks like a place: place-forming endings and known names.

    Parameters
    ----------
    text
        Any text.
    toponyms
        Names that carry no place-forming ending (隆平, 岳阳): `toponyms` of layers.toml.

    Yields
    ------
    Span
        In code points of `text`, by start. The longest trigger at a position counts, and none
        that lies inside another; triggers may overlap.

    Examples
    --------
    >>> text = "塑造隆平、大泽湖片区"
    >>> [text[start:end] for start, end in places_in(text, ["隆平"])]
    ['隆平', '湖', '区']
    """
    reached = 0
    for match in _trigger(tuple(toponyms)).finditer(text):
        span = Span(*match.span(1))
        if span.end > reached:
            reached = span.end
            yield span


@lru_cache(maxsize=8)
def _trigger(toponyms: tuple[str, ...]) -> re.Pattern[str]:
    """Compile the alternation of all triggers, longest first."""
    words = sorted({*_ENDINGS, *_WORDS, *filter(None, toponyms)}, key=len, reverse=True)
    # A lookahead gives a match at every position, so overlapping triggers are not lost.
    return re.compile(f"(?=({'|'.join(map(re.escape, words))}))")


def uncovered(candidates: Iterable[Span], covered: Sequence[Span]) -> list[Span]:
    """Return the candidates that lie inside no covered span.

    Two covered spans that touch do not join: a candidate across both is not covered.

    Parameters
    ----------
    candidates
        In any order.
    covered
        In any order; they may overlap.

    Returns
    -------
    list[Span]
        Sorted. Linear in both after sorting.

    Examples
    --------
    >>> uncovered([Span(0, 2), Span(3, 4)], [Span(0, 3)])
    [Span(start=3, end=4)]
    """
    claims = sorted(covered)
    left: list[Span] = []
    reached = at = 0
    for span in sorted(candidates):
        while at < len(claims) and claims[at].start <= span.start:
            # Of all claims that begin no later, the one that reaches furthest decides.
            reached = max(reached, claims[at].end)
            at += 1
        if at == 0 or span.end > reached:
            left.append(span)
    return left


def context(text: str, span: Span, around: int = 8) -> str:
    """Quote a span with a few characters around it, in brackets, within its line.

    Parameters
    ----------
    text
        The text that `span` counts in.
    span
        What to quote.
    around
        Characters to show on either side, at most.

    Examples
    --------
    >>> context("支持浏阳等创建乡村振兴示范县,打造样板", Span(2, 4), around=4)
    '支持【浏阳】等创建乡…'
    """
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - around)
    stop = text.find("\n", span.end)
    end = min(len(text) if stop < 0 else stop, span.end + around)
    before = "…" if start > 0 and text[start - 1] != "\n" else ""
    after = "…" if end < len(text) and text[end] != "\n" else ""
    inside = text[span.start : span.end]
    return f"{before}{text[start : span.start]}【{inside}】{text[span.end : end]}{after}"
