"""A letter as a page of the web: the one that readers got, without whatever in it was one reader's own.

Its template is not asked again and may be another by now: the letter is taken as it was kept. The links that end in a
slot are found by the slot, wherever a newsroom's own templates put them, and so is the piece around "unsubscribe",
which says why a reader gets the letter: nobody "gets" a page.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement

from digest.delivery.mail import Letter
from digest.edition.addresses import is_secure
from digest.letter.slots import SLOT

PICTURES = "/pictures/"
"""Where pages find the copies of pictures that the newsroom has."""
_COPY = re.compile(r"https?://[^?#]*/([0-9a-f]{16,64}\.(?:jpg|png))")
_BETWEEN_LINKS = " ·|\u00a0\n"
_WITH_SLOT = re.compile(rf"[^\s\"'<>=]*{re.escape(SLOT)}")
_OWN_SITE = re.compile(rf"(https?://[^\s\"'<>]+)/[a-z]/{re.escape(SLOT)}")
"""The address of the newsroom's pages, which every link of a reader's own begins with."""
_ORIGIN = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?(?=[/?#]|$)")
_HEADINGS = "descendant-or-self::h1 or descendant-or-self::h2 or descendant-or-self::img"


@dataclass(frozen=True, slots=True)
class ArchivedStory:
    """One headline of a letter: its page, its summary, in its own language.

    `kicker` is the line above it, `remark` the one below, such as a byline; `picture` is empty where it has none.
    """

    url: str
    title: str
    summary: str
    language: str
    direction: str
    picture: str = ""
    alt: str = ""
    kicker: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class WebLetter:
    """A letter as a page shows it.

    `body` is HTML without scripts, `style` the text of its style sheets, `ground` the style of the page's own body.
    `words` are all of its words, for a search. `picture_hosts` are the origins its pictures come from, beside our own.
    `opening` is what an inbox shows behind the subject and no page does: what a letter without stories says.
    """

    edition: str
    language: str
    direction: str
    subject: str
    body: str
    style: str
    ground: str
    stories: tuple[ArchivedStory, ...]
    words: str
    picture_hosts: tuple[str, ...]
    opening: str = ""

    @property
    def own_pictures(self) -> tuple[str, ...]:
        """Return the names of the copies of pictures that are shown, each once."""
        return tuple(dict.fromkeys(re.findall(rf'src="{PICTURES}([0-9a-f]+\.(?:jpg|png))"', self.body)))


def web_letter(letter: Letter, has_picture: Callable[[str], bool]) -> WebLetter:
    """Return a letter with HTML as a page; `has_picture` says whether the newsroom has a copy of that name."""
    document = html.document_fromstring(_WITH_SLOT.sub(_own_link, letter.html))
    opening = _opening(document)
    _leave_out(document, letter.edition)
    _leave_out_sign_up(document, letter.html)
    for picture in document.iter("img"):
        picture.set("src", _picture(picture.get("src", ""), has_picture))
        picture.set("loading", "lazy")
    body: HtmlElement = document.find("body")
    stories = tuple(_stories(body, letter))
    shown = [picture.get("src", "") for picture in body.iter("img")]
    origins = [found[0] for found in map(_ORIGIN.match, shown) if found]
    return WebLetter(
        edition=letter.edition,
        language=letter.variant.language,
        direction=letter.direction,
        subject=letter.subject,
        body="".join(html.tostring(child, encoding="unicode") for child in body),
        style="\n".join(style.text or "" for style in document.iter("style")),
        ground=body.get("style", ""),
        stories=stories,
        words=" ".join(" ".join(body.itertext()).split()),
        picture_hosts=tuple(dict.fromkeys(origins)),
        opening=opening,
    )


_UNSEEN = "//*[contains(@style, 'display:none')]"
"""What mail programs read and do not show: the words that an inbox shows behind the subject."""


def _opening(document: HtmlElement) -> str:
    """Return what an inbox shows behind the subject, without the blanks that keep other words out of there."""
    words = " ".join(part for hidden in document.xpath(_UNSEEN) for part in hidden.itertext())
    return " ".join(words.replace("\u200c", " ").split())


_OWN = "https://reader.invalid/"
"""Stands for every address of a reader's own while a letter is taken apart."""


def _own_link(found: re.Match[str]) -> str:
    """Return what stands for a reader's own link: which of them it was, and nothing of the address."""
    return _OWN + ("leave" if f"/u/{SLOT}" in found[0] else "")


