"""Joins the file itself at the desk: its whole text to edit, and every version of it that is kept, to bring back."""

from collections.abc import Mapping
from dataclasses import dataclass

from digest.app.desk_edition import DeskRoom, Unsaved
from digest.app.desk_saving import DeskSaving
from digest.app.desk_told import Told
from digest.editing.save import SavedMeanwhile
from digest.edition.differences import differences
from digest.edition.form_text import packed, unpacked, with_ends_of
from digest.edition.saved import Version, text_hash
from digest.errors import DigestError, FileGone
from digest.problem import Problem
from digest.web.desk.answered import Answered
from digest.web.desk.visit import Visit


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """One line of the file, with what is wrong on it."""

    number: int
    text: str
    problems: tuple[Problem, ...]


class DeskFile:
    """The pages of the desk on the file itself, for those who want it and for whatever no form can write."""

    def __init__(self, room: DeskRoom, saving: DeskSaving) -> None:
        self._room, self._saving = room, saving

    def save(self, edition_id: str, visit: Visit, fields: Mapping[str, str]) -> Answered:
        """Write what the form of an edition wants."""
        return self._saving.save(edition_id, visit, fields)

    def missing(self, edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is nothing."""
        return self._room.missing(edition_id, visit)

    def file_page(self, edition_id: str, visit: Visit, parameters: Mapping[str, str]) -> str:
        """Return the page with the whole file as text; raises `DigestError` when there is no such edition."""
        told = self._room.tellings.told(visit.editor.name, parameters.get("told", ""))
        text = self._text(edition_id)
        return self._file_page(edition_id, visit, told, text)

    def save_file(self, edition_id: str, visit: Visit, fields: Mapping[str, str]) -> Answered:
        """Write the whole file, or show both texts where somebody saved meanwhile."""
        room, at = self._room, f"/desk/editions/{edition_id}/file"
        began = unpacked(fields.get("began", ""))
        if began is None or "text" not in fields:
            why = "what the page was made from did not come with it; open it again"
            return Answered(html=room.html.refusal(visit, "It was not saved", why, at))
        text = with_ends_of(fields["text"], began)
        try:
            if "put-back" in fields:
                self._saving.saver.put_back(edition_id, began, visit.editor.name, room.newsroom.clock.now())
            outcome = self._saving.saver.save(edition_id, began, text, visit.editor.name, room.newsroom.clock.now())
        except FileGone:
            kept = self._saving.saver.versions(edition_id)
            return Answered(html=room.gone(edition_id, visit, kept, Unsaved(fields, at, text)))
        except DigestError as error:
            return Answered(html=room.html.refusal(visit, "It was not saved", str(error), at, text))
        if isinstance(outcome, SavedMeanwhile):
            return Answered(html=self._file_page(edition_id, visit, Told(), text, outcome))
        unread = self._saving.read_new(edition_id, text)
        done = "Saved." if outcome.number else "Nothing was changed, so nothing was saved."
        late = room.reaches_nobody(edition_id) if outcome.number else ""
        told = Told(tuple(filter(None, (done, late, outcome.warning, unread))))
        return Answered(f"{at}?told={room.tellings.keep(visit.editor.name, told)}#told")

    def versions_page(self, edition_id: str, visit: Visit) -> str:
        """Return the list of what was saved, the newest first."""
        now = self._text_or_none(edition_id)
        kept = self._saving.saver.versions(edition_id)
        rows = [self._row(version, None if now is None else text_hash(now)) for version in kept]
        around = self._room.around(edition_id, visit)
        return self._room.html.render("versions", **around, versions=rows, is_gone=now is None)

    def version_page(self, edition_id: str, number: int, visit: Visit) -> str:
        """Return one that was saved, beside what the file says now; raises `DigestError` where there is none."""
        there, text = self._text_or_none(edition_id), self._saving.saver.text(edition_id, number)
        now = there or ""
        version = next(one for one in self._saving.saver.versions(edition_id) if one.number == number)
        return self._room.html.render(
            "version",
            **self._room.around(edition_id, visit),
            version=self._row(version, None if there is None else text_hash(now)),
            is_gone=there is None,
            text=text,
            changes=differences(now, text),
            began=packed(now),
        )

    def bring_back(self, edition_id: str, number: int, visit: Visit, fields: Mapping[str, str]) -> Answered:
        """Write one that was saved into the file once more, unless that was changed since the page was shown."""
        room, at = self._room, f"/desk/editions/{edition_id}"
        began, now = unpacked(fields.get("began", "")), room.newsroom.clock.now()
        if began is None:
            why = "what the page was made from did not come with it; open it again"
            return Answered(html=room.html.refusal(visit, "It was not brought back", why, f"{at}/versions/{number}"))
        try:
            outcome = self._saving.saver.bring_back(edition_id, number, began, visit.editor.name, now)
        except DigestError as error:
            return Answered(html=room.html.refusal(visit, "It was not brought back", str(error), f"{at}/versions"))
        if isinstance(outcome, SavedMeanwhile):
            why = f"{outcome.by or 'somebody'} saved the edition since this page was shown; look at it again"
            return Answered(html=room.html.refusal(visit, "It was not brought back", why, f"{at}/versions/{number}"))
        unread = self._saving.read_new(edition_id, self._saving.saver.text(edition_id, number))
        late = room.reaches_nobody(edition_id) if outcome.number else ""
        told = Told(tuple(filter(None, (f"Version {number} is back.", late, outcome.warning, unread))))
        return Answered(f"{at}?told={room.tellings.keep(visit.editor.name, told)}#told")

    def _text(self, edition_id: str) -> str:
        """Return what the file says; nothing where it is no text at all."""
        return self._room.newsroom.editions.read_text(edition_id)[0] or ""

    def _text_or_none(self, edition_id: str) -> str | None:
        """Return what the file says; None where it is gone, and something is kept of it."""
        try:
            return self._text(edition_id)
        except FileGone:
            if not self._saving.saver.versions(edition_id):
                raise
            return None

    def _file_page(
        self, edition_id: str, visit: Visit, told: Told, text: str, clash: SavedMeanwhile | None = None
    ) -> str:
        room, now = self._room, clash.theirs if clash else text
        preview = room.preview(edition_id)
        file = f"editions/{edition_id}.yaml"
        own = [problem for problem in preview.found.problems if problem.file == file]
        lines = [
            NumberedLine(number, line, tuple(one for one in own if one.mark.line == number))
            for number, line in enumerate(now.splitlines(), 1)
        ]
        return room.html.render(
            "file",
            **room.around(edition_id, visit),
            told=told,
            text=text,
            began=packed(now),
            lines=lines,
            problems=own,
            clash=clash,
            theirs=differences(text, now) if clash else [],
            file=file,
        )

    def _row(self, version: Version, now: str | None) -> Mapping[str, object]:
        return {
            "number": version.number,
            "by": version.by,
            "at": self._room.moment(version.at),
            "is_now": version.text == now,
            "is_written": version.is_written,
        }
