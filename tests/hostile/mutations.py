"""Seeded damage to one file of a plan's folder: bytes, values, tables, and what the file is.

Each mutation is a function of a path and a chance, and changes that path alone.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Mutation = Callable[[Path, random.Random], None]

_BYTES = (
    b"\0",
    b'"',
    b"{",
    b"[",
    b",",
    b"\n",
    b"\r",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xf0\x9f",
    b"\x1b",
)
_NUMBERS = (
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "-0",
    "9" * 400,
    "9" * 5000,
    "1e-400",
    "0x10",
    "01",
)
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1e300, -1e300, 5e-324, 2**63, 10**30, 10**400),
    *("", " ", "\0", "\u202e", "\ud800", "a" * 100_000, "../../x", "1", "[", "[1]", "{}"),
    *([], [[]], [None], {}, {"": None}, {"type": "Feature"}, [[[[[[0, 0]]]]]], ["a", "a"]),
)
_CELLS = (
    "",
    " ",
    "\0",
    "\ufeff",
    "=1",
    '"',
    '"\n',
    "9" * 400,
    "١٢",
    "-0",
    "nan",
    "1e9",
    "\u2028",
    "x" * 200_000,
)
_CODINGS = ("utf-16", "utf-16-le", "utf-32", "gb18030", "utf-8-sig", "utf-7", "cp037")


def truncate(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data))])


def flip_bytes(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def insert_bytes(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    at = chance.randrange(len(data))
    path.write_bytes(data[:at] + chance.choice(_BYTES) * chance.choice((1, 1, 3)) + data[at:])


def repeat_a_part(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    start, end = sorted(chance.randrange(len(data)) for _ in range(2))
    path.write_bytes(data[:end] + data[start:end] * chance.choice((1, 1, 2, 50)) + data[end:])


def drop_a_line(path: Path, chance: random.Random) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    path.write_bytes(b"".join(lines))


def swap_lines(path: Path, chance: random.Random) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    one, other = (chance.randrange(len(lines)) for _ in range(2))
    lines[one], lines[other] = lines[other], lines[one]
    path.write_bytes(b"".join(lines))


def write_a_number(path: Path, chance: random.Random) -> None:
    """Put an odd number in the place of one that stands there."""
    text = path.read_text("utf-8")
    spots = [i for i, sign in enumerate(text) if sign.isascii() and sign.isdigit()] or [0]
    at = chance.choice(spots)
    path.write_text(text[:at] + chance.choice(_NUMBERS) + text[at + 1 :], "utf-8")


def encode_otherwise(path: Path, chance: random.Random) -> None:
    text = path.read_text("utf-8")
    path.write_bytes(text.encode(chance.choice(_CODINGS), errors="replace"))


def nest_deeply(path: Path, chance: random.Random) -> None:
    deep = chance.choice((50, 900, 20_000, 200_000))
    whole = {
        ".geojson": '{"type": "FeatureCollection", "features": ' + "[" * deep,
        ".toml": "plan = " + "[" * deep + "]" * deep,
        ".csv": '"' * deep,
    }
    path.write_text(whole.get(path.suffix, "（" * deep), "utf-8")


def change_a_value(path: Path, chance: random.Random) -> None:
    """Put another value, mostly of another type, at some place of a GeoJSON; or take it out."""
    if path.suffix != ".geojson":
        change_a_cell(path, chance)
        return
    whole = json.loads(path.read_text("utf-8"))
    for _ in range(chance.choice((1, 1, 1, 3))):
        holder, key = chance.choice(list(_places_in(whole)))
        if isinstance(holder, dict) and chance.random() < 0.2:
            holder[chance.choice(("id", "name", "x", "type", "members"))] = holder.pop(key)
        else:
            holder[key] = chance.choice(_VALUES)
    path.write_text(json.dumps(whole, ensure_ascii=True), "utf-8")


def repeat_a_key(path: Path, chance: random.Random) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    keyed = [i for i, line in enumerate(lines) if b":" in line or b"=" in line or b"," in line]
    at = chance.choice(keyed or [0])
    lines.insert(at, lines[at])
    path.write_bytes(b"".join(lines))


def change_a_cell(path: Path, chance: random.Random) -> None:
    """Put an odd text between two commas, quotation marks or line ends."""
    text = path.read_text("utf-8")
    spots = [i for i, sign in enumerate(text) if sign in ',"\n'] or [0]
    at = chance.choice(spots)
    end = next((i for i in spots if i > at), len(text))
    path.write_text(text[: at + 1] + chance.choice(_CELLS) + text[end:], "utf-8")


def be_large(path: Path, chance: random.Random) -> None:
    """Make a file of 100 MB that takes no room: a hole, behind what stands there or alone."""
    if chance.random() < 0.5:
        path.write_bytes(b"")
    os.truncate(path, 100_000_000)


def be_another_thing(path: Path, chance: random.Random) -> None:
    """Replace a file by nothing, a folder, a pipe, or a link to somewhere."""
    path.unlink()
    kind = chance.choice(("nothing", "folder", "pipe", "link"))
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        outside = next(each for each in path.parents if each.name == "city").parent / "outside"
        to = ("/dev/zero", "/dev/null", "/etc/passwd", "/proc/self/mem", path.name, "..", outside)
        path.symlink_to(chance.choice(to))


# With how often each is chosen: what is cheap and finds much, more often.
MUTATIONS: dict[Mutation, int] = {
    truncate: 6,
    flip_bytes: 12,
    insert_bytes: 10,
    repeat_a_part: 5,
    drop_a_line: 8,
    swap_lines: 6,
    write_a_number: 10,
    encode_otherwise: 4,
    nest_deeply: 3,
    change_a_value: 20,
    repeat_a_key: 4,
    change_a_cell: 12,
    be_large: 1,
    be_another_thing: 3,
}


def mutate(city: Path, seed: int) -> tuple[str, str]:
    """Damage one file of a folder; return the mutation's name and the file's.

    The same seed does the same.
    """
    chance = random.Random(seed)
    files = sorted(path for path in city.rglob("*") if path.is_file())
    (mutation,) = chance.choices(list(MUTATIONS), list(MUTATIONS.values()))
    path = chance.choice(files)
    mutation(path, chance)
    return mutation.__name__, path.relative_to(city).as_posix()


def _places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = value if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from _places_in(value[key])
