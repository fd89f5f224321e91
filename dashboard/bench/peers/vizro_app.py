"""The page in Vizro: dynamic data with two parameters, charts of plotly.express, the cache of its data manager."""

import page
import vizro.models as vm
from flask_caching import Cache
from vizro import Vizro
from vizro.managers import data_manager
from vizro.models.types import capture

SHAPES = "/assets/shapes.json"
if page.CACHED:
    data_manager.cache = Cache(config={"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": 3600})
indicators, provinces = page.choices("indicator"), [page.EVERYWHERE, *page.choices("province")]


def load(indicator: str = indicators[0], province: str = page.EVERYWHERE):
    return page.rows(indicator, province)


@capture("graph")
def map_of(data_frame):
    return page.map_of(data_frame, SHAPES)


@capture("graph")
def bars_of(data_frame):
    return page.bars_of(data_frame)


def parameter(name: str, values: list[str]) -> vm.Parameter:
    targets = [f"{graph}.data_frame.{name}" for graph in ("map", "bars")]
    selector = vm.Dropdown(id=name, options=values, value=values[0], multi=False, title=name.title())
    return vm.Parameter(targets=targets, selector=selector)


data_manager["values"] = load
config = {**page.CONFIG, "topojsonURL": "/assets/"}
first = vm.Page(
    title="Poverty in the palikas of Nepal",
    components=[
        vm.Graph(id="map", figure=map_of("values"), extra={"config": config}),
        vm.Graph(id="bars", figure=bars_of("values"), extra={"config": page.CONFIG}),
    ],
    controls=[parameter("indicator", indicators), parameter("province", provinces)],
)
app = Vizro(assets_folder=str(page.FOLDER)).build(vm.Dashboard(pages=[first], title="Poverty"))
server = app.dash.server
