"""`nagar serve --dev`: what a person edits is served a moment later; what is broken is shown and the last good stays.

A thread looks at the files of queries, groups, cards and pages. A changed query is vetted, its cube made over the
current snapshot's extracts in a folder of its own, and the app changed for one over it; the snapshot is never touched.
A query that is broken goes on answering as it last did, and every page says what is wrong, with file and line. The
browser asks for the number of the version and loads the page again when it is another. After a change of the program
itself the process begins anew, unless the changed file cannot be read as Python.
"""

import json
import logging
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from dashboard.site import Working
from data import catalogue
from data.problems import ROOT, ContentError, Problem, shown, unreadable
from data.snapshots import current
from geo import groups, places
from queries import contract, registry
from queries.check import look_closer
from queries.house import House
from queries.rehearsal import Good, rehearse

LOOK_SECONDS = 0.1
VERSION = "/dev/version"
ROOMS = ("data", "geo", "queries", "dashboard")
PROGRAM = (".py",)
CONTENT = (".sql", ".toml", ".css", ".js")
log = logging.getLogger("nagar")


class Workshop:
    """A WSGI app over the files as they are being written. `make` turns a house, its `Working` and
    the folder of snapshots into a WSGI app."""

    def __init__(self, out: Path, make: Callable[[House, Working, Path], Callable], queries: Path = registry.QUERIES):
        self.out, self.make, self.queries = Path(out), make, Path(queries)
        self.working, self.number, self.app = Working(), 0, None
        self.group_problems: list[Problem] = []
        self.scratch = Path(tempfile.mkdtemp(prefix="nagar-dev-"))
        self.places = places.load()
        self.seen = _files(self.queries)
        self._begin(current(self.out))
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True, name="dev-watch")
        self.thread.start()

    def __call__(self, environ: Mapping, start_response: Callable) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != VERSION:
            return self.app(environ, start_response)
        body = json.dumps({"version": self.working.version}).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Cache-Control", "no-store"),
                                  ("Content-Length", str(len(body)))])  # fmt: skip
        return [body]

    def close(self) -> None:
        """Ends the watch, and removes the folder in which cubes were made."""
        self.ended.set()
        self.thread.join()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _begin(self, snapshot: Path) -> None:
        """Everything anew over a snapshot's extracts."""
        self.snapshot, self.good = snapshot, Good(snapshot)
        self._renew()

    def _watch(self) -> None:
        while not self.ended.wait(LOOK_SECONDS):
            try:
                self._look()
            except Exception:  # the watch must outlive whatever is wrong with a file
                log.exception("a change of the files could not be followed")

    def _look(self) -> None:
        """One look at the files and at the snapshot."""
        files, snapshot = _files(self.queries), current(self.out)
        changed = {path for path in files.keys() | self.seen.keys() if files.get(path) != self.seen.get(path)}
        self.seen = files
        if any(path.suffix in PROGRAM or "words" in path.parts for path in changed):
            _begin_anew(changed, self._tell)
        if snapshot is not None and snapshot != self.snapshot:
            self._begin(snapshot)
        elif changed:
            self._renew(around=not all(path.is_relative_to(self.queries) for path in changed))

    def _same(self, found: registry.Registry) -> bool:
        """Whether all that is sound is as it was: then there is nothing to serve anew, only something to tell."""
        kept = {name: module for name, module in self.good.modules.items() if name in found.broken}
        return (
            bool(self.good.modules) and found.modules | kept == self.good.modules and found.themes == self.good.themes
        )

    def _renew(self, around: bool = True) -> None:
        """Read the files, make the cubes of what changed, and serve it; what is broken is told.

        `around` says that more has changed than queries: groups, cards of extracts, styles.
        """
        begun = time.perf_counter()
        cards, problems = catalogue.cards()
        self.group_problems = groups.load(self.places)[1] if around else self.group_problems
        problems += self.group_problems
        found = contract.vetted(registry.load(self.queries), cards)
        if not around and self._same(found):
            return self._tell([*problems, *found.problems])
        self.number += 1
        folder = self.scratch / str(self.number)
        try:
            house, wrong = rehearse(self.good, folder, found, cards, self.places)
        except ContentError as error:
            if self.app is None:
                raise
            return self._tell([*problems, *error.problems])
        before, self.good = self.good, Good(folder, house.registry.themes, house.registry.modules, house)
        self.app = self.make(house, self.working, self.snapshot.parent)
        self._tell([*problems, *wrong])
        print(f"Served after {time.perf_counter() - begun:.1f} s", flush=True)
        changed = [module for name, module in house.registry.modules.items() if before.modules.get(name) != module]
        if before.modules:  # what the first look at everything shows is told by nagar check
            closer = look_closer(changed, cards, self.places)
            self._tell([*problems, *wrong, *closer]) if closer else None
        shutil.rmtree(before.folder, ignore_errors=True) if before.folder.parent == self.scratch else None

    def _tell(self, problems: Iterable[Problem]) -> None:
        """Show problems on every page, and have the browsers load theirs again."""
        told = tuple(sorted({problem for problem in problems if not problem.warning}))
        for problem in told:
            if problem not in self.working.problems:
                print(problem, file=sys.stderr, flush=True)
        self.working.problems = told
        self.working.version += 1


def _files(queries: Path) -> dict[Path, tuple[int, int]]:
    """When each file that is watched was last written, and its size."""
    found = {}
    for folder in (queries, *(ROOT / room for room in ROOMS)):
        for path in folder.rglob("*"):
            if path.suffix in (*PROGRAM, *CONTENT):
                try:
                    about = path.stat()
                except OSError:  # an editor is just putting it in place
                    continue
                found[path] = (about.st_mtime_ns, about.st_size)
    return found


def _begin_anew(changed: Iterable[Path], tell: Callable) -> None:
    """The same command again in this process, if what changed is Python at all; else say where it is not."""
    problems = []
    for path in changed:
        if path.suffix in PROGRAM and path.exists():
            try:
                compile(path.read_text("utf-8"), str(path), "exec")
            except (OSError, UnicodeDecodeError) as error:
                problems.append(unreadable(path, error))
            except SyntaxError as error:
                problems.append(Problem(shown(path), error.lineno or 1, f"is not Python: {error.msg}.", "Correct it."))
    if problems:
        return tell(problems)
    print("The program has changed: beginning anew.", flush=True)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "dashboard", *sys.argv[1:]])
