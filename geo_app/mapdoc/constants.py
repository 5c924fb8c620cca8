"""The constant parts of every document: Leaflet, the sheets, the modules; made once a process."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from branca.element import Element

from geo_app import style
from geo_app.mapdoc.assets import css, import_map, leaflet_css, leaflet_js
from geo_app.mapdoc.policy import Hashes, hashes_in, rules_for, with_rules

# By name, in the order in which they stand in the head.
CONSTANTS: dict[str, Callable[[], str]] = {
    # In a frame, what it never shows shall not be painted before the modules are there.
    "geo_mode": lambda: (
        '<script>if (parent !== window) document.documentElement.dataset.mode = "embed";</script>'
    ),
    "leaflet_css": lambda: f"<style>{leaflet_css()}</style>",
    "geo_css": lambda: f"<style>{style.css()}{css()}</style>",
    "leaflet_js": lambda: f"<script>{leaflet_js()}</script>",
    "geo_modules": lambda: f'<script type="importmap">{import_map()}</script>',
}
_MARK = "<!-- constant {} -->"
_MARKS = re.compile(r"<!-- constant (\w+) -->")


class Verbatim(Element):
    """Prints a text as it is: branca would run it through a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """Return the text."""
        return self.text


class Constant(Element):
    """Prints one of the constant parts; or, where it is to be put in later, a mark."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def render(self, **kwargs: Any) -> str:
        """Return the text, or its mark."""
        return _MARK.format(self.name) if kwargs.get("aside") else CONSTANTS[self.name]()


def with_constants(before: str, after: str, *, tiles: bool) -> tuple[list[bytes], list[bytes]]:
    """Return what stands before and after the data with its policy and its constant parts.

    Parameters
    ----------
    before, after
        With marks for the constants.
    tiles
        May the document show images of the tile servers?
    """
    hashes: Hashes = {"script": [], "style": []}
    for i, each in enumerate(_MARKS.split(f"{before}{after}")):
        for tag, found in (_known(each)[1] if i % 2 else hashes_in(each)).items():
            hashes[tag] += found
    before = with_rules(before, rules_for(hashes, tiles=tiles, modules=True))
    return _filled(before), _filled(after)


def _filled(text: str) -> list[bytes]:
    parts = enumerate(_MARKS.split(text))
    return [_known(each)[0] if i % 2 else each.encode() for i, each in parts]


@functools.cache
def _known(name: str) -> tuple[bytes, Hashes]:
    text = CONSTANTS[name]()
    return text.encode(), hashes_in(text)
