"""A marked draft: the letter of an edition that cannot go out yet, for editors to look at. Pure, but for templates.

What nobody has written and no page has said is named where it will stand, what stops the letter is listed above it, and
its subject begins with [DRAFT]. It is no letter of the edition and nothing hands it over: whatever sends takes `Built`,
which an edition with problems does not become. Its links to readers' own pages open nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from digest.delivery.mail import Letter
from digest.delivery.variant import Variant
from digest.editing.build import LetterBuilder, sizes_in_bytes
from digest.editing.check import Checked
from digest.edition.addresses import fault_of
from digest.edition.cards import Card, cards
from digest.edition.field_types import LinkKind
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.errors import InputProblems
from digest.letter.blocks.notice import Notice
from digest.letter.letter import render
from digest.letter.links import with_links
from digest.letter.slots import SLOT
from digest.letter.view import view
from digest.problem import Problem, ProblemFields, Severity, problems_as_dicts
from digest.web_address import encoded

MARK = "[DRAFT]"
OPENS_NOTHING = "draft"
"""Stands in a draft where a reader's token would."""
NO_PAGE = "https://no-page-yet.invalid/"
"""Where a link leads whose address no letter may have; the name can belong to nobody (RFC 2606)."""


class DraftReport(TypedDict):
    """The report of a draft: as that of a build, without the fingerprint, which only what may be sent has."""

    edition: str
    draft: bool
    variants: dict[str, dict[str, int]]
    bytes_per_pick: dict[str, int]
    problems: list[ProblemFields]


@dataclass(frozen=True, slots=True)
class MarkedDraft:
    """A letter that is not for readers, and every problem of its edition."""

    edition: str
    letter: Letter
    problems: tuple[Problem, ...]

    def report(self) -> DraftReport:
        """Return what report.json says."""
        return DraftReport(
            edition=self.edition,
            draft=True,
            variants={str(self.letter.variant): sizes_in_bytes(self.letter)},
            bytes_per_pick=dict(self.letter.bytes_per_pick),
            problems=problems_as_dicts(self.problems),
        )


def marked_draft(
    found: Checked,
    problems: Sequence[Problem],
    builder: LetterBuilder,
    rows: Sequence[tuple[str, str]] = (),
    variant: Variant | None = None,
    since: Sequence[str] = (),
) -> MarkedDraft:
    """Return the draft of an edition with `problems`; `rows` are what else is said above it.

    `since` says what was changed since something, in a sentence, and then a line each. `variant` is the one its own
    language has where none is given. Raises `InputProblems` where the file cannot be read at all, and `TemplateBroken`
    when the templates are not sound.
    """
    if found.edition is None:
        raise InputProblems(problems)
    edition = _completed(found.edition, builder)
    shown_cards = [with_placeholders(card, found.lock) for card in cards(edition, found.lock)]
    own = variant or Variant(edition.language or builder.publication.language)
    shown = view(edition, shown_cards, builder.publication, own, builder.templates.phrase)
    notice = replace(draft_notice(edition.id, problems, rows), since=next(iter(since), ""), changes=tuple(since[1:]))
    blocks = (notice, *shown.blocks)
    marked = with_links(replace(shown, subject=f"{MARK} {shown.subject}", blocks=blocks), _leading_somewhere)
    letter = render(marked, own, builder.templates)
    dead = replace(letter, html=letter.html.replace(SLOT, OPENS_NOTHING), text=letter.text.replace(SLOT, OPENS_NOTHING))
    return MarkedDraft(edition.id, dead, tuple(problems))


def draft_notice(edition_id: str, problems: Sequence[Problem], rows: Sequence[tuple[str, str]] = ()) -> Notice:
    """Return what a draft says above the letter: that it is one, and why."""
    stops = any(problem.severity is Severity.ERROR for problem in problems)
    why = "This cannot go out yet:" if stops else "This is not what readers get." + (" Look at:" if problems else "")
    return Notice(
        heading=f"DRAFT of edition {edition_id}",
        paragraphs=(why,),
        faults=tuple(str(problem) for problem in problems),
        rows=tuple(rows),
        above=True,
    )


def with_placeholders(card: Card, lock: Lock) -> Card:
    """Return a card that says in each of its empty places what is missing there."""
    is_read = lock.article(card.url) is not None
    title = card.title or ("No headline yet" if is_read else "Headline not read yet")
    summary = card.summary or (
        "No summary yet: the page gives none." if is_read else "Not read yet: the page's words will stand here."
    )
    return replace(card, title=title, summary=summary, url=card.url or NO_PAGE)


def _completed(edition: Edition, builder: LetterBuilder) -> Edition:
    """Return an edition that can be shown: with a subject, and in a language that there are words in."""
    known = edition.language in builder.templates.languages
    return replace(edition, subject=edition.subject or "no subject yet", language=edition.language if known else "")


def _leading_somewhere(kind: LinkKind, url: str) -> str:
    return url if kind is LinkKind.MAILBOX or fault_of(encoded(url)) is None else NO_PAGE
