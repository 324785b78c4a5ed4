"""What the sign-up page shows of the last letter: its first stories, with their links, and pictures of our own alone.

Of a picture that lies elsewhere only its words stand there: the page loads nothing from any other site, which would
learn who looks.
"""

from dataclasses import dataclass, replace

from digest.archive.web_letter import PICTURES, ArchivedStory, WebLetter
from digest.calendar.edition_id import edition_date
from digest.letter.language import long_date

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """The last edition.

    `language` is that of its letter, `date` is written in the page's; `path` is where the whole letter is, `more`
    counts the stories not shown.
    """

    edition: str
    path: str
    date: str
    subject: str
    language: str
    direction: str
    stories: tuple[ArchivedStory, ...]
    more: int


def preview(letter: WebLetter, path: str, page_language: str) -> Preview:
    """Return what is shown of a letter: its first stories in its order, at most `SHOWN` of them."""
    day = edition_date(letter.edition)
    return Preview(
        edition=letter.edition,
        path=path,
        date=long_date(day, page_language) if day else letter.edition,
        subject=letter.subject,
        language=letter.language,
        direction=letter.direction,
        stories=tuple(map(_with_own_picture, letter.stories[:SHOWN])),
        more=max(0, len(letter.stories) - SHOWN),
    )


def _with_own_picture(story: ArchivedStory) -> ArchivedStory:
    return story if story.picture.startswith(PICTURES) else replace(story, picture="")
