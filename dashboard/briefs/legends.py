"""The legend of a page's map as colours with their words and counts, to be set beside its picture."""

from collections.abc import Iterator

from dashboard.briefs.elements import classes_of, every, text_of, walk
from dashboard.briefs.patterns import UNRELIABLE
from dashboard.figures.states import COLOURS, GROUND
from dashboard.markup import Element, children_of


def legend_of(legend: Element, colour: str) -> tuple[tuple[str, str], ...]:
    """(colour, text) of each class, kind and state, in the order of the page; a sentence that explains the whole has the
    `colour` of what it speaks of.
    """
    return tuple(_keys(legend, colour))


def _keys(legend: Element, colour: str) -> Iterator[tuple[str, str]]:
    signs = [one for one in walk(legend) if one["type"] in ("Li", "Span") and _sign(one)]
    told = [one for one in walk(legend) if one["type"] == "P"]
    yield from ((colour, text_of(one)) for one in told if "circles" in classes_of(one))
    for one in signs:
        count = next((text_of(small) for small in every(one, "Small")), "")
        words = " ".join(filter(None, (text_of(part) for part in children_of(one) if _part(part))))
        yield _colour(one), f"{words} ({count})" if count else words
    yield from ((colour, text_of(one)) for one in told if "sub" in classes_of(one))


def _part(part) -> bool:
    return not isinstance(part, dict) or part["type"] not in ("I", "Small")


def _sign(element: Element) -> bool:
    return any(isinstance(part, dict) and part["type"] == "I" for part in children_of(element))


def _colour(element: Element) -> str:
    sign = next(every(element, "I"))
    style = sign["props"].get("style", {})
    if "background" in style:
        return style["background"]
    state = next((name.removeprefix("state-") for name in classes_of(sign) if name.startswith("state-")), "")
    return UNRELIABLE if state == "unreliable" else COLOURS.get(state, GROUND)
