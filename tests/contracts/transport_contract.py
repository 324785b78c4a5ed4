"""What the port `Transport` promises, as test classes: a new transport, and every fake, is put through them.

Subclass the one that fits and give it a fixture `rig`: the transport, and a look at what people got from it.
`TransportContract` is for all, `LettersContract` for those that keep letters, `EmailContract` for those whose letters
are e-mails, `SameAgainContract` for those that a batch may be handed over to again.
"""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from email.message import EmailMessage
from itertools import count
from typing import Protocol

import pytest

from digest.delivery.batch import Batch
from digest.delivery.mail import Letter
from digest.delivery.retry import TransportResult, Verdict
from digest.letter.slots import SLOT
from digest.ports.delivery import Transport
from tests.standins.batches import LETTER, MAIL, batch

NOT_TAKEN = frozenset({Verdict.PERMANENT, Verdict.STOP, Verdict.WAIT, Verdict.REPEAT})
"""After these nobody has the letter, or, where the same delivery replaces itself, it makes no difference."""

BASE_URL = "https://letter.lantern.example"


@dataclass(frozen=True, slots=True)
class Received:
    """One letter that somebody has; `raw` is everything of it that they can see, `mail` the e-mail if it is one."""

    to: str
    delivery: str
    subject: str
    text: str
    html: str
    raw: str
    mail: EmailMessage | None = None


def received_mail(mail: EmailMessage, delivery: str) -> Received:
    """Return an e-mail as somebody sees it."""
    bodies = {
        part.get_content_type(): str(part.get_content()).replace("\r\n", "\n")
        for part in mail.walk()
        if not part.is_multipart()
    }
    text, html = bodies.get("text/plain", ""), bodies.get("text/html", "")
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    return Received(str(mail["To"]), delivery, str(mail["Subject"]), text, html, f"{headers}\n{text}\n{html}", mail)


class Rig(Protocol):
    """A transport, what people got from it, and ways to make the next hand-over go wrong."""

    @property
    def transport(self) -> Transport:
        """The transport under test."""
        ...

    def received(self) -> Sequence[Received]:
        """Return every letter that anybody has, in any order; empty for a transport that keeps none."""
        ...

    def troubles(self) -> Sequence[AbstractContextManager[object]]:
        """Return contexts in which a hand-over goes wrong, or may."""
        ...


def check_result(found: Batch, result: TransportResult) -> None:
    """Check what must be true of every answer."""
    assert result.failed.keys() <= {recipient.reader for recipient in found.recipients}, "it names strangers"
    assert not any("@" in reason for reason in (result.reason, *result.failed.values())), "it shows an address"
    assert result.verdict is Verdict.ACCEPTED or result.reason, "it does not say why"
    assert result.wait_until is None or result.wait_until.tzinfo, "its time is in no zone"
    assert not result.failed or result.verdict is Verdict.PERMANENT, "some fail and the rest does not go again"


class TransportContract:
    """For every transport."""

    @pytest.fixture
    def rig(self) -> Rig:
        raise NotImplementedError("give the contract a transport")

    def test_a_sound_batch_is_accepted(self, rig: Rig) -> None:
        for found in (batch(1), batch(3, number=2, first=10), batch(1, replace(LETTER, html=""), number=3, first=20)):
            result = rig.transport.hand_over(found)
            assert result.verdict is Verdict.ACCEPTED, result
            check_result(found, result)

    def test_a_single_mail_is_accepted(self, rig: Rig) -> None:
        assert rig.transport.send_mail(MAIL).verdict is Verdict.ACCEPTED

    def test_several_threads_hand_over_at_once(self, rig: Rig) -> None:
        batches = [batch(3, number=n, first=n * 10) for n in range(1, 17)]
        with ThreadPoolExecutor(4) as threads:
            results = list(threads.map(rig.transport.hand_over, batches))
        assert {result.verdict for result in results} == {Verdict.ACCEPTED}

    def test_in_trouble_an_answer_still_names_nobody_but_readers_of_the_batch(self, rig: Rig) -> None:
        troubles = rig.troubles()
        assert troubles, "nothing goes wrong here"
        for number, trouble in zip(count(1), troubles, strict=False):
            found = batch(3, number=number, first=number * 10)
            with trouble:
                result = _hand_over(rig, found)
            if result:
                check_result(found, result)


