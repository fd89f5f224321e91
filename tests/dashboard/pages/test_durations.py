"""How long until commitments are done, and what is overdue, on their page."""

import pytest

from dashboard.markup import find, text_of
from dashboard.pages.theme import draw
from dashboard.state import View


@pytest.fixture(scope="module")
def card(site):
    def drawn(id, **view):
        page = draw(site, View(page="alliance", indicator="commitments.commitments", **view))
        return next((found for child in page.children for found in find(child, id=f"card-{id}")), None)

    return drawn


def test_open_ones_are_counted_as_open(card, house):
    (open_ones, every), = house.connection.cursor().execute(
        'SELECT count(*) FILTER (WHERE done_on IS NULL), count(*) FROM "alliance/commitments"').fetchall()  # fmt: skip
    assert f"{open_ones} of {every} are still open and count as open." in text_of(card("done-follow_through"))


def test_of_too_few_nothing_is_told_and_of_a_region_its_country_stands_beside(card):
    assert "Fewer than 10 are listed here" in text_of(card("done-follow_through", place="NP07"))
    assert "In grey: Nepal." in text_of(card("done-follow_through", place="NP05"))
    assert card("done-follow_through", where=(("status", "open"),)) is None


def test_what_is_overdue_is_counted_whatever_the_year(card, house):
    ((late,),) = house.connection.cursor().execute(
        "SELECT count(*) FROM \"alliance/commitments\" WHERE status = 'overdue'").fetchall()  # fmt: skip
    bars = find(card("overdue-follow_through", period="2021"), className="num")
    assert sum(int(text_of(bar)) for bar in bars) == late


def test_its_steps_can_be_downloaded(client):
    text = client.get("/csv/alliance?indicator=commitments.commitments&of=done-follow_through").get_data(as_text=True)
    assert "at_risk" in text and "alliance_commitments" in text
