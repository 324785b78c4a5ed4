"""Triage: whether the next edition is there, has a letter and may go out by itself; else what editors are to hear.

Asked when a proof is due and when the letter is; the two differ only in how much of an edition must be right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from digest.editing.build import Built
from digest.editing.readiness import Assessor, Readiness
from digest.errors import InputProblems
from digest.letter.blocks.notice import Notice
from digest.mailing.chat import Event
from digest.mailing.notices import missing_edition, needs_attention, not_ready

AD_HOC = "it is a special edition, which goes out by hand only"


class Kind(StrEnum):
    """What stands in an edition's way; the values are in the keys of mails to editors, and stay."""

    MISSING = "absent"
    PROBLEMS = "held"
    AD_HOC = "special"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in an edition's way, the notice about it for editors, its details in words, and what was found."""

    kind: Kind
    notice: Notice
    words: str = ""
    found: Readiness | None = None

    @property
    def event(self) -> Event:
        """Return as what the chat hears of it."""
        return Event.MISSING if self.kind is Kind.MISSING else Event.PROBLEM


def triage(
    edition_id: str, assessor: Assessor, letters_of: Callable[[Readiness], Built], due: str, until: str
) -> Readiness | Obstacle:
    """Return the readiness of an edition in whose way nothing stands, or else what does.

    `letters_of` takes the letters of its readiness, or raises `InputProblems` when they must not go where they are
    wanted. `due` says when it goes out and `until` how long there is time for mending, both in words.
    """
    if missing := assessor.missing(edition_id):
        return Obstacle(Kind.MISSING, missing_edition(edition_id, due, missing))
    found = assessor.assess(edition_id)
    try:
        built = letters_of(found)
    except InputProblems as error:
        return Obstacle(Kind.PROBLEMS, not_ready(edition_id, error.problems, until), str(error), found)
    if built.ad_hoc:
        return Obstacle(Kind.AD_HOC, needs_attention(edition_id, AD_HOC), AD_HOC)
    return found
