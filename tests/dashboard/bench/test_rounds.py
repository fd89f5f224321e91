"""Rounds take turns; a ratio is that of the same round."""

from dashboard.bench.rounds import interleaved, percentile, ratio


def test_all_take_turns_in_every_round():
    called = []
    found = interleaved({"a": lambda: called.append("a"), "b": lambda: called.append("b")}, rounds=3, samples=2)
    assert called == ["a", "b"] * 6 and {name: len(seconds) for name, seconds in found.items()} == {"a": 3, "b": 3}


def test_there_are_three_rounds_even_where_time_is_over():
    assert len(interleaved({"a": lambda: None}, rounds=9, samples=1, seconds=0)["a"]) == 3


def test_the_clock_is_the_one_given():
    times = iter(range(100))
    assert interleaved({"a": lambda: None}, rounds=1, samples=3, clock=lambda: next(times))["a"] == [1]


def test_a_ratio_is_of_the_same_round_so_that_a_busy_moment_does_not_count():
    assert ratio([2.0, 200.0, 2.0], [1.0, 100.0, 1.0]) == 2.0


def test_a_percentile_is_a_value_that_is_there():
    assert [percentile([3, 1, 2, 4], share) for share in (0, 0.5, 0.99)] == [1, 3, 4]
