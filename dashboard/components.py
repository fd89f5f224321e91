"""The few Dash components of ours, whose scripts are `assets/page.js`: what `dash.dcc` and `dash.html` would bring along
is five times larger on the wire than all of Nagar's own scripts, and slower on a phone.
"""

from dash.development.base_component import Component

from dashboard.markup import NAGAR


class _Ours(Component):
    _namespace = NAGAR
    _children_props: list[str] = []
    _base_nodes = ["children"]
    _valid_wildcard_attributes: list[str] = []
    available_wildcard_properties: list[str] = []


class Url(_Ours):
    """The address: `pathname` and `search` as the browser has them, followed when a link or the back button changes it."""

    _type = "Url"
    _prop_names = available_properties = ["id", "pathname", "search"]


class Tree(_Ours):
    """HTML as `markup.packed` writes it (`tree`); `children` are the Dash components that stand in it."""

    _type = "Tree"
    _prop_names = available_properties = ["id", "tree", "children", "className"]


class Search(_Ours):
    """The search box: `value` is what was typed, told when the typing pauses."""

    _type = "Search"
    _prop_names = available_properties = ["id", "value", "placeholder", "maxLength"]
