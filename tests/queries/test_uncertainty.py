"""Errors travel with values and roll up as declared, or not at all; drawn small enough to be worked out by hand."""

from math import sqrt

import pandas
import pytest
from pydantic import ValidationError

from queries.run import Ask, run
from queries.uncertainty import error_of_interval, reliability, sure

# place, period, poor, persons, standard error of the rate (a fraction): A is made of A1 and A2, B of B1
CUBE = """
    SELECT *, se * persons AS se_of_poor FROM (VALUES
        ('A1', '2011', 20.0, 100, 0.02), ('A2', '2011', 90.0, 300, 0.04), ('B1', '2011', 5.0, 50, 0.01)
    ) AS t(place, period, poor, persons, se)
"""


@pytest.fixture
def land(draw):
    return [
        draw.place("NP", "country", None, persons=450),
        draw.place("A", "region", "NP", persons=400),
        draw.place("B", "region", "NP", persons=50),
        draw.place("A1", "local", "A", persons=100),
        draw.place("A2", "local", "A", persons=300),
        draw.place("B1", "local", "B", persons=50),
    ]


def rate_of(draw, method="dependent", **more):
    return draw.indicator("rate", unit="percent", numerator="poor", denominator="persons", over_places="ratio",
                          standard_error="se", error_over_places=method, **more)  # fmt: skip


def row_of(answer, place):
    return next(row for row in answer.rows if row["place"] == place)


@pytest.mark.parametrize(
    ("method", "error"),
    [
        ("dependent", (100 * 2 + 300 * 4) / 400),
        ("independent", sqrt((100 * 2) ** 2 + (300 * 4) ** 2) / 400),
    ],
)
def test_errors_of_rates_roll_up_weighted_by_the_denominator(draw, land, method, error):
    house = draw.house(draw.module([rate_of(draw, method)]), CUBE, land)
    answer = run(house, Ask("drawn/one", by="region"))
    region = row_of(answer, "A")
    assert region["value"] == pytest.approx(100 * (20 + 90) / (100 + 300))
    assert region["standard_error"] == pytest.approx(error)  # in percentage points, as the value is
    assert (region["low"], region["high"]) == pytest.approx((27.5 - 1.959964 * error, 27.5 + 1.959964 * error))
    assert row_of(answer, "B")["standard_error"] == pytest.approx(1)  # one place: its own
    assert answer.notes == ({"code": f"errors_{method}", "period": "2011"},)


def test_undeclared_errors_do_not_roll_up_and_this_is_said(draw, land):
    house = draw.house(draw.module([rate_of(draw, "none")]), CUBE, land)
    answer = run(house, Ask("drawn/one", by="region"))
    assert [(row["low"], row["high"], row["standard_error"], row["reliability"]) for row in answer.rows] == [
        (None,) * 4
    ] * 2
    assert answer.notes == ({"code": "errors_not_rolled_up", "period": "2011"},)
    own = run(house, Ask("drawn/one"))
    assert row_of(own, "A2")["standard_error"] == pytest.approx(4) and own.notes == ()


def test_one_place_without_an_error_leaves_the_whole_without(draw, land):
    cube = CUBE.replace("100, 0.02", "100, NULL")
    answer = run(draw.house(draw.module([rate_of(draw)]), cube, land), Ask("drawn/one", by="region"))
    assert row_of(answer, "A")["value"] == pytest.approx(27.5) and row_of(answer, "A")["standard_error"] is None
    assert row_of(answer, "B")["standard_error"] is not None
    without_value = CUBE.replace("20.0, 100, 0.02", "NULL, 100, NULL")  # 300 of 400 persons: enough at 0.7
    house = draw.house(draw.module([rate_of(draw, least_coverage=0.7)]), without_value, land)
    assert row_of(run(house, Ask("drawn/one", by="region")), "A")["standard_error"] == pytest.approx(4)


def test_the_error_of_a_number_is_the_sum_of_errors(draw, land):
    count = draw.indicator("count", numerator="poor", standard_error="se_of_poor", error_over_places="dependent")
    answer = run(draw.house(draw.module([count]), CUBE, land), Ask("drawn/one", by="region"))
    assert row_of(answer, "A")["standard_error"] == pytest.approx(100 * 0.02 + 300 * 0.04)


