"""A batch in parts: the counts add up and nobody gets it twice, whatever each part is answered."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.batch import BatchResult, Recipient
from digest.delivery.parts import decide_batch, goes_on, split
from digest.delivery.retry import Halt, Retry, TransportResult, Verdict, Write
from digest.delivery.statuses import Status
from digest.delivery.variant import AppealMode, LetterOptions
from tests.standins.sample import NOW

CLOSES = NOW + timedelta(hours=12)
OPTIONS = [
    LetterOptions(),
    LetterOptions(AppealMode.WARN),
    LetterOptions(AppealMode.HIDE, plain=True),
    LetterOptions(without=("news",)),
]


def readers(options: list[LetterOptions]) -> list[Recipient]:
    return [Recipient(number, f"r{number}@example.org", "d", "t", options) for number, options in enumerate(options)]


def test_those_who_like_it_alike_go_together_the_usual_first() -> None:
    usual = readers([LetterOptions()] * 3)
    assert split(usual) == [usual]
    parts = split(readers([OPTIONS[1], OPTIONS[0], OPTIONS[2], OPTIONS[1], OPTIONS[0]]))
    assert [[reader.reader for reader in part] for part in parts] == [[1, 4], [2], [0, 3]]
    unusual = split(readers([OPTIONS[1], OPTIONS[2]]))
    assert sorted(len(part) for part in unusual) == [1, 1], "nobody gets a letter of another's options"


@given(
    st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=30),
    st.lists(st.sampled_from(Verdict), min_size=4, max_size=4),
)
def test_every_reader_ends_once_or_goes_again_unless_it_may_have_arrived(
    options: list[LetterOptions], verdicts: list[Verdict]
) -> None:
    batch = readers(options)
    parts = split(batch)
    results: list[TransportResult] = []
    for verdict in verdicts[: len(parts)]:
        results.append(TransportResult(verdict, "x"))
        if not goes_on(results[-1]):
            break
    found = decide_batch(parts, results, 1, NOW, CLOSES, 0.5)
    tried = {reader.reader: result.verdict for part, result in zip(parts, results, strict=False) for reader in part}
    batch_result = found.decision.batch_result if isinstance(found.decision, Write) else None
    if isinstance(found.decision, Halt):
        batch_result = found.decision.ends_with
    for reader in batch:
        came = tried.get(reader.reader)
        if batch_result:
            status = batch_result.exceptions.get(reader.reader, (batch_result.status, ""))[0]
            if came is Verdict.ACCEPTED:
                assert status is Status.ACCEPTED
            elif came is Verdict.UNKNOWN:
                assert status is Status.UNCERTAIN
            else:
                assert status in {Status.UNCERTAIN, Status.FAILED}
        else:
            assert isinstance(found.decision, Retry | Halt)
            goes_again = reader.reader not in found.settled
            assert came is not Verdict.UNKNOWN, "nobody goes again of whom nobody knows"
            assert not (goes_again and came is Verdict.ACCEPTED), "nobody gets it twice"


def test_a_refusal_of_everything_halts_and_keeps_what_was_taken() -> None:
    parts = split(readers([OPTIONS[0], OPTIONS[1]]))
    stopped = decide_batch(
        parts, [TransportResult(Verdict.ACCEPTED), TransportResult(Verdict.STOP, "401")], 1, NOW, CLOSES, 0
    )
    assert isinstance(stopped.decision, Halt)
    assert stopped.decision.ends_with is None
    assert stopped.settled == {0: (Status.ACCEPTED, "")}
    lost = decide_batch(
        parts, [TransportResult(Verdict.UNKNOWN, "lost"), TransportResult(Verdict.STOP, "401")], 1, NOW, CLOSES, 0
    )
    assert isinstance(lost.decision, Halt)
    assert lost.decision.ends_with is not None
    assert lost.decision.ends_with.status is Status.UNCERTAIN
    assert lost.decision.ends_with.reason == "lost"


YES, NO = TransportResult(Verdict.ACCEPTED, "id"), TransportResult(Verdict.PERMANENT, "413")


def test_a_last_part_that_is_refused_fails_alone() -> None:
    parts = split(readers([OPTIONS[0], OPTIONS[1]]))
    ended = decide_batch(parts, [YES, NO], 1, NOW, CLOSES, 0)
    assert ended.decision == Write(BatchResult(Status.FAILED, "413", {0: (Status.ACCEPTED, "id")}))


def test_after_a_part_that_is_refused_the_rest_goes_at_once_without_it() -> None:
    parts = split(readers([OPTIONS[0], OPTIONS[1], OPTIONS[3]]))
    usual, *others = [part[0].reader for part in parts]
    ended = decide_batch(parts, [YES, NO], 1, NOW, CLOSES, 0)
    assert ended.decision == Retry(0.0)
    assert ended.settled == {usual: (Status.ACCEPTED, "id"), others[0]: (Status.FAILED, "413")}
    first = decide_batch(parts, [NO], 1, NOW, CLOSES, 0)
    assert first.decision == Retry(0.0)
    assert first.settled == {usual: (Status.FAILED, "413")}


def test_who_was_found_fault_with_fails_and_the_rest_of_the_batch_goes_again() -> None:
    parts = split(readers([OPTIONS[0], OPTIONS[1], OPTIONS[1]]))
    faulty = TransportResult(Verdict.PERMANENT, "400", failed={2: "no valid address"})
    again = decide_batch(parts, [YES, faulty], 1, NOW, CLOSES, 0)
    assert again.decision == Retry(0.0, {2: "no valid address"})
    assert again.settled == {0: (Status.ACCEPTED, "id"), 2: (Status.FAILED, "no valid address")}


def test_only_a_yes_and_a_silence_let_the_next_part_go() -> None:
    assert {verdict for verdict in Verdict if goes_on(TransportResult(verdict))} == {Verdict.ACCEPTED, Verdict.UNKNOWN}


def test_a_part_that_nobody_knows_of_makes_all_that_was_not_accepted_uncertain() -> None:
    parts = split(readers([OPTIONS[0], OPTIONS[1]]))
    silence = TransportResult(Verdict.UNKNOWN, "502")
    for results in ([silence, YES], [silence, NO]):
        decision = decide_batch(parts, results, 1, NOW, CLOSES, 0).decision
        assert isinstance(decision, Write)
        assert (decision.batch_result.status, decision.batch_result.reason) == (Status.UNCERTAIN, "502")
        assert decision.batch_result.exceptions == ({1: (Status.ACCEPTED, "id")} if YES in results else {})
