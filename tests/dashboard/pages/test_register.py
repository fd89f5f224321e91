"""The list on the page of a register: of the scope and period, or of every period, and the same as CSV."""

import csv
import io

import pytest

from dashboard.markup import find, text_of
from dashboard.pages.theme import draw
from dashboard.state import View


def card_of(page, id):
    (found,) = [card for child in page.children for card in find(child, id=f"card-{id}")]
    return found


def things(card):
    return [row for row in find(card, scope="row")]


@pytest.fixture(scope="module")
def listed(site):
    def card(**view):
        return card_of(draw(site, View(page="alliance", indicator="commitments.commitments", **view)), "register")

    return card


def count_in(client, address):
    text = client.get(address).get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.split("\r\n\r\n", 1)[1])))


def test_the_page_lists_the_things_of_its_period_and_all_of_them_behind_the_tab(listed, client):
    of_2023, every = listed(period="2023"), listed(period="2023", tab="register")
    rows = count_in(client, "/csv/alliance?indicator=commitments.commitments&period=2023&of=register")
    assert len(things(of_2023)) == len(rows) < len(things(every))
    assert {row["period"] for row in rows} == {"2023"}
    assert f"{len(rows)} entries" in text_of(of_2023)


def test_a_place_a_group_and_a_dimension_filter_it(listed, client):
    address = "/csv/alliance?indicator=commitments.commitments&tab=register&of=register"
    everywhere = count_in(client, address)
    town = count_in(client, f"{address}&place=NP05")
    assert {row["place"][:4] for row in town} == {"NP05"} and 0 < len(town) < len(everywhere)
    late = count_in(client, f"{address}&where=status%3Doverdue")
    assert {row["status"] for row in late} == {"overdue"} and all(row["follow_through"] == "open" for row in late)
    circuit = listed(place="mithila-circuit", tab="register")
    assert 0 < len(things(circuit)) < len(everywhere)


def test_a_register_of_one_year_has_no_tab_for_all_of_them(site):
    card = card_of(draw(site, View(page="alliance", indicator="alliances.alliances")), "register")
    assert len(things(card)) == 31
    assert "all years" in text_of(card) and find(card, aria_label="Period") == []


def test_a_list_of_published_facts_has_its_pages_as_links(site):
    card = card_of(draw(site, View(page="alliance", indicator="influence.influences")), "register")
    links = find(card, rel="noopener noreferrer")
    assert len(links) == 3 and all(link["props"]["href"].startswith("https://") for link in links)
    assert "illustrative" not in text_of(card)


def test_partners_of_an_association_are_listed_at_its_country(site):
    page = draw(site, View(page="partners", place="IN"))
    assert "8 partnerships" not in text_of(card_of(page, "register"))  # only what is typed is bundled
    assert len(things(card_of(page, "register"))) == 3
