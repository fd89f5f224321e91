"""History: the last run on the same machine, and which way each figure falls."""

import pytest

from dashboard.bench import history


def run(machine="m", at="2026-01-01", snapshot="s", **groups):
    return {"at": at, "machine": {"id": machine}, "snapshot": snapshot, **groups}


def test_the_last_run_is_that_of_this_machine_and_a_torn_line_is_passed_over(tmp_path):
    file = tmp_path / "folder" / "bench.jsonl"
    assert history.last(file, "m") is None
    for one in (run(at="1"), run(at="2"), run("other", at="3")):
        history.add(file, one)
    with open(file, "a", encoding="utf-8") as lines:
        lines.write('{"at": "4", "machine": {"id": "m"')
    assert history.last(file, "m")["at"] == "2" and history.last(file, "nobody") is None


@pytest.mark.parametrize(
    "group, name, before, now, fell",
    [
        ("bytes", "first_view_bytes", 1000, 1011, True),
        ("bytes", "first_view_bytes", 1000, 1009, False),
        ("bytes", "first_view_bytes", 1000, 500, False),
        ("ratios", "cube_vs_select1", 10, 12, True),
        ("ratios", "cube_vs_select1", 10, 11, False),
        ("ratios", "over_vizro_throughput", 12, 10, True),
        ("ratios", "over_vizro_throughput", 10, 12, False),
        ("counts", "soak_errors", 0, 1, True),
        ("counts", "soak_errors", 1, 0, False),
        ("per_second", "nagar_cached_per_second", 100, 80, True),
    ],
)
def test_a_figure_falls_in_its_own_direction_and_beyond_chance(group, name, before, now, fell):
    found = history.fallen(run(**{group: {name: before}}), run(**{group: {name: now}}))
    assert [one["id"] for one in found] == [name] * fell


def test_what_only_one_run_has_is_not_compared():
    assert history.fallen(run(bytes={"first_view_bytes": 1}), run(bytes={"change_bytes": 9})) == []


def test_a_fall_is_told_with_both_figures_and_with_another_snapshot():
    before, now = run(ratios={"cube_vs_select1": 10}), run(snapshot="t", ratios={"cube_vs_select1": 20})
    (fall,) = history.fallen(before, now)
    told = history.told(fall, before, now)
    assert "cube query against SELECT 1" in told and "10" in told and "20" in told and "another snapshot" in told
