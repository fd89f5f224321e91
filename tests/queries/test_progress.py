"""Open projects: the share of the agreed time that is gone, who is behind, and who comes first."""

from datetime import date

import pytest

from queries.card_parts import Duration, Progress
from queries.progress import open_projects

PROGRESS = Progress(physical="work", financial="money", duration="building")
BUILDING = Duration(title={"en": "Time"}, begins="begun", ends="done", seen_until="seen", due="due")


def project(thing="P", **fields) -> dict:
    """100 days agreed, 50 of them gone, none of the work done."""
    return {"thing": thing, "begun": date(2024, 1, 1), "due": date(2024, 4, 10), "seen": date(2024, 2, 20), "done": None,
            "work": 0.0, "money": 10.0, "building_days_over": 0, **fields}  # fmt: skip


def found(*rows):
    return open_projects(rows, PROGRESS, BUILDING)


def test_time_is_the_days_gone_of_the_days_agreed():
    (one,) = found(project(work=35.0))
    assert (one.time, one.physical, one.financial, one.lag) == (100 * 50 / 100, 35.0, 10.0, 50 - 35)


@pytest.mark.parametrize(("work", "behind"), [(29.9, True), (30.0, False), (80.0, False)])
def test_behind_is_more_than_20_points_after_the_time(work, behind):
    assert found(project(work=work))[0].is_behind == behind


def test_overdue_is_told_as_overdue_and_its_time_is_over():
    (one,) = found(project(seen=date(2024, 4, 20), building_days_over=10))
    assert (one.days_over, one.time, one.is_behind) == (10, 100.0, False)


def test_what_is_done_is_left_out_and_the_worst_comes_first():
    rows = [project("A", work=50.0), project("B", done=date(2024, 2, 1)), project("C", building_days_over=5),
            project("D", work=10.0), project("E", building_days_over=90)]  # fmt: skip
    assert [one.row["thing"] for one in found(*rows)] == ["E", "C", "D", "A"]


def test_what_is_not_known_is_not_guessed():
    (one,) = found(project(work=None, due=None, building_days_over=None))
    assert (one.physical, one.time, one.lag, one.is_behind, one.days_over) == (None, None, 0.0, False, 0)
