"""What a city promised, on the map: report → places → join → map document.

>>> from geo_app import load_plan
>>> plan = load_plan()
>>> plan.filter(tasks=[7]).places.loc["malanshan", "name"]
'马栏山视频文创产业园'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo_app.api import Plan, load_plan
    from geo_app.checks import check
    from geo_app.errors import DataError, Fault
    from geo_app.exports import export
    from geo_app.frames import read_layers
    from geo_app.mapdoc import map_html
    from geo_app.mentions import find_mentions
    from geo_app.report import read_report
    from geo_app.tidying import tidy

__version__ = "0.1.0"

# Name → module. Imported when first asked for: `geo-app --help` must not wait for geopandas.
_FACE = {
    "DataError": "errors",
    "Fault": "errors",
    "Plan": "api",
    "check": "checks",
    "export": "exports",
    "find_mentions": "mentions",
    "load_plan": "api",
    "map_html": "mapdoc",
    "read_layers": "frames",
    "read_report": "report",
    "tidy": "tidying",
}
__all__ = [
    "DataError",
    "Fault",
    "Plan",
    "check",
    "export",
    "find_mentions",
    "load_plan",
    "map_html",
    "read_layers",
    "read_report",
    "tidy",
]


def __getattr__(name: str) -> Any:
    if name in _FACE:
        return getattr(importlib.import_module(f"geo_app.{_FACE[name]}"), name)
    raise AttributeError(f"module 'geo_app' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_FACE])
