"""Sheets → files: SVG with the typefaces inside, PDF and PNG by typst. All from memory."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from geo_app.errors import DataError, Fault
from geo_app.picture.fonts import FALLBACK, HEI, SONG, fonts
from geo_app.picture.paper import Paper
from geo_app.picture.sheet import Sheet

_SERIF = f'font-family="{SONG}"'
_TEXT = re.compile(r"<(?:text|tspan)([^>]*)>([^<]*)")


def svg_of(sheet: Sheet) -> bytes:
    """Return a sheet as SVG with real text; the characters it needs of each typeface inside."""
    used: dict[str, set[str]] = {HEI: set(), SONG: set()}
    for attributes, content in _TEXT.findall(sheet.svg):
        used[SONG if _SERIF in attributes else HEI].update(html.unescape(content))
    faces = "".join(
        f"@font-face{{font-family:'{family}';"
        f"src:url(data:font/woff;base64,{fonts()[family].subset(characters)}) format('woff')}}"
        for family, characters in used.items()
        if characters
    )
    serif = f"font-family=\"'{SONG}',{FALLBACK[SONG]}\""
    svg = sheet.svg.replace(_SERIF, serif)
    return svg.replace("<!--FONTS-->", f"<style>{faces}</style>", 1).encode("utf-8")


def pdf_of(sheets: Sequence[Sheet], paper: Paper, title: str, date: str) -> bytes:
    """Return all sheets as one PDF: text selectable, typefaces embedded as subsets.

    Its date is that of the report, so that the same plan gives the same bytes.
    """
    return _compile(sheets, paper, title, date)[0]


def png_of(sheet: Sheet, paper: Paper, dpi: int) -> bytes:
    """Return a sheet as PNG at so many dots per inch."""
    return _compile([sheet], paper, "", "", float(dpi))[0]


def _compile(
    sheets: Sequence[Sheet], paper: Paper, title: str, date: str, ppi: float | None = None
) -> list[bytes]:
    import typst

    given = {f"s{i}": _bare(sheet) for i, sheet in enumerate(sheets)}
    given |= {f"t{i}": f"{title} {i + 1}/{len(sheets)}" for i in range(len(sheets))}
    given["title"] = title
    width, height = paper.mm
    lines = [f"#set page(width: {width}mm, height: {height}mm, margin: 0mm)"]
    lines.append(f"#set document(title: sys.inputs.title, date: {_datetime(date)})")
    for i in range(len(sheets)):
        if i:
            lines.append("#pagebreak()")
        lines.append(
            f'#image(bytes(sys.inputs.s{i}), format: "svg", width: {width}mm, '
            f"height: {height}mm, alt: sys.inputs.t{i})"
        )
    folders = sorted({str(font.path.parent) for font in fonts().values()})
    done: bytes | list[bytes]
    done, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]
        "\n".join(lines).encode("utf-8"),
        sys_inputs=given,
        font_paths=folders,
        ignore_system_fonts=True,
        format="png" if ppi else "pdf",
        ppi=ppi,
    )
    if warnings:
        what = f"the picture could not be set: {warnings[0]}."
        raise DataError([Fault("picture", 0, "", what, "Reinstall 'geo-app[picture]'.")])
    return [bytes(page) for page in done] if isinstance(done, list) else [bytes(done)]


def _bare(sheet: Sheet) -> str:
    return sheet.svg.replace("<!--FONTS-->", "", 1).replace(f"{FALLBACK[HEI]}", "sans-serif")


def _datetime(date: str) -> str:
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", date)
    if not found:
        return "none"
    year, month, day = map(int, found.groups())
    return f"datetime(year: {year}, month: {month}, day: {day})"
