"""A value of a dimension that a place has no row of: it was not told, or there was none. Small tables, worked out by hand."""

import random

import duckdb
import pytest

from queries import cube, facts
from queries.run import Ask, run
from queries.silence import silence

QUARTERS = ("first", "second", "third", "fourth")


def only(answer, **wanted):
    """The one row that has these values."""
    rows = [row for row in answer.rows if all(row[name] == value for name, value in wanted.items())]
    assert len(rows) == 1, rows
    return rows[0]


def counted(row) -> tuple:
    """What a row says of how much it knows."""
    return row["state"], row["places_with_value"], row["places_known"], pytest.approx(row["coverage"])


@pytest.fixture
def land(draw):
    """A region with three towns of 500, 300 and 200 persons, beside another with one of 100."""
    return [
        draw.place("NP", "country", None), draw.place("A", "region", "NP"), draw.place("B", "region", "NP"),
        draw.place("A1", "local", "A", persons=500), draw.place("A2", "local", "A", persons=300),
        draw.place("A3", "local", "A", persons=200), draw.place("B1", "local", "B", persons=100),
    ]  # fmt: skip


# A1 told all four quarters, A2 not the third, A3 sent a third without a figure, and B1 told only the first.
SPENT = """
    SELECT place, '2080' AS period, quarter, spent, plan FROM (VALUES
        ('A1', 'first', 10, 100), ('A1', 'second', 20, 100), ('A1', 'third', 30, 100), ('A1', 'fourth', 40, 100),
        ('A2', 'first', 1, 50), ('A2', 'second', 2, 50), ('A2', 'fourth', 4, 50),
        ('A3', 'first', 5, 20), ('A3', 'second', 5, 20), ('A3', 'third', NULL, NULL), ('A3', 'fourth', 5, 20),
        ('B1', 'first', 7, 70)) AS t(place, quarter, spent, plan)
"""


@pytest.fixture
def spending(draw, land):
    """Quarters that every town that reports should tell; a count and a rate, both shown with whatever coverage."""
    spent = draw.indicator("spent", numerator="spent", over_dimensions="sum", over_periods="sum", least_coverage=0)
    share = draw.indicator("share", unit="percent", numerator="spent", denominator="plan", over_places="ratio",
                           over_dimensions="ratio", least_coverage=0)  # fmt: skip
    made = draw.module([spent, share], dimensions={"quarter": QUARTERS}, absent={"quarter": "missing"},
                       missing="not_reported")  # fmt: skip
    return draw.house(made, SPENT, land)


@pytest.mark.parametrize("indicator", ["spent", "share"])
def test_a_quarter_covers_the_towns_that_told_it(spending, indicator):
    def region(quarter):
        where = (("quarter", quarter),)
        return only(run(spending, Ask("drawn/one", by="region", where=where, indicators=(indicator,))), place="A")

    assert counted(region("first")) == ("value", 3, 3, 1.0)
    # without A2, of 500 + 300 + 200 persons, and A3, whose row has no figure
    assert counted(region("third")) == ("value", 1, 3, 500 / 1000)
    assert counted(region("fourth")) == ("value", 3, 3, 1.0)


def test_the_figures_are_those_of_the_towns_that_told(spending):
    third = run(spending, Ask("drawn/one", by="region", where=(("quarter", "third"),)))
    assert only(third, place="A", indicator="spent")["value"] == 30
    assert only(third, place="A", indicator="share")["value"] == pytest.approx(100 * 30 / 100)
    assert only(third, place="B", indicator="spent")["state"] == "not_reported"


@pytest.mark.parametrize("place", ["A2", "A3"])
def test_a_town_that_did_not_tell_a_quarter_has_not_reported_it(spending, place):
    alone = run(spending, Ask("drawn/one", by="local", where=(("quarter", "third"),), indicators=("spent",)))
    assert counted(only(alone, place=place)) == ("not_reported", 0, 1, 0.0)
    split = run(spending, Ask("drawn/one", by="local", indicators=("spent",)))
    listed = [row["quarter"] for row in split.rows if row["place"] == place]
    assert listed == [*QUARTERS, "total"]  # the third is listed, and says what it is
    assert only(split, place=place, quarter="third")["state"] == "not_reported"
    assert only(split, place=place, quarter="third")["value"] is None


