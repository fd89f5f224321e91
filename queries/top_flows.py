"""The largest flows of the questions that a card declares, worked out when publishing and read here.

A cube `<theme>/<module>.top_flows` has a row for each of them: `by`, `scope` (a place or group, empty: everywhere),
period, indicator, and the columns of `queries.flows.largest` with the ends by their codes. `queries/flow_cubes.py` makes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.snapshots import digest_of_value
from geo import groups as grouping
from queries.cube import fingerprint
from queries.indicator import TOTAL
from queries.query import Module

ENDING = ".top_flows"


@dataclass(frozen=True)
class Kept:
    """Which questions of a module were worked out: `by` and `within` as its card says."""

    by: frozenset[str]
    within: frozenset[str]

    def declares(self, house, by: str | None, within: str | None) -> bool:
        """Whether the rows of this question are in the cube."""
        if by not in self.by:
            return False
        if within is None:
            return True
        group = grouping.group_of(house.sets, within)
        return (group.set if group else house.places[within].level) in self.within

    def read(
        self, house, module: Module, ask, ends, name: str, period: str, where: Iterable, total: Iterable, top: int
    ):
        """The rows as `queries.flows.largest` gives them for one scope, with no more than `top` in each direction."""
        fixed = dict(where) | dict.fromkeys(total, TOTAL)
        conditions = ['"by" = ?', "scope = ?", "period = ?", "indicator = ?", *(f'"{one}" = ?' for one in fixed)]
        columns = (
            "direction",
            *module.dimensions,
            "rank",
            "origin",
            "destination",
            "value",
            "missing",
            "flows",
            "unknown",
        )
        listed = ", ".join(f'"{column}"' for column in columns)
        sql = f'SELECT {listed} FROM "{name_of(module)}" WHERE {" AND ".join(conditions)}'
        found = (
            house.connection.cursor().execute(sql, [ask.by, ask.within or "", period, name, *fixed.values()]).fetchall()
        )
        numbers = {unit.id: number for number, unit in enumerate(ends.units)}
        rows = [dict(zip(columns, row, strict=True)) for row in found]
        for row in rows:
            row |= {end: numbers.get(row[end]) for end in ("origin", "destination")}
        return rows if top == module.flows.top else _shortened(module, rows, top)


def _shortened(module: Module, rows: list[dict], top: int) -> list[dict]:
    """The rows with those beyond `top` added to the rest."""
    listed, rests = [row for row in rows if 1 <= row["rank"] <= top], {}
    for row in rows:
        if not 1 <= row["rank"] <= top:
            key = tuple(row[name] for name in ("direction", *module.dimensions))
            rest = rests.setdefault(key, {**row, "rank": 0, "origin": None, "destination": None, "value": None,
                                          "missing": 0, "flows": 0, "unknown": 0})  # fmt: skip
            if row["value"] is not None:
                rest["value"] = (rest["value"] or 0) + row["value"]
            rest |= {part: rest[part] + row[part] for part in ("missing", "flows", "unknown")}
    return [*listed, *rests.values()]


def name_of(module: Module) -> str:
    """The id of the cube of a module's largest flows."""
    return module.id + ENDING


def rules_of(module: Module) -> str:
    """Changes with the module's own rules, with what it declares, and with the coverage it asks for."""
    return digest_of_value([fingerprint(module), module.flows.model_dump(mode="json")])


def load(module: Module, manifest: Mapping) -> dict[str, Kept]:
    """By id what the cube of a module's largest flows holds; nothing where there is none or where the card has changed
    since (then all is answered from the module's own cube).
    """
    made = manifest["cubes"].get(name_of(module)) if module.kind == "flow" else None
    if made is None or made["module"] != rules_of(module):
        return {}
    return {module.id: Kept(frozenset(module.flows.by), frozenset(module.flows.within))}
