"""`nagar serve`: the production server over the current snapshot (gunicorn threads; waitress where there is none)."""

import importlib.util
import sys
from pathlib import Path

from dashboard.switching import Switching
from data.problems import ContentError, Problem
from data.snapshots import current, damage, manifest
from queries.run import open_house


def serve(out: Path, host: str, port: int, workers: int, threads: int, dev: bool) -> int:
    """Serve until stopped. Builds the first snapshot where there is none, and tells what a build had to leave out."""
    if current(out) is None:
        from dashboard.building import build

        print(f"There is no snapshot in {out} yet: building one from what is bundled.", flush=True)
        for problem in build(out, None).problems:
            print(problem, file=sys.stderr)
    folder = current(out)
    content = manifest(folder)
    wrong = damage(folder)
    if wrong:
        raise ContentError(wrong)
    for problem in content["problems"]:
        print(f"left out of the snapshot: {Problem(**problem)}", file=sys.stderr)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    print(f"Nagar with data of {content['date']} ({content['digest'][:12]}) at {address}", flush=True)
    if dev:
        return _dev(folder, host, port)
    if importlib.util.find_spec("gunicorn") and sys.platform != "win32":
        return _gunicorn(out, host, port, workers, threads)
    return _waitress(out, host, port, threads)


def _app(out: Path) -> Switching:
    """The app over the current snapshot of `out`, and over the next one when it is built."""
    from dashboard.app import create_app

    return Switching(out, lambda folder: create_app(open_house(folder)).server)


def _dev(folder: Path, host: str, port: int) -> int:
    """Dash's debug server: on this machine only, since it lets whoever reaches it run code."""
    from dashboard.app import create_app

    if host not in ("127.0.0.1", "localhost", "::1"):
        raise ContentError(f"--dev serves this machine only, not {host}: its debugger would run anybody's code.")
    create_app(open_house(folder)).run(host=host, port=port, debug=True)
    return 0


def _gunicorn(out: Path, host: str, port: int, workers: int, threads: int) -> int:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self):
            chosen = {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 60,
                "graceful_timeout": 10,
                "loglevel": "warning",
                "control_socket_disable": True,
                "limit_request_line": 0,  # a link that is too long gets our sentence, not gunicorn's
            }
            for name, value in chosen.items():
                self.cfg.set(name, value)

        def load(self):
            # A DuckDB connection does not survive a fork, so each worker opens the house for itself.
            return _app(out)

    Server().run()
    return 0


def _waitress(out: Path, host: str, port: int, threads: int) -> int:
    import waitress

    waitress.serve(_app(out), host=host, port=port, threads=threads)
    return 0
