"""What a figure is made of, on pages of the bundled snapshot: parts make the whole, and what cannot be added has no bar."""

from collections import defaultdict

import pytest

from dashboard.markup import find, text_of
from dashboard.pages.frame import Part
from dashboard.pages.theme import draw
from dashboard.state import View


@pytest.fixture(scope="module")
def card(site):
    def of(address: str, id: str):
        page = draw(site, View.from_url(address), Part.REST)
        return [one for child in page.children for one in find(child, id=f"card-{id}")][0]

    return of


def test_the_five_fifths_of_a_province_are_all_of_its_households(card):
    table, shares = (
        card("/poverty?indicator=wealth_quintiles.poorest_fifth_share&tab=parts", "parts"),
        defaultdict(list),
    )
    for number in range(1, 8):
        for row in find(table, data_code=f"NP0{number}"):
            share = next(cell for cell in row["props"]["children"] if "data-sort" in cell["props"])
            shares[number].append(float(share["props"]["data-sort"]))
    assert {number: len(its) for number, its in shares.items()} == dict.fromkeys(range(1, 8), 5)
    assert [round(sum(its), 6) for its in shares.values()] == [100] * 7


def test_a_bar_is_whole_and_where_a_part_is_hidden_there_is_none(card):
    shown = card("/services?indicator=grievances.grievances", "values-complainant_group")
    widths = {}
    for row in find(shown, className="ranking")[0]["props"]["children"]:
        bar = row["props"]["children"][0]
        parts = [float(one["props"]["style"]["width"].rstrip("%")) for one in find(bar, aria_hidden=None)
                 if one["type"] == "I"]  # fmt: skip
        widths[row["props"]["data-code"]] = parts, "hidden" in text_of(bar)
    assert {len(parts) for parts, hidden in widths.values() if hidden} == {0}
    told = [parts for parts, hidden in widths.values() if not hidden]
    assert told and all(len(parts) == 6 and round(sum(parts), 1) == 100 for parts in told)
