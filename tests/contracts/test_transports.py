"""Every transport and every fake keeps the contract of the port `Transport`; a liar is caught by it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from digest.delivery.batch import Batch
from digest.delivery.retry import TransportResult, Verdict
from digest.letter.slots import SLOT
from digest.transports.null import NullTransport
from digest.transports.outbox import Outbox
from digest.transports.sendgrid.client import SendGrid
from tests.contracts.transport_contract import (
    EmailContract,
    LettersContract,
    Received,
    Rig,
    SameAgainContract,
    TransportContract,
    check_result,
    received_mail,
)
from tests.standins.batches import EDITION, LETTER, batch
from tests.standins.envelopes import DATE, prepare, write_mail
from tests.standins.sendgrid.account import account
from tests.standins.sendgrid.faults import Fault, Plan
from tests.standins.sendgrid.server import StandIn
from tests.standins.time import Mailbag, SetClock
from tests.standins.transports import UNHEARD, FakeTransport

Trouble = AbstractContextManager[object]


@dataclass
class NullRig:
    """Nothing is kept, and nothing can go wrong."""

    transport: NullTransport = field(default_factory=NullTransport)

    def received(self) -> Sequence[Received]:
        return []

    def troubles(self) -> Sequence[Trouble]:
        return [nullcontext()]


class TestNull(TransportContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return NullRig()


@dataclass
class OutboxRig:
    """The outbox in a folder, whose edition is a file while there is trouble."""

    folder: Path

    def __post_init__(self) -> None:
        self.transport = Outbox(self.folder, prepare, write_mail)

    def received(self) -> Sequence[Received]:
        return [
            received_mail(message_from_bytes(file.read_bytes(), policy=default), file.stem)
            for file in self.folder.glob("*/*.eml")
        ]

    def troubles(self) -> Sequence[Trouble]:
        return [self._no_folder()]

    @contextmanager
    def _no_folder(self) -> Iterator[None]:
        self.folder.mkdir(exist_ok=True)
        (self.folder / EDITION).write_bytes(b"")
        yield
        (self.folder / EDITION).unlink()


class TestOutbox(EmailContract, SameAgainContract):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Rig:
        return OutboxRig(tmp_path / "outbox")


@dataclass
class SendGridRig:
    """The real client at the stand-in, which does to one call what it is told to."""

    transport: SendGrid
    standin: StandIn

    def received(self) -> Sequence[Received]:
        return [received_mail(mail.expand(), mail.args["digest_delivery"]) for mail in self.standin.mailboxes.all()]

    def troubles(self) -> Sequence[Trouble]:
        return [self._fault(fault) for fault in Fault]

    @contextmanager
    def _fault(self, fault: Fault) -> Iterator[None]:
        self.standin.plan = Plan([fault], delay_seconds=0, hang_seconds=0.3)
        yield
        self.standin.plan = Plan()


class TestSendGrid(EmailContract):
    unwritable = replace(LETTER, subject="")

    @pytest.fixture
    def rig(self) -> Iterator[Rig]:
        with StandIn() as standin:
            transport = SendGrid(account(standin.url, timeout_seconds=1.0))
            yield SendGridRig(transport, standin)
            transport.close()


@dataclass
class FakeRig:
    """A fake; its troubles are answers it is told to give."""

    transport: FakeTransport
    answers: list[Callable[[Batch], TransportResult | None]] = field(default_factory=list)

    def received(self) -> Sequence[Received]:
        letters = [
            Received(one.address, one.delivery, letter.subject, text, html, letter.subject + text + html)
            for one, letter in self.transport.posted
            for text, html in [[body.replace(SLOT, one.token) for body in (letter.text, letter.html)]]
        ]
        mails = [
            Received(mail.to, mail.name, mail.subject, mail.text, mail.html, "") for mail in self.transport.mails_taken
        ]
        return letters + mails

    def troubles(self) -> Sequence[Trouble]:
        answers = [TransportResult(verdict, "told so") for verdict in Verdict]
        return [self._says(answer) for answer in answers] + [self._names_one(), self._breaks()]

    @contextmanager
    def _says(self, result: TransportResult) -> Iterator[None]:
        self.answers.append(lambda _batch: result)
        yield

    @contextmanager
    def _names_one(self) -> Iterator[None]:
        self.answers.append(
            lambda batch: TransportResult(Verdict.PERMANENT, "400", failed={batch.recipients[1].reader: "400"})
        )
        yield

    @contextmanager
    def _breaks(self) -> Iterator[None]:
        def breaks(_batch: Batch) -> None:
            raise ConnectionResetError

        self.answers.append(breaks)
        yield


@pytest.fixture(params=[frozenset({Verdict.ACCEPTED}), UNHEARD], ids=["heard", "unheard"])
def fake_rig(request: pytest.FixtureRequest) -> FakeRig:
    answers: list[Callable[[Batch], TransportResult | None]] = []
    transport = FakeTransport(lambda batch: answers.pop(0)(batch) if answers else None, taken=request.param)
    return FakeRig(transport, answers)


class TestFake(LettersContract):
    @pytest.fixture
    def rig(self, fake_rig: FakeRig) -> Rig:
        return fake_rig


@dataclass
class MailbagRig:
    """The fake of the tests in which time is made: it remembers addresses and instants, no letters."""

    transport: Mailbag

    def received(self) -> Sequence[Received]:
        return []

    def troubles(self) -> Sequence[Trouble]:
        return [nullcontext()]


class TestMailbag(TransportContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return MailbagRig(Mailbag(SetClock(DATE)))

    def test_it_remembers_everybody_once(self) -> None:
        bag = Mailbag(SetClock(DATE))
        found = batch(3)
        bag.hand_over(found)
        assert bag.got == [(EDITION, recipient.address, DATE) for recipient in found.recipients]


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        (TransportResult(Verdict.PERMANENT, "400", failed={999: "400"}), "it names strangers"),
        (TransportResult(Verdict.PERMANENT, "bad reader.1@example.org"), "it shows an address"),
        (TransportResult(Verdict.PERMANENT, "400", failed={1: "bad reader.1@example.org"}), "it shows an address"),
        (TransportResult(Verdict.STOP), "it does not say why"),
        (TransportResult(Verdict.WAIT, "429", DATE.replace(tzinfo=None)), "its time is in no zone"),
        (TransportResult(Verdict.STOP, "401", failed={1: "x"}), "the rest does not go again"),
    ],
)
def test_an_answer_that_lies_is_caught(lie: TransportResult, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        check_result(batch(3), lie)


class Doubling(FakeTransport):
    """Posts every batch twice."""

    repeats = False

    def hand_over(self, batch: Batch, /) -> TransportResult:
        super().hand_over(batch)
        return super().hand_over(batch)


class Losing(FakeTransport):
    """Says yes and posts nothing."""

    repeats = False

    def hand_over(self, _batch: Batch, /) -> TransportResult:
        return TransportResult(Verdict.ACCEPTED)


@pytest.mark.parametrize("liar", [Doubling, Losing])
def test_a_transport_that_doubles_or_loses_letters_is_caught(liar: type[FakeTransport]) -> None:
    with pytest.raises(AssertionError):
        LettersContract().test_accepted_means_that_every_recipient_has_exactly_one_letter(FakeRig(liar()))


class ShowingRig(FakeRig):
    """Every letter shows who else has one."""

    def received(self) -> Sequence[Received]:
        everybody = " ".join(letter.to for letter in super().received())
        return [replace(letter, raw=letter.raw + everybody) for letter in super().received()]


def test_a_letter_that_shows_another_reader_is_caught() -> None:
    with pytest.raises(AssertionError):
        LettersContract().test_nobody_is_shown_anothers_address_name_or_token(ShowingRig(FakeTransport()))
