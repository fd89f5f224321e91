"""Who meets whom: ties by Newman's weights, worked out by hand."""

import os
import subprocess
import sys

import pytest

from queries.network import network


def measured(attendance):
    towns, ties = network(attendance)
    return {town.place: town for town in towns}, {(tie.one, tie.other): tie for tie in ties}


def test_a_visit_of_two_ties_more_than_an_event_of_four():
    towns, ties = measured([("visit", "A"), ("visit", "B"), *(("forum", town) for town in "BCDE")])
    assert ties["A", "B"].weight == 1 / (2 - 1)
    assert ties["B", "C"].weight == pytest.approx(1 / (4 - 1))
    assert towns["B"].strength == pytest.approx(1 + 3 * (1 / 3))


def test_a_town_has_as_many_ties_as_events_at_which_it_met_somebody():
    """Newman's weights give each event one tie in all to each who was there: A was at two, and alone at a third."""
    towns, _ = measured([("1", "A"), ("1", "B"), ("1", "C"), ("2", "A"), ("2", "D"), ("3", "A")])
    assert towns["A"].events == 3
    assert towns["A"].strength == pytest.approx(1 + 1)


def test_the_town_between_two_groups_bridges_them():
    """A-B and C-D meet only through M: of the 6 pairs of others all but A-B and C-D, 4, lead over it."""
    towns, _ = measured([("1", "A"), ("1", "B"), ("1", "M"), ("2", "C"), ("2", "D"), ("2", "M")])
    assert towns["M"].between == pytest.approx(4 / 6, abs=1e-6)
    assert towns["M"].bridge and not towns["A"].bridge
    assert towns["A"].between == 0


def test_a_close_way_round_is_shorter_than_a_loose_direct_one():
    """A and C were at one event of eleven (a tie of 1/10, ten long); both visited B, one long each: the way leads over B."""
    crowd = [("crowd", town) for town in ("A", "C", *(f"x{number}" for number in range(9)))]
    towns, ties = measured([*crowd, ("v1", "A"), ("v1", "B"), ("v2", "B"), ("v2", "C")])
    assert ties["A", "C"].weight == pytest.approx(1 / 10)
    assert towns["B"].between > 0


def test_who_met_nobody_is_there_without_ties_and_twice_at_an_event_is_once():
    towns, ties = measured([("1", "A"), ("1", "A"), ("2", "B"), ("2", "C")])
    assert (towns["A"].strength, towns["A"].events) == (0, 1)
    assert list(ties) == [("B", "C")] and ties["B", "C"].events == 1


def test_among_some_towns_ties_are_as_loose_as_the_events_were_large():
    """A and B, of one cluster, were at a forum of four: tied by 1 / (4 - 1), not as if they had met alone."""
    towns, ties = network([("forum", town) for town in "ABXY"] + [("visit", "X"), ("visit", "A")], among={"A", "B"})
    assert [(tie.one, tie.other, tie.weight) for tie in ties] == [("A", "B", pytest.approx(1 / (4 - 1), abs=1e-6))]
    assert [(town.place, town.events) for town in towns] == [("A", 2), ("B", 1)]
    assert towns[0].strength == pytest.approx(1 / 3, abs=1e-6)  # the visit of X is no tie of the cluster


def test_a_town_that_bridges_the_whole_may_bridge_nothing_in_its_cluster():
    """M ties A-B to C-D; among A, B and M all have met, so nobody is needed."""
    attendance = [("1", "A"), ("1", "B"), ("1", "M"), ("2", "C"), ("2", "D"), ("2", "M")]
    whole, part = ({town.place: town for town in network(attendance, among)[0]} for among in (None, {"A", "B", "M"}))
    assert whole["M"].bridge and not part["M"].bridge
    assert set(part) == {"A", "B", "M"} and part["M"].between == 0


def test_the_same_attendance_is_drawn_the_same_in_any_order():
    attendance = [("1", "A"), ("1", "B"), ("2", "B"), ("2", "C"), ("3", "C"), ("3", "D")]
    assert network(attendance) == network(attendance[::-1])
    assert network([("1", "A")])[0][0].place == "A"
    assert network([]) == ([], [])


@pytest.mark.slow
def test_the_same_attendance_is_drawn_the_same_in_every_process():
    """Sets of texts are in another order in each process; what is drawn may not hang on it."""
    code = ("from queries.network import network; "
            "print(network([(f'E{number * 7 % 40}', f'T{number * number % 22}') for number in range(300)]))")  # fmt: skip
    drawn = {
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True,
                       check=True).stdout for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(drawn) == 1
