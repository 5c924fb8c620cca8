"""Plan → `folium.Map` → one HTML document that holds everything it needs.

The map is an ordinary `folium.Map`: a FeatureGroup for each layer, to which the document's
modules add the places. Anything else may be added beside them. Leaflet is inlined from its
package, the modules stand in an import map of `data:` URLs, the data crosses once as JSON; no
text of the data ever passes through a template or becomes markup.
"""

from __future__ import annotations

import functools
import hashlib
import html
import importlib.resources
import re
from typing import Any, cast
from urllib.parse import quote

import folium
from branca.element import Element, Figure
from folium.template import Template

from geo_app import style
from geo_app.mapdoc.payload import payload
from geo_app.plan import Plan

# Nothing is loaded and nothing is sent; what runs and shows is in the file.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)


class Verbatim(Element):
    """Prints a text as it is: branca would run it through a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """Return the text."""
        return self.text


class Page(Figure):
    """branca's figure as a valid, accessible document: a language, a title, a viewport to zoom."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="{{ this.lang }}"{{ this.theme_attribute }}>\n<head>\n'
        "{{ this.header.render(**kwargs) }}\n</head>\n<body>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n"
        "{{ this.tail.render(**kwargs) }}\n</body>\n</html>\n"
    )

    def __init__(self, *, title: str, lang: str, theme: str) -> None:
        super().__init__(height="640px")
        self.lang = "zh-Hans" if lang == "zh" else "en"
        self.theme_attribute = f' data-theme="{theme}"' if theme else ""
        self.tail = Element()
        self.tail._parent = self
        self.header._children.clear()
        self.header.add_child(
            Verbatim(
                '<meta charset="utf-8">\n'
                '<meta name="viewport" '
                'content="width=device-width,initial-scale=1,viewport-fit=cover">\n'
                f"<title>{html.escape(title)}</title>"
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
        before, _, after = _asset("shell.html").partition("<!-- map -->")
        self.shell = (before, after)
        page.add_child(self)


class PlaceLayer(folium.FeatureGroup):
    """A layer of the manifest. The document's modules fill it with its places."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.featureGroup();
        window.geoPlan.layers[{{ this.layer_id|tojson }}] = {{ this.get_name() }};
        {% endmacro %}
        """
    )

    def __init__(self, layer_id: str, title: str) -> None:
        # A LayerControl prints the title through a second template: break its marks.
        super().__init__(name=re.sub(r"\{(?=[{%#])", "{\u200b", title))
        self.layer_id = layer_id


def plan_map(plan: Plan, *, lang: str = "zh", theme: str = "") -> folium.Map:
    """Return a plan as a `folium.Map`; rendered, its root is the whole document.

    Parameters
    ----------
    plan
        What is shown.
    lang
        Language of the interface at first: "zh" or "en".
    theme
        "light", "dark", or "" for that of the system.
    """
    about = plan.about
    title = f"{about.get('title', '')} · {about.get('title_en', '')}".strip(" ·")
    page = Page(title=title, lang=lang, theme=theme)
    bbox = tuple(about.get("home") or plan.places.total_bounds)
    plan_map = PlanMap(page, bbox)
    head, tail = page.header, page.tail
    head.add_child(Verbatim(f"<style>{_leaflet_css()}</style>"), name="leaflet_css")
    head.add_child(Verbatim(f"<style>{style.css()}{_asset('map.css')}</style>"), name="geo_css")
    head.add_child(Verbatim(f"<script>{_leaflet_js()}</script>"), name="leaflet_js")
    head.add_child(Verbatim(_import_map()), name="geo_modules")
    for layer in plan.layers:
        PlaceLayer(layer.id, layer.title).add_to(plan_map)
    tail.add_child(Verbatim(_data(plan, lang, theme)), name="geo_plan")
    tail.add_child(Verbatim('<script type="module">import "geo/main";</script>'), name="geo_main")
    return plan_map


def map_html(plan: Plan, *, lang: str = "zh", theme: str = "") -> str:
    """Return a plan as one self-contained HTML document that loads nothing from anywhere.

    Parameters are those of `plan_map`.
    """
    page = cast(Page, plan_map(plan, lang=lang, theme=theme).get_root())
    policy = f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_SECURITY_POLICY}">'
    page.header.add_child(Verbatim(policy), name="csp", index=1)
    return str(page.render())


def document_version(plan: Plan) -> str:
    """Return 16 hex digits that change whenever the document of a plan would."""
    code = _import_map() + _asset("map.css") + _asset("shell.html") + style.css()
    ids = ",".join(plan.places.index)
    return hashlib.sha256(f"{plan.version}|{ids}|{code}".encode()).hexdigest()[:16]


def _data(plan: Plan, lang: str, theme: str) -> str:
    # "<" is escaped, so that no text can end the script element; JSON reads it back the same.
    data = payload(plan, lang=lang, theme=theme).decode().replace("<", "\\u003c")
    return f'<script type="application/json" id="geo-plan">{data}</script>'


@functools.cache
def _asset(name: str) -> str:
    return (importlib.resources.files("geo_app.mapdoc") / name).read_text("utf-8")


@functools.cache
def _import_map() -> str:
    folder = importlib.resources.files("geo_app.mapdoc")
    modules = sorted(each.name for each in folder.iterdir() if each.name.endswith(".js"))
    entries = ",\n".join(
        f'"geo/{name[:-3]}":"data:text/javascript;charset=utf-8,{quote(_asset(name), safe=_SAFE)}"'
        for name in modules
    )
    return f'<script type="importmap">{{"imports":{{\n{entries}\n}}}}</script>'


# What may stand unescaped in a data: URL inside a JSON string inside a script element.
_SAFE = " !$&'()*+,-./:;=?@[]^_`{|}~"


@functools.cache
def _leaflet_js() -> str:
    # Without its last line, by which developer tools would ask for a source map.
    return re.sub(r"\n//# sourceMappingURL=.*\s*$", "\n", _leaflet("leaflet.js"))


@functools.cache
def _leaflet_css() -> str:
    # Its three images are those of controls and markers that the document does not use.
    return re.sub(r"background-image:\s*url\([^)]*\);?", "", _leaflet("leaflet.css"))


def _leaflet(name: str) -> str:
    package = importlib.resources.files("xstatic.pkg.leaflet") / "data" / name
    return package.read_text("utf-8")
