"""Sums over all dimensions beside a large cube give the very same answers as the cube, and are asked only where they do."""

import dataclasses
import random
from types import SimpleNamespace

import duckdb
import pytest

from data import snapshots
from data.publish import Context
from queries import facts, totals
from queries.registry import Registry
from queries.run import Ask, run
from queries.units import Scope, Unit

SEED = 20
KINDS = ("work", "study", "others")
TOTALS = ("drawn/one.totals", "drawn/one.local.totals")


@pytest.fixture
def drawn(draw, tmp_path, monkeypatch):
    """A cube of some hundred rows that counts as large: `publish` makes its totals, `house` opens both."""
    monkeypatch.setattr(totals, "LEAST_ROWS", {"": 100, "local": 100})
    chance = random.Random(SEED)
    locals_ = [f"L{number:02}" for number in range(7)]
    wards = [f"{code}-{number}" for code in locals_ for number in (1, 2, 3)]
    places = [draw.place("NP", "country", None), draw.place("R1", "region", "NP"), draw.place("R2", "region", "NP"),
              *(draw.place(code, "local", f"R{1 + (number % 2)}") for number, code in enumerate(locals_)),
              *(draw.place(code, "ward", code[:3]) for code in wards)]  # fmt: skip
    rows = [
        (code, period, kind, chance.randrange(10**9), chance.randrange(10**9), chance.choice([None, 7]), chance.random())
        for code in wards for period in ("2020", "2021") for kind in KINDS if chance.random() < 0.95
    ]  # fmt: skip
    indicators = [
        draw.indicator("planned", numerator="plan", over_dimensions="sum"),
        draw.indicator("share", numerator="plan", denominator="whole", over_places="ratio", over_dimensions="ratio",
                       unit="percent"),
        draw.indicator("gappy", numerator="gaps", over_dimensions="sum"),
        draw.indicator("floating", numerator="weight", over_dimensions="sum"),
        draw.indicator("apart", numerator="whole", over_dimensions="none"),
    ]  # fmt: skip
    module = draw.module(indicators, grain=("ward",), dimensions={"kind": KINDS}, absent={"kind": "zero"},
                         sql="SELECT place, period, kind, plan, whole, gaps, weight FROM drawn")  # fmt: skip

    class Drawn:
        folder, known, made = tmp_path, {place.code: place for place in places}, module
        cards = {"drawn": SimpleNamespace(disclosure="public")}
        sql = "SELECT * FROM read_parquet('{}')"

        def publish(self, input_digest="i1"):
            context = Context(self.known, self.cards, {}, None, {}, lambda *_: None)
            context.cubes = {"drawn/one": {"input_digest": input_digest}}
            for step in (facts, totals):
                step.publish(self.folder, context, Registry({}, {"drawn/one": self.made}, []))
            return context.cubes

        def house(self, cubes):
            cube, *sums = (f"{self.folder}/cubes/{name}.parquet" for name in ("drawn/one", *TOTALS))
            house = draw.house(self.made, self.sql.format(cube), self.known.values())
            for name, file in zip(TOTALS, sums, strict=True):
                house.connection.execute(f'CREATE TABLE "{name}" AS {self.sql.format(file)}')
            return dataclasses.replace(house, totals=totals.load(self.made, {"cubes": cubes}))

    found = Drawn()
    (tmp_path / "cubes/drawn").mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE c (place VARCHAR, period VARCHAR, kind VARCHAR, plan BIGINT, whole BIGINT, "
                           "gaps BIGINT, weight DOUBLE)")  # fmt: skip
        marks = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(rows))
        connection.execute(f"INSERT INTO c VALUES {marks}", [value for row in rows for value in row])
        connection.execute(f"COPY c TO '{tmp_path}/cubes/drawn/one.parquet' (FORMAT parquet)")
    found.rows = rows
    return found


def asked(house) -> list[str]:
    """The tables that questions are put to, as they are."""
    return [sql.split('FROM "')[1].split('"')[0] for sql in house.connection.sent]


class Told:
    """A connection that remembers what its cursors are asked."""

    def __init__(self, connection, sent=None):
        self.connection, self.sent = connection, [] if sent is None else sent

    def cursor(self):
        return Told(self.connection.cursor(), self.sent)

    def execute(self, sql, parameters=None):
        self.sent.append(sql)
        return self.connection.execute(sql, parameters)

    def __getattr__(self, name):
        return getattr(self.connection, name)


