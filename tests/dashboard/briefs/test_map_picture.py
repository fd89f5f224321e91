"""The map without a browser: each place of the answer in the colour that the page gives it, with the page's signs."""

import re
from xml.etree import ElementTree

import pytest

from dashboard.asking import ask
from dashboard.briefs import map_picture, world_picture
from dashboard.briefs.patterns import UNRELIABLE
from dashboard.choice import choose
from dashboard.figures.states import GROUND
from dashboard.pages.flows import FlowDrawn
from dashboard.pages.maps import map_of
from dashboard.pages.pictures import Drawn
from dashboard.state import View

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def drawn(site):
    def make(url: str):
        choice = choose(site.house, View.from_url(url))
        return (FlowDrawn if choice.module.kind == "flow" else Drawn)(site, choice, ask(site.house, choice))

    return make


def shapes(picture) -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(picture.svg).iter(f"{SVG}path") if one.get("fill")]


def filled(picture) -> dict[str, int]:
    """Colour -> how many outlines have it."""
    found: dict[str, int] = {}
    for one in shapes(picture):
        found[one.get("fill")] = found.get(one.get("fill"), 0) + len(re.findall("M", one.get("d")))
    return found


def test_places_have_the_colours_of_the_page_and_unreliable_ones_are_hatched(drawn, site):
    url = "/poverty?place=NP&by=district&indicator=headcount.headcount_rate&period=2011"
    picture, shown = map_picture.of(drawn(url)), map_of(site, View.from_url(url))
    rows = [row for row in shown.rows if site.shapes_of(row["place"])]
    colours = [shown.painted.colours[shown.painted.index(row["value"])] for row in rows]
    found = filled(picture)
    assert {colour: found[colour] >= colours.count(colour) for colour in set(colours)} == dict.fromkeys(colours, True)
    assert found["url(#grid-unreliable)"] >= sum(row["state"] == "unreliable" for row in rows) > 0
    told = dict(picture.legend)
    assert set(colours) <= set(told) and told[UNRELIABLE].startswith("unreliable")
    assert picture.svg == map_picture.of(drawn(url)).svg  # the same input, the same bytes


def test_counts_are_circles_with_a_key_and_a_place_hard_to_see_has_its_name(drawn):
    picture = map_picture.of(drawn("/people?place=NP&by=region&detail=district&selected=NP0548201"))
    root = ElementTree.fromstring(picture.svg)
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert len(list(root.iter(f"{SVG}circle"))) > 77 and "10,00,000" in texts and "Butwal" in texts
    assert "largest circle" in picture.legend[0][1]


def test_arrows_lead_where_the_page_has_them(drawn):
    page = drawn("/migration?place=NP&indicator=flows.moved_persons")
    curves = [one for one in shapes(map_picture.of(page)) if "Q" in one.get("d")]
    assert len(curves) == len(page.arrows()) > 0


def test_places_outside_all_groups_are_pale(drawn):
    picture = map_picture.of(drawn("/people?place=NP&by=nepal-clusters&detail=local&indicator=population.sex_ratio"))
    groups = [one for one in ElementTree.fromstring(picture.svg).iter(f"{SVG}g") if one.get("opacity") == "0.25"]
    assert groups and GROUND in filled(picture)


def test_the_world_has_a_line_for_each_tie_and_names_that_lie_inside(drawn):
    picture = world_picture.of(drawn("/partners?place=BD"))
    root = ElementTree.fromstring(picture.svg)
    assert len([one for one in shapes(picture) if "Q" in (one.get("d") or "")]) > 20
    assert all(0 < float(one.get("x")) < picture.width for one in root.iter(f"{SVG}text"))
