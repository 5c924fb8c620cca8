"""Hostile texts in the labels of the page, which Streamlit reads as Markdown."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from geo_app.app.plain import JOINER, plain
from geo_app.app.state import Known, read_query, write_query
from tests.hostile.corpus import strings

KNOWN = Known(tasks=(1, 2), layers=("rail",), places={"a": "a"})


@pytest.mark.parametrize("name", ["task", "hide", "outcome", "place", "lang", "tab"])
def test_no_parameter_is_more_than_a_word(name: str) -> None:
    for each in (*strings(refused=False), *strings(refused=True)):
        view, unknown = read_query({name: each}, KNOWN)
        assert read_query(write_query(view), KNOWN) == (view, [])
        assert all(len(text) <= 30 for text in unknown)


def test_a_label_shows_the_text_and_nothing_else() -> None:
    parser = MarkdownIt("commonmark")
    for each in strings(refused=False):
        (inline,) = parser.parseInline(plain(each))
        assert {child.type for child in inline.children or ()} <= {"text", "text_special"}, each
        shown = "".join(child.content for child in inline.children or ())
        assert shown.replace(JOINER, "") == " ".join(each.split()).replace(JOINER, "")


# What Streamlit looks for in texts that were parsed already.
_LATE = (
    r"(?i)(https?://|www(?=\.))([-.\w]+)",
    r"(?a)[-.\w+]+@[-\w]+(?:\.[-\w]+)+",
    r"(?a):material_\w+:|:streamlit:|:[\w+-][\w+-]*:",
    r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)",
)
_BAIT = (
    *("www.evil.example", "WWW.evil.example", "http://evil.example/", "me@evil.example"),
    *(":material/home:", ":material_home:", ":smile:", ":+1:", ":streamlit:"),
    *("a <-> b", "a -> b", "<- b", "--", "a >= b", "<=", "~="),
)


def test_a_label_becomes_no_link_icon_or_arrow_later() -> None:
    (inline,) = MarkdownIt("commonmark").parseInline(" ".join(_BAIT))
    raw = "".join(child.content for child in inline.children or ())
    assert all(re.search(pattern, raw) for pattern in _LATE)
    for each in (*_BAIT, *strings(refused=False)):
        (inline,) = MarkdownIt("commonmark").parseInline(plain(each))
        shown = "".join(child.content for child in inline.children or ())
        # As Streamlit does before it parses.
        shown = shown if ":material/" not in plain(each) else shown.replace("/", "_")
        for pattern in _LATE:
            assert not re.search(pattern, shown), (each, pattern)
