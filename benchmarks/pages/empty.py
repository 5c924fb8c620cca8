"""A Streamlit page with the nine tasks and nothing else: what a rerun costs at least."""

import streamlit as st

st.set_page_config(layout="wide")
chosen = st.pills("tasks", list(range(1, 10)), selection_mode="multi")
st.text(f"ran {','.join(map(str, chosen)) or 'none'}")
