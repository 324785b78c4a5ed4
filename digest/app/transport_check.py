"""Whether mail can be handed over: the transport by itself, whatever is wrong with any edition."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import assert_never

from digest.app.transports import Secret, sendgrid_account
from digest.errors import DigestError
from digest.operating.doctor import InOrder, Mild
from digest.settings.model import Settings
from digest.storage.disk import unwritable


@dataclass(frozen=True, slots=True)
class TransportCheck:
    """How it is; and what the clock at its end shows, if that was said."""

    finding: str | InOrder | Mild
    date: datetime | None = None


def transport_check(settings: Settings, outbox: Path, secret: Secret) -> Callable[[], TransportCheck]:
    """Return what looks at the transport that the settings name, once, however often it is asked."""

    @cache
    def look() -> TransportCheck:
        try:
            return _look(settings, outbox, secret)
        except DigestError as error:
            return TransportCheck(str(error))

    return look


def _look(settings: Settings, outbox: Path, secret: Secret) -> TransportCheck:
    match settings.delivery.transport:
        case "outbox":
            if refused := unwritable([outbox]):
                return TransportCheck(
                    f"letters are written to {outbox}, and {refused[0]} may not be written; see whose it is"
                )
            return TransportCheck(InOrder(f"letters are written to {outbox}, and mailed to nobody"))
        case "sendgrid":
            from digest.transports.sendgrid.key_check import check_key

            account = sendgrid_account(settings, secret)
            answer = check_key(account)
            return TransportCheck(answer.fault or InOrder(f"{account.host} says that this key may send"), answer.date)
        case "null":
            return TransportCheck(
                Mild("letters go nowhere, for they are only rehearsed; set `transport` in [delivery] to send them")
            )
        case unknown:
            assert_never(unknown)
