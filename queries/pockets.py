"""Pockets as an answer tells them: what publishing (`queries/hot_spots.py`) found for each place, beside its rate, number
and density.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum, isnan

import numpy as np

from data.snapshots import digest_of_value
from queries.ask import Ask
from queries.cube import fingerprint
from queries.indicator import TOTAL
from queries.query import Module
from queries.units import Scope

ENDING = ".hot_spots"
FOUND = ("pocket", "pocket_number", "smoothed", "gi_star_z", "gi_star_p", "gi_star_q", "moran", "moran_p", "moran_q",
         "neighbours", "edge", "area_km2")  # fmt: skip
FIELDS = (*FOUND, "per_km2")


@dataclass(frozen=True)
class Facts:
    """What pockets of an indicator in a period and country rest on: `level` of the places, the place they were
    `tested_in`, how many were `tested`, and the rule (permutations, false discoveries, seed, distance in metres).
    """

    level: str
    tested_in: str
    tested: int
    rule: Mapping


def name_of(module: Module) -> str:
    """The id of the cube of a module's pockets."""
    return module.id + ENDING


def rules_of(module: Module) -> str:
    """Changes with the module's own rules and with the rates it looks for pockets of; words change nothing."""
    return digest_of_value([fingerprint(module), sorted(module.card.hot_spots.indicators), FOUND])


def load(connection, module: Module, manifest: Mapping, places: Mapping) -> dict[tuple, Facts]:
    """What the cube of pockets rests on: `(module id, indicator, period, country) -> Facts`, empty where there is none.

    A cube made by other rules is left alone.
    """
    made = manifest["cubes"].get(name_of(module)) if module.card.hot_spots else None
    if made is None or made.get("module") != rules_of(module):
        return {}
    rows = connection.execute(
        "SELECT indicator, period, country, any_value(tested_in), any_value(place), count(gi_star_p) "
        f'FROM "{name_of(module)}" GROUP BY indicator, period, country ORDER BY ALL'
    ).fetchall()
    return {
        (module.id, indicator, period, country): Facts(places[place].level, area, tested, made["rule"])
        for indicator, period, country, area, place, tested in rows if tested
    }  # fmt: skip


def available(house, module: Module, indicator: str, period: str, country: str, where: Iterable = ()) -> Facts | None:
    """What the pockets of an indicator rest on; None where there are none, or where the question fixes a dimension."""
    return None if tuple(where) else house.hot_spots.get((module.id, indicator, period, country))


def add_to(house, module: Module, rows: list[dict]) -> tuple[list[dict], list[dict]]:
    """The rows, which get `FIELDS` beside what they have, and a note on what each kind of row was tested in.

    `pocket`: high, low, none, no_neighbours, no_outline or not_tested; None for a row without a value. `per_km2` is the
    numerator over the area of the place's own outline. The question was looked at before, by `refused`.
    """
    cursor = house.connection.cursor()
    cursor.execute(f'SELECT indicator, period, place, {", ".join(FOUND)} FROM "{name_of(module)}"')
    found = {row[:3]: row[3:] for row in cursor.fetchall()}
    nothing, dimensions, notes = dict.fromkeys(FIELDS), tuple(module.dimensions), {}
    for row in rows:
        own = found.get((row["indicator"], row["period"], row["place"])) if row["value"] is not None else None
        if own is not None and any(row[name] != TOTAL for name in dimensions):
            own = None
        if own is None:
            row.update(nothing)
            continue
        row.update(zip(FOUND, own, strict=True))
        row["per_km2"] = (
            row["numerator"] / row["area_km2"] if row["area_km2"] and row["numerator"] is not None else None
        )
        key = (module.id, row["indicator"], row["period"], house.places[row["place"]].country)
        if key not in notes and (facts := house.hot_spots.get(key)):
            notes[key] = {"code": "pockets", "indicator": row["indicator"], "period": row["period"],
                          "tested_in": facts.tested_in, "tested": facts.tested, **facts.rule}  # fmt: skip
    return rows, list(notes.values())


def refused(house, module: Module, ask: Ask) -> list[str]:
    """Why a question for pockets cannot be answered as it was put; empty where it can."""
    having = sorted({indicator for one, indicator, *_ in house.hot_spots if one == module.id})
    if not having:
        return [
            f"{module.id} has no pockets in this snapshot. A card with [hot_spots] asks for them; then `nagar build`."
        ]
    grain = module.card.grain[0]
    wrong = []
    if ask.by not in (None, grain):
        wrong.append(f"Pockets of {module.id} are found among its {grain}s. Ask --by {grain}.")
    others = sorted(set(ask.indicators) - set(having))
    if others:
        wrong.append(f"There are no pockets of {', '.join(others)} in {module.id}, only of {', '.join(having)}.")
    if ask.where or "period" in ask.total:
        wrong.append("Pockets are found in the totals of each period: leave out --where and --total period.")
    return wrong


