"""A loose limit per network on sign-ups, in memory alone; no address of a computer is written anywhere, or kept.

Networks (a /24 of IPv4, a /48 of IPv6) are counted by the hour under an HMAC with a key that is made anew with every
hour and never leaves this process. The limit is loose on purpose: whole cities share a network, and whoever uses Tor or
a VPN needs this letter most. What stops bombing is the limit per e-mail address (`caps.py`).

A dictionary, not a library: the memory storage of `limits` walks through all networks it knows on every hit, a hundred
times a second.
"""

import hmac
import ipaddress
import secrets
import threading
from collections import Counter
from datetime import datetime

USUAL = 60
WITHOUT_PROOF = 6
"""Sign-ups an hour from one network, with and without the small computation where that is asked for."""


class Throttle:
    """Counts sign-ups per network."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hour = ""
        self._key = b""
        self._counts: Counter[bytes] = Counter()

    def allows(self, host: str, proven: bool, now: datetime) -> bool:
        """Count one sign-up from the computer `host` and tell whether it may go on; `proven` raises the limit.

        Private addresses are not limited: a web server in front of us that does not name its visitors makes all of them
        look like it.
        """
        network = _network(host)
        if network is None:
            return True
        with self._lock:
            self._begin(f"{now:%Y-%m-%dT%H}")
            name = hmac.digest(self._key, network.encode(), "sha256")
            self._counts[name] += 1
            return self._counts[name] <= (USUAL if proven else WITHOUT_PROOF)

    def _begin(self, hour: str) -> None:
        """Forget the last hour: its counts, and the key by which somebody could have told them apart."""
        if hour != self._hour:
            self._hour, self._key = hour, secrets.token_bytes(32)
            self._counts.clear()


def _network(host: str) -> str | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_private:
        return None
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))  # noqa: PLR2004
