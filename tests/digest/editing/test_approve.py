"""Approving: an editor who may signs exactly the letter that would go out now."""

from dataclasses import replace

import pytest

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.editing.approve import approve, refuse_begun, refuse_ended
from digest.errors import DigestError, InputProblems, LetterChanged
from tests.standins.sample import APPROVED_BY, EDITION, MARTA, NOW
from tests.standins.sending import FixedClock, Mailbox, send_edition


def test_what_is_signed_is_the_fingerprint_of_the_letter_as_it_would_go_out(newsroom: Newsroom) -> None:
    assessor = Services(newsroom).assessor()
    fingerprint = approve(EDITION, MARTA, assessor, newsroom.approvals, FixedClock())
    assert fingerprint == assessor.assess(EDITION).made().fingerprint
    kept = newsroom.approvals.approvals(EDITION)
    assert [(one.fingerprint, one.by, one.at) for one in kept] == [(fingerprint, "marta", NOW)]
    assert replace(assessor, rule=APPROVED_BY).assess(EDITION).passed().fingerprint == fingerprint


@pytest.mark.parametrize("may", [frozenset[str](), frozenset({"edit", "send"})])
def test_nobody_signs_who_may_not(newsroom: Newsroom, may: frozenset[str]) -> None:
    with pytest.raises(DigestError, match='marta may not approve; add "approve" to `may` in'):
        approve(EDITION, replace(MARTA, may=may), Services(newsroom).assessor(), newsroom.approvals, FixedClock())
    assert newsroom.approvals.approvals(EDITION) == []


def test_a_letter_with_problems_cannot_be_signed(newsroom: Newsroom) -> None:
    (newsroom.folder / f"editions/{EDITION}.lock.json").unlink()
    with pytest.raises(InputProblems, match="were never read"):
        approve(EDITION, MARTA, Services(newsroom).assessor(), newsroom.approvals, FixedClock())
    assert newsroom.approvals.approvals(EDITION) == []


def test_whoever_looked_at_one_letter_does_not_sign_another(newsroom: Newsroom) -> None:
    assessor = Services(newsroom).assessor()
    looked_at = assessor.assess(EDITION).made().fingerprint
    with pytest.raises(LetterChanged, match="was changed since; look at it as it is now"):
        approve(EDITION, MARTA, assessor, newsroom.approvals, FixedClock(), "0" * 64)
    assert newsroom.approvals.approvals(EDITION) == []
    assert approve(EDITION, MARTA, assessor, newsroom.approvals, FixedClock(), looked_at) == looked_at


@pytest.mark.usefixtures("readers")
def test_a_letter_that_went_out_cannot_be_signed_and_one_that_was_changed_since_can_for_its_page(
    newsroom: Newsroom,
) -> None:
    assessor = Services(newsroom).assessor()
    refuse_begun(assessor.assess(EDITION), newsroom.reports)
    send_edition(newsroom, Mailbox())
    sent = f"^edition {EDITION} was sent on 27 November 2026, 05:00 UTC; nothing of it can be approved any more$"
    with pytest.raises(DigestError, match=sent):
        refuse_begun(assessor.assess(EDITION), newsroom.reports)
    with pytest.raises(DigestError, match=sent):
        refuse_ended(EDITION, newsroom.reports)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE edition SET state = 'sending'")
    with pytest.raises(DigestError, match="began to go out, and goes on as it was then; nothing of it can be approved"):
        refuse_begun(assessor.assess(EDITION), newsroom.reports)
    file = newsroom.folder / f"editions/{EDITION}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("doors open", "doors closed"), encoding="utf-8")
    refuse_begun(assessor.assess(EDITION), newsroom.reports)
