"""Commands about every Friday: schedule, serve, approve, proof."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from digest.cli.editions import EditionArgument, JsonOption, edition_or_next, open_newsroom
from digest.cli.terminal import asked_to_stop, complain, in_time, in_words, print_json, print_problems, say

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from digest.editing.readiness import Readiness
    from digest.ports import Stop


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(short_help="Approve exactly this letter")(approve)
    app.command(short_help="Mail a letter to editors before readers get it")(proof)
    app.command(short_help="Send every edition by itself when it is due")(schedule)
    app.command(short_help="The schedule, and readers' pages over HTTP")(serve)


By = Annotated[str, typer.Option(help="Who approves; kept with the approval.")]


def approve(context: typer.Context, edition: EditionArgument = None, by: By = "") -> None:
    """Approve an edition exactly as it is now. Any later change of what readers would see makes the approval void."""
    from digest.app.clock import SystemClock
    from digest.app.services import editing_context
    from digest.editing.approve import approve as run_approve

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        fingerprint = run_approve(edition_id, by, editing_context(newsroom), newsroom.approvals, SystemClock())
        say(f"edition {edition_id}: approved by {' '.join(by.split())}, fingerprint {fingerprint[:12]}")


def proof(
    context: typer.Context,
    edition: EditionArgument = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", help="An address; may be repeated. Default: the editors of [schedule].")
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Have SendGrid check the letter and send nothing.")
    ] = False,
) -> None:
    """Mail the real letter to editors, with a report of its checks above it.

    Or let the provider check it, for nobody.
    """
    from digest.app.services import editing_context
    from digest.editing.readiness import assess

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        looked = assess(edition_id, editing_context(newsroom))
        print_problems(looked.problems)
        if sandbox:
            _rehearse(newsroom, looked)
        else:
            _mail_proof(newsroom, edition_id, looked, to or [])


def _rehearse(newsroom: "Newsroom", looked: "Readiness") -> None:
    from digest.delivery.retry import Verdict
    from digest.editing.proof import sandbox_proof

    built = looked.made()
    results = sandbox_proof(built, newsroom.sendgrid(sandbox=True), newsroom.settings.sender.address)
    for variant, result in results.items():
        say(f"{built.edition} {variant}: {'taken' if result.verdict is Verdict.ACCEPTED else result.reason}")
    if any(result.verdict is not Verdict.ACCEPTED for result in results.values()):
        raise typer.Exit(1)


def _mail_proof(newsroom: "Newsroom", edition_id: str, looked: "Readiness", to: list[str]) -> None:
    from digest.app.services import editors_of, post_letters, scheduler_context
    from digest.calendar.plan import window_of
    from digest.delivery.statuses import Status
    from digest.errors import DigestError
    from digest.mailing.editor_mail import send_to
    from digest.scheduling.scheduler import proof_of
    from subscribers.policy.addresses import BadAddress, normalise

    looked.made()
    try:
        addresses = [normalise(address) for address in to] or list(newsroom.settings.schedule.editors)
    except BadAddress as fault:
        raise DigestError(f"one address behind --to is not taken: {fault}") from None
    if not addresses:
        raise DigestError("there is nobody to mail the proof to; name `editors` in [schedule], or add --to ADDRESS")
    now = datetime.now(UTC)
    key = f"proof-by-hand:{edition_id}:{now.isoformat()}"
    letter = proof_of(
        scheduler_context(newsroom, threading.Event()), looked, window_of(edition_id, newsroom.settings.schedule.plan)
    )
    send_to(editors_of(newsroom), addresses, key, letter, now)
    post_letters(newsroom)
    counts = newsroom.mail_queue.counts(key)
    say(f"edition {edition_id}: proof handed over to {counts.get(Status.ACCEPTED, 0)} of {len(addresses)}")
    if newsroom.settings.delivery.transport == "outbox":
        say(f"It is in {newsroom.outbox_folder / 'letters'}")
    if counts.get(Status.ACCEPTED, 0) < len(addresses):
        raise DigestError(
            "the rest was not taken; `digest doctor` looks why, `digest schedule` or `digest serve` tries again"
        )


def schedule(
    context: typer.Context,
    coming: Annotated[int, typer.Option("--next", min=0, max=520, help="Only list so many coming sends, and end.")] = 0,
    once: Annotated[
        bool, typer.Option("--once", help="Look once whether anything is due, do it, and end; for cron and timers.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Send every edition by itself when it is due, with proofs before and a report after. Ends with Ctrl-C."""
    if coming:
        with open_newsroom(context) as newsroom:
            _list_coming(newsroom, coming, as_json)
        return
    with open_newsroom(context) as newsroom, asked_to_stop() as stop:
        if once:
            for act in _acts(newsroom, stop):
                act()
        else:
            _announce(newsroom)
            _tick(newsroom, stop)


