"""Illustrative extracts: exact totals, real places, and the same numbers every time."""

import hashlib
import io

import numpy as np
import pandas as pd
import pytest

from data import catalogue, sample, sample_alliance, sample_budget, sample_migration, sample_numbers, sample_poverty
from data.problems import ROOT, ContentError
from geo.places import load

EXTRACTS = ROOT / "data" / "extracts"


@pytest.fixture(scope="module")
def places():
    return load()


@pytest.fixture(scope="module")
def ward_census():
    return pd.read_parquet(EXTRACTS / f"{sample.WARD_CENSUS}.parquet")


@pytest.fixture(scope="module")
def made(places, ward_census):
    return sample.build(places, sample.SAMPLES, {sample.WARD_CENSUS: ward_census})


@pytest.fixture(scope="module")
def quintiles(made):
    return made["nepal_wealth_quintiles_2021"].frame


@pytest.fixture(scope="module")
def poverty(made):
    return made["nepal_poverty_district_2001_2011"].frame


@pytest.fixture(scope="module")
def migrants(made):
    return made["nepal_in_migrants_2011_by_reason"].frame


@pytest.fixture(scope="module")
def lines(made):
    return made["grid_budget_lines"].frame


@pytest.fixture(scope="module")
def events(made):
    return made["alliance_participation"].frame


def digest(frame: pd.DataFrame) -> str:
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return hashlib.sha256(buffer.getvalue()).hexdigest()


# All of them


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_places_and_wards(places, ward_census, made):
    backwards = dict(reversed(places.items()))
    wards = ward_census.iloc[::-1].convert_dtypes()
    again = sample.build(backwards, sample.SAMPLES, {sample.WARD_CENSUS: wards})
    for name, first in made.items():
        assert digest(again[name].frame.astype(first.frame.dtypes)) == digest(first.frame), name


def test_the_uniform_numbers_are_those_of_every_machine():
    first = sample_numbers.chance("grid_budget_lines").random(2)
    assert first.tolist() == [0.3664895300480453, 0.1461902881787216]


def test_every_extract_is_marked_illustrative_and_says_so(made):
    assert set(made) == set(sample.SAMPLES)
    for built in made.values():
        assert built.provenance == "illustrative"
        assert "illustrative" in built.publisher
        assert built.notes[0] == sample.MADE_UP


def test_only_what_is_wanted_is_made_so_a_real_extract_gets_no_illustrative_row(places, ward_census):
    built = {sample.WARD_CENSUS: ward_census}
    assert set(sample.build(places, ["alliance_participation", "nepal_transfers_2074_75"], built)) == {
        "alliance_participation"
    }
    assert sample.build(places, [], {}) == {}


def test_without_the_ward_census_it_says_what_is_missing(places):
    with pytest.raises(ContentError, match="nepal_ward_census_2021, which is not built"):
        sample.build(places, ["grid_budget_lines"], {})


@pytest.mark.parametrize("name", sample.SAMPLES)
def test_rows_agree_with_the_card(name, made, places):
    cards, problems = catalogue.cards()
    assert name in cards, problems
    card, frame = cards[name], made[name].frame
    assert list(frame.columns) == list(card.columns)
    assert not frame.duplicated(list(card.key)).any()
    assert not frame[list(card.key)].isna().any().any()
    for column in card.columns.values():
        if column.values:
            assert set(frame[column.name].dropna()) <= set(column.values), column.name
        if not column.missing:
            assert not frame[column.name].isna().any(), column.name


@pytest.mark.parametrize(
    ("name", "allowed", "count"),
    [
        ("nepal_wealth_quintiles_2021", {("NP", "ward", "2017")}, 6743),
        ("nepal_poverty_district_2001_2011", {("NP", "district", "2011")}, 75),
        ("nepal_in_migrants_2011_by_reason", {("NP", "district", "2011")}, 75),
        ("grid_budget_lines", {("NP", "local", "2017"), ("BD", "town", "2011")}, None),
        ("budget_funding", {("NP", "local", "2017"), ("BD", "town", "2011")}, None),
        ("budget_quarters", {("NP", "local", "2017"), ("BD", "town", "2011")}, None),
        ("municipal_tax_rates", {("NP", "local", "2017"), ("BD", "town", "2011")}, None),
        ("municipal_priorities", {("NP", "local", "2017"), ("BD", "town", "2011")}, None),
        ("alliance_participation", {("NP", "local", "2017")}, None),
        ("infrastructure_projects", {("NP", "ward", "2017"), ("BD", "town", "2011")}, None),
        ("recommendation_letters", {("NP", "ward", "2017"), ("BD", "town", "2011")}, None),
        ("judicial_cases", {("NP", "ward", "2017"), ("BD", "town", "2011")}, None),
        ("tool_adoption", {("NP", "local", "2017"), ("BD", "town", "2011")}, None),
        ("municipal_governments", {("NP", "local", "2017"), ("BD", "town", "2011")}, 27 + 24),
        ("municipal_decisions", {("NP", "local", "2017"), ("BD", "town", "2011")}, 27 + 24),
        ("municipal_programmes", {("NP", "local", "2017"), ("BD", "town", "2011")}, 27 + 24),
    ],
)
def test_places_exist_at_their_level(name, allowed, count, made, places):
    codes = set(made[name].frame["place"])
    assert codes <= set(places)
    assert {(places[code].country, places[code].level, places[code].vintage) for code in codes} == allowed
    assert count is None or len(codes) == count


