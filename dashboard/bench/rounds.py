"""Rounds of timings that take turns, so that whatever else the machine does falls on all alike; medians of them."""

import time
from collections.abc import Callable, Mapping
from statistics import median

FEWEST = 3  # rounds, however long they take: a median of two is none


def interleaved(
    tried: Mapping[str, Callable[[], object]],
    rounds: int,
    samples: int,
    seconds: float = float("inf"),
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, list[float]]:
    """For each function the median seconds of its calls, round by round: `rounds` numbers each, fewer (but three) where
    they took longer than `seconds` together.

    In a round every function is called `samples` times, one after the other in turn. Call each once beforehand. With
    `time.process_time` as `clock` only this process counts, whatever else a machine is doing.
    """
    found: dict[str, list[float]] = {name: [] for name in tried}
    end = time.perf_counter() + seconds
    for number in range(rounds):
        if number >= FEWEST and time.perf_counter() > end:
            break
        taken: dict[str, list[float]] = {name: [] for name in tried}
        for _ in range(samples):
            for name, function in tried.items():
                begin = clock()
                function()
                taken[name].append(clock() - begin)
        for name, of_round in taken.items():
            found[name].append(median(of_round))
    return found


def ratio(above: list[float], below: list[float]) -> float:
    """The median over the rounds of one number over the other of the same round."""
    return median(one / other for one, other in zip(above, below, strict=True))


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0 to 1) of them lie, the nearest one that is there."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
