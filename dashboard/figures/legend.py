"""The horizontal legend of a map: colour, range and count of each class, and the states that are present."""

from collections import Counter

from dashboard.figures.classes import Classes
from dashboard.figures.states import STATES
from dashboard.figures.subject import Subject, has_value
from dashboard.markup import Element, el
from dashboard.words import format as words
from dashboard.words import say


def legend(rows: list[dict], classes: Classes, subject: Subject, no_municipality: bool = False) -> Element:
    """One cell a class with its count of places, then a line with each state that occurs.

    `no_municipality` says that land which belongs to none shows on this map.
    """
    counted = Counter(classes.index(row["value"]) for row in rows if has_value(row))
    cells = [
        el("li", el("i", style={"background": colour}, aria_hidden="true"),
           el("b", _range(low, high, subject, rows)), el("small", words.number(subject.reader, counted[place])))
        for place, (colour, (low, high)) in enumerate(zip(classes.colours, classes.bounds(), strict=True))
        if counted[place] or (low, high) != (None, None)  # of one class without values there is nothing to say
    ]  # fmt: skip
    label = say("legend.title", subject.reader)
    return el("div.legend", el("ol.classes", cells, aria_label=label) if counted else None,
              states(rows, subject.reader, no_municipality))  # fmt: skip


def states(rows: list[dict], reader, no_municipality: bool = False) -> Element | None:
    """The states other than plain values that occur among the rows, each with its pattern and count."""
    counted = Counter(row["state"] for row in rows)
    listed = [state for state in ("unreliable", *STATES) if counted[state]]
    ground = [el("span", el("i.ground", aria_hidden="true"), say("states.no_municipality", reader),
                 title=say("state_texts.no_municipality", reader))] if no_municipality else []  # fmt: skip
    care = sum(1 for row in rows if row.get("reliability") == "use_with_care")
    if care:
        ground.append(el("span.with-care", say("uncertainty.use_with_care", reader), " ", el("small", words.number(reader, care)),
                         title=say("uncertainty.use_with_care_text", reader)))  # fmt: skip
    if not listed and not ground:
        return None
    return el("p.states", ground + [
        el("span", el(f"i.state-{state}", aria_hidden="true"), say(f"states.{state}", reader), " ",
           el("small", words.number(reader, counted[state])), title=say(f"state_texts.{state}", reader))
        for state in listed
    ])  # fmt: skip


def _range(low, high, subject: Subject, rows: list[dict]) -> str:
    unit = next((row["unit"] for row in rows if has_value(row)), "")
    if (low, high) == (0, 0):
        return say("states.zero", subject.reader)
    if low is None and high is None:  # one class: all that is not zero
        values = [row["value"] for row in rows if has_value(row) and row["value"] != 0]
        low, high, least = min(values), max(values), subject.indicator.decimals
        if low == high:
            return words.value(subject.reader, low, unit, least, word=False)
        return words.range_text(subject.reader, low, high, unit, least)
    decimals = max((_decimals(edge) for edge in (low, high) if edge is not None), default=0)
    return words.range_text(subject.reader, low, high, unit, decimals)


def _decimals(edge: float) -> int:
    text = f"{edge:.6f}".rstrip("0")
    return len(text.partition(".")[2])
