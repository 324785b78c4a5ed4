"""Joins what saves an edition at the desk: its form, and the page that shows both where somebody saved meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from digest.app.desk_edition import DeskRoom, Unsaved
from digest.app.desk_told import TOO_MANY, Told, Unwritten
from digest.app.saving import open_saver
from digest.counted import counted
from digest.editing.form_saving import FormClash, FormSaved, FormSaver
from digest.editing.save import Saver
from digest.edition.change_words import in_words, reason_in_words
from digest.edition.changes import AddPick
from digest.edition.differences import differences
from digest.edition.form_limits import fixed_parts
from digest.edition.form_text import packed, unpacked
from digest.edition.form_words import typed_words
from digest.edition.kept_fields import faulty_field, stay_in_place, typed_fields
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.edition.saved import text_hash
from digest.edition.write_change import Refused
from digest.errors import DigestError, FileGone
from digest.web.desk.answered import Answered
from digest.web.desk.visit import Visit


class DeskSaving:
    """Saves editions of one newsroom for editors at the desk."""

    def __init__(self, room: DeskRoom) -> None:
        self._room = room

    @property
    def saver(self) -> Saver:
        """Return what saves files, and keeps what they said."""
        return open_saver(self._room.newsroom)

    def save(self, edition_id: str, visit: Visit, fields: Mapping[str, str]) -> Answered:
        """Write what the form of an edition wants, or show what somebody saved meanwhile."""
        room, at = self._room, f"/desk/editions/{edition_id}"
        began, onto = unpacked(fields.get("began", "")), unpacked(fields["onto"]) if "onto" in fields else None
        if began is None or ("onto" in fields and onto is None):
            why = "what the page was made from did not come with it; open it again"
            return self._not_saved(edition_id, visit, fields, why)
        forms = FormSaver(room.newsroom.editions, self.saver)
        try:
            if "put-back" in fields:
                self.saver.put_back(edition_id, began, visit.editor.name, room.newsroom.clock.now())
            done = forms.save(edition_id, began, fields, visit.editor.name, room.newsroom.clock.now(), onto)
        except FileGone:
            unsaved = Unsaved(fields, at, typed_words(edition_id, fields))
            return Answered(html=room.gone(edition_id, visit, self.saver.versions(edition_id), unsaved))
        except DigestError as error:
            return self._not_saved(edition_id, visit, fields, str(error))
        if isinstance(done, FormClash):
            return Answered(html=self._clash(edition_id, visit, fields, done))
        told = self._told(edition_id, done, self.read_new(edition_id, done.text), is_rebased=onto is not None)
        key = room.tellings.keep(visit.editor.name, told)
        # the page that follows may hold another's save already: whose scripts go on with it see that by the text
        return Answered(f"{at}?told={key}&text={text_hash(done.text)}#{told.place or 'told'}")

    def _not_saved(self, edition_id: str, visit: Visit, fields: Mapping[str, str], why: str) -> Answered:
        """Give back what was typed, to be copied: the page with the form may be there no more."""
        at, words = f"/desk/editions/{edition_id}", typed_words(edition_id, fields)
        return Answered(html=self._room.html.refusal(visit, "It was not saved", why, at, words))

    def read_new(self, edition_id: str, text: str) -> str:
        """Let the pages be read that nobody read yet, but for those that could not be: these wait for a person.

        Return what to tell an editor where that is not done; empty where it is.
        """
        edition, _ = parse(text, f"editions/{edition_id}.yaml", edition_id)
        lock, _ = self._room.newsroom.editions.read_lock(edition_id)
        if edition is None:
            return ""
        unread = lock.missing(edition) if lock else list(dict.fromkeys(pick.url for pick in edition.picks()))
        failed = self._room.reading.state(edition_id).failed
        if any(url not in failed for url in unread) and not self._room.reading.ask(edition_id):
            return TOO_MANY
        return ""

    def _told(self, edition_id: str, done: FormSaved, unread: str, *, is_rebased: bool) -> Told:
        lost = {id(one.change) for one in done.refused}
        new = [one.url for one in done.changes if isinstance(one, AddPick) and id(one) not in lost]
        sent = self._room.newsroom.reports.sent_pages() if new else {}
        lines = [
            _sentence(done, len(new)),
            *(f"It was in the edition already, and stays once: {url}" for url in done.twice),
            *(f"It was in the letter of {sent[url]}: {url}" for url in new if sent.get(url, edition_id) != edition_id),
            self._room.reaches_nobody(edition_id) if done.outcome.number else "",
            done.outcome.warning,
            unread,
        ]
        typed, places = _kept(done, is_rebased)
        refused = unwritten(done.refused, done.before)
        told = (replace(one, field=place) for one, place in zip(refused, places, strict=True))
        said = tuple(filter(None, lines))
        return Told(said, tuple(told), typed, text_hash(done.text), _place(done, said))

    def _clash(self, edition_id: str, visit: Visit, fields: Mapping[str, str], clash: FormClash) -> str:
        found = clash.outcome
        return self._room.html.render(
            "clash",
            **self._room.around(edition_id, visit),
            by=found.by,
            number=found.number,
            mine=differences(clash.began, found.mine),
            theirs=differences(clash.began, found.theirs),
            unfit=unwritten(clash.unfit, clash.before),
            onto=packed(found.theirs),
            fields={name: value for name, value in fields.items() if name != "onto"},
            mine_text=found.mine,
            theirs_text=found.theirs,
        )


def unwritten(refused: tuple[Refused, ...], before: Edition) -> list[Unwritten]:
    """Return changes that were not made, in words."""
    return [Unwritten(*in_words(one.change, before), reason_in_words(one.change, one.reason)) for one in refused]


def _kept(done: FormSaved, is_rebased: bool) -> tuple[dict[str, str], list[str]]:
    """Return what stays in which fields of what was refused, and for each of that its field: empty where it has none.

    In a text that somebody else saved meanwhile the numbers of fields may be those of other things.
    """
    lost = {id(one.change) for one in done.refused}
    written = [one for one in done.changes if id(one) not in lost]
    typed, places, fixed = dict[str, str](), list[str](), fixed_parts(done.text)
    for one in done.refused:
        fields = typed_fields(one.change)
        is_shown = not any(name == part or name.startswith(f"{part}.") for name in fields for part in fixed)
        is_kept = is_shown and not is_rebased and stay_in_place(fields, written)
        places.append(faulty_field(fields, one.reason) if is_kept else "")
        for name, words in fields.items() if is_kept else ():
            typed[name] = f"{typed[name]}\n{words}" if name == "links" and name in typed else words
    return typed, places


def _sentence(done: FormSaved, links: int) -> str:
    """Return what a save did, in a sentence or two; its version is kept."""
    if not done.outcome.number:
        return "" if done.refused or done.twice else "Nothing was changed, so nothing was saved."
    put_in = f"{counted(links, 'link')} put in." if links else ""
    if done.did is None or not done.did.words:
        return f"Saved: {put_in}" if put_in else "Saved."
    typed = "What you typed is saved, too." if len(done.changes) > 1 + links else ""
    return " ".join(filter(None, (done.did.words, put_in, typed)))


def _place(done: FormSaved, said: Sequence[str]) -> str:
    """Return where on the form its editor goes on; empty for what is told, where much is or some was not written."""
    if done.did is None or (len(said) > 1 and not done.did.words):
        return ""
    return done.did.place
