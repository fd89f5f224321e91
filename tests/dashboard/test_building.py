"""A whole `nagar build` that is killed leaves the old snapshot answering; what it changed is told in the new one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import building
from data import snapshots
from queries.run import Ask, open_house, run

ROOT = Path(__file__).resolve().parent.parent.parent
KILLED = """
import os, sys
from pathlib import Path
from dashboard import building
building.compare = lambda old, new: {}  # is asked of the build that ends
def hook(event, arguments):
    if event in ("open", "os.rename") and sys.argv[1] in f"{event} {arguments[0]}":
        os._exit(9)
sys.addaudithook(hook)
building.build(Path(sys.argv[2]), Path(sys.argv[3]))
"""


def persons(out: Path) -> dict[str, int]:
    house = open_house(snapshots.current(out))
    rows = run(house, Ask("people/population", "country", period=None, indicators=("persons",))).rows
    return {row["place"]: row["value"] for row in rows}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kills a process")
def test_a_build_killed_late_leaves_the_old_snapshot_answering(serve_bundled, shared_data, tmp_path):
    """Bangladesh comes with its census: it must not be there before the switch, and whole after the next build."""
    out, census = tmp_path / "out", tmp_path / "census"
    census.mkdir()
    for path in shared_data.rglob("pop_*_2011.csv"):
        shutil.copyfile(path, census / path.name)
    folder = serve_bundled(out)
    for moment in (f"os.rename {out}/snapshots/.building", f"os.rename {out}/current.new"):
        done = subprocess.run([sys.executable, "-c", KILLED, moment, str(out), str(census)], cwd=ROOT, check=False,
                              stdout=subprocess.DEVNULL)  # fmt: skip
        assert done.returncode == 9, moment
        assert snapshots.current(out) == folder and snapshots.damage(folder) == [], moment
        assert persons(out) == {"NP": 28_925_480}, moment
    made = building.build(out, census)
    assert persons(out) == {"NP": 28_925_480, "BD": 144_043_697}
    assert [path.name for path in (out / "snapshots").iterdir() if path.name.startswith(".")] == []
    told = json.loads((made.folder / snapshots.CHANGES).read_text("utf-8"))
    assert told["old"] == snapshots.manifest(folder)["digest"]
    (people,) = [module for module in told["modules"] if module["module"] == "people/population"]
    # Bangladesh's 544 upazilas of 2011 and the country, which is what its page shows when it is opened
    assert people["counts"]["persons"] == {"appeared": 544 + 1}


@pytest.mark.slow
def test_a_damaged_old_snapshot_is_told_and_stops_no_comparison(bundled_snapshot, tmp_path):
    assert building.compare(None, bundled_snapshot) == {"old": None}
    damaged = tmp_path / "damaged"
    shutil.copytree(bundled_snapshot, damaged, copy_function=shutil.copyfile)
    (damaged / snapshots.NATIVE).write_bytes(b"no database" * 1000)
    told = building.compare(damaged, bundled_snapshot)
    assert "may be cut short" in told["not_comparable"] and "modules" not in told


def test_the_time_left_is_told_once_it_can_be_known(capsys):
    now = [0.0]
    left = building.TimeLeft(lambda: now[0])
    assert left.told("sorting", 0, 100) == ""
    now[0] = 10.0
    assert left.told("sorting", 20, 100) == "about 40 s left"
    now[0] = 100.0
    assert left.told("sorting", 20, 100) == "about 7 min left"
    assert left.told("cubes", 1, 2) == ""  # another task begins anew
    lines = building.Lines(left)
    for done in range(100):
        lines.tell("cubes", done, 100)
        now[0] += 1.0
    assert 5 <= len(capsys.readouterr().out.splitlines()) <= 8
