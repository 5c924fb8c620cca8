"""The layer contract, as one table that `check`, `tidy`, `layers/README.md` and the tests read.

A closed list says which words a property may hold; a `Property` or `Column` says what a
value looks like, whether it must be there, what it means, and who needs it.
"""

from __future__ import annotations

from geo_app.schema.kinds import AREAS, BASES, CONTEXT_KINDS, KINDS, LINES, POINTS, Basis, Kind
from geo_app.schema.properties import CONTEXT, PLACE, TRUSTED_HOSTS, Property, Shape
from geo_app.schema.tables import TABLES, Column, Comparator, Confidence, Reason, Status

__all__ = [
    "AREAS",
    "BASES",
    "CONTEXT",
    "CONTEXT_KINDS",
    "KINDS",
    "LINES",
    "PLACE",
    "POINTS",
    "TABLES",
    "TRUSTED_HOSTS",
    "Basis",
    "Column",
    "Comparator",
    "Confidence",
    "Kind",
    "Property",
    "Reason",
    "Shape",
    "Status",
]
