"""The real client against the stand-in: every way an answer can come, or not come."""

import json
import logging
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.delivery.batch import Batch, Recipient
from digest.delivery.mail import Letter, TransactionalMail
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.variant import Variant
from digest.transports.sendgrid.client import Account, SendGrid, classify_response, message
from tests.standins.letters import letter
from tests.standins.sendgrid import authority, rules
from tests.standins.sendgrid.faults import Fault, Plan
from tests.standins.sendgrid.server import KEY, StandIn

LETTER = letter()


def readers(count: int = 3) -> list[Recipient]:
    return [Recipient(n, f"reader.{n}@example.org", f"delivery-name-{n:08}", f"{n:039}") for n in range(1, count + 1)]


def account(host: str, key: str = KEY, timeout_seconds: float = 1.0) -> Account:
    return Account(
        key,
        host,
        "The Lantern",
        "friday@lantern.example",
        "editors@lantern.example",
        "https://letter.lantern.example",
        timeout_seconds,
    )


def batch(count: int = 3, found: Letter = LETTER, number: int = 1) -> Batch:
    return Batch("2026-11-27", number, 1, found, readers(count))


OPENED: list[SendGrid] = []


def opened(account: Account, sandbox: bool = False, tls: ssl.SSLContext | None = None) -> SendGrid:
    OPENED.append(SendGrid(account, sandbox, tls))
    return OPENED[-1]


@pytest.fixture(autouse=True)
def hang_up() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


def test_each_reader_gets_one_mail_with_their_own_links(standin: StandIn) -> None:
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
    assert f'href="https://letter.lantern.example/p/{2:039}"' in html
    assert "~reader~" not in text + html
    assert f"{1:039}" not in text + html


def test_nothing_is_tracked_and_text_comes_before_html() -> None:
    body = message(LETTER, account("https://api.sendgrid.com"), sandbox=False)
    assert {name: setting["enable"] for name, setting in body["tracking_settings"].items()} == dict.fromkeys(
        ("click_tracking", "open_tracking", "subscription_tracking", "ganalytics"), False
    )
    assert [part["type"] for part in body["content"]] == ["text/plain", "text/html"]
    assert all(any(ord(character) > 255 for character in part["value"]) for part in body["content"])
    assert "asm" not in body
    assert "categories" not in body


@pytest.mark.parametrize("count", [1, 1_000])
def test_a_body_keeps_all_rules_and_the_official_file(count: int) -> None:
    body = json.loads(opened(account("https://api.sendgrid.com"))._body(batch(count, letter(Variant("ru")))))
    assert rules.faults(body) == []
    assert len(body["personalizations"]) == count
    assert all(len(entry["to"]) == 1 for entry in body["personalizations"])


def test_a_reader_costs_little_on_the_wire() -> None:
    transport = opened(account("https://api.sendgrid.com"))
    assert (len(transport._body(batch(1_000))) - len(transport._body(batch(1)))) / 999 <= 350


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
def test_every_fault_is_sorted_by_what_it_proves(fault: Fault, verdict: Verdict, taken: bool) -> None:
    with StandIn(Plan([fault])) as standin:
        transport = opened(account(standin.url))
        result = transport.hand_over(batch())
        assert result.verdict is verdict, result
        assert bool(standin.mailboxes.counts()) is taken
        assert "@" not in result.reason
        assert transport.hand_over(batch(number=2)).verdict is Verdict.ACCEPTED, (
            "the connection serves again after a fault"
        )


def test_a_reset_before_the_body_was_read_is_never_taken_for_an_answer() -> None:
    with StandIn(Plan([Fault.RESET_BEFORE])) as standin:
        result = opened(account(standin.url)).hand_over(batch(1_000))
        assert result.verdict in {Verdict.REPEAT, Verdict.UNKNOWN}
        assert standin.mailboxes.counts() == {}


