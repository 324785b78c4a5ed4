"""In this issue: the headlines of the letter below its lead, for whoever has a minute."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.field_types import ArticleLink, Line
from digest.letter.block import LetterInput
from digest.letter.blocks.stories import told


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline and its article; `language` is empty where it is the letter's own."""

    title: Line
    url: ArticleLink
    language: str


@dataclass(frozen=True, slots=True)
class InThisIssue:
    """The headlines below the lead, in the order of the letter."""

    template: ClassVar[str] = "in_this_issue"
    headlines: tuple[Headline, ...]


def in_this_issue(given: LetterInput) -> Iterator[InThisIssue]:
    """Make the list of headlines, where the editor wants one and there is more than the lead."""
    below = told(given)[1:] if given.edition.in_this_issue else []
    if below:
        yield InThisIssue(tuple(Headline(story.title, story.url, story.title_language) for story in below))
