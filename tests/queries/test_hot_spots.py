"""Publishing looks for pockets where a card asks for it, once, and never in what is protected."""

import json
from types import SimpleNamespace

import duckdb
import pytest

from data.publish import Context
from data.snapshots import digest_of
from geo import hotspots
from queries import hot_spots
from queries.card_parts import HotSpots
from queries.query import QueryCard
from queries.registry import Registry

SIDE, STEP = 8, 0.01
EN = {"en": "drawn"}
CARD = '[hot_spots]\nindicators = ["share"]\n'
WORDS = {"high": EN, "low": EN, "held": {"en": "{places} hold {share}."}}


def outline(column: int, row: int) -> str:
    west, south, east, north = 85 + column * STEP, 27 + row * STEP, 85 + (column + 1) * STEP, 27 + (row + 1) * STEP
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def insert(connection, table: str, rows: list[tuple]) -> None:
    """All rows in one statement, which takes a tenth of the time of one after the other."""
    marks = ", ".join([f"({', '.join('?' * len(rows[0]))})"] * len(rows))
    connection.execute(f"INSERT INTO {table} VALUES {marks}", [value for row in rows for value in row])


@pytest.fixture
def room(draw, tmp_path):
    """A drawn snapshot: a lattice of 8 by 8 wards in two districts, the first 3 by 3 poor, one ward without a figure,
    one without outline and one far away; and `publish` to make its pockets."""

    class Room:
        folder = tmp_path / "new"
        cards = {"drawn": SimpleNamespace(disclosure="public")}
        sql = "-- Who is poor?\nSELECT place, period, poor, households FROM drawn"
        previous, before = None, {}

    made = Room()
    places = [draw.place("NP", "country", None), draw.place("D1", "district", "NP"), draw.place("D2", "district", "NP")]
    rows, shapes = [], []
    for row in range(SIDE):
        for column in range(SIDE):
            code = f"W{row}{column}"
            places.append(draw.place(code, "ward", "D1" if row < 4 else "D2", area_km2=2.0))
            shapes.append((code, outline(column, row)))
            poor = 60 + row + column if row < 3 and column < 3 else 15 + (row * 7 + column * 3) % 11
            rows.append((code, "2021", poor, 100))
    rows = [row for row in rows if row[0] != "W77"]  # no figure
    for code, shape in (("FAR", outline(40, 40)), ("BLANK", None)):
        places.append(draw.place(code, "ward", "D2", area_km2=2.0))
        shapes.append((code, shape))
        rows.append((code, "2021", 20, 100))
    made.places = {place.code: place for place in places}
    (made.folder / "cubes/drawn").mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE c (place VARCHAR, period VARCHAR, poor BIGINT, households BIGINT)")
        insert(connection, "c", rows)
        connection.execute(f"COPY c TO '{made.folder}/cubes/drawn/one.parquet' (FORMAT parquet)")
        connection.execute("CREATE TABLE s (layer VARCHAR, code VARCHAR, geojson VARCHAR)")
        insert(connection, "s", [("NP/ward/2017", *shape) for shape in shapes])
        connection.execute(f"COPY s TO '{made.folder}/shapes.parquet' (FORMAT parquet)")
    share = draw.indicator("share", numerator="poor", denominator="households", over_places="ratio", unit="percent",
                           smallest_count=5)  # fmt: skip
    module = draw.module([share], grain=("ward",), sql=made.sql, hot_spots=HotSpots(indicators=["share"], **WORDS))
    (tmp_path / "one.toml").write_text(CARD)
    (tmp_path / "one.sql").write_text(made.sql)
    made.module = module.model_copy(update={"card_file": tmp_path / "one.toml", "sql_file": tmp_path / "one.sql"})

    def publish():
        context = Context(made.places, made.cards, {}, made.previous, made.before, lambda *_: None)
        context.cubes = {"drawn/one": {"input_digest": "i1", "module": "m1"}}
        hot_spots.publish(made.folder, context, Registry({}, {"drawn/one": made.module}, []))
        return context

    made.publish = publish
    return made


