"""The pages of a copy, drawn by the dashboard itself, in each language: what is in the file before it is compressed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import orjson

from dashboard import files
from dashboard.figures.values import as_address
from dashboard.markup import el, packed
from dashboard.offline import searching
from dashboard.offline.links import Page, Tree
from dashboard.offline.pieces import Pieces
from dashboard.offline.scope import Scope, scope_of
from dashboard.pages import data, frame
from dashboard.pages.maps import Map, map_of
from dashboard.pages.router import draw
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say
from dashboard.words import format as words
from dashboard.words.texts import template_of
from geo import shape_files

TEXTS, VALUES = "/texts/", "/values/"
ABSENT = "/absent"


@dataclass
class Copy:
    """`languages` has for each language what its pages are made of, as JSON; `shapes` the files that its maps draw by their
    addresses; `places` what the search compares, the likelier first: code, folded names, folded codes; `scope` is the code of the
    place or group, `start` the address of the first page, `title` the file's own.
    """

    title: str
    scope: str
    start: str
    languages: dict[str, bytes]
    shapes: dict[str, bytes]
    places: list[list]
    pages: int
    land: bool  # whether a picture draws the land of the world


def copied(site: Site, code: str, languages: tuple[str, ...], themes: tuple[str, ...] = (),
           tell: Callable[[str], None] = lambda told: None) -> Copy:  # fmt: skip
    """The copy of a place or group in some languages, the first of which a reader sees first; `themes` only some of the
    themes. `ContentError` for a scope that has nothing to copy.
    """
    site = replace(site, language=languages[0])
    scope = scope_of(site, code, themes)
    views, drawn = list(scope.views()), Drawn(scope, languages)
    found = {}
    for language in languages:
        tell(f"{language}: {len(views)} pages and their tables")
        found[language] = drawn.language(language, views)
    reader = Reader(languages[0])
    shapes = {address: _shape_file(site, address) for address in sorted(drawn.shapes)}
    land = any(files.world().url.encode() in text for text in found.values())
    title = say("copy.title", reader, place=site.namer(reader)(code))
    return Copy(
        title, code, scope.start_address, found, shapes, searching.indexed(scope.own_places()), drawn.pages, land
    )


class Drawn:
    """Draws the pages of a scope; `shapes` are the addresses of the files of shapes that they ask for."""

    def __init__(self, scope: Scope, languages: tuple[str, ...]):
        self.scope, self.site, self.languages = scope, scope.site, languages
        self.shapes: set[str] = set()
        self.pages = 0
        self._maps: dict[str, Map | None] = {}

    def language(self, language: str, views: list[View]) -> bytes:
        """All pages in one language as JSON: `parts`, `pages` by address, `places` for the search, and `words`."""
        pieces, roots, reader = Pieces(), {}, Reader(language)
        for view in views:
            for one, tree, title in self._with_tables(self._own(view, language)):
                number = pieces.put([title, tree])
                roots |= dict.fromkeys(self.scope.names(one.to(lang="")), number)
        roots[ABSENT] = pieces.put(self._absent(reader))
        self.pages = max(self.pages, len(roots) - 1)
        parts, pages = pieces.written(roots)
        rest = orjson.dumps({"pages": pages, "places": self._places(reader), "words": self._words(reader)})
        return b'{"parts":[' + b",".join(parts) + b"]," + rest[1:]

    def _own(self, view: View, language: str) -> View:
        """The View in a language: the first is told by no address, as that of a server is not."""
        return view.to(lang="" if language == self.languages[0] else language)

    def _with_tables(self, view: View) -> Iterator[tuple[View, Tree, str]]:
        """A page, and the same with a table in the place of each picture that has one."""
        trees, title = self._drawn(view)
        tabs = list(dict.fromkeys(self._tabs(trees, view)))
        shown = [view, *(view.to(tab=tab) for tab in tabs)]
        for one in shown[1:]:
            self.scope.know(one.to(lang=""))
        yield view, self._page(trees, view), title
        for one in shown[1:]:
            yield one, self._page(self._drawn(one)[0], one), title
        self._maps.clear()

    def _drawn(self, view: View) -> tuple[list[Tree], str]:
        page = data.in_short(self.site, view) if view.page == "data" else draw(self.site, view)
        return [packed(child) for child in page.children if child is not None], page.title

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

    def _page(self, trees: list[Tree], shown: View) -> list[Tree]:
        reader = self.site.reader(shown)
        said = {say("map.tap_hint", reader): say("copy.tap_hint", reader)}
        page = Page(self._leads(shown), self._layer, said)
        found = [one for tree in trees if (one := page.tree(tree)) is not None]
        self.shapes |= page.shapes
        return found

    def _leads(self, shown: View) -> Callable[[str], str | None]:
        """Where an address on a page leads, in the language it names."""
        leads = self.scope.leads(shown.to(lang=""))

        @cache
        def address(href: str) -> str | None:
            view = View.from_url(href)
            language = view.lang or self.languages[0]
            found = leads(view.to(lang="")) if language in self.languages else None
            return self._own(View.from_url(found), language).to_url() if found else None

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

    def _absent(self, reader: Reader) -> list:
        """The page for what the copy does not hold; the script puts the nearest page into its link."""
        view, name = self._own(View("absent"), reader.language), self.site.namer(reader)
        text = say("copy.absent_text", reader, place=name(self.scope.code),
                   date=words.date(reader, self.site.house.date))  # fmt: skip
        title = say("copy.absent", reader)
        body = [el("div.headline", el("h1", title), el("p", text), el("p", el("a.button.nearest", "", href="#/")))]
        page = frame.page(self.site, view, title, body)
        return [title, self._page([packed(child) for child in page.children if child is not None], view)]

    def _places(self, reader: Reader) -> list[list[str]]:
        """For the search, in the order of `Copy.places`: name, and what it is."""
        name = self.site.namer(reader)
        return [
            [name(place.code), frame.kind_and_parents(self.site, place, reader)]
            for place in searching.likelier_first(self.scope.own_places())
        ]

    def _words(self, reader: Reader) -> dict:
        """What the script says itself, and what `answers.py` writes beside a page."""
        house, language = self.site.house, reader.language
        date = words.date(reader, house.date)
        ages = {form: words.digits(reader, template_of("copy.age", language, count).replace("{date}", date))
                for form, count in (("one", 1), ("other", 2))}  # fmt: skip
        return {
            "age": ages, "zero": words.digits(reader, "0"), "day": str(house.date), "name": say("frame.name", reader),
            **{key: say(f"copy.{key}", reader, date=date) for key in ("today", "made")}, "old": say("copy.old", reader),
            "search_none": say("search.none", reader, text="{text}"),
            "page": {"lang": language, "snapshot": house.digest[:12], "kept": "", "none": say("copy.broken", reader),
                     "drawing": say("loading.picture", reader),
                     "picture": " ".join((say("errors.picture", reader), say("errors.picture_hint", reader)))},
        }  # fmt: skip


def _shape_file(site: Site, address: str) -> bytes:
    path: Path | None = shape_files.path_of(site.house.folder, address.rpartition("/")[2])
    return path.read_bytes()
