"""Joins what editors do to an edition as a whole: each a page that says what will happen, and its button."""

from collections.abc import Mapping

from digest.app.desk_audience import DeskAudience
from digest.app.desk_edition import BEGUN, DeskRoom
from digest.app.desk_editions import standing_of
from digest.app.desk_sending import DeskSending
from digest.app.desk_told import TOO_MANY, Told
from digest.app.services import Services
from digest.calendar.plan import window_of
from digest.calendar.words import in_words
from digest.characters import one_line
from digest.delivery.statuses import EditionState
from digest.editing.approve import approval_remark, approve, refuse_begun
from digest.edition.editor import APPROVE
from digest.errors import DigestError, LetterChanged
from digest.problem import Severity
from digest.web.desk.actions import SENDING_VERBS
from digest.web.desk.answered import Answered
from digest.web.desk.visit import Visit
from subscribers.errors import SubscribersError

_DONE = {
    "approve": "Approved, exactly as it was shown.",
    "hold": "It is held: it does not go out before somebody releases it.",
    "release": "It is not held any more.",
    "skip": "It is skipped: no letter goes out on that day.",
    "unskip": "It is not skipped any more.",
    "proof": "Its proof is mailed to you within a minute.",
}
_PAUSED = (
    "Readers are getting it, so it is paused: letters that were being handed over still go, and nobody else gets it "
    "until it is let go on."
)
LONGEST_REASON = 300


