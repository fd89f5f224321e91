"""The funnel's sentence, its figures and its bars."""

from dashboard.figures import funnel
from dashboard.markup import find, text_of
from dashboard.words import Reader
from queries.funnel import Funnel, steps

ENGLISH = Reader("en")
TITLES = {"seen": "seen", "agreed": "agreed", "done": "done"}
CARD = Funnel(by="stage", done="agreed", sentence={"en": "In {scope} {whole}: {done}, {last}, {open}."})
STEPS = steps([{"stage": "seen"}] * 6 + [{"stage": "agreed"}] * 3 + [{"stage": "done"}], "stage", list(TITLES))


def test_the_sentence_is_the_cards_own_with_those_on_the_way():
    told = "".join(text for _, text in funnel.headline(STEPS, CARD, ENGLISH, "Nepal"))
    assert told == f"In Nepal 10: {3 + 1}, 1, {10 - 4}."


def test_figures_are_what_came_through_the_last_stage_and_the_hardest_step():
    found = funnel.figures(STEPS, CARD, TITLES, ENGLISH)
    assert [big for big, _ in found] == ["40\u00a0%", "10\u00a0%", "25\u00a0%"]  # 4 of 10, 1 of 10, 1 of 4
    assert "agreed → done" in found[2][1]


def test_a_bar_is_as_long_as_its_share_of_the_first_and_says_who_goes_on_and_who_is_here():
    drawn = funnel.bars(STEPS, TITLES, ENGLISH)
    assert "40\u00a0% go on: agreed. Still here: 6." in text_of(drawn)
    assert "25\u00a0% go on: done. Still here: 3." in text_of(drawn)
    assert funnel.sentence(STEPS, TITLES, ENGLISH) == "The hardest step: agreed → done (1 of 4)."


def test_after_a_stage_that_nothing_reached_no_share_is_told():
    only_seen = steps([{"stage": "seen"}] * 2, "stage", list(TITLES))
    assert "Nothing has come this far." in text_of(funnel.bars(only_seen, TITLES, ENGLISH))


def test_the_table_has_a_row_for_each_stage():
    drawn = funnel.table(STEPS, TITLES, ENGLISH, "From stage to stage")
    assert len(find(drawn, scope="row")) == 3 and "40\u00a0%" in text_of(drawn)
