"""Whether a place is as well known as its basis and its sources let it be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from geo_app import schema
from geo_app.errors import Fault
from geo_app.rulebook import At, fault
from geo_app.rules.sizes import area_km2

SURVEYED_M = 1000.0  # worse than this, nobody measured it
OFFICIAL_M = 500.0  # an authority's line, read off its map
# Of a province or a prefecture the line is official and its drawing generalised: to a twenty-
# fifth of how wide the place is, the error that shows on a sheet filled by it.
_OFFICIAL_SHARE = 1 / 25
CURATOR = "curator"
CURATOR_M = 500.0  # what somebody who knows the city can vouch for without a source


def evidence_faults(
    properties: Mapping[str, Any], geometry: Mapping[str, Any], at: At
) -> Iterator[Fault]:
    """Yield where the accuracy is worse than the basis means, or better than the sources allow."""
    basis, accuracy = properties["basis"], properties["accuracy_m"]
    limit = _limit(basis, geometry)
    if accuracy > limit:
        yield fault("basis-accuracy", at, basis=basis, found=f"{accuracy:g}", limit=f"{limit:.0f}")
    is_own = all(source["publisher"] == CURATOR for source in properties["sources"])
    if is_own and accuracy < CURATOR_M and basis != schema.Basis.SCHEMATIC:
        yield fault("curator-accuracy", at, found=f"{accuracy:g}", limit=f"{CURATOR_M:g}")


def _limit(basis: str, geometry: Mapping[str, Any]) -> float:
    if basis == schema.Basis.SURVEYED:
        return SURVEYED_M
    if basis != schema.Basis.OFFICIAL_EXTENT:
        return math.inf
    wide_m = math.sqrt(area_km2(geometry)) * 1000 if "Polygon" in geometry["type"] else 0.0
    return max(OFFICIAL_M, _OFFICIAL_SHARE * wide_m)
