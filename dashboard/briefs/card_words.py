"""What a card of a page says: its title and badges, its sentences, its notes, its table."""

from collections.abc import Iterable

from dashboard.briefs.elements import classes_of, every, outside, text_of
from dashboard.markup import Element, children_of
from dashboard.words import Reader, say

WHOLE_TABLE = 40  # rows that are printed; a longer table is in the CSV
BETWEEN = "; "  # what stands below one another in a cell


def said(element: Element, name: str) -> str:
    """The words of a class, where it first stands outside of what explains the number; "" for none."""
    return next((text_of(one) for one in outside(element, name)), "")


def figures_of(element: Element | None) -> Iterable[Element]:
    """The figures below a headline."""
    return [one for one in children_of(element) if isinstance(one, dict)] if element else []


def notes_of(card: Element, reader: Reader) -> tuple[str, ...]:
    """What a card says below its picture and of figures to be used with care, but for what tells fingers what to do."""
    told = dict.fromkeys(text_of(one) for one in outside(card, "note"))
    told |= {text_of(one): None for one in outside(card, "with-care")}
    return tuple(text for text in told if text != say("map.tap_hint", reader))


def title_of(card: Element) -> tuple[str, tuple[str, ...]]:
    """The title of a card without its badges, and the badges' words."""
    heading = next(every(card, "H2"))
    title = " ".join(text_of(child) for child in children_of(heading) if not isinstance(child, dict))
    return title, badges_of([heading])


def badges_of(elements: Iterable[Element]) -> tuple[str, ...]:
    """The words of the badges in some elements."""
    return tuple(text_of(one) for element in elements for one in every(element, "Summary"))


def table_of(element: Element) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[bool, ...], int]:
    """Columns, rows, which columns hold numbers, and how many rows are left out, of the table of a card; of a list its
    lines, in one column.
    """
    table = next(every(element, "Table"), None)
    if table is None:
        return ("",), tuple((text_of(one, BETWEEN),) for one in every(element, "Li")), (False,), 0
    found = list(every(table, "Tr"))
    lines = [list(children_of(line)) for line in found if "more" not in classes_of(line)]
    if not lines:
        return (), (), (), 0
    head, body = lines[0], [line for line in lines[1:] if len(line) == len(lines[0])]
    kept = [0, *(place for place in range(1, len(head)) if _tells(body, place))]
    if len(kept) == 1:  # the same of all of them, as that there are no figures, is what it tells
        kept += [place for place in range(1, len(head)) if _has_words(body, place)]
    numeric = tuple("num" in classes_of(head[place]) for place in kept)
    rows = tuple(tuple(text_of(line[place], BETWEEN) for place in kept) for line in body[:WHOLE_TABLE])
    return (
        tuple(text_of(head[place]) for place in kept),
        rows,
        numeric,
        max(len(body) - WHOLE_TABLE, 0) + len(found) - len(lines),
    )


def _tells(body: list[list[Element]], place: int) -> bool:
    """Whether a column has room on paper: no codes, and not the same in every row, which badge and line say already."""
    return _has_words(body, place) and (len({text_of(line[place]) for line in body}) > 1 or len(body) == 1)


def _has_words(body: list[list[Element]], place: int) -> bool:
    """Whether a column holds anything that is for people to read."""
    cells = [line[place] for line in body]
    return not all("code" in classes_of(cell) for cell in cells) and any(map(text_of, cells))
