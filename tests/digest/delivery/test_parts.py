"""A batch in parts: the counts add up and nobody gets it twice, whatever each part is answered."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.batch import Recipient
from digest.delivery.parts import conclude, goes_on, split
from digest.delivery.retry import Again, Halt, Reply, Verdict, Write
from digest.delivery.statuses import Status
from digest.delivery.variant import AppealMode, Taste
from tests.conftest import NOW

CLOSES = NOW + timedelta(hours=12)
TASTES = [Taste(), Taste(AppealMode.WARN), Taste(AppealMode.HIDE, plain=True), Taste(without=("news",))]


def readers(tastes: list[Taste]) -> list[Recipient]:
    return [Recipient(number, f"r{number}@example.org", "d", "t", taste) for number, taste in enumerate(tastes)]


def test_those_who_like_it_alike_go_together_the_usual_first() -> None:
    usual = readers([Taste()] * 3)
    assert split(usual) == [usual]
    parts = split(readers([TASTES[1], TASTES[0], TASTES[2], TASTES[1], TASTES[0]]))
    assert [[reader.reader for reader in part] for part in parts] == [[1, 4], [2], [0, 3]]


@given(st.lists(st.sampled_from(TASTES), min_size=1, max_size=30), st.lists(st.sampled_from(Verdict), min_size=4, max_size=4))
def test_every_reader_ends_once_or_goes_again_unless_it_may_have_arrived(tastes: list[Taste], verdicts: list[Verdict]) -> None:
    batch = readers(tastes)
    parts = split(batch)
    replies: list[Reply] = []
    for verdict in verdicts[: len(parts)]:
        replies.append(Reply(verdict, "x"))
        if not goes_on(replies[-1]):
            break
    found = conclude(parts, replies, 1, NOW, CLOSES, 0.5)
    tried = {reader.reader: reply.verdict for part, reply in zip(parts, replies, strict=False) for reader in part}
    answer = found.decision.answer if isinstance(found.decision, Write) else None
    if isinstance(found.decision, Halt):
        answer = found.decision.ends_with
    for reader in batch:
        came = tried.get(reader.reader)
        if answer:
            status = answer.exceptions.get(reader.reader, (answer.status, ""))[0]
            if came is Verdict.ACCEPTED:
                assert status is Status.ACCEPTED
            elif came is Verdict.UNKNOWN:
                assert status is Status.UNCERTAIN
            else:
                assert status in {Status.UNCERTAIN, Status.FAILED}
        else:
            assert isinstance(found.decision, Again | Halt)
            goes_again = reader.reader not in found.settled
            assert came is not Verdict.UNKNOWN, "nobody goes again of whom nobody knows"
            assert not (goes_again and came is Verdict.ACCEPTED), "nobody gets it twice"


def test_a_refusal_of_everything_halts_and_keeps_what_was_taken() -> None:
    parts = split(readers([TASTES[0], TASTES[1]]))
    stopped = conclude(parts, [Reply(Verdict.ACCEPTED), Reply(Verdict.STOP, "401")], 1, NOW, CLOSES, 0)
    assert isinstance(stopped.decision, Halt)
    assert stopped.decision.ends_with is None
    assert stopped.settled == {0: (Status.ACCEPTED, "")}
    lost = conclude(parts, [Reply(Verdict.UNKNOWN, "lost"), Reply(Verdict.STOP, "401")], 1, NOW, CLOSES, 0)
    assert isinstance(lost.decision, Halt)
    assert lost.decision.ends_with is not None
    assert lost.decision.ends_with.status is Status.UNCERTAIN
