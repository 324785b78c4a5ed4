"""An edition is amended while it goes out and after: mail stays what it was, the web and newcomers get the new words."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.transports import make_outbox
from digest.app.web import application
from digest.delivery.batch import Batch
from digest.delivery.mail import TransactionalMail
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import EditionState
from digest.errors import EditionPaused
from digest.ports.delivery import Transport
from digest.subscribers_gateway.newcomers import GatewayNewcomers
from tests.standins.amending import NOTE, RIGHT, SATURDAY, WRONG, amend, mend
from tests.standins.backups import backup, restore
from tests.standins.client import Client
from tests.standins.forms import join
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import send_edition
from tests.standins.welcomes import welcome

PAGE, FEED = f"/editions/{EDITION}", "/editions/feed.atom"


class FirstBatchAlone:
    """A transport that takes one batch and then refuses everything."""

    repeats = True

    def __init__(self, real: Transport) -> None:
        self._real = real

    def hand_over(self, batch: Batch, /) -> TransportResult:
        return self._real.hand_over(batch) if batch.number == 1 else TransportResult(Verdict.STOP, "the key is refused")

    def send_mail(self, mail: TransactionalMail, /) -> TransportResult:
        return self._real.send_mail(mail)


def mailed(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "data/outbox" / EDITION).glob("*.eml")}


def go_on(newsroom: Newsroom) -> dict[str, bytes]:
    """Resume the edition and hand the rest over to the outbox; return all letters there."""
    newsroom.edition_states.transition(EDITION, [EditionState.PAUSED], EditionState.SENDING, "")
    outbox = make_outbox(newsroom.settings, newsroom.folder, NOW)
    assert send_edition(newsroom, outbox).accepted == 3
    return mailed(newsroom.folder)


@pytest.mark.slow
def test_from_the_first_batch_over_an_amendment_to_a_newcomer(
    newsroom: Newsroom, readers: dict[str, int], tmp_path: Path
) -> None:
    with pytest.raises(EditionPaused):
        send_edition(newsroom, FirstBatchAlone(make_outbox(newsroom.settings, newsroom.folder, NOW)))
    newsroom.engine.dispose()
    shutil.copytree(newsroom.folder, tmp_path / "never-amended")
    with SampleNewsroom(tmp_path / "never-amended", {}) as other:
        expected = go_on(other)
    assert len(expected) == len(readers)

    visitor, before = Client(application(newsroom)), backup(newsroom)
    assert WRONG in visitor.get(PAGE).text
    mend(newsroom.folder)
    with SampleNewsroom(newsroom.folder, {}) as editor:
        amend(editor)
    assert go_on(newsroom) == expected, "byte for byte what was mailed to the others"

    shown = visitor.get(PAGE).text
    assert (NOTE in shown, RIGHT in shown, WRONG in shown) == (True, True, False)
    assert NOTE in visitor.get(FEED).text
    assert "<updated>2026-11-28T08:00:00Z</updated>" in visitor.get(FEED).text
    assert RIGHT in visitor.get(f"{PAGE}/uk").text

    GatewayNewcomers(newsroom.store).forget(NOW)
    join(newsroom.store, "dora@example.org", SATURDAY, "ru")
    assert welcome(newsroom, make_outbox(newsroom.settings, newsroom.folder, SATURDAY), SATURDAY) == 1
    (new,) = mailed(newsroom.folder).keys() - expected.keys()
    assert b"until nine" in mailed(newsroom.folder)[new]
    assert mailed(newsroom.folder).items() >= expected.items()

    restore(newsroom, before)
    with SampleNewsroom(newsroom.folder, {}) as older:
        shown = Client(application(older)).get(PAGE).text
        assert (NOTE in shown, WRONG in shown) == (False, True), "a database from before shows what it knows"
        assert amend(older, at=SATURDAY + timedelta(hours=1)).revision.number == 2
