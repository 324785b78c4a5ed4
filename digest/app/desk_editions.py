"""Joins the first page of the desk: the editions by week, as values for its template, and what begins one."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk_html import DeskHtml
from digest.app.past_editions import mailed_subjects_of
from digest.app.saving import open_saver
from digest.app.services import Services
from digest.calendar.edition_id import read_edition_id
from digest.delivery.standing import Stage, Standing
from digest.editing.new import begin_edition
from digest.errors import DigestError
from digest.sending.overview import Editorial, Listed, Week
from digest.web.desk.answered import Answered
from digest.web.desk.visit import Visit
from subscribers.errors import SubscribersError

_DONE = {"unskipped": "It is not skipped any more.", "skipped": "It is skipped: no letter goes out on that day."}
_AWAY = {-1: "Last week", 0: "This week", 1: "Next week"}


def standing_of(newsroom: Newsroom, edition_id: str) -> Standing:
    """Return where an edition stands, whatever is wrong: what keeps anybody from knowing holds it, too.

    No site is asked: it is for pages that show it.
    """
    try:
        return Services(newsroom, asks_sites=False).standings(at_desk=True).of(edition_id)
    except (DigestError, SubscribersError) as error:
        return Standing(Stage.HELD, str(error))


def day_in_words(day: date) -> str:
    """Return a day for people: `Friday 27 November 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


class DeskEditions:
    """The first page of the desk of one newsroom."""

    def __init__(self, current: CurrentNewsroom, html: DeskHtml) -> None:
        self._current, self._html = current, html

    def list_page(self, visit: Visit, done: str) -> str:
        """Return the page."""
        room = self._current()
        plan = room.settings.schedule.plan
        standing, mailed = partial(standing_of, room), partial(mailed_subjects_of, room)
        found = Editorial(room.editions, room.reports, standing, mailed, plan, room.clock).overview()
        return self._html.render(
            "editions",
            visit=visit,
            done=_DONE.get(done, ""),
            urgent=[self._row(one) for one in found.urgent],
            coming=[{"name": _week(week), "rows": [self._row(one) for one in week.editions]} for week in found.coming],
            past=[self._row(one) for one in found.past],
        )

    def begin(self, edition_id: str, visit: Visit) -> Answered:
        """Write the file of an edition with the sections of the last one."""
        room = self._current()
        try:
            plan, skipped = room.settings.schedule.plan, room.reports.skipped()
            begin_edition(room.editions, plan, room.clock.now(), edition_id, skipped)
            open_saver(room).keep_begun(edition_id, visit.editor.name, room.clock.now())
        except DigestError as error:
            return Answered(html=self._html.refusal(visit, "It was not begun", str(error), "/desk"))
        return Answered(f"/desk/editions/{edition_id}")

    def missing(self, _edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is no edition."""
        return self._html.refusal(visit, "There is no such edition", "Nothing is kept at this address.", "/desk")

    def _row(self, one: Listed) -> Mapping[str, object]:
        stage = one.standing.stage
        return {
            "id": one.id,
            "day_in_words": day_in_words(one.day),
            "kind": kind_of(one.id),
            "subject": one.subject,
            "standing": stage.value,
            "why": one.standing.why,
            "due": self._due(one.due) if one.due and stage.is_to_come else "",
            "is_written": one.is_written,
            "kept": 0 if one.is_written else len(open_saver(self._current()).versions(one.id)),
            "may_begin": stage is Stage.ABSENT,
            "may_be_skipped": stage in (Stage.ABSENT, Stage.DRAFT, Stage.LOCKED),
            "is_skipped": stage is Stage.SKIPPED,
        }

    def _due(self, due: datetime) -> str:
        """Return when a letter goes out, on the newsroom's clock; empty where that is past."""
        newsroom = self._current()
        plan = newsroom.settings.schedule.plan
        if due <= newsroom.clock.now():
            return ""
        local = due.astimezone(ZoneInfo(plan.zone))
        return f"{local:%A} {local.day} {local:%B, %H:%M} ({plan.zone})"


def _week(week: Week) -> str:
    begins = f"{week.begins.day} {week.begins:%B %Y}"
    return f"{_AWAY[week.away]}, from {begins}" if week.away in _AWAY else f"Week of {begins}"


def kind_of(edition_id: str) -> str:
    """Return what an edition is beside that day's own letter; empty for that."""
    found = read_edition_id(edition_id)
    if found is None:
        return ""
    parts = ["special" if found.is_special else "", f"correction {found.correction}" if found.correction else ""]
    return ", ".join(filter(None, parts))
