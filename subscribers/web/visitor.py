"""Which computer a request came from, as far as that can be believed; it is counted and forgotten (`throttle.py`).

A web server in front of us names its visitor in `X-Forwarded-For`, and is believed only where the settings name it
(`[web] trusted_proxies`): everybody else could write into that header what they like. Read from the right, for every
server adds what it saw itself; the first that is no server of ours is the visitor.
"""

import ipaddress
from collections.abc import Sequence

from starlette.requests import Request

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_HEADER = "x-forwarded-for"


def visitor(request: Request, trusted: Sequence[Network]) -> Address | None:
    """Return the address a request came from; None when nothing tells it, or what tells it cannot be read."""
    seen = read_address(request.client.host if request.client else "")
    named = [name for line in request.headers.getlist(_HEADER) for name in line.split(",")]
    while seen is not None and named and any(seen in network for network in trusted):
        seen = read_address(named.pop())
    return seen


def read_address(text: str) -> Address | None:
    """Return an address as servers write it, maybe with a port; None for anything else."""
    plain = text.strip().strip('"')
    host, _, port = plain.removeprefix("[").rpartition("]:" if plain.startswith("[") else ":")
    for candidate in (plain, plain.strip("[]"), host if port.isdigit() else ""):
        try:
            address = ipaddress.ip_address(candidate)
        except ValueError:
            continue
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return mapped or address
    return None
