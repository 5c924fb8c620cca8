"""Imports point one way, and heavy things wait until they are needed."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "geo_app"

# Lower never imports higher; modules of one row do not import each other.
ORDER = [
    ["errors", "values", "messages", "features", "memory"],
    ["schema", "datum", "data", "files", "writing", "text", "glyphs", "rulebook", "grammar"],
    ["strict_json", "strict_toml", "style"],
    ["geojson"],
    ["rules"],
    ["layers", "report", "coverage"],
    ["mentions", "frames", "gloss"],
    ["plan"],
    ["join", "measures"],
    ["antimeridian"],
    ["checks", "tidying", "schema_doc", "mapdoc", "picture"],
    ["exports", "starter"],
    ["site"],
    ["collection"],
    ["api"],
    ["app", "terminal"],
    ["cli"],
    ["program"],
]
RANK = {name: i for i, row in enumerate(ORDER) for name in row}


def _module(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported(path: Path) -> set[str]:
    """What a file imports of the package, by its whole name: in functions too, for types not."""
    found = set()
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.dump(branch.test)
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.startswith("geo_app.")}


def _imports(path: Path) -> set[str]:
    """The parts of the package that a file imports."""
    return {name.split(".")[1] for name in _imported(path)} & set(RANK)


FILES = sorted(
    path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE
)


def test_every_module_has_its_place_in_the_order() -> None:
    assert {_module(path) for path in FILES} <= set(RANK)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_lower_never_imports_higher(path: Path) -> None:
    me = _module(path)
    for other in _imports(path) - {me}:
        assert RANK[other] < RANK[me], f"{me} imports {other}"


def test_no_module_imports_in_a_circle() -> None:
    paths = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in FILES
    }
    modules = {name.removesuffix(".__init__"): path for name, path in paths.items()}

    def module_of(name: str) -> str:
        while name and name not in modules:
            name = name.rpartition(".")[0]
        return name

    needs = {me: {module_of(name) for name in _imported(path)} for me, path in modules.items()}
    graphlib.TopologicalSorter({me: found - {me} for me, found in needs.items()}).prepare()


HEAVY = ("geopandas", "pandas", "folium", "streamlit", "pyproj", "numpy")


@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        ("import geo_app", (*HEAVY, "shapely")),
        ("import geo_app.cli", (*HEAVY, "shapely")),
        ("from geo_app.cli import main; main(['--help'], standalone_mode=False)", HEAVY),
        ("import geo_app.checks", HEAVY[:-1]),
        ("import geo_app.tidying", HEAVY[:-1]),
        ("import geo_app.join", ("folium", "streamlit")),
        ("import geo_app.exports", ("folium", "streamlit")),
        ("import geo_app.mapdoc", ("streamlit",)),
        ("import geo_app.app.page", (*HEAVY[:3], "pyproj", "shapely")),
        ("import geo_app.collection", ("streamlit", "distributed")),
    ],
)
def test_heavy_things_wait_until_they_are_needed(code: str, heavy: tuple[str, ...]) -> None:
    program = f"{code}\nimport sys; print(*[m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1].split() == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_stay_small_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_modules_of_the_document_stay_small() -> None:
    for path in PACKAGE.rglob("*.js"):
        assert len(path.read_text("utf-8").splitlines()) <= 250, path.name
