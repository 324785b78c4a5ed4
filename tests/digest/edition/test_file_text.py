"""The bytes of a picks file are text, or the problem says what they are."""

import pytest

from digest.edition.file_text import file_text
from digest.problem import Mark, Problem

TEXT = 'subject: "Выборы"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_as_editors_save_it(encoding: str) -> None:
    assert file_text(TEXT.encode(encoding), "f") == TEXT


def test_another_encoding_is_told_at_its_line() -> None:
    problem = file_text(f"# picks\n{TEXT}".encode("windows-1251"), "f")
    assert isinstance(problem, Problem)
    assert (problem.mark, problem.what) == (Mark(2, 1), "the file is not UTF-8 text (line 2)")
    assert isinstance(file_text(b"\xff\xfea", "f"), Problem)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04\x14\x00", "a document of a word processor"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a document of a word processor"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", "a web page"),
        (b"a\0b", "what is no text"),
    ],
)
def test_what_is_no_text_is_named_once(data: bytes, name: str) -> None:
    problem = file_text(data, "f")
    assert isinstance(problem, Problem)
    assert name in problem.what
    assert "plain text" in problem.remedy
