"""Partnerships as they were read: one row each, what each is about, and nothing guessed."""

import pytest

from data.problems import ContentError
from data.recipes import city_partnerships as recipe

HEADER = "city,partner_city,partner_country,kind,year,status_as_read,source_url\n"
PLACES = {"BD": None, "IN27521802814": None}
BUNDLED = 3  # typed by hand beside the card


@pytest.fixture
def build(tmp_path):
    def made(*lines):
        path = tmp_path / recipe.FILE
        path.write_text(HEADER + "".join(f"{line}\n" for line in lines), "utf-8")
        return recipe.build([path], PLACES)

    return made


def test_a_row_becomes_a_partnership_with_its_first_page_and_a_topic(build):
    made = build("Pune,Austin,United States,friendship agreement,2018,signed,https://www.a.org/x ; https://b.org/y")
    first = made.frame.iloc[0]
    assert (first["partnership"], first["place"], first["topic"]) == (
        "pune-austin-friendship-agreement",
        "IN27521802814",
        "exchange",
    )
    assert (first["read_at"], first["publisher"]) == ("https://www.a.org/x", "a.org")
    assert (first["partner_country"], first["begun"]) == ("US", 2018)
    assert len(made.frame) == 1 + BUNDLED
    assert made.provenance == "published"


def test_what_is_not_told_stays_missing(build):
    first = build("Pune,San Jose,-,MoU on sustainable city planning,,not binding,https://a.org/x").frame.iloc[0]
    assert first[["partner_country", "begun", "outcome", "amount"]].isna().all() and first["result"] == recipe.NOT_TOLD
    assert first["topic"] == "planning"


def test_a_kind_nobody_knows_is_other_and_a_city_without_a_code_is_left_out_and_both_are_said(build):
    made = build(
        "Pune,Austin,United States,handshake,2018,shaken,https://a.org/x",
        "Atlantis,Austin,-,sister city,1,lost,https://a.org/x",
    )
    assert made.frame["topic"].tolist()[0] == "other" and len(made.frame) == 1 + BUNDLED
    assert (
        "Atlantis (line 3) has no code here" in made.notes[0] and "'handshake' (line 2) is not known" in made.notes[1]
    )


def test_an_empty_cell_or_a_row_twice_is_told_with_its_line(build):
    with pytest.raises(ContentError, match="the column 'status_as_read' is empty in line 2"):
        build("Pune,Austin,United States,friendship,2018,,https://a.org/x")
    row = "Pune,Austin,United States,friendship,2018,signed,https://a.org/x"
    with pytest.raises(ContentError, match="occur more than once"):
        build(row, row)


def test_a_country_by_another_name_or_a_year_that_is_none_is_told_with_its_line(build):
    with pytest.raises(ContentError, match="2: 'America' is no country by the names of Unicode"):
        build("Pune,Austin,America,friendship,2018,signed,https://a.org/x")
    with pytest.raises(ContentError, match="year: 'lately' is no whole number"):
        build("Pune,Austin,United States,friendship,lately,signed,https://a.org/x")


def test_the_file_given_has_five_of_pune_and_two_of_the_association(shared_data):
    path = shared_data / "india" / recipe.FILE
    assert recipe.recognise(path)
    frame = recipe.build([path], PLACES).frame
    assert frame["place"].value_counts().to_dict() == {"IN27521802814": 5 + BUNDLED, "BD": 2}
    assert "other" not in set(frame["topic"]) and frame["partnership"].is_unique
