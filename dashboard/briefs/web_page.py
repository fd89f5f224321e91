"""A brief as one HTML file: no network, no script; it opens on a phone and prints."""

import base64
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path

from dashboard.briefs import chart_picture, facts
from dashboard.briefs.content import Document, Figure, Heading, Missing, PageBreak, Picture, Text
from dashboard.figures.register import safe_link
from dashboard.markup import Element, el, to_html
from dashboard.words import Reader, say

STYLE = Path(__file__).with_name("web_page.css")
WIDTH, HIGHEST = 320, 560  # of a chart, in its own units: on a phone its letters are still read


def write(document: Document) -> bytes:
    """The file, UTF-8. Its policy refuses whatever it does not hold itself."""
    style = STYLE.read_text("utf-8")
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:"
    body = to_html(el("main", *_parts(document)))
    title = escape(document.title)
    return (f'<!doctype html>\n<html lang="{document.reader.language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            f"<title>{title}</title><style>{style}</style></head><body>{body}</body></html>\n").encode()  # fmt: skip


def _parts(document: Document) -> Iterator[Element]:
    reader = document.reader
    yield el("header", el("h1", document.title), el("p.sub", document.data))
    if document.headings:
        yield el("nav", [el("a", piece.text, href=f"#section-{number}") for number, piece in enumerate(document.headings)],
                 aria_label=say("briefs.contents", reader))  # fmt: skip
    section = 0
    for number, piece in enumerate(document.pieces):
        if isinstance(piece, Heading):
            yield el("h2", piece.text, id=f"section-{section}")
            section += 1
        elif isinstance(piece, Text):
            yield el("div.own", [el("p", text) for text in piece.paragraphs])
        elif isinstance(piece, PageBreak):
            yield el("div.break")
        elif isinstance(piece, Figure):
            yield _figure(piece, number, reader)
    if document.missing:
        yield el(
            "section.missing",
            el("h2", say("briefs.missing", reader)),
            el("ul", [_missing(one) for one in document.missing]),
        )


def _missing(one: Missing) -> Element:
    return el("li", el("b", one.what), f" {one.why}")


def _figure(figure: Figure, number: int, reader: Reader) -> Element:
    marks = [el("span.tag", text) for text in figure.marks]
    shown = None if figure.as_table else _drawn(figure, reader)
    table = _table(figure)
    if shown and table:
        table = el("details", el("summary", say("card.table", reader)), table)
    more = el("p.note", say("briefs.more_rows", reader, count=figure.left_out)) if figure.left_out else None
    return el("section.shown", el("h3", figure.title, *marks), el("p.sub", figure.line), el("p.says", figure.told) if figure.told else None,
              shown, table, more, [el("p.note", text) for text in figure.notes], el("p.own", figure.note) if figure.note else None,
              el("p.source", figure.source), _about(figure, reader), id=f"figure-{number}")  # fmt: skip


def _drawn(figure: Figure, reader: Reader) -> Element | None:
    """The picture as an image, so that nothing in it can act; None where there is only the table."""
    if figure.picture:
        return el("figure", _image(figure.picture.svg, figure), _legend(figure.picture))
    if figure.chart:
        height = min(chart_picture.height_of(figure.chart, WIDTH), HIGHEST)
        return el("figure", _image(chart_picture.svg(figure.chart, reader, WIDTH, height), figure))
    return None


def _image(svg: str, figure: Figure) -> Element:
    return el("img", src="data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(), alt=figure.alternative)


def _legend(picture: Picture) -> Element | None:
    """The colours as small pictures: the policy lets no style of an element through."""
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1" fill="{}"/></svg>'
    lines = [el("li", el("img.square", src="data:image/svg+xml;base64," + base64.b64encode(square.format(escape(colour)).encode()).decode(), alt=""), text)
             for colour, text in picture.legend]  # fmt: skip
    return el("ul.legend", lines) if lines else None


def _table(figure: Figure) -> Element | None:
    if not figure.rows:
        return None
    kinds = ["td.num" if number else "td" for number in figure.numeric]
    head = el("thead", el("tr", [el("th.num" if number else "th", text, scope="col")
                                 for text, number in zip(figure.columns, figure.numeric, strict=True)]))  # fmt: skip
    rows = [el("tr", [el("th", text, scope="row") if place == 0 else el(kinds[place], text) for place, text in enumerate(row)])
            for row in figure.rows]  # fmt: skip
    return el("div.table-wrap", el("table", head if any(figure.columns) else None, el("tbody", rows)), tabIndex=0, role="region",
              aria_label=figure.title)  # fmt: skip


def _about(figure: Figure, reader: Reader) -> Element:
    """What the figure is and whence, behind a tap on a screen and written out on paper."""
    pairs = [*figure.definition, *((say(key, reader), text) for key, text in (
        ("csv.filters", figure.filters), ("csv.licence", figure.licence), ("csv.snapshot", figure.snapshot),
        ("citation.module", figure.module), ("citation.cite_long", figure.citation)) if text)]  # fmt: skip
    link = el("a", figure.link, href=figure.link) if safe_link(figure.link) else figure.link
    lines = [el("p", el("b", label), f" {text}") for label, text in pairs]
    code = facts.opened_by(figure, reader)
    lines += [el("p", el("b", code[0]), f" {code[1]}")] if code else []
    lines.append(el("p", el("b", say("csv.link", reader)), " ", link))
    return el("details.about", el("summary", say("card.about", reader)), lines)
