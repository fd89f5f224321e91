"""What must go with a figure wherever it is copied to: how it is computed, its licences, its snapshot."""

from dashboard import citation
from dashboard.briefs.content import Figure
from dashboard.figures.register import safe_link
from dashboard.words import Reader, say
from dashboard.words import format as words
from dashboard.words import text_of as worded
from queries.indicator import Indicator, is_written

DIGEST = 12  # characters of a snapshot's digest, in words and in links


def definition(indicator: Indicator, reader: Reader) -> tuple[tuple[str, str], ...]:
    """(label, text) of how it is computed, why it matters, and what to mind, as far as the card says."""
    texts = {"card.formula": indicator.formula, "card.why": indicator.why, "card.caveats": indicator.caveats}
    return tuple((say(key, reader), worded(text, reader)) for key, text in texts.items() if text and is_written(text))


def licences(of: citation.Cited, reader: Reader) -> str:
    """Those of all sources, each once."""
    found = (source["licence"] or say("data.licence_unknown", reader) for source in of.sources)
    return "; ".join(dict.fromkeys(found))


def snapshot(of: citation.Cited, reader: Reader) -> str:
    """Its day and its digest."""
    return f"{words.date(reader, of.date)}, {of.snapshot[:DIGEST]}"


def opened_by(figure: Figure, reader: Reader) -> tuple[str, str] | None:
    """(label, text) of its code, and where the site's address is not known of how the code opens it; None without one."""
    if not figure.code:
        return None
    if safe_link(figure.link):
        return say("paper.code", reader), figure.code
    return say("paper.code_named", reader, code=figure.code), say("paper.open_code", reader, code=figure.code)
