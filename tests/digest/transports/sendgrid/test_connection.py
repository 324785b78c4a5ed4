"""One kept connection: what is known when something breaks, and that no answer is ever taken for another's."""

import fcntl
import http.client
import resource
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import pytest

from digest.transports.sendgrid.connection import MOST_ANSWER_BYTES, KeepAliveConnection, RequestNotSent
from digest.transports.sendgrid.responses import Response
from tests.standins.wire import Play, Wire, answer, closed_port, read_request, reset

TLS = ssl.create_default_context()
LARGE = b"x" * 32_000_000
"""More than all buffers between two sockets hold."""

Connect = Callable[..., KeepAliveConnection]


@pytest.fixture
def connect() -> Iterator[Connect]:
    made: list[KeepAliveConnection] = []

    def make(url: str, timeout_seconds: float = 2.0) -> KeepAliveConnection:
        made.append(KeepAliveConnection(url, TLS, timeout_seconds))
        return made[-1]

    yield make
    for connection in made:
        connection.close()


def say(connection: KeepAliveConnection, body: bytes = b"hello") -> Response:
    return connection.post("/path", body, {"X-Name": "value"})


def echo(connection: socket.socket, _number: int) -> None:
    while request := read_request(connection):
        connection.sendall(answer(202, request.rpartition(b"\r\n\r\n")[2]))


def saying(text: bytes) -> Play:
    def play(connection: socket.socket, _number: int) -> None:
        read_request(connection)
        connection.sendall(text)

    return play


def test_requests_share_one_connection(connect: Connect) -> None:
    with Wire(echo) as wire:
        connection = connect(wire.url)
        bodies = [say(connection, text).body for text in (b"one", b"two", b"three")]
    assert bodies == [b"one", b"two", b"three"]
    assert wire.connections == 1


def test_a_request_is_what_was_given(connect: Connect) -> None:
    seen: list[bytes] = []

    def remember(connection: socket.socket, _number: int) -> None:
        seen.append(read_request(connection))
        connection.sendall(answer(202, b"", "X-Message-Id: abc"))

    with Wire(remember) as wire:
        response = say(connect(wire.url))
    assert response == Response(202, {"Content-Length": "0", "X-Message-Id": "abc"})
    assert seen[0].startswith(b"POST /path HTTP/1.1\r\n")
    assert b"\r\nX-Name: value\r\n" in seen[0]
    assert seen[0].endswith(b"\r\n\r\nhello")


def test_one_closed_at_the_other_end_while_idle_is_opened_anew(connect: Connect) -> None:
    closed = threading.Event()

    def once(connection: socket.socket, number: int) -> None:
        echoed = read_request(connection)
        connection.sendall(answer(202, str(number).encode()))
        assert echoed
        if number == 0:
            connection.shutdown(socket.SHUT_RDWR)
            closed.set()

    with Wire(once) as wire:
        connection = connect(wire.url)
        assert say(connection).body == b"0"
        assert closed.wait(5)
        assert say(connection).body == b"1"


@pytest.mark.parametrize(
    "first",
    [answer(300), answer(400), answer(500), answer(202, b"", "Connection: close"), answer(202, b"y" * 70_000)],
    ids=["300", "400", "500", "close", "long"],
)
def test_it_is_given_up_after_anything_but_a_whole_yes(connect: Connect, first: bytes) -> None:
    def play(connection: socket.socket, number: int) -> None:
        while read_request(connection):
            connection.sendall(answer(202) if number else first)

    with Wire(play) as wire:
        connection = connect(wire.url)
        say(connection)
        assert say(connection).status == 202
    assert wire.connections == 2


def test_of_a_long_answer_the_beginning_is_kept(connect: Connect) -> None:
    with Wire(saying(answer(400, b"y" * 70_000))) as wire:
        assert say(connect(wire.url)).body == b"y" * MOST_ANSWER_BYTES


def test_a_redirect_is_an_answer_and_not_followed(connect: Connect) -> None:
    with Wire(saying(answer(302, b"", "Location: /"))) as wire:
        assert say(connect(wire.url)).status == 302
    assert wire.connections == 1


def test_where_nobody_listens_nothing_was_sent(connect: Connect) -> None:
    with closed_port() as url, pytest.raises(RequestNotSent, match="ConnectionRefusedError"):
        say(connect(url))


def test_a_request_that_broke_off_while_it_was_written_was_not_sent(connect: Connect) -> None:
    def break_off(connection: socket.socket, _number: int) -> None:
        connection.recv(1)
        reset(connection)

    with Wire(break_off) as wire, pytest.raises(RequestNotSent):
        say(connect(wire.url), LARGE)


def test_an_answer_before_the_request_was_read_counts(connect: Connect) -> None:
    done = threading.Event()

    def refuse(connection: socket.socket, _number: int) -> None:
        connection.recv(1)
        connection.sendall(answer(413))
        done.wait(5)

    with Wire(refuse) as wire:
        assert say(connect(wire.url, 0.2), LARGE).status == 413
        done.set()


@pytest.mark.parametrize(
    ("end", "error"),
    [
        (reset, ConnectionResetError),
        (lambda connection: connection.shutdown(socket.SHUT_RDWR), http.client.RemoteDisconnected),
        (lambda connection: connection.sendall(b"HTTP/1.1 20"), http.client.BadStatusLine),
    ],
    ids=["reset", "closed", "half a status"],
)  # fmt: skip
def test_a_request_that_was_written_and_not_answered_is_no_request_not_sent(
    connect: Connect, end: Callable[[socket.socket], None], error: type[Exception]
) -> None:
    def play(connection: socket.socket, number: int) -> None:
        read_request(connection)
        if number:
            connection.sendall(answer(202))
        else:
            end(connection)

    with Wire(play) as wire:
        connection = connect(wire.url)
        with pytest.raises(error):
            say(connection)
        assert say(connection).status == 202, "and the next one goes over a new connection"


@pytest.mark.slow
def test_an_answer_that_comes_too_late_is_never_taken_for_the_next_ones(connect: Connect) -> None:
    gave_up = threading.Event()

    def play(connection: socket.socket, number: int) -> None:
        while read_request(connection):
            if number == 0:
                gave_up.wait(5)
            connection.sendall(answer(202, str(number).encode()))

    with Wire(play) as wire:
        connection = connect(wire.url, 1)
        with pytest.raises(TimeoutError):
            say(connection)
        assert say(connection).body == b"1", "the connection that may still be answered is given up at once"
        gave_up.set()
        assert say(connection).body == b"1"


def test_a_process_with_many_open_files_still_keeps_its_connection(connect: Connect) -> None:
    """`select` knows no file beyond the 1,024th; a web server in the same process may hold that many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2_000:
        pytest.skip("this machine lets a process open fewer than 2,000 files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2_000), hard))
    try:
        with Wire(echo) as wire:
            connection = connect(wire.url)
            say(connection)
            assert connection._connection is not None
            low = connection._connection.sock
            high = fcntl.fcntl(low.fileno(), fcntl.F_DUPFD_CLOEXEC, 1_500)
            connection._connection.sock = socket.socket(fileno=high)
            low.close()
            assert say(connection, b"still").body == b"still"
            assert wire.connections == 1
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
