"""The folder of snapshots: which one is current, what lies in it, and how a new one takes its place at once.

`<out>/current` names the snapshot being served; it is only ever replaced by a rename. A folder whose name begins with
a dot (being built, being removed) counts for nothing and is cleared by the next build.
"""

import errno
import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from data.problems import ContentError, Problem, shown

FORMAT = 1
MANIFEST = "manifest.json"
KEEP = 3
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EEXIST, errno.ENOTDIR}
AGAIN = "Run `nagar build` to make a new snapshot."


def default_folder() -> Path:
    """Where snapshots live: the environment's NAGAR_DATA, else the user's folder for the data of programs."""
    if os.environ.get("NAGAR_DATA"):
        return Path(os.environ["NAGAR_DATA"])
    import platformdirs

    return Path(platformdirs.user_data_path("nagar"))


def current(out: Path) -> Path | None:
    """The snapshot that `out` serves, or None where none was ever published or the pointer leads nowhere."""
    try:
        name = (Path(out) / "current").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    folder = Path(out) / "snapshots" / name
    return folder if name and Path(name).name == name and (folder / MANIFEST).is_file() else None


def manifest(folder: Path) -> dict:
    """What the snapshot says of itself; `ContentError` where that is missing, cut short or of another format."""
    path = Path(folder) / MANIFEST
    try:
        content = json.loads(path.read_text("utf-8"))
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


def content_digest(folder: Path, problems: list[str]) -> str:
    """One digest of what a snapshot holds. When it was made does not count: `made_at` of JSON files is left out."""
    parts = []
    for name in files_in(folder):
        path = Path(folder) / name
        if path.suffix == ".json":
            content = json.loads(path.read_text("utf-8"))
            if isinstance(content, dict):
                content.pop("made_at", None)
            parts.append((name, digest_of_value(content)))
        else:
            parts.append((name, digest_of(path)))
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
    try:
        out.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        message = f"the snapshot cannot be written: {error}."
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


def clear_leftovers(out: Path):
    """Removes what killed builds left behind."""
    for path in (out / "snapshots").glob(".*"):
        shutil.rmtree(path, ignore_errors=True)
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


def switch(out: Path, folder: Path):
    """From here on the folder is the current snapshot."""
    new = out / "current.new"
    with open(new, "w", encoding="utf-8") as file:
        file.write(folder.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, out / "current")
    _sync(out)


def prune(out: Path, keep: int = KEEP):
    """Removes all but the `keep` newest snapshots; never the current one."""
    serving = current(out)
    folders = [path for path in (out / "snapshots").iterdir() if path.is_dir() and not path.name.startswith(".")]
    older = sorted((path for path in folders if path != serving), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in older[keep - 1 :]:
        remove(path)


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