def published(room) -> dict[str, dict]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{room.folder}/cubes/drawn/one.hot_spots.parquet'")
        names = [column[0] for column in found.description]
        return {row[names.index("place")]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


@pytest.mark.slow
def test_every_place_with_a_rate_is_told_what_it_is(room):
    context = room.publish()
    rows = published(room)
    assert context.problems == []
    assert context.cubes["drawn/one.hot_spots"]["rule"]["permutations"] == 999
    assert len(rows) == 65  # 64 of the lattice less W77, with FAR and BLANK
    assert rows["W11"]["pocket"] == "high" and rows["W11"]["moran"] == "high_high" and rows["W11"]["pocket_number"] == 1
    assert (rows["FAR"]["pocket"], rows["BLANK"]["pocket"]) == ("no_neighbours", "no_outline")
    assert rows["FAR"]["gi_star_p"] is None and rows["BLANK"]["gi_star_z"] is None
    assert {row["tested_in"] for row in rows.values()} == {"NP"}
    assert {row["pocket"] for code, row in rows.items() if code not in ("FAR", "BLANK")} <= {"high", "low", "none"}
    # beside W77, which has no figure; on the rim; in the middle
    assert [rows[code]["edge"] for code in ("W66", "W00", "W33")] == ["no_figure_beside", "border", None]
    assert (rows["W66"]["neighbours"], rows["W33"]["neighbours"]) == (7, 8)
    # all populations are equal, so that every rate is drawn by the same weight towards the rate of all
    with duckdb.connect() as connection:
        of_all = connection.execute(f"SELECT avg(poor) FROM '{room.folder}/cubes/drawn/one.parquet'").fetchone()[0]
    first, second = ((rows[code]["smoothed"] - of_all) / (rate - of_all) for code, rate in (("W00", 60), ("W11", 62)))
    assert first == pytest.approx(second) and 0.5 < first < 1


@pytest.mark.slow
def test_a_cube_of_pockets_is_taken_over_while_nothing_it_rests_on_changes(room):
    first = room.publish()
    name = "cubes/drawn/one.hot_spots.parquet"
    room.previous, room.before = room.folder, {"cubes": first.cubes, "files": {name: digest_of(room.folder / name)}}
    room.folder = room.folder.parent / "again"
    (room.folder / "cubes/drawn").mkdir(parents=True)
    for file in ("shapes.parquet", "cubes/drawn/one.parquet"):
        (room.folder / file).write_bytes((room.previous / file).read_bytes())
    hot, hotspots.statistics = hotspots.statistics, None  # whoever computes now fails
    try:
        again = room.publish()
    finally:
        hotspots.statistics = hot
    assert again.cubes == first.cubes
    assert (room.folder / name).read_bytes() == (room.previous / name).read_bytes()


def test_what_is_protected_has_no_pockets(room):
    room.cards = {"drawn": SimpleNamespace(disclosure="protected")}
    context = room.publish()
    assert "drawn/one.hot_spots" not in context.cubes
    (problem,) = context.problems
    assert "whose small numbers are protected" in problem.message and problem.line == 1


def test_a_rate_without_a_total_over_a_dimension_is_told(room, draw):
    share = draw.indicator("share", numerator="poor", denominator="households", over_places="ratio", unit="percent")
    sexed = draw.module([share], grain=("ward",), dimensions={"sex": ["male", "female"]},
                        hot_spots=HotSpots(indicators=["share"], **WORDS))  # fmt: skip
    found = hot_spots.problems_of(sexed.model_copy(update={"card_file": room.module.card_file}), room.cards)
    assert [problem.message for problem in found] == [
        "hot_spots: 'share' has no total over sex, and pockets are looked for in totals."
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"hot_spots": {"indicators": ["other"], **WORDS}}, "'other' is not one of this module's indicators"),
        ({"grain": ["ward", "local"]}, "one level as its grain"),
        ({"hot_spots": {"indicators": ["share"], **WORDS, "held": {"en": "{many} of them"}}}, "{many} is none of"),
    ],
)
def test_a_card_that_asks_for_what_cannot_be_is_told(change, told):
    card = {"kind": "series", "grain": ["ward"], "title": EN, "question": EN, "indicators": ["share"],
            "hot_spots": {"indicators": ["share"], **WORDS}}  # fmt: skip
    QueryCard(**card)
    with pytest.raises(ValueError, match=told):
        QueryCard(**card | change)


def test_the_area_of_a_test_is_the_lowest_place_that_holds_all(room):
    assert hot_spots.common_area(room.places, ["W00", "W31"]) == "D1"
    assert hot_spots.common_area(room.places, ["W00", "W70"]) == "NP"
