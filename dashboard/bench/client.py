"""A client that costs next to nothing beside a server: one socket that is kept, requests as bytes, answers measured."""

import gzip
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

TIMEOUT_SECONDS = 120
ENCODINGS = "gzip, deflate, br, zstd"  # what Chromium takes from a server it trusts
CHUNK = 1 << 16


@dataclass(frozen=True)
class Reply:
    """`size` is what came over the line in bytes, headers included; `body` is as it came, compressed."""

    status: int
    headers: dict[str, str]
    body: bytes
    size: int

    def text(self) -> str:
        """The body unpacked; `ValueError` for an encoding that Python cannot read by itself."""
        encoding = self.headers.get("content-encoding", "")
        if encoding == "gzip":
            return gzip.decompress(self.body).decode()
        if encoding:
            raise ValueError(f"The answer is packed as {encoding}.")
        return self.body.decode()


@dataclass(frozen=True)
class Asked:
    """A request: GET, or with a body, which is JSON, a POST."""

    path: str
    body: bytes | None = None
    accepts: str = ENCODINGS
    headers: tuple[tuple[str, str], ...] = ()

    def bytes(self) -> bytes:
        """As it goes over the line."""
        lines = [f"{'GET' if self.body is None else 'POST'} {self.path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"Accept-Encoding: {self.accepts}", *(f"{name}: {value}" for name, value in self.headers)]
        if self.body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join((*lines, "", "")).encode() + (self.body or b"")


class Client:
    """One connection to a server of this machine. Not to be shared by threads."""

    def __init__(self, port: int):
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, asked: Asked) -> Reply:
        """One answer."""
        return self.send(asked.bytes())

    def send(self, asked: bytes) -> Reply:
        """Send a request's bytes and read its answer; a kept connection that was closed meanwhile is opened anew once."""
        kept = self.socket is not None
        try:
            return self._send(asked)
        except ConnectionError:
            self.close()
            if not kept:
                raise
            return self._send(asked)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_error) -> None:
        self.close()

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def _send(self, asked: bytes) -> Reply:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), TIMEOUT_SECONDS)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(asked)
        read = bytearray()
        while (end := read.find(b"\r\n\r\n")) < 0:
            self._more(read)
        first, *lines = bytes(read[:end]).decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split(" ")[1])
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body, size = self._chunks(read, end + 4)
        else:
            size = end + 4 + (0 if status in (204, 304) else int(headers.get("content-length", 0)))
            while len(read) < size:
                self._more(read)
            body = bytes(read[end + 4 : size])
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Reply(status, headers, body, size)

    def _chunks(self, read: bytearray, at: int) -> tuple[bytes, int]:
        body = bytearray()
        while True:
            while (line := read.find(b"\r\n", at)) < 0:
                self._more(read)
            length, at = int(read[at:line].split(b";")[0], 16), line + 2
            while len(read) < at + length + 2:
                self._more(read)
            body += read[at : at + length]
            at += length + 2
            if not length:
                return bytes(body), at

    def _more(self, read: bytearray) -> None:
        piece = self.socket.recv(CHUNK)
        if not piece:
            raise ConnectionResetError("the server closed the connection")
        read += piece


class InProcess:
    """Asks a Flask server of this process as a `Client` asks one over a line. May be shared by threads."""

    def __init__(self, server):
        self.server = server

    def ask(self, asked: Asked) -> Reply:
        client, headers = self.server.test_client(), [("Accept-Encoding", asked.accepts), *asked.headers]
        if asked.body is None:
            found = client.get(asked.path, headers=headers)
        else:
            found = client.post(asked.path, data=asked.body, headers=headers, content_type="application/json")
        headers = {name.lower(): value for name, value in found.headers}
        size = len(found.data) + sum(len(name) + len(value) + 4 for name, value in headers.items())
        return Reply(found.status_code, headers, found.data, size)


@dataclass(frozen=True)
class Load:
    """What many clients saw: seconds of each answer that was 200, how many were not, and the seconds all of it took."""

    seconds: list[float]
    errors: int
    wall: float
    first_error: str = ""

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.wall


def load(port: int, asked: Sequence[bytes], clients: int, most: int, until: float = float("inf")) -> Load:
    """`clients` at once, each on a connection of its own, ask for `asked` over and over, each as soon as it has its
    answer: `most` requests in all, or until `time.perf_counter()` is `until`.
    """
    lock, seconds, wrong = threading.Lock(), [], []
    turns = iter(range(most))
    begin = time.perf_counter()

    def visit() -> None:
        client = Client(port)
        while time.perf_counter() < until:
            with lock:
                turn = next(turns, None)
            if turn is None:
                break
            start = time.perf_counter()
            try:
                reply = client.send(asked[turn % len(asked)])
            except OSError as error:
                client.close()
                wrong.append(str(error))
                continue
            if reply.status == 200:
                seconds.append(time.perf_counter() - start)
            else:
                wrong.append(f"{reply.status} {reply.body[:80]!r}")
        client.close()

    threads = [threading.Thread(target=visit) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(seconds, len(wrong), time.perf_counter() - begin, wrong[0] if wrong else "")