@pytest.mark.parametrize(
    ("by", "within", "table"),
    [
        ("ward", None, "drawn/one.totals"),
        ("local", None, "drawn/one.local.totals"),
        ("region", None, "drawn/one.local.totals"),
        ("country", None, "drawn/one.local.totals"),
        ("local", "L03", "drawn/one.local.totals"),
    ],
)
@pytest.mark.parametrize("total", [("kind",), ("kind", "period")])
def test_answers_are_the_same_from_either(drawn, draw, by, within, table, total):
    house = drawn.house(drawn.publish())
    house = dataclasses.replace(house, connection=Told(house.connection))
    ask = Ask(
        "drawn/one",
        by=by,
        within=within,
        total=total,
        indicators=("planned", "share") if "period" not in total else ("share",),
    )
    if "period" in total:
        rules = {"over_periods": "ratio"}
        share = drawn.made.indicators["share"].model_copy(update=rules)
        house.registry.modules["drawn/one"].indicators["share"] = share
    found = run(house, ask)
    assert set(asked(house)) == {table} and found.rows
    assert found.rows == run(dataclasses.replace(house, totals={}), ask).rows
    if by == "country" and total == ("kind",):
        whole = {period: sum(row[3] for row in drawn.rows if row[1] == period) for period in ("2020", "2021")}
        assert {row["period"]: row["value"] for row in found.rows if row["indicator"] == "planned"} == whole


def test_a_unit_with_some_wards_of_a_municipality_is_not_made_of_municipalities():
    local_of = {"A-1": "A", "A-2": "A", "B-1": "B"}

    def scope(*places, gone=()):
        unit = Unit("U", {}, "group", "NP", frozenset(places))
        return Scope((unit,), frozenset(gone), known=frozenset({"A-1", "A-2", "B-1", "C"}), local_of=local_of)

    made = scope("A-1", "A-2", "C").of_locals
    assert (made["unit"].tolist(), made["place"].tolist()) == ([0, 0], ["A", "C"])
    assert scope("A-1", "B-1").of_locals is None
    assert scope("A-1", gone={"A-2"}).of_locals["place"].tolist() == ["A"]  # there was no other ward then


@pytest.mark.parametrize(
    ("indicators", "more"),
    [
        (("planned",), {}),  # by kind
        (("planned",), {"where": (("kind", "work"),)}),
        (("gappy",), {"total": ("kind",)}),  # some cells have no figure
        (("floating",), {"total": ("kind",)}),  # sums of fractions depend on their order
        (("apart",), {"total": ("kind",)}),  # does not add up
        (("planned", "floating"), {"total": ("kind",)}),
    ],
)
def test_what_the_totals_do_not_hold_is_asked_of_the_cube(drawn, indicators, more):
    house = drawn.house(drawn.publish())
    house = dataclasses.replace(house, connection=Told(house.connection))
    run(house, Ask("drawn/one", by="region", indicators=indicators, **more))
    assert set(asked(house)) == {"drawn/one"}


def test_totals_of_another_cube_or_of_other_rules_count_for_nothing(drawn):
    cubes = drawn.publish()
    assert totals.load(drawn.made, {"cubes": cubes}) == dict.fromkeys(TOTALS, {"planned", "share"})
    changed = cubes | {"drawn/one": {"input_digest": "i2"}}
    assert totals.load(drawn.made, {"cubes": changed}) == {}
    assert totals.load(drawn.made.model_copy(update={"sql": "SELECT 1"}), {"cubes": cubes}) == {}
    assert totals.load(drawn.made, {"cubes": {"drawn/one": {}}}) == {}


def test_a_small_cube_has_none_and_neither_has_one_whose_sums_are_too_large(drawn, monkeypatch):
    huge = drawn.folder / "cubes/drawn/one.parquet"
    duckdb.sql(f"SELECT * REPLACE (9000000000000000000 + plan AS plan) FROM '{huge}'").write_parquet(f"{huge}.2")
    huge.with_name("one.parquet.2").replace(huge)
    assert not set(TOTALS) & drawn.publish().keys()
    monkeypatch.setattr(totals, "LEAST_ROWS", {"": len(drawn.rows), "local": len(drawn.rows)})
    assert not set(TOTALS) & drawn.publish().keys()
    assert [name for name in snapshots.files_in(drawn.folder) if "totals" in name] == []
