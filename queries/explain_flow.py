"""One flow walked back: the answer, the rows of the cube that were added up, the SELECT, the extract's rows, the source."""

from collections.abc import Mapping

import duckdb

from data import warehouse
from geo import groups as grouping
from queries import contract
from queries.ask import Ask, AskError
from queries.explain import NOT_SHOWN, SHOWN, Explanation, comparable, described, not_told
from queries.flows import ends_of
from queries.house import House
from queries.indicator import TOTAL
from queries.query import Module
from queries.run import run

EVERY = 100_000  # flows out of one place: more than there are
MOST_ROWS = 200_000  # of an extract that the SELECT is run over again


def explain_flow(
    house: House, module: Module, origin: str, destination: str, indicator: str, period: str | None, where: tuple
) -> Explanation:
    """The explanation of what went from one place or group to another; `AskError` where there is no such flow."""
    by = _level(house, origin, destination)
    named = {name for name, _ in where}
    total = tuple(name for name in module.dimensions
                  if name not in named and module.indicators[indicator].rule_over(name) == "sum")  # fmt: skip
    ask = Ask(module.id, by, origin, period, where, total, (indicator,), top=EVERY)
    rows = [row for row in run(house, ask).rows if (row["origin"], row["destination"]) == (origin, destination)]
    if not rows:
        raise AskError(f"{module.id} has no flow from {origin} to {destination}{f' in {period}' if period else ''}.")
    rows = [row for row in rows if row["period"] == rows[-1]["period"]]
    open_dimensions = [name for name in module.dimensions if len({row[name] for row in rows}) > 1]
    if open_dimensions:
        values = ", ".join(dict.fromkeys(row[open_dimensions[0]] for row in rows))
        raise AskError(f"Choose one with --where {open_dimensions[0]}=..., of: {values}.")
    row = rows[-1]
    ends = ends_of(house, module, by, (row["period"],))
    codes = {unit.id: sorted(unit.places) for unit in ends.units}
    secret = any(house.cards[name].disclosure == "protected" for name in module.tables)
    chosen = _Chosen(module, codes[origin], codes[destination], row["period"], dict(where), indicator)
    cube = _cube(house, chosen, secret)
    extracts = tuple(_extract(house, name, chosen, secret) for name in module.tables if name in house.extracts)
    return Explanation(
        module.id, indicator, house.digest, dict(where) | {"period": row["period"]}, row, tuple(_rule(module, row)), (), 0,
        cube, {"file": module.sql_file.name, "text": module.sql.rstrip()}, extracts,
    )  # fmt: skip


def _level(house: House, origin: str, destination: str) -> str:
    found = []
    for code in (origin, destination):
        group = grouping.group_of(house.sets, code)
        if group is None and code not in house.places:
            raise AskError(f"{code!r} is no place and no group. Give a code such as NP03, or a group's id.")
        found.append(group.set if group else house.places[code].level)
    if found[0] != found[1]:
        raise AskError(f"{origin} is a {found[0]} and {destination} a {found[1]}: give two of one level or one set.")
    return found[0]


class _Chosen:
    """The rows that were added up: between the places of both ends, of one period and some values of dimensions."""

    def __init__(self, module: Module, origins, destinations, period: str, where: Mapping, indicator: str):
        self.module, self.numerator = module, module.indicators[indicator].numerator
        where = {name: value for name, value in where.items() if value != TOTAL}
        self.conditions = {"origin": origins, "destination": destinations, "period": [period]}
        self.conditions |= {name: [value] for name, value in where.items()}

    def sql(self, table: str, columns, what: str, order: str = "") -> tuple[str, list]:
        """A SELECT of these rows of a table with such columns, and its parameters."""
        used = {name: values for name, values in self.conditions.items() if name in columns}
        conditions = " AND ".join(f'list_contains(?, "{name}")' for name in used) or "true"
        return f'SELECT {what} FROM "{table}" WHERE {conditions} {order}', list(used.values())


def _rule(module: Module, row: Mapping):
    if row["value"] is None:
        yield f"There is no value; the state is {row['state']}."
    else:
        yield f"Sum: all flows from the places of one end to those of the other, {row['value']:,.10g} {row['unit']}."
    yield (
        f"Coverage: {row['places_with_value']} of {row['places_known']} places at the end that reports "
        f"({module.flows.reported_at}) have reported ({row['coverage']:.3f} of the weight)."
    )
    yield f"State: {row['state']}. Provenance: {row['provenance']}."


def _cube(house: House, chosen: _Chosen, secret: bool) -> dict:
    if secret:
        return {"rows": [], "count": None, "told": f"The cube of {chosen.module.id} {NOT_SHOWN}"}
    types = house.cubes[chosen.module.id].types
    listed = ", ".join(f'"{name}"' for name in dict.fromkeys((*chosen.module.key, chosen.numerator)))
    order = f'ORDER BY "{chosen.numerator}" DESC NULLS LAST, {listed} LIMIT {SHOWN}'
    found = _dicts(house.connection.cursor(), *chosen.sql(chosen.module.id, types, listed, order))
    count = house.connection.cursor().execute(*chosen.sql(chosen.module.id, types, "count(*)")).fetchone()[0]
    return {"rows": found, "count": count, "told": "The largest first." if count > SHOWN else ""}


def _extract(house: House, name: str, chosen: _Chosen, secret: bool) -> dict:
    """An extract's card, and its rows between the two ends, unless they must not be shown or tell no ends."""
    card, found = house.cards[name], described(house, name)
    if secret:
        return found | not_told(f"{name} {NOT_SHOWN}")
    if not {"origin", "destination"} <= set(card.columns):
        sentence = f"{name} has no columns origin and destination, so its rows cannot be told apart by them."
        return found | not_told(sentence)
    with warehouse.over(house.folder, {table: house.cards[table] for table in chosen.module.tables}) as connection:
        listed = ", ".join(f'"{column}"' for column in card.columns)
        rows = _dicts(connection, *chosen.sql(name, card.columns, listed, f"ORDER BY ALL LIMIT {SHOWN}"))
        count = connection.execute(*chosen.sql(name, card.columns, "count(*)")).fetchall()[0][0]
        exact = _exact(house, chosen, connection) if count <= MOST_ROWS else None
    sentence = {
        True: "Found by origin, destination and period. The SELECT was run over them alone and gave the same rows of the "
        "cube: these are all.",
        False: "Found by origin, destination and period. The SELECT over them alone gives other rows: it looks at more of "
        "the extract than these.",
        None: "Found by origin, destination and period; too many to run the SELECT over them alone.",
    }[exact]
    return found | {"rows": rows, "count": count, "told": sentence, "exact": exact}


def _exact(house: House, chosen: _Chosen, connection) -> bool:
    module = chosen.module
    with duckdb.connect(config={"threads": 1}) as room:
        for name in module.tables:
            sql, parameters = chosen.sql(name, house.cards[name].columns, "*")
            rows = connection.sql(sql, params=parameters).to_arrow_table()
            room.register("kept_rows", rows)
            room.execute(f'CREATE TABLE "{name}" AS SELECT * FROM kept_rows')
        try:
            made = _dicts(room, contract.plain(module.sql), [])
        except duckdb.Error:
            return False
    types = house.cubes[module.id].types
    cube = _dicts(house.connection.cursor(), *chosen.sql(module.id, types, ", ".join(f'"{name}"' for name in types)))
    return sorted(map(comparable, made)) == sorted(map(comparable, cube))


def _dicts(cursor, sql: str, parameters: list) -> list[dict]:
    result = cursor.execute(sql, parameters)
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
