"""The HTML of a message as it is shown in a frame that can do nothing, and the links that lead out of it. Pure.

The frame's sandbox and policy (`digest.web.local.answers`) keep scripts, forms and foreign addresses away, whatever the
HTML says; here is only what they leave out: pictures within the message, what a browser does at a mere `<link>`, and a
link that would lead into the frame.
"""

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from digest.characters import one_line
from digest.mime.reading import Picture, ReadMessage

MOST_LINKS = 300
_MOST_PICTURE_BYTES = 20_000_000
_LONGEST_WORDS = 200
_CID = re.compile(r"cid:([^\"'\s<>)]{1,300})", re.IGNORECASE)
_LINK_TAG = re.compile(r"<(?=link\b)", re.IGNORECASE)
_HEAD_TAG = re.compile(r"<head(?:\s[^<>]*)?>", re.IGNORECASE)
_PLAIN_LINK = re.compile(r"https?://[^\s<>\"]+")
_LONGEST_TAG = 4_000
_TAG = re.compile(r"/?[a-zA-Z]+(?=[\s/]|$)")
_ENDS = frozenset({"a", "/a"})
_VALUE = r"\s{0,9}=\s{0,9}(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'>]+)"
_HREF, _ALT = re.compile(rf"(?i)\shref{_VALUE}"), re.compile(rf"(?i)\salt{_VALUE}")
_LEADS_OUT = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)

FindPicture = Callable[[str], Picture | None]
"""Returns the picture at an address of our own, None where there is none."""


class MessageLink(NamedTuple):
    """A link of a message: its words, which may be empty, and where it leads (http, https or mailto)."""

    words: str
    url: str


def framed_html(message: ReadMessage, own_picture: re.Pattern[str], find: FindPicture) -> str:
    """Return the HTML of a message with its own parts, and our copies of pictures, written into it.

    `own_picture` matches the addresses of our copies; `find` returns one by the first group of it.
    """
    html = _LINK_TAG.sub("<x-", message.html or "")  # no look-up of a name, no connection beforehand
    html = _HEAD_TAG.sub(lambda found: f'{found[0]}<base target="_blank">', html, count=1)
    budget = _Budget(_MOST_PICTURE_BYTES)
    html = _CID.sub(lambda found: budget.spend(message.pictures.get(found[1]), found[0]), html)
    return own_picture.sub(lambda found: budget.spend(find(found[1]), found[0]), html)


@dataclass(slots=True)
class _Budget:
    """So many bytes of pictures may still be written into one page."""

    left: int

    def spend(self, picture: Picture | None, address: str) -> str:
        """Return a picture as an address that holds it, or the address it had."""
        if picture is None or len(picture.data) > self.left:
            return address
        self.left -= len(picture.data)
        return f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}"


def links_of(message: ReadMessage) -> tuple[MessageLink, ...]:
    """Return the links of a message in their order, each address once; out of its text where it has no HTML."""
    found = _html_links(message.html) if message.html is not None else _text_links(message.text or "")
    once: dict[str, MessageLink] = {}
    for link in found:
        if _LEADS_OUT.match(link.url) and not once.get(link.url, MessageLink("", "")).words:
            once[link.url] = link
    return tuple(once.values())[:MOST_LINKS]


def _text_links(text: str) -> Iterator[MessageLink]:
    return (MessageLink("", found[0].rstrip(".,;:)")) for found in _PLAIN_LINK.finditer(text))


def _html_links(html: str) -> Iterator[MessageLink]:
    """Yield the links of HTML in one pass.

    The parser of the library takes 45 seconds over 200 kB that somebody meant badly, and lxml is not much better.
    """
    url, words = "", list[str]()
    for piece in _without_comments(html).split("<"):
        tag, _, text = piece.partition(">")
        kind = _TAG.match(tag)
        name = kind[0].lower() if kind else ""
        if url and name in _ENDS:
            yield _link(url, words)
            url = ""
        if name == "a":
            url, words = _attribute(_HREF, tag), []
        words.append(f"{_attribute(_ALT, tag)}{text}" if name == "img" else text)
    if url:
        yield _link(url, words)


def _without_comments(html: str) -> str:
    first, *rest = html.split("<!--")
    return first + "".join(piece.partition("-->")[2] for piece in rest)


def _attribute(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag[:_LONGEST_TAG])
    return one_line(unescape(found["value"].strip("\"'"))) if found else ""


def _link(url: str, words: list[str]) -> MessageLink:
    said = "".join(words)[:_LONGEST_TAG]
    return MessageLink(one_line(unescape(said))[:_LONGEST_WORDS], url)
