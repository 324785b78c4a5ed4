"""Makes the transport that the settings name: one case for each, which is all that a new one needs here.

A room in `digest/transports/` knows no settings; what it is given instead is put together here.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from digest.app import from_settings
from digest.app.paths import OUTBOX
from digest.ports.delivery import Transport
from digest.settings.model import Settings

if TYPE_CHECKING:
    from digest.transports.null import NullTransport
    from digest.transports.outbox import Outbox
    from digest.transports.sendgrid.account import Account
    from digest.transports.sendgrid.client import SendGrid

Secret = Callable[[str, str], str]
"""Returns the secret of a variable's name, or else of a file; raises `DigestError` when there is none."""
OnClose = Callable[[Callable[[], None]], None]
"""Takes what is to be called when the newsroom is closed."""


def make_transport(settings: Settings, folder: Path, date: datetime, secret: Secret, on_close: OnClose) -> Transport:
    """Make the transport that the settings of the newsroom in `folder` name, for letters dated `date`.

    Raises `DigestError` when a secret it needs is missing.
    """
    match settings.delivery.transport:
        case "outbox":
            return make_outbox(settings, folder, date)
        case "sendgrid":
            return make_sendgrid(settings, secret, on_close)
        case "null":
            return make_null()
        case unknown:
            assert_never(unknown)


def make_outbox(settings: Settings, folder: Path, date: datetime) -> "Outbox":
    """Make the outbox of the newsroom in `folder`, for letters dated `date`."""
    from digest.mime.message import Message
    from digest.mime.transactional import compose
    from digest.transports.outbox import Outbox

    envelope = from_settings.envelope(settings)
    prepare = cache(lambda letter: Message(letter, envelope, date))
    return Outbox(folder / OUTBOX, prepare, lambda mail: compose(mail, envelope, date))


def make_null() -> "NullTransport":
    """Make the transport that keeps nothing."""
    from digest.transports.null import NullTransport

    return NullTransport()


def make_sendgrid(settings: Settings, secret: Secret, on_close: OnClose, sandbox: bool = False) -> "SendGrid":
    """Make the SendGrid transport; with `sandbox` SendGrid checks everything and sends nothing."""
    from digest.transports.sendgrid.client import SendGrid

    transport = SendGrid(sendgrid_account(settings, secret), sandbox)
    on_close(transport.close)
    return transport


def sendgrid_account(settings: Settings, secret: Secret) -> "Account":
    """Return the account at SendGrid; raises `DigestError` when there is no key."""
    from digest.transports.sendgrid.account import Account

    sender, there = settings.sender, settings.sendgrid
    return Account(
        api_key=secret("SENDGRID_API_KEY", there.api_key_file),
        host=there.host,
        sender_name=sender.name,
        sender_address=sender.address,
        reply_to=sender.reply_to,
        base_url=settings.digest.base_url,
        timeout_seconds=there.timeout_seconds,
    )
