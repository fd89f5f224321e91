"""What municipalities are asked for, who has answered, and what is late: each extract with a `[template]` is a questionnaire."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data.cards import ExtractCard
from data.periods import last_due
from data.sending_places import Senders
from queries.house import House

ANSWERED, LATE, OPEN = "answered", "late", "open"


@dataclass(frozen=True)
class Report:
    """A report of one municipality that is published: `period` is empty where the questionnaire has none."""

    extract: str
    sender: str
    period: str
    lines: int
    received_on: date
    approved_on: date
    approved_by: str


@dataclass(frozen=True)
class Questionnaire:
    """What is asked of the municipalities of an area.

    `states` has one of `answered`, `late` and `open` (nothing is due, and nothing was sent) for each that is asked.
    `period` is the last one that is due, and `due_on` the day by which it was; without periods an answer is late when it
    is older than the card's `due_days`. `reports` are those of the area, the newest first.
    """

    card: ExtractCard
    theme: str
    period: str
    due_on: date | None
    states: Mapping[str, str]
    reports: tuple[Report, ...]

    def having(self, state: str) -> list[str]:
        """The codes of those in a state."""
        return [code for code, found in self.states.items() if found == state]


def questionnaires(house: House, scope: str, country: str) -> list[Questionnaire]:
    """Those that municipalities of a place or group are asked for, in the order of the themes, as of the snapshot's day.

    Asked is everybody who may send, or the group that a question expects to report. A ward stands for its municipality.
    """
    codes = house.area(house.places[scope].parent if _is_ward(house, scope) else scope)
    found = []
    for theme, card in _in_order(house):
        asked = [code for code in _asked(house, card, country) if code in codes]
        if asked:
            found.append(_of(house, card, theme, country, asked))
    return found


def _is_ward(house: House, scope: str) -> bool:
    return scope in house.places and house.places[scope].level == "ward"


def _in_order(house: House) -> list[tuple[str, ExtractCard]]:
    """The cards with a template, each with the first theme that has a question of it."""
    themes = {}
    for module in sorted(house.registry.modules.values(), key=lambda one: house.registry.themes[one.theme].order):
        for table in module.tables:
            themes.setdefault(table, module.theme)
    order = list(themes.values())
    cards = [(themes[name], card) for name, card in house.cards.items() if card.template and name in themes]
    return sorted(cards, key=lambda one: (order.index(one[0]), one[1].name))


def _asked(house: House, card: ExtractCard, country: str) -> list[str]:
    """The municipalities of a country that a questionnaire is for."""
    codes = [code for code in Senders(house.places, card.template).codes if house.places[code].country == country]
    groups = {module.card.expected for module in house.registry.modules.values() if card.name in module.tables} - {None}
    expected = set().union(*(house.area(group) for group in groups)).intersection(codes)
    return [code for code in codes if code in expected] if expected else codes


def _of(house: House, card: ExtractCard, theme: str, country: str, asked: list[str]) -> Questionnaire:
    template, told = card.template, getattr(house.extracts.get(card.name), "reports", ())
    period, due_on = (
        last_due(template.period, country, house.date, template.due_days) if template.period else ("", None)
    )
    reports = reports_of(card.name, told)
    by_sender: dict[str, list[Report]] = {}
    for report in reports:
        by_sender.setdefault(report.sender, []).append(report)
    oldest = house.date - timedelta(days=template.due_days)
    states = {code: _state(by_sender.get(code, ()), period, oldest) for code in asked}
    return Questionnaire(card, theme, period, due_on, states, tuple(one for one in reports if one.sender in states))


def _state(reports: Iterable[Report], period: str, oldest: date) -> str:
    if period:
        return ANSWERED if any(report.period == period for report in reports) else LATE
    newest = max((report.received_on for report in reports), default=None)
    if newest is None:
        return OPEN
    return LATE if newest < oldest else ANSWERED


def reports_of(extract: str, told: Iterable[Mapping]) -> list[Report]:
    """The reports of a completed card, the newest first."""
    found = [Report(extract, one["sender"], one["period"], one["lines"], date.fromisoformat(one["received_on"]),
                    date.fromisoformat(one["approved_on"]), one["approved_by"]) for one in told]  # fmt: skip
    return sorted(found, key=lambda one: (one.received_on, one.period, one.sender), reverse=True)
