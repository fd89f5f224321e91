"""A callback's body against the callbacks there are: what Dash's renderer sends passes, anything else is named."""

from dataclasses import dataclass, field

import pytest
from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, html

from dashboard.callback_body import is_deeper, wrong_part


@pytest.fixture(scope="module")
def callbacks():
    app = Dash("test", add_log_handler=False)
    app.layout = html.Div()

    @app.callback(Output("page", "children"), Output("meta", "data"), Input("url", "pathname"), Input("url", "search"))
    def show(path: str | None, query: str | None):
        return path, query

    @app.callback(Output("list", "children"), Input("box", "value"), State("url", "pathname"))
    def suggest(value: str, path):
        return value

    @app.callback(Output({"kind": "cell", "row": MATCH}, "children"), Input({"kind": "cell", "row": MATCH}, "n_clicks"))
    def cell(clicks: int | None):
        return clicks

    @app.callback(Output("sum", "children"), Input({"kind": "cell", "row": ALL}, "n_clicks"))
    def total(clicks: list[int]):
        return sum(clicks)

    @app.callback(Output("meta", "data", allow_duplicate=True), Input("box", "n_submit"), prevent_initial_call=True)
    def again(times: int):
        return times

    @app.callback(Input("box", "n_blur"))
    def only_told(times):
        return None

    app.clientside_callback(ClientsideFunction("nagar", "meta"), Output("told", "data"), Input("meta", "data"))
    app._setup_server()
    return app.callback_map


@dataclass
class Body:
    """What the renderer sends: one callback's `output`, with a value for each `id.property`."""

    output: str
    outputs: object
    inputs: list
    changed: list = field(default_factory=list)
    state: list | None = None

    def made(self, **others) -> dict:
        body = {"output": self.output, "outputs": self.outputs, "inputs": self.inputs, "changedPropIds": self.changed,
                "parsedChangedPropsIds": self.changed}  # fmt: skip
        return body | ({} if self.state is None else {"state": self.state}) | others


def item(id, property, *value) -> dict:
    return {"id": id, "property": property} | ({"value": value[0]} if value else {})


SHOW = Body(
    "..page.children...meta.data..", [item("page", "children"), item("meta", "data")],
    [item("url", "pathname", "/people"), item("url", "search", "")], ["url.pathname"],
)  # fmt: skip
SUGGEST = Body("list.children", item("list", "children"), [item("box", "value", "but")], ["box.value"],
               [item("url", "pathname", "/")])  # fmt: skip
CELL = {"kind": "cell", "row": 3}


def name_of(callbacks, beginning: str) -> str:
    return next(name for name in callbacks if name.startswith(beginning))


def test_what_the_renderer_sends_passes(callbacks):
    assert wrong_part(SHOW.made(), callbacks) is None
    assert wrong_part(SUGGEST.made(), callbacks) is None
    first = Body(SHOW.output, SHOW.outputs, [item("url", "pathname"), item("url", "search", None)])
    assert wrong_part(first.made(), callbacks) is None  # the first call, before the address is known


def test_components_by_pattern_pass_with_their_own_ids(callbacks):
    one = Body(name_of(callbacks, '{"kind":"cell"'), item(CELL, "children"), [item(CELL, "n_clicks", 2)],
               ['{"kind":"cell","row":3}.n_clicks'])  # fmt: skip
    assert wrong_part(one.made(), callbacks) is None
    all_of_them = Body(
        "sum.children", item("sum", "children"), [[item(CELL, "n_clicks", 2), item(CELL, "n_clicks", 5)]]
    )
    assert wrong_part(all_of_them.made(), callbacks) is None
    assert wrong_part(all_of_them.made(inputs=[[item(CELL, "n_clicks", "2")]]), callbacks) == "inputs.0.value"
    assert wrong_part(all_of_them.made(inputs=[item(CELL, "n_clicks", 2)]), callbacks) == "inputs.0"
    assert wrong_part(one.made(inputs=[item(CELL | {"kind": "row"}, "n_clicks", 2)]), callbacks) == "inputs.0"
    assert wrong_part(one.made(inputs=[item(CELL | {"row": {}}, "n_clicks", 2)]), callbacks) == "inputs.0"


