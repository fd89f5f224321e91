"""A text from right to left keeps to itself: the sentence around it is as it would be without it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.words import Reader, say
from dashboard.words.bidi import isolated

OPENING, POP = "\u2066\u2067\u2068", "\u2069"


def depths(text: str) -> list[int]:
    """How many isolations are open after each letter; a lone end closes none, as the standard has it."""
    found, depth = [], 0
    for letter in text:
        depth = depth + 1 if letter in OPENING else max(depth - 1, 0) if letter == POP else depth
        found.append(depth)
    return found


@pytest.mark.parametrize("name", ["Butwal", "बुटवल", "ঢাকা", "Wien – Österreich", "漢字", "=1+1", "<b>"])
def test_a_name_that_turns_nothing_stays_without_marks(name):
    assert isolated(name) == name


@pytest.mark.parametrize("name", ["\u202eabc", "مرحبا", "a\u200fb", "\u2067x", "x\u2069y", "\u2069\u2069\u2067", "עיר"])
def test_one_that_could_turn_its_neighbours_is_put_between_marks_and_stays_itself(name):
    shown = isolated(name)
    assert name in shown and shown.startswith("\u2068") and shown.endswith(POP)
    assert isolated(shown) == shown


@given(st.text(alphabet="ab \u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200fא", max_size=12))
def test_nothing_of_a_name_is_outside_and_all_is_closed_behind_it(name):
    shown = isolated(name)
    if shown != name:
        assert min(depths(shown)[:-1]) >= 1 and depths(shown)[-1] == 0


def test_a_value_put_into_a_sentence_is_isolated():
    assert say("errors.unknown_place", Reader(), text="\u202eabc") == "There is no place “\u2068\u202eabc\u2069”."