def test_a_named_reader_fails_alone() -> None:
    with StandIn(Plan([Fault.NAMED])) as standin:
        result = opened(account(standin.url)).hand_over(batch(3))
    assert list(result.failed) == [2]
    assert result.failed[2] == "SendGrid answers 400 (Does not contain a valid address.)"


def test_a_closed_port_was_never_written_to() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    result = opened(account(url)).hand_over(batch())
    assert (result.verdict, result.reason) == (Verdict.REPEAT, "SendGrid could not be reached (ConnectionRefusedError)")


def test_a_connection_closed_while_idle_is_opened_anew(standin: StandIn) -> None:
    transport = opened(account(standin.url))
    assert transport.hand_over(batch()).verdict is Verdict.ACCEPTED
    line = transport._threads.client._line
    first = line._connection
    first.sock.shutdown(socket.SHUT_RDWR)
    assert transport.hand_over(batch(number=2)).verdict is Verdict.ACCEPTED
    assert line._connection is not first


def test_a_wrong_key_stops_and_is_not_shown(standin: StandIn) -> None:
    result = opened(account(standin.url, "SG.wrong")).hand_over(batch())
    assert result.verdict is Verdict.STOP
    assert "authorization grant is invalid" in result.reason
    assert "SG.wrong" not in result.reason


def test_what_the_provider_suppresses_is_taken_and_dropped(standin: StandIn) -> None:
    standin.mailboxes.suppressed.add("reader.2@example.org")
    assert opened(account(standin.url)).hand_over(batch()).verdict is Verdict.ACCEPTED
    assert set(standin.mailboxes.counts()) == {"reader.1@example.org", "reader.3@example.org"}
    assert [mail.address for mail in standin.mailboxes.dropped] == ["reader.2@example.org"]


def test_in_the_sandbox_everything_is_checked_and_nothing_sent(standin: StandIn) -> None:
    assert opened(account(standin.url), sandbox=True).hand_over(batch()).verdict is Verdict.ACCEPTED
    assert standin.mailboxes.counts() == {}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (Batch("2026-11-27", 1, 1, LETTER, []), "a batch has 0 readers"),
        (batch(1_001), "a batch has 1001 readers"),
        (Batch("2026-11-27", 1, 1, LETTER, [*readers(1), *readers(1)]), "an address stands twice"),
        (
            Batch("2026-11-27", 1, 1, LETTER, [Recipient(1, 'a"b@example.org', "x" * 22, "y" * 39)]),
            "a form that must not leave",
        ),
        (
            Batch("2026-11-27", 1, 1, LETTER, [Recipient(1, "a@example.org", "x" * 22, 'y"},{')]),
            "a form that must not leave",
        ),
        (
            batch(1, Letter("2026-11-27", Variant("en"), "ltr", "S", "", "h\u2019", "t", ())),
            "no character beyond Latin-1",
        ),
        (
            batch(1, Letter("2026-11-27", Variant("en"), "ltr", "S", "", "h\u2019", "t\u2019 ~reader~", ())),
            "outside of the readers' links",
        ),
        (
            batch(1, Letter("2026-11-27", Variant("en"), "ltr", "~reader~", "", "h\u2019", "t\u2019", ())),
            "the subject is empty or holds",
        ),
    ],
)
def test_a_body_that_breaks_a_rule_never_leaves(standin: StandIn, bad: Batch, words: str) -> None:
    result = opened(account(standin.url)).hand_over(bad)
    assert result.verdict is Verdict.STOP
    assert words in result.reason
    assert standin.calls == []
    assert "@" not in result.reason


def test_it_speaks_https_to_who_it_knows_alone(tmp_path: Path) -> None:
    trusted, context = authority.make(tmp_path)
    with StandIn(tls=context) as standin:
        known = opened(account(standin.url), tls=ssl.create_default_context(cafile=str(trusted)))
        assert known.hand_over(batch()).verdict is Verdict.ACCEPTED
        stranger = opened(account(standin.url)).hand_over(batch(number=2))
    assert (stranger.verdict, stranger.reason) == (
        Verdict.REPEAT,
        "SendGrid could not be reached (SSLCertVerificationError)",
    )


