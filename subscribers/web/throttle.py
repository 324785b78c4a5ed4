"""A loose limit per network on sign-ups, in memory alone; no address of a computer is written anywhere, or kept.

Networks (a /24 of IPv4, a /48 of IPv6) are counted by the hour under an HMAC with a key that is made anew with every
hour and never leaves this process. The limit is loose on purpose: whole cities share a network, and whoever uses Tor or
a VPN needs this letter most. What stops bombing is the limit per mailbox (`caps.py`).

A dictionary, not a library: the memory storage of `limits` walks through all networks it knows on every hit, a hundred
times a second.
"""

import hmac
import ipaddress
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime

from subscribers.web.visitor import Address

USUAL = 60
WITHOUT_PROOF = 6
"""Sign-ups an hour from one network, with and without the small computation where that is asked for."""
MOST_NETWORKS = 50_000
"""Beyond that the network that was counted first is forgotten: memory must not grow with whoever has many networks."""
_NAME_BYTES = 16


@dataclass(frozen=True, slots=True)
class Counted:
    """One sign-up that was counted.

    Whether it may go on, the name of its network, which nobody can turn back, and which one of that network it was.
    """

    allowed: bool
    network: bytes
    number: int


def retry_after(now: datetime) -> dict[str, str]:
    """Return the header that says when an hour's limit begins anew, in seconds (RFC 9110, 10.2.3)."""
    return {"Retry-After": str(3_600 - now.minute * 60 - now.second)}


class Throttle:
    """Counts sign-ups per network."""

    def __init__(self, most_networks: int = MOST_NETWORKS) -> None:
        self._most_networks = most_networks
        self._lock = threading.Lock()
        self._hour = ""
        self._key = b""
        self._counts: dict[bytes, int] = {}

    def count(self, visitor: Address | None, proven: bool, now: datetime) -> Counted:
        """Count one sign-up from the computer `visitor`; `proven` raises the limit.

        Whoever has no public address is unknown, and all who are unknown are one network: a web server in front of us
        that does not name its visitors makes all of them look like it, and is no licence.
        """
        network = network_name(visitor)
        with self._lock:
            self._begin(f"{now:%Y-%m-%dT%H}")
            name = hmac.digest(self._key, network.encode(), "sha256")[:_NAME_BYTES]
            number = self._counts[name] = self._counts.get(name, 0) + 1
            if len(self._counts) > self._most_networks:
                del self._counts[next(iter(self._counts))]
        return Counted(number <= (USUAL if proven else WITHOUT_PROOF), name, number)

    def _begin(self, hour: str) -> None:
        """Forget the last hour: its counts, and the key by which somebody could have told them apart."""
        if hour != self._hour:
            self._hour, self._key = hour, secrets.token_bytes(32)
            self._counts.clear()


def network_name(visitor: Address | None) -> str:
    """Return the network of a public address, and nothing for any other."""
    if visitor is None or not visitor.is_global:
        return ""
    return str(ipaddress.ip_network(f"{visitor}/{24 if visitor.version == 4 else 48}", strict=False))  # noqa: PLR2004
