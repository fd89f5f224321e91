"""Nepal's ward census: joined by district and palika number, never by local_level_code."""

import pytest

from data import catalogue, extract
from data.problems import ContentError
from data.recipes import nepal_ward_census_2021 as recipe

HEADER = [
    "Province ID", "District ID", "Municipality ID", "Municipality Name", "Ward No", "Area Name", "Total Households",
    "Total Population", "Male Population", "Female Population", "local_level_code",
]  # fmt: skip
ROWS = [
    [1, 1, 1, "Phaktanlung Gaunpalika", 1, "Ward - 1", 299, 1211, 588, 623, 10105],
    [1, 1, 1, "Phaktanlung Gaunpalika", 2, "Ward - 2", 544, 2417, 1240, 1177, 10105],
    [1, 1, 6, "Phungling Municipality", 1, "Ward - 1", 320, 1213, 600, 613, 10101],
    [7, 71, 2, "Mangalsen Municipality", 11, "Ward - 11", 100, 450, 200, 250, 70905],
]


def built(write, as_csv, places, rows=ROWS, header=HEADER, encoding="utf-8"):
    return recipe.build([write("demographics_ward.csv", as_csv(header, rows), encoding)], places)


def test_wards_are_found_by_district_and_palika_number(write, as_csv, nepal):
    frame = built(write, as_csv, nepal).frame
    assert frame["place"].tolist() == ["NP0101401-01", "NP0101401-02", "NP0101301-01", "NP0769302-11"]
    assert frame["persons"].tolist() == [1211, 2417, 1213, 450]
    assert frame.columns.tolist() == ["place", "period", "households", "persons", "male", "female"]
    assert set(frame["period"]) == {"2021"}


def test_local_level_code_is_not_read(write, as_csv, nepal):
    without = [row[:-1] for row in ROWS]
    frame = built(write, as_csv, nepal, without, HEADER[:-1]).frame
    assert frame.equals(built(write, as_csv, nepal).frame)


def test_sexes_that_do_not_add_up_are_noted_with_their_line_and_kept(write, as_csv, nepal):
    made = built(write, as_csv, nepal, [*ROWS[:3], [*ROWS[3][:8], 201, 250, ""]])
    assert made.frame["male"].tolist()[-1] == 201
    assert any("Male Population + Female Population is not Total Population in line 5." in note for note in made.notes)


def test_an_unknown_palika_is_an_error_with_its_line(write, as_csv, nepal):
    rows = [*ROWS, [1, 1, 99, "Nowhere", 1, "Ward - 1", 1, 2, 1, 1, ""]]
    with pytest.raises(ContentError) as raised:
        built(write, as_csv, nepal, rows)
    assert "1 of 5 rows (district/palika/ward) are no ward that we know: 1/99/1 (line 6)." in str(raised.value)


def test_a_ward_printed_twice_is_an_error_with_its_lines(write, as_csv, nepal):
    with pytest.raises(ContentError, match=r"occur more than once \(lines 2, 6\)"):
        built(write, as_csv, nepal, [*ROWS, ROWS[0]])


def test_a_file_that_holds_a_part_of_the_wards_is_an_error(write, as_csv, nepal):
    with pytest.raises(
        ContentError, match="holds 3 of 4 wards; missing for example NP0769302-11. Is the file complete"
    ):
        built(write, as_csv, nepal, ROWS[:3])


WRONG = {
    "a column missing": ([row[:7] + row[8:] for row in ROWS], HEADER[:7] + HEADER[8:], "'Total Population' is missing"),
    "an empty cell": ([[*ROWS[0][:7], "", *ROWS[0][8:]], *ROWS[1:]], HEADER, "'Total Population' is empty in line 2."),
    "a text for a number": ([[*ROWS[0][:7], "1,211", *ROWS[0][8:]], *ROWS[1:]], HEADER, "'1,211' is no whole number"),
    "no rows": ([], HEADER, "has a header and no rows."),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_file_is_told_with_its_line(write, as_csv, nepal, mistake):
    rows, header, message = WRONG[mistake]
    with pytest.raises(ContentError) as raised:
        built(write, as_csv, nepal, rows, header)
    assert message in str(raised.value)
    assert "demographics_ward.csv:" in str(raised.value)


def test_a_file_that_is_not_utf_8_is_told(write, as_csv, nepal):
    rows = [[*ROWS[0][:3], "Phaktanlüng", *ROWS[0][4:]], *ROWS[1:]]
    with pytest.raises(ContentError, match=r"csv:2: is not UTF-8 text: byte 0xfc in line 2. Save it as CSV in UTF-8."):
        built(write, as_csv, nepal, rows, encoding="latin-1")


def test_another_or_an_empty_file_of_the_same_name_is_recognised_and_told(write, nepal):
    for text, message in (("a,b\n1,2\n", "'District ID' is missing"), ("", "is empty"), ("\0\1", "is no text file")):
        path = write("demographics_ward.csv", text)
        assert recipe.recognise(path)
        with pytest.raises(ContentError, match=message):
            recipe.build([path], nepal)


@pytest.mark.slow
def test_the_real_census(real):
    frame = real("nepal_ward_census_2021").frame
    assert len(frame) == 6743
    assert frame["persons"].sum() == 28_925_480 == 29_164_578 - 239_098
    assert frame["households"].sum() == 6_660_841
    assert (frame["male"] + frame["female"]).equals(frame["persons"])
    assert frame["place"].is_unique
    assert frame["place"].str[:9].nunique() == 753


@pytest.mark.slow
def test_the_codes_in_the_real_file_would_have_meant_other_palikas(shared_data, real, real_places):
    import pandas

    rows = pandas.read_csv(shared_data / "nepal" / "census2021" / "demographics_ward.csv")
    units = rows.drop_duplicates(["District ID", "Municipality ID"])
    assert (len(units), units["local_level_code"].nunique()) == (753, 750)
    own = {place.second_code: place.code for place in real_places.values() if place.level == "local"}
    lines = dict(
        zip(real("nepal_ward_census_2021").frame.index, real("nepal_ward_census_2021").frame["place"], strict=True)
    )
    joined = [lines[index + 2][:9] for index in units.index]
    by_code = [own.get(str(code)) for code in units["local_level_code"]]
    wrong = sum(other is not None and other != code for other, code in zip(by_code, joined, strict=True))
    assert wrong == 105


def test_the_bundled_parquet_is_what_the_recipe_makes(real, real_places, tmp_path):
    card = catalogue.cards()[0][recipe.EXTRACT]
    extract.write_parquet(tmp_path / "new.parquet", card, real(recipe.EXTRACT), real_places)
    bundled = extract.read_bundled(card, catalogue.EXTRACTS / f"{recipe.EXTRACT}.parquet").frame
    card_free = extract.read_bundled(card, tmp_path / "new.parquet").frame
    assert bundled.equals(card_free)


def test_the_bundled_census_is_remade_by_its_command(write, as_csv, monkeypatch, nepal, tmp_path, card_text):
    monkeypatch.setattr(recipe.nepal, "places_in", lambda shapes: nepal)
    cards = catalogue.cards()
    monkeypatch.setattr(catalogue, "cards", lambda: cards)
    monkeypatch.setattr(catalogue, "EXTRACTS", tmp_path)
    recipe.main(str(write("demographics_ward.csv", as_csv(HEADER, ROWS))))
    made = extract.read_bundled(cards[0][recipe.EXTRACT], tmp_path / f"{recipe.EXTRACT}.parquet").frame
    assert made["place"].tolist() == ["NP0101301-01", "NP0101401-01", "NP0101401-02", "NP0769302-11"]
