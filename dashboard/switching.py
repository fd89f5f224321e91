"""The app over whatever snapshot is current: a new build is served as soon as it is there, without a restart."""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from data.problems import ContentError
from data.snapshots import current

LOOK_SECONDS = 1.0


class Switching:
    """A WSGI app that answers from the current snapshot of `out` and looks for a new one at most once a second.

    The old one goes on answering until the new one is open; one that cannot be opened is told and passed over.
    `make` turns a snapshot's folder into a WSGI app.
    """

    def __init__(self, out: Path, make: Callable[[Path], Callable]):
        self.out, self.make = out, make
        self.folder = current(out)
        self.app = make(self.folder)
        self.looked = time.monotonic()
        self.opening = threading.Lock()

    def __call__(self, environ, start_response):
        if time.monotonic() - self.looked > LOOK_SECONDS and self.opening.acquire(blocking=False):
            self.looked = time.monotonic()
            folder = current(self.out)
            if folder is None or folder == self.folder:
                self.opening.release()
            else:
                threading.Thread(target=self._open, args=(folder,), daemon=True).start()
        return self.app(environ, start_response)

    def _open(self, folder: Path) -> None:
        try:
            self.app, self.folder = self.make(folder), folder
            print(f"Now serving {folder.name}", flush=True)
        except ContentError as error:
            self.folder = folder  # told once, not once a second
            print(f"The new snapshot cannot be served, the old one stays: {error}", file=sys.stderr, flush=True)
        finally:
            self.opening.release()
