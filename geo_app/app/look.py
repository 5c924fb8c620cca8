"""The page's own style sheet: what Streamlit's theme options cannot say, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from geo_app import style
from geo_app.app.swatches import swatch

_SHEET = (files("geo_app.app") / "frontend" / "page.css").read_text("utf-8")
# While another tab is open the map keeps its size, out of sight: so it keeps its view.
_HIDDEN = ".st-key-map-box.st-key-map-box { max-height: 0; overflow: hidden; visibility: hidden }"


def sheet(theme: str, tab: str, layers: Iterable[str] = ()) -> str:
    """Return the style element.

    Parameters
    ----------
    theme
        "light" or "dark", as Streamlit shows itself now.
    tab
        The open tab; the map is hidden in all but its own.
    layers
        Ids of the layers that the sidebar lists.
    """
    index = int(theme == "dark")
    colours = "".join(f"--geo-{name}:{pair[index]};" for name, pair in style.COLOURS.items())
    rules = [
        f":root {{ {colours} --geo-song: {style.SONG}; --geo-hei: {style.HEI} }}",
        *(
            f".geo-layer-{layer} i {{ background: url('{swatch(layer, theme)}') }}"
            for layer in layers
        ),
        "" if tab == "map" else _HIDDEN,
    ]
    return f"<style>{_SHEET}{''.join(rules)}</style>"
