"""Small numbers: which figures are protected, by what, and what may be shown of them.

A module that reads a protected extract shows its counts only as sums over whole **atoms**: sets of cells (place, period,
dimension values) of at least the smallest count, fixed when the cube is published (`queries/atoms.py`). A box of cells that
is no union of whole atoms is `hidden`. Whatever is asked, all answers together are then a function of the atoms' totals.

Columns that bound one another are protected together, as one `Family`. Where all of them are parts of one whole (shares in
percent), the whole has its own, finer atoms, and the parts have coarser ones made of them. This is why that is enough, for
a hidden cell with whole d and part n, smallest count k, atom totals D (fine) and N, W (coarse: part, whole):

- d takes every number from 0 to D >= k: whatever d is, the parts of the coarse atom can be spread below the wholes.
- n, where d is hidden too, takes every number from 0 to min(D, N) >= k: put all of the fine atom into this cell, or nothing.
- n, where d is shown, lies between max(0, N - (W - d)) and min(d, N). The width is the least of d, N, W - N and W - d. Each
  is at least k: d and W - d because they are whole fine atoms, N and the complement W - N because that is asked of a coarse
  atom. The same holds for several parts, also where they sum to the whole (the others together are the complement).

Any other family has one set of atoms in which each column and each complement reaches k: all of an atom may lie in one
cell, which keeps every relation that adds up.

Where nearly all cells are small, atoms of cells would hide the totals people ask for: one that joins wards hides the wards,
one that joins dimension values hides those. Such a card says `joins_first = "margins"`: of each table (the wards of a local
unit by dimension values, in one period) only the two margins are shown, the wards in total and the dimension values of the
whole unit, each with atoms of its own; what lies inside is never shown, however large. Write r for an atom of wards and c
for one of values, D for the table's whole. What lies in both then takes every number from max(0, d_r + d_c - D) to
min(d_r, d_c) (Frechet's bounds): a width of the least of d_r, d_c, D - d_r and D - d_c, each one or more atoms, so at least k.
With one part beside the whole: given the part in every r and c (n_r, n_c), parts and complements are two tables that vary
freely and have such bounds each. n_r and n_c can themselves be chosen as above, apart from one another, and so that one of
the tables has all four numbers at least k, or, where only the total N of the part is shown, so that the whole keeps its own
bounds. This needs full tables (`queries/zeros.py` audits that) and one part at most (`queries/disclosure.py`).

What is not claimed: who knows the rule of joining knows that a hidden cell was small or was joined with one that was, and
revised figures of a month already published may be compared with those before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from queries.indicator import Indicator
from queries.query import Module
from queries.rollup import Asking, Grouped, grouped, has_value
from queries.units import Scope

PARTS = ("percent", "per_1000")  # units in which a numerator is a part of its denominator
BESIDE = ("males_per_100_females", "persons_per_household")  # in which both are counts, neither a part of the other
COUNTED = (
    "persons",
    "households",
    "events",
    "organisations",
    "towns",
    "participations",
    "grievances",
    "letters",
    "cases",
)


@dataclass(frozen=True)
class Family:
    """Columns protected together. `counts` begin with the whole where there is one (`nested`); `magnitudes` (money,
    days) are protected by the counts they are divided by; `differences` are (whole, part); `coarse` names the indicators
    that need the coarser atoms.
    """

    counts: tuple[str, ...]
    magnitudes: tuple[str, ...]
    differences: tuple[tuple[str, str], ...]
    smallest_count: int
    nested: bool
    indicators: tuple[str, ...]
    coarse: frozenset[str]
    margins: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.counts, *self.magnitudes)

    @property
    def layers(self) -> tuple[tuple[str, str, str], ...]:
        """(fine, coarse, what is joined): how the names of the cube's columns begin that say which atom a cell is in."""
        name = self.counts[0]
        if self.margins:
            return tuple((f"{name}.{by}_", f"{name}.parts_{by}_", by) for by in ("places", "values"))
        return ((f"{name}.", f"{name}.parts_", "cells"),)

    def partitions_of(self, indicator: str) -> tuple[str, ...]:
        """Those of an indicator: a box of cells is shown where it is a union of whole atoms of any one of them."""
        return tuple(coarse if indicator in self.coarse else fine for fine, coarse, _ in self.layers)

    def partitions(self) -> tuple[str, ...]:
        """All of them, finest first."""
        coarse = [part for _, part, _ in self.layers] if self.coarse else []
        return (*(fine for fine, _, _ in self.layers), *coarse)


def families(module: Module) -> tuple[Family, ...]:
    """The families of a module's protected indicators; none where nothing is protected."""
    if not module.protected:
        return ()
    card = module.card
    protected = [indicator for indicator in module.indicators.values() if indicator.smallest_count]
    return tuple(_family(its, card.joins_first == "margins") for its in _linked(protected, card.parts))


