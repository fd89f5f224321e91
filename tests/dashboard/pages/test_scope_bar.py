"""The scope bar: what a choice keeps of the choices before it."""

import re

from dashboard.choice import choose
from dashboard.markup import to_html
from dashboard.pages.scope_bar import indicator_menu
from dashboard.state import View


def links(site, url: str) -> dict[str, View]:
    """Indicator -> the View that its entry of the menu leads to."""
    view = View.from_url(url)
    html = to_html(indicator_menu(site, choose(site.house, view), site.reader(view)))
    found = [View.from_url(href.replace("&amp;", "&")) for href in re.findall(r'href="([^"]+)"', html)]
    return {one.indicator: one for one in found}


def test_another_indicator_is_shown_on_the_map_of_the_level_that_was_chosen(site):
    found = links(site, "/people?detail=ward")
    assert found["population.households"].detail == "ward"
    assert found["published_totals.persons_published"].detail == ""  # printed for provinces only
    assert links(site, "/people?by=nepal-clusters&detail=ward")["population.households"].detail == "ward"


def test_where_no_level_was_chosen_none_is_kept(site):
    assert {one.detail for one in links(site, "/people").values()} == {""}
    assert {one.detail for one in links(site, "/people?detail=local").values()} == {""}  # the map's own
