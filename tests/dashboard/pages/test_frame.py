"""The bars around a page: what fits on a wide one, the rest behind More, and every page on a phone too."""

from dataclasses import replace

import pytest

from dashboard.markup import find, text_of
from dashboard.pages.frame import ON_A_WIDE_BAR, app_bar, bottom_bar, calendar_link
from dashboard.state import View
from dashboard.words import Reader

ENGLISH = Reader("en")


@pytest.fixture(scope="module")
def with_themes(site):
    """The site with so many themes, by their first ones again under other names."""

    def made(count):
        known = list(site.house.registry.themes.values())
        themes = {f"t{number}": known[number % len(known)].model_copy(update={"id": f"t{number}", "title": {"en": f"T{number}"}})
                  for number in range(count)}  # fmt: skip
        return replace(site, house=replace(site.house, registry=replace(site.house.registry, themes=themes)))

    return made


def of_bar(site, page):
    bar = app_bar(site, View(page=page), ENGLISH)
    (themes,) = find(bar, className="themes")
    return themes, find(themes, className="more")


def test_as_many_as_fit_stand_side_by_side(with_themes):
    themes, more = of_bar(with_themes(ON_A_WIDE_BAR - 2), "t0")  # and Data and Briefing
    named = [f"T{number}" for number in range(ON_A_WIDE_BAR - 2)]
    assert more == [] and text_of(themes).split() == [*named, "Data", "Briefing"]


def test_one_more_and_the_last_ones_stand_behind_more(with_themes):
    themes, (more,) = of_bar(with_themes(ON_A_WIDE_BAR), "t0")
    assert text_of(more).split() == ["More", f"T{ON_A_WIDE_BAR - 1}", "Data", "Briefing"]
    assert text_of(themes).split().count(f"T{ON_A_WIDE_BAR - 1}") == 1


def test_more_is_called_by_the_page_that_is_open(with_themes):
    _, (more,) = of_bar(with_themes(ON_A_WIDE_BAR + 1), f"t{ON_A_WIDE_BAR}")
    (summary,) = find(more, className="on")[:1]
    assert summary["type"] == "Summary" and text_of(summary) == f"T{ON_A_WIDE_BAR}"
    assert len(find(more, aria_current="page")) == 1


def test_a_phone_reaches_every_page_of_a_wide_bar(with_themes):
    site = with_themes(ON_A_WIDE_BAR + 2)
    wide, phone = (
        {link["props"]["href"] for link in find(bar) if "lang=" not in link["props"].get("href", "lang=")}
        for bar in (app_bar(site, View(page="t1"), ENGLISH), bottom_bar(site, View(page="t1"), ENGLISH))
    )
    assert len(wide & phone) == ON_A_WIDE_BAR + 2 + 4  # themes, home, data, briefing and the other calendar


@pytest.mark.parametrize(
    "url, leads_to",
    [
        ("/", "/?calendar=bs"),
        ("/people?place=NP03&calendar=bs", "/people?place=NP03"),
        ("/people?place=BD", None),
        ("/people?place=BD&lang=bn", None),
        ("/people?place=BD&lang=ne", "/people?place=BD&lang=ne&calendar=bs"),
        ("/people?place=BD&calendar=bs", "/people?place=BD"),
        ("/people?place=mithila-circuit", "/people?place=mithila-circuit&calendar=bs"),
        ("/compare?places=BD10.NP0548201", "/compare?places=BD10.NP0548201&calendar=bs"),
        ("/compare?places=BD10.BD20", None),
    ],
)
def test_the_other_calendar_is_one_click_away_where_nepal_is_read_of_or_nepali_is_read(site, url, leads_to):
    view = View.from_url(url)
    link = calendar_link(site, view, site.reader(view), short=True)
    assert (link and link["props"]["href"]) == leads_to
    for bar in (app_bar, bottom_bar):
        assert len(find(bar(site, view, site.reader(view)), className="calendar-choice")) == bool(leads_to)
