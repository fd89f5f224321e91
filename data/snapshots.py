"""The folder of snapshots: which one is current, what lies in it, and how a new one takes its place at once.

`<out>/current` names the snapshot being served on its first line, and below it those served before, the last one
first; it is only ever replaced by a rename. A folder whose name begins with a dot (being built, being removed) counts
for nothing and is cleared by the next build.
"""

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import orjson

from data.problems import ContentError, Problem, shown

FORMAT = 1
MANIFEST = "manifest.json"
CHANGES = "changes.json"  # beside the content: what was before must change no digest
NATIVE = "cubes.duckdb"  # made of the cubes for servers; DuckDB never writes the same bytes twice
KEEP = 3
UNWRITABLE = {
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EEXIST, errno.ENOTDIR,
}  # fmt: skip
AGAIN = "Run `nagar build` to make a new snapshot."


def default_folder() -> Path:
    """Where snapshots live: the environment's NAGAR_DATA, else the user's folder for the data of programs."""
    if os.environ.get("NAGAR_DATA"):
        return Path(os.environ["NAGAR_DATA"])
    import platformdirs

    return Path(platformdirs.user_data_path("nagar"))


def current(out: Path) -> Path | None:
    """The snapshot that `out` serves, or None where none was ever published or the pointer leads nowhere."""
    return _folder(out, next(iter(_named(out)), ""))


def earlier(out: Path) -> list[Path]:
    """The snapshots that were served before the current one and are still there, the last served first."""
    found = [_folder(out, name) for name in _named(out)[1:]]
    return [folder for folder in dict.fromkeys(found) if folder is not None and folder != current(out)]


def kept(out: Path) -> list[Path]:
    """All snapshots in `out` in the order in which they are kept: the current one, the one served just before it (the
    way back), then the others, newest first.
    """
    last = earlier(out)[:1]
    first = [folder for folder in (current(out), *last) if folder]
    return first + [folder for folder in _folders(out) if folder not in first and (folder / MANIFEST).is_file()]


def _named(out: Path) -> list[str]:
    try:
        lines = (Path(out) / "current").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    return [line.strip() for line in lines]


def _folder(out: Path, name: str) -> Path | None:
    folder = Path(out) / "snapshots" / name
    return folder if name and Path(name).name == name and (folder / MANIFEST).is_file() else None


def _folders(out: Path) -> list[Path]:
    """Every folder that has the name of a snapshot, newest first."""
    place = Path(out) / "snapshots"
    found = [path for path in place.iterdir() if path.is_dir()] if place.is_dir() else []
    named = [path for path in found if not path.name.startswith(".")]
    return sorted(named, key=lambda path: (path.stat().st_mtime, path.name), reverse=True)


def manifest(folder: Path) -> dict:
    """What the snapshot says of itself; `ContentError` where that is missing, cut short or of another format."""
    path = Path(folder) / MANIFEST
    try:
        content = orjson.loads(path.read_bytes())
        if content["format"] == FORMAT and isinstance(content["files"], dict) and isinstance(content["extracts"], dict):
            return content
        message = f"is of format {content['format']!r}, this program reads format {FORMAT}."
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"cannot be read as a snapshot's manifest: {type(error).__name__}: {error}."
    raise ContentError(Problem(shown(path), 1, message, AGAIN))


def damage(folder: Path) -> list[Problem]:
    """Every file of the snapshot that is missing or is not, byte for byte, what was published (empty when sound)."""
    problems = []
    for name, digest in manifest(folder)["files"].items():
        path = Path(folder) / name
        if not path.is_file():
            problems.append(Problem(shown(path), 1, "is missing from the snapshot.", AGAIN))
        elif digest_of(path) != digest:
            problems.append(Problem(shown(path), 1, "was changed or cut short after it was published.", AGAIN))
    return problems


def digest_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_value(value) -> str:
    """The sha256 of a value that can be written as JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def files_in(folder: Path) -> list[str]:
    """The names of all files below the folder, relative to it with forward slashes, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file())


