"""What a View means in a snapshot: blanks are filled with what exists, and what does not exist is told."""

from dashboard.choice import Choice, choose, trail
from dashboard.state import View


def chosen(house, url: str) -> Choice:
    found = choose(house, View.from_url(url))
    assert isinstance(found, Choice)
    return found


def test_an_empty_view_is_a_country_by_region_drawn_by_its_towns(bundled_house):
    found = chosen(bundled_house, "/people")
    assert (found.scope, found.view.by, found.view.detail, found.view.period) == ("NP", "region", "local", "2021")
    assert found.told == ()


def test_a_province_is_shown_by_district_and_drawn_by_ward(bundled_house):
    found = chosen(bundled_house, "/people?place=NP03")
    assert (found.view.by, found.view.detail, found.levels) == ("district", "ward", ("district", "local", "ward"))


def test_the_wards_of_the_whole_country_are_drawn_only_when_asked_for(bundled_house):
    assert chosen(bundled_house, "/people").view.detail == "local"
    assert chosen(bundled_house, "/people?detail=ward").view.detail == "ward"


def test_below_the_finest_grain_a_place_is_shown_among_its_neighbours(bundled_house):
    found = chosen(bundled_house, "/budget?place=NP0548201")
    assert (found.scope, found.view.selected, found.view.by) == ("NP0548", "NP0548201", "local")


def test_a_group_is_a_scope(bundled_house):
    found = chosen(bundled_house, "/people?place=nurp-targets")
    assert (found.country, found.scope_level, found.view.by) == ("NP", "nepal-clusters", "local")


def test_groups_offered_are_those_of_the_country(bundled_house):
    assert "mab-regions" in chosen(bundled_house, "/people?place=BD").sets
    assert "mab-regions" not in chosen(bundled_house, "/people").sets


def test_everything_unknown_is_told_and_replaced(bundled_house):
    found = chosen(bundled_house, "/people?place=XX&period=1999&by=street&indicator=a.b&where=colour=red")
    assert [key for key, _ in found.told] == [
        "unknown_place", "unknown_indicator", "unknown_period", "unknown_level", "unknown_choice"]  # fmt: skip
    assert (found.scope, found.view.by, found.view.period) == ("NP", "region", "2021")


def test_a_published_figure_is_shown_at_the_levels_it_was_printed_for(bundled_house):
    found = chosen(bundled_house, "/poverty?indicator=headcount_published.nlss_headcount_rate")
    assert found.view.by == "region" and "local" not in found.levels
    assert dict(found.where) == {"area": "total"}


def test_towns_of_bangladesh_stand_beside_and_are_never_below_an_upazila(bundled_house):
    found = chosen(bundled_house, "/budget?place=BD")
    assert "town" in found.levels and "local" not in found.levels


def test_the_breadcrumb_goes_down_from_the_country(bundled_house):
    assert trail(bundled_house, "NP0548201") == ["NP", "NP05", "NP0548", "NP0548201"]
    assert trail(bundled_house, "nurp-targets") == ["NP", "nurp-targets"]


def test_what_is_known_for_a_country_only_is_its_own_row(bundled_house):
    found = chosen(bundled_house, "/migration?indicator=absent_abroad.absent_abroad")
    assert (found.view.by, found.levels, found.sets) == ("country", ("country",), ())
    assert chosen(bundled_house, "/migration?place=NP03&indicator=absent_abroad.absent_abroad").scope == "NP"
