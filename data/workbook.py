"""Reading a spreadsheet from outside: in a process of its own, with limits on memory and time.

A workbook of a few kilobytes can ask for gigabytes; the process that reads it may die, whoever asked gets a sentence.
What that process does stands in `data/workbook_child.py`.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from data.problems import ROOT, ContentError, Problem, shown

CLOCK = 10  # so many times the seconds of the processor, by the clock: a busy machine is no fault of a file


@dataclass(frozen=True)
class Limits:
    """The most that a workbook may have and its reader may take: bytes of the file, of its unpacked parts and of memory,
    seconds of the processor, sheets, and cells (those of the rectangle from A1 to the last cell, over all sheets).
    """

    file_bytes: int
    unpacked_bytes: int
    memory_bytes: int
    seconds: int
    sheets: int
    cells: int


PUBLISHED = Limits(100_000_000, 200_000_000, 1_500_000_000, 60, 1_000, 5_000_000)
RECEIVED = Limits(5_000_000, 30_000_000, 512_000_000, 5, 30, 100_000)


class Unreadable(Exception):
    """A file that is not read. `key` is one of those of `data/workbook_child.py`, `reason` says it in English."""

    def __init__(self, key: str, reason: str):
        self.key, self.reason = key, reason
        super().__init__(reason)


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` are texts, numbers, booleans, `{"date": "2024-01-31"}`, `""` where empty; all from A1 on.

    Numbers of rows and columns count from 1, as in addresses. `formulas`, `errors` and `percent` (numbers shown with
    a percent sign) are (row, column); `merged` is (first row, first column, last row, last column).
    """

    name: str
    hidden: bool
    rows: list[list]
    formulas: frozenset = frozenset()
    errors: dict = field(default_factory=dict)
    percent: frozenset = frozenset()
    merged: tuple = ()
    hidden_rows: tuple = ()


def sheets(path: Path, limits: Limits) -> list[Sheet]:
    """All sheets of a workbook in their order; `Unreadable` for what is none, or asks for more than the limits."""
    path = Path(path)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable("damaged", f"it cannot be opened ({error.strerror})") from None
    if size > limits.file_bytes:
        raise Unreadable("too_large", f"it has {size:,} bytes, at most {limits.file_bytes:,} are read")
    told = _child(path, limits)
    if "refused" in told:
        raise Unreadable(told["refused"], told["reason"])
    return [_sheet(one) for one in told["sheets"]]


def rows(path: Path, limits: Limits = PUBLISHED) -> list[list]:
    """The cells of the first sheet: texts, numbers, booleans, `""` where empty. `ContentError` says what is wrong."""
    try:
        found = sheets(path, limits)
        if not found:
            raise Unreadable("damaged", "it has charts and no sheet with cells")
    except Unreadable as error:
        message = f"cannot be read as an Excel workbook: {error.reason}."
        raise ContentError(Problem(shown(path), 1, message, "Fetch it again from its publisher.")) from None
    return [[next(iter(cell.values())) if isinstance(cell, dict) else cell for cell in row] for row in found[0].rows]


def _child(path: Path, limits: Limits) -> dict:
    command = [sys.executable, "-m", "data.workbook_child", str(path.resolve()), json.dumps(asdict(limits))]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=CLOCK * limits.seconds, cwd=ROOT, env=settings, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("too_large", f"reading it took over {CLOCK * limits.seconds} seconds") from None
    if done.returncode and -done.returncode == getattr(signal, "SIGXCPU", None):
        raise Unreadable("too_large", f"reading it took over {limits.seconds} seconds")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = f"its reader ended with {done.returncode}" + (f" ({said[-1][:200]})" if said else "")
        raise Unreadable("too_large" if "alloc" in reason else "damaged", reason)
    return json.loads(done.stdout)


def _sheet(told: dict) -> Sheet:
    return Sheet(
        name=told["name"],
        hidden=told["hidden"],
        rows=told["rows"],
        formulas=frozenset(map(tuple, told["formulas"])),
        errors={(row, column): text for row, column, text in told["errors"]},
        percent=frozenset(map(tuple, told["percent"])),
        merged=tuple(map(tuple, told["merged"])),
        hidden_rows=tuple(told["hidden_rows"]),
    )
