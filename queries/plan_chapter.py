"""The draft table of a plan's chapter on needs: the lines of a register of requests by sector, the most pressing first.

Counts are of municipalities; an amount that nobody estimated adds nothing, and how many there are is told beside the sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from queries.indicator import Card


class PlanChapter(Card):
    """What of a register makes the table: a line for each value of the dimension `by`; of the dimension `priority` the value
    `first` and those that are `pressing` (`first` among them); of the dimension `validation` the value `validated`; the
    columns of the `cost` in thousands and of the `request` in words.
    """

    by: str
    priority: str
    first: str
    pressing: list[str]
    validation: str
    validated: str
    cost: str
    request: str

    def dimensions(self) -> tuple[str, ...]:
        """The dimensions it reads."""
        return (self.by, self.priority, self.validation)

    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return (self.cost, self.request)


@dataclass(frozen=True)
class Line:
    """One sector: municipalities that ask for something, to which it is pressing, and of these the ones that put it first and
    that validated; the estimates of the pressing ones in thousands (None: nobody estimated) and how many have none; what is
    asked for, as (place, text), the first and the pressing ones first.
    """

    value: str
    named: int
    pressing: int
    first: int
    validated: int
    cost_thousand: float | None
    without_cost: int
    requests: tuple[tuple[str, str], ...]


def lines(rows: Sequence[Mapping], card: PlanChapter) -> list[Line]:
    """A line for each value that somebody asks for; most pressing first, then most often first, then most often named."""
    values = dict.fromkeys(row[card.by] for row in rows)
    found = [_line(value, [row for row in rows if row[card.by] == value], card) for value in values]
    return sorted(found, key=lambda line: (-line.pressing, -line.first, -line.named, line.value))


def _line(value: str, rows: Sequence[Mapping], card: PlanChapter) -> Line:
    pressing = [row for row in rows if row[card.priority] in card.pressing]
    costs = [row[card.cost] for row in pressing if row[card.cost] is not None]
    order = [card.first, *card.pressing]
    rank = {priority: number for number, priority in enumerate(dict.fromkeys(order))}
    asked = sorted((row for row in rows if row[card.request]),
                   key=lambda row: (rank.get(row[card.priority], len(rank)), row["place"]))  # fmt: skip
    return Line(
        value,
        _towns(rows),
        _towns(pressing),
        _towns([row for row in pressing if row[card.priority] == card.first]),
        _towns([row for row in pressing if row[card.validation] == card.validated]),
        sum(costs) if costs else None,
        len(pressing) - len(costs),
        tuple((row["place"], row[card.request]) for row in asked),
    )


def _towns(rows: Sequence[Mapping]) -> int:
    return len({row["place"] for row in rows})


def as_rows(found: Sequence[Line], card: PlanChapter, answered: int) -> list[dict]:
    """The lines as rows of a file, with how many municipalities answered; requests as one text."""
    return [
        {card.by: line.value, "answered": answered,
         **{name: value for name, value in asdict(line).items() if name not in ("value", "requests")},
         "requests": "; ".join(dict.fromkeys(text for _, text in line.requests))}
        for line in found
    ]  # fmt: skip
