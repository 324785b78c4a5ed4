"""A first reader: an address of the newsroom's own, which signs up as every reader does, but for the form."""

from digest.app.container import Newsroom
from digest.app.reader_mail import queued_reader_mail
from digest.app.services import Services
from digest.errors import DigestError
from subscribers.policy.addresses import BadAddress, normalise
from subscribers.services.signup import SignupRequest, request

SOURCE = "added for a test by the newsroom"
"""What the consent log says of how they came."""


def add_for_a_test(newsroom: Newsroom, address: str) -> None:
    """Mail an address the letter that asks to confirm, by the service that takes the forms, under its limits.

    Nothing tells what became of it. Raises `DigestError`, which does not name it, for what is no address.
    """
    typed = address.strip()
    try:
        normalise(typed)
    except BadAddress as fault:
        raise DigestError(f"that is not taken for an address: {fault}") from None
    settings = newsroom.settings
    asked = SignupRequest(typed, settings.digest.language, SOURCE, "")
    request(newsroom.store, queued_reader_mail(newsroom), asked, newsroom.clock.now(), settings.web.letters_per_hour)
    Services(newsroom).deliver_mail()
