"""Texts on slides: runs with language and font by script, links, and how much room words take. Pure but for the paragraph it fills.

Room is reckoned from usual widths of letters, not from the fonts of a machine: the same text gives the same slide everywhere.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate

from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.briefs.content import LANGUAGE_TAGS
from dashboard.figures.register import safe_link
from dashboard.words import Reader
from dashboard.workbooks.drawing import NOT_IN_XML

FONTS = {"ne": "Noto Sans Devanagari", "bn": "Noto Sans Bengali"}  # of the scripts that need shaping
SCRIPTS = {"en": r"[A-Za-z\u00c0-\u024f]", "ne": r"[\u0900-\u0963\u0966-\u097f]", "bn": r"[\u0980-\u09ff]"}
NARROW = set(" iljtfrI.,:;'!|()[]/\\-\u00b7")
WIDTHS = {
    "Lu": 0.7,
    "Ll": 0.54,
    "Nd": 0.58,
    "Lo": 0.72,
    "Mc": 0.36,
    "Mn": 0.0,
    "Me": 0.0,
    "Cf": 0.0,
    "Sm": 0.6,
}  # in em
WIDE = set("mwMW%&@")
NARROW_EM, USUAL_EM, WIDE_EM, WIDEST_EM, BOLD = 0.3, 0.6, 0.9, 1.0, 1.07
FIRST_WIDE = 0x2E80  # of the signs that are as wide as they are high
MORE = "…"
WORD = re.compile(
    r"(?:\S|[\u00a0\u202f])+\s*|^\s+"
)  # no line breaks at a space that keeps a number and its sign together
POINTS = 72  # of an inch
LINE, TALL_LINE = 1.2, 1.42  # of the size; letters with signs above and below need more


def clean(text: str) -> str:
    """The text in one line, with nothing in it that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", re.sub(r"[\t\r\n]+", " ", text))


def by_script(text: str, reader: Reader) -> list[tuple[str, str]]:
    """The text in pieces of one script each, as (piece, language): what belongs to none stays with what stands before it."""
    pieces: list[list[str]] = []
    for sign in text:
        language = next((one for one, letters in SCRIPTS.items() if re.match(letters, sign)), "")
        if not pieces or (language and pieces[-1][1] and language != pieces[-1][1]):
            pieces.append([sign, language])
        else:
            pieces[-1] = [pieces[-1][0] + sign, pieces[-1][1] or language]
    return [(piece, language or reader.language) for piece, language in pieces]


def put(paragraph, text: str, reader: Reader, size: float | None = None, bold: bool | None = None, colour: str = "",
        link: str = "") -> None:  # fmt: skip
    """Adds the text to a paragraph; `size` in points, `colour` as "#rrggbb", `link` is left out unless it is of the web."""
    pieces = by_script(clean(text), reader)
    if size and not pieces:  # an empty line is as high as its letters would be
        paragraph._p.get_or_add_endParaRPr().set("sz", str(round(size * 100)))
    for piece, language in pieces:
        run = paragraph.add_run()
        run.text = piece
        run.font.size, run.font.bold = Pt(size) if size else None, bold
        if colour:
            run.font.color.rgb = rgb(colour)
        properties = run._r.get_or_add_rPr()
        properties.set("lang", LANGUAGE_TAGS[language])
        if language in FONTS and language != reader.language:  # the theme has the font of the reader's own script
            font = properties.makeelement(qn("a:cs"), {"typeface": FONTS[language]})
            properties.insert_element_before(font, "a:sym", "a:hlinkClick")
        if link and safe_link(clean(link)):
            run.hyperlink.address = clean(link)


def fill(frame, paragraphs: Iterable[str], reader: Reader, size: float | None = None, **options) -> None:
    """Makes a text frame hold these paragraphs and nothing else."""
    for index, text in enumerate(paragraphs):
        put(frame.paragraphs[0] if index == 0 else frame.add_paragraph(), text, reader, size, **options)


def rgb(colour: str) -> RGBColor:
    """ "#rrggbb" as python-pptx takes it."""
    return RGBColor.from_string(colour.lstrip("#").upper())


def width(text: str, size: float, bold: bool = False) -> float:
    """Inches that a text takes in one line, rather too many than too few."""
    return sum(map(_em, text)) * size / POINTS * (BOLD if bold else 1)


def _em(sign: str) -> float:
    if sign in NARROW or sign in WIDE:
        return NARROW_EM if sign in NARROW else WIDE_EM
    return WIDTHS.get(unicodedata.category(sign), WIDEST_EM if ord(sign) > FIRST_WIDE else USUAL_EM)


def in_lines(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The text in lines of at most `room` inches, which together are the text again; a word that is wider is cut."""
    lines, line = [], ""
    for word in WORD.findall(text):
        if line and width(f"{line}{word}".rstrip(), size, bold) > room:
            lines, line = [*lines, line], ""
        while (
            not line and width(word.rstrip(), size, bold) > room and (fits := _fit(word, size, room, bold)) < len(word)
        ):
            lines, word = [*lines, word[:fits]], word[fits:]
        line += word
    return [*lines, line]


def _fit(text: str, size: float, room: float, bold: bool) -> int:
    """How many signs of a text have room in a line, at least one; signs that stand upon a letter stay with it."""
    scale = size / POINTS * (BOLD if bold else 1)
    found = sum(1 for reached in accumulate(map(_em, text)) if reached * scale <= room)
    while 1 < found < len(text) and unicodedata.category(text[found])[0] == "M":
        found -= 1
    return max(1, found)


def height(paragraphs: Iterable[str], size: float, room: float, bold: bool = False) -> float:
    """Inches that paragraphs take below one another."""
    return sum(len(in_lines(clean(text), size, room, bold)) * line_height(text, size) for text in paragraphs)


def line_height(text: str, size: float) -> float:
    """Inches of one line."""
    tall = re.search(f"{SCRIPTS['ne']}|{SCRIPTS['bn']}", text)
    return size / POINTS * (TALL_LINE if tall else LINE)


def largest(paragraphs: Sequence[str], sizes: Sequence[float], room: float, high: float, bold: bool = False) -> float:
    """The first of the sizes (largest first) at which the paragraphs fit; the last where none does."""
    return next((size for size in sizes if height(paragraphs, size, room, bold) <= high), sizes[-1])


def cut(text: str, size: float, room: float, most: int, bold: bool = False) -> str:
    """The text where it takes at most so many lines, else its beginning with a sign that more follows."""
    lines = in_lines(clean(text), size, room, bold)
    if len(lines) <= most:
        return clean(text)
    return "".join([*lines[: most - 1], shortened(lines[most - 1] + lines[most], size, room, bold)])


def shortened(text: str, size: float, room: float, bold: bool = False) -> str:
    """The text in one line where it has room, else its beginning with a sign that more follows."""
    text = clean(text)
    if width(text, size, bold) <= room:
        return text
    return text[: _fit(text, size, room - width(MORE, size, bold), bold)].rstrip() + MORE
