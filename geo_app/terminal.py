"""What a user writes on the command line, read; and what is said on a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import click

from geo_app.errors import DataError, Fault
from geo_app.values import LngLat


def position(value: str) -> LngLat:
    """Return LNG,LAT as a position that a map can show."""
    try:
        lng, lat = map(float, value.split(","))
    except ValueError:
        raise click.BadParameter(f'"{value}" is no position. Write LNG,LAT.') from None
    if not (abs(lng) <= 180 and abs(lat) <= 84):  # the example reaches a little further
        raise click.BadParameter(f'"{value}" is not on the map: LNG ±180, LAT ±84.')
    return LngLat(lng, lat)


def bbox_of(given: str | None) -> tuple[float, float, float, float] | None:
    """Return W,S,E,N as numbers, degrees."""
    if given is None:
        return None
    try:
        west, south, east, north = (float(part) for part in given.split(","))
    except ValueError:
        message = f'"{given}" is no box. Write west,south,east,north in degrees.'
        raise click.BadParameter(message, param_hint="--bbox") from None
    return west, south, east, north


def link_base_of(given: str | None) -> str:
    """Return the address of a page without query and fragment; "" where none is given."""
    if given and not given.startswith(("http://", "https://")):
        message = f'"{given}" is no address of a page. Write https://…'
        raise click.BadParameter(message, param_hint="--link-base")
    return (given or "").split("?")[0].split("#")[0]


def conditions(given: dict[str, Any]) -> str:
    """Return the filters as the user wrote them."""
    words = []
    for name, values in given.items():
        if values:
            option = "--bbox" if name == "bbox" else f"--{name[:-1]}"
            several = (values,) if isinstance(values, str) else values
            words += [f"{option} {value}" for value in several]
    return " ".join(words)


def count(n: int, word: str) -> str:
    """Return "1 place" or "2 places"."""
    return f"{n} {word}" + ("" if n == 1 else "s")


@contextlib.contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say on a terminal, after a second, what goes on and for how long; then wipe it away."""
    done = threading.Event()
    started = time.monotonic()

    def tell() -> None:
        line = ""
        while not done.wait(1):
            line = f"{what} … {time.monotonic() - started:.0f} s"
            click.echo(f"\r{line}", nl=False, err=True)
        if line:
            click.echo("\r" + " " * 2 * len(line) + "\r", nl=False, err=True)

    thread = threading.Thread(target=tell, daemon=True)
    if sys.stderr.isatty():
        thread.start()
    try:
        yield
    finally:
        done.set()
        if thread.ident:
            thread.join()


def print_bytes(data: bytes) -> None:
    """Write to standard output; raise DataError where that has no room."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # who reads has enough: click ends quietly
    except OSError as error:
        # Else Python tries once more at its end, and says so.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        what = f"standard output cannot be written: {error.strerror}."
        raise DataError([Fault("export", 0, "", what, "Lead it to where there is room.")]) from None
