"""Saves the form of an edition: its fields become changes of the text it was made from, and these are written.

form -> changes -> the text it was made from, changed -> save; or, where somebody saved meanwhile:
form -> changes -> those that fit the text there is now -> save
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digest.editing.save import Saved, SavedMeanwhile, Saver
from digest.edition.candidates import candidates
from digest.edition.changes import Change
from digest.edition.form import changes_of
from digest.edition.form_outcome import Outcome, Press
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.edition.rebase import rebased
from digest.edition.write_change import Refused, apply
from digest.errors import DigestError
from digest.ports.editorial import Editions

_UNREADABLE = "the file cannot be read as it is now; mend it first"


@dataclass(frozen=True, slots=True)
class FormSaved:
    """What became of a form: what was written, what could not be and why, links that were in the edition already.

    `before` is the edition that the changes are named by, `text` what the file says then. `did` is what the button did
    that was pressed: None where that only saves, was refused, or was pressed on a text that others changed since.
    """

    outcome: Saved
    before: Edition
    text: str
    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]
    twice: tuple[str, ...]
    did: Outcome | None = None


@dataclass(frozen=True, slots=True)
class FormClash:
    """Somebody saved meanwhile: nothing was written. `began` is the text of the form, `unfit` what fits no more."""

    outcome: SavedMeanwhile
    before: Edition
    began: str
    unfit: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class FormSaver:
    """Saves forms of editions of one newsroom."""

    editions: Editions
    saver: Saver

    def save(
        self, edition_id: str, began: str, fields: Mapping[str, str], by: str, now: datetime, onto: str | None = None
    ) -> FormSaved | FormClash:
        """Write what a form that was made from the text `began` wants into the file.

        With `onto`, the text that somebody saved meanwhile, what still fits is written into that. Raises `DigestError`
        for a text that is none, and what saving raises.
        """
        edition, lock = _readable(began, edition_id), self.editions.read_lock(edition_id)[0]
        offered = tuple(candidates(edition, lock or Lock(edition_id, ())))
        form = changes_of(edition, fields, offered)
        fit, unfit = (form.changes, ()) if onto is None else _fitting(form.changes, edition, onto, edition_id)
        base = began if onto is None else onto
        changed = apply(base, fit)
        outcome = self.saver.save(edition_id, base, changed.text, by, now)
        if isinstance(outcome, SavedMeanwhile):
            _, lost = _fitting(form.changes, edition, outcome.theirs, edition_id)
            return FormClash(outcome, edition, began, lost)
        refused = (*unfit, *changed.refused)
        press = Press(fields.get("do", ""), form.pressed, edition, [one.title or one.url for one in offered])
        did = _did(press, changed.text) if onto is None and not refused else None
        return FormSaved(outcome, edition, changed.text, form.changes, refused, form.twice, did)


def _did(press: Press, text: str) -> Outcome | None:
    after, _ = parse(text, press.before.file, press.before.id)
    return press.outcome(after) if after else None


def _fitting(
    changes: tuple[Change, ...], before: Edition, onto: str, edition_id: str
) -> tuple[tuple[Change, ...], tuple[Refused, ...]]:
    """Return the changes that can be made in the text `onto`, as they are made there, and the others."""
    now, _ = parse(onto, before.file, edition_id)
    if now is None:
        return (), tuple(Refused(change, _UNREADABLE) for change in changes)
    fit, unfit = rebased(changes, before, now)
    return tuple(fit), tuple(unfit)


def _readable(text: str, edition_id: str) -> Edition:
    edition, _ = parse(text, f"editions/{edition_id}.yaml", edition_id)
    if edition is None:
        raise DigestError("the page was made from a file that cannot be read; open it again")
    return edition
