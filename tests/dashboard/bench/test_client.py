"""The client: what an answer weighs, connections that are kept, closed or never opened, and many clients at once."""

import socket
import threading

import pytest

from dashboard.bench.client import Asked, Client, load

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
BUSY = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def serve():
    """Starts a server that answers each request of a connection with the next of the answers, then closes it."""
    open_sockets = []

    def start(*answers: bytes) -> int:
        listening = socket.create_server(("127.0.0.1", 0))
        open_sockets.append(listening)

        def visit(near):
            with near:
                for answer in answers:
                    got = b""
                    while b"\r\n\r\n" not in got:
                        piece = near.recv(65536)
                        if not piece:
                            return
                        got += piece
                    near.sendall(answer)

        def accept():
            while True:
                try:
                    near, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=visit, args=(near,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return listening.getsockname()[1]

    yield start
    for one in open_sockets:
        one.close()


@pytest.mark.parametrize("answer", [PLAIN, CHUNKED])
def test_an_answer_weighs_all_that_came_over_the_line(serve, answer):
    with Client(serve(answer)) as client:
        reply = client.ask(Asked("/"))
    assert (reply.status, reply.text(), reply.size) == (200, "hello", len(answer))


def test_a_connection_that_was_closed_meanwhile_is_opened_anew(serve):
    with Client(serve(PLAIN)) as client:
        assert [client.ask(Asked("/")).text() for _ in range(3)] == ["hello"] * 3


def test_a_request_says_what_it_carries():
    told = Asked("/page", b"{}", "gzip", (("Nagar-Shown", "tag /people"),)).bytes()
    assert told.startswith(b"POST /page HTTP/1.1\r\n") and told.endswith(b"Content-Length: 2\r\n\r\n{}")
    assert b"Nagar-Shown: tag /people" in told and b"Accept-Encoding: gzip\r\n" in told


def test_many_clients_ask_so_often_and_what_is_not_200_is_an_error(serve):
    found = load(serve(PLAIN, BUSY), [Asked("/").bytes()], clients=2, most=8)
    assert len(found.seconds) + found.errors == 8 and found.errors >= 2 and found.first_error.startswith("503")


def test_a_packing_that_python_cannot_read_is_told(serve):
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx"
    with Client(serve(answer)) as client, pytest.raises(ValueError, match="packed as br"):
        client.ask(Asked("/")).text()
