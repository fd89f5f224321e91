"""Two cubes of a module that changed in between, compared column by column: how many rows differ, never their values."""

from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

NUMERIC = ("INT", "DOUBLE", "FLOAT", "DECIMAL")


@dataclass(frozen=True)
class Columns:
    """Rows in both cubes, in the old and in the new one only, the rows in which each shared column of numbers differs,
    and the columns that only one of them has. `alike` is None where rows cannot be matched one to one.
    """

    alike: int | None
    only_old: int
    only_new: int
    differing: dict[str, int]
    gone: tuple[str, ...]
    added: tuple[str, ...]

    def as_dict(self) -> dict:
        return asdict(self)


def of_columns(old: Path, new: Path, key: tuple[str, ...] = ()) -> Columns | None:
    """The comparison of two Parquet files by the columns of `key` (not given: all that hold no numbers); None where one
    of them is missing or cannot be read.
    """
    try:
        with duckdb.connect() as connection:
            for name, path in (("old", old), ("new", new)):
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet(?)", [str(path)])
            return _compared(connection, key)
    except duckdb.Error:
        return None


def _compared(connection, given: tuple[str, ...]) -> Columns:
    described = [connection.execute(f"DESCRIBE {side}").fetchall() for side in ("old", "new")]
    types = [{name: kind for name, kind, *_ in rows} for rows in described]
    shared = [name for name in types[0] if name in types[1]]
    numbers = [name for name in shared if all(side[name].startswith(NUMERIC) or "INT" in side[name] for side in types)]
    key = [name for name in shared if (name in given if given else name not in numbers)]
    measures = [name for name in shared if name not in key]
    gone, added = (tuple(sorted(one.keys() - other.keys())) for one, other in (types, types[::-1]))
    listed = ", ".join(f'"{name}"' for name in key)
    doubled = [connection.execute(f"SELECT {listed} FROM {side} GROUP BY ALL HAVING count(*) > 1 LIMIT 1").fetchall()
               for side in ("old", "new")] if key else [True]  # fmt: skip
    if any(doubled):
        sql = f"SELECT {listed or 1} FROM {{}} EXCEPT ALL SELECT {listed or 1} FROM {{}}"
        only_old, only_new = (
            len(connection.execute(sql.format(*sides)).fetchall()) for sides in (("old", "new"), ("new", "old"))
        )
        return Columns(None, only_old, only_new, {}, gone, added)
    same = " AND ".join(f'o."{name}" IS NOT DISTINCT FROM n."{name}"' for name in key)
    differ = "".join(f', count(*) FILTER (WHERE o."{name}" IS DISTINCT FROM n."{name}")' for name in measures)
    alike, *differing = connection.execute(f"SELECT count(*){differ} FROM old o JOIN new n ON {same}").fetchall()[0]
    rows = connection.execute("SELECT (SELECT count(*) FROM old), (SELECT count(*) FROM new)").fetchall()[0]
    found = {name: count for name, count in zip(measures, differing, strict=True) if count}
    return Columns(alike, rows[0] - alike, rows[1] - alike, found, gone, added)
