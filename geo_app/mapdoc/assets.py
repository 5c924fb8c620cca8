"""What the document is made of besides the plan: its modules and sheets, and Leaflet.

Comments and indentation stay behind in the sources; names, strings and lines do not change, so
that an error in the browser can be found in its module.
"""

from __future__ import annotations

import functools
import importlib.resources
import re

from geo_app.mapdoc.linking import linked

# A later sheet wins over an earlier one: the general first, then what a phone and a printer need.
_FIRST = (
    *("base", "panel", "legend", "list", "stage", "card", "card-tools", "reader", "reader-tools"),
    *("drawing", "labels", "tiles"),
)
_LAST = ("embed", "phone", "phone-map", "motion", "print")
_COMMENT = re.compile(r"^\s*(?://[^\n]*|/\*(?:(?!\*/).)*\*/)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|[ \t]+$|^\n", re.MULTILINE)


@functools.cache
def asset(name: str) -> str:
    """Return a file of this package, by its path in it."""
    return (importlib.resources.files("geo_app.mapdoc") / name).read_text("utf-8")


def sheets() -> list[str]:
    """Return the names of the sheets in the order of their cascade; others follow by name."""
    folder = importlib.resources.files("geo_app.mapdoc") / "css"
    there = {each.name.removesuffix(".css") for each in folder.iterdir()}
    return [*_FIRST, *sorted(there - {*_FIRST, *_LAST}), *_LAST]


@functools.cache
def css() -> str:
    """Return the sheets as one."""
    return "".join(lean(asset(f"css/{name}.css")) for name in sheets())


@functools.cache
def program() -> str:
    """Return the modules as one script, which puts the document together when it runs.

    Developer tools show it by its name, wherever it stood.
    """
    return f"{linked('main', script)}//# sourceURL=geo-app.js\n"


def script(name: str) -> str:
    """Return one of our scripts, lean: a module, or one of those that run before them."""
    return lean(asset(f"js/{name}.js"))


def lean(source: str) -> str:
    r"""Return JavaScript or CSS without the lines that are comments, and without indentation.

    A comment behind code stays. No source of ours holds a text of several lines.

    Examples
    --------
    >>> lean("/** Why.\n * @param a */\nfunction f(a) {\n  // So.\n  return '//'; // stays\n}\n")
    "function f(a) {\nreturn '//'; // stays\n}\n"
    """
    return _INDENT.sub("", _COMMENT.sub("", source))


@functools.cache
def leaflet_js() -> str:
    """Return Leaflet without its last line, by which developer tools would ask for a source map."""
    return re.sub(r"\n//# sourceMappingURL=.*\s*$", "\n", _leaflet("leaflet.js"))


@functools.cache
def leaflet_css() -> str:
    """Return Leaflet's sheet without its three images, which the document does not use."""
    return re.sub(r"background-image:\s*url\([^)]*\);?", "", _leaflet("leaflet.css"))


def _leaflet(name: str) -> str:
    package = importlib.resources.files("xstatic.pkg.leaflet") / "data" / name
    return package.read_text("utf-8")
