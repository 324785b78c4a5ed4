"""Reads a message for a person who looks at it: what stands in it, whatever is wrong with it. Pure.

Nothing of a message is trusted, and none stops the reading: what cannot be understood is left out and said. Headers are
read with the old policy of `email`, whose time does not grow with the square of their length.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from types import MappingProxyType

from digest.characters import one_line

SHOWN = ("From", "To", "Reply-To", "Date", "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Language")
"""The headers that say who wrote what to whom, and how a reader leaves; `Subject` stands apart."""
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Parts that a letter may show within itself."""
_LONGEST_HEADER = 2_000
_NO_TEXT = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Codecs of Python that no mail is written in; some take very long."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is no text of the letter; `name` is one line, or empty."""

    name: str
    media_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A part that the HTML may show by its id (`cid:`)."""

    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """What a person sees of a message; `headers` in the order of `SHOWN`, `damaged` where the rest was not understood.

    `html` and `text` are None where there is no such part; `pictures` are by their ids.
    """

    subject: str
    headers: tuple[tuple[str, str], ...]
    html: str | None = None
    text: str | None = None
    attachments: tuple[Attachment, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))
    damaged: bool = False

    def header(self, name: str) -> str:
        """Return a header that is shown; empty where there is none."""
        return dict(self.headers).get(name, "")


def read_headers(raw: bytes) -> ReadMessage:
    """Return the headers of a message of which `raw` is the beginning, or all."""
    try:
        message = message_from_bytes(raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0], policy=compat32)
        found = [(name, _header(message, name)) for name in SHOWN]
        return ReadMessage(_header(message, "Subject"), tuple((name, value) for name, value in found if value))
    except Exception:  # noqa: BLE001 - `email` raises whatever it meets in a broken message
        return ReadMessage("", (), damaged=True)


def read_message(raw: bytes) -> ReadMessage:
    """Return what stands in a message."""
    head = read_headers(raw)
    try:
        parts = list(_leaves(message_from_bytes(raw, policy=compat32)))
        bodies = [(part, _body(part)) for part in parts]
    except Exception:  # noqa: BLE001 - as above; a message may also be nested deeper than Python goes
        return ReadMessage(head.subject, head.headers, damaged=True)
    html, text = (_first(parts, f"text/{kind}") for kind in ("html", "plain"))
    return ReadMessage(
        head.subject,
        head.headers,
        None if html is None else _text(html),
        None if text is None else _text(text),
        tuple(_attachment(part, body) for part, body in bodies if part not in (html, text)),
        {_content_id(part): Picture(_type(part), body) for part, body in bodies if _is_picture(part)},
        head.damaged,
    )


def _leaves(message: "Message[str, str]") -> "Iterator[Message[str, str]]":
    return (part for part in message.walk() if not part.is_multipart())


def _first(parts: "list[Message[str, str]]", media_type: str) -> "Message[str, str] | None":
    """Return the first part of a type that is the letter itself, and not attached to it."""
    return next((part for part in parts if _type(part) == media_type and not _is_attached(part)), None)


def _is_attached(part: "Message[str, str]") -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _is_picture(part: "Message[str, str]") -> bool:
    return _type(part) in PICTURES and bool(_content_id(part))


def _type(part: "Message[str, str]") -> str:
    return part.get_content_type()


def _content_id(part: "Message[str, str]") -> str:
    return str(part.get("Content-ID", "")).strip().strip("<>")


def _body(part: "Message[str, str]") -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _text(part: "Message[str, str]") -> str:
    """Return the text of a part in the charset that it names, if that is one, else as UTF-8."""
    body = _body(part)
    try:
        charset = str(part.get_content_charset("utf-8"))
        return body.decode("utf-8" if charset.replace("-", "_") in _NO_TEXT else charset, "replace")
    except Exception:  # noqa: BLE001 - the name of a charset may be anything, and so may be what its codec raises
        return body.decode("utf-8", "replace")


def _attachment(part: "Message[str, str]", body: bytes) -> Attachment:
    try:
        name = one_line(str(part.get_filename("")))[:200]
    except Exception:  # noqa: BLE001 - a name in pieces (RFC 2231) may be broken in many ways
        name = ""
    return Attachment(name, _type(part), len(body))


def _header(message: "Message[str, str]", name: str) -> str:
    value = str(message.get(name, ""))[:_LONGEST_HEADER]
    unfolded = re.sub(r"[\r\n]+", "", value)
    try:
        return one_line(str(make_header(decode_header(unfolded))))
    except Exception:  # noqa: BLE001 - encoded words may name any charset and hold any bytes
        return one_line(unfolded)
