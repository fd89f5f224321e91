"""A document as PDF for print: A4, tagged for screen readers (PDF/UA-1), bookmarks, charts and maps as vectors; set by typst."""

import json
import re
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from unicodedata import category, combining

from dashboard.briefs import fonts, lettering, paper
from dashboard.briefs.content import LANGUAGE_TAGS, Document, Heading, Missing, PageBreak, Text
from dashboard.words import say
from data.problems import ContentError

TEMPLATE = Path(__file__).with_name("brief.typ")
FONTS = {
    "en": ["Noto Sans", "Noto Sans Devanagari", "Noto Sans Bengali"],
    "ne": ["Noto Sans", "Noto Sans Devanagari", "Noto Sans Bengali"],
    "bn": ["Noto Sans", "Noto Sans Bengali", "Noto Sans Devanagari"],
}
NUMBERING = {"latin": "1 / 1", "devanagari": "१ / १", "bangla": "১ / ১"}
MANY_FIGURES = 8  # from so many on a list of contents helps
MOST_HEIGHT = 48  # mm of a map: two figures then fit on a page; what has figures to read is as high as it needs to be
FROM_FIGURE = ("title", "line", "told", "marks", "rows", "numeric", "note")
# Marks around a letter, which look of it is meant, the order of bytes.
NOT_PRINTED = re.compile("[\u0488\u0489\u20dd-\u20e4\ufe00-\ufe0f\ufeff]")
SPACES = " \u00a0\u2009\u202f"
BREAK, VIRAMA = "\u200b", 9  # a place to break a line; the class of the sign that joins two letters
SIGNS = "/_.-&="  # after which a long word may be broken
LONGEST_RUN = 20  # letters without a space that any column holds


def write(document: Document) -> bytes:
    """The bytes of the PDF; the same document gives the same. `ContentError` where no font here writes its language."""
    import typst  # heavy: only who prints needs it

    inputs = {"brief": json.dumps(_writable(_data(paper.plain(document))), ensure_ascii=False)}
    try:
        return typst.compile(TEMPLATE, sys_inputs=inputs, pdf_standards="ua-1", timestamp=0)
    except typst.TypstError as error:  # the standard refuses what would be an empty box
        raise ContentError(f"The PDF cannot be made: {error.message}.") from error


def _data(document: Document) -> dict:
    reader = document.reader
    pieces = paper.laid_out(document)
    plates = [piece for piece in pieces if isinstance(piece, paper.Plate)]
    language, region = LANGUAGE_TAGS[reader.language].split("-")
    words = {"meanings": "spreadsheet.definitions", "missing": "briefs.missing", "note": "citation.note",
             "contents": "briefs.contents"}  # fmt: skip
    return {
        "title": " ".join(document.title.split()) or "Nagar",
        "place": document.place,
        "data": document.data,
        "language": language,
        "region": region,
        "fonts": FONTS[reader.language],
        "numbering": NUMBERING[reader.digits],
        "words": {name: say(key, reader) for name, key in words.items()},
        "contents": len(plates) >= MANY_FIGURES,
        "pieces": [_piece(piece) for piece in pieces if not isinstance(piece, Missing)],
        "meanings": [
            {"title": one.title, "definition": one.definition, "cited": one.cited}
            for one in paper.meanings(plates, reader)
        ],
        "missing": [(one.what, one.why) for one in document.missing],
    }


def _piece(piece) -> dict:
    if isinstance(piece, Heading):
        return {"is": "heading", "text": piece.text}
    if isinstance(piece, Text):
        return {"is": "text", "paragraphs": piece.paragraphs}
    if isinstance(piece, PageBreak):
        return {"is": "break"}
    figure = piece.figure
    return {
        "is": "figure", "level": piece.level, "label": piece.label, "wide": piece.wide, "widths": piece.widths,
        "dense": piece.dense, "room": piece.room,
        "under": piece.under, "picture": _picture(piece), "notes": piece.notes,
        "columns": figure.columns if any(figure.columns) else [],
        **{name: getattr(figure, name) for name in FROM_FIGURE},
    }  # fmt: skip


def _picture(plate: paper.Plate) -> dict | None:
    picture = plate.picture
    if picture is None:
        return None
    svg, letterings = lettering.parted(picture.svg)
    legend = [(paper.six_digits(colour), text) for colour, text in picture.legend]
    return {"svg": svg, "letterings": [asdict(one) for one in letterings], "width": picture.width, "height": picture.height,
            "legend": legend, "alternative": plate.figure.alternative,
            "most-height": MOST_HEIGHT if plate.figure.picture and not picture.tells_all else None}  # fmt: skip


def _writable(value, name: str = ""):
    """The data with nothing in it that would be an empty box, and with places to break in words that no column would hold;
    drawings are left as they are.
    """
    if isinstance(value, dict):
        return {name: _writable(one, name) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_writable(one) for one in value]
    if isinstance(value, str) and name != "svg":
        return " ".join(_with_breaks(word) for word in _with_letters(value).split(" "))
    return value


def _with_letters(text: str) -> str:
    """U+FFFD for each letter that no font here has; `ContentError` if it is one of our languages."""
    text = "".join(" " if category(letter) == "Zs" and letter not in SPACES else letter for letter in text)
    text = NOT_PRINTED.sub("", text)
    lost = {letter for letter in set(text) if not letter.isspace() and not fonts.font_of(letter)}
    if any(letter.isascii() or "\u0900" <= letter <= "\u09ff" for letter in lost):
        raise ContentError(" ".join(fonts.missing(lost)))
    return text.translate({ord(letter): "\ufffd" for letter in lost})


def _with_breaks(word: str) -> str:
    """A long word with places to break it after its signs, or else between letters."""
    if len(word) <= LONGEST_RUN or "://" in word:
        return word
    found, run = [], 0
    for before, letter in pairwise(f" {word}"):
        joins = category(letter).startswith("M") or combining(before) == VIRAMA
        if (run >= LONGEST_RUN and not joins) or before in SIGNS:
            found.append(BREAK)
            run = 0
        found.append(letter)
        run += 1
    return "".join(found)
