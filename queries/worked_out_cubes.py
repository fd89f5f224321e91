"""The step of publishing that works out networks of events and durations of registers: for each a cube beside the module's
own, which `queries/worked_out.py` reads.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from data.snapshots import digest_of, digest_of_value
from geo import groups as grouping
from geo.places import ancestors
from queries import contract, follow_through, made_rows, network
from queries.indicator import TOTAL
from queries.query import Module
from queries.registry import Registry
from queries.units import area
from queries.worked_out import cube_of, rules_of, wanted

LIBRARIES = {"network": ("networkx", "numpy"), "durations": ("lifelines", "numpy")}
CODE = {"network": network, "durations": follow_through}
SCHEMA = {
    "network": {
        "scope": "VARCHAR", "period": "VARCHAR", "place": "VARCHAR", "other": "VARCHAR", "events": "INTEGER", "weight": "DOUBLE",
        "between": "DOUBLE", "bridge": "BOOLEAN", "x": "DOUBLE", "y": "DOUBLE",
    },
    "durations": {
        "duration": "VARCHAR", "scope": "VARCHAR", "day": "INTEGER", "at_risk": "INTEGER", "done": "INTEGER",
        "left_open": "INTEGER", "share": "DOUBLE", "low": "DOUBLE", "high": "DOUBLE",
    },
}  # fmt: skip


def publish(folder: Path, context, found: Registry) -> None:
    """Make the cubes of every module whose card asks for them and that has a cube; taken over where nothing changed."""
    modules = contract.vetted(found, context.cards).modules.values()
    work = [(module, about) for module in modules if module.id in context.cubes for about in wanted(module)]
    if not work:
        return
    sets, _ = grouping.load(context.places, folder / "groups")
    for number, (module, about) in enumerate(work):
        context.progress(f"Working out {about} of {module.id}", number, len(work))
        key, name = cube_of(module, about), f"cubes/{cube_of(module, about)}.parquet"
        scopes = _scopes(context, sets)
        digest = _input_digest(module, about, scopes, context)
        if not context.taken_over(key, name, digest, folder):
            source = folder / f"cubes/{module.id}.parquet"
            rows = (
                _networks(source, context.places, scopes) if about == "network" else _durations(module, source, scopes)
            )
            made_rows.write(list(rows), SCHEMA[about], folder / name)
            context.made(key, name, {"input_digest": digest, "module": rules_of(module, about)})


def _input_digest(module: Module, about: str, scopes: dict, context) -> str:
    code = [digest_of(Path(made.__file__)) for made in (CODE[about],)] + [digest_of(Path(__file__))]
    libraries = [(name, version(name)) for name in LIBRARIES[about]]
    members = digest_of_value(sorted((scope, sorted(codes)) for scope, codes in scopes.items()))
    return digest_of_value(
        [rules_of(module, about), context.cubes[module.id]["input_digest"], members, code, libraries]
    )


def _scopes(context, sets) -> dict[str, frozenset[str]]:
    """Each country, region and group of towns, with the codes in it."""
    places, today = context.places, datetime.now(UTC).date()
    found = {code: area(places, sets, code, today) for code, place in places.items()
             if place.level in ("country", "region") and place.valid_to is None}  # fmt: skip
    for one in sets.values():
        if one.attribute is None:
            found |= {group.id: area(places, sets, group.id, today) for group in one.groups}
    return found


def _networks(cube: Path, places, scopes: dict[str, frozenset[str]]) -> Iterator[tuple]:
    """Of each scope that a town of it was at an event in, by period, and of all periods together. Who else was at an event
    is told by all towns of the scope's countries.
    """
    with duckdb.connect() as connection:
        came = connection.execute("SELECT DISTINCT period, thing, place FROM read_parquet(?)", [str(cube)]).fetchall()
    found = defaultdict(list)
    for period, thing, place in came:
        land = (places[place], *ancestors(places, place))[-1].code
        for of in (period, TOTAL):
            found[land, of].append((thing, place))
    lands = {scope: sorted({(places[code], *ancestors(places, code))[-1].code for code in codes if code in places})
             for scope, codes in scopes.items()}  # fmt: skip
    for scope, codes in sorted(scopes.items()):
        for period in sorted({period for land, period in found if land in lands[scope]}):
            attendance = [pair for land in lands[scope] for pair in found.get((land, period), ())]
            if any(place in codes for _, place in attendance):
                yield from ((scope, period, *row) for row in _network(attendance, codes))


def _network(attendance: list[tuple[str, str]], codes: frozenset[str]) -> Iterator[tuple]:
    towns, ties = network.network(attendance, codes)
    for town in towns:
        yield (town.place, None, town.events, town.strength, town.between, town.bridge, town.x, town.y)
    yield from ((tie.one, tie.other, tie.events, tie.weight, None, None, None, None) for tie in ties)


def _durations(module: Module, cube: Path, scopes: dict[str, frozenset[str]]) -> Iterator[tuple]:
    """Of each duration and scope with enough things in it."""
    for name, duration in module.card.durations.items():
        days = f'date_diff(\'day\', "{duration.begins}", coalesce("{duration.ends}", "{duration.seen_until}"))'
        sql = f'SELECT place, {days}, "{duration.ends}" IS NOT NULL FROM read_parquet(?) ORDER BY thing'
        with duckdb.connect() as connection:
            things = connection.execute(sql, [str(cube)]).fetchall()
        for scope, codes in sorted(scopes.items()):
            inside = [(days, done) for place, days, done in things if place in codes]
            if len(inside) >= follow_through.LEAST:
                for step in follow_through.steps(*zip(*inside, strict=True)):
                    yield (
                        name,
                        scope,
                        step.day,
                        step.at_risk,
                        step.done,
                        step.left_open,
                        step.share,
                        step.low,
                        step.high,
                    )
