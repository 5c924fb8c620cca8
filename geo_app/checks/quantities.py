"""The numbers that words state: 270, 1200万, 二十二, 五千亿."""

from __future__ import annotations

import re

_DIGITS = {each: value for value, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_RUN = re.compile(r"\d+(?:\.\d+)?|[〇零一二三四五六七八九十百千万亿两]+")
_THINGS = 99
_SUM = re.compile(r"\d+(?:\+\d+)+")  # “1+2+N” counts three and more


def values_in(words: str) -> set[float]:
    """Return every number that words may state; 1200万 may be 1200 (万) or 12 000 000.

    Examples
    --------
    >>> sorted(values_in("2家五千亿级园区"))
    [2.0, 5000.0, 500000000000.0]
    """
    found = {0.5} if "半" in words else set()
    found |= {float(sum(map(int, each.split("+")))) for each in _SUM.findall(words)}
    for match in _RUN.finditer(words):
        run = match.group()
        if not run[0].isdecimal():
            found |= {_of_numerals(run), _of_numerals(run.rstrip("万亿"))}
            continue
        value = float(run)
        found.add(value)
        scale = 1
        for unit in words[match.end() : match.end() + 2]:
            scale *= _MYRIADS.get(unit, 1)
        found.add(value * scale)
    return found


def count_in(words: str) -> int:
    """Return how many things the words count or list, or 0: 四大, 一江六河, 京广、沪昆、渝长厦.

    A number above 99, such as a year, counts no things.

    Examples
    --------
    >>> count_in("一江六河"), count_in("京广、沪昆、渝长厦高铁经济带"), count_in("长沙港")
    (7, 3, 0)
    """
    runs = (match.group() for match in _RUN.finditer(words))
    values = [float(run) if run[0].isdecimal() else _of_numerals(run) for run in runs]
    total = sum(value for value in values if value.is_integer() and value <= _THINGS)
    return int(total) or (words.count("、") + 1) * ("、" in words)


def _of_numerals(run: str) -> float:
    """Read Chinese numerals: 十, 二十二, 五千亿, 一百零三."""
    total = section = digit = 0
    for sign in run:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
    return float(total + section + digit)
