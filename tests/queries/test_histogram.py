"""The class of the median: by hand, with those still open as the slowest, and told only where hidden counts cannot change it."""

from itertools import product

import pytest

from queries.histogram import median_class


@pytest.mark.parametrize(
    ("counts", "total", "number"),
    [
        ([5, 3, 2], 10, 0),  # 5 of 10 are in the first class: half
        ([4, 3, 3], 10, 1),  # 4, then 4 + 3 = 7 of 10
        ([2, 2, 6], 10, 2),  # 2 + 2 = 4 of 10: the middle one is still open
        ([0, 7, 0], 7, 1),
        ([0, 0, 0], 0, None),
        ([], None, None),
        ([4, 3], 10, None),  # the classes do not make up the total
        ([4, 3, 3], None, None),
    ],
)
def test_it_is_the_first_class_that_reaches_half(counts, total, number):
    assert median_class(counts, total) == number


@pytest.mark.parametrize(
    ("counts", "total", "number"),
    [
        ([60, None, None, 30], 100, 0),  # 60 of 100 whatever the 10 are
        ([10, 60, None, None], 100, 1),  # 10, then 70: the 30 are slower
        ([None, 60, 30, None], 100, 1),  # from 0 to 10, then at least 60
        ([None, 20, 10, None], 100, None),  # the 70 may lie in the first class or in the last
        ([None, 45, 45], 100, 1),  # the one unknown is 10, then 10 + 45 = 55
        ([45, None, 45], 100, 1),  # 45, then 45 + 10 = 55
        ([None, None], 50, None),
    ],
)
def test_hidden_classes_are_told_only_where_they_change_nothing(counts, total, number):
    assert median_class(counts, total) == number


@pytest.mark.parametrize("counts", list(product([None, 0, 3], repeat=4)))
def test_whatever_is_told_holds_for_every_way_the_hidden_counts_may_be(counts):
    total, unknown = 9, [number for number, count in enumerate(counts) if count is None]
    left = total - sum(count or 0 for count in counts)
    possible = set()
    for drawn in product(range(total + 1), repeat=len(unknown)):
        if sum(drawn) == left:
            filled = list(counts)
            for number, count in zip(unknown, drawn, strict=True):
                filled[number] = count
            possible.add(median_class(filled, total))
    told = median_class(counts, total)
    assert told is None or possible == {told}
    assert told is not None or len(possible) != 1
