"""The page that streamlit-folium advises: the map stays, a feature group changes."""

import folium
import streamlit as st
from streamlit_folium import st_folium

from benchmarks.pages.shared import layer_of, new_map, picked, places

st.set_page_config(layout="wide")
chosen = st.pills("tasks", list(range(1, 10)), selection_mode="multi")
group = folium.FeatureGroup(name="places")
layer_of(picked(places(), chosen)).add_to(group)
st_folium(
    new_map(None),
    feature_group_to_add=group,
    key="map",
    height=600,
    width=1000,
    returned_objects=[],
)
st.text(f"ran {','.join(map(str, chosen)) or 'none'}")
