"""The one table of how things look: colours, widths, dashes, symbols, sizes.

The map, its legend, the Streamlit theme, the QGIS styles and the pictures all read it. Widths
are CSS pixels, lengths on the ground metres. Layer hues were chosen for a CIEDE2000 difference
of at least 9 in normal, protan, deutan and tritan vision (Machado 2009, full severity).
"""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote

from geo_app.glyphs import GLYPHS
from geo_app.schema import Basis


class Pair(NamedTuple):
    """A colour in the light and in the dark theme, #RRGGBB."""

    light: str
    dark: str


class Ramp(NamedTuple):
    """A width by zoom: `low` px up to zoom `z0`, `high` px from `z1` on, linear between."""

    z0: float
    z1: float
    low: float
    high: float

    def at(self, zoom: float) -> float:
        """Return the width in px at a zoom.

        Examples
        --------
        >>> Ramp(9, 14, 2.0, 4.0).at(11.5)
        3.0
        """
        share = min(1.0, max(0.0, (zoom - self.z0) / (self.z1 - self.z0)))
        return self.low + (self.high - self.low) * share


class LayerStyle(NamedTuple):
    """How a layer looks: line and label colour, symbol, area pattern, legend swatch."""

    id: str
    line: Pair
    label: Pair
    symbol: str
    pattern: str
    pattern_px: int
    fill_opacity: float
    swatch: str


COLOURS: dict[str, Pair] = {
    "land": Pair("#F4F3EF", "#15181C"),  # map ground
    "water": Pair("#BDD7E5", "#22384A"),  # river, lake fill
    "waterline": Pair("#9FC0D2", "#2F4C61"),  # shore
    "hill": Pair("#E5E9DC", "#1B2220"),  # green hill
    "isle": Pair("#EEF0E6", "#1B2220"),  # river island
    "road": Pair("#FFFFFF", "#2B3036"),  # road fill
    "roadcase": Pair("#D2CEC4", "#15181C"),  # road casing
    "railctx": Pair("#B5B1A8", "#454B52"),  # existing railway
    "metro": Pair("#B9B4AA", "#4B5158"),  # metro in service in 2021
    "t-water": Pair("#27566F", "#8FB4CC"),  # water name
    "t-hill": Pair("#5C6B4C", "#93A58A"),  # hill name
    "t-place": Pair("#66645E", "#9CA0A5"),  # town name
    "t-city": Pair("#4A4945", "#C0C3C7"),  # neighbour city name
    "t-dist": Pair("#6A6862", "#989CA1"),  # district name
    "panel": Pair("#FCFBF9", "#1B1F23"),  # panel, card, reader
    "panel2": Pair("#F3F1EC", "#252A2F"),  # hover, quiet plate
    "btn": Pair("#FFFFFF", "#23282D"),  # control fill
    "ctl": Pair("#86837B", "#757C84"),  # input border
    "line": Pair("#E2DFD8", "#30353B"),  # hairline
    "line2": Pair("#C9C5BC", "#474D54"),  # control border
    "ink": Pair("#1E2124", "#ECEDEE"),  # text, pressed control
    "ink2": Pair("#4C4F53", "#BDC1C5"),  # second text
    "ink3": Pair("#696C70", "#9BA0A5"),  # third text
    "inv": Pair("#FFFFFF", "#15181C"),  # text on ink
    "mark": Pair("#FFE27A", "#6B5300"),  # highlighter: the chosen words
    "mark2": Pair("#FFF4CC", "#3A3110"),  # highlighter: the chosen sentence
    "markline": Pair("#F2B700", "#FFCB2E"),  # highlighter: the chosen place on the map
    "focus": Pair("#0B57D0", "#8AB4FF"),  # focus ring
    "glyph": Pair("#FFFFFF", "#15181C"),  # drawing inside a symbol
}

