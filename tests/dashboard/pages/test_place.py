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


def test_a_figure_of_one_value_of_a_dimension_says_which(site):
    """A tax rate is of one tax, and a priority of one sector: without it a mayor would read them as of all."""
    lines = place.lines_of(site, View(page="place", place="NP0548201"))
    titles = {line.subject.title for line in lines}
    assert "Tax rate (property or holding tax)" in titles and "Tax rate" not in titles
    of_sector = next(line for line in lines if line.own.get("sector", "total") != "total")
    sector = of_sector.module.dimensions["sector"].values[of_sector.own["sector"]]["en"]
    assert of_sector.subject.title.endswith(f"({sector})")
    assert "Population" in titles  # of all ages and sexes: nothing to say
