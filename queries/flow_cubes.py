"""The step of publishing that works out the largest flows of the questions that cards declare, beside each cube of flows.

Each level or set is rolled up once a period; all scopes of a level are then cut out of it together. What is not rolled up
here, such as flows between wards, is answered from the cube itself.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from data import heavy
from data.problems import ContentError, Problem, line_of, shown
from data.snapshots import digest_of, digest_of_value
from geo import groups as grouping
from queries import contract, flows, rollup, scope, top_flows, units
from queries.facts import facts_of, written
from queries.house import House
from queries.query import LEVELS, Module
from queries.registry import Registry

PLACED = (*LEVELS, "town")


def problems_of(module: Module, sets) -> list[Problem]:
    """What the card declares that is no level and no set of groups."""
    text = module.card_file.read_text("utf-8") if module.card.flows else ""
    wrong = [(key, name) for key in ("by", "within") for name in getattr(module.flows, key)
             if name not in PLACED and name not in sets]  # fmt: skip
    return [
        Problem(shown(module.card_file), line_of(text, "flows", key), f"flows.{key} names {name!r}, which is no level and "
                "no set of groups.", f"Levels: {', '.join(PLACED)}. Sets: {', '.join(sorted(sets)) or 'none'}.")
        for key, name in wrong
    ]  # fmt: skip


def publish(folder: Path, context, found: Registry) -> None:
    """Make the cube of the largest flows of every module of flows that has a cube; taken over where nothing changed."""
    wanted = [module for module in contract.vetted(found, context.cards).modules.values()
              if module.kind == "flow" and module.flows.by and module.id in context.cubes]  # fmt: skip
    if not wanted:
        return
    sets, _ = grouping.load(context.places, folder / "groups")
    today = datetime.now(UTC).date()
    for module in wanted:
        problems = problems_of(module, sets)
        if problems:
            context.problems += problems
            continue
        name, key = f"cubes/{top_flows.name_of(module)}.parquet", top_flows.name_of(module)
        digest = _input_digest(module, context, sets, today)
        if not context.taken_over(key, name, digest, folder):
            try:
                make(module, context, sets, today, folder, folder / name)
            except (
                ContentError
            ) as error:  # groups that overlap, a scope that cuts a unit: told, the cube answers all the same
                told = " ".join(problem.message for problem in error.problems)
                context.problems.append(Problem(shown(module.card_file), 1, told, "Correct [flows] in the card."))
                continue
        context.made(key, name, {"input_digest": digest, "module": top_flows.rules_of(module)})


def _input_digest(module: Module, context, sets, today: date) -> str:
    named = [name for name in (*module.flows.by, *module.flows.within) if name in sets]
    members = [(name, [(unit.id, sorted(unit.members)) for unit in grouping.units(sets[name], context.places, today)])
               for name in named]  # fmt: skip
    code = [digest_of(Path(made.__file__)) for made in (flows, rollup, scope, units)] + [digest_of(Path(__file__))]
    least = {name: indicator.least_coverage for name, indicator in module.indicators.items()}
    return digest_of_value([top_flows.rules_of(module), context.cubes[module.id]["input_digest"], members, least, code])


def make(module: Module, context, sets, today: date, folder: Path, path: Path) -> None:
    """Writes the cube of the largest flows over the module's own, which lies in `folder`; the rows of a level are sorted so that a question reads a few of them."""
    text = f"Largest flows {module.id}"
    with heavy.connected(context.limits) as connection:
        source = heavy.quoted(folder / f"cubes/{module.id}.parquet")
        connection.execute(f"CREATE VIEW \"{module.id}\" AS SELECT * FROM read_parquet('{source}')")
        facts = written(folder, module, context.places) or facts_of(connection, module, context.places)
        house = House(folder, "publishing", today, context.places, sets, Registry({}, {module.id: module}, []), {}, {},
                      {module.id: facts}, connection)  # fmt: skip
        work = [(by, period, name) for by in module.flows.by for period in facts.periods for name in module.indicators]
        for number, (by, period, name) in enumerate(work):
            context.progress(f"{text} by {by}", number, len(work))
            _add(house, module, by, period, name, first=number == 0)
        dimensions = "".join(f', "{name}"' for name in module.dimensions)
        connection.execute(
            f'COPY (SELECT * FROM made ORDER BY "by", scope, period, indicator{dimensions}, direction, rank) '
            f"TO '{heavy.quoted(path)}' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2)"
        )


def _add(house: House, module: Module, by: str, period: str, name: str, first: bool) -> None:
    """Adds the rows of one level or set, period and indicator, of every declared scope, to the table `made`."""
    connection, over = house.connection, (period,)
    ends = flows.ends_of(house, module, by, over)
    covered = flows.covered_of(house, module, ends, name, over)
    indicator = module.indicators[name]
    kind = house.cubes[module.id].types[indicator.numerator]
    codes = pa.array([unit.id for unit in ends.units], pa.string())
    named = pa.table({"unit": pa.array(range(len(ends.units)), pa.int32()), "code": codes})
    for table, rows in (("ends", ends.membership()), ("covered", covered.table()), ("named", named)):
        connection.register(table, rows)
    source, parameters = flows.rolled(module, module.id, indicator, kind, over, (), ())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE rolled_up AS {source}", parameters)
    dimensions = "".join(f', t."{one}"' for one in module.dimensions)
    for within in ("", *module.flows.within):
        scopes = list(_scopes(house, ends, within))
        connection.register("scopes", pa.table({"scope": pa.array([scope for scope, _ in scopes], pa.string()),
                                                "unit": pa.array([unit for _, unit in scopes], pa.int32())}))  # fmt: skip
        tops = flows.largest(module, "SELECT * FROM rolled_up", module.flows.top, kind)
        rows = (
            f'SELECT ?::VARCHAR AS "by", t.scope, ?::VARCHAR AS period, ?::VARCHAR AS indicator, t.direction{dimensions}, '
            "t.rank, o.code AS origin, d.code AS destination, t.value, t.missing, t.flows, t.unknown "
            f"FROM ({tops}) t LEFT JOIN named o ON o.unit = t.origin LEFT JOIN named d ON d.unit = t.destination"
        )
        into = "CREATE TABLE made AS" if first else "INSERT INTO made"
        connection.execute(f"{into} {rows}", [by, period, name, covered.least])
        first = False


def _scopes(house: House, ends: flows.Ends, within: str) -> Iterator[tuple[str, int]]:
    """(scope, number of a unit in it) for everywhere, each place of a level, or each group of a set; scopes that cut
    through a unit are left out: they are refused when they are asked for.
    """
    if not within:
        named = [""]
    elif within in house.sets:
        named = [unit.id for unit in house.units(within)]
    else:
        named = [code for code, place in house.places.items() if place.level == within]
    for scope_id in named:
        codes = units.area(house.places, house.sets, scope_id or None, house.date)
        numbers, cut = ends.inside(codes)
        if not cut:
            yield from ((scope_id, number) for number in sorted(numbers))
