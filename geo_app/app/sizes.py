"""How large a file will be: by what was made before, else by the weight of its places.

Measured on the Changsha plan, its tasks one by one, and the second city of the tests: within 30 %,
workbooks within a factor of 1.7. Nothing is written to find out.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import orjson

if TYPE_CHECKING:
    from geo_app import Plan


class Weights(NamedTuple):
    """Bytes of each place as GeoJSON, quotations and all, and of the context's geometries."""

    places: Mapping[str, int]
    context: int


class Key(NamedTuple):
    """What a file is: its size is the same whenever it is made again."""

    format: str
    datum: str
    lang: str
    of: Hashable  # the filter that it was made of


class _Form(NamedTuple):
    """Bytes of a file without places, and per byte of its places and of its context."""

    alone: int
    places: float
    context: float = 0.0


# Tiles are not here: their size hangs on how wide the places are, up to a factor of ten.
_FORMS: dict[str, _Form] = {
    "geojson": _Form(2_000, 1.17),
    "gpkg": _Form(487_000, 2.97, 2.96),
    "qgz": _Form(50_000, 0.65, 0.99),
    "kml": _Form(6_000, 1.41),
    "kmz": _Form(1_600, 0.30),
    "csv": _Form(1_200, 1.11),
    "xlsx": _Form(18_000, 0.175),
    "parquet": _Form(28_000, 0.37),
    "fgb": _Form(5_000, 1.03),
    "shp.zip": _Form(5_300, 0.33),
    "pdf": _Form(51_000, 0.33, 1.14),
    "html": _Form(408_000, 0.60, 1.53),
}
_KB, _MB = 1_000, 1_000_000


def weights_of(plan: Plan) -> Weights:
    """Return the weights of a plan; a tenth of a second for 137 places."""
    from geo_app.exports.geojson import encode

    features = orjson.loads(encode(plan))["features"]
    return Weights(
        {each["properties"]["id"]: len(orjson.dumps(each)) for each in features},
        sum(len(orjson.dumps(each.geometry)) for each in plan.context),
    )


def estimates(weights: Weights, ids: Iterable[str]) -> dict[str, int]:
    """Return about how many bytes the file of each format has, where that can be told."""
    places = sum(map(weights.places.__getitem__, ids))
    return {
        name: round(form.alone + form.places * places + form.context * weights.context)
        for name, form in _FORMS.items()
    }


def size_text(count: int) -> str:
    """Return a number of bytes as one reads it.

    Examples
    --------
    >>> size_text(855_800), size_text(2_985_984), size_text(400)
    ('856 kB', '3.0 MB', '1 kB')
    """
    if count >= _MB:
        return f"{count / _MB:.1f} MB"
    return f"{max(1, round(count / _KB))} kB"
