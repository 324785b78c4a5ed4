"""Welcome letters: whoever has just confirmed gets one letter at once, and at most once.

    newcomer -> choose -> plan (log) -> ask consent -> write "attempt" (log, journal) -> hand over -> write the result

A newcomer is a wake-up and no more: whichever process comes first plans the one letter. Consent, address, pauses and
letter options are asked for just before the post, as for an edition; whoever may not be written to then is left out.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.calendar.edition_id import corrected
from digest.calendar.plan import Plan
from digest.delivery.batch import Batch, Recipient
from digest.delivery.counts import OpenedEdition
from digest.delivery.mail import Letter
from digest.delivery.retry import Retry, TransportResult, Verdict, Write, decide
from digest.delivery.revision import MAILED
from digest.delivery.statuses import EditionState, Status
from digest.delivery.welcome import WORDS, Welcome, WelcomeKind
from digest.errors import DigestError
from digest.mailing.welcome_words import WelcomeWords
from digest.ports.delivery import Transport
from digest.ports.process import Clock
from digest.ports.readers import Subscribers
from digest.ports.reports import Reports
from digest.ports.revisions import Revisions
from digest.ports.welcomes import Newcomers, Welcomes
from digest.sending.ended_editions import REMEMBERED
from digest.sending.welcome_choice import choose_welcome
from digest.sending.worker_pool import STALE

USEFUL = timedelta(days=1)
"""A letter that could not be handed over for so long is given up."""
RETRY = timedelta(seconds=60)
"""A refusal of everything (a wrong key) is tried again after so long."""
SWITCHED_OFF = "switched_off"
TOO_LATE = "waited_too_long"
"""Why letters go to nobody, beside the reasons that are their readers'."""


