"""The illustrative meetings, actions and webinars fit one another, and nothing in them comes before what it follows."""

import pytest

from data import documents, sample_events
from data.sample_alliance_work import SEEN_ON


@pytest.fixture(scope="module")
def meetings(known_places):
    return sample_events.meetings(known_places)


@pytest.fixture(scope="module")
def webinars(known_places):
    return sample_events.webinars(known_places)


def test_eleven_regions_of_mab_and_seven_provinces_have_four_hosts_each_that_lie_in_them(known_places):
    found = sample_events.regions(known_places)
    assert [sum(region.country == country for region in found) for country in ("NP", "BD")] == [7, 11]
    assert all(len(set(region.hosts)) == 4 for region in found)
    levels = {(region.country, known_places[town].level) for region in found for town in region.hosts}
    assert levels == {("NP", "local"), ("BD", "town")}


def test_each_region_and_the_two_centres_owe_a_meeting_each_quarter_of_three_years(meetings):
    assert len(meetings) == (7 + 11 + 2) * 4 * 3 and meetings["meeting"].is_unique
    assert meetings.groupby(["body", "region"]).ngroups == 7 + 11 + 1  # both centres are called the central committee
    assert 0.6 < meetings["held_on"].notna().mean() < 0.95  # some were not held, most were


def test_a_meeting_lies_in_its_quarter_and_what_follows_it_comes_after(meetings):
    held = meetings.dropna(subset=["held_on"])
    assert all(0 <= (row.due_on - row.held_on).days < 92 for row in held.itertuples())
    assert all(
        row.held_on.weekday() not in ((5,) if row.place.startswith("NP") else (4, 5)) for row in held.itertuples()
    )
    approved = meetings.dropna(subset=["minutes_approved_on"])
    assert all(row.held_on < row.minutes_approved_on <= SEEN_ON for row in approved.itertuples())
    opened = meetings.dropna(subset=["minutes_opened_on"])
    assert all(row.minutes_approved_on < row.minutes_opened_on <= SEEN_ON for row in opened.itertuples())
    assert opened["minutes"].notna().all() and meetings.loc[meetings["held_on"].isna(), "attended"].isna().all()


def test_each_named_file_is_made_says_that_it_is_an_example_and_names_nobody(meetings):
    files = sample_events.minutes(meetings)
    assert set(files) == set(meetings["minutes"].dropna()) and all(documents.refused(name) == "" for name in files)
    assert all(text.startswith(b"EXAMPLE MINUTES. Made by Nagar") for text in files.values())


def test_actions_are_agreed_at_meetings_that_were_held(known_places, meetings):
    actions = sample_events.actions(known_places)
    days = set(meetings["held_on"].dropna())
    assert actions["action_id"].is_unique and set(actions["promised_on"]) <= days
    assert (actions["promised_on"] < actions["due_on"]).all()
    done = actions.dropna(subset=["done_on"])
    assert all(row.promised_on < row.done_on <= SEEN_ON for row in done.itertuples()) and 0 < len(done) < len(actions)


def test_a_webinar_has_every_role_once_as_planned_and_begins_with_the_first_topic(webinars):
    assert webinars.groupby("webinar")["role"].apply(list).map(tuple).unique().tolist() == [tuple(sample_events.MIX)]
    planned = webinars[["role", "planned_least", "planned_most"]].drop_duplicates().set_index("role")
    assert planned.loc["mayors"].tolist() == [10, 12] and planned.loc["journalists"].tolist() == [15, 20]
    assert planned.loc["officials"].tolist() == planned.loc["executive_body"].tolist() == [1, 2]
    first = webinars.sort_values("held_on").drop_duplicates("place").groupby(webinars["place"].str[:2])["topic"].first()
    assert set(first) == {"covid_and_urban_poor"} and webinars["held_on"].max() <= SEEN_ON
    sides = {(row.came > row.planned_most) - (row.came < row.planned_least) for row in webinars.itertuples()}
    assert sides == {-1, 0, 1}  # too few, as planned, and more


def test_reports_and_lessons_are_of_webinars_on_their_day_or_after(known_places, webinars):
    held = webinars.groupby(["title", "place"])["held_on"].min()
    reports = sample_events.coverage(known_places)
    assert reports["report"].is_unique and reports["link"].isna().all()
    assert all(held[row.event, row.place] <= row.appeared_on <= SEEN_ON for row in reports.itertuples())
    lessons = sample_events.lessons(known_places)
    assert lessons["lesson_id"].is_unique and set(lessons["progress"]) == {"written_down", "in_a_plan", "changed"}


def test_the_same_rows_are_made_each_time(known_places, meetings):
    assert sample_events.meetings(known_places).equals(meetings)
