"""What a field of an edition or of a block holds, declared in its type, so that nothing else needs to list fields.

A type says where an address leads (`LinkKind`): mirrors and the check of all links follow from that, see
`digest.letter.links`. It says as well how an editor writes the field (`Form`): the picks file is read by that, see
`digest.edition.parts`, and addresses that stand in such words lead to pages.
"""

from enum import StrEnum
from typing import Annotated


class LinkKind(StrEnum):
    """Where an address in a letter leads."""

    ARTICLE = "article"  # a page of the newspaper: opens at a mirror for readers who asked for that
    PICTURE = "picture"  # a picture of the newspaper: loads from a mirror for them, too
    GIFT = "gift"  # a page where support is given; never carries anything of a reader
    OWN_PAGE = "own page"  # a page of the publisher or of this program that is the same for everybody
    SPONSOR = "sponsor"  # a page of whoever paid for a place in the letter: has no mirror, and nothing is put behind it
    READER = "reader"  # a page of one reader, ending in the slot or a token
    MAILBOX = "mailbox"  # an e-mail address, linked as mailto:


ArticleLink = Annotated[str, LinkKind.ARTICLE]
PictureLink = Annotated[str, LinkKind.PICTURE]
GiftLink = Annotated[str, LinkKind.GIFT]
OwnPage = Annotated[str, LinkKind.OWN_PAGE]
SponsorLink = Annotated[str, LinkKind.SPONSOR]
ReaderLink = Annotated[str, LinkKind.READER]
Mailbox = Annotated[str, LinkKind.MAILBOX]


class Form(StrEnum):
    """How an editor writes a text."""

    LINE = "line"  # a short one
    MARKED = "marked"  # a sentence in Markdown
    SENTENCE = "sentence"  # a longer one, on several lines if need be, which become one
    TEXT = "text"  # several lines that stay as they are
    COUNT = "count"  # a whole number from 1
    DAY = "day"  # 2026-11-27


Line = Annotated[str, Form.LINE]
Sentence = Annotated[str, Form.SENTENCE]
MarkedSentence = Annotated[str, Form.MARKED]
LongText = Annotated[str, Form.TEXT]
Count = Annotated[str, Form.COUNT]
Day = Annotated[str, Form.DAY]
