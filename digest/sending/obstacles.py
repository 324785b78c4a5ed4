"""Obstacles: what would stop the send of an edition that is not begun, beside its own problems, in the send's words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from digest.calendar.edition_id import corrected
from digest.calendar.plan import Plan
from digest.delivery.audience import AudienceQuery
from digest.delivery.audience_guard import unusual_audience, unusual_number
from digest.delivery.statuses import EditionState
from digest.editing.readiness import Readiness
from digest.errors import DigestError, EditionCancelled, EditionWithheld, NobodyToWriteTo
from digest.ports.readers import Audiences
from digest.ports.reports import Reports
from digest.sending.corrections import correction_obstacle
from digest.sending.send_by_hand import reason_to_keep


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Tells the obstacles of one newsroom's editions, none of which it hands over.

    `readers_fault` opens the list of readers, with all that the journal knows and a restored database does not; it
    returns why it does not open, in words. `open_audiences` is called where it opened. `open_transport` raises
    `DigestError` when letters cannot be handed over. `at_desk` says what editors decide there without any command.
    """

    readers_fault: Callable[[], str]
    open_transport: Callable[[], object]
    open_audiences: Callable[[], Audiences]
    reports: Reports
    plan: Plan
    audience_guard: int = 0
    at_desk: bool = False

    def stopping(self, edition_id: str, readiness: Readiness, at: datetime, reason: str = "") -> tuple[str, ...]:
        """Return what would stop a send at the instant `at`, but for the problems that `readiness` has found itself.

        With a `reason` a second letter in one week is no obstacle.
        """
        if fault := self.readers_fault():
            return (fault,)
        found = []
        try:
            self.open_transport()
        except DigestError as error:
            found.append(str(error))
        if decided := self.reports.withheld(edition_id):
            withheld = EditionWithheld.because(edition_id, str(decided), decided.way_back)
            found.append(f"it is {decided}" if self.at_desk else str(withheld))
        if why := correction_obstacle(edition_id, self.reports):
            found.append(why)
        if readiness.built:
            try:
                reason_to_keep(readiness.built, self.plan, self.reports, at, reason)
            except DigestError as error:
                found.append(str(error))
        if not why and (fault := self._audience_fault(edition_id, at)):
            found.append(fault)
        known = self.reports.forgotten().get(edition_id)
        if known and known.state is EditionState.CANCELLED:
            found.append(str(EditionCancelled.because(edition_id, known.reason)))
        elif known:
            found.append(f"it is paused as soon as it begins: {known.reason}")
        return tuple(found)

    def _audience_fault(self, edition_id: str, at: datetime) -> str:
        """Return why an edition may not go to as many readers as there are."""
        query = AudienceQuery(frozenset(), "", at, corrects=corrected(edition_id))
        recipients = self.open_audiences().count(query).recipients
        if not recipients:
            return str(NobodyToWriteTo.because(edition_id, query.corrects)) if not self.at_desk else _nobody(query)
        known = self.reports.known_audiences(edition_id)
        if self.at_desk:
            unusual = unusual_number(edition_id, recipients, known, self.audience_guard)
            return unusual.at_desk() if unusual else ""
        return unusual_audience(edition_id, recipients, known, self.audience_guard)


def _nobody(query: AudienceQuery) -> str:
    """Return that an edition is for nobody, for whoever sees no commands."""
    if query.corrects:
        return f"nobody would get it: whoever got the letter of {query.corrects} may not be written to any more"
    return "nobody would get it: there is no reader who may be written to"
