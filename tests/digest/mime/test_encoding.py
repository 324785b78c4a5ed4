"""Whatever the text, both encodings decode to it, for every token."""

import base64
import quopri

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.letter.slots import SLOT, TOKEN_LENGTH
from digest.mime.encoding import Encoded, Fill, _base64, _quoted_printable, encode
from tests.standins.chance import examples

TOKEN = "AbC-_" * 7 + "0123"
bodies = st.lists(
    st.text(max_size=60) | st.sampled_from([SLOT, SLOT, "\n", ". ", "=", " \n", "\u2019", "From "]), max_size=30
).map("".join)


def fill(encoded: Encoded) -> bytes:
    return b"".join(piece.encode(TOKEN.encode()) if isinstance(piece, Fill) else piece for piece in encoded.pieces)


def decode(encoded: Encoded) -> str:
    raw = fill(encoded)
    data = quopri.decodestring(raw) if encoded.transfer_encoding == "quoted-printable" else base64.b64decode(raw)
    return data.decode()


@settings(max_examples=examples(400))
@given(bodies)
@example("000000" + "\x80" * 6 + "\u0800" + "\U00010000" * 2 + "0" + SLOT)
@example("0\x80\x80\x80\U00010000" + "0\x80\x80\x80\x80\x80\U00010000 \n")
def test_both_encodings_give_back_the_text_with_the_tokens_in_it(body: str) -> None:
    assert len(TOKEN) == TOKEN_LENGTH
    text = body.replace("\r", "").replace("\x00", "")
    parts = text.replace("\n", "\r\n").split(SLOT)
    wanted = text.replace(SLOT, TOKEN).replace("\n", "\r\n")
    apart = all(len(part.encode()) >= 3 for part in parts[1:-1])
    for encoded in (encode(text), _quoted_printable(parts), *([_base64(parts)] if apart else [])):
        assert decode(encoded) == wanted
        assert all(len(line) <= 76 for line in fill(encoded).split(b"\r\n"))
        assert b"\n" not in fill(encoded).replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("text", "encoding"), [("plain English " * 50, "quoted-printable"), ("кириллица " * 50, "base64")]
)
def test_the_shorter_one_is_taken(text: str, encoding: str) -> None:
    assert encode(text).transfer_encoding == encoding
