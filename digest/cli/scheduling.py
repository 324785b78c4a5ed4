"""Commands about every Friday: schedule, serve, approve, proof."""

import os
import sys
import threading
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, edition_or_next, open_newsroom
from digest.cli.exit_codes import ExitCode
from digest.cli.terminal import (
    asked_to_stop,
    complain,
    in_time,
    print_json,
    print_problems,
    progress,
    say,
    standing_as_dict,
)
from digest.counted import counted

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from digest.editing.proof_mail import Mailed
    from digest.editing.readiness import Readiness
    from digest.ports.process import Stop
    from digest.scheduling.coming import ComingSend


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(short_help="Approve exactly this letter")(approve)
    app.command(short_help="Mail a letter to editors before readers get it")(proof)
    app.command(short_help="Send every edition by itself when it is due")(schedule)
    app.command(short_help="The schedule, and readers' pages over HTTP")(serve)


By = Annotated[str, typer.Option(metavar="NAME", help="Who approves: an editor of digest.toml who may.")]


def approve(
    context: typer.Context,
    edition: EditionArgument = None,
    by: By = "",
    audience: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Approve in place of the letter that it goes to about so many readers."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Approve an edition exactly as it is now. Any later change of what readers would see makes the approval void.

    An edition for far more or fewer readers than usual waits until somebody approves their number: --audience.

    Example: digest approve 2026-11-27 --by anna
    """
    from digest.app.from_settings import editors
    from digest.app.services import Services
    from digest.editing.approve import approval_remark, refuse_begun, refuse_ended
    from digest.editing.approve import approve as run_approve
    from digest.edition.editor import approver_named

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        editor = approver_named(by, editors(newsroom.settings))
        if audience is not None:
            refuse_ended(edition_id, newsroom.reports)
            Services(newsroom).audience_approval().approve(edition_id, audience, editor)
            if as_json:
                print_json({"edition": edition_id, "by": editor.name, "audience": audience})
            else:
                say(f"edition {edition_id}: about {audience:,} readers approved by {editor.name}")
            return
        assessor = Services(newsroom).assessor()
        refuse_begun(assessor.assess(edition_id), newsroom.reports)
        fingerprint = run_approve(edition_id, editor, assessor, newsroom.approvals, newsroom.clock)
        remark = approval_remark(assessor.assess(edition_id)) if assessor.another else ""
        if as_json:
            print_json({"edition": edition_id, "by": editor.name, "fingerprint": fingerprint, "remark": remark})
            return
        say(f"edition {edition_id}: approved by {editor.name}, fingerprint {fingerprint[:12]}")
        if remark:
            say(remark)


def proof(
    context: typer.Context,
    edition: EditionArgument = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to", metavar="ADDRESS", help="An address; may be repeated. Default: the editors of digest.toml."
        ),
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Have SendGrid check the letter and send nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Mail the real letter to editors, with a report of its checks above it.

    The picked pages are looked at once more: one with another headline than when it was read is a warning.
    With problems it is a draft, marked as one, with these above it, and the exit code is 2.
    Or let the provider check it, for nobody.

    Example: digest proof 2026-11-27 --to marta@example.org
    """
    from digest.app.services import Services

    with open_newsroom(context) as newsroom:
        found = Services(newsroom).assessor().assess(edition_or_next(newsroom, edition))
        if sandbox:
            _rehearse(newsroom, found, as_json)
        else:
            _mail_proof(newsroom, found, _normalised(to or []), as_json)


def _rehearse(newsroom: "Newsroom", found: "Readiness", as_json: bool) -> None:
    from digest.editing.proof import rehearse

    built = found.made()
    faults = rehearse(built, newsroom.sendgrid(sandbox=True), newsroom.settings.sender.address)
    if as_json:
        print_json({"edition": built.edition, "faults": {str(variant): fault for variant, fault in faults.items()}})
    else:
        print_problems(found.problems)
        for variant, fault in faults.items():
            say(f"{built.edition} {variant}: {fault or 'taken'}")
    if any(faults.values()):
        raise typer.Exit(ExitCode.COULD_NOT)


def _mail_proof(newsroom: "Newsroom", found: "Readiness", to: list[str], as_json: bool) -> None:
    from digest.app.services import Services
    from digest.errors import DigestError

    proofs = Services(newsroom).proof_mail()
    addresses = proofs.addresses_or(to)
    with progress("reading pages", as_json) as watch:
        looked = proofs.proofs.look_again(found, watch)
    if not as_json:
        print_problems(looked.found.problems)
    accepted, mailed = proofs.mail(looked, addresses)
    folder = newsroom.outbox_folder("letters")
    if as_json and accepted == mailed.mails:
        told = {"edition": found.edition_id, "accepted": mailed.addresses, "mails": accepted}
        told |= {"folder": str(folder) if folder else None}
        print_json(told | ({} if found.built else {"draft": True}))
    elif not as_json:
        what = "proof" if found.built else "draft"
        say(f"edition {found.edition_id}: {what} handed over to {_reached(accepted, mailed)}")
        if folder:
            say(f"It is in {folder}; `digest outbox` shows it")
    if accepted < mailed.mails:
        remedy = "`digest doctor` looks why, `digest schedule` or `digest serve` tries again"
        raise DigestError(f"{accepted} of {counted(mailed.mails, 'mail')} were taken; {remedy}")
    if found.built is None:
        raise typer.Exit(ExitCode.PROBLEMS)


def _reached(accepted: int, mailed: "Mailed") -> str:
    """Return how many got all of a proof, of how many; or how many of its mails were taken."""
    if accepted in (0, mailed.mails):
        return f"{mailed.addresses if accepted else 0} of {mailed.addresses}"
    return f"some: {accepted} of {counted(mailed.mails, 'mail')} were taken"


def _normalised(addresses: list[str]) -> list[str]:
    from digest.errors import DigestError
    from subscribers.policy.addresses import BadAddress, normalise

    try:
        return [normalise(address) for address in addresses]
    except BadAddress as fault:
        raise DigestError(f"one address behind --to is not taken: {fault}") from None


def schedule(
    context: typer.Context,
    coming: Annotated[
        int, typer.Option("--next", metavar="NUMBER", min=0, max=520, help="Only list so many coming sends, and end.")
    ] = 0,
    once: Annotated[
        bool, typer.Option("--once", help="Look once whether anything is due, do it, and end; for cron and timers.")
    ] = False,
    until_closed: Annotated[
        bool, typer.Option("--until-closed", hidden=True, help="End when standard input ends, as `serve` asks for.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Send every edition by itself when it is due, with proofs before and a report after. Ends with Ctrl-C.

    Example: digest schedule --next 4
    """
    from digest.app.schedule import build_jobs
    from digest.app.schedule_process import watch_for_end

    with open_newsroom(context, looks=coming > 0) as newsroom, asked_to_stop() as stop:
        if coming:
            _list_coming(newsroom, coming, as_json)
        elif once:
            for job in build_jobs(newsroom.folder, _log_line, stop):
                job()
        else:
            if until_closed:
                watch_for_end(partial(os.read, sys.stdin.fileno(), 1), stop)
            _announce(newsroom)
            _run_schedule(newsroom, stop)


def serve(context: typer.Context) -> None:
    """Run the schedule, and answer over HTTP: readers' pages, the sign-up API, signed events, /health.

    The schedule is a process of its own, begun again when it ends. All ends with Ctrl-C.

    Each request is logged by the name of its page; no path, no address of a computer, nothing of a
    reader.

    Example: digest serve
    """
    from digest.app.looks import missing_looks
    from digest.app.schedule_process import begin_schedule, keep_schedule
    from digest.app.web import PAGES_WAIT_SECONDS, missing_webhook, web_server, where_to_look

    with open_newsroom(context) as newsroom:
        newsroom.patience_seconds = PAGES_WAIT_SECONDS
        # uvicorn raises the signal again when it has ended, which would end us in the middle of a batch
        with asked_to_stop() as stop:
            server = web_server(newsroom, _log_line, stop, lambda: say(where_to_look(newsroom)))
            for fault in missing_looks(newsroom):
                complain(fault)
            if missing := missing_webhook(newsroom):
                complain(missing)
            begin = partial(begin_schedule, newsroom.folder)
            scheduler = threading.Thread(target=keep_schedule, args=(begin, complain, stop), name="schedule")
            scheduler.start()
            try:
                server.run()
            finally:
                stop.set()
                scheduler.join()


def _log_line(line: str) -> None:
    say(f"{datetime.now().astimezone():%H:%M:%S} {line}")


def _announce(newsroom: "Newsroom") -> None:
    from digest.app.services import Services
    from digest.calendar import words
    from digest.calendar.plan import next_window

    plan = newsroom.settings.schedule.plan
    window = next_window(plan, newsroom.clock.now())
    stands = Services(newsroom).standings().of(window.edition)
    say(f"next: edition {window.edition}, due {words.in_words(window.due, plan)}; it is {stands}")


def _run_schedule(newsroom: "Newsroom", stop: "Stop") -> None:
    from digest.app.failures import describe
    from digest.app.schedule import build_jobs
    from digest.scheduling.runner import SchedulerRunner, keep_going

    jobs = build_jobs(newsroom.folder, _log_line, stop)
    look, deliver, tell_chat = (keep_going(job, describe, complain) for job in jobs)
    SchedulerRunner(newsroom.settings.schedule.plan, look, deliver, tell_chat).run(stop)


def _list_coming(newsroom: "Newsroom", count: int, as_json: bool) -> None:
    from digest.app.services import Services
    from digest.scheduling.coming import coming_sends

    plan, standings = newsroom.settings.schedule.plan, Services(newsroom).standings()
    found = coming_sends(plan, newsroom.clock.now(), count, standings.of)
    if as_json:
        print_json([_coming_as_dict(one) for one in found])
        return
    for one in found:
        note = f"  ({one.note})" if one.note else ""
        when = f"{in_time(one.local)}  {one.utc:%a %H:%M} UTC  until {in_time(one.closes)}"
        say(f"{one.edition}  {when}  {one.standing}{note}")


def _coming_as_dict(send: "ComingSend") -> dict[str, str]:
    """Return a send to come under the names that programs rely on."""
    return {
        "edition": send.edition,
        "local": send.local.isoformat(),
        "utc": send.utc.isoformat(),
        "closes": send.closes.isoformat(),
        "note": send.note,
        **standing_as_dict(send.standing),
    }
