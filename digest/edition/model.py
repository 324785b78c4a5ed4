"""An edition and its parts, exactly as the editor wrote them. Values only; nothing here reads or checks.

A part has a `noun`, its name in messages; the types of its fields say how it is written, and the picks file is read by
them (`digest.edition.parts`). A field of `Edition` that holds a part, or a list of them, is a key of the picks file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from digest.edition.field_types import ArticleLink, Count, Day, Line, LongText, MarkedSentence, PictureLink, Sentence
from digest.edition.sponsor import Sponsor
from digest.problem import START, Mark

LOOKS = ("opinion", "columns")
"""How a section can stand in the letter: with portraits of those who write, or in two columns below pictures."""
NO_PICTURE = "none"
"""What `picture` says of a pick whose card is to stand without one."""


@dataclass(frozen=True, slots=True)
class Related:
    """A further link under a pick, with the words to show for it."""

    noun: ClassVar[str] = "a related link"
    title: Line
    url: ArticleLink
    mark: Mark = field(default=START, compare=False, repr=False)


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
class Fill:
    """What a section is to be filled with when its edition is locked: the newest articles of a source, or of all.

    `up_to` so many, of those that have the `tag` if there is one. `filled` is the day on which that was done: the picks
    are in the file since, for the editor to keep, change or delete, and nothing is filled in again.
    """

    noun: ClassVar[str] = "the fill of a section"
    up_to: Count
    tag: Line = ""
    source: Line = ""
    filled: Day = ""
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class Section:
    """A named group of picks, in the editor's order; `unread` says that some that are written could not be read.

    `look` is how its stories stand in the letter: one of `LOOKS`, or empty for cards. `fill` is what picks are added by
    when the edition is locked.
    """

    name: str
    picks: tuple[Pick, ...]
    mark: Mark = START
    look: str = ""
    unread: bool = field(default=False, compare=False)
    fill: Fill | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """The editor's note: Markdown text, who signs it, and their portrait, a picture that shows them (`alt`).

    `marks` are the places of the lines of its text in the file, `picture_mark` that of its portrait.
    """

    noun: ClassVar[str] = "the editor's note"
    text: LongText
    by: Line = ""
    portrait: PictureLink = ""
    alt: Line = ""
    marks: tuple[Mark, ...] = field(default=(), compare=False)
    picture_mark: Mark = field(default=START, compare=False)

    def mark_of_line(self, line: int, key: Mark) -> Mark:
        """Return the place of a line of its text, from 0; that of its `key` where nobody knows better."""
        return self.marks[line] if line < len(self.marks) else key


@dataclass(frozen=True, slots=True)
class Brief:
    """One sentence of news, which is Markdown, with a link or without."""

    noun: ClassVar[str] = "a brief"
    text: MarkedSentence
    url: ArticleLink = ""
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, who said them, and the page they are from."""

    noun: ClassVar[str] = "the quote"
    text: Sentence
    by: Line = ""
    url: ArticleLink = ""


@dataclass(frozen=True, slots=True)
class NumberOfTheWeek:
    """A figure such as `201 km`, what it means, and the page it is from."""

    noun: ClassVar[str] = "the number of the week"
    figure: Line
    text: Sentence
    url: ArticleLink = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What readers can go to or join: when and where, as the editor writes it, and the page about it."""

    noun: ClassVar[str] = "an event"
    title: Line
    when: Line
    where: Line = ""
    url: ArticleLink = ""
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class Podcast:
    """A recording to listen to: its page, its `length` as written (`38 min`), and a picture that shows `alt`."""

    noun: ClassVar[str] = "a podcast"
    title: Line
    url: ArticleLink
    length: Line = ""
    picture: PictureLink = ""
    alt: Line = ""
    mark: Mark = START
    picture_mark: Mark = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Video:
    """A film to watch; the rest is as in `Podcast`."""

    noun: ClassVar[str] = "a video"
    title: Line
    url: ArticleLink
    length: Line = ""
    picture: PictureLink = ""
    alt: Line = ""
    mark: Mark = START
    picture_mark: Mark = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class MostRead:
    """One of the articles that were read most, by its headline; their order is the editor's."""

    noun: ClassVar[str] = "a most-read article"
    title: Line
    url: ArticleLink
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic of the site, with the page of all that was written about it."""

    noun: ClassVar[str] = "a topic of the letter"
    title: Line
    url: ArticleLink
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class Correction:
    """What an earlier edition or article got wrong, in Markdown, with a link to the corrected page or without."""

    noun: ClassVar[str] = "a correction"
    text: MarkedSentence
    url: ArticleLink = ""
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class Edition:
    """One Friday's letter before anything was read from the web; `id` is its local date, `2026-11-27`.

    `number` is what the masthead says beside the date. `marks` and `unread` are as in `Pick`. A `kind` of "special"
    goes out by hand only; `repeats` allows it to be made of articles that earlier editions had. `in_this_issue` says
    that its headlines are listed on top; `order` and `without` name blocks (`digest.edition.block_names`).
    `sponsor` is who is booked for its day, in a file of its own.
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
    in_this_issue: bool = False
    order: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    briefs: tuple[Brief, ...] = ()
    number_of_the_week: NumberOfTheWeek | None = None
    quote: Quote | None = None
    podcasts: tuple[Podcast, ...] = ()
    videos: tuple[Video, ...] = ()
    events: tuple[Event, ...] = ()
    most_read: tuple[MostRead, ...] = ()
    topics: tuple[TopicLink, ...] = ()
    corrections: tuple[Correction, ...] = ()
    sponsor: Sponsor | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)
    unread: frozenset[str] = field(default=frozenset(), compare=False)

    def picks(self) -> Iterator[Pick]:
        """Yield every pick in the order of the file."""
        for section in self.sections:
            yield from section.picks

    def mark_of(self, key: str) -> Mark:
        """Return the place of a top-level `key`, or the start of the file."""
        return self.marks.get(key, START)
