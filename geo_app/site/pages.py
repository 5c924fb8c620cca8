"""The small pages of the static edition: one a place, a list, and what a web server asks for."""

from __future__ import annotations

import functools
import importlib.resources
from html import escape
from typing import Any

from geo_app import style
from geo_app.antimeridian import unrolled
from geo_app.mapdoc.payload import data_in, payload
from geo_app.mapdoc.policy import with_policy
from geo_app.plan import Plan
from geo_app.site.locator import Locator
from geo_app.site.parts import Parts

# A search engine shows about so many characters of a description.
_DESCRIPTION = 150


class Pages:
    """Makes the pages of one plan from the same data as its map document."""

    def __init__(self, plan: Plan, base: str) -> None:
        self.plan = plan
        self.base = base
        self.data = data_in(payload(plan))
        self.parts = Parts(self.data)
        drawn = unrolled(plan)
        self.locator = Locator(drawn)
        self.shapes = dict(drawn.places.geometry.items())

    def all(self) -> dict[str, str]:
        """Return every page by its name."""
        places = self.data["places"]
        pages = {f"p/{place['id']}.html": self._place(place) for place in places}
        for place in places:
            for former in place["formerly"]:
                pages[f"p/{former}.html"] = self._moved(place)
        pages["p/index.html"] = self._list()
        pages["404.html"] = self._missing()
        pages["robots.txt"] = "User-agent: *\nAllow: /\n"
        if self.base:
            names = ["", "p/index.html", *(f"p/{place['id']}.html" for place in places)]
            pages["sitemap.xml"] = _sitemap([self.base + name for name in names])
            pages["robots.txt"] += f"Sitemap: {self.base}sitemap.xml\n"
        return pages

    def head_of_index(self) -> str:
        """Return what the head of the map says to search engines and shared links."""
        title = _both(self.data["title"])
        return self._meta(title, self._about(), "")

    def plain_list(self, folder: str) -> str:
        """Return links to every place, by layer."""
        lists = []
        for layer in self.data["layers"]:
            places = [p for p in self.data["places"] if p["layer"] == layer["id"]]
            if places:
                rows = "".join(f"<li>{self._link(place, folder)}</li>" for place in places)
                title = self.parts.pair(layer["title"], "span")
                lists.append(f'<section><h2>{title}</h2><ul class="list">{rows}</ul></section>')
        return "".join(lists)

    def _link(self, place: dict[str, Any], folder: str = "") -> str:
        names = self.parts.pair(place["name"], "span")
        return f'<a class="l-{place["layer"]}" href="{folder}{place["id"]}.html">{names}</a>'

    def _place(self, place: dict[str, Any]) -> str:
        name = _both(place["name"])
        quotes = self.parts.quotes(place)
        first = self.parts.words(place["quotes"][0]["s"]) if place["quotes"] else ""
        here = f"p/{place['id']}.html"
        sheet = self.locator.draw(self.shapes[place["id"]], escape(name))
        body = f"""<main class="l-{place["layer"]}">
{self.parts.heading(place)}
<a class="sheet" href="../index.html#place={place["id"]}">{sheet}
<span>在地图上看 · <span lang="en">Open the map</span> →</span></a>
{self.parts.inferred(place)}
{quotes}
{self.parts.targets(place)}
{self.parts.outcomes(place)}
{self.parts.facts(place)}
{self.parts.neighbours(place)}
{self.parts.sources(place)}
</main>"""
        return self._page(f"{name} · {self.data['title']['zh']}", first or name, here, body)

    def _moved(self, place: dict[str, Any]) -> str:
        to = f"{place['id']}.html"
        head = f'<meta http-equiv="refresh" content="0; url={to}">'
        body = f"<main><h1>{self._link(place)}</h1></main>"
        return self._page(_both(place["name"]), "", f"p/{to}", body, head=head)

    def _list(self) -> str:
        title = _both(self.data["title"])
        count = len(self.data["places"])
        body = (
            f'<main><h1>全部 {count} 处地点</h1><p class="en" lang="en">All {count} places</p>'
            f"{self.plain_list('')}</main>"
        )
        return self._page(f"全部地点 All places · {title}", self._about(), "p/index.html", body)

    def _missing(self) -> str:
        # It is shown at any address, so its links work from any only if they are absolute.
        home = self.base or "./"
        body = (
            '<main><h1>没有这一页</h1><p class="en" lang="en">There is no such page.</p>'
            f'<p><a href="{escape(home)}index.html">地图 · <span lang="en">Map</span></a></p>'
            f'<p><a href="{escape(home)}p/index.html">全部地点 · '
            '<span lang="en">All places</span></a></p></main>'
        )
        return self._page("没有这一页 · Not found", "", "", body, up=home, robots=False)

    def _about(self) -> str:
        subtitle = _both(self.data["subtitle"])
        return f"{self.data['report']['title']['zh']} {subtitle}".strip()

    def _page(
        self,
        title: str,
        description: str,
        name: str,
        body: str,
        *,
        head: str = "",
        up: str = "../",
        robots: bool = True,
    ) -> str:
        data = self.data
        note = self.parts.pair(data["note"], "span")
        report = self.parts.pair(data["report"]["title"], "cite")
        html = f"""<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{escape(title)}</title>
{style.icon()}
{self._meta(title, description, name) if robots else '<meta name="robots" content="noindex">'}
{head}<style>{css()}</style>
</head>
<body>
<header><a href="{escape(up)}index.html">{_NINE}{self.parts.pair(data["title"], "span")}</a>
<nav><a href="{escape(up)}p/index.html">全部地点 <span lang="en">All places</span></a></nav>
</header>
{body}
<footer><p>{report} {escape(data["report"]["publisher"]["zh"])} {escape(data["report"]["date"])}</p>
<p>{note}{" · " + escape(data["review"]) if data["review"] else ""}</p>
<p>{escape(data["attribution"])} · {escape(str(self.plan.about.get("licence", "")))}</p></footer>
</body>
</html>
"""
        return with_policy(html)

    def _meta(self, title: str, description: str, name: str) -> str:
        short = description[:_DESCRIPTION] + ("…" if len(description) > _DESCRIPTION else "")
        tags = {
            "og:type": "article" if name else "website",
            "og:title": title,
            "og:description": short,
            "og:site_name": _both(self.data["title"]),
            "og:locale": "zh_CN",
        }
        if self.base:
            tags["og:url"] = self.base + name
        lines = [
            f'<meta property="{key}" content="{escape(value)}">'
            for key, value in tags.items()
            if value
        ]
        if short:
            lines.insert(0, f'<meta name="description" content="{escape(short)}">')
        if self.base:
            lines.append(f'<link rel="canonical" href="{escape(self.base + name)}">')
        return "\n".join(lines)


_NINE = (
    '<svg class="nine" viewBox="0 0 26 26" aria-hidden="true">'
    + "".join(
        f'<rect x="{9 * (i % 3)}" y="{9 * (i // 3)}" width="7" height="7"/>' for i in range(9)
    )
    + "</svg>"
)


def _both(text: dict[str, str]) -> str:
    same = text["zh"] == text["en"]
    return text["zh"] if same else f"{text['zh']} {text['en']}"


def _sitemap(addresses: list[str]) -> str:
    rows = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


@functools.cache
def css() -> str:
    """Return the sheet of the pages: they have no script, so the theme is the system's."""
    light, dark, *classes = style.css().splitlines()
    dark = dark.replace(":root[data-theme=dark]", ":root")
    own = (importlib.resources.files("geo_app.site") / "site.css").read_text("utf-8")
    return f"{light}\n@media (prefers-color-scheme: dark){{{dark}}}\n{''.join(classes)}\n{own}"
