"""The parts of Streamlit that our page needs, asked for with it and not one after the other.

Streamlit loads what draws a widget when it first meets one, and what that needs after it: three
rounds of small files, each as long as the server and two processors take. Which files those are, is
read from its folder; where they are called otherwise, the page loads them as Streamlit does.
"""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable

# Of the widgets in the first run, by the name of their file before its hash.
_PARTS = ("Html", "BidiComponent", "ButtonGroup", "Selectbox")
_FILE = re.compile(r"([\w.-]+?)\.[\w-]{8}\.js")
_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*["']\./([\w.-]+\.js)["']""")
_FOLDER = "static/js"


def parts_ahead(page: str) -> list[str]:
    """Return the addresses of the scripts, relative to the page, that it does not name itself.

    Parameters
    ----------
    page
        Streamlit's HTML.
    """
    folder = files("streamlit") / "static" / "static" / "js"
    if not folder.is_dir():
        return []
    names = {each.name: each for each in folder.iterdir()}
    waiting = [name for name in names if (at := _FILE.fullmatch(name)) and at[1] in _PARTS]
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop()
        if name in names and name not in found and name not in page:
            found[name] = None
            waiting += _imported(names[name])
    return [f"./{_FOLDER}/{name}" for name in found]


def _imported(script: Traversable) -> list[str]:
    return _IMPORT.findall(script.read_text("utf-8"))
