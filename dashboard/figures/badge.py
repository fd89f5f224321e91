"""Badges: illustrative, reported or partial, told beside the title; a published figure needs none."""

from dashboard.figures.subject import has_value
from dashboard.markup import Element, el
from dashboard.words import Reader, say


def badges(provenance: str, rows: list[dict], reader: Reader, group: bool = False) -> list[Element]:
    """The badge of where the figures come from, and one where not all places are counted in.

    `group` says that real figures became illustrative because the membership of a group is assumed.
    """
    found = []
    if provenance != "published":
        key = "illustrative_group" if group and provenance == "illustrative" else f"{provenance}_text"
        found.append(badge(provenance, say(f"provenance.{key}", reader), reader))
    if is_partial(rows):
        found.append(badge("partial", say("provenance.partial_text", reader), reader))
    return found


def badge(kind: str, text: str, reader: Reader) -> Element:
    """One badge with its explanation; also readable by touch, as its own small disclosure."""
    return el(f"details.tag.{kind}", el("summary", say(f"provenance.{kind}", reader)), el("span", text))


def is_partial(rows: list[dict]) -> bool:
    """Whether some member of what is shown has no value although its place is drawn."""
    return any(has_value(row) and row["coverage"] is not None and row["coverage"] < 0.9995 for row in rows)
