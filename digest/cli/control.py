"""Commands that keep an edition from going out, and those that let it go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, edition_or_next, open_newsroom
from digest.cli.terminal import complain, print_json, say
from digest.delivery.withheld import WAYS_BACK, Decision

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from digest.delivery.standing import Standing
    from digest.delivery.statuses import EditionState
    from digest.sending.edition_control import EditionControl


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(short_help="Keep an edition from going out, until it is released")(hold)
    app.command(short_help="Let an edition go that is held")(release)
    app.command(short_help="Say that there is no edition of a day")(skip)
    app.command(short_help="Take back that an edition is skipped")(unskip)
    app.command(short_help="Stop handing an edition over, for now")(pause)
    app.command(short_help="Let a paused edition go on")(resume)
    app.command(short_help="Stop an edition for good")(cancel)


Reason = Annotated[str, typer.Option(metavar="WORDS", help="Why; it is shown wherever the edition's state is.")]
_UNSAID = "a person said so"


def hold(
    context: typer.Context, edition: EditionArgument = None, reason: Reason = _UNSAID, as_json: JsonOption = False
) -> None:
    """Keep an edition from going out until `digest release`, whoever or whatever would send it.

    One that is being sent is paused.

    Example: digest hold 2026-11-27 --reason "we wait for a lawyer"
    """
    _stop(context, edition, lambda control, edition_id: control.hold(edition_id, reason), as_json, reason)


def release(context: typer.Context, edition: EditionArgument = None, as_json: JsonOption = False) -> None:
    """Let an edition go that is held; it goes out at its time, or with `digest send`.

    Example: digest release 2026-11-27
    """
    with _control(context, edition) as (control, edition_id):
        control.release(edition_id)
        _say_let_go(control, edition_id, "released", as_json)


def skip(
    context: typer.Context,
    edition: Annotated[str, typer.Argument(metavar="DATE", help="The day without a letter, such as 2026-12-25.")],
    reason: Reason = _UNSAID,
    as_json: JsonOption = False,
) -> None:
    """Say that there is no edition of a day: nothing goes out, and nobody is reminded of it.

    Readers' pages name the next date instead.

    Example: digest skip 2026-12-25 --reason "Christmas"
    """
    _stop(context, edition, lambda control, edition_id: control.skip(edition_id, reason), as_json, reason)


def unskip(
    context: typer.Context,
    edition: Annotated[str, typer.Argument(metavar="DATE", help="The day that is skipped.")],
    as_json: JsonOption = False,
) -> None:
    """Take back that an edition is skipped.

    Example: digest unskip 2026-12-25
    """
    with _control(context, edition) as (control, edition_id):
        control.unskip(edition_id)
        _say_let_go(control, edition_id, "not skipped any more", as_json)


def pause(
    context: typer.Context, edition: EditionArgument = None, reason: Reason = _UNSAID, as_json: JsonOption = False
) -> None:
    """Stop handing an edition over, for now; a running send obeys before its next batch.

    One that has not begun is held.

    Example: digest pause 2026-11-27 --reason "a name is wrong"
    """
    _stop(context, edition, lambda control, edition_id: control.pause(edition_id, reason), as_json, reason)


def resume(context: typer.Context, edition: EditionArgument = None, as_json: JsonOption = False) -> None:
    """Let a paused edition go on; `digest send` then hands over the rest. One that is held is released.

    Example: digest resume 2026-11-27
    """
    with _control(context, edition) as (control, edition_id):
        state = control.resume(edition_id)
        _say_let_go(control, edition_id, state or "released", as_json)


def cancel(
    context: typer.Context, edition: EditionArgument = None, reason: Reason = _UNSAID, as_json: JsonOption = False
) -> None:
    """Stop an edition for good: whoever has not got it will not, and is counted as excluded.

    One that has not begun is skipped.

    Example: digest cancel 2026-11-27 --reason "a source is in danger"
    """
    _stop(context, edition, lambda control, edition_id: control.cancel(edition_id, reason), as_json, reason)


@contextmanager
def _control(context: typer.Context, edition: str | None) -> Iterator[tuple["EditionControl", str]]:
    """Open the newsroom for what is done to an edition; yield what does it, and the edition's id."""
    from digest.app.services import Services

    with open_newsroom(context) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        yield Services(newsroom).edition_control(), edition_id


def _stop(
    context: typer.Context,
    edition: str | None,
    act: "Callable[[EditionControl, str], EditionState | Decision]",
    as_json: bool,
    reason: str,
) -> None:
    """Stop an edition, or keep it from beginning, by `act`, and say what it is then."""
    from digest.app.services import Services

    with open_newsroom(context) as newsroom:
        edition_id, services = edition_or_next(newsroom, edition), Services(newsroom)
        remark = services.day_of_letter().remark(edition_id)
        done = act(services.edition_control(), edition_id)
        if as_json:
            print_json({"edition": edition_id, "state": done} | ({"warning": remark} if remark else {}))
            return
        if remark:
            complain(f"warning: {remark}")
        if isinstance(done, Decision):
            say(f"edition {edition_id}: {done}: {reason.strip()}")
            say(f"It has not begun. `digest {WAYS_BACK[done]} {edition_id}` takes that back.")
        else:
            _say_stopped(newsroom, edition_id, reason)


def _say_stopped(newsroom: "Newsroom", edition_id: str, reason: str) -> None:
    """Say of an edition that was stopped why it stands still, which may be for an earlier reason than this one."""
    stands = _standing(newsroom, edition_id)
    say(f"edition {edition_id}: {stands}")
    if reason.strip() not in stands.why:
        say("It was so already, for that reason; another one is not kept.")


def _standing(newsroom: "Newsroom", edition_id: str) -> "Standing":
    from digest.app.services import Services

    return Services(newsroom).standings().of(edition_id)


def _say_let_go(control: "EditionControl", edition_id: str, done: str, as_json: bool) -> None:
    """Say that something of an edition was taken back, and what of it still stands."""
    left = control.reports.withheld(edition_id)
    if as_json:
        print_json({"edition": edition_id, "state": done})
        return
    say(f"edition {edition_id}: {done}")
    if left:
        say(f"It is still {left}; `digest {left.way_back} {edition_id}` takes that back.")
