"""The cards of events on the page of alliances: who was where, who never came, who meets whom."""

import csv
import io

import pytest

from dashboard.markup import find, text_of
from dashboard.pages.theme import draw
from dashboard.state import View
from data.sample_alliance import NEVER_TOOK_PART


@pytest.fixture(scope="module")
def cards(site):
    def drawn(**view):
        page = draw(site, View(page="alliance", **{"indicator": "participation.events", **view}))
        return {card["props"]["id"]: card for child in page.children for card in _sections(child)}

    return drawn


def _sections(element):
    if not isinstance(element, dict):
        return []
    inner = element["props"].get("children")
    found = [one for child in (inner if isinstance(inner, list) else []) for one in _sections(child)]
    return found + ([element] if str(element["props"].get("id", "")).startswith("card-") else [])


def test_the_matrix_has_a_line_for_each_programme_town_also_those_that_never_came(cards):
    lines = find(cards()["card-attendance"], scope="row")
    assert len(lines) >= 27


def test_towns_never_seen_are_named_with_how_many_there_are(cards):
    card = cards()["card-never_seen"]
    assert f"{NEVER_TOOK_PART} of 27 towns took part in nothing from 2021 to 2024" in text_of(card)
    (named,) = find(card, className="links")
    assert len([one for one in find(named) if one["type"] == "A"]) == NEVER_TOOK_PART


def test_the_network_names_a_bridging_town_and_is_left_out_where_events_are_filtered(cards):
    card = cards()["card-network"]
    assert "ties the towns together most" in text_of(card)
    assert "card-network" not in cards(where=(("event_kind", "expert_webinar"),))
    assert "Closeness of its ties" in text_of(cards(tab="network")["card-network"])


def test_those_never_seen_can_be_downloaded_and_no_other(client):
    text = client.get("/csv/alliance?indicator=participation.events&of=never_seen").get_data(as_text=True)
    head, _, body = text.partition("\r\n\r\n")
    assert "alliance_participation" in head and "2021, 2022, 2023, 2024" in head
    lines = list(csv.DictReader(io.StringIO(body)))
    assert len(lines) == NEVER_TOOK_PART and {line["value"] for line in lines} <= {"0", "0.0"}
    assert client.get("/csv/budget?of=never_seen").status_code == 404  # nobody is expected there


def test_topics_stand_by_year_and_not_twice(cards):
    found = cards(indicator="events.events")
    assert "2021" in text_of(found["card-over_time-topic"]) and "card-values-topic" not in found


@pytest.mark.parametrize(
    ("of", "module"), [("attendance", "participation"), ("network", "participation"), ("over_time-topic", "events")]
)
def test_each_can_be_downloaded_with_its_source(client, of, module):
    text = client.get(f"/csv/alliance?indicator={module}.events&of={of}").get_data(as_text=True)
    assert "alliance_participation" in text and "Illustrative" in text and text.count("\r\n") > 20
