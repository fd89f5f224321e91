"""A room is measured on rows that are the same in cube and extract; where they are not, that is what is told."""

import shutil

import duckdb
import pytest

from dashboard.bench import measure_room
from dashboard.bench.command import Bench
from dashboard.building import house_of_room

pytestmark = pytest.mark.slow


def test_without_a_room_every_row_says_what_is_lacking(tmp_path):
    assert measure_room.measure(Bench(tmp_path, tmp_path)) == dict.fromkeys(measure_room.GIVES, measure_room.NO_ROOM)


def test_a_cube_with_the_rows_of_its_extract_is_timed_and_another_is_not(room, published, tmp_path):
    done, house, _ = published
    module = house.registry.modules["made/budget"]
    found = measure_room.against_raw(house, module)
    assert found["cube_vs_raw"] > 1 and found["cube_vs_raw_palikas"] > 1
    other = tmp_path / "other"
    shutil.copytree(done.folder, other)
    extract = other / "extracts" / "made_budget_lines.parquet"
    duckdb.sql(f"SELECT * REPLACE (plan_thousand + 1 AS plan_thousand) FROM '{done.folder}/extracts/{extract.name}'"
               ).write_parquet(str(extract))  # fmt: skip
    told = measure_room.against_raw(house_of_room(room, other), module)
    wrong = "the rows of made/budget over its cube and over its extract are not the same"
    assert told == {"cube_vs_raw": wrong, "cube_vs_raw_palikas": wrong}


def test_every_level_of_a_room_has_a_page(room):
    assert measure_room.pages_of_room(room) == [
        f"/made?place=IN&detail={level}" for level in ("region", "district", "local", "ward")
    ]
