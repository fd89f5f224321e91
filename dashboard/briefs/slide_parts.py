"""Parts that every slide is put together from: a slide of a layout with its title and number, boxes of text, names for screen readers."""

from collections.abc import Iterable, Sequence

from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Emu, Inches

from dashboard.briefs import slide_master, slide_template
from dashboard.briefs.slide_template import Deck
from dashboard.briefs.slide_text import clean, cut, fill, height, largest, line_height

TITLE_SIZES, OPENING_SIZES = (26, 24, 22, 20, 18), (40, 36, 32, 28, 24, 20)  # points
MARGIN = 0.1  # inches within a box
LONGEST_NAME = 100  # characters of a shape's name

Box = tuple[float, float, float, float]  # inches: left, top, width, height


def begin(deck: Deck, layout):
    """A new slide of a layout with the places for its title and its content, and its number; all others are taken out."""
    slide = deck.presentation.slides.add_slide(layout)
    kept = [*slide_master.TITLES]
    kept += [KIND.SUBTITLE] if layout is deck.opening else slide_template.CONTENTS if layout is deck.content else []
    for one in list(slide.placeholders):
        if one.placeholder_format.type not in kept:
            remove(one)
    for one in layout.placeholders if layout is not deck.opening else ():
        if one.placeholder_format.type == KIND.SLIDE_NUMBER:
            slide.shapes.clone_placeholder(one)
            number = slide.placeholders[one.placeholder_format.idx]
            number.text_frame.paragraphs[0]._p.insert(0, slide_master.number_field())
    return slide


def remove(shape) -> None:
    """Takes a shape off its slide."""
    shape._element.getparent().remove(shape._element)


def content_of(slide):
    """The place for content of a slide."""
    return next(one for one in slide.placeholders if one.placeholder_format.type in slide_template.CONTENTS)


def number_last(slide) -> None:
    """The slide's number is read after all else."""
    for one in list(slide.placeholders):
        if one.placeholder_format.type == KIND.SLIDE_NUMBER:
            slide.shapes._spTree.append(one._element)


def inside(shape) -> tuple[float, float]:
    """Inches of width and height that a text has in a placeholder."""
    return shape.width / Inches(1) - 2 * MARGIN, shape.height / Inches(1) - MARGIN


def title(slide, text: str, deck: Deck, sizes: Sequence[float] = TITLE_SIZES) -> None:
    """Fills the slide's title, as large as it has room for."""
    wide, high = inside(slide.shapes.title)
    size = largest([text], sizes, wide, high, bold=True)
    most = max(1, int(high / line_height(text, size)))
    fill(slide.shapes.title.text_frame, [cut(text, size, wide, most, bold=True)], deck.reader, size)


def box(slide, name: str, where: Box, texts: Iterable[str], deck: Deck, size: float) -> None:
    """A box of paragraphs, which can be edited."""
    fill(frame(slide, name, where), texts, deck.reader, size)


def frame(slide, name: str, where: Box):
    """The text frame of a new box that keeps its size."""
    shape = slide.shapes.add_textbox(*emu(where))
    shape.name = name
    text = shape.text_frame
    text.word_wrap, text.auto_size, text.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    text.margin_left = text.margin_right = Inches(MARGIN)
    text.margin_top = text.margin_bottom = Inches(MARGIN / 2)
    return text


def emu(where: Box) -> tuple[Emu, Emu, Emu, Emu]:
    """The box as python-pptx takes it."""
    return tuple(Emu(round(edge * Inches(1))) for edge in where)


def high_of(texts: Sequence[str], size: float, wide: float) -> float:
    """Inches of a box with these paragraphs."""
    return height(texts, size, wide - 2 * MARGIN) + MARGIN


def name_picture(shape, alternative: str, name: str) -> None:
    """What is said of a picture, chart or table to those who do not see it, and what it is called among the shapes."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", clean(name)[:LONGEST_NAME] or "Picture")
    properties.set("descr", clean(alternative))
