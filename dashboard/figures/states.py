"""The look of every state of a value on maps and legends: a colour, and a pattern that grey print keeps apart."""

STATES = ("hidden", "not_reported", "not_applicable", "no_data", "cannot_be_added")
COLOURS = {
    "hidden": "#d8cfe0",
    "not_reported": "#c4c4c4",
    "not_applicable": "#e9e6df",
    "no_data": "#ffffff",
    "cannot_be_added": "#dfe3ea",
}
PATTERNS = {"hidden": "dots", "not_applicable": "cross", "cannot_be_added": "rows", "unreliable": "hatch"}
GROUND = "#ece9e2"  # protected land, and places without an outline of their own
