"""The Python face: `load_plan`, and a `Plan` that shows and writes itself."""

from __future__ import annotations

import html
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from geo_app import plan as core
from geo_app.data import data_folder
from geo_app.join import read_plan

if TYPE_CHECKING:
    import folium


class Plan(core.Plan):
    """A plan with the ways out of it; see `geo_app.plan.Plan` for what it holds."""

    def map(self, *, lang: str = "", theme: str = "") -> folium.Map:
        """Return the map as an ordinary `folium.Map`, to which anything can be added.

        Parameters
        ----------
        lang
            Language of the interface at first: "zh" or "en"; "" for that of the report.
        theme
            "light", "dark", or "" for that of the system.
        """
        from geo_app.mapdoc import plan_map

        return plan_map(self, lang=lang, theme=theme)

    def export(
        self,
        out: str | Path,
        *,
        format: str | None = None,
        datum: str = "wgs84",
        link_base: str = "",
    ) -> None:
        """Write the places to a file; its suffix chooses the format. See `geo_app.export`."""
        from geo_app.exports import export

        export(self, out, format=format, datum=datum, link_base=link_base)

    def _repr_html_(self) -> str:
        """Return the map as a notebook shows it: the document in a frame, which loads nothing."""
        from geo_app.mapdoc import map_html

        document = html.escape(map_html(self, tiles=False, compact=True))
        title = html.escape(str(self.about.get("title", "")))
        sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
        return (
            f'<iframe srcdoc="{document}" title="{title}" sandbox="{sandbox}" '
            'style="width: 100%; height: 640px; border: 0"></iframe>'
        )


def load_plan(data: str | Path | None = None) -> Plan:
    """Read, check and join a plan.

    Parameters
    ----------
    data
        A folder with `seeds/` and `layers/`; None for the Changsha plan that ships with the
        package.

    Raises
    ------
    DataError
        With every fault of form; `str()` of it is one line each.
    """
    found = read_plan(data_folder(data))
    return Plan(**{each.name: getattr(found, each.name) for each in fields(found)})
