"""A plan whose every text is meant to break a writer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from geo_app.api import Plan, load_plan

TINY = Path(__file__).resolve().parent.parent / "tiny_city"
NASTY = "有]]>与<![CDATA[ & <b onload=\"x\">“引号”'单'</b>,逗号;\n第二行 😀𠮷"
NAMES = ('=HYPERLINK("http://x","点")', "@引]]>号'\"", "-1+1|<b>粗</b>", "😀𠮷野\n两行 &amp;")


def hostile_plan() -> Plan:
    """The second city with names, notes, sources and sentences replaced."""
    plan = load_plan(TINY)
    places = plan.places
    assert len(places) == len(NAMES)
    places["name"] = NAMES
    places["extent_note"] = NASTY
    places["sources"] = [({"title": NASTY, "publisher": "=2+2", "says": "长" * 300},)] * len(places)
    sentences = tuple(
        replace(each, text=f"={each.text}{NASTY}{'长' * 100}") for each in plan.report.sentences
    )
    return replace(plan, report=replace(plan.report, sentences=sentences), _places=places)
