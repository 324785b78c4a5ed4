"""The real client against the stand-in: every way an answer can come, or not come."""

import logging
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from digest.delivery.mail import Envelope
from digest.delivery.retry import Verdict
from digest.transports.sendgrid.account import Account
from digest.transports.sendgrid.client import SendGrid
from tests.standins.batches import LETTER, MAIL, batch
from tests.standins.sendgrid import authority
from tests.standins.sendgrid.account import account
from tests.standins.sendgrid.faults import Fault, Plan
from tests.standins.sendgrid.server import KEY, StandIn
from tests.standins.wire import closed_port

Opened = Callable[..., SendGrid]


@pytest.fixture
def opened() -> Iterator[Opened]:
    made: list[SendGrid] = []

    def make(account: Account, sandbox: bool = False, tls: ssl.SSLContext | None = None) -> SendGrid:
        made.append(SendGrid(account, sandbox, tls))
        return made[-1]

    yield make
    for transport in made:
        transport.close()


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


def test_each_reader_gets_one_mail_with_their_own_links(opened: Opened, standin: StandIn) -> None:
    result = opened(account(standin.url)).hand_over(batch())
    assert result.verdict is Verdict.ACCEPTED
    assert result.reason
    assert standin.mailboxes.counts() == {f"reader.{n}@example.org": 1 for n in (1, 2, 3)}
    (mail,) = standin.mailboxes.mails["reader.2@example.org"]
    assert mail.args == {
        "digest_edition": "2026-11-27",
        "digest_batch": "1.1",
        "digest_delivery": "delivery-name-00000002",
    }
    got = mail.expand()
    assert got["To"] == "reader.2@example.org"
    assert got["List-Unsubscribe"] == f"<https://letter.lantern.example/u/{2:039}>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = (part.get_content().replace("\r\n", "\n") for part in got.iter_parts())
    assert f"https://letter.lantern.example/u/{2:039}\n" in text
    assert f'href="https://letter.lantern.example/u/{2:039}"' in html
    assert "~reader~" not in text + html
    assert f"{1:039}" not in text + html


def test_a_letter_comes_from_whom_it_carries(opened: Opened, standin: StandIn) -> None:
    then = Envelope("Then", "then@lantern.example", "desk@lantern.example", "Then", "https://then.example")
    result = opened(account(standin.url)).hand_over(batch(1, replace(LETTER, envelope=then)))
    assert result.verdict is Verdict.ACCEPTED
    ((mail,),) = standin.mailboxes.mails.values()
    got = mail.expand()
    assert got["From"] == "then@lantern.example"
    assert got["List-Unsubscribe"] == f"<https://then.example/u/{1:039}>"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "verdict", "taken"),
    [
        (Fault.NONE, Verdict.ACCEPTED, True),
        (Fault.DELAY, Verdict.ACCEPTED, True),
        (Fault.HANG_BEFORE, Verdict.UNKNOWN, False),
        (Fault.HANG_AFTER, Verdict.UNKNOWN, False),
        (Fault.RESET_AFTER, Verdict.UNKNOWN, False),
        (Fault.LOST, Verdict.UNKNOWN, True),
        (Fault.PARTIAL, Verdict.UNKNOWN, True),
        (Fault.REDIRECT, Verdict.STOP, False),
        (Fault.BAD_GATEWAY, Verdict.UNKNOWN, False),
        (Fault.BAD_GATEWAY_TAKEN, Verdict.UNKNOWN, True),
        (Fault.RATE_LIMIT, Verdict.WAIT, False),
        (Fault.UNAUTHORIZED, Verdict.STOP, False),
        (Fault.NAMED, Verdict.PERMANENT, False),
        (Fault.SERVER_ERROR, Verdict.UNKNOWN, False),
        (Fault.TOO_LARGE, Verdict.PERMANENT, False),
    ],
)
def test_every_fault_is_judged_by_what_it_proves(opened: Opened, fault: Fault, verdict: Verdict, taken: bool) -> None:
    with StandIn(Plan([fault])) as standin:
        transport = opened(account(standin.url))
        result = transport.hand_over(batch())
        assert result.verdict is verdict, result
        assert bool(standin.mailboxes.counts()) is taken
        assert "@" not in result.reason
        assert transport.hand_over(batch(number=2)).verdict is Verdict.ACCEPTED, (
            "the connection serves again after a fault"
        )


def test_a_reset_before_the_body_was_read_is_never_taken_for_an_answer(opened: Opened) -> None:
    with StandIn(Plan([Fault.RESET_BEFORE])) as standin:
        result = opened(account(standin.url)).hand_over(batch(1_000))
        assert result.verdict in {Verdict.REPEAT, Verdict.UNKNOWN}
        assert standin.mailboxes.counts() == {}


def test_a_named_reader_fails_alone(opened: Opened) -> None:
    with StandIn(Plan([Fault.NAMED])) as standin:
        result = opened(account(standin.url)).hand_over(batch(3))
    assert list(result.failed) == [2]
    assert result.failed[2] == "SendGrid answers 400 (Does not contain a valid address.)"


