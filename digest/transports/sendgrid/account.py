"""The account at SendGrid that letters are handed over with, as the settings and the environment give it."""

from dataclasses import dataclass, field, replace

from digest.delivery.mail import Envelope

ANSWER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Account:
    """Where and as whom letters are handed over.

    `host` is https, or http on loopback; `base_url`, where readers' links lead, has no slash at its end.
    """

    api_key: str = field(repr=False)
    host: str
    sender_name: str
    sender_address: str
    reply_to: str
    base_url: str
    timeout_seconds: float = ANSWER_SECONDS

    def sending_as(self, envelope: Envelope | None) -> "Account":
        """Return the account with the sender that a letter carries, or as it is for a letter that carries none."""
        if envelope is None:
            return self
        return replace(
            self,
            sender_name=envelope.sender_name,
            sender_address=envelope.sender_address,
            reply_to=envelope.reply_to,
            base_url=envelope.base_url,
        )