def test_errors_do_not_roll_up_over_dimensions_or_periods(draw, land):
    count = draw.indicator("count", numerator="poor", standard_error="se", error_over_places="independent",
                           over_dimensions="sum", over_periods="sum")  # fmt: skip
    cube = """SELECT * FROM (VALUES ('A1', '2011', 'f', 20, 2.0), ('A1', '2011', 'm', 10, 1.0),
        ('A2', '2011', 'f', 5, 1.0), ('A2', '2011', 'm', 5, 1.0)) AS t(place, period, sex, poor, se)"""
    house = draw.house(draw.module([count], dimensions={"sex": ["f", "m"]}), cube, land)
    rows = [row for row in run(house, Ask("drawn/one", by="region", within="A")).rows if row["value"] is not None]
    assert [(row["sex"], row["value"], row["standard_error"]) for row in rows] == [
        ("f", 25, pytest.approx(sqrt(2**2 + 1**2))), ("m", 15, pytest.approx(sqrt(1 + 1))), ("total", 40, None)]  # fmt: skip
    places = {(row["place"], row["sex"]): row for row in run(house, Ask("drawn/one")).rows}
    assert places["A1", "f"]["standard_error"] == 2.0 and places["A1", "total"]["standard_error"] is None
    years = f"SELECT place, '2011' AS period, sum(poor) AS poor, 1.0 AS se FROM ({cube}) GROUP BY place"
    house = draw.house(draw.module([count]), f"{years} UNION ALL SELECT place, '2012', poor, se FROM ({years})", land)
    both = [row for row in run(house, Ask("drawn/one", within="A", total=("period",))).rows if row["value"] is not None]
    assert [(row["value"], row["standard_error"]) for row in both] == [(60, None), (20, None)]


@pytest.mark.parametrize(
    ("error", "expected"),
    [(1.65, "sound"), (1.66, "use_with_care"), (3.33, "use_with_care"), (3.34, "unreliable")],
)
def test_reliability_follows_from_the_coefficient_of_variation(draw, error, expected):
    rate = rate_of(draw, use_with_care_above=0.165, unreliable_above=0.333)
    found = sure(10.0, error, rate)  # exactly 0.165 and 0.333 are not above the limits
    assert found["reliability"] == expected
    assert (found.get("state") == "unreliable") == (expected == "unreliable")


def test_reliability_is_not_judged_without_limits_and_zero_is_never_sure(draw):
    assert reliability(10.0, 9.0, rate_of(draw)) is None
    limited = rate_of(draw, use_with_care_above=0.165, unreliable_above=0.333)
    assert reliability(0.0, 0.1, limited) == "unreliable"
    assert reliability(0.0, 0.0, limited) == "sound"  # counted exactly
    assert reliability(-10.0, 1.0, limited) == "sound"


def test_an_interval_stays_where_values_can_be(draw):
    rate = rate_of(draw)
    assert (sure(2.0, 3.0, rate)["low"], sure(99.0, 3.0, rate)["high"]) == (0.0, 100.0)
    net = draw.indicator("net", unit="per_1000", numerator="poor")
    assert sure(-2.0, 1.0, net)["low"] == pytest.approx(-2 - 1.959964)  # below zero it is not cut off


def test_an_interval_printed_without_an_error_gives_one_by_its_wider_half(draw, land):
    assert error_of_interval(3.0, 0.0, 7.0) == pytest.approx(4 / 1.959964)  # cut off at zero below
    printed = draw.indicator(
        "printed", unit="percent", over_places="none", use_with_care_above=0.1, unreliable_above=0.5
    )
    cube = "SELECT 'A1' AS place, '2011' AS period, 20.0 AS printed, 14.0 AS printed_low, 25.0 AS printed_high"
    answer = run(draw.house(draw.module([printed], kind="published"), cube, land), Ask("drawn/one"))
    row = row_of(answer, "A1")
    assert (row["low"], row["high"], row["standard_error"]) == (14.0, 25.0, pytest.approx(6 / 1.959964))  # as printed
    assert (row["reliability"], row["state"]) == ("use_with_care", "value")  # 3.06 / 20 = 0.153
    assert answer.notes == ({"code": "errors_from_intervals"},)


