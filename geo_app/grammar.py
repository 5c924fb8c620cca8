"""The marks by which a report's text is parted, in each language that one may be written in."""

from __future__ import annotations

import re
from typing import NamedTuple


class Grammar(NamedTuple):
    """The marks of a report in one language.

    A sentence keeps its `stop` and the quotation marks or brackets that close right behind it;
    `space` stands between joined paragraphs; `tag` names the language in a document (BCP 47).
    """

    task: str
    statement: str
    measures: str
    stop: str
    sentence: re.Pattern[str]
    closing: str
    tag: str
    space: str = ""

    def begins_task(self, text: str) -> bool:
        """Say whether a line begins a task, whatever its number."""
        return re.fullmatch(rf"{self.task} ?\d{{1,4}}", text) is not None

    def is_mark(self, text: str) -> bool:
        """Say whether a line is none of the report's words, but parts them."""
        return text in (self.statement, self.measures) or self.begins_task(text)

    def ends(self, text: str) -> bool:
        """Say whether a line is body: its last sentence is closed."""
        return text.rstrip(self.closing).endswith(self.stop)


GRAMMARS = {
    "zh": Grammar(
        task="关键词",
        statement="【报告点击】",
        measures="【具体举措】",
        stop="。",
        sentence=re.compile(r"[^。]*。+[”’」』）)》]*|[^。]+"),
        closing="”’」』）)》",
        tag="zh-Hans",
    ),
    "en": Grammar(
        task="Task",
        statement="[Statement]",
        measures="[Measures]",
        stop=".",
        sentence=re.compile(r"\S.*?(?:\.[”’\"')\]]*(?=\s|$)|$)"),
        closing="”’\"')]",
        tag="en",
        space=" ",
    ),
}
