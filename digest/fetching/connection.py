"""Connections to the very addresses that were checked, within one deadline.

A name may have one address when it is checked and another when it is connected to ("DNS rebinding"). Here it is looked
up once for each connection, every address is checked, and one of those is connected to; the certificate and the name
that is asked for stay the host's own, which is httpcore's doing. See https://www.encode.io/httpcore/network-backends/.
"""

import queue
import socket
import ssl
import threading
import typing
from collections.abc import Callable, Iterable, Sequence

import httpcore

from digest.errors import PageUnreadable
from digest.fetching.deadline import Deadline
from digest.fetching.public_address import is_link_local, is_public

Resolver = Callable[[str, int], Sequence[str]]
"""Looks up a host: returns its IP addresses; raises `OSError`, or `UnicodeError` for what can be no name."""
_SLICE_SECONDS = 0.5
"""How long a read waits before it looks whether everything was stopped."""
_ONE_ADDRESS_SECONDS = 4.0
"""How long each address of a host is tried."""


def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses that this machine knows for a host, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class CheckedNetwork(httpcore.NetworkBackend):
    """Opens connections for one page: to public machines only, unless `allow_private`, until `deadline`.

    At most `max_bytes` are read over all of them, headers included.
    """

    def __init__(
        self,
        deadline: Deadline,
        max_bytes: int,
        allow_private: bool = False,
        resolver: Resolver = system_resolver,
        inner: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._deadline, self._left = deadline, max_bytes
        self._allow_private, self._resolver = allow_private, resolver
        self._inner = inner or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host by one of its addresses, all of which are checked; raises `PageUnreadable`."""
        addresses = self._look_up(host, port)
        if not self._allow_private and not all(map(is_public, addresses)):
            raise PageUnreadable(f"{host} is not a public machine")
        if any(map(is_link_local, addresses)):
            raise PageUnreadable(f"{host} is a machine of the own network link, which is never asked")
        failure: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError("no address")
        for address in addresses:
            left = self._deadline.remaining()
            patience = min(left, timeout or left, _ONE_ADDRESS_SECONDS)
            try:
                found = self._inner.connect_tcp(address, port, patience, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(found, self)
        self._deadline.remaining()
        raise failure

    def _look_up(self, host: str, port: int) -> Sequence[str]:
        """Ask in a thread of its own, because nothing can end a look-up that hangs; it ends with the program."""
        answers: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolver(host, port))
            except (OSError, UnicodeError):
                answers.put(())

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=self._deadline.remaining())
        except queue.Empty:
            raise PageUnreadable(f"the host {host} is not found in time") from None
        if not found:
            raise PageUnreadable(f"the host {host} is not found")
        return found

    def count(self, received: int) -> None:
        """Count bytes as received; raises `PageUnreadable` when they are too many."""
        self._left -= received
        if self._left < 0:
            raise PageUnreadable("the site sends more than any page needs")

    def remaining(self, at_most: float | None = None) -> float:
        """Return how many seconds are left, or fewer where fewer are meant; raises `PageUnreadable` when none are."""
        left = self._deadline.remaining()
        return left if at_most is None else min(left, at_most)


class _Stream(httpcore.NetworkStream):
    """A connection on which nothing is waited for beyond the deadline, however slowly bytes come."""

    def __init__(self, inner: httpcore.NetworkStream, network: CheckedNetwork) -> None:
        self._inner, self._network = inner, network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:
            try:
                data = self._inner.read(max_bytes, min(_SLICE_SECONDS, self._network.remaining(timeout)))
            except httpcore.ReadTimeout:
                continue
            self._network.count(len(data))
            return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._network.remaining(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            patience = self._network.remaining(timeout)
            return _Stream(self._inner.start_tls(ssl_context, server_hostname, patience), self._network)
        except httpcore.ConnectTimeout:
            self._network.remaining()
            raise

    def get_extra_info(self, info: str) -> typing.Any:  # as httpcore declares it
        return self._inner.get_extra_info(info)
