"""The published totals, asked for through the one door, from the real source files."""

from collections import Counter
from dataclasses import replace

import pytest

from queries.run import Ask, run

pytestmark = pytest.mark.slow


def value(house, query, indicator, place, **ask):
    rows = [row for row in run(house, Ask(query, indicators=(indicator,), **ask)).rows if row["place"] == place]
    assert len(rows) == 1, rows
    return rows[0]["value"]


def test_population_of_both_countries(real_house):
    ask = {"by": "country"}
    assert value(real_house, "people/population", "persons", "NP", period="2021", **ask) == 28_925_480
    assert value(real_house, "people/population", "households", "NP", period="2021", **ask) == 6_660_841
    assert value(real_house, "people/population", "persons", "BD", period="2011", **ask) == 144_043_697


def test_the_page_also_gives_the_total_with_institutions(real_house):
    published = value(real_house, "people/published_totals", "persons_published", "NP", by="country", period="2021",
                      where=(("area", "total"),))  # fmt: skip
    assert published == 29_164_578
    assert published - 28_925_480 == 239_098  # persons in institutions, who belong to no ward


def test_the_provinces_sum_to_the_published_total(real_house):
    rows = run(real_house, Ask("people/published_totals", by="region", within="NP", period="2021",
                               indicators=("persons_published",))).rows  # fmt: skip
    assert sum(row["value"] for row in rows) == 29_164_578


def test_sylhet_is_grouped_by_code_not_by_its_sometimes_blank_name(real_house):
    assert value(real_house, "people/population", "persons", "BD60", by="region", period="2011") == 9_910_219


def test_wards_with_many_households_in_the_poorest_fifth(real_house):
    rows = run(real_house, Ask("poverty/wealth_quintiles", by="ward", indicators=("poorest_fifth_share",))).rows
    shares = [row["value"] for row in rows if row["state"] == "value"]
    assert len(shares) == 1_121
    assert (sum(share > 50 for share in shares), sum(share > 40 for share in shares)) == (79, 151)


def test_bagmati_is_not_the_mean_of_its_wards(real_house):
    rate = value(real_house, "poverty/wealth_quintiles", "poorest_fifth_share", "NP03", by="region")
    assert rate == pytest.approx(8.5, abs=0.05)


def test_a_country_of_which_only_bagmati_is_known_has_no_figure(real_house):
    rows = run(real_house, Ask("poverty/wealth_quintiles", by="country", indicators=("poorest_fifth_share",))).rows
    assert [(row["state"], row["places_with_value"], row["places_known"]) for row in rows] == [
        ("no_data", 1_121, 6_743)
    ]


def test_poverty_of_2011_rolls_up_and_that_of_2001_does_not(real_house):
    rows = run(real_house, Ask("poverty/headcount", by="country", indicators=("headcount_rate",))).rows
    by_year = {row["period"]: row for row in rows}
    assert by_year["2011"]["value"] == pytest.approx(23.48, abs=0.005)
    assert (by_year["2001"]["value"], by_year["2001"]["state"]) == (None, "cannot_be_added")
    districts = run(real_house, Ask("poverty/headcount", period="2001", indicators=("headcount_rate",))).rows
    assert len(districts) == 75 and all(row["value"] is not None and row["low"] is not None for row in districts)


def test_two_districts_of_2011_lie_in_two_provinces_each(real_house):
    answer = run(real_house, Ask("poverty/headcount", by="region", period="2011", indicators=("headcount_rate",)))
    assert answer.notes[0]["places"] == ["NP2011-47", "NP2011-52"]
    below = {row["place_name"] for row in answer.rows if row["coverage"] < 1}
    assert below == {"Gandaki", "Lumbini", "Karnali"}


def test_provinces_as_a_set_say_the_same_as_provinces_as_a_level(real_house):
    ask = {"period": "2011", "indicators": ("headcount_rate",)}
    by_set = run(real_house, Ask("poverty/headcount", by="nepal-provinces", **ask))
    by_level = run(real_house, Ask("poverty/headcount", by="region", **ask))
    assert by_set.notes == by_level.notes != ()
    assert [{**row, "level": "region"} for row in by_set.rows] == by_level.rows


def test_a_published_place_is_listed_in_the_vintage_it_was_printed_for(real_house):
    rows = run(real_house, Ask("poverty/headcount_published", by="local", where=(("area", "total"),))).rows
    vintages = {(row["period"], real_house.places[row["place"]].vintage) for row in rows}
    assert vintages == {("2016", "v02"), ("2022", "v03")}


def test_surveys_are_series_of_their_own(real_house):
    ask = {"by": "country", "where": (("area", "total"),)}
    found = [value(real_house, "poverty/headcount_published", name, place, period=period, **ask) for name, place, period in (
        ("nlss_headcount_rate", "NP", "2022-23"), ("hies_headcount_rate", "BD", "2022"),
        ("poverty_map_headcount_rate", "BD", "2022"))]  # fmt: skip
    assert found == [20.27, 18.7, 19.2]


def test_in_migrants_by_reason(real_house):
    ask = Ask("migration/in_migrants_by_reason", by="country", total=("sex", "age_group"), indicators=("in_migrants",))
    found = {row["reason"]: row["value"] for row in run(real_house, ask).rows}
    assert found == {
        "marriage": 893_675, "dependent": 771_230, "agriculture": 564_512, "study": 506_688, "service": 411_367,
        "business": 224_815, "not_stated": 218_209, "others": 176_222, "conflict": 21_231, "total": 3_787_949,
    }  # fmt: skip
    assert sum(number for reason, number in found.items() if reason != "total") == found["total"]


