"""Approve: a person signs exactly this letter. Any later change of what readers would see makes the approval void."""

from digest.delivery.frozen import FrozenLetters
from digest.delivery.over import nothing_more
from digest.editing.build import Built
from digest.editing.readiness import Assessor, Readiness
from digest.edition.editor import APPROVE, Editor
from digest.errors import DigestError, LetterChanged, NothingToDo
from digest.ports.editorial import Approvals
from digest.ports.process import Clock
from digest.ports.reports import Reports


def approve(
    edition_id: str, by: Editor, assessor: Assessor, approvals: Approvals, clock: Clock, fingerprint: str = ""
) -> str:
    """Approve edition `edition_id` in the name of `by`; return the fingerprint of what was approved.

    With a `fingerprint` that letter alone is approved: raises `LetterChanged` when it is another one now. Raises
    `InputProblems` when the letter has problems, and `DigestError` for an editor who may not, or may not for what they
    saved last: what does not count is not kept, or it would count as soon as somebody else saves.
    """
    refuse_who_may_not(by)
    found = assessor.assess(edition_id)
    if found.last_editor == by.name:
        raise DigestError(f"{by.name} saved edition {edition_id} last, so somebody else must approve it")
    now = found.made().fingerprint
    if fingerprint and fingerprint != now:
        raise LetterChanged(f"the letter of edition {edition_id} was changed since; look at it as it is now")
    approvals.approve(edition_id, now, by.name, clock.now())
    return now


def refuse_ended(edition_id: str, reports: Reports) -> None:
    """Raise `DigestError` for an edition that was sent or cancelled."""
    if why := nothing_more(reports.report(edition_id), "approved"):
        raise NothingToDo(why)


def refuse_begun(found: Readiness, reports: Reports) -> None:
    """Raise `DigestError` for the letter of an edition that began to go out, which is mailed as it was then.

    One that was changed since can be approved: `digest amend` puts it on the web.
    """
    edition_id = found.edition_id
    report, mailed = reports.report(edition_id), reports.letters(edition_id)
    if report is None or (found.built and mailed and not _are_as_mailed(found.built, mailed)):
        return
    refuse_ended(edition_id, reports)
    what = f"edition {edition_id} began to go out, and goes on as it was then"
    raise NothingToDo(f"{what}; nothing of it can be approved any more")


def _are_as_mailed(built: Built, mailed: FrozenLetters) -> bool:
    pairs = ((one, mailed.letters.get(one.variant)) for one in built.letters)
    return all(old and (one.subject, one.html, one.text) == (old.subject, old.html, old.text) for one, old in pairs)


def refuse_who_may_not(by: Editor) -> None:
    """Raise `DigestError` for an editor who may not approve."""
    if APPROVE not in by.may:
        raise DigestError(f'{by.name} may not approve; add "{APPROVE}" to `may` in [editors.{by.name}]')


def approval_remark(found: Readiness) -> str:
    """Return what to tell an editor who approved where nobody may approve what they saved last themselves.

    Empty where another one is known to have saved it last.
    """
    if found.last_editor is not None:
        return ""
    return "Its file was not saved on the desk as it is now; so it is not known who wrote it last, and this counts."