# Wealth quintiles


def test_households_of_each_ward_are_the_real_ones_and_the_fifths_add_up_to_them(quintiles, ward_census):
    real = ward_census.set_index("place")["households"]
    assert quintiles["households"].tolist() == real.loc[quintiles["place"]].tolist()
    assert (quintiles[list(sample_poverty.QUINTILE_COLUMNS)].sum(axis=1) == quintiles["households"]).all()
    assert (quintiles[list(sample_poverty.QUINTILE_COLUMNS)] >= 0).all().all()


def test_national_shares_of_the_fifths_are_those_published(quintiles):
    total = quintiles["households"].sum()
    assert total == 6_660_841
    counts = quintiles[list(sample_poverty.QUINTILE_COLUMNS)].sum()
    assert round(100 * counts / total, 2).tolist() == [20.26, 19.71, 20.01, 20.05, 19.98]


def test_karnali_is_poorer_than_bagmati_and_kathmandu_is_rich(quintiles):
    def poorest_percent(prefix):
        rows = quintiles[quintiles["place"].str.startswith(prefix)]
        return 100 * rows["households_poorest_fifth"].sum() / rows["households"].sum()

    assert poorest_percent("NP06") > 40 > 15 > poorest_percent("NP03")
    assert poorest_percent("NP0327101") < 2  # Kathmandu Metropolitan City


# Poverty by district


def test_rates_of_2011_weighted_by_persons_are_the_official_ones(poverty):
    rows = poverty[poverty["period"] == "2011"]
    persons = rows["persons"].astype(float)
    assert persons.sum() == 26_494_504
    for column, percent in (("headcount_rate", 25.16), ("poverty_gap", 5.43), ("poverty_severity", 1.81)):
        poor = (rows[column] * persons).sum()
        assert round(100 * poor / 26_494_504, 2) == percent, column


def test_2001_has_no_persons_and_all_rates_are_fractions_with_an_error(poverty):
    assert poverty.loc[poverty["period"] == "2001", "persons"].isna().all()
    rates = poverty[[name for name in poverty.columns if name not in ("place", "period", "persons")]]
    assert ((rates > 0) & (rates < 1)).all().all()
    assert (poverty["poverty_severity"] < poverty["poverty_gap"]).all()
    assert (poverty["poverty_gap"] < poverty["headcount_rate"]).all()


# In-migrants by reason


def test_in_migrants_sum_to_the_census_by_reason(migrants):
    by_reason = migrants.groupby("reason")["persons"].sum().to_dict()
    assert by_reason == {
        "marriage": 893_675,
        "dependent": 771_230,
        "agriculture": 564_512,
        "study": 506_688,
        "service": 411_367,
        "business": 224_815,
        "not_stated": 218_209,
        "others": 176_222,
        "conflict": 21_231,
    }
    assert migrants["persons"].sum() == 3_787_949
    assert len(migrants) == 75 * 2 * 16 * 9
    assert (migrants["persons"] >= 0).all()


def test_age_groups_are_those_of_the_card():
    assert sample_migration.AGE_GROUPS[:2] == ("0-4", "5-9")
    assert sample_migration.AGE_GROUPS[-2:] == ("70-74", "75+")
    card = catalogue.cards()[0]["nepal_in_migrants_2011_by_reason"]
    assert card.columns["age_group"].values == sample_migration.AGE_GROUPS


# Budget lines


def test_plans_add_up_to_the_totals_in_the_years_that_all_reported(lines, places):
    country = lines["place"].map(lambda code: places[code].country)
    sums = lines.groupby([country, "period"])["plan_thousand"].sum()
    for name, totals in sample_budget.TOTALS_THOUSAND.items():
        *closed, last = totals
        for period in closed:
            assert sums[name, period] == totals[period]
        assert 0.9 * totals[last] < sums[name, last] < totals[last]


def test_all_palikas_and_the_pourashavas_that_still_stand_have_a_budget(lines, places):
    reported = lines.groupby("period")["place"].nunique()
    cities = {place.code for place in places.values() if place.category == "bd-city-corporation"}
    towns = sum(place.level == "town" and place.linked not in cities for place in places.values())
    assert towns == 311 - 8  # eight lie in Cumilla, Gazipur (2), Narayanganj (3), Mymensingh and Rangpur now
    assert reported["2079/80"] == reported["2080/81"] == 753
    assert reported["2021-22"] == reported["2022-23"] == towns
    # 4 % have not reported the last year: 0.04 x 753 = 30
    assert reported["2081/82"] == 753 - 30
    assert reported["2023-24"] == towns - round(0.04 * towns)


