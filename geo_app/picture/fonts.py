"""The two typefaces of a picture: widths, outlines, subsets.

They come from a package and never from the system.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo_app.errors import DataError, Fault

HEI = "Noto Sans SC"  # the map speaking
SONG = "Noto Serif SC"  # the report speaking
# Where the package's names are not installed, an editor finds the same shapes under these.
FALLBACK = {
    HEI: "'Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif",
    SONG: "'Source Han Serif SC','Songti SC',SimSun,serif",
}


class Font:
    """A font file with its advance widths."""

    def __init__(self, family: str, path: Path) -> None:
        from fontTools.ttLib import TTFont

        self.family = family
        self.path = path
        # From memory: a lazy font would hold its file open for as long as it lives.
        self._font = TTFont(io.BytesIO(path.read_bytes()), lazy=True)
        self._cmap: dict[int, str] = self._font.getBestCmap()
        self._advances: Any = self._font["hmtx"].metrics
        self._em: int = self._font["head"].unitsPerEm
        self._glyphs: Any = None
        self._widths: dict[str, float] = {}

    def has(self, character: str) -> bool:
        """Say whether the font draws a character."""
        return ord(character) in self._cmap

    def legible(self, text: str) -> str:
        """Return text with 〓, the sign of a missing sort, where the font has nothing."""
        return "".join(c if self.has(c) or not c.isprintable() else "〓" for c in text)

    def advance(self, character: str) -> float:
        """Return the width of a character in em; one that the font lacks is a full em."""
        width = self._widths.get(character)
        if width is None:
            name = self._cmap.get(ord(character))
            width = self._advances[name][0] / self._em if name else 1.0
            self._widths[character] = width
        return width

    def outline(self, character: str) -> str:
        """Return a character's outline as SVG path data, 1000 units an em, y downward."""
        from fontTools.pens.svgPathPen import SVGPathPen
        from fontTools.pens.transformPen import TransformPen

        name = self._cmap.get(ord(character))
        if name is None:
            return ""
        if self._glyphs is None:
            self._glyphs = self._font.getGlyphSet()
        scale = 1000 / self._em
        pen = SVGPathPen(self._glyphs, ntos=lambda value: f"{value:.0f}")
        self._glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, 0, 0)))
        return str(pen.getCommands())

    def subset(self, characters: Iterable[str]) -> str:
        """Return a WOFF of these characters alone, in base64."""
        from fontTools import subset

        options = subset.Options()
        options.flavor = "woff"
        options.layout_features = []
        options.hinting = False
        options.notdef_outline = True
        # The file's own dates: the same picture twice is the same bytes twice.
        options.recalc_timestamp = False
        chosen = subset.Subsetter(options)
        chosen.populate(text="".join(sorted(set(characters))))
        out = io.BytesIO()
        with subset.load_font(str(self.path), options, lazy=True) as font:
            chosen.subset(font)
            subset.save_font(font, out, options)
        return base64.b64encode(out.getvalue()).decode("ascii")


@lru_cache(maxsize=1)
def fonts() -> dict[str, Font]:
    """Return the typefaces by family.

    Raises
    ------
    DataError
        If the packages of the extra `picture` are not installed.
    """
    try:
        import fontTools  # noqa: F401
        import pylopdf_fonts_zh_cn as files
        import typst  # noqa: F401
    except ImportError as error:
        what = f"pictures need the package {error.name}, which is not installed."
        mend = "Run: pip install 'geo-app[picture]'."
        raise DataError([Fault("picture", 0, "", what, mend)]) from None
    return {
        HEI: Font(HEI, Path(files.sans_path())),
        SONG: Font(SONG, Path(files.serif_path())),
    }


def text_width(text: str, size: float, family: str = HEI, spacing: float = 0.0) -> float:
    """Return how wide a line is, in the unit of `size`; `spacing` in em after each character."""
    font = fonts()[family]
    return sum(font.advance(c) + spacing for c in text) * size
