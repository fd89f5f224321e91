"""What came of a plan: below, within or above its band, in words and signs and not by colour alone."""

import pytest

from dashboard.figures.planned_against_actual import Line, bars, sentence
from dashboard.markup import find, text_of
from dashboard.words import Reader

ENGLISH = Reader("en")


@pytest.fixture
def line(row):
    def do(title, came, least=10, most=12, **more):
        return Line(title, row("NP", came, **more), row("NP", least), row("NP", most))

    return do


@pytest.mark.parametrize(
    ("came", "side"), [(9.9, "below"), (10, "within"), (12, "within"), (12.1, "above"), (0, "below")]
)
def test_the_ends_of_the_plan_lie_within_it(line, came, side):
    assert line("Mayors", came).side == side


@pytest.mark.parametrize(
    ("came", "told"),
    [(9, "9 of 10 to 12 ▼ too few"), (11, "11 of 10 to 12 ✓ as planned"), (14.5, "14.5 of 10 to 12 ▲ more")],
)
def test_each_line_says_in_words_on_which_side_it_lies(line, came, told):
    assert told in text_of(bars([line("Mayors", came)], ENGLISH))


def test_the_band_and_the_dot_lie_on_a_scale_of_their_own(line):
    drawn = bars([line("Mayors", 23, 11.5, 23)], ENGLISH)
    (band,) = [one for one in walk(drawn) if one["type"].lower() == "s"]
    assert band["props"]["style"] == {"left": "43.48%", "width": "43.48%"}  # 11.5 of 23 * 1.15 = 26.45
    (dot,) = find(drawn, className="dot is-within")
    assert dot["props"]["style"] == {"left": "86.96%"}


def test_a_plan_of_one_number_is_no_range(line):
    assert "1 of 1 ✓" in text_of(bars([line("Moderator", 1, 1, 1)], ENGLISH))


def test_what_is_not_known_has_its_word_and_nothing_known_is_no_picture(line):
    assert "not reported" in text_of(bars([line("Mayors", 11), line("Press", None, state="not_reported")], ENGLISH))
    assert bars([line("Press", None)], ENGLISH) is None


def test_the_sentence_names_every_line_once_by_its_side(line):
    lines = [line("Mayors", 11), line("Press", 9), line("Board", 13), line("Nobody", None)]
    assert (
        sentence(lines, ENGLISH)
        == "As planned: Mayors. Too few: Press (9 of 10 to 12). More than planned: Board (13 of 10 to 12)."
    )


def walk(element):
    if isinstance(element, dict):
        yield element
        children = element["props"].get("children")
        for child in children if isinstance(children, list) else [children]:
            yield from walk(child)
