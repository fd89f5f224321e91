"""The illustrative projects and tools: days in order, money and work that fit, published numbers kept."""

from datetime import date

import pytest

from data import sample_projects
from data.sample_projects import SEEN_ON


@pytest.fixture(scope="module")
def projects(known_places):
    return sample_projects.projects(known_places)


@pytest.fixture(scope="module")
def tools(known_places):
    return sample_projects.tools(known_places)


def test_days_and_shares_are_in_order(projects):
    assert (projects["begun_on"] < projects["due_on"]).all() and (projects["begun_on"] <= SEEN_ON).all()
    done = projects.dropna(subset="done_on")
    assert (done["done_on"] <= SEEN_ON).all() and (done["physical_percent"] == 100).all()
    assert projects["physical_percent"].between(0, 100).all() and projects["spent"].between(0, projects["budget"]).all()
    assert (projects[projects["done_on"].isna()]["physical_percent"] < 100).all()


def test_a_ward_in_nepal_and_the_town_in_bangladesh(projects, known_places):
    found = {(code[:2], known_places[code].level) for code in projects["place"]}
    assert found == {("NP", "ward"), ("BD", "town")}
    assert 200 < len(projects) < 600


def test_there_are_projects_in_time_late_and_overdue(projects):
    is_open = projects["done_on"].isna()
    late = (projects["due_on"] < SEEN_ON)[is_open].mean()
    assert 0.2 < late < 0.6 and 0.3 < is_open.mean() < 0.8
    done = projects[~is_open]
    assert 0.1 < (done["done_on"] <= done["due_on"]).mean() < 0.9


def test_of_nepal_as_many_use_tools_as_susasan_published(tools):
    nepal = tools[tools["place"].str.startswith("NP")]
    assert nepal["place"].nunique() == sample_projects.AT_THE_FOURTH_WORKSHOP == 24
    first = nepal[nepal["adopted_on"] < date(2022, 1, 1)]
    assert first["place"].nunique() == sample_projects.IN_THE_PROJECT == 12
    assert (tools["adopted_on"] <= SEEN_ON).all() and not tools.duplicated(["place", "tool"]).any()
    assert tools["place"].str.startswith("BD").any()
