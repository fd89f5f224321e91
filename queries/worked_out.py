"""Statistics of events and registers that publishing has worked out (`queries/worked_out_cubes.py`), as an answer tells them.

`network`: who met whom, of a card of events with `[network]`. `durations`: how long until things are done, of a register
with `[durations]`. Each lies in a cube beside the module's own, and is asked for with `Ask.about`.
"""

from collections.abc import Mapping

from data.snapshots import digest_of_value
from geo import groups as grouping
from geo.places import ancestors, countries, name_of
from queries.ask import Ask
from queries.cube import fingerprint
from queries.query import Module

ABOUT = ("network", "durations")


def wanted(module: Module) -> tuple[str, ...]:
    """What is worked out of a module by its card."""
    found = {"network": module.card.network, "durations": module.card.durations}
    return tuple(name for name in ABOUT if found[name])


def cube_of(module: Module, about: str) -> str:
    """The id of the cube."""
    return f"{module.id}.{about}"


def rules_of(module: Module, about: str) -> str:
    """Changes with the module's own rules, and with what a row of the cube says; words change nothing."""
    return digest_of_value([fingerprint(module), about, *(["by scope"] if about == "network" else [])])


def load(module: Module, manifest: Mapping) -> dict[str, frozenset[str]]:
    """Module id -> what of it is in the snapshot, made by the rules of now; nothing where there is none."""
    made = {about: manifest["cubes"].get(cube_of(module, about)) for about in wanted(module)}
    here = frozenset(about for about, cube in made.items() if cube and cube["module"] == rules_of(module, about))
    return {module.id: here} if here else {}


def refused(house, module: Module, ask: Ask) -> list[str]:
    """Why a question for a statistic cannot be answered as it was put; empty where it can."""
    here = sorted(house.worked_out.get(module.id, ()))
    if ask.about not in here:
        return [f"{module.id} has no {ask.about} in this snapshot. It has: {', '.join(here) or 'none'}."]
    wrong = []
    if ask.by is not None or ask.where or ask.indicators or set(ask.total) - {"period"} or ask.pockets or ask.carried:
        wrong.append(
            f"The {ask.about} of {module.id} is of all that happened: leave out all but --within and --period."
        )
    if ask.about == "durations" and (ask.period or ask.total):
        wrong.append(f"The durations of {module.id} are of all periods together: leave the period out.")
    return wrong


def network_rows(house, module: Module, ask: Ask, provenance: str) -> tuple[list, list]:
    """Towns and ties of the scope asked for: a country, a region, a group, or the region that a finer place lies in; every
    country where none is named. A town has `other` None, its `events`, the sum of its ties as `weight`, `between`,
    `bridge`, `x` and `y`; a tie the towns `place` and `other`, the `events` they met at, and its `weight`.

    With `--total period` (or one period only) the network of all periods; else of each.
    """
    period = "total" if "period" in ask.total else ask.period
    scopes = _network_scopes(house, ask.within)
    rows = _read(house, module, "network", "list_contains(?, scope) AND (period = ? OR ?::VARCHAR IS NULL)",
                 [scopes, period, period])  # fmt: skip
    for row in rows:
        row["other_name"] = name_of(house.places[row["other"]], "en") if row["other"] else None
        row["place_name"], row["provenance"] = name_of(house.places[row["place"]], "en"), provenance
    order = ("scope", "period", "place", "place_name", "other", "other_name")
    return [{**{name: row[name] for name in order}, **row} for row in rows], []


def duration_rows(house, module: Module, ask: Ask, provenance: str) -> tuple[list, list]:
    """The steps of each duration of the scope asked for (`queries.follow_through.Step`), every scope without one."""
    rows = _read(house, module, "durations", "(scope = ? OR ?::VARCHAR IS NULL)", [ask.within, ask.within])
    names = {group.id: group.titles["en"] for one in house.sets.values() for group in one.groups}
    return [{"place": row["scope"], "place_name": names.get(row["scope"]) or name_of(house.places[row["scope"]], "en"),
             **{name: value for name, value in row.items() if name != "scope"}, "provenance": provenance}
            for row in rows], []  # fmt: skip


ROWS = {"network": network_rows, "durations": duration_rows}


def _read(house, module: Module, about: str, condition: str, parameters: list) -> list[dict]:
    cursor = house.connection.cursor()
    cursor.execute(f'SELECT * FROM "{cube_of(module, about)}" WHERE {condition} ORDER BY ALL', parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _network_scopes(house, within: str | None) -> list[str]:
    """The scopes whose networks are asked for (`queries/worked_out_cubes.py` makes one of each)."""
    if within is None:
        return sorted(countries(house.places))
    return [scope_of_network(house, within)]


def scope_of_network(house, within: str) -> str:
    """The scope whose network is told of a place or group: itself, or the region a finer place lies in."""
    group = grouping.group_of(house.sets, within)
    if group is None:
        above = (house.places[within], *ancestors(house.places, within))
        return next(place.code for place in above if place.level in ("country", "region"))
    return within if house.sets[group.set].attribute is None else group.country