def test_doubled_outputs_and_callbacks_without_any_pass(callbacks):
    name = name_of(callbacks, "meta.data@")
    doubled = Body(name, {"id": "meta", "property": name.partition(".")[2]}, [item("box", "n_submit", 1)])
    assert wrong_part(doubled.made(), callbacks) is None
    silent = next(name for name, one in callbacks.items() if one["no_output"])
    body = Body(silent, None, [item("box", "n_blur", 1)], ["box.n_blur"])
    assert wrong_part(body.made(), callbacks) is None


@pytest.mark.parametrize(("body", "part"), [
    (None, "body"), ([], "body"), ("text", "body"), (7, "body"), ({"output": "x", "more": 1}, "body"),
    ({}, "output"), ({"output": ["x"]}, "output"), ({"output": "no.such"}, "output"), ({"output": "told.data"}, "output"),
    (SHOW.made(outputs=None), "outputs"), (SHOW.made(outputs=SHOW.outputs[:1]), "outputs"),
    (SHOW.made(outputs=SHOW.outputs[::-1]), "outputs"),
    (SHOW.made(outputs=[item("page", "children", 1), item("meta", "data")]), "outputs"),
    (SHOW.made(inputs=[]), "inputs"), (SHOW.made(inputs={}), "inputs"), (SHOW.made(inputs=SHOW.inputs * 2), "inputs"),
    (SHOW.made(inputs=SHOW.inputs[::-1]), "inputs.0"), (SHOW.made(inputs=[SHOW.inputs[0], 7]), "inputs.1"),
    (SHOW.made(inputs=[SHOW.inputs[0], SHOW.inputs[1] | {"more": 1}]), "inputs.1"),
    (SHOW.made(inputs=[SHOW.inputs[0], item("url", ["search"], "")]), "inputs.1"),
    (SHOW.made(inputs=[SHOW.inputs[0], item({"id": "url"}, "search", "")]), "inputs.1"),
    (SHOW.made(inputs=[item("url", "pathname", 7), SHOW.inputs[1]]), "inputs.0.value"),
    (SHOW.made(inputs=[SHOW.inputs[0], item("url", "search", ["?"])]), "inputs.1.value"),
    (SHOW.made(inputs=[SHOW.inputs[0], item("url", "search", True)]), "inputs.1.value"),
    (SUGGEST.made(inputs=[item("box", "value")]), "inputs.0.value"),
    (SUGGEST.made(state=[]), "state"), (Body("list.children", SUGGEST.outputs, SUGGEST.inputs).made(), "state"),
    (SHOW.made(state=[1]), "state"),
    (SHOW.made(changedPropIds=["page.children"]), "changedPropIds"), (SHOW.made(changedPropIds="url.search"), "changedPropIds"),
    (SHOW.made(changedPropIds=[["url.search"]]), "changedPropIds"),
    (SHOW.made(parsedChangedPropsIds=["url.pathname"] * 9), "parsedChangedPropsIds"),
])  # fmt: skip
def test_what_does_not_fit_is_named_and_raises_nothing(callbacks, body, part):
    assert wrong_part(body, callbacks) == part


def test_a_value_without_a_type_may_be_any_json_but_not_a_deep_one(callbacks):
    assert wrong_part(SUGGEST.made(state=[item("url", "pathname", {"any": [1]})]), callbacks) is None
    deep = value = []
    for _ in range(900):
        value.append([])
        value = value[0]
    assert wrong_part(SUGGEST.made(state=[item("url", "pathname", deep)]), callbacks) == "body"


@pytest.mark.parametrize(("value", "depth"), [(1, 0), ([], 1), ({"a": 1}, 1), ([[1], {"a": []}], 3)])
def test_depth_is_counted_from_both_sides(value, depth):
    assert not is_deeper(value, depth)
    assert depth == 0 or is_deeper(value, depth - 1)
