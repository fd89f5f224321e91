"""A copy of the checkout with a room moved in knows the room's places, extracts and questions beside Nagar's own."""

import os
import subprocess
import sys

import pytest

from dashboard.bench import joined
from geo import places

pytestmark = pytest.mark.slow

ASKED = """
from data import catalogue
from geo import places
from queries import registry
found = registry.load()
cards, problems = catalogue.cards()
print([str(problem) for problem in problems + found.problems if not problem.warning])
print("made/moves" in found.modules, "people/population" in found.modules, "made_moves" in cards)
print(len(places.load()), places.load()["IN0101001-01"].has_shape, registry.QUERIES)
"""


def test_the_copy_has_both(room, room_size, tmp_path):
    copy = joined.checkout(room, tmp_path / "copy")
    done = subprocess.run([sys.executable, "-c", ASKED], cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)},
                          capture_output=True, text=True, check=True)  # fmt: skip
    problems, has, counted = done.stdout.splitlines()
    assert problems == "[]" and has == "True True True"
    # 900 wards in 60 local units (15 wards each), 7 districts (9 units each), 1 region; their country is there already
    assert counted == f"{len(places.load()) + room_size.wards + 60 + 7 + 1} False {copy / 'queries'}"
    assert (copy / "data/extracts/made_moves.parquet").samefile(room / "extracts/made_moves.parquet")
    assert not list(copy.rglob("__pycache__/*.py"))


def test_a_copy_that_cannot_be_built_says_why(room, tmp_path):
    copy = joined.checkout(room, tmp_path / "copy")
    (copy / "dashboard/__main__.py").write_text('raise SystemExit("nothing is built today")')
    with pytest.raises(joined.NotStarted, match="nothing is built today"):
        joined.build(copy, tmp_path / "out", "1GB")