class LettersContract(TransportContract):
    """For transports that keep letters, or bring them to somebody who does."""

    def test_accepted_means_that_every_recipient_has_exactly_one_letter(self, rig: Rig) -> None:
        found = batch(25)
        assert rig.transport.hand_over(found).verdict is Verdict.ACCEPTED
        got = rig.received()
        assert sorted((letter.to, letter.delivery) for letter in got) == sorted(
            (recipient.address, recipient.delivery) for recipient in found.recipients
        )

    def test_nobody_is_shown_anothers_address_name_or_token(self, rig: Rig) -> None:
        found = batch(12)
        rig.transport.hand_over(found)
        for letter in received(rig, 12):
            (own,) = (recipient for recipient in found.recipients if recipient.address == letter.to)
            for other in set(found.recipients) - {own}:
                for word in (other.address, other.delivery, other.token):
                    assert word not in letter.raw

    def test_each_reader_has_their_own_links_and_no_slot_is_left(self, rig: Rig) -> None:
        found = batch(3)
        rig.transport.hand_over(found)
        tokens = {recipient.address: recipient.token for recipient in found.recipients}
        for letter in received(rig, 3):
            assert SLOT not in letter.raw
            for body, whole in ((letter.text, LETTER.text), (letter.html, LETTER.html)):
                assert body.rstrip() == whole.replace(SLOT, tokens[letter.to]).rstrip()
            assert letter.subject == LETTER.subject

    def test_readers_who_want_plain_text_have_no_html(self, rig: Rig) -> None:
        rig.transport.hand_over(batch(1, replace(LETTER, html="")))
        (letter,) = rig.received()
        assert (letter.html, letter.subject) == ("", LETTER.subject)

    def test_each_batch_has_the_letter_it_was_given_though_all_else_is_the_same(self, rig: Rig) -> None:
        rig.transport.hand_over(batch(1))
        rig.transport.hand_over(batch(1, replace(LETTER, subject="Corrected’s"), number=2, first=2))
        subjects = {letter.to: letter.subject for letter in rig.received()}
        assert subjects == {"reader.1@example.org": LETTER.subject, "reader.2@example.org": "Corrected’s"}

    def test_what_several_threads_hand_over_arrives_once_each(self, rig: Rig) -> None:
        batches = [batch(3, number=n, first=n * 10) for n in range(1, 17)]
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(rig.transport.hand_over, batches))
        wanted = Counter(recipient.address for found in batches for recipient in found.recipients)
        assert Counter(letter.to for letter in rig.received()) == wanted

    def test_in_trouble_nobody_has_two_and_what_was_not_taken_may_go_again(self, rig: Rig) -> None:
        for number, trouble in zip(count(1), rig.troubles(), strict=False):
            found = batch(3, number=number, first=number * 10)
            with trouble:
                result = _hand_over(rig, found)
            if result and result.verdict in NOT_TAKEN:
                assert rig.transport.hand_over(found).verdict is Verdict.ACCEPTED
                assert _letters_of(rig, found) == [1, 1, 1], result
            elif result and result.verdict is Verdict.ACCEPTED:
                assert _letters_of(rig, found) == [1, 1, 1], result
            else:
                assert set(_letters_of(rig, found)) <= {0, 1}, result

    def test_a_single_mail_arrives_once_at_one_person(self, rig: Rig) -> None:
        rig.transport.send_mail(MAIL)
        (letter,) = rig.received()
        assert (letter.to, letter.delivery, letter.subject) == (MAIL.to, MAIL.name, MAIL.subject)
        assert (letter.text.rstrip(), letter.html.rstrip()) == (MAIL.text.rstrip(), MAIL.html.rstrip())


class EmailContract(LettersContract):
    """For transports whose letters are e-mails when they arrive."""

    unwritable: Letter = replace(LETTER, subject="no\x00subject")
    """A letter that the transport cannot make an e-mail of."""

    def test_readers_can_leave_with_one_click(self, rig: Rig) -> None:
        found = batch(2)
        rig.transport.hand_over(found)
        tokens = {recipient.address: recipient.token for recipient in found.recipients}
        for letter in received(rig, 2):
            assert letter.mail is not None
            assert letter.mail["List-Unsubscribe"] == f"<{BASE_URL}/u/{tokens[letter.to]}>"
            assert letter.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_a_letter_that_cannot_be_written_is_known_not_to_have_left(self, rig: Rig) -> None:
        found = batch(2, self.unwritable)
        result = rig.transport.hand_over(found)
        check_result(found, result)
        assert result.verdict is Verdict.STOP
        mail_result = rig.transport.send_mail(replace(MAIL, to="a@b.example,c@d.example"))
        assert mail_result.verdict is Verdict.PERMANENT
        assert mail_result.reason
        assert "@" not in mail_result.reason
        assert rig.received() == []

    def test_a_single_mail_is_no_bulk_mail(self, rig: Rig) -> None:
        rig.transport.send_mail(MAIL)
        (letter,) = rig.received()
        assert letter.mail is not None
        assert not {"list-unsubscribe", "list-unsubscribe-post", "list-id"} & {name.lower() for name in letter.mail}

    def test_it_comes_from_the_newsroom_to_one_person(self, rig: Rig) -> None:
        rig.transport.hand_over(batch(2))
        for letter in received(rig, 2):
            assert letter.mail is not None
            assert letter.mail.get_all("To") == [letter.to]
            assert "friday@lantern.example" in str(letter.mail["From"])
            assert not {"cc", "bcc"} & {name.lower() for name in letter.mail}


class SameAgainContract(LettersContract):
    """For transports where the same delivery replaces itself, so that a batch may be handed over again."""

    def test_the_same_batch_again_leaves_one_letter_per_delivery(self, rig: Rig) -> None:
        found = batch(3)
        for _ in range(3):
            assert rig.transport.hand_over(found).verdict is Verdict.ACCEPTED
        assert sorted(letter.delivery for letter in rig.received()) == [
            recipient.delivery for recipient in found.recipients
        ]

    def test_the_same_mail_again_leaves_one_letter(self, rig: Rig) -> None:
        for _ in range(2):
            rig.transport.send_mail(MAIL)
        assert len(rig.received()) == 1


def received(rig: Rig, number: int) -> Sequence[Received]:
    """Return the letters that arrived, which must be so many: of none, anything could be said."""
    found = rig.received()
    assert len(found) == number
    return found


def _hand_over(rig: Rig, found: Batch) -> TransportResult | None:
    """Hand a batch over; None for an exception, which says that nobody knows."""
    try:
        return rig.transport.hand_over(found)
    except Exception:  # noqa: BLE001 - whatever it is, the port allows it
        return None


def _letters_of(rig: Rig, found: Batch) -> list[int]:
    counts = Counter(letter.to for letter in rig.received())
    return [counts[recipient.address] for recipient in found.recipients]
