"""Bangladesh's census of 2011: three levels of the same persons, joined by code."""

import pytest

from data.problems import ContentError
from data.recipes import bangladesh_census_2011 as recipe

AGES = recipe.ALL_AGES
TAIL = ["population", *AGES, "Child", "Male", "Female"]
UPAZILA = ["upazila", "admin3Pcode", "ADM2_PCODE", "ADM1_PCODE", "district", "division", *TAIL]
DISTRICT = ["district", "admin2Pcode", "division", "admin1Pcode", *TAIL]
DIVISION = ["division", "admin1Pcode", *TAIL]


def counts(persons_by_age: int, male: int) -> list:
    """As many persons in each of the 17 age groups, so many of them male."""
    total = 17 * persons_by_age
    return [f"{total}.0", *[f"{persons_by_age}.0"] * 17, "0.0", f"{male}.0", f"{total - male}.0"]


UPAZILAS = [
    ["Kaliganj", "BD100409", "BD1004", "BD10", "Barguna", "", *counts(10, 80)],
    ["Kaliganj", "BD100419", "BD1004", "BD10", "Barguna", "Barisal", *counts(20, 160)],
]
DISTRICTS = [["Barguna", "BD1004", "Barisal", "BD10", *counts(30, 240)]]
DIVISIONS = [["Barisal", "BD10", *counts(30, 240)]]


@pytest.fixture
def build(write, as_csv, bangladesh):
    def do(upazilas=UPAZILAS, districts=DISTRICTS, divisions=DIVISIONS, leave_out=()):
        tables = {
            "pop_division_2011.csv": (DIVISION, divisions),
            "pop_district_2011.csv": (DISTRICT, districts),
            "pop_upazila_2011.csv": (UPAZILA, upazilas),
        }
        paths = [write(name, as_csv(*table)) for name, table in tables.items() if name not in leave_out]
        return recipe.build(paths, bangladesh)

    return do


def test_three_levels_of_the_same_persons(build):
    frame = build().frame
    assert frame[["place", "level", "persons", "male", "female"]].values.tolist() == [
        ["BD10", "region", 17 * 30, 240, 17 * 30 - 240],
        ["BD1004", "district", 17 * 30, 240, 17 * 30 - 240],
        ["BD100409", "local", 17 * 10, 80, 17 * 10 - 80],
        ["BD100419", "local", 17 * 20, 160, 17 * 20 - 160],
    ]


def test_ages_are_three_groups_that_add_up(build):
    row = build().frame.iloc[0]
    assert row["persons_0_14"] == 3 * 30
    assert row["persons_15_64"] == 10 * 30
    assert row["persons_65_and_over"] == 4 * 30
    assert row["persons"] == (3 + 10 + 4) * 30


def test_a_blank_division_name_does_no_harm_and_is_noted_with_its_line(build):
    assert any("the division's name is blank in line 2; codes were used." in note for note in build().notes)


def test_a_name_that_occurs_twice_does_no_harm(build):
    assert build().frame["place"].is_unique


def test_a_code_of_v03_among_those_of_v02_is_an_error_with_its_line(build):
    mixed = [UPAZILAS[0], [UPAZILAS[1][0], "BD10040009", *UPAZILAS[1][2:]]]
    with pytest.raises(ContentError) as raised:
        build(mixed)
    told = str(raised.value)
    assert "pop_upazila_2011.csv:3: 1 of 2 codes are no local of v02: BD10040009 (line 3)." in told
    assert "1 have the ten characters of COD-AB v03: this census is of v02." in told


def test_codes_of_v03_alone_match_nothing_and_fail_loudly(build):
    with pytest.raises(ContentError, match="1 of 1 codes are no local of v02"):
        build([["Amtali", "BD10040009", *UPAZILAS[0][2:]]])


def test_levels_that_disagree_are_an_error_with_the_line(build):
    with pytest.raises(ContentError) as raised:
        build(UPAZILAS[:1])
    told = str(raised.value)
    assert "pop_district_2011.csv:2: BD1004 has 510 persons, its parts in pop_upazila_2011.csv have 170." in told


def test_sexes_and_ages_that_do_not_add_up_are_noted_with_their_line(build):
    rows = [[*UPAZILAS[0][:-1], "91.0"], UPAZILAS[1]]
    assert any("Male + Female is not population in line 2." in note for note in build(rows).notes)
    rows = [[*UPAZILAS[0][:7], "11.0", *UPAZILAS[0][8:]], UPAZILAS[1]]
    assert any("is not population in line 2." in note for note in build(rows).notes)


def test_a_file_of_the_three_that_is_missing_is_named(build):
    with pytest.raises(ContentError, match="pop_district_2011.csv is missing: the three levels are checked"):
        build(leave_out=["pop_district_2011.csv"])


def test_wrong_files_are_told_together(build, write):
    with pytest.raises(ContentError) as raised:
        build([row[:-1] for row in UPAZILAS], [["Barguna", "", *DISTRICTS[0][2:]]])
    told = str(raised.value)
    assert "pop_upazila_2011.csv:2: lines 2, 3 do not have the 27 cells of the header." in told
    assert "pop_district_2011.csv:2: the column 'admin2Pcode' is empty in line 2." in told


def test_a_code_printed_twice_is_an_error(build):
    with pytest.raises(ContentError, match=r"admin3Pcode = BD100409 and others occur more than once \(lines 2, 3\)"):
        build([UPAZILAS[0], UPAZILAS[0]])


def test_a_part_is_known_by_its_finest_code(write, as_csv):
    assert recipe.part(write("a.csv", as_csv(UPAZILA, UPAZILAS))) == "local"
    assert recipe.part(write("b.csv", as_csv(DISTRICT, DISTRICTS))) == "district"
    assert recipe.part(write("c.csv", as_csv(DIVISION, DIVISIONS))) == "region"
    assert recipe.part(write("pop_upazila_2011.csv", "")) == "local"


def test_the_real_census(real):
    frame = real("bangladesh_census_2011").frame
    assert frame.groupby("level").size().to_dict() == {"region": 8, "district": 64, "local": 544}
    assert frame.groupby("level")["persons"].sum().to_dict() == dict.fromkeys(
        ["region", "district", "local"], 144_043_697
    )
    assert (frame["male"] + frame["female"]).equals(frame["persons"])
    ages = frame["persons_0_14"] + frame["persons_15_64"] + frame["persons_65_and_over"]
    assert ages.equals(frame["persons"])


def test_sylhet_by_code_has_the_upazila_whose_division_name_is_blank(real, real_places):
    frame = real("bangladesh_census_2011").frame
    assert frame.set_index("place").loc["BD60", "persons"] == 9_910_219
    local = frame[frame["level"] == "local"].copy()
    local["region"] = local["place"].map(lambda code: real_places[real_places[code].parent].parent)
    assert local.groupby("region")["persons"].sum()["BD60"] == 9_910_219
    assert local.set_index("place").loc["BD609089", "persons"] == 279_019
    assert any("blank in line 532" in note for note in real("bangladesh_census_2011").notes)


def test_thirty_real_upazilas_share_their_name(real, real_places):
    frame = real("bangladesh_census_2011").frame
    names = frame[frame["level"] == "local"]["place"].map(lambda code: real_places[code].name_en)
    assert names.duplicated(keep=False).sum() == 30
