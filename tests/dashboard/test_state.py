"""The URL is the only memory of the screens: what goes in comes out, and nothing in it can break a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.state import LONGEST_URL, PATTERNS, WHERE, View

whole = {key: st.just("") | st.from_regex(pattern, fullmatch=True) for key, pattern in PATTERNS.items()}
pair = st.from_regex(WHERE, fullmatch=True).map(lambda text: tuple(text.split("=", 1)))
views = st.builds(
    View,
    page=st.sampled_from(["home", "data", "place", "poverty", "people", "my_theme"]),
    where=st.lists(pair, max_size=3).map(tuple),
    **whole,
)


@given(views)
def test_a_view_survives_its_url(view):
    assert View.from_url(view.to_url()) == view
    assert View.from_url(view.to_url()).problems == ()


@given(st.text())
def test_no_text_breaks_a_url(text):
    assert isinstance(View.from_url(text), View)


@given(st.text())
def test_no_value_breaks_a_url(text):
    for key in [*PATTERNS, "where"]:
        assert isinstance(View.from_url(f"/poverty?{key}={text}"), View)


@pytest.mark.parametrize(
    "url, key",
    [
        ("/poverty?period=20x1", "period"),
        ("/poverty?place=<script>alert(1)</script>", "place"),
        ("/poverty?lang=fr", "lang"),
        ("/poverty?digits=roman", "digits"),
        ("/poverty?calendar=julian", "calendar"),
        ("/poverty?where=sex", "where"),
        ("/poverty?colour=red", "colour"),
        ("/poverty?paint=red", "key"),
        ("/poverty/deeper/still", "page"),
        ("/<b>", "page"),
        ("/place/<b>", "place"),
        ("/poverty?" + "a=1&" * 60, "query"),
    ],
)
def test_what_cannot_be_read_is_named_and_left_out(url, key):
    view = View.from_url(url)
    told = {problem.key for problem in view.problems}
    assert key in told or (key == "query" and "key" in told)
    assert View.from_url(view.to_url()).problems == ()


def test_ten_thousand_characters_are_told_and_the_page_is_kept():
    view = View.from_url("/poverty?place=" + "N" * 10_000)
    assert (view.page, view.place) == ("poverty", "")
    assert [problem.key for problem in view.problems] == ["long"]
    assert int(view.problems[0].text) > LONGEST_URL


def test_a_place_page_has_its_code_in_the_path():
    view = View(page="place", place="NP0548201", lang="ne")
    assert view.to_url() == "/place/NP0548201?lang=ne"


def test_a_fiscal_year_and_a_filter_stay_readable_in_a_link():
    view = View(page="budget", period="2074/75", where=(("grant", "equalization"),))
    assert view.to_url() == "/budget?period=2074/75&where=grant=equalization"


def test_the_map_of_pockets_has_its_link_and_a_click_keeps_it():
    view = View.from_url("/poverty?place=NP03&detail=ward&colour=pockets")
    assert (view.colour, view.problems) == ("pockets", ())
    assert view.to(place="NP0331").to_url() == "/poverty?place=NP0331&detail=ward&colour=pockets"
    assert view.to(colour="").to_url() == "/poverty?place=NP03&detail=ward"


def test_a_calendar_stays_from_page_to_page_and_ad_stands_in_no_address():
    view = View.from_url("/events?place=NP&lang=ne&calendar=bs")
    assert view.other("place", place="NP03").to_url() == "/place/NP03?lang=ne&calendar=bs"
    assert view.to(calendar="ad").to_url() == "/events?place=NP&lang=ne"
    assert View.from_url("/events?calendar=ad") == View("events") and View(calendar="ad").to_url() == "/"


def test_a_click_leaves_problems_behind_and_stays_on_the_snapshot():
    view = View.from_url("/poverty?snapshot=abcdef123456&period=nonsense&lang=ne&tab=map")
    assert view.snapshot and view.problems
    next_view = view.to(place="NP03")
    assert (next_view.snapshot, next_view.problems, next_view.place) == ("abcdef123456", (), "NP03")
    assert view.other("place", place="NP03").to_url() == "/place/NP03?lang=ne&snapshot=abcdef123456"
