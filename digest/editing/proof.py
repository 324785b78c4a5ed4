"""Proof: the letter as readers would get it, with a report above it, to editors.

Or in the provider's sandbox, to nobody.
"""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from digest.delivery.audience import Audience
from digest.delivery.batch import Batch, Recipient
from digest.delivery.counts import Report
from digest.delivery.mail import Letter
from digest.delivery.retry import TransportResult
from digest.editing.build import Built
from digest.editing.readiness import EditingContext, Readiness
from digest.edition.cards import cards
from digest.letter.blocks import Notice
from digest.letter.letter import render
from digest.letter.preflight import sizes
from digest.letter.slots import SLOT
from digest.letter.view import view
from digest.ports import Transport

PROOF = "proof"
"""Stands in a proof where a reader's token would, and opens nothing."""
_NOBODY = ("0" * 22, "0" * 39)
_LINK = re.compile(r'href="(https?://[^"]+)"')


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a proof says beside the letter: when it goes out, to how many, and what the last edition was like."""

    when: str
    audience: Audience
    last: Report | None


def proof(looked: Readiness, desk: EditingContext, around: Surroundings) -> Letter:
    """Make the proof of an edition: its own letter below a notice, subject marked [PROOF].

    Raises `InputProblems` when there is no letter.
    """
    built, (edition, lock) = looked.made(), looked.checked.sound()
    letter = built.letters[0]
    shown = view(edition, list(cards(edition, lock)), desk.publication, letter.variant, desk.templates.phrase)
    notice = _notice(looked, built, desk, around)
    marked = render(
        replace(shown, subject=f"[PROOF] {letter.subject}", blocks=(notice, *shown.blocks)),
        letter.variant,
        desk.templates,
    )
    return replace(marked, html=marked.html.replace(SLOT, PROOF), text=marked.text.replace(SLOT, PROOF))


def _notice(looked: Readiness, built: Built, desk: EditingContext, around: Surroundings) -> Notice:
    stops = [problem for problem in looked.problems if problem.severity == "error"]
    return Notice(
        heading=f"Proof of edition {built.edition}",
        paragraphs=(
            "This cannot go out yet:"
            if stops
            else "Nothing stops this letter." + (" Look at:" if looked.problems else ""),
        ),
        faults=tuple(str(problem) for problem in looked.problems),
        rows=tuple(_rows(looked, built, desk, around)),
        above=True,
    )


def _rows(looked: Readiness, built: Built, desk: EditingContext, around: Surroundings) -> list[tuple[str, str]]:
    letter, audience = built.letters[0], around.audience
    measured = sizes(letter)
    links = [link for link in dict.fromkeys(_LINK.findall(letter.html)) if SLOT not in link]
    hosts = {urlsplit(link).hostname or "" for link in links}
    rows = [
        ("goes out", around.when),
        ("size", f"{measured.html_bytes / 1_000:.0f} kB of HTML, {desk.limits.html_bytes / 1_000:.0f} kB at most"),
        ("links", f"{len(links)} to {len(hosts)} sites: {', '.join(sorted(hosts))}"),
        ("languages", ", ".join(other.variant.language for other in built.letters)),
        ("recipients", f"{audience.recipients:,}"),
        *((f"excluded: {why.replace('_', ' ')}", f"{number:,}") for why, number in sorted(audience.excluded.items())),
    ]
    if around.last:
        more = audience.recipients - around.last.recipients
        rows.append(
            (
                f"since {around.last.edition}",
                f"{more:+,} recipients; {len(built.pages)} picks, {around.last.picks} then",
            )
        )
    approved = [approval.by for approval in looked.approvals if approval.fingerprint == built.fingerprint]
    if approved:
        rows.append(("approved by", ", ".join(dict.fromkeys(approved))))
    elif desk.approval_required:
        rows.append(("must be approved", f"digest approve {built.edition} --by NAME"))
    rows.append(("fingerprint", built.fingerprint[:12]))
    return rows


def sandbox_proof(built: Built, transport: Transport, address: str) -> dict[str, TransportResult]:
    """Hand each variant of `built` to a transport in sandbox mode, as if to `address`; return the reply per variant."""
    return {
        str(letter.variant): transport.hand_over(Batch(built.edition, 1, 1, letter, [Recipient(0, address, *_NOBODY)]))
        for letter in built.letters
    }