def test_a_year_of_three_quarters_is_no_year(spending, draw, land):
    """The region's sum is marked by its coverage: 1 of 3 towns has all four quarters."""
    year = run(spending, Ask("drawn/one", by="region", total=("quarter",), indicators=("spent",)))
    whole = only(year, place="A")
    assert counted(whole) == ("value", 1, 3, 500 / 1000)
    assert whole["value"] == (10 + 20 + 30 + 40) + (1 + 2 + 4) + (5 + 5 + 5)
    strict = {"least_coverage": 0.8}
    made = spending.registry.modules["drawn/one"]
    spent = made.indicators["spent"].model_copy(update=strict)
    asked = draw.house(made.model_copy(update={"indicators": {"spent": spent}}), SPENT, land)
    towns = run(asked, Ask("drawn/one", by="local", total=("quarter",)))
    assert {row["place"]: (row["value"], row["state"]) for row in towns.rows} == {
        "A1": (10 + 20 + 30 + 40, "value"), "A2": (None, "no_data"), "A3": (None, "no_data"), "B1": (None, "no_data")}  # fmt: skip


def test_periods_together_need_every_period(draw, land):
    """A1 told the first quarter of both years, A2 of one: over the years only A1 is covered."""
    spent = draw.indicator("spent", numerator="spent", over_dimensions="sum", over_periods="sum", least_coverage=0)
    made = draw.module([spent], dimensions={"quarter": QUARTERS[:2]}, absent={"quarter": "missing"})
    rows = """SELECT * FROM (VALUES ('A1', '2080', 'first', 1), ('A1', '2080', 'second', 1), ('A1', '2081', 'first', 2),
        ('A1', '2081', 'second', 2), ('A2', '2080', 'first', 4), ('A2', '2080', 'second', 4), ('A2', '2081', 'second', 8))
        AS t(place, period, quarter, spent)"""
    house = draw.house(made, rows, land)
    first = run(house, Ask("drawn/one", by="region", within="A", where=(("quarter", "first"),), total=("period",)))
    assert only(first, place="A")["value"] == 1 + 2 + 4
    assert counted(only(first, place="A")) == ("value", 1, 3, 500 / 1000)
    compared = run(house, Ask("drawn/one", by="region", within="A", where=(("quarter", "first"),)))
    assert {row["period"]: (row["value"], row["places_with_value"]) for row in compared.rows} == {
        "2080": (1 + 4, 2), "2081": (2, 1)}  # fmt: skip


# Who pays: A1 from both sources, A2 from its own revenue alone, A3 has not reported.
FUNDS = """
    SELECT * FROM (VALUES ('A1', '2080', 'own', 60, 6), ('A1', '2080', 'loans', 40, 4), ('A2', '2080', 'own', 10, 1),
        ('B1', '2080', 'loans', 5, 5)) AS t(place, period, source, amount, late)
"""


@pytest.fixture
def funds(draw, land):
    """Sources of which an absent one pays nothing."""
    amount = draw.indicator("amount", numerator="amount", over_dimensions="sum", least_coverage=0.7)
    late = draw.indicator("late", unit="percent", numerator="late", denominator="amount", over_places="ratio",
                          over_dimensions="ratio", least_coverage=0.7)  # fmt: skip
    made = draw.module([amount, late], dimensions={"source": ("own", "loans")}, absent={"source": "zero"},
                       missing="not_reported")  # fmt: skip
    return draw.house(made, FUNDS, land)


def test_a_source_that_pays_nothing_is_a_true_zero(funds):
    loans = run(funds, Ask("drawn/one", by="local", where=(("source", "loans"),)))
    amounts = {row["place"]: (row["value"], row["state"]) for row in loans.rows if row["indicator"] == "amount"}
    assert amounts == {"A1": (40, "value"), "A2": (0, "value"), "A3": (None, "not_reported"), "B1": (5, "value")}
    rates = {row["place"]: row["state"] for row in loans.rows if row["indicator"] == "late"}
    assert rates == {
        "A1": "value",
        "A2": "not_applicable",
        "A3": "not_reported",
        "B1": "value",
    }  # of no loan none is late


