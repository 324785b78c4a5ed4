"""Joins what hands letters over at the desk: send an edition now, pause it, let it go on."""

from collections.abc import Callable, Mapping

from digest.app.desk_edition import BEGUN, DeskRoom
from digest.app.desk_editions import standing_of
from digest.app.desk_progress import progress_of
from digest.app.desk_told import Told
from digest.app.services import Services
from digest.calendar.plan import window_of
from digest.calendar.words import in_words
from digest.characters import one_line
from digest.edition.editor import SEND
from digest.errors import DigestError, NotMeant
from digest.problem import Severity
from digest.sending.send_now import Meant, Offer
from digest.web.desk.answered import Answered
from digest.web.desk.typed_readers import typed_readers
from digest.web.desk.visit import Visit
from subscribers.errors import SubscribersError

LONGEST_REASON = 300
_NOTHING: Mapping[str, str] = {}
_BEGAN = "It begins to go out within half a minute, and goes on by itself: you can close this page."
_DONE = {
    "again": "It began before, and goes on by itself.",
    "pause": "It is paused: whoever did not get it yet waits.",
    "resume": "It goes on within half a minute.",
}


class DeskSending:
    """Sends, pauses and resumes editions for editors at the desk; `log` gets who let one begin."""

    def __init__(self, room: DeskRoom, log: Callable[[str], None]) -> None:
        self._room, self._log = room, log

    def ask(self, edition_id: str, verb: str, visit: Visit, typed: Mapping[str, str] = _NOTHING, why: str = "") -> str:
        """Return the page that says what will happen; raises `DigestError` when there is no such edition.

        `typed` are the fields of a form that was sent in vain, and `why` says what is wrong with the number in it.
        """
        room = self._room
        standing = standing_of(room.newsroom, edition_id)
        is_offered = verb == "send" and standing.stage not in BEGUN and SEND in visit.editor.may
        offer = Services(room.newsroom, asks_sites=False).send_now().offer(edition_id) if is_offered else None
        return room.html.render(
            "send",
            **room.around(edition_id, visit),
            verb=verb,
            standing=standing,
            progress=progress_of(room.newsroom, edition_id),
            offer=offer,
            asks_for_readers=room.asks_for_readers(edition_id, standing),
            faults=_faults(offer),
            when=self._when(edition_id, offer),
            hold_minutes=room.newsroom.settings.schedule.hold_minutes,
            transport=room.newsroom.settings.delivery.transport,
            typed={name: one_line(words)[:LONGEST_REASON] for name, words in typed.items()},
            not_meant=why,
        )

    def act(self, edition_id: str, verb: str, visit: Visit, fields: Mapping[str, str]) -> Answered:
        """Do what the page said, or say why it was not done."""
        room, at = self._room, f"/desk/editions/{edition_id}"
        try:
            done = self._do(edition_id, verb, visit, fields)
        except NotMeant as error:
            return Answered(html=self.ask(edition_id, verb, visit, fields, str(error)))
        except (DigestError, SubscribersError) as error:
            heading = "It was not sent" if verb == "send" else "It was not done"
            return Answered(html=room.html.refusal(visit, heading, str(error), f"{at}/{verb}"))
        return Answered(f"{at}?told={room.tellings.keep(visit.editor.name, Told((done,)))}#told")

    def _do(self, edition_id: str, verb: str, visit: Visit, fields: Mapping[str, str]) -> str:
        services, why = Services(self._room.newsroom), one_line(fields.get("reason", ""))[:LONGEST_REASON]
        reason = f"{why} ({visit.editor.name})" if why else ""
        if verb == "send":
            return self._send(edition_id, visit, Meant(fields.get("fingerprint", ""), typed_readers(fields), reason))
        if self._room.newsroom.reports.opened(edition_id) is None:
            raise DigestError("it did not begin to go out: what keeps it back is taken back by who may approve")
        control = services.edition_control()
        if verb == "resume":
            services.left_to_schedule().refuse_another_way(edition_id)
            control.resume(edition_id)
            services.send_now().go_on(edition_id)
            return _DONE[verb]
        if not reason:
            raise DigestError("write in a few words why you pause it: whoever finds it stopped must know")
        control.pause(edition_id, reason)
        return _DONE[verb]

    def _send(self, edition_id: str, visit: Visit, meant: Meant) -> str:
        if not Services(self._room.newsroom).send_now().begin(edition_id, meant):
            return _DONE["again"]
        self._log(f"edition {edition_id}: {visit.editor.name} sends it now, at the desk")
        return _BEGAN

    def _when(self, edition_id: str, offer: Offer | None) -> str:
        """Return when an edition would go out by itself, in a sentence; empty where the schedule sends it just now."""
        plan, now = self._room.newsroom.settings.schedule.plan, self._room.newsroom.clock.now()
        window, built = window_of(edition_id, plan), offer.readiness.built if offer else None
        if window is None or (built and built.ad_hoc):
            return "It goes out by hand only."
        if now >= window.closes:
            return "Its send window ended without it, so it goes out by hand only."
        return f"By itself it would go out on {in_words(window.due, plan)}." if now < window.due else ""


def _faults(offer: Offer | None) -> list[str]:
    """Return the problems that stop an edition, each with its line."""
    problems = offer.readiness.problems if offer and not offer.fingerprint else ()
    stopping = [one for one in problems if one.severity is Severity.ERROR]
    return [f"Line {one.mark.line}: {one.what}; {one.remedy_at_desk}" for one in stopping]