def test_a_printed_error_makes_the_interval(draw, land):
    printed = draw.indicator("printed", unit="percent", over_places="none", unreliable_above=0.2)
    cube = "SELECT 'A1' AS place, '2011' AS period, 20.0 AS printed, 5.0 AS printed_standard_error"
    answer = run(draw.house(draw.module([printed], kind="published"), cube, land), Ask("drawn/one"))
    row = row_of(answer, "A1")
    assert (row["low"], row["high"]) == pytest.approx((20 - 1.959964 * 5, 20 + 1.959964 * 5))
    assert (row["reliability"], row["state"]) == ("unreliable", "unreliable") and answer.notes == ()


def test_without_any_error_nothing_is_said_of_reliability(draw, land):
    count = draw.indicator("count", numerator="poor")
    rows = run(draw.house(draw.module([count]), CUBE, land), Ask("drawn/one", by="region")).rows
    assert {(row["standard_error"], row["reliability"], row["low"]) for row in rows} == {(None, None, None)}


def test_a_rule_for_errors_needs_errors_and_a_sum_or_ratio(draw):
    with pytest.raises(ValidationError, match="needs a standard_error"):
        draw.indicator("count", numerator="poor", error_over_places="dependent")
    with pytest.raises(ValidationError, match="ratio or sum"):
        draw.indicator("index", value="poor", over_places="none", standard_error="se", error_over_places="dependent")


@pytest.fixture(scope="session")
def districts_of_2011(shared_data):
    """The file itself, one row a district: rate and error as fractions, population."""
    file = pandas.read_csv(shared_data / "nepal/poverty/poverty_rates_district_2001_2011.csv")
    wide = file[file["Year AD"] == 2011].pivot(index="District", columns="Indicators", values="Value")
    return wide.rename(columns={"Poverty Incidence": "rate", "Standard Error of Poverty Incidence": "error",
                                "Population": "persons"})  # fmt: skip


@pytest.mark.slow
class TestNepal2011:
    def asked(self, house, by, name="headcount_rate"):
        return run(house, Ask("poverty/headcount", by=by, period="2011", indicators=(name,)))

    def test_the_national_interval_is_that_of_the_file(self, real_house, districts_of_2011):
        file = districts_of_2011
        answer = self.asked(real_house, "country")
        (row,) = answer.rows
        value = 100 * (file.rate * file.persons).sum() / file.persons.sum()
        error = 100 * (file.error * file.persons).sum() / file.persons.sum()
        assert (row["value"], row["standard_error"]) == pytest.approx((value, error))
        assert (round(value, 2), round(error, 2)) == (23.48, 3.74)  # independent errors would give 0.57
        assert (row["low"], row["high"]) == pytest.approx((value - 1.959964 * error, value + 1.959964 * error))
        assert {"code": "errors_dependent", "period": "2011"} in answer.notes
        (number,) = self.asked(real_house, "country", "poor_persons").rows
        assert number["standard_error"] == pytest.approx((file.error * file.persons).sum())

    def test_a_provinces_interval_is_that_of_its_districts(self, real_house, districts_of_2011):
        names = [
            "Bara",
            "Dhanusa",
            "Mahottari",
            "Parsa",
            "Rautahat",
            "Saptari",
            "Sarlahi",
            "Siraha",
        ]  # the eight of Madhesh
        file = districts_of_2011.loc[names]
        row = row_of(self.asked(real_house, "region"), "NP02")
        assert row["value"] == pytest.approx(100 * (file.rate * file.persons).sum() / file.persons.sum())
        assert row["standard_error"] == pytest.approx(100 * (file.error * file.persons).sum() / file.persons.sum())
        assert row["reliability"] == "sound"

    def test_reliability_of_the_districts(self, real_house, districts_of_2011):
        rows = self.asked(real_house, "district").rows
        variation = districts_of_2011.error / districts_of_2011.rate
        counted = pandas.Series([row["reliability"] for row in rows]).value_counts().to_dict()
        assert counted == {"sound": int((variation <= 0.165).sum()), "unreliable": int((variation > 0.333).sum()),
                           "use_with_care": int(((variation > 0.165) & (variation <= 0.333)).sum())}  # fmt: skip
        assert counted == {"sound": 38, "use_with_care": 35, "unreliable": 2}