@dataclass(frozen=True, slots=True)
class WelcomeSender:
    """Hands over the welcome letters of one newsroom.

    `open_words` makes what writes the words of thanks, `open_transport` the transport that a run hands its letters to.
    """

    kind: WelcomeKind
    newcomers: Newcomers
    welcomes: Welcomes
    subscribers: Subscribers
    reports: Reports
    revisions: Revisions
    open_words: Callable[[], WelcomeWords]
    open_transport: Callable[[], Transport]
    plan: Plan
    clock: Clock

    def welcome(self) -> int:
        """Plan the letters of all who have just confirmed, and hand over what is due; return how many were tried."""
        self._plan_all()
        if not self.welcomes.has_work(self.clock.now()):
            return 0
        transport = self.open_transport()
        self.subscribers.verify_journal()  # nothing goes out with one that could not tell who was written to, or left
        self.welcomes.end_lost(self.clock.now(), repeats=transport.repeats)
        return sum(self._deliver(waiting, transport) for waiting in self.welcomes.due(self.clock.now()))

    def _plan_all(self) -> None:
        waiting = self.newcomers.waiting()
        if waiting and self.kind is WelcomeKind.NONE:
            self.newcomers.forget(waiting[-1].confirmed_at)
        elif waiting:
            opened = self.reports.last_opened(REMEMBERED) if self.kind is WelcomeKind.LATEST else []
            for newcomer in waiting:
                now = self.clock.now()
                chosen = choose_welcome(opened, self.plan, newcomer.confirmed_at, now)
                if chosen and self._is_wrong(chosen, opened):
                    chosen = WORDS
                if chosen:
                    self.welcomes.plan(newcomer, chosen, now)

    def _is_wrong(self, chosen: str, opened: Sequence[OpenedEdition]) -> bool:
        """Return whether an edition was corrected by mail, which a newcomer would not get, and not amended since."""
        is_corrected = any(corrected(one.edition) == chosen for one in opened)
        return is_corrected and self.revisions.letters(chosen, MAILED + 1) is None

    def _deliver(self, waiting: Welcome, transport: Transport) -> bool:
        """Hand one letter over if it may go and its reader consents; return whether it was tried."""
        now = self.clock.now()
        if reason := self._why_not(waiting, now):
            self.welcomes.leave_out(waiting, reason, now)
            return False
        consenting, excluded = self.subscribers.consenting(waiting.edition, [waiting.reader], now)
        if not consenting:
            self.welcomes.leave_out(waiting, excluded[waiting.reader], now)
            return False
        letter = self._letter(waiting, consenting[0])
        if letter is None:
            self.welcomes.change_to_words(waiting)
            return False
        # Making a letter takes a while: consent counts that is read once it is made, just before the attempt.
        still, excluded = self.subscribers.consenting(waiting.edition, [waiting.reader], self.clock.now())
        if still != consenting:
            self._put_off(waiting, excluded, now)
            return False
        attempted = self.welcomes.attempt(waiting, now)
        if attempted is None:  # another process has it, or its edition is being handed over again
            self.welcomes.withdraw(waiting, "", now + RETRY)
            return False
        batch = Batch(letter.edition, 0, attempted.tries, letter, consenting)
        self._complete(attempted, self._hand_over(batch, transport, now + STALE))
        return True

    def _put_off(self, waiting: Welcome, excluded: Mapping[int, str], now: datetime) -> None:
        """Leave out who does not consent any more; whoever changed an address or a wish gets another letter, soon."""
        if reason := excluded.get(waiting.reader):
            self.welcomes.leave_out(waiting, reason, now)
        else:
            self.welcomes.withdraw(waiting, "", now + RETRY)

    def _why_not(self, waiting: Welcome, now: datetime) -> str:
        """Return why nobody gets a letter that waits, whoever it is for; empty when it may go."""
        if self.kind is WelcomeKind.NONE:
            return SWITCHED_OFF
        return TOO_LATE if now >= waiting.made_at + USEFUL else ""

    def _letter(self, waiting: Welcome, recipient: Recipient) -> Letter | None:
        """Return the letter of a reader: of the edition's latest revision, or the words; None where there is none.

        It may have been cancelled since, hold no section that the reader wants, or be damaged.
        """
        if waiting.edition == WORDS:
            words = self.open_words()
            language = self.newcomers.language(waiting.reader, words.languages, words.own_language)
            return words.write(language, recipient.options)
        opened, letters = self.reports.opened(waiting.edition), self.revisions.latest(waiting.edition)
        gone = opened is None or opened.state is EditionState.CANCELLED
        if gone or letters is None or not recipient.options.leaves(letters.sections):
            return None
        languages = {variant.language for variant in letters.letters}
        language = self.newcomers.language(waiting.reader, languages, self.open_words().own_language)
        # What was mailed had a rule for mailboxes, and so has its revision: whoever asks at neither is safe from both.
        options = recipient.options.at_least(letters.mailboxes.mode(recipient.address.rpartition("@")[2]))
        try:
            return letters.letter(language, options)
        except DigestError:
            return None

    def _hand_over(self, batch: Batch, transport: Transport, fresh_until: datetime) -> TransportResult:
        if self.clock.now() > fresh_until:
            return TransportResult(Verdict.REPEAT, "the program was frozen between the attempt and the hand-over")
        try:
            return transport.hand_over(batch)
        except Exception as error:  # noqa: BLE001 - whatever a transport raises, nobody knows what became of the letter
            verdict = Verdict.REPEAT if transport.repeats else Verdict.UNKNOWN
            return TransportResult(verdict, f"the hand-over broke off ({type(error).__name__})")

    def _complete(self, attempted: Welcome, result: TransportResult) -> None:
        """Write what became of a hand-over, or let the letter wait for another try."""
        now, expires_at = self.clock.now(), attempted.made_at + USEFUL
        chance = random.random()  # noqa: S311 - spreads delays, keeps no secret
        decision = decide(result, attempted.tries, now, expires_at, chance)
        if isinstance(decision, Write):
            self.welcomes.finish(attempted, decision.batch_result.status, decision.batch_result.reason, now)
            return
        failed = decision.failed.get(attempted.reader) if isinstance(decision, Retry) else None
        delay = timedelta(seconds=decision.delay_seconds) if isinstance(decision, Retry) else RETRY
        if failed is not None or now + delay >= expires_at:
            self.welcomes.finish(attempted, Status.FAILED, failed or result.reason, now)
        else:
            self.welcomes.withdraw(attempted, result.reason, now + delay)