def test_weights_are_fractions_that_overlap_and_untagged_lines_have_none(lines):
    weights = lines[list(sample_budget.PILLARS)]
    assert weights[~lines["tagged"]].isna().all().all()
    tagged = weights[lines["tagged"]]
    assert ((tagged >= 0) & (tagged <= 1)).all().all()
    assert (tagged.sum(axis=1) > 1).any()


def test_an_eighth_of_the_money_is_untagged(lines, places):
    country = lines["place"].map(lambda code: places[code].country)
    share = (
        lines.loc[~lines["tagged"]].groupby(country)["plan_thousand"].sum()
        / lines.groupby(country)["plan_thousand"].sum()
    )
    assert share.between(0.115, 0.125).all()


def test_outturn_lies_between_60_and_95_percent_and_is_missing_only_in_the_last_year(lines):
    closed = lines.dropna(subset="outturn_thousand")
    assert (closed["outturn_thousand"] - 0.60 * closed["plan_thousand"] >= -0.5).all()
    assert (closed["outturn_thousand"] - 0.95 * closed["plan_thousand"] <= 0.5).all()
    missing = lines[lines["outturn_thousand"].isna()]
    assert set(missing["period"]) == {"2081/82", "2023-24"}
    assert missing.groupby(["place", "period"]).size().eq(len(sample_budget.LINES)).all()


def test_pourashava_budgets_are_of_the_size_the_press_reports(lines, places):
    towns = lines[lines["place"].map(lambda code: places[code].level == "town")]
    budgets = towns.groupby(["period", "place"])["plan_thousand"].sum()
    assert budgets.between(100_000, 1_500_000).all()


def test_the_shares_of_lines_are_percents_of_a_whole():
    for country in ("NP", "BD"):
        assert sum(line.percent[country] for line in sample_budget.LINES.values()) == 100


# Learning alliances


def test_31_alliances_meet_in_150_events_of_six_kinds(events):
    assert events["event"].nunique() == 150
    assert events["alliance"].nunique() == 31
    assert events["event_kind"].nunique() == 6
    assert events["date"].min().year == 2021
    assert events["date"].max().year == 2024
    assert (events["persons"] >= 1).all()
    assert events["women"].between(0, events["persons"]).all()
    assert events.groupby("event")["mode"].nunique().max() == 1
    assert set(events.loc[events["event_kind"] == "expert_webinar", "mode"]) == {"online"}


def test_27_programme_towns_of_which_four_never_take_part(events, places):
    towns = sample_alliance.programme_towns(places)
    assert len(set(towns)) == 27
    assert set(sample_alliance.TARGETS) <= set(towns)
    offices = set(events.loc[events["government_level"] == "local", "place"])
    assert len(set(towns) - offices) == sample_alliance.NEVER_TOOK_PART
    assert set(sample_alliance.TARGETS) <= offices


def test_each_event_has_one_host_and_its_guests_sit_there(events):
    hosts = events[events["role"] == "host"]
    assert hosts["event"].is_unique
    assert len(hosts) == 150
    host_of = hosts.set_index("event")["place"]
    others = events[events["government_level"] != "local"]
    assert (others["place"] == others["event"].map(host_of)).all()


def test_the_meeting_of_2022_has_fifteen_corridor_towns_and_janakpurdham_as_a_guest(events, places):
    meeting = events[events["title"].str.startswith("Learning alliance:")]
    assert meeting["date"].map(lambda day: day.year).unique().tolist() == [2022]
    offices = meeting[meeting["government_level"] == "local"].set_index("place")["role"]
    assert offices["NP0217201"] == "guest"
    assert len(offices.drop("NP0217201")) == 15
    assert offices.drop("NP0217201").index.str.startswith("NP05").all()


def test_without_group_cards_the_towns_are_chosen_from_the_places(places, monkeypatch, tmp_path):
    monkeypatch.setattr(sample_alliance, "PROGRAMME_TOWNS", tmp_path / "none.toml")
    monkeypatch.setattr(sample_alliance, "CORRIDOR", tmp_path / "none.toml")
    towns = sample_alliance.programme_towns(places)
    assert len(set(towns)) == 27
    assert set(sample_alliance.TARGETS) <= set(towns)
    assert len({code[:4] for code in towns}) == 7
    assert len(sample_alliance.corridor_towns(places)) == 15


# Arithmetic


def test_whole_numbers_keep_the_total_and_the_proportion():
    assert sample_numbers.whole([1, 1, 1], 10).tolist() == [4, 3, 3]
    assert sample_numbers.whole([0, 2, 6], 4).tolist() == [0, 1, 3]


def test_a_table_of_whole_numbers_keeps_both_totals():
    rows, columns = np.array([10, 20, 3]), np.array([11, 11, 11])
    exact = sample_numbers.fitted(np.array([[1.0, 1, 1], [3, 1, 1], [0, 1, 5]]), rows, columns)
    counts = sample_numbers.whole_table(exact, rows, columns)
    assert counts.sum(axis=1).tolist() == [10, 20, 3]
    assert counts.sum(axis=0).tolist() == [11, 11, 11]
    assert abs(counts - exact).max() < 2