# In the order of the legend.
LAYERS: dict[str, LayerStyle] = {
    style.id: style
    for style in (
        LayerStyle(
            "newtown",
            Pair("#C57253", "#E39422"),
            Pair("#9A4A2C", "#F0AE55"),
            "newtown",
            "plain",
            8,
            0.15,
            "area",
        ),
        LayerStyle(
            "park",
            Pair("#55309A", "#A37FBC"),
            Pair("#4A2889", "#C3A5D8"),
            "park",
            "diagonal",
            7,
            0.07,
            "area",
        ),
        LayerStyle(
            "sci",
            Pair("#C52760", "#F1ADEC"),
            Pair("#AB1C50", "#F6C6F2"),
            "sci",
            "dots",
            7,
            0.08,
            "area+symbol",
        ),
        LayerStyle(
            "rail",
            Pair("#2A2C30", "#E6F4FA"),
            Pair("#2A2C30", "#E6F4FA"),
            "rail",
            "plain",
            8,
            0.12,
            "line",
        ),
        LayerStyle(
            "hub",
            Pair("#2A2C30", "#E6F4FA"),
            Pair("#2A2C30", "#E6F4FA"),
            "hub",
            "plain",
            8,
            0.12,
            "symbol",
        ),
        LayerStyle(
            "water",
            Pair("#2461D2", "#5F8CFF"),
            Pair("#1B4FB2", "#9AB7FF"),
            "water",
            "plain",
            8,
            0.1,
            "water+symbol",
        ),
        LayerStyle(
            "corridor",
            Pair("#149278", "#4BC5B5"),
            Pair("#0B6955", "#74D8CA"),
            "corridor",
            "plain",
            8,
            0.12,
            "ribbon",
        ),
        LayerStyle(
            "culture",
            Pair("#8B0000", "#EA4560"),
            Pair("#7C0000", "#FF8A9C"),
            "culture",
            "plain",
            7,
            0.14,
            "symbol",
        ),
        LayerStyle(
            "green",
            Pair("#25624E", "#B2CD94"),
            Pair("#1E5543", "#C3DBA9"),
            "green",
            "dashes",
            9,
            0.08,
            "area",
        ),
        LayerStyle(
            "biz",
            Pair("#90620D", "#F3E968"),
            Pair("#75500A", "#F3E968"),
            "biz",
            "cross",
            6,
            0.12,
            "area",
        ),
        LayerStyle(
            "region",
            Pair("#768192", "#84968C"),
            Pair("#535D6C", "#AFBDB5"),
            "region",
            "plain",
            8,
            0.05,
            "fill+symbol",
        ),
    )
}

# Bottom to top; within a layer the larger area first.
PLAN_ORDER = (
    "region",
    "newtown",
    "green",
    "park",
    "sci",
    "biz",
    "culture",
    "corridor",
    "water",
    "rail",
    "hub",
)

# Which layer is named first, on the map and on the poster, where there is no room for all: those
# that have least room to give.
NAME_ORDER = (
    "rail",
    "hub",
    "newtown",
    "region",
    "green",
    "park",
    "sci",
    "culture",
    "biz",
    "water",
    "corridor",
)

WIDTHS: dict[str, Ramp] = {
    "rail": Ramp(9, 14, 2.3, 4.6),
    "rail_case": Ramp(9, 14, 4.2, 8),
    "crossing": Ramp(9, 14, 3, 6),
    "crossing_case": Ramp(9, 14, 5, 10),
    "waterway": Ramp(9, 14, 0.8, 1.4),
    "waterway_ribbon": Ramp(9, 13, 4, 9),
    "corridor": Ramp(9, 14, 1.2, 1.2),
    "corridor_ribbon": Ramp(9, 13, 7, 18),
    "bank": Ramp(9, 13, 11, 26),
    "area_factor": Ramp(10, 14, 1, 1.5),
    "symbol": Ramp(9, 13, 16, 22),
    "chosen_area_case": Ramp(9, 12, 4.6, 6.6),
    "chosen_area": Ramp(9, 12, 3.2, 4.6),
    "chosen_area_line": Ramp(9, 12, 1.2, 2),
    "context_expressway_ring": Ramp(10, 14, 2.4, 7),
    "context_ring_road": Ramp(10, 14, 1.4, 6),
    "context_expressway": Ramp(9, 14, 1.8, 6),
    "context_arterial": Ramp(11.4, 14, 1, 5),
    "context_railway": Ramp(9, 14, 1.3, 3.2),
    "context_metro": Ramp(10.3, 14, 1.1, 3),
}

DASHES: dict[str, tuple[float, float]] = {
    "area": (7, 5),
    "rail": (8, 4),
    "crossing": (6, 4),
    "corridor": (1.5, 6),
}

