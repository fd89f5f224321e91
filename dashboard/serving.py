"""`nagar serve`: the production server over the current snapshot (gunicorn threads; waitress where there is none).

Until it answers, nothing it makes is garbage: Python's collector, which would look through all of it again and again, is
off meanwhile (`cli` turns it off before the imports).
"""

import gc
import importlib.util
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dashboard import files, limits, memory
from dashboard.settings import LOCAL, Settings, secret_of
from dashboard.switching import Switching
from data.problems import ContentError, Problem
from data.snapshots import current, damage, manifest
from queries.run import open_house


def serve(setting: Settings, workers: int, dev: bool) -> int:
    """Serve until stopped. Builds the first snapshot where there is none, and tells what a build had to leave out."""
    out, host, port = setting.data, setting.host, setting.port
    if dev and host not in LOCAL:
        raise ContentError(f"--dev serves this machine only, not {host}: it shows paths and what is wrong in files.")
    secret = secret_of(setting)
    _must_be_free(host, port)
    if current(out) is None:
        from dashboard.building import build

        print(f"There is no snapshot in {out} yet: building the first one.", flush=True)
        gc.enable()
        build(out, setting.sources, setting.keep)
    folder = current(out)
    _look_through(folder, out)
    content = manifest(folder)
    for problem in content["problems"]:
        print(f"left out of the snapshot: {Problem(**problem)}", file=sys.stderr)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    print(f"Nagar with data of {content['date']} ({folder}) at {address}", flush=True)
    if dev:
        return _dev(setting)
    if importlib.util.find_spec("gunicorn") and sys.platform != "win32":
        return _gunicorn(setting, workers, secret)
    return _waitress(setting, secret)


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


def _look_through(folder: Path, out: Path) -> None:
    """`ContentError` for a snapshot that is not, byte for byte, what was published. The app is imported meanwhile, once for
    all workers.
    """
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(damage, folder)
        importlib.import_module("dashboard.app")
        wrong = looking.result()
    if wrong:
        raise ContentError(wrong)
    files.make(out / files.FOLDER, fetch=False)  # what a newer program brings and no build has compressed yet


def _app(out: Path, secret: str) -> Switching:
    """The app over the current snapshot of `out`, and over the next one when it is built."""
    from dashboard.app import create_app

    memory.bound()
    app = Switching(out, lambda folder: create_app(open_house(folder), secret=secret).server)
    gc.enable()
    memory.Keeper()
    return app


def _dev(setting: Settings) -> int:
    """The server for whoever writes queries or pages; see `dashboard/developing.py`. It shows paths and files' faults."""
    import waitress

    from dashboard.app import create_app
    from dashboard.developing import Workshop

    gc.enable()
    made = []

    def make(*of):
        app = create_app(*of, like=made[-1] if made else None)
        made[:] = [app.site]  # whose outlines need not be read again
        return app.server

    workshop = Workshop(setting.data, make)
    try:
        waitress.serve(workshop, host=setting.host, port=setting.port, threads=setting.threads)
    finally:
        workshop.close()
    return 0


def _gunicorn(setting: Settings, workers: int, secret: str) -> int:
    from gunicorn.app.base import BaseApplication

    from dashboard.worker import Worker

    class Server(BaseApplication):
        def load_config(self):
            chosen = {
                "bind": f"{setting.host}:{setting.port}",
                "workers": workers,
                "threads": threads_of(setting),
                "worker_class": Worker,
                "timeout": 600,  # until a worker says that it lives: a busy machine opens a snapshot in minutes
                "graceful_timeout": 10,
                "loglevel": "warning",
                "control_socket_disable": True,
                "limit_request_line": limits.LONGEST_ADDRESS,  # the worker says it in our sentence
                "limit_request_fields": limits.MOST_HEADERS,
                "limit_request_field_size": limits.LONGEST_ADDRESS,
            }
            for name, value in chosen.items():
                self.cfg.set(name, value)

        def load(self):
            # A DuckDB connection does not survive a fork, so each worker opens the house for itself.
            return _app(setting.data, secret)

    gc.freeze()  # what is imported stays for ever: no worker looks through it, and so it stays in memory once
    Server().run()
    return 0


def threads_of(setting: Settings) -> int:
    """Threads of one process: those that compute, those that wait for it, and some that always have time."""
    return setting.threads + limits.WAITING + limits.SPARE_THREADS


def _waitress(setting: Settings, secret: str) -> int:
    import waitress

    waitress.serve(_app(setting.data, secret), host=setting.host, port=setting.port, threads=threads_of(setting),
                   max_request_header_size=limits.LARGEST_HEADERS, max_request_body_size=limits.LARGEST_BODY)  # fmt: skip
    return 0
