"""Whether a key may send is asked of SendGrid by a call that sends nothing."""

import socket
from datetime import UTC, datetime, timedelta

import pytest

from digest.transports.sendgrid.account import Account
from digest.transports.sendgrid.key_check import check_key
from tests.standins.sendgrid.server import KEY, StandIn


def account(host: str, key: str = KEY) -> Account:
    return Account(key, host, "The Lantern", "digest@lantern.example", "", "https://letter.lantern.example", 2.0)


def test_a_key_that_may_send_is_fine_and_the_clock_of_the_other_side_is_known() -> None:
    with StandIn() as standin:
        found = check_key(account(standin.url))
        assert standin.calls == [], "nothing was posted"
        assert standin.mailboxes.counts() == {}
    assert found.fault == ""
    assert found.date
    assert abs(found.date - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_key_that_is_refused_or_may_not_send_is_told_without_the_key() -> None:
    with StandIn() as standin:
        refused = check_key(account(standin.url, "SG.wrong"))
        standin.scopes = ["alerts.read"]
        narrow = check_key(account(standin.url))
    assert refused.fault == "SendGrid refuses the API key (401); make a new one there, and set SENDGRID_API_KEY"
    assert narrow.fault == "the API key may not send; give it the scope `mail.send` (Mail Send) at SendGrid"


@pytest.mark.slow
@pytest.mark.parametrize("closes", [True, False])
def test_nobody_at_the_other_end_is_told_in_words(*, closes: bool) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        if not closes:
            listening.listen()
        found = check_key(account(f"http://127.0.0.1:{port}"))
    assert ("could not be reached" in found.fault) is closes
    assert ("did not answer" in found.fault) is not closes
    assert found.date is None
