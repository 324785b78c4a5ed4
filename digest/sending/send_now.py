"""Send now: an editor in a browser lets an edition begin, by the rules of `digest send`; the schedule hands it over.

Whatever is frozen then goes out, whether the browser stays or goes, and whatever is killed meanwhile.
"""

from dataclasses import dataclass

from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState
from digest.editing.readiness import Readiness
from digest.errors import DigestError, EditionPaused, LetterChanged, NotMeant
from digest.problem import stop_the_letter
from digest.sending.left_to_schedule import LeftToSchedule
from digest.sending.obstacles import Obstacles
from digest.sending.send_by_hand import ManualSend, Prepared, require_meant

_ANY_REASON = "asked for below"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an editor is told before they send an edition.

    `obstacles` stop it beside its problems, in words. Where nothing does, it is the letter of this `fingerprint`, for
    so many `recipients`; why they have to say that number, empty where they need not, and whether it would be a second
    letter in its week.
    """

    readiness: Readiness
    obstacles: tuple[str, ...] = ()
    fingerprint: str = ""
    recipients: int = 0
    asks_for_readers: str = ""
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """What an editor said when they pressed the button: which letter, for how many readers, why a second one."""

    fingerprint: str
    readers: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SendNow:
    """Lets editions of one newsroom begin."""

    manual: ManualSend
    obstacles: Obstacles
    left: LeftToSchedule

    def offer(self, edition_id: str) -> Offer:
        """Return what would be sent now, or what stands in its way; writes nothing.

        Raises `DigestError` when there is no such edition.
        """
        now = self.manual.clock.now()
        found = self.manual.assessor.assess(edition_id, now)
        if why := self.obstacles.stopping(edition_id, found, now, _ANY_REASON):
            return Offer(found, why)
        if found.built is None or stop_the_letter(found.problems):
            return Offer(found)
        try:
            prepared = self.manual.prepare(edition_id, _ANY_REASON)
            recipients = self.manual.preview(prepared).recipients
        except DigestError as error:
            return Offer(found, (str(error),))
        mark, asks = found.built.fingerprint, self.manual.asks_for_readers(prepared)
        return Offer(found, (), mark, recipients, asks, bool(prepared.start.override_reason))

    def begin(self, edition_id: str, meant: Meant) -> bool:
        """Let an edition begin and leave it to the schedule; return whether it began just now, and not before.

        One that began goes on. Raises what `ManualSend.prepare` and `preview` raise, `LetterChanged` for another letter
        than was shown, and `NotMeant` where the number of readers is not the one that was said.
        """
        prepared = self.manual.prepare(edition_id, meant.reason)
        if prepared.built is None:
            self.go_on(edition_id)
            return False
        if prepared.built.fingerprint != meant.fingerprint:
            raise LetterChanged(f"the letter of edition {edition_id} was changed since; look at it as it is now")
        self._require_meant(prepared, meant.readers)
        self.manual.sender.begin(prepared.built, prepared.start, self.left.key(edition_id))
        return True

    def go_on(self, edition_id: str) -> None:
        """Leave what is left of an edition that began to the schedule; raises `EditionPaused` where it is paused.

        Raises `DigestError` where it began for another way than letters go now.
        """
        report = self.manual.reports.report(edition_id)
        if report and report.state is EditionState.PAUSED:
            raise EditionPaused.because(edition_id, report.reason, is_halted=report.is_halted)
        if report and report.state is EditionState.SENDING:
            self.left.leave(edition_id, self.manual.clock.now())

    def is_nobodys(self, report: Report) -> bool:
        """Return whether an edition began and nobody goes on with it: its run on a terminal ended before its end."""
        now = self.manual.clock.now()
        is_alive = report.lease_until is not None and report.lease_until > now
        return (
            report.state is EditionState.SENDING
            and report.pending > 0
            and not is_alive
            and not self.left.has(report.edition)
            and not self.left.is_in_window(report.edition, now)
        )

    def _require_meant(self, prepared: Prepared, said: int | None) -> None:
        recipients = self.manual.preview(prepared).recipients
        why = self.manual.asks_for_readers(prepared)
        if why and said is None:
            raise NotMeant(f"edition {prepared.edition} {why}; type for how many readers it is")
        if why and said is not None:
            require_meant(prepared.edition, why, recipients, said)
