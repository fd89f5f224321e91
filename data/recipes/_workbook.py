"""Reading a spreadsheet from outside: in a process of its own, with limits, after a look into its zip directory.

A workbook of a few kilobytes can ask for gigabytes; the process that reads it may die, the build says why.
"""

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

from data.problems import ROOT, ContentError, Problem, shown

MOST_BYTES_UNPACKED = 200_000_000
MOST_BYTES_OF_MEMORY = 1_500_000_000
MOST_SECONDS = 60  # of the processor: a busy machine is no fault of a file
LONGEST_SECONDS = 10 * MOST_SECONDS  # by the clock
MOST_CELLS = 5_000_000


def rows(path: Path) -> list[list]:
    """The cells of the first sheet: texts, numbers, booleans, `""` where empty. `ContentError` says what is wrong."""
    path = Path(path)
    _look_at_directory(path)
    command = [sys.executable, "-m", "data.recipes._workbook", str(path.resolve()), str(MOST_SECONDS)]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=LONGEST_SECONDS, cwd=ROOT, env=settings, check=False
        )
    except subprocess.TimeoutExpired:
        raise ContentError(_unreadable(path, f"reading it took over {LONGEST_SECONDS} seconds")) from None
    if done.returncode and -done.returncode == getattr(signal, "SIGXCPU", None):
        raise ContentError(_unreadable(path, f"reading it took over {MOST_SECONDS} seconds"))
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ContentError(_unreadable(path, said[-1] if said else f"its reader ended with {done.returncode}"))
    return json.loads(done.stdout)


def _look_at_directory(path: Path):
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            size = sum(entry.file_size for entry in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        reason = "it is empty" if path.is_file() and not path.stat().st_size else str(error)
        raise ContentError(_unreadable(path, reason)) from None
    if "xl/workbook.xml" not in names:
        raise ContentError(_unreadable(path, "it is a zip archive and no workbook"))
    if size > MOST_BYTES_UNPACKED:
        raise ContentError(_unreadable(path, f"it unpacks to {size:,} bytes, at most {MOST_BYTES_UNPACKED:,} are read"))


def _unreadable(path: Path, reason: str) -> Problem:
    message = f"cannot be read as an Excel workbook: {reason}."
    return Problem(shown(path), 1, message, "Fetch it again from its publisher.")


def _limit(seconds: int):
    """Most memory and most seconds of the processor for this process."""
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit; the time limit remains
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES_OF_MEMORY, MOST_BYTES_OF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _read_and_print(path: str):
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        sys.exit(f"its first sheet claims {sheet.total_height:,} x {sheet.total_width:,} cells")
    sys.stdout.write(json.dumps(sheet.to_python(skip_empty_area=False), default=str))


if __name__ == "__main__":
    _limit(int(sys.argv[2]))
    try:
        _read_and_print(sys.argv[1])
    except Exception as problem:  # the parent shows this as one sentence
        sys.exit(f"{type(problem).__name__}: {problem}")
