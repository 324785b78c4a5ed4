"""What commands print reads well in a narrow terminal."""

import signal
import sys
from collections.abc import Iterator
from datetime import date

import pytest

from digest.cli import terminal
from digest.cli.terminal import asked_to_stop, complain, hanging, print_json, print_json_rows, progress, say, say_all


def test_a_finding_goes_on_below_its_text_and_breaks_no_command() -> None:
    path = "/srv/newsroom/" + "deep/" * 12 + "readers.json"
    lines = hanging(
        "warning  ", f"journal: it is missing; run `digest journal new`, having looked into {path} first", 60
    )
    first, *rest = lines.split("\n")
    assert first.startswith("warning  journal: ")
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


def test_without_a_terminal_progress_is_told_at_the_end_and_else_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with progress("reading pages") as watch:
        for done in range(1, 22):
            watch(done, 21)
    assert capsys.readouterr().err == "reading pages: 21 of 21\n"
    monkeypatch.setattr(terminal, "_SELDOM_SECONDS", 0.0)
    with progress("importing") as watch:
        watch(1_000, 0)
        watch(2_000, 0)
    assert capsys.readouterr().err == "importing: 1,000\nimporting: 2,000\n"


def test_a_long_line_is_broken_between_words_on_a_terminal_and_nowhere_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "  editions/2026-11-27.yaml:3:1: error: " + "many words of a problem " * 5 + "end"
    for console in (terminal.console(), terminal.console(stderr=True)):
        monkeypatch.setattr(console, "_width", 60)
    say(line)
    complain(line)
    told = capsys.readouterr()
    assert (told.out, told.err) == (f"{line}\n", f"{line}\n")
    for console in (terminal.console(), terminal.console(stderr=True)):
        monkeypatch.setattr(console, "_force_terminal", True)
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    say(line)
    complain(line)
    told = capsys.readouterr()
    assert told.out == told.err
    first, *rest = told.out.splitlines()
    assert first.startswith("  editions/2026-11-27.yaml:3:1: error: many words")
    assert all(goes_on.startswith("      ") for goes_on in rest)
    assert max(map(len, told.out.splitlines())) <= 60
    assert "\x1b[3" not in told.out, "no colour where none is wanted"


def test_a_list_of_rows_is_printed_as_json_row_by_row_as_it_would_be_at_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = list[int]()

    def rows(count: int) -> Iterator[dict[str, object]]:
        for number in range(count):
            given.append(number)
            yield {"id": number, "name": 'Ünı "x"\n', "day": date(2026, 11, 27)}
            if number == 1:
                assert capsys.readouterr().out, "what came before is printed, and not kept"

    for count in (0, 1):
        print_json_rows(rows(count))
        streamed = capsys.readouterr().out
        print_json(list(rows(count)))
        assert streamed == capsys.readouterr().out
    print_json_rows(rows(3))
    assert given[-3:] == [0, 1, 2]


def test_lines_for_programs_hold_no_sign_that_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    say("a title\x1b[2J\rwith\x07 signs")
    say_all(f"line {number}\x08" for number in range(2))
    complain("\x0cwrong")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("a title[2Jwith signs\nline 0\nline 1\n", "wrong\n")
