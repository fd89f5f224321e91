"""Answers are kept for the next request, and never more of them than fits."""

from types import SimpleNamespace

import pytest

from dashboard import asking
from queries.run import Ask

HOUSE = SimpleNamespace(digest="d", folder="f")


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Nothing is kept yet; a question within "7" has seven rows."""
    monkeypatch.setattr(asking, "_kept", type(asking._kept)())
    monkeypatch.setattr(asking, "run_now", lambda house, ask: SimpleNamespace(rows=[{}] * int(ask.within)))


def answer(rows: int):
    return asking.run(HOUSE, Ask("drawn/one", within=str(rows)))


def test_the_same_question_is_answered_once():
    assert answer(2) is answer(2)


def test_the_answer_longest_unused_goes_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(asking, "MOST_ANSWERS", 3)
    first, second = answer(1), answer(2)
    answer(3)
    assert answer(1) is first  # used again, so the second is now the oldest
    answer(4)
    assert len(asking._kept) == 3 and answer(1) is first and answer(2) is not second


def test_the_rows_of_all_kept_answers_are_bounded_but_the_last_is_kept(monkeypatch):
    monkeypatch.setattr(asking, "MOST_ROWS", 10)
    for rows in (3, 4, 5):
        answer(rows)
    assert [len(one.rows) for one in asking._kept.values()] == [4, 5]  # 3 + 4 + 5 would be 12
    answer(50)
    assert [len(one.rows) for one in asking._kept.values()] == [50]
