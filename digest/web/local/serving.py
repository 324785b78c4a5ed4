"""Whether the newsroom's pages are answered on this machine: one short question to its own port."""

import http.client
from urllib.parse import urlsplit

_SECONDS = 0.5


def is_serving(url: str) -> bool:
    """Return whether `digest serve` answers at `url`; whatever else listens there does not count."""
    there = urlsplit(url)
    connection = http.client.HTTPConnection(there.hostname or "", there.port or 80, timeout=_SECONDS)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().read(10) == b"ok\n"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