def serve(context: typer.Context) -> None:
    """Run the schedule, and answer over HTTP: readers' pages, the sign-up API, signed events, /health.

    Ends with Ctrl-C.

    Each request is logged by the name of its page; no path, no address of a computer, nothing of a reader.
    """
    import uvicorn

    from digest.app.web import application

    with open_newsroom(context) as newsroom:
        place = newsroom.settings.web
        if not newsroom.settings.sendgrid.webhook_public_key:
            complain(
                "no `webhook_public_key` in [sendgrid]: events are not taken, uncertain deliveries must be "
                "settled by hand"
            )
        config = uvicorn.Config(
            application(newsroom, _log_line),
            host=place.host,
            port=place.port,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        _announce(newsroom)
        say(f"listening on http://{place.host}:{place.port}")
        with (
            asked_to_stop() as stop
        ):  # uvicorn raises the signal again when it has ended, which would end us in the middle of a batch
            ticking = threading.Thread(target=_tick, args=(newsroom, stop), name="schedule")
            ticking.start()
            try:
                uvicorn.Server(config).run()
            finally:
                stop.set()
                ticking.join()


def _log_line(line: str) -> None:
    say(f"{datetime.now().astimezone():%H:%M:%S} {line}")


def _announce(newsroom: "Newsroom") -> None:
    from digest.calendar.plan import next_window
    from digest.scheduling.scheduler import at

    plan = newsroom.settings.schedule.plan
    window = next_window(plan, datetime.now(UTC))
    say(f"next: edition {window.edition}, due {at(window.due, plan)}")


def _tick(newsroom: "Newsroom", stop: "Stop") -> None:
    from digest.app.services import alarm_clock

    look, post = (_unbreakable(act) for act in _acts(newsroom, stop))
    alarm_clock(newsroom, look, post).run(stop)


def _acts(newsroom: "Newsroom", stop: "Stop") -> tuple[Callable[[], None], Callable[[], None]]:
    from digest.app.services import look_and_post
    from digest.scheduling.scheduler import Schedule

    return look_and_post(
        newsroom.folder, Schedule(lambda line: say(f"{datetime.now().astimezone():%H:%M:%S} {line}")), stop
    )


def _unbreakable(act: Callable[[], None]) -> Callable[[], None]:
    """Let a trouble be said, once for as long as it is the same, and the next look try again."""
    last = ""

    def try_it() -> None:
        nonlocal last
        try:
            act()
        except Exception as error:  # noqa: BLE001 - a schedule that dies silently is the worst of all
            words = in_words(error)
            if words != last:
                complain(words)
            last = words
        else:
            last = ""

    return try_it


def _list_coming(newsroom: "Newsroom", count: int, as_json: bool) -> None:
    from digest.calendar.plan import clock_trouble, coming_windows

    plan = newsroom.settings.schedule.plan
    zone, known = ZoneInfo(plan.zone), newsroom.editions.names()
    rows = []
    for window in coming_windows(plan, datetime.now(UTC), count):
        local, closes = window.due.astimezone(zone), window.closes.astimezone(zone)
        odd = clock_trouble(date.fromisoformat(window.edition), plan.time, plan.zone)
        rows.append(
            {
                "edition": window.edition,
                "local": local.isoformat(),
                "utc": window.due.isoformat(),
                "closes": closes.isoformat(),
                "note": odd,
            }
        )
        if not as_json:
            there = "written" if window.edition in known else "not written yet"
            note = f"  ({odd})" if odd else ""
            say(
                f"{window.edition}  {in_time(local)}  {window.due:%a %H:%M} UTC  until {in_time(closes)}  {there}{note}"
            )
    if as_json:
        print_json(rows)
