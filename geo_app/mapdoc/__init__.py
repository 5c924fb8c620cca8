"""Plan → `folium.Map` → one HTML document that holds everything it needs.

The map is an ordinary `folium.Map`: a FeatureGroup for each layer, to which the document's
modules add the places. Anything else may be added beside them. Leaflet is inlined from its
package, the modules are linked to one script, the data crosses once as JSON; no text of the data
ever passes through a template or becomes markup.
"""

from __future__ import annotations

import functools
import hashlib
import html
import io
import itertools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

import folium
from branca.element import Element, Figure
from folium.template import Template

from geo_app import style
from geo_app.antimeridian import home_of
from geo_app.mapdoc.assets import asset, css, program, script
from geo_app.mapdoc.beside import beside
from geo_app.mapdoc.constants import PACKED, Constant, Verbatim, with_constants
from geo_app.mapdoc.packed import gzipped
from geo_app.mapdoc.payload import payload_parts
from geo_app.plan import Plan
from geo_app.text import LANGUAGES

THEMES = ("light", "dark")
_LEAFLET = "leaflet_js"
_BESIDE = "beside"  # what only folium's own parts need: a document without any leaves it out


class PlanData(Element):
    """Prints the plan's data."""

    def __init__(self, plan: Plan, *, lang: str, theme: str, compact: bool) -> None:
        super().__init__()
        self.plan = plan
        self.how = {"lang": lang, "theme": theme}
        self.compact = compact

    def parts(self) -> Iterator[bytes]:
        """Yield the script element in parts, UTF-8."""
        data = payload_parts(self.plan, **self.how)
        # "<" is escaped, so that no text can end the script element; JSON reads it back the same.
        data = (part.replace(b"<", b"\\u003c") for part in data)
        if self.compact:
            yield b'<script type="application/gzip" id="geo-plan">'
            yield gzipped(b"".join(data))
        else:
            yield b'<script type="application/json" id="geo-plan">'
            yield from data
        yield b"</script>"

    def render(self, **kwargs: Any) -> str:
        """Return the script element."""
        return b"".join(self.parts()).decode()


