"""One kept connection to one host, with deadlines and without redirects.

What matters to a transport is whether a request was fully written when something went wrong: if not, nobody can have
acted on it.
"""

import http.client
import select
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from digest.transports.sendgrid.responses import Response

CONNECT_SECONDS = 10.0
MOST_ANSWER_BYTES = 65_536


class RequestNotSent(Exception):
    """The body was never fully written, so nobody can have acted on it."""


class KeepAliveConnection:
    """One kept connection to one host."""

    def __init__(self, host: str, tls: ssl.SSLContext, timeout_seconds: float) -> None:
        self._host = urlsplit(host)
        self._tls = tls
        self._timeout_seconds = timeout_seconds
        self._connection: http.client.HTTPConnection | None = None

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Response:
        """Write a request and read its answer.

        Raises `RequestNotSent`, or whatever happened after the last byte had left.
        """
        return self._ask("POST", path, body, headers)

    def get(self, path: str, headers: Mapping[str, str]) -> Response:
        """Ask for what is at `path`; raises as `post` does."""
        return self._ask("GET", path, None, headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        connection = self._open()
        try:
            connection.request(method, path, body, dict(headers))
        except (OSError, http.client.HTTPException) as error:
            early = self._early_answer(connection)
            self.close()
            if early:
                return early
            raise RequestNotSent(type(error).__name__) from None
        try:
            return self._answer(connection, self._timeout_seconds)
        except BaseException:
            self.close()
            raise

    def _answer(self, connection: http.client.HTTPConnection, timeout_seconds: float) -> Response:
        """Read an answer; only after a whole yes is the connection kept."""
        if connection.sock:
            connection.sock.settimeout(timeout_seconds)
        answer = connection.getresponse()
        response = Response(answer.status, dict(answer.headers.items()), answer.read(MOST_ANSWER_BYTES))
        if answer.will_close or not answer.isclosed() or answer.status >= http.client.MULTIPLE_CHOICES:
            self.close()
        return response

    def _early_answer(self, connection: http.client.HTTPConnection) -> Response | None:
        """Read what the other side said before it stopped reading (413 comes like that)."""
        try:
            return self._answer(connection, 1.0) if connection.sock else None
        except (OSError, http.client.HTTPException):
            return None

    def _open(self) -> http.client.HTTPConnection:
        """Return a connection that is open at the other end too; one closed there would look like a lost answer."""
        kept = self._connection
        if kept and kept.sock and not _is_readable(kept.sock):
            kept.sock.settimeout(self._timeout_seconds)
            return kept
        self.close()
        host, port = self._host.hostname or "", self._host.port
        made = (
            http.client.HTTPConnection(host, port, timeout=min(CONNECT_SECONDS, self._timeout_seconds))
            if self._host.scheme == "http"
            else http.client.HTTPSConnection(
                host, port, timeout=min(CONNECT_SECONDS, self._timeout_seconds), context=self._tls
            )
        )
        try:
            made.connect()
        except (OSError, http.client.HTTPException) as error:
            raise RequestNotSent(type(error).__name__) from None
        self._connection = made
        made.sock.settimeout(self._timeout_seconds)
        return made

    def close(self) -> None:
        """Hang up, if it is open."""
        if self._connection:
            self._connection.close()
        self._connection = None


def _is_readable(sock: socket.socket) -> bool:
    """Return whether an idle connection has something to read, which can only be its end.

    `poll`, because `select` refuses every file beyond the 1,024th of a process.
    """
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
