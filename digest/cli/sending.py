"""Commands about sending: send, status."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, checked, edition_or_next, open_newsroom
from digest.cli.terminal import complain, print_counts, print_json, print_problems, print_report, progress, report_as_dict, say


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
    as_json: JsonOption = False,
) -> None:
    """Send an edition to every reader who consents. A second run sends nothing twice."""
    from digest.build import build as run_build
    from digest.errors import DigestError
    from digest.send import Pace
    from digest.send import send as run_send
    from digest.wiring.clock import SystemClock

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        found = checked(newsroom, edition_id, read_pages=False)
        sound, locked = found.sound()
        built = run_build(sound, locked, newsroom.publication, newsroom.templates, newsroom.limits, found.problems)
        if not as_json:
            print_problems(built.problems)
        languages = newsroom.templates.languages
        if dry_run:
            audience = newsroom.reports.preview(newsroom.roster.candidates(languages, built.letters[0].variant.language))
            counts = {"recipients": audience.recipients} | {f"excluded: {why.replace('_', ' ')}": n for why, n in audience.excluded.items()}
            if as_json:
                print_json({"edition": edition_id, "recipients": audience.recipients, "excluded": dict(audience.excluded)})
            else:
                say(f"edition {edition_id}: would be handed over now (dry run, nothing was)")
                print_counts(counts)
            return
        if newsroom.settings.schedule.approval == "required":
            raise DigestError(
                '`approval` in [schedule] is "required", and this version cannot approve yet; set it to "none" to send by hand'
            )
        transport = newsroom.transport(datetime.now(UTC))
        plan = newsroom.settings
        with progress("handing over", quiet=as_json) as watch, asked_to_stop() as stop:
            report = run_send(
                built,
                newsroom.log,
                newsroom.reports,
                newsroom.roster,
                transport,
                SystemClock(),
                stop=stop,
                languages=languages,
                pace=Pace(plan.delivery.batch_size, plan.delivery.workers, plan.schedule.window_hours),
                watch=watch,
            )
        if as_json:
            print_json(report_as_dict(report))
        else:
            print_report(report)
            if newsroom.settings.delivery.transport == "outbox":
                say(f"The letters are in {newsroom.outbox_folder / edition_id}")
        if stop.is_set():
            complain(f"stopped as asked; `digest send {edition_id}` goes on with the rest")
            raise typer.Exit(1)
        if not report.clean:
            raise typer.Exit(3)


@contextmanager
def asked_to_stop() -> Iterator[threading.Event]:
    """Take SIGTERM and Ctrl-C as a wish to stop: what is under way is finished, nothing new is begun."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
    from digest.steer import steer

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        say(f"edition {edition_id}: {steer(word, edition_id, reason, newsroom.helm, newsroom.reports)}")


def status(context: typer.Context, edition: EditionArgument = None, as_json: JsonOption = False) -> None:
    """Show how far an edition has come, in counts that add up."""
    from digest.errors import DigestError

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        report = newsroom.reports.report(edition_id)
        if report is None:
            raise DigestError(f"edition {edition_id} has not been sent; `digest send {edition_id}` does it")
        if as_json:
            print_json(report_as_dict(report))
        else:
            print_report(report)
