"""How much of a whole the first places reach: two bars for each number of places, in order of number and of rate. Pure."""

from dataclasses import dataclass

from dashboard.figures.subject import Subject
from dashboard.markup import Element, el
from dashboard.words import count as so_many
from dashboard.words import digits, pieces, say, text_of
from dashboard.words import format as words
from queries.card_parts import Reach as Card
from queries.reach import Reach

LISTED = 400  # rows of the table; the CSV of the map has them all


@dataclass(frozen=True)
class Told:
    """The card's words, the level of the places, and the unit of what is counted ("" where it has none)."""

    subject: Subject
    card: Card
    level: str
    unit: str

    def places(self, number: int) -> str:
        """So many places of the level: "10 districts"."""
        return so_many(self.subject.reader, number, self.level, self.subject.country)

    def number(self, value: float) -> str:
        """A number of what is counted, with its unit."""
        reader = self.subject.reader
        return words.value(reader, value, self.unit, 0) if self.unit else words.number(reader, value)


def sentence(found: Reach, told: Told) -> str:
    """The card's sentence for one number of places."""
    reader, step = told.subject.reader, found.told()
    values = {"places": told.places(step.places), "by_number": words.percent(reader, 100 * step.by_number, 0),
              "by_rate": words.percent(reader, 100 * step.by_rate, 0), "scope": told.subject.scope_name,
              "whole": told.number(found.whole), "half": told.places(found.half)}  # fmt: skip
    text = text_of(told.card.sentence, reader)
    return "".join(digits(reader, literal) + values.get(name, "") for literal, name in pieces(text))


def bars(found: Reach, told: Told) -> Element:
    """For each number of places the share reached in both orders, with a key."""
    reader = told.subject.reader
    orders = (("by_number", "i"), ("by_rate", "i.soft"))
    key = el("ul.key", [el("li", el(f"{tag}.swatch"), say(f"reach.{name}", reader)) for name, tag in orders])
    lines = []
    for step in found.steps:
        for name, tag in orders:
            share = getattr(step, name)
            label = say("reach.first", reader, places=told.places(step.places)) if name == "by_number" else ""
            bar = el("span.bar", el(tag, style={"width": f"{100 * share:.2f}%"}), aria_hidden="true")
            spoken = el("span.visually-hidden", say(f"reach.{name}", reader))
            lines.append(el("li", el("div.bar-row", el("span.name", label), bar,
                                     el("span.num", spoken, words.percent(reader, 100 * share, 0)))))  # fmt: skip
    return el("div.reach", key, el("ol.ranking.breakdown", lines))


def table(found: Reach, told: Told) -> Element:
    """The places, largest number first: number, rate, and the share that it and all before it hold."""
    subject, reader = told.subject, told.subject.reader
    heads = [el("th", say("table.place", reader), scope="col"),
             *(el("th.num", text, scope="col") for text in (
                 say("reach.number", reader), subject.title, say("reach.running", reader)))]  # fmt: skip
    body = [
        el("tr", el("th", subject.name(row["place"]), scope="row"), el("td.num", told.number(row["numerator"])),
           el("td.num", subject.shown(row)), el("td.num", words.percent(reader, 100 * share, 1)), data_code=row["place"])
        for row, share in list(zip(found.ordered, found.running, strict=True))[:LISTED]
    ]  # fmt: skip
    caption = say(
        "table.caption", reader, indicator=subject.title, place=subject.scope_name, period=subject.period_text
    )
    return el("div.table-wrap", el("table.rows", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              tabIndex=0, role="region", aria_label=caption)  # fmt: skip
