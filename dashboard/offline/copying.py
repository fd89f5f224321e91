"""What a copy holds before it is compressed: its pages in each language, its shapes, and what its search compares.

Pages are drawn in stretches, by several processes where there are many. What comes out does not depend on how many.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

import orjson

from dashboard import files
from dashboard.markup import el
from dashboard.offline import searching
from dashboard.offline.drawing import Drawn, Stretch
from dashboard.offline.pieces import Pieces
from dashboard.offline.scope import Scope, scope_of
from dashboard.pages import frame
from dashboard.site import Site, open_site
from dashboard.state import View
from dashboard.words import Reader, say
from dashboard.words import format as words
from dashboard.words.texts import template_of
from data.problems import ContentError
from geo import shape_files
from queries.house import open_house

ABSENT = "/absent"
TOGETHER = 40  # pages of a stretch, each with its tables


@dataclass
class Copy:
    """`languages` has for each language what its pages are made of, as JSON, and `common` the parts that several languages
    share; `shapes` the files that its maps draw by their addresses; `places` what the search compares, the likelier first:
    code, folded names, folded codes; `scope` is the code of the place or group, `start` the address of the first page, `title`
    the file's own.
    """

    title: str
    scope: str
    start: str
    common: bytes
    languages: dict[str, bytes]
    shapes: dict[str, bytes]
    places: list[list]
    pages: int
    land: bool  # whether a picture draws the land of the world


def copied(site: Site, code: str, languages: tuple[str, ...], themes: tuple[str, ...] = (), workers: int = 1,
           tell: Callable[[str], None] = lambda told: None, calendar: str = "") -> Copy:  # fmt: skip
    """The copy of a place or group in some languages, the first of which a reader sees first; `themes` only some of the
    themes; `workers` how many processes draw; `calendar` that of its days, AD without one. `ContentError` for a scope that has nothing to copy.
    """
    site = replace(site, language=languages[0], calendar=calendar, in_copy=True)
    scope = scope_of(site, code, themes)
    views = list(scope.views())
    pieces, roots, shapes = Pieces(), {language: {} for language in languages}, set()
    for done, stretch in enumerate(_stretches(scope, languages, themes, views, workers), 1):
        numbers = pieces.add(stretch.texts)
        for language, own in stretch.roots.items():
            roots[language] |= {address: numbers[number] for address, number in own.items()}
        shapes |= stretch.shapes
        tell(f"{min(done * TOGETHER, len(views))} of {len(views)} pages and their tables, in {', '.join(languages)}")
    own, readers = Own(scope, languages), {language: site.reader(View(lang=language)) for language in languages}
    for language, reader in readers.items():
        roots[language][ABSENT] = pieces.put(own.absent(reader))
    made = pieces.written(roots)
    rest = {language: orjson.dumps(
        {"pages": made.roots[language], "places": own.places(reader), "words": own.words(reader)})
        for language, reader in readers.items()}  # fmt: skip
    found = {language: b'{"parts":' + _listed(made.own[language]) + b"," + rest[language][1:] for language in languages}
    common = _listed(made.common)
    world = files.world().url.encode()
    return Copy(
        say("copy.title", readers[languages[0]], place=site.namer(readers[languages[0]])(code)), code, scope.start_address,
        common, found, {address: _shape_file(site, address) for address in sorted(shapes)},
        searching.indexed(scope.own_places()), len(roots[languages[0]]) - 1,
        any(world in text for text in (common, *found.values())))  # fmt: skip


def _listed(parts: Sequence[bytes]) -> bytes:
    return b"[" + b",".join(parts) + b"]"


def _stretches(scope: Scope, languages: tuple[str, ...], themes: tuple[str, ...], views: Sequence[View],
               workers: int) -> Iterator[Stretch]:  # fmt: skip
    """All pages, in their order."""
    spans = [slice(start, start + TOGETHER) for start in range(0, len(views), TOGETHER)]
    if workers < 2 or len(spans) < 2:
        yield from (Drawn(scope, languages).stretch(views[span]) for span in spans)
        return
    draw = partial(_drawn, scope.site.house.folder, scope.code, languages, scope.site.calendar, themes)
    with ProcessPoolExecutor(min(workers, len(spans)), get_context("spawn")) as pool:
        try:
            yield from pool.map(draw, spans)
        except BrokenProcessPool:
            raise ContentError(
                "A process that drew pages ended, perhaps for want of memory. Try --workers 1."
            ) from None


def _drawn(
    snapshot: Path, code: str, languages: tuple[str, ...], calendar: str, themes: tuple[str, ...], span: slice
) -> Stretch:
    """A stretch, in a process of its own."""
    scope, views = _opened(snapshot, code, languages[0], calendar, themes)
    return Drawn(scope, languages).stretch(views[span])


@cache
def _opened(
    snapshot: Path, code: str, language: str, calendar: str, themes: tuple[str, ...]
) -> tuple[Scope, list[View]]:
    """The scope and its pages, opened once a process."""
    site = replace(open_site(open_house(snapshot)), language=language, calendar=calendar, in_copy=True)
    scope = scope_of(site, code, themes)
    return scope, list(scope.views())


class Own:
    """What a copy has that a server has not, in the language of a reader."""

    def __init__(self, scope: Scope, languages: Sequence[str]):
        self.scope, self.site, self.drawn = scope, scope.site, Drawn(scope, languages)

    def absent(self, reader: Reader) -> list:
        """The page for what the copy does not hold; the script puts the nearest page into its link."""
        view, name = self.drawn.own(View("absent"), reader.language), self.site.namer(reader)
        text = say("copy.absent_text", reader, place=name(self.scope.code),
                   date=words.date(reader, self.site.house.date))  # fmt: skip
        title = say("copy.absent", reader)
        body = [el("div.headline", el("h1", title), el("p", text), el("p", el("a.button.nearest", "", href="#/")))]
        page = frame.page(self.site, view, title, body)
        return [title, self.drawn.page(page, view)]

    def places(self, reader: Reader) -> list[list[str]]:
        """For the search, in the order of `Copy.places`: name, and what it is."""
        name = self.site.namer(reader)
        return [
            [name(place.code), frame.kind_and_parents(self.site, place, reader)]
            for place in searching.likelier_first(self.scope.own_places())
        ]

    def words(self, reader: Reader) -> dict:
        """What the script says itself, and what `answers.py` writes beside a page."""
        house, language = self.site.house, reader.language
        date = words.date(reader, house.date)
        ages = {form: words.digits(reader, template_of("copy.age", language, count).replace("{date}", date))
                for form, count in (("one", 1), ("other", 2))}  # fmt: skip
        return {
            "age": ages, "zero": words.digits(reader, "0"), "day": str(house.date), "name": say("frame.name", reader),
            **{key: say(f"copy.{key}", reader, date=date) for key in ("today", "made")}, "old": say("copy.old", reader),
            "search_none": say("copy.search_none", reader, text="{text}", place=self.site.namer(reader)(self.scope.code)),
            "page": {"lang": language, "snapshot": house.digest[:12], "kept": "", "none": say("copy.broken", reader),
                     "drawing": say("loading.picture", reader),
                     "picture": " ".join((say("errors.picture", reader), say("errors.picture_hint", reader)))},
        }  # fmt: skip


def _shape_file(site: Site, address: str) -> bytes:
    path: Path | None = shape_files.path_of(site.house.folder, address.rpartition("/")[2])
    return path.read_bytes()
