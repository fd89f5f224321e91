"""Which pages a copy holds, and where a link leads in it."""

import pytest

from dashboard.offline.scope import scope_of
from dashboard.site import open_site
from dashboard.state import View
from data.problems import ContentError

GROUP, TOWN, OTHER = "mithila-circuit", "NP0217201", "NP0218309"
POOREST, SHARE = "wealth_quintiles.households_poorest_fifth", "wealth_quintiles.poorest_fifth_share"


@pytest.fixture(scope="module")
def site(bundled_house):
    return open_site(bundled_house)


@pytest.fixture(scope="module")
def scope(site):
    made = scope_of(site, GROUP, ("people", "poverty"))
    made.held = list(made.views())
    made.know(View("poverty", GROUP, tab="ranking"))
    return made


def test_a_group_has_its_start_its_themes_its_members_and_their_wards(scope):
    held = {view.to_url() for view in scope.held}
    assert {
        f"/?place={GROUP}",
        f"/poverty?place={GROUP}",
        f"/people?place={TOWN}",
        f"/place/{TOWN}",
        f"/place/{TOWN}-01",
        "/data",
    } <= held
    assert {view.indicator for view in scope.held if view.place == GROUP} >= {POOREST}
    assert len(scope.members) == 8 and all(view.place != "NP02" for view in scope.held)


def test_the_same_page_is_held_once(scope):
    filled = [scope.filled(view) for view in scope.held]
    assert len(filled) == len(set(filled))


def test_a_town_starts_with_its_own_page_and_a_country_has_no_wards(site):
    assert scope_of(site, TOWN).start == View("place", TOWN)
    country = scope_of(site, "BD", ("poverty",))
    assert (
        country.start == View("home", "BD")
        and "BD10" in country.members
        and not [code for code in country.places if "-" in code]
    )


@pytest.mark.parametrize("link, found", [
    (f"/poverty?place={GROUP}&by=local&indicator={POOREST}", f"/poverty?place={GROUP}&indicator={POOREST}"),
    ("/people", f"/people?place={GROUP}"),  # a server's theme begins with the country
    ("/", f"/?place={GROUP}"),
    (f"/poverty?place={GROUP}&selected={TOWN}", f"/poverty?place={TOWN}"),  # lit at the first tap, opened at the second
    (f"/poverty?place={OTHER}&indicator={SHARE}", f"/poverty?place={OTHER}&indicator={SHARE}"),  # it has wards below
    (f"/poverty?place={OTHER}&by=ward&period=1990&indicator=headcount.poor_persons", f"/place/{OTHER}"),
    (f"/poverty?place={GROUP}&tab=ranking", f"/poverty?place={GROUP}&tab=ranking"),
    (f"/place/{TOWN}", f"/place/{TOWN}"), ("/place/NP03", None), ("/?place=BD", None), ("/questionnaire", None),
    ("/compare?places=NP0217201", None), (f"/poverty?place={GROUP}&by=ward", None), ("/nothing", None),
])  # fmt: skip
def test_a_link_leads_to_the_very_page_or_the_nearest_or_nowhere(scope, link, found):
    assert scope.leads(View("poverty", GROUP))(View.from_url(link)) == found


def test_a_table_stays_open_only_on_its_own_page(scope):
    leads = scope.leads(View("poverty", GROUP, tab="ranking"))
    assert leads(View.from_url(f"/people?place={GROUP}&tab=ranking")) == f"/people?place={GROUP}"


def test_a_page_that_names_no_indicator_is_found_by_its_indicator_too(scope):
    assert scope.names(View("poverty", GROUP)) == [
        f"/poverty?place={GROUP}",
        f"/poverty?place={GROUP}&indicator={SHARE}",
    ]


@pytest.mark.parametrize("code, told", [("butwal", r"Did you mean Butwal \(NP0548201\).*The groups are .*mithila-circuit"),
                                        ("", "There is no place or group")])  # fmt: skip
def test_a_code_nobody_knows_is_told_with_the_likely_ones(site, code, told):
    with pytest.raises(ContentError, match=told):
        scope_of(site, code)


def test_a_place_without_a_figure_has_no_copy(site):
    with pytest.raises(ContentError, match="no figure of IN"):
        scope_of(site, "IN", ("people",))
