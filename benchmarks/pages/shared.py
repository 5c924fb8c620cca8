"""What both streamlit-folium pages need: lines and areas of the plan that is measured."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Any

import folium
import streamlit as st

from geo_app import load_plan


@st.cache_data
def places() -> Any:
    """Return lines and areas of the plan in BENCHMARK_DATA, with what a popup shows."""
    return drawn(load_plan(os.environ["BENCHMARK_DATA"]).places)


def drawn(frame: Any) -> Any:
    """Return the lines and areas: each is one path in the browser, which can be counted."""
    some = frame[frame.geom_type.str.contains("Line|Polygon")]
    return some[["name", "kind", "extent_note", "tasks", "geometry"]]


def picked(frame: Any, tasks: Collection[int]) -> Any:
    """Return the places of these tasks; none named: all."""
    if not tasks:
        return frame
    return frame[frame["tasks"].map(lambda of: not set(tasks).isdisjoint(of))]


def layer_of(frame: Any) -> folium.GeoJson:
    """Return the places as a layer with popups; folium refuses fields of no places."""
    popup = folium.GeoJsonPopup(["name", "kind", "extent_note"]) if len(frame) else None
    return folium.GeoJson(frame.drop(columns="tasks"), popup=popup)


def new_map(frame: Any) -> folium.Map:
    """Return a map, with the places on it if there are any."""
    made = folium.Map(location=(28.2, 113.0), zoom_start=9, tiles=None)
    if frame is not None:
        layer_of(frame).add_to(made)
    return made
