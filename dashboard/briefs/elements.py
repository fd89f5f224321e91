"""What stands in the elements of a page: their words, and those of a kind or class."""

import re
from collections.abc import Iterator

from dashboard.markup import Element, children_of

SPACES = re.compile("[ \t\r\n\f]+")  # as a browser joins them: one at which no line breaks stays
BELOW = "\n"
INLINE = {"A", "Abbr", "B", "Bdi", "Code", "Em", "I", "Small", "Span", "Strong"}


def text_of(element, between: str = " ") -> str:
    """The words of an element as a browser sets them: what stands in a line is not parted, what stands below is, by `between`."""
    lines = (SPACES.sub(" ", line).strip(" ") for line in _run(element).split(BELOW))
    return between.join(filter(None, lines))


def _run(element) -> str:
    if not isinstance(element, dict):
        return "" if element is None else SPACES.sub(" ", str(element))
    inner = "".join(map(_run, children_of(element)))
    return inner if element["type"] in INLINE else f"{BELOW}{inner}{BELOW}"


def classes_of(element: Element) -> list[str]:
    return element["props"].get("className", "").split()


def walk(element, skip: str = "") -> Iterator[Element]:
    """The element and all below it, in order; what has the class `skip` is left out with all that is in it."""
    if not isinstance(element, dict) or (skip and skip in classes_of(element)):
        return
    yield element
    for child in children_of(element):
        yield from walk(child, skip)


def every(element, tag: str) -> Iterator[Element]:
    return (one for one in walk(element) if one["type"] == tag)


def outside(element: Element, name: str) -> Iterator[Element]:
    """The elements of a class that are not behind "About this number"."""
    return (one for one in walk(element, "about") if name in classes_of(one))
