"""Proof: the letter as readers would get it, with a report above it, to editors; or to nobody, in the ESP's sandbox.

Of an edition that problems stop it is a marked draft, with these above it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

from digest.calendar.edition_id import corrected
from digest.calendar.plan import Plan, window_of
from digest.calendar.words import in_words
from digest.counted import counted
from digest.delivery.audience import Audience, AudienceQuery
from digest.delivery.audience_guard import unusual_audience
from digest.delivery.batch import Batch, Recipient
from digest.delivery.mail import Letter
from digest.delivery.retry import Verdict
from digest.editing.build import Built, LetterBuilder
from digest.editing.links_today import LinkCheck
from digest.editing.marked_draft import marked_draft
from digest.editing.pages_today import pages_today
from digest.editing.proof_notice import Surroundings, language_notice, problems_of, proof_notice
from digest.editing.readiness import Readiness
from digest.edition.approval_rule import ApprovalRule
from digest.edition.cards import cards
from digest.edition.proof_changes import changes, listed
from digest.edition.proof_record import ProofRecord, record_of
from digest.errors import InputProblems, NobodyToWriteTo
from digest.letter.blocks.notice import Notice
from digest.letter.inbox_line import InboxLine, inbox_lines
from digest.letter.letter import render
from digest.letter.slots import SLOT
from digest.letter.view import view
from digest.ports.delivery import Transport
from digest.ports.editorial import Pages
from digest.ports.process import Clock, Watcher
from digest.ports.proofs import MailedProofs
from digest.ports.readers import Audiences
from digest.ports.reports import Reports
from digest.problem import START, in_order

PROOF = "proof"
"""Stands in a proof where a reader's token would, and opens nothing."""
_NOBODY = ("0" * 22, "0" * 39)


@dataclass(frozen=True, slots=True)
class Looked:
    """A readiness with what its pages and links said today, and all of the links in a few words."""

    found: Readiness
    links: str = ""


