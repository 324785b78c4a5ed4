"""Transactional mail as a message: one mail to one person that is no digest - a proof, an alert, a report.

It is composed on its own, never in a batch, and has no one-click headers and no reader's links: it is no bulk mail, and
whoever gets it asked for it by their place in digest.toml or by a form.
"""

import hashlib
from datetime import datetime
from email.utils import format_datetime

from digest.delivery.mail import Envelope, TransactionalMail
from digest.mime.encoding import encode
from digest.mime.headers import phrase, unstructured
from digest.mime.kind_headers import single_headers
from digest.mime.readback import Meant, MessageUnsound, check_reads_back


def compose(mail: TransactionalMail, envelope: Envelope, date: datetime) -> bytes:
    """Return `mail` as a message with CRLF line ends; raises `MessageUnsound` if it does not read back as meant."""
    boundary = "=_" + hashlib.sha256((mail.html + mail.text).encode()).hexdigest()[:32]
    headers = _headers(mail, envelope, date, boundary)
    lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
    parts = [_part(boundary, subtype, body) for subtype, body in (("plain", mail.text), ("html", mail.html))]
    raw = b"".join(["".join(lines).encode(), b"\r\n", *parts, f"--{boundary}--\r\n".encode()])
    check_reads_back(raw, Meant(list(headers), mail.to, mail.subject, (mail.text, mail.html)))
    return raw


def _headers(mail: TransactionalMail, envelope: Envelope, date: datetime, boundary: str) -> dict[str, str]:
    domain = envelope.sender_address.rpartition("@")[2]
    return {
        "From": f"{phrase(mail.sender or envelope.sender_name)} <{envelope.sender_address}>",
        "To": mail.to,
        "Subject": unstructured(mail.subject),
        "Date": format_datetime(date),
        "Message-ID": f"<{mail.name}@{domain}>",
        **({"Reply-To": envelope.reply_to} if envelope.reply_to else {}),
        **single_headers(mail.language),
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{boundary}"',
    }


def _part(boundary: str, subtype: str, body: str) -> bytes:
    """Return one part of the message, with the line of the boundary above it."""
    encoded = encode(body)
    pieces = [piece for piece in encoded.pieces if isinstance(piece, bytes)]
    if len(pieces) != len(encoded.pieces):
        raise MessageUnsound("a transactional mail holds the slot of a reader's link")
    head = f"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
    head += f"Content-Transfer-Encoding: {encoded.transfer_encoding}\r\n\r\n"
    return b"".join([head.encode(), *pieces, b"\r\n"])
