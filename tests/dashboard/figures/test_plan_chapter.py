"""The draft table and its sentence: who is named, what is left to the list."""

from dashboard.figures import plan_chapter
from dashboard.markup import find, text_of
from dashboard.words import Reader
from queries.plan_chapter import Line

ENGLISH = Reader("en")
TITLES = {"water": "water supply", "schools": "schools", "roads": "roads and bridges", "waste": "solid waste"}


def line(value, pressing, first=0, cost=None, without=0, requests=()) -> Line:
    return Line(value, pressing + 1, pressing, first, 0, cost, without, tuple(requests))


def told(lines) -> str:
    return "".join(text for _, text in plan_chapter.headline(lines, 9, TITLES, ENGLISH, "Nepal", "2024"))


def test_the_sentence_names_the_most_pressing_and_the_next_two():
    lines = [line("water", 7), line("roads", 5), line("schools", 4), line("waste", 1)]
    assert told(lines) == ("Most pressing in Nepal, 2024: water supply (first or high for 7 of 9 municipalities). "
                           "Then roads and bridges; schools.")  # fmt: skip


def test_equals_are_named_together_and_what_presses_nobody_is_not_named():
    lines = [line("water", 7), line("roads", 7), line("schools", 0)]
    assert told(lines).startswith("Most pressing in Nepal, 2024: water supply; roads and bridges (first or high for 7")
    assert "Then" not in told(lines)


def test_the_cost_is_of_all_lines_and_says_how_many_have_no_estimate():
    found = plan_chapter.figures(
        [line("water", 2, cost=9_000, without=1), line("roads", 1, cost=1_000)], 9, 4, ENGLISH, "NP"
    )
    assert [big for big, _ in found] == ["9", "4 of 9", "रू\u00a01\u00a0crore"]  # 9,000 + 1,000 thousand
    assert "1 has no estimate" in found[2][1]
    assert len(plan_chapter.figures([line("water", 2, without=2)], 9, 4, ENGLISH, "NP")) == 2  # no sum of nothing


def test_a_line_shows_two_different_requests_with_their_towns_and_how_many_there_are_more():
    requests = [("A", "Taps"), ("B", "Taps"), ("C", "A well"), ("D", "Pipes")]
    drawn = plan_chapter.table(
        [line("water", 3, requests=requests)], TITLES, ENGLISH, str.lower, "NP", "Sector", "Draft"
    )
    cell = text_of(find(drawn, data_label="What is asked for")[0])
    assert "Taps (a)" in cell and "A well (c), and 2 more" in cell and "Pipes" not in cell
