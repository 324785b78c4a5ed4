"""Commands about sending: send, status."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, edition_or_next, open_newsroom
from digest.cli.exit_codes import ExitCode
from digest.cli.past import print_past
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
    standing_as_dict,
)
from digest.counted import counted
from digest.problem import problems_as_dicts

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from digest.delivery.audience import Audience
    from digest.delivery.standing import Standing
    from digest.sending.send_by_hand import Sent
    from digest.sending.sponsored import Sponsored
    from digest.sending.status import Begun, NotBegun


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(short_help="Send an edition to every reader who consents")(send)
    app.command(short_help="Show how far an edition has come")(status)


def send(
    context: typer.Context,
    edition: EditionArgument = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, build and count; hand nothing over.")] = False,
    override_reason: Annotated[
        str,
        typer.Option(
            "--even-though", metavar="WORDS", help="Why readers get a second letter in one week; kept with the edition."
        ),
    ] = "",
    readers: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="For how many readers it is, give or take 2%; asked outside of its send window."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Send an edition to every reader who consents. A second run sends nothing twice.

    One that is not due yet, was missed, or has no set time goes to real mailboxes only when its number of readers is
    said: typed at a terminal, given with --readers elsewhere.

    Example: digest send 2026-11-27 --dry-run
    """
    from digest.app.services import Services
    from digest.delivery.over import nothing_more

    with open_newsroom(context, looks=dry_run) as newsroom:
        edition_id, service = edition_or_next(newsroom, edition), Services(newsroom).manual_send()
        prepared = service.prepare(edition_id, override_reason)
        if not as_json and prepared.built:
            print_problems(prepared.built.problems)
        elif not as_json:
            goes_on = "has begun: it goes on with the letters it began with, whatever was changed since"
            say(nothing_more(newsroom.reports.report(edition_id), "sent") or f"edition {edition_id} {goes_on}")
        if dry_run and service.has_ended(prepared):
            _print_ended(edition_id, Services(newsroom).standings().of(edition_id), as_json)
            return
        if dry_run:
            _print_audience(edition_id, service.preview(prepared), service.asks_for_readers(prepared), as_json)
            return
        if why := service.asks_for_readers(prepared):
            _ask_for_readers(edition_id, why, service.preview(prepared).recipients, readers)
        with progress("handing over", quiet=as_json) as watch, asked_to_stop() as stop:
            sent = service.send(prepared, stop, watch)
        _print_sent(newsroom, sent, as_json)
        if stop.is_set():
            complain(f"stopped as asked; `digest send {edition_id}` goes on with the rest")
            raise typer.Exit(ExitCode.COULD_NOT)
        if sent.needs_a_look:
            raise typer.Exit(ExitCode.NEEDS_A_LOOK)


def _ask_for_readers(edition_id: str, why: str, recipients: int, said: int | None) -> None:
    """Let a person show that they mean an edition outside of its window; raises `DigestError` when they do not."""
    from digest.errors import DigestError
    from digest.sending.send_by_hand import require_meant

    what = f"edition {edition_id} {why}"
    if said is None and sys.stdin.isatty():
        say(f"{what}. It would go to {counted(recipients, 'reader')} at once, and cannot be taken back.")
        said = typer.prompt("Type that number to send it", type=int, err=True)
    if said is None:
        remedy = f"to send it now, add --readers with the number that `digest send {edition_id} --dry-run` counts"
        raise DigestError(f"{what}; {remedy}")
    require_meant(edition_id, why, recipients, said)


def _print_audience(edition_id: str, audience: "Audience", why: str, as_json: bool) -> None:
    """Say who would get an edition now, and whether a send asks for their number first."""
    if as_json:
        print_json({"edition": edition_id, "recipients": audience.recipients, "excluded": dict(audience.excluded)})
        return
    would = f"it {why}; would be handed over once you say the number" if why else "would be handed over now"
    say(f"edition {edition_id}: {would} (dry run, nothing was)")
    excluded = {f"excluded: {why.replace('_', ' ')}": number for why, number in audience.excluded.items()}
    print_counts({"recipients": audience.recipients, **excluded})
    if why:
        say(f"`digest send {edition_id} --readers {audience.recipients}` says it; at a terminal you are asked.")


