"""Speaker notes of a figure: what is said, then everything that must go with it, whatever had room on the slide."""

from dashboard.briefs import facts
from dashboard.briefs.content import Figure
from dashboard.briefs.slide_text import fill, put
from dashboard.words import Reader, say


def add(slide, figure: Figure, reader: Reader) -> None:
    """Writes the notes: one's own, the sentence, what it is, what must be said, definition, origin, address, table."""
    frame = slide.notes_slide.notes_text_frame
    fill(frame, filter(None, _lines(figure, reader)), reader)
    if figure.link:
        paragraph = frame.add_paragraph()
        put(paragraph, f"{say('csv.link', reader)}: ", reader)
        put(paragraph, figure.link, reader, link=figure.link)
    if figure.rows:
        put(frame.add_paragraph(), f"{say('card.table', reader)}:", reader)
        for row in filter(None, (figure.columns, *figure.rows)):
            put(frame.add_paragraph(), " | ".join(row), reader)


def _lines(figure: Figure, reader: Reader) -> list[str]:
    named = {
        "csv.filters": figure.filters, "csv.source": figure.source, "csv.licence": figure.licence,
        "csv.snapshot": figure.snapshot, "card.question": figure.module, "citation.cite": figure.citation,
    }  # fmt: skip
    code = facts.opened_by(figure, reader)
    legend = [text for _, text in figure.picture.legend] if figure.picture else []
    return [
        figure.note, figure.told, ". ".join(filter(None, (figure.title, figure.line))), " · ".join(figure.marks),
        *figure.notes, "; ".join(legend), *(f"{label}: {text}" for label, text in figure.definition),
        *(f"{say(key, reader)}: {text}" for key, text in named.items() if text), *([": ".join(code)] if code else []),
    ]  # fmt: skip
