"""A run: what fails says why and lets the others be; limits are told; and CI's own run on bytes and counts."""

import pytest

from dashboard.bench import command, measure_bytes
from dashboard.bench.command import Bench, above, limits, measured

IN_CI = ("bytes", "flight")  # bytes and counts, which do not wobble; never a time


def test_what_is_above_its_limit_is_told_and_so_is_what_was_not_measured():
    run = {
        "bytes": {"first_view_bytes": 11},
        "counts": {"change_requests": 1},
        "not_measured": {"change_bytes": "no server"},
    }
    told = above(run, {"first_view_bytes": 10, "change_requests": 1, "change_bytes": 5})
    assert len(told) == 2 and "11" in told[0] and "at most 10" in told[0] and "no server" in told[1]


def test_limits_are_for_bytes_and_counts_only():
    assert {command.group_of(name) for name in limits(command.SHORT)} == {"bytes", "counts"}


@pytest.mark.slow
def test_a_measurement_that_fails_says_why_and_every_other_row_says_that_it_was_not_asked_for(
    bundled_snapshot, tmp_path, monkeypatch
):
    def broken(bench):
        raise OSError("no line\nsecond")

    monkeypatch.setattr(measure_bytes, "measure", broken)
    run = measured(Bench(bundled_snapshot.parents[1], tmp_path, short=True), ("bytes",))
    assert run["not_measured"]["first_view_bytes"] == "OSError no line"
    assert run["not_measured"]["phone_drawn"] == "not asked for in this run"
    assert (run["palikas"], run["wards"]) == (753, 6743)


@pytest.mark.slow
def test_bytes_and_counts_are_within_what_they_may_be_today(bundled_snapshot, tmp_path):
    bench = Bench(bundled_snapshot.parents[1], tmp_path, short=True)
    with bench.open:
        run = measured(bench, IN_CI)
    assert above(run, limits(IN_CI)) == []
    assert {"first_view_bytes", "change_bytes"} <= set(run["bytes"])


@pytest.mark.slow
def test_nothing_is_found_kept_where_nothing_shall_be_and_statements_give_the_same_rows_again(
    bundled_snapshot, tmp_path
):
    from dashboard.bench import uncached

    bench = Bench(bundled_snapshot.parents[1], tmp_path, short=True)
    travel, recording, house = bench.in_process
    travel.page(bench.views.first)  # what a server works out once for all questions
    recording.taken()
    sent = []
    for _ in range(2):
        uncached.fresh(house)
        travel.page(bench.views.first)
        sent.append(recording.taken())
    travel.page(bench.views.first)
    kept = recording.taken()
    assert len(sent[0]) == len(sent[1]) > 0 and kept == []
    first, second = ([sorted(map(repr, one.rows(recording.connection))) for one in of_one] for of_one in sent)
    assert first == second
