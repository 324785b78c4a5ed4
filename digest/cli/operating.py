"""Commands for running it: settle, doctor."""

import os
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, edition_or_next, open_newsroom
from digest.cli.exit_codes import ExitCode
from digest.cli.terminal import print_json, say, say_finding
from digest.counted import counted

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from digest.sending.resolve_uncertain import ManualDecision, Resolved


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(short_help="Decide what became of uncertain deliveries")(settle)
    app.command(short_help="Look whether everything a send needs is in order")(doctor)


def settle(
    context: typer.Context,
    edition: EditionArgument = None,
    wait: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, help="Wait up to so many seconds for the provider's events.")
    ] = 0,
    treat_as: Annotated[
        str | None, typer.Option(metavar="accepted", help="`accepted`: believe that all uncertain readers have it.")
    ] = None,
    send_again: Annotated[
        bool, typer.Option("--send-again", help="Believe that none of them has it; send it anew.")
    ] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides; kept with the decision.")] = "",
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why; kept with the decision.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Show which deliveries are uncertain and why, wait for events, and take a person's word for the rest.

    Example: digest settle 2026-11-27 --wait 600
    """
    from digest.delivery.welcome import WORDS
    from digest.sending.resolve_uncertain import Patience, resolve

    decision = _decision(treat_as, send_again, by, reason)
    with open_newsroom(context, looks=decision is None) as newsroom:
        # words of thanks are of no edition
        edition_id = WORDS if edition == WORDS else edition_or_next(newsroom, edition)
        _refuse_unknown(newsroom, edition_id)
        patience = Patience(wait, threading.Event())
        found = resolve(edition_id, newsroom.settlements, decision, newsroom.clock, patience)
        _print_resolved(edition_id, found, by, as_json)
    if found.left:
        raise typer.Exit(ExitCode.NEEDS_A_LOOK)


def _refuse_unknown(newsroom: "Newsroom", edition_id: str) -> None:
    """Raise `DigestError` for an edition that nobody wrote, and of which nothing was ever handed over."""
    from digest.app.services import Services
    from digest.delivery.welcome import WORDS
    from digest.errors import DigestError

    is_known = edition_id == WORDS or newsroom.reports.opened(edition_id) or newsroom.settlements.uncertain(edition_id)
    if not is_known and (why := Services(newsroom).checker().missing(edition_id)):
        raise DigestError(why)


def _decision(treat_as: str | None, send_again: bool, by: str, reason: str) -> "ManualDecision | None":
    from digest.delivery.statuses import Resolution
    from digest.errors import NotUnderstood
    from digest.sending.resolve_uncertain import ManualDecision

    if treat_as not in (None, "accepted") or (treat_as and send_again):
        raise NotUnderstood("there are two decisions; say either `--treat-as accepted` or `--send-again`")
    if not treat_as and not send_again:
        return None
    return ManualDecision(Resolution.SEND_AGAIN if send_again else Resolution.ACCEPTED, by, reason)


def _print_resolved(edition_id: str, found: "Resolved", by: str, as_json: bool) -> None:
    if as_json:
        rows = [
            {"batch": one.number, "readers": one.readers, "reason": one.reason, "attempted_at": one.attempted_at}
            for one in found.left
        ]
        counts = {"edition": edition_id, "uncertain": found.uncertain, "settled": found.settled}
        print_json(counts | {"batches": rows})
        return
    for one in found.left:
        which = f"batch {one.number}" if one.number else "welcome letters"
        say(f"{which}: {counted(one.readers, 'reader')} uncertain since {one.attempted_at}: {one.reason}")
    if found.settled:
        say(f"edition {edition_id}: {counted(found.settled, 'delivery', 'deliveries')} settled by {by}")
    say(f"edition {edition_id}: {counted(found.uncertain, 'delivery', 'deliveries')} uncertain")


def doctor(context: typer.Context, as_json: JsonOption = False) -> None:
    """Look whether everything a send needs is in order, and change nothing.

    Each line is ok, a warning or an error, says why, and what to do. The database is looked at in a copy, for which
    there must be room among temporary files; SendGrid, if letters go through it, is asked what its key may do. Ends
    with 1 when there is an error.

    Example: digest doctor
    """
    from digest.app.doctor import examine_newsroom
    from digest.operating.doctor import Level

    found = []
    for finding in examine_newsroom(context.obj, os.environ):
        found.append(finding)
        if not as_json:
            told = "; ".join(filter(None, (finding.why, finding.what_to_do)))
            say_finding(f"{finding.level:<7}", f"{finding.what}: {told}" if told else finding.what)
    is_sound = all(finding.level is not Level.ERROR for finding in found)
    if as_json:
        print_json({"ok": is_sound, "checks": [finding.as_dict() for finding in found]})
    if not is_sound:
        raise typer.Exit(ExitCode.COULD_NOT)
