"""gunicorn's threaded worker, with an end to requests that are sent too slowly and our sentence for overlong ones."""

import socket
import threading
import time
from contextlib import suppress

from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from dashboard.words import Reader, say

READ_SECONDS = 15.0  # in which a request, body and all, has to be here; ours are a few kilobytes
LOOK_SECONDS = 1.0


class Worker(ThreadWorker):
    """A thread reads as long as its client sends; here reading ends after `READ_SECONDS`, answering does not."""

    def init_process(self):
        self.reading: dict = {}  # connection -> when its request began to be read
        threading.Thread(target=self._watch, daemon=True, name="slow-clients").start()
        super().init_process()

    def handle(self, conn):
        self.reading[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self.reading.pop(conn, None)

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            for conn, since in list(self.reading.items()):
                if time.monotonic() - since > READ_SECONDS:
                    self.reading.pop(conn, None)
                    with suppress(OSError):  # it may be closed already
                        conn.sock.shutdown(socket.SHUT_RD)  # a read that waits ends as if the client had closed

    def handle_error(self, req, client, addr, exc):
        if not isinstance(exc, LimitRequestLine):
            return super().handle_error(req, client, addr, exc)
        text = say("guard.address", Reader()).encode()
        head = ("HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
                f"X-Content-Type-Options: nosniff\r\nContent-Length: {len(text)}\r\n\r\n")  # fmt: skip
        with suppress(OSError):  # nobody waits for the sentence any more
            client.sendall(head.encode() + text)
