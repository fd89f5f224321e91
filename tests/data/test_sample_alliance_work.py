"""The lists around the alliances' events fit the attendance event by event."""

import pytest

from data import sample_alliance as alliance
from data import sample_alliance_work as work


@pytest.fixture(scope="module")
def came(known_places):
    frame = alliance.participation(known_places)
    return frame[frame["actor"].str.startswith("Municipal office")]


@pytest.fixture(scope="module")
def invitations(known_places):
    return work.invitations(known_places)


@pytest.fixture(scope="module")
def commitments(known_places):
    return work.commitments(known_places)


def test_31_alliances_keep_their_papers_in_a_member_town(known_places):
    listed = work.alliance_list(known_places)
    assert len(listed) == 31 and listed["alliance"].is_unique
    members = {one.id: one.towns for one in alliance.alliances(known_places)}
    assert all(row.place in members[row.alliance] for row in listed.itertuples())
    assert (listed["founded_on"] < listed["last_met_on"]).all()


def test_every_town_of_an_alliance_is_a_member_once(known_places):
    listed = work.members(known_places)
    assert listed["membership"].is_unique
    towns = listed[listed["government_level"] == "local"].groupby("alliance")["place"].agg(set)
    assert all(towns[one.name] == set(one.towns) for one in alliance.alliances(known_places))


def test_who_came_is_who_the_attendance_says(invitations, came):
    listed = invitations[invitations["came"] == 1]
    assert set(zip(listed["event"], listed["place"], strict=True)) == set(
        zip(came["event"], came["place"], strict=True)
    )
    assert not invitations.duplicated(["event", "place"]).any()


def test_who_came_was_invited_members_could_come_and_again_is_after_a_first_time(invitations):
    assert (invitations.loc[invitations["came"] == 1, "invited"] == 1).all()
    assert (invitations.loc[invitations["member"] == 1, "eligible"] == 1).all()
    by_town = invitations[invitations["came"] == 1].groupby(["alliance", "place"], sort=False)["came_again"].agg(list)
    assert all(found == [0] + [1] * (len(found) - 1) for found in by_town)


def test_towns_that_never_came_could_have(invitations, known_places):
    seen = invitations.groupby("place")["came"].sum()
    never = [town for town in alliance.programme_towns(known_places) if seen[town] == 0]
    assert len(never) == alliance.NEVER_TOOK_PART
    assert (invitations[invitations["place"].isin(never)].groupby("place")["eligible"].sum() > 0).all()


def test_towns_promise_at_events_they_were_at_and_open_ones_have_no_day(commitments, came):
    present = set(zip(came["event"], came["place"], strict=True))
    assert {(row.event, row.place) for row in commitments.itertuples()} <= present
    assert commitments["commitment"].is_unique
    done = commitments[commitments["done_on"].notna()]
    assert (done["done_on"] > done["promised_on"]).all() and (done["done_on"] <= work.SEEN_ON).all()
    assert 0 < commitments["done_on"].isna().sum() < len(commitments) / 2
