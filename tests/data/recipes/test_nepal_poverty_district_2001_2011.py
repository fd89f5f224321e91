"""Poverty by district: fractions, two years, and a population for one of them only."""

import pandas
import pytest

from data.problems import ContentError
from data.recipes import nepal_poverty_district_2001_2011 as recipe

HEADER = [
    "Year AD", "Year BS", "District", "Zone", "Geographical Region", "Development Region", "Indicators", "Value",
]  # fmt: skip


def lines(district: str, year: int, values: list, measures=tuple(recipe.MEASURES)) -> list[list]:
    """One line for each value, in the order of the measures; no population when there are six values."""
    return [
        [year, year + 57, district, "Z", "H", "F", name, value] for name, value in zip(measures, values, strict=False)
    ]


ROWS = [
    *lines("Achham", 2011, [0.472, 0.102, 0.12, 0.03, 0.04, 0.01, "256102.0"]),
    *lines("Chitawan", 2011, [0.09, 0.02, 0.02, 0.01, 0.01, 0.005, "566661.0"]),
    *lines("Achham", 2001, [0.5, 0.1, 0.2, 0.04, 0.05, 0.02]),
    *lines("Chitawan", 2001, [0.2, 0.03, 0.03, 0.01, 0.02, 0.006]),
]


@pytest.fixture
def build(write, as_csv, nepal):
    return lambda rows=ROWS: recipe.build([write(recipe.FILE, as_csv(HEADER, rows))], nepal)


def changed(row: int, column: int, value) -> list[list]:
    """The drawn rows with one cell changed."""
    rows = [list(each) for each in ROWS]
    rows[row][column] = value
    return rows


def test_one_row_a_district_and_year_found_by_old_spellings(build):
    frame = build().frame.set_index(["place", "period"]).sort_index()
    assert frame.index.tolist() == [
        ("NP2011-35", "2001"), ("NP2011-35", "2011"), ("NP2011-69", "2001"), ("NP2011-69", "2011"),
    ]  # fmt: skip
    assert frame.loc[("NP2011-69", "2011"), "headcount_rate"] == 0.472
    assert frame.loc[("NP2011-69", "2011"), "headcount_rate_standard_error"] == 0.102
    assert frame.loc[("NP2011-35", "2011"), "persons"] == 566_661


def test_2001_has_no_population_and_none_is_made_up(build):
    frame = build().frame
    assert frame.loc[frame["period"] == "2001", "persons"].isna().all()
    assert frame["persons"].dtype == "Int64"


def test_percent_in_place_of_fractions_is_an_error_with_its_line(build):
    with pytest.raises(ContentError, match=r"Value: 47.2 is no fraction of one \(line 2\). Are these percent"):
        build(changed(0, 7, 47.2))


def test_a_district_we_do_not_know_is_an_error_with_its_lines(build):
    with pytest.raises(ContentError, match=r"name no district of 2011: Achham2 \(line 2\)"):
        build(changed(0, 2, "Achham2"))


def test_a_figure_printed_twice_is_an_error_with_its_lines(build):
    with pytest.raises(ContentError, match=r"occur more than once \(lines 2, 28\)"):
        build([*ROWS, ROWS[0]])


def test_a_measure_we_do_not_know_is_an_error(build):
    with pytest.raises(ContentError, match=r"Indicators: Misery is none we know \(line 2\). Known: Poverty Incidence"):
        build(changed(0, 6, "Misery"))


def test_an_empty_figure_and_a_text_are_both_told(build):
    rows = changed(0, 7, "")
    rows[1][7] = "low"
    with pytest.raises(ContentError) as raised:
        build(rows)
    assert "the column 'Value' is empty in line 2." in str(raised.value)
    assert "Value: 'low' is no number (line 3)." in str(raised.value)


def test_half_a_person_is_an_error(build):
    with pytest.raises(ContentError, match=r"Population: 256102.5 is no whole number"):
        build(changed(6, 7, 256102.5))


def test_figures_that_are_absent_are_noted_and_stay_missing(build):
    made = build([*ROWS[:7], *ROWS[8:]])
    assert made.frame["headcount_rate"].isna().sum() == 1
    assert any("2011 has no headcount_rate for the districts of line 9." in note for note in made.notes)
    only = build(ROWS[:7])
    assert any("2011 has no rows for 1 districts: NP2011-35." in note for note in only.notes)


def test_the_real_file(real):
    frame = real("nepal_poverty_district_2001_2011").frame
    assert frame.groupby("period").size().to_dict() == {"2001": 75, "2011": 75}
    later = frame[frame["period"] == "2011"]
    assert round(100 * (later["headcount_rate"] * later["persons"]).sum() / later["persons"].sum(), 2) == 23.48
    assert frame[frame["period"] == "2001"]["persons"].isna().all()
    assert later["persons"].notna().all()
    assert frame[recipe.RATES].notna().all().all()
    assert frame[recipe.RATES].max().max() <= 1
    assert set(frame["place"]) == {f"NP2011-{number:02d}" for number in range(1, 76)}


def test_the_percent_file_of_the_same_publisher_is_not_taken_for_it(shared_data):
    folder = shared_data / "nepal" / "poverty"
    assert not recipe.recognise(folder / "district_wise_poverty_indicators_2011.csv")
    assert not recipe.recognise(folder / "human_poverty_index_district_2011.csv")
    percent = pandas.read_csv(folder / "district_wise_poverty_indicators_2011.csv")
    assert percent["Measure Values"].max() > 1


def test_a_district_of_2011_without_population_is_noted(build):
    without = [row for row in ROWS if row[6] != "Population" or row[2] != "Achham"]
    notes = build(without).notes
    assert [note for note in notes if "2011 has no population for the districts of" in note]
    assert not [note for note in build().notes if "has no population for" in note]
