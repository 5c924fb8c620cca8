"""Coverage-guided fuzzing of the parsers: `python -m tests.hostile.fuzz TARGET [OPTION]…`.

A target takes bytes; anything but a result or a DataError is a finding, which the fuzzer writes to
a file `crash-…`. `TARGETS` lists the targets; options are libFuzzer's, such as
`-max_total_time=600`, or a folder of inputs to begin with. Without any it runs until it is stopped.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["geo_app"]):
    from geo_app.errors import DataError
    from geo_app.layers import table_rows
    from geo_app.report import parse_report
    from geo_app.rulebook import At
    from geo_app.rules.about import of_about
    from geo_app.rules.features import of_table
    from geo_app.rules.manifest import of_manifest
    from geo_app.schema import PLACE, TABLES
    from geo_app.strict_json import decode, parse_json
    from geo_app.strict_toml import parse_toml
    from geo_app.tidying import tidy, tidy_table

TINY = Path(__file__).resolve().parent.parent / "tiny_city"


def report(data: bytes) -> None:
    """Parse a report; every unit of it is a slice of the text."""
    text = data.decode("utf-8", errors="replace")
    found, _ = parse_report(text, "report.txt")
    for sentence in found.sentences:
        assert found.quote(sentence.span) == sentence.text


def geojson(data: bytes) -> None:
    """Read and tidy a layer; tidying it again changes nothing."""
    text = tidy(decode(data, "layer.geojson"), file="layer.geojson", table=PLACE)
    assert tidy(text, table=PLACE) == text


def json(data: bytes) -> None:
    """Read any JSON."""
    parse_json(decode(data, "any.json"), "any.json")


def csv(data: bytes) -> None:
    """Read a table, check it, tidy it; tidying it again changes nothing."""
    text, columns = decode(data, "targets.csv"), TABLES["targets.csv"]
    header, rows = table_rows(text, "targets.csv")
    of_table(header, rows, "targets.csv", columns)
    tidied = tidy_table(text, file="targets.csv", columns=columns)
    assert tidy_table(tidied, file="targets.csv", columns=columns) == tidied


def toml(data: bytes) -> None:
    """Read a manifest or a description, and check it as both."""
    found = parse_toml(decode(data, "any.toml"), "any.toml")
    of_manifest(found, "any.toml")
    list(of_about(found, At("any.toml")))


# Target → what it does, and the files that it begins with.
TARGETS: dict[str, tuple[Callable[[bytes], None], str]] = {
    "report": (report, "seeds/*.txt"),
    "geojson": (geojson, "layers/*/*.geojson"),
    "json": (json, "layers/*/*.geojson"),
    "csv": (csv, "layers/targets.csv"),
    "toml": (toml, "*/*.toml"),
}


def guarded(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Return a target for which a refusal in words is a result."""

    def run(data: bytes) -> None:
        try:
            target(data)
        except DataError:
            pass

    return run


def main() -> None:
    name, *options = sys.argv[1:]
    target, pattern = TARGETS[name]
    run = guarded(target)
    with tempfile.TemporaryDirectory(prefix="geo-app-fuzz-") as begin:
        for path in TINY.glob(pattern):
            shutil.copy(path, begin)
        atheris.Setup([sys.argv[0], *options, begin], run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
