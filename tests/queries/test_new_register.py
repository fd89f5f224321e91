"""Which extracts are lists of things, and the first version of a register of one."""

from pathlib import Path

import pytest

from data.cards import Column, ExtractCard
from data.problems import ContentError
from queries import new_register


def card(key=("plan",), disclosure="public", **columns) -> ExtractCard:
    kinds = {"plan": "VARCHAR", "place": "VARCHAR", "begun_on": "DATE", **columns}
    made = {name: Column(name, kind, "meaning") for name, kind in kinds.items() if kind}
    return ExtractCard(
        "plans", {"en": "Plans"}, {"en": "Plans"}, "a plan", disclosure, key, made, {}, None, Path("plans.toml")
    )


@pytest.mark.parametrize(("columns", "fits"), [
    ({}, True), ({"begun_on": None}, False), ({"begun_on": None, "period": "VARCHAR"}, True), ({"place": None}, False),
    ({"plan": "BIGINT"}, False),
])  # fmt: skip
def test_a_thing_has_an_id_of_text_a_place_and_a_time(columns, fits):
    assert new_register.fits(card(**columns)) is fits


def test_an_extract_with_a_key_of_several_columns_is_no_list_of_things():
    assert not new_register.fits(card(key=("plan", "place")))


def test_columns_that_answers_have_already_get_another_name():
    sql = new_register.sql(card(state="VARCHAR", open="BOOLEAN"), "Which?")
    assert "plan AS thing" in sql and "CAST(year(begun_on) AS VARCHAR) AS period" in sql
    assert "state AS its_state" in sql and "CAST(open AS VARCHAR) AS open" in sql


def test_protected_rows_are_not_listed():
    with pytest.raises(ContentError, match="plans is protected, and a register would list its rows"):
        new_register.card_text(card(disclosure="protected"), "Which?", "plans", ["local"], str)
