"""Extracts of a country's size to measure with, drawn with a seed by DuckDB, in minutes and out of core.

The folder that `make` fills is a room of its own: places, cards with their Parquet, and a theme with two modules, all
of it made up. `dashboard.building.build_room` publishes it as any other; no figure in it is of any place.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np

from data import heavy
from geo import places as geography

CONTENT = Path(__file__).resolve().parent / "made"
NEPAL_WARDS = 6743
SLOTS_PER_WARD = 32  # of the urn from which wards are drawn: more make the skew finer
BLOCK_LINES = 64  # so many lines of one ward and year lie together in the file; the blocks are shuffled
YEARS = tuple(str(year) for year in range(2015, 2025))
CENSUSES = ("2011", "2021")
FUNCTIONS = (
    "general_public_services", "public_order_and_safety", "economic_affairs", "environmental_protection",
    "housing_and_community_amenities", "health", "recreation_culture_and_religion", "education", "social_protection",
)  # fmt: skip
REASONS = ("work", "study", "marriage", "others")
STAYS, NEAR = 0.15, 0.6  # shares of moves within a ward, and within it or its district
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Made:
    """What was asked for: a folder made with the same is not made again."""

    budget_lines: int
    migration_records: int
    wards: int
    seed: int
    version: int = 2  # of what is drawn: another one makes another room


def make(
    folder: Path,
    budget_lines: int = 100_000_000,
    migration_records: int = 50_000_000,
    wards: int = NEPAL_WARDS,
    seed: int = 1,
    progress: Progress = lambda text, done, total: None,
    limits: heavy.Limits | None = None,
) -> Path:
    """Fills `folder` with `places.parquet`, `extracts/` and `queries/`, and gives it; quick where it holds them already.

    Exactly so many rows. 6,743 wards are Nepal's own, with their people as weights (the room has all places that Nagar
    knows, so that what is published of it is taken over beside Nagar's own); any other number is a made-up
    country (`IN`) of about 15 wards a local unit, 9 of these a district and 20 of these a region. Sizes are skewed: the
    largest wards have a hundred times the lines and moves of the smallest, and most moves are short.
    """
    folder, asked = Path(folder), Made(budget_lines, migration_records, wards, seed)
    told = folder / "made.json"
    if told.is_file() and json.loads(told.read_text("utf-8")) == asdict(asked):
        return folder
    if min(budget_lines, migration_records, wards) < 1:
        raise ValueError("Give 1 or more budget lines, migration records and wards.")
    folder.mkdir(parents=True, exist_ok=True)
    told.unlink(missing_ok=True)
    shutil.copytree(CONTENT, folder, dirs_exist_ok=True)
    places = geography.load() if wards == NEPAL_WARDS else country(wards, seed)
    geography.save(places, folder / "places.parquet")
    limits = limits or heavy.Limits(spill=folder / "spill")
    with heavy.connected(limits) as connection:
        _wards(connection, places)
        _budget_lines(connection, budget_lines, seed, folder / "extracts" / "made_budget_lines.parquet", progress)
        _moves(connection, migration_records, seed, folder / "extracts" / "made_moves.parquet", progress)
    told.write_text(json.dumps(asdict(asked)), "utf-8")
    return folder


def country(wards: int, seed: int) -> geography.Places:
    """A made-up country of so many wards, whose people are spread as unevenly as people are."""
    chance = np.random.default_rng(seed)
    persons = np.maximum(50, 8000 * np.exp(chance.normal(0, 0.9, wards))).astype(int)
    found = {"IN": _place("IN", "country", None, "Made-up country")}
    for number in range(wards):
        local, ward = divmod(number, 15)
        district, local = divmod(local, 9)
        region, district = divmod(district, 20)
        codes = [f"IN{region + 1:02}"]
        codes.append(f"{codes[0]}{district + 1:02}")
        codes.append(f"{codes[1]}{local + 1:03}")
        codes.append(f"{codes[2]}-{ward + 1:02}")
        for level, code, parent in zip(geography.LEVELS[1:5], codes, ["IN", *codes], strict=False):
            if code not in found:
                people = int(persons[number]) if level == "ward" else None
                found[code] = _place(code, level, parent, f"Made-up {level} {code[2:]}", people)
    return found


def _place(code: str, level: str, parent: str | None, name: str, persons: int | None = None) -> geography.Place:
    return geography.Place(code, "IN", level, "made", None, name, None, None, (), None, parent, None, date(2000, 1, 1),
                           None, (), None, None, None, persons, False)  # fmt: skip


def _wards(connection: duckdb.DuckDBPyConnection, places: geography.Places) -> None:
    """The tables `wards` (number, place, weight, first and count of its district) and `urn` (slot, ward number)."""
    listed = sorted(code for code, place in places.items() if place.level == "ward")
    district = [geography.ancestor_at(places, code, "district") for code in listed]
    first, count = {}, {}
    for number, code in enumerate(district):
        first.setdefault(code, number)
        count[code] = count.get(code, 0) + 1
    weights = np.array([places[code].persons_reference or 1 for code in listed], dtype=float)
    slots = np.maximum(1, np.round(weights / weights.sum() * SLOTS_PER_WARD * len(listed))).astype(int)
    columns = {
        "ward": np.arange(len(listed), dtype=np.int32), "place": np.array(listed, dtype=object),
        "weight": weights, "first": np.array([first[code] for code in district], dtype=np.int32),
        "count": np.array([count[code] for code in district], dtype=np.int32),
    }  # fmt: skip
    import pyarrow

    connection.register("given", pyarrow.table(columns))
    connection.execute("CREATE TABLE wards AS SELECT * FROM given")
    drawn = np.repeat(columns["ward"], slots)
    connection.register("given", pyarrow.table({"slot": np.arange(len(drawn), dtype=np.int64), "ward": drawn}))
    connection.execute("CREATE TABLE urn AS SELECT * FROM given")
    connection.unregister("given")


def _chance(of: str, number: int, seed: int) -> str:
    """SQL for the `number`-th even chance from 0 to 1 of the thing `of`: the same for the same seed.

    Hashed twice: the hashes of one thing beside two numbers differ by a constant, and so would the chances.
    """
    return f"(hash(hash({of}, {seed * 1000 + number})) >> 11)::DOUBLE / 9007199254740992"


def _budget_lines(connection, rows: int, seed: int, path: Path, progress: Progress) -> None:
    """Lines of each ward and year in numbers that follow its people (a large ward has more, not as many more)."""
    weights = np.array(connection.execute("SELECT weight FROM wards ORDER BY ward").fetchall()).ravel() ** 0.7
    shares = np.repeat(weights / weights.sum() / len(YEARS), len(YEARS)).cumsum()
    bounds = np.concatenate([[0], np.round(shares * rows).astype(np.int64)])
    bounds[-1] = rows
    import pyarrow

    lines = np.diff(bounds)
    given = {"ward": np.repeat(np.arange(len(weights)), len(YEARS)), "year": np.tile(YEARS, len(weights)), "n": lines}
    connection.register("given", pyarrow.table({**given, "year": given["year"].astype(object)}))
    connection.execute(
        f"CREATE TABLE blocks AS SELECT ward, year, start, least({BLOCK_LINES}, n - start) AS n FROM ("
        f"SELECT ward, year, n, unnest(range(0, n, {BLOCK_LINES})) AS start FROM given) "
        f"ORDER BY hash(ward, year, start, {seed})"
    )
    connection.unregister("given")
    functions = ", ".join(f"'{name}'" for name in FUNCTIONS)
    sql = f"""
        SELECT w.place, b.year AS period, 'L' || lpad(b.line::VARCHAR, 6, '0') AS line,
               [{functions}][1 + floor(9 * pow({_chance("(b.ward, b.year, b.line)", 1, seed)}, 2))::INTEGER] AS function,
               CASE WHEN b.drawn % 5 < 2 THEN (b.drawn >> 8) % 5 / 4.0 END::DOUBLE AS green_weight,
               (20 / pow(((b.drawn >> 11)::DOUBLE / 9007199254740992) + 1e-6, 0.7))::BIGINT AS plan_thousand,
               CASE WHEN b.year <> '{YEARS[-1]}' THEN
                    (20 / pow(((b.drawn >> 11)::DOUBLE / 9007199254740992) + 1e-6, 0.7)
                     * (0.5 + (b.drawn >> 16) % 64 / 100.0))::BIGINT END AS outturn_thousand
        FROM (SELECT ward, year, line, hash(hash(ward, year, line, {seed})) AS drawn
              FROM (SELECT ward, year, unnest(range(start, start + n)) AS line FROM blocks)) b
        JOIN wards w ON w.ward = b.ward"""
    _write(connection, sql, path, "Drawing budget lines", progress)
    connection.execute("DROP TABLE blocks")


def _moves(connection, rows: int, seed: int, path: Path, progress: Progress) -> None:
    """Records of moves: where from follows the people; where to is the same ward, the district (its first wards more
    often than its last), or anywhere that people are.
    """
    slots = connection.execute("SELECT count(*) FROM urn").fetchone()[0]
    far, near, where = (_chance("r.record", number, seed) for number in (1, 2, 3))
    reasons = ", ".join(f"'{name}'" for name in REASONS)
    censuses = ", ".join(f"'{year}'" for year in CENSUSES)
    sql = f"""
        WITH drawn AS (
            SELECT r.range AS record, hash(hash(r.range, {seed})) AS h FROM range({rows}) r
        ), left_from AS (
            SELECT r.record, r.h, w.ward, w.place AS origin, w.first, w.count, f.ward AS far, {where} AS how,
                   w.first + floor(w.count * pow({near}, 2))::INTEGER AS near
            FROM drawn r JOIN urn u ON u.slot = r.h % {slots} JOIN wards w ON w.ward = u.ward
            JOIN urn f ON f.slot = floor({slots} * {far})::BIGINT
        )
        SELECT m.record, m.origin, d.place AS destination, [{censuses}][1 + ((m.h >> 20) % 5 < 3)::INTEGER] AS period,
               [{reasons}][1 + ((m.h >> 24) % 16 * ((m.h >> 28) % 16) // 57)::INTEGER] AS reason,
               (1 + (m.h >> 32) % 4 * ((m.h >> 36) % 2))::BIGINT AS persons
        FROM left_from m
        JOIN wards d ON d.ward = CASE WHEN m.how < {STAYS} THEN m.ward WHEN m.how < {NEAR} THEN m.near ELSE m.far END"""
    _write(connection, sql, path, "Drawing moves", progress)


def _write(connection, sql: str, path: Path, text: str, progress: Progress) -> None:
    """Writes the rows; a kill leaves no half file under the name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    heavy.watched(connection, f"COPY ({sql}) TO '{heavy.quoted(part)}' (FORMAT parquet)", [], text, progress)
    part.replace(path)
