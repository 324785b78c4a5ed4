"""A message is read for a person whatever is in it: what is sound is shown, what is broken stops nothing."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.mime.reading import Attachment, Picture, read_headers, read_message
from tests.standins.batches import recipients
from tests.standins.envelopes import prepare
from tests.standins.letters import letter


def test_a_letter_of_ours_reads_as_its_reader_gets_it() -> None:
    (reader,) = recipients(1)
    raw = prepare(letter()).compose(reader)
    found = read_message(raw)
    assert (found.subject, found.header("To"), found.damaged) == (letter().subject, reader.address, False)
    assert reader.token in found.header("List-Unsubscribe")
    assert found.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    assert found.html is not None
    assert found.text is not None
    assert reader.token in found.html
    assert found.attachments == ()
    assert read_headers(raw[:2_000]).headers == found.headers, "a list reads no more than the begin"


def test_attachments_and_pictures_within_are_told_apart_from_the_letter() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Привет"
    mail.set_content("text")
    mail.add_alternative("<img src='cid:one@x'>", subtype="html")
    body = mail.get_payload()[1]  # type: ignore[index]
    body.add_related(b"\x89PNG", "image", "png", cid="<one@x>")  # type: ignore[union-attr]
    mail.add_attachment("<script>", subtype="html", filename="a\tname.html")
    found = read_message(mail.as_bytes())
    assert (found.subject, found.text, found.html) == ("Привет", "text\n", "<img src='cid:one@x'>\n")
    assert found.pictures == {"one@x": Picture("image/png", b"\x89PNG")}
    assert Attachment("a name.html", "text/html", 9) in found.attachments


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("Content-Type: text/plain; charset=windows-1251", "Привет".encode("cp1251"), "Привет"),
        ("Content-Type: text/plain; charset=nonsense", "Привет".encode(), "Привет"),
        ("Content-Type: text/plain; charset=punycode", b"abc-", "abc-"),
        ("Content-Type: text/plain; charset=rot13", b"abc", "abc"),
        ("Content-Type: text/plain; charset=utf-8", b"\xff\xfe", "��"),
        ("Content-Type: text/plain; charset*=x''%ff", b"abc", "abc"),
        ("Content-Transfer-Encoding: base64", b"!!not base64!!", None),
        ("Content-Type: multipart/mixed", b"no boundary", None),
        ("Nonsense without a colon", b"abc", None),
    ],
)
def test_wrong_charsets_and_broken_parts_are_shown_as_well_as_they_can_be(
    head: str, body: bytes, text: str | None
) -> None:
    found = read_message(f"Subject: x\r\n{head}\r\n\r\n".encode() + body)
    assert found.subject == "x"
    if text is not None:
        assert (found.text, found.damaged) == (text, False)


def test_a_message_nested_deeper_than_python_goes_still_has_its_headers() -> None:
    nested = [f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2_000)]
    raw = b"To: a@b.example\n" + "".join(nested).encode()
    found = read_message(raw)
    assert (found.damaged, found.header("To")) == (True, "a@b.example")


def test_a_header_is_one_line_and_no_longer_than_sane() -> None:
    head = read_headers(b"Subject: =?utf-8?q?a=0D=0ABcc:_x?=\nTo: " + b"a@b.example, " * 100_000 + b"\n\n")
    assert head.subject == "a Bcc: x"
    assert len(head.header("To")) <= 2_000


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"",
            b"Subject: ",
            b"Content-Type: ",
            b"Content-Type: multipart/mixed; boundary=a\n\n--a\n",
            b"Content-Type: text/html; charset=",
            b"Content-Disposition: attachment; filename*=",
        ]
    ),
)
def test_no_bytes_stop_the_reading(tail: bytes, head: bytes) -> None:
    found = read_message(head + tail)
    assert "\n" not in found.subject
    assert all("\n" not in value for _, value in found.headers)
