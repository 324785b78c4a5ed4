"""Joins the page on which editors make an edition: its words, what its pages say, what is wrong with it, its letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk_editions import day_in_words, kind_of, standing_of
from digest.app.desk_html import DeskHtml
from digest.app.desk_picks import PickForm, PickForms, SectionForm
from digest.app.desk_progress import progress_of
from digest.app.desk_told import Tellings
from digest.app.framed_letter import framed_letter, with_places
from digest.app.inbox import candidates
from digest.app.past_editions import mailed_subjects_of
from digest.app.saving import open_saver
from digest.app.services import Services
from digest.calendar.edition_id import edition_date, read_edition_id
from digest.delivery.standing import Stage, Standing
from digest.delivery.withheld import Decision
from digest.editing.check import NEVER_LOCKED
from digest.editing.page_reading import PageReading
from digest.editing.preview import Preview, take_preview
from digest.editing.preview_options import Choice, PreviewOptions, choices, read_options
from digest.edition.checks import NEVER_READ
from digest.edition.form_limits import fixed_parts
from digest.edition.form_text import packed
from digest.edition.inbox_link import InboxLink
from digest.edition.model import Edition, Pick
from digest.edition.problem_places import ELSEWHERE, problems_by_field
from digest.edition.saved import Version, text_hash
from digest.errors import DigestError
from digest.page_name import page_name
from digest.problem import Problem, Severity
from digest.web.desk.visit import Visit

BEGUN = frozenset({Stage.SENDING, Stage.PAUSED, Stage.HALTED, Stage.SENT, Stage.NEEDS_A_LOOK, Stage.CANCELLED})
"""Where an edition stands of which nothing that readers get by mail can be changed any more."""


_TOO_LATE = "This letter began to go out before: what you changed reaches nobody by mail."


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What a form was to save that could not be: its fields, the path they go to, and the words in them, to copy."""

    fields: Mapping[str, str]
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class DeskRoom:
    """What all pages about one edition share: the newsroom, its HTML, who reads pages, what was told."""

    current: CurrentNewsroom
    html: DeskHtml
    reading: PageReading
    tellings: Tellings

    @property
    def newsroom(self) -> Newsroom:
        """Return the newsroom as its settings and templates are now."""
        return self.current()

    def preview(self, edition_id: str) -> Preview:
        """Return an edition as its files are now; raises `DigestError` when there is none."""
        newsroom = self.newsroom
        services = Services(newsroom)
        return take_preview(edition_id, services.checker(), services.builder(), newsroom.editions, None)

    def missing(self, edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is no edition, or none any more."""
        is_gone = read_edition_id(edition_id) and edition_id not in self.newsroom.editions.names()
        if is_gone and (kept := open_saver(self.newsroom).versions(edition_id)):
            return self.gone(edition_id, visit, kept)
        return self.html.refusal(visit, "There is no such edition", "Nothing is kept at this address.", "/desk")

    def around(self, edition_id: str, visit: Visit) -> dict[str, object]:
        """Return what every page about an edition says of it."""
        day = edition_date(edition_id)
        return {
            "visit": visit,
            "edition_id": edition_id,
            "day": day_in_words(day) if day else edition_id,
            "kind": kind_of(edition_id),
            "at": f"/desk/editions/{edition_id}",
        }

    def gone(self, edition_id: str, visit: Visit, kept: Sequence[Version], unsaved: Unsaved | None = None) -> str:
        """Return the page about a file that is gone, of which these versions are kept, the newest first."""
        newest = next((one for one in kept if one.is_written), kept[0] if kept else None)
        return self.html.render(
            "gone",
            **self.around(edition_id, visit),
            file=f"editions/{edition_id}.yaml",
            count=len(kept),
            newest=newest,
            saved_at=self.moment(newest.at) if newest else "",
            unsaved=unsaved,
            nothing=packed(""),
        )

    def moment(self, at: datetime) -> str:
        """Return an instant on the newsroom's clock: `Friday 27 November, 09:30:00`."""
        local = at.astimezone(ZoneInfo(self.newsroom.settings.schedule.plan.zone))
        return f"{local:%A} {local.day} {local:%B, %H:%M:%S}"

    def reaches_nobody(self, edition_id: str) -> str:
        """Return what to say of a text that was written just now where nobody gets it by mail; else an empty one."""
        return _TOO_LATE if self.newsroom.reports.opened(edition_id) else ""

    def asks_for_readers(self, edition_id: str, standing: Standing) -> bool:
        """Return whether a person has to say that the number of readers is right, now or once it is approved."""
        if (
            standing.stage not in (Stage.HELD, Stage.WAITING, Stage.MISSED)
            or self.newsroom.reader_records.opening_fault()
        ):
            return False
        return Services(self.newsroom).audience_approval().question(edition_id) is not None


class DeskEdition:
    """The pages of the desk that show an edition."""

    def __init__(self, room: DeskRoom) -> None:
        self._room = room

    def page(self, edition_id: str, visit: Visit, parameters: Mapping[str, str]) -> str:
        """Return the page with the form; raises `DigestError` when there is no such edition."""
        room = self._room
        state = room.reading.state(edition_id)  # before the files: what ends meanwhile is looked at again
        preview, standing = room.preview(edition_id), standing_of(room.newsroom, edition_id)
        problems, fault = _problems(preview)
        edition = preview.found.edition
        placed = problems_by_field(edition, problems)
        fixed = fixed_parts(preview.text)
        sections = PickForms(preview, state, placed, fixed).sections()
        return room.html.render(
            "edition",
            **room.around(edition_id, visit),
            standing=standing,
            is_held=_is_held(room.newsroom, edition_id),
            asks_for_readers=room.asks_for_readers(edition_id, standing),
            is_unreadable=edition is None or "sections" in edition.unread,
            is_begun=standing.stage in BEGUN,
            mailed_subject=mailed_subjects_of(room.newsroom, [edition_id]).get(edition_id, ""),
            progress=progress_of(room.newsroom, edition_id),
            edition=edition,
            sections=sections,
            began=packed(preview.text),
            text_mark=text_hash(preview.text),
            problems=placed,
            loose=_loose(placed, fault),
            errors=sum(one.severity is Severity.ERROR and not _is_unread(one) for one in problems) + bool(fault),
            warnings=sum(one.severity is not Severity.ERROR for one in problems),
            fixed=fixed,
            reading=state,
            unread=_unread(sections),
            told=room.tellings.told(visit.editor.name, parameters.get("told", "")).now(text_hash(preview.text)),
            looks=self._looks(preview),
            waiting=self._waiting(edition) if edition else [],
            file=f"editions/{edition_id}.yaml",
        )

    def frame(self, edition_id: str, parameters: Mapping[str, str]) -> tuple[str, bool]:
        """Return the letter as HTML, and whether its pictures are shown; raises `DigestError` for no such edition."""
        room = self._room
        preview = room.preview(edition_id)
        options = self._options(preview, parameters)
        try:
            letter = preview.letter(options.variant)
        except DigestError:
            return room.html.render("no_letter"), False
        if options.look == "text":
            return room.html.render("letter_text", text=letter.text), False
        html, web_pictures = framed_letter(room.newsroom, letter, options)
        return with_places(html, [pick.url for pick in _picks(preview)]), web_pictures

    def picture(self, edition_id: str, pick: int, number: int) -> str:
        """Return one picture that may be chosen, as HTML; empty where there is none."""
        found = self._room.preview(edition_id).candidates()
        pictures = found[pick].pictures if pick < len(found) else ()
        return self._room.html.render("candidate", picture=pictures[number]) if number < len(pictures) else ""

    def state(self, edition_id: str) -> Mapping[str, object]:
        """Return what an open page asks again and again: whether pages are being read, and what the file says."""
        state = self._room.reading.state(edition_id)
        text, _ = self._room.newsroom.editions.read_text(edition_id)
        return {
            "reading": len(state.reading),
            "is_under_way": state.is_under_way,
            "failed": len(state.failed),
            "text": text_hash(text or ""),
        }

    def missing(self, edition_id: str, visit: Visit) -> str:
        """Return the page for an address at which there is no edition."""
        return self._room.missing(edition_id, visit)

    def _waiting(self, edition: Edition) -> list[InboxLink]:
        """Return the links of the inbox that are in no edition yet, the newest first."""
        there = {page_name(pick.url) for pick in edition.picks()}
        links = candidates(self._room.newsroom).waiting().links
        return [link for link, sent_in in reversed(links) if not sent_in and link.page not in there]

    def _options(self, preview: Preview, parameters: Mapping[str, str]) -> PreviewOptions:
        newsroom = self._room.newsroom
        own = preview.found.edition.language if preview.found.edition else ""
        languages = newsroom.templates.languages
        return read_options(parameters, own if own in languages else newsroom.publication.language, languages)

    def _looks(self, preview: Preview) -> list[tuple[str, list[Choice]]]:
        """Return what else of the letter can be looked at, in rows; how wide it is, its frame says."""
        newsroom = self._room.newsroom
        usual = self._options(preview, {})
        rows = choices(usual, sorted(newsroom.templates.languages), newsroom.publication.appeal is not None)
        return [(name, [one for one in row if one.name != "Phone"]) for name, row in rows]


def _is_held(newsroom: Newsroom, edition_id: str) -> bool:
    """Return whether editors hold it, which alone can be taken back."""
    decided = newsroom.reports.withheld(edition_id)
    return decided is not None and decided.decision is Decision.HELD


def _picks(preview: Preview) -> list[Pick]:
    return list(preview.found.edition.picks()) if preview.found.edition else []


def _problems(preview: Preview) -> tuple[tuple[Problem, ...], str]:
    """Return all problems of an edition, and what is no problem of a line, such as a template that is broken."""
    try:
        return preview.problems, ""
    except DigestError as error:
        return preview.found.problems, str(error)


def _loose(placed: Mapping[str, list[Problem]], fault: str) -> list[tuple[str, bool]]:
    """Return what is about no field of the form, each with its place, and whether it stops the letter: these first."""
    found = [
        (
            f"{_place(problem)}{problem.what}; {problem.remedy_at_desk}",
            problem.severity is Severity.ERROR,
        )
        for problem in placed.get(ELSEWHERE, [])
        if not _is_unread(problem)
    ]
    return sorted([(fault, True), *found] if fault else found, key=lambda one: not one[1])


def _place(problem: Problem) -> str:
    """Return where a problem is; empty where what to do about it says so."""
    return "" if problem.is_of_the_file else f"{problem.file}, line {problem.mark.line}: "


def _is_unread(problem: Problem) -> bool:
    """Return whether a problem is that pages were not read, which the page says in words of its own."""
    return problem.what == NEVER_LOCKED or problem.what.startswith(NEVER_READ)


def _unread(sections: list[SectionForm]) -> list[PickForm]:
    return [pick for section in sections for pick in section.picks if not pick.is_read]
