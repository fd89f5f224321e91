"""A copy of this checkout with a room moved in: what an office has that publishes as many rows beside all the others.

The commands in it are Nagar's own, so that a server is measured as it would serve them.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from dashboard.bench.running import NotStarted
from data.snapshots import link_or_copy
from geo import places

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("data", "geo", "queries", "dashboard")
HOLDS_ALL = "bangladesh_local_v02"  # the layer to which places are added that no layer has; any would do


def checkout(room: Path, folder: Path) -> Path:
    """Makes the copy in `folder` and gives it; the room's extracts are linked, not copied, where the disk allows."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (room / "extracts").iterdir():
        link_or_copy(path, folder / "data" / "extracts" / path.name)
    shutil.copytree(room / "queries", folder / "queries", dirs_exist_ok=True)
    known = places.load()
    added = {code: place for code, place in places.load_saved(room / "places.parquet").items() if code not in known}
    if added:
        _add_places(added, folder)
    return folder


def _add_places(added: places.Places, folder: Path) -> None:
    """Places without a polygon."""
    import pyarrow
    import pyarrow.parquet

    layer, new = folder / "geo" / "shapes" / f"{HOLDS_ALL}.parquet", folder / "added.parquet"
    places.save(added, new)
    tables = [pyarrow.parquet.read_table(path) for path in (layer, new)]
    both = pyarrow.concat_tables(tables, promote_options="permissive")
    pyarrow.parquet.write_table(both.select(tables[0].column_names), layer)
    new.unlink()


def build(checkout: Path, out: Path, memory: str) -> None:
    """`nagar build` of the copy into `out`; `NotStarted` with its last word where nothing was published."""
    command = [sys.executable, "-m", "dashboard", "build", "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(checkout), "NAGAR_MEMORY": memory}
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    if "erving from" not in done.stdout:
        raise NotStarted(done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}")
