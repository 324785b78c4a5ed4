"""Welcoming whoever has just confirmed: the newsroom's own sender, with a set clock and a transport that remembers."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from digest.app.container import Newsroom
from digest.app.welcome import welcome_sender
from digest.delivery.welcome import WelcomeKind
from digest.ports.delivery import Transport
from digest.sending.welcome_letters import WelcomeSender
from digest.subscribers_gateway.newcomers import GatewayNewcomers
from tests.standins.sample import NOW
from tests.standins.sending import send_edition
from tests.standins.time import SetClock
from tests.standins.transports import FakeTransport

NOON = NOW + timedelta(hours=5)
"""Noon on the Friday on which the sample went out."""


def send_to_readers(newsroom: Newsroom, transport: Transport | None = None) -> None:
    """Send the sample edition to all who are readers already, who are no newcomers any more."""
    send_edition(newsroom, transport or FakeTransport(), batch_size=1_000)
    GatewayNewcomers(newsroom.store).forget(NOW)


def sender(
    newsroom: Newsroom, transport: Transport, at: datetime = NOON, kind: WelcomeKind = WelcomeKind.LATEST, **ports: Any
) -> WelcomeSender:
    """Return what welcomes newcomers, the clock set; `ports` may stand in front of the newsroom's own."""
    own = replace(welcome_sender(newsroom), kind=kind, clock=SetClock(at), open_transport=lambda: transport)
    return replace(own, **ports)


def welcome(
    newsroom: Newsroom, transport: Transport, at: datetime = NOON, kind: WelcomeKind = WelcomeKind.LATEST
) -> int:
    """Welcome whoever has just confirmed, at the instant `at`."""
    return sender(newsroom, transport, at, kind).welcome()


def rows(newsroom: Newsroom) -> list[tuple[str, int, str, str]]:
    """Return the welcome letters: edition, reader, status, reason."""
    with newsroom.engine.connect() as connection:
        wanted = "SELECT edition, reader, state, reason FROM welcome ORDER BY reader, edition"
        return [tuple(row) for row in connection.execute(text(wanted))]
