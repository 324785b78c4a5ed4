"""An edition and its parts, exactly as the editor wrote them. Values only; nothing here reads or checks.

A part has a `noun`, its name in messages; the types of its fields say how it is written, and the picks file is read by
them (`digest.edition.parts`). A field of `Edition` that holds a part, or a list of them, is a key of the picks file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from digest.edition.field_types import ArticleLink, Line, LongText, PictureLink, Sentence
from digest.problem import START, Mark

NO_PICTURE = "none"
"""What `picture` says of a pick whose card is to stand without one."""


@dataclass(frozen=True, slots=True)
class Related:
    """A further link under a pick, with the words to show for it."""

    noun: ClassVar[str] = "a related link"
    title: Line
    url: ArticleLink


@dataclass(frozen=True, slots=True)
class Pick:
    """The editor's choice of one article. An empty field means: as the page says.

    `marks` gives the place of each key the editor wrote, `mark` the place of the pick itself; the `unread` keys are
    empty because what is written cannot be read, of which there is a problem.
    """

    url: ArticleLink
    title: Line = ""
    summary: Sentence = ""
    byline: Line = ""
    kicker: Line = ""  # the word above the headline
    picture: PictureLink = ""  # another picture than the page's, or `NO_PICTURE`
    alt: Line = ""  # what the picture shows
    credit: Line = ""  # who took it
    language: Line = ""
    topics: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    lead: bool = False
    live_from: Line = ""  # when its page goes live, as written
    mark: Mark = START
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)
    unread: frozenset[str] = field(default=frozenset(), compare=False)

    def mark_of(self, key: str) -> Mark:
        """Return the place of `key` in the file, or the pick's own place where the key is not written."""
        return self.marks.get(key, self.mark)


@dataclass(frozen=True, slots=True)
class Section:
    """A named group of picks, in the editor's order; `unread` says that some that are written could not be read."""

    name: str
    picks: tuple[Pick, ...]
    mark: Mark = START
    unread: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """The editor's note: Markdown text, who signs it, and their portrait, a square picture that shows them (`alt`).

    `marks` are the places of the lines of its text in the file.
    """

    noun: ClassVar[str] = "the editor's note"
    text: LongText
    by: Line = ""
    portrait: PictureLink = ""
    alt: Line = ""
    marks: tuple[Mark, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Brief:
    """One sentence of news, which is Markdown, with a link or without."""

    noun: ClassVar[str] = "a brief"
    text: Sentence
    url: ArticleLink = ""
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class Correction:
    """What an earlier edition or article got wrong, in Markdown, with a link to the corrected page or without."""

    noun: ClassVar[str] = "a correction"
    text: Sentence
    url: ArticleLink = ""
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class Edition:
    """One Friday's letter before anything was read from the web; `id` is its local date, `2026-11-27`.

    `number` is what the masthead says beside the date. `marks` and `unread` are as in `Pick`. A `kind` of "special" goes out by hand only; `repeats` allows it to be made
    of articles that earlier editions had.
    """

    id: str
    file: str
    subject: str
    sections: tuple[Section, ...]
    preheader: str = ""
    number: str = ""
    language: str = ""
    kind: str = "regular"
    repeats: bool = False
    note: Note | None = None
    briefs: tuple[Brief, ...] = ()
    corrections: tuple[Correction, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)
    unread: frozenset[str] = field(default=frozenset(), compare=False)

    def picks(self) -> Iterator[Pick]:
        """Yield every pick in the order of the file."""
        for section in self.sections:
            yield from section.picks

    def mark_of(self, key: str) -> Mark:
        """Return the place of a top-level `key`, or the start of the file."""
        return self.marks.get(key, START)
