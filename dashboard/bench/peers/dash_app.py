"""The page in plain Dash with plotly.express, as a beginner's course has it; its cache is that of Flask-Caching."""

import page
from dash import Dash, Input, Output, dcc, html
from flask_caching import Cache

SHAPES = "/assets/shapes.json"
app = Dash(__name__, assets_folder=str(page.FOLDER), title="Poverty")
server = app.server
cache = Cache(
    server, config={"CACHE_TYPE": "SimpleCache" if page.CACHED else "NullCache", "CACHE_NO_NULL_WARNING": True}
)
indicators, provinces = page.choices("indicator"), [page.EVERYWHERE, *page.choices("province")]
config = {**page.CONFIG, "topojsonURL": "/assets/"}
app.layout = html.Div([
    html.H1("Poverty in the palikas of Nepal"),
    dcc.Dropdown(indicators, indicators[0], id="indicator", clearable=False),
    dcc.Dropdown(provinces, provinces[0], id="province", clearable=False),
    html.Div(dcc.Graph(id="map", config=config), className="map"),
    dcc.Graph(id="bars", config=page.CONFIG),
])  # fmt: skip


@app.callback(
    Output("map", "figure"), Output("bars", "figure"), Input("indicator", "value"), Input("province", "value")
)
def show(indicator: str, province: str):
    return figures(indicator, province)


@cache.memoize()
def figures(indicator: str, province: str):
    found = page.rows(indicator, province)
    return page.map_of(found, SHAPES), page.bars_of(found)
