"""A message is compared with what was meant, part by part: whatever differs is found."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from digest.mime.headers import LINE_LIMIT
from digest.mime.readback import Meant, MessageUnsound, check_reads_back

RAW = (
    b"To: anna@example.org\r\n"
    b"Subject: A vote\r\n"
    b'Content-Type: multipart/alternative; boundary="b"\r\n'
    b"\r\n"
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nOne two\r\nthree\r\n"
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>One</p>\r\n"
    b"--b--\r\n"
)
MEANT = Meant(("To", "Subject", "Content-Type"), "anna@example.org", "A  vote", ("One two\nthree\n", "<p>One</p>\n"))


def test_a_message_that_says_what_was_meant_passes() -> None:
    check_reads_back(RAW, MEANT)


@pytest.mark.parametrize(
    ("meant", "words"),
    [
        (replace(MEANT, subject="Another vote"), "the headers do not read back"),
        (replace(MEANT, subject=""), "the headers do not read back"),
        (replace(MEANT, header_names=("To", "Content-Type", "Subject")), "the headers do not read back"),
        (replace(MEANT, header_names=("To", "Subject")), "the headers do not read back"),
        (replace(MEANT, header_names=("To", "Subject", "Content-Type", "Bcc")), "the headers do not read back"),
        (replace(MEANT, to="boris@example.org"), "the recipient does not read back"),
        (replace(MEANT, bodies=("One three\n", "<p>One</p>\n")), "the text/plain part does not read back"),
        (replace(MEANT, bodies=("One two\n\nthree\n", "<p>One</p>\n")), "the text/plain part does not read back"),
        (replace(MEANT, bodies=("One two\nthree\n", "<p>Two</p>\n")), "the text/html part does not read back"),
        (replace(MEANT, bodies=("One two\nthree\n",)), "the message has 2 parts and not 1"),
        (replace(MEANT, bodies=("<p>One</p>\n", "One two\nthree\n")), "the text/plain part does not read back"),
    ],
)
def test_anything_else_is_found(meant: Meant, words: str) -> None:
    with pytest.raises(MessageUnsound, match=words):
        check_reads_back(RAW, meant)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"\r\nSubject", b"\r\nBcc: all@example.org\r\nSubject"),
        lambda raw: raw.replace(b"anna@example.org", b"anna@example.org, boris@example.org"),
        lambda raw: raw.replace(b"A vote", b"A note"),
        lambda raw: raw.replace(b"One two", b"One  two"),
        lambda raw: raw.replace(b"--b--", b"--b\r\nContent-Type: text/plain\r\n\r\nmore\r\n--b--"),
    ],
)
def test_a_message_that_was_changed_is_found(change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(MessageUnsound):
        check_reads_back(change(RAW), MEANT)


@pytest.mark.parametrize(("length", "sound"), [(LINE_LIMIT, True), (LINE_LIMIT + 1, False)])
def test_no_line_is_longer_than_mail_allows(length: int, sound: bool) -> None:
    raw = RAW.replace(b"One two", b"x" * length)
    meant = replace(MEANT, bodies=(f"{'x' * length}\nthree\n", "<p>One</p>\n"))
    if sound:
        check_reads_back(raw, meant)
    else:
        with pytest.raises(MessageUnsound, match="longer than 998 characters"):
            check_reads_back(raw, meant)


def test_a_plain_message_has_one_body() -> None:
    raw = b"To: anna@example.org\r\nSubject: A vote\r\nContent-Type: text/plain\r\n\r\nOne\r\n"
    check_reads_back(raw, replace(MEANT, bodies=("One\n",)))
    with pytest.raises(MessageUnsound, match="text/plain part"):
        check_reads_back(raw, replace(MEANT, bodies=("Two\n",)))
