"""Whoever may have had an edition gets no second copy as a welcome letter: restored, moved, with a journal that is lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.app.services import Services
from digest.app.upkeep import Upkeep
from digest.delivery.statuses import Resolution
from digest.delivery.welcome import WelcomeKind
from digest.errors import EditionPaused
from digest.subscribers_gateway.newcomers import GatewayNewcomers
from subscribers.services.confirmation import confirm
from subscribers.services.signup import request_move
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.backups import backup, restore
from tests.standins.forms import SentMail, join
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Interposed, send_edition
from tests.standins.transports import FakeTransport
from tests.standins.welcomes import NOON, rows, send_to_readers, sender, welcome

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def copies(transport: FakeTransport, address: str) -> int:
    """Return how many copies of the edition an address got."""
    got = [post for post in transport.posted if post.recipient.address == address]
    return [post.letter.edition for post in got].count(EDITION)


def test_who_left_and_comes_back_after_a_restore_has_had_it(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old, transport = backup(newsroom), FakeTransport()
    send_to_readers(newsroom, transport)
    unsubscribe(newsroom.store, readers["anna"], "x", NOW + HOUR)
    restore(newsroom, old)
    with SampleNewsroom(folder, {}) as again:
        with pytest.raises(EditionPaused):
            send_edition(again, transport, batch_size=1_000)
        again.settlements.decide(EDITION, Resolution.ACCEPTED, "Vera", "SendGrid says so", NOW + 2 * HOUR)
        Services(again).edition_control().resume(EDITION)
        send_edition(again, transport, batch_size=1_000)
        GatewayNewcomers(again.store).forget(NOW)
        join(again.store, "anna@example.org", NOON + DAY)
        welcome(again, transport, NOON + DAY)
    assert copies(transport, "anna@example.org") == 1


@pytest.mark.slow
def test_a_mailbox_that_its_reader_moved_away_from_has_had_it(newsroom: Newsroom, readers: dict[str, int]) -> None:
    transport, mail = FakeTransport(), SentMail()
    send_to_readers(newsroom, transport)
    request_move(newsroom.store, mail, readers["anna"], "anna.new@example.org", NOW + HOUR, 1_000)
    confirm(newsroom.store, mail.tokens[-1], NOW + HOUR)
    join(newsroom.store, "anna@example.org", NOON + DAY)
    welcome(newsroom, transport, NOON + DAY)
    assert copies(transport, "anna@example.org") == 1


@pytest.mark.parametrize("planned", [False, True])
def test_with_a_new_journal_nobody_is_welcomed_whom_the_lost_one_may_have_known(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], planned: bool
) -> None:
    assert readers
    send_to_readers(newsroom)
    join(newsroom.store, "dora@example.org", NOON)
    transport = FakeTransport()
    if planned:
        sender(newsroom, transport)._plan_all()
    old = backup(newsroom)
    welcome(newsroom, transport)
    restore(newsroom, old)
    (folder / JOURNAL).unlink()
    with SampleNewsroom(folder, {}) as again:
        Upkeep(again).begin_new_journal("the disk with it died")
        welcome(again, transport, NOON + MINUTE)
    assert copies(transport, "dora@example.org") == 1


@pytest.mark.parametrize("kind", [WelcomeKind.LATEST, WelcomeKind.WORDS])
def test_who_leaves_while_their_letter_is_made_gets_none(
    newsroom: Newsroom, readers: dict[str, int], kind: WelcomeKind
) -> None:
    assert readers
    send_to_readers(newsroom)
    dora, transport = join(newsroom.store, "dora@example.org", NOON), FakeTransport()
    own = sender(newsroom, transport, kind=kind)

    def leave(*_: object) -> None:
        unsubscribe(newsroom.store, dora, "the link in a letter", NOON)

    def slow_words() -> object:
        leave()
        return own.open_words()

    ports = {"revisions": Interposed(own.revisions, "before", "latest", leave)}
    sender(
        newsroom, transport, kind=kind, **(ports if kind is WelcomeKind.LATEST else {"open_words": slow_words})
    ).welcome()
    assert transport.posted == []
    assert [(reader, state, reason) for _, reader, state, reason in rows(newsroom)] == [
        (dora, "excluded", "unsubscribed")
    ]
