"""Proof: the letter as readers would get it, with a report above it, to editors; or to nobody, in the ESP's sandbox.

Of an edition that problems stop it is a marked draft, with these above it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from digest.calendar.edition_id import corrected
from digest.calendar.plan import Plan, window_of
from digest.calendar.words import in_words
from digest.delivery.audience import AudienceQuery
from digest.delivery.audience_guard import unusual_audience
from digest.delivery.batch import Batch, Recipient
from digest.delivery.mail import Letter
from digest.delivery.retry import Verdict
from digest.editing.build import Built, LetterBuilder
from digest.editing.marked_draft import marked_draft
from digest.editing.pages_today import pages_today
from digest.editing.proof_notice import Surroundings, proof_notice
from digest.editing.readiness import Readiness
from digest.edition.cards import cards
from digest.errors import DigestError, NobodyToWriteTo
from digest.letter.letter import render
from digest.letter.slots import SLOT
from digest.letter.view import view
from digest.mailing.editor_mail import EditorMail
from digest.ports.delivery import Transport
from digest.ports.editorial import Pages
from digest.ports.process import Clock, Watcher
from digest.ports.readers import Audiences
from digest.ports.reports import Reports
from digest.problem import in_order

PROOF = "proof"
"""Stands in a proof where a reader's token would, and opens nothing."""
_NOBODY = ("0" * 22, "0" * 39)


@dataclass(frozen=True, slots=True)
class Proofs:
    """Makes the proofs of one newsroom's editions, with the counts of the audience as it is now."""

    builder: LetterBuilder
    approval_required: bool
    audiences: Audiences
    reports: Reports
    pages: Pages
    plan: Plan
    clock: Clock
    audience_guard: int = 0

    def look_again(self, found: Readiness, watch: Watcher) -> Readiness:
        """Return `found` with a warning where a picked page has another headline than when it was read, or is gone."""
        if found.built is None:
            return found
        warnings = pages_today(*found.checked.sound(), self.pages, watch)
        return replace(found, problems=tuple(in_order([*found.problems, *warnings])))

    def letter(self, found: Readiness, words: str = "") -> Letter:
        """Return the proof of an edition: its own letter below a notice, subject marked [PROOF], or its draft.

        `words` are said first, where there are any. Raises `InputProblems` when there is neither: the file cannot be
        read.
        """
        built, builder = found.built, self.builder
        if built is None:
            rows = [("goes out", self._when(found.edition_id))]
            return marked_draft(found.checked, found.problems, builder, rows).letter
        edition, lock = found.checked.sound()
        own, templates = built.letters[0], builder.templates
        shown = view(edition, list(cards(edition, lock)), builder.publication, own.variant, templates.phrase)
        blocks = (proof_notice(found, self._surroundings(built), words), *shown.blocks)
        marked = render(replace(shown, subject=f"[PROOF] {own.subject}", blocks=blocks), own.variant, templates)
        return replace(marked, html=marked.html.replace(SLOT, PROOF), text=marked.text.replace(SLOT, PROOF))

    def _surroundings(self, built: Built) -> Surroundings:
        now = self.clock.now()
        query = AudienceQuery(built.languages, built.own_language, now, corrects=corrected(built.edition))
        audience, known = self.audiences.count(query), self.reports.known_audiences(built.edition)
        fault = unusual_audience(built.edition, audience.recipients, known, self.audience_guard)
        if not audience.recipients:
            fault = str(NobodyToWriteTo.because(built.edition, query.corrects))
        return Surroundings(
            when=self._when(built.edition),
            audience=audience,
            audience_fault="" if self.reports.opened(built.edition) else fault,
            last=next((report for report in self.reports.recent(2) if report.edition != built.edition), None),
            limits=self.builder.limits,
            approval_required=self.approval_required,
        )

    def _when(self, edition_id: str) -> str:
        window = window_of(edition_id, self.plan)
        return in_words(window.due, self.plan) if window else "by hand only"


@dataclass(frozen=True, slots=True)
class ProofMail:
    """Mails proofs to editors at once; `deliver` hands over what waits in the mail queue."""

    proofs: Proofs
    editors: EditorMail
    deliver: Callable[[], int]
    clock: Clock

    def addresses(self, to: Sequence[str]) -> Sequence[str]:
        """Return `to`, or the editors' addresses where it names none; raises `DigestError` when there are none."""
        addresses = to or self.editors.addresses
        if not addresses:
            raise DigestError(
                "there is nobody to mail the proof to; name an editor in digest.toml, as [editors.anna], "
                "or add --to ADDRESS"
            )
        return addresses

    def mail(self, found: Readiness, addresses: Sequence[str]) -> tuple[int, int]:
        """Mail the proof of an edition to `addresses`; return how many mails were accepted, of how many.

        What was not accepted stays in the queue. Raises `InputProblems` when the file cannot be read.
        """
        key = f"proof-by-hand:{found.edition_id}:{self.clock.now().isoformat()}"
        self.editors.send(addresses, key, self.proofs.letter(found))
        self.deliver()
        return self.editors.accepted(key), len(addresses)


def rehearse(built: Built, transport: Transport, address: str) -> dict[str, str]:
    """Hand each variant of `built` to a transport in sandbox mode, as if to `address`.

    Return per variant why it was not accepted; empty where it was.
    """
    faults = {}
    for letter in built.letters:
        result = transport.hand_over(Batch(built.edition, 1, 1, letter, [Recipient(0, address, *_NOBODY)]))
        accepted = result.verdict is Verdict.ACCEPTED
        faults[str(letter.variant)] = "" if accepted else result.reason or f"not accepted ({result.verdict})"
    return faults
