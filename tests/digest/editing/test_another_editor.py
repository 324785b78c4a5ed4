"""Where somebody else has to approve, the word of whoever saved the file last does not count, wherever it is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from digest.app.services import Services
from digest.delivery.standing import Stage, Standing
from digest.editing.another_editor import AnotherEditor
from digest.editing.approve import approval_remark, approve
from digest.editing.proof import Looked
from digest.editing.readiness import Assessor, Readiness
from digest.errors import DigestError, InputProblems
from digest.mailing.chat import ChatNews
from digest.sending.chat_watch import ChatWatch
from digest.storage.chat_queue import SqlChatQueue
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import BOTH_AS_SETTINGS, EDITION, JONAS, MARTA, NOW
from tests.standins.sending import FixedClock

FILE = f"editions/{EDITION}.yaml"


@dataclass
class Saves:
    """What was saved last: which text, by whom."""

    text: str = ""
    by: str = ""

    def last_editor(self, edition_id: str, text: str) -> str | None:
        return self.by if edition_id == EDITION and text == self.text else None


@dataclass
class Room:
    """A newsroom in which Marta saved the sample's file last, and may not approve it alone."""

    newsroom: SampleNewsroom
    saves: Saves

    def __post_init__(self) -> None:
        self.newsroom.clock = FixedClock()
        self.newsroom.another_editor = AnotherEditor(self.newsroom.editions, self.saves)
        self.save("marta")

    def save(self, by: str, more: str = "") -> None:
        file = self.newsroom.folder / FILE
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
        self.saves.text, self.saves.by = file.read_text(encoding="utf-8"), by

    @property
    def assessor(self) -> Assessor:
        return Services(self.newsroom).assessor()

    def sign(self, by: str) -> Readiness:
        """Keep the approval of somebody who had not saved last when they gave it."""
        mark = self.assessor.assess(EDITION).made().fingerprint
        self.newsroom.approvals.approve(EDITION, mark, by, NOW)
        return self.assessor.assess(EDITION)

    def approve(self, by: str) -> Readiness:
        editor = {"marta": MARTA, "jonas": JONAS}[by]
        approve(EDITION, editor, self.assessor, self.newsroom.approvals, FixedClock())
        return self.assessor.assess(EDITION)


@pytest.fixture
def room(folder: Path) -> Iterator[Room]:
    with SampleNewsroom(folder, {"DIGEST_SCHEDULE__APPROVAL": "by_another"} | BOTH_AS_SETTINGS) as newsroom:
        yield Room(newsroom, Saves())


def proof_of(room: Room, found: Readiness) -> str:
    return " ".join(Services(room.newsroom).proofs().make(Looked(found)).letter("").text.split())


def test_what_the_last_one_who_saved_says_does_not_count(room: Room) -> None:
    with pytest.raises(DigestError, match="marta saved edition 2026-11-27 last, so somebody else must approve it"):
        room.approve("marta")
    assert not room.assessor.assess(EDITION).approved_by, "it would count as soon as somebody else saves"
    found = room.sign("marta")
    with pytest.raises(InputProblems) as held:
        found.passed()
    (problem,) = held.value.problems
    assert problem.what == "approved by marta, who saved it last"
    assert problem.remedy.startswith("somebody else must approve: look at it, then run")
    assert found.faults == 0


def test_what_somebody_else_says_counts_before_and_after(room: Room) -> None:
    assert room.approve("jonas").passed().letters
    assert room.sign("marta").passed().letters, "a word more takes none away"
    assert approval_remark(room.assessor.assess(EDITION)) == ""


def test_saving_again_takes_ones_own_word_away(room: Room) -> None:
    assert room.approve("jonas").passed().letters
    room.save("jonas", "# a remark that no reader sees\n")
    found = room.assessor.assess(EDITION)
    assert (found.is_unapproved, found.own_approval) == (True, "jonas")
    assert room.approve("marta").passed().letters


def test_after_a_change_by_hand_nobody_was_the_last_and_that_is_said(room: Room) -> None:
    assert room.sign("marta").is_unapproved
    file = room.newsroom.folder / FILE
    file.write_text(file.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    found = room.assessor.assess(EDITION)
    assert found.passed().letters
    assert "not known who wrote it last" in approval_remark(found)


def test_the_rule_is_only_where_the_settings_have_it(room: Room) -> None:
    found = room.sign("marta")
    assert found.is_unapproved
    with SampleNewsroom(room.newsroom.folder, {"DIGEST_SCHEDULE__APPROVAL": "required"} | BOTH_AS_SETTINGS) as other:
        assert other.another_editor is None
        assert Services(other).assessor().assess(EDITION).passed().letters


def test_the_word_where_it_stands_says_who_is_waited_for(room: Room) -> None:
    services = Services(room.newsroom)
    assert services.standings().of_written(EDITION, room.assessor.assess(EDITION), ()) == Standing(Stage.WAITING)
    found = room.sign("marta")
    why = "approved by marta, who saved it last: somebody else must approve"
    assert services.standings().of_written(EDITION, found, ()) == Standing(Stage.WAITING, why)
    assert services.standings().of_written(EDITION, room.approve("jonas"), ()).stage is not Stage.WAITING


def test_the_proof_says_who_must_approve(room: Room) -> None:
    row = f"must be approved: by jonas, with the button or `digest approve {EDITION} --by jonas`; not by marta, who"
    assert row in proof_of(room, room.assessor.assess(EDITION))
    text = proof_of(room, room.sign("marta"))
    assert (row in text, "approved by: marta " in text) == (True, True)
    text = proof_of(room, room.approve("jonas"))
    assert ("must be approved" in text, "approved by: marta, jonas " in text) == (False, True)


def test_a_file_that_is_no_text_was_saved_by_nobody(room: Room) -> None:
    (room.newsroom.folder / FILE).write_bytes(b"\xff\xfe\x00")
    another = room.newsroom.another_editor
    assert another
    assert another.last_editor(EDITION) is None
    assert replace(another, saves=Saves("", "marta")).last_editor(EDITION) is None


def test_the_chat_hears_of_an_approval_that_counts(room: Room) -> None:
    queue = SqlChatQueue(room.newsroom.engine)
    another, approvals = room.newsroom.another_editor, room.newsroom.approvals
    watch = ChatWatch(ChatNews(queue, lambda _edition: ""), room.newsroom.reports, approvals, another)
    room.sign("marta")
    watch.tell(EDITION, NOW)
    assert queue.claim(NOW, NOW) is None
    room.approve("jonas")
    watch.tell(EDITION, NOW)
    event = queue.claim(NOW, NOW)
    assert event
    assert "is approved" in event.body


def test_of_a_file_that_is_gone_nobody_is_the_last_editor(room: Room) -> None:
    (room.newsroom.folder / FILE).unlink()
    another = room.newsroom.another_editor
    assert another
    assert another.last_editor(EDITION) is None