def test_transfers_of_2074_75(real_house):
    country = run(real_house, Ask("budget/transfers", by="country")).rows
    assert {row["grant_kind"]: row["value"] for row in country} == {
        "equalization": 148_639_833, "conditional": 76_414_758, "complementary": 0, "special": 0, "total": 225_054_591,
    }  # fmt: skip
    districts = run(real_house, Ask("budget/transfers", by="district", total=("grant_kind",))).rows
    assert len(districts) == 77 and sum(row["value"] for row in districts) == 225_054_591
    towns = {"NP0548201": 585_834, "NP0439101": 1_825_729, "NP0217201": 721_355, "NP-8016373": 254_487}
    for code, amount in towns.items():
        assert value(real_house, "budget/transfers", "transfers", code, by="local", total=("grant_kind",)) == amount


def test_744_palikas_then_and_753_now(real_house):
    answer = run(real_house, Ask("budget/transfers", by="local", total=("grant_kind",)))
    assert Counter(row["state"] for row in answer.rows) == {"value": 744, "not_applicable": 10}
    assert sum(not row["certain"] for row in answer.rows) == 13  # matched by elimination only


def test_clusters_and_mab_regions(real_house):
    rows = run(real_house, Ask("people/population", by="nepal-clusters", period="2021", indicators=("persons",))).rows
    clusters = {row["place"]: row for row in rows}
    assert (clusters["nurp-targets"]["value"], clusters["nurp-targets"]["provenance"]) == (902_395, "published")
    mithila = clusters["mithila-circuit"]
    assert (mithila["places_with_value"], mithila["places_known"], mithila["places_expected"]) == (8, 8, 12)
    assert mithila["provenance"] == "illustrative"  # some members are inferred
    regions = run(real_house, Ask("people/population", by="mab-regions", indicators=("persons",))).rows
    assert len(regions) == 11 and all(row["coverage"] == 1 and row["provenance"] == "illustrative" for row in regions)
    assert sum(row["value"] for row in regions) == 144_043_697


def test_every_answer_names_the_sources_its_sql_reads(real_house):
    answer = run(real_house, Ask("people/population", by="country"))
    assert [source["extract"] for source in answer.sources] == ["bangladesh_census_2011", "nepal_ward_census_2021"]
    assert all(source["publisher"] and source["licence"] and source["digest"] for source in answer.sources)


@pytest.mark.parametrize("ask", [Ask("people/population", "region"), Ask("poverty/headcount", "district", "NP"),
                                 Ask("services/grievances", "local", total=("complainant_group",))], ids=str)  # fmt: skip
def test_the_part_of_one_period_is_what_asking_for_it_gives(real_house, ask):
    whole = run(real_house, ask)
    for period in {row["period"] for row in whole.rows}:
        alone, part = run(real_house, replace(ask, period=period)), whole.in_period(period)
        assert part.rows == alone.rows and part.command == alone.command and part.filters == alone.filters


def test_the_divisions_of_bangladesh_close_in_both_counts(real_house):
    def country(name):
        return value(real_house, "people/census_2022_bangladesh", name, "BD", by="country", within="BD", period="2022")

    assert country("persons_missed") == 169_828_911 - 165_158_616
    assert country("census_gain") == 165_158_616 - 144_043_697


def test_a_budget_that_does_not_balance_is_told_and_not_corrected(real_house):
    answer = run(real_house, Ask("budget/pourashava_budgets", by="town", indicators=("announced_budget",)))
    totals = {(row["place"], row["period"]): row["value"] for row in answer.rows}
    assert totals["BD10092599", "2022-23"] == 771_409_968  # Charfasson
    assert totals["BD60586599", "2023-24"] == 666_370_000  # Kulaura, as printed
    flags = [(note["place"], note["value"]) for note in answer.notes if note["code"] == "flagged"]
    assert flags == [("BD60586599", 3_906_611.5)]  # Lakshmipur balances with its opening balance


@pytest.mark.parametrize(
    ("asked", "missing", "provenance"),
    [
        ({"by": "local"}, "not_reported", "reported"),  # each row is what one municipality has sent
        ({"by": "region"}, "not_reported", "illustrative"),  # of how many municipalities it is, rests on the group
        ({"by": "region", "within": "B"}, "not_reported", "reported"),
        ({"by": "local"}, "zero", "illustrative"),  # who has none, too
    ],
)
def test_a_group_that_should_report_weakens_only_what_rests_on_it(draw, asked, missing, provenance):
    places = [draw.place("NP", "country", None), draw.place("NP01", "region", "NP"),
              *(draw.place(code, "local", "NP01") for code in "AB")]  # fmt: skip
    module = draw.module([draw.indicator("filed", numerator="filed")], missing=missing, expected="asked")
    group = draw.group("asked", ["A", "B"], provenance="illustrative")
    sql = "SELECT * FROM (VALUES ('A', '2024', 5), ('B', '2024', 7)) AS t(place, period, filed)"
    house = draw.house(module, sql, places, [group], provenance="reported")
    assert run(house, Ask("drawn/one", **asked)).provenance == provenance
