"""Every row has a measurement that gives it, and a verdict that turns exactly at its bounds."""

import importlib
from pathlib import Path

import pytest

from dashboard.bench import command
from dashboard.bench.rows import BY_ID, GROUPS, ROWS, Row, group_of

MEASUREMENTS = sorted(path.stem for path in Path(command.__file__).parent.glob("measure_*.py"))


def test_every_row_is_given_by_a_measurement():
    given = {row for name in MEASUREMENTS for row in importlib.import_module(f"dashboard.bench.{name}").GIVES}
    assert set(BY_ID) <= given


def test_every_measurement_can_be_asked_for():
    assert {f"measure_{name}" for name in (*command.USUAL, *command.LONG)} == set(MEASUREMENTS)


def test_ids_are_used_once_and_groups_are_known():
    assert len(BY_ID) == len(ROWS) and {row.group for row in ROWS} <= set(GROUPS)


@pytest.mark.parametrize(
    "value, higher, expected",
    [
        (2.0, False, "aim"),
        (2.1, False, "must"),
        (3.0, False, "must"),
        (3.1, False, "no"),
        (3.1, True, "aim"),
        (1.9, True, "no"),
    ],
)
def test_a_bound_itself_is_met(value, higher, expected):
    must, aim = (2, 3) if higher else (3, 2)
    assert Row("x", "x", "ratios", must, aim, "", higher).met(value) == expected


def test_without_an_aim_there_is_only_a_must():
    assert Row("x", "x", "counts", 0, None, "").met(0) == "must"


def test_a_figure_beside_the_table_says_its_group_by_its_end():
    names = ("wards_view_bytes", "change_requests", "vizro_uncached_seconds", "vizro_cached_per_second", "phone_warm")
    assert [group_of(name) for name in names] == ["bytes", "counts", "seconds", "per_second", "seconds"]
