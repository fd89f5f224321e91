"""Builds a tiny snapshot over an old one again and again, and breaks each build at another place. A script of its own.

`python killing.py FOLDER MODE` prints a JSON list, one entry for each build: where it was broken, how it ended, and
what was found afterwards. FOLDER holds `cards`, `recipes`, `old` and `new`: the source files of which the snapshot that serves
was made, and the next one is.

`kill` ends the process just before its n-th change of a file below the folder of snapshots, for every n; `full` makes
that change fail as a full disk does; `torn` has the system kill it in the middle of writing a file, at some length;
`large` makes that writing fail.
"""

import importlib
import json
import os
import resource
import shutil
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

from pyarrow import parquet

from data import publish, snapshots
from data.problems import ContentError

PLACES = {code: SimpleNamespace(code=code) for code in "AB"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.copyfile"}
LENGTHS = (0, 20, 60, 400, 700, 1000, 1500)  # bytes; between them every kind of file of the snapshot breaks off
KILLED, WRONG = 9, 3


def build(room: Path, out: Path, given: str = "new") -> publish.Published:
    def step(folder, context):
        (folder / "cubes").mkdir()
        (folder / "cubes" / "towns.txt").write_text(context.extracts["towns"]["digest"])

    def compare(old, new):
        return {"old": old and old.name}

    return publish.publish(out, room / given, PLACES, [step], extracts_folder=room / "cards",
                           recipes_folder=room / "recipes", compare=compare, keep=2)  # fmt: skip


def break_at(number: int, out: Path, then) -> list[str]:
    """From here on `then` is called just before the n-th change below `out`; gives the list that fills with changes."""
    seen = []

    def count(event: str):
        seen.append(event)
        if len(seen) == number:
            then(event)

    def hook(event: str, arguments: tuple):
        if event == "open":
            path, _, flags = arguments
            if flags & WRITING and str(path).startswith(str(out)):
                count(f"open {Path(str(path)).name}")
        elif event in CHANGES:
            inside = str(arguments[0]).startswith(str(out)) or arguments[-1] not in (-1, None)
            if inside:
                count(f"{event} {Path(str(arguments[0])).name}")

    def fsync(handle, sync=os.fsync):
        count("fsync")
        sync(handle)

    os.fsync = fsync
    sys.addaudithook(hook)
    return seen


def child(work, told: Path) -> int:
    """Runs `work` in a process of its own; its answer, or its error, stands in `told` afterwards."""
    told.unlink(missing_ok=True)
    pid = os.fork()
    if pid == 0:
        code = WRONG
        try:
            told.write_text(json.dumps(work()))
            code = 0
        except ContentError as error:
            told.write_text(json.dumps(str(error)))
            code = 1
        except BaseException:
            told.write_text(json.dumps(traceback.format_exc()))
        os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def broken(mode: str, number: int, room: Path, out: Path, told: Path):
    """The work of a child: a build that is broken; gives the list of changes where it came to its end."""
    where = told.with_suffix(".where")

    def end(event):
        where.write_text(event)
        if mode == "kill":
            os._exit(KILLED)
        raise OSError(28, "No space left on device")

    if mode in ("kill", "full"):
        seen = break_at(number, out, end)
    else:
        seen = []
        if mode == "torn":
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (LENGTHS[number - 1], resource.RLIM_INFINITY))
    try:
        done = build(room, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return {"changes": len(seen), "notes": done.notes}


def look(out: Path):
    """What a visitor gets now, and whether everything that is kept is whole."""
    folder = snapshots.current(out)
    table = parquet.read_table(folder / "extracts" / "towns.parquet", columns=["place", "persons"], use_threads=False)
    rows = sorted([row["place"], row["persons"]] for row in table.to_pylist())
    damage = [str(problem) for each in snapshots.kept(out) for problem in snapshots.damage(each)]
    changes = [(each / snapshots.CHANGES).is_file() for each in snapshots.kept(out)]
    return {"rows": rows, "damage": damage, "whole": all(changes), "kept": len(snapshots.kept(out))}


def afterwards(room: Path, out: Path):
    """The work of a child: what there is now, and after the next build, with what that leaves behind."""
    now = look(out)
    build(room, out)
    left = [path.name for path in (out / "snapshots").iterdir() if path.name.startswith(".")]
    return {"now": now, "next": {**look(out), "left": left + [path.name for path in out.glob("current.*")]}}


def modules_of(work, *given) -> list[str]:
    """What is loaded after some work."""
    work(*given)
    return list(sys.modules)


def main(room: Path, mode: str):
    found, told, out = [], room / "told.json", room / "out"
    for given in ("older", "old"):
        assert child(lambda given=given: modules_of(build, room, room / "base", given), told) == 0, told.read_text()
    for name in json.loads(told.read_text()):
        with suppress(ImportError):  # the recipe has its name only where it is used
            importlib.import_module(name)  # here once, so that a child need not
    for number in range(1, 1000):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(room / "base", out)
        (room / "told.where").unlink(missing_ok=True)
        code = child(lambda number=number: broken(mode, number, room, out, told), told)
        entry = {"code": code, "said": json.loads(told.read_text()) if told.exists() and told.read_text() else None}
        where = room / "told.where"
        entry["where"] = where.read_text() if where.exists() else ""
        assert child(lambda: afterwards(room, out), told) == 0, (entry, told.read_text())
        found.append({**entry, **json.loads(told.read_text())})
        if (mode in ("kill", "full") and not entry["where"]) or (
            mode not in ("kill", "full") and number == len(LENGTHS)
        ):
            break
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
