"""Texts of the data for Streamlit, which reads labels and notices as Markdown."""

from __future__ import annotations

import re

# All ASCII punctuation may stand behind a backslash, by CommonMark; then it means itself.
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    r"""Return a text as Markdown that shows it as it is, on one line.

    Examples
    --------
    >>> print(plain("5*3 [x](y)"))
    5\*3 \[x\]\(y\)
    """
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
