"""What commands print: problems, counts, progress.

On a terminal with a moving bar, elsewhere as plain lines; with --json for programs.
"""

import json
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from queue import SimpleQueue
from textwrap import fill
from typing import TYPE_CHECKING, TextIO, TypedDict

from digest.calendar.words import short_day

if TYPE_CHECKING:
    from rich.console import Console

    from digest.delivery.counts import Report
    from digest.delivery.revision import Revision
    from digest.delivery.standing import Standing
    from digest.ports.process import Watcher
    from digest.problem import Problem


_SELDOM_SECONDS = 10.0
_CONTROLS = dict.fromkeys((7, 8, 11, 12, 13, 27))
"""Signs that a terminal obeys and no line of ours has; on one they are left out as well."""


@cache
def console(stderr: bool = False) -> "Console":
    """Open the terminal when there is something to print; rich is not imported before."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def say(text: str = "") -> None:
    """Print one line, on a terminal broken between words; nothing in it is taken for markup."""
    if not sys.stdout.isatty():
        _write_lines(sys.stdout, [text])
        return
    out = console()
    out.print(_fitted(text, out.width) if out.is_terminal else text, markup=False)


def say_all(lines: Iterable[str]) -> None:
    """Print lines, of which there may be a million, each as `say` does."""
    if not sys.stdout.isatty():
        _write_lines(sys.stdout, lines)
        return
    for line in lines:
        say(line)


def _write_lines(out: TextIO, lines: Iterable[str]) -> None:
    """Write lines for a log or a program: without rich, which would take longer for each than all the rest."""
    out.writelines(f"{line.translate(_CONTROLS)}\n" for line in lines)
    out.flush()


def say_finding(mark: str, text: str) -> None:
    """Print a line that begins with `mark`; on a terminal it is broken between words and goes on below its text."""
    out = console()
    say(hanging(f"{mark}  ", text, out.width) if out.is_terminal else f"{mark}  {text}")  # programs read it by lines


def hanging(start: str, text: str, width: int, deeper: int = 0) -> str:
    """Return `text` after `start`, in lines of at most `width` columns; a command's or path's words stay whole.

    What goes on begins below the text, `deeper` so many columns further in.
    """
    return fill(
        text,
        width,
        initial_indent=start,
        subsequent_indent=" " * (len(start) + deeper),
        break_on_hyphens=False,
        break_long_words=False,
    )


def _fitted(text: str, width: int) -> str:
    """Return each line of a text in lines of at most `width` columns, what goes on four columns further in."""
    return "\n".join(
        line if len(line) <= width else hanging(line[: len(line) - len(line.lstrip())], line.lstrip(), width, 4)
        for line in text.split("\n")
    )


def complain(text: str) -> None:
    """Print to standard error, as `say` does."""
    if not sys.stderr.isatty():
        _write_lines(sys.stderr, [text])
        return
    out = console(stderr=True)
    out.print(_fitted(text, out.width) if out.is_terminal else text, markup=False)


def print_json(value: object) -> None:
    """Print a value as JSON, dates in ISO 8601."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def print_json_rows(rows: Iterable[Mapping[str, object]]) -> None:
    """Print rows as `print_json` prints a list of them, each as it comes: a list may be longer than memory."""
    opened = False
    for row in rows:
        text = json.dumps(row, ensure_ascii=False, indent=2, default=str).replace("\n", "\n  ")
        sys.stdout.write(f"{',' if opened else '['}\n  {text}")
        opened = True
    sys.stdout.write("\n]\n" if opened else "[]\n")


def print_problems(problems: "Iterable[Problem]") -> None:
    """Print one line per problem on standard error, errors in red on a terminal, and below it the line it is about."""
    for problem in problems:
        out = console(stderr=True)
        line = _fitted(str(problem), out.width) if out.is_terminal else str(problem)
        out.print(line, markup=False, style="red" if problem.severity == "error" else "yellow")
        if problem.excerpt:
            out.print(problem.excerpt, markup=False)  # its signs stand one below the other


@contextmanager
def progress(verb: str, quiet: bool = False) -> "Iterator[Watcher]":
    """Show how far long work has come: `verb` says what is being done."""
    if quiet:
        yield lambda _done, _of: None
        return
    if not console(stderr=True).is_terminal:
        yield _seldom(verb)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(verb, total=None)

        def watch(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of or None)

        yield watch


def _seldom(verb: str) -> "Watcher":
    """Return what tells of progress where nobody watches, such as in a log: now and then, and at the end."""
    told = time.monotonic()

    def watch(done: int, of: int) -> None:
        nonlocal told
        if done == of or time.monotonic() - told >= _SELDOM_SECONDS:
            told = time.monotonic()
            complain(f"{verb}: {done:,} of {of:,}" if of else f"{verb}: {done:,}")

    return watch


