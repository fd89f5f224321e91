"""The page of a place says what it is, of when and from whom each figure is, and what nobody has told."""

import pytest

from dashboard.markup import find, text_of
from dashboard.pages import place
from dashboard.state import View


def shown(site, code):
    return [child for child in place.draw(site, View(page="place", place=code)).children if child]


def test_who_lives_here_is_told_with_the_year(site):
    (lead,) = [one for child in shown(site, "NP0548201") for one in find(child, className="lead")]
    assert text_of(lead).startswith("1,94,335 persons live here in 50,565 households (2021).")


def test_the_area_is_that_of_the_outline_and_says_who_drew_it(site):
    (heading,) = [one for child in shown(site, "NP0548201") for one in find(child, className="heading")]
    area = site.house.places["NP0548201"].area_km2
    assert f"Its outline covers {area:.1f} km² (Survey Department of Nepal" in text_of(heading)


@pytest.mark.parametrize(
    ("code", "is_gap"), [("NP0101301", True), ("BD60908999", True), ("NP0548201", False), ("NP05", False)]
)
def test_what_nobody_tells_of_the_government_is_said(site, code, is_gap):
    (gaps,) = [one for child in shown(site, code) for one in find(child, className="gaps")]
    assert ("Who leads it, elected or not" in text_of(gaps)) == is_gap
