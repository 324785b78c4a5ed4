"""An account at the stand-in."""

from digest.transports.sendgrid.account import Account
from tests.standins.sendgrid.server import KEY


def account(host: str, key: str = KEY, timeout_seconds: float = 1.0) -> Account:
    """Return the account of The Lantern at `host`."""
    return Account(
        key,
        host,
        "The Lantern",
        "friday@lantern.example",
        "editors@lantern.example",
        "https://letter.lantern.example",
        timeout_seconds,
    )
