"""The welcome letters of one newsroom, joined: who has just confirmed, the log, the words of thanks, the transport."""

from functools import cache

from digest.app.container import Newsroom
from digest.delivery.welcome import WelcomeKind
from digest.mailing.welcome_words import WelcomeWords
from digest.ports.delivery import Transport
from digest.sending.welcome_letters import WelcomeSender
from digest.storage.welcomes import SqlWelcomes
from digest.subscribers_gateway.newcomers import GatewayNewcomers


def stored_welcomes(newsroom: Newsroom) -> SqlWelcomes:
    """Return the welcome letters as they are stored."""
    return SqlWelcomes(newsroom.engine, GatewayNewcomers(newsroom.store).take, newsroom.store.journal)


def welcome_sender(newsroom: Newsroom) -> WelcomeSender:
    """Return what hands the welcome letters over; transport and words are made when there is somebody to welcome."""

    def open_transport() -> Transport:
        return newsroom.transport(newsroom.clock.now())

    @cache
    def open_words() -> WelcomeWords:
        return WelcomeWords(newsroom.templates, newsroom.publication, newsroom.envelope)

    return WelcomeSender(
        kind=WelcomeKind(newsroom.settings.readers.welcome),
        newcomers=GatewayNewcomers(newsroom.store),
        welcomes=stored_welcomes(newsroom),
        subscribers=newsroom.subscribers,
        reports=newsroom.reports,
        revisions=newsroom.revisions,
        open_words=open_words,
        open_transport=open_transport,
        plan=newsroom.settings.schedule.plan,
        clock=newsroom.clock,
    )
