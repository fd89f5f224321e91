"""The line on the page of a place that says what it is by law and who leads it since when."""

import pytest

from dashboard.markup import text_of
from dashboard.pages import government
from dashboard.state import View
from queries.run import Ask, run


def line(site, code, **view):
    made = government.line(site, View(page="place", place=code, **view))
    return made and text_of(made)


def test_it_tells_of_the_term_that_is_not_over(site):
    terms = run(site.house, Ask(government.GOVERNMENTS, within="NP0548201")).rows
    (now,) = [row for row in terms if row["ended_on"] is None]
    said = line(site, "NP0548201")
    assert said.startswith("sub-metropolitan city, other town. Led by: ") and "illustrative" in said
    assert (f"{now['women_members']} of them women" in said) == (now["members"] is not None)


def test_an_administrator_has_no_council(site):
    rows = run(site.house, Ask(government.GOVERNMENTS, where=(("led_by", "administrator"),))).rows
    said = line(site, next(row["place"] for row in rows if row["ended_on"] is None), lang="bn")
    assert "প্রশাসক" in said and "সদস্য" not in said


@pytest.mark.parametrize("code", ["NP0101301", "NP05", "NP0548201-03"])
def test_where_nobody_told_there_is_none(site, code):
    assert line(site, code) is None
