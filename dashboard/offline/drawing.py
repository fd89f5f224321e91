"""The pages of a copy, drawn by the dashboard itself in each language, as pieces: what is alike in several stands once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dashboard.figures.values import as_address
from dashboard.markup import packed
from dashboard.offline.links import Page, Tree
from dashboard.offline.pieces import Part, Pieces
from dashboard.offline.scope import Scope
from dashboard.pages import data
from dashboard.pages.frame import Page as Drawing
from dashboard.pages.maps import Map, map_of
from dashboard.pages.router import draw
from dashboard.state import EVERY_TABLE, View
from dashboard.words import say

TEXTS, VALUES = "/texts/", "/values/"


@dataclass(frozen=True)
class Stretch:
    """Some pages of a copy: `texts` are their pieces, `roots` by language the address of each page and its piece, `shapes`
    the addresses of files that their maps draw.
    """

    texts: Sequence[bytes]
    roots: Mapping[str, Mapping[str, int]]
    shapes: frozenset[str]


class Drawn:
    """Draws pages of a scope. An answer serves all languages, and a page with tables is made once for all its tables."""

    def __init__(self, scope: Scope, languages: Sequence[str]):
        self.scope, self.site, self.languages = scope, scope.site, languages
        self._shapes: set[str] = set()
        self._maps: dict[str, Map | None] = {}

    def stretch(self, views: Sequence[View]) -> Stretch:
        """The pages of the Views, each with those that show a table in the place of a picture."""
        pieces, roots = Pieces(), {language: {} for language in self.languages}
        for view in views:
            for language, own in roots.items():
                for one, root in self._with_tables(self.own(view, language), pieces):
                    own |= dict.fromkeys(self.scope.names(one.to(lang="")), root)
        return Stretch(pieces.texts, roots, frozenset(self._shapes))

    def page(self, drawing: Drawing, view: View) -> list[Tree]:
        """A page as it stands in the copy."""
        trees = [packed(child) for child in drawing.children if child is not None]
        reader = self.site.reader(view)
        said = {say("map.tap_hint", reader): say("copy.tap_hint", reader),
                say("citation.copy_with_link", reader): say("citation.copy", reader)}  # fmt: skip
        page = Page(
            self._leads(view),
            self._layer,
            said,
            frozenset(self.site.house.registry.themes) - {*self.scope.themes},
            self.languages,
        )
        found = [one for tree in trees if (one := page.tree(tree)) is not None]
        self._shapes |= page.shapes
        return found

    def own(self, view: View, language: str) -> View:
        """The View in a language: the first is told by no address, as that of a server is not."""
        return view.to(lang="" if language == self.languages[0] else language)

    def _with_tables(self, view: View, pieces: Pieces) -> Iterator[tuple[View, int]]:
        """A page, and the same with a table in the place of each picture that has one, each with the number of its piece."""
        drawing = data.in_short(self.site, view) if view.page == "data" else draw(self.site, view)
        tabs = list(dict.fromkeys(self._tabs([packed(child) for child in drawing.children if child], view)))
        for tab in tabs:
            self.scope.know(view.to(tab=tab, lang=""))
        tree = self.page(drawing, view)
        cards, tables = _cards(tree), {}
        if tabs:
            every = view.to(tab=EVERY_TABLE)
            tables = _cards(self.page(draw(self.site, every), every))
        self._maps.clear()
        parts = {f"card-{tab}": Part(pieces.put(cards[f"card-{tab}"])) for tab in tabs if f"card-{tab}" in cards}
        yield view, pieces.put([drawing.title, _with_cards(tree, parts)])
        for tab in tabs:
            one, card = view.to(tab=tab), f"card-{tab}"
            if card in cards and card in tables:
                shown = _with_cards(tree, parts | {card: Part(pieces.put(tables[card]))}, one)
            else:
                shown = self.page(draw(self.site, one), one)
            yield one, pieces.put([drawing.title, shown])

    def _tabs(self, tree: Tree, view: View) -> Iterator[str]:
        """The tables that a page leads to."""
        if isinstance(tree, list):
            href = tree[1].get("href", "") if tree[:1] == ["a"] and tree[1] else ""
            if "tab=" in href and href.startswith(f"/{view.page}?"):
                other = View.from_url(href)
                if other.tab and self.scope.filled(other.to(tab="")) == self.scope.filled(view):
                    yield other.tab
            for one in tree:
                yield from self._tabs(one, view)

    def _leads(self, shown: View) -> Callable[[str], str | None]:
        """Where an address on a page leads, in the language it names."""
        leads = self.scope.leads(shown.to(lang=""))

        @cache
        def address(href: str) -> str | None:
            view = View.from_url(href)
            language = view.lang or self.languages[0]
            found = leads(view.to(lang="")) if language in self.languages else None
            return self.own(View.from_url(found), language).to_url() if found else None

        return address

    def _layer(self, layer: dict) -> dict:
        """A layer with the texts of its places, and its values where the page left them to be asked for."""
        shown = self._map(layer["texts"].removeprefix(TEXTS).partition("/")[2])
        digest = layer["shapes"]
        made = {"texts": shown.texts(digest)} if shown else {}
        if layer["values"].startswith(VALUES):
            made["values"] = as_address(shown.values(digest))
        return {**layer, **made}

    def _map(self, address: str) -> Map | None:
        if address not in self._maps:
            self._maps[address] = map_of(self.site, View.from_url(f"/{address}"))
        return self._maps[address]


def _cards(tree: Tree) -> dict[str, Tree]:
    """The cards of a page by their ids."""
    if not isinstance(tree, list):
        return {}
    id = tree[1].get("id", "") if len(tree) > 1 and tree[0] == "section" and tree[1] else ""
    if id.startswith("card-"):
        return {id: tree}
    return {key: card for one in tree for key, card in _cards(one).items()}


def _with_cards(tree: Tree, parts: Mapping[str, Part], shown: View | None = None) -> Tree | Part:
    """A page with cards in the place of its own, by their ids; with the View it then is of, links to it in other languages
    keep its table.
    """
    if not isinstance(tree, list):
        return tree
    props = tree[1] if len(tree) > 1 and isinstance(tree[1], dict) else {}
    if props.get("id") in parts:
        return parts[props["id"]]
    if shown and tree[0] == "a" and "lang" in props:
        other = View.from_url(props["href"].removeprefix("#"))
        if other.to(lang="") == shown.to(lang="", tab=""):
            return ["a", {**props, "href": f"#{other.to(tab=shown.tab).to_url()}"}, *tree[2:]]
    return [_with_cards(one, parts, shown) for one in tree]
