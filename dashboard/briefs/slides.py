"""A document as slides (PPTX): one figure a slide, its sentence as the title, its chart editable, everything else in the notes.

The same document gives the same bytes, whenever and wherever it is written.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.util import Inches, Pt

from dashboard.briefs import slide_figure, slide_template
from dashboard.briefs.content import LANGUAGE_TAGS, Document, Figure, Heading, Text
from dashboard.briefs.same_bytes import same_bytes
from dashboard.briefs.slide_master import TITLES
from dashboard.briefs.slide_parts import MARGIN, OPENING_SIZES, begin, content_of, number_last, remove, title
from dashboard.briefs.slide_template import Deck
from dashboard.briefs.slide_text import clean, fill, in_lines, largest, line_height
from dashboard.words import say

TEXT_SIZES = (20, 18)  # points
LONGEST_PROPERTY = 255  # characters of a file's property


def write(document: Document, template: Path | None = None) -> bytes:
    """The document as a PPTX on our own master or on `template`, a PPTX of one's own; `ContentError` where that is unfit."""
    deck = slide_template.opened(document.reader, template)
    _opening(deck, document)
    heading = document.title
    for piece in document.pieces:
        if isinstance(piece, Heading):
            heading = piece.text
            _section(deck, heading)
        elif isinstance(piece, Text):
            _texts(deck, heading, piece.paragraphs)
        elif isinstance(piece, Figure):
            slide_figure.add(deck, piece)
    if document.missing:
        _texts(deck, say("briefs.missing", deck.reader), [f"{one.what}: {one.why}" for one in document.missing])
    _say_what_it_is(deck, document)
    buffer = BytesIO()
    deck.presentation.save(buffer)
    return same_bytes(buffer.getvalue())


def _say_what_it_is(deck: Deck, document: Document) -> None:
    about = deck.presentation.core_properties
    about.title, about.subject = clean(document.title)[:LONGEST_PROPERTY], clean(document.data)[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = "Nagar"
    about.comments, about.language = "", LANGUAGE_TAGS[deck.reader.language]


def _section(deck: Deck, heading: str) -> None:
    slide = begin(deck, deck.section)
    for one in list(slide.placeholders):
        if one.placeholder_format.type not in (*TITLES, KIND.SLIDE_NUMBER):
            remove(one)
    title(slide, heading, deck, OPENING_SIZES)
    number_last(slide)


def _opening(deck: Deck, document: Document) -> None:
    slide = begin(deck, deck.opening)
    title(slide, document.title, deck, OPENING_SIZES)
    below = next(one for one in slide.placeholders if one.placeholder_format.type == KIND.SUBTITLE)
    lines = [line for line in (document.place, document.data) if line]
    if lines:
        fill(below.text_frame, lines, deck.reader)
    else:
        remove(below)


def _texts(deck: Deck, heading: str, paragraphs: Iterable[str]) -> None:
    """Slides with paragraphs, as many as they need."""
    place = slide_template.room(deck.content)
    wide, high = place.width / Inches(1) - 2 * MARGIN, place.height / Inches(1) - 2 * MARGIN - 0.3
    texts = [clean(text) for text in paragraphs]
    size = largest(texts, TEXT_SIZES, wide, high)
    for number, page in enumerate(_pages(texts, size, wide, high), 1):
        slide = begin(deck, deck.content)
        shown = heading if number == 1 else say("slides.continued", deck.reader, title=heading, number=number)
        title(slide, shown, deck)
        body = content_of(slide)
        fill(body.text_frame, page, deck.reader, size)
        for paragraph in body.text_frame.paragraphs[1:]:
            paragraph.space_before = Pt(size / 2)
        number_last(slide)


def _pages(texts: Sequence[str], size: float, wide: float, high: float) -> list[list[str]]:
    """Paragraphs by slide: a paragraph goes on on the next one where it does not fit."""
    pages, page, left = [], [], high
    for text in texts:
        each = line_height(text, size)
        lines = in_lines(text, size, wide)
        while lines:
            fits = int(left / each + 1e-9)
            if fits < min(len(lines), 2):
                pages, page, left = [*pages, page], [], high
                continue
            page.append("".join(lines[:fits]).strip())
            lines, left = lines[fits:], left - each * min(fits, len(lines)) - each / 2
    return [*pages, page]