def test_each_source_is_covered_as_the_whole_is(funds):
    split = run(funds, Ask("drawn/one", by="region", within="A", indicators=("amount",)))
    found = {row["source"]: (row["value"], *counted(row)) for row in split.rows}
    # of 500 + 300 + 200 persons the 200 of A3 have not reported
    assert found == {source: (value, "value", 2, 3, 800 / 1000)
                     for source, value in {"own": 60 + 10, "loans": 40 + 0, "total": 60 + 40 + 10}.items()}  # fmt: skip


def test_a_true_zero_is_listed_in_a_split(funds):
    rows = run(funds, Ask("drawn/one", by="local", indicators=("amount",))).rows
    assert [(row["source"], row["value"]) for row in rows if row["place"] == "A2"] == [
        ("own", 10), ("loans", 0), ("total", 10)]  # fmt: skip
    assert [row["state"] for row in rows if row["place"] == "A3"] == ["not_reported"]


def test_a_row_without_a_figure_is_known_of_neither_kind(draw, land):
    """A2's loans are in the table and empty: not known, though a source without a row would be zero."""
    amount = draw.indicator("amount", numerator="amount", over_dimensions="sum", least_coverage=0)
    made = draw.module([amount], dimensions={"source": ("own", "loans")}, absent={"source": "zero"})
    rows = FUNDS.replace("('B1'", "('A2', '2080', 'loans', NULL, NULL), ('B1'")
    answer = run(draw.house(made, rows, land), Ask("drawn/one", by="region", within="A"))
    assert counted(only(answer, source="own")) == ("value", 2, 3, 800 / 1000)
    assert counted(only(answer, source="loans")) == ("value", 1, 3, 500 / 1000)
    assert counted(only(answer, source="total")) == ("value", 1, 3, 500 / 1000)


def test_a_place_without_any_figure_is_missed_once(draw, land):
    """A1 has rows and no figure in them: two of three towns are known, not one."""
    amount = draw.indicator("amount", numerator="amount", over_dimensions="sum", least_coverage=0)
    made = draw.module([amount], dimensions={"source": ("own", "loans")}, absent={"source": "zero"})
    rows = """SELECT * FROM (VALUES ('A1', '2080', 'own', NULL), ('A1', '2080', 'loans', NULL), ('A2', '2080', 'own', 3),
        ('A2', '2080', 'loans', NULL), ('A3', '2080', 'own', 4), ('A3', '2080', 'loans', 5)) AS t(place, period, source, amount)"""
    answer = run(draw.house(made, rows, land), Ask("drawn/one", by="region", within="A"))
    assert counted(only(answer, source="own")) == ("value", 2, 3, 500 / 1000)
    assert counted(only(answer, source="total")) == ("value", 1, 3, 200 / 1000)  # A3 alone: A2's loans are not known


def test_two_dimensions_of_which_one_is_told_in_full(draw, land):
    """Who told a quarter and names no source in it has none of it; who did not tell the quarter is missing."""
    amount = draw.indicator("amount", numerator="amount", over_dimensions="sum", least_coverage=0)
    made = draw.module([amount], dimensions={"quarter": QUARTERS[:2], "source": ("own", "loans")},
                       absent={"quarter": "missing", "source": "zero"})  # fmt: skip
    rows = """SELECT * FROM (VALUES ('A1', '2080', 'first', 'own', 1), ('A1', '2080', 'second', 'loans', 2),
        ('A2', '2080', 'first', 'own', 4)) AS t(place, period, quarter, source, amount)"""
    house = draw.house(made, rows, land)

    def town(place, **where):
        row = only(run(house, Ask("drawn/one", by="local", where=tuple(where.items()),
                                  total=tuple({"quarter", "source"} - set(where)))), place=place)  # fmt: skip
        return row["value"], row["coverage"]

    assert town("A1", quarter="first", source="loans") == (0, 1.0)
    assert town("A2", quarter="second", source="own") == (None, 0.0)
    assert town("A2", quarter="first") == (4, 1.0)
    assert town("A2", source="loans") == (None, 0.0)  # of the whole year: the second quarter is not known
    assert town("A1", source="own") == (1 + 0, 1.0)


def test_who_is_silent_is_asked_of_the_quarter(spending):
    def silent(**asked):
        found = silence(spending, spending.registry.modules["drawn/one"], "2080", indicator="spent", **asked)
        return {one.place for one in found.places}

    assert silent() == set()
    assert silent(where=(("quarter", "third"),)) == {"A2", "A3", "B1"}
    assert silent(where=(("quarter", "first"),)) == set()