# Outline width of an area, and how wide the band of its error may grow, by certainty.
AREA_WIDTH = {"surveyed": 2.2, "derived": 1.3, "schematic": 1.3}
BAND_MAX_PX = {"surveyed": 0, "derived": 8, "schematic": 15, "schematic_line": 18}
PLAIN_FILL_ABOVE_KM2 = 180
WIDE_FILL_ABOVE_KM2 = 900

# Corridors of this accuracy or worse are not drawn until chosen: they would cover the city.
REST_CORRIDOR_M = 10_000
# Areas wider than this, in degrees of longitude, are not drawn until chosen.
REST_REGION_DEG = 2.2

HEI = (
    '"PingFang SC","HarmonyOS Sans SC","MiSans","Source Han Sans SC","Noto Sans CJK SC",'
    '"Noto Sans SC","Microsoft YaHei",system-ui,sans-serif'
)
SONG = (
    '"Songti SC","Source Han Serif SC","Noto Serif CJK SC","Noto Serif SC","STSong","SimSun",serif'
)


def certainty(basis: str, geometry_type: str, accuracy_m: float) -> str:
    """Say how a place is drawn: "surveyed", "derived" or "schematic".

    Follows from basis and accuracy together (style guide, section 3): the limits are 300 m for a
    known edge, 1 km for a line and 1.5 km for an area.

    Examples
    --------
    >>> certainty("official-extent", "Polygon", 150)
    'surveyed'
    >>> certainty("official-extent", "Polygon", 2000)
    'schematic'
    >>> certainty("described-extent", "Point", 1800)
    'derived'
    """
    if basis == Basis.SCHEMATIC:
        return "schematic"
    if "Line" in geometry_type and accuracy_m >= 1000:
        return "schematic"
    if "Polygon" in geometry_type and accuracy_m >= 1500:
        return "schematic"
    known = basis in (Basis.SURVEYED, Basis.STATION_SEQUENCE, Basis.OFFICIAL_EXTENT)
    return "surveyed" if known and accuracy_m <= 300 else "derived"


def css() -> str:
    """Return the colours as CSS custom properties for both themes, and the two typefaces."""

    def block(theme: int) -> str:
        plain = "".join(f"--{name}:{pair[theme]};" for name, pair in COLOURS.items())
        hues = "".join(
            f"--l-{s.id}:{s.line[theme]};--x-{s.id}:{s.label[theme]};" for s in LAYERS.values()
        )
        return plain + hues

    classes = "".join(f".l-{name}{{--c:var(--l-{name});--x:var(--x-{name})}}" for name in LAYERS)
    return (
        f":root{{--hei:{HEI};--song:{SONG};{block(0)}}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{block(1)}}}\n{classes}\n"
    )


def icon() -> str:
    """Return the link to the map's mark, nine squares, for the tab of a browser.

    The mark stands in the address itself: a browser that finds none asks the server for another.
    """
    squares = "".join(f"M{x} {y}h4v4h-4z" for y in (1, 6, 11) for x in (1, 6, 11))
    light, dark = COLOURS["ink"]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><style>'
        f"path{{fill:{light}}}@media(prefers-color-scheme:dark){{path{{fill:{dark}}}}}</style>"
        f'<path d="{squares}"/></svg>'
    )
    return f'<link rel="icon" href="data:image/svg+xml,{quote(svg)}">'


def for_browser() -> dict[str, Any]:
    """Return what the map document's modules need of this table, as plain JSON values."""
    return {
        "layers": {
            s.id: {
                "symbol": s.symbol,
                "pattern": s.pattern,
                "patternPx": s.pattern_px,
                "fill": s.fill_opacity,
                "swatch": s.swatch,
            }
            for s in LAYERS.values()
        },
        "glyphs": {
            name: {"body": glyph.body, "strokes": glyph.strokes, "solid": glyph.solid}
            for name, glyph in GLYPHS.items()
        },
        "order": list(PLAN_ORDER),
        "named": list(NAME_ORDER),
        "widths": {name: list(ramp) for name, ramp in WIDTHS.items()},
        "dashes": {name: list(dash) for name, dash in DASHES.items()},
        "areaWidth": AREA_WIDTH,
        "bandMax": BAND_MAX_PX,
        "plainAboveKm2": PLAIN_FILL_ABOVE_KM2,
        "wideAboveKm2": WIDE_FILL_ABOVE_KM2,
    }
