"""The bytes that colour a map: every class and state comes back as what it was, in the order of the shapes."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures import values
from dashboard.figures.states import STATES

NUMBERS = {f"P{number}": number for number in range(400)}


def decode(content: bytes) -> tuple[dict, list[list[int]]]:
    """The head and the arrays, as a browser reads them."""
    length = int.from_bytes(content[:4], "little")
    head = json.loads(content[4 : 4 + length])
    count = sum(many for _, many in head["ranges"])
    end = len(content) - (count if head.get("sizes") else 0)
    arrays = np.frombuffer(content[4 + length : end], dtype="<i2").reshape(-1, count).tolist()
    return head, arrays + ([list(content[end:])] if head.get("sizes") else [])


def encode(rows, units=None, **options):
    return decode(values.encode(rows, "abc", NUMBERS, units or {}, lambda row: int(row["value"]), **options))


def test_places_travel_in_the_order_of_the_shapes_as_runs(row):
    head, (looks,) = encode([row("P6", 2.0), row("P4", 0.0), row("P9", 5.0), row("P5", 1.0)])
    assert head == {"shapes": "abc", "ranges": [[4, 3], [9, 1]]} and looks == [0, 1, 2, 5]


def test_every_state_has_a_number_of_its_own_and_none_is_that_of_a_class(row):
    rows = [row(f"P{number}", None, state) for number, state in enumerate(STATES)]
    _, (looks,) = encode([*rows, row("P5", 0.0), row("P6", 3.0, "unreliable")])
    assert looks == [-1, -2, -3, -4, -5, 0, 3 + values.HATCHED]


@pytest.mark.parametrize("state", ["value", "unreliable"])
def test_a_value_that_nobody_knows_is_no_data(row, state):
    _, (looks,) = encode([row("P1", None, state)])
    assert looks == [-1 - STATES.index("no_data")]


def test_what_is_hidden_has_neither_class_nor_size(row):
    rows = [row("P0", 1.0), row("P1", None, "hidden"), row("P2", 4.0)]
    head, (looks, sizes) = encode(rows, sizes=True)
    # 1 is a quarter of 4, and so is the area of a circle of half the radius; 1.1 ** -7 is 0.51
    assert looks[1] == -1 - STATES.index("hidden") and sizes == [values.LARGEST - 7, 0, values.LARGEST]
    assert head["sizes"] is True


def test_zero_has_no_size_and_little_has_one(row):
    _, (_, sizes) = encode([row("P0", 0.0), row("P1", 0.1), row("P2", 30_000.0)], sizes=True)
    assert sizes == [0, 1, values.LARGEST]


def test_units_are_letters_of_the_code_or_a_list(row):
    rows = [row("P10", 1.0), row("P11", 1.0)]
    head, arrays = encode(rows, {"P10": "P1", "P11": "P1"})
    assert head["unit_letters"] == 2 and len(arrays) == 1
    head, (_, units) = encode(rows, {"P10": "mithila-circuit"})
    assert head["units"] == ["mithila-circuit"] and units == [0, -1]
    head, arrays = encode(rows)
    assert "units" not in head and "unit_letters" not in head and len(arrays) == 1


def test_places_outside_all_groups_are_pale_but_never_a_state(row):
    rows = [row("P1", 1.0), row("P2", 1.0), row("P3", None, "hidden")]
    _, (looks, _) = encode(rows, {"P1": "mithila-circuit"}, dim=True)
    assert looks == [1, 1 + values.PALE, -1]


@given(st.sets(st.integers(0, 399), min_size=1))
def test_ranges_are_the_numbers_again(numbers):
    found = values.ranges(sorted(numbers))
    assert [number for first, many in found for number in range(first, first + many)] == sorted(numbers)
    assert all(first + many < after for (first, many), (after, _) in zip(found, found[1:], strict=False))


@given(st.lists(st.one_of(st.integers(0, 5), st.sampled_from(STATES)), min_size=1, max_size=40), st.booleans())
def test_no_path_turns_one_look_into_another(given_looks, dim):
    rows = [{"place": f"P{number}", "value": float(look) if isinstance(look, int) else None,
             "state": "value" if isinstance(look, int) else look} for number, look in enumerate(given_looks)]  # fmt: skip
    _, (looks, *_) = encode(rows, dim=dim)
    assert [look & 63 if look >= 0 else STATES[-look - 1] for look in looks] == given_looks
