"""Net migration rates by district and age: as printed, only for the districts that could be read."""

import pandas
import pytest

from data import catalogue
from data.extract import read_bundled
from data.problems import ROOT, ContentError
from data.recipes import bangladesh_net_migration_2001_2011 as recipe
from geo.places import load

RATES = [1.0, -23.4, *[0.5] * (len(recipe.AGES) - 3), -9.0]


@pytest.fixture(scope="module")
def districts():
    return {code: place for code, place in load().items() if place.country == "BD" and place.level == "district"}


@pytest.fixture
def build(write, as_csv, districts):
    return lambda rows: recipe.build([write(recipe.FILE, as_csv(recipe.COLUMNS, rows))], districts)


def test_a_column_becomes_an_age_group_and_the_last_is_all_ages(build):
    made = build([["Bhola", *RATES]])
    found = {row["age_group"]: row["net_migration_rate"] for row in made.frame.to_dict("records")}
    assert (found["10-14"], found["15-19"], found["total"]) == (1.0, -23.4, -9.0)
    assert set(made.frame["place"]) == {"BD1009"}
    assert made.notes == ["Only 1 of 64 districts could be read; of the others nothing is known here."]


def test_old_and_curly_spellings_find_their_district(build):
    frame = build([["Jhalokathi", *RATES], ["Cox’s Bazar", *RATES], ["Khagrachari", *RATES]]).frame
    assert set(frame["place"]) == {"BD1042", "BD2022", "BD2046"}


def test_a_district_we_do_not_know_is_an_error_with_its_line(build):
    with pytest.raises(ContentError, match=r"Atlantis: no district has this name \(line 3\)"):
        build([["Bhola", *RATES], ["Atlantis", *RATES]])


def test_a_district_printed_twice_is_an_error(build):
    with pytest.raises(ContentError, match=r"Bhola and others occur more than once \(lines 2, 3\)"):
        build([["Bhola", *RATES], ["Bhola", *RATES]])


def test_a_rate_that_is_missing_is_an_error_and_no_zero(build):
    with pytest.raises(ContentError, match=r"the column 'overall' is empty in line 2"):
        build([["Bhola", *RATES[:-1], ""]])


def test_the_real_file_is_what_is_bundled(real):
    frame = real("bangladesh_net_migration_2001_2011").frame
    assert frame["place"].nunique() == 21 and len(frame) == 21 * 14
    rates = frame[frame["age_group"] == "total"].set_index("place")["net_migration_rate"]
    assert (rates["BD3033"], rates["BD1009"], rates["BD3026"]) == (53.9, -19.4, 26.1)  # Gazipur, Bhola, Dhaka
    card = catalogue.cards()[0]["bangladesh_net_migration_2001_2011"]
    bundled = read_bundled(card, ROOT / "data" / "extracts" / "bangladesh_net_migration_2001_2011.csv").frame
    pandas.testing.assert_frame_equal(frame.reset_index(drop=True), bundled.reset_index(drop=True), check_dtype=False)
