"""Finding mentions: beside a regex alternation and two Aho-Corasick libraries.

All find the same spans. The libraries give bare spans; ours also checks conditions, leaves out
what crosses a sentence's end, and makes a value of each. Building their automaton counts for all:
a plan is joined once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from benchmarks.generate import make_city
from benchmarks.timing import Result, in_turns
from geo_app.mentions import find_mentions, names_of

_VALUES = "each mention becomes a value with its sentence and name; a library gives bare numbers"
WHAT = "finding mentions of 10,000 names"
# A regex alternation tries each name at each character: measured on this share of the text.
_REGEX_SHARE = 50


def rows(sizes: list[int]) -> Iterator[Result]:
    """Yield the time for texts of 1 MB and 10 MB; smaller ones where the sizes are."""
    names_count = min(10_000, max(sizes))
    times_by_size = []
    for megabytes in (1, 10) if max(sizes) >= 10_000 else (0.1, 1):
        city = make_city(names_count, text_bytes=int(megabytes * 1e6))
        report, names = city.report(), names_of(city.layers())
        words = [name.words for name in names]
        texts = [sentence.text for sentence in report.sentences]

        def rust(words: list[str] = words, texts: list[str] = texts) -> object:
            import ahocorasick_rs

            kind = ahocorasick_rs.MatchKind.LeftmostLongest
            automaton = ahocorasick_rs.AhoCorasick(words, matchkind=kind)
            return [automaton.find_matches_as_indexes(text) for text in texts]

        def in_c(words: list[str] = words, texts: list[str] = texts) -> object:
            import ahocorasick

            automaton = ahocorasick.Automaton()
            for i, each in enumerate(words):
                automaton.add_word(each, i)
            automaton.make_automaton()
            return [list(automaton.iter_long(text)) for text in texts]

        def regex(words: list[str] = words, texts: list[str] = texts) -> object:
            re.purge()
            longest_first = sorted(words, key=len, reverse=True)
            pattern = re.compile("|".join(map(re.escape, longest_first)))
            return [list(pattern.finditer(text)) for text in texts[::_REGEX_SHARE]]

        sides: dict[str, Callable[[], Any]] = {
            "ours": partial(find_mentions, report, names),
            "ahocorasick_rs": rust,
            "pyahocorasick": in_c,
            f"regex, a {_REGEX_SHARE}th of the text": regex,
        }
        times = in_turns(sides, rounds=5)
        ours = times.pop("ours")
        # Beside the better one: regex, of a share of the text, stands last.
        times = dict(sorted(times.items(), key=lambda item: (item[0].startswith("regex"), item[1])))
        times_by_size.append(ours)
        yield Result(WHAT, f"{megabytes} MB", ours, "ms", times, mark=1.5, note=_VALUES)
    small, large = times_by_size
    yield Result(
        "the same, per character: ten times the text",
        "",
        large / 10,
        "ms",
        {"a tenth of it": small},
        mark=1.2,
        note="linear in the text",
    )
