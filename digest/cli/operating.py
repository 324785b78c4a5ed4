"""Commands for running it: settle, doctor."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, edition_or_next, open_newsroom
from digest.cli.terminal import print_json, say

if TYPE_CHECKING:
    from digest.app.container import Newsroom


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(short_help="Decide what became of uncertain deliveries")(settle)
    app.command(short_help="Look whether everything a send needs is in order")(doctor)


def settle(
    context: typer.Context,
    edition: EditionArgument = None,
    wait: Annotated[float, typer.Option(help="Wait up to so many seconds for the provider's events.")] = 0,
    treat_as: Annotated[
        str | None, typer.Option(help="`accepted`: believe that all uncertain readers have it.")
    ] = None,
    send_again: Annotated[
        bool, typer.Option("--send-again", help="Believe that none of them has it; send it anew.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who decides; kept with the decision.")] = "",
    reason: Annotated[str, typer.Option(help="Why; kept with the decision.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Show which deliveries are uncertain and why, wait for events, and take a person's word for the rest."""
    from digest.app.clock import SystemClock
    from digest.errors import DigestError
    from digest.sending.resolve_uncertain import ManualDecision
    from digest.sending.resolve_uncertain import settle as run_settle

    if treat_as not in (None, "accepted") or (treat_as and send_again):
        raise DigestError("say either `--treat-as accepted` or `--send-again`")
    said = ManualDecision("accepted" if treat_as else "send-again", by, reason) if treat_as or send_again else None
    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        left, settled = run_settle(edition_id, newsroom.settlements, SystemClock(), threading.Event(), wait, said)
        if as_json:
            rows = [
                {"batch": one.number, "readers": one.readers, "reason": one.reason, "attempted_at": one.attempted_at}
                for one in left
            ]
            print_json(
                {
                    "edition": edition_id,
                    "uncertain": sum(one.readers for one in left),
                    "settled": settled,
                    "batches": rows,
                }
            )
        else:
            for one in left:
                say(f"batch {one.number}: {one.readers} readers uncertain since {one.attempted_at}: {one.reason}")
            if settled:
                say(f"edition {edition_id}: {settled} deliveries settled by {by}")
            say(f"edition {edition_id}: {sum(one.readers for one in left)} deliveries uncertain")
    if left:
        raise typer.Exit(3)


def doctor(context: typer.Context) -> None:
    """Look whether everything a send needs is in order: settings, keys, database, templates, provider."""
    from digest.operating.doctor import examine

    with open_newsroom(context) as newsroom:
        trouble = False
        for finding in examine(_checks(newsroom)):
            trouble = trouble or bool(finding.trouble)
            say(
                f"{'TROUBLE' if finding.trouble else 'in order'}  "
                f"{finding.what}{': ' if finding.trouble else ''}{finding.trouble}"
            )
        if trouble:
            raise typer.Exit(1)


def _checks(newsroom: "Newsroom") -> dict[str, Callable[[], object]]:
    checks: dict[str, Callable[[], object]] = {
        "settings": lambda: None,
        "templates and languages": lambda: newsroom.publication,
        "readers' keys": lambda: _keys(newsroom),
        "database": lambda: newsroom.reports.report("0000-00-00"),
        "data folder is private": lambda: _is_private(newsroom),
        "consent log": lambda: _book(newsroom),
        "sign-ups": lambda: _sign_ups(newsroom),
    }
    if newsroom.settings.delivery.transport == "sendgrid":
        checks["SendGrid takes a letter (sandbox)"] = lambda: _rehearse(newsroom)
    return checks


def _book(newsroom: "Newsroom") -> str:
    from subscribers.errors import SubscribersError
    from subscribers.storage.consent_log import audit

    try:
        store = newsroom.store
    except SubscribersError:
        return ""  # the keys say it
    with store.reading.connect() as connection:
        return "; ".join(audit(connection, store.keyring).faults)


def _sign_ups(newsroom: "Newsroom") -> str:
    from datetime import UTC, datetime

    from subscribers.storage.signup_log import counted

    with newsroom.engine.execution_options(reading=True).connect() as connection:
        held = counted(connection, datetime.now(UTC).date()).get("paused", 0)
    most = newsroom.settings.web.letters_per_hour
    return (
        f"{held} confirmations were held back today: more than {most} in an hour; see whether it is abuse"
        if held
        else ""
    )


def _keys(newsroom: "Newsroom") -> str | None:
    from subscribers.errors import SubscribersError

    try:
        next(newsroom.store.subscribers(), None)
    except SubscribersError as error:
        return str(error)
    return None


def _is_private(newsroom: "Newsroom") -> str | None:
    open_to_others = (newsroom.folder / "data").stat().st_mode & 0o077
    return "data/ can be read by other users of this machine; run `chmod 700 data`" if open_to_others else None


def _rehearse(newsroom: "Newsroom") -> str | None:
    from digest.app.services import editing_context
    from digest.delivery.retry import Verdict
    from digest.editing.proof import sandbox_proof
    from digest.editing.readiness import assess
    from digest.errors import DigestError

    names = newsroom.editions.names()
    if not names:
        raise DigestError("there is no edition to rehearse with; write one first")
    built = assess(names[-1], editing_context(newsroom)).made()
    for result in sandbox_proof(built, newsroom.sendgrid(sandbox=True), newsroom.settings.sender.address).values():
        if result.verdict is not Verdict.ACCEPTED:
            return result.reason
    return None
