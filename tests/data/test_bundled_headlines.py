"""The published headline figures that we typed: they agree with each other and with real places."""

import importlib

import pandas
import pytest

from data import catalogue
from data.extract import read_bundled
from data.periods import span
from data.problems import ROOT
from geo.places import load

EXTRACTS = ROOT / "data" / "extracts"
NAMES = ("nepal_published_headlines", "bangladesh_published_headlines")
KEY = ["place", "period", "series", "area"]


@pytest.fixture(scope="module")
def figures():
    """Both tables as the snapshot reads them: name -> DataFrame."""
    cards, problems = catalogue.cards()
    assert set(NAMES) <= set(cards), problems
    return {name: read_bundled(cards[name], EXTRACTS / f"{name}.csv").frame for name in NAMES}


@pytest.fixture(scope="module")
def value(figures):
    """(place, period, series, area) -> value, of both countries."""
    return {tuple(row[KEY]): row["value"] for frame in figures.values() for _, row in frame.iterrows()}


def parts(value, period, series, prefix):
    """Values of the places just below a country, in order of their codes."""
    found = [(key[0], number) for key, number in value.items() if key[1:] == (period, series, "total")]
    return [number for code, number in sorted(found) if code.startswith(prefix) and len(code) == 4]


@pytest.mark.parametrize("name", NAMES)
def test_each_figure_stands_once_with_publisher_and_where_it_was_read(name, figures):
    frame = figures[name]
    assert not frame.duplicated(KEY).any()
    assert frame.notna().all().all()
    assert (frame[["unit", "publisher", "read_at"]].map(len) > 0).all().all()


@pytest.mark.parametrize("name", NAMES)
def test_places_and_periods_are_known(name, figures):
    places = load()
    assert [code for code in figures[name]["place"] if code not in places] == []
    for code, period in zip(figures[name]["place"], figures[name]["period"], strict=True):
        span(period, places[code].country)


@pytest.mark.parametrize("name", NAMES)
def test_a_series_has_one_unit_each_period_and_percents_stay_below_100(name, figures):
    frame = figures[name]
    assert frame.groupby(["series", "period"])["unit"].nunique().eq(1).all()
    assert frame.loc[frame["unit"] == "percent", "value"].between(0, 100).all()


def test_population_of_nepal_2021_is_the_sum_of_its_provinces(value):
    provinces = parts(value, "2021", "persons_census_published", "NP")
    assert provinces == [4_961_412, 6_114_600, 6_116_866, 2_466_427, 5_122_078, 1_688_412, 2_694_783]
    assert sum(provinces) == value["NP", "2021", "persons_census_published", "total"] == 29_164_578
    men, women = (value["NP", "2021", f"persons_{sex}_census_published", "total"] for sex in ("male", "female"))
    assert men + women == 29_164_578
    # What has no ward lives in institutions: 29,164,578 - 28,925,480 of the ward census.
    assert value["NP", "2021", "persons_in_institutions", "total"] == 29_164_578 - 28_925_480


def test_absent_abroad_is_the_sum_of_its_reasons(value):
    reasons = {key[2]: number for key, number in value.items() if key[2].startswith("absent_abroad_")}
    total = reasons.pop("absent_abroad_total")
    assert sum(reasons.values()) == total == 2_190_592


def test_poverty_of_nepal_is_in_three_series(value):
    provinces = parts(value, "2022-23", "nlss_headcount_rate", "NP")
    assert provinces == [17.19, 22.53, 12.59, 11.88, 24.35, 26.69, 34.16]
    assert value["NP", "2022-23", "nlss_headcount_rate", "total"] == 20.27
    assert value["NP", "2010-11", "nlss_iii_headcount_rate", "total"] == 25.16
    assert value["NP", "2019", "mpi_headcount_rate", "total"] == 17.4


def test_transfers_of_2074_75_add_up(value):
    grants = [
        value["NP", "2074/75", f"transfers_{grant}_published", "total"] for grant in ("equalization", "conditional")
    ]
    assert sum(grants) == value["NP", "2074/75", "transfers_total_published", "total"] == 225_054_591


def test_population_of_bangladesh_2022_is_the_sum_of_its_divisions_twice(value):
    for series, total in (("persons_census_enumerated", 165_158_616), ("persons_census_adjusted", 169_828_911)):
        divisions = parts(value, "2022", series, "BD")
        assert len(divisions) == 8
        assert sum(divisions) == value["BD", "2022", series, "total"] == total
    assert value["BD", "2011", "persons_census_enumerated", "total"] == 144_043_697
    sexes = [value["BD", "2022", f"persons_{sex}_census_adjusted", "total"] for sex in ("male", "female", "hijra")]
    assert sum(sexes) == 169_828_911


def test_hies_and_the_poverty_map_are_two_series(value):
    areas = ("total", "rural", "urban")
    assert [value["BD", "2022", "hies_headcount_rate_upper", area] for area in areas] == [18.7, 20.5, 14.7]
    assert [value["BD", "2022", "poverty_map_headcount_rate", area] for area in areas] == [19.2, 20.3, 16.5]


def test_mpi_of_bangladesh_is_headcount_times_intensity(value):
    headcount, intensity, index = (
        value["BD", "2019", f"mpi_{part}", "total"] for part in ("headcount_rate", "intensity", "value")
    )
    assert (headcount, intensity, index) == (24.05, 44.17, 0.106)
    assert round(headcount / 100 * intensity / 100, 3) == index


def test_causes_of_migration_sum_to_100_and_dhaka_of_2011_is_left_out(value):
    """The Dhaka division of 2011 held today's Mymensingh: its code would name another area."""
    for place in ("BD", "BD10", "BD20", "BD40", "BD50", "BD55", "BD60"):
        causes = [number for key, number in value.items() if key[0] == place and key[2].startswith("migration_cause_")]
        assert len(causes) == 7
        assert sum(causes) == pytest.approx(100, abs=0.11)  # Rangpur and Sylhet are printed so that they sum to 100.1
    assert not any(key[0] == "BD30" and key[2].startswith("migration_cause_") for key in value)


def test_upazilas_of_2016_are_those_of_2011_and_dasar_of_2022_is_of_today(value):
    assert value["BD554908", "2016", "poverty_map_headcount_rate", "total"] == 79.8
    assert value["BD30540018", "2022", "poverty_map_headcount_rate", "total"] == 63.2


@pytest.mark.parametrize("name", NAMES)
def test_the_recipe_gives_the_same_figures_from_the_founders_tables(name, figures, shared_data):
    recipe = importlib.import_module(f"data.recipes.{name}")
    paths = [path for path in sorted(shared_data.rglob("*.csv")) if recipe.recognise(path)]
    built = recipe.build(paths, load())
    assert not [note for note in built.notes if "the former is shown" in note]
    compared = [*KEY, "value", "unit"]
    given = built.frame[compared].sort_values(KEY, ignore_index=True)
    typed = figures[name][compared].sort_values(KEY, ignore_index=True)
    pandas.testing.assert_frame_equal(given, typed, check_dtype=False)