def test_debug_logs_hold_neither_key_nor_address(standin: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        opened(account(standin.url)).hand_over(batch())
        opened(account(standin.url, "SG.wrong")).hand_over(batch())
    said = caplog.text
    assert KEY not in said
    assert "SG.wrong" not in said
    assert "@" not in said


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (202, {"x-message-id": "abc"}, b"", TransportResult(Verdict.ACCEPTED, "abc")),
        (200, {}, b"{}", TransportResult(Verdict.UNKNOWN, "SendGrid answers 200")),
        (
            429,
            {"X-RateLimit-Reset": "1795755600"},
            b"",
            TransportResult(Verdict.WAIT, "SendGrid answers 429", datetime(2026, 11, 27, 5, 0, tzinfo=UTC)),
        ),
        (
            400,
            {},
            b'{"errors":[{"message":"bad a@b.example"}]}',
            TransportResult(Verdict.PERMANENT, "SendGrid answers 400 (bad <address>)"),
        ),
        (
            400,
            {},
            b'{"errors":[{"field":"personalizations.99.to"}]}',
            TransportResult(Verdict.PERMANENT, "SendGrid answers 400"),
        ),
        (503, {}, b"<html>", TransportResult(Verdict.UNKNOWN, "SendGrid answers 503")),
        (400, {}, b"[1]", TransportResult(Verdict.PERMANENT, "SendGrid answers 400")),
        (400, {}, b'{"errors":"x"}', TransportResult(Verdict.PERMANENT, "SendGrid answers 400")),
    ],
)
def test_answers_of_every_shape(status: int, headers: dict[str, str], body: bytes, expected: TransportResult) -> None:
    assert classify_response(status, headers, body, batch().recipients) == expected


def test_a_rate_limit_without_a_time_waits_a_minute() -> None:
    for reset in ("", "soon", "9" * 40):
        until = classify_response(429, {"X-RateLimit-Reset": reset}, b"", batch().recipients).wait_until
        assert until is not None
        assert timedelta(seconds=50) < until - datetime.now(UTC) < timedelta(seconds=70)


SINGLE = TransactionalMail(
    "desk@lantern.example",
    "[PROOF] Ein Fall für’s Archiv",
    "Text’s\n",
    "<p>Text’s</p>",
    "en",
    "letter-abcdefghijklmnopqrstuv",
)


def test_a_single_letter_goes_to_one_person_without_a_readers_link(standin: StandIn) -> None:
    assert opened(account(standin.url)).send_mail(SINGLE).verdict is Verdict.ACCEPTED
    (mail,) = standin.mailboxes.mails["desk@lantern.example"]
    assert mail.expand()["Subject"] == SINGLE.subject
    assert mail.expand()["List-Unsubscribe"] is None
    assert mail.args == {"digest_delivery": SINGLE.name}


def test_a_single_letter_to_what_is_no_address_never_leaves(standin: StandIn) -> None:
    transport = opened(account(standin.url))
    for wrong in (replace(SINGLE, to="a@b.example,c@d.example"), replace(SINGLE, to=""), replace(SINGLE, name='x"y')):
        assert transport.send_mail(wrong).verdict is Verdict.PERMANENT
    assert standin.mailboxes.counts() == {}


def test_a_single_letter_nobody_answers_for_is_unknown(standin: StandIn) -> None:
    standin.plan = Plan([Fault.LOST], delay_seconds=0)
    assert opened(account(standin.url)).send_mail(SINGLE).verdict is Verdict.UNKNOWN
    assert opened(account("http://127.0.0.1:9")).send_mail(SINGLE).verdict is Verdict.REPEAT