def test_where_nobody_listens_nothing_was_written(opened: Opened) -> None:
    with closed_port() as url:
        result = opened(account(url)).hand_over(batch())
    assert (result.verdict, result.reason) == (Verdict.REPEAT, "SendGrid could not be reached (ConnectionRefusedError)")


def test_each_thread_has_a_connection_of_its_own(opened: Opened, standin: StandIn) -> None:
    transport = opened(account(standin.url))
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda n: transport.hand_over(batch(3, number=n, first=n * 10)), range(1, 13)))
    assert {result.verdict for result in results} == {Verdict.ACCEPTED}
    assert set(standin.mailboxes.counts().values()) == {1}
    assert len(standin.mailboxes.counts()) == 36
    assert 1 <= len(transport._connections) <= 4


def test_two_letters_of_one_edition_and_variant_are_never_mixed_up(opened: Opened, standin: StandIn) -> None:
    transport = opened(account(standin.url))
    transport.hand_over(batch(1))
    transport.hand_over(batch(1, replace(LETTER, subject="Corrected"), number=2, first=2))
    subjects = [mails[0].body["subject"] for mails in standin.mailboxes.mails.values()]
    assert subjects == [LETTER.subject, "Corrected"]


def test_what_breaks_a_rule_never_leaves(opened: Opened, standin: StandIn) -> None:
    transport = opened(account(standin.url))
    for bad in (batch(0), batch(1, replace(LETTER, subject=""))):
        result = transport.hand_over(bad)
        assert result.verdict is Verdict.STOP
        assert "SendGrid takes" in result.reason or "the subject is empty" in result.reason
    for wrong in (replace(MAIL, to="a@b.example,c@d.example"), replace(MAIL, name='x"y')):
        assert transport.send_mail(wrong).verdict is Verdict.PERMANENT
    assert standin.calls == []


def test_what_cannot_be_put_together_never_left_and_is_not_unknown(opened: Opened, standin: StandIn) -> None:
    """An address that is no text is a fault of ours that nothing foresees."""
    broken = batch()
    recipients = [one._replace(address=None) for one in broken.recipients]  # type: ignore[arg-type]
    result = opened(account(standin.url)).hand_over(replace(broken, recipients=recipients))
    assert result.verdict is Verdict.REPEAT
    assert result.reason.startswith("the letter could not be put together (")
    assert standin.mailboxes.counts() == {}


def test_a_wrong_key_stops_and_is_not_shown(opened: Opened, standin: StandIn) -> None:
    result = opened(account(standin.url, "SG.wrong")).hand_over(batch())
    assert result.verdict is Verdict.STOP
    assert "authorization grant is invalid" in result.reason
    assert "SG.wrong" not in result.reason


def test_what_the_provider_suppresses_is_taken_and_dropped(opened: Opened, standin: StandIn) -> None:
    standin.mailboxes.suppressed.add("reader.2@example.org")
    assert opened(account(standin.url)).hand_over(batch()).verdict is Verdict.ACCEPTED
    assert set(standin.mailboxes.counts()) == {"reader.1@example.org", "reader.3@example.org"}
    assert [mail.address for mail in standin.mailboxes.dropped] == ["reader.2@example.org"]


def test_in_the_sandbox_everything_is_checked_and_nothing_sent(opened: Opened, standin: StandIn) -> None:
    assert opened(account(standin.url), sandbox=True).hand_over(batch()).verdict is Verdict.ACCEPTED
    assert standin.mailboxes.counts() == {}


def test_it_speaks_https_to_who_it_knows_alone(opened: Opened, tmp_path: Path) -> None:
    trusted, context = authority.make(tmp_path)
    with StandIn(tls=context) as standin:
        known = opened(account(standin.url), tls=ssl.create_default_context(cafile=str(trusted)))
        assert known.hand_over(batch()).verdict is Verdict.ACCEPTED
        stranger = opened(account(standin.url)).hand_over(batch(number=2))
    assert (stranger.verdict, stranger.reason) == (
        Verdict.REPEAT,
        "SendGrid could not be reached (SSLCertVerificationError)",
    )


def test_debug_logs_hold_neither_key_nor_address(
    opened: Opened, standin: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        opened(account(standin.url)).hand_over(batch())
        opened(account(standin.url, "SG.wrong")).hand_over(batch())
    assert KEY not in caplog.text
    assert "SG.wrong" not in caplog.text
    assert "@" not in caplog.text


def test_a_single_letter_goes_to_one_person_without_a_readers_link(opened: Opened, standin: StandIn) -> None:
    assert opened(account(standin.url)).send_mail(MAIL).verdict is Verdict.ACCEPTED
    (mail,) = standin.mailboxes.mails["desk@lantern.example"]
    assert mail.expand()["Subject"] == MAIL.subject
    assert mail.expand()["List-Unsubscribe"] is None
    assert mail.args == {"digest_delivery": MAIL.name}


def test_a_single_letter_nobody_answers_for_is_unknown(opened: Opened, standin: StandIn) -> None:
    standin.plan = Plan([Fault.LOST], delay_seconds=0)
    assert opened(account(standin.url)).send_mail(MAIL).verdict is Verdict.UNKNOWN
    with closed_port() as url:
        assert opened(account(url)).send_mail(MAIL).verdict is Verdict.REPEAT
