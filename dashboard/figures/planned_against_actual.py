"""A plan from the least to the most, and what came: a band with a dot for each line, and in words on which side it lies. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.figures.subject import has_value
from dashboard.markup import Element, el
from dashboard.words import Reader, say
from dashboard.words import format as words

BELOW, WITHIN, ABOVE = "below", "within", "above"
SIDES = (WITHIN, BELOW, ABOVE)
SIGNS = {BELOW: "▼", WITHIN: "✓", ABOVE: "▲"}
ROOM = 1.15  # of the greatest number of a line, so that neither band nor dot touches the end


@dataclass(frozen=True)
class Line:
    """One thing that was planned: its title and the rows of what came and of the least and the most planned."""

    title: str
    came: Mapping
    least: Mapping
    most: Mapping

    @property
    def known(self) -> bool:
        return all(has_value(row) for row in (self.came, self.least, self.most))

    @property
    def side(self) -> str:
        """Where what came lies; on an end of the band is within it."""
        value = self.came["value"]
        return BELOW if value < self.least["value"] else ABOVE if value > self.most["value"] else WITHIN


def bars(lines: Sequence[Line], reader: Reader) -> Element | None:
    """A band and a dot for each line, each on a scale of its own; None where nothing is known."""
    if not any(line.known for line in lines):
        return None
    return el("ol.ranking.breakdown.planned", [_line(line, reader) for line in lines])


def sentence(lines: Sequence[Line], reader: Reader) -> str:
    """ "As planned: mayors. Too few: journalists (13.2 of 15 to 20)." """
    told = []
    for side in SIDES:
        found = [line for line in lines if line.known and line.side == side]
        named = [line.title if side == WITHIN else say("planned.of", reader, what=line.title, came=_number(line.came, reader),
                                                       plan=_plan(line, reader)) for line in found]  # fmt: skip
        told += [say(f"planned.told_{side}", reader, named=words.listing(reader, named))] if named else []
    return " ".join(told)


def _line(line: Line, reader: Reader) -> Element:
    if not line.known:
        return el("li", el("div.bar-row", el("span.name", line.title), el("span.bar"),
                           el("span.state", say(f"states.{line.came['state']}", reader))))  # fmt: skip
    least, most, came = (row["value"] for row in (line.least, line.most, line.came))
    whole = max(most, came, 1) * ROOM
    band = {"left": f"{least / whole * 100:.2f}%", "width": f"{(most - least) / whole * 100:.2f}%"}
    drawn = [el("s", style=band), el(f"i.dot.is-{line.side}", style={"left": f"{came / whole * 100:.2f}%"})]
    text = say("planned.came", reader, came=_number(line.came, reader), plan=_plan(line, reader))
    side = el(f"b.is-{line.side}", SIGNS[line.side], " ", say(f"planned.side_{line.side}", reader))
    return el("li", el("div.bar-row", el("span.name", line.title), el("span.bar", drawn, aria_hidden="true"),
                       el("span.num", text, " ", side)))  # fmt: skip


def _number(row: Mapping, reader: Reader) -> str:
    return words.number(reader, row["value"], 0 if float(row["value"]).is_integer() else 1)


def _plan(line: Line, reader: Reader) -> str:
    """ "10 to 12", or "1" where both ends are one."""
    if line.least["value"] == line.most["value"]:
        return _number(line.least, reader)
    return say("planned.range", reader, least=_number(line.least, reader), most=_number(line.most, reader))
