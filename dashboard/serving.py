"""`nagar serve`: the production server over the current snapshot (gunicorn threads; waitress where there is none)."""

import importlib.util
import sys
from pathlib import Path

from data.problems import ContentError
from data.snapshots import current
from queries.run import House, open_house


def serve(out: Path, host: str, port: int, workers: int, threads: int, dev: bool) -> int:
    """Serve until stopped. Builds the first snapshot where there is none, and tells what a build had to leave out."""
    if current(out) is None:
        from dashboard.building import build

        print(f"There is no snapshot in {out} yet: building one from what is bundled.", flush=True)
        for problem in build(out, None).problems:
            print(problem, file=sys.stderr)
    house = open_house(current(out))
    for problem in house.problems:
        print(f"left out of the snapshot: {problem}", file=sys.stderr)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    print(f"Nagar with data of {house.date} ({house.digest[:12]}) at {address}", flush=True)
    if dev:
        return _dev(house, host, port)
    if importlib.util.find_spec("gunicorn") and sys.platform != "win32":
        return _gunicorn(house, host, port, workers, threads)
    return _waitress(house, host, port, threads)


def _dev(house: House, host: str, port: int) -> int:
    """Dash's debug server: on this machine only, since it lets whoever reaches it run code."""
    from dashboard.app import create_app

    if host not in ("127.0.0.1", "localhost", "::1"):
        raise ContentError(f"--dev serves this machine only, not {host}: its debugger would run anybody's code.")
    create_app(house).run(host=host, port=port, debug=True)
    return 0


def _gunicorn(house: House, host: str, port: int, workers: int, threads: int) -> int:
    from gunicorn.app.base import BaseApplication

    from dashboard.app import create_app

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
            own = open_house(house.folder)
            return create_app(own).server

    house.connection.close()
    Server().run()
    return 0


def _waitress(house: House, host: str, port: int, threads: int) -> int:
    import waitress

    from dashboard.app import create_app

    waitress.serve(create_app(house).server, host=host, port=port, threads=threads)
    return 0
