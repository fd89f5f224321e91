"""What a brief holds once it is made for a place and a language, whatever file is written of it: words, numbers, pictures.

Every writer (slides, document, print, web page) takes a `Document` and adds nothing of its own but layout: what must stand
beside a figure so that it survives copying is in its `Figure`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from dashboard.briefs.chart import Chart
from dashboard.figures.register import safe_link
from dashboard.words import Reader

LANGUAGE_TAGS = {"en": "en-GB", "ne": "ne-NP", "bn": "bn-BD"}  # by which office programs and readers know a language


@dataclass(frozen=True)
class Heading:
    """Begins a section."""

    text: str


@dataclass(frozen=True)
class Text:
    """Own words: paragraphs."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new page; a slide does anyway."""


@dataclass(frozen=True)
class Missing:
    """Something of the brief that could not be made: what it was, and why, in the reader's words."""

    what: str
    why: str


@dataclass(frozen=True)
class Picture:
    """A picture no office program can draw itself (a map, arcs): `svg` without any text but numbers and names that are drawn
    on it, `width` and `height` in its own units, and its legend as (colour, text) to be set beside it as real text. Of a
    picture that `tells_all` figures the table need not stand below it.
    """

    svg: str
    width: float
    height: float
    legend: tuple[tuple[str, str], ...] = ()
    tells_all: bool = False


@dataclass(frozen=True)
class Figure:
    """One thing that was collected from a page, with all that must go with it.

    `told` is the sentence that says what it shows; `line` place, filters, period and unit; `marks` the badges
    (illustrative, partial); `columns` and `rows` its table in the reader's words, numbers written out, states as words.
    A `chart` can be drawn by office programs from its numbers, a `picture` cannot; where there is neither, the table is
    shown.
    """

    title: str
    line: str
    told: str
    marks: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]  # by column: whether it holds numbers and stands to the right
    chart: Chart | None
    picture: Picture | None
    as_table: bool  # the reader wants the table
    note: str  # own words below it
    notes: tuple[str, ...]  # what must be said: hidden figures, partial coverage, breaks
    definition: tuple[tuple[str, str], ...]  # (label, text): how it is computed, why it matters, what to mind
    filters: str
    source: str  # publishers, titles and dates
    licence: str
    citation: str  # long
    snapshot: str  # "2026-11-22, ab12cd34ef56"
    module: str
    link: str  # the address that shows it, with the snapshot
    card: str = ""  # of the page that shows it; "" for its headline
    code: str = ""  # under which /f/<code> opens it again
    indicator: str = ""  # what its definition defines
    left_out: int = 0  # rows that its table has beyond `rows`

    @property
    def address(self) -> str:
        """Where it is opened again: the short address where it has a code and the site's is known; else the whole one."""
        if not self.code or not safe_link(self.link):
            return self.link
        parts = urlsplit(self.link)
        return f"{parts.scheme}://{parts.netloc}/f/{self.code}"

    @property
    def alternative(self) -> str:
        """What is said to those who do not see the picture."""
        return " ".join(part for part in (f"{self.title}.", f"{self.line}.", self.told) if part.strip("."))


Piece = Heading | Text | PageBreak | Missing | Figure


@dataclass(frozen=True)
class Document:
    """A brief made for a place: `title` and `place` in words, `data` the line that says from which snapshot of which day."""

    title: str
    place: str
    reader: Reader
    data: str
    pieces: Sequence[Piece]

    @property
    def figures(self) -> list[Figure]:
        """The figures, in order."""
        return [piece for piece in self.pieces if isinstance(piece, Figure)]

    @property
    def headings(self) -> list[Heading]:
        """The sections, in order."""
        return [piece for piece in self.pieces if isinstance(piece, Heading)]

    @property
    def missing(self) -> list[Missing]:
        """What could not be made."""
        return [piece for piece in self.pieces if isinstance(piece, Missing)]
