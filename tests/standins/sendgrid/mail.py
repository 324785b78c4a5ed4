"""What a reader would get: each personalization expanded into a mail, and a mailbox per reader."""

import threading
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it was taken: to whom, by which call, with what of its own; the body is shared by all of a call."""

    address: str
    message_id: str
    args: dict[str, str]
    personal: dict[str, Any]
    body: dict[str, Any] = field(repr=False)

    def expand(self) -> EmailMessage:
        """Make the MIME message that SendGrid would make."""
        message = EmailMessage(policy=SMTP)
        message["From"] = self.body["from"]["email"]
        message["To"] = self.address
        message["Subject"] = self._fill(self.personal.get("subject") or self.body["subject"])
        for name, value in {**self.body.get("headers", {}), **self.personal.get("headers", {})}.items():
            message[name] = value
        for part in self.body["content"]:
            add = message.set_content if part["type"] == "text/plain" else message.add_alternative
            add(self._fill(part["value"]), subtype=part["type"].partition("/")[2], cte="base64")
        return message

    def _fill(self, text: str) -> str:
        for tag, value in (self.personal.get("substitutions") or {}).items():
            text = text.replace(tag, value)
        return text


@dataclass(slots=True)
class Mailboxes:
    """All mail that was taken, by reader."""

    mails: dict[str, list[Mail]] = field(default_factory=dict)
    suppressed: set[str] = field(default_factory=set)  # addresses the provider itself will not send to
    dropped: list[Mail] = field(default_factory=list)  # what it took for them all the same
    lock: threading.Lock = field(default_factory=threading.Lock)

    def deliver(self, body: dict[str, Any], message_id: str) -> list[Mail]:
        """Put one mail per personalization into its reader's mailbox.

        What is for a suppressed address is taken and dropped.
        """
        found = [
            Mail(
                entry["to"][0]["email"],
                f"{message_id}.{place}",
                {**body.get("custom_args", {}), **entry.get("custom_args", {})},
                entry,
                body,
            )
            for place, entry in enumerate(body["personalizations"])
        ]
        with self.lock:
            for mail in found:
                if mail.address in self.suppressed:
                    self.dropped.append(mail)
                else:
                    self.mails.setdefault(mail.address, []).append(mail)
        return found

    def counts(self) -> dict[str, int]:
        """Count the mail of each reader."""
        with self.lock:
            return {address: len(mails) for address, mails in self.mails.items()}

    def all(self) -> list[Mail]:
        """Return all mail in no order that matters."""
        with self.lock:
            return [mail for mails in self.mails.values() for mail in mails]