@dataclass(frozen=True)
class Pocket:
    """Places of one kind that touch, by their codes; numerator, denominator and area are those of all together, the area
    None where that of one is not known.
    """

    number: int
    places: tuple[str, ...]
    numerator: float
    denominator: float
    area_km2: float | None

    @property
    def per_km2(self) -> float | None:
        return self.numerator / self.area_km2 if self.area_km2 else None


@dataclass(frozen=True)
class Held:
    """The places in pockets hold `number`, which is `share` (0 to 1) of the `whole` numerator; the as many places with the
    highest rates, wherever they lie, hold `highest_share`; `half` of the places, highest rate first, hold half of it.
    """

    number: float
    whole: float
    share: float
    highest_share: float
    half: int


@dataclass(frozen=True)
class Summary:
    """The pockets of high rates in a scope, in the order of their numbers, without a row for each place.

    `places` have a rate; some of them could be `tested`; `inside` lie in pockets. Of those `above` the threshold that was
    asked for `above_inside` do. `held` is None where some place has no figure (a share of what is known is no share of
    the whole), or nothing is there to hold.
    """

    places: int
    tested: bool
    inside: int
    above: int
    above_inside: int
    pockets: tuple[Pocket, ...]
    held: Held | None


ADDED = ("numerator", "denominator", "area_km2")
# Which of the places lie in the scope is looked up afterwards: joining thousands of codes takes longer than all the rest.
RATES = """
SELECT place, numerator, denominator, coalesce(area_km2, 'nan') AS area_km2, coalesce(pocket_number, 0) AS number,
    coalesce(pocket = 'high', false) AS high, coalesce(pocket IN ('high', 'low', 'none'), false) AS tested
FROM "{cube}" WHERE indicator = ? AND period = ?
"""


def summary(house, module: Module, ask: Ask, scoped: Scope, above: float | None = None) -> Summary:
    """What lies in pockets in the scope (`scoped`) of a question for pockets of one indicator and period.

    The question was looked at before, by `refused`; `above` is a rate in the indicator's unit.
    """
    (name,), codes, cursor = ask.indicators, set(scoped.membership["place"].tolist()), house.connection.cursor()
    read = cursor.execute(RATES.format(cube=name_of(module)), [name, ask.period]).fetchnumpy()
    here = np.fromiter(map(codes.__contains__, read["place"].tolist()), bool)
    its = {column: values[here] for column, values in read.items()}
    numerator, high = its["numerator"], its["high"]
    rate = numerator / its["denominator"] * module.indicators[name].factor
    over = rate > above if above is not None else np.zeros(len(rate), bool)
    without = scoped.existing - len(rate)
    if without:
        without -= _with_nobody(cursor, scoped, module, module.indicators[name], ask.period)
    held = None if without else _held(numerator, rate, high)
    counts = len(rate), bool(its["tested"].any()), *(int(some.sum()) for some in (high, over, over & high))
    return Summary(*counts, _pockets({column: values[high] for column, values in its.items()}), held)


def _held(numerator: np.ndarray, rate: np.ndarray, high: np.ndarray) -> Held | None:
    """What the places that are `high` hold; None where there is nothing to hold."""
    # Of equal rates the larger number comes first; where that is the same too, so are the sums in either order.
    running = np.cumsum(numerator[np.lexsort((-numerator, -rate))])
    whole = float(running[-1]) if len(running) else 0.0
    if not whole:
        return None
    inside, number = int(high.sum()), float(numerator[high].sum())
    highest = float(running[inside - 1]) if inside else 0.0
    return Held(number, whole, number / whole, highest / whole, int(np.argmax(running >= whole / 2)) + 1)


def _pockets(rows: Mapping[str, np.ndarray]) -> tuple[Pocket, ...]:
    """The pockets that the rows make up, in the order of their numbers, the places of each by code."""
    of_pocket = defaultdict(list)
    for number, *row in zip(*(rows[name].tolist() for name in ("number", "place", *ADDED)), strict=True):
        of_pocket[number].append(row)
    found = []
    for number in sorted(of_pocket):
        places, *columns = zip(*sorted(of_pocket[number]), strict=True)
        part, whole, area = map(fsum, columns)  # in whatever order they come
        found.append(Pocket(number, places, part, whole, None if isnan(area) else area))
    return tuple(found)


def _with_nobody(cursor, scoped: Scope, module: Module, indicator, period: str) -> int:
    """How many places of the scope have no rate since there is nobody it could be of."""
    cursor.register("membership", scoped.membership)
    below = f'c."{indicator.denominator}"'
    sql = (f'SELECT count(*) FROM (SELECT c.place FROM "{module.id}" c JOIN membership m ON c.place = m.place '
           f"WHERE c.period = ? GROUP BY c.place HAVING sum({below}) = 0 AND bool_and({below} IS NOT NULL))")  # fmt: skip
    ((count,),) = cursor.execute(sql, [period]).fetchall()
    cursor.unregister("membership")
    return count
