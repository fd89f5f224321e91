"""What the pictures of flows share: places by what they gain and lose, and arrows for the largest flows between them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from dashboard.asking import flows_of
from dashboard.figures.flows import directed
from dashboard.figures.subject import Subject, has_value
from dashboard.pages.laid import Laid
from dashboard.words import format as words
from dashboard.words import say
from queries.flows import ELSEWHERE, OTHER
from queries.run import Answer, AskError

BETWEEN = ("between", "in", "out")


class FlowLaid(Laid):
    """A choice of flows with its answers: `fine` and `rows` are what places gain and lose, `listed` the largest flows."""

    def heading(self, shown: Sequence[str] = ()) -> str:
        return say("given.net" if self.kept else "flows.net", self.reader)

    @property
    def kept(self) -> bool:
        """Whether an end keeps what it gives, so that nobody loses."""
        return self.choice.module.flows.kept

    @cached_property
    def listed(self) -> list[dict]:
        return list(self.asked.flows.rows)

    @cached_property
    def moved(self) -> Subject:
        """The subject of what moves, as `self.subject` is of what is gained and lost."""
        choice = self.choice
        return Subject(self.reader, choice.indicator, choice.view.period, choice.scope, choice.country, self.end_name)

    def end_name(self, code: str) -> str:
        """The name of an end: a place, a group, or what is not named."""
        return say(f"flows.{code}", self.reader) if code in (OTHER, ELSEWHERE) else self.subject.name(code)

    @cached_property
    def of_selected_place(self) -> Answer | None:
        """The largest flows from and to the selected place; None where none is selected that has any."""
        if self.view.selected not in self.asked.units:
            return None
        try:
            found = flows_of(self.house, self.choice, self.view.selected)
        except AskError:
            return None
        return replace(found, rows=[row for row in found.rows if row["direction"] != "between"])

    @cached_property
    def drawn_flows(self) -> list[dict]:
        """The flows that are arrows: those of the selected place if there is one, else the largest of all."""
        drawable = {row["place"] for row in self.fine if self.site.shapes_of(row["place"])}
        rows = self.of_selected_place.rows if self.of_selected_place else self.listed
        moving = [row for row in rows if row["direction"] in BETWEEN]
        return directed(moving, drawable)

    def arrows(self) -> list[tuple[str, str, float]]:
        largest = max((row["value"] for row in self.drawn_flows), default=1)
        return [(row["origin"], row["destination"], row["value"] / largest) for row in self.drawn_flows]

    def bounds(self):
        """Of the scope, and of the places beyond it that an arrow leads to."""
        ends = {row[end] for row in self.drawn_flows for end in ("origin", "destination")}
        own = [self.choice.scope] if self.choice.scope in self.house.places else [row["place"] for row in self.rows]
        return self.site.bounds([*own, *sorted(ends - set(self.asked.units))])

    def told(self, row: dict, subject: Subject, unit: str | None) -> list[str]:
        lines = super().told(row, subject, unit)
        if not has_value(row):
            return lines
        values = {name: words.number(self.reader, row[name]) for name in ("arrived", "departed", "inside")}
        gained = "given.gained" if self.kept else "flows.gained"
        came = "given.came_and_left" if self.kept else "flows.came_and_left"
        return [
            lines[0],
            say(gained, self.reader, value=words.signed(self.reader, row["value"])),
            say(came, self.reader, **values),
        ]

    def pale_outside(self) -> bool:
        return True

    def map_notes(self) -> list[str]:
        """How much of what moves the arrows stand for, then what every map says."""
        rows = self.of_selected_place.rows if self.of_selected_place else self.listed
        values = [row["value"] for row in rows if row["direction"] in BETWEEN]
        note = say("flows.no_arrows", self.reader)
        if self.drawn_flows and None not in values:
            share = sum(row["value"] for row in self.drawn_flows) / sum(values) * 100
            note = say(
                "flows.arrows", self.reader, count=len(self.drawn_flows), share=words.percent(self.reader, share, 0)
            )
        return [note, *super().map_notes()]
