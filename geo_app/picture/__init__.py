"""Plan → a poster on paper: title, tasks, two maps, every place with its quotation.

The SVG is written by this package alone, its text set by hand (`typeset`); typst turns it into PDF
and PNG. Typefaces come from a package, never from the system. What does not fit on one sheet at a
type size that can be read goes on to further sheets: a PDF holds all of them, PNG and SVG are
written one file a sheet, `poster.png`, `poster-2.png` …; each sheet says so.
"""

from __future__ import annotations

from pathlib import Path

from geo_app.antimeridian import unrolled
from geo_app.errors import DataError, Fault, did_you_mean
from geo_app.picture.fonts import fonts
from geo_app.picture.paper import MOST_PIXELS, Paper, paper_of
from geo_app.picture.press import pdf_of, png_of, svg_of
from geo_app.picture.sheet import Sheet, sheets
from geo_app.picture.words import Speech
from geo_app.plan import Plan
from geo_app.writing import write_together

FORMATS = ("pdf", "png", "svg")

__all__ = ["FORMATS", "draw", "draw_bytes", "lay_out"]


def draw(
    plan: Plan,
    out: str | Path,
    *,
    paper: str = "A3",
    landscape: bool = True,
    dpi: int = 200,
    lang: str = "",
) -> list[Path]:
    """Write a poster of a plan; return the files: one, or one a sheet.

    Parameters
    ----------
    plan
        What is shown: exactly its places.
    out
        The file; its suffix, .pdf, .png or .svg, chooses the format.
    paper
        "A4" to "A0".
    landscape
        The long side lies.
    dpi
        Dots per inch of a PNG.
    lang
        "zh" or "en", of everything but the quotations; "" for that of the report.

    Raises
    ------
    DataError
        If the plan has no place, the suffix or paper is unknown, the picture would be too large,
        the extra is not installed, or a file cannot be written; files that were there stay.
    """
    path = Path(out)
    suffix = _format_of(path)
    pages = _pages(plan, suffix, _asked(paper, landscape, suffix, dpi), dpi, lang)
    paths = [path, *(path.with_stem(f"{path.stem}-{n}") for n in range(2, len(pages) + 1))]
    write_together(dict(zip(paths, pages, strict=True)))
    return paths


def draw_bytes(
    plan: Plan,
    format: str,
    *,
    paper: str = "A3",
    landscape: bool = True,
    dpi: int = 200,
    lang: str = "",
) -> bytes:
    """Return a poster in "pdf", "png" or "svg"; of PNG and SVG the first sheet. See `draw`."""
    suffix = _format_of(Path(f"poster.{format}"))
    return _pages(plan, suffix, _asked(paper, landscape, suffix, dpi), dpi, lang)[0]


def lay_out(
    plan: Plan, *, paper: str = "A3", landscape: bool = True, lang: str = ""
) -> list[Sheet]:
    """Return the sheets as they are laid out, with the boxes of what stands on them."""
    if not len(plan):
        what = "no place meets these conditions, so there is nothing to draw."
        raise DataError([Fault("picture", 0, "", what, "Leave out a condition.")])
    fonts()
    say = Speech(lang or plan.lang)
    return sheets(unrolled(plan), paper_of(paper, landscape=landscape), say)


def _asked(name: str, landscape: bool, suffix: str, dpi: int) -> Paper:
    paper = paper_of(name, landscape=landscape)
    if suffix == "png" and paper.pixels(dpi) > MOST_PIXELS:
        what = f"{paper.name} at {dpi} dpi has {paper.pixels(dpi) // 10**6} million pixels."
        mend = f"At most {MOST_PIXELS // 10**6} million are drawn: choose fewer dpi, or .pdf."
        raise DataError([Fault("picture", 0, "", what, mend)])
    return paper


def _pages(plan: Plan, suffix: str, paper: Paper, dpi: int, lang: str) -> list[bytes]:
    landscape = paper.mm[0] > paper.mm[1]
    done = lay_out(plan, paper=paper.name, landscape=landscape, lang=lang)
    if suffix == "svg":
        return [svg_of(sheet) for sheet in done]
    if suffix == "png":
        return [png_of(sheet, paper, dpi) for sheet in done]
    title = Speech(lang or plan.lang).pick(
        plan.about.get("title", plan.report.about["title"]), plan.about.get("title_en")
    )
    return [pdf_of(done, paper, title, str(plan.report.about.get("date", "")))]


def _format_of(path: Path) -> str:
    suffix = path.suffix.lower().lstrip(".")
    if suffix in FORMATS:
        return suffix
    hint = did_you_mean(suffix, FORMATS) if suffix else ""
    what = f'the suffix "{path.suffix}" names no format of pictures.{hint}'
    mend = f"Choose of: {', '.join('.' + each for each in FORMATS)}."
    raise DataError([Fault(str(path), 0, "", what, mend)])
