"""Hostile texts in the labels of the page, which Streamlit reads as Markdown."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from geo_app.app.plain import plain
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
        assert shown == " ".join(each.split())
