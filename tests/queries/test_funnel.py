"""Stages of a way: what is at one has passed those before it."""

import pytest

from queries.funnel import Funnel, Step, hardest, steps

STAGES = ("seen", "agreed", "done")


def things(seen=0, agreed=0, done=0) -> list[dict]:
    return [{"stage": "seen"}] * seen + [{"stage": "agreed"}] * agreed + [{"stage": "done"}] * done


def test_a_thing_at_a_stage_has_passed_those_before_it():
    assert steps(things(6, 3, 1), "stage", STAGES) == [
        Step("seen", 6 + 3 + 1, 6, None), Step("agreed", 3 + 1, 3, (3 + 1) / 10), Step("done", 1, 1, 1 / (3 + 1)),
    ]  # fmt: skip


def test_where_nothing_came_to_a_stage_no_share_goes_on_from_it():
    assert [step.of_before for step in steps(things(seen=2), "stage", STAGES)] == [None, 0 / 2, None]


def test_nothing_at_all_has_no_shares():
    assert [(step.reached, step.of_before) for step in steps([], "stage", STAGES)] == [(0, None)] * 3


def test_the_hardest_step_is_where_the_smallest_share_goes_on():
    one, other = hardest(steps(things(6, 3, 1), "stage", STAGES))
    assert (one.stage, other.stage) == ("agreed", "done")  # 1 of 4 goes on, of those before 4 of 10


def test_two_steps_as_hard_have_no_hardest_nor_has_one_stage():
    assert hardest(steps(things(2, 1, 1), "stage", STAGES)) is None  # 2 of 4, 1 of 2
    assert hardest(steps(things(2), "stage", STAGES[:1])) is None


def test_a_sentence_may_only_name_what_is_known():
    with pytest.raises(ValueError, match="built"):
        Funnel(by="stage", done="done", sentence={"en": "{built} of {whole}"})
