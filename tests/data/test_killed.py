"""A build that is killed, or runs out of disk, at any change it makes leaves a whole snapshot serving, old or new."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from data.problems import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="processes are forked here")]
OLD, NEW = [["A", 1], ["B", 2]], [["A", 5], ["B", 2]]
SENTENCE = "the snapshot cannot be written: "
RECIPE = """
import pandas
from data.cards import Built
EXTRACT = "towns"
def recognise(path):
    return path.name == "towns.csv"
def build(paths, places):
    rows = pandas.read_csv(paths[0], dtype={"period": "str"})
    return Built(rows, "published", "Office", "CC0", paths[0].name, "at the office", "2021", [])
"""


@pytest.fixture
def broken(write, card_text, tmp_path):
    """`broken(mode)`: what `killing.py` tells of every build it has broken, over two snapshots of which two are kept."""
    write("cards/towns.toml", card_text)
    write("recipes/towns.py", RECIPE)
    for name, persons in (("older", 9), ("old", 1), ("new", 5)):
        write(f"{name}/towns.csv", f"place,period,persons\nA,2021,{persons}\nB,2021,2\n")

    def do(mode: str) -> list[dict]:
        script = Path(__file__).with_name("killing.py")
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, str(script), str(tmp_path), mode], cwd=ROOT, env=environment, text=True,
                              stdout=subprocess.PIPE, check=True)  # fmt: skip
        return json.loads(done.stdout)

    return do


def must_be_whole(build: dict):
    """The old or the new one serves, every one that is kept is undamaged, and the next build leaves nothing behind."""
    where = build["where"]
    assert build["now"]["rows"] in (OLD, NEW), where
    assert (build["now"]["damage"], build["now"]["whole"]) == ([], True), where
    assert (build["next"]["rows"], build["next"]["damage"], build["next"]["left"]) == (NEW, [], []), where
    assert build["next"]["kept"] == 2, where


def test_killed_at_any_change_the_old_or_the_new_one_serves(broken):
    builds = broken("kill")
    *killed, last = builds
    assert len(killed) > 20 and last["code"] == 0
    assert {build["code"] for build in killed} == {9}
    for build in builds:
        must_be_whole(build)
    switched = [build["now"]["rows"] == NEW for build in killed]
    assert switched == sorted(switched) and 0 < sum(switched) < len(switched)  # old until one moment, new ever after
    assert killed[switched.index(True) - 1]["where"] == "os.rename current.new"


def test_with_a_full_disk_at_any_change_a_sentence_is_told_and_the_old_one_serves(broken):
    builds = broken("full")
    *full, last = builds
    assert len(full) > 20 and last["code"] == 0
    for build in builds:
        must_be_whole(build)
        assert build["code"] in (0, 1), (build["where"], build["said"])
        if build["code"] == 1:
            assert SENTENCE in build["said"] and "No space left on device" in build["said"], build["said"]
            assert build["now"]["rows"] == OLD, build["where"]
    survived = [build["where"] for build in full if build["code"] == 0]
    assert survived, "what fails after the switch is no failure of the build"


@pytest.mark.parametrize("mode", ["torn", "large"])
def test_with_a_file_that_breaks_off_at_any_length_the_old_one_serves(broken, mode):
    builds = broken(mode)
    assert {build["code"] for build in builds} <= ({0, -25} if mode == "torn" else {0, 1})
    for build in builds:
        must_be_whole(build)
        if build["code"]:
            assert build["now"]["rows"] == OLD
        if build["code"] == 1:
            assert SENTENCE in build["said"] and "File too large" in build["said"]
    assert sum(1 for build in builds if build["code"]) >= 5
