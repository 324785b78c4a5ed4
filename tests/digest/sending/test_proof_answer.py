"""The answer to a proof, beneath its page: whoever the settings bar has no button, and pressing one does nothing."""

from dataclasses import dataclass, replace

from digest.app.container import Newsroom
from digest.app.proof_pages import answers_of
from digest.editing.another_editor import AnotherEditor
from digest.sending.proof_answer import ProofAnswers
from tests.standins.proofing import Desk
from tests.standins.sample import EDITION


@dataclass(frozen=True, slots=True)
class SavedBy:
    """A desk on which one editor saved every file last."""

    name: str

    def last_editor(self, edition_id: str, text: str) -> str | None:
        assert edition_id == EDITION
        assert text
        return self.name


def saved_by(newsroom: Newsroom, name: str) -> ProofAnswers:
    """Return what takes answers where `name` saved every edition last, and the settings want another to approve."""
    answers = answers_of(newsroom)
    another = AnotherEditor(newsroom.editions, SavedBy(name))
    return replace(
        answers, assessor=replace(answers.assessor, rule=replace(answers.rule, is_required=True), another=another)
    )


def test_whoever_saved_it_last_does_not_approve_it_where_another_has_to(newsroom: Newsroom) -> None:
    desk = Desk(newsroom)
    tokens = desk.proof()
    with desk.again() as now:
        answers = saved_by(now, "anna")
        view = answers.look(tokens["anna"])
        assert view
        assert (view.may_approve, view.may_hold) == (False, True)
        assert "the settings want another editor to approve it" in view.barred
        assert answers.approve(tokens["anna"])
        assert now.approvals.approvals(EDITION) == []
        assert answers.approve(tokens["boris"])
        assert [one.by for one in now.approvals.approvals(EDITION)] == ["boris"]
