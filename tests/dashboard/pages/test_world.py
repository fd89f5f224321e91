"""The page of partners: the world first, of the scope alone, the same as a table and as CSV."""

import csv
import io

import pytest

from dashboard.markup import find, text_of
from dashboard.pages.frame import Part
from dashboard.pages.theme import draw
from dashboard.state import View


def cards_of(page):
    found = [one for child in page.children for one in find(child)]
    return {one["props"]["id"]: one for one in found if str(one["props"].get("id", "")).startswith("card-")}


def charts(card):
    return [one["props"] for one in find(card) if one["type"] == "Chart"]


@pytest.fixture(scope="module")
def shown(site):
    return lambda **view: cards_of(draw(site, View(page="partners", **view)))


def test_the_world_opens_the_page_and_the_map_of_the_country_comes_later(site, shown):
    first = list(cards_of(draw(site, View(page="partners"), Part.FIRST)))
    assert first == ["card-world", "card-ranking"]
    assert list(shown())[2:4] == ["card-register", "card-map"]


def test_the_land_is_asked_for_from_this_server(shown, client):
    (chart,) = charts(shown()["card-world"])
    (image,) = chart["figure"]["layout"]["images"]
    answer = client.get(image["source"])
    assert answer.status_code == 200 and answer.mimetype == "image/svg+xml" and b"<path" in answer.data
    assert "immutable" in answer.headers["Cache-Control"]


def test_no_other_page_has_it(site):
    assert "card-world" not in cards_of(draw(site, View(page="alliance")))


def test_lines_are_those_of_the_scope(shown):
    def towns(**view):
        lines = [line for trace in charts(shown(**view)["card-world"])[0]["figure"]["data"]
                 for line in trace["meta"].get("lines", [])]  # fmt: skip
        return {place for place, _ in lines}

    assert {town[:4] for town in towns(place="NP05")} == {"NP05"}
    assert {town[:2] for town in towns(place="BD")} == {"BD"} and {town[:2] for town in towns()} == {"NP"}


def test_pune_stands_alone_and_its_lines_begin_in_the_middle_of_its_country(shown):
    card = shown(place="IN")["card-world"]
    told = text_of(card)
    assert "illustrative" not in told and "No point is known of Pune" in told
    assert "Lines lead to 2 countries, 1 to each." in told
    assert "1 entry is of no one country and has no line." in told


def test_the_table_stands_behind_its_tab_and_the_csv_has_the_things(shown, client):
    card = shown(tab="world")["card-world"]
    assert charts(card) == [] and find(card, scope="row")
    text = client.get("/csv/partners?of=world").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.split("\r\n\r\n", 1)[1])))
    assert len(rows) == len(list(csv.DictReader(io.StringIO(
        client.get("/csv/partners?of=register").get_data(as_text=True).split("\r\n\r\n", 1)[1]))))  # fmt: skip
    assert {"partner_country", "topic", "result"} <= set(rows[0])
