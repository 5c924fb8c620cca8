"""The index of a build: a page that links every city, and the same for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import orjson

from geo_app import __version__, style
from geo_app.collection.city import Outcome
from geo_app.collection.layout import Layout
from geo_app.errors import Fault
from geo_app.mapdoc.policy import with_policy
from geo_app.site.pages import css
from geo_app.writing import write_whole


def write_index(outcomes: Sequence[Outcome], others: Iterable[Fault], layout: Layout) -> None:
    """Write index.json and index.html.

    Parameters
    ----------
    outcomes
        Of every city, in the order in which they shall stand there.
    others
        Faults of folders that were no city.
    layout
        Where they are written.
    """
    cities = [each.record for each in outcomes if each.record]
    out = {each.city: [*map(str, each.faults)] for each in outcomes if not each.record}
    for fault in others:
        out[fault.file] = [str(fault)]
    index = {
        "geo_app": __version__,
        "places": sum(city["places"] for city in cities),
        "cities": cities,
        "left_out": [{"city": city, "faults": out[city]} for city in sorted(out)],
    }
    write_whole(layout.out / "index.json", orjson.dumps(index, option=orjson.OPT_INDENT_2))
    write_whole(layout.out / "index.html", _page(cities, index["places"], sorted(out)).encode())


def _page(cities: Sequence[dict[str, Any]], places: int, left_out: Sequence[str]) -> str:
    title = f"{len(cities)} 座城市 · {_count(len(cities), 'city', 'cities')}"
    rows = "".join(map(_row, cities))
    without = ""
    if left_out:
        names = "、".join(map(escape, left_out))
        without = f'<h2>未能生成 <span lang="en">Could not be built</span></h2><p>{names}</p>'
    return with_policy(
        f"""<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title>
{style.icon()}
<style>{css()}</style>
</head>
<body>
<main>
<h1>{len(cities)} 座城市</h1>
<p lang="en">{_count(len(cities), "city", "cities")}, {_count(places, "place", "places")}</p>
<ul class="list">{rows}</ul>
{without}
</main>
<footer><p><a href="index.json">index.json</a></p></footer>
</body>
</html>
"""
    )


def _row(city: dict[str, Any]) -> str:
    title, english = (escape(city[key] or "") for key in ("title", "title_en"))
    count = f"{city['places']} 处 · {_count(city['places'], 'place', 'places')}"
    second = f'<span class="en" lang="en">{english}</span>' if english != title else ""
    href = escape(city["site"] or city["data"])
    return f'<li><a href="{href}"><span>{title}</span>{second}<small>{count}</small></a></li>'


def _count(n: int, one: str, more: str) -> str:
    return f"{n} {one if n == 1 else more}"
