"""Migration measures worked out by hand, and the totals that publishers printed."""

import pytest

from queries.registry import load
from queries.run import Ask, run

ABROAD = {
    "salary_or_wage": 1_450_538, "study": 209_377, "job_seeking": 242_384, "dependent": 227_072, "trade": 13_126,
    "other": 23_994, "not_stated": 24_101,
}  # fmt: skip


@pytest.fixture(scope="module")
def cards():
    """The theme's indicators by id, as analysts wrote them."""
    modules = load().of_theme("migration")
    return {name: indicator for module in modules for name, indicator in module.indicators.items()}


def three_districts(draw) -> list:
    found = [draw.place("NP", "country", None), draw.place("A", "region", "NP"), draw.place("B", "region", "NP")]
    return found + [draw.place(code, "district", code[0], persons=100) for code in ("A1", "A2", "B1")]


def by_place(house, by: str) -> dict:
    return {row["place"]: round(row["value"], 6) for row in run(house, Ask("drawn/one", by)).rows}


def test_migration_effectiveness_is_the_net_of_all_districts_by_all_that_moves(draw, cards):
    """Flows A1 to A2 20, A2 to A1 10, A1 to B1 30, A2 to B1 5, B1 to A2 15.

    A1: 10 came, 50 left; A2: 35 came, 15 left; B1: 35 came, 15 left. So 40 + 20 + 20 of 60 + 50 + 50.
    """
    cube = """
        SELECT * FROM (VALUES ('A1', '2021', 40, 60), ('A2', '2021', 20, 50), ('B1', '2021', 20, 50))
            AS t(place, period, net_persons_without_sign, arrived_and_departed_persons)"""
    module = draw.module([cards["migration_effectiveness_index"]], grain=("district",))
    house = draw.house(module, cube, three_districts(draw))
    assert by_place(house, "country") == {"NP": 100 * (40 + 20 + 20) / (60 + 50 + 50)}
    assert by_place(house, "region") == {"A": round(100 * (40 + 20) / (60 + 50), 6), "B": 100 * 20 / 50}


def test_crude_migration_intensity_is_all_who_live_elsewhere_by_all_persons(draw, cards):
    """Of 100 + 100 + 200 persons 10 + 35 + 35 live in another district than that of birth."""
    cube = """
        SELECT * FROM (VALUES ('A1', '2021', 10, 100), ('A2', '2021', 35, 100), ('B1', '2021', 35, 200))
            AS t(place, period, born_in_other_district, persons)"""
    module = draw.module([cards["crude_migration_intensity"]], grain=("district",))
    house = draw.house(module, cube, three_districts(draw))
    assert by_place(house, "country") == {"NP": 100 * (10 + 35 + 35) / 400}
    assert by_place(house, "district") == {"A1": 10.0, "A2": 35.0, "B1": 17.5}


def test_net_migration_of_a_country_is_nil_and_its_rate_is_of_those_who_live_there(draw, cards):
    cube = """
        SELECT * FROM (VALUES ('A1', '2021', -40, 200), ('A2', '2021', 20, 100), ('B1', '2021', 20, 400))
            AS t(place, period, net_persons, persons_living_here)"""
    module = draw.module([cards["net_migration"], cards["net_migration_rate"]], grain=("district",))
    rows = run(draw.house(module, cube, three_districts(draw)), Ask("drawn/one", "region")).rows
    found = {(row["indicator"], row["place"]): row["value"] for row in rows}
    assert found["net_migration", "A"] + found["net_migration", "B"] == -40 + 20 + 20
    assert found["net_migration_rate", "A"] == pytest.approx(100 * (-40 + 20) / (200 + 100))


# What publishers printed


@pytest.mark.slow
def test_absence_abroad_and_its_reasons_are_as_printed(bundled_house):
    rows = run(bundled_house, Ask("migration/absent_abroad", "country", indicators=("absent_abroad",))).rows
    found = {row["reason"]: row["value"] for row in rows}
    assert found == {**ABROAD, "total": sum(ABROAD.values())} and found["total"] == 2_190_592


@pytest.mark.slow
def test_birthplaces_are_as_printed_and_two_tables_of_one_census_are_not_one(bundled_house, real_house):
    ask = Ask("migration/birthplace", "country", total=("sex",), indicators=("born_in_other_district",))
    for house in (bundled_house, real_house):
        (row,) = run(house, ask).rows
        assert (row["value"], row["provenance"]) == (3_033_576 + 241_420 + 513_053, "published")
    reasons = Ask(
        "migration/in_migrants_by_reason", "country", total=("sex", "age_group", "reason"), indicators=("in_migrants",)
    )
    (row,) = run(real_house, reasons).rows
    assert row["value"] == 3_787_949 == 3_788_049 - 100


@pytest.mark.slow
def test_causes_in_bangladesh_are_as_printed_and_dhaka_of_then_is_under_no_name_of_now(bundled_house):
    rows = run(bundled_house, Ask("migration/causes", "country")).rows
    assert {row["cause"]: row["value"] for row in rows} == {
        "marriage": 38.7, "employment_or_business": 16.2, "job_seeking": 12.8, "education": 4.9, "natural_calamity": 2.1,
        "family": 1.6, "others": 23.7,
    }  # fmt: skip
    rows = run(bundled_house, Ask("migration/causes", "region")).rows
    found = {(row["place"], row["cause"]): row["value"] for row in rows}
    assert (found["BD55", "natural_calamity"], found["BD60", "job_seeking"]) == (10.9, 27.9)
    assert {row["place"] for row in rows if row["state"] == "no_data"} == {"BD30", "BD45"}


@pytest.mark.slow
def test_illustrative_moves_rest_on_the_published_share_and_say_that_they_are_none(bundled_house):
    answer = run(bundled_house, Ask("migration/net_migration", "country", indicators=("arrived", "net_migration")))
    values = {row["indicator"]: row["value"] for row in answer.rows}
    assert values == {"arrived": round(3_788_049 / 26_253_828 * 28_925_480), "net_migration": 0}
    assert answer.provenance == "illustrative"


@pytest.mark.slow
@pytest.mark.parametrize(("by", "within"), [
    ("region", None), ("district", None), ("local", None), ("district", "NP03"), ("local", "NP03"), ("local", "NP0327"),
])  # fmt: skip
def test_the_largest_flows_worked_out_when_publishing_are_those_of_the_cube(bundled_house, by, within):
    ask = Ask("migration/flows", by, within, "2021", total=("stream",), top=30)
    kept = run(bundled_house, ask).rows
    longer = run(
        bundled_house, Ask("migration/flows", by, within, "2021", total=("stream",), top=31)
    ).rows  # from the cube
    named = [[row for row in rows if row["origin"] != "other"] for rows in (kept, longer)]
    first = [[(row["direction"], row["origin"], row["destination"], row["value"]) for row in rows] for rows in named]
    assert set(first[0]) <= set(first[1]) and len(first[1]) - len(first[0]) <= 4
    assert sum(row["value"] for row in kept) == sum(row["value"] for row in longer)


@pytest.mark.slow
def test_growth_of_towns_is_their_new_names_and_their_growth(bundled_house):
    rows = run(bundled_house, Ask("people/urban_category", "country")).rows
    found = {row["indicator"]: row["value"] for row in rows}
    assert found["urban_increase"] == found["urban_increase_reclassified"] + found["urban_increase_grown"]
    assert found["population_growth"] == pytest.approx(100 * (29_164_578 / 26_494_504 - 1), abs=0.001)
