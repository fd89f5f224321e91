"""A line that counts: it stands between a browser and a server and passes everything on unchanged."""

import socket
import threading
import time
from contextlib import contextmanager, suppress

PIECE = 1 << 16
LOOK_SECONDS = 0.05


class Line:
    """Listens on `port` and passes on to a server of this machine; `down` and `up` are the bytes that went each way."""

    def __init__(self, server_port: int):
        self.server_port, self.down, self.up, self.last = server_port, 0, 0, time.monotonic()
        self.lock = threading.Lock()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def wait_until_quiet(self, seconds: float, most: float, meanwhile) -> None:
        """Until nothing went either way for `seconds`, at most `most`; `meanwhile` is called with seconds to pass."""
        end = time.monotonic() + most
        while time.monotonic() < end and time.monotonic() - self.last < seconds:
            meanwhile(LOOK_SECONDS)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listening.accept()
            except OSError:  # closed: nobody will come any more
                return
            far = socket.create_connection(("127.0.0.1", self.server_port))
            threading.Thread(target=self._pass, args=(near, far, "up"), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, "down"), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, way: str) -> None:
        with suppress(OSError):  # either end may go away at any time
            while piece := source.recv(PIECE):
                with self.lock:
                    setattr(self, way, getattr(self, way) + len(piece))
                    self.last = time.monotonic()
                target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def counting(server_port: int):
    """A `Line` to a server, for as long as it is needed."""
    line = Line(server_port)
    try:
        yield line
    finally:
        line.listening.close()
