"""The guide to the layers, generated from the schema: `python -m geo_app.schema_doc`.

Its output is layers/README.md; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo_app import schema
from geo_app.rules.properties import PARTS
from geo_app.schema import Column, Property, Shape

_HEAD = """\
# The layers

What a curator edits: the places that the report names (`plan/`), what lies beneath them
(`context/`), the tables beside them, and the manifest `layers.toml` that lists the files. This
guide is generated from `geo_app/schema/`; `python -m geo_app.schema_doc` prints it anew.

## How to edit

1. Open a file of `plan/` in QGIS, in <https://geojson.io>, or in a text editor. All positions are
   WGS 84, longitude first. Points read off a Chinese web map are GCJ-02 or BD-09: transform them
   first.
2. Save, then `geo-app tidy`: it reads what these programs write and puts the file into the one
   canonical form (features by id, properties in the order below, at most 6 decimals, rings closed
   and wound by the right-hand rule). It refuses what it would have to drop.
3. `geo-app check`: every fault in one line, with file, line, place, and how to mend it.

An id is a promise, for links are made of it: it is authored once and never derived. A place that
gets another id lists the old one in `formerly`. What is not known is left out, never null or
empty. A claim without a source names `curator` as its publisher.

A place is drawn as what it is: an area as a polygon, a line as a line, a site as a point; and
`basis` and `accuracy_m` say honestly how well its outline is known.
"""

_GROUPS = """\
A group (`members`) has `"geometry": null`, the basis `composed` and no `accuracy_m`: it is what
its members are. Only the group lists them, and groups may hold groups.
"""

_CONTEXT = """\
## Properties of a context feature

Files in `context/`: drawn beneath, never counted.
"""

_TABLES = """\
## Tables

CSV in UTF-8 with a header. Numbers are plain digits, dates `2024-07-04`, `2024-07` or `2024`.
"""

_LICENCE = """\
## Licence and sources

The data as a whole is licensed under the Open Database License (ODbL) 1.0, because stations,
lines, roads, railways and water derive from OpenStreetMap (© OpenStreetMap contributors). What
does not derive from it (outlines drawn from published descriptions, the notes, the tables) may
also be used under CC BY 4.0. Rivers and labels in part are from Natural Earth (public domain),
runway positions from OurAirports (public domain). Each place lists its own sources; a source is
linked only at its publisher's own host, out of this list:

{hosts}.

The outlines are schematic and no statutory planning boundaries.
"""


def layer_guide() -> str:
    """Return layers/README.md."""
    parts = [
        _HEAD,
        "## Properties of a place\n\nFiles in `plan/`.\n",
        _properties(schema.PLACE),
        _entries(),
        _GROUPS,
        "## Kinds of places\n\nA kind decides the layer, and which geometry a place may have.\n",
        _table(
            ("kind", "layer", "Chinese", "English", "geometry"),
            (
                (f"`{kind.id}`", kind.layer, kind.zh, kind.en, ", ".join(kind.geometry))
                for kind in schema.KINDS.values()
            ),
        ),
        "## Bases\n\nHow the geometry of a place is known.\n",
        _table(("basis", "meaning"), ((f"`{word}`", text) for word, text in schema.BASES.items())),
        _CONTEXT,
        _properties(schema.CONTEXT),
        _table(
            ("context kind", "geometry"),
            ((f"`{kind}`", ", ".join(types)) for kind, types in schema.CONTEXT_KINDS.items()),
        ),
        _TABLES,
        *(_columns(name, columns) for name, columns in schema.TABLES.items()),
        _LICENCE.format(hosts=_wrapped(f"`{host}`" for host in schema.TRUSTED_HOSTS)),
    ]
    return "\n".join(parts)


def _properties(table: Sequence[Property]) -> str:
    return _table(
        ("property", "required", "is", "meaning", "example", "needed by"),
        (
            (
                f"`{each.name}`",
                "yes" if each.required else "",
                each.shape.value,
                each.meaning,
                f"`{each.example}`",
                each.needed_by,
            )
            for each in table
        ),
    )


def _entries() -> str:
    names = {Shape.MENTIONS: "mentions", Shape.STATIONS: "stations", Shape.SOURCES: "sources"}
    rows = (
        (f"`{names[shape]}`", f"`{part.name}`", "yes" if part.required else "", part.shape)
        for shape, parts in PARTS.items()
        for part in parts
    )
    return _table(("in", "key", "required", "is"), rows)


def _columns(name: str, columns: Iterable[Column]) -> str:
    rows = (
        (
            f"`{each.name}`",
            "yes" if each.required else "",
            each.meaning,
            ", ".join(f"`{value}`" for value in each.values),
        )
        for each in columns
    )
    return f"### {name}\n\n" + _table(("column", "required", "meaning", "one of"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    escaped = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in escaped)


def _wrapped(words: Iterable[str], width: int = 98) -> str:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += f"{word}, "
    return "\n".join(line.rstrip() for line in lines).rstrip(",")


if __name__ == "__main__":
    print(layer_guide(), end="")
