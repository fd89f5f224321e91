"""Runs the audits that the cards declare over a snapshot's extracts, before anything is published.

Each function below is one kind. It gives the rows in which the audit does not hold, as texts that name them.
"""

from collections.abc import Iterable, Mapping

import pyarrow

from data import periods
from data.audit_cards import Audit
from data.cards import ExtractCard
from data.problems import Problem, shown

FIRST = 5  # so many rows are named; the rest is counted


def problems(
    connection, cards: Mapping[str, ExtractCard], extracts: Mapping[str, Mapping], places: Mapping
) -> list[Problem]:
    """A problem for each audit that fails, with its rows. `connection` has the extracts as tables (`data.warehouse`),
    `extracts` what the manifest says of each; `places` have country, level, vintage, parent, valid_from and valid_to.
    """
    found = []
    for name, entry in extracts.items():
        for audit in cards[name].audits:
            if not audit.provenance or entry["provenance"] in audit.provenance:
                rows = KINDS[audit.kind](_Table(connection.cursor(), cards[name], audit), audit.asks, places)
                if rows:
                    found.append(_problem(cards[name], audit, entry["source"], rows))
    return found


def _problem(card: ExtractCard, audit: Audit, source: str, rows: list[str]) -> Problem:
    more = f"; and {len(rows) - FIRST} more" if len(rows) > FIRST else ""
    times = "once" if len(rows) == 1 else f"{len(rows)} times"
    message = f"{card.name} (from {source}) fails the audit {audit.says!r} {times}: {'; '.join(rows[:FIRST])}{more}."
    hint = "Nothing was published. Correct the source or the recipe; where the audit is wrong, correct it here."
    return Problem(shown(audit.file), audit.line, message, hint)


class _Table:
    """The rows an audit looks at: the extract's, cut by its `where`."""

    def __init__(self, cursor, card: ExtractCard, audit: Audit):
        self.cursor, self.card = cursor, card
        conditions = [f'"{name}" IN ({", ".join("?" for _ in values)})' for name, values in audit.where.items()]
        self.source = f'(SELECT * FROM "{card.name}" WHERE {" AND ".join(conditions) or "true"})'
        self.parameters = [value for values in audit.where.values() for value in values]

    def rows(self, sql: str, more: Iterable = ()) -> list[tuple]:
        """The rows of a SELECT in which `{rows}` stands for the table."""
        return self.cursor.execute(sql.replace("{rows}", self.source), [*self.parameters, *more]).fetchall()

    def key_but(self, *left_out: str) -> list[str]:
        return [name for name in self.card.key if name not in left_out]


def _parts(table: _Table, asks: dict, places: Mapping) -> list[str]:
    tolerance = asks.get("tolerance", 0)
    if "parts" in asks:
        found = _parts_in_columns(table, asks["parts"], asks["whole"], tolerance)
    elif isinstance(asks["whole"], str):
        found = _parts_in_rows(table, asks["value"], asks["over"], asks["whole"], tolerance)
    else:
        found = _parts_of_a_number(table, asks["value"], asks.get("over"), asks["whole"], tolerance)
    return [text if whole is None else f"{text}: the parts sum to {_number(total)}, the whole is {_number(whole)}"
            for text, total, whole in found]  # fmt: skip


def _parts_in_columns(table: _Table, parts: list[str], whole: str, tolerance: float) -> list[tuple]:
    key, total = _listed(table.card.key), " + ".join(f'"{name}"' for name in parts)
    sql = f'SELECT {key}, {total}, "{whole}" FROM {{rows}} WHERE abs({total} - "{whole}") > ? ORDER BY {key}'
    return [(_text(row[:-2]), *row[-2:]) for row in table.rows(sql, [tolerance])]


