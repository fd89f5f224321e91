"""`nagar serve`: the production server over the current snapshot (gunicorn threads; waitress where there is none)."""

import importlib.util
import socket
import sys
from pathlib import Path

from dashboard.settings import Settings
from dashboard.switching import Switching
from data.problems import ContentError, Problem
from data.snapshots import current, damage, manifest
from queries.run import open_house


def serve(setting: Settings, workers: int, dev: bool) -> int:
    """Serve until stopped. Builds the first snapshot where there is none, and tells what a build had to leave out."""
    out, host, port = setting.data, setting.host, setting.port
    if dev and host not in ("127.0.0.1", "localhost", "::1"):
        raise ContentError(f"--dev serves this machine only, not {host}: it shows paths and what is wrong in files.")
    _must_be_free(host, port)
    if current(out) is None:
        from dashboard.building import build

        print(f"There is no snapshot in {out} yet: building the first one.", flush=True)
        build(out, setting.sources, setting.keep)
    folder = current(out)
    wrong = damage(folder)
    if wrong:
        raise ContentError(wrong)
    content = manifest(folder)
    for problem in content["problems"]:
        print(f"left out of the snapshot: {Problem(**problem)}", file=sys.stderr)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    print(f"Nagar with data of {content['date']} ({folder}) at {address}", flush=True)
    if dev:
        return _dev(setting)
    if importlib.util.find_spec("gunicorn") and sys.platform != "win32":
        return _gunicorn(setting, workers)
    return _waitress(setting)


def _must_be_free(host: str, port: int) -> None:
    """`ContentError` where the address cannot be listened on, before anything is promised."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        hint = "Is Nagar running already? Stop it, or give another --port."
        raise ContentError(f"{host}:{port} cannot be listened on ({error.strerror or error}). {hint}") from None


def _app(out: Path) -> Switching:
    """The app over the current snapshot of `out`, and over the next one when it is built."""
    from dashboard.app import create_app

    return Switching(out, lambda folder: create_app(open_house(folder)).server)


def _dev(setting: Settings) -> int:
    """The server for whoever writes queries or pages; see `dashboard/developing.py`. It shows paths and files' faults."""
    import waitress

    from dashboard.app import create_app
    from dashboard.developing import Workshop

    workshop = Workshop(setting.data, lambda *made: create_app(*made).server)
    try:
        waitress.serve(workshop, host=setting.host, port=setting.port, threads=setting.threads)
    finally:
        workshop.close()
    return 0


def _gunicorn(setting: Settings, workers: int) -> int:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self):
            chosen = {
                "bind": f"{setting.host}:{setting.port}",
                "workers": workers,
                "threads": setting.threads,
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
            return _app(setting.data)

    Server().run()
    return 0


def _waitress(setting: Settings) -> int:
    import waitress

    waitress.serve(_app(setting.data), host=setting.host, port=setting.port, threads=setting.threads)
    return 0
