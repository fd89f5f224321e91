"""Snapshots that are kept but not current: found by their digest, opened when a link asks for one.

A link says which data it was made on. Where they are kept they are shown, whole, with the rules and groups they were
made with; where they are not, the reader is told before any other figure is shown (`NotOpened`).
"""

import logging
import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore, Lock

from dashboard.site import Site, open_site
from dashboard.state import View
from data import snapshots
from data.problems import ContentError, Problem
from geo import shape_files
from queries import registry
from queries.house import House, open_house
from queries.shelf import Shelf

OPEN = 2  # sites kept open beside the current one
ANSWERS_BYTES = 8_000_000  # of answers of each that are kept; few people open the same old link
WAITING = 3  # requests that may wait for an opening at once: the other threads of the server go on answering
WAIT_SECONDS = 10.0
SHOWN = 12  # characters of a digest in a link
NAMED = re.compile(r"\d{4}-\d\d-\d\d-([0-9a-f]{12})(-\d+)?")  # a snapshot's folder, where its manifest cannot be read
log = logging.getLogger("nagar")


@dataclass(frozen=True)
class Kept:
    """A snapshot in the folder of snapshots, sound or not."""

    folder: Path
    digest: str


@dataclass(frozen=True)
class NotOpened:
    """Why the snapshot a link asks for is not shown: `not_kept`, `ambiguous`, `unreadable` or `busy`."""

    why: str
    digest: str


def kept(folder: Path) -> list[Kept]:
    """All snapshots in a folder of snapshots, newest name first; one whose manifest is damaged goes by its name."""
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir(), reverse=True):
        if path.name.startswith(".") or not path.is_dir():
            continue
        digest = _digest(path, _time_of(path))
        if digest:
            found.append(Kept(path, digest))
    return found


def found(folder: Path, wanted: str) -> Path:
    """The one snapshot of a folder whose digest begins with `wanted`; `ContentError` names those there are otherwise."""
    here = kept(folder)
    matching = {one.digest: one.folder for one in here if one.digest.startswith(wanted[: len(one.digest)])}
    if len(matching) != 1:
        known = ", ".join(one.digest[:SHOWN] for one in here) or "none"
        many = "More than one snapshot begins" if matching else "No snapshot here begins"
        raise ContentError(f"{many} with {wanted!r}. Kept: {known}.")
    return next(iter(matching.values()))


@lru_cache(maxsize=64)
def _digest(folder: Path, _time: int | None) -> str:
    try:
        return snapshots.manifest(folder)["digest"]
    except (ContentError, KeyError):
        named = NAMED.fullmatch(folder.name)
        return named[1] if named else ""


def open_kept(folder: Path) -> House:
    """The house over a kept snapshot, with the questions it was made with (older ones: those of the checkout).

    `ContentError` where a file of it is missing or not what was published, or its format is another.
    """
    wrong = snapshots.damage(folder)
    if wrong:
        raise ContentError(wrong)
    own = folder / "queries"
    house = open_house(folder, own if own.is_dir() else registry.QUERIES)
    # The files are as they were; what cannot be read any more is the fault of neither the reader nor the files.
    hint = "Open the current data."
    broken = {key: [Problem(f"queries/{key}.toml", 1, f"{key} was made by rules this version does not know.", hint)]
              for key in house.registry.broken}  # fmt: skip
    return replace(house, registry=replace(house.registry, broken=broken, problems=[]), shelf=Shelf(ANSWERS_BYTES))


class Archive:
    """The kept snapshots of one folder, the last few opened ones at hand. Shared by all threads."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self._sites: OrderedDict[str, Site] = OrderedDict()
        self._refused: dict[Path, int] = {}  # snapshots that could not be opened, with their manifest's time
        self._lock, self._opening = Lock(), Lock()
        self._room = BoundedSemaphore(WAITING)

    def open(self, wanted: str, current: Site) -> Site | NotOpened:
        """The site over the snapshot whose digest begins with `wanted`; `current` itself where it is that."""
        here = kept(self.folder)
        found = {one.digest: one.folder for one in here if one.digest.startswith(wanted[: len(one.digest)])}
        if current.house.digest.startswith(wanted):
            found[current.house.digest] = current.house.folder
        with self._lock:
            for digest in set(self._sites) - {one.digest for one in here}:
                del self._sites[digest]  # removed by a build: what is gone for others is gone here
        if len(found) != 1:
            return NotOpened("ambiguous" if found else "not_kept", wanted)
        ((digest, folder),) = found.items()
        return current if digest == current.house.digest else self._site(digest, folder, current)

    def _site(self, digest: str, folder: Path, current: Site) -> Site | NotOpened:
        found = self._at_hand(digest)
        if found:
            return found
        if not self._room.acquire(blocking=False):
            return NotOpened("busy", digest)
        try:
            if not self._opening.acquire(timeout=WAIT_SECONDS):
                return NotOpened("busy", digest)
            try:  # another request may have opened it meanwhile
                return self._at_hand(digest) or self._opened(digest, folder, current)
            finally:
                self._opening.release()
        finally:
            self._room.release()

    def _at_hand(self, digest: str) -> Site | None:
        with self._lock:
            if digest in self._sites:
                self._sites.move_to_end(digest)
            return self._sites.get(digest)

    def _opened(self, digest: str, folder: Path, current: Site) -> Site | NotOpened:
        when = _time_of(folder)
        if when is not None and self._refused.get(folder) == when:
            return NotOpened("unreadable", digest)
        try:
            site = open_site(open_kept(folder), current.language, current)
        except Exception as error:  # whatever is wrong with an old snapshot, the current one goes on
            if not folder.is_dir():
                return NotOpened("not_kept", digest)
            log.warning("the kept snapshot %s cannot be opened: %s", folder.name, error)
            if when is not None:
                self._refused[folder] = when
            return NotOpened("unreadable", digest)
        # Its outlines are those of an address of their own, unless they are those in use.
        shapes = site.shapes if site.shapes == current.shapes else digest[:SHOWN]
        site = replace(site, shapes=shapes, archive=self, current=current)
        with self._lock:
            self._sites[digest] = site
            while len(self._sites) > OPEN:
                self._sites.popitem(last=False)
        return site


def _time_of(folder: Path) -> int | None:
    try:
        return (folder / snapshots.MANIFEST).stat().st_mtime_ns
    except OSError:
        return None


def resolve(site: Site, view: View) -> tuple[Site, View] | NotOpened:
    """The site a View speaks of, and the View its pages are made from: with a digest only where the site is an old one."""
    if not view.snapshot:
        return site, view
    if site.archive is None:
        found = site if site.house.digest.startswith(view.snapshot) else NotOpened("not_kept", view.snapshot)
    else:
        found = site.archive.open(view.snapshot, site)
    if isinstance(found, NotOpened):
        return found
    return found, replace(view, snapshot="" if found is site else found.house.digest[:SHOWN])


def file_of_shapes(site: Site, name: str) -> Path | None:
    """Where a file of shapes lies: in the current snapshot, else in one that is kept."""
    folders = [site.house.folder, *(one.folder for one in (kept(site.archive.folder) if site.archive else ()))]
    return next((path for folder in folders if (path := shape_files.path_of(folder, name))), None)


def with_shapes(site: Site, digest: str) -> Site | None:
    """The site whose outlines have this digest in their address; None where there is none (any more)."""
    if digest == site.shapes:
        return site
    asked = site.archive is not None and re.fullmatch(r"[0-9a-f]{12}", digest)
    found = site.archive.open(digest, site) if asked else None
    return found if isinstance(found, Site) and found.shapes == digest else None
