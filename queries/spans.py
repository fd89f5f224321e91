"""The spans of time an answer has rows for, and the sums of each: as few questions to the cube as there can be."""

from collections.abc import Mapping
from dataclasses import dataclass

from queries import place_sums, protect, rollup, totals
from queries.ask import Ask, AskError
from queries.house import House
from queries.indicator import TOTAL
from queries.query import Module
from queries.units import Scope


@dataclass(frozen=True)
class Span:
    """What rows of one label are made from: the periods `over`, for the indicators `names`, in one country or in all."""

    label: str
    over: tuple[str, ...]
    names: tuple[str, ...]
    country: str | None

    @property
    def is_total(self) -> bool:
        return self.label == TOTAL


def spans_of(house: House, module: Module, ask: Ask, chosen: tuple) -> list[Span]:
    """Each period for itself, or what `--total period` means for each indicator.

    A total is made country by country, since their periods are not the same.
    """
    facts = house.cubes[module.id]
    if "period" not in ask.total:
        return [Span(period, (period,), chosen, None) for period in facts.periods if ask.period in (None, period)]
    together = tuple(n for n in chosen if module.indicators[n].over_periods in ("sum", "ratio", "distinct"))
    last = tuple(n for n in chosen if module.indicators[n].over_periods == "last")
    refused = [name for name in chosen if name not in together + last]
    if refused:
        message = f"{', '.join(refused)} cannot be added over periods."
        raise AskError(f"{message} Leave out `--total period`, or choose other indicators of {module.id}.")
    spans = []
    for country in sorted({country for grains in facts.grains.values() for country, *_ in grains}):
        its = tuple(p for p, grains in facts.grains.items() if any(grain[0] == country for grain in grains))
        spans += [Span(TOTAL, its, together, country)] if together else []
        spans += [Span(its[-1], its[-1:], last, country)] if last else []
    return spans


def _asked_with(span: Span, scoped: Scope, apart: bool) -> tuple:
    """What spans have in common that one question answers: single periods of the same scope; else only themselves."""
    return id(scoped), span.names, None if apart and not span.is_total else span.over


def sums_of(
    house: House, module: Module, ask: Ask, spans: list[Span], scopes: list[Scope]
) -> list[tuple[rollup.Sums, dict]]:
    """For each span its sums and what of them is hidden ((unit id, dimension values) -> indicators), with as few questions
    to the cube as there can be.

    Where sums are floating each period has a question of its own, so that a figure is the same to its last digit
    whichever other periods are asked for.
    """
    facts, asking, found = house.cubes[module.id], rollup.Asking(house.connection.cursor()), {}
    total = {name for name in ask.total if name != "period"} | {name for name, value in ask.where if value == TOTAL}
    where = tuple((name, value) for name, value in ask.where if value != TOTAL)
    keys = []
    for span, scoped in zip(spans, scopes, strict=True):
        keys.append(_asked_with(span, scoped, rollup.adds_exactly(module, facts.types, span.names)))
        found.setdefault(keys[-1], []).append((span, scoped))
    for key, asked in found.items():
        span, scoped = asked[0]
        apart = key[-1] is None
        over = tuple(dict.fromkeys(period for one, _ in asked for period in one.over))
        put = (scoped, span.names, over, where, sorted(total), apart)
        source = totals.source_for(house, module, scoped, span.names, where, total)
        cells = place_sums.rolled_up(house, module, source, scoped, span.names, over, where, total) if apart else None
        if cells is None:
            exact = (facts.full, facts.ragged)
            cells = rollup.aggregate(asking, module, *source, facts.types, *put, *exact) if scoped.units else {}
        hidden = protect.hidden(asking, module, module.id, *put) if scoped.units else {}
        found[key] = cells, _by_period(hidden)
    labels = [span.label if key[-1] is None else TOTAL for span, key in zip(spans, keys, strict=True)]
    return [(found[key][0].get(label, rollup.NO_SUMS), found[key][1].get(label, {}))
            for key, label in zip(keys, labels, strict=True)]  # fmt: skip


def _by_period(found: Mapping[tuple, object]) -> dict[str, dict]:
    """(period, unit id, dimension values) -> x as period -> (unit id, dimension values) -> x."""
    apart: dict[str, dict] = {}
    for (period, *rest), value in found.items():
        apart.setdefault(period, {})[tuple(rest)] = value
    return apart
