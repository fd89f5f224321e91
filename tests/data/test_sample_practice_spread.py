"""Illustrative copies, showings and pilots: stages in order, cheap ones further, pilots outside the programme."""

import pytest

from data import sample_practice_spread as spread
from data import sample_practices
from data.sample_alliance import participation
from data.sample_network_towns import network_towns
from data.sample_practice_spread import STAGES
from data.sample_practices import LISTED_ON

DAYS = [f"{stage}_on" for stage in STAGES]


@pytest.fixture(scope="module")
def practices(known_places):
    return sample_practices.register(known_places).set_index("practice")


@pytest.fixture(scope="module")
def copies(known_places):
    return spread.replications(known_places)


def test_a_stage_is_reached_after_the_one_before_it_and_by_the_day_of_the_list(copies):
    for before, after in zip(DAYS, DAYS[1:], strict=False):
        reached = copies[copies[after].notna()]
        assert reached[before].notna().all() and (reached[after] > reached[before]).all()
        assert len(reached) < copies[before].notna().sum()
    assert max(copies[day].dropna().max() for day in DAYS) <= LISTED_ON


def test_nobody_copies_itself_and_all_stay_in_their_country(copies, practices):
    giver = copies["practice"].map(practices["place"])
    assert (giver != copies["place"]).all() and (giver.str[:2] == copies["place"].str[:2]).all()
    assert copies["replication"].is_unique and set(copies["place"].str[:2]) == {"NP", "BD"}


def test_practices_reach_towns_outside_the_programme_in_both_countries(copies, practices):
    giving = copies["practice"].map(practices["programme"]).astype(bool)
    across = copies[giving & ~copies["programme"] & copies["committed_on"].notna()]
    assert across.groupby(across["place"].str[:2]).size().ge(10).all() and across["place"].str[:2].nunique() == 2


def test_what_costs_little_is_replicated_more_often(copies):
    share = copies["replicated_on"].notna().groupby(copies["cost_class"]).mean()
    assert share["low"] > share["high"]


def test_a_practice_of_nepal_is_shown_where_its_town_was(known_places):
    shown, came = spread.showings(known_places), participation(known_places)
    assert shown["showing"].is_unique and shown["towns_watching"].ge(0).all()
    there = set(zip(came["title"], came["date"], came["place"], strict=True))
    known = [(row.event, row.shown_on, row.place) in there for row in shown.itertuples() if row.place.startswith("NP")]
    assert sum(known) > len(known) / 2  # towns of no alliance show at other events


def test_five_pilots_a_country_outside_the_programme_cheapest_first(known_places, practices):
    pilots = spread.pilots(known_places)
    for country, towns in network_towns(known_places).items():
        own = pilots[pilots["place"].str.startswith(country)]
        assert len(own) == 5 == own["place"].nunique() and set(own["place"]) <= set(towns.others)
        cost = practices.loc[own.sort_values("begun_on")["practice"], "cost_thousand"]
        assert cost.is_monotonic_increasing
    assert pilots["progress_percent"].between(0, 100).all()
    assert pilots["done_on"].notna().eq(pilots["progress_percent"].eq(100)).all()
