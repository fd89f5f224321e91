"""The few Dash components of ours, whose scripts are `assets/page_4_page.js`: what `dash.dcc` and `dash.html` would bring along
is five times larger on the wire than all of Nagar's own scripts, and slower on a phone.
"""

from dash.development.base_component import Component

from dashboard.markup import NAGAR


class _Ours(Component):
    _namespace = NAGAR
    _children_props: list[str] = []
    _base_nodes: list[str] = []
    _valid_wildcard_attributes: list[str] = []
    available_wildcard_properties: list[str] = []


class Page(_Ours):
    """The page of the browser's address. It asks for its pages itself: Dash's store and its callbacks, which the page
    need not pass through, take longer on a phone than all the rest of a change.
    """

    _type = "Page"
    _prop_names = available_properties = ["id"]


class Search(_Ours):
    """What is typed into a page's search box, told when the typing pauses: `asked` counts how often, `value` is the text,
    `address` that of the page.
    """

    _type = "Search"
    _prop_names = available_properties = ["id", "asked", "value", "address"]


class Suggestions(_Ours):
    """What is shown below the search box: HTML as `markup.packed` writes it (`tree`)."""

    _type = "Suggestions"
    _prop_names = available_properties = ["id", "tree"]
