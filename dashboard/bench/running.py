"""Servers that the benchmark starts for itself and ends again, and what they take of the machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from dashboard.bench.client import Asked, Client, Reply

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
STOP_SECONDS = 15
LOOK_SECONDS = 0.02  # between two questions whether a server answers yet
REST_SECONDS = 3.0  # after which a server has given back what its last answer took


class NotStarted(Exception):
    """A server that never answered; the text is what it said last."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextmanager
def server(command: Sequence[str], port: int, folder: Path, ready: str = "/healthz",
           environment: Mapping[str, str] | None = None, root: Path | None = None):  # fmt: skip
    """Runs a command (from the folder `root`) until `ready` answers 200 on `port`, gives its process, and ends it. What it says lies in `folder`."""
    log = folder / f"server-{port}.log"
    with open(log, "wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, **(environment or {})},
                                   cwd=root, start_new_session=True)  # fmt: skip
    try:
        until = time.monotonic() + START_SECONDS
        while _answer(port, ready) is None:
            if process.poll() is not None or time.monotonic() > until:
                raise NotStarted(log.read_text("utf-8", "replace").strip().rpartition("\n")[2] or "it said nothing")
            time.sleep(LOOK_SECONDS)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def nagar(folder: Path, data: Path, uncached: str = "", root: Path = ROOT, ready: str = "/healthz"):
    """Starts `nagar serve` over the snapshots in `data`, in one process: gives `(process, port)` once it answers `ready`.
    `uncached`: no answer is found kept, by `each` request, or after it was `asked` to forget (`dashboard/bench/uncached.py`).
    `root` is the checkout it is the command of.
    """
    port = free_port()
    module = "dashboard.bench.uncached" if uncached else "dashboard"
    environment = {
        "NAGAR_DATA": str(data.resolve()),
        "NAGAR_HOST": "127.0.0.1",
        "PYTHONPATH": str(root),
        "NAGAR_LANG": "en",
        "NAGAR_FRESH": uncached,
    }
    command = [sys.executable, "-m", module, "serve", "--port", str(port)]
    return _named(server(command, port, folder, ready, environment, root), port)


def first_answer_seconds(folder: Path, data: Path, address: str) -> float:
    """From starting `nagar serve` until it has answered a page."""
    begin = time.perf_counter()
    with nagar(folder, data, ready=address):
        return time.perf_counter() - begin


def plain(folder: Path, body: Path, headers: Mapping[str, str]):
    """The same for a server of the same kind that answers everything with the bytes of the file `body`."""
    port = free_port()
    command = [sys.executable, str(Path(__file__).with_name("plain.py")), str(port), str(body)]
    environment = {f"PLAIN_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return _named(server(command, port, folder, "/", environment), port)


@contextmanager
def _named(started, port: int):
    with started as process:
        yield process, port


def _answer(port: int, path: str) -> Reply | None:
    client = Client(port)
    try:
        reply = client.ask(Asked(path))
    except OSError:
        return None
    finally:
        client.close()
    return reply if reply.status == 200 else None


def memory_at_rest(process: subprocess.Popen) -> float | None:
    """The same as `memory`, when nobody has asked for a few seconds."""
    time.sleep(REST_SECONDS)
    return memory(process)


def memory(process: subprocess.Popen) -> float | None:
    """Bytes that are the serving process's own: those it shares count in part. None where the system does not say."""
    found = [_proportional(pid) for pid in (_children(process.pid) or [process.pid])]
    return max(found) if found and all(size is not None for size in found) else None


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _proportional(pid: int) -> float | None:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024.0
    except OSError:
        pass
    return None
