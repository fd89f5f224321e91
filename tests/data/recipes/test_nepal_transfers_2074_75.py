"""Transfers of 2074/75: every line once, checked against what the Red Book prints."""

import pytest

from data.problems import ContentError
from data.recipes import nepal_transfers_2074_75 as recipe

HEADER = [
    "pdf_page", "budget_code", "district_as_extracted", "name_as_extracted", "name_decoded", "kind_as_printed",
    *recipe.GRANTS, recipe.TOTAL, "census_dist", "census_gapa", "adm3_pcode", "census2021_name", "match_status",
]  # fmt: skip
ROWS = [
    [7, 8014023, "d", "n", "Phaktanlung", "rural", 100, 50, 0, 0, 150, 1, 1, "NP0101401", "", "name_match"],
    [
        7,
        8011313,
        "d",
        "n",
        "Phungling",
        "municipality",
        70,
        30,
        0,
        0,
        100,
        1,
        6,
        "NP0101301",
        "",
        recipe.BY_ELIMINATION,
    ],
    [17, 8016373, "d", "n", "Belwa", "rural", 20, 5, 0, 0, 25, 1, "", "", "", recipe.NO_UNIT_NOW],
    [40, 8010000, "d", "n", "Mangalsen", "municipality", 40, 10, 0, 0, 50, 71, 2, "NP0769302", "", "name_match"],
]


@pytest.fixture
def build(write, as_csv, nepal, monkeypatch):
    """Builds from the drawn rows; the printed totals are those of the drawn rows as they stand above."""
    printed = {"equalization": 230, "conditional": 95, "complementary": 0, "special": 0, "total": 230 + 95}
    monkeypatch.setattr(recipe, "PRINTED_NPR_THOUSAND", printed)
    monkeypatch.setattr(recipe, "PRINTED_BY_DISTRICT_NPR_THOUSAND", {"NP0101": 150 + 100 + 25, "NP0769": 50})
    return lambda rows=ROWS: recipe.build([write(recipe.FILE, as_csv(HEADER, rows))], nepal)


def changed(row: int, column: str, value) -> list[list]:
    """The drawn rows with one cell changed."""
    rows = [list(each) for each in ROWS]
    rows[row][HEADER.index(column)] = value
    return rows


def test_one_row_a_unit_and_grant_and_never_the_total(build):
    frame = build().frame
    assert len(frame) == 4 * 4
    assert frame["amount_npr_thousand"].sum() == 325
    amounts = frame[frame["place"] == "NP0101401"].set_index("grant")["amount_npr_thousand"].to_dict()
    assert amounts == {"equalization": 100, "conditional": 50, "complementary": 0, "special": 0}
    assert set(frame["period"]) == {"2074/75"}


def test_a_match_by_elimination_is_marked_uncertain_and_noted(build):
    made = build()
    certain = made.frame.drop_duplicates("place").set_index("place")["match_certain"].to_dict()
    assert certain == {"NP0101401": True, "NP0101301": False, "NP-8016373": True, "NP0769302": True}
    assert any("1 units were matched to units of now by elimination only" in note for note in made.notes)
    assert any("(line 3): NP0101301." in note for note in made.notes)


def test_a_unit_without_a_successor_is_a_place_of_its_own(build):
    made = build()
    assert made.frame[made.frame["place"] == "NP-8016373"]["amount_npr_thousand"].sum() == 25
    assert any("Belwa (line 4) is no unit of now; it is NP-8016373 here." in note for note in made.notes)


def test_a_unit_without_code_that_is_no_place_is_an_error(build):
    with pytest.raises(ContentError, match=r"1 codes are no local government: NP-8099999 \(line 4\)"):
        build(changed(2, "budget_code", 8099999))


def test_a_code_that_contradicts_its_census_number_is_an_error(build):
    with pytest.raises(ContentError, match=r"P-code and census number mean different palikas \(line 2\)"):
        build(changed(0, "census_gapa", 6))


def test_an_amount_that_was_changed_is_found_by_the_printed_totals(build):
    with pytest.raises(ContentError) as raised:
        build(changed(0, "conditional_26612_npr_thousand", 51))
    assert "the 4 lines add up to 96, printed are 95 thousand NPR" in str(raised.value)
    with pytest.raises(ContentError) as raised:
        build(changed(0, recipe.TOTAL, 151))
    assert "NP0101: its units add up to 276 (lines 2, 3, 4), printed are 275 thousand NPR." in str(raised.value)


def test_a_total_that_is_not_the_sum_of_its_grants_is_noted(build):
    rows = changed(0, recipe.TOTAL, 149)
    rows[1][HEADER.index(recipe.TOTAL)] = 101
    assert any("is not total_npr_thousand in lines 2, 3. Kept as printed." in note for note in build(rows).notes)


def test_a_missing_line_is_an_error(build):
    with pytest.raises(ContentError, match="NP0769: its units add up to 0, printed are 50"):
        build(ROWS[:3])


def test_a_line_of_totals_among_the_units_is_an_error(build):
    total = [7, 1, "d", "n", "Total", "", 230, 95, 0, 0, 325, "", "", "", "", ""]
    with pytest.raises(ContentError, match="the column 'match_status' is empty in line 6"):
        build([*ROWS, total])


def test_a_budget_code_or_a_place_printed_twice_is_an_error(build):
    with pytest.raises(ContentError, match=r"budget_code = 8014023 and others occur more than once \(lines 2, 6\)"):
        build([*ROWS, ROWS[0]])


def test_the_real_file(real):
    made = real("nepal_transfers_2074_75")
    frame = made.frame
    assert frame["place"].nunique() == 744
    by_grant = frame.groupby("grant")["amount_npr_thousand"].sum().to_dict()
    assert by_grant == {"equalization": 148_639_833, "conditional": 76_414_758, "complementary": 0, "special": 0}
    assert frame["amount_npr_thousand"].sum() == 225_054_591
    places = frame.drop_duplicates("place")
    assert (~places["match_certain"]).sum() == 13


def test_all_77_districts_reconcile_with_the_red_book(real, real_places):
    frame = real("nepal_transfers_2074_75").frame
    district = frame["place"].map(lambda code: real_places[code].parent)
    sums = frame.groupby(district)["amount_npr_thousand"].sum().to_dict()
    assert len(sums) == 77
    assert sums == recipe.PRINTED_BY_DISTRICT_NPR_THOUSAND
    assert sum(recipe.PRINTED_BY_DISTRICT_NPR_THOUSAND.values()) == 225_054_591


def test_towns_of_the_real_file(real, real_places):
    frame = real("nepal_transfers_2074_75").frame
    amount = frame.groupby("place")["amount_npr_thousand"].sum()
    names = {
        place.name_en.split()[0]: amount[place.code]
        for place in real_places.values()
        if place.level == "local" and place.category in ("np-metropolitan-city", "np-sub-metropolitan-city")
    }
    assert (names["Butwal"], names["Pokhara"]) == (585_834, 1_825_729)
    janakpur = [value for name, value in names.items() if name.startswith("Janak")]
    assert janakpur == [721_355]
    assert amount["NP-8016373"] == 254_487
    assert real_places["NP-8016373"].parent == "NP0234"


def test_the_real_units_of_now_without_a_line_are_ten(real, real_places):
    units = {place.code for place in real_places.values() if place.country == "NP" and place.level == "local"}
    assert len(units - set(real("nepal_transfers_2074_75").frame["place"])) == 10
