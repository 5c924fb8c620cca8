"""Sizes of paper, and the unit in which a sheet is laid out."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.errors import DataError, Fault, did_you_mean

_MM: dict[str, tuple[int, int]] = {
    "A4": (210, 297),
    "A3": (297, 420),
    "A2": (420, 594),
    "A1": (594, 841),
    "A0": (841, 1189),
}
# CSS pixels a unit: a large sheet is read from further off, and still holds more than a small one.
_SCALE = {"A4": 0.85, "A3": 1.0, "A2": 1.3, "A1": 1.75, "A0": 2.3}
_PX_PER_MM = 96 / 25.4
_PX_M = 0.0254 / 96
# Type smaller than this is not read: 5.7 points.
_LEAST_PX = 7.6
# A picture of more pixels than this does not fit into the memory of a small machine.
MOST_PIXELS = 200_000_000


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: millimetres, and its size in units."""

    name: str
    mm: tuple[int, int]
    width: float
    height: float
    unit_m: float

    @property
    def least_type(self) -> float:
        """The smallest type in units that can be read on it."""
        return _LEAST_PX / _SCALE[self.name]

    def pixels(self, dpi: int) -> int:
        """How many pixels a picture of it has."""
        return int(self.mm[0] * dpi / 25.4) * int(self.mm[1] * dpi / 25.4)


def paper_of(name: str, *, landscape: bool) -> Paper:
    """Return a sheet of a named size, A4 to A0.

    Raises
    ------
    DataError
        If there is no such size.
    """
    if name.upper() not in _MM:
        hint = did_you_mean(name.upper(), _MM)
        what = f'there is no paper "{name}".{hint}'
        raise DataError([Fault("picture", 0, "", what, f"Choose of: {', '.join(_MM)}.")])
    name = name.upper()
    short, long = _MM[name]
    mm = (long, short) if landscape else (short, long)
    scale = _SCALE[name]
    width, height = (side * _PX_PER_MM / scale for side in mm)
    return Paper(name, mm, width, height, _PX_M * scale)
