"""Whether the body of a callback fits a callback that is registered: its parts, ids, properties, and types of values.

The list is Dash's own (`app.callback_map`), so a new callback needs nothing here. The types are those its function is
annotated with: `def show(path: str | None)` takes a text or nothing, and a function without annotations any JSON.
"""

import inspect
from collections.abc import Mapping
from typing import Any

import orjson
from dash._utils import split_callback_id
from pydantic import TypeAdapter, ValidationError

DEEPEST = 12  # lists and objects inside each other; a body of ours has four
PARTS = {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
WILDCARDS = {"ALL", "MATCH", "ALLSMALLER"}
SEVERAL = {"ALL", "ALLSMALLER"}  # wildcards that stand for a list of components

Callbacks = Mapping[str, Mapping[str, Any]]


def wrong_part(body: Any, callbacks: Callbacks, deepest: int = DEEPEST) -> str | None:
    """The first part of a parsed body that does not fit, by its name (`inputs.1.value`); None if all of it does."""
    if not isinstance(body, dict) or not body.keys() <= PARTS or is_deeper(body, deepest):
        return "body"
    name = body.get("output")
    callback = callbacks.get(name) if isinstance(name, str) else None
    if callback is None or "callback" not in callback:  # the rest are functions of the browser
        return "output"
    if not _outputs_fit(name, body, callback):
        return "outputs"
    for part in ("inputs", "state"):
        given, wanted = body.get(part, []), callback[part]
        if not isinstance(given, list) or len(given) != len(wanted):
            return part
        for number, (one, want) in enumerate(zip(given, wanted, strict=True)):
            if not _fits(one, want, may_have_value=True):
                return f"{part}.{number}"
    return _wrong_trigger(body) or _wrong_value(body, callback)


def is_deeper(value: Any, most: int) -> bool:
    """Whether lists and objects lie inside each other more than `most` deep; without recursion."""
    level = [value]
    for _ in range(most):
        level = [inner for one in level if isinstance(one, (dict, list))
                 for inner in (one.values() if isinstance(one, dict) else one)]  # fmt: skip
        if not level:
            return False
    return any(isinstance(one, (dict, list)) for one in level)


def _outputs_fit(name: str, body: dict, callback: Mapping) -> bool:
    given = body.get("outputs")
    if callback.get("no_output"):
        return given in (None, [])
    wanted = split_callback_id(name)
    if isinstance(wanted, dict):
        return _fits(given, wanted)
    return isinstance(given, list) and len(given) == len(wanted) and all(map(_fits, given, wanted))


def _fits(given: Any, wanted: Mapping, may_have_value: bool = False) -> bool:
    pattern = _pattern(wanted["id"])
    if pattern and SEVERAL & {value[0] for value in pattern.values() if isinstance(value, list)}:
        return isinstance(given, list) and all(_is_one(one, pattern, wanted, may_have_value) for one in given)
    return _is_one(given, pattern, wanted, may_have_value)


def _is_one(given: Any, pattern: dict | None, wanted: Mapping, may_have_value: bool) -> bool:
    allowed = {"id", "property", "value"} if may_have_value else {"id", "property"}
    if not isinstance(given, dict) or not {"id", "property"} <= given.keys() <= allowed:
        return False
    # A property that several callbacks may set carries "@" and a number of its own.
    if not isinstance(given["property"], str) or _bare(given["property"]) != _bare(wanted["property"]):
        return False
    if pattern is None:
        return given["id"] == wanted["id"]
    return isinstance(given["id"], dict) and given["id"].keys() == pattern.keys() and all(
        isinstance(given["id"][key], (str, int, float)) if isinstance(value, list) and value[0] in WILDCARDS
        else given["id"][key] == value for key, value in pattern.items())  # fmt: skip


def _bare(name: str) -> str:
    return name.partition("@")[0]


def _pattern(id: str) -> dict | None:
    """The id of a component that is an object, as Dash writes it: a wildcard is a list such as `["ALL"]`."""
    return orjson.loads(id) if id.startswith("{") else None


def _wrong_trigger(body: dict) -> str | None:
    """What set the callback off must be among its inputs."""
    flat = [one for given in body.get("inputs", []) for one in (given if isinstance(given, list) else [given])]
    known = {f"{_text(one['id'])}.{_bare(one['property'])}" for one in flat}
    changed, parsed = body.get("changedPropIds"), body.get("parsedChangedPropsIds", [])
    if not isinstance(changed, list) or not all(isinstance(one, str) and _bare(one) in known for one in changed):
        return "changedPropIds"
    if not isinstance(parsed, list) or len(parsed) > len(changed):
        return "parsedChangedPropsIds"
    return None


def _text(id: str | dict) -> str:
    return id if isinstance(id, str) else orjson.dumps(id, option=orjson.OPT_SORT_KEYS).decode()


def _wrong_value(body: dict, callback: Mapping) -> str | None:
    numbers = callback["inputs_state_indices"]
    numbers = [numbers] if isinstance(numbers, int) else numbers
    if not isinstance(numbers, (list, tuple)) or not all(isinstance(number, int) for number in numbers):
        return None  # arguments put together into dictionaries: their names are the function's own affair
    arguments = [("inputs", number) for number in range(len(callback["inputs"]))]
    arguments += [("state", number) for number in range(len(callback["state"]))]
    for adapter, number in zip(types_of(callback["callback"]), numbers, strict=False):
        part, at = arguments[number]
        given = body[part][at]
        value = [one.get("value") for one in given] if isinstance(given, list) else given.get("value")
        try:
            adapter.validate_python(value, strict=True)
        except ValidationError:
            return f"{part}.{at}.value"
    return None


_types: dict[Any, list[TypeAdapter]] = {}


def types_of(function) -> list[TypeAdapter]:
    """A validator for each argument of a callback's function, made once."""
    if function not in _types:
        parameters = inspect.signature(function, eval_str=True).parameters.values()
        kinds = [Any if one.annotation is inspect.Parameter.empty else one.annotation for one in parameters]
        _types[function] = [TypeAdapter(kind) for kind in kinds]
    return _types[function]
