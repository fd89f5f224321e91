"""The poverty page with pockets, on the bundled (illustrative) and the real snapshot."""

import csv
import io
import json

import numpy as np
import pytest

from dashboard.asking import ask
from dashboard.choice import Choice, choose
from dashboard.downloads import download
from dashboard.figures import pockets as figures
from dashboard.markup import children_of, find, text_of
from dashboard.pages.maps import map_of
from dashboard.pages.pictures import Drawn
from dashboard.pages.theme import draw
from dashboard.site import open_site
from dashboard.state import View

VIEW = View(
    page="poverty", place="NP03", by="district", indicator="wealth_quintiles.poorest_fifth_share", colour="pockets"
)


def decoded(content: bytes) -> dict[int, int]:
    """Number of a place in its layer -> its look."""
    length = int.from_bytes(content[:4], "little")
    ranges = json.loads(content[4 : 4 + length])["ranges"]
    numbers = [number for first, many in ranges for number in range(first, first + many)]
    return dict(zip(numbers, np.frombuffer(content[4 + length :], dtype="<i2").tolist(), strict=False))


def drawn_of(site, view: View) -> Drawn:
    choice = choose(site.house, view)
    return Drawn(site, choice, ask(site.house, choice))


def test_pockets_need_the_finest_level_and_a_link_without_an_indicator_opens_one_that_has_them(site):
    choice = choose(site.house, View(page="poverty", place="NP03", by="district", detail="district", colour="pockets"))
    assert isinstance(choice, Choice) and choice.told == ()
    assert (choice.view.detail, choice.indicator.id, choice.pockets.level) == ("ward", "poorest_fifth_share", "ward")


@pytest.mark.parametrize("indicator", ["wealth_quintiles.households_poorest_fifth", "headcount.headcount_rate"])
def test_where_there_are_none_the_page_says_so_and_shows_values(site, indicator):
    choice = choose(site.house, View(page="poverty", place="NP03", indicator=indicator, colour="pockets"))
    assert (choice.view.colour, choice.pockets) == ("", None)
    assert ("pockets.none_here", {}) in choice.told
    page = draw(site, View(page="poverty", place="NP03", indicator=indicator, colour="pockets"))
    assert "There are no pockets to show for this choice" in text_of({"props": {"children": page.children}})


def test_the_map_colours_only_what_is_significant(site):
    shown, shapes = map_of(site, VIEW), site.drawn["NP/ward/2017"]
    rows = {row["place"]: row for row in shown.drawn.asked.rows("fine", "2021")}
    colours = figures.painted(shown.pockets.told).colours
    coloured = {"high": set(), "low": set()}
    for number, look in decoded(shown.values(shapes.digest)).items():
        if look >= 0 and colours[look] not in figures.NEUTRAL.values():
            coloured["high" if colours[look] == figures.BAD else "low"].add(shapes.codes[number])
    for kind in ("high", "low"):
        assert coloured[kind] == {code for code, row in rows.items() if row["pocket"] == kind} != set()
    assert all(rows[code]["gi_star_q"] <= 0.05 for kind in coloured.values() for code in kind)


def test_the_page_has_the_switch_the_line_the_rule_and_the_list(site):
    page = draw(site, VIEW)
    words = text_of({"props": {"children": page.children}}).replace("\xa0", " ")
    assert "with a figure in Bagmati lie in" in words
    assert words.count("Gi*, 999 permutations, 5 % false discoveries, ") == 2  # on the map and on the list
    assert "wards of Nepal" in words  # the illustrative rates were tested in all of it
    assert find({"props": {"children": page.children}}, id="card-pockets")
    (chosen,) = [one for one in find({"props": {"children": page.children}}, aria_current="true")
                 if text_of(one) == "Pockets"]  # fmt: skip
    assert "colour=pockets" in chosen["props"]["href"]
    plain = text_of({"props": {"children": draw(site, VIEW.to(colour="")).children}})
    assert "Pockets of poverty" in plain and "No pocket" not in plain  # the list stays, the map shows values


def test_the_csv_has_the_columns_as_numbers(site):
    text = download(site, choose(site.house, VIEW).view, "pockets")
    table = text.split("\r\n\r\n", 1)[1]
    rows = list(csv.DictReader(io.StringIO(table)))
    asked = {row["place"]: row for row in drawn_of(site, VIEW).asked.rows("fine", "2021")}
    assert len(rows) == len(asked) == 1121
    for row in rows:
        own = asked[row["place"]]
        assert row["pocket"] == (own["pocket"] or "")
        assert row["gi_star_z"] == ("" if own["gi_star_z"] is None else repr(own["gi_star_z"]))
    assert any(row["gi_star_z"].startswith("-") for row in rows)  # a negative number is no formula


def test_the_table_tab_lists_places_in_pockets(site):
    drawn = drawn_of(site, VIEW.to(tab="pockets"))
    codes = {row["props"]["data-code"] for row in find(drawn.pockets.card()) if row["props"].get("data-code")}
    assert codes == {row["place"] for row in drawn_of(site, VIEW).asked.rows("fine", "2021") if row["pocket"] == "high"}


@pytest.mark.parametrize("language", ["ne", "bn"])
def test_in_other_languages_no_english_is_left_in_it(site, language):
    card = drawn_of(site, VIEW.to(lang=language)).pockets.card()
    body = children_of(card)[:-1]
    words = " ".join(text_of(part) for part in body)
    assert "pocket" not in words.lower() and "Gi*" in words


@pytest.mark.slow
def test_bagmati_as_published(real_house):
    """What the mayor reads; the counts may differ a little with other versions of the libraries (see queries)."""
    drawn = drawn_of(open_site(real_house), VIEW)
    assert drawn.pockets.told.facts.tested_in == "NP03"
    words = text_of(drawn.pockets.card()).replace("\xa0", " ")
    assert "1,121 wards of Bagmati" in words
    assert "of the 79 wards above 50 %" in words
    inside = sum(row["pocket"] == "high" for row in drawn.asked.rows("fine", "2021"))
    assert f"The {inside} wards in pockets hold" in words
