"""A transactional mail: one mail to one person that is no digest - a proof, an alert, a report.

Composed on its own, never in a batch.

It has no one-click headers and no reader's links: it is no bulk mail, and whoever gets it asked for it by their place
in digest.toml or by a form.
"""

import hashlib
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP
from email.utils import format_datetime

from digest.delivery.mail import TransactionalMail
from digest.mime.encoding import Fill, encode
from digest.mime.headers import LINE_LIMIT, phrase, unstructured
from digest.mime.message import Envelope, MessageUnsound


def compose(letter: TransactionalMail, envelope: Envelope, date: datetime) -> bytes:
    """Write a single mail as a message with CRLF line ends.

    Raises `MessageUnsound` if it does not read back as meant.
    """
    domain = envelope.sender_address.rpartition("@")[2]
    boundary = "=_" + hashlib.sha256((letter.html + letter.text).encode()).hexdigest()[:32]
    headers = {
        "From": f"{phrase(letter.sender or envelope.sender_name)} <{envelope.sender_address}>",
        "To": letter.to,
        "Subject": unstructured(letter.subject),
        "Date": format_datetime(date),
        "Message-ID": f"<{letter.name}@{domain}>",
        **({"Reply-To": envelope.reply_to} if envelope.reply_to else {}),
        "Auto-Submitted": "auto-generated",  # RFC 3834: out-of-office programs keep quiet
        "Content-Language": letter.language,
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{boundary}"',
    }
    raw = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode() + b"\r\n"
    for subtype, body in (("plain", letter.text), ("html", letter.html)):
        encoded = encode(body)
        head = f"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
        head += f"Content-Transfer-Encoding: {encoded.transfer_encoding}\r\n\r\n"
        if any(isinstance(piece, Fill) for piece in encoded.pieces):
            raise MessageUnsound("a single mail holds the mark of a reader's link")
        raw += head.encode() + b"".join(piece for piece in encoded.pieces if isinstance(piece, bytes)) + b"\r\n"
    raw += f"--{boundary}--\r\n".encode()
    _prove(raw, letter, list(headers))
    return raw


def _prove(raw: bytes, letter: TransactionalMail, names: list[str]) -> None:
    """Parse the finished bytes again and compare: header names, recipient, subject, line lengths."""
    message = message_from_bytes(raw, policy=SMTP)
    if list(message.keys()) != names or message["Subject"] != " ".join(letter.subject.split()):
        raise MessageUnsound("the headers do not read back as written; look for odd characters in the subject")
    if [address.addr_spec for address in message["To"].addresses] != [letter.to]:
        raise MessageUnsound("the recipient does not read back as written")
    if any(len(line) > LINE_LIMIT for line in raw.split(b"\r\n")):
        raise MessageUnsound(f"a line of the message is longer than {LINE_LIMIT} characters")
