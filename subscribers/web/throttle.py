"""A loose limit per network on sign-ups, in memory alone; no address of a computer is written anywhere, or kept.

Networks (a /24 of IPv4, a /48 of IPv6) are counted under an HMAC with a key that is made anew every day and never leaves this process.
The limit is loose on purpose: whole cities share a network, and whoever uses Tor or a VPN needs this letter most. What stops
bombing is the limit per e-mail address (`caps.py`).
"""

import hmac
import ipaddress
import secrets
from datetime import date, datetime

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

USUAL = RateLimitItemPerHour(60)
WITHOUT_PROOF = RateLimitItemPerHour(6)


class Throttle:
    """Counts sign-ups per network."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._day, self._key = date.min, b""

    def allows(self, host: str, proven: bool, now: datetime) -> bool:
        """Count one sign-up from the computer `host` and tell whether it may go on; `proven` raises the limit.

        Private addresses are not limited: a web server in front of us that does not name its visitors makes all of them look like it.
        """
        network = _network(host)
        if network is None:
            return True
        if now.date() != self._day:
            self._day, self._key = now.date(), secrets.token_bytes(32)
        name = hmac.digest(self._key, network.encode(), "sha256").hex()
        return self._limiter.hit(USUAL if proven else WITHOUT_PROOF, name)


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
