"""Mails to editors: one copy each, for a day, under a key that is told once."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.delivery.statuses import Status
from digest.mailing.editor_mail import USEFUL, EditorMail
from digest.mailing.mail_queue import deliver_due
from digest.mailing.notices import needs_attention
from tests.standins.batches import LETTER
from tests.standins.sample import EDITION, NOW
from tests.standins.time import SetClock
from tests.standins.transports import FakeTransport

EDITORS = ("marta@lantern.example", "jonas@lantern.example")


@pytest.fixture
def editors(newsroom: Newsroom) -> EditorMail:
    return EditorMail(EDITORS, newsroom.mail_queue, newsroom.templates, "The Lantern", SetClock(NOW))


def delivered(newsroom: Newsroom) -> FakeTransport:
    transport = FakeTransport()
    deliver_due(newsroom.mail_queue, transport, SetClock(NOW))
    return transport


def test_each_editor_gets_a_copy_once_with_the_digest_in_its_subject(newsroom: Newsroom, editors: EditorMail) -> None:
    notice = needs_attention(EDITION, "the key is refused")
    assert editors.notify("trouble", "needs you", notice)
    assert not editors.notify("trouble", "needs you", notice)
    assert editors.accepted("trouble") == 0
    mails = delivered(newsroom).mails
    assert [mail.to for mail in mails] == list(EDITORS)
    assert {mail.subject for mail in mails} == {"[The Lantern] needs you"}
    for body in (mails[0].text, mails[0].html):
        for words in (f"Edition {EDITION} needs you", "the key is refused", f"digest status {EDITION}"):
            assert words in body
    assert editors.accepted("trouble") == len(EDITORS)


def test_a_letter_is_copied_as_it_is_to_those_who_are_named(newsroom: Newsroom, editors: EditorMail) -> None:
    assert editors.send(["chief@lantern.example"], "proof", LETTER)
    (mail,) = delivered(newsroom).mails
    assert (mail.to, mail.subject, mail.text, mail.html, mail.language) == (
        "chief@lantern.example",
        LETTER.subject,
        LETTER.text,
        LETTER.html,
        "en",
    )


def test_a_mail_is_tried_for_a_day_and_no_longer(newsroom: Newsroom, editors: EditorMail) -> None:
    assert timedelta(hours=24) == USEFUL
    editors.notify("trouble", "needs you", needs_attention(EDITION, "x"))
    taken = newsroom.mail_queue.claim(NOW)
    assert taken
    assert taken.expires_at == NOW + USEFUL


def test_a_newsroom_without_editors_tells_nobody_and_fails_nothing(newsroom: Newsroom) -> None:
    nobody = EditorMail((), newsroom.mail_queue, newsroom.templates, "The Lantern", SetClock(NOW))
    assert not nobody.notify("trouble", "needs you", needs_attention(EDITION, "x"))
    assert newsroom.mail_queue.counts("") == {}


def test_uncertain_mails_count_as_told_and_not_as_accepted(newsroom: Newsroom, editors: EditorMail) -> None:
    editors.notify("trouble", "needs you", needs_attention(EDITION, "x"))
    taken = newsroom.mail_queue.claim(NOW)
    assert taken
    newsroom.mail_queue.finish(taken, Status.UNCERTAIN, "silence")
    assert editors.accepted("trouble") == 0
    assert not editors.notify("trouble", "needs you", needs_attention(EDITION, "x"))
