"""Plan → a folder of files that any web server publishes, or that opens from a disk.

`index.html` is the map document; beside it stand the data, and one small page for each place,
so that a place can be shared and found. Nothing in it runs on a server, and all links are
relative. The map is plain text here, not packed as in the single file that `export` writes: a
server compresses it on the way, and a search engine can read it.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from geo_app.errors import DataError, Fault
from geo_app.exports import export
from geo_app.mapdoc import map_html
from geo_app.plan import Plan
from geo_app.site.pages import Pages
from geo_app.writing import whole_folder

# Says that a folder was made by us, and may be made anew.
MARKER = ".geo-app-site"


def write_site(plan: Plan, out: Path, *, base_url: str = "", tiles: bool = True) -> list[str]:
    """Write the static edition of a plan: the whole new folder, or the old one stays.

    A crash leaves the one or the other, too; how, and where not, says `writing.whole_folder`.

    Parameters
    ----------
    plan
        What is published.
    out
        The folder. It may be missing, empty, or made by this function before.
    base_url
        Address at which it will stand, "https://…/"; with it there is a sitemap, and shared pages
        name their address.
    tiles
        May its map ask tile servers, once its reader chooses one?

    Returns
    -------
    list of str
        The files, relative to the folder, sorted.

    Raises
    ------
    DataError
        If the folder holds anything that this function did not make, or cannot be written.
    """
    out = Path(out)
    _refuse_foreign(out)
    with whole_folder(out) as folder:
        base = base_url.rstrip("/") + "/" if base_url else ""
        (folder / MARKER).write_text(f"{plan.version}\n", "utf-8")
        (folder / "data").mkdir()
        export(plan, folder / "data" / "plan.geojson", link_base=f"{base}index.html")
        export(plan, folder / "data" / "plan.gpkg", link_base=f"{base}index.html")
        for layer in plan.layers:
            part = plan.filter(layers=[layer.id])
            if len(part):
                path = folder / "data" / f"{layer.id}.geojson"
                export(part, path, link_base=f"{base}index.html")
        pages = Pages(plan, base)
        document = map_html(plan, tiles=tiles)
        _write(folder, {"index.html": _found(document, pages), **pages.all()})
        return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def _found(document: str, pages: Pages) -> str:
    """Return the map document with what a search engine, a shared link and no script need."""
    head = f"</title>\n{pages.head_of_index()}"
    document = document.replace("</title>", head, 1)
    before, end, after = document.rpartition("</body>")
    return f"{before}<noscript>{pages.plain_list('p/')}</noscript>\n{end}{after}"


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


def _refuse_foreign(out: Path) -> None:
    if not out.exists():
        return
    if out.is_dir() and ((out / MARKER).is_file() or not any(out.iterdir())):
        return
    what = "it holds something that geo-app site did not make, which would be lost."
    raise DataError([Fault(str(out), 0, "", what, "Name a new folder, or empty this one.")])


def checked_base(given: str) -> str:
    """Return an address that may stand before the pages' names.

    Raises
    ------
    ValueError
        If it is none.
    """
    if given and not re.fullmatch(r"https?://[^\s?#\"'<>]+", given):
        raise ValueError(f'"{html.escape(given)}" is no address of a site. Write https://…/')
    return given