def _parts_in_rows(table: _Table, value: str, over: str, whole: str, tolerance: float) -> list[tuple]:
    rest = _listed(table.key_but(over)) or "'all rows'"
    sql = f"""
        WITH extract AS (FROM {{rows}})
        SELECT {rest}, sum("{value}") FILTER (WHERE "{over}" <> ?)::DOUBLE AS total,
               any_value("{value}") FILTER (WHERE "{over}" = ?)::DOUBLE AS whole
        FROM extract GROUP BY {rest} HAVING whole IS NOT NULL AND count(*) = count("{value}") ORDER BY ALL"""
    found = table.rows(sql, [whole, whole])
    if not found:
        return [(f"no row has {over} = {whole}", None, None)]
    return [(_text(row[:-2]), *row[-2:]) for row in found if row[-2] is None or abs(row[-2] - row[-1]) > tolerance]


def _parts_of_a_number(table: _Table, value: str, over: str | None, whole: float, tolerance: float) -> list[tuple]:
    """Rows that sum to a number: all of them, or with `over` those that differ in nothing but this column."""
    rest = (_listed(table.key_but(over)) if over else "") or "'all rows'"
    sql = f"""WITH extract AS (FROM {{rows}}) SELECT {rest}, sum("{value}")::DOUBLE AS total FROM extract
              GROUP BY {rest} HAVING count(*) = count("{value}") ORDER BY ALL"""
    found = table.rows(sql)
    if not found:
        return [("there is no row of it", None, None)]
    return [(_text(row[:-1]), row[-1], whole) for row in found if abs(row[-1] - whole) > tolerance]


def _nested(table: _Table, asks: dict, places: Mapping) -> list[str]:
    """A place with a row of its own has the sum of the places of one level that lie directly in it."""
    codes = [code for (code,) in table.rows("SELECT DISTINCT place FROM {rows}")]
    pairs = [(code, places[code].parent, places[code].level) for code in sorted(codes) if places[code].parent in codes]
    if not pairs:
        return ["no place of it lies in another"]
    columns = zip(("code", "parent", "level"), zip(*pairs, strict=True), strict=True)
    table.cursor.register("lying_in", pyarrow.table({name: list(values) for name, values in columns}))
    rest, found = table.key_but("place"), []
    same = "".join(f' AND p."{name}" = c."{name}"' for name in rest)
    for column in asks["columns"]:
        sql = f"""
            WITH extract AS (FROM {{rows}})
            SELECT l.parent, {"".join(f'c."{name}", ' for name in rest)} l.level, sum(c."{column}")::DOUBLE AS total,
                   any_value(p."{column}")::DOUBLE AS whole
            FROM extract c JOIN lying_in l ON l.code = c.place JOIN extract p ON p.place = l.parent{same}
            GROUP BY ALL HAVING abs(total - whole) > ? ORDER BY ALL"""
        for *at, level, total, whole in table.rows(sql, [asks.get("tolerance", 0)]):
            found.append(
                f"{_text(at)}: {column} of each {level} in it sums to {_number(total)}, its own is {_number(whole)}"
            )
    return found


def _unique(table: _Table, asks: dict, places: Mapping) -> list[str]:
    names, key = _listed(asks["columns"]), _listed(table.card.key)
    known = " AND ".join(f'"{name}" IS NOT NULL' for name in asks["columns"])
    sql = f"""SELECT {names}, list(concat_ws(' ', {key}) ORDER BY {key}) FROM {{rows}} WHERE {known}
              GROUP BY {names} HAVING count(*) > 1 ORDER BY {names}"""
    return [f"{_text(values)} stands at {' and at '.join(at[:FIRST])}" for *values, at in table.rows(sql)]


