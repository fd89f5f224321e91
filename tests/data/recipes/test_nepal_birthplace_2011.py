"""Persons by place of birth: totals and parts of one column, each taken for what it is."""

import pandas
import pytest

from data import catalogue
from data.extract import read_bundled
from data.problems import ROOT, ContentError
from data.recipes import nepal_birthplace_2011 as recipe

HEADER = ["District", "Zone", "Gender", "Age-Group", *recipe.NESTED, "Value"]
VALUES = [20, 17, 12, 3, 1, 1, 2, 1]  # persons; native = 12 here + 5 elsewhere; 17 + 2 abroad + 1 not stated = 20


def district(name: str, times: int = 1) -> list[list]:
    """All rows of a district: each sex and age group has `times` the values above."""
    return [
        [name, "Z", sex, age, *nested, value * times]
        for sex in recipe.SEXES
        for age in recipe.AGES
        for nested, value in zip(recipe.PARTS, VALUES, strict=True)
    ]


ROWS = [*district("Achham"), *district("Chitawan", 2)]


@pytest.fixture
def build(write, as_csv, nepal):
    return lambda rows=ROWS: recipe.build([write(recipe.FILE, as_csv(HEADER, rows))], nepal)


def changed(row: int, column: int, value) -> list[list]:
    rows = [list(each) for each in ROWS]
    rows[row][column] = value
    return rows


def test_each_row_is_taken_for_what_it_is_and_nobody_is_counted_twice(build):
    frame = build().frame
    assert frame.iloc[0].to_dict() == {
        "place": "NP2011-35", "period": "2011", "sex": "female", "persons": 16 * 2 * 20, "native_born": 16 * 2 * 17,
        "born_in_same_district": 16 * 2 * 12, "born_in_other_district": 16 * 2 * (3 + 1 + 1),
        "born_in_other_district_rural": 16 * 2 * 3, "born_in_other_district_urban": 16 * 2 * 1,
        "born_in_other_district_not_stated": 16 * 2 * 1, "born_abroad": 16 * 2 * 2, "birthplace_not_stated": 16 * 2 * 1,
    }  # fmt: skip
    assert len(frame) == 2 * 2


@pytest.mark.parametrize(("column", "value", "named"), [
    (2, "Both", "Gender: 'Both'"),
    (3, "All ages", "Age-Group: 'All ages'"),
    (6, "Abroad", "Indicator: 'Native born / All native born / Abroad'"),
])  # fmt: skip
def test_a_row_whose_meaning_is_not_known_is_an_error_with_its_line(build, column, value, named):
    with pytest.raises(ContentError) as raised:
        build(changed(1, column, value))
    assert f"{named} is none of the parts we know (line 3)" in str(raised.value)


def test_a_row_printed_twice_is_an_error_with_its_lines(build):
    with pytest.raises(ContentError, match=r"occur more than once \(lines 2, 514\)"):
        build([*ROWS, ROWS[0]])


def test_a_district_that_lacks_rows_is_an_error(build):
    with pytest.raises(ContentError, match="1 districts do not have all their 256 rows: Chitawan"):
        build(ROWS[:-1])


def test_a_district_we_do_not_know_is_an_error(build):
    with pytest.raises(ContentError, match=r"256 of 768 rows name no district of 2011: Atlantis"):
        build([*ROWS, *district("Atlantis")])


def test_a_value_that_is_no_count_is_an_error(build):
    with pytest.raises(ContentError, match=r"Value: 'many' is no whole number \(line 2\)"):
        build(changed(0, 7, "many"))


def test_a_district_that_is_absent_is_noted(build):
    assert any("there are no rows for 1 districts: NP2011-35." in note for note in build(ROWS[:256]).notes)


def test_the_table_of_reasons_is_not_taken_for_it(shared_data):
    assert not recipe.recognise(
        shared_data / "nepal" / "census2011" / "native_born_other_district_by_main_reason_2011.csv"
    )


@pytest.mark.slow
def test_the_real_file_sums_to_what_was_printed_and_is_what_is_bundled(real):
    """As printed: 3,788,049 born in another district = 3,033,576 rural + 241,420 urban + 513,053 not stated."""
    frame = real("nepal_birthplace_2011").frame
    sums = frame.sum(numeric_only=True)
    assert sums["born_in_other_district"] == 3_033_576 + 241_420 + 513_053 == 3_788_049
    assert sums["persons"] == 26_253_828
    card = catalogue.cards()[0]["nepal_birthplace_2011"]
    bundled = read_bundled(card, ROOT / "data" / "extracts" / "nepal_birthplace_2011.csv").frame
    pandas.testing.assert_frame_equal(frame, bundled.reset_index(drop=True), check_dtype=False)
