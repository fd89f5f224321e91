"""The snapshots that are kept: which of them a word means, and the way back to one of them."""

from collections.abc import Callable
from pathlib import Path

from data import snapshots
from data.problems import ContentError, Problem, shown

CURRENT, PREVIOUS = "current", "previous"
SHORT = 12  # characters of a digest, as in the names of the folders


def find(out: Path, text: str) -> Path:
    """The snapshot that `text` means: `current`, `previous`, a folder's path or name, or the beginning of a digest.

    `ContentError` says which there are where it means none, or several that differ.
    """
    if text in (CURRENT, PREVIOUS):
        return _by_word(out, text)
    path = Path(text)
    if (path / snapshots.MANIFEST).is_file():
        return path
    folders = snapshots.kept(out)
    named = [folder for folder in folders if folder.name == text]
    found = named or [folder for folder in folders if text and _digest(folder).startswith(text)]
    if not found:
        raise _told(out, f"there is no snapshot {text!r}.", _listed(out, folders))
    if len({_digest(folder) for folder in found}) > 1:
        names = ", ".join(folder.name for folder in found)
        raise _told(out, f"{text!r} is the beginning of several digests: {names}.", "Give more of it.")
    return found[0]


def previous(out: Path) -> Path | None:
    """What the current snapshot took the place of; where that is not known, the newest of those older than it."""
    serving, before = snapshots.current(out), snapshots.earlier(out)
    if before or serving is None:
        return next(iter(before), None)
    made = {folder: _made_at(folder) for folder in snapshots.kept(out)}
    older = [folder for folder in made if made[folder] and made[folder] < made[serving]]
    return max(older, key=made.get, default=None)


def roll_back(out: Path, text: str = PREVIOUS, check: Callable[[Path], object] = lambda folder: None):
    """Switches to an earlier snapshot (or to any other that is kept) and gives the one served until now (None where the
    pointer led nowhere) and the one served from now on.

    `ContentError`, and nothing is changed, where there is none, where it is the one being served, where one of its
    files is not what was published, where `check` raises it (it may open the snapshot), and while a build is writing.
    """
    out = Path(out)
    if not (out / "snapshots").is_dir():
        raise _told(out, "there is no snapshot.", "Run `nagar build` first.")
    with snapshots.writable(out), snapshots.locked(out):
        serving, target = snapshots.current(out), find(out, text)
        if target.resolve().parent != (out / "snapshots").resolve():
            raise _told(target, f"lies outside {shown(out)}.", "Only a snapshot that is kept there can be served.")
        if serving is not None and target.resolve() == serving.resolve():
            raise _told(out, f"{target.name} is the snapshot being served.", _listed(out, snapshots.kept(out)))
        wrong = snapshots.damage(target)
        if wrong:
            raise ContentError(wrong)
        check(target)
        snapshots.switch(out, target, _before(out, target))
    return serving, target


def _before(out: Path, target: Path) -> list[str]:
    """What is the way back from `target`: those served before it; all, where it was not served before the current one."""
    names = [folder.name for folder in snapshots.earlier(out)]
    if target.name in names:
        return names[names.index(target.name) + 1 :]
    serving = snapshots.current(out)
    return [serving.name, *names] if serving else names


def _by_word(out: Path, word: str) -> Path:
    folder = snapshots.current(out) if word == CURRENT else previous(out)
    if folder is None and snapshots.current(out) is None:
        raise _told(out, "there is no snapshot being served.", "Run `nagar build` first.")
    if folder is None:
        raise _told(out, "there is no earlier snapshot.", _listed(out, snapshots.kept(out)))
    return folder


def _digest(folder: Path) -> str:
    """The digest a snapshot says it has; of one that cannot be read, its name, so that it can still be told."""
    try:
        return snapshots.manifest(folder)["digest"]
    except (ContentError, KeyError):
        return folder.name


def _made_at(folder: Path) -> str:
    try:
        return snapshots.manifest(folder)["made_at"]
    except (ContentError, KeyError):
        return ""


def _listed(out: Path, folders: list[Path]) -> str:
    serving = snapshots.current(out)
    names = [folder.name + (" (being served)" if folder == serving else "") for folder in folders]
    return f"Kept are: {', '.join(names)}." if names else "None is kept: run `nagar build`."


def _told(where: Path, message: str, hint: str) -> ContentError:
    return ContentError(Problem(shown(where), 1, message, hint))