def _coverage(table: _Table, asks: dict, places: Mapping) -> list[str]:
    column = asks.get("column", "place")
    present: dict[str, set] = {}
    for period, code, has in table.rows(f'SELECT period, place, count("{column}") > 0 FROM {{rows}} GROUP BY ALL'):
        if places[code].country == asks["country"] and places[code].level == asks["level"]:
            present.setdefault(period, set()).update({code} if has else ())
    if not present:
        return [f"there is no row of a {asks['level']} of {asks['country']}"]
    vintages = (
        {asks["vintage"]} if "vintage" in asks else {places[c].vintage for found in present.values() for c in found}
    )
    found = []
    for period in periods.in_order(present, asks["country"]):
        first_day, _ = periods.span(period, asks["country"])
        known = {
            code for code, place in places.items()
            if (place.country, place.level) == (asks["country"], asks["level"]) and place.vintage in vintages
            and _existed(place, first_day) and _lies_in(places, code, asks.get("within"))
        }  # fmt: skip
        absent = sorted(known - present[period])
        share = 1 - len(absent) / len(known) if known else 0
        if share < asks["least"]:
            names = ", ".join(absent[:FIRST]) + (f" and {len(absent) - FIRST} more" if len(absent) > FIRST else "")
            found.append(f"{period}: {len(known) - len(absent)} of {len(known)} ({share:.1%}), missing {names}")
    return found


def _existed(place, day) -> bool:
    return (place.valid_from is None or place.valid_from <= day) and (place.valid_to is None or place.valid_to >= day)


def _lies_in(places: Mapping, code: str, within: str | None) -> bool:
    while within is not None and code != within:
        place = places.get(code)
        if place is None or place.parent is None:
            return False
        code = place.parent
    return True


def _vintage(table: _Table, asks: dict, places: Mapping) -> list[str]:
    codes = [code for (code,) in table.rows("SELECT DISTINCT place FROM {rows} ORDER BY place")]
    level = asks.get("level")
    return [
        f"{code} is a {places[code].level} of {places[code].vintage}" for code in codes
        if places[code].vintage != asks["vintage"] or level not in (None, places[code].level)
    ]  # fmt: skip


def _jump(table: _Table, asks: dict, places: Mapping) -> list[str]:
    """The sum of a place in a period beside that of the last period before that it has, as a share of the smaller of the
    two: tenfold and a tenth are the same jump. Sums with a missing value are left out.
    """
    column, most, least = asks["column"], asks["most"], asks.get("least_value", 0)
    sql = f'''SELECT place, period, sum("{column}")::DOUBLE FROM {{rows}}
              GROUP BY place, period HAVING count(*) = count("{column}") ORDER BY place'''
    by_place: dict[str, dict[str, float]] = {}
    for code, period, value in table.rows(sql):
        by_place.setdefault(code, {})[period] = value
    found = []
    for code, values in by_place.items():
        ordered = periods.in_order(values, places[code].country)
        for before, after in zip(ordered, ordered[1:], strict=False):
            old, new = values[before], values[after]
            if min(abs(old), abs(new)) >= least and abs(new - old) > most * min(abs(old), abs(new)):
                found.append(f"{code}: {_number(old)} in {before}, {_number(new)} in {after}")
    return found


def _range(table: _Table, asks: dict, places: Mapping) -> list[str]:
    key, column, found = _listed(table.card.key), asks["column"], []
    for name, sign, word in (("least", "<", "less than"), ("most", ">", "more than")):
        if name not in asks:
            continue
        bound = f'"{asks[name]}"' if isinstance(asks[name], str) else repr(asks[name])
        sql = f'SELECT {key}, "{column}", {bound} FROM {{rows}} WHERE "{column}" {sign} {bound} ORDER BY {key}'
        found += [f"{_text(at)}: {_number(value)} is {word} {_number(end)}" for *at, value, end in table.rows(sql)]
    return found


KINDS = {"parts": _parts, "nested": _nested, "unique": _unique, "coverage": _coverage, "vintage": _vintage,
         "jump": _jump, "range": _range}  # fmt: skip


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _text(values: Iterable) -> str:
    return " ".join(str(value) for value in values)


def _number(value) -> str:
    if value is None:
        return "nothing"
    return f"{int(value):,}" if float(value).is_integer() else f"{float(value):,.6g}"
