"""One value walked back: the answer, the rule that made it, the cube's rows, the SELECT, the extract's rows, the source.

Whether the extract's rows shown are all that matter is not guessed: the SELECT is run over them alone, and what comes
out is compared with the cube. Of protected extracts, and of a value that is hidden, no row is ever shown.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import duckdb

from data import warehouse
from geo import groups as grouping
from queries import contract
from queries.ask import Ask, AskError
from queries.example import written
from queries.house import House
from queries.indicator import TOTAL, Indicator
from queries.query import LEVELS, Module
from queries.rollup import has_value
from queries.run import run
from queries.scope import scope_of

SHOWN = 20  # rows of a table, and members of a group
NOT_SHOWN = "is protected: its rows speak of people and are not shown."


@dataclass(frozen=True)
class Explanation:
    """`answer` is the row of `queries.run`; `rule` says in sentences how it came about; `members` are the places of the
    next level in it with their values, largest first; `cube` and each of `extracts` hold `rows` (the first of them),
    their `count` and `told`, what must be said of them; `sql` is the SELECT and its file.
    """

    query: str
    indicator: str
    snapshot: str
    filters: Mapping
    answer: Mapping
    rule: tuple[str, ...]
    members: tuple[Mapping, ...]
    members_count: int
    cube: Mapping
    sql: Mapping
    extracts: tuple[Mapping, ...]

    def as_dict(self) -> dict:
        """For JSON."""
        return asdict(self)


def explain(
    house: House,
    query: str,
    place: str,
    indicator: str = "",
    period: str | None = None,
    where: tuple = (),
    to: str | None = None,
) -> Explanation:
    """The explanation of one value (of a flow: from `place`, `to` another); `AskError` where there is no such value, with
    what to ask instead.
    """
    module = house.registry.modules.get(query)
    if module is None or not house.has_data(query):
        run(house, Ask(query))  # says why it cannot answer
        raise AskError(f"{query} has no figures in this snapshot: {', '.join(module.tables)} is not in it.")
    indicator = indicator or next(iter(module.indicators))
    if (module.kind == "flow") != (to is not None):
        wanted = "is a flow: say where it goes with --to PLACE." if to is None else "is no flow: leave --to out."
        raise AskError(f"{query} {wanted}")
    if to is not None:
        from queries.explain_flow import explain_flow  # which is made of this module's parts

        return explain_flow(house, module, place, to, indicator, period, where)
    ask = _ask(house, module, place, indicator, period, where)
    row = _row(house, module, ask, place)
    ask = replace(ask, period=None if row["period"] == TOTAL else row["period"])
    protected = [name for name in module.tables if house.cards[name].disclosure == "protected"]
    secret = bool(protected) or row["state"] == "hidden"
    codes = _codes(house, module, ask, place)
    chosen = module.indicators[indicator]
    members, count = _members(house, module, ask, row)
    cube = _cube(house, module, ask, codes, secret)
    return Explanation(
        query, indicator, house.digest, {name: value for name, value in where} | {"period": row["period"]}, row,
        tuple(_rule(module, chosen, row)), tuple(members), count, cube,
        {"file": str(module.sql_file.name), "text": module.sql.rstrip()},
        tuple(_extract(house, name, ask, codes, secret) for name in module.tables if name in house.extracts),
    )  # fmt: skip


def _ask(house: House, module: Module, place: str, indicator: str, period: str | None, where: tuple) -> Ask:
    """The question whose answer has the place as a row; dimensions not named are totals where they can be."""
    group = grouping.group_of(house.sets, place)
    by = group.set if group else house.places[place].level if place in house.places else None
    chosen = module.indicators.get(indicator)
    named = {name for name, _ in where}
    total = tuple(name for name in module.dimensions
                  if chosen and name not in named and module.kind != "published" and chosen.rule_over(name) != "none")  # fmt: skip
    return Ask(module.id, by, place, period, tuple(where), total, (indicator,))


def _row(house: House, module: Module, ask: Ask, place: str) -> dict:
    """The one row asked for: of the last period, if none is named."""
    rows = [row for row in run(house, ask).rows if row["place"] == place]
    if not rows:
        earlier = [code for code, one in house.places.items() if place in one.successors]
        told = (
            f"{module.id} has no figure of {place}: it has those of each {' and '.join(module.card.grain)}, and above."
        )
        raise AskError(told + (f" Of earlier places there: {', '.join(earlier)}." if earlier else ""))
    with_value = [row for row in rows if row["value"] is not None]
    period = (with_value or rows)[-1]["period"]
    rows = [row for row in rows if row["period"] == period]
    open_dimensions = [name for name in module.dimensions if len({row[name] for row in rows}) > 1]
    if open_dimensions:
        name = open_dimensions[0]
        values = ", ".join(dict.fromkeys(row[name] for row in rows))
        raise AskError(
            f"{ask.indicators[0]} cannot be added over {name}. Choose one with --where {name}=..., of: {values}."
        )
    return rows[-1]


def _codes(house: House, module: Module, ask: Ask, place: str) -> frozenset[str]:
    """The places of the cube's grain that the row is made of."""
    if module.kind == "published":
        return frozenset({place})
    periods = (ask.period,) if ask.period else house.cubes[module.id].periods
    for unit in scope_of(house, module, ask, periods).units:
        if unit.id == place:
            return unit.places
    return frozenset()


