"""Who letters come from: the account's sender, or the one that a letter carries since its edition began."""

from digest.delivery.mail import Envelope
from tests.standins.sendgrid.account import account


def test_a_letter_that_carries_a_sender_comes_from_that_one() -> None:
    now = account("https://api.sendgrid.com")
    assert now.sending_as(None) is now
    then = now.sending_as(Envelope("Then", "then@lantern.example", "", "Then", "https://then.example"))
    assert (then.sender_name, then.sender_address, then.reply_to) == ("Then", "then@lantern.example", "")
    assert (then.base_url, then.api_key, then.host) == ("https://then.example", now.api_key, now.host)
