"""A site that never ends: it sends one byte after the other, in whatever part of an answer it is told to."""

import socket
import time

from tests.standins.wire import Wire

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PARTS = {
    "status": (b"", b"H"),
    "headers": (_HEAD + b"X-Slow: ", b"a"),
    "early hints": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "body": (_HEAD + b"Content-Length: 1000000\r\n\r\n<p>", b"a"),
    "chunks": (_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "a redirect's headers": (b"HTTP/1.1 302 Found\r\nLocation: /x", b"x"),
    "nothing": (b"", b""),
}
"""What is sent at once, and what is sent again and again."""


def dripping(part: str, every_seconds: float = 0.02) -> Wire:
    """Return a site that drips in one of the `PARTS`, for at most ten seconds a connection."""
    first, again = PARTS[part]

    def play(connection: socket.socket, _number: int) -> None:
        connection.sendall(first)
        for _ in range(int(10 / every_seconds)):
            connection.sendall(again)
            time.sleep(every_seconds)

    return Wire(play)
