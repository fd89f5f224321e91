"""Elements as plain dicts: what the browser's renderer takes, and what `to_html` turns into text before any script.

Plain dicts are made a hundred times faster than component objects, and a figure that builds them needs no Dash.
"""

from html import escape

Element = dict
Child = Element | str | int | None

HTML = "dash_html_components"
NAGAR = "nagar"  # elements of our own: the type Map is the element nagar-map
VOID = {"br", "hr", "img", "input"}
ATTRIBUTES = {
    "className": "class",
    "htmlFor": "for",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
}


def el(tag: str, *children: "Child | list", **attributes) -> Element:
    """An element: `el("a.link.on", "Poverty", href="/poverty", data_code="NP03", aria_label="...")`.

    Classes follow the tag after dots; `None` children and attributes are left out; lists of children are joined in;
    `data_` and `aria_` become `data-` and `aria-`.
    """
    name, *classes = tag.split(".")
    props: dict = {}
    if classes:
        props["className"] = " ".join(classes)
    for key, value in attributes.items():
        if value is not None:
            props[key.replace("_", "-") if key.startswith(("data_", "aria_")) else key] = value
    found: list = []
    for child in children:
        found += [inner for inner in child if inner is not None] if isinstance(child, (list, tuple)) else (
            [] if child is None else [child])  # fmt: skip
    if found:
        props["children"] = found[0] if len(found) == 1 and isinstance(found[0], (str, int)) else found
    return {"type": name.capitalize(), "namespace": HTML, "props": props}


def graph(id: str, figure: dict, config: dict, **props) -> Element:
    """A Plotly figure as an element; its script is fetched only by pages that have one."""
    props = {key: value for key, value in props.items() if value is not None}
    return {"type": "Graph", "namespace": "dash_core_components",
            "props": {"id": id, "figure": figure, "config": config, **props}}  # fmt: skip


def children_of(element: Child) -> list:
    """The children of an element as a list (none for a text)."""
    inner = element["props"].get("children") if isinstance(element, dict) else None
    return inner if isinstance(inner, list) else [] if inner is None else [inner]


def text_of(element: Child) -> str:
    """All words of an element, as a screen reader would say them."""
    if not isinstance(element, dict):
        return "" if element is None else str(element)
    return " ".join(filter(None, (text_of(child).strip() for child in children_of(element))))


def find(element: Child, **wanted) -> list[Element]:
    """All elements below (and itself) whose attributes have the given values: `find(page, data_code="NP03")`."""
    if not isinstance(element, dict):
        return []
    props = element["props"]
    names = {key: key.replace("_", "-") if key.startswith(("data_", "aria_")) else key for key in wanted}
    here = [element] if all(props.get(names[key]) == value for key, value in wanted.items()) else []
    return here + [found for child in children_of(element) for found in find(child, **wanted)]


def to_html(element: Child) -> str:
    """The element as HTML text. Graphs are left out: their card still has headline, legend and table. Maps are not: they
    draw themselves without Dash.

    So are styles: the Content-Security-Policy refuses them in HTML, while the browser's renderer may set them.
    """
    if not isinstance(element, dict):
        return "" if element is None else _escaped(str(element))
    if element["namespace"] not in (HTML, NAGAR):
        return ""
    name, props = element["type"].lower(), element["props"]
    if element["namespace"] == NAGAR:
        name = f"nagar-{name}"
    attributes = "".join(
        _attribute(key, value) for key, value in props.items() if key not in ("children", "key", "style")
    )
    if name in VOID:
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>{''.join(map(to_html, children_of(element)))}</{name}>"


def _attribute(key: str, value) -> str:
    if value is None or value is False:
        return ""
    name = ATTRIBUTES.get(key, key)
    if value is True:
        return f" {name}"
    return f' {name}="{_escaped(str(value))}"'


def _escaped(text: str) -> str:
    """Text for HTML; the character NUL, which HTML cannot hold, as the mark for one that cannot be shown."""
    return escape(text.replace("\0", "\N{REPLACEMENT CHARACTER}"))


def chart_text(text: str) -> str:
    """A text for plotly, which reads tags, entities and `%{...}`: shown as it is, whatever it holds."""
    return escape(text, quote=False).replace("%{", "&#37;{")