class Page(Figure):
    """branca's figure as a valid, accessible document: a language, a title, a viewport to zoom."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="{{ this.lang }}"{{ this.attributes }}>\n<head>\n'
        "{{ this.header.render(**kwargs) }}\n</head>\n<body>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "<script{{ this.waiting }}>\n{{ this.script.render(**kwargs) }}\n</script>\n"
        "{{ this.tail.render(**kwargs) }}\n</body>\n</html>\n"
    )

    def __init__(self, *, title: str, lang: str, theme: str) -> None:
        super().__init__(height="640px")
        self.lang = "zh-Hans" if lang == "zh" else "en"
        self.attributes = f' data-theme="{theme}"' if theme else ""
        self.waiting = ""
        self.tail = Element()
        self.tail._parent = self
        self.header._children.clear()
        self.header.add_child(
            Verbatim(
                '<meta charset="utf-8">\n'
                '<meta name="viewport" '
                'content="width=device-width,initial-scale=1,viewport-fit=cover">\n'
                f"<title>{html.escape(title)}</title>\n{style.icon()}"
            ),
            name="meta",
        )


class PlanMap(folium.Map):
    """A folium map inside the document's frame, with Leaflet from its package."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium's own attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        {{ this.shell[0] }}
        <div class="folium-map" id={{ this.get_name()|tojson }} role="application"></div>
        {{ this.shell[1] }}
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
            center: {{ this.location|tojson }},
            crs: L.CRS.{{ this.crs }},
            ...{{ this.options|tojavascript }}
        });
        window.geoPlan = {map: {{ this.get_name() }}, layers: {}};
        {% endmacro %}
        """
    )

    def __init__(self, page: Page, bbox: tuple[float, float, float, float]) -> None:
        west, south, east, north = bbox
        super().__init__(
            location=((south + north) / 2, (west + east) / 2),
            tiles=None,
            zoom_start=9,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.25,
            zoom_delta=0.75,
            wheel_px_per_zoom_level=110,
            min_zoom=3,
            max_zoom=16,
        )
        before, _, after = asset("shell.html").partition("<!-- map -->")
        self.shell = (before, after)
        page.add_child(self)


class PlaceLayer(folium.FeatureGroup):
    """A layer of the manifest. The document's modules fill it with its places."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.featureGroup();
        {% if this.show %}{{ this.get_name() }}.addTo({{ this._parent.get_name() }});{% endif %}
        window.geoPlan.layers[{{ this.layer_id|tojson }}] = {{ this.get_name() }};
        {% endmacro %}
        """
    )

    def __init__(self, layer_id: str, title: str) -> None:
        # A LayerControl prints the title through a second template: break its marks.
        super().__init__(name=re.sub(r"\{(?=[{%#])", "{\u200b", title))
        self.layer_id = layer_id

    def render(self, **kwargs: Any) -> str:
        """Print the group, and that it is on the map.

        As folium does, but that it compiles what was printed as a template, for each layer twice.
        """
        script = Verbatim(self._template.module.script(self, kwargs))
        cast(Page, self.get_root()).script.add_child(script, name=self.get_name())
        for child in self._children.values():
            child.render(**kwargs)
        return ""


def plan_map(plan: Plan, *, lang: str = "", theme: str = "", compact: bool = False) -> folium.Map:
    """Return a plan as a `folium.Map`; rendered, its root is the whole document.

    Round the antimeridian longitudes go on beyond 180 degrees: what is added there in the west has
    360 more than its own.

    Parameters
    ----------
    plan
        What is shown.
    lang
        Language of the interface at first: "zh" or "en"; "" for that of the report.
    theme
        "light", "dark", or "" for that of the system.
    compact
        Hold data and program compressed: half of the document, which then nobody can read as text.

    Raises
    ------
    ValueError
        If there is no such language or theme.
    """
    lang = _language(plan, lang, theme)
    data = PlanData(plan, lang=lang, theme=theme, compact=compact)
    return _drawing(_outline(plan), data, lang, theme, compact)


def _language(plan: Plan, lang: str, theme: str) -> str:
    """Return the language asked for, or that of the report; raise ValueError if there is none."""
    asked = (("language", lang, LANGUAGES), ("theme", theme, THEMES))
    for what, found, known in asked:
        if found and found not in known:
            raise ValueError(f'there is no {what} "{found}". Choose of: {", ".join(known)}.')
    return lang or plan.lang


class Outline(NamedTuple):
    """What of a plan its frame shows: title, west, south, east, north; ids and titles of layers."""

    title: str
    bbox: tuple[float, float, float, float]
    layers: tuple[tuple[str, str], ...]


def _outline(plan: Plan) -> Outline:
    about = plan.about
    title = f"{about.get('title', '')} · {about.get('title_en', '')}".strip(" ·")
    layers = tuple((layer.id, layer.title) for layer in plan.layers)
    return Outline(title, home_of(plan), layers)


def _drawing(outline: Outline, data: Element, lang: str, theme: str, compact: bool) -> PlanMap:
    page = Page(title=outline.title, lang=lang, theme=theme)
    drawing = PlanMap(page, outline.bbox)
    for name in ("geo_first", "leaflet_css", "geo_css", _LEAFLET):
        page.header.add_child(Constant(name), name=name)
    page.header.add_child(Verbatim(beside()), name=_BESIDE)
    for layer_id, title in outline.layers:
        PlaceLayer(layer_id, title).add_to(drawing)
    page.tail.add_child(data, name="geo_plan")
    for name in (f"{PACKED}geo_program", "geo_open") if compact else ("geo_program",):
        page.tail.add_child(Constant(name), name=name)
    return drawing


def map_html(
    plan: Plan,
    *,
    lang: str = "",
    theme: str = "",
    tiles: bool = True,
    compact: bool = False,
    tianditu_key: str = "",
) -> str:
    """Return a plan as one self-contained HTML document.

    It loads nothing from anywhere, until its reader chooses tiles.

    Parameters
    ----------
    plan, lang, theme, compact
        As of `plan_map`.
    tiles
        Does it offer tiles? Without, its policy forbids every request.
    tianditu_key
        Of 天地图, for a document that only its owner sees: it stands in it as text.
    """
    return map_bytes(
        plan, lang=lang, theme=theme, tiles=tiles, compact=compact, tianditu_key=tianditu_key
    ).decode()


def map_bytes(
    plan: Plan,
    *,
    lang: str = "",
    theme: str = "",
    tiles: bool = True,
    compact: bool = False,
    tianditu_key: str = "",
) -> bytes:
    """Return what `map_html` does, in UTF-8: as it is sent and written, for half of the memory."""
    lang = _language(plan, lang, theme)
    before, after = _frame(_outline(plan), lang, theme, tiles, tianditu_key, compact)
    data = PlanData(plan, lang=lang, theme=theme, compact=compact)
    whole = io.BytesIO()  # as it grows it holds each part once: joined, all would stand twice
    whole.writelines(itertools.chain(before, data.parts(), after))
    return whole.getvalue()


@functools.lru_cache(maxsize=8)
def _frame(
    outline: Outline, lang: str, theme: str, tiles: bool, tianditu_key: str, compact: bool
) -> tuple[list[bytes], list[bytes]]:
    """Return all of a document that stands before and after its data, in parts.

    A plan is shown again and again in the same frame. While it is rendered, data and constants are
    aside: as text, each element around them would copy them.
    """
    mark = "<!-- the plan -->"
    drawing = _drawing(outline, Verbatim(mark), lang, theme, compact)
    page = cast(Page, drawing.get_root())
    del page.header._children[_BESIDE]
    if compact:
        # Nothing of folium's is here that could ask for Leaflet at once: it waits too.
        page.header.add_child(Constant(f"{PACKED}{_LEAFLET}"), name=_LEAFLET)
        page.waiting = ' type="text/waiting"'
    if not tiles:
        page.attributes += ' data-tiles="none"'
    elif tianditu_key:
        page.attributes += f' data-tianditu-key="{html.escape(tianditu_key)}"'
    # Alone in its document, a part needs no name of its own: the same plan makes the same bytes.
    _number(page)
    before, _, after = str(page.render(aside=True)).partition(mark)
    return with_constants(before, after, tiles=tiles)


def _number(page: Page) -> None:
    """Name the parts by their order: folium's names are random, and one plan is one document."""
    waiting: list[Element] = [page]
    for number in itertools.count():
        if not waiting:
            return
        element = waiting.pop()
        element._id = f"{number:032x}"
        waiting += element._children.values()


def document_version(plan: Plan) -> str:
    """Return 16 hex digits that change whenever the document of a plan would."""
    code = program() + script("open") + script("first") + css() + asset("shell.html") + style.css()
    ids = ",".join(plan.places.index)
    return hashlib.sha256(f"{plan.version}|{ids}|{code}".encode()).hexdigest()[:16]