def _rule(module: Module, indicator: Indicator, row: Mapping):
    """How the value came about, with its numbers."""
    number, unit = row["numerator"], row["unit"]
    if module.kind == "published":
        yield "Published: the figure stands as it was printed, and is never added up."
    elif row["value"] is None:
        yield f"There is no value; the state is {row['state']}."
    elif row["denominator"] is not None and indicator.denominator:
        times = f" x {indicator.factor:g}" if indicator.factor != 1 else ""
        yield (
            f"Rate: {indicator.numerator} over {indicator.denominator}, each added up over the places: "
            f"{number:,.10g} / {row['denominator']:,.10g}{times} = {row['value']:,.10g} {unit}."
        )
    elif indicator.over_places == "weighted_mean" and number is not None:
        yield (
            f"Mean of {indicator.value} weighted by {indicator.weight}: {number:,.10g} / {row['denominator']:,.10g} = "
            f"{row['value']:,.10g} {unit}."
        )
    elif indicator.over_places == "distinct":
        yield f"Count: different values of {indicator.numerator}, {row['value']:,.10g} {unit}."
    elif indicator.over_places == "sum":
        yield f"Sum: {indicator.numerator} added up over the places, {row['value']:,.10g} {unit}."
    else:
        yield f"As it stands in the cube: {row['value']:,.10g} {unit}; it does not add up over places."
    yield (
        f"Coverage: {row['places_with_value']} of {row['places_known']} known places have a figure "
        f"({row['coverage']:.3f} of the weight; at least {indicator.least_coverage:g} is needed); "
        f"{row['places_expected']} are expected."
    )
    if row["low"] is not None:
        yield f"Interval: {row['low']:,.6g} to {row['high']:,.6g}."
    yield f"State: {row['state']}. Provenance: {row['provenance']}."


def _members(house: House, module: Module, ask: Ask, row: Mapping) -> tuple[list[dict], int]:
    """The places of the next level below with their values, largest first; asked through `run`, so protected."""
    if module.kind == "published":
        return [], 0
    facts = house.cubes[module.id]
    finest = {level for grains in facts.grains.values() for _, level, _ in grains}
    level = row["level"]
    lower = [name for name in LEVELS if level in LEVELS and LEVELS.index(name) > LEVELS.index(level)]
    by = next((name for name in lower if name in finest or run(house, replace(ask, by=name)).rows), None)
    group = grouping.group_of(house.sets, row["place"]) if level in house.sets else None
    if group:
        levels = {house.places[member.place].level for member in group.members if member.place in house.places}
        by = min(levels & set(LEVELS), key=LEVELS.index, default=None)
    elif by is None:
        return [], 0
    rows = [one for one in run(house, replace(ask, by=by)).rows if one["place"] != row["place"]]
    rows.sort(key=lambda one: (one["value"] is None, -(one["value"] or 0), one["place"]))
    kept = ("place", "place_name", "level", "value", "numerator", "denominator", "coverage", "state")
    return [{name: one[name] for name in kept} for one in rows[:SHOWN]], len(rows)


def _cube(house: House, module: Module, ask: Ask, codes: frozenset[str], secret: bool) -> dict:
    """The cube's rows that were added up."""
    if secret:
        return {"rows": [], "count": None, "told": f"The cube of {module.id} {NOT_SHOWN}"}
    columns = list(house.cubes[module.id].types)
    indicator = module.indicators[ask.indicators[0]]
    needed = [*module.key, *module.card.columns, *(indicator.columns() if module.kind != "published" else [])]
    needed += [name for name in columns if module.kind == "published" and name.startswith(indicator.id)]
    rows = _filtered(house.connection.cursor(), module.id, columns, ask, codes, dict(ask.where))
    known = _has_value(module, indicator)
    used = [row for row in rows if known(row)]
    told = "" if len(used) == len(rows) else f"{len(rows) - len(used)} of them have no figure and are left out."
    listed = [{name: row[name] for name in dict.fromkeys(needed) if name in row} for row in used[:SHOWN]]
    return {"rows": listed, "count": len(used), "told": told}


