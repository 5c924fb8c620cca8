"""The document's modules as one script, for one opening instead of one for each module.

Each module becomes a function that is called once, after those it imports from; what it exports is
handed to those that import it. That holds for modules written as ours are, and every other way of
writing one is refused: no cycles, nothing exported that changes, no default, nothing passed on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_PREFIX = "geo/"
_STATEMENT = re.compile(r"^(?:import|export)\b", re.MULTILINE)
# `import { a, b as c } from "geo/x";`, also over several lines, and `import * as x from "geo/x";`
_IMPORT = re.compile(
    rf'^import (?:\{{([^{{}}]*)\}}|\* as (\w+)) from "{_PREFIX}([\w-]+)";$', re.MULTILINE
)
# A function, a class, or a constant by its name; or several constants, taken out of an object.
_EXPORT = re.compile(
    r"^export (?=(?:async )?function (\w+)\(|class (\w+)\b|const (\w+) =|const \{([\w,\s]+)\} =)",
    re.MULTILINE,
)
# What comments say of types is none of it.
_AT_RUN_TIME = re.compile(r"^(?:(?!//|/\*).)*\bimport(?:\(|\.meta\b)", re.MULTILINE)


def linked(entry: str, source: Callable[[str], str]) -> str:
    r"""Return a module, and all that it needs, as one classic script.

    Parameters
    ----------
    entry
        Name of the module that starts all.
    source
        Gives the text of a module by its name. A module asks for another as `geo/<name>`.

    Raises
    ------
    ValueError
        If a module is written in a way that this does not understand; it names module and line.

    Examples
    --------
    >>> modules = {
    ...     "sum": 'import { one as a } from "geo/one";\nexport const two = a + a;\n',
    ...     "one": "export const one = 1;\n",
    ... }
    >>> print(linked("sum", modules.__getitem__), end="")
    (() => {
    "use strict";
    const $geo = (window.geoModules = {});
    // geo/one
    $geo["one"] = (() => {
    const one = 1;
    return { one };
    })();
    // geo/sum
    $geo["sum"] = (() => {
    const { one: a } = $geo["one"];
    const two = a + a;
    return { two };
    })();
    })();
    """
    modules = list(_in_order(entry, source))
    exports = {name: _exported(name, text) for name, text in modules}
    parts = [
        f'// {_PREFIX}{name}\n$geo["{name}"] = (() => {{\n'
        f"{_body(name, text, exports)}return {{ {', '.join(exports[name])} }};\n}})();\n"
        for name, text in modules
    ]
    # Whoever looks into an open document reaches them too.
    start = '(() => {\n"use strict";\nconst $geo = (window.geoModules = {});\n'
    return f"{start}{''.join(parts)}}})();\n"


def _in_order(entry: str, source: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield names and texts, each once and after all that it imports from: as a browser would."""
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        if name in above:
            raise ValueError(f"modules in a circle: {' → '.join([*above, name])}")
        if name in done:
            return
        text = source(name)
        for found in _IMPORT.finditer(text):
            yield from visit(found[3], (*above, name))
        done.add(name)
        yield name, text

    return visit(entry, ())


def _exported(name: str, text: str) -> list[str]:
    names: list[str] = []
    for found in _EXPORT.finditer(text):
        one = found[1] or found[2] or found[3]
        names += [one] if one else re.findall(r"\w+", found[4])
    return names


def _body(name: str, text: str, exports: dict[str, list[str]]) -> str:
    """Return a module's text with its imports as constants, and without the word `export`."""

    def constant(found: re.Match[str]) -> str:
        several, whole, other = found.groups()
        if whole:
            return f'const {whole} = $geo["{other}"];'
        for each in re.findall(r"(\w+)(?: as \w+)?", several):
            if each not in exports[other]:
                raise ValueError(f"{name}.js: {other}.js exports no {each}")
        return f'const {{{several.replace(" as ", ": ")}}} = $geo["{other}"];'

    body = _EXPORT.sub("", _IMPORT.sub(constant, text))
    for unknown in (_STATEMENT, _AT_RUN_TIME):
        if found := unknown.search(body):
            line = body[body.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0]
            raise ValueError(f"{name}.js: not a way of importing or exporting of ours: {line}")
    return body if body.endswith("\n") else f"{body}\n"
