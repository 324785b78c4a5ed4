"""The last check of a message before it may leave: it is parsed again and compared with what was meant. Pure.

So no headline can add a header (CVE-2024-6923, CVE-2026-1299), and no encoding can change a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from digest.counted import counted
from digest.errors import DigestError
from digest.mime.headers import LINE_LIMIT


class MessageUnsound(DigestError):
    """The finished message does not read back as it was meant; the letter must not go out like this."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a message is meant to say: its headers in their order, its one recipient, its subject and its parts.

    `bodies` are the text and, if there is one, the HTML.
    """

    header_names: Sequence[str]
    to: str
    subject: str
    bodies: Sequence[str]


def check_reads_back(raw: bytes, meant: Meant) -> None:
    """Parse a finished message and compare it with what was meant; raises `MessageUnsound`, which names nobody."""
    message = message_from_bytes(raw, policy=SMTP)
    if list(message.keys()) != list(meant.header_names) or message["Subject"] != " ".join(meant.subject.split()):
        raise MessageUnsound(
            "the headers do not read back as written; look for odd characters in the subject and the title"
        )
    if [found.addr_spec for found in message["To"].addresses] != [meant.to]:
        raise MessageUnsound("the recipient does not read back as written")
    if any(len(line) > LINE_LIMIT for line in raw.split(b"\r\n")):
        raise MessageUnsound(f"a line of the message is longer than {LINE_LIMIT} characters")
    _check_bodies(message, meant.bodies)


def _check_bodies(message: EmailMessage, bodies: Sequence[str]) -> None:
    parts = list(message.iter_parts()) if message.is_multipart() else [message]
    if len(parts) != len(bodies):
        raise MessageUnsound(f"the message has {counted(len(parts), 'part')} and not {len(bodies)}")
    for part, body in zip(parts, bodies, strict=True):
        if part.get_content().replace("\r\n", "\n").rstrip("\n") != body.replace("\r\n", "\n").rstrip("\n"):
            raise MessageUnsound(f"the {part.get_content_type()} part does not read back as written")
