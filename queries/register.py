"""The rows of a register: its things as they stand, filtered; or, asked by places, how many there are.

How long something took is never averaged here: each thing has its age and says whether it is done or open.
"""

from collections.abc import Mapping

from geo.places import name_of
from queries.ask import Ask
from queries.card_parts import Duration
from queries.house import House
from queries.indicator import TOTAL
from queries.query import Module
from queries.rows import series_rows

DONE, OPEN = "done", "open"


def register_rows(house: House, module: Module, ask: Ask, chosen: tuple, provenance: str) -> tuple[list, list]:
    """With `by`: counts, as for a series. Without: one row a thing, newest first, with the columns of the card, its
    dimensions and durations, what is kept of its documents, `place_name` and `provenance`.
    """
    if ask.by is not None or "period" in ask.total:
        return series_rows(house, module, ask, chosen, provenance)
    fixed = [(name, value) for name, value in ask.where if value != TOTAL]
    fixed += [("period", ask.period)] if ask.period else []
    conditions = " AND ".join(['"thing" IS NOT NULL', *(f'"{name}" = ?' for name, _ in fixed)])
    listed = [f'"{name}"' for name in ("thing", "place", "period", *module.card.columns, *module.dimensions)]
    listed += [sql for name, duration in module.card.durations.items() for sql in _lasting(name, duration)]
    cursor = house.connection.cursor()
    cursor.execute(
        f'SELECT {", ".join(listed)} FROM "{module.id}" WHERE {conditions} ORDER BY {_newest_first(module)}',
        [value for _, value in fixed],
    )
    names, codes = [column[0] for column in cursor.description], house.area(ask.within)
    papers = [name for name, column in module.card.columns.items() if column.type == "document"]
    kept = {name: told for table in module.tables if table in house.extracts
            for name, told in house.extracts[table].documents.items()}  # fmt: skip
    of_area = (row for row in cursor.fetchall() if codes is None or row[1] in codes)
    rows = (dict(zip(names, row, strict=True)) for row in of_area)
    return [
        {"thing": row["thing"], "place": row["place"], "place_name": name_of(house.places[row["place"]], "en"),
         **{name: row[name] for name in names[2:]}, **_kept(row, papers, kept), "provenance": provenance}
        for row in rows
    ], []  # fmt: skip


def _kept(row: Mapping, papers: list[str], kept: Mapping[str, dict]) -> dict:
    """Digest and bytes of the documents a row names, None of one that is not kept."""
    return {f"{name}_{what}": kept.get(row[name], {}).get(what) for name in papers for what in ("digest", "bytes")}


def _newest_first(module: Module) -> str:
    dates = [name for name, column in module.card.columns.items() if column.type == "date"]
    first = [f'"{dates[0]}" DESC NULLS LAST'] if dates else ["period DESC"]
    return ", ".join([*first, "thing"])


def _lasting(name: str, duration: Duration) -> list[str]:
    """The SQL of a duration's columns: done or open, days so far, and days beyond its due date (0 where none are)."""
    until = f'coalesce("{duration.ends}", "{duration.seen_until}")'
    found = [
        f"CASE WHEN \"{duration.ends}\" IS NULL THEN '{OPEN}' ELSE '{DONE}' END AS \"{name}\"",
        f'date_diff(\'day\', "{duration.begins}", {until}) AS "{name}_days"',
    ]
    if duration.due:
        over = f"greatest(0, date_diff('day', \"{duration.due}\", {until}))"
        found.append(f'CASE WHEN "{duration.due}" IS NOT NULL THEN {over} END AS "{name}_days_over"')
    return found
