"""The floor of an answer: a server that does nothing but give the bytes of one file, held in memory.

Run as `python plain.py PORT FILE`; headers come from the environment as PLAIN_CONTENT_TYPE and the like.
"""

import os
import sys
from pathlib import Path

THREADS = 32  # as many as Nagar's server has


def app_of(body: bytes, headers: list[tuple[str, str]]):
    """A WSGI app that answers everything alike."""
    told = [*headers, ("Content-Length", str(len(body)))]

    def app(_environ, start_response):
        start_response("200 OK", told)
        return [body]

    return app


def main() -> None:
    port, body = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()
    headers = [(name[len("PLAIN_") :].replace("_", "-").title(), value)
               for name, value in os.environ.items() if name.startswith("PLAIN_")]  # fmt: skip
    app = app_of(body, headers)
    try:
        from gunicorn.app.base import BaseApplication
    except ImportError:  # as Nagar does where there is no gunicorn
        import waitress

        waitress.serve(app, host="127.0.0.1", port=port, threads=THREADS)
        return

    class Server(BaseApplication):
        def load_config(self):
            chosen = {"bind": f"127.0.0.1:{port}", "threads": THREADS, "worker_class": "gthread", "loglevel": "warning"}
            for name, value in {**chosen, "control_socket_disable": True}.items():
                self.cfg.set(name, value)

        def load(self):
            return app

    Server().run()


if __name__ == "__main__":
    main()