class DeskActions:
    """Approve, hold, release, skip, unskip and mail a proof, for editors; `sending` is what hands letters over."""

    def __init__(self, room: DeskRoom, sending: DeskSending) -> None:
        self._room, self._sending, self._audience = room, sending, DeskAudience(room)

    def ask(self, edition_id: str, verb: str, visit: Visit) -> str:
        """Return the page that says what will happen; raises `DigestError` when there is no such edition."""
        room = self._room
        self._refuse_none(edition_id)
        if verb in SENDING_VERBS:
            return self._sending.ask(edition_id, verb, visit)
        if verb == "approve":
            return self._ask_to_approve(edition_id, visit)
        if verb == "audience":
            return self._audience.ask(edition_id, visit)
        return room.html.render(
            "act",
            **room.around(edition_id, visit),
            verb=verb,
            due=self._due(edition_id),
            way_back=decided.way_back if (decided := room.newsroom.reports.withheld(edition_id)) else "",
            standing=standing_of(room.newsroom, edition_id),
            may_approve=APPROVE in visit.editor.may and not self._is_barred(edition_id, visit),
            is_written=not Services(room.newsroom).checker().missing(edition_id),
        )

    def act(self, edition_id: str, verb: str, visit: Visit, fields: Mapping[str, str]) -> Answered:
        """Do what the page said, or say why it was not done; raises `DigestError` when there is no such edition."""
        self._refuse_none(edition_id)
        room, at = self._room, f"/desk/editions/{edition_id}"
        if verb in SENDING_VERBS:
            return self._sending.act(edition_id, verb, visit, fields)
        if verb == "audience":
            return self._audience.act(edition_id, visit, fields)
        try:
            done = self._do(edition_id, verb, visit, fields)
        except LetterChanged as error:
            back = f"{at}/approve"
            return Answered(html=room.html.refusal(visit, "It was not approved", str(error), back))
        except (DigestError, SubscribersError) as error:
            return Answered(html=room.html.refusal(visit, "It was not done", str(error), f"{at}/{verb}"))
        if Services(room.newsroom).checker().missing(edition_id):
            return Answered(f"/desk?done={'unskipped' if verb == 'unskip' else 'skipped' if verb == 'skip' else ''}")
        told = Told(tuple(filter(None, (done, self._remark(edition_id) if verb == "approve" else ""))))
        return Answered(f"{at}?told={room.tellings.keep(visit.editor.name, told)}#told")

    def read(self, edition_id: str, visit: Visit) -> Answered:
        """Let the pages that were not read yet be read; raises `DigestError` when there is no such edition."""
        room, at = self._room, f"/desk/editions/{edition_id}"
        if why := Services(room.newsroom).checker().missing(edition_id):
            raise DigestError(why)
        if room.reading.ask(edition_id):
            return Answered(f"{at}#reading")
        return Answered(html=room.html.refusal(visit, "Its pages are not read yet", TOO_MANY, at))

    def missing(self, edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is no edition."""
        return self._room.missing(edition_id, visit)

    def _refuse_none(self, edition_id: str) -> None:
        """Raise `DigestError` for what is no edition: no file, no coming day of the plan, nothing known of it."""
        room = self._room.newsroom
        why = Services(room).checker().missing(edition_id)
        window = window_of(edition_id, room.settings.schedule.plan)
        is_coming = window is not None and window.closes > room.clock.now()
        if why and not (is_coming or room.reports.withheld(edition_id) or room.reports.opened(edition_id)):
            raise DigestError(why)

    def _ask_to_approve(self, edition_id: str, visit: Visit) -> str:
        room = self._room
        found = Services(room.newsroom, asks_sites=False).assessor().assess(edition_id)
        mark = found.built.fingerprint if found.built else ""
        return room.html.render(
            "approve",
            **room.around(edition_id, visit),
            fingerprint=mark,
            approved_by=found.approved_by,
            standing=standing_of(room.newsroom, edition_id),
            way_back=decided.way_back if (decided := room.newsroom.reports.withheld(edition_id)) else "",
            is_begun=standing_of(room.newsroom, edition_id).stage in BEGUN,
            saved_last=found.last_editor == visit.editor.name,
            due=self._due(edition_id),
            faults=[one for one in found.problems if one.severity is Severity.ERROR] if not mark else [],
            warnings=[one for one in found.problems if one.severity is Severity.WARNING],
            subject=found.checked.edition.subject if found.checked.edition else "",
        )

    def _do(self, edition_id: str, verb: str, visit: Visit, fields: Mapping[str, str]) -> str:
        """Do it; return what was done, in a sentence."""
        room = self._room.newsroom
        services = Services(room)
        if verb == "approve":
            shown = fields.get("fingerprint", "") or "nothing"
            refuse_begun(services.assessor().assess(edition_id), room.reports)
            approve(edition_id, visit.editor, services.assessor(), room.approvals, room.clock, shown)
            return _DONE[verb]
        if verb == "proof":
            services.proof_mail().enqueue_for(services.assessor().assess(edition_id), visit.editor)
            return _DONE[verb]
        control, why = services.edition_control(), one_line(fields.get("reason", ""))[:LONGEST_REASON]
        reason = f"{why} ({visit.editor.name})" if why else ""
        if verb in ("hold", "skip") and not why:
            raise DigestError(f"write in a few words why you {verb} it: whoever finds it stopped must know")
        if verb == "hold":
            if control.hold(edition_id, reason) is EditionState.PAUSED:
                return _PAUSED
        elif verb == "skip":
            control.skip(edition_id, reason)
        elif verb == "release":
            control.release(edition_id)
        else:
            control.unskip(edition_id)
        return _DONE[verb]

    def _remark(self, edition_id: str) -> str:
        """Return what is to be said of an approval where nobody approves what they saved last themselves."""
        assessor = Services(self._room.newsroom).assessor()
        return approval_remark(assessor.assess(edition_id)) if assessor.another else ""

    def _is_barred(self, edition_id: str, visit: Visit) -> bool:
        """Return whether somebody else has to approve, because this editor saved it last."""
        another = self._room.newsroom.another_editor
        return another is not None and another.last_editor(edition_id) == visit.editor.name

    def _due(self, edition_id: str) -> str:
        """Return when an edition goes out; empty where that is past, or it goes out by hand only."""
        plan = self._room.newsroom.settings.schedule.plan
        window = window_of(edition_id, plan)
        return in_words(window.due, plan) if window and window.due > self._room.newsroom.clock.now() else ""
