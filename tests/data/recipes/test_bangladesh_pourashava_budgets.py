"""Budgets from the press: joined by code, kept as printed, told where they do not balance."""

import pandas
import pytest

from data import catalogue, extract
from data.problems import ContentError
from data.recipes import bangladesh_pourashava_budgets as recipe

PLACES = dict.fromkeys(recipe.MUNICIPALITIES.values())


@pytest.fixture
def build(write, as_csv):
    """`build([[name, district, year, item, amount], ...])`: what the recipe makes of such a file."""

    def do(rows: list[list]):
        printed = [[*row, f"{row[-1]} taka", "https://a.paper/page", ""] for row in rows]
        return recipe.build([write(recipe.FILE, as_csv([*recipe.COLUMNS, "note"], printed))], PLACES)

    return do


def test_an_item_keeps_its_amount_its_words_and_its_address(build):
    made = build([["Kulaura", "Moulvibazar", "2023-24", "revenue_income", "78269194.25"]])
    assert made.frame.values.tolist() == [
        ["BD60586599", "2023-24", "revenue_income", 78269194.25, "78269194.25 taka", "https://a.paper/page"]
    ]
    assert made.provenance == "published"


@pytest.mark.parametrize(
    ("total", "told"),
    [
        ("100", ""),
        ("100.99", ""),  # poisha that a paper left out
        ("101", "printed income is 1.00 taka less than the printed total"),
        ("99", "printed income is 1.00 taka more than the printed total"),
    ],
)
def test_a_budget_whose_income_is_not_its_total_is_noted_with_its_lines(build, total, told):
    made = build(
        [
            ["Lakshmipur", "Lakshmipur", "2022-23", "total", total],
            ["Lakshmipur", "Lakshmipur", "2022-23", "revenue_income", "30"],
            ["Lakshmipur", "Lakshmipur", "2022-23", "development_income", "50"],
            ["Lakshmipur", "Lakshmipur", "2022-23", "opening_balance", "20"],  # 30 + 50 + 20 = 100
        ]
    )
    gaps = [note for note in made.notes if "printed income" in note]
    assert bool(gaps) == bool(told)
    assert all("Lakshmipur 2022-23 (lines 2, 3, 4, 5)" in note and told in note for note in gaps)
    assert made.frame["amount_bdt"].iloc[0] == float(total)  # never corrected


def test_a_town_of_another_district_is_not_guessed(build):
    with pytest.raises(ContentError, match=r"Pirganj \(Rangpur\) \(line 2\) is no municipality"):
        build([["Pirganj", "Rangpur", "2023-24", "total", "1"]])


def test_the_same_item_twice_is_an_error(build):
    with pytest.raises(ContentError, match=r"occur more than once \(lines 2, 3\)"):
        build([["Bogura", "Bogura", "2024-25", "total", "1"], ["Bogura", "Bogura", "2024-25", "total", "2"]])


def test_every_code_is_a_town_or_city_corporation_of_ours(real_places):
    levels = {real_places[code].level for code in PLACES}
    corporations = [code for code in PLACES if real_places[code].category == "bd-city-corporation"]
    assert levels == {"town", "local"}
    assert sorted(corporations) == ["BD20151600", "BD40473300"]  # Chattogram and Khulna


@pytest.fixture(scope="module")
def bundled():
    card = catalogue.cards()[0][recipe.EXTRACT]
    return extract.read_bundled(card, catalogue.EXTRACTS / f"{recipe.EXTRACT}.csv").frame


def test_the_bundled_table_has_the_19_municipality_years(bundled):
    assert len(bundled[["place", "period"]].drop_duplicates()) == 19
    items = bundled.set_index(["place", "period", "item"])["amount_bdt"].sort_index()
    charfasson = items["BD10092599", "2022-23"]
    assert charfasson["total"] == 771_409_968 == 137_207_880 + 634_202_088
    assert charfasson["revenue_income"] + charfasson["development_income"] == charfasson["total"]
    lakshmipur = items["BD20514399", "2022-23"]
    assert lakshmipur["total"] == 439_850_000 + 702_500_000 + 8_533_926  # with its opening balance
    kulaura = items["BD60586599", "2023-24"]
    assert kulaura["total"] - kulaura["revenue_income"] - kulaura["development_income"] == 3_906_611.5


def test_the_real_file_gives_the_bundled_table(real, bundled):
    made = real(recipe.EXTRACT)
    pandas.testing.assert_frame_equal(
        made.frame.reset_index(drop=True).astype(object), bundled.reset_index(drop=True).astype(object)
    )
    assert [note for note in made.notes if "printed income" in note] == [
        f"{recipe.FILE}: Kulaura 2023-24 (lines 5, 6, 7, 8): the printed income is 3,906,611.50 taka less than the "
        "printed total. Kept as printed."
    ]
