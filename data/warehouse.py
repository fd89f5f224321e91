"""One DuckDB over the extracts, closed to everything else.

A connection made here reads no file, loads no extension and takes no new settings any more. It must not be shared by
threads: each takes its own `connection.cursor()`.
"""

import difflib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import duckdb

from data import heavy
from data.cards import ExtractCard
from data.problems import ContentError, Problem, shown


def empty(cards: dict[str, ExtractCard]) -> duckdb.DuckDBPyConnection:
    """A locked connection with one table of no rows for each card, of the card's columns and types; to describe by, and
    not to write into: the next one of the same tables is another cursor of it.
    """
    return _empty(tuple(_create_empty_sql(card) for card in cards.values())).cursor()


@lru_cache(maxsize=2)
def _empty(tables: tuple[str, ...]) -> duckdb.DuckDBPyConnection:
    """Made once: fifty tables take longer than what is asked of them."""
    connection = duckdb.connect(":memory:")
    for table in tables:
        connection.execute(table)
    _lock(connection)
    return connection


def over(
    snapshot: Path, cards: dict[str, ExtractCard], limits: heavy.Limits | None = None, writes: Iterable[Path] = ()
) -> duckdb.DuckDBPyConnection:
    """A locked connection with the snapshot's extracts as tables; those it lacks are empty tables, and large ones are
    read where they lie.

    `limits` are those of memory; only the files of `writes` may be written. `ContentError` names every Parquet file
    that is cut short, is none, or has other columns than its card.
    """
    connection = heavy.opened(limits or heavy.Limits())
    problems, large = [], []
    for card in cards.values():
        path = Path(snapshot) / "extracts" / f"{card.name}.parquet"
        if not path.is_file():
            connection.execute(_create_empty_sql(card))
            continue
        if heavy.is_large(path):
            large.append(path)
        problems += _load(connection, card, path)
    if problems:
        connection.close()
        raise ContentError(problems)
    heavy.allow(connection, [*large, *writes])
    _lock(connection)
    return connection


def misfits(snapshot: Path, cards: dict[str, ExtractCard]) -> list[Problem]:
    """What is wrong with the Parquet files of a snapshot's extracts beside their cards, found without loading any."""
    paths = {card.name: Path(snapshot) / "extracts" / f"{card.name}.parquet" for card in cards.values()}
    with duckdb.connect() as connection:
        return [problem for card in cards.values() if paths[card.name].is_file()
                for problem in _misfits(connection, card, paths[card.name])]  # fmt: skip


def differences(card: ExtractCard, found: dict[str, str], file: str) -> list[Problem]:
    """What distinguishes the columns found (name -> DuckDB type) from those of the card, a problem for each."""
    problems = []
    for name, column in card.columns.items():
        if name not in found:
            near = difflib.get_close_matches(name, [other for other in found if other not in card.columns], 1)
            hint = f"Is it the column {near[0]!r}?" if near else f"Found: {', '.join(found)}."
            problems.append(Problem(file, 1, f"{card.name}: the column {name!r} of its card is missing.", hint))
        elif found[name] != column.type:
            message = f"{card.name}: the column {name!r} is {found[name]}, its card says {column.type}."
            problems.append(Problem(file, 1, message, f"Correct the recipe or {shown(card.file)}."))
    for name in found:
        if name not in card.columns:
            message = f"{card.name}: the column {name!r} stands in no card."
            problems.append(Problem(file, 1, message, f"Describe it in {shown(card.file)} or leave it out."))
    return problems


def columns_sql(card: ExtractCard) -> str:
    """The card's columns as the body of a CREATE TABLE."""
    return ", ".join(f'"{column.name}" {column.type}' for column in card.columns.values())


def _create_empty_sql(card: ExtractCard) -> str:
    return f'CREATE TABLE "{card.name}" ({columns_sql(card)})'


def _misfits(connection, card: ExtractCard, path: Path) -> list[Problem]:
    file = shown(path)
    again = "Run `nagar build` to make a new snapshot."
    try:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        wrong = differences(card, {name: kind for name, kind, *_ in described}, file)
        if wrong:
            message = f"{card.name}: its columns are not those of its card any more; the card has changed."
            return [*wrong, Problem(file, 1, message, again)]
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        return [Problem(file, 1, f"{card.name}: cannot be read as Parquet, it may be cut short: {first_line}", again)]
    return []


def _load(connection, card: ExtractCard, path: Path) -> list[Problem]:
    problems = _misfits(connection, card, path)
    if not problems:
        names = ", ".join(f'"{name}"' for name in card.columns)
        what = "VIEW" if heavy.is_large(path) else "TABLE"
        connection.execute(f"CREATE {what} \"{card.name}\" AS SELECT {names} FROM read_parquet('{heavy.quoted(path)}')")
    return problems


def _lock(connection):
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
