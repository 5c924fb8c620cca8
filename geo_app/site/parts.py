"""The parts of a place's page: what the map's card says, in both languages, as plain HTML."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from html import escape
from typing import Any

from geo_app import text
from geo_app.antimeridian import within
from geo_app.glyphs import GLYPHS

Row = dict[str, Any]
_NEAREST = 6
_SIGNS = {"at_least": "≥", "at_most": "≤", "more_than": ">", "less_than": "<"}


def _verbatim(words: str) -> str:
    """Return words of the report; CSS draws the space that an ASCII comma or colon lacks."""
    return re.sub(r"([,:])", r'<span class="hp">\1</span>', escape(words))


class Parts:
    """Makes the parts from the data of the map document."""

    def __init__(self, data: Row) -> None:
        self.data = data
        self.places: list[Row] = data["places"]
        self.by_id = {place["id"]: place for place in self.places}
        self.index = {place["id"]: i for i, place in enumerate(self.places)}
        self.layers = {layer["id"]: layer for layer in data["layers"]}
        self.tasks = {task["n"]: task for task in data["tasks"]}

    def pair(self, words: dict[str, str], tag: str = "p") -> str:
        """Return a text in both languages; once where they are the same."""
        zh, en = escape(words["zh"]), escape(words["en"])
        if zh == en:
            return f"<{tag}>{zh}</{tag}>" if zh else ""
        return f'<{tag}>{zh}</{tag}> <{tag} class="en" lang="en">{en}</{tag}>'

    def words(self, sentence: int) -> str:
        """Return a sentence of the report word for word."""
        runs = self.data["sentences"][sentence]["runs"]
        return "".join(run if isinstance(run, str) else run["t"] for run in runs)

    def heading(self, place: Row) -> str:
        """Return layer, kind, name and the nine-square of its tasks."""
        layer = self.pair(self.layers[place["layer"]]["title"], "span")
        name = place["name"]
        other = (
            "" if name["zh"] == name["en"] else f'<p class="en" lang="en">{escape(name["en"])}</p>'
        )
        aliases = "、".join(place["aliases"])
        also = f'<p class="aliases">{escape(aliases)}</p>' if aliases else ""
        return (
            f'<p class="kicker">{_glyph(place)}{layer}</p><div class="head"><div>'
            f"<h1>{escape(name['zh'])}</h1>{other}{also}</div>{self._nine(place)}</div>"
        )

    def _nine(self, place: Row) -> str:
        if not place["tasks"]:
            return ""
        squares = "".join(
            f'<rect class="{"on" if n in place["tasks"] else ""}" '
            f'x="{9 * ((n - 1) % 3)}" y="{9 * ((n - 1) // 3)}" width="8" height="8"/>'
            for n in range(1, 10)
        )
        said = "、".join(f"{n} {self.tasks[n]['name']['zh']}" for n in place["tasks"])
        return (
            f'<svg class="nine" viewBox="0 0 26 26" role="img" aria-label="{escape(said)}">'
            f"<title>{escape(said)}</title>{squares}</svg>"
        )

    def inferred(self, place: Row) -> str:
        """Return why a place that the report does not name stands for its words."""
        if not place["inferred"]:
            return ""
        return (
            f'<div class="inferred">{_label("inferred", "p")}{self.pair(place["inferred"])}</div>'
        )

    def quotes(self, place: Row) -> str:
        """Return every sentence that names the place, word for word, with task and measure."""
        seen: dict[int, str | None] = {}
        for quote in place["quotes"]:
            seen.setdefault(quote["s"], quote["via"])
        return "".join(self._quote(place, s, via) for s, via in sorted(seen.items()))

    def _quote(self, place: Row, number: int, via: str | None) -> str:
        sentence = self.data["sentences"][number]
        marked = self.index.get(via, -1) if via else self.index[place["id"]]
        words = "".join(
            _verbatim(run)
            if isinstance(run, str)
            else f"<mark>{_verbatim(run['t'])}</mark>"
            if marked in run["p"]
            else _verbatim(run["t"])
            for run in sentence["runs"]
        )
        gloss = sentence.get("gloss", "")
        english = (
            f'<p class="gloss" lang="en">{escape(gloss)} <small>{text.DOCUMENT["gloss_note"][1]}'
            "</small></p>"
            if gloss
            else ""
        )
        through = ""
        if via and via in self.by_id:
            through = (
                f'<p class="via">{_label("part_of", "span")} {self._link(self.by_id[via])}</p>'
            )
        lang = self.data["textLang"]
        return (
            f'<figure><blockquote lang="{lang}" data-sentence="{number}">{words}</blockquote>'
            f"{english}"
            f"<figcaption>{self._where(number)}</figcaption>{through}</figure>"
        )

    def _where(self, number: int) -> str:
        sentence = self.data["sentences"][number]
        found = []
        if sentence["task"]:
            name = self.tasks[sentence["task"]]["name"]
            found.append(
                f"关键词 {sentence['task']} {escape(name['zh'])} "
                f'<span lang="en">Task {sentence["task"]} {escape(name["en"])}</span>'
            )
        if sentence["kind"] == "sentence":
            found.append(f'<span class="measure">{escape(sentence["section"])}</span>')
        link = f"../index.html#sentence={number}&amp;report=1"
        found.append(f'<a href="{link}">在原文中看 <span lang="en">In the report</span></a>')
        return " · ".join(found)

    def targets(self, place: Row) -> str:
        """Return the targets that stand in the sentences of the place."""
        rows = [self.data["targets"][i] for i in place["targets"]]
        if not rows:
            return ""
        items = "".join(f"<li>{self.pair(_target(row), 'span')}</li>" for row in rows)
        return f'{_label("targets_here", "h2")}<ul class="plain">{items}</ul>'

    def outcomes(self, place: Row) -> str:
        """Return what became of it, newest first."""
        rows = place["outcomes"]
        if not rows:
            return ""
        items = "".join(
            f"<li><time>{escape(row['asOf'])}</time><div>{self.pair(row['says'])}{_cite(row)}</div></li>"
            for row in rows
        )
        return f'{_label("since_then", "h2")}<ol class="since">{items}</ol>'

    def facts(self, place: Row) -> str:
        """Return how exact it is, how large, and what it covers."""
        rows = []
        if place["accuracy"]:
            metres = place["accuracy"]
            error = f"±{metres / 1000:g} km" if metres >= 1000 else f"±{metres:g} m"
            how = text.DOCUMENT[place["certainty"]]
            rows.append(("accuracy", f'{error} · {how[0]} <span lang="en">{how[1]}</span>'))
        for key, unit, name in (("lengthKm", "km", "length"), ("areaKm2", "km²", "area")):
            if place[key]:
                drawn = text.DOCUMENT["as_drawn"] if place["measured"] else ("", "")
                more = f' <small>{drawn[0]} <span lang="en">{drawn[1]}</span></small>'
                rows.append((name, f"{place[key]:,g} {unit}{more if drawn[0] else ''}"))
        covers = escape("、".join(place["districts"]))
        covers = (f"<p>{covers}</p>" if covers else "") + self.pair(place["note"])
        if covers:
            rows.append(("extent", covers))
        lng, lat = place["anchor"]
        rows.append(("at_point", f"{lat:.5f}, {within(lng):.5f} <small>WGS 84</small>"))
        list_ = "".join(f"{_label(key, 'dt')}<dd>{value}</dd>" for key, value in rows)
        return f"<dl>{list_}</dl>"

    def neighbours(self, place: Row) -> str:
        """Return links to its members, its groups and the nearest places."""
        near = [] if place["members"] or place["wide"] or place["farKm"] else self._nearest(place)
        rows = [
            ("members", [self.by_id[i] for i in place["members"] if i in self.by_id]),
            ("part_of", [self.by_id[i] for i in place["groups"] if i in self.by_id]),
            ("near_here", near),
        ]
        return "".join(
            f'{_label(key, "h2")}<p class="links">{self._links(several)}</p>'
            for key, several in rows
            if several
        )

    def _nearest(self, place: Row) -> list[Row]:
        lng, lat = place["anchor"]
        shrink = math.cos(math.radians(lat))

        def away(other: Row) -> float:
            return math.hypot((other["anchor"][0] - lng) * shrink, other["anchor"][1] - lat)

        others = [p for p in self.places if p is not place and not p["members"] and not p["wide"]]
        return sorted(others, key=away)[:_NEAREST]

    def _links(self, several: Iterable[Row]) -> str:
        return " ".join(self._link(place) for place in several)

    def _link(self, place: Row) -> str:
        words = self.pair(place["short"], "span")
        return f'<a class="l-{place["layer"]}" href="{place["id"]}.html">{_glyph(place)}{words}</a>'

    def sources(self, place: Row) -> str:
        """Return where all this is known from."""
        items = []
        for each in place["sources"]:
            source = self.data["sources"][each["n"]]
            says = self.pair(each["says"]) if each["says"] else ""
            items.append(f"<li>{says}{_cite(source)}</li>")
        count = len(items)
        return (
            f"<details><summary>{_words('sources')} {count}</summary>"
            f'<ol class="sources">{"".join(items)}</ol></details>'
            if count
            else ""
        )


def _words(key: str) -> str:
    zh, en = _OWN.get(key) or text.DOCUMENT[key]
    return f'{zh} <span lang="en">{en}</span>'


_OWN = {"near_here": ("附近", "Nearby"), "at_point": ("位置", "Position")}


def _label(key: str, tag: str) -> str:
    return f"<{tag}>{_words(key)}</{tag}>"


def _cite(row: Row) -> str:
    curator = row.get("publisher") == "curator"
    where = _words("curator") if curator else escape(f"{row.get('publisher', '')}")
    title = escape(row.get("title", ""))
    url = row.get("url", "")
    if url.startswith(("https://", "http://")):
        link = title or where
        link = f'<a href="{escape(url)}" rel="noopener noreferrer">{link}</a>'
        title, where = (link, where) if title else ("", link)
    date = escape(row.get("date", ""))
    return f'<p class="cite">{" · ".join(part for part in (title, where, date) if part)}</p>'


def _glyph(place: Row) -> str:
    glyph = GLYPHS.get(place["kind"]) or GLYPHS[place["layer"]]
    return (
        '<svg class="glyph" viewBox="0 0 18 18" aria-hidden="true">'
        f'<path class="body" d="{glyph.body}"/>'
        + (f'<path class="strokes" d="{glyph.strokes}"/>' if glyph.strokes else "")
        + (f'<path class="solid" d="{glyph.solid}"/>' if glyph.solid else "")
        + "</svg>"
    )


def _target(row: Row) -> dict[str, str]:
    sign = _SIGNS.get(row["comparator"], "")
    value = "" if row["value"] is None else f"{sign}{row['value']:,}"
    return {
        lang: f"{row['indicator'][lang]} {value}{space}{row['unit'][lang]}".strip()
        for lang, space in (("zh", ""), ("en", " "))
    }