def _has_value(module: Module, indicator: Indicator):
    needed = [indicator.id] if module.kind == "published" else [
        part.split('"')[1] for part in has_value(indicator).split(" AND ")
    ]  # fmt: skip
    return lambda row: all(row.get(name) is not None for name in needed)


def _filtered(cursor, table: str, columns, ask: Ask, codes: frozenset[str], where: Mapping) -> list[dict]:
    """Rows of a table of some places, the asked period and values of dimensions, in order."""
    return [dict(zip(columns, row, strict=True))
            for row in cursor.execute(*_select(table, columns, ask, codes, where)).fetchall()]  # fmt: skip


def _select(table: str, columns, ask: Ask, codes: frozenset[str], where: Mapping) -> tuple[str, list]:
    """The SQL of these rows and its parameters."""
    conditions, parameters = [], []
    if "place" in columns:
        conditions.append("list_contains(?, place)")
        parameters.append(sorted(codes))
    if "period" in columns and ask.period:
        conditions.append("period = ?")
        parameters.append(ask.period)
    for name, value in where.items():
        if name in columns and value != TOTAL:
            conditions.append(f'"{name}" = ?')
            parameters.append(value)
    listed = ", ".join(f'"{name}"' for name in columns)
    return f'SELECT {listed} FROM "{table}" WHERE {" AND ".join(conditions) or "true"} ORDER BY ALL', parameters


def described(house: House, name: str) -> dict:
    """What an extract's card says of it; `of` is how many rows it has."""
    completed = house.extracts[name]
    told = ("publisher", "licence", "provenance", "source", "read_at", "data_date", "digest", "disclosure")
    about = {key: getattr(completed, key) for key in told}
    return {"extract": name, "title": house.cards[name].title("en"), **about, "of": completed.rows}


def not_told(why: str) -> dict:
    """In place of an extract's rows: why there are none."""
    return {"rows": [], "count": None, "told": why, "exact": None}


def _extract(house: House, name: str, ask: Ask, codes: frozenset[str], secret: bool) -> dict:
    """An extract's card, and its rows of the places and the period, unless they must not be shown."""
    card, found = house.cards[name], described(house, name)
    if secret:
        return found | not_told(f"{name} {NOT_SHOWN}")
    module = house.registry.modules[ask.query]
    connection = warehouse.over(house.folder, {table: house.cards[table] for table in module.tables})
    with connection:
        for where in (dict(ask.where), {}):  # the fewest rows that give the cube's
            exact = _exact(house, module, ask, codes, where, connection)
            if exact:
                break
        rows = _filtered(connection, name, list(card.columns), ask, codes, where)
    by = ("place", *(("period",) if ask.period else ()), *where)
    how = " and ".join(part for part in by if part in card.columns)
    sentences = {
        True: f"Found by {how}. The SELECT was run over them alone and gave the same rows of the cube: these are all.",
        False: f"Found by {how}. The SELECT over them alone gives other rows: it looks at more of the extract than these.",
    }
    if "place" not in card.columns:
        sentence = f"{name} has no column place, so its rows cannot be told apart by place: the first are shown."
    else:
        sentence = sentences[exact]
    return found | {"rows": rows[:SHOWN], "count": len(rows), "told": sentence, "exact": exact}


def _exact(house: House, module: Module, ask: Ask, codes: frozenset[str], where: Mapping, connection) -> bool:
    """Whether the SELECT over just the rows of these places, period and values gives just the cube's rows of them."""
    with duckdb.connect(config={"threads": 1}) as room:
        for name in module.tables:
            sql, parameters = _select(name, list(house.cards[name].columns), ask, codes, where)
            room.register("kept_rows", connection.sql(sql, params=parameters).to_arrow_table())
            room.execute(f'CREATE TABLE "{name}" AS SELECT * FROM kept_rows')
        try:
            cursor = room.execute(contract.plain(module.sql))
        except duckdb.Error:
            return False
        columns = [column[0] for column in cursor.description]
        made = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    cube = _filtered(house.connection.cursor(), module.id, list(house.cubes[module.id].types), ask, codes, where)
    return sorted(map(comparable, made)) == sorted(map(comparable, cube))


def comparable(row: Mapping) -> str:
    """A row as text, floating numbers to nine digits: their sums differ in the last ones."""
    return written({name: f"{row[name]:.9g}" if isinstance(row[name], float) else row[name] for name in sorted(row)})
