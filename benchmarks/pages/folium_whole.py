"""The page that a user of streamlit-folium writes first: the whole map anew in each run."""

import streamlit as st
from streamlit_folium import st_folium

from benchmarks.pages.shared import new_map, picked, places

st.set_page_config(layout="wide")
chosen = st.pills("tasks", list(range(1, 10)), selection_mode="multi")
some = picked(places(), chosen)
st_folium(new_map(some), key="map", height=600, width=1000, returned_objects=[])
st.text(f"ran {','.join(map(str, chosen)) or 'none'}")
