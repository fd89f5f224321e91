"""A page as it travels in a copy: its links lead to pages of the copy, and what needs a server is left out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

import orjson

from dashboard.state import View

OUTSIDE = ("http://", "https://", "mailto:", "#")
NEEDS_SERVER = ("/csv", "/xlsx", "/parquet", "/gpkg", "/image", "/template", "/briefing")
FILES = ("/document/", "/f/", "/file/", "/whole/")  # what they are called stays, as a text
LEFT_OUT = {
    "copy",
    "excel",
    "questionnaire",
    "digit-choice",
    "open-place",
    "show-all",
}  # classes of links nobody misses where they lead nowhere
CHOICES = {
    "options",
    "segments",
    "tabs",
    "languages",
    "links",
    "card-foot",
}  # lists of which only what leads somewhere stays
ALONE = {"segments", "tabs", "languages"}  # of which one alone is no choice
WAYS = {"themes", "bottom-bar"}  # of the frame, which lead somewhere from every page: else to the nearest there is
NO_SERVER = {"digit-choice", "calendar-choice"}  # choices that a server answers
CODE = "__CODE__"
NEAREST = "#~"  # begins an address that the copy may not hold: the nearest it holds is opened

Tree = list | dict | str | int
Leads = Callable[[str], str | None]


class Page:
    """The page of one View in a copy. `leads` gives the address in the copy that an address means, None where there is none;
    `layer` completes a layer of a map with what a browser would ask a server for; `said` are sentences that would not be true
    of a copy, with those in their place; `left_out` are pages that the frame of others leads to and this copy does not have;
    `languages` are those it has, any where none is given.
    """

    def __init__(self, leads: Leads, layer: Callable[[dict], dict], said: Mapping[str, str],
                 left_out: frozenset[str] = frozenset(), languages: Sequence[str] = ()):  # fmt: skip
        self.leads, self.layer, self.said, self.left_out = leads, layer, said, left_out
        self.languages = languages
        self.shapes: set[str] = set()  # addresses of files that its maps draw
        self._in_ways = False

    def tree(self, tree: Tree) -> Tree | None:
        """What stands in the copy for a part of a page, as `markup.packed` writes it; None where it is left out."""
        if not isinstance(tree, list):
            return self.said.get(tree, tree) if isinstance(tree, str) else tree
        tag, props = tree[0], tree[1] or {}
        classes = set(props.get("className", "").split())
        if tag == "nagar-map":
            return {"map": self._map(props)}
        if classes & NO_SERVER or (tag == "button" and "collect" in classes):
            return None
        if tag == "a":
            return self._link(tree, props, classes)
        if tag == "button" and "cite" in classes:
            props = {key: value for key, value in props.items() if key != "data-link"}
        before, self._in_ways = self._in_ways, self._in_ways or bool(classes & WAYS)
        inner = [one for child in tree[2:] if (one := self.tree(child)) is not None]
        self._in_ways = before
        if tag == "details" and "menu" in classes:
            return self._menu([tag, tree[1], *inner])
        if "strip" in classes:
            inner = _dots_in_short(inner)
        if classes & CHOICES:
            inner = self._choices(inner)
        if classes & ALONE and len(inner) < 2:
            return None
        if tree[2:] and not inner and tag not in ("div", "td", "th", "i"):
            return None
        if tag == "section" and tree[3:] and len(inner) == 1 and _is(inner[0], "h2"):
            return None
        return [tag, props or 0, *inner]

    def _link(self, tree: list, props: dict, classes: set[str]) -> Tree | None:
        href = props.get("href", "")
        inner = [one for child in tree[2:] if (one := self.tree(child)) is not None]
        if href.startswith(OUTSIDE):
            return ["a", props, *inner]
        if href.startswith(NEEDS_SERVER) or classes & {"copy", "excel"}:
            return None
        address = None if href.startswith(FILES) else self.leads(href)
        if address is not None:
            return ["a", {**props, "href": f"#{address}"}, *inner]
        if classes & LEFT_OUT:
            return None
        if self._in_ways:
            view = View.from_url(href)
            if view.lang and self.languages and view.lang not in self.languages:
                return None
            near = NEAREST + View(view.page, lang=view.lang).to_url()
            return None if view.page in self.left_out else ["a", {**props, "href": near}, *inner]
        kept = {
            key: value for key, value in props.items() if key in ("className", "id", "lang", "data-code", "aria-label")
        }
        if "className" in kept:
            kept["className"] = " ".join(name for name in kept["className"].split() if name != "button")
        return ["span", kept | {"data-absent": "1"}, *inner]

    @staticmethod
    def _choices(inner: Iterable[Tree]) -> list[Tree]:
        """What of a list of choices leads somewhere, and the headings that still have something below them."""
        kept: list[Tree] = []
        for one in inner:
            if isinstance(one, list) and one[0] == "span" and "data-absent" in (one[1] or {}):
                continue
            if _is_heading(one) and kept and _is_heading(kept[-1]):
                kept.pop()
            kept.append(one)
        return kept[:-1] if kept and _is_heading(kept[-1]) else kept

    @staticmethod
    def _menu(tree: list) -> Tree | None:
        """A menu in which something can be chosen; else what is chosen, or nothing where nothing is."""
        summary, *below = tree[2:]
        links = [link for one in below for link in one[2:] if isinstance(link, list) and link[0] == "a"]
        if any("aria-current" not in link[1] for link in links):
            return tree
        return ["span", {"className": "fixed"}, *summary[2:]] if links else None

    def _map(self, props: dict) -> dict:
        """A map with all it asks a server for: the texts of its places; and its ways, which it may follow for any place."""
        drawing = orjson.loads(props["drawing"])
        drawing["layers"] = [self.layer(layer) for layer in drawing["layers"]]
        for layer in drawing["layers"]:
            if "whole" in layer:
                layer["files"] = [layer.pop("whole")]
                del layer["parts"]
            self.shapes.update(layer["files"])
        for lines in (*drawing.get("ground", ()), *filter(None, [drawing.get("outline")])):
            self.shapes.update(lines["files"])
        opened, drilled, above = (drawing.pop(name, "") for name in ("open", "drill", "climb"))
        drawing.pop("select", "")
        if opened or drilled:
            way = NEAREST + _short(opened or drilled)
            drawing |= {"open": way} if opened else {"select": way, "drill": way}
        climb = self.leads(above) if above else None
        drawing |= {"climb": f"#{climb}"} if climb else {}
        return {**props, "drawing": drawing}


def _short(way: str) -> str:
    """The address of any place's page, which a map's way leads to: as it is kept, the place still open."""
    view = View.from_url(way.replace(CODE, "CODE"))
    return View(view.page, view.place, indicator=view.indicator, lang=view.lang).to_url().replace("CODE", CODE)


def _dots_in_short(inner: list[Tree]) -> list[Tree]:
    """The dots of a strip in one text, as `offline.js` reads it: how far each stands from the one before, in tenths of a
    percent. They are most of the bytes of a place's page, and alike in all languages.
    """
    at = [
        position
        for position, one in enumerate(inner)
        if isinstance(one, list) and (one[1] or {}).get("className") == "dot"
    ]
    if not at:
        return inner
    tenths = [int(inner[position][1]["style"]["left"].rstrip("%").replace(".", "")) for position in at]
    steps = (end - start for start, end in pairwise((0, *tenths)))
    return [*inner[: at[0]], {"dots": " ".join(map(str, steps))}, *inner[at[-1] + 1 :]]


def _is_heading(one: Tree) -> bool:
    return _is(one, "p")


def _is(one: Tree, tag: str) -> bool:
    return isinstance(one, list) and one[0] == tag
