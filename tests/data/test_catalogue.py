"""The catalogue reads a folder of cards: one that is broken does not hide the others."""

import pytest

from data import catalogue
from data.problems import ContentError


def test_cards_are_listed_by_name_and_a_broken_one_is_a_problem(write, card_text, tmp_path):
    write("cards/towns.toml", card_text)
    write("cards/areas.toml", card_text)
    write("cards/broken.toml", "key = ")
    cards, problems = catalogue.cards(tmp_path / "cards")
    assert list(cards) == ["areas", "towns"]
    assert len(problems) == 1
    assert "broken.toml:1: is not valid TOML" in str(problems[0])


def test_the_checkout_knows_the_extracts_that_queries_are_written_for():
    cards, _ = catalogue.cards()
    assert set(cards) >= {
        "alliance_participation", "bangladesh_census_2011", "bangladesh_published_headlines", "grid_budget_lines",
        "nepal_in_migrants_2011_by_reason", "nepal_poverty_district_2001_2011", "nepal_published_headlines",
        "nepal_transfers_2074_75", "nepal_ward_census_2021", "nepal_wealth_quintiles_2021",
    }  # fmt: skip


def test_a_snapshot_without_extracts_has_no_cards(tmp_path):
    assert catalogue.in_snapshot(tmp_path) == {}


def test_a_damaged_card_of_a_snapshot_is_one_sentence(write, tmp_path):
    write("extracts/towns.json", '{"name": ')
    with pytest.raises(ContentError, match="is not the card of a published extract"):
        catalogue.in_snapshot(tmp_path)