def _linked(indicators: Sequence[Indicator], parts: Sequence[str]) -> list[list[Indicator]]:
    """The indicators whose columns bound one another: by a ratio, or as the card's parts."""
    links: dict[str, set[str]] = {}
    for indicator in indicators:
        named = [column for column in (indicator.numerator, indicator.denominator) if column]
        for column in named:
            links.setdefault(column, set()).update(named)
    together = {column for i in indicators if i.id in parts for column in (i.numerator, i.denominator) if column}
    for column in together:
        links[column] |= together
    found, done = [], set()
    for column in links:
        if column not in done:
            reached = _reached(column, links)
            done |= reached
            found.append([i for i in indicators if i.numerator in reached])
    return found


def _reached(column: str, links: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(), [column]
    while waiting:
        reached.add(here := waiting.pop())
        waiting += links[here] - reached
    return reached


def _family(its: list[Indicator], margins: bool) -> Family:
    differences = tuple(dict.fromkeys((i.denominator, i.numerator) for i in its if i.denominator and i.unit in PARTS))
    counts = dict.fromkeys(column for i in its for column in counts_of(i))
    wholes, parts = {whole for whole, _ in differences}, {part for _, part in differences}
    nested = len(wholes) == 1 and not wholes & parts and set(counts) == wholes | parts
    ordered = sorted(counts, key=lambda column: column not in wholes) if nested else list(counts)
    magnitudes = dict.fromkeys(i.numerator for i in its if i.numerator not in counts)
    coarse = set()
    if nested:
        for indicator in its:
            # A magnitude is shown over the atoms of all counts it is divided by.
            same = [i for i in its if indicator.numerator in magnitudes and i.numerator == indicator.numerator]
            if any(column in parts for i in (indicator, *same) for column in (i.numerator, i.denominator)):
                coarse.add(indicator.id)
    smallest = max(i.smallest_count for i in its)
    names = tuple(i.id for i in its)
    return Family(tuple(ordered), tuple(magnitudes), differences, smallest, nested, names, frozenset(coarse), margins)


def counts_of(indicator: Indicator) -> tuple[str, ...]:
    """The columns of an indicator that count people or cases; its other columns are magnitudes."""
    if indicator.denominator is None:
        return (indicator.numerator,) if indicator.unit in COUNTED else ()
    both = indicator.unit in (*PARTS, *BESIDE)
    return (indicator.denominator, *((indicator.numerator,) if both else ()))


def smallest_count(module: Module, indicators: Iterable[str]) -> int | None:
    """The smallest count by which any of the indicators is protected; None where none is."""
    chosen = set(indicators)
    return max((f.smallest_count for f in families(module) if chosen & set(f.indicators)), default=None)


def hidden(
    asking: Asking,
    module: Module,
    table: str,
    scope: Scope,
    chosen: Iterable[str],
    over: Sequence[str],
    where: Sequence[tuple[str, str]],
    total: Sequence[str],
    apart: bool,
) -> dict[tuple, set[str]]:
    """`(period, unit id, dimension values) -> indicators` whose box of cells splits an atom; parameters as `rollup.aggregate`.

    Exact: a box is whole where each atom it touches has as many cells in it as there are in the atom. A closed atom has
    0 cells in the cube, which no box reaches.
    """
    found: dict[tuple, set[str]] = {}
    for (partitions, condition), names in _asked(module, tuple(chosen)).items():
        split = None
        for partition in partitions:
            if split is None or split:  # where nothing is split so far, nothing is hidden
                question = grouped(module, over, where, total, apart, f'c."{partition}atom"')
                now = _split(asking, table, scope, question, partition, condition)
                split = now if split is None else split & now
        for key in split:
            found.setdefault(key, set()).update(names)
    return found


def _split(asking: Asking, table: str, scope: Scope, question: Grouped, partition: str, condition: str) -> set[tuple]:
    """The boxes that are no union of whole atoms of a partition."""
    result = asking.execute(
        scope.membership,
        f'SELECT {question.columns} FROM "{table}" c JOIN membership m ON c.place = m.place '
        f'WHERE {question.condition} AND {condition} AND c."{partition}cells" IS DISTINCT FROM 1 '
        f'GROUP BY GROUPING SETS ({question.sets}) HAVING count(*) IS DISTINCT FROM any_value(c."{partition}cells")',
        question.parameters,
    )
    return set(question.keys(list(zip(*result.fetchall(), strict=True)), scope.units))


def _asked(module: Module, chosen: tuple[str, ...]) -> dict[tuple[tuple[str, ...], str], list[str]]:
    """(partitions, condition) -> the chosen indicators that need them: those whose cells have a figure."""
    found: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for family in families(module):
        for name in family.indicators:
            if name in chosen:
                key = (family.partitions_of(name), has_value(module.indicators[name]))
                found.setdefault(key, []).append(name)
    return found
