"""Transfer encodings cut open at the readers' slots, so that one reader's letter is a join of ready pieces. Pure.

Tokens have a fixed length that is a multiple of three (39), so base64 after a slot never shifts; the one to three bytes
around a slot that share a base64 group with it are encoded together with the token. In quoted-printable a slot stands
between two soft line breaks. Both ways decode to exactly the same text. `EmailMessage` takes 5-15 ms for a letter of 70
KB, this takes some 0.03 ms.
"""

import binascii
from dataclasses import dataclass
from functools import lru_cache

from digest.letter.slots import SLOT, TOKEN_LENGTH

_LINE = 57
_GROUP = 3
_LONGEST = 76
_REMEMBERED = 4
"""Bodies: a letter of two parts and one of its text alone are composed one after the other."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A slot in the encoded text; for base64 with the bytes before and after that are encoded with the token."""

    base64: bool = False
    before: bytes = b""
    after: bytes = b""

    def encode(self, token: bytes) -> bytes:
        """Encode one reader's token for this place."""
        if not self.base64:
            return token
        return binascii.b2a_base64(self.before + token + self.after, newline=False)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A body in pieces: bytes that are the same for everybody, and fills."""

    transfer_encoding: str
    pieces: tuple[bytes | Fill, ...]

    @property
    def size(self) -> int:
        """Return how many bytes the encoded body has."""
        return sum(len(piece) if isinstance(piece, bytes) else TOKEN_LENGTH for piece in self.pieces)


@lru_cache(_REMEMBERED)
def encode(text: str) -> Encoded:
    """Encode `text` for mail in whichever of the two encodings is shorter; lines end in CRLF."""
    parts = text.replace("\r\n", "\n").replace("\n", "\r\n").split(SLOT)
    quoted = _quoted_printable(parts)
    if any(len(part.encode()) < _GROUP for part in parts[1:-1]):
        return quoted  # two slots so close together would share a base64 group
    return min(quoted, _base64(parts), key=lambda encoded: encoded.size)


def _quoted_printable(parts: list[str]) -> Encoded:
    quoted = [_quote(part) for part in parts]
    pieces: list[bytes | Fill] = [_with_room(quoted[0]) if parts[1:] else quoted[0]]
    for place, part in enumerate(quoted[1:], 2):
        pieces += [b"=\r\n", Fill(), b"=\r\n", _with_room(part) if place < len(parts) else part]
    return Encoded("quoted-printable", tuple(pieces))


def _quote(part: str) -> bytes:
    quoted = binascii.b2a_qp(part.encode(), quotetabs=False, istext=True)
    return b"\r\n".join(map(_fold, quoted.replace(b"\r\n", b"\n").split(b"\n")))


def _with_room(quoted: bytes) -> bytes:
    """Return quoted-printable text whose last line has room for the soft break before a slot."""
    before, line_end, last = quoted.rpartition(b"\r\n")
    return before + line_end + _fold(last, _LONGEST - 1)


def _fold(line: bytes, longest: int = _LONGEST) -> bytes:
    """Return a line with a soft break where it is too long, in characters.

    Binascii counts a blank at the end of a line as one character and then writes three (`=20`).
    """
    if len(line) <= longest:
        return line
    cut = _LONGEST - 1
    escape = line.rfind(b"=", cut - 2, cut)
    cut = escape if escape >= 0 else cut
    return line[:cut] + b"=\r\n" + _fold(line[cut:])


def _base64(parts: list[str]) -> Encoded:
    pieces: list[bytes | Fill] = []
    left = parts[0].encode()
    for part in parts[1:]:
        following = part.encode()
        whole = len(left) - len(left) % _GROUP
        before, after = left[whole:], following[: -len(left) % _GROUP]
        pieces += [_lines(left[:whole]), Fill(True, before, after), b"\r\n"]
        left = following[len(after) :]
    pieces.append(_lines(left))
    return Encoded("base64", tuple(pieces))


def _lines(data: bytes) -> bytes:
    return b"".join(
        binascii.b2a_base64(data[start : start + _LINE], newline=False) + b"\r\n"
        for start in range(0, len(data), _LINE)
    )
