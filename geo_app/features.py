"""What a file of `layers/` holds: a theme, a feature, a row of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Layer:
    """One theme of the manifest; `id` is also the key of its style."""

    id: str
    file: str
    title: str
    title_en: str
    description: str
    description_en: str


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a file. `geometry` is GeoJSON, WGS 84, or None for a group."""

    file: str
    line: int
    layer: str
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any] | None

    @property
    def id(self) -> str:
        """Its authored id, or "" where it has none."""
        return str(self.properties.get("id", ""))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `cells` by column, every column of the schema, an empty cell is ""."""

    file: str
    line: int
    cells: Mapping[str, str]
