"""Briefs made for the pages: each in a process of its own with little power, one after the other, few waiting.

A job is a folder below `NAGAR_DATA`/jobs: what is wanted, how far it is, what was made. So it does not matter which process
of the server is asked, and a job lives on when the server begins anew. `python -m dashboard.briefs.jobs FOLDER` is the process.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Thread

FOLDER = "jobs"
WANTED, STATE, FILES, SLOT = "wanted.json", "state.json", "files", "slot.lock"
NAME = re.compile(r"[0-9a-f]{24}")
MOST_WAITING = 6  # unfinished jobs of everybody
MOST_OF_ONE = 2  # of one address: others shall have their turn
MOST_FILES = 60  # of one job; more are for `nagar brief`
KEPT_SECONDS = 24 * 3600
MOST_SECONDS = 15 * 60  # from the first sign of a process to its last
NICE = 10


@dataclass(frozen=True)
class State:
    """How far a job is: `waiting`, `making`, `done` or `failed`; of how many places and languages; what was left out, and
    why nothing was made.
    """

    state: str
    done: int = 0
    count: int = 0
    missing: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Busy(Exception):
    """Too many jobs wait already."""


def start(data: Path, wanted: dict, who: str) -> str:
    """The id of a new job for the address `who`; `Busy` where it must wait to ask. `wanted` has the fields of `making.Wanted`."""
    home = data / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    unfinished = [
        folder
        for folder in home.iterdir()
        if folder.is_dir() and state(data, folder.name).state in ("waiting", "making")
    ]
    if len(unfinished) >= MOST_WAITING or sum(_owner(folder) == who for folder in unfinished) >= MOST_OF_ONE:
        raise Busy
    id = secrets.token_hex(12)
    folder = home / id
    (folder / FILES).mkdir(parents=True)
    (folder / WANTED).write_text(json.dumps({**wanted, "who": who}), "utf-8")
    _tell(folder, State("waiting"))
    command = [sys.executable, "-m", "dashboard.briefs.jobs", str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                     start_new_session=True, env={**os.environ, "NAGAR_DATA": str(data)})  # fmt: skip
    Thread(target=process.wait, daemon=True).start()  # whoever began it takes note of its end
    return id


def state(data: Path, id: str) -> State | None:
    """How far a job is; None for one that is not known (any more). One whose process fell silent has failed."""
    path = data / FOLDER / id / STATE
    if not NAME.fullmatch(id):
        return None
    try:
        found = State(**json.loads(path.read_text("utf-8")))
        silent = time.time() - path.stat().st_mtime > MOST_SECONDS
    except (OSError, ValueError, TypeError):
        return None
    return State("failed", found.done, found.count) if silent and found.state in ("waiting", "making") else found


def result(data: Path, id: str) -> Path | None:
    """The file that a finished job made: the one, or a zip of several."""
    found = state(data, id)
    if found is None or found.state != "done":
        return None
    return next((path for path in sorted((data / FOLDER / id).glob("result.*"))), None)


def run(folder: Path) -> None:
    """What the process does: waits for its turn, makes the files, tells of each."""
    data = folder.parent.parent
    if hasattr(os, "nice"):
        os.nice(NICE)
    with open(folder.parent / SLOT, "w") as slot:
        try:
            _wait_for(slot, folder)
            _tell(folder, _made(data, folder))
        except Exception as error:  # whoever waits for it must hear that it will not come
            _tell(folder, State("failed", errors=[str(error)]))


def _wait_for(slot, folder: Path) -> None:
    """One job at a time; while it waits it gives a sign of life."""
    import fcntl  # not on Windows: the job says that it failed, and `nagar brief` makes the same

    while True:
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            os.utime(folder / STATE)
            time.sleep(1)


def _made(data: Path, folder: Path) -> State:
    from dashboard.briefs import making
    from data.snapshots import current

    given = json.loads((folder / WANTED).read_text("utf-8"))
    given.pop("who")
    wanted = making.Wanted(**given)
    snapshot = current(data)
    making.check(making.opened(data, snapshot), wanted)
    done, count = 0, len(wanted.places) * len(wanted.languages)
    _tell(folder, State("making", 0, count))

    def told(_made) -> None:
        nonlocal done
        done += 1
        _tell(folder, State("making", done, count))

    made = making.make(data, snapshot, wanted, folder / FILES, 1, told)
    files = [path for one in made for path in one.files]
    missing = list(dict.fromkeys(text for one in made for text in one.missing))
    errors = [f"{' '.join(filter(None, (one.place, one.language)))}: {one.error}" for one in made if one.error]
    if not files:
        return State("failed", done, count, missing, errors)
    _gather(folder, wanted.name, files)
    return State("done", done, count, missing, errors)


def _gather(folder: Path, name: str, files: Sequence[Path]) -> None:
    beside = folder / "gathering"
    if len(files) == 1:
        shutil.move(files[0], beside)
        beside.replace(folder / f"result.{files[0].name}")
        return
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.name)
    beside.replace(folder / f"result.{name}.zip")


def _tell(folder: Path, state: State) -> None:
    beside = folder / f".{STATE}"
    beside.write_text(json.dumps(asdict(state)), "utf-8")
    beside.replace(folder / STATE)


def _owner(folder: Path) -> str:
    try:
        return json.loads((folder / WANTED).read_text("utf-8")).get("who", "")
    except (OSError, ValueError):
        return ""


def _sweep(home: Path) -> None:
    """What nobody fetched in a day goes."""
    for folder in home.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]))
