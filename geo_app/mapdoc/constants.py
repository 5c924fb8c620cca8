"""The constant parts of every document: Leaflet, the sheets, the program; made once a process."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from branca.element import Element

from geo_app import style
from geo_app.mapdoc.assets import css, leaflet_css, leaflet_js, program, script
from geo_app.mapdoc.packed import gzipped
from geo_app.mapdoc.policy import Hashes, hash_of, hashes_in, rules_for, with_rules

# Scripts, by name.
_SCRIPTS: dict[str, Callable[[], str]] = {
    "geo_first": lambda: _alone("first"),
    "leaflet_js": leaflet_js,
    "geo_program": program,
    "geo_open": lambda: _alone("open"),
}
_SHEETS: dict[str, Callable[[], str]] = {
    "leaflet_css": leaflet_css,
    "geo_css": lambda: style.css() + css(),
}
PACKED = "packed_"  # before the name of a script that waits, compressed, for "geo_open"
_MARK = "<!-- constant {} -->"
_MARKS = re.compile(r"<!-- constant (\w+) -->")


def _alone(name: str) -> str:
    """Return a script that is no module, its names its own."""
    return f"(() => {{\n{script(name)}}})();\n"


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
        return _MARK.format(self.name) if kwargs.get("aside") else _known(self.name)[0].decode()


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
    before = with_rules(before, rules_for(hashes, tiles=tiles))
    return _filled(before), _filled(after)


def _filled(text: str) -> list[bytes]:
    parts = enumerate(_MARKS.split(text))
    return [_known(each)[0] if i % 2 else each.encode() for i, each in parts]


@functools.cache
def _known(name: str) -> tuple[bytes, Hashes]:
    """Return a part as an element, and the hash of what the browser will run or apply."""
    if make := _SHEETS.get(name):
        text = make()
        return f"<style>{text}</style>".encode(), {"style": [hash_of(text)]}
    text = _SCRIPTS[name.removeprefix(PACKED)]()
    if name.startswith(PACKED):
        element = b'<script type="application/gzip">%s</script>' % gzipped(text.encode())
    else:
        element = f"<script>{text}</script>".encode()
    return element, {"script": [hash_of(text)]}
