"""Counts on a map: circles whose area is the number, since a large place in a dark colour would speak of its size. Pure.

How large the largest circle is, only the map knows, which draws its own key: a few round numbers with their circles.
"""

from dataclasses import dataclass
from math import floor, log10

from dashboard.figures.classes import COLOURS, DIVERGING
from dashboard.figures.legend import states
from dashboard.figures.subject import Subject, has_value, is_money
from dashboard.markup import Element, el
from dashboard.words import format as words
from dashboard.words import say

MOST_CIRCLES = 1300  # places; circles of more cannot be told apart, and colours are drawn
STRONG = 4  # the colour of a class that stands out from the ground of the map
BELOW, ABOVE = DIVERGING[1], DIVERGING[-2]
KEYS, SMALLER = 3, 5  # circles in the key, each about a fifth of the one before


@dataclass(frozen=True)
class Painted:
    """Stands for the classes of a map: one colour for all circles, or two where numbers lie on both sides of zero."""

    colours: tuple[str, ...]

    def of(self, row: dict) -> int:
        return 1 if row["value"] < 0 else 0


def painted(rows: list[dict], better: str) -> Painted:
    """The colours of the map and which a row has."""
    both = any(row["value"] < 0 for row in rows if has_value(row))
    return Painted((ABOVE, BELOW) if both else (COLOURS[better][STRONG],))


def keys(rows: list[dict], subject: Subject) -> list[tuple[float, str]]:
    """The circles of the key, the largest first: the share of the largest value, and the round number as it is written."""
    largest = max((row for row in rows if has_value(row)), key=lambda row: abs(row["value"]), default=None)
    if largest is None or not largest["value"]:
        return []
    most, found = abs(largest["value"]), []
    number = most
    while len(found) < KEYS and (number := _round(number)) >= 1:
        money = is_money(largest)  # which has its sign; of persons or households the card's line tells
        text = subject.shown({**largest, "value": number, "state": "value"}, word=money, short=money)
        found.append((round(number / most, 4), text))
        number /= SMALLER
    return found


def _round(number: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not above the number."""
    power = 10.0 ** floor(log10(number) + 1e-9)
    return max(step for step in (1, 2, 5) if step * power <= number * (1 + 1e-9)) * power


def legend(rows: list[dict], subject: Subject, no_municipality: bool = False) -> Element:
    """What the area of a circle means and which is the largest; the two colours where there are two; the states."""
    found = [row for row in rows if has_value(row)]
    told = []
    largest = max(found, key=lambda row: abs(row["value"]), default=None)
    if largest and largest["value"]:
        told.append(
            say(
                "legend.circles",
                subject.reader,
                place=subject.name(largest["place"]),
                value=subject.with_interval(largest),
            )
        )
    signs = []
    if any(row["value"] < 0 for row in found):
        signs = [("above_zero", ABOVE), ("below_zero", BELOW)]
    marks = [el("span", el("i.circle", style={"background": colour}, aria_hidden="true"), say(f"legend.{key}", subject.reader))
             for key, colour in signs]  # fmt: skip
    zeros = sum(row["value"] == 0 for row in found)
    if zeros:
        marks.append(el("span", el("i.circle", style={"background": "#ffffff"}, aria_hidden="true"), say("states.zero", subject.reader), " ",
                        el("small", words.number(subject.reader, zeros))))  # fmt: skip
    return el("div.legend", [el("p.circles", text) for text in told], el("p.states", marks) if marks else None,
              states(rows, subject.reader, no_municipality))  # fmt: skip
