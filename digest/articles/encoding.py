"""The characters of a page, from its bytes, as browsers read them. Pure.

Labels and what they stand for: https://encoding.spec.whatwg.org/#names-and-labels, where a label that an old standard
names means the larger set that people really type in (`iso-8859-1` is windows-1252). A label nobody knows is none. The
bytes have the last word: what is valid UTF-8 is UTF-8, whatever was declared; without any label the small set of
encodings that pages without one still have is tried.
"""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SINGLE = "cp866 koi8-r koi8-u mac-roman mac-cyrillic cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258"
_ISO = (
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15"
)
_READ_AS = {
    name: name for name in f"{_SINGLE} {_ISO} iso8859-16 utf-8 euc_jp iso2022_jp utf-16-le utf-16-be".split()
} | {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "cp874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_kr": "cp949",
    "cp949": "cp949",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
}
"""By Python's name of what a label says, what browsers read it as; there is no other encoding of pages."""
_ALSO_CALLED = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "windows-949": "cp949",
    "ks_c_5601-1987": "cp949",
    "x-x-big5": "big5hkscs",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "unicode": "utf-16-le",
    "unicode-1-1-utf-8": "utf-8",
}
"""Labels of browsers that Python does not know."""
_DECLARED = re.compile(rb"<(?:meta|\?xml)\b[^<>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<html\b[^<>]*?\blang\s*=\s*[\"']?([a-z]{2})\b", re.IGNORECASE)
_OF_LANGUAGE = dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl"), "cp1250") | {
    "el": "cp1253",
    "tr": "cp1254",
    "he": "cp1255",
    "iw": "cp1255",
    "ar": "cp1256",
    "fa": "cp1256",
    "et": "cp1257",
    "lt": "cp1257",
    "lv": "cp1257",
    "vi": "cp1258",
    "th": "cp874",
}
"""What browsers take where nothing is declared, by the page's language, as far as there was one such encoding."""
_NO_ASCII = re.compile("[^\x00-\x7f]")
_OTHER_SCRIPT = "[^\x00-\x7f\u00a0-\u00bf\u2010-\u203a]"
_MIXED = re.compile(f"[A-Za-z](?={_OTHER_SCRIPT})|{_OTHER_SCRIPT}(?=[A-Za-z])")
"""A Latin letter beside one of another script: no word is written so."""
_ONLY_CYRILLIC = re.compile("[А-ЯЁыьэюя]")
"""Letters at whose place in windows-1255 no text in Hebrew has anything."""
_LOOKED_AT = 16_384
_LOOKED_THROUGH, _SAMPLE = 400_000, 40_000
_FEWEST = 12
"""Bytes beyond ASCII: a page with fewer is in a Latin script, whatever they look like elsewhere."""
_NO_ASCII_BYTE = re.compile(rb"[\x80-\xff]")
_MARKUP = re.compile(rb"<[^<>]*>")
_COMMON = {
    "cp1251": re.compile("[а-яёіїєґў]"),
    "koi8-r": re.compile("[а-яё]"),
    "cp932": re.compile("[ぁ-ヶー々。、]"),
    "euc_jp": re.compile("[ぁ-ヶー々。、]"),
    "gb18030": re.compile("[的一是了我不人在他有这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过]"),
    "big5hkscs": re.compile("[的一是了我不人在他有這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過]"),
    "cp949": re.compile("[다는이가을를에의고하지도로사기리서]"),
    "cp1253": re.compile("[α-ωάέήίόύώς]"),
    "cp1255": re.compile("[א-ת]"),
    "cp1256": re.compile("[ا-ي]"),
    "cp874": re.compile("[ก-๎]"),
}
"""What a text in each encoding is mostly made of, where it is one: the letters, or the signs every page has."""
_ENOUGH = {"gb18030": 0.12, "big5hkscs": 0.12, "cp949": 0.2, "cp932": 0.3, "euc_jp": 0.3}
_MOSTLY = 0.75


def decode(data: bytes, header: str | None) -> str:
    """Return the text of a page; `header` is the label that the server gives, if any. What is no character is U+FFFD.

    The order: a byte order mark, bytes that are UTF-8 beyond doubt, the server's label, the page's own, a guess.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    labels = [header or "", *(found.decode("ascii") for found in _DECLARED.findall(data[:_LOOKED_AT])[:1])]
    if (encoding := _utf16(data)) or _is_utf8(data):
        return data.decode(encoding or "utf-8", errors="replace")
    known = [encoding for encoding in map(encoding_of, labels) if encoding]
    # a page that calls itself UTF-8 and has a stray byte is that all the same
    return data.decode(known[0] if known else _guess(data), errors="replace")


def encoding_of(label: str) -> str:
    """Return Python's name of the encoding that browsers take for a label; empty for one that nobody knows."""
    name = label.strip().strip("\"'").lower()
    try:
        return _ALSO_CALLED.get(name) or _READ_AS.get(codecs.lookup(name).name, "")
    except (LookupError, ValueError):
        return ""


def _utf16(data: bytes) -> str:
    """Return which UTF-16 the bytes are that begin with a tag, without a byte order mark; empty for all others."""
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(data[:2], "")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _guess(data: bytes) -> str:
    """Return the encoding of bytes that nobody declared: that of the page's language, if it alone has one of its own.

    Else the one in which most of what is no ASCII is common letters.
    """
    declared = _LANGUAGE.search(data[:_LOOKED_AT])
    if declared and (own := _OF_LANGUAGE.get(declared[1].decode("ascii").lower())):
        return own
    words = _MARKUP.sub(b" ", _without_scripts(data[:_LOOKED_THROUGH]))[:_SAMPLE]
    if len(_NO_ASCII_BYTE.findall(words)) < _FEWEST:
        return "cp1252"
    shares = {encoding: _share(words, encoding) for encoding in _COMMON}
    best = max(shares, key=shares.__getitem__)
    if best == "cp1251" and not _ONLY_CYRILLIC.search(words.decode(best, errors="replace")):
        best = "cp1255"
    return best if shares[best] >= 1 else "cp1252"


def _without_scripts(data: bytes) -> bytes:
    """Return a page without what stands in its scripts and styles; in one pass, however many are never closed."""
    for name in (b"script", b"style"):
        kept, at, lower = list[bytes](), 0, data.lower()
        while (begins := lower.find(b"<" + name, at)) >= 0 and (ends := lower.find(b"</" + name, begins)) >= 0:
            kept.append(data[at:begins])
            at = ends
        data = b"".join((*kept, data[at:]))
    return data


def _share(words: bytes, encoding: str) -> float:
    """Return how many letters are common in a text of this encoding, against how many such a text has at the least."""
    text = words.decode(encoding, errors="replace")
    others = len(_NO_ASCII.findall(text))
    wrong = 2 * text.count("\ufffd") + 2 * len(_MIXED.findall(text))
    return (len(_COMMON[encoding].findall(text)) - wrong) / (_ENOUGH.get(encoding, _MOSTLY) * max(others, 1))