def content_digest(folder: Path, problems: list[str], known: dict[str, str] | None = None) -> str:
    """One digest of what a snapshot holds. When it was made does not count: `made_at` of JSON files is left out.
    `known` are the digests of its files, where they have been made already.

    Of the native file only the name counts: its rows are those of the cubes. The manifest has the digest of its bytes.
    """
    parts = []
    for name in files_in(folder):
        path = Path(folder) / name
        if name == NATIVE:
            parts.append((name, ""))
        elif path.suffix == ".json":
            content = json.loads(path.read_text("utf-8"))
            if isinstance(content, dict):
                content.pop("made_at", None)
            parts.append((name, digest_of_value(content)))
        else:
            parts.append((name, known[name] if known else digest_of(path)))
    return digest_of_value([FORMAT, parts, sorted(problems)])


def link_or_copy(source: Path, target: Path):
    """The same file at a second place, without a second copy on the disk where the file system allows."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@contextmanager
def writable(out: Path):
    """Turns a disk that is full or a folder that may not be written into a `ContentError`."""
    import duckdb

    try:
        out.mkdir(parents=True, exist_ok=True)
        yield
    except (OSError, duckdb.IOException) as error:
        number = re.search(r'"errno":"(\d+)"', str(error))  # DuckDB tells it in its text only
        code = error.errno if isinstance(error, OSError) else int(number[1]) if number else None
        if code not in UNWRITABLE:
            raise
        what = error if isinstance(error, OSError) else os.strerror(code)
        message = f"the snapshot cannot be written: {what}."
        hint = "Is there room on the disk, and may you write here? Nothing was changed."
        raise ContentError(Problem(shown(out), 1, message, hint)) from None


@contextmanager
def locked(out: Path):
    """Only one build at a time; the lock ends with the process, however it ends. The second gets a `ContentError`."""
    path = out / "build.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _lock(handle):
            message = "another build is writing into this folder."
            raise ContentError(Problem(shown(path), 1, message, "Wait until it has ended, or give another --out."))
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError:
        return False


def clear_leftovers(out: Path, but: Sequence[Path] = ()):
    """Removes what killed builds left behind, except some folders, with what lies beside them under their names."""
    kept = tuple(path.name for path in but)
    for path in (out / "snapshots").glob(".*"):
        if kept and path.name.startswith(kept):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    (out / "current.new").unlink(missing_ok=True)


def keep_on_disk(folder: Path):
    """Forces every file and folder to the disk, so that a power cut after the switch tears nothing."""
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def put_in_place(building: Path, out: Path, name: str) -> Path:
    """Gives the finished folder its name; a damaged current snapshot of that name stays until the switch."""
    serving = current(out)
    target, number = out / "snapshots" / name, 1
    while target.exists() and target == serving:
        number += 1
        target = out / "snapshots" / f"{name}-{number}"
    if target.exists():
        remove(target)
    os.rename(building, target)
    _sync(target.parent)
    return target


def switch(out: Path, folder: Path, before: Sequence[str] | None = None):
    """From here on the folder is the current snapshot. `before` names those served before it, the last one first;
    without it they are those that the pointer has now.
    """
    names = [name for name in (_named(out) if before is None else before) if _folder(out, name)]
    new = out / "current.new"
    with open(new, "w", encoding="utf-8") as file:
        file.write("\n".join(dict.fromkeys([folder.name, *names])) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, out / "current")
    with suppress(OSError):  # the switch is made; at worst a power cut takes it back
        _sync(out)


def prune(out: Path, keep: int = KEEP) -> list[str]:
    """Removes all but `keep` snapshots, in the order of `kept`, never the current one, and gives the names of those."""
    first = kept(out)[: max(keep, 1)]
    old = [folder for folder in _folders(out) if folder not in first]
    for folder in old:
        remove(folder)
    return [folder.name for folder in old]


def remove(folder: Path):
    """Removes a snapshot; a kill in the middle leaves no half one under its name."""
    hidden = folder.with_name(f".removing-{folder.name}")
    os.rename(folder, hidden)
    shutil.rmtree(hidden, ignore_errors=True)


def _sync(path: Path):
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders; its rename is journaled
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