def _print_ended(edition_id: str, stands: "Standing", as_json: bool) -> None:
    """Say of an edition that nobody waits for any more where it stands."""
    if as_json:
        print_json({"edition": edition_id, "recipients": 0, "excluded": {}, **standing_as_dict(stands)})
        return
    say(f"edition {edition_id}: {stands}; nobody is left whom it would be handed over for")


def _print_sent(newsroom: "Newsroom", sent: "Sent", as_json: bool) -> None:
    report = sent.report
    if as_json:
        print_json(report_as_dict(report))
        return
    print_report(report)
    if folder := newsroom.outbox_folder(report.edition):
        say(f"The letters are in {folder}; `digest outbox` shows them")
    if report.next_wave and sent.waits:
        first = f"the first at {report.next_wave:%H:%M} UTC; `digest serve` sends to them"
        waiting = counted(report.pending, "reader waits", "readers wait")
        say(f"{waiting} for their own time, {first}")


def status(
    context: typer.Context,
    edition: EditionArgument = None,
    last: Annotated[
        int | None,
        typer.Option("--last", metavar="N", min=1, help="Count the N letters that went out last, instead of one."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far an edition has come, in counts that add up, and what the provider has told of it since.

    Example: digest status 2026-11-27
    """
    from digest.app.services import Services
    from digest.sending.status import Begun

    with open_newsroom(context, looks=True) as newsroom:
        if last:
            print_past(newsroom, last, as_json)
            return
        edition_id = edition_or_next(newsroom, edition)
        found = Services(newsroom).edition_status().status(edition_id)
        if isinstance(found, Begun):
            _print_begun(found, as_json)
        else:
            _print_not_begun(newsroom, edition_id, found, as_json)


def _print_begun(found: "Begun", as_json: bool) -> None:
    from digest.delivery.counts import summary_line

    report = found.report
    if as_json:
        before = [report_as_dict(other) for other in found.before]
        told: dict[str, object] = {"sponsor": _sponsor_as_dict(found.sponsored)} if found.sponsored else {}
        told |= {"words_of_thanks": dict(found.words_of_thanks)}
        print_json(report_as_dict(report) | {"left": found.left, "before": before} | told)
        return
    print_report(report, found.left)
    if report.started_at and report.ended_at:
        say(f"  took {report.ended_at - report.started_at}")
    for line in map(summary_line, found.before):
        say(f"  {line}")
    if got := found.sponsored:
        say(f"{got.sponsor.label}: {got.words}")
    for state, number in found.unfinished_mails.items():
        say(f"letters to editors: {number} {state}")
    if found.words_of_thanks:
        counted_words = (f"{number} {state}" for state, number in found.words_of_thanks.items())
        say(f"words of thanks to newcomers: {', '.join(counted_words)}")


def _sponsor_as_dict(got: "Sponsored") -> dict[str, object]:
    booked = got.sponsor
    return {
        "label": booked.label,
        "from": booked.first.isoformat(),
        "to": booked.last.isoformat(),
        "editions": list(got.editions),
        "accepted": got.accepted,
    }


def _print_not_begun(newsroom: "Newsroom", edition_id: str, found: "NotBegun", as_json: bool) -> None:
    """Say when an edition is due and what stands between it and its readers."""
    from digest.calendar.words import in_words

    plan, window, problems = (
        newsroom.settings.schedule.plan,
        found.window,
        found.readiness.problems if found.readiness else (),
    )
    if as_json:
        due = window.due.isoformat() if window else None
        facts = {"edition": edition_id, "state": "not begun", **standing_as_dict(found.standing), "due": due}
        print_json(facts | {"problems": problems_as_dicts(problems), "obstacles": list(found.obstacles)})
        return
    when = f"due {in_words(window.due, plan)}" if window else "by hand only"
    if window and found.was_missed:
        when = f"its window ended {in_words(window.closes, plan)}"
    if found.readiness is None:
        say(f"edition {edition_id}: {found.standing}")
        return
    say(f"edition {edition_id}: {found.standing.stage}, {when}")
    print_problems(problems)
    for obstacle in found.obstacles:
        say(f"  {obstacle}")
    if found.may_go_out and found.was_missed:
        say(f"It goes out by hand only: `digest send {edition_id}`, if readers are still to get it.")
    else:
        say("Nothing stands in its way." if found.may_go_out else "It cannot go out yet.")
