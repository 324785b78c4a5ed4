"""The e-mail of one variant, prepared once and spliced for each reader (RFC 5322, 2045-2047, 2369, 8058).

Nothing is parsed or encoded per reader: the message is a row of ready pieces with places for the address, the
delivery's name and the reader's token. Once per variant the finished bytes are read back and compared with what was
meant.
"""

import hashlib
from datetime import datetime
from email.utils import format_datetime
from enum import IntEnum
from typing import TypeAlias

from digest.delivery.batch import Recipient
from digest.delivery.mail import Envelope, Letter
from digest.letter.slots import SLOT, TOKEN_LENGTH
from digest.mime.encoding import Fill, encode
from digest.mime.headers import phrase, unstructured
from digest.mime.kind_headers import letter_headers
from digest.mime.readback import Meant, check_reads_back


class _Value(IntEnum):
    """What differs per reader, by its place in the tuple that `compose` makes."""

    ADDRESS = 0
    DELIVERY = 1
    TOKEN = 2


_Piece: TypeAlias = bytes | _Value | Fill
"""Bytes that are the same for everybody, or what a reader's own value is put in for."""
_Header: TypeAlias = tuple[str, list[bytes | _Value]]
_LEAST_ID, _MOST_ID = 5, 15


class Message:
    """One variant's message; `compose` gives a reader's copy as bytes with CRLF line ends."""

    def __init__(self, letter: Letter, envelope: Envelope, date: datetime) -> None:
        """Prepare the message of `letter`, dated `date`; raises `MessageUnsound` if it does not read back as meant.

        `envelope` is for letters that carry none of their own.
        """
        self._pieces: list[bytes] = []
        self._fills: list[tuple[int, int, Fill | None]] = []
        headers = _headers(letter, letter.envelope or envelope, date)
        for name, value in headers:
            for piece in (f"{name}: ".encode(), *value, b"\r\n"):
                self._add(piece)
        for part in (b"\r\n", *_parts(letter)):
            self._add(part)
        check_reads_back(self.compose(_SAMPLE), _meant(letter, [name for name, _ in headers]))

    def compose(self, recipient: Recipient) -> bytes:
        """Return the message with one reader's address, delivery name and token put in."""
        values = (recipient.address.encode(), recipient.delivery.encode(), recipient.token.encode())
        pieces = self._pieces.copy()
        for place, value, fill in self._fills:
            pieces[place] = values[value] if fill is None else fill.encode(values[value])
        return b"".join(pieces)

    def _add(self, piece: _Piece) -> None:
        """Append ready bytes to the last ready piece, or open a place; a fill is the token's, encoded."""
        if isinstance(piece, bytes):
            if self._pieces and not (self._fills and self._fills[-1][0] == len(self._pieces) - 1):
                self._pieces[-1] += piece
            else:
                self._pieces.append(piece)
            return
        value, fill = (_Value.TOKEN, piece) if isinstance(piece, Fill) else (piece, None)
        self._fills.append((len(self._pieces), int(value), fill if fill and fill.base64 else None))
        self._pieces.append(b"")


_SAMPLE = Recipient(0, "reader@reader.example", "0" * 22, "t" * TOKEN_LENGTH)


def _meant(letter: Letter, header_names: list[str]) -> Meant:
    """Return what the sample reader's message is meant to say."""
    bodies = (letter.text, letter.html) if letter.html else (letter.text,)
    return Meant(header_names, _SAMPLE.address, letter.subject, [body.replace(SLOT, _SAMPLE.token) for body in bodies])


def _headers(letter: Letter, envelope: Envelope, date: datetime) -> list[_Header]:
    """Return each header's name and value in pieces."""
    domain = envelope.sender_address.rpartition("@")[2]
    reply_to: list[_Header] = [("Reply-To", [envelope.reply_to.encode()])] if envelope.reply_to else []
    kind: list[_Header] = [
        (name, [value.encode()]) for name, value in letter_headers(letter, envelope.title, envelope.base_url).items()
    ]
    return [
        ("From", [f"{phrase(letter.sender or envelope.sender_name)} <{envelope.sender_address}>".encode()]),
        ("To", [_Value.ADDRESS]),
        ("Subject", [unstructured(letter.subject).encode()]),
        ("Date", [format_datetime(date).encode()]),
        ("Message-ID", [b"<", _Value.DELIVERY, f"@{domain}>".encode()]),
        *reply_to,
        ("List-Unsubscribe", [f"<{envelope.base_url}/u/".encode(), _Value.TOKEN, b">"]),
        ("List-Unsubscribe-Post", [b"List-Unsubscribe=One-Click"]),
        ("Feedback-ID", [f"{letter.edition}:{letter.variant.language}:digest:{_sender_id(domain)}".encode()]),
        *kind,
        ("MIME-Version", [b"1.0"]),
        *_content_headers(letter),
    ]


def _sender_id(domain: str) -> str:
    """Return by what Gmail tells one sender from another: 5 to 15 characters, the same in all letters."""
    fits = _LEAST_ID <= len(domain) <= _MOST_ID
    return domain if fits else hashlib.sha256(domain.encode()).hexdigest()[:_MOST_ID]


def _content_headers(letter: Letter) -> list[_Header]:
    """Return the headers of the body: of two parts, or of plain text for readers who want that alone."""
    if letter.html:
        return [("Content-Type", [f'multipart/alternative; boundary="{_boundary(letter)}"'.encode()])]
    encoding = encode(letter.text).transfer_encoding.encode()
    return [("Content-Type", [b"text/plain; charset=utf-8"]), ("Content-Transfer-Encoding", [encoding])]


def _parts(letter: Letter) -> list[bytes | Fill]:
    """Return the text part and the HTML part, in this order, least rich first (RFC 2046, 5.1.4), or the text alone."""
    if not letter.html:
        return [*encode(letter.text).pieces]
    boundary = _boundary(letter).encode()
    pieces: list[bytes | Fill] = []
    for subtype, body in (("plain", letter.text), ("html", letter.html)):
        encoded = encode(body)
        head = (
            f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: "
            f"{encoded.transfer_encoding}\r\n\r\n"
        )
        pieces += [b"--" + boundary + b"\r\n" + head.encode(), *encoded.pieces, b"\r\n"]
    pieces.append(b"--" + boundary + b"--\r\n")
    return pieces


def _boundary(letter: Letter) -> str:
    """Return the boundary, derived from the content so that the same letter gives the same bytes.

    `=_` stands in no encoded body.
    """
    return "=_" + hashlib.sha256((letter.html + letter.text).encode()).hexdigest()[:32]
