"""The app over whatever snapshot is current: a new build is served as soon as it is there, without a restart."""

import gc
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from data.problems import ContentError
from data.snapshots import current

LOOK_SECONDS = 1.0


class Switching:
    """A WSGI app that answers from the current snapshot of `out`; a thread of its own looks for a new one.

    The old one goes on answering until the new one is open; one that cannot be opened is told and passed over.
    `make` turns a snapshot's folder into a WSGI app.
    """

    def __init__(self, out: Path, make: Callable[[Path], Callable]):
        self.out, self.make = out, make
        self.folder = current(out)
        self.app = make(self.folder)
        threading.Thread(target=self._watch, daemon=True, name="snapshot-watch").start()

    def __call__(self, environ, start_response):
        return self.app(environ, start_response)

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            folder = current(self.out)
            if folder is not None and folder != self.folder:
                self._open(folder)

    def _open(self, folder: Path) -> None:
        self.folder = folder  # one that cannot be opened is told once, not once a second
        try:
            self.app = self.make(folder)
            print(f"Now serving {folder.name}", flush=True)
            gc.collect()  # the one before, which nobody asks any more: its parts know one another
        except Exception as error:  # the watch must outlive whatever is wrong with a snapshot
            told = error if isinstance(error, ContentError) else repr(error)
            print(f"The new snapshot cannot be served, the old one stays: {told}", file=sys.stderr, flush=True)
