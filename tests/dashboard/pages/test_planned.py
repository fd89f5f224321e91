"""The page of events: what it opens with, its matrix and its plans, and the minutes that can be opened from it."""

import re

import pytest

from dashboard.choice import choose
from dashboard.state import View


@pytest.mark.parametrize(("address", "by", "detail"), [
    ("/events", "region", "region"), ("/events?place=BD", "mab-regions", "district"),
    ("/events?place=BD&by=region", "region", "district"), ("/events?place=NP&detail=local", "region", "local"),
    ("/events?place=BD10", "district", "district"), ("/people", "region", "local"),
])  # fmt: skip
def test_a_page_opens_as_its_card_says_where_the_reader_chooses_nothing(bundled_house, address, by, detail):
    found = choose(bundled_house, View.from_url(address))
    assert (found.view.by, found.view.detail, found.told) == (by, detail, ())


@pytest.mark.parametrize(("address", "shown"), [
    ("/events?place=BD", "card-matrix"), ("/events?place=BD&tab=matrix", "card-matrix"),
    ("/events?indicator=policy_stages.stages_done_share", "card-matrix"),
    ("/events?indicator=webinar_mix.within_plan_share", "card-planned"),
    ("/events?indicator=webinar_mix.came_a_webinar&tab=planned", "card-planned"),
])  # fmt: skip
def test_the_pictures_that_a_card_asks_for_are_drawn(client, sent, address, shown):
    assert shown in sent(client, address)


def test_a_number_has_no_matrix_and_the_dimension_of_the_matrix_is_not_drawn_twice(client, sent):
    assert "card-matrix" not in sent(client, "/events?indicator=meetings_held.meetings_held")
    assert "card-values-quarter" not in sent(client, "/events")
    assert "card-values-quarter" in sent(client, "/events?indicator=meetings_held.meetings_held")


def test_the_plans_can_be_downloaded(client):
    text = client.get("/csv/events?indicator=webinar_mix.within_plan_share&of=planned").get_data(as_text=True)
    assert "planned_least_a_webinar" in text and "moderator" in text


def test_minutes_are_listed_with_their_digest_and_opened_from_the_list(client, sent, bundled_house):
    page = sent(client, "/events?place=BD&indicator=minutes.minutes_listed")
    address, name = re.search(r"(/document/[0-9a-f]{64}/(minutes-bd-[a-z0-9-]+\.txt))", page).groups()
    answer = client.get(address)
    assert answer.status_code == 200 and answer.data.startswith(b"EXAMPLE MINUTES")
    assert len(answer.data) == bundled_house.extracts["quarterly_meetings"].documents[name]["bytes"]
    rows = client.get("/csv/events?place=BD&indicator=minutes.minutes_listed&of=register").get_data(as_text=True)
    assert address.split("/")[2] in rows and "minutes_digest" in rows
