"""The page in Streamlit: its script is run from the top at each choice; its cache is `st.cache_data`."""

import page
import streamlit as st

SHAPES = "/app/static/shapes.json"


def figures(indicator: str, province: str):
    found = page.rows(indicator, province)
    return page.map_of(found, SHAPES), page.bars_of(found)


shown = st.cache_data(figures, show_spinner=False) if page.CACHED else figures
st.title("Poverty in the palikas of Nepal")
indicator = st.selectbox("Indicator", page.choices("indicator"))
province = st.selectbox("Province", [page.EVERYWHERE, *page.choices("province")])
map_, bars = shown(indicator, province)
st.plotly_chart(map_, key="map", config={**page.CONFIG, "topojsonURL": "/app/static/"})
st.plotly_chart(bars, key="bars", config=page.CONFIG)
