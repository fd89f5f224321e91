"""In-migrants by reason: parts only, by district of 2011."""

import pytest

from data.problems import ContentError
from data.recipes import nepal_in_migrants_2011_by_reason as recipe

HEADER = [
    "District", "Zone", "Ecological Belt", "Development Region", "Year (BS)", "Year (AD)", "Gender", "Age-Group",
    "Indicator", "Value",
]  # fmt: skip


def district(name: str, value: int) -> list[list]:
    """All 288 parts of a district, each of this value."""
    return [
        [name, "Z", "Hill", "F", "2068/69", "2011/12", sex, age, reason, value]
        for sex in recipe.SEXES
        for age in recipe.AGES
        for reason in recipe.REASONS
    ]


ROWS = [*district("Achham", 1), *district("Chitawan", 2)]


@pytest.fixture
def build(write, as_csv, nepal):
    return lambda rows=ROWS: recipe.build([write(recipe.FILE, as_csv(HEADER, rows))], nepal)


def changed(row: int, column: int, value) -> list[list]:
    """The drawn rows with one cell changed."""
    rows = [list(each) for each in ROWS]
    rows[row][column] = value
    return rows


def test_one_row_a_part_with_our_names_for_the_parts(build):
    frame = build().frame
    assert len(frame) == 2 * (2 * 16 * 9)
    assert frame.iloc[0].to_dict() == {
        "place": "NP2011-69", "period": "2011", "sex": "male", "age_group": "0-4", "reason": "marriage", "persons": 1,
    }  # fmt: skip
    assert frame.groupby("place")["persons"].sum().to_dict() == {"NP2011-35": 2 * 288, "NP2011-69": 1 * 288}
    assert frame["age_group"].unique().tolist()[-1] == "75+"


@pytest.mark.parametrize(("column", "total"), [(6, "Total"), (7, "All ages"), (8, "Total Population")])
def test_a_total_among_the_parts_is_an_error_with_its_line(build, column, total):
    with pytest.raises(ContentError) as raised:
        build(changed(3, column, total))
    assert f"{total!r} is none of the parts we know (line 5). Totals among the parts would be counted twice" in str(
        raised.value
    )


def test_a_part_printed_twice_is_an_error_with_its_lines(build):
    with pytest.raises(ContentError, match=r"occur more than once \(lines 2, 578\)"):
        build([*ROWS, ROWS[0]])


def test_a_district_that_lacks_parts_is_an_error(build):
    with pytest.raises(
        ContentError, match="1 districts do not have all their 288 rows: NP2011-35. Is the file complete"
    ):
        build(ROWS[:-1])


def test_a_district_we_do_not_know_is_an_error(build):
    with pytest.raises(ContentError, match=r"288 of 864 rows name no district of 2011: Atlantis \(lines 578, 579"):
        build([*ROWS, *district("Atlantis", 1)])


def test_a_value_that_is_no_count_is_an_error(build):
    with pytest.raises(ContentError, match=r"Value: '1.5' is no whole number \(line 2\)"):
        build(changed(0, 9, 1.5))


def test_a_district_that_is_absent_is_noted(build):
    assert any("there are no rows for 1 districts: NP2011-35." in note for note in build(ROWS[:288]).notes)


def test_the_birthplace_table_of_the_same_columns_is_not_taken_for_it(shared_data):
    folder = shared_data / "nepal" / "census2011"
    assert not recipe.recognise(folder / "population_by_place_of_birth_2011.csv")


def test_the_real_file(real):
    frame = real("nepal_in_migrants_2011_by_reason").frame
    assert len(frame) == 21_600
    assert frame["persons"].sum() == 3_787_949
    assert frame.groupby("reason")["persons"].sum().to_dict() == {
        "marriage": 893_675, "dependent": 771_230, "agriculture": 564_512, "study": 506_688, "service": 411_367,
        "business": 224_815, "not_stated": 218_209, "others": 176_222, "conflict": 21_231,
    }  # fmt: skip
    assert set(frame["place"]) == {f"NP2011-{number:02d}" for number in range(1, 76)}
