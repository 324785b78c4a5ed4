"""Tell: put a letter to the editors in line - a proof, a reminder, an alert, a report. The same thing is told once.

Words for editors are English, as on the command line; counts only, never anything about one reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.delivery.counts import Report
from digest.delivery.mail import Letter, TransactionalMail
from digest.delivery.variant import Variant
from digest.letter.blocks import Notice, View
from digest.letter.letter import render
from digest.letter.templates import Templates
from digest.ports import MailQueue
from digest.problem import Problem

USEFUL = timedelta(hours=24)
"""How long it makes sense to go on trying to deliver such a letter."""
_LANGUAGE = "en"
_COMPARED = ("audience", "recipients", "accepted", "failed", "uncertain")


@dataclass(frozen=True, slots=True)
class Editors:
    """Who is told, and what their letters are made with; `title` is the digest's."""

    addresses: tuple[str, ...]
    mail_queue: MailQueue
    templates: Templates
    title: str


def tell(editors: Editors, key: str, subject: str, notice: Notice, now: datetime) -> bool:
    """Put one letter per editor in line, unless `key` was told before; return whether it was done now."""
    return send_to(editors, editors.addresses, key, page(editors, subject, notice), now)


def page(editors: Editors, subject: str, notice: Notice) -> Letter:
    """Make a letter that holds nothing but a notice."""
    view = View("", _LANGUAGE, "ltr", editors.title, f"[{editors.title}] {subject}", "", (notice,))
    return render(view, Variant(_LANGUAGE), editors.templates)


def send_to(editors: Editors, addresses: Sequence[str], key: str, letter: Letter, now: datetime) -> bool:
    """Put one copy of `letter` for each of `addresses` in line, unless `key` was told before."""
    language = letter.variant.language
    copies = [TransactionalMail(address, letter.subject, letter.text, letter.html, language) for address in addresses]
    return editors.mail_queue.enqueue(key, copies, now, now + USEFUL)


def reminder(edition_id: str, when: str) -> Notice:
    """Say that there is no edition yet, and how to make one."""
    return Notice(
        heading=f"There is no edition {edition_id} yet",
        paragraphs=(f"It is due on {when}. Without it, nobody gets a letter.",),
        commands=(f"write editions/{edition_id}.yaml", f"digest lock {edition_id}", f"digest build {edition_id}"),
    )


def held(edition_id: str, problems: Sequence[Problem], until: str) -> Notice:
    """Say that an edition is due and cannot go out, why, and how long there is time."""
    return Notice(
        heading=f"Edition {edition_id} is due and cannot go out",
        paragraphs=(
            "As soon as this is mended it goes out by itself.",
            f"The program looks again every few minutes, until {until}.",
        ),
        faults=tuple(str(problem) for problem in problems),
        commands=(f"digest check {edition_id}",),
    )


def trouble(edition_id: str, what: str) -> Notice:
    """Say that handing an edition over has stopped, in the words of the error."""
    return Notice(
        heading=f"Edition {edition_id} needs you", paragraphs=(what,), commands=(f"digest status {edition_id}",)
    )


def missed(edition_id: str, until: str) -> Notice:
    """Say that a send window ended and nobody got the edition."""
    return Notice(
        heading=f"Edition {edition_id} did not go out",
        paragraphs=(
            f"Its send window ended on {until}. Nobody got it, and nobody will, unless a person sends it by hand.",
        ),
        commands=(f"digest send {edition_id}",),
    )


def report(found: Report, before: Sequence[Report], left: int) -> Notice:
    """Return the counts of an edition that went out, beside up to four editions `before`.

    `left` is how many unsubscribed since it began.
    """
    rows = [(name.replace("_", " "), f"{number:,}") for name, number in counts(found).items()]
    rows.append(("left since", f"{left:,}"))
    if found.started_at and found.ended_at:
        rows.append(("took", str(found.ended_at - found.started_at)))
    if found.override_reason:
        rows.append(("second letter in a week", found.override_reason))
    rows += [(name, told) for name, _, told in (in_a_line(other).partition(": ") for other in before)]
    words = (
        "Everything is accounted for."
        if found.clean
        else f"Some deliveries need a look: run `digest settle {found.edition}`."
    )
    return Notice(
        f"Edition {found.edition} went out", (words,), tuple(rows), commands=(f"digest status {found.edition}",)
    )


def in_a_line(found: Report) -> str:
    """Return the counts that editions are compared by, in one line."""
    kept = {name: number for name, number in counts(found).items() if name in _COMPARED or name in found.later}
    return f"{found.edition}: " + ", ".join(f"{name} {number:,}" for name, number in kept.items())


def counts(found: Report) -> dict[str, int]:
    """Name the counts of an edition as people and programs read them."""
    excluded = {f"excluded: {reason.replace('_', ' ')}": number for reason, number in found.excluded.items()}
    states = {name: getattr(found, name) for name in ("accepted", "refused", "failed", "uncertain", "pending")}
    return {"audience": found.audience, "recipients": found.recipients, **excluded, **states, **found.later}
