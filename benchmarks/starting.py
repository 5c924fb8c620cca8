"""The command line: beside a bare Python and `import geopandas`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Result, commands_in_turns

_RULES = "every feature is checked by all rules before it is written"
_CLICK = "of which click takes most, and writes the help; geo-app adds its own tables of options"


def rows(sizes: list[int]) -> Iterator[Result]:
    """Yield the three commands, for the Changsha plan."""
    app = ("-c", "from geo_app.cli import main; main()")  # as the installed command does
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "x.geojson")
        times = commands_in_turns(
            {
                "bare Python": ("-c", "pass"),
                "import click": ("-c", "import click"),
                "--help": (*app, "--help"),
                "import geopandas": ("-c", "import geopandas"),
                "check": (*app, "check"),
                "export": (*app, "export", out),
            }
        )
    bare = {"bare Python": times["bare Python"], "import click": times["import click"]}
    heavy = {"import geopandas": times["import geopandas"]}
    yield Result("geo-app --help", "Changsha", times["--help"], "ms", bare, mark=2.0, note=_CLICK)
    yield Result("geo-app check", "Changsha", times["check"], "ms", heavy, mark=1.3)
    yield Result(
        "geo-app export x.geojson", "Changsha", times["export"], "ms", heavy, mark=1.5, note=_RULES
    )
