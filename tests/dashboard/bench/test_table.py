"""The table: figures with units, and README between its markers."""

from pathlib import Path

import pytest

from dashboard.bench import table
from dashboard.bench.rows import GROUPS, ROWS
from data.problems import ContentError

README = Path(__file__).resolve().parents[3] / "README.md"


def run(**groups):
    told = {"at": "2026-11-22T06:00:00+00:00", "snapshot": "abc", "palikas": 753, "wards": 6743, "raw_rows": 10,
            "machine": {"cores": 2, "processor": "P", "memory_gib": 24, "system": "Linux"},
            "versions": {"dash": "4.4.1"}, "not_measured": {}}  # fmt: skip
    return {**told, **{group: {} for group in GROUPS}, **groups}


@pytest.mark.parametrize(
    "value, group, expected",
    [(450_000, "bytes", "450 kB"), (2_241_703, "bytes", "2.24 MB"), (20_541, "bytes", "20.5 kB"), (2.5, "seconds", "2.50 s"),
     (2, "seconds", "2 s"), (0.35, "seconds", "350 ms"), (20, "ratios", "20 x"), (13.81, "ratios", "13.81 x"),
     (1000, "ratios", "1,000 x"), (250, "megabytes", "250 MB"), (1, "counts", "1"), (None, "ratios", "not measured")],
)  # fmt: skip
def test_a_figure_has_its_unit(value, group, expected):
    assert table.shown(value, group) == expected


def test_a_row_says_what_it_reaches_and_a_must_of_100_million_rows_is_not_said_of_ten():
    lines = {line[0]: line for line in table.lines(run(ratios={"cube_vs_select1": 13.0, "cube_vs_raw": 900.0}))}
    assert lines["cube query against SELECT 1"][3:] == ["13 x", "must met"]
    assert lines["cube against scanning the raw rows, rows identical"][3:] == ["900 x", "with 10 raw rows"]
    assert lines["the same for top flows"][3:] == ["not measured", ""]


def test_the_text_says_why_a_row_was_not_measured_and_on_what_the_others_were():
    told = table.text(run(not_measured={"flows_vs_select1": "there is no flow"}))
    assert "not measured: flows_vs_select1: there is no flow" in told and "2026-11-22" in told and "dash 4.4.1" in told


def test_the_table_is_written_between_the_markers_and_nothing_else_changes(tmp_path):
    file = tmp_path / "README.md"
    file.write_text("before\n" + "stale\n".join(table.MARKERS) + "\nafter\n", "utf-8")
    for seconds in (1.5, 1.6):
        table.write(file, run(seconds={"phone_readable": seconds}))
    written = file.read_text("utf-8")
    assert written.startswith("before\n") and written.endswith("\nafter\n") and "stale" not in written
    assert "| 1.60 s |" in written and "1.50 s | 1.50 s" not in written and written.count("SELECT 1") == 1


def test_a_file_without_markers_is_told(tmp_path):
    (tmp_path / "a.md").write_text("nothing", "utf-8")
    with pytest.raises(ContentError, match="no place for the table"):
        table.write(tmp_path / "a.md", run())


def test_the_table_of_readme_has_the_rows_of_the_benchmark():
    text = README.read_text("utf-8").partition(table.MARKERS[0])[2].partition(table.MARKERS[1])[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    expected = [line[:3] for line in table.lines(run())[1:]]
    assert [line[:3] for line in cells[2:]] == expected and len(expected) == len(ROWS)
