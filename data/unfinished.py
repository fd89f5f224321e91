"""What a build that was killed had finished: the next build takes it up, file by file, where its digest still holds.

A build keeps a journal beside its folder, a line for each finished part. A part that is torn, or was made from
something else, is made again.
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from data.snapshots import digest_of, link_or_copy

BUILDING, JOURNAL = ".building-", ".journal"


@dataclass(frozen=True)
class Earlier:
    """A folder with finished parts: a snapshot, or what a killed build left. `parts` are what is said of each part, by
    `(kind, name)` as in `("cubes", "people/population")`; `files` the digest of each file.
    """

    folder: Path
    parts: dict[tuple[str, str], dict]
    files: dict[str, str]

    def take(self, kind: str, name: str, input_digest: str, files: list[str], into: Path) -> dict | None:
        """What is said of a part made from the same, its files put into the folder `into`; None where there is none."""
        part = self.parts.get((kind, name), {})
        if part.get("input_digest") != input_digest or not all(self.give(file, into) for file in files):
            return None
        return part

    def give(self, file: str, into: Path) -> bool:
        """Puts one file into a folder, if it is there and is byte for byte what it was when it was finished."""
        path = self.folder / file
        if file not in self.files or not path.is_file() or digest_of(path) != self.files[file]:
            return False
        link_or_copy(path, into / file)
        return True


def of_snapshot(folder: Path, manifest: dict) -> Earlier:
    """The parts of a finished snapshot."""
    parts = {(kind, name): entry for kind in ("extracts", "cubes") for name, entry in manifest.get(kind, {}).items()
             if isinstance(entry, dict)}  # fmt: skip
    return Earlier(folder, parts, manifest["files"])


class Journal:
    """What a build has finished so far, written down as it goes."""

    def __init__(self, building: Path):
        self.building, self.path = building, building.with_name(building.name + JOURNAL)

    def add(self, kind: str, name: str, entry: dict, files: list[str]) -> None:
        """Notes a finished part with the digests of its files; from here on a kill does not lose it."""
        digests = {file: digest_of(self.building / file) for file in files}
        line = json.dumps({"kind": kind, "name": name, "entry": entry, "files": digests})
        with open(self.path, "a", encoding="utf-8") as journal:
            journal.write(line + "\n")
            journal.flush()
            os.fsync(journal.fileno())

    def remove(self) -> None:
        """Forgets the build, and its folder where it is still there."""
        shutil.rmtree(self.building, ignore_errors=True)
        self.path.unlink(missing_ok=True)


def leftovers(out: Path) -> list[Earlier]:
    """What killed builds left, the newest first; what cannot be read of it counts for nothing."""
    journals = sorted((out / "snapshots").glob(f"{BUILDING}*{JOURNAL}"), key=lambda path: path.stat().st_mtime)
    return [_read(path) for path in reversed(journals)]


def _read(path: Path) -> Earlier:
    parts, files = {}, {}
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            told = json.loads(line)
            parts[told["kind"], told["name"]] = told["entry"]
            files |= told["files"]
        except (ValueError, KeyError, TypeError):
            break  # the kill came while this line was written
    return Earlier(path.with_name(path.name.removesuffix(JOURNAL)), parts, files)
