"""A name that begins anew: what was done in it before counts for nobody, and what others did stays."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from digest.app.container import Newsroom
from digest.app.proof_pages import answers_of
from digest.app.services import Services
from digest.editing.readiness import Assessor
from digest.edition.approval_rule import ApprovalRule
from digest.errors import InputProblems
from digest.storage.editor_sessions import SqlEditorSessions
from tests.standins.proofing import Desk
from tests.standins.sample import APPROVED_BY, EDITION, MARTA, NOW

ANEW: dict[str, Callable[[Newsroom, str], object]] = {
    "removed": lambda newsroom, name: newsroom.passphrases.remove(name),
    "with a new passphrase": lambda newsroom, name: newsroom.passphrases.keep(name, "another hash", NOW),
}
anew = pytest.mark.parametrize("begin", ANEW.values(), ids=ANEW)


def approved(newsroom: Newsroom) -> list[str]:
    return [one.by for one in newsroom.approvals.approvals(EDITION)]


def assessor(newsroom: Newsroom, rule: ApprovalRule = APPROVED_BY) -> Assessor:
    return replace(Services(newsroom).assessor(), rule=rule)


@anew
def test_approvals_of_before_do_not_count_and_those_afterwards_do(
    newsroom: Newsroom, begin: Callable[[Newsroom, str], object]
) -> None:
    letter = assessor(newsroom).assess(EDITION).made().fingerprint
    for name in ("marta", "jonas"):
        newsroom.approvals.approve(EDITION, letter, name, NOW)
    newsroom.approvals.approve_audience(EDITION, 70, "marta", NOW)
    newsroom.approvals.approve_audience(EDITION, 80, "jonas", NOW)
    begin(newsroom, "marta")
    assert approved(newsroom) == ["jonas"]
    assert newsroom.reports.known_audiences(EDITION).approved == (80,)
    newsroom.approvals.approve(EDITION, letter, "marta", NOW)
    newsroom.approvals.approve_audience(EDITION, 90, "marta", NOW)
    assert approved(newsroom) == ["jonas", "marta"]
    assert newsroom.reports.known_audiences(EDITION).approved == (80, 90)


@anew
def test_links_in_proofs_of_before_open_nothing(newsroom: Newsroom, begin: Callable[[Newsroom, str], object]) -> None:
    desk = Desk(newsroom)
    tokens = desk.proof()
    begin(newsroom, "anna")
    with desk.again() as now:
        assert answers_of(now).look(tokens["anna"]) is None
        assert answers_of(now).look(tokens["boris"])


def test_sessions_end_and_a_name_that_is_given_away_inherits_none(newsroom: Newsroom) -> None:
    passphrases, sessions = newsroom.passphrases, SqlEditorSessions(newsroom.engine)
    passphrases.keep("anna", "hash of hers", NOW)
    secret = sessions.open("anna", "hash of hers", NOW) or ""
    assert passphrases.remove("anna")
    passphrases.keep("anna", "hash of another Anna", NOW)
    assert sessions.editor(secret, NOW) is None


def test_who_only_approved_can_be_removed_too_once(newsroom: Newsroom) -> None:
    newsroom.approvals.approve(EDITION, "f" * 64, "marta", NOW)
    assert newsroom.passphrases.remove("marta")
    assert not newsroom.passphrases.remove("marta"), "there is nothing left of her"


@pytest.mark.parametrize(
    "rule",
    [ApprovalRule(True, {}), ApprovalRule(True, {"marta": replace(MARTA, may=frozenset({"edit"}))})],
    ids=["taken out", "may not"],
)
def test_the_word_of_who_may_approve_no_more_is_none_and_that_is_said(newsroom: Newsroom, rule: ApprovalRule) -> None:
    letter = assessor(newsroom).assess(EDITION).made().fingerprint
    newsroom.approvals.approve(EDITION, letter, "marta", NOW)
    assert assessor(newsroom).assess(EDITION).passed().fingerprint == letter
    found = assessor(newsroom, rule).assess(EDITION)
    assert found.approved_by == []
    with pytest.raises(InputProblems, match="approved by marta, who may approve no more"):
        found.passed()
