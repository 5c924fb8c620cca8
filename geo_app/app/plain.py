"""Texts of the data for Streamlit, which reads labels and notices as Markdown."""

from __future__ import annotations

import re

# All ASCII punctuation may stand behind a backslash, by CommonMark; then it means itself.
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
# What Streamlit makes links, icons and arrows of after the backslashes were read. A sign that is
# not seen, and breaks no line, parts their letters.
_LINK = re.compile(r"(?<=://)|(?<=www)(?=\.)|(?<=@)(?=[-\w])", re.IGNORECASE)
_ICON = re.compile(r"(?<=:)(?=[\w+-]+:)")
_ARROW = re.compile(r"(?<!\S)([-<>~])(?=(?:->|[->=])(?!\S))")
JOINER = "\u2060"


def plain(text: str) -> str:
    r"""Return a text as Markdown that shows it as it is, on one line.

    Where Streamlit would see a link, an icon or an arrow in it, `JOINER` keeps it apart.

    Examples
    --------
    >>> print(plain("5*3 [x](y)"))
    5\*3 \[x\]\(y\)
    """
    line = " ".join(text.split())
    for pattern, by in ((_LINK, JOINER), (_ICON, JOINER), (_ARROW, rf"\1{JOINER}")):
        line = pattern.sub(by, line)
    return _MARKS.sub(r"\\\1", line)