def _leave_out(document: HtmlElement, edition: str) -> None:
    """Take out what mail programs alone read, what is one reader's own, and the way to where the page already is."""
    for hidden in document.xpath(f"//comment() | //script | {_UNSEEN}"):
        hidden.drop_tree()
    for link in document.xpath("//a[@href=$leave]", leave=f"{_OWN}leave"):
        _foot_around(link).drop_tree()
    for link in document.xpath("//a[starts-with(@href, $own)]", own=_OWN):
        _unlink(link)
    for link in document.xpath("//a[@href]"):
        if link.get("href").endswith(f"/editions/{edition}"):
            _unlink(link)
    for other in document.xpath("//@*[contains(., $own)]", own=_OWN):  # a newsroom's own template may put them anywhere
        del other.getparent().attrib[other.attrname]
    for element in document.iter():
        element.text, element.tail = _without_own(element.text), _without_own(element.tail)


def _leave_out_sign_up(document: HtmlElement, letter: str) -> None:
    """Take out the line for whoever got the letter from a reader: nobody forwards a page, which has its own link."""
    base = _OWN_SITE.search(letter)
    for link in document.xpath("//a[@href=$sign_up]", sign_up=f"{base[1]}/") if base else ():
        line = next(link.iterancestors("td", "p", "div"), None)
        if line is None or len(line.xpath(".//a")) > 1 or line.xpath(_HEADINGS):
            continue
        row = line.getparent()
        (row if row is not None and row.tag == "tr" and len(row) == 1 else line).drop_tree()


def _without_own(text: str | None) -> str | None:
    return re.sub(rf"{re.escape(_OWN)}(leave)?", "", text) if text else text


def _foot_around(link: HtmlElement) -> HtmlElement:
    """Return the largest piece around a link that has no headline and no picture in it: the foot of the letter."""
    piece = link
    parent = piece.getparent()
    while parent is not None and parent.tag != "body" and not parent.xpath(_HEADINGS):
        piece, parent = parent, parent.getparent()
    return piece if parent is not None and parent.xpath(_HEADINGS) else link


def _unlink(link: HtmlElement) -> None:
    """Take a link out with its words and the dot between it and the next; its line, too, where nothing is left."""
    line, before = link.getparent(), link.getprevious()
    if line is None:
        return
    words = (before.tail if before is not None else line.text) or ""
    tail = link.tail or ""
    kept = words.rstrip(_BETWEEN_LINKS) + tail if words.strip(_BETWEEN_LINKS) or before is not None else tail
    kept = kept if kept.strip(_BETWEEN_LINKS) or len(line) > 1 else ""
    line.remove(link)  # with its tail, which `kept` has
    if before is not None:
        before.tail = kept
    else:
        line.text = kept.lstrip(_BETWEEN_LINKS) if not words.strip(_BETWEEN_LINKS) else kept
    if not line.text_content().strip(_BETWEEN_LINKS) and not line.xpath(".//img") and line.tag != "body":
        line.drop_tree()


def _picture(address: str, has_picture: Callable[[str], bool]) -> str:
    """Return where a page has a picture from: our own copy, whatever host it was on when the letter was made."""
    found = _COPY.fullmatch(address)
    if found and has_picture(found[1]):
        return PICTURES + found[1]
    return address if is_secure(address) else ""


def _stories(body: HtmlElement, letter: Letter) -> Iterator[ArchivedStory]:
    """Yield the headlines of the letter that lead to a page, in its order, with the words below each."""
    pictures = {picture.getparent().get("href"): picture for picture in body.xpath("//a/img[@src!='']")}
    for heading in body.xpath("//h2[a[@href]] | //h3[a[@href]]"):
        url, title = heading.xpath("a/@href")[0], " ".join(heading.text_content().split())
        picture = pictures.get(url)
        if title and is_secure(url):
            yield ArchivedStory(
                url=url,
                title=title,
                summary=_first(heading, f"following-sibling::p[not({_SOFT})]"),
                kicker=_first(heading, f"preceding-sibling::*[1][{_ACCENT}]"),
                remark=_first(heading, f"following-sibling::p[{_SOFT}]"),
                language=heading.get("lang") or letter.variant.language,
                direction=heading.get("dir") or letter.direction,
                picture=picture.get("src", "") if picture is not None else "",
                alt=picture.get("alt", "") if picture is not None else "",
            )


_ACCENT = "contains(concat(' ', @class, ' '), ' accent ')"
"""A kicker: letters set it in the accent."""
_SOFT = "contains(concat(' ', @class, ' '), ' soft ')"
"""Lines of remarks, such as a byline: letters set them in a softer colour."""


def _first(heading: HtmlElement, beside: str) -> str:
    found = heading.xpath(beside)
    return " ".join(found[0].text_content().split()) if found else ""
