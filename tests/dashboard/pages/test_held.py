"""What a place has in the registers, on its page: the newest few of each, how many there are, and where all are."""

import pytest

from dashboard.markup import find, text_of
from dashboard.pages import held
from dashboard.state import View
from queries.run import Ask, run


def registers(site, code):
    return held.registers(site, View(page="place", place=code))


def test_a_town_has_the_newest_of_each_register_and_a_link_to_all(site):
    things = run(site.house, Ask("alliance/commitments", within="NP0548201")).rows
    card = registers(site, "NP0548201")
    (of_commitments,) = [one for one in find(card, className="held-of") if "Commitments" in text_of(one)]
    items = [text_of(one) for one in find(of_commitments) if one["type"] == "Li"]
    assert len(items) == held.SHOWN < len(things)
    assert items[0].startswith(things[0]["action"]) and things[0]["alliance"] in items[0]
    assert f"Show all {len(things)} rows" in text_of(of_commitments)
    assert "illustrative" in text_of(of_commitments)
    (link,) = find(of_commitments, className="show-all")
    view = View.from_url(link["props"]["href"])
    assert (view.page, view.place, view.indicator, view.tab) == (
        "alliance", "NP0548201", "commitments.commitments", "register")  # fmt: skip


def test_a_larger_place_names_the_town_of_each(site):
    things = run(site.house, Ask("alliance/commitments", within="NP05")).rows
    card = registers(site, "NP05")
    assert things[0]["place_name"] in text_of(card) and "Most are in" in text_of(card)


@pytest.mark.parametrize("code", ["NP0548201-11", "BD100409"])
def test_a_place_with_nothing_in_any_register_has_no_card(site, code):
    for module in site.house.registry.modules.values():
        if module.kind == "register" and site.house.has_data(module.id):
            assert not any(row["place"] == code for row in run(site.house, Ask(module.id)).rows)
    assert registers(site, code) is None