SEED = 7


@pytest.mark.parametrize("kind", ["missing", "zero"])
def test_coverage_of_a_value_is_never_above_that_of_all_who_report(draw, kind):
    """Drawn cubes with holes and empty figures: values are covered no better than the whole that reports; a value that may
    be absent is covered as the whole is; and a total of what is told in full is covered no better than any of its values.
    """
    chance = random.Random(SEED)
    places = [draw.place("NP", "country", None), *(draw.place(r, "region", "NP") for r in "AB"),
              *(draw.place(f"L{n}", "local", "AB"[n % 2], persons=chance.randrange(1, 99)) for n in range(12))]  # fmt: skip
    amount = draw.indicator("amount", numerator="amount", over_dimensions="sum", over_periods="sum", least_coverage=0)
    rate = draw.indicator("rate", unit="percent", numerator="amount", denominator="plan", over_places="ratio",
                          over_dimensions="ratio", over_periods="ratio", least_coverage=0)  # fmt: skip
    made = draw.module([amount, rate], dimensions={"quarter": QUARTERS}, absent={"quarter": kind})
    for number in range(6):
        holes = chance.random()
        rows = [(f"L{n}", period, quarter, None if kind == "missing" and chance.random() < 0.1 else n, 99)
                for n in range(10) for period in ("2080", "2081") for quarter in QUARTERS if chance.random() > holes]  # fmt: skip
        table = ", ".join(f"('{p}', '{t}', '{q}', {'NULL' if a is None else a}::INT, {w})" for p, t, q, a, w in rows)
        if not rows:
            continue
        sql = f"SELECT * FROM (VALUES {table}) AS t(place, period, quarter, amount, plan)"
        house = draw.house(made, sql, places)
        for by in ("local", "region", "country"):
            for total in ((), ("period",)):
                by_mix = {(row["indicator"], row["place"], row["period"], row["quarter"]): row
                          for row in run(house, Ask("drawn/one", by=by, total=total)).rows}  # fmt: skip
                for (name, place, period, quarter), row in by_mix.items():
                    whole = by_mix[name, place, period, "total"]
                    facts_ = house.cubes["drawn/one"]
                    its = [p for p in facts_.periods if period in (p, "total")]
                    inside = {code for code in house.places if house.places[code].level == "local"
                              and place in (code, house.places[code].parent, "NP")}  # fmt: skip
                    reporting = frozenset.intersection(*(facts_.valued[name, p] for p in its)) & inside
                    assert row["places_with_value"] <= len(reporting), (number, name, place, period, quarter)
                    if kind == "zero":
                        assert counted(row)[1:] == counted(whole)[1:]
                    elif quarter != "total":
                        assert whole["coverage"] <= row["coverage"] + 1e-12


def test_what_publishing_finds_is_kept_and_full_cubes_hold_nothing(draw, land, spending):
    held = spending.cubes["drawn/one"]
    assert held.sparse == {"2080"} and held.ragged == {"spent", "share"}
    assert held.absent == {"2080": {("second",): {"B1"}, ("third",): {"A2", "B1"}, ("fourth",): {"B1"}}}
    assert facts._from_json(facts._as_json(held), spending.places) == held
    full = draw.house(draw.module([draw.indicator("spent", numerator="spent")], dimensions={"quarter": QUARTERS}),
                      f"SELECT * FROM ({SPENT}) WHERE place = 'A1'", land).cubes["drawn/one"]  # fmt: skip
    assert (full.sparse, full.ragged, full.absent) == (frozenset(), frozenset(), {})


@pytest.mark.parametrize(("absent", "told"), [(None, 1), ("zero", 0), ("missing", 0)])
def test_a_cube_with_holes_needs_a_card_that_says_what_they_are(draw, absent, told):
    made = draw.module([draw.indicator("spent", numerator="spent")], dimensions={"quarter": QUARTERS},
                       absent={"quarter": absent})  # fmt: skip
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW answer AS {SPENT}")
        problems = cube._not_said(made, connection)
        assert len(problems) == told
        connection.execute(f"CREATE OR REPLACE VIEW answer AS SELECT * FROM ({SPENT}) WHERE place = 'A1'")
        assert cube._not_said(made, connection) == []
    if told:
        assert "2 places and periods have rows for some values of quarter only, for instance A2 2080" in str(
            problems[0]
        )
