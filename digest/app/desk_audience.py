"""Joins the page of the desk on which a person says for how many readers an edition may be, and its button."""

from collections.abc import Mapping
from dataclasses import dataclass

from digest.app.desk_edition import BEGUN, DeskRoom
from digest.app.desk_editions import standing_of
from digest.app.desk_told import Told
from digest.app.services import Services
from digest.characters import one_line
from digest.errors import DigestError
from digest.web.desk.answered import Answered
from digest.web.desk.typed_readers import typed_readers
from digest.web.desk.visit import Visit

_SHOWN_OF_A_NUMBER = 40


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed into the field, and why it was not taken."""

    words: str = ""
    fault: str = ""


class DeskAudience:
    """Asks and records for how many readers editions may be."""

    def __init__(self, room: DeskRoom) -> None:
        self._room = room

    def ask(self, edition_id: str, visit: Visit, typed: _Typed = _Typed()) -> str:
        """Return the page that says how many readers there are, and asks whether that is right; writes nothing."""
        newsroom = self._room.newsroom
        approval, closed = Services(newsroom).audience_approval(), newsroom.reader_records.opening_fault()
        return self._room.html.render(
            "audience",
            **self._room.around(edition_id, visit),
            standing=(standing := standing_of(newsroom, edition_id)),
            is_begun=standing.stage in BEGUN,
            closed=closed,
            recipients=0 if closed else approval.recipients(edition_id),
            question=None if closed else approval.question(edition_id),
            typed=typed,
        )

    def act(self, edition_id: str, visit: Visit, fields: Mapping[str, str]) -> Answered:
        """Record the number that was typed, or show the page again with what was typed and why it was not taken."""
        room, said = self._room, typed_readers(fields)
        words = one_line(fields.get("readers", ""))[:_SHOWN_OF_A_NUMBER]
        if fault := room.newsroom.reader_records.opening_fault():
            return Answered(html=self.ask(edition_id, visit, _Typed(words, fault)))
        if said is None:
            why = "type the number of readers, such as 188"
            return Answered(html=self.ask(edition_id, visit, _Typed(words, why)))
        try:
            Services(room.newsroom).audience_approval().approve(edition_id, said, visit.editor)
        except DigestError as error:
            return Answered(html=self.ask(edition_id, visit, _Typed(words, str(error))))
        told = Told((f"It may go to about {said:,} readers: you said that so many is right.",))
        return Answered(f"/desk/editions/{edition_id}?told={room.tellings.keep(visit.editor.name, told)}#told")
