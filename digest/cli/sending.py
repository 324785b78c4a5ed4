"""Commands about sending: send, status."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, checked, edition_or_next, open_newsroom
from digest.cli.terminal import print_counts, print_json, print_problems, print_report, progress, report_as_dict, say


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(short_help="Send an edition to every reader who consents")(send)
    app.command(short_help="Show how far an edition has come")(status)


def send(
    context: typer.Context,
    edition: EditionArgument = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, build and count; hand nothing over.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Send an edition to every reader who consents. A second run sends nothing twice."""
    from digest.build import build as run_build
    from digest.errors import DigestError
    from digest.send import send as run_send
    from digest.wiring import SystemClock

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        found = checked(newsroom, edition_id, read_pages=False)
        sound, locked = found.sound()
        built = run_build(sound, locked, newsroom.publication, newsroom.templates, newsroom.limits, found.problems)
        if not as_json:
            print_problems(built.problems)
        languages = newsroom.templates.languages
        if dry_run:
            audience = newsroom.log.preview(newsroom.roster.candidates(languages, built.letters[0].variant.language))
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
        with progress("handing over", quiet=as_json) as watch:
            report = run_send(
                built,
                newsroom.log,
                newsroom.roster,
                transport,
                SystemClock(),
                languages=languages,
                batch_size=newsroom.settings.delivery.batch_size,
                watch=watch,
            )
        if as_json:
            print_json(report_as_dict(report))
        else:
            print_report(report)
            if newsroom.settings.delivery.transport == "outbox":
                say(f"The letters are in {newsroom.outbox_folder / edition_id}")
        if not report.clean:
            raise typer.Exit(3)


def status(context: typer.Context, edition: EditionArgument = None, as_json: JsonOption = False) -> None:
    """Show how far an edition has come, in counts that add up."""
    from digest.errors import DigestError

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        report = newsroom.log.report(edition_id)
        if report is None:
            raise DigestError(f"edition {edition_id} has not been sent; `digest send {edition_id}` does it")
        if as_json:
            print_json(report_as_dict(report))
        else:
            print_report(report)
