"""Commands about sending: send, status."""

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, edition_or_next, open_newsroom
from digest.cli.terminal import (
    asked_to_stop,
    complain,
    print_counts,
    print_json,
    print_problems,
    print_report,
    progress,
    report_as_dict,
    say,
)

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from digest.delivery.counts import Report
    from digest.editing.build import Built


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(short_help="Send an edition to every reader who consents")(send)
    app.command(short_help="Show how far an edition has come")(status)
    app.command(short_help="Stop handing an edition over, for now")(pause)
    app.command(short_help="Let a paused edition go on")(resume)
    app.command(short_help="Stop an edition for good")(cancel)


def send(
    context: typer.Context,
    edition: EditionArgument = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, build and count; hand nothing over.")] = False,
    override_reason: Annotated[
        str, typer.Option("--even-though", help="Why readers get a second letter in one week; kept with the edition.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Send an edition to every reader who consents. A second run sends nothing twice."""
    from digest.app.services import by_hand, editing_context, hand_out
    from digest.editing.readiness import assess, must_be_alone
    from digest.errors import EditionPaused

    with open_newsroom(context) as newsroom:
        edition_id, now = edition_or_next(newsroom, edition), datetime.now(UTC)
        built = assess(edition_id, editing_context(newsroom)).passed()
        reason = must_be_alone(built, newsroom.settings.schedule.plan, newsroom.reports, now, override_reason)
        if not as_json:
            print_problems(built.problems)
        if dry_run:
            _count(newsroom, built, as_json)
            return
        begin, closes = by_hand(newsroom, edition_id, now, reason)
        with progress("handing over", quiet=as_json) as watch, asked_to_stop() as stop:
            try:
                report = hand_out(newsroom, built, begin, closes, stop, watch)
            except EditionPaused as error:
                _tell_editors(newsroom, error=str(error), edition_id=edition_id)
                raise
        _tell_editors(newsroom)
        _print_sent(newsroom, report, as_json)
        if stop.is_set():
            complain(f"stopped as asked; `digest send {edition_id}` goes on with the rest")
            raise typer.Exit(1)
        if not report.clean and not report.waits(datetime.now(UTC)):
            raise typer.Exit(3)


def _tell_editors(newsroom: "Newsroom", error: str = "", edition_id: str = "") -> None:
    """Mail editors what stopped an edition, or the report of one that went out."""
    from digest.app.services import editors_of, post_letters, scheduler_context
    from digest.mailing.editor_mail import tell, trouble
    from digest.scheduling.scheduler import Schedule

    if not newsroom.settings.schedule.editors:
        return
    now = datetime.now(UTC)
    if error:
        key = f"stopped:{edition_id}:{now.isoformat()}"
        tell(editors_of(newsroom), key, f"{edition_id} is paused", trouble(edition_id, error), now)
    Schedule(lambda _line: None).report(scheduler_context(newsroom, threading.Event()))
    post_letters(newsroom)


def _count(newsroom: "Newsroom", built: "Built", as_json: bool) -> None:
    """Say who would get an edition now."""
    audience = newsroom.reports.preview(
        newsroom.subscribers.candidates(
            newsroom.templates.languages, built.letters[0].variant.language, datetime.now(UTC)
        )
    )
    counts = {"recipients": audience.recipients} | {
        f"excluded: {why.replace('_', ' ')}": n for why, n in audience.excluded.items()
    }
    if as_json:
        print_json({"edition": built.edition, "recipients": audience.recipients, "excluded": dict(audience.excluded)})
    else:
        say(f"edition {built.edition}: would be handed over now (dry run, nothing was)")
        print_counts(counts)


def _print_sent(newsroom: "Newsroom", report: "Report", as_json: bool) -> None:
    if as_json:
        print_json(report_as_dict(report))
        return
    print_report(report)
    if newsroom.settings.delivery.transport == "outbox":
        say(f"The letters are in {newsroom.outbox_folder / report.edition}")
    if report.next_wave and report.next_wave > datetime.now(UTC):
        say(
            f"{report.pending:,} readers wait for their own time, the first at {report.next_wave:%H:%M} UTC; "
            "`digest serve` sends to them"
        )


Reason = Annotated[str, typer.Option(help="Why; it is shown wherever the edition's state is.")]


def pause(context: typer.Context, edition: EditionArgument = None, reason: Reason = "a person said so") -> None:
    """Stop handing an edition over, for now; a running send obeys before its next batch."""
    _steer(context, "pause", edition, reason)


def resume(context: typer.Context, edition: EditionArgument = None) -> None:
    """Let a paused edition go on; `digest send` then hands over the rest."""
    _steer(context, "resume", edition, "")


def cancel(context: typer.Context, edition: EditionArgument = None, reason: Reason = "a person said so") -> None:
    """Stop an edition for good: whoever has not got it will not, and is counted as excluded."""
    _steer(context, "cancel", edition, reason)


def _steer(context: typer.Context, word: str, edition: str | None, reason: str) -> None:
    from digest.sending.edition_control import steer

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        say(f"edition {edition_id}: {steer(word, edition_id, reason, newsroom.edition_states, newsroom.reports)}")


def status(context: typer.Context, edition: EditionArgument = None, as_json: JsonOption = False) -> None:
    """Show how far an edition has come, in counts that add up, and what the provider has told of it since."""
    from digest.mailing.editor_mail import in_a_line
    from digest.scheduling.scheduler import editions_before, left_since

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        report = newsroom.reports.report(edition_id)
        if report is None:
            _print_unsent(newsroom, edition_id, as_json)
            return
        left = left_since(edition_id, newsroom.reports, newsroom.subscribers, datetime.now(UTC))
        before = editions_before(edition_id, newsroom.reports)
        if as_json:
            print_json(report_as_dict(report) | {"left": left, "before": [report_as_dict(other) for other in before]})
        else:
            print_report(report, left)
            if report.started_at and report.ended_at:
                say(f"  took {report.ended_at - report.started_at}")
            for line in map(in_a_line, before):
                say(f"  {line}")
            for line in _letters_in_trouble(newsroom):
                say(line)


def _print_unsent(newsroom: "Newsroom", edition_id: str, as_json: bool) -> None:
    """Say when an edition is due and what stands between it and its readers."""
    from digest.app.services import editing_context
    from digest.calendar.plan import window_of
    from digest.editing.readiness import assess
    from digest.errors import DigestError
    from digest.scheduling.scheduler import at

    plan = newsroom.settings.schedule.plan
    window = window_of(edition_id, plan)
    looked = assess(edition_id, editing_context(newsroom))
    if as_json:
        due = window.due.isoformat() if window else None
        print_json(
            {
                "edition": edition_id,
                "state": "not begun",
                "due": due,
                "problems": [str(problem) for problem in looked.problems],
            }
        )
        return
    when = "by hand only"
    if window:
        missed = window.closes <= datetime.now(UTC)
        when = f"missed: its window ended {at(window.closes, plan)}" if missed else f"due {at(window.due, plan)}"
    say(f"edition {edition_id}: not begun, {when}")
    print_problems(looked.problems)
    try:
        looked.passed()
    except DigestError:
        say("It cannot go out yet.")
    else:
        say("Nothing stands in its way.")


def _letters_in_trouble(newsroom: "Newsroom") -> list[str]:
    """Count the letters to editors that did not arrive for sure."""
    counts = newsroom.mail_queue.counts("")
    return [
        f"letters to editors: {counts[state]} {state}"
        for state in sorted(counts)
        if state not in ("accepted", "claimed")
    ]
