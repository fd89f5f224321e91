"""Pockets as an answer tells them: what publishing (`queries/hot_spots.py`) found for each place, beside its rate, number
and density.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.snapshots import digest_of_value
from queries.ask import Ask
from queries.cube import fingerprint
from queries.indicator import TOTAL
from queries.query import Module

ENDING = ".hot_spots"
FOUND = ("pocket", "pocket_number", "smoothed", "gi_star_z", "gi_star_p", "gi_star_q", "moran", "moran_p", "moran_q",
         "neighbours", "edge")  # fmt: skip
FIELDS = (*FOUND, "area_km2", "per_km2")
HALF = 0.5


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
    return digest_of_value([fingerprint(module), sorted(module.card.hot_spots.indicators)])


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
        place = house.places[row["place"]]
        per_km2 = row["numerator"] / place.area_km2 if place.area_km2 and row["numerator"] is not None else None
        row.update(zip(FOUND, own, strict=True), area_km2=place.area_km2, per_km2=per_km2)
        key = (module.id, row["indicator"], row["period"], place.country)
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
    """Places of one kind that touch: `rows` in the answer's order; `value` is the rate of them together."""

    number: int
    rows: tuple[dict, ...]
    numerator: float
    denominator: float
    area_km2: float | None

    @property
    def per_km2(self) -> float | None:
        return self.numerator / self.area_km2 if self.area_km2 else None


def pockets(rows: Iterable[dict]) -> list[Pocket]:
    """The pockets of high rates among an answer's rows (of one indicator and period), in the order of their numbers."""
    by_number: dict[int, list[dict]] = {}
    for row in rows:
        if row["pocket"] == "high":
            by_number.setdefault(row["pocket_number"], []).append(row)
    return [together(number, by_number[number]) for number in sorted(by_number)]


def together(number: int, rows: list[dict]) -> Pocket:
    """Rows as one pocket: sums of numerators, denominators and areas (None where the area of one is not known)."""
    areas = [row["area_km2"] for row in rows]
    return Pocket(number, tuple(rows), sum(row["numerator"] for row in rows), sum(row["denominator"] for row in rows),
                  sum(areas) if all(areas) else None)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """`places` of `of` places are in pockets of high rates and hold `share` (0 to 1) of the whole numerator; the as many
    places with the highest rates, wherever they lie, hold `highest_share`; `half` of the places, highest rate first,
    hold half of it.
    """

    places: int
    of: int
    number: float
    whole: float
    share: float
    highest_share: float
    half: int


def held(rows: Iterable[dict]) -> Held | None:
    """What pockets hold of the numerator of all rows; None where some row has no value, or nothing is there to hold.

    Places of equal rate: the one with the larger number first, then by code.
    """
    known = [row for row in rows if row["state"] != "not_applicable"]
    if not known or any(row["value"] is None or row["numerator"] is None for row in known):
        return None  # a share of what is known is no share of the whole
    whole = sum(row["numerator"] for row in known)
    inside = [row for row in known if row["pocket"] == "high"]
    if whole <= 0:
        return None
    ordered = sorted(known, key=lambda row: (-row["value"], -row["numerator"], row["place"]))
    number, running, half = sum(row["numerator"] for row in inside), 0.0, 0
    while running < HALF * whole:
        running, half = running + ordered[half]["numerator"], half + 1
    highest = sum(row["numerator"] for row in ordered[: len(inside)])
    return Held(len(inside), len(known), number, whole, number / whole, highest / whole, half)
