"""The legend of a page as colours and words."""

from dashboard.briefs.legends import legend_of
from dashboard.briefs.patterns import PATTERNS, UNRELIABLE, swatch
from dashboard.figures import circles, legend
from dashboard.figures.classes import Classes
from dashboard.figures.states import COLOURS


def test_each_class_and_state_has_its_colour_its_words_and_its_count(row, subject):
    rows = [row("NP0331", 12.0), row("NP0320", 44.0, "unreliable"), row("NP0327", state="hidden")]
    found = legend_of(legend.legend(rows, Classes((20.0,), ("#aaaaaa", "#111111")), subject), "#111111")
    assert found[:2] == (("#aaaaaa", "under 20 (1)"), ("#111111", "20 and up (1)"))
    assert (UNRELIABLE, "unreliable (1)") in found and (COLOURS["hidden"], "hidden (1)") in found and len(found) == 4


def test_a_sentence_of_the_legend_has_the_colour_that_it_speaks_of(row, subject_of):
    found = legend_of(circles.legend([row("NP0331", 12.0)], subject_of(unit="persons")), "#4c6078")
    assert found[0][0] == "#4c6078" and "Makwanpur" in found[0][1]


def test_the_field_of_a_state_has_its_pattern_and_that_of_a_class_none():
    for state in ("hidden", "not_applicable", "cannot_be_added"):
        assert PATTERNS[state][0] in swatch(0, 0, 20, 12, COLOURS[state])
    assert PATTERNS["unreliable"][0] in swatch(0, 0, 20, 12, UNRELIABLE)
    assert "pattern" not in swatch(0, 0, 20, 12, "#984a31")
