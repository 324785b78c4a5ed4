"""What commands print reads well in a narrow terminal."""

import signal

from digest.cli.terminal import asked_to_stop, hanging


def test_a_finding_goes_on_below_its_text_and_breaks_no_command() -> None:
    path = "/srv/newsroom/" + "deep/" * 12 + "readers.json"
    lines = hanging("TROUBLE", f"journal: it is missing; run `digest journal new`, having looked into {path} first", 60)
    first, *rest = lines.split("\n")
    assert first.startswith("TROUBLE  journal: ")
    assert all(line.startswith(" " * 9) for line in rest)
    assert [line.strip() for line in rest if len(line) > 60] == [path]


def test_signals_however_close_together_set_the_wish_to_stop_and_wait_for_nobody() -> None:
    """While the main thread holds the lock of the event, and while one signal is answered, others come."""
    with asked_to_stop() as stop:
        before = signal.getsignal(signal.SIGTERM)
        assert callable(before)
        with stop._cond:  # type: ignore[attr-defined]  # as the main thread does whenever it begins to wait
            for _ in range(3):
                signal.raise_signal(signal.SIGTERM)
                signal.raise_signal(signal.SIGINT)
            assert not stop._flag  # type: ignore[attr-defined]
        assert stop.wait(10)
    assert signal.getsignal(signal.SIGTERM) is not before


def test_whoever_was_not_asked_to_stop_was_not_also_afterwards() -> None:
    with asked_to_stop() as stop:
        pass
    assert not stop.wait(0.05)