@dataclass(frozen=True, slots=True)
class MadeProof:
    """What is mailed of a proof.

    `letter` returns it with a button that leads to an address, or without one; `others` are the letters in other
    languages. `changes` are those since the last proof, behind the sentence that says since when.
    """

    record: ProofRecord
    changes: tuple[str, ...]
    letter: Callable[[str], Letter]
    others: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class Proofs:
    """Makes the proofs of one newsroom's editions, with the counts of the audience as it is now.

    `standing` returns where an edition stands, in words.
    """

    builder: LetterBuilder
    rule: ApprovalRule
    audiences: Audiences
    reports: Reports
    mailed: MailedProofs
    pages: Pages
    links: LinkCheck
    standing: Callable[[Readiness], str]
    plan: Plan
    clock: Clock
    audience_guard: int = 0

    def look_again(self, found: Readiness, watch: Watcher) -> Looked:
        """Return `found` with warnings about its pages and links today.

        A picked page may have another headline than when it was read, or be gone; a link may be dead, or have moved.
        """
        if found.built is None:
            return Looked(found)
        edition, lock = found.checked.sound()
        warnings, words = pages_today(edition, lock, self.pages, watch), ""
        if not any(problem.mark == START for problem in warnings):  # the web is there
            known = {problem.mark for problem in warnings}
            links = self.links.look(edition, found.built.letters, known, watch)
            warnings, words = [*warnings, *links.problems], links.words
        return Looked(replace(found, problems=tuple(in_order([*found.problems, *warnings]))), words)

    def make(self, looked: Looked, words: str = "") -> MadeProof:
        """Return the proof of an edition: its own letters below a notice, subjects marked [PROOF], or its draft.

        `words` are said first, where there are any. Raises `InputProblems` when there is neither: the file cannot be
        read.
        """
        found = looked.found
        edition, lock = found.checked.edition, found.checked.lock
        if edition is None:
            raise InputProblems(found.problems)
        built = found.built
        fingerprint = built.fingerprint if built else ""
        record = record_of(edition, cards(edition, lock), self.builder.publication.appeal, fingerprint)
        since = self._since(found.edition_id, record)
        if built is None:
            return MadeProof(record, since, self._draft(found, since))
        audience = self._audience(built)
        around = replace(self._surroundings(found, built, audience), changes=since, links=looked.links)
        notice = proof_notice(found, around, words)
        others = tuple(self._in_other_languages(found, built, audience))
        return MadeProof(record, since, cache(partial(self._with_button, found, built.letters[0], notice)), others)

    def _since(self, edition_id: str, record: ProofRecord) -> tuple[str, ...]:
        last = self.mailed.last(edition_id)
        if last is None:
            return ("This is the first proof of this edition.",)
        which = f"the proof of {in_words(last.at, self.plan)}, mailed to {counted(last.copies, 'address', 'addresses')}"
        if last.record is None:
            return (f"Another version of the program made {which}: what was changed since then is not known.",)
        lines = listed(changes(last.record, record))
        return (f"Changed since {which}:", *lines) if lines else (f"Nothing was changed since {which}.",)

    def _draft(self, found: Readiness, since: tuple[str, ...]) -> Callable[[str], Letter]:
        rows = [("where it stands", self.standing(found)), ("goes out", self._when(found.edition_id))]
        draft = marked_draft(found.checked, found.problems, self.builder, rows, since=since).letter
        return lambda _button: draft

    def _with_button(self, found: Readiness, own: Letter, notice: Notice, button: str) -> Letter:
        return self._below(found, own, replace(notice, button=button), "[PROOF]")

    def _below(self, found: Readiness, own: Letter, notice: Notice, mark: str) -> Letter:
        """Return one of an edition's letters below a notice, with nothing of a reader."""
        edition, lock = found.checked.sound()
        templates = self.builder.templates
        shown = view(edition, list(cards(edition, lock)), self.builder.publication, own.variant, templates.phrase)
        whole = replace(shown, subject=f"{mark} {own.subject}", blocks=(notice, *shown.blocks))
        marked = render(whole, own.variant, templates)
        return replace(marked, html=marked.html.replace(SLOT, PROOF), text=marked.text.replace(SLOT, PROOF))

    def _in_other_languages(self, found: Readiness, built: Built, audience: Audience) -> list[Letter]:
        """Return the letters in the languages, beside the first one, that some reader will get."""
        made = []
        for letter in built.letters[1:]:
            language = letter.variant.language
            if readers := audience.languages.get(language, 0):
                notice = language_notice(built.edition, letter, readers, problems_of(built, letter))
                made.append(self._below(found, letter, notice, f"[PROOF, {language}]"))
        return made

    def _audience(self, built: Built) -> Audience:
        now = self.clock.now()
        return self.audiences.count(
            AudienceQuery(built.languages, built.own_language, now, corrects=corrected(built.edition))
        )

    def _surroundings(self, found: Readiness, built: Built, audience: Audience) -> Surroundings:
        known = self.reports.known_audiences(built.edition)
        fault = unusual_audience(built.edition, audience.recipients, known, self.audience_guard)
        if not audience.recipients:
            fault = str(NobodyToWriteTo.because(built.edition, corrected(built.edition)))
        return Surroundings(
            stands=self.standing(found),
            when=self._when(built.edition),
            audience=audience,
            audience_fault="" if self.reports.opened(built.edition) else fault,
            last=next((report for report in self.reports.recent(2) if report.edition != built.edition), None),
            limits=self.builder.limits,
            rule=self.rule,
            own_pages=self.builder.publication.base_url,
            inbox=self._inbox(built.letters[0]),
        )

    def _inbox(self, letter: Letter) -> list[InboxLine]:
        envelope = self.builder.envelope
        return inbox_lines(letter, envelope.sender_name if envelope else self.builder.publication.title)

    def _when(self, edition_id: str) -> str:
        window = window_of(edition_id, self.plan)
        return in_words(window.due, self.plan) if window else "by hand only"


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