class RevisionFields(TypedDict):
    """A revision under the names that programs rely on; its time is ISO 8601 in UTC."""

    number: int
    at: str
    note: str


def revision_as_dict(revision: "Revision") -> RevisionFields:
    """Return a revision under the names that programs rely on."""
    return RevisionFields(number=revision.number, at=revision.at.isoformat(), note=revision.note)


def standing_as_dict(stands: "Standing") -> dict[str, str]:
    """Return where an edition stands under the names that programs rely on: the bare word, and why."""
    return {"standing": stands.stage.value, "why": stands.why}


class ReportFields(TypedDict):
    """The counts of an edition under the names that programs rely on; times are ISO 8601 in UTC."""

    edition: str
    state: str
    standing: str
    why: str
    audience: int
    excluded: dict[str, int]
    accepted: int
    refused: int
    failed: int
    uncertain: int
    pending: int
    later: dict[str, int]
    replaced: int
    welcomed: dict[str, int]
    revisions: list[RevisionFields]
    special: bool
    even_though: str
    corrects: str
    next_wave: str | None
    started_at: str | None
    ended_at: str | None


def report_as_dict(report: "Report") -> ReportFields:
    """Return the counts of an edition under the names that programs rely on."""
    from digest.calendar.edition_id import corrected
    from digest.delivery.standing import standing_of_begun

    stands = standing_of_begun(report)
    return ReportFields(
        edition=report.edition,
        state=report.state,
        standing=stands.stage,
        why=stands.why,
        audience=report.audience,
        excluded=dict(report.excluded),
        accepted=report.accepted,
        refused=report.refused,
        failed=report.failed,
        uncertain=report.uncertain,
        pending=report.pending,
        later=dict(report.later),
        replaced=report.replaced,
        welcomed=dict(report.welcomed),
        revisions=[revision_as_dict(one) for one in report.revisions],
        special=report.ad_hoc,
        even_though=report.override_reason,
        corrects=corrected(report.edition),
        next_wave=report.next_wave.isoformat() if report.next_wave else None,
        started_at=report.started_at.isoformat() if report.started_at else None,
        ended_at=report.ended_at.isoformat() if report.ended_at else None,
    )


def print_counts(rows: Mapping[str, int], indent: str = "  ") -> None:
    """Print names and numbers in two columns."""
    width = max((len(name) for name in rows), default=0)
    for name, number in rows.items():
        say(f"{indent}{name:<{width}}  {number:>9,}")


def print_report(report: "Report", left: int | None = None) -> None:
    """Print the counts of an edition for people; `left` is how many unsubscribed since it began, if that was asked."""
    from digest.delivery.counts import correction_words, replaced_words, welcome_counts
    from digest.delivery.standing import standing_of_begun

    say(f"edition {report.edition}: {standing_of_begun(report)}")
    rows = {"audience": report.audience}
    rows |= {f"excluded: {reason.replace('_', ' ')}": number for reason, number in report.excluded.items()}
    rows |= {name: getattr(report, name) for name in ("accepted", "refused", "failed", "uncertain", "pending")}
    since = welcome_counts(report) | ({} if left is None else {"left since": left})
    print_counts(rows | dict(report.later) | since)
    if words := correction_words(report):
        say(f"  {words}")
    if words := replaced_words(report):
        say(f"  {words}")
    if report.override_reason:
        say(f"  a second letter in one week, because: {report.override_reason}")
    for one in report.revisions:
        at = one.at.astimezone(UTC)
        say(f"  revision {one.number} on the web, {short_day(at)} {at:%H:%M} UTC: {one.note}")


@contextmanager
def asked_to_stop() -> Iterator[threading.Event]:
    """Take SIGTERM and Ctrl-C as a request to stop: what is under way is finished, nothing new is begun.

    A signal comes between any two steps of the main thread, also while it holds the lock of an event, and a second one
    while the first is answered. So it only puts a word on a queue, which that is made for; a thread sets the event.
    """
    stop, told = threading.Event(), SimpleQueue[bool]()

    def pass_on() -> None:
        if told.get():
            stop.set()

    threading.Thread(target=pass_on, name="signals", daemon=True).start()
    before = {number: signal.signal(number, lambda *_: told.put(True)) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        told.put(False)


def in_time(instant: datetime) -> str:
    """Write an aware time for people, on its own clock."""
    return f"{instant:%a} {short_day(instant)} {instant:%H:%M %Z}"
