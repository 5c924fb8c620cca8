"""TOML as `layers.toml` and `report.toml` are: whatever is wrong with a text becomes one fault."""

from __future__ import annotations

import tomllib
from typing import Any

from geo_app.errors import DataError
from geo_app.rulebook import At, fault


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """Read a TOML text.

    Raises
    ------
    DataError
        With the one fault that stopped the reading.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        wrong = fault("manifest-broken", At(file), error="it is nested too deeply")
    except ValueError as error:  # TOMLDecodeError is one; a number too long for Python another
        wrong = fault("manifest-broken", At(file), error=error)
    raise DataError([wrong])
