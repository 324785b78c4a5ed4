"""The text of a picks file out of its bytes: UTF-8, or UTF-16 that says so; other files are named. Pure."""

import codecs

from digest.problem import START, Mark, Problem

_AS_TEXT = 'save it there as "plain text" in UTF-8, with the name it has'
_OTHER_FILES = (
    ((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"), "a document of a word processor or a spreadsheet"),
    ((b"{\\rtf",), "a document of a word processor (RTF)"),
    ((b"%PDF",), "a PDF"),
    ((b"<!doctype", b"<html", b"<?xml"), "a web page"),
)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def file_text(data: bytes, file: str) -> str | Problem:
    """Return the text of a picks file, or the problem that it has none."""
    start = data[:64].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for beginnings, name in _OTHER_FILES:
        if start.startswith(tuple(beginning.lower() for beginning in beginnings)):
            return Problem(file, START, f"the file is {name}, not plain text", _AS_TEXT)
    try:
        text = data.decode("utf-16" if data.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        what = f"the file is not UTF-8 text (line {line})"
        return Problem(file, Mark(line, 1), what, 'save it in your editor as "UTF-8"')
    if "\0" in text:
        return Problem(file, START, "the file holds what is no text", _AS_TEXT)
    return text


def encoded_as(data: bytes, text: str) -> bytes:
    """Return `text` in the encoding of a file that holds `data`, with the mark at its beginning if that has one."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    if data.startswith(codecs.BOM_UTF16_BE):
        return codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    return (codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b"") + text.encode()
