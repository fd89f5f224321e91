"""Elements as plain dicts: what figures and pages are made of, `packed` for the wire and turned into text by `to_html`.

Plain dicts are made a hundred times faster than component objects, and a figure that builds them needs no Dash.
"""

import re
from html import escape

Element = dict
Child = Element | str | int | None

HTML = "dash_html_components"
WHOLE = "/whole"  # begins the address of a page without scripts
NAGAR = "nagar"  # of our own: what `assets/page_4_page.js` draws, and the type Map, which is the element nagar-map
ELEMENTS = {"Map": "nagar-map"}  # that draw themselves without Dash
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


def search_field(**props) -> Element:
    """The search box, which asks as one types."""
    return {"type": "Search", "namespace": NAGAR, "props": props}


def rest_of(address: str, text: str) -> Element:
    """What stands for the rest of a page until a browser asks for it: without scripts, a link to all of the page."""
    return {"type": "Rest", "namespace": NAGAR, "props": {"href": f"{WHOLE}{address}", "text": text}}


def graph(id: str, figure: dict, config: dict) -> Element:
    """A Plotly figure as an element; it is drawn, and plotly's script fetched, when it comes into view."""
    return {"type": "Chart", "namespace": NAGAR, "props": {"id": id, "figure": figure, "config": config}}


def packed(element: Child) -> "list | dict | str | int":
    """An element as short as JSON can say it, for `assets/page_4_page.js`: `["a", {"href": "/"}, "Home"]`, properties 0 if none.

    What that script draws itself is `{"chart": properties}`, `{"rest": ...}` or `{"search": ...}`.
    """
    if not isinstance(element, dict):
        return element
    if element["namespace"] == HTML:
        props = {key: value for key, value in element["props"].items() if key != "children"}
        return [element["type"].lower(), props or 0, *(packed(child) for child in children_of(element))]
    if element["type"] in ELEMENTS:
        return [ELEMENTS[element["type"]], element["props"]]
    return {element["type"].lower(): element["props"]}


def unpacked(tree: "list | dict | str | int") -> Child:
    """The element that `packed` wrote."""
    if isinstance(tree, dict):
        [(name, props)] = tree.items()
        return {"type": name.capitalize(), "namespace": NAGAR, "props": props}
    if not isinstance(tree, list):
        return tree
    name, props, *inner = tree
    own = next((kind for kind, known in ELEMENTS.items() if known == name), None)
    if own:
        return {"type": own, "namespace": NAGAR, "props": props}
    found = [unpacked(one) for one in inner]
    alone = len(found) == 1 and isinstance(found[0], (str, int))
    children = {"children": found[0] if alone else found} if found else {}
    return {"type": name.capitalize(), "namespace": HTML, "props": {**(props or {}), **children}}


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


def to_html(element: Child, styles: dict[str, str] | None = None) -> str:
    """The element as HTML text. Charts are left out: their card still has headline, legend and table. Maps are not: they
    draw themselves without Dash.

    The Content-Security-Policy refuses `style` attributes. With `styles` an element that has a style gets a class, noted
    there (declarations -> class) for a style sheet that the policy names by its hash.
    """
    if not isinstance(element, dict):
        return "" if element is None else _escaped(str(element))
    name, props, ours = element["type"].lower(), element["props"], element["namespace"] == NAGAR
    if ours and element["type"] == "Search":  # its room, until a script can search
        return f'<input type="search" disabled placeholder="{_escaped(props["placeholder"])}">'
    if ours and element["type"] == "Rest":
        return f'<p class="rest"><a href="{_escaped(props["href"])}">{_escaped(props["text"])}</a></p>'
    if ours and element["type"] in ELEMENTS:
        name = ELEMENTS[element["type"]]
    elif element["namespace"] != HTML:
        return ""
    if styles is not None and "style" in props:
        name_of_style = styles.setdefault(declarations(props["style"]), f"s{len(styles)}")
        props = {**props, "className": f"{props.get('className', '')} {name_of_style}".strip()}
    attributes = "".join(
        _attribute(key, value) for key, value in props.items() if key not in ("children", "key", "style")
    )
    if name in VOID:
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>{''.join(to_html(child, styles) for child in children_of(element))}</{name}>"


def declarations(style: dict) -> str:
    """A style as React takes it, as CSS; what is no plain word, number, colour or length is left out."""
    pairs = (
        (re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", key), str(value)) for key, value in style.items()
    )
    return ";".join(f"{key}:{value}" for key, value in pairs
                    if re.fullmatch(r"[a-z-]+", key) and re.fullmatch(r"[\w #%.,()/+*-]*", value))  # fmt: skip


def sheet(styles: dict[str, str], within: str) -> str:
    """The style sheet of the classes that `to_html` gave, for the element with the id `within`."""
    return "".join(f"#{within} .{name}{{{rule}}}" for rule, name in styles.items())


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
